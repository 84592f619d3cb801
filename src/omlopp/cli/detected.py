"""omlopp notices evaluate: detection measured against labels."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import as_json, language, out, plain_errors, t

EVALUATE = t(
    "Mät hur rätt Omlopp hittar, mot märkta annonser eller titlar: precision, täckning och F1 med Wilson-intervall för yes "
    "och för yes+weak, per språk, fält och R-steg, och varje avvikelse med sitt citat.\n\n"
    "--notices är en mapp med annonser, eller en mapp som notices read har skrivit.\n\n"
    "Exempel: omlopp notices evaluate --labels labels_dev.csv --notices notices/",
    "Measure how right Omlopp is, against labelled notices or titles: precision, recall and F1 with Wilson intervals for "
    "yes and for yes+weak, by language, field and R-step, and every disagreement with its quote.\n\n"
    "--notices is a folder of notices, or a folder that notices read has written.\n\n"
    "Example: omlopp notices evaluate --labels labels_dev.csv --notices notices/",
)
Data = Mapping[str, Any]


def evaluate(
    labels: Annotated[Path, typer.Option(help=t("CSV-fil med märkningarna", "CSV file with the labels"))],
    notices: Annotated[
        Path, typer.Option(help=t("Mapp med annonser eller tabeller", "Folder of notices or tables"))
    ],
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
    ] = False,
) -> None:
    from omlopp.flows.detection import evaluate as measured

    with plain_errors():
        data = measured(labels, notices).data()
    if json:
        as_json(data)
    else:
        _show(data)


def _show(data: Data) -> None:
    counts = data["labels"]
    out(
        t(
            f"{data['n']} märkta: {counts['yes']} yes, {counts['weak']} weak, {counts['no']} no.",
            f"{data['n']} labelled: {counts['yes']} yes, {counts['weak']} weak, {counts['no']} no.",
        )
    )
    if data["missing"]:
        out(
            t(
                f"Saknas i mappen ({len(data['missing'])}): {', '.join(data['missing'][:8])}",
                f"Missing in the folder ({len(data['missing'])}): {', '.join(data['missing'][:8])}",
            )
        )
    out()
    for key, name in (("yes", "yes"), ("yes_or_weak", "yes + weak")):
        _quality(name, data[key])
    crossed = data["threshold"]
    folds = crossed["folds"]
    _quality(
        t(f"yes, tröskel korsvaliderad ({folds} delar)", f"yes, threshold cross-validated ({folds} folds)"),
        crossed,
    )
    chosen = ", ".join(_number(value, 3) for value in crossed["chosen"])
    out(f"  {t('valda trösklar', 'thresholds chosen')}: {chosen}")
    for title, key in ((t("Per språk", "By language"), "by_language"),):
        out(f"\n{title}")
        for code, row in data[key].items():
            _quality(f"{code or '?'} ({row['n']}) yes", row["yes"])
            _quality(f"{code or '?'} ({row['n']}) yes + weak", row["yes_or_weak"])
    out(f"\n{t('Per fält där läsaren såg det (täckning)', 'By field where the reader saw it (recall)')}")
    for place, row in data["by_field"].items():
        out(f"  {place}: yes {_share(row['yes'])} · yes + weak {_share(row['yes_or_weak'])}")
    out(
        f"\n{t('Per sorts krav som avgjorde (precision)', 'By kind of requirement that decided (precision)')}"
    )
    for kind, row in data["by_kind"].items():
        out(f"  {kind}: yes {_share(row['yes'])} · yes + weak {_share(row['yes_or_weak'])}")
    out(f"\n{t('Per R-steg (klassen yes)', 'By R-step (class yes)')}")
    for step, row in data["by_step"].items():
        out(
            f"  {step}: {t('precision', 'precision')} {_share(row['precision'])} · {t('täckning', 'recall')} {_share(row['recall'])}"
        )
    out()
    out(f"{t('Citatet möter läsarens', 'Quote meets the reader’s')}: {_share(data['quote'])}")
    out(f"{t('R-steget rätt', 'R-step right')}: {_share(data['step'])}")
    for kind, row in data["false_alarms"].items():
        out(f"{t('Falskt larm', 'False alarm')}, {kind}: {_share(row)}")
    out(f"\n{t('Avvikelser', 'Disagreements')} ({len(data['disagreements'])})")
    for one in data["disagreements"]:
        _disagreement(one)


def _quality(name: str, row: Data) -> None:
    f1 = "–" if row["f1"] is None else _number(row["f1"], 3)
    out(
        f"  {name}: {t('precision', 'precision')} {_share(row['precision'])} · "
        f"{t('täckning', 'recall')} {_share(row['recall'])} · F1 {f1}"
    )


def _share(row: Data) -> str:
    """A share with its base and interval; a dash where there is no base."""
    if not row["n"]:
        return "– (0)"
    of = t("av", "of")
    return (
        f"{_number(row['share'], 3)} ({row['k']} {of} {row['n']}; "
        f"{_number(row['low'], 2)}–{_number(row['high'], 2)})"
    )


def _number(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text if language() == "en" else text.replace(".", ",")


def _disagreement(one: Data) -> None:
    said = f"{one['label']} → {one['said']} ({_number(one['score'], 2)})"
    out(f"  {one['name']} [{one['language']}] {said}  {one['title'][:90]}")
    for mark, quotes in ((t("läsaren", "reader"), one["label_quotes"]), ("Omlopp", one["quotes"])):
        for quote in quotes[:3]:
            shown = " ".join(quote.split())
            out(f"      {mark}: ”{shown[:220]}”")
    if one["hard_negative"] or one["note"]:
        out(f"      {one['hard_negative']} {one['note']}".rstrip())
