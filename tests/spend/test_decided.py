"""Rules that people made: which decides, the file they travel in; and what is kept and guessed of a ledger."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.errors import OmloppError
from omlopp.library.spend import groups, reasons
from omlopp.spend import decided, guess, kept, reading, register
from omlopp.spend.categorise import Desk
from omlopp.spend.cube import Key
from omlopp.spend.decided import Decided, rules_of
from omlopp.spend.made import FOLDER

FILE = FOLDER / "ovningsreskontra.csv"
KEY = Key("2120000000", "6451", "Inventarier kontor", "5560000001", "Övning Möbler AB", "", "", 2025)


def place(*rules: Decided, key: Key = KEY) -> tuple[str, str, str]:
    found = Desk(rules_of(rules)).place(key)
    return found.reason, found.group, found.rule


def test_the_narrowest_rule_decides():
    word = Decided("word", word="inventarier", cpv="30")
    supplier = Decided("supplier", supplier="5560000001", cpv="18")
    account = Decided("account", account="6451", cpv="22")
    line = Decided("line", supplier="övning möbler ab", account="6451", cpv="33")
    assert place(word) == ("", "30", "remembered_word")
    assert place(word, supplier) == ("", "18", "remembered")
    assert place(word, supplier, account) == ("", "22", "remembered_account")
    assert place(word, supplier, account, line) == ("", "33", "remembered_line")


def test_an_account_rule_goes_before_the_chart_also_where_it_says_no_purchase():
    vat = KEY._replace(account="1650", account_name="Ingående moms")
    assert place(key=vat)[0] == "vat"
    assert place(Decided("account", account="1650", cpv="391"), key=vat) == ("", "391", "remembered_account")
    assert place(Decided("account", account="6451", left_out="internal")) == (
        "internal",
        "",
        "remembered_account",
    )
    assert place(Decided("supplier", supplier="5560000001", cpv="391"), key=vat)[0] == "vat", (
        "its VAT is still VAT"
    )


def test_a_word_begins_a_word_and_the_longest_decides():
    assert place(Decided("word", word="ventarier", cpv="30"))[2] != "remembered_word"
    assert place(Decided("word", word="möb", cpv="30"), Decided("word", word="möbler", cpv="391"))[1] == "391"


targets = st.one_of(
    st.sampled_from(sorted(groups())).map(lambda cpv: {"cpv": cpv}),
    st.sampled_from(sorted(reasons())).map(lambda code: {"left_out": code}),
)
texts = st.text(st.characters(exclude_categories=("Cc", "Cs", "Z")), min_size=3, max_size=30).filter(
    lambda text: text.casefold() not in ("enskild",)
)


@given(st.lists(st.builds(
    lambda kind, supplier, account, word, to, why: decided.checked(Decided(kind, supplier, account, word, why=why, **to)),
    st.sampled_from(("line", "supplier", "account", "word")), texts, texts, texts, targets, texts,
), max_size=6))  # fmt: skip
def test_what_is_written_is_read_back(rules: list[Decided]):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "regler.yaml"
        path.write_text(decided.written(rules), "utf-8")
        assert list(decided.read(path)) == rules


@pytest.mark.parametrize("text, code", [
    ("rules: [{kind: supplier, cpv: '391'}]", "spend.rule-wrong"), ("rules: [{kind: allt}]", "spend.rule-file-wrong"),
    ("rules: [{kind: account, account: '1', cpv: '99'}]", "spend.group-unknown"), ("- a", "spend.rule-file-wrong"),
    ("rules: [{kind: supplier, supplier: enskild, cpv: '391'}]", "spend.supplier-masked"),
    ("rules: [{kind: account, account: '1', left_out: fel}]", "spend.group-unknown"), ("a: b: c", "spend.rule-file-wrong"),
])  # fmt: skip
def test_a_rule_file_that_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, code: str):
    path = tmp_path / "regler.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(OmloppError) as refused:
        decided.read(path)
    assert refused.value.code == code


def test_a_rule_keeps_its_day(tmp_path: Path):
    path = tmp_path / "regler.yaml"
    rule = Decided("account", account="6451", cpv="391", why="x", decided_on=date(2026, 11, 21))
    path.write_text(decided.written([rule]), "utf-8")
    assert decided.read(path) == (rule,)


# Kept


def test_a_kept_ledger_is_the_one_that_was_read(tmp_path: Path):
    found = reading.read(FILE)
    path = tmp_path / "k.json"
    path.write_bytes(kept.written(found))
    assert kept.read(path) == found


def test_a_kept_register_is_the_one_that_was_read(tmp_path: Path):
    file = tmp_path / "avtal.csv"
    file.write_text("cpv;titel;avtalsslut;nettobelopp\n39130000;Stolar;2027-01-31;2 000 000\n;;;\n", "utf-8")
    found = register.read(file)
    path = tmp_path / "k.json"
    path.write_bytes(kept.register_written(found))
    assert kept.register_read(path) == found


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"cube": [[1]], "form": {}}'])
def test_a_torn_kept_file_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "k.json"
    path.write_bytes(content)
    with pytest.raises(kept.KeptBroken):
        kept.read(path)


# Watched and guessed


def test_a_watcher_is_told_of_the_rows_and_may_stop_the_reading():
    told: list[tuple[int, int]] = []
    found = reading.read(FILE, watch=lambda done, total: told.append((done, total)))
    assert found == reading.read(FILE)
    assert told[-1] == (10_000, 10_000) and [done for done, _ in told] == sorted(done for done, _ in told)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reading.read(FILE, watch=stop)


def test_columns_are_guessed_by_what_stands_in_them():
    head = ("a", "b", "c", "d", "e")
    rows = [
        ("Övning Städ AB", "5560000001", "2025-01-31", "1 000,50", "6451"),
        ("Övning HB", "969600-0001", "2025-02-01", "-20,00", "6452"),
    ]
    assert guess.columns(head, rows) == {
        "supplier": "a", "supplier_id": "b", "booked_on": "c", "amount_sek": "d",
    }  # fmt: skip


def test_known_names_go_before_the_look_of_cells_and_empty_tables_guess_nothing():
    assert guess.columns(("belopp", "x"), [("", "1,5")])["amount_sek"] == "belopp"
    assert guess.columns(("x", "y"), []) == {} and guess.columns((), []) == {}


def test_a_preview_shows_no_personal_number():
    assert guess.shown([("Anna 900101-1234", "x" * 100)]) == [("Anna maskerad", "x" * guess.SHOWN_CELL)]


def test_sums_of_a_kept_ledger_are_exact(tmp_path: Path):
    found = reading.read(FILE)
    path = tmp_path / "k.json"
    path.write_bytes(kept.written(found))
    assert kept.read(path).total.sek == found.total.sek and isinstance(found.total.sek, Decimal)
