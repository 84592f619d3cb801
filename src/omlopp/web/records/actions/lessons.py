"""A lesson put right; and its way into the library: proposed by who followed up, judged by somebody else."""

import re
import secrets

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import LANGUAGES, Text
from omlopp.flows import learning
from omlopp.library.load import library
from omlopp.web.records.access import NotAllowed, may
from omlopp.web.records.actions import acting, acting_in, changing, need_reason
from omlopp.web.records.actions.contracts import LessonEmpty
from omlopp.web.records.actions.programme_pilots import leads
from omlopp.web.records.events import record
from omlopp.web.records.models import BidRecord, Lesson, LessonProposal, ProcurementRecord

LONGEST = 4000
SHORTEST_NAME = 4  # letters: shorter names are words of the language too often


class LessonMoved(OmloppError):
    """Somebody else has put it right since the page was opened. Nothing was written."""

    code = "lesson.moved"


class LessonSame(OmloppError):
    code = "lesson.same"


class NoOrganisation(OmloppError):
    """Nobody could judge it. Facts: procurement."""

    code = "lesson.no-organisation"


class NamesSomebody(OmloppError):
    """Facts: name."""

    code = "lesson.names-somebody"


class OwnProposal(OmloppError):
    code = "lesson.own-proposal"


class NotTheProposer(NotAllowed):
    """Facts: person."""

    code = "lesson.not-the-proposer"


class AlreadyJudged(OmloppError):
    """Facts: state, by."""

    code = "lesson.judged-already"


class ProposedAlready(OmloppError):
    """Somebody's proposal for the passage waits. Facts: of, passage."""

    code = "lesson.proposed-already"


def correct_lesson(*, by: User, lesson: Lesson, text: str, was: str, why: str) -> None:
    """Write a lesson anew, with the reason; the log keeps what it said. `was`: the text as it was read.

    By who follows the procurement up or leads a programme that it is in; also after it has ended. Raises LessonEmpty,
    LessonSame, LessonMoved.
    """
    why = need_reason(why, action="correct-lesson")[:LONGEST]
    if not text.strip():
        raise LessonEmpty()
    procurement = lesson.procurement
    if not corrects(by, procurement):
        raise NotAllowed(person=by.get_username(), right="measure", procurement=procurement.title)
    with changing(
        "lesson-corrected", by=by.get_username(), procurement=procurement, why=why, also_ended=True
    ) as says:
        row = Lesson.objects.select_for_update().get(pk=lesson.pk)
        if row.text.split() != was.split():
            raise LessonMoved()
        if row.text.split() == text.split():
            raise LessonSame()
        says |= {"lesson": row.pk, "before": row.text, "text": text.strip()[:LONGEST]}
        row.text = says["text"]
        row.save()


def corrects(user: User, procurement: ProcurementRecord) -> bool:
    """May the person put its lessons right?"""
    return may(user, "measure", procurement) or any(
        leads(user, one)
        for one in procurement.pilots.filter(left_on=None).select_related("programme__organisation")
    )


def propose_change(
    *, by: User, lesson: Lesson, kind: str, of: str, passage: str, after: Text, why: str
) -> LessonProposal:
    """Propose other words for a passage of the library, after what was learnt.

    The file with the change in place must pass the library's own checks; nobody may be named by it. Raises what
    `learning.changed` refuses, NoOrganisation, NamesSomebody, ProposedAlready.
    """
    why = " ".join(need_reason(why, action="propose-change").split())[:LONGEST]
    after = Text(*(" ".join(after.within(each)[:LONGEST].split()) for each in LANGUAGES))
    procurement = lesson.procurement
    with acting(
        "lesson-change-proposed", by=by, procurement=procurement, right="measure", why=why, also_ended=True
    ) as says:
        if procurement.organisation is None:
            raise NoOrganisation(procurement=procurement.title)
        held = library()
        refuse_names(procurement, why, after.sv, after.en)
        learning.changed(kind, of, passage, after, held)
        before = learning.passages_of(kind, of, held)[passage]
        try:
            with transaction.atomic():
                row = LessonProposal.objects.create(
                    lesson=lesson,
                    organisation=procurement.organisation,
                    public_id=f"l-{secrets.token_hex(6)}",
                    kind=kind,
                    target=of,
                    passage=passage,
                    before={"sv": before.sv, "en": before.en},
                    after={"sv": after.sv, "en": after.en},
                    why=why,
                    source={
                        "buyer_kind": procurement.buyer_kind,
                        "cpv": str(procurement.cpv[0])[:2] if procurement.cpv else "",
                        "learnt_on": timezone.localtime(lesson.at).date().isoformat(),
                    },
                    exercise=procurement.exercise,
                    proposed_by=by.get_username(),
                    proposed_at=timezone.now(),
                )
        except IntegrityError:
            raise ProposedAlready(of=of, passage=passage) from None
        says |= {"proposal": row.pk, "lesson": lesson.pk, "of": of, "passage": passage, "after": row.after}
    return row


def judge_proposal(*, by: User, proposal: LessonProposal, accepted: bool, why: str) -> None:
    """Accept or refuse, with the reason. By somebody else than who proposed it; once.

    An accepted one must still fit the library and name nobody. Raises OwnProposal, AlreadyJudged and what
    `propose_change` refuses.
    """
    action = "lesson-change-accepted" if accepted else "lesson-change-refused"
    why = need_reason(why, action=action)[:LONGEST]
    with acting_in(action, by=by, organisation=proposal.organisation, right="library", why=why) as says:
        row = _waiting(proposal)
        if row.proposed_by == by.get_username():
            raise OwnProposal()
        if accepted:
            if row.lesson is not None:
                refuse_names(row.lesson.procurement, row.why, *row.after.values())
            learning.changed(
                row.kind, row.target, row.passage, Text(**row.after), library(), before=Text(**row.before)
            )
        row.state = "accepted" if accepted else "refused"
        row.judged_by, row.judged_at, row.judged_why = by.get_username(), timezone.now(), why
        row.save()
        says |= {"proposal": row.pk, "of": row.target, "passage": row.passage}


@transaction.atomic
def withdraw_proposal(*, by: User, proposal: LessonProposal, why: str) -> None:
    """Take one's own proposal back before anybody has judged it."""
    why = need_reason(why, action="withdraw-proposal")[:LONGEST]
    row = _waiting(proposal)
    if row.proposed_by != by.get_username():
        raise NotTheProposer(person=row.proposed_by)
    row.state, row.judged_at, row.judged_why = "withdrawn", timezone.now(), why
    row.save()
    record(
        "lesson-change-withdrawn",
        by=by.get_username(),
        why=why,
        organisation=row.organisation_id,
        proposal=row.pk,
    )


def _waiting(proposal: LessonProposal) -> LessonProposal:
    """The proposal as it stands now: somebody may have judged it since the page was opened."""
    row = LessonProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state != "proposed":
        raise AlreadyJudged(state=row.state, by=row.judged_by or row.proposed_by)
    return row


def refuse_names(procurement: ProcurementRecord, *texts: str) -> None:
    """Raises NamesSomebody: what goes into the library tells nobody who bought, bid, delivered or worked with it."""
    members = [one.user for one in procurement.memberships.select_related("user")]
    names = {
        procurement.buyer_name,
        procurement.organisation.name if procurement.organisation else "",
        procurement.title,
        *BidRecord.objects.filter(lot__procurement=procurement).values_list("bidder", flat=True),
        *procurement.contracts.values_list("supplier", flat=True),
        *(one.get_full_name() for one in members),
    }
    whole = " ".join(texts).casefold()
    for name in sorted(names):
        plain = " ".join(name.split())
        if len(plain) >= SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(plain.casefold())}s?(?!\w)", whole):
            raise NamesSomebody(name=plain)
