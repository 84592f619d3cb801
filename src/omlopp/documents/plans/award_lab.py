"""The attack report as a document: what to think about first, the pictures, every test's answer, an example,
what is assumed."""

from datetime import date
from decimal import Decimal
from math import exp

from omlopp.documents.lab_words import amount, family_name, found_sentence, hundredths
from omlopp.documents.pictures.award_lab import pictures
from omlopp.documents.plan import Block, Bullets, Callout, Document, Facts, Heading, Paragraph, Table
from omlopp.domain.award.lab.found import Example, Found
from omlopp.domain.award.lab.report import TESTS, Report
from omlopp.domain.model.text import Language
from omlopp.library.messages import keyed, sentences
from omlopp.library.numbers import number

ILLUSTRATED = {"S2": ("formulas", "given_formulas"), "S3": ("slope",), "S5": ("ranks",)}
KRONOR_FROM = 10_000  # a result from here on is an amount of money, not points


def award_lab_report(
    report: Report, model_name: str, language: Language, on: date, *, exercise: bool = False
) -> Document:
    """The whole report. Nothing is computed here."""
    drawn = pictures(report, language)
    blocks: list[Block] = [Paragraph(_lead(report, language), "lead")]
    if report.stopped:
        missing = ", ".join(keyed(f"lab.test.{test}", {}, language) for test in report.missing)
        title = sentences()["documents.warning"][language]
        blocks.append(Callout("warning", title, keyed("lab.report.stopped", {"missing": missing}, language)))
    blocks += _serious(report, language)
    if "flips" in drawn:
        blocks.append(drawn["flips"])
    blocks.append(Heading(_say("all", language), 1))
    idle: list[str] = []  # tests that have nothing to say of this model: told together, at the end
    for test in (one for one in TESTS if report.of(one)):
        answers = report.of(test)
        if not any(one.applies for one in answers):
            idle += [
                f"{keyed(f'lab.test.{test}', {}, language)}\n{found_sentence(one, report.currency, language)}"
                for one in answers
            ]
            continue
        blocks.append(Heading(keyed(f"lab.test.{test}", {}, language), 2))
        blocks.append(Bullets(tuple(found_sentence(one, report.currency, language) for one in answers)))
        blocks += _faults(answers, language)
        blocks += [drawn[name] for name in ILLUSTRATED.get(test, ()) if name in drawn]
        blocks += _example(answers, report, language)
    if idle:
        blocks += [Heading(_say("idle", language), 2), Bullets(tuple(idle), strong_first=True)]
    blocks += _assumed(report, language)
    return Document(
        kind="award_lab",
        language=language,
        title=_say("title", language),
        subtitle=model_name,
        marks=(
            (_say("family", language), family_name(report.family, language)),
            (_say("digest", language), report.model_digest[:12]),
        ),
        made_on=on,
        blocks=tuple(blocks),
        exercise=exercise,
    )


def _lead(report: Report, language: str) -> str:
    said = [one for one in report.found if one.applies]
    facts = {
        "serious": number(len(report.serious), language=language),
        "of": number(len(said), language=language),
        "fields": number(report.draws, language=language),
        "seed": str(report.seed),
    }
    return keyed("lab.report.lead", facts, language)


def _serious(report: Report, language: str) -> list[Block]:
    head = Heading(_say("serious", language), 1)
    if not report.serious:
        return [head, Paragraph(_say("nothing_serious", language))]
    return [head, Bullets(tuple(found_sentence(one, report.currency, language) for one in report.serious))]


def _result(result: float, language: str) -> str:
    """A comparison price in whole kronor, points with their decimals."""
    return number(round(_decimal(result), 4 if abs(result) < KRONOR_FROM else 0), language=language)


def _faults(answers: tuple[Found, ...], language: str) -> list[Block]:
    """The sentences of the faults that S16 found."""
    failed = [row for one in answers if one.test == "S16" for row in one.rows if row["fault"]]
    if not failed:
        return []
    return [Bullets(tuple(keyed(f"check.{row['check']}.failed", row["facts"], language) for row in failed))]


def _example(answers: tuple[Found, ...], report: Report, language: str) -> list[Block]:
    """The first example field of a test, bid by bid."""
    example = next((one.example for one in answers if one.example is not None), None)
    if example is None:
        return []
    rows = tuple(
        (
            f"{_say('bid', language)} {place + 1}",
            amount(price, report.currency, language),
            *(hundredths(share, language) for share in example.shares[place]),
            _result(result, language),
            _outcome(example, place, language),
        )
        for place, (price, result) in enumerate(zip(example.prices, example.results, strict=True))
    )
    many = len(example.shares[0]) if example.shares else 0
    qualities = tuple(f"{name} (0–100)" for name in report.qualities[:many])
    head = (
        *(_say(name, language) for name in ("bid", "price")),
        *qualities,
        *(_say(n, language) for n in ("result", "place")),
    )
    table = Table(
        head,
        rows,
        _say("example", language),
        frozenset(range(1, many + 3)),
        (2, 2, *(2 for _ in qualities), 2, 3),
    )
    return [table, *_what_was_done(example, report, language)]


def _what_was_done(example: Example, report: Report, language: str) -> list[Block]:
    """What the test did to the example: who left, at what price one more came in, how far an attack reached."""
    facts = example.facts
    if "left" in facts:
        return [Paragraph(keyed("lab.report.left", {"bid": facts["left"] + 1}, language), "note")]
    shown = {
        name: amount(facts[name], report.currency, language)
        for name in ("phantom", "honest", "gamed")
        if name in facts
    }
    if "phantom" in shown:
        return [Paragraph(keyed("lab.report.came", shown, language), "note")]
    if "gamed" in shown:
        return [Paragraph(keyed("lab.report.reached", shown, language), "note")]
    return []


def _outcome(example: Example, place: int, language: str) -> str:
    if place == example.winner:
        return _say("wins", language)
    return _say("wins_then", language) if place == example.changed_to else ""


def _assumed(report: Report, language: str) -> list[Block]:
    """The market, so that a reader can change it."""
    market = report.market

    def shown(value: float) -> str:
        return number(round(_decimal(value), 4), language=language)

    bidders = "; ".join(
        keyed("lab.report.bidders_of", {"bids": bids, "percent": hundredths(share, language)}, language)
        for bids, share in sorted(market.bidders.items())
    )
    types = "; ".join(
        keyed(
            "lab.report.type_of",
            {
                "name": sentences().get(f"lab.type.{one.name}", {}).get(language, one.name),
                "percent": hundredths(one.share, language),
                "cost": shown(one.cost),
                "quality": shown(one.quality),
            },
            language,
        )
        for one in market.types
    )

    def as_rise(log_sd: float) -> str:  # a spread of logarithms as per cent
        return hundredths(exp(log_sd) - 1, language)

    def of_one(steps: float) -> str:  # so many spreads of quality from the middle of the logit scale
        return number(round(_decimal(1 / (1 + exp(-steps * market.quality_sd))), 2), language=language)

    spreads = {
        "common": as_rise(market.common_sd),
        "private": as_rise(market.private_sd),
        "low": of_one(-1),
        "high": of_one(1),
    }
    dearer = {"cost": as_rise(market.cost_of_quality), "high": of_one(1)}
    pairs = (
        (_say("expected_price", language), amount(market.expected_price, report.currency, language)),
        (_say("bidders", language), bidders),
        (_say("types", language), types),
        (_say("spreads", language), keyed("lab.report.spreads_of", spreads, language)),
        (
            _say("cost_of_quality", language),
            keyed("lab.report.cost_of_quality_of", dearer, language),
        ),
    )
    return [
        Heading(_say("assumed", language), 1),
        Paragraph(_say("assumed_note", language), "note"),
        Facts(pairs),
    ]


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def _say(name: str, language: str) -> str:
    return keyed(f"lab.report.{name}", {}, language)
