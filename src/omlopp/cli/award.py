"""omlopp award: compare bids with a model, and show every step."""

import typer

from omlopp.cli.award_explain import HELP as EXPLAIN
from omlopp.cli.award_explain import explain
from omlopp.cli.award_lint import (
    COMPARE,
    FORM,
    LINT,
    BidsFile,
    Json,
    ModelFile,
    bid_errors,
    compare,
    form,
    lint,
)
from omlopp.cli.lab import HELP, stress
from omlopp.cli.tell import as_json, language, out, t
from omlopp.flows.award import Walked, evaluate_files, explained
from omlopp.library.numbers import number

app = typer.Typer(
    no_args_is_help=True,
    help=t("Utvärdera anbud och visa varje steg i uträkningen.", "Evaluate bids and show every step taken."),
)


@app.callback()
def group() -> None:
    """Commands of the award room."""


app.command("explain", help=EXPLAIN)(explain)
app.command("stress", help=HELP)(stress)
app.command("lint", help=LINT)(lint)
app.command("compare", help=COMPARE)(compare)
app.command("form", help=FORM)(form)


@app.command(
    help=t(
        "Utvärdera anbuden i BIDS med modellen i MODEL (YAML eller JSON).\n\n"
        "MODEL: family, criteria (id, name, value eller weight, levels: nivå → andel 0–1), currency, ties. "
        "BIDS: en lista bids (id, bidder, price, levels: kriterium → nivå).\n\n"
        "Resultatet är en beräkning. Tilldelningsbeslutet fattar du, med skäl.\n\n"
        "Exempel: omlopp award evaluate modell.yaml anbud.yaml",
        "Evaluate the bids in BIDS with the model in MODEL (YAML or JSON).\n\n"
        "MODEL: family, criteria (id, name, value or weight, levels: level → share 0–1), currency, ties. "
        "BIDS: a list of bids (id, bidder, price, levels: criterion → level).\n\n"
        "The result is a calculation. The award decision is yours, with its reasons.\n\n"
        "Example: omlopp award evaluate model.yaml bids.yaml",
    )
)
def evaluate(model: ModelFile, bids: BidsFile, json: Json = False) -> None:
    with bid_errors():
        walked = evaluate_files(model, bids)
    if json:
        from omlopp.library.files import as_data

        trace = [
            {"bid": bid, "says": says} for bid, says in explained(walked.evaluation, walked.model, language())
        ]
        as_json(as_data(walked.evaluation) | {"explained": trace})
        return
    for line in table(walked):
        out(line)
    out()
    out(t("Så räknades det fram", "How it was computed"))
    for bid, says in explained(walked.evaluation, walked.model, language()):
        out(f"  {'' if not bid else bid + ': '}{says}")


def table(walked: Walked) -> list[str]:
    """Best first: place, bidder, price and what it was ranked by."""
    evaluation, money = walked.evaluation, walked.model.currency
    lowest = evaluation.comparison is not None
    results = evaluation.comparison or evaluation.total or {}
    last = t(f"Jämförelsepris ({money})", f"Comparison price ({money})") if lowest else t("Poäng", "Points")
    head = [t("Plats", "Rank"), t("Anbud", "Bid"), t(f"Pris ({money})", f"Price ({money})"), last]
    rows = [head] + [
        [
            str(evaluation.rank[bid.id]),
            bid.title,
            "–" if bid.price is None else number(bid.price, language=language()),
            number(results[bid.id], language=language()),
        ]
        for bid in sorted(walked.bids, key=lambda bid: evaluation.rank[bid.id])
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        f"{place:<{widths[0]}}  {name:<{widths[1]}}  {price:>{widths[2]}}  {result:>{widths[3]}}"
        for place, name, price, result in rows
    ]
