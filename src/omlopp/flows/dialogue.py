"""Talking with the market: what there is to ask, who has been seen to supply, and what answers say, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from omlopp.domain.criteria.near import groups_near
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language, Text
from omlopp.domain.process.market import (
    CANS,
    Asked,
    Can,
    Kind,
    NumberOfPerson,
    NumberRefused,
    Question,
    Told,
    checked_number,
    same_firm,
    verdict,
)
from omlopp.flows.market import has_store
from omlopp.flows.publish import Made, slug
from omlopp.library.codelists import nuts_name
from omlopp.library.dialogue import general, limits
from omlopp.library.load import Library
from omlopp.library.messages import keyed
from omlopp.library.numbers import day
from omlopp.notices.registry import MASKED
from omlopp.statistics.disclosure import rules, withhold
from omlopp.statistics.store import open_store
from omlopp.statistics.supply import SIZES

MOST_SEEN = 200
GROUPS = 3  # product groups whose questions are offered, the closest first


class NoMarketToFetch(OmloppError):
    """Nothing has been read into the market, so nobody has been seen. No facts."""

    code = "dialogue.no-market"


@dataclass(frozen=True, slots=True)
class Offered:
    """A question that may be put. `of`: the product group it comes from, None for any."""

    id: str
    text: Text
    why: Text | None = None
    of: Text | None = None


def questions_for(lib: Library, cpv: Sequence[str], kind: Kind) -> tuple[Offered, ...]:
    """The product groups' own questions first, then those that fit anything."""
    own = [
        Offered(f"{group.id}-{number}", text, None, group.name)
        for group in groups_near(lib.groups.values(), tuple(cpv))[:GROUPS]
        for number, text in enumerate(group.questions.market, 1)
    ]
    return (*own, *(Offered(one.id, one.text, one.why) for one in general().questions if kind in one.kinds))


@dataclass(frozen=True, slots=True)
class Seen:
    """A firm that has been given a contract by somebody. `counties`: NUTS 3 of the buyers, not of the firm.

    `number` "" where the source has none that a register of firms may hold; `size` "" where it says none.
    """

    name: str
    number: str
    size: str
    wins: int
    buyers: int
    counties: tuple[str, ...]
    first: int
    last: int
    cpv: tuple[str, ...]

    @property
    def key(self) -> str:
        return same_firm(self.name, self.number)

    def where(self, language: Language) -> str:
        """Where it was seen, in words, for the register's column of sources."""
        places = ", ".join(nuts_name(code) or code for code in self.counties)
        years = str(self.last) if self.first == self.last else f"{self.first}–{self.last}"
        facts = {"wins": self.wins, "buyers": self.buyers, "years": years, "places": places}
        return keyed("dialogue.seen" if places else "dialogue.seen-nowhere", facts, language)


def suppliers_seen(cpv: str, county: str = "", path: Path | None = None) -> tuple[Seen, ...]:
    """Winners in the market store of a CPV group (its first digits), most wins first; at most MOST_SEEN.

    `county`: NUTS 3 of the buyers ("" for all). Names that the source masks are left out. Raises NoMarketToFetch.
    """
    if not has_store(path):
        raise NoMarketToFetch()
    store = open_store(path)
    if "name" not in store.columns("winners"):
        raise NoMarketToFetch()
    group = cpv.strip()[:8].rstrip("0") or cpv.strip()[:2]
    rows = store.named(
        "SELECT w.name, coalesce(w.organisation_id, '') AS number, coalesce(w.size, '') AS size, w.lot_id,"
        " w.file, w.notice_id, n.buyer_name, n.nuts, n.cpv, n.year FROM winners w"
        " JOIN notices n ON n.file = w.file AND n.notice_id = w.notice_id AND n.year = w.year"
        " WHERE len(list_filter(n.cpv, lambda x: starts_with(x, ?))) > 0 AND length(trim(w.name)) > 1"
        " ORDER BY n.year, w.file, w.notice_id",
        [group],
    )
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        places = [code for code in row["nuts"] or () if len(code) == 5]
        if county and county not in places:
            continue
        if row["name"].casefold().startswith(MASKED):
            continue
        found.setdefault(_number(row["number"]) or " ".join(row["name"].casefold().split()), []).append(row)
    made = [_seen(some, group) for some in found.values()]
    return tuple(sorted(made, key=lambda one: (-one.wins, one.name.casefold()))[:MOST_SEEN])


def _seen(rows: Sequence[Mapping[str, Any]], group: str) -> Seen:
    last = rows[-1]
    sizes = [SIZES.get(row["size"], row["size"]) for row in rows if row["size"]]
    known = [size for size in sizes if size in ("micro", "small", "medium", "large")]
    codes = {code for row in rows for code in row["cpv"] or () if code.startswith(group)}
    return Seen(
        " ".join(last["name"].split()),
        _number(last["number"]),
        known[-1] if known else "",
        len({(row["file"], row["notice_id"], row["lot_id"]) for row in rows}),
        len({row["buyer_name"] for row in rows}),
        tuple(sorted({code for row in rows for code in row["nuts"] or () if len(code) == 5})),
        min(int(row["year"]) for row in rows),
        max(int(row["year"]) for row in rows),
        tuple(sorted(codes))[:10],
    )


def _number(said: str) -> str:
    try:
        return checked_number(said)
    except (NumberRefused, NumberOfPerson):
        return ""


def evidence(told: Told, dialogues: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the market said of a requirement, as the requirement keeps it: counts with their base, no firm by name.

    `dialogues`: title, kind, opens_on, closes_on (days as text) and asked (how many were turned to) of each.
    """
    return {
        "of": told.of,
        "stands": told.stands,
        "counts": {can: told.counts[can] for can in CANS},
        "by_size": {size or "": dict(counts) for size, counts in told.by_size.items()},
        "by_county": {county or "": dict(counts) for county, counts in told.by_county.items()},
        "verdict": verdict(told.counts, limits()),
        "few": limits().few,
        "dialogues": list(dialogues),
        "first": told.first.isoformat() if told.first else "",
        "last": told.last.isoformat() if told.last else "",
    }


def evidence_says(kept: Mapping[str, Any] | None, language: str) -> str:
    """The evidence of a requirement in words: verdict, counts with their base, when and of whom. "" without any."""
    if not kept:
        return ""
    asked = sum(one.get("asked", 0) for one in kept["dialogues"])
    facts: dict[str, Any] = {
        **{str(can): kept["counts"][can] for can in CANS},
        "of": kept["of"],
        "stands": kept["stands"],
        "few": kept["few"],
        "asked": asked,
        "when": _when(kept["first"], kept["last"], language),
        "titles": [f"”{one['title']}”" for one in kept["dialogues"]],
    }
    said = [keyed(f"dialogue.verdict.{kept['verdict']}", facts, language)]
    said.append(keyed("dialogue.counted" if kept["stands"] else "dialogue.nobody", facts, language))
    said.append(keyed("dialogue.asked-of" if asked else "dialogue.asked-openly", facts, language))
    return " ".join(said)


def _when(first: str, last: str, language: str) -> str:
    """A day, or the first and the last of several."""
    days = [day(date.fromisoformat(one), language) for one in dict.fromkeys((first, last)) if one]
    return " – ".join(days) or "–"


def public_counts(counts: Mapping[Can, int], on: date) -> dict[Can, int | None] | None:
    """Counts that may be shown to everybody: None for cells that are withheld, None for all where too few answered."""
    if sum(counts.values()) < limits().few:
        return None
    kept = withhold([counts[can] for can in CANS], rules(on).smallest_count)
    made: dict[Can, int | None] = {can: kept.counts[place] for place, can in enumerate(CANS)}
    return made


FIELDS = ("firm", "number", "size", "county", "contact")


def typed_answer(form: Mapping[str, str], asked: Asked) -> dict[str, Any]:
    """An answer as its form was typed: firm, number, size, county, contact, asks_secrecy, answers and criteria."""
    return {
        **{name: form.get(name, "") for name in FIELDS},
        "asks_secrecy": bool(form.get("asks_secrecy")),
        "answers": {one.id: form.get(f"q-{one.id}", "") for one in asked.questions},
        "criteria": {
            one.choice: {
                "can": form.get(f"can-{one.choice}", ""),
                "note": form.get(f"note-{one.choice}", ""),
            }
            for one in asked.criteria
        },
    }


def own_questions(lines: str, most: int, taken: Iterable[str] = ()) -> tuple[Question, ...]:
    """A question a line, as a person wrote them; blank lines are nothing. Ids: own-1, own-2 …"""
    used, made = set(taken), []
    for text in dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()):
        number = 1
        while f"own-{number}" in used:
            number += 1
        used.add(f"own-{number}")
        made.append(Question(f"own-{number}", text))
    return tuple(made[:most])


def paper(
    asked: Asked,
    procurement: Procurement,
    lib: Library,
    language: Language,
    on: date,
    form: str,
    address: str,
) -> Made:
    """The questions as a document to send or print: `form` docx or pdf. `address`: where they are answered."""
    from omlopp.documents import docx, pdf
    from omlopp.documents.plans.rfi import rfi

    made = rfi(asked, procurement, lib, language, on, address=address)
    render = pdf.render if form == "pdf" else docx.render
    return Made(f"{slug(asked.title)}-{slug(made.subtitle)}.{form}", render(made))
