"""Every table of Omlopp. Rows are written by omlopp.web.records.actions only."""

from omlopp.web.records.models.event import Event
from omlopp.web.records.models.notice import NoticeRecord
from omlopp.web.records.models.people import Membership
from omlopp.web.records.models.procurement import (
    AwardModelVersion,
    BidRecord,
    CriterionChoice,
    DecisionRecord,
    EvaluationRecord,
    GoalChoice,
    LotRecord,
    MeasurementRecord,
    ModelEdition,
    ProcurementRecord,
    StepRecord,
)
from omlopp.web.records.models.search import SavedSearch

__all__ = [
    "AwardModelVersion",
    "BidRecord",
    "CriterionChoice",
    "DecisionRecord",
    "EvaluationRecord",
    "Event",
    "GoalChoice",
    "LotRecord",
    "MeasurementRecord",
    "Membership",
    "ModelEdition",
    "NoticeRecord",
    "ProcurementRecord",
    "SavedSearch",
    "StepRecord",
]
