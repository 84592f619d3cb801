"""What a result says in words, tables and pictures. No number is made here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from omlopp.documents.pictures.forest import Line, forest
from omlopp.documents.plan import Picture, Table
from omlopp.domain.model.text import Text
from omlopp.flows.market_effect import Result, answer, lines
from omlopp.library.messages import keyed
from omlopp.library.numbers import NBSP, number, percent_short
from omlopp.statistics.effect_spec import Specification, current

LANGUAGES = ("sv", "en")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One main question: what was asked, the verdict in two words, the answer in one sentence, and a note where the
    interval and the verdict seem to differ.
    """

    exposure: str
    outcome: str
    question: Text
    verdict: str
    verdict_name: Text
    says: Text
    note: Text
    row: Row


def say(key: str, language: str, **facts: Any) -> str:
    return keyed(f"market.effect.{key}", facts, language)


def amount(value: float | None, ratio: bool, language: str) -> str:
    """`+130 %`, `−3,1 procentenheter`; no limit where there is none. From ten per cent without decimals."""
    if value is None:
        return say("open", language)
    from decimal import Decimal

    places = 0 if ratio and abs(value) >= 0.1 else 1
    shown = number(Decimal(str(round(abs(value) * 100, places))), language=language, decimals=places)
    sign = "" if round(value * 100, places) == 0 else "−" if value < 0 else "+"
    return say("ratio" if ratio else "points", language, amount=f"{sign}{shown}").replace(" ", NBSP)


def span(row: Row, language: str) -> str:
    if row["low"] is None and row["high"] is None:
        return say("open", language)
    low, high = (amount(row[end], row["ratio"], language) for end in ("low", "high"))
    if not row["ratio"] and row["low"] is not None:  # the unit once
        low = low.split(NBSP)[0]
    return say("range", language, low=low, high=high)


def answers(result: Result) -> list[Answer]:
    """Every main question in the order of the specification."""
    spec = current()
    return [_answer(one, spec) for one in result["answers"] if one["outcome"] in spec.outcomes]


def _answer(row: Row, spec: Specification) -> Answer:
    texts: dict[str, list[str]] = {"question": [], "verdict": [], "says": [], "note": []}
    for language in LANGUAGES:
        texts["question"].append(say(f"question.{row['outcome']}", language))
        texts["verdict"].append(say(f"verdict.{row['verdict']}", language))
        texts["says"].append(sentence(row, spec, language))
        texts["note"].append(note(row, spec, language))
    made = {name: Text(*both) for name, both in texts.items()}
    return Answer(
        row["exposure"], row["outcome"], made["question"], row["verdict"], made["verdict"], made["says"],
        made["note"], row,
    )  # fmt: skip


def sentence(row: Row, spec: Specification, language: str) -> str:
    """The answer in one sentence (two where it cannot be told), always with interval and base."""
    outcome = spec.outcomes[row["outcome"]]
    if row["why"] == "not_in_source":
        return outcome.why.within(language)
    facts = {
        "exposed": number(row["exposed"], language=language),
        "n": number(row["n"], language=language),
        "buyers": number(row["exposed_buyers"], language=language),
        "outcome": outcome.name.within(language),
        "fewest": spec.fewest_exposed,
    }
    if row["effect"] is None:
        return say("says.too_few" if row["why"] == "too_few" else "says.no_fit", language, **facts)
    key = f"says.{row['verdict']}"
    if row["verdict"] == "cannot_tell" and not row["ratio"]:
        key += ".points"
    return say(
        key,
        language,
        effect=amount(row["effect"], row["ratio"], language),
        range=span(row, language),
        smallest=amount(outcome.smallest, row["ratio"], language).lstrip("+"),
        mde_low=amount(row["mde_low"], row["ratio"], language),
        mde_high=amount(row["mde_high"], row["ratio"], language),
        mde=amount(row["mde_high"], row["ratio"], language).lstrip("+"),
        **facts,
    )


def note(row: Row, spec: Specification, language: str) -> str:
    """What must be added where the interval by itself would mislead; empty where it does not."""
    if row["verdict"] != "cannot_tell" or row["low"] is None or row["high"] is None:
        return ""
    if row["low"] <= 0 <= row["high"] or row["p_holm"] is None:
        return ""
    asked = sum(one.model != "none" for one in spec.outcomes.values())
    return say("says.many", language, questions=asked, p=p_shown(row["p_holm"], language))


def lead(result: Result, language: str) -> str:
    """The page's first sentence: does it cost bids?"""
    return say("lead", language, says=sentence(answer(result, "found", "bids"), current(), language))


def check(result: Result, language: str) -> str:
    """What the trial on invented data showed, of the number of bids."""
    tried = result.get("check", result)
    row = next(one for one in tried["answers"] if one["outcome"] == "bids")
    raw = next((one for one in tried.get("raw", ()) if one["outcome"] == "bids"), None)
    return say(
        "check",
        language,
        n=number(row["n"], language=language),
        planted=amount(tried["planted"]["bids"], True, language),
        effect=amount(row["effect"], True, language),
        range=span(row, language),
        raw=amount(raw["effect"], True, language) if raw else "–",
    )


def share(result: Result, language: str) -> str:
    """How many titles ask, with interval and base."""
    whole = result["uptake"]["all"]
    return say(
        "share",
        language,
        n=number(whole["hits"], language=language),
        of=number(whole["of"], language=language),
        share=percent_short(whole["share"] or 0.0, language),
        low=percent_short(whole["low"] or 0.0, language, decimals=2).rstrip("%").rstrip(),
        high=percent_short(whole["high"] or 0.0, language, decimals=2),
    )


def p_shown(value: float | None, language: str) -> str:
    if value is None:
        return "–"
    from decimal import Decimal

    if value < 0.001:
        return "<" + NBSP + number(Decimal("0.001"), language=language)
    return number(Decimal(str(round(value, 3))), language=language, decimals=3)


def name_of(row: Row, language: str) -> str:
    """What a line of the robustness table is called."""
    spec = current()
    if row["id"] == "main":
        return say("main", language)
    check = next((one for one in spec.robustness if one.id == row["id"]), None)
    if check:
        said = check.says.within(language)
        return said[:1].upper() + said[1:]
    return say("other", language, name=spec.exposures[row["id"]].name.within(language)).capitalize()


def numbers_of(row: Row, language: str) -> str:
    """Effect and interval, or why there is none."""
    if row["effect"] is None:
        return say("few" if row["why"] == "too_few" else "none", language)
    effect = amount(row["effect"], row["ratio"], language)
    if not row["ratio"]:  # the unit once, at the end
        effect = effect.split(NBSP)[0]
    return f"{effect} ({span(row, language)})"


def base_of(row: Row, language: str) -> str:
    facts = {name: number(row[name], language=language) for name in ("exposed", "n")}
    return say("of_lots" if row["unit"] == "lot" else "of", language, **facts).replace(" ", NBSP)


def lines_table(result: Result, exposure: str, outcome: str, language: str) -> Table:
    """The robustness table of one question."""
    rows = tuple(
        (
            name_of(row, language),
            amount(row["effect"], row["ratio"], language)
            if row["effect"] is not None
            else numbers_of(row, language),
            span(row, language) if row["effect"] is not None else "–",
            base_of(row, language),
            number(row["exposed_buyers"], language=language),
            p_shown(_p(row), language),
        )
        for row in lines(result, exposure, outcome)
    )
    heads = ("line", "effect", "range", "of", "buyers", "p")
    return Table(
        tuple(say(f"head.{head}", language) for head in heads), rows, _title(exposure, outcome, language),
        frozenset({1, 2, 3, 4, 5}), (5, 2, 3, 2, 2, 1),
    )  # fmt: skip


def answers_table(result: Result, language: str) -> Table:
    """All main answers, for documents and the terminal."""
    spec = current()
    rows = []
    for one in answers(result):
        row = one.row
        known = row["effect"] is not None
        rows.append(
            (
                one.question.within(language),
                spec.exposures[one.exposure].name.within(language),
                one.verdict_name.within(language),
                amount(row["effect"], row["ratio"], language) if known else "–",
                span(row, language) if known else "–",
                base_of(row, language) if row["n"] else "–",
                f"{amount(row['mde_low'], row['ratio'], language)} / {amount(row['mde_high'], row['ratio'], language)}"
                if known
                else "–",
            )
        )
    heads = ("question", "exposure", "verdict", "effect", "range", "of", "mde")
    return Table(
        tuple(say(f"head.{head}", language) for head in heads), tuple(rows), say("caption.answers", language),
        frozenset({3, 4, 5, 6}), (3, 3, 2, 2, 3, 2, 3),
    )  # fmt: skip


def picture(result: Result, exposure: str, outcome: str, language: str) -> Picture:
    """The forest plot of one question."""
    of = current().outcomes[outcome]
    drawn = [
        Line(
            name_of(row, language), row["effect"], row["low"], row["high"], numbers_of(row, language),
            row["id"] == "main",
        )
        for row in lines(result, exposure, outcome)
    ]  # fmt: skip
    return forest(
        drawn,
        ratio=of.ratio,
        smallest=of.smallest,
        smallest_shown=amount(of.smallest, of.ratio, language).lstrip("+"),
        title=_title(exposure, outcome, language),
        source=short_source(result, language),
        language=language,
    )


def source(result: Result, language: str) -> str:
    spec = result["specification"]
    return say(
        "source",
        language,
        source=result["data"]["source"][language],
        spec=spec["id"],
        mark=spec["sha256"][:12],
        written=date.fromisoformat(spec["written_on"]),
        made=date.fromisoformat(result["made_on"]),
        version=result["program"]["omlopp"],
    )


def short_source(result: Result, language: str) -> str:
    spec = result["specification"]
    return say("source.short", language, spec=spec["id"], mark=spec["sha256"][:12])


def _title(exposure: str, outcome: str, language: str) -> str:
    spec = current()
    said = say(
        "caption.lines",
        language,
        outcome=spec.outcomes[outcome].name.within(language),
        exposure=spec.exposures[exposure].name.within(language),
    )
    return said[:1].upper() + said[1:]


def _p(row: Row) -> float | None:
    found = row["p_random"] if row["way"] == "randomised" else row["p"]
    return None if found is None else float(found)
