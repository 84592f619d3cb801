"""Forms that several screens share: the facts of a procurement, and numbers written the Swedish way."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from omlopp.library.codelists import cpv_name
from omlopp.library.load import library
from omlopp.library.numbers import number
from omlopp.web.pages import lazy_say
from omlopp.web.records.models import Organisation
from omlopp.web.words import language, say


def choices(table: str) -> list[tuple[str, str]]:
    return [(code, text.within(language())) for code, text in library().names.tables[table].items()]


BEYOND, WITHIN = Decimal(10) ** 12, Decimal("0.000001")
"""No amount a person means lies outside; every column of the tables holds what lies inside."""


class SwedishDecimal(forms.CharField):
    """A number written the Swedish way: spaces between thousands, comma before decimals."""

    def clean(self, value: Any) -> Decimal | None:
        text = (
            super().clean(value).replace("\u00a0", "").replace(" ", "").replace(",", ".").removesuffix("kr")
        )
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        shown = str(value).strip()[:40]
        if number.is_nan():
            raise forms.ValidationError(
                say(
                    f"”{shown}” är inte ett tal. Skriv till exempel 1 250 000.",
                    f"“{shown}” is not a number. Write for example 1 250 000.",
                )
            )
        if abs(number) >= BEYOND or 0 < abs(number) < WITHIN:
            raise forms.ValidationError(
                say(
                    f"”{shown}” kan inte vara rätt: talet är för stort eller för litet. Skriv till exempel 1 250 000.",
                    f"“{shown}” cannot be right: the number is too large or too small. Write for example 1 250 000.",
                )
            )
        return number


class DayField(forms.DateField):
    """ÅÅÅÅ-MM-DD, with a calendar where the browser has one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
        super().__init__(
            widget=widget,
            input_formats=["%Y-%m-%d"],
            error_messages={
                "invalid": lazy_say("Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.")
            },
            **kwargs,
        )


def written(value: Decimal | None) -> str:
    """A number as a field shows it, the Swedish way in both languages, so that it reads back the same."""
    return "" if value is None else number(value, language="sv")


class FactsForm(forms.Form):
    """The facts of a procurement. `organisations`: those it may belong to; then it asks which, and takes the buyer's
    name, kind and number from the one chosen where they are left empty. `from_notice`: `initial` is what a notice
    says; where that is another buyer's, an organisation that is chosen takes the other's place.
    """

    title = forms.CharField(max_length=400, label=lazy_say("Vad gäller det?", "What is it about?"))
    buyer_name = forms.CharField(max_length=300, label=lazy_say("Beställare", "Buyer"))
    buyer_kind = forms.ChoiceField(label=lazy_say("Vilken sorts beställare?", "What kind of buyer?"))
    buyer_number = forms.CharField(
        max_length=40, required=False, label=lazy_say("Organisationsnummer", "Organisation number")
    )
    object_kind = forms.ChoiceField(label=lazy_say("Vad köps?", "What is bought?"))
    value_sek = SwedishDecimal(
        required=False,
        label=lazy_say("Beräknat värde, kronor utan moms", "Estimated value, SEK without VAT"),
        help_text=lazy_say(
            "Hela avtalstiden med förlängningar. Vet du inte än: lämna tomt.",
            "The whole term with extensions. Leave empty if not known yet.",
        ),
    )
    cpv = forms.CharField(
        required=False,
        label=lazy_say("CPV-koder", "CPV codes"),
        help_text=lazy_say(
            "Åtta siffror, komma emellan. Till exempel 39130000 (kontorsmöbler).",
            "Eight digits, commas between. For example 39130000 (office furniture).",
        ),
    )

    def __init__(
        self, *args: Any, organisations: Sequence[Organisation] = (), from_notice: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(each.pk): each for each in organisations}
        self.from_notice = from_notice
        if organisations:
            self._ask_which()
        self.fields["buyer_kind"].choices = [("", say("Välj …", "Choose …")), *choices("buyer_kind")]  # type: ignore[attr-defined]
        self.fields["object_kind"].choices = choices("object_kind")  # type: ignore[attr-defined]

    def _ask_which(self) -> None:
        """The question first; an empty form is filled from the person's only organisation."""
        which = forms.ChoiceField(
            required=False,
            label=lazy_say(
                "Vilken organisation hör upphandlingen till?", "Which organisation does it belong to?"
            ),
            help_text=lazy_say(
                "Kollegor med roll i organisationen ser den då. Anbuden ser bara de som får en roll i upphandlingen.",
                "Colleagues with a role in the organisation then see it. Only those given a role in it see the bids.",
            ),
            choices=[
                *((key, each.name) for key, each in self.organisations.items()),
                ("", say("ingen av dem", "none of them")),
            ],
        )
        self.fields = {"organisation": which, **self.fields}
        first = next(iter(self.organisations.values()))
        named = str(self.initial.get("buyer_name") or "").casefold()
        known = {each.name.casefold(): key for key, each in self.organisations.items()}
        self.initial.setdefault("organisation", known.get(named, "") if named else str(first.pk))
        for name in ("buyer_name", "buyer_kind"):
            self.fields[name].required = False
        if len(self.organisations) == 1 and not named:
            self.initial.update(buyer_name=first.name, buyer_kind=first.kind, buyer_number=first.number)
        elif self._of_another():
            self.fields["organisation"].help_text = say(
                "Annonsen är en annan köpares. Väljer du din organisation blir den beställare.",
                "The notice is another buyer's. Choose your organisation, and it becomes the buyer.",
            )
        else:
            self.fields["buyer_name"].help_text = say(
                "Lämna tomt, så tas namn, sort och nummer från organisationen.",
                "Leave empty, and name, kind and number are taken from the organisation.",
            )

    def _of_another(self) -> bool:
        """The notice that the form is filled from is of a buyer that is none of the person's organisations."""
        if not self.from_notice:
            return False
        named = str(self.initial.get("buyer_name") or "").casefold()
        return bool(named) and named not in {each.name.casefold() for each in self.organisations.values()}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.organisations:
            return data
        chosen = data["organisation"] = self.organisations.get(data.get("organisation", ""))
        others = self.initial if chosen and self._of_another() else {}
        for name, of in (("buyer_name", "name"), ("buyer_kind", "kind"), ("buyer_number", "number")):
            if name in data and chosen and (not data[name] or data[name] == others.get(name)):
                data[name] = getattr(chosen, of)
            if name in data and not data[name] and name != "buyer_number":
                self.add_error(name, self.fields[name].error_messages["required"])
        return data

    def clean_value_sek(self) -> Decimal | None:
        value: Decimal | None = self.cleaned_data["value_sek"]
        if value is not None and value < 0:
            raise forms.ValidationError(
                say("Värdet kan inte vara negativt.", "The value cannot be negative.")
            )
        return value

    def clean_cpv(self) -> list[str]:
        codes = [code.strip().split("-")[0] for code in self.cleaned_data["cpv"].replace(";", ",").split(",")]
        codes = [code for code in codes if code]
        unknown = [code for code in codes if not cpv_name(code, "sv")]
        if unknown:
            listed = ", ".join(unknown)
            raise forms.ValidationError(
                say(
                    f"Okänd CPV-kod: {listed}. Skriv åtta siffror utan kontrollsiffra.",
                    f"Unknown CPV code: {listed}. Write eight digits without the check digit.",
                )
            )
        return codes
