"""A person's own copy of the exercise: carried by the person's own actions, for nobody else to see."""

from dataclasses import replace
from functools import partial

from django.contrib.auth.models import User

from omlopp.library.load import ROOT
from omlopp.library.training import settings
from omlopp.web.exercise import carry
from omlopp.web.exercise_says import read_exercise
from omlopp.web.records.actions.training import Carry
from omlopp.web.records.models import ProcurementRecord
from omlopp.web.words import say

BUYER = "Övningsköparen"  # no organisation is called so: a sandbox belongs to nobody but the person


def carrying(begins_at: str) -> Carry:
    """Makes the copy, with everything done that comes before `begins_at`; without other people and stores."""
    return partial(_carry, begins_at)


def _carry(begins_at: str, by: User) -> ProcurementRecord:
    says = read_exercise(ROOT / "samples" / "exercise" / f"{settings().exercise}.yaml")
    alone = replace(says, people={}, stock=(), assessor="", buyer_name=BUYER, stands_at="", ends=None)
    return carry(
        by, alone, until=begins_at, title=say("Egen övning: kontorsmöbler", "Own exercise: office furniture")
    )
