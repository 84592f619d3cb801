"""Tables by name: "module:function", (Base, Figures, Language) → plan.Table. One line each."""

from omlopp.documents.plan import Table
from omlopp.domain.model.text import Language
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.figures import at
from omlopp.flows.publications.fill import Figures

TABLES: dict[str, str] = {
    "training_half_day": "omlopp.flows.publications.training:half_day",
    "training_paths": "omlopp.flows.publications.training:all_paths",
    "policy_findings": "omlopp.flows.publications.policy:table",
    "project_assignment": "omlopp.flows.publications.project:assignment",
    "project_goals": "omlopp.flows.publications.project:goals",
    "project_pilots": "omlopp.flows.publications.project:pilots",
    "project_budget": "omlopp.flows.publications.project:budget",
    "project_funding": "omlopp.flows.publications.project:funding",
    "project_deviations": "omlopp.flows.publications.project:deviations",
    "handed_over": "omlopp.flows.publications.handed:table",
    "webinar_run_sheet": "omlopp.flows.publications.webinar:run_sheet",
    "reasons_own": "omlopp.flows.publications.evaluated:reasons_own",
    "reasons_cases": "omlopp.flows.publications.evaluated:reasons_cases",
    "effects_own": "omlopp.flows.publications.evaluated:effects_own",
    "effects_cases": "omlopp.flows.publications.evaluated:effects_cases",
    "goals_own": "omlopp.flows.publications.evaluated:goals_own",
    "goals_cases": "omlopp.flows.publications.evaluated:goals_cases",
    "obstacles_own": "omlopp.flows.publications.evaluated:obstacles_own",
    "obstacles_cases": "omlopp.flows.publications.evaluated:obstacles_cases",
    "market_effect": "omlopp.flows.market_effect_figures:answers",
}


def lay(name: str, base: Base, figures: Figures, language: Language) -> Table:
    made: Table = at(TABLES[name])(base, figures, language)
    return made
