"""Does a legal hook cite only chapters that apply under its regime?

LOU 1 kap. 4 §: above the thresholds the Act applies without chapters 19 and 19 a. 19 kap. 1 § and
19 a kap. 1 § name the chapters that apply below them. What no list names must not be cited.
"""

import re
from dataclasses import dataclass

from omlopp.domain.model.law import LegalHook, Regime

_SHARED = frozenset({"1", "2", "3", "5", "20", "21"})
_BELOW = {Regime.LOU_19: _SHARED | {"19"}, Regime.LOU_19A: _SHARED | {"19 a"}}
_ABOVE_NOT = frozenset({"19", "19 a"})
_CHAPTER = re.compile(r"(\d+(?: [a-z])?) kap\.")


@dataclass(frozen=True, slots=True)
class OutOfPlace:
    """A citation of a chapter that does not apply under the regime, or of no chapter that can be read."""

    regime: Regime
    section: str
    chapter: str  # "" when none could be read


def out_of_place(hook: LegalHook) -> tuple[OutOfPlace, ...]:
    """Every citation of the hook that its regime does not allow. LUF and LUK are not examined yet."""
    found: list[OutOfPlace] = []
    for regime in (Regime.LOU, Regime.LOU_19, Regime.LOU_19A):
        section = hook.section(regime)
        if section is None:
            continue
        chapters = _CHAPTER.findall(section)
        if not chapters:
            found.append(OutOfPlace(regime, section, ""))
        wrong = (chapter for chapter in chapters if not _applies(regime, chapter))
        found.extend(OutOfPlace(regime, section, chapter) for chapter in wrong)
    return tuple(found)


def _applies(regime: Regime, chapter: str) -> bool:
    return chapter in _BELOW[regime] if regime in _BELOW else chapter not in _ABOVE_NOT
