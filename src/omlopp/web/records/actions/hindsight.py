"""What is entered afterwards: notices joined, documents attached, interviews noted, an old wording put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.criteria.compose import choose
from omlopp.domain.criteria.paste import Paste
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.hindsight import Question, Role, own_requirement
from omlopp.flows.hindsight import facts_of
from omlopp.library.files import as_data
from omlopp.library.interview import guide
from omlopp.web import evidence
from omlopp.web.records import convert
from omlopp.web.records.actions import acting
from omlopp.web.records.models import (
    CriterionChoice,
    FileRecord,
    HindsightNotice,
    InterviewAnswer,
    NoticeRecord,
    ProcurementRecord,
)

FILE_KINDS = ("contract", "follow_up")
MOST_FILES = 100
LONGEST = 20_000


class NotInHindsight(OmloppError):
    """Facts: procurement."""

    code = "hindsight.not-in-hindsight"


class UnknownQuestion(OmloppError):
    """Facts: question."""

    code = "hindsight.unknown-question"


class StaleAnswer(OmloppError):
    """Somebody else changed an answer after the page was opened. Facts: question."""

    code = "hindsight.stale-answer"


class SameNotice(OmloppError):
    """One notice given as both call and award."""

    code = "hindsight.same-notice"


class FileTwice(OmloppError):
    """Facts: file."""

    code = "hindsight.file-twice"


class FileKindUnknown(OmloppError):
    """Neither contract nor follow-up. Facts: kind."""

    code = "hindsight.file-kind"


class TooManyFiles(OmloppError):
    """Facts: file, limit."""

    code = "hindsight.too-many-files"


@dataclass(frozen=True)
class Noted:
    """An answer to be kept. `seen`: what stood there when the page was opened; None: nothing did.

    Neither text nor `known` false: the question was not asked, and an earlier answer is taken away.
    """

    question: str
    text: str = ""
    known: bool = True
    seen: str | None = None

    @property
    def asked(self) -> bool:
        return bool(self.text.strip()) or not self.known


def told(row: InterviewAnswer | None) -> str | None:
    """What a page shows of an answer, to tell whether somebody changed it meanwhile."""
    return None if row is None else f"{'1' if row.known else '0'}{row.answer}"


def join_notices(
    *, by: User, procurement: ProcurementRecord, call: NoticeRecord | None, award: NoticeRecord | None
) -> None:
    """The call and the award notice of it, with their facts as they stand. One that is not given is left as it was."""
    _require(procurement)
    if call is not None and award is not None and call.pk == award.pk:
        raise SameNotice()
    with acting("hindsight-notices-kept", by=by, procurement=procurement, right="edit") as says:
        for part, notice in (("call", call), ("award", award)):
            if notice is None:
                continue
            HindsightNotice.objects.update_or_create(
                procurement=procurement,
                part=part,
                defaults={
                    "notice": notice,
                    "facts": as_data(facts_of(notice.explanation)),
                    "added_at": timezone.now(),
                    "added_by": by.get_username(),
                },
            )
            says[part] = notice.notice_id


def attach_hindsight_file(
    *, by: User, procurement: ProcurementRecord, kind: str, name: str, content: bytes, what: str = ""
) -> FileRecord:
    """The contract, or a document of its follow-up. What it may be: omlopp.web.evidence."""
    _require(procurement)
    if kind not in FILE_KINDS:
        raise FileKindUnknown(kind=kind)
    with acting("hindsight-file-attached", by=by, procurement=procurement, right="comment") as says:
        safe = evidence.looked_at(name, content)
        if procurement.files.count() >= MOST_FILES:
            raise TooManyFiles(file=safe, limit=MOST_FILES)
        digest = evidence.keep(safe, content)
        if procurement.files.filter(sha256=digest).exists():
            raise FileTwice(file=safe)
        row = FileRecord.objects.create(
            procurement=procurement,
            place="interview",
            kind=kind,
            name=safe,
            what=what.strip(),
            size=len(content),
            sha256=digest,
            added_at=timezone.now(),
            added_by=by.get_username(),
        )
        says |= {"file": safe, "kind": kind, "size": len(content), "sha256": digest}
    return row


def note_interview(
    *,
    by: User,
    procurement: ProcurementRecord,
    role: Role,
    answers: Sequence[Noted],
    said_by: str,
    said_on: date,
) -> int:
    """Answers of one role. → how many changed. `said_by`: the person's function, never the name.

    Raises UnknownQuestion, and StaleAnswer where somebody else changed what this would overwrite.
    """
    _require(procurement)
    known = {one.id: one for one in guide() if role in one.roles}
    with acting("interview-noted", by=by, procurement=procurement, right="need") as says:
        rows = {row.question: row for row in procurement.interviews.select_for_update().filter(role=role)}
        changed: dict[str, Any] = {}
        for one in answers:
            if one.question not in known:
                raise UnknownQuestion(question=one.question[:80])
            row = rows.get(one.question)
            now = told(row)
            wanted = f"{'1' if one.known else '0'}{_kept(one)}" if one.asked else None
            if wanted == now:
                continue
            if now != one.seen:
                raise StaleAnswer(question=known[one.question].asks)
            if wanted is None:
                assert row is not None
                row.delete()
            else:
                _put(row, procurement, role, one, said_by, said_on, by)
            changed[one.question] = {"known": one.known, "answer": _kept(one), "asked": one.asked}
        says |= {"role": role, "said_by": said_by.strip()[:200], "said_on": said_on, "answers": changed}
    return len(changed)


def put_requirement(
    *, by: User, procurement: ProcurementRecord, answer: InterviewAnswer, paste: Paste
) -> CriterionChoice:
    """A requirement as it was worded then, out of an answer, with clause, indicator and follow-up.

    Raises PasteIncomplete, naming the field.
    """
    _require(procurement)
    lib = convert.library_of(procurement)
    with acting("answer-promoted", by=by, procurement=procurement) as says:
        number = procurement.criteria.filter(criterion_id__startswith="own_").count() + 1
        criterion = own_requirement(
            paste,
            id=f"own_{procurement.pk}_{number}",
            goals=lib.goals,
            indicators=lib.indicators,
            hooks=lib.points_of(paste.kind, procurement.rules_fixed_on),
            cpv=procurement.cpv,
            on=timezone.localdate(),
        )
        chosen = choose(criterion, lib.indicators, criterion.id, None, "")
        row = CriterionChoice.objects.create(
            procurement=procurement,
            criterion_id=criterion.id,
            copy=as_data(criterion),
            indicator_copy=as_data(lib.indicators[criterion.measured_by]),
            wording_sv=chosen.wording.sv,
            wording_en=chosen.wording.en,
            clause_sv=chosen.clause_wording.sv if chosen.clause_wording else "",
            clause_en=chosen.clause_wording.en if chosen.clause_wording else "",
        )
        says |= {
            "question": answer.question,
            "role": answer.role,
            "choice": row.pk,
            "source": paste.source.title,
        }
    return row


def questions_of(role: str) -> Mapping[str, Question]:
    return {one.id: one for one in guide() if role in one.roles}


def _require(procurement: ProcurementRecord) -> None:
    if not procurement.in_hindsight:
        raise NotInHindsight(procurement=procurement.title)


def _kept(one: Noted) -> str:
    return one.text.strip()[:LONGEST] if one.known else ""


def _put(
    row: InterviewAnswer | None,
    procurement: ProcurementRecord,
    role: str,
    one: Noted,
    said_by: str,
    said_on: date,
    by: User,
) -> None:
    made = row or InterviewAnswer(procurement=procurement, role=role, question=one.question)
    made.answer, made.known = _kept(one), one.known
    made.said_by, made.said_on, made.noted_by = said_by.strip()[:200], said_on, by.get_username()
    made.save()
