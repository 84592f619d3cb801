"""A notice explained: facts, what it asks, what it declares, and one against the other. Only what the notice says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import yaml

from omlopp.library import codelists
from omlopp.library.detection import concepts
from omlopp.library.load import library
from omlopp.notices.declared import Proposed, fragment, proposal
from omlopp.notices.evidence import Evidence
from omlopp.notices.fields import FOLDER, field_names
from omlopp.notices.schema import CriterionNotice, LotNotice, Notice, Winner

Both = dict[str, str]  # the same words in Swedish and English: {"sv": …, "en": …}
GOALS = ("A", "B", "C", "D", "E")
SAMPLE_MARK = "ÖVNING"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A notice and the passages found in it. `data()` is the same as plain JSON-ready values, in both languages."""

    notice: Notice
    found: tuple[Evidence, ...]
    lexicon_state: str
    on: date | None = None  # the day of reading, to tell a date that lies ahead of it

    @property
    def strong(self) -> tuple[Evidence, ...]:
        """Passages that speak of circularity by themselves."""
        return tuple(one for one in self.found if not one.weak)

    @property
    def sample(self) -> bool:
        return SAMPLE_MARK in self.notice.title

    def missing_goals(self) -> tuple[str, ...]:
        """The goals no strong passage serves. Not found is not the same as not wanted."""
        served = {goal for one in self.strong for goal in one.goals}
        return tuple(goal for goal in GOALS if goal not in served)

    def codes(self) -> str:
        """The codes that the words support, as an eForms fragment to put into the notice; "" where there are none."""
        return fragment(proposal(self.notice, self.found), self.notice.language)

    def data(self) -> dict[str, Any]:
        """Keys: facts, lots, asks, winners, declared, declared_against_found, codes_proposed,
        codes_fragment (eForms XML), goals, missing_goals, remarks, lexicon, sample.
        """
        passages = [_passage(one) for one in self.found]
        return {
            "facts": _facts(self.notice),
            "lots": [_lot(lot, passages) for lot in self.notice.lots],
            "asks": passages,
            "winners": [_winner(one) for one in self.notice.winners],
            "declared": _declared(self.notice),
            "declared_against_found": _verdict(self),
            "codes_proposed": [_proposed(one) for one in proposal(self.notice, self.found)],
            "codes_fragment": self.codes(),
            "goals": _goals(self),
            "missing_goals": list(self.missing_goals()),
            "remarks": _remarks(self),
            "lexicon": {"language": self.notice.language, "state": self.lexicon_state},
            "sample": self.sample,
        }


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((FOLDER / "words.yaml").read_text("utf-8"))
    return found


def said(table: str, code: str, **facts: Any) -> Both:
    """A sentence or label of library/notices/words.yaml, in both languages."""
    text = _words()[table][code]
    return {
        lang: text[lang].format(
            **{key: value[lang] if isinstance(value, dict) else value for key, value in facts.items()}
        )
        for lang in ("sv", "en")
    }


def code_list(field: str) -> str:
    """The eForms code list of a strategic field (BT-774 → environmental-impact); "" for fields of other formats."""
    return _words()["declared_field"].get(field, {}).get("list", "")


def _both(function: Callable[[str, str], str], code: str) -> Both:
    return {lang: function(code, lang) for lang in ("sv", "en")}


def _facts(notice: Notice) -> dict[str, Any]:
    return {
        "notice_id": notice.notice_id,
        "procedure_id": notice.procedure_id,
        "file": notice.file,
        "format": notice.format,
        "schema_version": notice.schema_version,
        "form": notice.form,
        "kind": notice.kind,
        "kind_label": said("kind", notice.kind),
        "country": notice.country,
        "country_label": _both(codelists.country_name, notice.country),
        "language": notice.language,
        "languages": list(notice.languages),
        "language_label": _both(codelists.language_name, notice.language),
        "published_on": _day(notice.published_on),
        "sent_on": _day(notice.sent_on),
        "deadline": _day(notice.deadline),
        "title": notice.title,
        "description": notice.description,
        "buyer_name": notice.buyer_name,
        "buyer_id": notice.buyer_id,
        "nuts": [{"code": code, "name": codelists.nuts_name(code)} for code in notice.nuts],
        "cpv": [{"code": code, **_both(codelists.cpv_name, code)} for code in notice.cpv],
        "object_kind": notice.object_kind,
        "object_kind_label": said("object_kind", notice.object_kind) if notice.object_kind else None,
        "value_amount": _amount(notice.value_amount),
        "currency": notice.currency,
        "value_kind": notice.value_kind,
        "bids_received": notice.bids_received,
        "repeats": list(notice.repeats),
        "links": list(notice.links),
        "unread": len(notice.unread),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _amount(amount: Decimal | None) -> str | None:
    return format(amount, "f") if amount is not None else None


def _lot(lot: LotNotice, passages: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "lot_id": lot.lot_id,
        "title": lot.title,
        "description": lot.description,
        "cpv": list(lot.cpv),
        "nuts": list(lot.nuts),
        "value_amount": _amount(lot.value_amount),
        "currency": lot.currency,
        "bids_received": lot.bids_received,
        "criteria": [_criterion(one) for one in lot.criteria],
        "criteria_in_documents": lot.criteria_in_documents,
        "asks": [one for one in passages if one["lot_id"] == lot.lot_id],
    }


def _winner(one: Winner) -> dict[str, Any]:
    return {
        "lot_id": one.lot_id,
        "name": one.name,
        "value_amount": _amount(one.value_amount),
        "currency": one.currency,
    }


def _criterion(one: CriterionNotice) -> dict[str, Any]:
    known = one.weight_code in _words()["weight_unit"]
    return {
        "kind": one.kind,
        "kind_label": said("criterion_kind", one.kind),
        "name": one.name,
        "description": one.description,
        "weight": one.weight,
        "weight_as_written": one.weight_as_written,
        "weight_unit": said("weight_unit", one.weight_code) if known else None,
    }


def _passage(one: Evidence) -> dict[str, Any]:
    field = field_names().get(one.field, (one.field, one.field))
    concept = concepts()[one.concept]
    return {
        "lot_id": one.lot_id,
        "field": one.field,
        "field_label": {"sv": field[0], "en": field[1]},
        "concept": one.concept,
        "concept_label": {"sv": concept.sv, "en": concept.en},
        "r_strategy": one.r_strategy,
        "goals": list(one.goals),
        "requirement": one.requirement,
        "requirement_label": said("requirement", one.requirement),
        "quote": one.quote,
        "words": one.words,
        "start": one.start,
        "end": one.end,
        "term": one.term,
        "weak": one.weak,
        "says": one.says,
    }


def _declared(notice: Notice) -> list[dict[str, Any]]:
    """Each declarable field with its codes: declared, silent (not stated), or no_field (the format lacks it)."""
    made = []
    for field, names in _words()["declared_field"].items():
        codes = [one for one in notice.declared if one.field == field]
        state = "declared" if codes else "silent" if notice.format == "eforms" else "no_field"
        made.append(
            {
                "field": field,
                "label": {"sv": names["sv"], "en": names["en"]},
                "state": state,
                "state_label": None if codes else said("declared_state", state),
                "codes": [
                    {
                        "code": one.code,
                        "lot_id": one.lot_id,
                        "label": {
                            lang: codelists.label(names["list"], one.code, lang) for lang in ("sv", "en")
                        },
                    }
                    for one in codes
                ],
            }
        )
    return made


def _proposed(one: Proposed) -> dict[str, Any]:
    """`stands`: the notice declares it already. `aim`: a text for BT-777, in the notice's own words."""
    return {
        "lot_id": one.lot_id,
        "field": one.field,
        "list": one.list_name,
        "code": one.code,
        "label": {lang: codelists.label(one.list_name, one.code, lang) for lang in ("sv", "en")},
        "because": list(one.because),
        "stands": one.stands,
        "aim": one.aim,
    }


def _verdict(explanation: Explanation) -> Both:
    """Declared against found, in one sentence."""
    notice, count = explanation.notice, len(explanation.strong)
    passages = said("passages", "one") if count == 1 else said("passages", "many", n=count)
    codes = {(one.field, one.code) for one in notice.declared}
    declares = ("BT-774", "circ-econ") in codes
    if explanation.lexicon_state == "missing":
        return said("verdict", "not_searched", language=_both(codelists.language_name, notice.language))
    if count and declares:
        case = "both"
    elif count and notice.format != "eforms":
        case = "found_no_field"
    elif count:
        case = "found_but_none" if ("BT-06", "none") in codes else "found_only"
    elif declares:
        case = "declared_only"
    else:
        case = "neither" if notice.format == "eforms" else "neither_no_field"
    return said("verdict", case, passages=passages)


def _goals(explanation: Explanation) -> list[dict[str, Any]]:
    missing = explanation.missing_goals()
    return [
        {
            "goal": goal,
            "name": {"sv": library().goal(goal).name.sv, "en": library().goal(goal).name.en},
            "found": goal not in missing,
            "passages": sum(goal in one.goals for one in explanation.strong),
        }
        for goal in GOALS
    ]


_READ = {"notice": "documents", "title": "title_only", "document": "this_document"}


_MARKED = ("test", "dispatch_after_publication", "made_id", "second_row", "newer_version")


def _remarks(explanation: Explanation) -> list[Both]:
    notice = explanation.notice
    language = _both(codelists.language_name, notice.language)
    made = [said("remark", "sample")] if explanation.sample else []
    made.append(said("remark", explanation.lexicon_state, language=language))
    made.append(said("remark", _READ[notice.text_read]))
    made += [
        said("remark", code, version=notice.schema_version) for code in _MARKED if code in notice.remarks
    ]
    dates = [day for day in (notice.sent_on, notice.published_on) if day]
    if explanation.on and any(day > explanation.on for day in dates):
        made.append(said("remark", "future", day=max(dates).isoformat()))
    if not notice.lots and notice.text_read == "notice":
        made.append(said("remark", "no_lots"))
    for lot in notice.lots:
        shares = [one.weight for one in lot.criteria if one.weight is not None]
        if shares and len(shares) == len(lot.criteria) and abs(sum(shares) - 1) > 0.005:
            percent = f"{sum(shares) * 100:.4g}"
            made.append(
                said(
                    "remark",
                    "weight_sum",
                    lot=lot.lot_id,
                    sum={"sv": percent.replace(".", ",") + " %", "en": percent + " %"},
                )
            )
    if notice.value_amount is not None and notice.value_amount <= 1:
        made.append(
            said(
                "remark",
                "placeholder",
                value=f"{_amount(notice.value_amount)} {notice.currency or ''}".strip(),
            )
        )
    return made
