"""The walk of a draft: a document → notice → explanation, and against what a procurement has chosen."""

from pathlib import Path
from typing import Any

import yaml

from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.procurement import Procurement
from omlopp.flows.notices import explained
from omlopp.library.load import library
from omlopp.notices import draft as drafts
from omlopp.notices.archives import FILE_LIMIT_MB, MB
from omlopp.notices.draft_check import Chosen, ChosenText, DraftCheck, check
from omlopp.notices.errors import NoSuchSource, NotOneNotice, TooLarge, UnknownProcurement
from omlopp.notices.explanation import Explanation
from omlopp.notices.schema import Notice

DRAFT_ENDINGS = (".docx", ".docm", ".pdf", ".odt", ".xlsx", ".xlsm", ".ods", ".txt", ".md", ".html")
DRAFT_LIMIT_MB = FILE_LIMIT_MB


def read_draft(source: Path | bytes, name: str = "") -> Notice:
    """The document as a notice; `name` names bytes. Raises the refusals of omlopp.notices.errors."""
    if isinstance(source, bytes):
        data, name = source, name or "utkast"
    else:
        if source.is_dir():
            raise NotOneNotice(file=str(source))
        if not source.is_file():
            raise NoSuchSource(file=str(source))
        size = source.stat().st_size
        if size > DRAFT_LIMIT_MB * MB:
            raise TooLarge(file=source.name, limit_mb=DRAFT_LIMIT_MB, size_mb=size // MB)
        data, name = source.read_bytes(), name or source.name
    if len(data) > DRAFT_LIMIT_MB * MB:
        raise TooLarge(file=name, limit_mb=DRAFT_LIMIT_MB, size_mb=len(data) // MB)
    return drafts.notice(data, name)


def explain_draft(source: Path | bytes, name: str = "") -> Explanation:
    """A draft explained as a notice is: what it asks, with quote and place, its criteria, goals without words."""
    return explained(read_draft(source, name))


def check_draft(draft: Path | bytes | Notice, chosen: Chosen, name: str = "") -> DraftCheck:
    """A draft against what is chosen. `chosen` comes from `chosen_from` (a procurement) or `chosen_file`."""
    notice = draft if isinstance(draft, Notice) else read_draft(draft, name)
    return check(explained(notice), chosen)


def chosen_from(procurement: Procurement, language: str = "sv") -> Chosen:
    """What a procurement has chosen, in its own wording; weights from its award models, price among them."""
    texts = [_chosen(one, procurement, language) for one in procurement.criteria]
    for lot_id, model in procurement.award_models.items():
        for award in model.criteria:
            if award.price and award.weight is not None:
                texts.append(
                    ChosenText(award.id, award.title, "", "price", weight=float(award.weight), lot_id=lot_id)
                )
    return Chosen(tuple(one.goal for one in procurement.goals), tuple(texts), procurement.title)


def _chosen(one: ChosenCriterion, procurement: Procurement, language: str) -> ChosenText:
    weight = next(
        (
            float(award.weight)
            for lot_id, model in procurement.award_models.items()
            for award in model.criteria
            if award.chosen_criterion == one.id and award.weight is not None and one.lot_id in (None, lot_id)
        ),
        None,
    )
    criterion = one.criterion
    return ChosenText(
        one.id,
        criterion.name.within(language),
        one.wording.within(language),
        criterion.kind.value,
        (criterion.goal,),
        weight,
        one.lot_id,
    )


def chosen_file(path: Path, language: str = "sv") -> Chosen:
    """What a procurement written as YAML has chosen.

    Keys: title; goals, a list of letters or of {goal: A}; criteria, a list of {criterion: id of the library} or of
    {id, title, text}, each with kind, weight (0–1) and lot if wanted; price, {weight: 0.6}. Other keys are left alone.
    Raises UnknownProcurement with the place that cannot be read.
    """
    if not path.is_file():
        raise NoSuchSource(file=str(path))
    try:
        says = yaml.safe_load(path.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise UnknownProcurement(
            file=path.name, says=f"YAML {mark.line + 1}:{mark.column + 1}" if mark else "YAML"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        raise UnknownProcurement(file=path.name, says="YAML, UTF-8") from None
    if not isinstance(says, dict) or not ("goals" in says or "criteria" in says):
        raise UnknownProcurement(file=path.name, says="goals, criteria")
    for key in ("goals", "criteria"):
        if not isinstance(says.get(key) or [], list):
            raise UnknownProcurement(file=path.name, says=f"{key}: {says[key]}")
    goals = [str(one.get("goal") if isinstance(one, dict) else one) for one in says.get("goals") or ()]
    if wrong := [goal for goal in goals if goal not in {one.id for one in library().goals}]:
        raise UnknownProcurement(file=path.name, says=f"goals: {wrong[0]}")
    texts = [_text(one, path.name, language) for one in says.get("criteria") or ()]
    if isinstance(price := says.get("price"), dict) and "weight" in price:
        name = {"sv": "Pris", "en": "Price"}[language]
        texts.append(ChosenText("price", name, "", "price", weight=_weight(price, path.name)))
    return Chosen(tuple(goals), tuple(texts), str(says.get("title") or path.stem))


def _text(one: Any, file: str, language: str) -> ChosenText:
    if not isinstance(one, dict):
        raise UnknownProcurement(file=file, says=f"criteria: {one}")
    found = library().criteria.get(str(one.get("criterion", "")))
    if found is None and not one.get("text"):
        raise UnknownProcurement(file=file, says=f"criteria: {one.get('criterion') or one.get('id') or one}")
    return ChosenText(
        str(one.get("id") or one.get("criterion") or one.get("title") or "–"),
        str(one.get("title") or (found.name.within(language) if found else one.get("id", "–"))),
        str(one.get("text") or (found.text.within(language) if found else "")),
        str(one.get("kind") or (found.kind.value if found else "")),
        (found.goal,) if found else (),
        _weight(one, file),
        str(one["lot"]) if one.get("lot") else None,
    )


def _weight(one: dict[str, Any], file: str) -> float | None:
    weight = one.get("weight")
    if weight is None:
        return None
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 <= weight <= 1:
        raise UnknownProcurement(file=file, says=f"weight: {weight} (0–1)")
    return float(weight)
