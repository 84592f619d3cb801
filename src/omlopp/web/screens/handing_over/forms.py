"""Forms of handing over: an addressee, a dispatch, a reply."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from omlopp.library.policy import addressees
from omlopp.web.forms import DayField, choices
from omlopp.web.pages import lazy_say
from omlopp.web.records.actions.handing_over import CHANNELS, LONGEST, To
from omlopp.web.records.models import Organisation, ProgrammeRecord
from omlopp.web.screens.handing_over.built import Built
from omlopp.web.words import language, say


class OfAddressee(forms.Form):
    """`organisations`: those whose register may be written in; asked for only where there are several."""

    name = forms.CharField(max_length=300, label=lazy_say("Organisation", "Organisation"))
    office = forms.CharField(
        max_length=300, required=False, label=lazy_say("Funktion", "Office"),
        help_text=lazy_say("Till exempel registrator. Inte en persons namn.",
                           "For example the registry. Not a person's name."),
    )  # fmt: skip
    address = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        label=lazy_say("Postadress", "Postal address"),
    )  # fmt: skip
    email = forms.EmailField(
        required=False, max_length=254, label=lazy_say("E-post", "E-mail"),
        help_text=lazy_say("Funktionsbrevlåda.", "A shared mailbox."),
    )  # fmt: skip
    kind = forms.ChoiceField(required=False, label=lazy_say("Får underlaget", "Is sent the brief"))

    def __init__(self, *args: Any, organisations: Sequence[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", say("inget särskilt", "none in particular")),
            *((one.id, one.organisation.within(language())) for one in addressees()),
        ]
        self.organisations = {str(one.pk): one for one in organisations}
        if len(self.organisations) > 1:
            which = forms.ChoiceField(
                label=say("Registret hör till", "The register belongs to"),
                choices=[(key, one.name) for key, one in self.organisations.items()],
            )
            self.fields = {"organisation": which, **self.fields}

    @property
    def chosen(self) -> Organisation:
        """Whose register."""
        asked = self.cleaned_data.get("organisation") or next(iter(self.organisations))
        return self.organisations[asked]

    @property
    def to(self) -> To:
        held = self.cleaned_data
        return To(held["name"], held["office"], held["address"], held["email"], held["kind"])


class OfDispatch(forms.Form):
    file = forms.ChoiceField(label=lazy_say("Vad som skickas", "What is sent"))
    sent_on = DayField(label=lazy_say("Dag", "Day"))
    channel = forms.ChoiceField(label=lazy_say("Sätt", "Way"))
    diary_number = forms.CharField(
        max_length=80, required=False, label=lazy_say("Vårt diarienummer", "Our registration number")
    )
    programme = forms.ChoiceField(
        required=False, label=lazy_say("Hör till programmet", "Belongs to the programme")
    )
    message = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        label=lazy_say("Text i följebrevet", "Text of the cover letter"),
        help_text=lazy_say("Lämna tomt så skriver vi en kort text.", "Leave empty and we write a short text."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, built: Sequence[Built], programmes: Sequence[ProgrammeRecord], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("sent_on", timezone.localdate())
        super().__init__(*args, **kwargs)
        self.built = {one.key: one for one in built}
        self.programmes = {str(one.pk): one for one in programmes}
        self.fields["file"].choices = [(one.key, one.says) for one in built]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [one for one in choices("dispatch_channel") if one[0] in CHANNELS]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [  # type: ignore[attr-defined]
            ("", say("inget", "none")), *((key, one.title) for key, one in self.programmes.items())
        ]  # fmt: skip


class OfReply(forms.Form):
    replied_on = DayField(label=lazy_say("Svarade", "Replied on"))
    their_number = forms.CharField(
        max_length=80, required=False, label=lazy_say("Deras diarienummer", "Their registration number")
    )
    reply = forms.CharField(
        max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        label=lazy_say("Svaret i korthet", "The reply in short"),
    )  # fmt: skip
    led_to = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        label=lazy_say("Vad det ledde till", "What it led to"),
        help_text=lazy_say("Till exempel ett uppdrag, en ändrad vägledning eller ett möte.",
                           "For example an assignment, changed guidance or a meeting."),
    )  # fmt: skip
