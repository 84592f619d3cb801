"""What firms answer: through the public page without an account, or as somebody wrote it down. And what it proves.

An answer is never written over, and the log never holds who said what: the answer itself does.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone
from django.utils.crypto import salted_hmac

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import CANS, SIZES, Reply, checked_number, told
from omlopp.flows.dialogue import evidence
from omlopp.library.dialogue import counties, limits
from omlopp.web.records.actions import acting, changing
from omlopp.web.records.actions.dialogue import Closed, NotPublished, closed_on, short, state_of
from omlopp.web.records.models import CriterionChoice, Dialogue, DialogueAnswer, ProcurementRecord

RECEIPT = 16  # signs of a receipt code, of 32 each: nobody guesses one


class NotOpen(OmloppError):
    """Facts: day."""

    code = "dialogue-not-open"


class FirmMissing(OmloppError):
    code = "dialogue-firm-missing"


class NothingAnswered(OmloppError):
    code = "dialogue-nothing-answered"


class Full(OmloppError):
    """More answers than the page takes in an hour, or in all."""

    code = "dialogue-full"


class NothingHeard(OmloppError):
    """Facts: criterion."""

    code = "nothing-heard"


class NoEvidence(OmloppError):
    """Facts: criterion."""

    code = "evidence-not-kept"


def note_hearing(*, by: User, dialogue: Dialogue, answer: Mapping[str, Any]) -> DialogueAnswer:
    """What a firm said in a meeting or by telephone, as somebody wrote it down. The same note twice is kept once."""
    with acting("hearing-noted", by=by, procurement=dialogue.procurement, right="dialogue") as says:
        content = _checked(dialogue, answer)
        digest = _digest(["noted", content])
        row, _ = DialogueAnswer.objects.get_or_create(
            dialogue=dialogue,
            digest=digest,
            defaults={**content, "noted_by": by.get_username(), "at": timezone.now()},
        )
        says |= {"dialogue": dialogue.pk, "answer": row.pk, "firm": row.firm}
    return row


def new_nonce() -> str:
    """What a page is sent with, so that two sendings of the same page are known as one."""
    return secrets.token_urlsafe(24)


def receipt_of(dialogue: Dialogue, nonce: str) -> str:
    """The code a firm gets: nobody who has not seen the page can work it out."""
    made = salted_hmac("omlopp.dialogue", f"{dialogue.pk}:{nonce}", algorithm="sha256").digest()
    signs = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    code = "".join(signs[byte % 32] for byte in made[:RECEIPT])
    return "-".join(code[place : place + 4] for place in range(0, RECEIPT, 4))


def plain_receipt(code: str) -> str:
    """A code as somebody types it: small letters and other spaces are the same."""
    signs = "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())[:RECEIPT]
    return "-".join(signs[place : place + 4] for place in range(0, len(signs), 4))


def answer_with(dialogue: Dialogue, code: str) -> DialogueAnswer | None:
    """The standing answer that a receipt code opens; None for a code that fits none."""
    if len(plain_receipt(code)) < RECEIPT:
        return None
    held: DialogueAnswer | None = (
        dialogue.answers.filter(receipt_sha256=_sha(plain_receipt(code))).order_by("-pk").first()
    )
    return held


def answer_dialogue(*, dialogue: Dialogue, code: str, answer: Mapping[str, Any], on: date) -> DialogueAnswer:
    """What a firm sends through the public page. The same thing again adds nothing; a change is a new answer with the
    same receipt, and the former one stays in the record.

    Raises Closed, NotOpen, Full, FirmMissing, NothingAnswered, TooLong, and what a number is refused with.
    """
    require_open(dialogue, on)
    content = _checked(dialogue, answer)
    receipt = _sha(plain_receipt(code))
    before = dialogue.answers.filter(receipt_sha256=receipt).order_by("-pk").first()
    if before is not None and all(getattr(before, name) == value for name, value in content.items()):
        return before
    digest = _digest([receipt, before.pk if before else 0, content])
    try:
        with changing(
            "market-answered", by=f"dialogue-page:{dialogue.pk}", procurement=dialogue.procurement
        ) as says:
            _require_room(dialogue)
            row = DialogueAnswer.objects.create(
                dialogue=dialogue, digest=digest, receipt_sha256=receipt, at=timezone.now(), **content
            )
            says |= {
                "dialogue": dialogue.pk,
                "answer": row.pk,
                "digest": digest,
                "replaces": before.pk if before else None,
                "asks_secrecy": row.asks_secrecy,
            }
    except IntegrityError:  # the same page sent twice at the same moment: the other was first
        row = dialogue.answers.get(digest=digest)
    return row


def require_open(dialogue: Dialogue, on: date) -> None:
    stands = state_of(dialogue, on)
    if stands == "draft":
        raise NotPublished()
    if stands == "coming":
        raise NotOpen(day=dialogue.opens_on)
    if stands == "closed":
        raise Closed(title=dialogue.title, day=closed_on(dialogue))


def _require_room(dialogue: Dialogue) -> None:
    """Of everybody together: one page is not to fill the disk, or hide the others' answers."""
    most = limits()
    hour = timezone.now() - timedelta(hours=1)
    own = dialogue.answers.filter(noted_by="")
    if own.count() >= most.answers or own.filter(at__gte=hour).count() >= most.answers_an_hour:
        raise Full()


def _checked(dialogue: Dialogue, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer's fields as they are kept. Only what was asked is taken; what is left empty is left out."""
    most = limits()
    firm = " ".join(str(answer.get("firm", "")).split())
    if not firm:
        raise FirmMissing()
    short("företagets namn / firm", firm, most.firm)
    contact = " ".join(str(answer.get("contact", "")).split())
    short("kontaktvägen / contact", contact, most.contact)
    answers: dict[str, str] = {}
    for one in dialogue.questions:
        text = str(answer.get("answers", {}).get(one["id"], "")).strip()
        short("svaret / answer", text, most.text)
        if text:
            answers[one["id"]] = text
    criteria: dict[str, dict[str, str]] = {}
    for one in dialogue.criteria:
        given = answer.get("criteria", {}).get(one["choice"], {})
        can, note = given.get("can", ""), str(given.get("note", "")).strip()
        short("kommentaren / comment", note, most.note)
        if can in CANS or note:
            criteria[one["choice"]] = {"can": can if can in CANS else "", "note": note}
    if not answers and not criteria:
        raise NothingAnswered()
    size, county = str(answer.get("size", "")), str(answer.get("county", ""))
    return {
        "firm": firm,
        "number": checked_number(str(answer.get("number", "")))[:40],
        "county": county if county in counties() else "",
        "size": size if size in SIZES else "",
        "contact": contact,
        "answers": answers,
        "criteria": criteria,
        "asks_secrecy": bool(answer.get("asks_secrecy")),
    }


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(parts: list[Any]) -> str:
    return _sha(json.dumps(parts, sort_keys=True, ensure_ascii=False))


def standing_answers(dialogue: Dialogue) -> list[DialogueAnswer]:
    """The answers that hold: of those with the same receipt the last. In the order they came."""
    held: dict[str, DialogueAnswer] = {}
    for row in dialogue.answers.all():
        held[row.receipt_sha256 or f"noted-{row.pk}"] = row
    return sorted(held.values(), key=lambda row: row.pk)


def reply(row: DialogueAnswer, asked: frozenset[str]) -> Reply:
    """An answer as the domain counts it. `asked`: the requirements that stood on the page."""
    can = {choice: one["can"] for choice, one in row.criteria.items() if one["can"] in CANS}
    return Reply(row.firm, timezone.localdate(row.at), row.number, row.size, row.county, asked, can)


def replies(procurement: ProcurementRecord) -> list[Reply]:
    """Every standing answer of the procurement's dialogues."""
    return [
        reply(row, frozenset(one["choice"] for one in dialogue.criteria))
        for dialogue in procurement.dialogues.prefetch_related("answers")
        for row in standing_answers(dialogue)
    ]


def use_market_evidence(*, by: User, choice: CriterionChoice) -> None:
    """What the market has answered so far becomes the evidence of the requirement, counted as it stands today."""
    procurement = choice.procurement
    with acting("market-evidence-used", by=by, procurement=procurement, right="dialogue") as says:
        heard = told(str(choice.pk), replies(procurement))
        if not heard.of:
            raise NothingHeard(criterion=choice.copy["name"]["sv"])
        choice.market = evidence(
            heard,
            [
                {
                    "id": one.pk, "title": one.title, "kind": one.kind, "asked": len(one.asked),
                    "opens_on": str(one.opens_on or ""), "closes_on": str(one.closes_on or ""),
                }
                for one in procurement.dialogues.all()
                if any(each["choice"] == str(choice.pk) for each in one.criteria)
                and (one.published_at is not None or one.answers.exists())
            ],
        )  # fmt: skip
        choice.save(update_fields=["market"])
        says |= {
            "choice": choice.pk, "criterion": choice.criterion_id, "counts": choice.market["counts"],
            "of": heard.of, "verdict": choice.market["verdict"],
        }  # fmt: skip


def drop_market_evidence(*, by: User, choice: CriterionChoice) -> None:
    """The requirement rests on notices alone again."""
    with acting("market-evidence-dropped", by=by, procurement=choice.procurement, right="dialogue") as says:
        if not choice.market:
            raise NoEvidence(criterion=choice.copy["name"]["sv"])
        says |= {"choice": choice.pk, "criterion": choice.criterion_id, "was": choice.market["verdict"]}
        choice.market = None
        choice.save(update_fields=["market"])
