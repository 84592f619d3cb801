"""Nothing reaches a person as a code: findings, actions and refusals all have their sentence, Swedish and English."""

import ast
import importlib
import inspect
import pkgutil
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import omlopp
from omlopp.domain.award import lint
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.checks import CHECKS
from omlopp.library.load import library
from omlopp.library.messages import sentences
from omlopp.web.records import actions
from omlopp.web.records.models.people import ORGANISATION_ROLES, ROLES
from omlopp.web.records.programme_lines import KINDS

SOURCE = Path(omlopp.__file__).parent
ANSWERS = ("passed", "failed")


def literals(*parts: str) -> Iterator[str]:
    """Every text written in the domain's source."""
    for part in parts:
        for node in ast.walk(ast.parse((SOURCE / part).read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def gate_checks() -> set[str]:
    """What a gate can answer: the names of CHECKS, and the findings named in their source."""
    beside = {"unknown_question", "no_lots", "lot_unknown", "unknown_check"}
    written = set(
        literals("domain/process/checks.py", "domain/process/judging.py", "domain/process/gates.py")
    )
    assert beside <= written, "a finding of its own was renamed: name it here"
    return {*CHECKS, *beside}


def criteria_checks() -> set[str]:
    named = re.compile(r"^(?:criterion|goal)-[a-z-]+$")
    return {text for text in literals("domain/criteria/check.py") if named.match(text)}


def award_checks() -> set[str]:
    named = re.compile(r"^award-(?!because)[a-z-]+$")
    return {text for text in literals("domain/award/checks.py") if named.match(text)} | {
        f"award-{code}" for code in lint.LINT_CODES
    }


FAILS_ONLY = {"unknown_question", "no_lots", "lot_unknown", "unknown_check"}
NEVER_FINDINGS = {
    "award-published-table-disagrees-with-published-formula"
}  # decided where a document is at hand
KEYS = [
    f"check.{name}.{answer}"
    for name in sorted((gate_checks() | criteria_checks() | award_checks()) - NEVER_FINDINGS)
    for answer in ANSWERS
    if not (answer == "passed" and name in FAILS_ONLY)
]


def test_the_checks_are_found():
    assert len(gate_checks()) >= 28 and len(criteria_checks()) >= 14 and len(award_checks()) >= 8


@pytest.mark.parametrize("key", KEYS)
def test_every_finding_has_its_sentence(key: str):
    both_languages(key)


def may_not_apply(name: str) -> bool:
    """Does the check's source have an answer for where there is nothing to check?"""
    source = inspect.getsource(CHECKS[name]).split(":", 1)[1]
    of_some_lots = (
        "each_lot(" in source and "only=" in source
    )  # that there are no lots at all is a fault of its own
    return of_some_lots or bool(re.search(r"not_applicable|\b_?each_(?!lot\()[a-z]+\(", source))


@pytest.mark.parametrize("name", sorted(name for name in CHECKS if may_not_apply(name)))
def test_a_gate_says_why_a_check_does_not_apply(name: str):
    both_languages(f"check.{name}.not_applicable")


BECAUSE = re.compile(r"^(?:award|criteria)-because-[a-z-]+$")


@pytest.mark.parametrize(
    "because", sorted(filter(BECAUSE.match, literals("domain/criteria/check.py", "domain/award/checks.py")))
)
def test_every_reason_for_not_applicable_has_its_sentence(because: str):
    both_languages(because)


def both_languages(key: str) -> None:
    assert key in sentences(), f"write {key} in library/messages"
    sv, en = (sentences()[key][language] for language in ("sv", "en"))
    assert sv.strip() and en.strip() and sv != en
    assert (
        fields(sv)
        and fields(en)
        and {bare(name) for name in fields(sv)} == {bare(name) for name in fields(en)}
    )


def fields(text: str) -> list[str]:
    """Names in braces, with one for the sentence itself so that none is never empty."""
    return ["", *(name for _, name, _, _ in string.Formatter().parse(text) if name)]


def bare(name: str) -> str:
    return re.sub(r"_(?:sv|en)$", "", name)


def every_module() -> None:
    for each in pkgutil.walk_packages(omlopp.__path__, "omlopp."):
        if "migrations" not in each.name and not each.name.endswith(("__main__", "wsgi")):
            importlib.import_module(each.name)


def refusals(kind: type[OmloppError] = OmloppError) -> Iterator[type[OmloppError]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("omlopp."):
            yield each
        yield from refusals(each)


every_module()
RAISED = sorted(
    {each for each in refusals() if not each.__subclasses__()}, key=lambda each: (each.code, each.__name__)
)


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_every_refusal_has_its_sentence_in_both_languages(kind: type[OmloppError]):
    assert kind.code != OmloppError.code, "give it a code of its own"
    both_languages(kind.code)


def reasons(module: str) -> set[str]:
    """Every `why="…"` written in a module: the code of a refusal is told with its reason."""
    return {
        node.value.value
        for node in ast.walk(ast.parse((SOURCE / module).read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "why" and isinstance(node.value, ast.Constant)
    }


def test_what_is_wrong_with_a_recording_has_a_sentence_of_its_own():
    found = reasons("documents/film/sound.py")
    assert found >= {"unreadable", "empty", "silent", "long"}
    for why in found:
        both_languages(f"film.bad-recording.{why}")


def test_no_two_refusals_share_a_code():
    codes = [each.code for each in RAISED]
    assert sorted(set(codes)) == codes


def names_of_events() -> set[str]:
    """The first argument of every acting(…) and record(…) in records/actions, f-strings filled with the outcomes."""
    found = set()
    for module in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}."):
        tree = ast.parse(inspect.getsource(importlib.import_module(module.name)))
        for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
            if isinstance(call.func, ast.Name) and call.func.id in (
                "acting",
                "acting_in",
                "acting_on",
                "changing",
                "_delivering",
                "_note",
                "record",
            ):
                said = call.args[0]
                if ast.unparse(said) == "action":  # acting hands it on
                    continue
                if isinstance(said, ast.Constant):
                    found.add(str(said.value))
                elif (name := ast.unparse(said)).startswith("f'programme-{kind}-"):
                    found |= {eval(name, {"kind": kind}) for kind in KINDS}
                else:
                    assert ast.unparse(said) == "f'ended-{outcome}'", (
                        "a name made another way: say here which there are"
                    )
                    found |= {"ended-no_purchase", "ended-cancelled", "ended-closed"}
    return found


NOT_OF_A_PROCUREMENT = {
    "person-added", "notices-kept", "search-saved", "search-renamed", "search-dropped",
    "reading-begun", "reading-stopped", "reading-continued", "reading-ended",
}  # fmt: skip


def test_every_action_on_a_procurement_has_a_name_in_words():
    named = library().names.tables["action"]
    assert len(names_of_events()) > 20 and names_of_events() > NOT_OF_A_PROCUREMENT
    assert names_of_events() - NOT_OF_A_PROCUREMENT <= set(named), (
        "add it to the table action of library/names.yaml"
    )
    assert all(text.sv.strip() and text.en.strip() for text in named.values())


def test_actions_outside_procurements_have_a_name_too():
    assert set(library().names.tables["action"]) >= NOT_OF_A_PROCUREMENT


@pytest.mark.parametrize("role", sorted({*ROLES, *ORGANISATION_ROLES}))
def test_every_role_has_a_name_in_words(role: str):
    assert library().names.of("role", role, "sv") != library().names.of("role", role, "en")
