"""omlopp award lint, compare and form: what a model promises, two models side by side, and the bidders' form."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import CHECK_FAILED, as_json, fail, language, out, plain_errors, t

LINT = t(
    "Granska modellen i MODEL: femton egenskaper, var och en bevisad, motbevisad med ett exempel på era tal, eller inte "
    "tillämplig; och fel i löften, mängder, golv och livscykeltal, med lagrum för regelverket.\n\n"
    "Utan BIDS prövas modellen på tänkta anbud kring det förväntade priset (--price).\n\n"
    "Exempel: omlopp award lint modell.yaml anbud.xlsx --regime lou_19",
    "Examine the model in MODEL: fifteen properties, each proved, refuted with an example on your own numbers, or not "
    "applicable; and faults in promises, quantities, floors and life-cycle numbers, with the section of the regime.\n\n"
    "Without BIDS the model is tried on supposed bids around the expected price (--price).\n\n"
    "Example: omlopp award lint model.yaml bids.xlsx --regime lou_19",
)
COMPARE = t(
    "Räkna samma anbud med två modeller och visa var de skiljer sig.\n\nExempel: omlopp award compare a.yaml b.yaml anbud.yaml",
    "Compute the same bids with two models and show where they part.\n\nExample: omlopp award compare a.yaml b.yaml bids.yaml",
)
FORM = t(
    "Skriv formuläret som anbudsgivarna fyller i (XLSX).\n\nExempel: omlopp award form modell.yaml --to formular.xlsx",
    "Write the form that bidders fill (XLSX).\n\nExample: omlopp award form model.yaml --to form.xlsx",
)


class Rules(StrEnum):
    """Which rules govern the procurement."""

    lou = "lou"
    lou_19 = "lou_19"
    lou_19a = "lou_19a"
    luf = "luf"
    luk = "luk"


ModelFile = Annotated[Path, typer.Argument(metavar="MODEL", help=t("Modellens fil", "The model's file"))]
BidsFile = Annotated[Path, typer.Argument(metavar="BIDS", help=t("Anbudens fil", "The bids' file"))]
Json = Annotated[bool, typer.Option("--json", help=t("Skriv svaret som JSON", "Write the answer as JSON"))]


def lint(
    model: ModelFile,
    bids: Annotated[
        Path | None, typer.Argument(metavar="[BIDS]", help=t("Anbudens fil", "The bids' file"))
    ] = None,
    regime: Annotated[
        Rules,
        typer.Option(
            help=t(
                "Regelverk: lou (över tröskelvärdena), lou_19 (19 kap.), lou_19a (direktupphandling), luf, luk",
                "The rules that govern",
            )
        ),
    ] = Rules.lou,
    price: Annotated[
        str | None,
        typer.Option(
            help=t("Förväntat pris, när det inte finns anbud", "Expected price, where there are no bids")
        ),
    ] = None,
    printed: Annotated[
        Path | None,
        typer.Option(
            help=t(
                "Tabeller ur dokumenten att räkna om (price_score, total: anbud → tal)",
                "Tables of the documents to recompute",
            )
        ),
    ] = None,
    json: Json = False,
) -> None:
    from omlopp.flows.award_lint import as_plain, lint_files

    with bid_errors():
        linted = lint_files(model, bids, regime.value, _price(price), printed)
    if json:
        as_json(as_plain(linted, language()))
    else:
        _tell(as_plain(linted, language()))
    if linted.failed or any(one.status == "refuted" for one in linted.verdicts):
        raise SystemExit(CHECK_FAILED)


def _price(written: str | None) -> Decimal | None:
    from omlopp.domain.award.bid_table import number_in
    from omlopp.domain.award.errors import NotANumber

    found = number_in(written) if written else None
    if written and (found is None or found <= 0):
        raise NotANumber(where="--price", found=written)
    return found


def _tell(said: dict[str, Any]) -> None:
    if said["supposed_bids"]:
        out(t("Prövad på tänkta anbud (påhittade tal).", "Tried on supposed bids (invented numbers)."))
        out()
    words = {
        "proved": t("håller", "holds"),
        "refuted": t("HÅLLER INTE", "FAILS"),
        "not_applicable": t("ej avgjord", "not decided"),
    }
    width = max(map(len, words.values()))
    for one in said["properties"]:
        law = f" [{one['law']}]" if one["law"] else ""
        out(f"{one['property']:<4}{words[one['status']]:<{width}}  {one['says']}")
        out(f"{'':<{4 + width}}  {one['because']}{law}")
    failed = [one for one in said["findings"] if one["status"] == "failed"]
    out()
    out(
        t("Fel att rätta", "Faults to mend")
        if failed
        else t(
            "Inga fel i löften, mängder eller livscykeltal.",
            "No faults in promises, quantities or life-cycle numbers.",
        )
    )
    for one in failed:
        out(f"  {one['says']}" + (f" [{one['law']}]" if one["law"] else ""))


def compare(
    model_a: Annotated[
        Path, typer.Argument(metavar="MODEL_A", help=t("Den ena modellens fil", "One model's file"))
    ],
    model_b: Annotated[
        Path, typer.Argument(metavar="MODEL_B", help=t("Den andra modellens fil", "The other model's file"))
    ],
    bids: BidsFile,
    json: Json = False,
) -> None:
    from omlopp.flows.award import compare_files, compared_as_plain
    from omlopp.library.numbers import number

    with bid_errors():
        one, other = compare_files(model_a, model_b, bids)
    if json:
        as_json(compared_as_plain(one, other))
        return
    rows = [
        [
            t("Anbud", "Bid"),
            t("Plats A", "Place A"),
            t("Resultat A", "Result A"),
            t("Plats B", "Place B"),
            t("Resultat B", "Result B"),
        ]
    ]
    for bid in one.bids:
        cells = [bid.title]
        for walked in (one, other):
            found = walked.evaluation
            results = found.comparison or found.total or {}
            out_of_it = t("ej jämförd", "not compared")
            cells += [
                str(found.rank.get(bid.id, out_of_it)),
                number(results[bid.id], language=language()) if bid.id in results else "–",
            ]
        rows.append(cells)
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    for row in rows:
        out(
            "  ".join(
                [
                    row[0].ljust(widths[0]),
                    *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
                ]
            )
        )
    same = one.evaluation.winner == other.evaluation.winner and one.evaluation.tied == other.evaluation.tied
    out()
    out(
        t("Samma anbud vinner i båda.", "The same bid wins in both.")
        if same
        else t("Modellerna utser olika vinnare.", "The models name different winners.")
    )


def form(
    model: ModelFile,
    to: Annotated[Path, typer.Option(help=t("Filen att skriva (.xlsx)", "The file to write (.xlsx)"))],
) -> None:
    from omlopp.flows.award import model_file
    from omlopp.flows.award_files import write_form

    with plain_errors():
        write_form(model_file(model), to, language())
    out(t(f"Skrev {to}.", f"Wrote {to}."))


@contextmanager
def bid_errors() -> Iterator[None]:
    """As plain_errors; a table with faults names every cell."""
    from omlopp.domain.award.bid_table import CellsRefused
    from omlopp.library.messages import keyed, sentence

    with plain_errors():
        try:
            yield
        except CellsRefused as error:
            lines = [sentence(error, language())]
            lines += [
                f"  {one.cell}: {keyed(one.code, one.facts, language())}" for one in error.facts["faults"]
            ]
            fail("\n".join(lines))
