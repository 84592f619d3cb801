"""omlopp notices declared: what notices declare by code beside what their words ask, lot by lot and in the sum."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from omlopp.cli.tell import LEFT_OUT, as_json, language, out, t

if TYPE_CHECKING:
    from omlopp.flows.declared import DeclaredSum

DECLARED = t(
    "Ställ det som annonser anger med kod (BT-06, BT-774, BT-775, BT-776, BT-805) mot det som deras ord ber om, "
    "summerat över delar. Varje upphandling räknas en gång; rättelser, resultat och andra format av samma annons räknas "
    "inte om. ”Inget” (none) är ett svar, tystnad är det inte.\n\n"
    "En annons i taget, med förslag till koder: omlopp notices explain annons.xml\n\n"
    "Exempel: omlopp notices declared annonser/",
    "Hold what notices declare by code (BT-06, BT-774, BT-775, BT-776, BT-805) against what their words ask, summed over "
    "lots. Each procurement counts once; corrections, results and other formats of the same notice are not counted "
    "again. “None” is an answer, silence is not.\n\n"
    "One notice at a time, with codes proposed: omlopp notices explain notice.xml\n\n"
    "Example: omlopp notices declared notices/",
)


def declared(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar=t("KÄLLA…", "SRC…"), help=t("Filer, mappar och arkiv", "Files, folders, archives")
        ),
    ],
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
    ] = False,
) -> None:
    from omlopp.flows.declared import declared_against_found

    found = declared_against_found(sources)
    as_json(_data(found)) if json else _show(found)
    if found.rejected:
        raise typer.Exit(LEFT_OUT)


def _data(found: "DeclaredSum") -> dict[str, Any]:
    from omlopp.library.messages import sentence

    return {
        "read": found.read,
        "procurements": found.procurements,
        "lots": found.lots,
        "left_out": {"repeats": found.repeats, "tests": found.tests, "unreviewed_language": found.unreviewed},
        "matrix": [
            {"declares": state, "found": there, "lots": lots} for (state, there), lots in found.matrix.items()
        ],
        "codes": [
            {"field": field, "code": code, "lots": lots, "found": there}
            for (field, code), (lots, there) in found.codes.items()
        ],
        "rejected": [
            {"file": one.file, "code": one.error.code, "reason": sentence(one.error, language())}
            for one in found.rejected
        ],
    }


def _show(found: "DeclaredSum") -> None:
    from omlopp.library.codelists import label
    from omlopp.notices.declared import STATES
    from omlopp.notices.explanation import code_list, said

    lang = language()
    out(
        t(
            f"{found.lots} delar i {found.procurements} upphandlingar, ur {found.read} lästa annonser. Räknas inte: "
            f"{found.repeats} upprepningar, {found.tests} testannonser, {found.unreviewed} annonser på språk vars ord "
            "ingen har granskat.",
            f"{found.lots} lots of {found.procurements} procurements, out of {found.read} notices read. Not counted: "
            f"{found.repeats} repeats, {found.tests} test notices, {found.unreviewed} notices in languages whose words "
            "nobody has reviewed.",
        )
    )
    out()
    out(t("Anger – och har ord om cirkularitet:", "Declares – and has words of circularity:"))
    for state in STATES:
        with_words = found.matrix[state, True]
        lots = with_words + found.matrix[state, False]
        if lots:
            out(
                f"  {said('declares', state)[lang]}: "
                + t(f"{with_words} av {lots} delar", f"{with_words} of {lots} lots")
            )
    if found.codes:
        out()
        out(t("Kod för kod:", "Code by code:"))
    for (field, code), (lots, there) in found.codes.items():
        named = label(code_list(field), code, lang) if code_list(field) else ""
        shown = f"{field} {code}" + (f" ({named})" if named else "")
        out(f"  {shown}: " + t(f"{there} av {lots}", f"{there} of {lots}"))
    out()
    if any(field.startswith("registry") for field, _ in found.codes):
        out(
            t(
                "Registrets flaggor följer annonsdatabasen, inte köparen: jämför aldrig köpare med dem.",
                "The registry's flags follow the advertising database, not the buyer: never compare buyers by them.",
            )
        )
    out(
        t(
            "Bara annonsens text är läst: krav i upphandlingsdokumenten syns inte. Kod utan ord är inte fel i sig.",
            "Only the notice's text was read: demands in the documents do not show. A code without words is not wrong "
            "in itself.",
        )
    )
    if found.rejected:
        from omlopp.library.messages import sentence

        out(t(f"Lämnades utanför ({len(found.rejected)}):", f"Left out ({len(found.rejected)}):"))
        for one in found.rejected[:20]:
            out(f"  {sentence(one.error, lang)}")
