"""A finished procurement: its notices joined, a document attached, interviews noted, an old wording put in."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.criteria.paste import Paste
from omlopp.domain.model.criteria import CriterionKind, Level
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.text import Source
from omlopp.web.records.actions import hindsight
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.hindsight import Noted
from omlopp.web.records.actions.people import give_role
from omlopp.web.records.models import FileRecord, InterviewAnswer, NoticeRecord, ProcurementRecord
from omlopp.web.records.models.people import ROLES
from tests.web.acting import COMMENTERS, EDITORS, NEEDERS, Row

DAY = date(2026, 3, 2)
WORDING = "Leverantören ska ta tillbaka minst 9 stolar."
PASTE = Paste(
    krav_id="", name="Återtag", text=WORDING, kind=CriterionKind.PERFORMANCE, level=Level.BAS, strategy="D5",
    measured_by="returned_share", proof="Kvitto.", source=Source("Intervju, beställare", "Provkommunen", 2026),
    clause=WORDING, consequence="Annars 100 kronor.", record="Kvitto per hämtning",
)  # fmt: skip


def afterwards(row: ProcurementRecord) -> ProcurementRecord:
    """The procurement as one that was entered in hindsight, in this test alone."""
    row.in_hindsight = True
    return row


def answer(row: ProcurementRecord) -> InterviewAnswer:
    return InterviewAnswer(
        procurement=row, role="buyer", question="criterion_words", answer=WORDING, said_on=DAY
    )


def call() -> NoticeRecord:
    return NoticeRecord.objects.exclude(kind="result").order_by("pk")[0]


ROWS = (
    Row(
        hindsight.join_notices, EDITORS,
        lambda by, row: hindsight.join_notices(by=by, procurement=afterwards(row), call=call(), award=None),
        "hindsight-notices-kept",
    ),
    Row(
        hindsight.attach_hindsight_file, COMMENTERS,
        lambda by, row: hindsight.attach_hindsight_file(
            by=by, procurement=afterwards(row), kind="contract", name="avtal.txt", content=b"Avtalet.", what="Avtal"
        ),
        "hindsight-file-attached",
    ),
    Row(
        hindsight.note_interview, NEEDERS,
        lambda by, row: hindsight.note_interview(
            by=by, procurement=afterwards(row), role="buyer", answers=[Noted("need_why", "Trasiga bord.")],
            said_by="enhetschef", said_on=DAY,
        ),
        "interview-noted",
    ),
    Row(
        hindsight.put_requirement, EDITORS,
        lambda by, row: hindsight.put_requirement(by=by, procurement=afterwards(row), answer=answer(row), paste=PASTE),
        "answer-promoted",
    ),
)  # fmt: skip


def build(buyer: User, built: Any) -> None:
    """One procurement that was carried out before it was entered: interviewed about, with its contract attached."""
    row = begin_procurement(
        by=buyer, title="Bord, redan upphandlade", buyer_name="Provkommunen", buyer_kind="municipality",
        entrance=Entrance.NEED, object_kind="goods", on=DAY, value_sek=None, in_hindsight=True,
    )  # fmt: skip
    for role in ROLES[1:]:
        give_role(by=buyer, procurement=row, username=role, role=role)
    hindsight.join_notices(by=buyer, procurement=row, call=call(), award=None)
    hindsight.attach_hindsight_file(
        by=buyer, procurement=row, kind="contract", name="avtal.txt", content=b"Avtalet."
    )
    hindsight.note_interview(
        by=buyer, procurement=row, role="buyer", said_by="enhetschef", said_on=DAY,
        answers=[Noted("criterion_words", WORDING), Noted("need_why", known=False)],
    )  # fmt: skip


def entered(workspace: Any) -> int:
    return ProcurementRecord.objects.get(in_hindsight=True).pk


AT = dict.fromkeys(("hindsight", "hindsight-file", "interview", "interview-guide", "promote-answer"), entered)


def VALUES(workspace: Any, of: int) -> dict[str, list[object]]:
    said = InterviewAnswer.objects.filter(procurement=of).exclude(answer="").order_by("pk").first()
    file = FileRecord.objects.filter(procurement=of, kind__in=hindsight.FILE_KINDS).order_by("pk").first()
    return {
        "role": ["buyer", "user", "supplier"],
        "interview_answer": [said.pk if said else 1],
        "hindsight_file": [file.pk if file else 1],
    }


FORMS = {
    "start-hindsight": {"title": "T", "buyer_name": "B", "buyer_kind": "region", "buyer_number": "", "object_kind": "goods",
                        "value_sek": "1", "cpv": "39130000", "call": "", "award": ""},
    "hindsight-notices": {"call": "1", "award": ""},
    "hindsight-attach": {"kind": "contract", "what": "Avtalet", "file": "inte en fil"},
    "interview": {"a-need_why": "Trasiga bord.", "was-need_why": "", "unknown": "need_stock", "said_by": "chef", "said_on": "2026-03-02"},
    "promote-answer": {"indicator": "reused_share", "value": "40"},
}  # fmt: skip
NO_FORM = {"hindsight", "hindsight-file", "interview-guide"}
