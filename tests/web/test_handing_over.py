"""Handing over, as a project lead does it: enter whom, log what went in its version, enter what came back."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from docx import Document as open_word

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publications.handed import rows
from omlopp.web.publishing import gather
from omlopp.web.records.actions import handing_over as act
from omlopp.web.records.actions.handing_over import To
from omlopp.web.records.handing_over import dispatched
from omlopp.web.records.models import Addressee, Dispatch
from tests.web.building import DAY, Workspace
from tests.web.parts.handing_over import SENT, edition, registry, sent
from tests.web.parts.organisation import ours

pytestmark = pytest.mark.django_db


def buyer(workspace: Workspace) -> Any:
    return workspace.user("buyer")


def test_from_a_brief_that_was_built_to_a_reply_that_is_told_in_the_report(visit: Any, workspace: Workspace):
    client = visit("buyer")
    page = client.get(reverse("addressees")).content.decode()
    assert "Upphandlingsmyndigheten" in page  # a brief without an addressee is pointed out
    made = client.post(f"{reverse('addressee-new')}?slag=uhm", {
        "name": "Upphandlingsmyndigheten", "office": "Registrator", "kind": "uhm", "address": "Gatan 1\n100 00 Orten",
    })  # fmt: skip
    row = Addressee.objects.get(name="Upphandlingsmyndigheten")
    assert made.url == reverse("addressee", args=[row.pk])
    form = client.get(reverse("dispatch-new", args=[row.pk])).content.decode()
    assert "underlag-upphandlingsmyndigheten.pdf" in form
    logged = client.post(reverse("dispatch-new", args=[row.pk]), {
        "file": "policy_uhm/sv/underlag-upphandlingsmyndigheten.pdf", "sent_on": DAY.isoformat(), "channel": "email",
        "diary_number": "RUN/7/2026",
    })  # fmt: skip
    one = Dispatch.objects.get(addressee=row)
    assert logged.url == reverse("dispatch", args=[one.pk])
    letter = client.get(reverse("dispatch-letter", args=[one.pk]))
    told = "\n".join(
        each.text for each in open_word(io.BytesIO(letter.content)).element.body.iter("{*}t") if each.text
    )
    assert one.sha256 in told
    assert "RUN/7/2026" in told
    assert "100 00 Orten" in told
    client.post(reverse("dispatch", args=[one.pk]), {
        "replied_on": (DAY + timedelta(days=9)).isoformat(), "reply": "Vi tar in det i vägledningen.",
        "led_to": "Ändrad vägledning.", "their_number": "UHM 2026-1", "edition": one.edition,
    })  # fmt: skip
    [kept] = [each for each in rows(gather(DAY)) if each["id"] == str(one.pk)] or [
        each for each in dispatched() if each["id"] == str(one.pk)
    ]
    assert (kept["reply"], kept["led_to"]) == ("Vi tar in det i vägledningen.", "Ändrad vägledning.")


def test_the_same_version_is_logged_once_a_day(workspace: Workspace):
    with pytest.raises(act.SentAlready):
        act.log_dispatch(by=buyer(workspace), addressee=registry(), version=SENT, on=DAY, channel="post")


def test_nothing_is_sent_before_it_was_built_or_answered_before_it_was_sent(workspace: Workspace):
    with pytest.raises(act.HandingField):
        act.log_dispatch(
            by=buyer(workspace),
            addressee=registry(),
            version=SENT,
            on=DAY - timedelta(days=1),
            channel="post",
        )
    with pytest.raises(act.HandingField):
        act.record_reply(
            by=buyer(workspace),
            dispatch=sent(),
            on=DAY - timedelta(days=1),
            reply="Tack.",
            edition=edition(sent()),
        )


@pytest.mark.parametrize(
    ("to", "refusal"),
    [
        (To(""), act.HandingField),
        (To("x" * 301), act.HandingField),
        (To("Ny", email="ingen adress"), act.HandingField),
        (To("Ny", kind="påhittad"), act.HandingField),
        (To("provmyndigheten", "REGISTRATOR"), act.AddresseeKnown),
    ],
)
def test_what_cannot_be_an_addressee_is_refused(workspace: Workspace, to: To, refusal: type[OmloppError]):
    with pytest.raises(refusal):
        act.enter_addressee(by=buyer(workspace), organisation=ours(), to=to)


def test_an_older_page_does_not_overwrite_what_somebody_saved(workspace: Workspace):
    act.change_addressee(
        by=buyer(workspace),
        addressee=registry(),
        to=To("Provmyndigheten", "Diariet"),
        edition=edition(registry()),
    )
    with pytest.raises(act.HandingStale):
        act.change_addressee(by=buyer(workspace), addressee=registry(), to=To("Provmyndigheten"), edition=1)


def test_what_was_taken_back_counts_no_more_and_stays_to_be_read(visit: Any, workspace: Workspace):
    one = sent()
    act.take_back_dispatch(by=buyer(workspace), dispatch=one, why="Fel mottagare.")
    assert dispatched() == ()
    assert "Fel mottagare." in visit("buyer").get(reverse("dispatch", args=[one.pk])).content.decode()


def test_a_bad_form_keeps_what_was_typed(visit: Any, workspace: Workspace):
    page = visit("buyer").post(
        reverse("dispatch", args=[sent().pk]),
        {"replied_on": date(2001, 1, 1).isoformat(), "reply": "Mitt långa svar.", "edition": 1},
    )
    assert page.status_code == 422
    assert "Mitt långa svar." in page.content.decode()


def test_another_organisations_register_is_not_there(visit: Any, workspace: Workspace):
    for name, pk in (("addressee", registry().pk), ("dispatch", sent().pk), ("dispatch-letter", sent().pk)):
        assert visit("outsider").get(reverse(name, args=[pk])).status_code == 404
