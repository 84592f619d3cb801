"""Every table of Omlopp. Rows are written by omlopp.web.records.actions only."""

from omlopp.web.records.models.contracts import (
    Contract,
    ContractChange,
    ContractEnd,
    DeliveryReport,
    Lesson,
    ReportMessage,
    SupplierLink,
)
from omlopp.web.records.models.dialogue import (
    Dialogue,
    DialogueAnswer,
    PublicNeed,
    SharedInformation,
    Supplier,
)
from omlopp.web.records.models.event import Event
from omlopp.web.records.models.everyday import Comment, FileRecord, Message, Task
from omlopp.web.records.models.fault import FaultReport
from omlopp.web.records.models.follow_up import DeviationRecord, EvidenceRecord, PromiseRecord
from omlopp.web.records.models.handing_over import Addressee, Dispatch
from omlopp.web.records.models.hindsight import HindsightNotice, InterviewAnswer
from omlopp.web.records.models.lessons import LessonProposal
from omlopp.web.records.models.notice import NoticeRecord
from omlopp.web.records.models.papers import PaperVersion
from omlopp.web.records.models.people import (
    Invitation,
    Membership,
    Organisation,
    OrganisationRole,
    Person,
    Unit,
)
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
from omlopp.web.records.models.programme import (
    Participant,
    ProgrammeActivity,
    ProgrammeBudget,
    ProgrammeClaim,
    ProgrammeCofunding,
    ProgrammeDecision,
    ProgrammeDeviation,
    ProgrammeGoal,
    ProgrammeHelp,
    ProgrammeOutreach,
    ProgrammePilot,
    ProgrammeRecord,
    ProgrammeRisk,
    ProgrammeSpent,
)
from omlopp.web.records.models.search import SavedSearch
from omlopp.web.records.models.secrecy import DisposalDecision, OpeningRecord
from omlopp.web.records.models.spend import SpendRule
from omlopp.web.records.models.stock import StockItem, Transfer
from omlopp.web.records.models.training import Sandbox, TrainingAnswer

__all__ = [
    "Addressee",
    "AssessmentRecord",
    "AwardModelVersion",
    "BidRecord",
    "Comment",
    "Contract",
    "ContractChange",
    "ContractEnd",
    "CriterionChoice",
    "DecisionRecord",
    "DeliveryReport",
    "DeviationRecord",
    "Dialogue",
    "DialogueAnswer",
    "Dispatch",
    "DisposalDecision",
    "EvaluationRecord",
    "Event",
    "EvidenceRecord",
    "FaultReport",
    "FileRecord",
    "GoalChoice",
    "HindsightNotice",
    "InquiryRecord",
    "InterviewAnswer",
    "Invitation",
    "Lesson",
    "LessonProposal",
    "LotRecord",
    "MeasurementRecord",
    "Membership",
    "Message",
    "ModelEdition",
    "NoticeRecord",
    "OpeningRecord",
    "Organisation",
    "OrganisationRole",
    "PaperVersion",
    "Participant",
    "Person",
    "ProcurementRecord",
    "ProgrammeActivity",
    "ProgrammeBudget",
    "ProgrammeClaim",
    "ProgrammeCofunding",
    "ProgrammeDecision",
    "ProgrammeDeviation",
    "ProgrammeGoal",
    "ProgrammeHelp",
    "ProgrammeOutreach",
    "ProgrammePilot",
    "ProgrammeRecord",
    "ProgrammeRisk",
    "ProgrammeSpent",
    "PromiseRecord",
    "PublicNeed",
    "RejectionRecord",
    "ReportMessage",
    "Sandbox",
    "SavedSearch",
    "SharedInformation",
    "SpendRule",
    "StepRecord",
    "StockItem",
    "Supplier",
    "SupplierLink",
    "Task",
    "TrainingAnswer",
    "Transfer",
    "Unit",
]
