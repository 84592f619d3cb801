"""A checklist per phase: what must hold before the next step, who sees to it, and what is kept."""

from omlopp.documents.plan import Block, Heading, Paragraph, Table
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.library.load import Library


def checklists(library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [
        Heading(say("handbook.checklists", language), 1, "checklistor"),
        Paragraph(say("handbook.checklists_text", language), "lead"),
    ]
    for phase in library.model.phases:
        name = phase.name.within(language)
        rows = tuple(
            (
                step.name.within(language),
                step.gate.says.within(language),
                ", ".join(library.names.of("role", role, language) for role in step.roles),
                step.records.within(language),
            )
            for step in library.model.of_phase(phase.id)
        )
        blocks += [
            Heading(name, 2, f"checklista-{phase.id.replace('_', '-')}"),
            Table(
                head=tuple(
                    say(f"handbook.checklist.{one}", language) for one in ("step", "holds", "who", "kept")
                ),
                rows=rows,
                caption=say("handbook.checklist_table", language, phase=name),
                widths=(3, 5, 3, 4),
            ),
        ]
    return blocks
