"""The handbook's chapters of product groups: impact, what works and what made things worse, questions, requirements."""

from omlopp.documents.plan import Block, Bullets, Callout, Heading, Paragraph, Table
from omlopp.documents.plans.common import cited, facts, source_line, strategy_label
from omlopp.documents.plans.handbook_bank import by_group, of_group
from omlopp.documents.words import say
from omlopp.domain.model.groups import GroupPage, Pitfall, Worked
from omlopp.domain.model.law import Regime
from omlopp.domain.model.text import Claim, Language
from omlopp.library.load import Library


def group_chapters(library: Library, language: Language) -> list[Block]:
    """One chapter per product group that has a page, in the order of their names; requirements of other groups last."""
    held = by_group(library)
    blocks: list[Block] = []
    for page in sorted(library.groups.values(), key=lambda one: one.name.within(language).casefold()):
        blocks += [
            Heading(
                say("handbook.group", language, name=page.name.within(language)),
                1,
                f"grupp-{page.id.replace('_', '-')}",
            ),
            *_page(page, library, language),
        ]
        if held.get(page.id):
            blocks.append(Heading(say("handbook.group.criteria", language), 2))
            blocks += of_group(page.id, held[page.id], library, language)
    for group in sorted(set(held) - set(library.groups)):
        name = library.names.of("group", group, language)
        blocks.append(
            Heading(say("handbook.group", language, name=name), 1, f"grupp-{group.replace('_', '-')}")
        )
        blocks += of_group(group, held[group], library, language)
    return blocks


def _page(page: GroupPage, library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [Paragraph(page.summary.within(language), "lead")]

    def part(key: str, *content: Block) -> None:
        if content:
            blocks.extend((Heading(say(f"handbook.group.{key}", language), 2), *content))

    part("impact", *_claims(page.impact, library, language))
    if page.typical:
        part(
            "typical",
            Table(
                head=tuple(
                    say(f"handbook.group.typical.{one}", language) for one in ("what", "says", "source")
                ),
                rows=tuple(
                    (
                        one.what.within(language),
                        one.says.within(language),
                        source_line(one.source, language, library),
                    )
                    for one in page.typical
                ),
                caption=say("handbook.group.typical_table", language, name=page.name.within(language)),
                widths=(2, 5, 3),
            ),
        )
    if page.works:
        told = tuple(_worked(one, library, language) for one in page.works)
        part("works", Bullets(told, strong_first=True))
    part("market", *_claims(page.market, library, language))
    part(
        "questions",
        Heading(say("handbook.group.need", language), 3),
        Bullets(tuple(one.within(language) for one in page.questions.need)),
        Heading(say("handbook.group.of_market", language), 3),
        Bullets(tuple(one.within(language) for one in page.questions.market)),
    )
    if page.pitfalls:
        part("pitfalls", *(_pitfall(one, library, language) for one in page.pitfalls))
    part("contract_end", *_claims(page.contract_end, library, language))
    part(
        "substances",
        Paragraph(page.substances.says.within(language)),
        Paragraph(source_line(page.substances.source, language, library), "note"),
    )
    if page.not_found:
        lacking = "\n".join(one.because.within(language) for one in page.not_found)
        blocks.append(Callout("missing", say("handbook.group.not_found", language), lacking))
    return blocks


def _claims(claims: tuple[Claim, ...], library: Library, language: Language) -> list[Block]:
    if not claims:
        return []
    told = (f"{one.says.within(language)} ({source_line(one.source, language, library)})" for one in claims)
    return [Bullets(tuple(told))]


def _worked(one: Worked, library: Library, language: Language) -> str:
    """What was tried as a first line, what came of it after that."""
    tried = ", ".join(strategy_label(library, one.goal, id, language) for id in one.strategies)
    outcome = library.names.of("worked", one.outcome, language)
    source = source_line(one.source, language, library)
    return f"{outcome}: {tried or one.goal}\n{one.says.within(language)} ({source})"


def _pitfall(one: Pitfall, library: Library, language: Language) -> Block:
    law = [library.hook(id) for id in one.hooks]
    named = [
        f"{hook.says.within(language)} ({cited(hook, Regime.LOU, language)})"
        for hook in law
        if hook.section(Regime.LOU)
    ]
    return facts(
        (library.names.of("pitfall", one.kind, language), one.says.within(language)),
        (say("handbook.group.mend", language), one.mend.within(language)),
        (say("law", language), "\n".join(named)) if named else None,
        (say("source", language), source_line(one.source, language, library)),
    )
