"""Every table of Omlopp. Rows are written by omlopp.web.records.actions only."""

from omlopp.web.records.models.event import Event
from omlopp.web.records.models.follow_up import DeviationRecord, EvidenceRecord, PromiseRecord
from omlopp.web.records.models.notice import NoticeRecord
from omlopp.web.records.models.people import Membership
from omlopp.web.records.models.procurement import (
    AssessmentRecord,
    AwardModelVersion,
    BidRecord,
    CriterionChoice,
    DecisionRecord,
    EvaluationRecord,
    GoalChoice,
    InquiryRecord,
    LotRecord,
    MeasurementRecord,
    ModelEdition,
    ProcurementRecord,
    RejectionRecord,
    StepRecord,
)
from omlopp.web.records.models.search import SavedSearch
from omlopp.web.records.models.spend import SpendRule

__all__ = [
    "AssessmentRecord",
    "AwardModelVersion",
    "BidRecord",
    "CriterionChoice",
    "DecisionRecord",
    "DeviationRecord",
    "EvaluationRecord",
    "Event",
    "EvidenceRecord",
    "GoalChoice",
    "InquiryRecord",
    "LotRecord",
    "MeasurementRecord",
    "Membership",
    "ModelEdition",
    "NoticeRecord",
    "ProcurementRecord",
    "PromiseRecord",
    "RejectionRecord",
    "SavedSearch",
    "SpendRule",
    "StepRecord",
]
