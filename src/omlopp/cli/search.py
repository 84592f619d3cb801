"""omlopp search, omlopp notices index: words in everything the workspace has read."""

import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from omlopp.cli.tell import as_json, language, out, plain_errors, t

AsJson = Annotated[
    bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
]
SEARCH = t(
    "Sök bland annonserna i arbetsytan. Skriv ord, ”fraser” inom citattecken, ord* för början av ord och -ord för det som "
    "inte får finnas. Böjningar, sammansättningar och å/ä/ö tas om hand.\n\n"
    'Exempel: omlopp search "återbrukade möbler" --year 2021',
    "Search the workspace's notices. Write words, “phrases” in quotes, word* for the beginning of words and -word for what "
    "must not be there. Inflections, compounds and å/ä/ö are taken care of.\n\n"
    'Example: omlopp search "återbrukade möbler" --year 2021',
)
INDEX = t(
    "Bygg eller uppdatera sökindexet: bara det som är nytt sedan sist läses. Går att avbryta och köra igen.",
    "Build or update the search index: only what is new since last time is read. Can be stopped and run again.",
)


class Reach(StrEnum):
    """How far a question may go from its words."""

    words = "words"
    wide = "wide"


def _filter(sv: str, en: str) -> Any:
    return typer.Option(help=t(sv, en))


def search(
    words: Annotated[
        str,
        typer.Argument(metavar=t("ORD", "WORDS"), help=t("Vad du söker", "What you look for")),
    ] = "",
    year: Annotated[str, _filter("Publiceringsår; 0 = utan datum", "Year; 0 = without a date")] = "",
    cpv: Annotated[str, _filter("CPV-kod eller dess första siffror", "CPV code or its first digits")] = "",
    nuts: Annotated[str, _filter("NUTS-kod eller dess början", "NUTS code or its beginning")] = "",
    country: Annotated[str, _filter("Land, två bokstäver", "Country, two letters")] = "",
    buyer: Annotated[str, _filter("Köpare: namn eller organisationsnummer", "Buyer: name or number")] = "",
    buyer_kind: Annotated[str, _filter("Sorts köpare", "Kind of buyer")] = "",
    concept: Annotated[str, _filter("Begrepp, t.ex. reuse", "Concept, e.g. reuse")] = "",
    r: Annotated[str, _filter("R-steg: R0–R9, R3-R8 eller R*", "R-step: R0–R9, R3-R8 or R*")] = "",
    goal: Annotated[str, _filter("Mål A–E", "Goal A–E")] = "",
    kind: Annotated[str, _filter("Sorts krav, t.ex. award", "Kind of requirement, e.g. award")] = "",
    circular: Annotated[str, _filter("yes, weak eller no", "yes, weak or no")] = "",
    text_read: Annotated[str, _filter("notice, title eller document", "notice, title or document")] = "",
    format: Annotated[str, _filter("Källans format", "Format of the source")] = "",
    platform: Annotated[str, _filter("Annonsplattform", "Advertising platform")] = "",
    reach: Annotated[
        Reach | None,
        _filter(
            "words: bara orden · wide: även det som betyder samma sak på andra språk och med andra ord",
            "words: the words alone · wide: also what means the same in other languages and words",
        ),
    ] = None,
    page: Annotated[int, typer.Option(min=1, help=t("Sida", "Page"))] = 1,
    new: Annotated[bool, typer.Option("--new", help=t("Nyast först", "Newest first"))] = False,
    json: AsJson = False,
) -> None:
    from omlopp.flows.search import find
    from omlopp.notices.filters import Filters

    asked = {
        "q": words, "year": year, "cpv": cpv, "nuts": nuts, "country": country, "buyer": buyer, "r": r, "goal": goal,
        "buyer_kind": buyer_kind, "concept": concept, "kind": kind, "circular": circular, "text_read": text_read,
        "format": format, "platform": platform,
    }  # fmt: skip
    with plain_errors():
        answer = find(
            Filters.from_query(asked), page=page, sort="new" if new else "best", facets=json,
            reach=reach.value if reach else "",
        )  # fmt: skip
    if json:
        as_json(_data(answer))
        return
    out("\n".join(_lines(answer)))


def _data(answer: Any) -> dict[str, Any]:
    return {
        "asked": answer.filters.query(),
        "notices": answer.notices,
        "of": answer.of,
        "relaxed": answer.relaxed,
        "meant": list(answer.meant),
        "wider": answer.wider,
        "page": answer.page,
        "last": answer.last,
        "hits": [
            {
                **{
                    name: value for name, value in hit.card.items() if name not in ("texts", "part", "quotes")
                },
                "title_only": hit.title_only,
                "more_notices": hit.others,
                "evidence": [
                    {
                        "concept": quote.concept,
                        "r_strategy": quote.r,
                        "requirement": quote.kind,
                        "weak": quote.weak,
                        "field": quote.field,
                        "lot_id": quote.lot_id,
                        "quote": "".join(piece.text for piece in quote.quote),
                    }
                    for quote in hit.quotes
                ],
                "passage": hit.passage.text if hit.passage else None,
            }
            for hit in answer.hits
        ],
        "facets": {
            name: [{"value": one.value, "notices": one.notices} for one in counts]
            for name, counts in answer.facets.items()
        },
    }


def _lines(answer: Any) -> list[str]:
    made = [
        t(
            f"{_count(answer.notices)} av {_count(answer.of)} annonser.",
            f"{_count(answer.notices)} of {_count(answer.of)} notices.",
        )
    ]
    if answer.relaxed:
        made.append(
            t(
                "Ingen annons har alla orden. Här är de som har något av dem, de med flest ord först.",
                "No notice has all the words. These have some of them, those with most words first.",
            )
        )
    if answer.meant:
        named = ", ".join(_called(concept) for concept in answer.meant)
        made.append(t(f"Även annonser som ber om: {named}.", f"Also notices that ask for: {named}."))
    if answer.wider:
        made.append(
            t(
                f"Med samma betydelse i andra ord: {_count(answer.wider)} annonser (--reach wide).",
                f"With the same meaning in other words: {_count(answer.wider)} notices (--reach wide).",
            )
        )
    if not answer.notices:
        made.append(
            t(
                "Pröva färre eller kortare ord, en stjärna (möb*) eller ett filter mindre.",
                "Try fewer or shorter words, a star (möb*), or one filter less.",
            )
        )
    for hit in answer.hits:
        card = hit.card
        made.append("")
        made.append(_shown(hit.title) or t("(utan titel)", "(no title)"))
        facts = [card["buyer_name"], card["published_on"], " ".join(card["cpv"][:1]), card["notice_id"]]
        if hit.title_only:
            facts.append(t("endast titel", "title only"))
        if hit.others:
            facts.append(
                t(f"{hit.others} till i samma upphandling", f"{hit.others} more of the same procurement")
            )
        made.append("  " + " · ".join(" ".join(fact.split()) for fact in facts if fact))
        for quote in hit.quotes:
            weak = t(", svagt", ", weak") if quote.weak else ""
            made.append(f"  {_called(quote.concept)}{weak}: ”{_shown(quote.quote)}”")
        if hit.passage:
            made.append(f"  … {_shown(hit.passage.pieces)} …")
    if not answer.last:
        made += ["", t(f"Fler: --page {answer.page + 1}", f"More: --page {answer.page + 1}")]
    return made


def _count(number: int) -> str:
    from omlopp.library.numbers import number as written

    return written(number, language=language())


def _called(concept: str) -> str:
    from omlopp.library.detection import concepts

    known = concepts().get(concept)
    return (known.sv if language() == "sv" else known.en) if known else concept


def _shown(pieces: Any) -> str:
    """Marked words between brackets on a terminal that shows no colours, bold on one that does."""
    start, end = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    text = "".join(f"{start}{piece.text}{end}" if piece.marked else piece.text for piece in pieces)
    return " ".join(text.split())


def index(json: AsJson = False) -> None:
    from omlopp.flows.search import index as build
    from omlopp.flows.search import market_folder

    def told(done: int, of: int, written: int) -> None:
        if sys.stderr.isatty():
            says = t(f"{done} av {of} delar, {written} annonser", f"{done} of {of} parts, {written} notices")
            print(f"\r{says}", end="\n" if done == of else "", file=sys.stderr, flush=True)

    with plain_errors():
        built = build(told=told)
    if json:
        as_json(
            {
                "parts_added": built.added,
                "parts_removed": built.removed,
                "written": built.written,
                "notices": built.notices,
                "version": built.version,
                "folder": str(market_folder() / "search"),
            }
        )
        return
    out(
        t(
            f"{_count(built.notices)} annonser går att söka i; {_count(built.written)} skrevs nu.",
            f"{_count(built.notices)} notices can be searched; {_count(built.written)} were written now.",
        )
    )


app = typer.Typer()
app.command(help=SEARCH)(search)
