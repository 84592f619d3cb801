"""The money of a programme in a document: budget, funding, spending against plan, options, claims, state aid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from omlopp.documents.pictures.programme_money import bars, pace
from omlopp.documents.plan import Block, Bullets, Document, Facts, Paragraph, Table
from omlopp.documents.plans.common import paragraphs
from omlopp.documents.plans.programme_common import document, many, note, section, sure
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.domain.programme import budget, claims
from omlopp.domain.programme.model import Programme
from omlopp.library.load import Library
from omlopp.library.numbers import day, kr, number, per_cent
from omlopp.library.programme import principles
from omlopp.library.programme.costs import CostType, cost_types, options_on, state_aid

DASH = "–"


def money_report(programme: Programme, library: Library, language: Language, on: date) -> Document:
    """Ekonomisk redovisning: everything about the money, with what is missing before the next claim."""
    blocks: list[Block] = [Paragraph(_pace(programme, on, language), "lead")]
    blocks += section(say("prog.budget", language), budget_blocks(programme, language, on, every_month=True))
    blocks += section(say("prog.claims", language), claim_blocks(programme, language, on))
    blocks += section(say("prog.before", language), before(programme, language, on), 2)
    blocks += section(say("prog.options", language), option_blocks(programme, library, language))
    blocks += section(say("prog.conditions", language), condition_blocks(library, language))
    blocks += aid_and_principles(programme, library, language)
    return document(
        programme, say("prog.economy_title", language), _days(programme, language), blocks, language, on
    )


def budget_blocks(
    programme: Programme, language: Language, on: date, *, every_month: bool = False
) -> list[Block]:
    """Tables by type and by funder, the two pictures, and the months (every one, or every sixth)."""
    rows = budget.by_type(programme, on)
    if not rows:
        return [Paragraph(say("prog.no_budget", language)), *funding_blocks(programme, language)]
    drawn = bars([(type_name(row.cost_type, language), row.planned, row.spent) for row in rows], on, language)
    months = budget.months(programme, on)
    shown = (
        months
        if every_month and len(months) <= 24
        else [
            row for place, row in enumerate(months) if row.month.month in (6, 12) or place == len(months) - 1
        ]
    )
    return [
        drawn,
        type_table(programme, language, on),
        *funding_blocks(programme, language),
        Paragraph(_pace(programme, on, language)),
        pace(months, on, language),
        _month_table(shown, language),
        note(say("prog.pace_why", language)),
    ]


def type_table(programme: Programme, language: Language, on: date) -> Table:
    rows = budget.by_type(programme, on)
    total = sum((row.planned for row in rows if row.planned is not None), Decimal(0))
    used = sum((row.spent for row in rows), Decimal(0))

    def line(name: str, planned: Decimal | None, spent: Decimal) -> tuple[str, ...]:
        share = per_cent(spent / planned, language) if planned else DASH
        if planned is None:
            return name, say("prog.not_in_budget", language), _n(spent, language), DASH, DASH
        return name, _n(planned, language), _n(spent, language), _n(planned - spent, language), share

    return Table(
        tuple(say(f"prog.{key}", language) for key in ("cost_type", "budget", "spent", "left", "share")),
        (
            *(line(type_name(row.cost_type, language), row.planned, row.spent) for row in rows),
            line(say("prog.sum", language), total, used),
        ),
        say("prog.table.types", language, on=day(on, language)),
        frozenset({1, 2, 3, 4}),
        (5, 3, 3, 3, 2),
    )


def funding_blocks(programme: Programme, language: Language) -> list[Block]:
    rows = budget.funding(programme)
    if not rows:
        return [Paragraph(say("prog.no_funding", language))]
    certified = {one.name: one for one in programme.cofunding}
    whole = budget.funded(programme)

    def paper(name: str) -> str:
        one = certified[name]
        if one.certified_on is None:
            return say("prog.no_certificate", language)
        return f"{day(one.certified_on, language)}{', ' + one.number if one.number else ''}"

    table = Table(
        tuple(say(f"prog.{key}", language) for key in ("funder", "kind", "amount", "share", "certificate")),
        (
            *(
                (
                    row.name,
                    funder_kind(row.kind, language),
                    _n(row.amount, language),
                    per_cent(row.share, language),
                    paper(row.name),
                )
                for row in rows
            ),
            (say("prog.sum", language), "", _n(whole, language), per_cent(Decimal(1), language), ""),
        ),
        say("prog.table.funders", language, total=kr(whole, language)),
        frozenset({2, 3}),
        (5, 3, 3, 2, 4),
    )
    gap = budget.planned(programme) - whole
    if not gap:
        return [table]
    key = "prog.gap" if gap > 0 else "prog.gap_over"
    return [table, Paragraph(say(key, language, kr=kr(abs(gap), language)))]


def claim_blocks(programme: Programme, language: Language, on: date) -> list[Block]:
    """Claims with what was spent in each period, the sums, and the next claim. Spending after a day is not told."""
    if not programme.claims:
        rows: list[Block] = [Paragraph(say("prog.claims_none", language))]
    else:
        told, rate = claims.sums(programme, on), budget.rate_of(programme)
        facts = {
            "claimed": kr(told.claimed, language),
            "n": told.claims,
            "claims": many(told.claims, "claims", language),
            "paid": kr(told.paid, language),
            "undecided": told.undecided,
            "rate": per_cent(rate, language) if rate is not None else DASH,
        }
        rows = [claim_table(programme, language), Paragraph(say("prog.claims_sum", language, **facts))]
        if told.cut:
            rows.append(Paragraph(say("prog.claims_cut", language, cut=kr(told.cut, language))))
    coming = claims.next_claim(programme, on)
    if coming is not None:
        facts = {
            "number": coming.number,
            "first": day(coming.period_from, language),
            "last": day(coming.period_to, language),
            "cost": kr(coming.cost, language),
            "amount": kr(coming.amount, language),
            "laid_out": kr(coming.laid_out, language),
        }
        rows.append(Paragraph(say("prog.next", language, **facts)))
    return rows


def claim_table(programme: Programme, language: Language) -> Table:
    costs = {one.claim.number: one.cost for one in claims.held(programme)}

    def decided(amount: Decimal | None, key: str) -> str:
        return say(f"prog.claim.{key}", language) if amount is None else _n(amount, language)

    return Table(
        tuple(
            say(f"prog.claim.{key}", language)
            for key in ("number", "period", "cost", "claimed", "approved", "paid")
        ),
        tuple(
            (
                str(one.number),
                f"{one.period_from.isoformat()} – {one.period_to.isoformat()}",
                _n(costs[one.number], language) if one.number in costs else DASH,
                _n(one.claimed_sek, language),
                decided(one.approved_sek, "undecided"),
                decided(one.paid_sek, "unpaid"),
            )
            for one in sorted(programme.claims, key=lambda each: each.number)
        ),
        say("prog.table.claims", language),
        frozenset({0, 2, 3, 4, 5}),
        (1, 5, 3, 3, 3, 3),
    )


def before(programme: Programme, language: Language, on: date) -> list[Block]:
    """What to see to before the next claim."""
    found = claims.missing(programme, on)
    if not found:
        return [Paragraph(say("prog.before_ok", language))]
    return [Bullets(tuple(finding(one, language) for one in found))]


def finding(one: claims.Finding, language: Language) -> str:
    """A finding in words: money, days and names of cost types as people write them."""
    facts = {name: _fact(name, value, language) for name, value in one.facts.items()}
    key = "undecided_is" if one.code == "undecided" else one.code
    return say(f"prog.claim.{key}", language, **facts)


def _fact(name: str, value: object, language: Language) -> str:
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, Decimal):
        return kr(value, language)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return type_name(str(value), language) if name == "cost_type" else str(value)


def option_blocks(programme: Programme, library: Library, language: Language) -> list[Block]:
    options = {one.id: one for one in options_on(programme.starts_on)}
    blocks: list[Block] = [
        Paragraph(say("prog.options_lead", language, on=day(programme.starts_on, language))),
        Table(
            (say("prog.option", language), say("prog.certainty", language)),
            tuple(
                (
                    f"{one.name.within(language)}. {one.says.within(language)}",
                    sure(one.source, language, library),
                )
                for one in options.values()
            ),
            say("prog.table.options", language),
            widths=(5, 4),
        ),
    ]
    checks = budget.flat_checks(programme, [one.value for one in options.values()])
    # Of several options the cost may rest on, the one that allows it is told; else the most generous.
    by_type: dict[str, budget.FlatCheck] = {}
    for one in checks:
        kept = by_type.get(one.cost_type)
        if kept is None or one.over < kept.over:
            by_type[one.cost_type] = one
    lines = []
    for one in by_type.values():
        facts = {
            "type": type_name(one.cost_type, language),
            "spent": kr(one.spent, language),
            "most": kr(one.most, language),
            "base": kr(one.rests_on, language),
            "over": kr(one.over, language),
            "option": options[one.option].name.within(language),
        }
        lines.append(say("prog.flat_over" if one.over else "prog.flat", language, **facts))
    if lines:
        blocks += [Bullets(tuple(lines)), note(say("prog.flat_rate", language))]
    return blocks


def condition_blocks(library: Library, language: Language) -> list[Block]:
    said = state_aid()
    return [
        Bullets(
            tuple(
                f"{one.says.within(language)} {sure(one.source, language, library)}."
                for one in said.conditions
            )
        )
    ]


def aid_and_principles(
    programme: Programme, library: Library, language: Language, level: int = 1
) -> list[Block]:
    given = paragraphs(programme.state_aid)
    aid: list[Block] = list(given)
    if not given:
        asks = state_aid().questions
        aid = [
            Paragraph(say("prog.state_aid_none", language)),
            Bullets(
                tuple(f"{one.asks.within(language)} {sure(one.source, language, library)}." for one in asks)
            ),
        ]
    met = dict(programme.horizontal)
    pairs = tuple(
        (one.name.within(language), met.get(id, "").strip() or say("prog.horizontal_none", language))
        for id, one in principles().items()
    )
    return [
        *section(say("prog.state_aid", language), aid, level),
        *section(say("prog.horizontal", language), [Facts(pairs)], level),
    ]


def type_name(id: str, language: Language) -> str:
    known: CostType | None = cost_types().get(id)
    return known.name.within(language) if known else id


def funder_kind(kind: str, language: Language) -> str:
    from omlopp.library.load import library

    return library().names.of("funder", kind, language)


def _month_table(rows: Sequence[budget.MonthRow], language: Language) -> Table:
    def spent(row: budget.MonthRow) -> tuple[str, str]:
        if row.spent is None:
            return DASH, DASH
        return _n(row.spent, language), _n(row.spent - row.planned, language)

    return Table(
        tuple(say(f"prog.{key}", language) for key in ("month", "even", "spent", "difference")),
        tuple(
            (f"{row.month.year}-{row.month.month:02}", _n(row.planned, language), *spent(row)) for row in rows
        ),
        say("prog.table.months", language),
        frozenset({1, 2, 3}),
    )


def _pace(programme: Programme, on: date, language: Language) -> str:
    whole, used = budget.planned(programme), budget.spent(programme, on)
    if not whole:
        return say("prog.no_budget", language)
    return say(
        "prog.pace",
        language,
        on=day(min(on, programme.ends_on), language),
        spent=kr(used, language),
        total=kr(whole, language),
        share=per_cent(used / whole, language),
        even=kr(budget.planned_until(programme, on), language),
    )


def _days(programme: Programme, language: Language) -> str:
    return say(
        "prog.days", language, first=day(programme.starts_on, language), last=day(programme.ends_on, language)
    )


def _n(value: Decimal, language: Language) -> str:
    return number(value, language=language, decimals=0)
