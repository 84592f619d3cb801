"""The Swedish procurement statistics: one notice per procurement, every row counted. Small tables here are invented."""

import gzip
from collections import Counter
from decimal import Decimal

from omlopp.notices import errors
from omlopp.notices.errors import Rejected
from omlopp.notices.read import notices
from omlopp.notices.registry import TITLE, value_state
from omlopp.notices.schema import Declared, Notice, TextField
from omlopp.notices.sources import RegistryFiles, contents
from tests.conftest import needs_pack, pack_folder
from tests.notices import documents

HEAD = "upphandlings_id,kopare,kopare_orgnr,sektor,delsektor,slag,cpv,direktivstyrd,miljo,social,annonsdatabas,titel,publicerad"
ROW = "OV{n},ÖVNINGSKOMMUNEN,2120009999,Kommun,Kommunalt ägd organisation,Varor,{cpv},True,{flag},,Övningsbasen,{title},2021-03-04"


def row(n, cpv="39130000", flag="", title="ÖVNING – återbrukade möbler"):
    return ROW.format(n=n, cpv=cpv, flag=flag, title=title)


def table(*rows, more="", head=HEAD):
    return "\n".join([head + more, *rows]).encode()


def read(**tables):
    return list(notices(RegistryFiles(**tables), "upphandlingar.csv"))


def test_a_row_is_a_notice_of_which_only_the_title_is_text():
    [notice] = read(procurements=table(row(1, flag="True")))
    assert (notice.notice_id, notice.file) == ("OV1", "upphandlingar.csv!OV1")
    assert notice.text_read == "title" and notice.format == "registry-se"
    assert notice.texts == (TextField(TITLE, None, "sv", "ÖVNING – återbrukade möbler"),)
    assert (notice.platform, notice.above_threshold, notice.buyer_kind) == (
        "Övningsbasen",
        True,
        "pub-undert-la",
    )
    assert (notice.object_kind, notice.cpv, str(notice.published_on)) == (
        "goods",
        ("39130000",),
        "2021-03-04",
    )


def test_a_flag_not_reported_declares_nothing():
    assert read(procurements=table(row(1)))[0].declared == ()
    assert read(procurements=table(row(1, flag="True")))[0].declared == (
        Declared("registry-environmental", "true", None),
    )
    assert read(procurements=table(row(1, flag="False")))[0].declared == (
        Declared("registry-environmental", "false", None),
    )


def test_a_cpv_of_noughts_is_none():
    assert read(procurements=table(row(1, cpv="00000000")))[0].cpv == ()


def test_bids_winners_and_value_join_their_procurement():
    [notice] = read(
        procurements=table(row(1)),
        bids=table(row(1) + ",L1,3", row(1) + ",L2,1", more=",anbudsomrades_id,antal_anbud"),
        winners=table(
            row(1) + ",L1,Övning AB,Små företag,Övriga aktiebolag",
            row(1) + ",L3,En Person,,Fysiska personer",
            more=",anbudsomrades_id,leverantor,leverantor_storlek,leverantor_juridisk_form",
        ),
        values=table(row(1) + ",2500000", more=",kontrakterat_varde_sek"),
    )
    assert [(lot.lot_id, lot.bids_received) for lot in notice.lots] == [("L1", 3), ("L2", 1), ("L3", None)]
    assert notice.bids_received == 4
    assert [(one.lot_id, one.name, one.size) for one in notice.winners] == [
        ("L1", "Övning AB", "Små företag"),
        ("L3", "maskerad", ""),
    ]
    assert (notice.value_amount, notice.currency, notice.value_kind) == (
        Decimal(2500000),
        "SEK",
        "contracted",
    )


def test_a_row_without_its_procurement_is_rejected_by_line_and_never_lost():
    found = read(
        procurements=table(row(1)), values=table(row(1) + ",5", row(2) + ",7", more=",kontrakterat_varde_sek")
    )
    [rejected] = [one for one in found if isinstance(one, Rejected)]
    assert isinstance(rejected.error, errors.RowWithoutProcurement)
    assert (rejected.error.facts["id"], rejected.error.facts["line"]) == ("OV2", 3)


def test_an_id_that_stands_twice_is_kept_and_marked():
    first, second = read(
        procurements=table(row(1), row(1, title="ÖVNING – samma igen")),
        bids=table(row(1) + ",L1,3", more=",anbudsomrades_id,antal_anbud"),
    )
    assert (second.notice_id, second.procedure_id, second.remarks) == ("OV1!2", "OV1", ("second_row",))
    assert first.bids_received == 3 and second.bids_received is None, "bids are counted once"


def test_a_table_alone_gives_the_procurements_it_names():
    [notice] = read(bids=table(row(1) + ",L1,3", row(1) + ",L2,2", more=",anbudsomrades_id,antal_anbud"))
    assert notice.notice_id == "OV1" and notice.bids_received == 5


def test_a_row_that_runs_over_and_one_without_id_are_rejected_and_the_rest_is_read():
    found = read(procurements=table(row(1), row(2) + ",en cell för mycket", row("").replace("OV,", ",", 1)))
    assert [type(one).__name__ for one in found] == ["Rejected", "Rejected", "Notice"]
    assert {type(one.error) for one in found if isinstance(one, Rejected)} == {
        errors.BrokenRow,
        errors.RowWithoutId,
    }


def test_a_column_nobody_knows_is_audited():
    [notice] = read(procurements=table(row(1) + ",något nytt", more=",ny_kolumn"))
    assert notice.unread == ("ny_kolumn",)


def test_a_buyer_with_a_personal_number_is_masked():
    masked = row(1).replace("2120009999", "8001019999")
    [notice] = read(procurements=table(masked))
    assert (notice.buyer_name, notice.buyer_id) == ("maskerad", "maskerad-1")


def test_the_long_names_of_a_workbook_mean_the_same(tmp_path):
    head = [
        "År", "Namn för köpare", "Organisationsnummer för köpare", "Delsektor för köpare", "Upphandlingsslag", "Huvudsaklig CPV-kod",
        "Direktivstyrd", "Miljömässigt hållbar upphandling", "Annonsdatabas", "Upphandlings-ID", "Upphandlingens titel", "Publiceringsdatum",
        "Kontrakterat värde, Summa",
    ]  # fmt: skip
    cells = [
        2021, "ÖVNINGSKOMMUNEN", "2120009999", "Kommun", "Varor", "39130000 Kontorsmöbler",
        "True", "", "Övningsbasen", "OV1", "ÖVNING – möbler", "2021-03-04", 2500000,
    ]  # fmt: skip
    [notice] = notices(documents.xlsx({"Kontrakterat värde, Summa": [head, cells]}), "contracted_value.xlsx")
    assert isinstance(notice, Notice) and notice.format == "registry-se"
    assert (notice.notice_id, notice.cpv, notice.value_amount) == ("OV1", ("39130000",), Decimal(2500000))
    assert notice.unread == ()


def test_a_table_of_another_kind_says_what_was_found_and_expected():
    [rejected] = notices(b"id,pris\n1,2\n", "priser.csv")
    assert isinstance(rejected.error, errors.AnotherTable)
    assert rejected.error.facts["found"] == ("id", "pris") and "titel" in rejected.error.facts["expected"]


def test_a_table_in_another_encoding_is_refused_by_its_place():
    [rejected] = notices(table(row(1)).decode().encode("cp1252"), "u.csv")
    assert isinstance(rejected.error, errors.NotUtf8)


def test_files_that_lie_together_are_one_content(tmp_path):
    (tmp_path / "upphandlingar_2021_a.csv").write_bytes(table(row(1)))
    (tmp_path / "bids_2021_a.csv.gz").write_bytes(
        gzip.compress(table(row(1) + ",L1,3", more=",anbudsomrades_id,antal_anbud"))
    )
    (tmp_path / "labels.csv").write_text("fil,svar\n1,ja\n")
    [(name, content)] = contents([tmp_path])
    assert name == "upphandlingar_2021_a.csv" and isinstance(content, RegistryFiles) and content.bids
    [(name, content)] = contents(sorted(tmp_path.glob("*2021*")))
    assert isinstance(content, RegistryFiles) and content.procurements and content.bids, (
        "given one by one as well"
    )


def test_two_years_in_one_folder_are_two_contents(tmp_path):
    for year in ("2021", "2022"):
        (tmp_path / f"upphandlingar_{year}.csv").write_bytes(table(row(1)))
        (tmp_path / f"values_{year}.csv").write_bytes(table(row(1) + ",5", more=",kontrakterat_varde_sek"))
    found = list(contents([tmp_path]))
    assert [name for name, _ in found] == ["upphandlingar_2021.csv", "upphandlingar_2022.csv"]
    assert all(content.values for _, content in found)


@needs_pack("registry-se")
def test_the_counts_of_2021_are_those_of_its_readme():
    [(name, content)] = contents([pack_folder("registry-se")])
    every = list(notices(content, name))
    found = [one for one in every if isinstance(one, Notice)]
    tables = Counter(one.error.facts["table"].split("_")[0] for one in every if isinstance(one, Rejected))
    assert len(found) == 10_827 and len({one.buyer_id for one in found}) == 768
    assert tables == {"bids": 34, "winners": 35, "values": 7}
    lots = [lot.bids_received for one in found for lot in one.lots if lot.bids_received is not None]
    lost = _bids_of_rejected(content, {one.error.facts["id"] for one in every if isinstance(one, Rejected)})
    assert len(lots) + 34 == 6_729 and sum(lots) + lost == 35_130
    assert sum(len(one.winners) for one in found) + 35 == 13_143
    states = Counter(value_state(one.value_amount) for one in found)
    assert states["stated"] + states["zero"] + states["placeholder"] + 7 == 5_634
    assert (states["zero"], states["placeholder"]) == (165, 94)
    assert not any(one.unread for one in found)
    assert Counter(
        flag.code for one in found for flag in one.declared if flag.field == "registry-environmental"
    ) == {"true": 653}


def _bids_of_rejected(content, ids):
    import csv
    import io

    rows = csv.DictReader(io.StringIO(content.bids.decode()))
    return sum(int(line["antal_anbud"]) for line in rows if line["upphandlings_id"] in ids)


def test_workbooks_that_lie_together_are_one_content_as_well(tmp_path):
    head = HEAD.split(",")
    cells = row(1).split(",")
    (tmp_path / "number_of_procurements.xlsx").write_bytes(documents.xlsx({"Blad": [head, cells]}))
    (tmp_path / "number_of_tenders.xlsx").write_bytes(
        documents.xlsx({"Blad": [[*head, "Anbudsområdes-ID", "Antal anbud, Summa"], [*cells, "L1", 3]]})
    )
    (tmp_path / "krav.xlsx").write_bytes(documents.workbook())
    found = dict(contents([tmp_path]))
    assert list(found) == ["krav.xlsx", "number_of_procurements.xlsx"]
    [notice] = notices(found["number_of_procurements.xlsx"], "number_of_procurements.xlsx")
    assert notice.bids_received == 3


def test_quotes_that_never_end_reject_the_rest_and_keep_what_was_read():
    endless = row(2, title='"ÖVNING ') + "x" * 140_000
    notice, rejected = sorted(
        read(procurements=table(row(1), endless)), key=lambda one: isinstance(one, Rejected)
    )
    assert notice.notice_id == "OV1" and isinstance(rejected.error, errors.BrokenDocument)


def test_a_broken_table_of_bids_leaves_the_procurements_standing():
    found = read(
        procurements=table(row(1)),
        bids=table(row(1), more=",anbudsomrades_id,antal_anbud").decode().encode("cp1252"),
    )
    assert [type(one).__name__ for one in found] == ["Rejected", "Notice"]
