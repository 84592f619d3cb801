"""Choosing, adapting and dropping requirements. What is chosen is copied, whole."""

from dataclasses import replace

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.criteria.compose import adapt, choose
from omlopp.domain.criteria.paste import Paste, official_criterion
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.library.files import as_data
from omlopp.library.load import library
from omlopp.web.records import convert
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.models import CriterionChoice, LotRecord, ProcurementRecord


class UnknownCriterion(OmloppError):
    code = "unknown-criterion"


class AlreadyChosen(OmloppError):
    code = "already-chosen"


class UnknownLot(OmloppError):
    """A lot that the procurement does not have."""

    code = "unknown-lot"


def lot_of(procurement: ProcurementRecord, lot_id: str) -> LotRecord:
    lot = procurement.lots.filter(lot_id=lot_id).first()
    if lot is None:
        have = ", ".join(procurement.lots.values_list("lot_id", flat=True))
        raise UnknownLot(lot=lot_id, known=have, procurement=procurement.title)
    return lot


def choose_criterion(
    *, by: User, procurement: ProcurementRecord, criterion_id: str, lot_id: str = "", owner: str = ""
) -> CriterionChoice:
    """Copy a requirement of the library into the procurement, for one lot or (no lot) for all."""
    lib = library()
    if criterion_id not in lib.criteria:
        raise UnknownCriterion(criterion=criterion_id)
    criterion = lib.criterion_on(criterion_id, procurement.rules_fixed_on)
    with acting("criterion-chosen", by=by, procurement=procurement) as says:
        lot = lot_of(procurement, lot_id) if lot_id else None
        if procurement.criteria.filter(criterion_id=criterion_id, lot=lot).exists():
            raise AlreadyChosen(criterion_sv=criterion.name.sv, criterion_en=criterion.name.en)
        indicator = lib.indicators.get(criterion.measured_by)
        row = CriterionChoice(
            procurement=procurement,
            lot=lot,
            criterion_id=criterion.id,
            copy=as_data(criterion),
            indicator_copy=as_data(indicator) if indicator else None,
        )
        _keep(row, choose(criterion, lib.indicators, criterion.id, lot_id or None, owner))
        says |= {"criterion": criterion.id, "choice": row.pk, "lot": lot_id, "level": criterion.level.value}
    return row


def paste_criterion(
    *, by: User, procurement: ProcurementRecord, paste: Paste, lot_id: str = "", owner: str = ""
) -> CriterionChoice:
    """Take an official criterion in, with clause, indicator and follow-up. Its text is kept in this procurement alone.

    Raises PasteIncomplete, naming the field, and AlreadyChosen.
    """
    lib = convert.library_of(procurement)
    with acting("official-criterion-pasted", by=by, procurement=procurement) as says:
        lot = lot_of(procurement, lot_id) if lot_id else None
        cpv = list(lot.cpv if lot and lot.cpv else procurement.cpv)
        criterion = official_criterion(
            paste,
            goals=lib.goals,
            indicators=lib.indicators,
            hooks=lib.points_of(paste.kind, procurement.rules_fixed_on),
            cpv=tuple(cpv),
            on=timezone.localdate(),
        )
        if procurement.criteria.filter(criterion_id=criterion.id, lot=lot).exists():
            raise AlreadyChosen(criterion_sv=criterion.name.sv, criterion_en=criterion.name.en)
        row = CriterionChoice(
            procurement=procurement,
            lot=lot,
            criterion_id=criterion.id,
            copy=as_data(criterion),
            indicator_copy=as_data(lib.indicators[criterion.measured_by]),
        )
        _keep(row, choose(criterion, lib.indicators, criterion.id, lot_id or None, owner))
        says |= {
            "criterion": criterion.id,
            "krav_id": paste.krav_id,
            "source": paste.source.title,
            "choice": row.pk,
            "lot": lot_id,
            "level": criterion.level.value,
        }
    return row


def adapt_criterion(
    *, by: User, choice: CriterionChoice, wording: Text, clause: Text | None, owner: str = "", why: str = ""
) -> None:
    """Change the wording used here; `clause` None keeps the clause. The library's own text stays beside it."""
    with acting("criterion-adapted", by=by, procurement=choice.procurement, why=why) as says:
        require_still_chosen(choice)
        adapted = adapt(convert.chosen_criterion(choice), wording, clause)
        _keep(choice, replace(adapted, owner=owner.strip()))
        says |= {
            "criterion": choice.criterion_id,
            "choice": choice.pk,
            "wording_sv": choice.wording_sv,
            "owner": owner,
        }


def _keep(row: CriterionChoice, chosen: ChosenCriterion) -> None:
    row.wording_sv, row.wording_en = chosen.wording.sv, chosen.wording.en
    row.clause_sv = chosen.clause_wording.sv if chosen.clause_wording else ""
    row.clause_en = chosen.clause_wording.en if chosen.clause_wording else ""
    row.owner = chosen.owner
    row.save()


def require_still_chosen(choice: CriterionChoice) -> None:
    """Another person may have taken it out since the page was opened: it is not to come back unasked."""
    if not CriterionChoice.objects.filter(pk=choice.pk).exists():
        raise UnknownCriterion(criterion=choice.criterion_id)


def drop_criterion(*, by: User, choice: CriterionChoice, why: str) -> None:
    """Take a requirement out again; the reason and the text stay in the log."""
    why = need_reason(why, action="drop-criterion")
    with acting("criterion-dropped", by=by, procurement=choice.procurement, why=why) as says:
        require_still_chosen(choice)
        says |= {"criterion": choice.criterion_id, "choice": choice.pk, "wording_sv": choice.wording_sv}
        choice.delete()
