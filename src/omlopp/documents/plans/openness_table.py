"""Is the procurement open to small and new firms? The check's answers as a document tells them."""

from omlopp.documents.plan import Block, Heading, Paragraph, Table
from omlopp.documents.plans.common import cited
from omlopp.documents.words import say
from omlopp.domain.criteria.openness import openness
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.domain.process.gates import sentence_key
from omlopp.library.load import Library
from omlopp.library.load import library as shipped
from omlopp.library.messages import keyed, sentences
from omlopp.library.openness import law_on, lines

ORDER = ("failed", "not_applicable", "passed")


def openness_blocks(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    """Every check with its answer: what stands in the way first, with the section it rests on where there is one."""
    parameters = {**shipped().parameters, **library.parameters}
    found = openness(procurement, lines(), law_on(parameters, procurement.rules_fixed_on))
    by_status = {status: [one for one in found if one.status == status] for status in ORDER}
    counts = {status: len(ones) for status, ones in by_status.items()}
    rows = tuple(
        (_named(one, language), say(f"openness.{one.status}", language), _said(one, procurement, language))
        for status in ORDER
        for one in by_status[status]
    )
    columns = tuple(say(f"openness.{name}", language) for name in ("check", "answer", "reason"))
    return [
        Heading(say("openness.title", language), 1),
        Paragraph(say("openness.counted", language, all=len(found), **counts)),
        Table(columns, rows, say("openness.table", language), widths=(4, 3, 10)),
    ]


def _named(one: Finding, language: Language) -> str:
    return keyed(f"openness.name.{one.check}", {}, language)


def _said(one: Finding, procurement: Procurement, language: Language) -> str:
    key = sentence_key(one)
    if key not in sentences() and one.because:
        key = one.because
    said = keyed(key, one.facts, language)
    said = said[:1].upper() + said[1:] + ("" if said.endswith((".", "”", "?")) else ".")
    if not one.failed or procurement.regime is None:
        return said
    hook = shipped().legal[lines().hooks[one.check]].hook(procurement.rules_fixed_on)
    regime = procurement.regime.regime
    return f"{said.removesuffix('.')} ({cited(hook, regime, language)})." if hook.section(regime) else said
