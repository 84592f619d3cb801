"""The pages of the award lab on hard days: nothing chosen, nothing known, two windows, a dead worker, a full disk."""

import errno
import io
import shutil
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from omlopp.domain.award.lab.attack import Attack
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid
from omlopp.web import attack_worker, attacks
from omlopp.web.records.actions.award import register_bids, set_award_model
from omlopp.web.records.models import AwardModelVersion, BidRecord
from tests.documents.reading import docx_text
from tests.web.building import FULL, LOT, Workspace

pytestmark = pytest.mark.django_db
WITHOUT_VALUE = "LOT-0002"
KEYS = ["id", "bidder", "price", "level:furniture_warranty_years", "level:reused_furniture_share"]
FEW = 2_000  # drawn fields: enough for every page to be written
FORMULA = """
family: expression
parameters: {formula: "100 * (0.6 * lowest(p) / p + 0.4 * q)", better: high}
criteria:
  - {id: quality, name: Kvalitet, weight: 1, levels: {grund: 0.2, god: 0.6, hög: 0.9}}
"""
LIFE_CYCLE = """
family: monetised.fixed_amounts
lcc:
  horizon_years: 10
  rate: 0
  lines:
    - {id: buy, kind: investment, when: cycle, name: Inköp, asks_value: price, asks_cycle: life, first_year: 0}
    - {id: co2, kind: external, when: once, name: Koldioxid, asks_quantity: kg, unit_value: 2, unit: kg}
"""


def room(workspace: Workspace, lot: str = LOT, state: str = "begun") -> str:
    return f"/upphandling/{getattr(workspace, state)}/utvarderingsmodell/{lot}/"


def saved_as_file(visit: Any, workspace: Workspace, text: str, lot: str = LOT) -> Any:
    return visit("buyer").post(room(workspace, lot) + "fil/", {"text": text})


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The worker's own work, in this process and on few fields. → the attacks that were started."""
    started: list[str] = []

    def start(asked: attacks.Asked, _place: Any) -> None:
        started.append(asked.key)
        with attacks.holding(asked.key) as mine:
            assert mine
            attack_worker.carry_out(asked.key)

    shutil.rmtree(attacks.home() / "attacks", ignore_errors=True)
    monkeypatch.setattr(attack_worker, "Attack", partial(Attack, draws=FEW))
    monkeypatch.setattr(attacks, "_start", start)
    return started


class TestAttack:
    def test_the_report_is_shown_at_home_and_the_builder_says_it_is_done(
        self, visit: Any, workspace: Workspace, worker: list[str]
    ):
        buyer, page = visit("buyer"), room(workspace) + "angrip/"
        assert 'class="tag ok">gjort' not in buyer.get(room(workspace)).content.decode()
        answer = buyer.post(page, {"price": "1 400 000", "bidders": "4"})
        assert answer.status_code == 302 and answer.url.endswith("?price=1400000&bidders=4")
        shown = buyer.get(answer.url).content.decode()
        assert "Angreppet är klart." in shown and 'class="lab-report"' in shown and "<svg" in shown
        assert "Att ta ställning till" in docx_text(buyer.get(answer.url + "&hamta=docx").content)
        assert "Att ta ställning till" not in visit("buyer", language="en").get(answer.url).content.decode()
        assert 'class="tag ok">gjort' in buyer.get(room(workspace)).content.decode()

    def test_two_windows_start_one_attack(self, visit: Any, workspace: Workspace, worker: list[str]):
        for _ in range(2):
            assert visit("buyer").post(room(workspace) + "angrip/", {"price": "1300000"}).status_code == 302
        assert len(worker) == 1

    def test_one_that_is_just_being_started_is_not_started_again(
        self, visit: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
    ):
        started = []
        monkeypatch.setattr(attacks, "_start", lambda asked, _: started.append(asked.key))
        for _ in range(2):
            answer = visit("buyer").post(room(workspace) + "angrip/", {"price": "1350000"})
        assert len(started) == 1
        assert "Drar anbudstävlingar" in visit("buyer").get(answer.url).content.decode()

    def test_a_worker_that_was_killed_is_told_and_can_be_started_again(
        self, visit: Any, workspace: Workspace, worker: list[str]
    ):
        page = room(workspace) + "angrip/"
        address = visit("buyer").post(page, {"price": "1250000"}).url
        attacks.tell(worker[0], attacks.Progress("running", 3, 19))  # as its last words, and no lock is held
        assert "Angreppet bröts av" in visit("buyer").get(address).content.decode()
        visit("buyer").post(page, {"price": "1250000"})
        assert len(worker) == 2 and "Angreppet är klart" in visit("buyer").get(address).content.decode()

    def test_a_full_disk_is_said_and_leaves_nothing_behind(
        self, visit: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
    ):
        def full(*_: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(attacks, "write_whole", full)
        before = sorted((attacks.home() / "attacks").glob("*"))
        answer = visit("buyer").post(room(workspace) + "angrip/", {"price": "1111111"})
        assert answer.status_code == 422 and "disken är full" in answer.content.decode()
        assert sorted((attacks.home() / "attacks").glob("*")) == before

    @pytest.mark.parametrize("typed", ["", "0", "-5", "mycket", "9" * 40])
    def test_without_a_price_that_can_be_nothing_is_drawn(
        self, visit: Any, workspace: Workspace, worker: list[str], typed: str
    ):
        answer = visit("buyer").post(room(workspace, WITHOUT_VALUE) + "angrip/", {"price": typed})
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode() and not worker

    @pytest.mark.parametrize("bidders", ["1", "99", "²", "9" * 5000, "fyra"])
    def test_a_number_of_bidders_that_cannot_be_is_as_not_known(
        self, visit: Any, workspace: Workspace, worker: list[str], bidders: str
    ):
        answer = visit("buyer").post(room(workspace) + "angrip/", {"price": "900000", "bidders": bidders})
        assert answer.status_code == 302 and answer.url.endswith("&bidders=")

    @pytest.mark.parametrize("text", [FORMULA, LIFE_CYCLE], ids=["own formula", "life-cycle cost"])
    def test_any_model_from_a_file_can_be_attacked(
        self, visit: Any, workspace: Workspace, worker: list[str], text: str
    ):
        assert saved_as_file(visit, workspace, text).status_code == 302
        answer = visit("buyer").post(room(workspace) + "angrip/", {"price": "900000"})
        shown = visit("buyer").get(answer.url).content.decode()
        assert "Angreppet är klart." in shown and 'class="lab-report"' in shown

    def test_a_lot_without_a_model_says_where_it_is_built(self, visit: Any, workspace: Workspace):
        AwardModelVersion.objects.filter(lot__procurement_id=workspace.begun).delete()
        shown = visit("buyer").get(room(workspace) + "angrip/").content.decode()
        assert "Bygg den först" in shown and "<button>" not in shown


class TestBuilder:
    def test_a_model_from_a_file_is_read_and_not_overwritten_by_the_form(
        self, visit: Any, workspace: Workspace
    ):
        saved_as_file(visit, workspace, FORMULA)
        shown = visit("buyer").get(room(workspace)).content.decode()
        assert "gjord i en fil" in shown and "Spara modellen" not in shown and "Kvalitet" in shown

    def test_what_the_form_made_is_changed_in_the_form(self, visit: Any, workspace: Workspace):
        shown = visit("buyer").get(room(workspace)).content.decode()
        assert "Spara modellen" in shown and "gjord i en fil" not in shown
        assert "48 000 kr" not in shown and "180 000 kr" in shown.replace("\u00a0", " ")  # 240 000 × 0,75

    def test_saving_makes_one_version_and_computing_none(self, visit: Any, workspace: Workspace):
        typed = {"family": "monetised.fixed_amounts", "worth-furniture_warranty_years": "80000",
                 "worth-reused_furniture_share": "250000", "save": "1"}  # fmt: skip
        versions = AwardModelVersion.objects.filter(lot__procurement_id=workspace.begun, lot__lot_id=LOT)
        computed = visit("buyer").post(room(workspace), typed, headers={"HX-Request": "true"})
        assert (
            computed.status_code == 200 and versions.count() == 1
        )  # a change is computed, whatever was pressed
        for _ in range(2):
            assert visit("buyer").post(room(workspace), typed).status_code == 302
        assert versions.count() == 2

    @pytest.mark.parametrize(
        ("lacking", "says"),
        [
            (
                {"worth-reused_furniture_share": ""},
                "Andel återbrukade möbler",
            ),  # a weight wiped out to write another
            ({"worth-reused_furniture_share": "3o"}, "”3o” är inte ett tal"),
            ({"price_weight": "6"}, "procent"),  # the first digit of 60
        ],
    )
    def test_while_it_is_typed_what_is_missing_is_said_where_the_figures_stand(
        self, visit: Any, workspace: Workspace, lacking: dict[str, str], says: str
    ):
        """A form half written is no fault; sent to be saved or computed, it is refused as before."""
        typed = {"family": "relative.lowest_price_ratio", "price_weight": "60", "worth-furniture_warranty_years": "10",
                 "worth-reused_furniture_share": "30"}  # fmt: skip
        path = room(workspace)
        assert visit("buyer").post(path, typed, headers={"HX-Request": "true"}).status_code == 200
        during = visit("buyer").post(path, typed | lacking, headers={"HX-Request": "true"})
        page = during.content.decode()
        beside = page.partition('id="worth"')[2].partition("</section>")[0]
        assert during.status_code == 200 and 'role="alert"' not in page
        assert "Går inte att räkna än." in beside and says in beside
        for button in ("save", "try"):
            refused = visit("buyer").post(path, typed | lacking | {button: "1"})
            assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()

    def test_a_reader_reads_the_model_and_is_shown_no_form(self, visit: Any, workspace: Workspace):
        reader = visit("reader")
        shown = reader.get(room(workspace)).content.decode()
        assert "Spara modellen" not in shown and "Andel återbrukade möbler" in shown
        assert "Spara modellen" not in reader.get(room(workspace) + "fil/").content.decode()
        answer = reader.post(room(workspace) + "fil/", {"text": FORMULA})
        assert answer.status_code in (403, 422)
        assert reader.get(f"/upphandling/{workspace.open}/bedomning/{LOT}/").status_code == 403
        assert reader.get(f"/upphandling/{workspace.open}/brev/").status_code == 403

    def test_a_model_without_qualities_is_shown_for_what_it_is(
        self, visit: Any, workspace: Workspace, worker: list[str]
    ):
        set_award_model(
            by=workspace.user("buyer"), procurement=workspace.row("begun"), lot_id=LOT,
            model=AwardModel("monetised.fixed_amounts"),
        )  # fmt: skip
        assert visit("buyer").get(room(workspace)).status_code == 200
        answer = visit("buyer").post(room(workspace) + "angrip/", {"price": "900000"})
        assert visit("buyer").get(answer.url).status_code == 200
        assert attacks.progress(worker[0]).state in ("done", "failed")

    @pytest.mark.parametrize(
        "text", ["", "[", "family: finns.inte", "family: [1", "- 1", "&a [*a]", "x" * 500_000]
    )
    def test_a_file_that_is_no_model_is_refused_with_what_was_typed(
        self, visit: Any, workspace: Workspace, text: str
    ):
        answer = saved_as_file(visit, workspace, text)
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()

    def test_the_model_fetched_reads_back_as_the_same(self, visit: Any, workspace: Workspace):
        fetched = visit("buyer").get(room(workspace) + "fil/?hamta=1").content.decode()
        assert fetched.startswith("family: monetised.fixed_amounts")
        assert saved_as_file(visit, workspace, fetched).status_code == 302
        digests = AwardModelVersion.objects.filter(lot__procurement_id=workspace.begun, lot__lot_id=LOT)
        assert len(set(digests.values_list("digest", flat=True))) == 1


class TestCompare:
    def test_the_versions_stand_side_by_side(self, visit: Any, workspace: Workspace):
        text = visit("buyer").get(room(workspace) + "fil/?hamta=1").content.decode()
        saved_as_file(visit, workspace, text.replace("240000", "400000"))
        shown = visit("buyer").get(room(workspace) + "jamfor/").content.decode().replace("\u00a0", " ")
        assert "240 000 kr" in shown and "400 000 kr" in shown and "av 20 000 tävlingar" in shown

    def test_no_price_is_invented_for_a_lot_without_value(self, visit: Any, workspace: Workspace):
        text = visit("buyer").get(room(workspace, WITHOUT_VALUE) + "fil/?hamta=1").content.decode()
        saved_as_file(visit, workspace, text.replace("240000", "400000"), WITHOUT_VALUE)
        page = room(workspace, WITHOUT_VALUE) + "jamfor/"
        assert "Skriv vad ett anbud väntas kosta" in visit("buyer").get(page).content.decode()
        assert "20\u00a0000 tävlingar" in visit("buyer").get(page + "?price=700000").content.decode()


class TestManyBids:
    NAMES = tuple(f'O\'Neill "{n}" & <b>Söner</b> {{{{ {n} }}}} AB' for n in range(30))

    @pytest.fixture
    def many(self, workspace: Workspace) -> None:
        bids = [
            Bid(name, name, price=Decimal(1_000_000 + 1_000 * n), levels=FULL)
            for n, name in enumerate(self.NAMES)
        ]  # type: ignore[arg-type]
        register_bids(
            by=workspace.user("buyer"), procurement=workspace.row("begun"), lot_id=LOT, bids=bids, source="x.xlsx"
        )  # fmt: skip

    def test_thirty_bids_with_quotes_are_shown_and_judged(self, visit: Any, workspace: Workspace, many: None):
        first = BidRecord.objects.filter(lot__procurement_id=workspace.begun).order_by("pk").first()
        assert first is not None
        judging = f"/upphandling/{workspace.begun}/bedomning/{LOT}/"
        for page in (f"/upphandling/{workspace.begun}/anbud/", judging, f"{judging}{first.pk}/"):
            shown = visit("buyer").get(page).content.decode()
            assert "O&#x27;Neill &quot;0&quot; &amp; &lt;b&gt;Söner&lt;/b&gt; {{ 0 }} AB" in shown
            assert "<b>Söner" not in shown
        assert "av 60 bedömningar" in visit("buyer").get(judging).content.decode()


class TestForm:
    def filled(self, visit: Any, workspace: Workspace, rows: list[list[Any]]) -> SimpleUploadedFile:
        """The form as it is fetched, with rows written under its keys, as a spreadsheet program would."""
        form = visit("buyer").get(f"/upphandling/{workspace.begun}/anbud/{LOT}/formular/").content
        sheet = (
            python_calamine.CalamineWorkbook.from_object(io.BytesIO(form)).get_sheet_by_index(0).to_python()
        )
        keys_at = next(at for at, row in enumerate(sheet) if row[0] == "id")
        assert sheet[keys_at][:5] == KEYS
        kept = io.BytesIO()
        book = xlsxwriter.Workbook(kept, {"in_memory": True})
        page = book.add_worksheet()
        for down, row in enumerate([*sheet[: keys_at + 1], *rows]):
            page.write_row(down, 0, row)
        book.close()
        return SimpleUploadedFile("anbud.xlsx", kept.getvalue())

    def test_every_faulty_cell_is_named_and_nothing_is_registered(self, visit: Any, workspace: Workspace):
        rows = [["1", "Bra AB", 900000, "ten", "from_40"], ["2", "Dålig AB", "NaN", "eleven", "from_40"]]
        answer = visit("buyer").post(
            f"/upphandling/{workspace.begun}/anbud/{LOT}/las-in/",
            {"file": self.filled(visit, workspace, rows)},
        )
        said = answer.content.decode()
        assert answer.status_code == 422 and said.count('class="mono"') == 2 and "eleven" in said
        assert not BidRecord.objects.filter(lot__procurement_id=workspace.begun).exists()

    def test_a_filled_form_registers_all_its_bids(self, visit: Any, workspace: Workspace):
        rows = [
            ["1", "Bra AB", 900000, "ten", "from_40"],
            ["2", "Bättre AB", "850 000,50", "seven", "from_10"],
        ]
        visit("buyer").post(
            f"/upphandling/{workspace.begun}/anbud/{LOT}/las-in/",
            {"file": self.filled(visit, workspace, rows)},
        )
        assert list(BidRecord.objects.filter(lot__procurement_id=workspace.begun).values_list("bidder", flat=True)) == [
            "Bra AB", "Bättre AB",
        ]  # fmt: skip

    def test_bids_that_answer_more_than_levels_are_read_from_the_form_and_can_be_mended(
        self, visit: Any, workspace: Workspace
    ):
        buyer, row = workspace.user("buyer"), workspace.row("begun")
        graded = AwardModel(
            "monetised.fixed_amounts", (AwardCriterion("plan", "Plan", value=Decimal(100_000)),)
        )
        set_award_model(by=buyer, procurement=row, lot_id=LOT, model=graded)
        bid = Bid("A", "A", price=Decimal(900_000), grades={"plan": Decimal(1)})
        (made,) = register_bids(by=buyer, procurement=row, lot_id=LOT, bids=[bid], source="x.csv")
        shown = visit("buyer").get(f"/upphandling/{workspace.begun}/anbud/").content.decode()
        assert (
            "läses därför in från formuläret" in shown and shown.count("Registrera anbudet</button>") == 1
        )  # the other lot's
        answer = visit("buyer").post(
            f"/upphandling/{workspace.begun}/anbud/{LOT}/{made.pk}/",
            {"price": "910 000", "why": "Fel siffra."},
        )
        assert answer.status_code == 302
        made.refresh_from_db()
        assert made.price_sek == 910_000 and made.more["grades"] == {"plan": "1"}  # the grade is still there


class TestCalculator:
    def test_anybody_with_the_address_computes_and_a_wrong_cell_is_said(
        self, client: Any, workspace: Workspace
    ):
        token = AwardModelVersion.objects.filter(lot__procurement_id=workspace.begun).values_list(
            "token", flat=True
        )[0]
        page = f"/rakna/{token}/"
        typed = {
            "price": "1 000 000",
            "level:furniture_warranty_years": "ten",
            "level:reused_furniture_share": "from_40",
        }
        shown = client.get(page, typed).content.decode().replace("\u00a0", " ")
        assert "756 000 kr" in shown  # 1 000 000 − 80 000 × 0,8 − 240 000 × 0,75
        assert "aria-invalid" in client.get(page, typed | {"price": "gratis"}).content.decode()
