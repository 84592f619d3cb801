"""Is the procurement open to small and new firms? Each answer has a reason; a failed one can be mended.

What is looked at: the answers of the model's questions, lots and values, and the Swedish wording of what was
chosen. A question that nobody has answered gives "not applicable because", never "passed". Nothing blocks: a buyer
may have reasons.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from omlopp.domain.model.criteria import ChosenCriterion, CriterionKind
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.law import Regime
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import STRICT, Source, Text

FUNCTION = "function_or_performance"  # the legal point that a requirement written as function rests on


@dataclass(frozen=True, slots=True)
class Line:
    """A number of our own that a check holds things against; the law's stand in the parameters."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: Decimal
    unit: str
    says: Text
    source: Source


@dataclass(frozen=True, slots=True)
class Words:
    """Beginnings searched for, small letters, in sentences without a word of `equivalent`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    equivalent: tuple[str, ...]
    brand: tuple[str, ...]
    only_new: tuple[str, ...]
    firm_proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """library/openness/lines.yaml. `hooks`: check → the legal point it rests on; `law`: name → parameter."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    hooks: Mapping[str, str]
    law: Mapping[str, str]
    lines: Mapping[str, Line]
    words: Words


@dataclass(frozen=True, slots=True)
class _Seen:
    procurement: Procurement
    lines: Lines
    law: Mapping[str, Decimal]

    def line(self, name: str) -> Decimal:
        return self.lines.lines[name].value

    def number(self, question: str) -> Decimal | None:
        """The answer as a number; None: not answered."""
        try:
            return Decimal(self.procurement.answers.get(question, "").replace(" ", "").replace(",", "."))
        except InvalidOperation:
            return None

    def answered(self, question: str) -> str:
        return self.procurement.answers.get(question, "").strip()

    def limit(self, name: str) -> Decimal | None:
        """The law's number above the thresholds (None: not in force on the day); elsewhere our own of the same name."""
        return self.law.get(name) if self.above else self.line(f"{name}_below")

    @property
    def above(self) -> bool:
        """Above LOU's thresholds; LUF and LUK hold procurements on both sides and are not told apart."""
        return self.procurement.regime is not None and self.procurement.regime.regime is Regime.LOU


def openness(procurement: Procurement, lines: Lines, law: Mapping[str, Decimal]) -> tuple[Finding, ...]:
    """Every check in the order a reader meets them: who may bid, how it is cut, what is asked, how it is announced.

    `law`: the law's numbers in force, by the names of `lines.law`; without one its check is not applicable.
    """
    seen = _Seen(procurement, lines, law)
    return tuple(finding for check in CHECKS for finding in check(seen))


def _said(check: str, failed: bool, where: str = "", **facts: object) -> Finding:
    return Finding(check, "failed" if failed else "passed", facts, blocks=False, where=where)


def _not(check: str, because: str) -> Finding:
    return Finding(check, "not_applicable", because=f"open-because-{because}", blocks=False)


# Who may bid


def _out_of_proportion(check: str, question: str, line: str) -> Callable[[_Seen], Iterator[Finding]]:
    """A sum in SEK that is asked for, against so many times the value of the procurement."""

    def look(seen: _Seen) -> Iterator[Finding]:
        asked, value = seen.number(question), seen.procurement.value_sek
        times = seen.limit(line) if line in seen.lines.law else seen.line(line)
        if times is None:
            yield _not(check, "no-law")
        elif asked is None:
            yield _not(check, "not-said")
        elif asked > 0 and not value:
            yield _not(check, "no-value")
        else:
            most = times * (value or 0)
            yield _said(check, asked > most, asked=asked, most=most, times=times)

    return look


def _references(seen: _Seen) -> Iterator[Finding]:
    check, count, years = "open-references", seen.number("references_asked"), seen.number("reference_years")
    if count is None:
        yield _not(check, "not-said")
        return
    works = seen.procurement.object_kind == "works"
    longest = seen.limit("reference_years_works" if works else "reference_years")
    if longest is None:
        yield _not(check, "no-law")
        return
    most = seen.line("most_references")
    too_old = years is not None and years > longest
    yield _said(
        check, count > most or too_old, count=count, most=most, years=years or longest, longest=longest
    )


def _certificates(seen: _Seen) -> Iterator[Finding]:
    yield from _worded(seen, "open-certificates", seen.lines.words.firm_proof, with_proof=True)


# How it is cut


def _lots(seen: _Seen) -> Iterator[Finding]:
    lots, reason = len(seen.procurement.lots), seen.answered("lots_reason")
    yield _said("open-lots", lots < 2 and not reason, lots=lots, reason=reason)


def _one_large_volume(seen: _Seen) -> Iterator[Finding]:
    check, value = "open-one-large-volume", seen.procurement.value_sek
    if len(seen.procurement.lots) > 1:
        yield _said(check, False, lots=len(seen.procurement.lots), value=value or 0)
    elif not value:
        yield _not(check, "no-value")
    else:
        years = _years(seen)
        most = seen.line("one_volume_sek")
        yield _said(check, value / years > most, value=round(value / years), most=most, years=years)


def _years(seen: _Seen) -> Decimal:
    """How long the contract is to run, at least one year; one year where nobody has said."""
    return max(Decimal(1), seen.number("planned_years") or Decimal(1))


# What is asked


def _function(seen: _Seen) -> Iterator[Finding]:
    technical = [one for one in seen.procurement.criteria if one.criterion.kind is CriterionKind.TECHNICAL]
    if not technical:
        yield _not("open-function", "no-technical")
        return
    by_function = sum(any(hook.id == FUNCTION for hook in one.criterion.hooks) for one in technical)
    yield _said("open-function", not by_function, by_function=by_function, of=len(technical))


def _brand(seen: _Seen) -> Iterator[Finding]:
    yield from _worded(seen, "open-brand", seen.lines.words.brand)


def _used_goods(seen: _Seen) -> Iterator[Finding]:
    if seen.procurement.object_kind not in ("goods", "works"):
        yield _not("open-used-goods", "not-goods")
        return
    yield from _worded(seen, "open-used-goods", seen.lines.words.only_new)


def _worded(
    seen: _Seen, check: str, words: tuple[str, ...], *, with_proof: bool = False
) -> Iterator[Finding]:
    """A finding per requirement whose wording holds one of the words, in a sentence that lets nothing equivalent in."""
    if not seen.procurement.criteria:
        yield _not(check, "no-requirement")
        return
    hits = [
        _said(check, True, f"criterion:{one.id}", name_sv=name.sv, name_en=name.en, sentence=hit)
        for one in seen.procurement.criteria
        if (hit := _closed_sentence(_texts(one, with_proof), words, seen.lines.words.equivalent))
        and (name := one.criterion.name)
    ]
    yield from hits or [_said(check, False, count=len(seen.procurement.criteria))]


def _texts(one: ChosenCriterion, with_proof: bool) -> str:
    texts = [one.wording.sv, one.clause_wording.sv if one.clause_wording else ""]
    return " ".join([*texts, one.criterion.proof.sv] if with_proof else texts)


def _closed_sentence(text: str, words: tuple[str, ...], equivalent: tuple[str, ...]) -> str:
    """The first sentence that holds a word and none that opens it; empty: none."""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        low = sentence.lower() + " "
        if any(word in low for word in words) and not any(word in low for word in equivalent):
            return sentence.strip()
    return ""


def _goods_or_service(seen: _Seen) -> Iterator[Finding]:
    check, said = "open-goods-or-service", seen.answered("service_or_goods")
    yield _not(check, "not-said") if not said else _said(check, said != "both", said=said)


# How it is announced


def _time(seen: _Seen) -> Iterator[Finding]:
    try:
        begins, ends = (date.fromisoformat(seen.answered(one)) for one in ("publish_on", "bids_due_on"))
    except ValueError:
        yield _not("open-time", "not-said")
        return
    least = seen.law.get("days_lou") if seen.above else seen.line("days_below")
    if least is None:
        yield _not("open-time", "no-law")
        return
    days = (ends - begins).days
    yield _said("open-time", days < least, days=days, least=least)


def _considered(check: str, question: str, closed: str) -> Callable[[_Seen], Iterator[Finding]]:
    """A door that somebody should have looked at. `closed`: the answer that leaves it shut unexamined."""

    def look(seen: _Seen) -> Iterator[Finding]:
        said = seen.answered(question)
        yield _not(check, "not-said") if not said else _said(check, said == closed, said=said)

    return look


CHECKS: tuple[Callable[[_Seen], Iterator[Finding]], ...] = (
    _out_of_proportion("open-turnover", "turnover_required_sek", "turnover_times"),
    _references,
    _out_of_proportion("open-insurance", "insurance_required_sek", "insurance_times"),
    _certificates,
    _lots,
    _one_large_volume,
    _function,
    _brand,
    _used_goods,
    _goods_or_service,
    _time,
    _considered("open-variants", "variants_allowed", "no"),
    _considered("open-reserved", "reserved_considered", "not_considered"),
    _considered("open-innovation", "innovation_considered", "not_considered"),
)
