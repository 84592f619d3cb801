"""omlopp award stress: files in, answers and a report out."""

import json
import os
import signal
from decimal import Decimal as D

import pytest
from typer.testing import CliRunner

import omlopp.flows.lab
from omlopp.cli.award import app
from omlopp.domain.award.errors import UnknownArgument
from omlopp.domain.award.lab.errors import NoExpectedPrice
from omlopp.flows.lab import Options, stress_files

MODEL = """
family: relative.min_max
criteria:
  - {id: price, weight: 0.5, price: true}
  - {id: reuse, name: Återbruk, weight: 0.5, levels: {none: 0, some: 0.5, all: 1}}
"""
BIDS = """
bids:
  - {id: A, bidder: Företag A, price: 1000000, levels: {reuse: some}}
  - {id: B, bidder: Företag B, price: 1100000, levels: {reuse: all}}
  - {id: C, bidder: Företag C, price: 1400000, levels: {reuse: none}}
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "model.yaml").write_text(MODEL, "utf-8")
    (tmp_path / "bids.yaml").write_text(BIDS, "utf-8")
    return tmp_path


def stress(folder, *arguments: str):
    """The command as a person runs it, in `folder`."""
    os.chdir(folder)
    return CliRunner().invoke(app, ["stress", *arguments])


@pytest.fixture(autouse=True)
def back(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def test_answers_come_test_by_test_and_the_report_is_written(files):
    done = stress(files, "model.yaml", "bids.yaml", "--draws", "500", "--to", "report.html")
    assert done.exit_code == 0, done.output
    assert "Kan ett anbud som förlorar avgöra vem som vinner?" in done.output
    assert "  ! " in done.output and "ta ställning till" in done.output
    assert "Stresstest av utvärderingsmodellen" in (files / "report.html").read_text("utf-8")


def test_json_holds_every_answer_with_sentence_and_interval(files, monkeypatch):
    monkeypatch.setenv("OMLOPP_LANG", "en")
    said = json.loads(stress(files, "model.yaml", "--price", "1 000 000", "--draws", "300", "--json").output)
    answer = next(one for one in said["found"] if one["id"] == "S1.phantom_highest")
    assert answer["of"] == 300 and answer["interval"][0] <= answer["number"] <= answer["interval"][1]
    assert answer["says"].startswith("One more bid")


@pytest.mark.parametrize(
    "arguments, says", [([], "--price"), (["--price", "dyrt"], "dyrt"), (["--price", "0"], "större än noll")]
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(files, arguments, says):
    done = stress(files, "model.yaml", *arguments)
    assert done.exit_code == 2 and says in done.output and "Traceback" not in done.output


def test_without_bids_or_price_there_is_nothing_to_draw_around(files):
    with pytest.raises(NoExpectedPrice):
        stress_files(files / "model.yaml", None, Options())


def test_ctrl_c_shows_what_is_done_and_ends_with_130(files, monkeypatch):
    """The interrupt arrives while the lab runs: the test under way is finished, the rest is left."""
    real = omlopp.flows.lab.stress_files

    def interrupted(model, bids, options, progress, stop):
        def told(done, of, found):
            progress(done, of, found)
            if done == 2:
                os.kill(os.getpid(), signal.SIGINT)

        return real(model, bids, options, told, stop)

    monkeypatch.setattr(omlopp.flows.lab, "stress_files", interrupted)
    done = stress(files, "model.yaml", "--price", "1e6", "--draws", "300", "--to", "report.html")
    assert done.exit_code == 130
    assert "Vad är varje kvalitet värd" in done.output and "en decimal" not in done.output
    assert "Körningen avbröts" in (files / "report.html").read_text("utf-8")
    assert signal.getsignal(signal.SIGINT) is not None


def test_the_market_the_unknowns_and_old_procurements_come_from_files(files):
    (files / "market.yaml").write_text(
        "expected_price: 500000\nbidders: {2: 0.5, 4: 0.5}\nprivate_sd: 0.2\n"
        "types: [{name: own, share: 1, cost: 1, quality: 0.5, by_criterion: {reuse: 0.7}}]\n",
        "utf-8",
    )
    (files / "old.yaml").write_text(
        "- id: '2023'\n  awarded: C\n  bids:\n"
        + "\n".join("  " + line for line in BIDS.splitlines()[2:])
        + "\n",
        "utf-8",
    )
    options = Options(draws=400, market=files / "market.yaml", old=files / "old.yaml")
    report = stress_files(files / "model.yaml", None, options).report
    assert report.market.expected_price == 500_000 and report.market.types[0].by_criterion == {"reuse": 0.7}
    assert report.fields == {4: 200, 2: 200}
    assert report.of("S15")[0].variant == "changed" and report.of("S15")[0].of == 1


def test_bids_set_the_price_and_the_number_of_bids(files):
    market = stress_files(files / "model.yaml", files / "bids.yaml", Options(draws=200)).report.market
    assert market.expected_price == pytest.approx(3_500_000 / 3) and market.bidders == {3: 1.0}
    own = stress_files(files / "model.yaml", files / "bids.yaml", Options(D(9), 6, 200)).report.market
    assert own.expected_price == 9 and own.bidders == {6: 1.0}


def test_a_market_with_a_slip_of_the_pen_is_refused(files):
    (files / "market.yaml").write_text("expected_prise: 5\n", "utf-8")
    with pytest.raises(UnknownArgument):
        stress_files(files / "model.yaml", None, Options(market=files / "market.yaml"))
