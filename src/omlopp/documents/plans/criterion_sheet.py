"""One criterion of the bank as a sheet to take along: what can be pasted first, then what one needs to know."""

from datetime import date

from omlopp.documents.plan import Block, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.common import goal_label, source_line, sources_of, strategy_label, unbroken
from omlopp.documents.words import say
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.law import NO_RULE, UNEXAMINED, LegalHook, Regime
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, number


def criterion_sheet(one: Criterion, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the sheet is made."""
    indicator = library.indicators.get(one.measured_by)
    blocks: list[Block] = [
        Heading(say("sheet.text", language), 1),
        Paragraph(one.text.within(language), "quote"),
        Facts(tuple(_binding(one, library, language))),
    ]
    if one.scores:
        blocks.append(
            Table(
                (say("sheet.level", language), say("sheet.share", language)),
                tuple(
                    (level.text.within(language), f"{number(level.share * 100, language=language)} %")
                    for level in one.scores
                ),
                say("sheet.scores", language),
                frozenset({1}),
                (4, 1),
            )
        )
    names = library.names
    measured = f"{indicator.name.within(language)} ({indicator.unit.within(language)})" if indicator else "–"
    logic = one.deduction_logic
    deduction = [(say("sheet.deduction", language), logic.within(language))] if logic else []
    related = _relations(one, library, language)
    blocks += [
        Heading(say("sheet.know", language), 1),
        Facts(
            (
                (say("sheet.why", language), one.why.within(language)),
                (say("indicator", language), measured),
                (
                    say("goal", language),
                    f"{goal_label(library, one.goal, language)} – "
                    f"{strategy_label(library, one.goal, one.strategy, language)} ({one.r_step})",
                ),
                (
                    say("sheet.market", language),
                    f"{names.of('above_market', one.market.above, language)}. {one.market.because.within(language)}",
                ),
                *(
                    (
                        names.of("risk", name, language) if name else say("sheet.risk", language),
                        risk.within(language),
                    )
                    for name, risk in one.risk_notes.items()
                ),
                *deduction,
                ("CPV", ", ".join(one.cpv)),
                *related,
            )
        ),
        Heading(say("law", language), 1),
        _law(one.hooks, library, language),
        Paragraph(say("sheet.unexamined", language), "note"),
    ]
    blocks += sources_of([one.source, *(hook.source for hook in one.hooks)], language, library)
    return Document(
        kind="criterion_sheet",
        language=language,
        title=one.name.within(language),
        subtitle=f"{names.of('kind', one.kind.value, language)} · {names.of('level', one.level.value, language)} · "
        f"{names.of('group', one.group, language)}",
        marks=(
            (say("sheet.id", language), one.id),
            (say("source", language), source_line(one.source, language, library)),
            (say("sheet.checked", language), f"{day(one.checked.last, language)} ({one.checked.by})"),
            (say("mark.made_on", language), day(on, language)),
            (say("sheet.licence", language), "Omlopp, CC BY 4.0"),
        ),
        made_on=on,
        blocks=tuple(blocks),
    )


def _binding(one: Criterion, library: Library, language: Language) -> list[tuple[str, str]]:
    pairs = [(say("proof", language), one.proof.within(language))]
    if one.clause:
        pairs += [
            (say("clause", language), one.clause.text.within(language)),
            (say("consequence", language), one.clause.consequence.within(language)),
        ]
    if one.follow_up:
        each = library.names.of("each", one.follow_up.each, language)
        pairs.append((say("follow_up", language), f"{one.follow_up.record.within(language)}, {each}"))
    return pairs


def _relations(one: Criterion, library: Library, language: Language) -> list[tuple[str, str]]:
    found = []
    for name in ("requires", "replaces", "conflicts", "combines"):
        others = [
            library.criteria[id].name.within(language) if id in library.criteria else id
            for id in getattr(one.relations, name)
        ]
        if others:
            found.append((library.names.of("relation", name, language), ", ".join(others)))
    if one.official and not one.pasted:
        means = library.names.of("official", one.official.relation, language)
        found.append(("Krav-ID", f"{one.official.krav_id} ({means})"))
    return found


def _law(hooks: tuple[LegalHook, ...], library: Library, language: Language) -> Table:
    return Table(
        (
            say("sheet.point", language),
            *(library.names.of("regime_short", regime.value, language) for regime in Regime),
        ),
        tuple(
            (hook.says.within(language), *(section_or_words(hook, regime, language) for regime in Regime))
            for hook in hooks
        ),
        say("sheet.law_caption", language),
        widths=(5, 2, 2, 2, 2, 2),
    )


def section_or_words(hook: LegalHook, regime: Regime, language: Language) -> str:
    """The section; else the words for no rule, or for not read – with what has been read above the thresholds."""
    rule = hook.rules[regime]
    if rule == NO_RULE:
        return say("sheet.no_rule", language)
    if rule != UNEXAMINED:
        return unbroken(rule)
    above = hook.above_threshold.get(regime)
    if above:
        return say("sheet.above", language, section=unbroken(above))
    return say("sheet.not_read", language)
