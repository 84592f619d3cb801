"""Proposing a change: a form that gives a checked file to hand over. Nothing is written here or in the library."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.domain.model.criteria import Criterion, Level
from omlopp.flows.library import LibraryFault
from omlopp.flows.proposals import LEVELS, Proposal, fields_of, file_of, proposed
from omlopp.library.load import Library, library
from omlopp.web.forms import choices
from omlopp.web.pages import reads_and_writes
from omlopp.web.screens.bank.criterion import known
from omlopp.web.words import keyed, language, say

LONGEST = 4000  # characters of a field
ACROSS = 56  # characters that a line of a box holds
Options = tuple[tuple[str, str], ...]  # value, words


@dataclass(frozen=True)
class Field:
    """One box of the form. `name`: its place in the file, dots between; `choices` empty: text is typed."""

    name: str
    label: str
    value: str
    errors: list[str]
    rows: int = 0  # 0: one line
    choices: Options = ()
    lang: str = ""
    help: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    fields: list[Field]
    thirds: bool = False  # three boxes a row: both languages and a number


@reads_and_writes
def page(request: HttpRequest, criterion_id: str) -> HttpResponse:
    """GET: the file as a form. POST: checked; with `do=file` and no fault, the file itself."""
    lib, one = library(), known(criterion_id)
    shown = fields_of(file_of(one))
    reason, made, status = "", None, 200
    if request.method == "POST":
        shown |= {name: request.POST[name][:LONGEST] for name in shown if name in request.POST}
        reason = request.POST.get("reason", "").strip()[:LONGEST]
        made = proposed(one, shown, lib, reason=reason, on=timezone.localdate())
        ready = made.changed and reason and not made.faults
        if ready and request.POST.get("do") == "file":
            response = HttpResponse(made.file, content_type="application/yaml; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{one.id}.yaml"'
            return response
        status = 200 if ready else 422
    faults = made.faults if made else ()
    context = {
        "section": "criteria",
        "criterion": one,
        "sections": sections(one, shown, faults, lib),
        "reason": reason,
        "reason_error": reason_missing(made, reason),
        "made": made,
        "general": [says(fault) for fault in faults if not at_home(fault, shown)],
        "where": [
            (place(fault, shown), label_of(fault, shown), says(fault))
            for fault in faults
            if at_home(fault, shown)
        ],
        "changed": changed_labels(made) if made else [],
    }
    return render(request, "bank/propose.html", context, status=status)


def changed_labels(made: Proposal) -> list[str]:
    """What was changed, each part of the requirement once."""
    bases = (name if name in LABELS else name.rpartition(".")[0] for name in made.changed)
    known = ("scores" if base.startswith("scores") else base for base in bases)
    return list(dict.fromkeys(say(*LABELS[base]).lower() for base in known if base in LABELS))


def reason_missing(made: Proposal | None, reason: str) -> str:
    if made is None or reason:
        return ""
    return say(
        "Skriv varför. Den som tar emot förslaget läser skälet först.",
        "Say why. Whoever receives the proposal reads the reason first.",
    )


def says(fault: LibraryFault) -> str:
    """The sentence of a fault; fields by the labels of the form, never by their names in the file."""
    told = keyed(fault.key, fault.facts) if fault.key else fault.says
    told = told.replace("till why", f"till ”{LABELS['why'][0]}”").replace(
        "to why", f"to “{LABELS['why'][1]}”"
    )
    return IN_FILE.sub(lambda found: f"”{_spoken(found[1] or found[3], found[2] or found[4] or '')}”", told)


def _spoken(name: str, code: str) -> str:
    label = say(*LABELS[name])
    languages = {"sv": say("svenska", "Swedish"), "en": say("engelska", "English")}
    return f"{label} ({languages[code]})" if code else label


def place(fault: LibraryFault, shown: Mapping[str, str]) -> str:
    """The box of a fault: its own, else the Swedish one under it, else the nearest above."""
    where = fault.where
    while where:
        for name in (where, f"{where}.sv", f"{where}.requires", f"{where}.0.share", f"{where}.title"):
            if name in shown:
                return name
        if where.startswith("scores.") and where.endswith(".text.sv"):
            where = where.replace(".text.", ".")
            continue
        where = where.rpartition(".")[0]
    return ""


def at_home(fault: LibraryFault, shown: Mapping[str, str]) -> bool:
    return bool(place(fault, shown))


def label_of(fault: LibraryFault, shown: Mapping[str, str]) -> str:
    name = place(fault, shown)
    base, _, last = name.rpartition(".")
    if base.startswith("scores"):
        return say(*LABELS["scores"])
    label = say(*LABELS[name if name in LABELS else base])
    return (
        f"{label} ({say('svenska', 'Swedish') if last == 'sv' else say('engelska', 'English')})"
        if last in ("sv", "en")
        else label
    )


LABELS: dict[str, tuple[str, str]] = {
    "name": ("Namn", "Name"),
    "text": ("Kravtext", "Requirement text"),
    "why": ("Varför", "Why"),
    "proof": ("Bevis", "Proof"),
    "clause.text": ("Avtalsvillkor", "Contract clause"),
    "clause.consequence": ("Om löftet bryts", "If the promise is broken"),
    "follow_up.record": ("Underlag för uppföljningen", "Record for the follow-up"),
    "follow_up.each": ("Hur ofta", "How often"),
    "deduction_logic": ("Så sätts avdraget", "How the deduction is set"),
    "market.because": ("Över marknadens nivå, skäl", "Above the market, why"),
    "risks.competition": ("Risk: konkurrens", "Risk: competition"),
    "risks.small_firms": ("Risk: små företag", "Risk: small firms"),
    "risks.cost": ("Risk: kostnad", "Risk: cost"),
    "kind": ("Kravtyp", "Kind"),
    "level": ("Nivå", "Level"),
    "goal": ("Mål", "Goal"),
    "strategy": ("Strategi", "Strategy"),
    "r_step": ("R-steg", "R-step"),
    "measured_by": ("Mäts med", "Measured by"),
    "cpv": ("CPV-koder", "CPV codes"),
    "scores": ("Nivåer att poängsätta", "Levels to score"),
    "source.title": ("Källans titel", "Title of the source"),
    "source.publisher": ("Utgivare", "Publisher"),
    "source.year": ("År", "Year"),
    "source.link": ("Länk hos utgivaren", "Link at the publisher"),
    "source.certainty": ("Hur säkert", "How sure"),
    "relations.requires": ("Kräver också", "Also requires"),
    "relations.replaces": ("Ersätter", "Replaces"),
    "relations.conflicts": ("Går inte ihop med", "Does not go with"),
    "relations.combines": ("Kan stå ihop med", "May stand with"),
}


_NAMES = sorted(LABELS, key=len, reverse=True)
_TELLING = [
    name for name in _NAMES if "." in name or "_" in name or name == "scores"
]  # no words of the language
IN_FILE = re.compile(
    rf"(?<![\w./”“])(?:({'|'.join(map(re.escape, _TELLING))})(?:\.(sv|en))?|({'|'.join(_NAMES)})\.(sv|en))(?!\.?\w)"
)


# The form in the order a reader meets the requirement: title, then boxes. A box with rows holds text in both
# languages, at least so many lines high (0: one line); one without is filled once.
FORM: tuple[tuple[tuple[str, str], tuple[tuple[str, int | None], ...]], ...] = (
    (("Kravet", "The requirement"), (("name", 0), ("text", 7), ("why", 3), ("proof", 3))),
    (
        ("Avtalet", "The contract"),
        (("clause.text", 4), ("clause.consequence", 4), ("follow_up.record", 2), ("follow_up.each", None)),
    ),
    (("Nivåer", "Levels"), (("scores", None),)),
    (("Avdrag", "Deduction"), (("deduction_logic", 3),)),
    (
        ("Plats i banken", "Place in the bank"),
        tuple((name, None) for name in ("kind", "level", "goal", "strategy", "r_step", "measured_by", "cpv")),
    ),
    (
        ("Risker och marknad", "Risks and market"),
        (("risks.competition", 3), ("risks.small_firms", 3), ("risks.cost", 3), ("market.because", 3)),
    ),
    (
        ("Ihop med andra krav", "With other requirements"),
        tuple((f"relations.{name}", None) for name in ("requires", "replaces", "conflicts", "combines")),
    ),
    (
        ("Källa", "Source"),
        tuple((f"source.{name}", None) for name in ("title", "publisher", "year", "link", "certainty")),
    ),
)
IF_SCORED = ("scores", "deduction_logic")


def sections(
    one: Criterion, shown: Mapping[str, str], faults: Iterable[LibraryFault], lib: Library
) -> list[Section]:
    """FORM, filled. Levels and deduction stand only in a requirement that is scored, or that the form makes so."""
    told: dict[str, list[str]] = {}
    for fault in faults:
        told.setdefault(place(fault, shown), []).append(says(fault))
    scored, options = one.scored or shown["kind"] == "award", _options(lib)
    made = []
    for title, boxes in FORM:
        if boxes[0][0] in IF_SCORED and not scored:
            continue
        if boxes[0][0] == "scores":
            made.append(Section(say(*LABELS["scores"]), _levels(shown, told), thirds=True))
            continue
        fields: list[Field] = []
        for name, rows in boxes:
            fields += [_once(name, shown, told, options)] if rows is None else _both(name, rows, shown, told)
        made.append(Section(say(*title), fields))
    return made


def _box(
    name: str, label: str, shown: Mapping[str, str], told: Mapping[str, list[str]], **more: Any
) -> Field:
    return Field(name, label, shown[name], told.get(name, []), **more)


def _both(name: str, rows: int, shown: Mapping[str, str], told: Mapping[str, list[str]]) -> list[Field]:
    return [
        _box(
            f"{name}.{code}",
            f"{say(*LABELS[name])}, {say(sv, en)}",
            shown,
            told,
            rows=max(rows, len(shown[f"{name}.{code}"]) // ACROSS + 2) if rows else 0,
            lang=code,
        )
        for code, sv, en in (("sv", "svenska", "Swedish"), ("en", "engelska", "English"))
    ]


def _once(
    name: str, shown: Mapping[str, str], told: Mapping[str, list[str]], options: Mapping[str, Options]
) -> Field:
    if name == "cpv":
        help = say("Två till åtta siffror, komma emellan.", "Two to eight digits, commas between.")
    elif name.startswith("relations."):
        help = say("Kravens id, komma emellan.", "Ids of requirements, commas between.")
    else:
        help = ""
    return _box(name, say(*LABELS[name]), shown, told, choices=options.get(name, ()), help=help)


def _options(lib: Library) -> dict[str, Options]:
    """What may be chosen, by the box's name."""
    to = language()
    measures = [(id, each.name.within(to)) for id, each in lib.indicators.items() if each.use == "follow_up"]
    strategies = [each for goal in lib.goals for each in goal.strategies]
    return {
        "kind": tuple(choices("kind")),
        "level": tuple((each.value, lib.names.of("level", each.value, to)) for each in Level),
        "goal": tuple((goal.id, f"{goal.id} {goal.short.within(to)}") for goal in lib.goals),
        "strategy": tuple((each.id, f"{each.id} {each.name.within(to)}") for each in strategies),
        "r_step": tuple((code, f"{code} {name}") for code, name in choices("r_step")),
        "measured_by": tuple(sorted(measures, key=lambda pair: pair[1].casefold())),
        "follow_up.each": (("", say("ingen uppföljning", "no follow-up")), *choices("each")),
        "source.certainty": tuple(choices("certainty")),
    }


def _levels(shown: Mapping[str, str], told: Mapping[str, list[str]]) -> list[Field]:
    parts = (
        ("sv", "svenska", "Swedish"),
        ("en", "engelska", "English"),
        ("share", "del av fullt värde, procent", "part of full worth, per cent"),
    )
    return [
        _box(
            f"scores.{at}.{part}",
            f"{say('Nivå', 'Level')} {at + 1}, {say(sv, en)}",
            shown,
            told,
            lang=part if part != "share" else "",
        )
        for at in range(LEVELS)
        for part, sv, en in parts
    ]
