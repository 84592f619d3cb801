"""A change of a criterion, proposed by somebody who writes no files: fields → a file of the bank's form, checked first.

Nothing is written to the library. What passes is handed over as a file that its editors can put in place.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from omlopp.domain.criteria.bank import bank_faults
from omlopp.domain.criteria.cards import source_faults
from omlopp.domain.criteria.plain import criterion_language_faults
from omlopp.domain.criteria.ready import faults
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.text import LANGUAGES
from omlopp.flows.library import LibraryFault, codes, cpv_beginnings
from omlopp.library.files import Problem, parse, read_one
from omlopp.library.load import ROOT, Library
from omlopp.library.places import line_of
from omlopp.library.plain import plain_rules

TEXTS = (
    "name", "text", "why", "proof", "clause.text", "clause.consequence", "follow_up.record", "deduction_logic",
    "market.because", "risks.competition", "risks.small_firms", "risks.cost",
)  # fmt: skip
PLAIN = (
    "kind", "level", "goal", "strategy", "r_step", "measured_by", "follow_up.each", "source.title", "source.publisher",
    "source.link", "source.certainty",
)  # fmt: skip
LISTS = ("cpv",)
LEVELS = 6  # rows of a scale that the form has
RELATIONS = ("requires", "replaces", "conflicts", "combines")
LONG = 70  # letters: a longer text is folded over lines of its own

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """`file` is ready to hand over only where `faults` is empty. `changed`: fields that differ from the bank's."""

    content: dict[str, Any]
    file: str
    faults: tuple[LibraryFault, ...]
    changed: tuple[str, ...]


def file_of(one: Criterion, root: Path = ROOT) -> dict[str, Any]:
    """The criterion's file as it is written, with legal points by id."""
    raw = (root / "criteria" / one.group / f"{one.id}.yaml").read_bytes()
    content: dict[str, Any] = parse(raw, raw.decode())
    return content


def fields_of(content: Mapping[str, Any]) -> Fields:
    """What a form shows of a file: "text.sv" → words, "scores.0.share" → per cent, lists with commas."""
    shown: Fields = {}
    for name in TEXTS:
        text: Mapping[str, Any] = _at(content, name) or {}
        shown |= {f"{name}.{language}": str(text.get(language, "")) for language in LANGUAGES}
    shown |= {name: str(_at(content, name) or "") for name in (*PLAIN, "source.year")}
    shown |= {name: ", ".join(map(str, _at(content, name) or ())) for name in LISTS}
    shown |= {f"relations.{name}": ", ".join(_at(content, f"relations.{name}") or ()) for name in RELATIONS}
    levels = content.get("scores") or []
    for at in range(LEVELS):
        level: dict[str, Any] = levels[at] if at < len(levels) else {"text": {}, "share": ""}
        for language in LANGUAGES:
            shown[f"scores.{at}.{language}"] = str(level["text"].get(language, ""))
        shown[f"scores.{at}.share"] = _per_cent(str(level["share"]))
    return shown


def with_fields(content: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The file with what was typed in place. A field that is emptied is taken out; a missing one is left as it was."""
    made: dict[str, Any] = deepcopy(dict(content))
    for name in TEXTS:
        for language in LANGUAGES:
            if f"{name}.{language}" in typed:
                _put(made, f"{name}.{language}", _line(typed[f"{name}.{language}"]))
    for name in PLAIN:
        if name in typed:
            _put(made, name, _line(typed[name]))
    if "source.year" in typed:
        year = typed["source.year"].strip()
        _put(made, "source.year", int(year) if year.isascii() and year.isdigit() else year)
    for name in (*LISTS, *(f"relations.{each}" for each in RELATIONS)):
        if name in typed:
            _put(made, name, [one for each in typed[name].split(",") if (one := each.strip())])
    if any(name.startswith("scores.") for name in typed):
        _put(made, "scores", _scores(content.get("scores") or [], typed))
    return made


def proposed(
    one: Criterion, typed: Mapping[str, str], held: Library, *, reason: str, on: date, root: Path = ROOT
) -> Proposal:
    """The file with the change, every fault of it by field and line, and what differs from the bank.

    reason: why, in the proposer's words; it stands at the top of the file. Review dates are the editors' to judge.
    """
    before = file_of(one, root)
    content = with_fields(before, typed)
    was, now = fields_of(before), fields_of(content)
    changed = tuple(name for name in now if now[name] != was.get(name))
    file = _head(one, reason, changed, on) + _yaml(content)
    return Proposal(content, file, tuple(_faults(one, content, file, held)), changed)


def _faults(one: Criterion, content: Mapping[str, Any], file: str, held: Library) -> list[LibraryFault]:
    """As `omlopp library check` would find them with the file in place."""
    name = f"criteria/{one.group}/{one.id}.yaml"
    if wrong := list(_no_numbers(content)):
        return [
            LibraryFault(
                name, where, line_of(file, where), key="check.library-read-number.failed", facts=facts
            )
            for where, facts in wrong
        ]
    read = _read(one, file, held)
    if isinstance(read, Problem):
        key = f"check.{read.key}.failed" if read.key else ""
        return [LibraryFault(name, read.where, read.line, read.says, key, read.facts)]
    others = {**held.criteria, one.id: read}
    rules = plain_rules()
    found = [
        (each.check.removeprefix("library-"), each.where, dict(each.facts))
        for each in faults(
            read,
            goals=held.goals,
            indicators=held.indicators,
            known=others,
            cpv_known=cpv_beginnings(),
            codes_known=codes(),
        )
    ]
    found += criterion_language_faults(read, rules)
    found += source_faults(read)
    found += [
        (key, where, facts)
        for whose, key, where, facts in bank_faults(list(others.values()), held.groups, rules)
        if whose.id == one.id or facts.get("other") == one.id
    ]
    return [
        LibraryFault(name, where, line_of(file, where), key=f"check.library-{key}.failed", facts=facts)
        for key, where, facts in found
    ]


def _no_numbers(content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, object]]]:
    """Where a number belongs and words were typed: told in plain words before the file is read."""
    for at, level in enumerate(content.get("scores") or []):
        try:
            Decimal(level["share"])
        except InvalidOperation:
            yield f"scores.{at}.share", {"value": level["share"]}
    year = _at(content, "source.year")
    if isinstance(year, str):
        yield "source.year", {"value": year}


def _read(one: Criterion, file: str, held: Library) -> Criterion | Problem:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        path = root / "criteria" / one.group / f"{one.id}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(file, "utf-8")
        return read_one(path, Criterion, root, fill=held.reading(), id=one.id, group=one.group)


def _at(content: Mapping[str, Any], name: str) -> Any:
    value: Any = content
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _put(content: dict[str, Any], name: str, value: Any) -> None:
    """Put a value in place; an empty one takes the field away, and with it a mapping that is left empty."""
    *way, last = name.split(".")
    if value in ("", []):
        inner: Any = content
        for part in way:
            inner = inner.get(part) if isinstance(inner, dict) else None
        if isinstance(inner, dict):
            inner.pop(last, None)
            if way and not inner:
                _put(content, ".".join(way), "")
        return
    here = content
    for part in way:
        if not isinstance(here.get(part), dict):
            here[part] = {}
        here = here[part]
    here[last] = value


def _scores(before: list[dict[str, Any]], typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """The levels typed, with the ids they had; a new one is named by its share."""
    made = []
    for at in range(LEVELS):
        texts = {
            language: text
            for language in LANGUAGES
            if (text := _line(typed.get(f"scores.{at}.{language}", "")))
        }
        share = typed.get(f"scores.{at}.share", "").strip()
        if texts or share:
            id = before[at]["id"] if at < len(before) else f"level_{at + 1}"
            made.append({"id": id, "text": texts, "share": _share(share)})
    return made


def _share(per_cent: str) -> str:
    """ "25" or "12,5 %" as the part of one that the file holds; what is no number stays, and is told as a fault."""
    try:
        found = Decimal(per_cent.replace("%", "").replace("\u00a0", "").strip().replace(",", ".")) / 100
    except InvalidOperation:
        return per_cent
    return f"{found.normalize():f}" if found.is_finite() else per_cent


def _per_cent(share: str) -> str:
    try:
        return f"{(Decimal(share) * 100).normalize():f}".replace(".", ",")
    except InvalidOperation:
        return share


def _line(text: str) -> str:
    """One line of the file: line breaks of a form are spaces."""
    return " ".join(text.split())


def _head(one: Criterion, reason: str, changed: tuple[str, ...], on: date) -> str:
    lines = [
        f"Förslag till ändring av kravet {one.id}, {on.isoformat()}.",
        f"Plats i banken: criteria/{one.group}/{one.id}.yaml",
        f"Ändrade fält: {', '.join(changed) or 'inga'}",
        *(f"Skäl: {part}" for part in [_line(reason)] if part),
    ]
    return "".join(f"# {line}\n" for line in lines)


class _Dumper(yaml.SafeDumper):
    """Long texts over lines of their own, lists of codes on one line: as the bank's files are written."""


def _text(dumper: _Dumper, value: str) -> yaml.Node:
    style = ">" if len(value) > LONG else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _list(dumper: _Dumper, value: list[Any]) -> yaml.Node:
    flat = all(isinstance(one, str) for one in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flat)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)


def _yaml(content: Mapping[str, Any]) -> str:
    return yaml.dump(
        dict(content),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=False,
    )
