"""omlopp model: read Omlopp's model, see the law's numbers on a day, and check that the library holds together."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import CHECK_FAILED, as_json, fail, language, out, t

app = typer.Typer(
    no_args_is_help=True,
    help=t(
        "Läs och kontrollera Omlopps modell.\n\n"
        "Börja med: omlopp model show – eller ett steg: omlopp model show reuse_first.\n\n"
        "Lagens siffror en viss dag: omlopp model law --on 2025-06-01.",
        "Read and check Omlopp's model.\n\n"
        "Begin with: omlopp model show – or one step: omlopp model show reuse_first.\n\n"
        "The law's numbers on a day: omlopp model law --on 2025-06-01.",
    ),
)

JSON = Annotated[
    bool, typer.Option("--json", help=t("Skriv JSON som ett program kan läsa.", "Print JSON for a program."))
]
DAY = Annotated[
    str | None,
    typer.Option("--on", help=t("Dag, ÅÅÅÅ-MM-DD. Annars i dag.", "Day, YYYY-MM-DD. Else today.")),
]
MINE = ("process/", "goals/", "parameters/", "aids/", "names.yaml")


@app.command(
    help=t(
        "Visa modellen, eller ett steg med frågor, grind, lagrum och ursprung.",
        "Show the model, or one step with its questions, gate, law and origin.",
    )
)
def show(
    step: Annotated[
        str | None, typer.Argument(help=t("Stegets id. Utan id visas alla.", "The step's id. None: all."))
    ] = None,
    json: JSON = False,
) -> None:
    from omlopp.library.files import as_data
    from omlopp.library.load import library

    model = library().model
    if step is None:
        as_json(as_data(model)) if json else _show_model(model)
        return
    if step not in {one.id for one in model.steps}:
        known = ", ".join(one.id for one in model.steps)
        fail(
            t(
                f"Steget ”{step}” finns inte. Välj bland: {known}.",
                f"There is no step “{step}”. Choose among: {known}.",
            )
        )
    as_json(as_data(model.step(step))) if json else _show_step(model.step(step))


@app.command(
    help=t(
        "Visa lagens siffror en dag. Det som har gått ut visas som utgånget, med var du hittar det nya.",
        "Show the law's numbers on a day. What has expired is shown as expired, with where to find the new.",
    )
)
def law(on: DAY = None, json: JSON = False) -> None:
    from omlopp.library.load import library

    day = _day(on)
    rows = [_law_row(parameter, day) for parameter in library().parameters.values()]
    if json:
        as_json({"on": day, "parameters": rows})
        return
    out(t(f"Lagens siffror den {day}", f"The law's numbers on {day}"))
    for row in rows:
        out(f"  {row['name']}: {row['says']}" if row["value"] is not None else f"  {row['says']}")


@app.command(
    help=t(
        "Kontrollera att modellen, målen och lagens siffror hänger ihop. Slutkod 1 om något är fel.\n\n"
        "Belopp som har gått ut nämns, men är inget fel.",
        "Check that model, goals and the law's numbers hold together. Exit code 1 if something is wrong.\n\n"
        "Amounts that have expired are mentioned but are no fault.",
    )
)
def check(on: DAY = None, json: JSON = False) -> None:
    from omlopp.library.load import library

    faults, day = library_faults(), _day(on)
    rows = [_law_row(parameter, day) for parameter in library().parameters.values()]
    expired = [row["says"] for row in rows if row["value"] is None]
    if json:
        as_json({"faults": faults, "notes": expired})
    else:
        for fault in faults:
            out(f"! {fault}")
        for note in expired:
            out(f"· {note}")
        out(
            t(
                f"{len(faults)} fel, {len(expired)} anmärkningar.",
                f"{len(faults)} faults, {len(expired)} notes.",
            )
        )
    if faults:
        raise SystemExit(CHECK_FAILED)


@app.command(
    help=t(
        "Visa vad som skiljer två versioner av modellen: steg, mål, rättsliga punkter och lagens tal.",
        "Show what differs between two versions of the model: steps, goals, legal points and the law's numbers.",
    )
)
def diff(
    before: Annotated[
        Path,
        typer.Argument(
            metavar="A",
            help=t("Äldre biblioteksmapp eller utlämnad fil", "Older library folder or exported file"),
        ),
    ],
    after: Annotated[
        Path | None,
        typer.Argument(metavar="B", help=t("Den nyare; annars den inbyggda", "The newer; else the built-in")),
    ] = None,
    json: JSON = False,
) -> None:
    from omlopp.cli.library import show_differences
    from omlopp.library.bank import MODEL_TABLES

    show_differences(before, after, MODEL_TABLES, json)


def library_faults() -> list[str]:
    """Everything wrong with process, goals, parameters, aids, names and the legal hooks of the criteria, in words."""
    from omlopp.domain.process.aid_soundness import aid_faults
    from omlopp.domain.process.soundness import hook_faults, model_faults, parameter_faults
    from omlopp.flows.aids import rules_of
    from omlopp.library.load import library

    held = library()
    faults = [
        *model_faults(held.model, held.goals, held.indicators),
        *parameter_faults(held.parameters.values()),
    ]
    rules, steps = rules_of(held), {step.id for step in held.model.steps}
    for aid in held.aids.values():
        faults += aid_faults(aid, rules, steps)
    for criterion in held.criteria.values():
        faults += hook_faults(f"criterion:{criterion.id}", criterion.hooks)
    unread = [str(problem) for problem in held.problems if problem.file.startswith(MINE)]
    return unread + [
        _say(f"model.{fault.key}", {"where": fault.where} | dict(fault.facts)) for fault in faults
    ]


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(
            t(f"”{text}” är ingen dag. Skriv som 2025-06-01.", f"“{text}” is no day. Write it as 2025-06-01.")
        )


def _law_row(parameter: Any, day: date) -> dict[str, Any]:
    """One parameter on a day: its value, or None and the sentence that says why and where to look."""
    from omlopp.domain.model.law import ParameterExpired, ParameterNotYet
    from omlopp.library.messages import sentence

    row = {
        "id": parameter.id,
        "name": parameter.name.within(language()),
        "kind": parameter.kind,
        "unit": parameter.unit,
    }
    try:
        held = parameter.on(day)
    except (ParameterExpired, ParameterNotYet) as error:
        return row | {"value": None, "says": sentence(error, language())}
    until = (
        t(f"till och med {held.valid_to}", f"until {held.valid_to}")
        if held.valid_to
        else t("tills vidare", "until changed")
    )
    source = f"{held.source.publisher}: {held.source.title}"
    says = f"{_number(held.value)} {_unit(parameter.unit)} ({t('från', 'from')} {held.valid_from}, {until}; {source})"
    return row | {"value": held.value, "valid_from": held.valid_from, "valid_to": held.valid_to, "says": says}


def _show_model(model: Any) -> None:
    out(f"{model.name.within(language())} {model.version}\n")
    out(model.credit.within(language()) + "\n")
    for phase in model.phases:
        out(f"{phase.name.within(language())} – {phase.question.within(language())}")
        for step in model.of_phase(phase.id):
            out(f"  {step.id:<16} {step.name.within(language())}")


def _show_step(step: Any) -> None:
    lang = language()
    out(f"{step.name.within(lang)} ({step.id})\n{step.purpose.within(lang)}")
    if step.questions:
        out("\n" + t("Frågor", "Questions"))
    for question in step.questions:
        mark = "" if question.required else t(" (frivillig)", " (optional)")
        out(f"  {question.text.within(lang)}{mark}")
        for option in question.options:
            out(
                f"    – {option.text.within(lang)}"
                + (t(" [kan avsluta utan köp]", " [can end without a purchase]") if option.ends else "")
            )
    out("\n" + t("Grind: ", "Gate: ") + step.gate.says.within(lang))
    if step.hooks:
        out("\n" + t("Lagrum", "Law"))
    for hook in step.hooks:
        out(f"  {hook.says.within(lang)}")
        out("    " + " · ".join(f"{regime.value}: {_rule(rule)}" for regime, rule in hook.rules.items()))
    out("\n" + t("Hämtat och vårt", "Taken and ours"))
    for one in step.provenance:
        source = f" [{one.source.publisher}: {one.source.title}]" if one.source else ""
        out(f"  {one.what.within(lang)}{source}")


def _rule(rule: str) -> str:
    words = {
        "none": t("ingen regel här", "no rule here"),
        "unexamined": t("inte läst än", "not examined yet"),
    }
    return words.get(rule, rule)


def _say(key: str, facts: dict[str, object]) -> str:
    from omlopp.library.messages import keyed

    return keyed(key, facts, language())


def _number(value: Decimal) -> str:
    return f"{value:,}".replace(",", "\u00a0" if language() == "sv" else ",")


def _unit(unit: str) -> str:
    from omlopp.library.messages import UNITS

    return UNITS[unit][language()]
