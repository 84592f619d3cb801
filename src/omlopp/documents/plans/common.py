"""What every plan shares: marks, sources, legal hooks per regime, text of people in paragraphs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from omlopp.documents.dossier import Dossier
from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Document,
    DocumentKind,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Reference,
    Sources,
)
from omlopp.documents.words import say
from omlopp.domain.model.criteria import ChosenCriterion, Criterion
from omlopp.domain.model.law import NO_RULE, UNEXAMINED, LegalHook, Regime
from omlopp.domain.model.procurement import Lot, Procurement
from omlopp.domain.model.text import Language, Source
from omlopp.domain.process.secrecy import Marking, marking_of
from omlopp.library.load import Library
from omlopp.library.numbers import NBSP, day
from omlopp.library.secrecy import secrecy


def document_of(
    procurement: Procurement,
    blocks: Sequence[Block],
    *,
    kind: DocumentKind,
    title: str,
    subtitle: str,
    library: Library,
    language: Language,
    on: date,
    lot: Lot | None = None,
    contents: bool = False,
    decided: bool = False,
) -> Document:
    """A document on a procurement or one lot of it: every page says whose it is, how secret it is, and an exercise is
    marked as one. What is absolutely secret is stamped so.

    `decided`: it tells of a decided lot alone and goes to its bidders, so other lots that wait do not keep it secret.
    """
    law = secrecy()
    undecided = procurement.outcome == "open" and not decided
    secret = marking_of(undecided, law.of(kind), on, law.markings)
    return Document(
        kind=kind,
        language=language,
        title=title,
        subtitle=subtitle,
        marks=(*marks(procurement, library, language, on, lot), secrecy_mark(secret, language)),
        made_on=on,
        blocks=tuple(blocks),
        exercise=procurement.exercise,
        contents=contents,
        stamps=(secret.short.within(language),) if secret.until_decision else (),
    )


def stamped(document: Document, dossier: Dossier) -> Document:
    """The document with what else must be seen at the top of every page: that all was entered afterwards."""
    if not dossier.in_hindsight:
        return document
    return replace(document, stamps=(*document.stamps, say("hindsight", document.language)))


def marks(
    procurement: Procurement, library: Library, language: Language, on: date, lot: Lot | None = None
) -> tuple[tuple[str, str], ...]:
    """What stands on every page: procurement, lot, buyer, rules, model version, day."""
    if lot is not None:
        shown_lot = lot_name(lot)
    elif procurement.lots:
        shown_lot = ", ".join(one.id for one in procurement.lots)
    else:
        shown_lot = say("mark.no_lots", language)
    return (
        (say("mark.procurement", language), procurement.title),
        (say("mark.lot", language), shown_lot),
        (say("mark.buyer", language), procurement.buyer.name),
        (say("mark.regime", language), regime_name(procurement, library, language)),
        (say("mark.model", language), procurement.model_version),
        (say("mark.made_on", language), day(on, language)),
    )


def secrecy_mark(secret: Marking, language: Language) -> tuple[str, str]:
    """The marking of secrecy as a mark: `Sekretess: ABSOLUT SEKRETESS (19 kap. …)`."""
    section = secret.section.replace(" kap. ", f"{NBSP}kap.{NBSP}").replace(" §", f"{NBSP}§")
    where = f" ({section})" if section else ""
    return say("mark.secrecy", language), secret.short.within(language) + where


def lot_name(lot: Lot) -> str:
    return f"{lot.id} {lot.title}".strip()


def regime_name(procurement: Procurement, library: Library, language: Language) -> str:
    if procurement.regime is None:
        return say("regime.open", language)
    return library.names.of("regime", procurement.regime.regime.value, language)


def cited(hook: LegalHook, regime: Regime, language: str) -> str:
    """`16 kap. 2 § LOU`, or the words for no rule and for not examined. Never a section of another regime."""
    section = hook.section(regime)
    if section:
        return f"{unbroken(section)}{NBSP}{say(f'act.{regime.value}', language)}"
    return say("hook.unexamined" if hook.rules[regime] == UNEXAMINED else "hook.none", language)


def cited_line(hook: LegalHook, regime: Regime, language: str) -> str:
    """The point with its section before the full stop: `Kravet ska stå i … (19 kap. 9 § LOU).`"""
    return f"{hook.under(regime).within(language).removesuffix('.')} ({cited(hook, regime, language)})."


def unbroken(section: str) -> str:
    """A section that no line break parts: `16 kap. 2 §`."""
    return section.replace(" ", NBSP)


def ruled(hooks: Iterable[LegalHook], procurement: Procurement) -> list[LegalHook]:
    """The legal points that have a section under the procurement's own rules, each once. Before those: none."""
    if procurement.regime is None:
        return []
    regime = procurement.regime.regime
    return list({hook.says.sv: hook for hook in hooks if hook.section(regime)}.values())


def hook_lines(hooks: Sequence[LegalHook], procurement: Procurement, language: Language) -> list[str]:
    """Each legal point that has a rule under the procurement's own regime, with its section.

    A point without a rule here is left out: printed beside the words "no rule here" it would still read as law.
    """
    if procurement.regime is None:
        none = say("hook.no_regime", language)
        return [f"{hook.says.within(language).removesuffix('.')} ({none})." for hook in hooks]
    regime = procurement.regime.regime
    ruled = [hook for hook in hooks if hook.rules[regime] != NO_RULE]
    lines = [cited_line(hook, regime, language) for hook in ruled]
    return lines or [say("hook.none", language)]


def source_line(source: Source, language: Language, library: Library) -> str:
    """Publisher, title, year and how sure it is."""
    title = f"{source.title} ({source.year})" if source.year else source.title
    sure = library.names.of("certainty", source.certainty.value, language)
    return f"{source.publisher}: {title} – {sure}"


def sources_of(given: Iterable[Source | None], language: Language, library: Library) -> list[Block]:
    """The closing section: each source once, in the order of the alphabet."""
    seen = {source_line(source, language, library): source.link for source in given if source is not None}
    head = Heading(say("sources", language), 1, "sources")
    if not seen:
        return [head, Paragraph(say("sources.none", language))]
    return [head, Sources(tuple(Reference(text, seen[text]) for text in sorted(seen, key=str.casefold)))]


def paragraphs(text: str) -> list[Paragraph]:
    """What a person wrote, blank lines making paragraphs."""
    return [Paragraph(part.strip()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def missing(language: str, key: str, **facts: object) -> Callout:
    """A callout that says what is not there yet."""
    return Callout("missing", say("missing", language), say(key, language, **facts))


def goal_label(library: Library, goal_id: str, language: Language) -> str:
    """`D Återbruk …`; only the letter when the library lacks the goal."""
    found = [goal for goal in library.goals if goal.id == goal_id]
    return f"{goal_id} {found[0].name.within(language)}" if found else goal_id


def strategy_label(library: Library, goal_id: str, strategy_id: str, language: Language) -> str:
    for goal in library.goals:
        for strategy in goal.strategies:
            if goal.id == goal_id and strategy.id == strategy_id:
                return f"{strategy_id} {strategy.name.within(language)}"
    return strategy_id


def official_fact(criterion: Criterion, library: Library, language: Language) -> tuple[str, str] | None:
    """Krav-ID and source of an official criterion, or how one of ours stands to it."""
    official = criterion.official
    if official is None:
        return None
    if criterion.pasted:
        source = source_line(official.source or criterion.source, language, library)
        said = say("official.itself", language, krav_id=official.krav_id, source=source)
    else:
        relation = library.names.of("official", official.relation, language)
        said = say("official.related", language, krav_id=official.krav_id, relation=relation)
    return say("official", language), said


def wording_fact(chosen: ChosenCriterion, language: Language) -> tuple[str, str]:
    changed = [
        say(f"adapted.{what}", language)
        for what, is_changed in (
            ("text", chosen.adapted),
            (
                "clause",
                chosen.criterion.clause is not None and chosen.clause_wording != chosen.criterion.clause.text,
            ),
        )
        if is_changed
    ]
    said = (
        say("adapted.yes", language, what=" & ".join(changed) if language == "en" else " och ".join(changed))
        if changed
        else say("adapted.official" if chosen.criterion.pasted else "adapted.no", language)
    )
    return say("adapted", language), f"{said} ({chosen.criterion.id})"


def hooks_fact(hooks: Sequence[LegalHook], procurement: Procurement, language: Language) -> tuple[str, str]:
    lines = hook_lines(hooks, procurement, language)
    return say("law", language), "\n".join(lines) if lines else say("law.none", language)


def both_widths(wide: Picture, narrow: Picture) -> Picture:
    """One picture that a small screen shows in its narrow form."""
    return replace(wide, narrow_svg=narrow.svg)


def law_blocks(hooks: Sequence[LegalHook], procurement: Procurement, language: Language) -> list[Block]:
    """The section on what the law says; nothing where the procurement's rules say nothing."""
    if not hooks:
        return []
    head = Heading(say("law", language), 1)
    return [head, Bullets(tuple(hook_lines(hooks, procurement, language)))]


def shared_hooks(criteria: Sequence[ChosenCriterion]) -> list[LegalHook]:
    """The legal points that every one of several criteria stands on: said once, not under each."""
    if len(criteria) < 2:
        return []
    first, *others = criteria
    return [
        hook
        for hook in first.criterion.hooks
        if all(hook.says in [each.says for each in other.criterion.hooks] for other in others)
    ]


def own_hooks_fact(
    chosen: ChosenCriterion, shared: Sequence[LegalHook], procurement: Procurement, language: Language
) -> tuple[str, str] | None:
    """The legal points that only this criterion stands on; None where it has no others than the shared."""
    said = [hook.says for hook in shared]
    own = [hook for hook in chosen.criterion.hooks if hook.says not in said]
    if procurement.regime is not None:  # where the rules say nothing, nothing is said
        own = [hook for hook in own if hook.rules[procurement.regime.regime] != NO_RULE]
    return hooks_fact(own, procurement, language) if own else None


def facts(*pairs: tuple[str, str] | None) -> Facts:
    return Facts(tuple(pair for pair in pairs if pair is not None))
