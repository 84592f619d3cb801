"""What everybody may see of a procurement: the coming need and the open questions. Nothing else is read here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from omlopp.domain.process.market import State
from omlopp.library.dialogue import counties, county_code
from omlopp.statistics.places import county_of
from omlopp.web.records import convert
from omlopp.web.records.actions.dialogue import state_of
from omlopp.web.records.models import Dialogue, ProcurementRecord, PublicNeed


@dataclass(frozen=True)
class Entry:
    """One procurement on the public page. `need` None: only questions are put out. `county`: code, "" not known."""

    row: ProcurementRecord
    need: PublicNeed | None
    dialogues: tuple[tuple[Dialogue, State], ...]
    county: str
    cpv: tuple[str, ...]
    goals: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.row.title if self.need else self.dialogues[0][0].title

    @property
    def county_name(self) -> str:
        return counties().get(self.county, "")

    @property
    def changed(self) -> datetime:
        days = [self.need.changed_at] if self.need else []
        return max([*days, *(one.published_at for one, _ in self.dialogues if one.published_at)])

    @property
    def calculators(self) -> list[tuple[str, str]]:
        """Lot and token of the calculators that the buyer has opened here."""
        if self.need is None or not self.need.shows_calculator:
            return []
        made = [(lot.title, convert.newest_model(lot)) for lot in self.row.lots.all()]
        return [(title, version.token) for title, version in made if version and version.token]


def entries(on: date) -> list[Entry]:
    """Everything that is out today, the newest first."""
    out = (
        ProcurementRecord.objects.filter(outcome="open")
        .filter(
            Q(public_need__isnull=False, public_need__withdrawn_at=None)
            | Q(
                dialogues__published_at__isnull=False, dialogues__closed_at=None, dialogues__closes_on__gte=on
            )
        )
        .distinct()
        .select_related("public_need", "organisation")
        .prefetch_related("dialogues", "goals", "lots")
    )
    made = [made for row in out if (made := entry(row, on)) is not None]
    return sorted(made, key=lambda one: one.changed, reverse=True)


def entry(row: ProcurementRecord, on: date) -> Entry | None:
    need = getattr(row, "public_need", None)
    need = need if need is not None and need.withdrawn_at is None else None
    talks = [(one, state_of(one, on)) for one in row.dialogues.all()]
    shown = tuple(pair for pair in talks if pair[1] in ("open", "coming"))
    if row.outcome != "open" or (need is None and not shown):
        return None
    goals = tuple(goal.goal for goal in row.goals.all()) if need else ()
    cpv = row.cpv or [code for lot in row.lots.all() for code in lot.cpv]
    return Entry(row, need, shown, _county(row), tuple(dict.fromkeys(cpv)), goals)


def _county(row: ProcurementRecord) -> str:
    """The organisation's own county, else the one its name tells."""
    own = county_code(row.organisation.county) if row.organisation is not None else ""
    return own or county_code(county_of(row.buyer_name, row.buyer_number))


def chosen(found: list[Entry], *, county: str, cpv: str, goal: str) -> list[Entry]:
    """Those that fit every filter that is given."""
    code = "".join(sign for sign in cpv[:8] if sign.isdigit())
    beginning = code.rstrip("0") or code[:2]
    return [
        one
        for one in found
        if (not county or one.county == county)
        and (not code or any(own.startswith(beginning) for own in one.cpv))
        and (not goal or goal in one.goals)
    ]
