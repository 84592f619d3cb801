"""omlopp award explain: why the bids ended as they did."""

from omlopp.cli.award_lint import BidsFile, Json, ModelFile, bid_errors
from omlopp.cli.tell import as_json, language, out, t

HELP = t(
    "Förklara utfallet: varje räknesteg, det vinnande anbudets fördelar mot vart och ett av de andra, och det minsta som hade "
    "räckt för att vinna.\n\nUppgifter ur andra anbud är skyddade: pröva sekretessen innan något lämnas ut.\n\n"
    "Exempel: omlopp award explain modell.yaml anbud.xlsx",
    "Explain the outcome: every step, the winning bid's advantages against each of the others, and the least that would have "
    "won.\n\nFigures of other bids are protected: examine secrecy before anything is released.\n\n"
    "Example: omlopp award explain model.yaml bids.xlsx",
)


def explain(model: ModelFile, bids: BidsFile, json: Json = False) -> None:
    from omlopp.flows.award_explain import as_plain, explain_files, told

    with bid_errors():
        found = explain_files(model, bids)
    if json:
        as_json(as_plain(found, language()))
        return
    for head, said in told(found, language()):
        out(head)
        for sentence in said:
            out(f"  {sentence}")
        out()
