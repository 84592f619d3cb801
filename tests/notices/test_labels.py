"""Our own labels and examples: well formed, apart from the shared ones, and true to the files they speak of."""

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from omlopp.library.detection import FOLDER, concepts, examples, state, steps_of_labels
from omlopp.notices.labels import notice_labels, quotes, sentence_labels, title_labels
from tests.conftest import needs_pack, pack_folder

LANGUAGES = {"sv", "no", "da", "fi", "en", "de", "nl", "fr"}
HARD = {
    *("", "waste-service", "renovation-object", "routine-maintenance", "plain-rental", "homonym"),
    *(
        "generic-green",
        "context-only",
        "waste-heat",
        "name-of-body",
        "name-of-programme",
        "legal-citation",
        "template-text",
    ),
    *("declared-only", "excludes-circular"),
}
WHERE = {"object", "description", "award-criterion", "contract-condition", "selection-criterion", "option"}
STEPS = {*steps_of_labels(), "waste-service", "none"}


def test_each_notice_is_labelled_once_with_codes_that_are_known() -> None:
    labels = notice_labels()
    assert max(Counter(label.notice for label in labels).values()) == 1
    for label in labels:
        assert set(label.r_strategy) <= STEPS, label
        assert set(label.where) <= WHERE, label
        assert label.hard_negative in HARD, label
        assert label.intent in ("", "explicit", "incidental"), label
        assert all(start < end for start, end in label.at), label
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(label.at))), label


def test_what_is_circular_says_where_and_how() -> None:
    for label in notice_labels():
        found = label.circular != "no"
        assert found == bool(label.at) == bool(label.where) == bool(label.intent), label
        assert not found or label.r_strategy, label


def test_each_title_is_labelled_once_with_codes_that_are_known() -> None:
    labels = title_labels()
    assert max(Counter(label.upphandlings_id for label in labels).values()) == 1
    for label in labels:
        assert set(label.r_strategy) <= STEPS, label
        assert label.hard_negative in HARD, label
        assert (label.circular != "no") == bool(label.intent), label


def test_invented_sentences_are_labelled_once_with_codes_that_are_known() -> None:
    labels = sentence_labels()
    assert max(Counter((label.language, label.text) for label in labels).values()) == 1
    for label in labels:
        assert re.fullmatch(r"\d{8}", label.cpv), label
        assert label.where in (
            "title",
            "description",
            "award-criterion",
            "contract-condition",
            "selection-criterion",
        )
        assert state(label.language) != "missing", label
        assert label.set in ("A", "B", "C", "D", "look-alikes", "titles"), label
        assert label.set != "look-alikes" or label.circular == "no", label


def test_every_concept_has_examples_to_hit_and_to_miss_in_all_eight_languages() -> None:
    found = Counter((one.concept, one.language, one.hit) for one in examples())
    assert {language for _, language, _ in found} == LANGUAGES
    for concept in concepts():
        for language in LANGUAGES:
            assert found[concept, language, True], f"no hit for {concept} in {language}"
            assert found[concept, language, False], f"no miss for {concept} in {language}"


@pytest.mark.parametrize("name", ["notices.csv", "titles_sv.csv", "sentences.csv"])
def test_no_address_or_number_of_a_person_stands_in_a_file(name: str) -> None:
    """The file names of notices look like personal numbers (113083-2022) and are left out."""
    text = re.sub(
        r"^(?:ted|eforms|doffin)/\S+?,", "", (FOLDER / "labels" / name).read_text("utf-8"), flags=re.M
    )
    assert "@" not in text
    assert not re.search(r"\b(?:19|20)?\d{6}[-+]\d{4}\b", text)


def _column(path: Path, column: str) -> set[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row[column] for row in csv.DictReader(lines)}


@needs_pack("notices")
def test_the_quotes_stand_in_the_files_and_the_shared_labels_are_left_alone() -> None:
    folder = pack_folder("notices")
    assert folder
    shared = _column(folder / "labels_dev.csv", "notice")
    for label in notice_labels():
        assert label.notice not in shared
        cut = quotes(label, (folder / label.notice).read_bytes())
        for quote in cut:
            assert 5 <= len(quote) <= 120, (label.notice, quote)
            assert not re.search(r"[<>]", quote), (label.notice, quote)


@needs_pack("registry-se")
def test_every_title_is_in_the_registry_and_the_shared_labels_are_left_alone() -> None:
    import gzip

    folder = pack_folder("registry-se")
    assert folder
    shared = _column(folder / "labels_titles_sv_dev.csv", "upphandlings_id")
    with gzip.open(folder / "upphandlingar_2021_shared_buyers.csv.gz", "rt", encoding="utf-8") as lines:
        known = {row["upphandlings_id"] for row in csv.DictReader(lines)}
    for label in title_labels():
        assert label.upphandlings_id in known
        assert label.upphandlings_id not in shared
