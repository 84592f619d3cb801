"""A criterion as a page of text: the whole story, for a person at a terminal."""

from collections.abc import Iterable
from typing import Any

from omlopp.cli.tell import language, t
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.law import NO_RULE, UNEXAMINED, LegalHook, Regime


def as_the_market_knows(one: Criterion) -> Criterion:
    """With the computed figure where the workspace has read notices; DuckDB is loaded only then."""
    from omlopp.library.workspace import home

    if not (home() / "market" / "notices").is_dir():
        return one
    from omlopp.flows.market_standard import as_market_knows

    return as_market_knows(one)


def page_of(one: Criterion, library: Any) -> Iterable[str]:
    lang = language()
    names = library.names
    indicator = library.indicators.get(one.measured_by)
    yield f"{one.name.within(lang)}  ({one.id})"
    yield (
        f"{names.of('kind', one.kind.value, lang)} · {names.of('level', one.level.value, lang)} · "
        f"{t('mål', 'goal')} {one.goal}, {one.strategy} · {one.r_step.value} · CPV {', '.join(one.cpv)}"
    )
    told = [
        (t("Kravtext", "Requirement"), one.text.within(lang)),
        (t("Varför", "Why"), one.why.within(lang)),
        (t("Mäts med", "Measured by"), indicator.name.within(lang) if indicator else one.measured_by),
        (t("Bevis", "Proof"), one.proof.within(lang)),
    ]
    if one.clause:
        told += [
            (t("Avtalsvillkor", "Clause"), one.clause.text.within(lang)),
            (t("Konsekvens", "Consequence"), one.clause.consequence.within(lang)),
        ]
    if one.follow_up:
        told.append(
            (
                t("Uppföljning", "Follow-up"),
                f"{one.follow_up.record.within(lang)}, {names.of('each', one.follow_up.each, lang)}",
            )
        )
    told += [(t("Nivå", "Level"), f"{level.text.within(lang)}: {level.share:%}") for level in one.scores]
    if one.deduction_logic:
        told.append((t("Så sätts avdraget", "Setting the deduction"), one.deduction_logic.within(lang)))
    above = names.of("above_market", one.market.above, lang)
    told += [
        (
            t("Mer än marknaden ger?", "More than the market gives?"),
            f"{above}. {one.market.because.within(lang)}",
        ),
    ]
    for name, note in one.risk_notes.items():
        head = t("Risk", "Risk") + (f", {names.of('risk', name, lang).lower()}" if name else "")
        told.append((head, note.within(lang)))
    for hook in one.hooks:
        rules = ", ".join(f"{regime.value.upper()}: {_rule(hook, regime)}" for regime in hook.rules)
        told.append((t("Lag", "Law"), f"{hook.says.within(lang)} {rules}"))
    year = f", {one.source.year}" if one.source.year else ""
    told += [
        (
            t("Källa", "Source"),
            f"{one.source.publisher}: {one.source.title}{year} "
            f"({names.of('certainty', one.source.certainty.value, lang)})",
        ),
        (
            t("Granskad", "Reviewed"),
            f"{one.checked.last} – {one.checked.by}; "
            + t(f"granskas igen senast {one.checked.next}", f"next review by {one.checked.next}"),
        ),
    ]
    for head, text in told:
        yield ""
        yield f"{head}: {text}"


def _rule(hook: LegalHook, regime: Regime) -> str:
    rule = hook.rules[regime]
    if rule == NO_RULE:
        return t("ingen regel här", "no rule here")
    if rule != UNEXAMINED:
        return rule
    above = hook.above_threshold.get(regime)
    return t("inte prövat", "not examined") + (
        t(f" (över tröskelvärdet: {above})", f" (above the threshold: {above})") if above else ""
    )
