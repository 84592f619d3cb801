"""Building: what has not changed stands, an interrupted build goes on, and what cannot be made does not stop the rest."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from omlopp.flows.publications import forms
from omlopp.flows.publications.build import Building, build
from omlopp.flows.publications.errors import CannotMake, Stopped, UnknownPublication, Unsourced
from omlopp.flows.publications.forms import Form
from omlopp.flows.publications.job import Job, Output
from omlopp.flows.publications.plan import plans
from omlopp.library.load import library
from tests.publications.trial import PLAN, base, entry, plan, publish

OWN = PLAN.replace("of: library", "of: portfolio").replace("bank.cases_figures", "base.measured")


def made_times(to: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in sorted(to.rglob("*.html"))}


def test_what_has_not_changed_is_not_built_again(tmp_path: Path):
    known, to = plan(tmp_path), tmp_path / "out"
    first = publish(base(), known, to)
    before = made_times(to)
    again = publish(base(), known, to)
    assert len(first.built) == 2 and not first.unchanged
    assert not again.built and len(again.unchanged) == 2 and made_times(to) == before


def test_only_the_publication_whose_data_changed_is_built_again(tmp_path: Path):
    plan(tmp_path)
    known, to = (
        plan(tmp_path, OWN.replace("sv: prov, en: trial", "sv: egna, en: own"), "egna"),
        tmp_path / "out",
    )
    publish(base(entry()), known, to, "sv")
    again = publish(base(entry(), entry(number=2)), known, to, "sv")
    assert [path.name for path in again.built] == ["egna.html"]
    assert [path.name for path in again.unchanged] == ["prov.html"]


def test_an_edited_file_is_built_again(tmp_path: Path):
    known, to = plan(tmp_path), tmp_path / "out"
    publish(base(), known, to, "sv")
    (to / "prov" / "sv" / "prov.html").write_text("ändrad", "utf-8")
    assert len(publish(base(), known, to, "sv").built) == 1


def test_a_stopped_build_goes_on_where_it_was(tmp_path: Path):
    known, to = plan(tmp_path, PLAN.replace("[html]", "[html, docx]")), tmp_path / "out"
    answers: Iterator[bool] = iter([False, False, True])
    with pytest.raises(Stopped):
        build(base(), [], ["sv"], to, known=known, stop=lambda: next(answers))
    folder = to / "prov" / "sv"
    assert {path.name for path in folder.iterdir()} == {"prov.html", "figures.json"}
    assert not json.loads((folder / "figures.json").read_text("utf-8"))["done"]
    again = build(base(), [], ["sv"], to, known=known)
    assert [path.name for path in again.built] == ["prov.docx"]
    assert [path.name for path in again.unchanged] == ["prov.html"]


def test_what_cannot_be_made_is_told_and_the_rest_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def silent(job: Job) -> list[Output]:
        raise CannotMake("publish.failed", says="rösten saknas")

    monkeypatch.setitem(forms.FORMS, "pdf", "tests.publications.test_build:SILENT")
    monkeypatch.setitem(globals(), "SILENT", Form(silent))
    known, to = plan(tmp_path, PLAN.replace("[html]", "[pdf, html]")), tmp_path / "out"
    forms.at.cache_clear()
    report = publish(base(), known, to, "sv")
    assert [path.name for path in report.built] == ["prov.html"]
    assert [(form, error.facts["says"]) for _, _, form, error in report.left_out] == [
        ("pdf", "rösten saknas")
    ]
    told = json.loads((to / "prov" / "sv" / "figures.json").read_text("utf-8"))
    assert "rösten saknas" in told["left_out"][0]["says"] and not told["done"]


def test_the_manifest_names_every_figure_with_source_method_and_base(tmp_path: Path):
    known, to = plan(tmp_path), tmp_path / "out"
    publish(base(), known, to, "sv")
    told = json.loads((to / "prov" / "sv" / "figures.json").read_text("utf-8"))
    (one,) = told["figures"]
    assert one["id"] == "bank.cases_figures" and one["source"] and one["method"] == "publications.md#counts"
    assert one["shown"]["of"].startswith(one["value"]) and str(one["base"]) in one["shown"]["of"]
    assert told["files"][0]["name"] == "prov.html" and len(told["files"][0]["sha256"]) == 64


def test_a_case_without_source_is_refused_and_the_rest_is_published(tmp_path: Path):
    held = dict(library().cases)
    id, case = next(iter(held.items()))
    held[id] = replace(case, source=replace(case.source, title=" "))
    known, to = plan(tmp_path), tmp_path / "out"
    report = publish(replace(base(), library=replace(library(), cases=held)), known, to, "sv")
    assert [error.facts for *_, error in report.left_out if isinstance(error, Unsourced)] == [{"case": id}]
    assert f"av {len(held) - 1}" in (to / "prov" / "sv" / "prov.html").read_text("utf-8").replace(
        "\u00a0", " "
    )


def test_an_exercise_is_marked_on_the_page(tmp_path: Path):
    known, to = plan(tmp_path, OWN), tmp_path / "out"
    publish(base(entry()), known, to)
    assert "ÖVNING" in (to / "prov" / "sv" / "prov.html").read_text("utf-8")
    assert "EXERCISE" in (to / "prov" / "en" / "trial.html").read_text("utf-8")


def test_a_publication_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(UnknownPublication) as refused:
        build(base(), ["nope"], ["sv"], tmp_path, known=plan(tmp_path))
    assert refused.value.facts["known"] == ["prov"]


@pytest.mark.parametrize("name", sorted(plans().found))
@pytest.mark.parametrize("held", [(), (entry(),)], ids=["empty", "one"])
def test_every_publication_lays_out_from_nothing_and_from_one(name: str, held: tuple):  # type: ignore[type-arg]
    """Whatever is not known is told in words; no chart of one point, and no table of nothing, is a fault."""
    plan_of = plans().one(name)
    for language in ("sv", "en"):
        job = Building(base(*held)).job(plan_of, language)  # type: ignore[arg-type]
        for one in plan_of.forms:
            blocks = [each.block for each in job.laid(one)]
            assert blocks or forms.form(one).reads is not None
            assert language == "en" or "None" not in str(blocks)  # in English it may be an answer
