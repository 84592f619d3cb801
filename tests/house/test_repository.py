"""The repository keeps itself: locks, pages, nothing of others, nothing of the machine it was written on."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from omlopp.library import packs

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-bench.lock")
LARGEST_BYTES = 512 * 1024
LARGE = {
    "src/omlopp/library/codelists/cpv.csv"
}  # 9,454 names in two languages, no smaller without being unreadable


def own_files() -> list[Path]:
    """Every file of the project: what git holds or would take; without git, what is not plainly made."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            [
                "git",
                "-c",
                f"safe.directory={ROOT}",
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    made = {"omlopp-data", "__pycache__", "test-results"}
    hidden = (
        path for path in ROOT.iterdir() if path.name.startswith(".") and path.is_dir() and path.name != ".ci"
    )
    made |= {path.name for path in hidden}
    return [
        path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)
    ]


def pages() -> list[Path]:
    return [path for path in own_files() if path.suffix == ".md"]


# Locks


def locked(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(lock):
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(
        r"\n(?=[a-zA-Z0-9])", "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    )
    assert len(entries) > 10
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links| @ ", text)


def test_each_lock_holds_the_one_before():
    core, test, bench = (locked(lock) for lock in LOCKS)
    assert core and core.items() <= test.items() <= bench.items()


def test_every_dependency_is_locked_and_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    reasons = (ROOT / "docs/decisions/0002-dependencies.md").read_text("utf-8")
    groups = [
        project["project"]["dependencies"],
        *(project["dependency-groups"][name] for name in ("test", "bench")),
    ]
    for lock, wanted in zip(LOCKS, groups, strict=True):
        for name in (re.match(r"[A-Za-z0-9._-]+", line).group().lower() for line in wanted):
            assert name in locked(lock), f"{name} is not in {lock}"
            assert f"`{name}`" in reasons, f"{name} has no line in 0002-dependencies.md"


# Pages


def decisions() -> list[Path]:
    return sorted((ROOT / "docs/decisions").glob("*.md"))


def test_decisions_are_numbered_without_gaps():
    numbers = [path.name.split("-")[0] for path in decisions()]
    assert numbers and numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("decision", decisions(), ids=lambda path: path.stem)
def test_a_decision_has_context_choice_and_consequences(decision):
    text = decision.read_text("utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Choice", "Consequences"]
    assert all(part.strip() for part in re.split(r"^## .+$", text, flags=re.MULTILINE)), "an empty part"
    assert len(text.splitlines()) <= 80, "a decision is a page"


def test_links_between_pages_lead_somewhere():
    for page in pages():
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_the_licence_is_the_whole_eupl():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert all(f"\n{article}." in text for article in range(1, 16)) and "Appendix" in text


def test_publiccode_describes_the_project_in_both_languages():
    card = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    needed = (
        "publiccodeYmlVersion name url platforms developmentStatus softwareType "
        "description legal maintenance localisation"
    )
    assert set(needed.split()) <= set(card)
    assert card["legal"]["license"] == "EUPL-1.2"
    assert {"sv", "en"} <= set(card["localisation"]["availableLanguages"])
    for language in ("sv", "en"):
        words = card["description"][language]
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


# Nothing of others, nothing of the machine


def theirs() -> set[str]:
    """sha256 of every file of the packs at hand that their cards do not mark as this project's own."""
    found: set[str] = set()
    for pack in packs.packs(packs.pack_folders(ROOT / "omlopp-data")):
        card = yaml.safe_load((pack.folder / packs.CARD).read_text("utf-8"))
        ours = {entry["sha256"] for entry in card["files"] if entry.get("ours")}
        found |= set(packs.vouched_for(pack).values()) - ours
    return found


@pytest.mark.skipif(
    not os.environ.get("OMLOPP_PACKS"), reason="no packs to compare with: OMLOPP_PACKS is not set"
)
def test_no_file_of_a_pack_lies_in_the_repository():
    foreign = theirs()
    assert len(foreign) > 0, "OMLOPP_PACKS names no packs"
    assert [str(path.relative_to(ROOT)) for path in own_files() if packs.sha256_of(path) in foreign] == []


def test_no_file_is_large():
    """What is larger is data that belongs in a pack, or a table that wants to be packed."""
    large = {path.relative_to(ROOT).as_posix() for path in own_files() if path.stat().st_size > LARGEST_BYTES}
    assert large - LARGE == set()


# Written apart, so that this file does not name them.
FOREIGN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/wo" r"rk/",
            r"\bfar" r"m-",
            r"\.libr" r"ary/",
            r"\.mir" r"ror/",
            r"\bfind_str" r"ing\b",
            r"\bissues sh" r"ow\b",
        ]
    )
)


def test_no_file_names_the_machine_or_the_tools_it_was_written_with():
    named = {}
    for path in own_files():
        try:
            found = FOREIGN.search(path.read_text("utf-8"))
        except UnicodeDecodeError:
            continue
        if found:
            named[str(path.relative_to(ROOT))] = found.group()
    assert named == {}
