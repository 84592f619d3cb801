"""Forms of contracts: what is known of one, and what was left when it ended."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from omlopp.library.codelists import cpv_name
from omlopp.web.forms import DayField, SwedishDecimal, written
from omlopp.web.pages import lazy_say
from omlopp.web.records.models import Contract
from omlopp.web.words import say

ROWS = 6  # rows of what is left, on the page


class ContractForm(forms.Form):
    title = forms.CharField(
        max_length=400, label=lazy_say("Vad gäller avtalet?", "What is the contract about?")
    )
    supplier = forms.CharField(max_length=300, label=lazy_say("Leverantör", "Supplier"))
    supplier_number = forms.CharField(
        max_length=40,
        required=False,
        label=lazy_say("Leverantörens organisationsnummer", "The supplier's number"),
    )
    number = forms.CharField(
        max_length=80, required=False, label=lazy_say("Avtalets nummer", "The contract's number"),
        help_text=lazy_say("Diarienummer eller avtalsnummer hos er.", "Your registration or contract number."),
    )  # fmt: skip
    value_sek = SwedishDecimal(
        required=False, label=lazy_say("Värde, kronor utan moms", "Value, SEK without VAT"),
        help_text=lazy_say("Hela avtalstiden, med optioner.", "The whole term, with options."),
    )  # fmt: skip
    cpv = forms.CharField(
        required=False, label=lazy_say("CPV-koder", "CPV codes"),
        help_text=lazy_say("Åtta siffror, komma emellan.", "Eight digits, commas between."),
    )  # fmt: skip
    starts_on = DayField(required=False, label=lazy_say("Börjar", "Begins"))
    ends_on = DayField(
        required=False, label=lazy_say("Slutar, om det inte förlängs", "Ends, unless extended"),
        help_text=lazy_say("När det är satt flyttas slutet med en ändring.", "Once set, the end is moved by a change."),
    )  # fmt: skip
    option_until = DayField(required=False, label=lazy_say("Kan förlängas till", "Can be extended to"))
    notice_months = forms.IntegerField(
        required=False, min_value=0, max_value=120,
        label=lazy_say("Månader före slutet som en förlängning ska sägas till",
                       "Months before the end that notice of extension is due"),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    options = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        label=lazy_say("Optioner och ändringsklausuler", "Options and change clauses"),
        help_text=lazy_say("Vad avtalet säger att det går att använda.", "What the contract says can be used."),
    )  # fmt: skip
    owner = forms.ChoiceField(required=False, label=lazy_say("Ansvarig", "Responsible"))

    def __init__(self, *args: Any, people: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", say("ingen än", "nobody yet"))
        self.fields["owner"].choices = [nobody, *((name, name) for name in people)]  # type: ignore[attr-defined]

    def clean_cpv(self) -> list[str]:
        codes = [code.strip().split("-")[0] for code in self.cleaned_data["cpv"].replace(";", ",").split(",")]
        codes = [code for code in codes if code]
        unknown = [code for code in codes if not cpv_name(code, "sv")]
        if unknown:
            listed = ", ".join(unknown)[:80]
            raise ValidationError(say(f"Okänd CPV-kod: {listed}.", f"Unknown CPV code: {listed}."))
        return codes

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "owner"}


def of_contract(row: Contract) -> dict[str, Any]:
    """A contract as its form would have been typed."""
    return {
        "title": row.title, "supplier": row.supplier, "supplier_number": row.supplier_number, "number": row.number,
        "value_sek": written(row.value_sek), "cpv": ", ".join(row.cpv), "starts_on": row.starts_on,
        "ends_on": row.ends_on, "option_until": row.option_until, "notice_months": row.notice_months,
        "options": row.options, "owner": row.owner.get_username() if row.owner else "",
    }  # fmt: skip


def of_offer(offer: Mapping[str, Any]) -> dict[str, Any]:
    """What the decision and the answers of the start say, before anybody has written anything."""
    return {
        "title": offer["title"], "supplier": offer["supplier"], "value_sek": written(offer["value_sek"]),
        "cpv": ", ".join(offer["cpv"]), "starts_on": offer["starts_on"], "ends_on": offer["ends_on"],
    }  # fmt: skip


def amount(text: str) -> Decimal | None:
    return SwedishDecimal(required=False).clean(text)


def day_or_none(text: str) -> date | None:
    """Raises ValidationError for what is no day."""
    return None if not text.strip() else DayField(required=False).clean(text.strip())


def left_rows(typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows that say anything. Raises ValidationError."""
    found = []
    for number in range(ROWS):
        row = {
            name: typed.get(f"{name}-{number}", "").strip()
            for name in ("what", "way", "pieces", "mass_kg", "to")
        }
        if any(row[name] for name in ("what", "pieces", "mass_kg", "to")):
            found.append({**row, "pieces": amount(row["pieces"]), "mass_kg": amount(row["mass_kg"])})
    return found
