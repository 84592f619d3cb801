"""The organisation whose store is looked at, and the fields of a thing."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest

from omlopp.domain.process.stock_list import Line
from omlopp.flows.stock_search import group_of
from omlopp.library.codelists import cpv_name
from omlopp.library.load import library
from omlopp.library.stock import columns, conditions
from omlopp.web.forms import SwedishDecimal
from omlopp.web.pages import signed_in
from omlopp.web.records.access import may, may_in, require_in
from omlopp.web.records.models import Organisation, ProcurementRecord, StockItem
from omlopp.web.words import language, say


def ours(request: HttpRequest, organisation: int, right: str = "read") -> tuple[Organisation, User]:
    """The organisation, if this person has a role in it (else 404, so that its existence is not told)."""
    user = signed_in(request)
    row = Organisation.objects.filter(pk=organisation).first()
    if row is None or not may_in(user, "read", row):
        raise Http404
    require_in(user, right, row)
    return row, user


def come_from(request: HttpRequest, organisation: Organisation, user: User) -> ProcurementRecord | None:
    """The procurement of the organisation whose need led here (?upphandling=), if this person may read it."""
    said = request.GET.get("upphandling", "")
    if not (said.isascii() and said.isdigit() and len(said) < 18):
        return None
    row = ProcurementRecord.objects.filter(pk=int(said), organisation=organisation).first()
    return row if row is not None and may(user, "read", row) else None


class ItemForm(forms.Form):
    """A thing by hand. Labels and helps are those of the list's columns."""

    name = forms.CharField(max_length=300)
    pieces = forms.IntegerField(min_value=0, max_value=1_000_000)
    condition = forms.ChoiceField(required=False)
    place = forms.CharField(max_length=300, required=False)
    number = forms.CharField(max_length=80, required=False)
    bought_year = forms.IntegerField(min_value=1900, max_value=2100, required=False)
    mass_kg_each = SwedishDecimal(required=False)
    free_from = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    cpv = forms.CharField(max_length=12, required=False)
    group = forms.ChoiceField(required=False)
    unit = forms.ChoiceField(required=False)
    note = forms.CharField(max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = language()
        for name, field in self.fields.items():
            field.label = columns()[name].name.within(to)
            if name not in ("condition", "group", "unit"):
                field.help_text = columns()[name].help.within(to)
        empty = [("", say("okänt", "unknown"))]
        chosen: dict[str, list[tuple[str, str]]] = {
            "condition": [*empty, *((id, one.name.within(to)) for id, one in conditions().items())],
            "group": [
                ("", say("väljs efter namnet", "chosen by the name")),
                *((id, one.name.within(to)) for id, one in library().groups.items()),
            ],
            "unit": [("", "–"), *((unit.name, unit.name) for unit in organisation.units.all())],
        }
        for name, options in chosen.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def clean_cpv(self) -> str:
        code: str = self.cleaned_data["cpv"].split("-")[0].strip()
        if code and not cpv_name(code, "sv"):
            raise forms.ValidationError(
                say(
                    f"Okänd CPV-kod: {code}. Skriv åtta siffror.",
                    f"Unknown CPV code: {code}. Write eight digits.",
                )
            )
        return code

    def clean_mass_kg_each(self) -> Decimal | None:
        mass: Decimal | None = self.cleaned_data["mass_kg_each"]
        if mass is not None and not 0 < mass < 1_000_000:
            raise forms.ValidationError(
                say("Skriv vikten i kg, mer än noll.", "Write the mass in kg, more than zero.")
            )
        return mass.quantize(Decimal("0.001")) if mass is not None else None

    def clean_free_from(self) -> date | None:
        day: date | None = self.cleaned_data["free_from"]
        if day is not None and not 1900 <= day.year <= 2200:
            raise forms.ValidationError(say("Kontrollera årtalet.", "Check the year."))
        return day

    @property
    def line(self) -> Line:
        said = dict(self.cleaned_data)
        said["group"] = said["group"] or group_of(said["name"], said["cpv"])
        return Line(**said)


def typed(row: StockItem) -> dict[str, Any]:
    """A kept thing as its form would have been typed."""
    names = (
        "name",
        "pieces",
        "condition",
        "place",
        "number",
        "bought_year",
        "free_from",
        "cpv",
        "group",
        "note",
    )
    mass = row.mass_kg_each
    return {
        **{name: getattr(row, name) for name in names},
        "mass_kg_each": f"{mass.normalize():f}".replace(".", ",") if mass is not None else "",
        "unit": row.unit.name if row.unit else "",
    }
