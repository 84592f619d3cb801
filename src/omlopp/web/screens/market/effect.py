"""Do circular requirements go with fewer bids, other winners, appeals? The answer first, then what it rests on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.flows import market_effect
from omlopp.flows import market_effect_told as told
from omlopp.library.workspace import home
from omlopp.web.pages import reads
from omlopp.web.words import language, say

MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json", "yaml": "text/yaml; charset=utf-8"}
UPTAKE = ("county", "buyer_kind", "division", "year")


@reads
def effect(request: HttpRequest) -> HttpResponse:
    """The last result kept; without one, what is missing and how to get it."""
    spec = market_effect.current()
    result = market_effect.kept()
    context: dict[str, Any] = {"section": "market", "spec": spec, "result": result}
    if result is None:
        context["packs"] = home() / "packs"
        return render(request, "market/effect.html", context)
    lang = language()
    asked = _asked(request)
    lines = told.lines_table(result, *asked, lang)
    context |= {
        "lead": told.sentence(market_effect.answer(result, "found", "bids"), spec, lang),
        "lead_note": next(one.note for one in told.answers(result) if (one.exposure, one.outcome) == ("found", "bids")),
        "undecided": market_effect.answer(result, "found", "bids")["verdict"] == "cannot_tell",
        "share": told.share(result, lang),
        "check": told.check(result, lang),
        "planted": planted(result, lang),
        "groups": groups(result),
        "asked": asked,
        "choices": choices(result, asked),
        "picture": told.picture(result, *asked, lang),
        "lines": lines,
        "rows": [list(zip(lines.head, row, strict=True)) for row in lines.rows],
        "flow": flow(result),
        "uptake": uptake(result),
        "platforms": result["uptake"]["platforms"],
        "platforms_note": result["uptake"]["platforms_note"][lang],
        "source": told.source(result, lang),
        "stale": market_effect.stale(result),
        "tables": (
            ("estimates.csv", say("Alla skattningar", "All estimates")), ("uptake.csv", say("Förekomst", "Uptake")),
            ("declared.csv", say("Flaggat mot funnet", "Declared against found")),
            ("platforms.csv", say("Flaggan per plattform", "The flag by platform")),
        ),
    }  # fmt: skip
    return render(request, "market/effect.html", context)


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Which question's table is shown: exposure and outcome of the address, else the first."""
    known = [one for one in market_effect.questions() if one[1] != "local"]
    found = (request.GET.get("krav", ""), request.GET.get("utfall", ""))
    return found if found in known else known[0]


def choices(result: market_effect.Result, asked: tuple[str, str]) -> list[dict[str, Any]]:
    """Links to the robustness table of each question, by what "asks" means."""
    return [
        {
            "name": group["exposure"].name,
            "links": [
                {
                    "query": f"?krav={one.exposure}&utfall={one.outcome}#h-robust",
                    "text": one.question,
                    "current": (one.exposure, one.outcome) == asked,
                }
                for one in group["answers"]
                if one.row["why"] != "not_in_source"
            ],
        }
        for group in groups(result)
    ]


def groups(result: market_effect.Result) -> list[dict[str, Any]]:
    """The answers by what "asks" means, each with its limits and how many there are."""
    spec = market_effect.current()
    made: list[dict[str, Any]] = []
    for exposure in (one for one in spec.exposures.values() if one.main):
        every = [one for one in told.answers(result) if one.exposure == exposure.id]
        # What the source cannot answer is said once.
        answers = [one for one in every if one.row["why"] != "not_in_source" or not made]
        made.append({"exposure": exposure, "answers": answers, "count": result["exposed"][exposure.id]})
    return made


def planted(result: market_effect.Result, lang: str) -> list[dict[str, str]]:
    """What was planted in the invented data, and what was found."""
    true = result["check"]["planted"]
    return [
        {
            "question": told.say(f"question.{one['outcome']}", lang),
            "planted": told.amount(true[one["outcome"]], one["ratio"], lang),
            "found": told.numbers_of(one, lang),
            "verdict": told.say(f"verdict.{one['verdict']}", lang),
        }
        for one in result["check"]["answers"]
        if one["effect"] is not None
    ]


def flow(result: market_effect.Result) -> list[tuple[str, int]]:
    """From all procurements to those that can be compared."""
    spec, counted = market_effect.current(), result["flow"]
    made = [(say("Alla upphandlingar i källan", "All procurements of the source"), counted["all"])]
    for rule, says in spec.excluded:
        if rule in counted:
            made.append((say("Utan: ", "Without: ") + says.within(language()), counted[rule]))
    made.append((say("Kvar att jämföra", "Left to compare"), counted["kept"]))
    return made


def uptake(result: market_effect.Result) -> list[dict[str, Any]]:
    """Tables of how many titles ask: those with hits first, the rest folded away."""
    heads = {
        "county": say("Län", "County"), "buyer_kind": say("Sorts köpare", "Kind of buyer"),
        "division": say("CPV-division", "CPV division"), "year": say("År", "Year"),
    }  # fmt: skip
    made = []
    for by in UPTAKE:
        rows = [{**row, "name": row[f"name_{language()}"]} for row in result["uptake"][by]]
        asking = [row for row in rows if row["hits"] or row["incidental"]] if len(rows) > 8 else rows
        made.append(
            {"by": by, "head": heads[by], "rows": asking, "rest": [row for row in rows if row not in asking]}
        )
    return made


@reads
def download(request: HttpRequest, effect_file: str) -> HttpResponse:
    """What the answer rests on: the tables, the rows they were made from, the whole result, the specification."""
    result = market_effect.kept()
    name, _, form = effect_file.rpartition(".")
    if (name, form) == ("specifikation", "yaml"):
        content, file = market_effect.spec_text(), market_effect.current().file
    elif result is None:
        raise Http404
    elif (name, form) in (("resultat", "json"), ("rader", "csv")):
        file = market_effect.RESULT if form == "json" else market_effect.ROWS
        try:
            content = (market_effect.place() / file).read_bytes()
        except OSError:
            raise Http404 from None
    elif name in market_effect.TABLES and form == "csv":
        content, file = market_effect.as_csv(result, name), f"{name}.csv"
    else:
        raise Http404
    response = HttpResponse(content, content_type=MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="omlopp-{file}"'
    return response
