"""omlopp notices classify and omlopp notices evaluate."""

import csv
import gzip
import json

import pytest
from typer.testing import CliRunner

from omlopp.cli.notices import app
from tests.notices.test_read import SAMPLES

ADDED = ["circular", "circular_score", "r_strategy", "evidence"]


def run(*arguments, code=0):
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == code, (done.output, done.exception)
    return done


def rows(path, delimiter=","):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def classified(tmp_path, text, *more, encoding="utf-8", name="titlar.csv"):
    source, to = tmp_path / name, tmp_path / "ut.csv"
    data = text.encode(encoding)
    source.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    done = run("classify", "--titles", source, "--column", "titel", "--to", to, "--json", *more)
    return json.loads(done.output), to


def test_four_columns_are_added_and_rows_and_order_stay(tmp_path):
    text = 'id,titel,cpv\n2,"Möbler, begagnade",39100000\n1,Drift av återvinningscentral,90500000\n2,Bilpool,60170000\n'
    said, to = classified(tmp_path, text, "--cpv-column", "cpv")
    made = rows(to)
    assert list(made[0]) == ["id", "titel", "cpv", *ADDED]
    assert [row["id"] for row in made] == ["2", "1", "2"]
    assert [row["circular"] for row in made] == ["yes", "no", "weak"]
    assert made[0]["r_strategy"] == "R3" and made[0]["evidence"] == "Möbler, begagnade"
    assert 0 <= float(made[1]["circular_score"]) <= float(made[0]["circular_score"]) <= 1
    assert (said["rows"], said["yes"], said["weak"], said["no"]) == (3, 1, 1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_encodings_and_delimiters_of_excel_are_read(tmp_path, encoding, delimiter):
    text = delimiter.join(("id", "titel")) + "\r\n" + delimiter.join(("1", "Återbrukade möbler")) + "\r\n"
    _, to = classified(tmp_path, text, encoding=encoding)
    [row] = rows(to, delimiter)
    assert row["titel"] == "Återbrukade möbler" and row["circular"] == "yes"
    assert to.read_bytes().startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")


def test_a_packed_file_is_read_too(tmp_path):
    said, _ = classified(tmp_path, "titel\nBegagnad lastbil\n", name="titlar.csv.gz")
    assert said["yes"] == 1


def test_a_file_with_only_a_header_gives_only_a_header(tmp_path):
    said, to = classified(tmp_path, "id;titel\n")
    assert said["rows"] == 0 and to.read_text("utf-8").strip() == ";".join(["id", "titel", *ADDED])


def refused(tmp_path, text, *arguments):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    given = ("classify", "--titles", tmp_path / "a.csv", "--to", tmp_path / "ut.csv", *arguments)
    done = CliRunner().invoke(app, [str(one) for one in given])
    assert done.exit_code == 2 and not (tmp_path / "ut.csv").exists()
    return done.output + (done.stderr if done.stderr_bytes else "")


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path):
    said = refused(tmp_path, "id,rubrik\n1,Stol\n", "--column", "titel")
    assert "titel" in said and "rubrik" in said
    said = refused(tmp_path, "id,titel\n1,Stol\n", "--column", "titel", "--cpv-column", "kod")
    assert "kod" in said


@pytest.mark.parametrize("name", ADDED)
def test_a_column_of_the_same_name_is_never_overwritten(tmp_path, name):
    assert name in refused(tmp_path, f"titel,{name}\nStol,x\n", "--column", "titel")


def test_two_columns_of_one_name_are_refused_since_one_would_be_lost(tmp_path):
    assert "titel" in refused(tmp_path, "titel,titel\nBegagnad buss,Stol\n", "--column", "titel")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(bytes(range(256)) * 4)
    given = ("classify", "--titles", tmp_path / "a.csv", "--to", tmp_path / "ut.csv", "--column", "titel")
    done = CliRunner().invoke(app, [str(one) for one in given])
    assert done.exit_code == 2 and "CSV" in done.output + (done.stderr if done.stderr_bytes else "")


def test_a_place_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "a.csv").write_text("titel\nStol\n", "utf-8")
    given = (
        "classify",
        "--titles",
        tmp_path / "a.csv",
        "--to",
        tmp_path / "x" / "ut.csv",
        "--column",
        "titel",
    )
    assert CliRunner().invoke(app, [str(one) for one in given]).exit_code == 2


def test_the_cpv_code_is_read_from_a_column_of_that_name(tmp_path):
    """Upholstery is furniture by its code alone; without a code it may be wallpaper."""
    _, to = classified(tmp_path, "titel,cpv\nTapetserararbeten,50850000\nTapetserararbeten,45432200\n")
    assert [row["circular"] for row in rows(to)] == ["yes", "no"]


def test_odd_titles_are_judged_like_any_other(tmp_path):
    """Empty, long, in capitals, with pictures, letters in two parts, soft hyphens, or two languages."""
    odd = {
        "": "no",
        "Begagnad lastbil. " * 9_000: "yes",
        "x" * 200_000: "no",
        "BEGAGNADE MÖBLER": "yes",
        "🪑 Begagnade möbler 🪑": "yes",
        "A\u030aterbrukade mo\u0308bler": "yes",
        "Åter\u00adbrukade möbler": "yes",
        "Begagnade möbler / second-hand furniture": "yes",
        "Begagnade\u00a0möbler": "yes",
    }
    text = "nr,titel\n" + "".join(f'{place},"{title}"\n' for place, title in enumerate(odd))
    _, to = classified(tmp_path, text)
    allowed = csv.field_size_limit(1 << 28)
    try:
        assert [row["circular"] for row in rows(to)] == list(odd.values())
    finally:
        csv.field_size_limit(allowed)


def test_a_row_longer_than_its_header_is_named_by_its_line(tmp_path):
    assert "3" in refused(tmp_path, "id,titel\n1,Stol\n2,Stol,bord\n", "--column", "titel")


LABELS = (
    "notice,language,circular,where,r_strategy,evidence,intent,hard_negative,note\n"
    "mobler-exempelby.xml,SV,yes,object,reuse,,explicit,,\n"
    "finns-inte.xml,SV,no,,none,,,,\n"
)


@pytest.fixture
def labels(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text(LABELS, "utf-8")
    return path


def test_labels_are_measured_against_a_folder_of_notices(labels):
    data = json.loads(run("evaluate", "--labels", labels, "--notices", SAMPLES, "--json").output)
    assert data["n"] == 1 and data["missing"] == ["finns-inte.xml"]
    assert data["yes"]["precision"]["share"] == data["yes"]["recall"]["share"] == 1.0


def test_labels_are_measured_the_same_against_the_tables_of_a_run(labels, tmp_path):
    from omlopp.flows.notices import read_market

    read_market([SAMPLES], tmp_path / "market", 1)
    tables = json.loads(
        run("evaluate", "--labels", labels, "--notices", tmp_path / "market", "--json").output
    )
    files = json.loads(run("evaluate", "--labels", labels, "--notices", SAMPLES, "--json").output)
    assert tables == files


def test_titles_may_stand_beside_their_labels(tmp_path):
    path = tmp_path / "titlar.csv"
    path.write_text(
        "upphandlings_id,kopare,cpv,titel,circular,r_strategy,hard_negative\n"
        "1,A,34130000,Begagnad lastbil,yes,reuse,\n"
        "2,B,45233128,Cirkulationsplats,no,,homonym\n"
        "3,C,39100000,Möbler,yes,reuse,\n",
        "utf-8",
    )
    done = run("evaluate", "--labels", path, "--notices", tmp_path, "--json")
    data = json.loads(done.output)
    assert (data["yes"]["recall"]["k"], data["yes"]["recall"]["n"]) == (1, 2)
    assert [one["name"] for one in data["disagreements"]] == ["3"]
    said = run("evaluate", "--labels", path, "--notices", tmp_path).output
    assert "Avvikelser (1)" in said and "Möbler" in said and "(1 av 2;" in said


def test_sentences_may_stand_beside_their_labels_with_the_field_they_are_for(tmp_path):
    path = tmp_path / "meningar.csv"
    path.write_text(
        "text,language,field,cpv,circular\n"
        "Garanti,sv,award-criterion,38000000,weak\n"
        "Garanti lämnas.,sv,description,38000000,no\n"
        "Gebrauchtes Feuerwehrfahrzeug,de,title,34144210,yes\n",
        "utf-8",
    )
    data = json.loads(run("evaluate", "--labels", path, "--notices", tmp_path, "--json").output)
    assert data["disagreements"] == [] and set(data["by_language"]) == {"sv", "de"}
    path.write_text("text,field,circular\nGaranti,rubrik,no\n", "utf-8")
    assert (
        CliRunner().invoke(app, ["evaluate", "--labels", str(path), "--notices", str(tmp_path)]).exit_code
        == 2
    )


def test_a_file_without_labels_is_refused_in_words(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    done = CliRunner().invoke(app, ["evaluate", "--labels", str(path), "--notices", str(tmp_path)])
    assert done.exit_code == 2
    path.write_text("titel,circular\nStol,kanske\n", "utf-8")
    done = CliRunner().invoke(app, ["evaluate", "--labels", str(path), "--notices", str(tmp_path)])
    assert done.exit_code == 2
