"""The model's own pictures, which hold no numbers."""

from omlopp.documents.pictures.chain import LINKS, ChainRow, chain
from omlopp.documents.pictures.goal_map import goal_map
from omlopp.documents.pictures.way import way
from omlopp.documents.plans.common import both_widths
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.drawn import Drawn
from omlopp.flows.publications.fill import Figures


def goals(base: Base, figures: Figures, language: Language) -> Drawn:
    drawn = [goal_map(base.library.goals, language, narrow=narrow) for narrow in (False, True)]
    return Drawn(both_widths(*drawn), None)


def the_chain(base: Base, figures: Figures, language: Language) -> Drawn:
    told = ChainRow(goal_id=None, **{link: say(f"handbook.chain.{link}", language) for link in LINKS})
    return Drawn(both_widths(chain((told,), language), chain((told,), language, narrow=True)), None)


def the_way(base: Base, figures: Figures, language: Language) -> Drawn:
    drawn = [way(base.library.model, language, narrow=narrow) for narrow in (False, True)]
    return Drawn(both_widths(*drawn), None)
