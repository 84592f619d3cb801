"""The form of a measurement: the indicator's own inputs, period, source, data quality and factors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from omlopp.domain.footprint.pedigree import SCORES
from omlopp.domain.indicators.schedule import Asked, DueStatus, asked
from omlopp.domain.model.indicators import FactorUsed, Indicator, Measurement, Stage
from omlopp.flows.follow_up import factor_of, sets_at_hand
from omlopp.library.uncertainty import words
from omlopp.web.forms import SwedishDecimal, written
from omlopp.web.pages import Place
from omlopp.web.words import language, say

FACTOR_ROWS = 2
OWN = "own"  # a factor from elsewhere: an EPD, a supplier's own figure


@dataclass(frozen=True)
class Quality:
    """One question of data quality, with its five answers and what was chosen."""

    id: str
    name: str
    steps: list[tuple[int, str]]
    chosen: str


def read(typed: Mapping[str, str], card: Indicator) -> dict[str, Any]:
    """What an action takes, from what was typed. Raises ValidationError, and what a factor set refuses."""
    period = typed.get("period_to", "").strip()
    return {
        "inputs": figures(typed, [each.id for each in card.inputs]),
        "measured_on": day_of(typed.get("measured_on", "")),
        "source": typed.get("source", ""),
        "proof": typed.get("proof", ""),
        "note": typed.get("note", ""),
        "pedigree": {
            name: int(score)
            for name in SCORES
            if (score := typed.get(f"quality-{name}", "")) in "12345" and score
        },
        "factors": factors(typed),
        "period_to": day_of(period) if period else None,
    }


def figures(typed: Mapping[str, str], names: Sequence[str]) -> dict[str, Decimal]:
    field = SwedishDecimal(required=False)
    found = {name: field.clean(typed.get(f"input-{name}", "")) for name in names}
    return {name: figure for name, figure in found.items() if figure is not None}


def factors(typed: Mapping[str, str]) -> tuple[FactorUsed, ...]:
    """Each row that names a factor. One of a set at hand takes version, year and licence from the set's card."""
    found = []
    for number in range(FACTOR_ROWS):
        part = {
            name: typed.get(f"factor-{number}-{name}", "").strip()
            for name in ("set", "id", "version", "year", "licence")
        }
        if not part["id"]:
            continue
        if part["set"] and part["set"] != OWN:
            found.append(factor_of(part["set"], part["id"]))
            continue
        if not (part["version"] and part["licence"]):
            raise ValidationError(
                say(
                    f"Faktorn ”{part['id'][:60]}” behöver version och licens, så att resultatet går att räkna om.",
                    f"The factor “{part['id'][:60]}” needs version and licence, so that the result can be repeated.",
                )
            )
        year = (
            int(part["year"])
            if part["year"].isascii() and part["year"].isdigit() and len(part["year"]) == 4
            else None
        )
        found.append(FactorUsed(part["id"], "", part["version"], year, part["licence"]))
    return tuple(found)


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(
            say("Skriv mätdagen som ÅÅÅÅ-MM-DD.", "Write the day measured as YYYY-MM-DD.")
        ) from None


def typed_of(one: Measurement) -> dict[str, str]:
    """A measurement as its form would have been typed."""
    found = {f"input-{name}": written(figure) for name, figure in one.inputs.items()}
    found |= {f"quality-{name}": str(score) for name, score in one.pedigree.items()}
    found |= {
        "measured_on": one.measured_on.isoformat(),
        "source": one.source,
        "proof": one.proof,
        "note": one.note,
    }
    found["period_to"] = one.period_to.isoformat() if one.period_to else ""
    for number, each in enumerate(one.factors[:FACTOR_ROWS]):
        row = {"set": each.set or OWN, "id": each.id, "version": each.version, "licence": each.licence}
        found |= {f"factor-{number}-{name}": text for name, text in row.items()}
        found[f"factor-{number}-year"] = str(each.year or "")
    return found


def context(
    here: Place, card: Indicator, stage: Stage, typed: Mapping[str, str], criterion: str
) -> dict[str, Any]:
    """What the form's template needs."""
    followed = [
        each
        for each in asked(here.value, timezone.localdate())
        if each.chosen.criterion.measured_by == card.id
    ]
    own = [each for each in followed if each.chosen.id == criterion] or followed[:1]
    computed = card.formula == "computed"
    return {
        "card": card,
        "stage": stage.value,
        "typed": typed,
        "fields": [(each, typed.get(f"input-{each.id}", "")) for each in card.inputs],
        "today": typed.get("measured_on") or timezone.localdate().isoformat(),
        "qualities": qualities(typed),
        "quality_source": words().source,
        "followed": followed,
        "about": own[0].chosen if own and stage is not Stage.BASELINE else None,
        "criterion": criterion,
        "periods": periods(own, stage, typed.get("period_to")),
        "computed": computed,
        "sets": sets_at_hand() if computed else [],
        "factor_rows": [factor_row(number, typed) for number in range(FACTOR_ROWS)] if computed else [],
    }


def factor_row(number: int, typed: Mapping[str, str]) -> dict[str, str]:
    row = {
        name: typed.get(f"factor-{number}-{name}", "") for name in ("set", "id", "version", "year", "licence")
    }
    return row | {"number": str(number), "shown": str(number + 1)}


def periods(own: Sequence[Asked], stage: Stage, chosen: str | None) -> list[tuple[str, str, bool]]:
    """Value, status and whether it is chosen, for each period asked for; the first that is not answered is proposed."""
    if stage is Stage.BASELINE or not own:
        return []
    days = own[0].days
    open_days = [due.day.isoformat() for due in days if due.status is not DueStatus.DONE]
    wanted = (
        chosen
        if chosen is not None
        else (days[-1].day.isoformat() if stage is Stage.END and days else next(iter(open_days), ""))
    )
    return [(due.day.isoformat(), due.status.value, due.day.isoformat() == wanted) for due in days]


def qualities(typed: Mapping[str, str]) -> list[Quality]:
    told = words().scores
    return [
        Quality(
            name,
            told[name].name.within(language()),
            [(number, step.within(language())) for number, step in enumerate(told[name].steps, 1)],
            typed.get(f"quality-{name}", ""),
        )
        for name in SCORES
    ]


def quality_words(pedigree: Mapping[str, int]) -> list[tuple[str, str, int | None]]:
    """Name, what the score means and the score; not judged where nobody has."""
    told = words().scores
    found = []
    for name in SCORES:
        score = pedigree.get(name)
        said = told[name].steps[score - 1].within(language()) if score else say("inte bedömt", "not judged")
        found.append((told[name].name.within(language()), said, score))
    return found
