"""The aids to decisions of law, wired: the library's data to the walk, and the walk to words, JSON and text to copy."""

from collections.abc import Iterator, Mapping
from typing import Any

from omlopp.domain.model.aids import Aid, under
from omlopp.domain.model.law import Parameter, ParameterValue
from omlopp.domain.model.text import Source, Text
from omlopp.domain.process.aids import Cited, FilledClause, Number, Rules, Standing, Walk, fill, walk
from omlopp.library.load import Library
from omlopp.library.messages import UNITS, keyed, sentence
from omlopp.library.numbers import day, kr, number


def rules_of(library: Library) -> Rules:
    return Rules(library.legal, library.law_beside, library.parameters)


def aids_in_order(library: Library) -> list[Aid]:
    return sorted(library.aids.values(), key=lambda one: one.order)


def aids_at(library: Library, step: str, entrance: str) -> list[Aid]:
    """The aids offered at a step of the model, for the entrance a procurement came through."""
    return [one for one in aids_in_order(library) if step in one.steps and one.entrance in (None, entrance)]


def walked(library: Library, aid: Aid, answers: Mapping[str, str], standing: Standing) -> Walk:
    return walk(aid, answers, standing, rules_of(library))


def filled(
    library: Library, aid: Aid, clause: str, values: Mapping[str, str], standing: Standing
) -> FilledClause:
    return fill(aid, clause, values, standing, rules_of(library))


def cited_as(one: Cited, library: Library, language: str) -> str:
    """Where a rule stands, or why no section is cited."""
    buyers = [library.names.of("buyer_kind", kind, language) for kind in one.buyers]
    facts = {"section": one.section, "act": one.act, "buyers": buyers}
    if one.read_above:
        return keyed("aid.read_above", facts | {"section": one.read_above}, language)
    told = keyed(f"aid.{one.state}", facts, language)
    return told[:1].upper() + told[1:] if one.state == "no_section" else told


def value_as(parameter: Parameter, value: ParameterValue, library: Library, language: str) -> str:
    """`minst 30 dagar`: the number with its bound and unit."""
    amount = (
        kr(value.value, language)
        if parameter.unit == "SEK"
        else number(value.value, UNITS[parameter.unit][language], language)
    )
    return f"{library.names.of('bound', parameter.bound, language)} {amount}" if parameter.bound else amount


def number_as(one: Number, library: Library, language: str) -> str:
    """A number of law on the day with its section; where it has none, the sentence that says so."""
    if one.value is None:
        return sentence(one.missing, language) if one.missing else ""
    told = f"{one.parameter.name.within(language)}: {value_as(one.parameter, one.value, library, language)}"
    told += f" ({one.parameter.section})" if one.parameter.section else ""
    return f"{told}. {one.parameter.note.within(language)}" if one.parameter.note else told


def source_as(source: Source, library: Library, language: str) -> str:
    line = f"{source.publisher}: {source.title}" + (f", {source.year}" if source.year else "")
    certainty = library.names.of("certainty", source.certainty, language)
    return keyed("aid.copy_source", {"source": line, "certainty": certainty}, language)


def standing_as(standing: Standing, library: Library, language: str) -> str:
    not_chosen = keyed("aid.not_chosen", {}, language)
    facts = {
        "day": day(standing.on, language),
        "regime": library.names.of("regime", standing.regime, language) if standing.regime else not_chosen,
        "buyer": library.names.of("buyer_kind", standing.buyer, language) if standing.buyer else not_chosen,
    }
    return keyed("aid.copy_standing", facts, language)


def as_text(made: Walk, library: Library, language: str) -> str:
    """The whole result as plain text, to copy into a decision or a file note."""
    return "\n".join(_lines(made, library, language)).strip() + "\n"


def _lines(made: Walk, library: Library, language: str) -> Iterator[str]:
    def say(key: str, **facts: object) -> str:
        return keyed(f"aid.{key}", facts, language)

    outcome = made.outcome
    yield say("copy_head", aid=made.aid.name, outcome=outcome.name if outcome else Text("…", "…"))
    yield standing_as(made.standing, library, language)
    if remark := made.aid.says_under.get(under(made.standing.regime)):
        yield remark.within(language)
    yield "\n" + say("copy_answers")
    for taken in made.path:
        yield f"- {taken.question.asks.within(language)} {taken.answer.says.within(language)}."
    if outcome is None:
        return
    yield f"\n{say('copy_means')}\n{outcome.means.within(language)}"
    if outcome.track:
        yield outcome.track.within(language) + "."
    for key, texts in (("copy_does", outcome.does), ("copy_records", outcome.records)):
        if texts:
            yield "\n" + say(key)
            yield from (f"- {one.within(language)}" for one in texts)
    yield "\n" + say("copy_law")
    for one in made.cited:
        yield f"- {one.says.within(language)} [{cited_as(one, library, language)}]"
    if made.numbers:
        yield "\n" + say("copy_numbers")
        yield from (f"- {number_as(one, library, language)}" for one in made.numbers)
    yield "\n" + source_as(outcome.source, library, language)
    yield made.aid.limits.within(language)


def as_data(made: Walk, library: Library, language: str) -> dict[str, Any]:
    """The walk for a program: ids, texts in one language, and what may be cited."""

    def rule(one: Cited) -> dict[str, Any]:
        return {
            "id": one.id, "force": one.force, "state": one.state, "act": one.act.within(language),
            "section": one.section, "says": one.says.within(language), "certainty": one.source.certainty.value,
            "told": cited_as(one, library, language),
        }  # fmt: skip

    outcome = made.outcome
    return {
        "aid": made.aid.id,
        "regime": made.standing.regime,
        "buyer": made.standing.buyer,
        "on": made.standing.on,
        "path": [
            {"question": one.question.id, "answer": one.answer.id, "law": [rule(each) for each in one.cited]}
            for one in made.path
        ],
        "unused": list(made.unused),
        "asks": made.asks
        and {
            "id": made.asks.id,
            "asks": made.asks.asks.within(language),
            "answers": {one.id: one.says.within(language) for one in made.asks.answers},
        },
        "outcome": outcome
        and {
            "id": outcome.id,
            "name": outcome.name.within(language),
            "tone": outcome.tone,
            "track": outcome.track.within(language) if outcome.track else None,
            "means": outcome.means.within(language),
            "does": [one.within(language) for one in outcome.does],
            "records": [one.within(language) for one in outcome.records],
            "law": [rule(one) for one in made.cited],
            "numbers": [
                {
                    "id": one.parameter.id,
                    "section": one.parameter.section,
                    "value": one.value.value if one.value else None,
                    "unit": one.parameter.unit,
                    "told": number_as(one, library, language),
                }
                for one in made.numbers
            ],
            "clauses": [one.id for one in made.clauses],
            "certainty": outcome.source.certainty.value,
            "source": source_as(outcome.source, library, language),
        },
    }
