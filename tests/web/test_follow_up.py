"""Follow-up in the workbench: figures with data quality and period, evidence, corrections, promises and decisions."""

import hashlib
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from omlopp.domain.model.indicators import FactorUsed, Measurement, Stage
from omlopp.web import evidence
from omlopp.web.records import convert
from omlopp.web.records.actions.deviations import ConsequenceMissing, NothingToAccept, decide_deviation
from omlopp.web.records.actions.follow_up import AlreadyCorrected, correct_measurement, record_measurement
from omlopp.web.records.actions.goals import choose_goals
from omlopp.web.records.actions.steps import reopen_procurement
from omlopp.web.records.models import DeviationRecord, Event, EvidenceRecord, MeasurementRecord
from tests.web import building
from tests.web.building import DAY, Workspace

pytestmark = pytest.mark.django_db
ROOM = "/upphandling/{pk}/uppfoljning/"
FORM = {
    "input-reused_mass": "980", "input-delivered_mass": "3 160", "measured_on": "2026-05-01", "source": "Kvartalsrapport",
    "quality-reliability": "1", "quality-completeness": "2", "quality-temporal": "1", "quality-geographical": "",
}  # fmt: skip


def room(pk: int) -> str:
    return ROOM.format(pk=pk)


def newest(pk: int) -> MeasurementRecord:
    found: MeasurementRecord = MeasurementRecord.objects.filter(procurement_id=pk).order_by("-pk")[0]
    return found


# Figures


def test_a_measurement_keeps_its_data_quality_period_and_rules_and_reads_back_the_same(
    visit: Any, workspace: Workspace
):
    answer = visit("contract_manager").post(
        room(workspace.awarded) + "mat/reused_share/contract/", FORM | {"period_to": "2026-03-31"}
    )
    assert answer.status_code == 302
    row = newest(workspace.awarded)
    assert row.pedigree == {"reliability": 1, "completeness": 2, "temporal": 1}, (
        "what was not judged is left out"
    )
    assert row.period_to.isoformat() == "2026-03-31" and len(row.rules) == 16
    assert row.criterion.criterion_id == "reused_furniture_share", "the one requirement that is measured so"
    value = convert.measurement(row)
    again = MeasurementRecord(
        procurement_id=workspace.awarded, pk=row.pk, **convert.measurement_fields(value)
    )
    assert convert.measurement(again) == value
    page = visit().get(room(workspace.awarded) + "indikator/reused_share/").content.decode()
    for said in (
        "31\u00a0% (980 av 3\u00a0160\u00a0kg)",
        "3 av 5 bedömda",
        "Uppmätt och granskat",
        "inte bedömt",
        row.rules,
    ):
        assert said in page, said


def test_both_ways_hold_for_everything_a_measurement_can_say(workspace: Workspace):
    said = Measurement(
        "reused_share", Stage.END, {"reused_mass": Decimal("1.5")}, DAY, "källa", "bevis", None, "not",
        {"reliability": 3}, (FactorUsed("epd-1", "", "2.0", 2025, "CC0"),), DAY, "", None, "",
    )  # fmt: skip
    row = MeasurementRecord(pk=9, **convert.measurement_fields(said))
    assert convert.measurement(row) == Measurement(
        **{name: getattr(said, name) for name in said.__slots__} | {"id": "9"}
    )


def test_a_figure_left_empty_is_unknown_and_named_and_never_zero(visit: Any, workspace: Workspace):
    visit().post(room(workspace.awarded) + "mat/reused_share/end/", FORM | {"input-reused_mass": ""})
    page = visit().get(room(workspace.awarded) + "indikator/reused_share/").content.decode()
    assert "Avtalsslut, 1\u00a0maj\u00a02026: okänt" in page and "0\u00a0% av all levererad vikt" in page
    assert "<dt>Saknas</dt><dd>Vikt som är återbrukad</dd>" in page


def test_the_form_tells_what_the_requirement_asks_for(visit: Any, workspace: Workspace):
    page = visit().get(room(workspace.awarded) + "mat/reused_share/contract/").content.decode()
    for said in (
        "Leveranslista med vikt och tidigare användning per artikel, varje kvartal",
        "Bara delar som har använts tidigare",
        "(kg)",
        "Gissat",
    ):
        assert said in page, said


def test_dates_come_from_the_contracts_days_and_say_what_is_missing(visit: Any, workspace: Workspace):
    row = workspace.row("exercise")
    page = visit().get(room(row.pk)).content.decode()
    assert "Avtalet gäller från 6\u00a0maj\u00a02024 till 5\u00a0maj\u00a02026." in page
    assert '5\u00a0augusti\u00a02024</span> <span class="tag warn">saknas' in page
    assert '5\u00a0november\u00a02024</span> <span class="tag ok">mätt' in page
    assert "Ange när avtalet börjar och slutar" in visit().get(room(workspace.awarded)).content.decode()


def test_a_computed_indicator_shows_completeness_what_is_missing_and_its_factors(
    visit: Any, workspace: Workspace
):
    buyer, row = workspace.user("buyer"), workspace.row("begun")
    goals = convert.procurement(row).goals
    from omlopp.domain.model.procurement import ChosenGoal

    choose_goals(by=buyer, procurement=row, chosen=[*goals, ChosenGoal("A", (), "avoided_emissions")])
    path = room(row.pk) + "mat/avoided_emissions/contract/"
    form = {
        "input-pieces": "40", "input-new_kgco2e": "70", "input-new_life_years": "10", "input-remaining_life_years": "5",
        "input-reuse_kgco2e": "8", "measured_on": "2026-05-01", "source": "EPD och flyttlista",
        "factor-0-set": "own", "factor-0-id": "epd-bord", "factor-0-version": "1.2", "factor-0-year": "2025", "factor-0-licence": "CC BY 4.0",
    }  # fmt: skip
    assert visit().post(path, form).status_code == 302
    page = visit().get(room(row.pk) + "indikator/avoided_emissions/").content.decode()
    for said in (
        "Nya artiklar som varje återbrukad ersätter",
        "epd-bord (version 1.2, 2025, CC BY 4.0)",
        "okänt",
        "Regler",
    ):
        assert said in page, said
    without = visit().post(path, form | {"factor-0-licence": ""})
    assert without.status_code == 422 and "behöver version och licens" in without.content.decode()
    whole = visit().post(path, form | {"input-displacement_rate": "0,5", "factor-0-id": ""})
    assert whole.status_code == 302


def test_a_factor_of_a_set_at_hand_takes_version_year_and_licence_from_the_sets_card(
    visit: Any, workspace: Workspace
):
    from omlopp.flows.follow_up import factor_of, sets_at_hand
    from omlopp.library.factors import factor_set

    name = sets_at_hand()[0][0]
    known = factor_set(name)
    id = next(iter(known.factors))
    found = factor_of(name, id)
    assert (found.set, found.version, found.year, found.licence) == (
        name,
        known.card.version,
        known.card.year,
        known.card.licence,
    )


@pytest.mark.parametrize("score", ["0", "6", "12", "x", "-1"])
def test_a_score_that_is_none_counts_as_not_judged(visit: Any, workspace: Workspace, score: str):
    visit().post(
        room(workspace.awarded) + "mat/reused_share/contract/", FORM | {"quality-reliability": score}
    )
    assert "reliability" not in newest(workspace.awarded).pedigree


# Before there are goals


def test_the_baseline_can_be_measured_when_there_is_only_a_need_and_counts_when_the_goal_is_chosen(
    visit: Any, workspace: Workspace
):
    from omlopp.domain.model.procurement import ChosenGoal

    pk = workspace.from_notice
    client = visit()
    assert "Mät nuläget redan nu" in client.get(f"/upphandling/{pk}/steg/need/").content.decode()
    assert client.get(room(pk) + "nulage/").content.decode().count("/baseline/") > 10
    assert (
        client.post(
            room(pk) + "mat/waste_mass/baseline/",
            {"input-waste_mass": "1 200", "measured_on": "2026-01-05", "source": "Vågsedlar"},
        ).status_code
        == 302
    )
    assert client.get(room(pk) + "mat/delivered_mass/end/").status_code == 404, (
        "what is not chosen is not followed up"
    )
    choose_goals(
        by=workspace.user("buyer"),
        procurement=workspace.row("from_notice"),
        chosen=[ChosenGoal("A", ("A1",), "waste_mass", Decimal(900))],
    )
    page = client.get(f"/upphandling/{pk}/malkarta/").content.decode()
    assert "1\u00a0200\u00a0kg" in page and "Nuläge:" in page


# Corrections


def test_a_correction_is_a_new_record_and_the_old_one_stays_with_its_evidence_and_the_reason(
    visit: Any, workspace: Workspace
):
    old = newest(workspace.awarded)
    path = room(workspace.awarded) + f"ratta/{old.pk}/"
    assert 'value="31"' in visit().get(path).content.decode(), "the form begins with what was said"
    assert visit().post(path, FORM).status_code == 422, "a reason is needed"
    assert visit().post(path, FORM | {"why": "Fel leveranslista."}).status_code == 302
    new = newest(workspace.awarded)
    assert new.replaces == old and new.correction == "Fel leveranslista." and new.stage == old.stage
    assert old.evidence.count() == 1 and MeasurementRecord.objects.get(pk=old.pk).inputs == old.inputs
    held = convert.procurement(workspace.row("awarded")).measurements
    assert str(new.pk) in [each.id for each in held] and str(old.pk) not in [each.id for each in held]
    page = visit().get(room(workspace.awarded) + "indikator/reused_share/").content.decode()
    assert (
        "Mätningar som har rättats (1)" in page
        and "leveranslista.csv" in page
        and page.count("Fel leveranslista.") == 2
    )
    event = Event.objects.get(action="measurement-corrected")
    assert event.content["replaces"] == old.pk and event.content["before"]["reused_mass"] == "31"


def test_a_measurement_is_corrected_once_and_then_its_correction(workspace: Workspace):
    old, buyer = newest(workspace.awarded), workspace.user("buyer")
    given: dict[str, Any] = {"inputs": {}, "measured_on": DAY, "source": "S", "why": "Fel."}
    first = correct_measurement(by=buyer, measurement=old, **given)
    with pytest.raises(AlreadyCorrected):
        correct_measurement(by=buyer, measurement=old, **given)
    assert correct_measurement(by=buyer, measurement=first, **given).replaces == first


# Evidence


def office(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, content in {"[Content_Types].xml": b"<x/>", **parts}.items():
            packed.writestr(name, content)
    return held.getvalue()


def attach(client: Any, pk: int, name: str, content: bytes) -> Any:
    return client.post(
        room(pk) + f"underlag/{newest(pk).pk}/",
        {"evidence": SimpleUploadedFile(name, content), "what": "Vågsedlar"},
    )


def test_evidence_is_kept_by_checksum_listed_and_handed_out_unchanged_and_never_shown_in_the_page(
    visit: Any, workspace: Workspace
):
    content = b"%PDF-1.7 <script>alert(1)</script>"
    assert attach(visit("contract_manager"), workspace.awarded, 'lista "ett".pdf', content).status_code == 302
    row = EvidenceRecord.objects.order_by("-pk")[0]
    assert row.sha256 == hashlib.sha256(content).hexdigest() and row.size == len(content)
    assert evidence.place_of(row.sha256).read_bytes() == content
    assert row.name in visit().get(room(workspace.awarded) + "indikator/reused_share/").content.decode()
    answer = visit("reader").get(room(workspace.awarded) + f"underlag/fil/{row.pk}/")
    assert answer.content == content and answer.headers["Content-Type"] == "application/octet-stream"
    assert (
        answer.headers["Content-Disposition"].startswith("attachment")
        and "sandbox" in answer.headers["Content-Security-Policy"]
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    event = Event.objects.filter(action="evidence-attached").order_by("-pk")[0]
    assert event.content["sha256"] == row.sha256


def test_a_file_of_another_procurement_is_not_reached_through_ones_own(visit: Any, workspace: Workspace):
    row = EvidenceRecord.objects.filter(measurement__procurement=workspace.awarded)[0]
    assert visit().get(room(workspace.begun) + f"underlag/fil/{row.pk}/").status_code == 404
    assert (
        visit(building.OUTSIDER).get(room(workspace.awarded) + f"underlag/fil/{row.pk}/").status_code == 404
    )


@pytest.mark.parametrize("name, content, says", [
    ("sida.html", b"<html>", "går inte att bifoga"), ("bild.svg", b"<svg/>", "går inte att bifoga"), ("program.exe", b"MZ", "går inte att bifoga"),
    ("utan", b"text", "går inte att bifoga"), ("lista.pdf", b"PK\x03\x04", "går inte att bifoga"), ("tal.csv", b"a;b\0c", "går inte att bifoga"),
    ("lista.xlsx", b"PK\x03\x04 trasig", "går inte att bifoga"), ("lista.docx", office(**{"word/vbaProject.bin": b"x"}), "innehåller ett program"),
    ("arkiv.zip", office(), "går inte att bifoga"), ("tom.pdf", b"", "är tom"),
])  # fmt: skip
def test_what_is_not_taken_is_said_and_nothing_is_kept(
    visit: Any, workspace: Workspace, name: str, content: bytes, says: str
):
    before = building.state()
    answer = attach(visit(), workspace.awarded, name, content)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert building.state() == before


@pytest.mark.parametrize("name, content", [
    ("lista.xlsx", office()), ("bild.PNG", b"\x89PNG\r\n\x1a\nx"), ("brev.eml", "Från: övning".encode("latin-1")), ("epd.json", b"{}"),
])  # fmt: skip
def test_what_is_taken(visit: Any, workspace: Workspace, name: str, content: bytes):
    assert attach(visit(), workspace.awarded, name, content).status_code == 302


@pytest.mark.parametrize("given, kept", [
    ("../../etc/passwd.txt", "passwd.txt"), ("C:\\mapp\\lista.csv", "lista.csv"), ('a"b;c.pdf', "a_b_c.pdf"), ("rad\nny.txt", "rad_ny.txt"), ("", "fil"),
    ("å" * 300 + ".pdf", "å" * 146 + ".pdf"),
])  # fmt: skip
def test_names_are_made_safe(given: str, kept: str):
    assert evidence.safe_name(given) == kept


def test_too_large_and_twice_are_refused(visit: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    assert (
        "redan bifogad"
        in attach(visit(), workspace.awarded, "samma.csv", b"artikel;kg\nbord;31\n").content.decode()
    )
    monkeypatch.setattr(evidence, "LIMIT_BYTES", 10)
    assert "gränsen är" in attach(visit(), workspace.awarded, "stor.csv", b"x" * 11).content.decode()
    monkeypatch.setattr(evidence, "LIMIT_BYTES", 1000)
    monkeypatch.setattr(evidence, "MOST_FILES", 1)
    assert "redan 1 filer" in attach(visit(), workspace.awarded, "en.csv", b"y").content.decode()


def test_a_file_that_was_changed_on_the_disk_is_refused(visit: Any, workspace: Workspace):
    attach(visit(), workspace.awarded, "lista.txt", b"ursprunglig")
    row = EvidenceRecord.objects.order_by("-pk")[0]
    evidence.place_of(row.sha256).write_bytes(b"en annan")
    answer = visit().get(room(workspace.awarded) + f"underlag/fil/{row.pk}/")
    assert answer.status_code == 422 and "kontrollsumman stämmer inte" in answer.content.decode()
    evidence.place_of(row.sha256).unlink()
    assert visit().get(room(workspace.awarded) + f"underlag/fil/{row.pk}/").status_code == 422


def test_a_measurement_with_a_file_that_is_refused_is_not_saved_at_all(visit: Any, workspace: Workspace):
    before = building.state()
    form = FORM | {"evidence": SimpleUploadedFile("sida.html", b"<html>")}
    answer = visit().post(room(workspace.awarded) + "mat/reused_share/contract/", form)
    assert answer.status_code == 422 and 'value="3 160"' in answer.content.decode(), "what was typed stays"
    assert building.state() == before


# Promises and decisions


def missed_address(workspace: Workspace) -> str:
    row = workspace.row("awarded")
    choice = row.criteria.get(criterion_id="reused_furniture_share")
    return room(row.pk) + f"avvikelse/{newest(row.pk).pk}/{choice.pk}/"


def test_a_missed_promise_proposes_the_agreed_consequence_and_does_nothing_by_itself(
    visit: Any, workspace: Workspace
):
    before = building.state()
    page = visit("contract_manager").get(room(workspace.awarded)).content.decode()
    assert "Löften som inte hölls – beslut behövs (1)" in page
    shown = visit("contract_manager").get(missed_address(workspace)).content.decode()
    for said in (
        "31\u00a0% (31 av 100\u00a0kg)",
        "9,0 kg",
        "vite på 20 procent",
        "ert eget mål",
        "leveranslista.csv",
        "en del av avtalstiden",
    ):
        assert said in shown, said
    assert building.state() == before and not DeviationRecord.objects.exists()


@pytest.mark.parametrize("form, kept", [
    ({"ruling": "accepted"}, "vite på 20 procent"), ({"ruling": "adapted", "text": "Halvt vite.", "reason": "Ny leverantör av trä."}, "Halvt vite."),
    ({"ruling": "waived", "reason": "Strejk i hamnen."}, ""),
])  # fmt: skip
def test_the_contract_manager_accepts_adapts_or_waives_and_it_is_kept_with_figures_and_clause(
    visit: Any, workspace: Workspace, form: dict[str, str], kept: str
):
    assert visit("contract_manager").post(missed_address(workspace), form).status_code == 302
    row = DeviationRecord.objects.get()
    assert kept in row.text and row.decided_by == "contract_manager" and row.ruling == form["ruling"]
    assert (
        (row.promised, row.realised) == (Decimal("0.4"), Decimal("0.31"))
        and "vite på 20 procent" in row.consequence_sv
        and row.clause_sv
    )
    event = Event.objects.get(action="deviation-decided")
    assert event.why == form.get("reason", "") and Decimal(event.content["short"]) == 9
    page = visit().get(room(workspace.awarded)).content.decode()
    assert "Avvikelser som är beslutade (1)" in page and "beslut behövs" not in page


@pytest.mark.parametrize("form, says", [
    ({"ruling": "waived"}, "Skriv varför"), ({"ruling": "adapted", "reason": "R"}, "Skriv vad som ska hända i stället"), ({}, "Välj vad som ska hända"),
    ({"ruling": "adapted", "text": "T"}, "Skriv varför"), ({"ruling": "x"}, "Välj vad som ska hända"),
])  # fmt: skip
def test_a_decision_without_what_it_needs_is_refused(
    visit: Any, workspace: Workspace, form: dict[str, str], says: str
):
    before = building.state()
    answer = visit().post(missed_address(workspace), form)
    assert answer.status_code == 422 and says in answer.content.decode() and building.state() == before


def test_deciding_anew_needs_a_reason_and_both_decisions_stay(visit: Any, workspace: Workspace):
    client = visit()
    client.post(missed_address(workspace), {"ruling": "accepted"})
    assert client.post(missed_address(workspace), {"ruling": "accepted"}).status_code == 422
    client.post(missed_address(workspace), {"ruling": "waived", "reason": "Beställaren hade fel."})
    assert [each.ruling for each in DeviationRecord.objects.all()] == ["accepted", "waived"]


def test_what_was_agreed_stays_as_it_stood_when_the_requirement_is_taken_out(
    visit: Any, workspace: Workspace
):
    from omlopp.web.records.actions.criteria import drop_criterion

    visit().post(missed_address(workspace), {"ruling": "accepted"})
    row = workspace.row("awarded")
    drop_criterion(
        by=workspace.user("buyer"),
        choice=row.criteria.get(criterion_id="reused_furniture_share"),
        why="Prov.",
    )
    kept = DeviationRecord.objects.get()
    assert kept.criterion is None and "vite på 20 procent" in kept.consequence_sv
    assert visit().get(room(row.pk) + "indikator/reused_share/").status_code == 200


def test_without_a_clause_nothing_can_be_accepted_but_something_can_be_written(workspace: Workspace):
    buyer, row = workspace.user("buyer"), workspace.row("awarded")
    from omlopp.domain.model.procurement import ChosenGoal

    choose_goals(
        by=buyer,
        procurement=row,
        chosen=[*convert.procurement(row).goals, ChosenGoal("A", (), "waste_mass", Decimal(10))],
    )
    over = record_measurement(
        by=buyer,
        procurement=row,
        indicator="waste_mass",
        stage=Stage.END,
        inputs={"waste_mass": Decimal(12)},
        measured_on=DAY,
        source="S",
    )
    given: dict[str, Any] = {"by": buyer, "measurement": over, "criterion": None, "on": DAY}
    with pytest.raises(NothingToAccept):
        decide_deviation(**given, ruling="accepted")
    with pytest.raises(ConsequenceMissing):
        decide_deviation(**given, ruling="adapted", reason="Ingen klausul.")
    assert (
        decide_deviation(**given, ruling="adapted", reason="Ingen klausul.", text="Möte om åtgärder.").text
        == "Möte om åtgärder."
    )


def test_the_agreed_value_goes_before_the_own_target_and_says_where_it_stands(
    visit: Any, workspace: Workspace
):
    path = room(workspace.awarded) + "lofte/reused_share/"
    assert "ert eget mål" in visit().get(path).content.decode()
    assert visit().post(path, {"value": "120", "source": "Avtalet"}).status_code == 422
    assert visit().post(path, {"value": "30 %", "source": "Avtalet, bilaga 2"}).status_code == 302
    page = visit().get(room(workspace.awarded) + "indikator/reused_share/").content.decode()
    assert "Avtalat: 30\u00a0% av levererade kg – Avtalet, bilaga 2" in page
    assert "beslut behövs" not in visit().get(room(workspace.awarded)).content.decode(), (
        "31 per cent keeps 30"
    )


def test_in_a_procurement_that_has_ended_nothing_is_decided_until_it_is_opened_again(
    visit: Any, workspace: Workspace
):
    row = workspace.row("closed")
    choice = row.criteria.get(criterion_id="reused_furniture_share")
    path = room(row.pk) + f"avvikelse/{newest(row.pk).pk}/{choice.pk}/"
    assert "Öppna den igen om du ska besluta" in visit().get(room(row.pk)).content.decode()
    assert visit().post(path, {"ruling": "accepted"}).status_code == 422
    reopen_procurement(by=workspace.user("buyer"), procurement=row, reason="Beslut saknas.")
    assert visit().post(path, {"ruling": "accepted"}).status_code == 302


# Pictures and documents


def test_the_picture_shows_the_promise_the_stages_and_what_is_missing_and_says_it_in_words(
    visit: Any, workspace: Workspace
):
    page = visit().get(room(workspace.exercise) + "indikator/reused_share/").content.decode()
    picture = page[page.index("<svg") : page.index("</svg>")]
    for said in (
        "Högre är bättre",
        "40\u00a0%",
        "2,9\u00a0%",
        "44,4\u00a0%",
        "saknas",
        "Nuläge 2024-01-22: 2,9\u00a0% (120 av 4\u00a0100\u00a0kg)",
    ):
        assert said in picture, said
    assert 'role="img"' in picture and "aria-labelledby" in picture


def test_the_plan_tells_the_days_and_the_deviations(workspace: Workspace):
    from omlopp.documents.plans.follow_up_plan import follow_up_plan

    row = workspace.row("exercise")
    for language, said in (
        ("sv", ("Datum för uppföljningen", "Avvikelser och beslut", "inte beslutat än")),
        ("en", ("Days of the follow-up", "not decided yet")),
    ):
        made = str(follow_up_plan(convert.procurement(row), convert.library_of(row), language, DAY))  # type: ignore[arg-type]
        assert all(each in made for each in said)


# Whatever is typed


TYPED = ("", "NaN", "1e400", "9" * 40, "<script>", "2026-02-30", "9999-12-31")


@pytest.mark.parametrize("typed", TYPED)
def test_no_form_of_the_follow_up_answers_500_and_what_it_kept_can_be_shown(
    visit: Any, workspace: Workspace, typed: str
):
    row, client = newest(workspace.awarded), visit()
    base = room(workspace.awarded)
    forms = {
        base + "mat/reused_share/contract/": (*FORM, "period_to", "criterion"), base + f"ratta/{row.pk}/": ("input-reused_mass", "why"),
        base + "lofte/reused_share/": ("value", "source"), missed_address(workspace): ("ruling", "text", "reason"),
    }  # fmt: skip
    right = FORM | {"why": "Fel.", "value": "40", "ruling": "waived", "reason": "R"}
    for path, names in forms.items():
        for name in names:
            with building.undone():
                answer = client.post(path, right | {name: typed})
                assert answer.status_code < 500, f"{path} {name}"
                if answer.status_code == 302:
                    assert client.get(base + "indikator/reused_share/").status_code == 200, f"{path} {name}"
