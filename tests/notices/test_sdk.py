"""Strictness: every element of every notice at hand, and every field of the SDK, is read or left out for a named reason."""

import gzip
import json
import re
from functools import cache
from pathlib import Path

import pytest

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER, automaton, table
from omlopp.notices.read import read
from tests.conftest import needs_pack, pack_folder

TABLES = ("eforms", "ted_r208", "ted_r209")


@pytest.mark.parametrize("name", TABLES)
def test_every_branch_left_out_has_a_reason_that_is_written_down(name):
    reasons = {row["reason"] for row in rows(FOLDER / "skips.csv")}
    left_out = [row for some in table(name).values() for row in some if row.type == "skip"]
    assert left_out and {row.column for row in left_out} <= reasons


@pytest.mark.parametrize("name", TABLES)
def test_a_column_holds_values_of_one_type(name):
    types: dict[tuple[str, str], set[str]] = {}
    for some in table(name).values():
        for row in some:
            if row.type not in ("skip", "record"):
                types.setdefault((row.record, row.column), set()).add(row.type)
    assert {column: found for column, found in types.items() if len(found) > 1} == {}


def _notices(pack, *folders):
    root = pack_folder(pack)
    assert root
    for folder in folders:
        for path in sorted((Path(root) / folder).glob("*.xml*")):
            data = path.read_bytes()
            yield path, gzip.decompress(data) if path.suffix == ".gz" else data


PACKS = [
    pytest.param("notices", ("ted", "eforms", "doffin"), 857, marks=needs_pack("notices")),
    pytest.param("eforms-sdk-examples", (".",), 92, marks=needs_pack("eforms-sdk-examples")),
    pytest.param("ted-eforms-pairs", ("ted", "eforms"), 112, marks=needs_pack("ted-eforms-pairs")),
]


@pytest.mark.parametrize("pack, folders, count", PACKS)
def test_no_element_with_content_is_left_unread(pack, folders, count):
    seen, unread = 0, {}
    for path, data in _notices(pack, *folders):
        seen += 1
        if left := read(data, path.name).unread:
            unread[path.name] = left
    assert (seen, unread) == (count, {})


@cache
def sdk_fields():
    folder = pack_folder("eforms-sdk")
    assert folder
    return json.loads(gzip.decompress((Path(folder) / "fields" / "fields.json.gz").read_bytes()))["fields"]


@needs_pack("eforms-sdk")
def test_every_field_of_the_sdk_is_read_or_left_out_on_purpose():
    machine = automaton("eforms")
    neither = set()
    for field in sdk_fields():
        path = field["xpathAbsolute"]
        while path != (shorter := re.sub(r"\[[^\[\]]*\]", "", path)):
            path = shorter
        names = [step.rpartition(":")[2] for step in path.strip("/").split("/")]
        if names[-1].startswith("@"):
            continue
        business = "-Business" in field["id"]
        names[0] = "BusinessRegistrationInformationNotice" if business else "ContractNotice"
        state = machine.start
        for name in names:
            state = state.moves.get(name) or machine.move(state, name)
            if state.skipped:
                break
        if not state.skipped and not state.rows:
            neither.add(field["id"])
    assert neither == set()


@needs_pack("eforms-sdk-examples")
def test_all_subtypes_of_the_sdk_are_read_with_their_kind():
    kinds: dict[str, set[str]] = {}
    for path, data in _notices("eforms-sdk-examples", "."):
        if not path.name.startswith("INVALID"):
            notice = read(data, path.name)
            kinds.setdefault(notice.subtype, set()).add(notice.kind)
    asked = {
        *map(str, range(1, 41)),
        "CEI",
        "T01",
        "T02",
        "X01",
        "X02",
        *(f"E{number}" for number in range(1, 7)),
    }
    assert asked <= set(kinds)
    assert (
        kinds["16"] <= {"competition", "change"}
        and kinds["29"] == {"result"}
        and kinds["E3"] == {"competition"}
    )


@needs_pack("eforms-sdk-examples")
def test_winners_bids_and_values_of_the_sdk_examples():
    folder = pack_folder("eforms-sdk-examples")
    assert folder
    one = read((Path(folder) / "can_24_minimal.xml").read_bytes(), "can_24_minimal.xml")
    [winner] = one.winners
    assert (winner.lot_id, str(winner.value_amount), winner.currency) == ("LOT-0000", "95414", "EUR")
    assert one.bids_received == 3 and one.lots[0].bids_received == 3
    assert (str(one.lots[0].value_low), str(one.lots[0].value_high)) == ("59299.64", "95414")
    withheld = read((Path(folder) / "can_25_withheld.xml").read_bytes(), "can_25_withheld.xml")
    assert withheld.value_amount is None or withheld.value_amount >= 0
    assert "unpublished" not in {text.text for text in withheld.texts}
