"""The bank in plain Swedish, without copies, without gaps: `omlopp library check` finds nothing – and finds what is planted.

The rules are data (library/language/plain_swedish.yaml); what each catches is shown in tests/domain/criteria/test_plain.py.
"""

from dataclasses import replace
from datetime import date

import pytest

from omlopp.flows.library import library_faults
from omlopp.library.load import ROOT, library
from omlopp.library.messages import keyed

LIBRARY = library()
WRITTEN = max(one.checked.last for one in LIBRARY.criteria.values())  # never today: a test must not age
FAULTS = library_faults(LIBRARY, ROOT, WRITTEN)

PARTS = {
    "every file is read": lambda key: ".library-read-" in key or not key,
    "every text is in both languages": lambda key: any(name in key for name in ("text-empty", "untranslated", "figures-differ")),
    "sentences are short, words are plain, and it says who acts": lambda key: any(
        name in key for name in ("sentence", "word-", "binding-", "binds-", "free-ska", "passive", "standard-alone")
    ),
    "every criterion has a measure and no indicator is an orphan": lambda key: any(
        name in key for name in ("no-measure", "indicator-")
    ),
    "no two criteria are alike but for the noun": lambda key: "alike" in key,
    "no conflict that a procurement cannot see": lambda key: any(name in key for name in ("relation-", "counted-twice")),
    "sources are named and are no copies": lambda key: ".library-source-" in key,
}  # fmt: skip


def told(faults):
    return [
        f"{one.file}:{one.line} {one.where}: {keyed(one.key, one.facts, 'en') if one.key else one.says}"
        for one in faults
    ]


@pytest.mark.parametrize("part", PARTS)
def test_the_bank(part):
    assert told(one for one in FAULTS if PARTS[part](one.key)) == []


def test_and_nothing_else_is_wrong_with_it():
    assert told(one for one in FAULTS if not any(is_of(one.key) for is_of in PARTS.values())) == []


def with_criterion(id: str, **changes):
    one = LIBRARY.criteria[id]
    return replace(LIBRARY, criteria={**LIBRARY.criteria, id: replace(one, **changes)})


def found_in(held, file_part: str) -> set[str]:
    mine = [one for one in library_faults(held, ROOT, WRITTEN) if file_part in one.file]
    return {one.key.removeprefix("check.library-").removesuffix(".failed") for one in mine}


def test_a_copy_with_another_noun_is_found():
    """The chair's text with another thing in it, in another group, under another id."""
    copied = LIBRARY.criteria["furniture_spare_parts"]
    text = replace(
        copied.text,
        sv=copied.text.sv.replace("möbl", "dator").replace("stol", "skärm"),
        en=copied.text.en.replace("furniture", "computers").replace("chair", "display"),
    )
    copy = replace(
        copied, id="copied", group="it", text=text, cpv=("302",), relations=type(copied.relations)()
    )
    held = replace(LIBRARY, criteria={**LIBRARY.criteria, "copied": copy})
    alike = [one for one in library_faults(held, ROOT, WRITTEN) if "alike" in one.key]
    assert alike and {"copied", "furniture_spare_parts"} & {str(one.facts["other"]) for one in alike}


def test_a_past_review_date_is_found_on_the_day_after_and_not_before():
    one = next(iter(LIBRARY.criteria.values()))
    day = one.checked.next
    before = [each for each in library_faults(LIBRARY, ROOT, day) if each.where == "checked.next"]
    after = [each for each in library_faults(LIBRARY, ROOT, date(day.year, day.month, day.day + 1))
             if each.where == "checked.next"]  # fmt: skip
    file = f"criteria/{one.group}/{one.id}.yaml"
    assert file not in {each.file for each in before} and file in {each.file for each in after}


def test_every_fault_has_a_line_in_its_file():
    held = with_criterion("reused_furniture_share", cpv=("99999999",), measured_by="luck")
    for one in library_faults(held, ROOT, WRITTEN):
        assert one.line > 0 or not (ROOT / one.file).is_file(), one


def test_what_no_procurement_could_mend_is_found_here():
    """A requires B while B rules A out: `criteria.check` would fail whatever is chosen."""
    share, condition = (
        LIBRARY.criteria[id] for id in ("reused_furniture_share", "reused_furniture_condition")
    )
    assert condition.id in share.relations.requires
    conflicting = replace(condition.relations, conflicts=(*condition.relations.conflicts, share.id))
    assert "relation-impossible" in found_in(with_criterion(condition.id, relations=conflicting), share.id)
