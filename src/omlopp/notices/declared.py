"""What a notice declares by code against what its words ask, and the codes that the words support.

`none` is a declaration, silence is not: the two are never counted together.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from omlopp.library.codelists import language3, rows
from omlopp.notices.evidence import Evidence
from omlopp.notices.fields import FOLDER
from omlopp.notices.schema import Notice, TextField

# circular: BT-774 circ-econ · green: env-imp, another environmental aim, or criteria for green procurement ·
# other: only social or innovative aims · none: "no strategic procurement" · silent: nothing · no_field: TED_EXPORT.
Declares = Literal["circular", "green", "other", "none", "silent", "no_field"]
STATES: tuple[Declares, ...] = ("circular", "green", "other", "none", "silent", "no_field")
_REGISTRY = "registry-environmental"
_LONGEST = 400  # characters of BT-777: a description, not the whole notice
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"


@dataclass(frozen=True, slots=True)
class Compared:
    """One lot (None: the procedure, where it has no lots): what it declares, and how many strong passages it holds."""

    lot_id: str | None
    declares: Declares
    found: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """A code that the words of a lot support. `because`: the passages, literally. `stands`: declared already.

    `aim` is the text for BT-777, quoted from the notice; "" beside codes that carry none.
    """

    lot_id: str
    field: str
    list_name: str
    code: str
    because: tuple[str, ...]
    stands: bool
    aim: str = ""


def compared(notice: Notice, found: Sequence[Evidence]) -> tuple[Compared, ...]:
    """Each lot: declared against found. What stands for the whole procurement holds for every lot."""
    lots: list[str | None] = [lot.lot_id for lot in notice.lots] or [None]
    return tuple(
        Compared(
            lot_id,
            declares(notice, lot_id),
            sum(_of(one, lot_id) for one in found if not one.weak),
        )
        for lot_id in lots
    )


def declares(notice: Notice, lot_id: str | None = None) -> Declares:
    """The strongest thing the notice declares for a lot; lot_id None: for any of its lots."""
    said = {
        (one.field, one.code)
        for one in notice.declared
        if lot_id is None or one.lot_id is None or one.lot_id == lot_id
    }
    codes = {code for _, code in said}
    if ("BT-774", "circ-econ") in said:
        return "circular"
    green = any(field in ("BT-774", "BT-805") and code != "none" for field, code in said)
    if green or "env-imp" in codes or (_REGISTRY, "true") in said:
        return "green"
    if any(code not in ("none", "false") for code in codes):
        return "other"
    if codes:
        return "none"
    return "no_field" if notice.format in ("ted-export", "document") else "silent"


def summed(each: Iterable[Compared]) -> dict[tuple[Declares, bool], int]:
    """The matrix: (declares, found) → lots. Every cell is there, zeros too."""
    counted = Counter((one.declares, one.found > 0) for one in each)
    return {(state, found): counted[state, found] for state in STATES for found in (True, False)}


def proposal(notice: Notice, found: Sequence[Evidence]) -> tuple[Proposed, ...]:
    """The codes that the words of each lot support, in the order of the fields. Empty where no strong passage is found.

    Never more than the words bear: weak passages, waste services and barriers propose nothing.
    """
    made: list[Proposed] = []
    declared = {(one.field, one.code, one.lot_id) for one in notice.declared}
    for lot in notice.lots:
        strong = [one for one in found if not one.weak and _of(one, lot.lot_id)]
        if not strong:
            continue
        texts = [text for text in notice.texts if text.lot_id in (lot.lot_id, None)]
        because: dict[tuple[str, str, str], list[str]] = {}
        for by, value, field, list_name, code in _codes():
            quotes = _support(by, value, strong, texts)
            if quotes:
                because.setdefault((field, list_name, code), []).extend(quotes)
        for (field, list_name, code), quotes in because.items():
            stands = (field, code, lot.lot_id) in declared or (field, code, None) in declared
            aim = _aim(strong) if field == "BT-06" else ""
            made.append(
                Proposed(lot.lot_id, field, list_name, code, tuple(dict.fromkeys(quotes)), stands, aim)
            )
    return tuple(made)


def fragment(proposed: Sequence[Proposed], language: str) -> str:
    """The proposal as eForms XML: for each lot the ProcurementAdditionalType elements to put into its
    ProcurementProject, before RequestedTenderTotal. `language`: two letters, for BT-777. "" where nothing is proposed.
    """
    lots = list(dict.fromkeys(one.lot_id for one in proposed))
    if not lots:
        return ""
    lines = [f'<ProcurementProjectLots xmlns:cac="{_CAC}" xmlns:cbc="{_CBC}">']
    for lot_id in lots:
        lines += [
            "  <cac:ProcurementProjectLot>",
            f'    <cbc:ID schemeName="Lot">{escape(lot_id)}</cbc:ID>',
            "    <cac:ProcurementProject>",
        ]
        for one in proposed:
            if one.lot_id == lot_id:
                lines += _element(one, language)
        lines += ["    </cac:ProcurementProject>", "  </cac:ProcurementProjectLot>"]
    return "\n".join([*lines, "</ProcurementProjectLots>"]) + "\n"


def _element(one: Proposed, language: str) -> list[str]:
    named, tongue = quoteattr(one.list_name), quoteattr(language3(language))
    lines = [f"<cbc:ProcurementTypeCode listName={named}>{escape(one.code)}</cbc:ProcurementTypeCode>"]
    if one.aim:
        lines.append(f"<cbc:ProcurementType languageID={tongue}>{escape(one.aim)}</cbc:ProcurementType>")
    inside = [f"        {line}" for line in lines]
    return ["      <cac:ProcurementAdditionalType>", *inside, "      </cac:ProcurementAdditionalType>"]


@cache
def _codes() -> tuple[tuple[str, str, str, str, str], ...]:
    return tuple(
        (row["by"], row["value"], row["field"], row["list"], row["code"])
        for row in rows(FOLDER / "declared_codes.csv")
    )


def _support(by: str, value: str, strong: Sequence[Evidence], texts: Sequence[TextField]) -> list[str]:
    """The words that bear a code: quotes of passages, or the words themselves as they stand."""
    if by == "words":
        places = ((text.text, text.text.lower().find(value)) for text in texts)
        return [text[place : place + len(value)] for text, place in places if place >= 0][:1]
    return [one.quote for one in strong]


def _aim(strong: Sequence[Evidence]) -> str:
    """What BT-777 can say: the passages in the notice's own words, those that demand or score first."""
    order = sorted(strong, key=lambda one: one.requirement in ("subject", "declared"))
    quotes = list(dict.fromkeys(" ".join(one.quote.split()) for one in order))
    kept: list[str] = []
    for quote in quotes:
        if sum(len(one) + 1 for one in kept) + len(quote) > _LONGEST and kept:
            break
        kept.append(quote)
    return " ".join(kept)


def _of(one: Evidence, lot_id: str | None) -> bool:
    return lot_id is None or one.lot_id is None or one.lot_id == lot_id
