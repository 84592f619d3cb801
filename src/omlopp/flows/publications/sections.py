"""Chapters made one per thing: "module:function", (Base, Figures, Language) → Iterable[plan.Block]. One line each."""

from omlopp.documents.plan import Block
from omlopp.domain.model.text import Language
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.figures import at
from omlopp.flows.publications.fill import Figures

SECTIONS: dict[str, str] = {
    "training_tasks": "omlopp.flows.publications.training:tasks",
    "training_answers": "omlopp.flows.publications.training:answers",
    "training_asked": "omlopp.flows.publications.training:asked",
    "policy_ministry": "omlopp.flows.publications.policy:ministry",
    "policy_uhm": "omlopp.flows.publications.policy:uhm",
    "policy_naturvardsverket": "omlopp.flows.publications.policy:naturvardsverket",
    "policy_tillvaxtverket": "omlopp.flows.publications.policy:tillvaxtverket",
    "policy_skr": "omlopp.flows.publications.policy:skr",
    "policy_region": "omlopp.flows.publications.policy:region",
    "policy_eu": "omlopp.flows.publications.policy:eu",
    "used_own": "omlopp.flows.publications.obstacles:used",
    "obstacle_cases": "omlopp.flows.publications.obstacles:chapters",
    "webinar_script": "omlopp.flows.publications.webinar:script",
    "webinar_exercises": "omlopp.flows.publications.webinar:questions",
    "webinar_chain": "omlopp.flows.publications.webinar:chain_slide",
    "webinar_award": "omlopp.flows.publications.webinar:award_slide",
    "webinar_answers": "omlopp.flows.publications.webinar:answers",
    "market_effect": "omlopp.flows.market_effect_figures:chapter",
    "handbook_entrances": "omlopp.flows.publications.handbook:entrances",
    "handbook_phases": "omlopp.flows.publications.handbook:phases",
    "handbook_goals": "omlopp.flows.publications.handbook:goals",
    "handbook_checklists": "omlopp.flows.publications.handbook:checklists",
    "handbook_groups": "omlopp.flows.publications.handbook:groups",
    "handbook_cases": "omlopp.flows.publications.handbook:cases",
    "handbook_indicators": "omlopp.flows.publications.handbook:indicators",
    "handbook_law": "omlopp.flows.publications.handbook:law",
    "handbook_provenance": "omlopp.flows.publications.handbook:provenance",
    "handbook_sources": "omlopp.flows.publications.handbook:sources",
    "award_examples": "omlopp.flows.publications.worked:chapters",
}


def tell(name: str, base: Base, figures: Figures, language: Language) -> tuple[Block, ...]:
    return tuple(at(SECTIONS[name])(base, figures, language))
