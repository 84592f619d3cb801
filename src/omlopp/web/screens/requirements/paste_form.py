"""The form for an official criterion: what was copied, where it was read, and how it is bound and followed up."""

from typing import Any
from urllib.parse import urlsplit

from django import forms

from omlopp.domain.criteria.paste import KRAV_ID, Paste
from omlopp.domain.model.criteria import CriterionKind, Level, ScoreLevel
from omlopp.domain.model.text import Certainty, Source, Text
from omlopp.library.load import library
from omlopp.web.forms import SwedishDecimal, choices
from omlopp.web.pages import Place, lazy_say
from omlopp.web.records import convert
from omlopp.web.words import language, say

PUBLISHER, HOST = "Upphandlingsmyndigheten", "upphandlingsmyndigheten.se"
SCALE = 5  # levels that can be typed


def box(sv: str, en: str, rows: int = 0, help: tuple[str, str] | None = None, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    if help:
        more["help_text"] = lazy_say(*help)
    return forms.CharField(label=lazy_say(sv, en), widget=widget, max_length=more.pop("most", 8000), **more)


class PasteForm(forms.Form):
    krav_id = box(
        "Krav-ID",
        "Krav-ID",
        help=("Talet vid kriteriet, till exempel 11502.", "The number at the criterion, for example 11502."),
        most=12,
    )
    name = box("Kriteriets rubrik", "Heading of the criterion", most=300)
    text = box(
        "Kravtext",
        "Requirement text",
        6,
        ("Klistra in texten som den står hos myndigheten.", "Paste the text as it stands at the agency."),
    )
    text_en = box(
        "Er egen översättning till engelska", "Your own translation into English", 3, required=False
    )
    source_title = box("Sidans rubrik", "Title of the page", most=300)
    source_link = box("Sidans adress", "Address of the page", required=False, most=600)
    source_year = forms.IntegerField(
        label=lazy_say("År", "Year"), min_value=2000, max_value=2100, required=False
    )
    kind = forms.ChoiceField(label=lazy_say("Kravtyp", "Kind"))
    level = forms.ChoiceField(label=lazy_say("Nivå", "Level"))
    proof = box(
        "Bevis",
        "Proof",
        3,
        ("Myndighetens förslag till bevis, eller ert eget.", "The agency's proposed proof, or your own."),
    )
    strategy = forms.ChoiceField(label=lazy_say("Mål och strategi", "Goal and strategy"))
    measured_by = forms.ChoiceField(label=lazy_say("Mäts med", "Measured by"))
    clause = box(
        "Avtalsvillkor",
        "Contract clause",
        4,
        (
            "Leverantören ska … Krävs för tilldelningskriterier och kontraktsvillkor.",
            "The supplier shall … Needed for award criteria and contract conditions.",
        ),
        required=False,
    )
    consequence = box("Om löftet bryts", "If the promise is broken", 3, required=False)
    record = box("Underlag för uppföljningen", "Record for the follow-up", 2, required=False)
    each = forms.ChoiceField(label=lazy_say("Hur ofta", "How often"))
    owner = box(
        "Vem följer upp under avtalet?",
        "Who follows up during the contract?",
        help=("En roll eller enhet, inte en person.", "A role or unit, not a person."),
        required=False,
        most=200,
    )
    lot = forms.ChoiceField(label=lazy_say("Gäller", "For"), required=False)

    def __init__(self, here: Place, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = language()
        lib = convert.library_of(here.row)
        offered: dict[str, list[tuple[str, str]]] = {
            "kind": choices("kind"),
            "level": choices("level"),
            "each": choices("each"),
            "strategy": [
                ("", say("Välj …", "Choose …")),
                *(
                    (one.id, f"{one.id} {one.name.within(to)}")
                    for goal in lib.goals
                    for one in goal.strategies
                ),
            ],
            "measured_by": [
                ("", say("Välj …", "Choose …")),
                *sorted(
                    (
                        (id, f"{one.name.within(to)} ({', '.join(one.goals)})")
                        for id, one in lib.indicators.items()
                        if one.use == "follow_up"
                    ),
                    key=lambda pair: pair[1].casefold(),
                ),
            ],
            "lot": [
                ("", say("Alla delar", "All lots")),
                *((lot.id, f"{lot.id} {lot.title}") for lot in here.value.lots),
            ],
        }
        for name, pairs in offered.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
        for at in range(1, SCALE + 1):
            self.fields[f"level_{at}"] = box(f"Nivå {at}", f"Level {at}", required=False, most=300)
            self.fields[f"share_{at}"] = SwedishDecimal(
                required=False, label=lazy_say("Del av fullt värde, procent", "Part of full worth, per cent")
            )

    def scale(self) -> list[tuple[Any, Any]]:
        return [(self[f"level_{at}"], self[f"share_{at}"]) for at in range(1, SCALE + 1)]

    def clean_krav_id(self) -> str:
        krav_id = str(self.cleaned_data["krav_id"]).strip()
        if not (krav_id.isascii() and KRAV_ID.fullmatch(krav_id)):
            raise forms.ValidationError(
                say("Krav-ID är ett tal, till exempel 11502.", "A Krav-ID is a number, for example 11502.")
            )
        return krav_id

    def clean_source_link(self) -> str:
        link = str(self.cleaned_data["source_link"]).strip()
        host = urlsplit(link).hostname or "" if link.startswith("https://") else ""
        if link and host != HOST and not host.endswith(f".{HOST}"):
            raise forms.ValidationError(
                say(
                    f"Länka till {HOST}. Ligger texten någon annanstans: lämna fältet tomt.",
                    f"Link to {HOST}. If the text lies elsewhere: leave the field empty.",
                )
            )
        return link

    def clean(self) -> dict[str, Any]:
        """What the kind of requirement needs besides."""
        given: dict[str, Any] = super().clean() or {}
        promise = given.get("kind") in ("award", "performance")
        if promise or given.get("clause"):
            for name in ("clause", "consequence", "record"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(
                        name,
                        say(
                            "Fyll i: utan villkor, påföljd och underlag går löftet inte att följa upp.",
                            "Fill in: without clause, consequence and record the promise cannot be followed up.",
                        ),
                    )
        goal, card = (
            (given.get("strategy") or "")[:1],
            library().indicators.get(given.get("measured_by") or ""),
        )
        if goal and card and goal not in card.goals:
            self.add_error(
                "measured_by",
                say(
                    f"Indikatorn mäter inte målet {goal}. Välj en som har {goal} inom parentes.",
                    f"The indicator does not measure goal {goal}. Choose one with {goal} in brackets.",
                ),
            )
        levels = self.levels(given)
        shares = [level.share for level in levels]
        if given.get("kind") == "award" and (
            len(levels) < 2 or shares != sorted(set(shares)) or shares[0] < 0 or shares[-1] != 1
        ):
            self.add_error(
                "level_1",
                say(
                    "Ange minst två nivåer i stigande ordning. Den högsta är 100 procent.",
                    "State at least two levels in rising order. The highest is 100 per cent.",
                ),
            )
        return given

    def levels(self, given: dict[str, Any]) -> tuple[ScoreLevel, ...]:
        return tuple(
            ScoreLevel(f"level_{at}", Text(text, text), share / 100)
            for at in range(1, SCALE + 1)
            if (text := (given.get(f"level_{at}") or "").strip())
            and (share := given.get(f"share_{at}")) is not None
        )

    def paste(self) -> Paste:
        given = self.cleaned_data
        title, link = given["source_title"].strip(), given["source_link"]
        source = Source(title, PUBLISHER, given["source_year"], link, Certainty.READ)
        named = {name: given[name] for name in ("name", "text", "proof", "clause", "consequence", "record")}
        return Paste(
            krav_id=given["krav_id"],
            kind=CriterionKind(given["kind"]),
            level=Level(given["level"]),
            strategy=given["strategy"],
            measured_by=given["measured_by"],
            each=given["each"],
            text_en=given["text_en"],
            scores=self.levels(given),
            source=source,
            **named,
        )
