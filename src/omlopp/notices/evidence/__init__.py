"""Passages of a notice that speak of circularity, quoted to the letter, and what they make of the notice.

`evidence(notice)` finds, `classify(notice, found)` concludes; both are pure functions of the notice and the library.
"""

from omlopp.notices.evidence.context import Subject
from omlopp.notices.evidence.find import Evidence, Intent, Requirement, Strength, evidence, in_text
from omlopp.notices.evidence.verdict import Circular, Verdict, classify, classify_title, verdict

__all__ = [
    "Circular",
    "Evidence",
    "Intent",
    "Requirement",
    "Strength",
    "Subject",
    "Verdict",
    "classify",
    "classify_title",
    "evidence",
    "in_text",
    "verdict",
]
