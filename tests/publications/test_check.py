"""The check of what is published: each fault is planted, and found with its file."""

from pathlib import Path

import pytest
from docx import Document

from omlopp.flows.publications import manifest
from omlopp.flows.publications.check_files import SPACES, Haystack, plain
from omlopp.flows.publications.errors import NoManifest
from omlopp.library.load import library
from tests.publications.trial import PLAN, base, codes, entry, faults, plan, publish

OWN = PLAN.replace("of: library", "of: portfolio").replace("bank.cases_figures", "base.measured")


def page(to: Path) -> Path:
    return to / "prov" / "sv" / "prov.html"


def edited(to: Path, what: str, instead: str) -> None:
    path = page(to)
    text = path.read_text("utf-8")
    assert what in text
    path.write_text(text.replace(what, instead), "utf-8")


def test_what_was_just_built_holds(tmp_path: Path):
    known, to = plan(tmp_path, PLAN.replace("[html]", "[html, pdf, docx]")), tmp_path / "out"
    publish(base(), known, to)
    assert faults(to, base(), known) == []


def test_a_number_changed_in_the_page_is_named_with_what_it_should_be(tmp_path: Path):
    known, to = plan(tmp_path), tmp_path / "out"
    publish(base(), known, to, "sv")
    shown = next(iter(manifest.read(to / "prov" / "sv").figures)).shown["of"]
    edited(to, shown, shown.replace(shown[:2], "99"))
    found = [one for one in faults(to, base(), known) if one.code == "figure"]
    assert [(one.file, one.facts["figure"], one.facts["recomputed"]) for one in found] == [
        ("prov/sv/prov.html", "bank.cases_figures", shown)
    ]
    assert str(found[0].facts["shown"]).startswith("99")


def test_a_base_that_has_changed_since_is_told_figure_by_figure(tmp_path: Path):
    known, to = plan(tmp_path, OWN), tmp_path / "out"
    publish(base(entry()), known, to, "sv")
    found = [one for one in faults(to, base(entry(), entry(number=2)), known) if one.code == "figure"]
    assert {one.facts["figure"] for one in found} == {"base.measured"}
    assert {str(one.facts["recomputed"]).replace("\N{NO-BREAK SPACE}", " ") for one in found} >= {"2 av 2"}


@pytest.mark.parametrize(
    "what, instead, code",
    [
        ("uttryckt i siffror", "uttryckt i ord", "not-in-text"),
        ("</main>", '<a href="#ingenstans">dit</a></main>', "link"),
        ("</main>", '<a href="borta.html">dit</a></main>', "link"),
        ("</main>", '<a href="../../../../etc/passwd">dit</a></main>', "link"),
        ("</main>", '<img src="prov.html"></main>', "alt"),
        ("</main>", '<svg class="picture"><rect/></svg></main>', "alt"),
        ("<h1>", "<h1> ", "altered"),
    ],
)
def test_each_planted_fault_of_a_page_is_found(tmp_path: Path, what: str, instead: str, code: str):
    known, to = plan(tmp_path), tmp_path / "out"
    publish(base(), known, to, "sv")
    edited(to, what, instead)
    found = [one for one in faults(to, base(), known) if one.code == code]
    assert found and {one.file for one in found} == {"prov/sv/prov.html"}


def test_a_file_that_is_gone_and_one_that_is_broken(tmp_path: Path):
    known, to = plan(tmp_path, PLAN.replace("[html]", "[html, docx]")), tmp_path / "out"
    publish(base(), known, to, "sv")
    page(to).unlink()
    (to / "prov" / "sv" / "prov.docx").write_bytes(b"no Word file")
    found = {(one.code, one.file) for one in faults(to, base(), known)}
    assert {("missing", "prov/sv/prov.html"), ("unreadable", "prov/sv/prov.docx")} <= found


@pytest.mark.parametrize(
    "en, code",
    [
        (
            "I banken har {bank.cases_figures|of} av fallen ett resultat som är uttryckt i siffror.",
            "untranslated",
        ),
        (
            "Här står en text som inte är översatt och som har {bank.cases_figures|of} av de fall som finns.",
            "language",
        ),
        ("The bank has {bank.cases_figures|of} of cases" + " told in figures" * 50 + ".", "long"),
        ("", "no-translation"),
    ],
)
def test_passages_that_are_not_translated_or_too_long(tmp_path: Path, en: str, code: str):
    before = PLAN.split('en: "In the bank')[0]
    after = "\n  - picture: way\n"
    known, to = plan(tmp_path, f'{before}en: "{en}"{after}'), tmp_path / "out"
    publish(base(), known, to)
    assert code in codes(to, base(), known)


def test_an_exercise_that_does_not_say_so(tmp_path: Path):
    known, to = plan(tmp_path, OWN), tmp_path / "out"
    publish(base(entry()), known, to, "sv")
    assert "exercise" not in codes(to, base(entry()), known)
    edited(to, "ÖVNING", "PROV")
    assert "exercise" in codes(to, base(entry()), known)


def test_a_folder_without_publications_is_refused(tmp_path: Path):
    with pytest.raises(NoManifest):
        faults(tmp_path, base(), plan(tmp_path))


def test_titles_of_sources_are_quoted_and_no_fault_of_translation():
    from omlopp.flows.publications.quoted import quoted, without

    titles = quoted(base())
    case = library().cases["malmo_reused_furniture_2019"]
    assert case.source.title in titles and case.source.title not in without(
        f"see {case.source.title}!", titles
    )


def test_a_passage_is_found_over_a_page_break_but_not_with_a_sign_more():
    text = Haystack(("Av 80 upp-\nhandlingar har", "Sida 2 av 3 12 ett krav."))
    assert text.holds("Av 80 upphandlingar har ett krav.")
    assert text.holds("12 ett krav.")
    assert not text.holds("Av 81 upphandlingar har ett krav.")
    assert not Haystack(("Det blev 112 ton.",)).holds("Det blev 12 ton.")
    assert plain("CO₂\u00ad-ekvi\nvalenter") == plain("CO2ekvivalenter")


def test_a_picture_of_word_without_words_is_told(tmp_path: Path):
    known, to = plan(tmp_path, PLAN.replace("[html]", "[docx]")), tmp_path / "out"
    publish(base(), known, to, "sv")
    path = to / "prov" / "sv" / "prov.docx"
    assert "alt" not in codes(to, base(), known)
    word = Document(str(path))
    for drawn in word.element.iter(f"{{{SPACES['wp']}}}docPr"):
        drawn.set("descr", "")
    word.save(str(path))
    assert "alt" in codes(to, base(), known)


def test_a_table_row_that_was_changed_is_told(tmp_path: Path):
    text = PLAN.replace("picture: way", "each: award_examples")
    known, to = plan(tmp_path, text), tmp_path / "out"
    publish(base(), known, to, "sv")
    edited(to, ">53,33<", ">63,33<")
    assert {"row", "altered"} <= codes(to, base(), known)
