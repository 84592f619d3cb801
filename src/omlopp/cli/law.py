"""omlopp law: walk the aids where law meets circular practice, and read what the law says under your rules."""

import textwrap
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from omlopp.cli.tell import as_json, fail, language, out, plain_errors, t

if TYPE_CHECKING:
    from omlopp.domain.model.aids import Aid
    from omlopp.domain.process.aids import Standing, Walk

app = typer.Typer(
    no_args_is_help=True,
    help=t(
        "Hjälp i lagen: avfall eller produkt, lämna vidare, kostnad eller tillgång, ändringsvillkor.\n\n"
        "Börja med: omlopp law aids – sedan: omlopp law walk waste_or_product --regime lou --buyer municipality\n\n"
        "Lagens tal en viss dag: omlopp model law --on 2025-06-01.",
        "Aids in law: waste or product, passing on, cost or asset, change clauses.\n\n"
        "Begin with: omlopp law aids – then: omlopp law walk waste_or_product --regime lou --buyer municipality\n\n"
        "The law's numbers on a day: omlopp model law --on 2025-06-01.",
    ),
)

JSON = Annotated[bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))]
REGIME = Annotated[
    str,
    typer.Option(
        "--regime",
        help=t(
            "Vilka regler som gäller: lou, lou_19, lou_19a, luf, luk. Utan den åberopas ingen paragraf i dem.",
            "Which rules apply: lou, lou_19, lou_19a, luf, luk. Without it no section of them is cited.",
        ),
    ),
]
BUYER = Annotated[
    str,
    typer.Option(
        "--buyer",
        help=t(
            "Vem som köper: state, municipality, region, other_authority, utility",
            "Who buys: state, municipality, region, other_authority, utility",
        ),
    ),
]
DAY = Annotated[
    str,
    typer.Option("--on", help=t("Dag, ÅÅÅÅ-MM-DD. Annars i dag.", "Day, YYYY-MM-DD. Else today.")),
]
AID = Annotated[str, typer.Argument(metavar="ID", help=t("Hjälpens id", "The aid's id"))]


@app.command(help=t("Lista hjälperna.", "List the aids."))
def aids(json: JSON = False) -> None:
    from omlopp.flows.aids import aids_in_order
    from omlopp.library.load import library

    found = aids_in_order(library())
    if json:
        as_json([
            {"id": one.id, "name": one.name.within(language()), "purpose": one.purpose.within(language())}
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        out(f"{one.id:<18} {one.name.within(language())}")
        _told(one.purpose.within(language()), "  ")


@app.command(
    help=t(
        "Gå en hjälp. Svaren ges som --answer fråga=svar; utan svar ställs nästa fråga.\n\n"
        "Exempel: omlopp law walk waste_or_product --regime lou --answer discarded=in_use --answer certain_use=certain",
        "Walk an aid. Answers are given as --answer question=answer; without one the next question is asked.\n\n"
        "Example: omlopp law walk waste_or_product --regime lou --answer discarded=in_use --answer certain_use=certain",
    )
)
def walk(
    aid: AID,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", metavar="Q=A", help=t("Ett svar; kan upprepas", "One answer; may be repeated")
        ),
    ] = None,
    regime: REGIME = "",
    buyer: BUYER = "",
    on: DAY = "",
    json: JSON = False,
) -> None:
    from omlopp.flows.aids import as_data, as_text, walked
    from omlopp.library.load import library

    held = library()
    with plain_errors():
        made = walked(held, _aid(aid), _pairs(answer or ()), _standing(regime, buyer, on))
    if json:
        as_json(as_data(made, held, language()))
    elif made.outcome is None:
        _show_question(made)
    else:
        out(as_text(made, held, language()))
        for clause in made.clauses:
            out(t("Villkor att fylla i: ", "Clause to fill in: ") + f"omlopp law clause {aid} {clause.id}")


@app.command(
    help=t(
        "Skriv ett färdigt ändringsvillkor med dina ord i luckorna: --fill lucka=text.\n\n"
        "Exempel: omlopp law clause change_clauses take_back --regime lou --fill goods=stolar",
        "Write a ready change clause with your words in its places: --fill place=text.\n\n"
        "Example: omlopp law clause change_clauses take_back --regime lou --fill goods=chairs",
    )
)
def clause(
    aid: AID,
    clause_id: Annotated[
        str, typer.Argument(metavar=t("VILLKOR", "CLAUSE"), help=t("Villkorets id", "The clause's id"))
    ],
    fill: Annotated[
        list[str] | None,
        typer.Option("--fill", metavar="L=T", help=t("En lucka; kan upprepas", "One place; may be repeated")),
    ] = None,
    regime: REGIME = "",
    buyer: BUYER = "",
    on: DAY = "",
    json: JSON = False,
) -> None:
    from omlopp.flows.aids import cited_as, filled
    from omlopp.library.load import library

    held, lang = library(), language()
    with plain_errors():
        made = filled(held, _aid(aid), clause_id, _pairs(fill or ()), _standing(regime, buyer, on))
    basis = cited_as(made.basis, held, lang)
    if json:
        missing = {one.id: one.label.within(lang) for one in made.missing}
        as_json({
            "clause": made.clause.id, "sv": made.text.sv, "en": made.text.en, "ready": made.ready,
            "missing": missing, "lacks": list(made.lacks), "basis": basis,
        })  # fmt: skip
        return
    _told(made.text.within(lang), "")
    out()
    for one in made.missing:
        example = one.example.within(lang)
        out(
            t("Fyll i ", "Fill in ") + f"{one.id}: {one.label.within(lang)}  ({t('t.ex.', 'e.g.')} {example})"
        )
    out(t("Grund: ", "Ground: ") + basis)


@app.command(
    help=t(
        "Visa de rättsliga punkterna under dina regler: ska, bör och får, med paragraf.",
        "Show the legal points under your rules: shall, should and may, with section.",
    )
)
def points(regime: REGIME = "", on: DAY = "", json: JSON = False) -> None:
    from omlopp.domain.process.aids import cite
    from omlopp.flows.aids import cited_as, rules_of
    from omlopp.library.load import library

    held, lang = library(), language()
    found = cite(sorted(held.legal), (), _standing(regime, "", on), rules_of(held))
    if json:
        as_json([
            {"id": one.id, "force": one.force, "state": one.state, "section": one.section, "says": one.says.within(lang)}
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        force = held.names.of("law_force", one.force, lang)
        _told(f"{force} – {one.says.within(lang)} [{cited_as(one, held, lang)}]", "")


def _aid(id: str) -> "Aid":
    from omlopp.library.load import library

    held = library().aids
    if id not in held:
        known = ", ".join(held)
        fail(
            t(
                f"Hjälpen ”{id}” finns inte. Välj bland: {known}.",
                f"There is no aid “{id}”. Choose among: {known}.",
            )
        )
    return held[id]


def _pairs(given: Iterable[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in given:
        name, mark, value = one.partition("=")
        if not mark:
            fail(t(f"Skriv ”{one}” som namn=värde.", f"Write “{one}” as name=value."))
        pairs[name.strip()] = value.strip()
    return pairs


def _standing(regime: str, buyer: str, on: str) -> "Standing":
    from omlopp.domain.model.law import Regime
    from omlopp.domain.process.aids import Standing
    from omlopp.library.load import library

    known: dict[str, Any] = {
        "--regime": [one.value for one in Regime],
        "--buyer": library().names.tables["buyer_kind"],
    }
    for option, given in (("--regime", regime), ("--buyer", buyer)):
        if given and given not in known[option]:
            names = ", ".join(known[option])
            fail(t(f"{option} kan inte vara ”{given}”. Välj bland: {names}.", f"{option} cannot be “{given}”. Choose among: {names}."))  # fmt: skip
    try:
        day = date.fromisoformat(on) if on else date.today()
    except ValueError:
        fail(t(f"”{on}” är ingen dag. Skriv som 2025-06-01.", f"“{on}” is no day. Write it as 2025-06-01."))
    return Standing(Regime(regime) if regime else None, buyer or None, day)  # type: ignore[arg-type]


def _show_question(made: "Walk") -> None:
    lang, asks = language(), made.asks
    assert asks is not None
    for taken in made.path:
        out(f"· {taken.question.id}={taken.answer.id}")
    out(asks.asks.within(lang))
    if asks.help:
        _told(asks.help.within(lang), "  ")
    for one in asks.answers:
        out(f"  --answer {asks.id}={one.id:<16} {one.says.within(lang)}")


def _told(text: str, indent: str) -> None:
    out(
        textwrap.fill(
            text, 110, initial_indent=indent, subsequent_indent=indent or "  ", break_long_words=False
        )
    )
