"""Pictures by name: "module:function", (Base, Figures, Language) → Drawn. One line each."""

from omlopp.domain.model.text import Language
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.drawn import Drawn
from omlopp.flows.publications.figures import at
from omlopp.flows.publications.fill import Figures

PICTURES: dict[str, str] = {
    "project_money": "omlopp.flows.publications.project:money",
    "obstacles_own": "omlopp.flows.publications.obstacles:own",
    "obstacles_cases": "omlopp.flows.publications.obstacles:cases",
    "ladder_own": "omlopp.flows.publications.evaluated:ladder_own",
    "ladder_cases": "omlopp.flows.publications.evaluated:ladder_cases",
    "r_steps_own": "omlopp.flows.publications.evaluated:r_steps_own",
    "r_steps_cases": "omlopp.flows.publications.evaluated:r_steps_cases",
    "market_effect": "omlopp.flows.market_effect_figures:forest",
    "county_map": "omlopp.flows.publications.drawn_base:counties",
    "goal_map": "omlopp.flows.publications.drawn_model:goals",
    "chain": "omlopp.flows.publications.drawn_model:the_chain",
    "way": "omlopp.flows.publications.drawn_model:the_way",
}


def draw(name: str, base: Base, figures: Figures, language: Language) -> Drawn:
    made: Drawn = at(PICTURES[name])(base, figures, language)
    return made
