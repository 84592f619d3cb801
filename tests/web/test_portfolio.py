"""The portfolio: each indicator by itself, unknown counted, real and invented apart, every number leading to its source."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from omlopp.domain.model.indicators import Stage
from omlopp.web import method
from omlopp.web.records.actions.follow_up import record_measurement
from omlopp.web.records.models import Membership
from tests.web.building import DAY, OUTSIDER, Workspace

pytestmark = pytest.mark.django_db


def measure(workspace: Workspace, state: str, stage: Stage, reused: int, delivered: int) -> None:
    record_measurement(
        by=workspace.user("buyer"), procurement=workspace.row(state), indicator="reused_share", stage=stage, measured_on=DAY,
        inputs={"reused_mass": Decimal(reused), "delivered_mass": Decimal(delivered)}, source="=Leveranslista",
    )  # fmt: skip


def page(visit: Any, path: str, language: str = "sv", person: str = "buyer") -> str:
    answer = visit(person, language).get(path)
    assert answer.status_code == 200, path
    text: str = answer.content.decode()
    return text


def test_a_share_is_worked_out_from_all_kilos_and_the_unknown_are_counted(visit: Any, workspace: Workspace):
    """Awarded and closed delivered 31 of 100 kg each; the two without a measurement of the contract are unknown."""
    text = page(visit, "/portfolj/reused_share/?slag=verkliga")
    assert "31\u00a0% av levererade kg (0,2\u00a0ton)" in text
    assert "2 av 4 upphandlingar; 2 okända" in text and text.count("inte mätt") >= 2
    measure(workspace, "open", Stage.END, 200, 200)
    text = page(visit, "/portfolj/reused_share/?slag=verkliga")
    assert "65,5\u00a0% av levererade kg (0,4\u00a0ton)" in text and "3 av 4 upphandlingar" in text


def test_the_baseline_comparison_states_what_it_supposes(visit: Any, workspace: Workspace):
    text = page(visit, "/portfolj/reused_share/?slag=verkliga&samband=1")
    for said in (
        "av 10\u00a0000 dragningar",
        "korrelationen 1,0",
        "nio fall av tio",
        "frö 1",
        "mätningar saknar hel bedömning av datakvalitet",
        "Perioderna antas vara lika långa",
    ):
        assert said in text, said
    assert 'value="1" selected' in text and 'value="0.3" selected' in page(
        visit, "/portfolj/reused_share/?samband=7"
    )


def test_the_change_is_told_step_by_step_as_a_picture_and_in_figures(visit: Any, workspace: Workspace):
    text = page(visit, "/portfolj/reused_share/?slag=verkliga")
    assert "LMDI" in text and "Högre eller lägre andel" in text
    assert 'Före</th><td class="n">10\u00a0kg' in text, "5 of 200 kg in each of the two"
    assert 'Nu</th><td class="n">62\u00a0kg' in text


def test_real_and_invented_are_never_in_one_sum(visit: Any, workspace: Workspace):
    real, invented = page(visit, "/portfolj/?slag=verkliga"), page(visit, "/portfolj/?slag=ovning")
    assert "ÖVNING – alla tal på sidan är påhittade" in invented and "ÖVNING" not in real
    assert "44,4\u00a0% av levererade kg (4,26\u00a0ton)" in invented and "44,4" not in real


def test_there_is_no_total_and_what_cannot_be_added_says_so(visit: Any, workspace: Workspace):
    text = page(visit, "/portfolj/?slag=ovning")
    assert "De läggs aldrig ihop till ett betyg" in text
    row = text[text.index("Garantitid") :].split("</tr>")[0]
    assert "summeras inte" in row
    assert "går inte att summera; se varje upphandling" in page(
        visit, "/portfolj/warranty_years/?slag=ovning"
    )


def test_every_number_leads_to_its_procurement_and_its_method(visit: Any, workspace: Workspace):
    text = page(visit, "/portfolj/reused_share/?slag=verkliga")
    assert f'href="/upphandling/{workspace.awarded}/uppfoljning/indikator/reused_share/"' in text
    assert (
        'href="/portfolj/metod/indicators/shares.md"' in text
        and 'href="/portfolj/metod/indicators/uncertainty.md"' in text
    )
    assert "Lagret" not in text and "Leverantörens kvartalsrapport" in text


def test_one_sees_only_ones_own_procurements(visit: Any, workspace: Workspace):
    assert "Här blir det något att se" in page(visit, "/portfolj/", person=OUTSIDER)
    assert visit(OUTSIDER).get("/portfolj/reused_share/").status_code == 404
    Membership.objects.create(
        user=workspace.user(OUTSIDER), procurement=workspace.row("awarded"), role="reader"
    )
    assert "1 av 1 upphandlingar" in page(visit, "/portfolj/reused_share/", person=OUTSIDER)


def test_the_export_has_every_figure_and_a_row_for_what_is_not_measured(visit: Any, workspace: Workspace):
    measure(workspace, "open", Stage.END, 200, 200)
    answer = visit().get("/portfolj/tal.csv?slag=verkliga")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    own = {
        (row["upphandling"], row["mattillfalle"]): row for row in rows if row["indikator"] == "reused_share"
    }
    assert (
        own[str(workspace.awarded), "nu"]["varde"] == "0.31"
        and own[str(workspace.begun), "nu"]["varde"] == ""
    )
    assert own[str(workspace.open), "nu"]["kalla"] == "'=Leveranslista", (
        "no spreadsheet takes it for a formula"
    )
    assert len({row["regler"] for row in own.values() if row["regler"]}) == 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_speaks_both_languages(visit: Any, workspace: Workspace, language: str):
    said = {"sv": "Nu mot nuläget", "en": "Now against the baseline"}
    assert said[language] in page(visit, "/portfolj/reused_share/?slag=verkliga", language)


@pytest.mark.parametrize(
    "path",
    [
        "/portfolj/finns_inte/",
        "/portfolj/metod/indicators/finns-inte.md",
        "/portfolj/metod/../../README.md",
        "/portfolj/metod/x.txt",
    ],
)
def test_what_does_not_exist_is_404(visit: Any, workspace: Workspace, path: str):
    assert visit().get(path).status_code == 404


def test_every_method_page_can_be_read_and_holds_no_markup_of_its_own(visit: Any, workspace: Workspace):
    names = [path.relative_to(method.FOLDER).as_posix() for path in method.FOLDER.rglob("*.md")]
    assert len(names) > 20
    for name in names:
        made = method.as_html(method.read(name) or "")
        assert made.count("<h1>") <= 1 and (name.endswith("README.md") or "<h1>" in made), name
        assert "<script" not in made


@pytest.mark.parametrize("text, made", [
    ("# Ett\n\ntext `kod` **fet**", "<h1>Ett</h1>\n<p>text <code>kod</code> <strong>fet</strong></p>"),
    ("- ett\n- två\n  mer", "<ul><li>ett</li><li>två mer</li></ul>"), ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
    ("[x](javascript:alert(1))", "<p>x)</p>"), ("```\na < b\n```", "<pre tabindex='0'><code>a &lt; b</code></pre>"),
])  # fmt: skip
def test_a_method_page_is_text_and_little_else(text: str, made: str):
    assert method.as_html(text) == made
