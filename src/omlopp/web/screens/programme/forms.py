"""Forms of a programme: its facts, a line of any kind, an application, help given."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, get_args

from django import forms

from omlopp.domain.programme.model import HelpKind, ProgrammeKind
from omlopp.library.codelists import nuts_name
from omlopp.library.dialogue import nuts_counties
from omlopp.library.load import library
from omlopp.library.programme import cost_types, principles, settings, strategies
from omlopp.web.forms import DayField, SwedishDecimal, choices, written
from omlopp.web.pages import lazy_say
from omlopp.web.records.actions.programme import Facts
from omlopp.web.records.models import Organisation, ProgrammeRecord
from omlopp.web.records.programme_lines import KINDS, NAMES
from omlopp.web.words import language, say

HELP: Mapping[tuple[str, str], tuple[str, str]] = {
    ("goal", "text"): ("Till exempel: minst tio skarpa upphandlingar prövar modellen.",
                       "For example: at least ten live procurements try the model."),
    ("goal", "unit"): ("Vad som räknas: upphandlingar, personer, ton …",
                       "What is counted: procurements, people, tonnes …"),
    ("goal", "reached"): ("Bara för mål som skrivs in för hand. Övriga räknas ur piloterna.",
                          "Only for goals entered by hand. The others are counted from the pilots."),
    ("activity", "ends_on"): ("Samma dag som den börjar: en milstolpe.", "The same day as it begins: a milestone."),
    ("activity", "who"): ("Funktion eller användarnamn.", "Office or user name."),
    ("risk", "who"): ("Funktion eller användarnamn.", "Office or user name."),
    ("decision", "by"): ("Organ eller funktion, inte en persons namn.", "A body or office, not a person's name."),
    ("decision", "basis"): ("Ett underlag per rad.", "One paper a line."),
    ("decision", "extract_to"): ("En mottagare per rad.", "One recipient a line."),
    ("decision", "delegation"): ("Punkten i delegationsordningen, om beslutet är delegerat.",
                                 "The point of the delegation order, if the decision is delegated."),
    ("spent", "amount_sek"): ("Kronor. Minus för en rättelse.", "SEK. Minus for a correction."),
    ("spent", "flat"): ("Räknad med schablon, utan verifikation.", "Reckoned by a flat rate, without a voucher."),
    ("cofunding", "number"): ("Diarienummer på medfinansieringsintyget.", "Registration number of the certificate."),
}  # fmt: skip


class FactsOfProgramme(forms.Form):
    """`organisations`: those the person leads programmes in; asked only for a new one."""

    title = forms.CharField(max_length=300, label=lazy_say("Programmets namn", "Name of the programme"))
    kind = forms.ChoiceField(label=lazy_say("Sort", "Kind"))
    diary_number = forms.CharField(
        max_length=80, required=False, label=lazy_say("Diarienummer", "Registration number")
    )
    starts_on = DayField(label=lazy_say("Börjar", "Begins"))
    ends_on = DayField(label=lazy_say("Slutar", "Ends"))
    about = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}),
        label=lazy_say("Vad programmet ska göra", "What the programme is to do"),
    )  # fmt: skip
    deliverables = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}), label=lazy_say("Leveranser", "Deliverables"),
        help_text=lazy_say("En per rad.", "One a line."),
    )  # fmt: skip
    state_aid = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}),
        label=lazy_say("Statligt stöd: bedömning", "State aid: assessment"),
        help_text=lazy_say("Får något företag en fördel? Skriv vem som har bedömt det och när.",
                           "Does any firm gain? Write who has judged it and when."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Sequence[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _named("programme_kind", get_args(ProgrammeKind))  # type: ignore[attr-defined]
        self.organisations = {str(one.pk): one for one in organisations}
        if organisations:
            which = forms.ChoiceField(
                label=say("Organisation", "Organisation"),
                choices=[(key, one.name) for key, one in self.organisations.items()],
            )
            exercise = forms.BooleanField(
                required=False, label=say("Övning", "Exercise"),
                help_text=say("Allt i programmet är påhittat. Går inte att ändra sedan.",
                              "Everything in the programme is invented. Cannot be changed later."),
            )  # fmt: skip
            self.fields = {"organisation": which, **self.fields, "exercise": exercise}
        for one in principles().values():
            self.fields[f"principle-{one.id}"] = forms.CharField(
                required=False, widget=forms.Textarea(attrs={"rows": 2}), label=one.name.within(language()),
                help_text=one.asks.within(language()), max_length=settings().most_words,
            )  # fmt: skip
        for name in ("about", "state_aid", "deliverables"):
            self.fields[name].max_length = settings().most_words  # type: ignore[attr-defined]

    @property
    def facts(self) -> Facts:
        data = self.cleaned_data
        return Facts(
            data["title"], data["kind"], data["starts_on"], data["ends_on"], data["diary_number"], data["about"],
            lines_of(data["deliverables"]), data["state_aid"],
            {id: data[f"principle-{id}"] for id in principles()},
        )  # fmt: skip

    @property
    def chosen(self) -> Organisation:
        return self.organisations[self.cleaned_data["organisation"]]


def of_programme(row: ProgrammeRecord) -> dict[str, Any]:
    """A programme as its form would have been typed."""
    typed = {name: getattr(row, name) for name in ("title", "kind", "diary_number", "starts_on", "ends_on", "about",
                                                   "state_aid")}  # fmt: skip
    return typed | {"deliverables": "\n".join(row.deliverables)} | {
        f"principle-{id}": text for id, text in row.horizontal.items()
    }  # fmt: skip


class LineForm(forms.Form):
    """A line of `kind`: its fields as programme_lines says. What the action refuses is shown above it."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, shape in KINDS[kind].fields.items():
            sv, en = NAMES[name]
            said: dict[str, Any] = {
                "label": say(sv[0].upper() + sv[1:], en[0].upper() + en[1:]),
                "required": name in KINDS[kind].needed,
                "help_text": say(*HELP[kind, name]) if (kind, name) in HELP else "",
            }
            self.fields[name] = _field(shape, name, said)

    @property
    def typed(self) -> dict[str, Any]:
        """As write_line takes it."""
        shapes = KINDS[self.kind].fields
        return {
            name: lines_of(value) if shapes[name] == "list" and name != "serves" else value
            for name, value in self.cleaned_data.items()
        }


def _field(shape: str, name: str, said: dict[str, Any]) -> forms.Field:
    match shape:
        case "long":
            return forms.CharField(
                widget=forms.Textarea(attrs={"rows": 3}), max_length=settings().most_words, **said
            )
        case "day":
            return DayField(**said)
        case "money":
            return SwedishDecimal(**said)
        case "whole":
            top = 5 if name in ("likelihood", "effect") else 999
            return forms.IntegerField(
                min_value=1, max_value=top, widget=forms.NumberInput(attrs={"class": "short"}), **said
            )
        case "yes":
            return forms.BooleanField(**said | {"required": False})
        case "list" if name == "serves":
            asked = [(one.id, one.name.within(language())) for one in strategies().values()]
            return forms.MultipleChoiceField(choices=asked, widget=forms.CheckboxSelectMultiple, **said)
        case "list":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **said)
        case "cost_type":
            return forms.ChoiceField(
                choices=[(id, each.within(language())) for id, each in cost_types().items()], **said
            )
        case "counted" | "funder" | "decision_kind":
            return forms.ChoiceField(choices=choices(shape), **said)
    return forms.CharField(max_length=300, **said)


def of_line(kind: str, row: Any) -> dict[str, Any]:
    """A line as its form would have been typed."""
    found = {}
    for name, shape in KINDS[kind].fields.items():
        value = getattr(row, name)
        if shape == "money":
            value = written(
                value.normalize() if value is not None and value != value.to_integral_value() else value
            )
        elif shape == "list" and name != "serves":
            value = "\n".join(value)
        found[name] = value
    return found


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in str(text).splitlines() if one.strip())


class ApplicationForm(forms.Form):
    """A buyer that wants to take part: entered by the lead, or sent in on the open page."""

    buyer_name = forms.CharField(max_length=300, label=lazy_say("Köpare", "Buyer"))
    county = forms.ChoiceField(required=False, label=lazy_say("Län", "County"))
    contact = forms.EmailField(
        required=False, max_length=254, label=lazy_say("Funktionsbrevlåda", "Shared mailbox"),
        help_text=lazy_say("En gemensam adress, inte en persons.", "A shared address, not a person's."),
    )  # fmt: skip
    why = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}),
        label=lazy_say("Vad vill ni köpa mer cirkulärt, och varför nu?",
                       "What do you want to buy more circularly, and why now?"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(nuts, nuts_name(nuts)) for nuts in nuts_counties().values()]
        self.fields["county"].choices = [("", say("inte angivet", "not stated")), *asked]  # type: ignore[attr-defined]
        self.fields["why"].max_length = settings().most_words  # type: ignore[attr-defined]


class HelpForm(forms.Form):
    """Help that was given. `answering`: a question that waits gets its answer."""

    kind = forms.ChoiceField(label=lazy_say("Sort av stöd", "Kind of help"))
    asked = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), label=lazy_say("Vad frågan var", "What was asked")
    )  # fmt: skip
    answered = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label=lazy_say("Svar eller råd", "Answer or advice")
    )  # fmt: skip
    instrument = forms.ChoiceField(
        required=False, label=lazy_say("Instrument ur banken", "Instrument of the bank")
    )
    hours = SwedishDecimal(
        required=False, label=lazy_say("Timmar", "Hours"), widget=forms.TextInput(attrs={"class": "short"}),
        help_text=lazy_say("Till exempel 1,5.", "For example 1.5."),
    )  # fmt: skip

    def __init__(self, *args: Any, answering: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _named("help_kind", get_args(HelpKind))  # type: ignore[attr-defined]
        cards = sorted(library().instruments.values(), key=lambda one: one.name.within(language()))
        self.fields["instrument"].choices = [  # type: ignore[attr-defined]
            ("", say("inget", "none")), *((one.id, one.name.within(language())) for one in cards)
        ]  # fmt: skip
        if answering:
            del self.fields["kind"], self.fields["asked"]
            self.fields["answered"].required = True

    def clean_hours(self) -> Decimal:
        return self.cleaned_data["hours"] or Decimal(0)


def _named(table: str, codes: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, library().names.of(table, code, language())) for code in codes]
