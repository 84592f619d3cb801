"""Market dialogue: what is put out and answered, what all are told, coming needs, and the register of suppliers."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.process.market import Question
from omlopp.web.records.actions import answers, dialogue, public_needs, suppliers
from omlopp.web.records.models import (
    CriterionChoice,
    Dialogue,
    Organisation,
    ProcurementRecord,
    PublicNeed,
    SharedInformation,
    Supplier,
)
from tests.web.acting import KEEPERS_OF_SUPPLIERS, TALKERS, Row

ADDRESS = "https://exempel.se/oppet/svara/x/"
FIRM = "Övningsverkstaden i Dalen AB"  # invented
ASKED = Question("own-1", "Vad kan ni laga? (övning)")
TYPED = suppliers.Typed("Påhittade Snickeriet AB", "övning", county="23", size="small", cpv=("39130000",))


def ours() -> Organisation:
    return Organisation.objects.get(name="Provkommunen")


def today() -> date:
    return timezone.localdate()


def draft(row: ProcurementRecord) -> Dialogue:
    """The one nobody has seen; kept by nobody where the state has none."""
    return row.dialogues.filter(published_at=None).first() or Dialogue(procurement=row)


def out(row: ProcurementRecord) -> Dialogue:
    return row.dialogues.exclude(published_at=None).first() or Dialogue(procurement=row)


def choice(row: ProcurementRecord) -> CriterionChoice:
    found: CriterionChoice = row.criteria.order_by("pk").first()
    return found


def shared(row: ProcurementRecord) -> SharedInformation:
    """The one that waits; kept by nobody where the state has none."""
    return row.shared.filter(shared_on=None).first() or SharedInformation(procurement=row)


def supplier() -> Supplier:
    return ours().suppliers.get(name=FIRM)


def said(row: ProcurementRecord, can: str = "now") -> dict[str, Any]:
    """A firm's answer to the dialogue of `build`."""
    picked = str(choice(row).pk)
    return {
        "firm": FIRM, "size": "micro", "county": "23", "answers": {"own-1": "Stolar och bord."},
        "criteria": {picked: {"can": can, "note": "Från mars."}},
    }  # fmt: skip


def publish(by: User, talk: Dialogue) -> None:
    dialogue.publish_dialogue(
        by=by,
        dialogue=talk,
        opens_on=None,
        closes_on=today() + timedelta(days=21),
        on=today(),
        address=ADDRESS,
    )


def make(by: User, row: ProcurementRecord, title: str = "Frågor om möbler (övning)") -> Dialogue:
    return dialogue.make_dialogue(
        by=by, procurement=row, kind="rfi", title=title, body="Vi behöver stolar.", questions=[ASKED],
        choices=list(row.criteria.all()[:1]),
    )  # fmt: skip


def build(buyer: User, built: Any) -> None:
    """In each state that is not ended: a draft, questions that are out with one answer, one thing not shared, a need."""
    suppliers.add_supplier(
        by=buyer, organisation=ours(), typed=suppliers.Typed(FIRM, "övning", county="23", size="micro")
    )
    for state in ("begun", "open", "awarded"):
        row = built.row(state)
        make(buyer, row, "Utkast (övning)")
        talk = make(buyer, row)
        publish(buyer, talk)
        if state != "awarded":
            answers.answer_dialogue(
                dialogue=talk, code=answers.receipt_of(talk, "a"), answer=said(row), on=today()
            )
        answers.note_hearing(
            by=buyer, dialogue=talk, answer=said(row, "later") | {"firm": "Samtalsfirman (övning)"}
        )
        answers.use_market_evidence(by=buyer, choice=choice(row))
        public_needs.note_given(
            by=buyer,
            procurement=row,
            what="Volymen är 40 stolar.",
            given_to=FIRM,
            given_on=today(),
            on=today(),
        )
        public_needs.publish_need(
            by=buyer,
            procurement=row,
            summary_sv="Vi behöver stolar som går att laga.",
            contact="inkop@exempel.se",
        )


ROWS = (
    Row(dialogue.make_dialogue, TALKERS, lambda by, row: make(by, row), "dialogue-made"),
    Row(
        dialogue.change_dialogue, TALKERS,
        lambda by, row: dialogue.change_dialogue(by=by, dialogue=draft(row), title="Annan", questions=[ASKED]),
        "dialogue-changed",
    ),
    Row(
        dialogue.drop_dialogue, TALKERS, lambda by, row: dialogue.drop_dialogue(by=by, dialogue=draft(row)),
        "dialogue-dropped",
    ),
    Row(dialogue.publish_dialogue, TALKERS, lambda by, row: publish(by, draft(row)), "dialogue-published"),
    Row(
        dialogue.close_dialogue, TALKERS, lambda by, row: dialogue.close_dialogue(by=by, dialogue=out(row)),
        "dialogue-closed",
    ),
    Row(
        dialogue.summarise_dialogue, TALKERS,
        lambda by, row: dialogue.summarise_dialogue(by=by, dialogue=out(row), summary="Många kan."),
        "dialogue-summarised",
    ),
    Row(
        dialogue.note_asked, TALKERS,
        lambda by, row: dialogue.note_asked(by=by, dialogue=out(row), names=["Nya firman"], how="e-post", on=today()),
        "firms-asked",
    ),
    Row(
        answers.note_hearing, TALKERS,
        lambda by, row: answers.note_hearing(
            by=by, dialogue=out(row), answer={"firm": "Samtalade AB", "answers": {"own-1": "Ja."}} if row.dialogues.exists() else {}
        ),
        "hearing-noted",
    ),
    Row(
        answers.use_market_evidence, TALKERS,
        lambda by, row: answers.use_market_evidence(by=by, choice=choice(row)), "market-evidence-used",
    ),
    Row(
        answers.drop_market_evidence, TALKERS,
        lambda by, row: answers.drop_market_evidence(by=by, choice=choice(row)), "market-evidence-dropped",
    ),
    Row(
        public_needs.note_given, TALKERS,
        lambda by, row: public_needs.note_given(
            by=by, procurement=row, what="Platsen", given_to="Firman", given_on=today(), on=today()
        ),
        "information-given",
    ),
    Row(
        public_needs.tell_all, TALKERS,
        lambda by, row: public_needs.tell_all(by=by, shared=shared(row), how="Sidan", told_on=today(), on=today()),
        "information-shared",
    ),
    Row(
        public_needs.publish_need, TALKERS,
        lambda by, row: public_needs.publish_need(
            by=by, procurement=row, summary_sv="Bord som går att laga.", contact="inkop@exempel.se"
        ),
        "need-published",
    ),
    Row(
        public_needs.withdraw_need, TALKERS,
        lambda by, row: public_needs.withdraw_need(by=by, procurement=row), "need-withdrawn", ended_too=True,
        refused={"closed": public_needs.NeedNotPublished},
    ),
    Row(
        suppliers.add_supplier, KEEPERS_OF_SUPPLIERS,
        lambda by, row: suppliers.add_supplier(by=by, organisation=ours(), typed=TYPED), "supplier-added",
        ended_too=True,
    ),
    Row(
        suppliers.change_supplier, KEEPERS_OF_SUPPLIERS,
        lambda by, row: suppliers.change_supplier(
            by=by, supplier=supplier(), typed=suppliers.Typed(FIRM, "ringde", size="small")
        ),
        "supplier-changed", ended_too=True,
    ),
    Row(
        suppliers.remove_supplier, KEEPERS_OF_SUPPLIERS,
        lambda by, row: suppliers.remove_supplier(by=by, supplier=supplier()), "supplier-removed", ended_too=True,
    ),
    Row(
        suppliers.fetch_suppliers, KEEPERS_OF_SUPPLIERS,
        lambda by, row: suppliers.fetch_suppliers(by=by, organisation=ours(), found=[TYPED]), "suppliers-fetched",
        ended_too=True,
    ),
)  # fmt: skip
NO_PROCUREMENT = (
    suppliers.add_supplier, suppliers.change_supplier, suppliers.remove_supplier, suppliers.fetch_suppliers,
)  # fmt: skip
OPEN = {"public-needs", "public-needs-feed", "public-need", "supplier-guide", "answer-dialogue"}


def VALUES(workspace: Any, of: int) -> dict[str, list[object]]:
    row = ProcurementRecord.objects.filter(pk=of).first() or ProcurementRecord(pk=of)
    talk = Dialogue.objects.filter(procurement_id=of, published_at__isnull=False).first()
    need = PublicNeed.objects.filter(procurement_id=of, withdrawn_at=None).first()
    waits = SharedInformation.objects.filter(procurement_id=row.pk, shared_on=None).first()
    return {
        "organisation": [ours().pk], "supplier": [supplier().pk], "talk": [talk.pk if talk else 1],
        "shared": [waits.pk if waits else 1], "paper_form": ["docx"],
        "dialogue_token": [talk.token if talk else "finns-inte"], "need_token": [need.token if need else "finns-inte"],
    }  # fmt: skip


AT = dict.fromkeys(
    ("one-dialogue", "change-dialogue", "preview-dialogue", "note-hearing", "dialogue-answers-file", "dialogue-paper", "answer-dialogue",
     "public-need"),
    lambda workspace: workspace.open,
)  # fmt: skip
TYPED_SUPPLIER = {
    "name": "Påhittade Hyllor AB", "number": "", "county": "23", "municipality": "2313", "size": "small",
    "capability": "D5", "cpv": "39130000", "email": "", "website": "https://exempel.se", "note": "", "source": "övning",
}  # fmt: skip
FORMS = {
    "add-supplier": TYPED_SUPPLIER, "supplier": TYPED_SUPPLIER, "remove-supplier": {},
    "fetch-suppliers": {"cpv": "18", "lan": "", "firm": "x"},
    "new-dialogue": {"kind": "rfi", "title": "T", "body": "B", "question": "way_to_deliver", "own": "Egen?", "choice": "1"},
    "publish-dialogue": {"opens_on": "", "closes_on": "2099-01-01"}, "close-dialogue": {}, "drop-dialogue": {},
    "summarise-dialogue": {"summary": "Många kan."},
    "note-asked": {"names": "Firman", "how": "e-post", "on": "2026-05-01", "supplier": "1"},
    "note-hearing": {"firm": "Firman", "size": "micro", "county": "23", "number": "", "contact": "", "q-own-1": "Ja.", "asks_secrecy": "1"},
    "market-evidence": {"do": "use"},
    "note-given": {"what": "Volymen", "given_to": "Firman", "given_on": "2026-05-01"},
    "tell-all": {"how": "Sidan", "told_on": "2026-05-01"},
    "need": {"summary_sv": "Stolar.", "summary_en": "", "planned_on": "2027-01-01", "contact": "inkop@exempel.se", "shows_calculator": "1"},
    "withdraw-need": {},
    "answer-dialogue": {"firm": "Firman", "size": "micro", "county": "23", "number": "", "contact": "", "q-own-1": "Ja.", "once": "n",
                        "code": "", "do": "", "webbadress": "", "asks_secrecy": "1"},
}  # fmt: skip
ALIKE = {"change-dialogue": "new-dialogue"}
NO_FORM = {
    "suppliers", "suppliers-file", "dialogue", "one-dialogue", "preview-dialogue", "dialogue-answers-file",
    "dialogue-paper", "public-needs", "public-needs-feed", "public-need", "supplier-guide",
}  # fmt: skip
