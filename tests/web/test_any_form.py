"""Whatever is typed into any form, the answer is a page or a refusal – never a fault of ours, and the log stays whole."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omlopp.web.records.events import verify
from omlopp.web.records.models import Event
from tests.web import building
from tests.web.acting import every
from tests.web.addresses import Address, addresses, paths
from tests.web.building import FIRST, FULL, LOT, STEER, Workspace

pytestmark = pytest.mark.django_db

# What each form is filled with when nothing is wrong; the test then changes some of it.
FORMS: dict[str, dict[str, Any]] = {
    "language": {"language": "en", "next": "/"},
    "sign-in": {"username": "buyer", "password": "x", "next": "/"},
    "sign-out": {},
    "start-need": {"title": "T", "buyer_name": "B", "buyer_kind": "region", "buyer_number": "", "object_kind": "goods",
                   "value_sek": "1", "cpv": "39130000"},
    "upload-notice": {"file": "inte en fil"}, "stop-reading": {}, "go-on-reading": {},
    "check-draft": {"file": "inte en fil"},
    "save-search": {"name": "Möbler", "q": "möbler", "cpv": "39"}, "rename-search": {"name": "Nytt"}, "drop-search": {},
    "step": STEER | {"edition": "1"}, "check-step": STEER, "pass-step": {},
    "regime": {"regime": "lou", "reason": "Skäl."},
    "end": {"outcome": "closed", "reason": "Slut."},
    "people": {"username": "outsider", "role": "lawyer"},
    "goals": {"goal-D": "on", "strategies-D": "D5", "indicator-D": "reused_share", "target-D": "40"},
    "choose-criterion": {"criterion": "furniture_spare_parts", "lot": LOT},
    "propose-change": {"reason": "Skäl.", "text.sv": "Leverantören ska lämna 7 stolar.", "scores.0.share": "0", "do": "file"},
    "paste-criterion": {
        "krav_id": "99017", "name": "Påhittat", "text": "Leverantören ska ta emot 3 hyllor.", "source_title": "Påhittad sida",
        "kind": "performance", "level": "bas", "proof": "Lista.", "strategy": "D5", "measured_by": "returned_share",
        "clause": "Leverantören ska ta emot 3 hyllor.", "consequence": "Annars 100 kronor.", "record": "Kvitto.", "each": "year",
    },
    "adapt-criterion": {"wording_sv": "Sju 7.", "wording_en": "Seven 7.", "clause_sv": "V.", "clause_en": "C.", "owner": "O", "why": ""},
    "drop-criterion": {"why": "Skäl."},
    "award-model": {"family": "monetised.fixed_amounts", "price_weight": "60", "worth-furniture_warranty_years": "80000",
                    "worth-reused_furniture_share": "240000", "save": "1"},
    "register-bid": {"bidder": "Tredje", "price": "5"} | {f"level-{name}": level for name, level in FULL.items()},
    "correct-bid": {"price": "5", "why": "Skäl."} | {f"level-{name}": level for name, level in FULL.items()},
    "evaluate-lot": {},
    "decide-lot": {"winner": FIRST, "reason": "Skäl.", "decided_on": "2026-05-01"},
    "award-file": {"text": "family: monetised.fixed_amounts", "why": ""},
    "attack": {"price": "", "bidders": "4"}, "stop-attack": {"price": "900000", "bidders": "4"},
    "import-bids": {"file": "inte en fil"},
    "assess": {"level-reused_furniture_share": "from_40", "reason-reused_furniture_share": "Skäl."},
    "agree": {"level-reused_furniture_share": "from_40", "number-plan": "", "why": "Skäl."},
    "ask-about-price": {"question": "Hur?", "answer_by": "2026-05-01"},
    "judge-answer": {"answer": "Så.", "answered_on": "2026-05-01", "accepted": "no", "reason": "Skäl."},
    "reject-bid": {"ground": "requirement", "reason": "Skäl."}, "take-back-rejection": {"why": "Skäl."},
    "letter-notice": {"form": "docx", "sent_on": "2026-05-01", "sent_how": "other", "withheld": "price", "why": "Skäl."},
    "letter-bidder": {"form": "docx", "asked_on": "2026-05-01", "withheld": "result", "would": "1", "why": "Skäl."},
    "spend-upload": {"kind": "ledger", "file": "inte en fil"}, "spend-sample": {}, "spend-stop": {}, "spend-go-on": {},
    "spend-drop": {},  # without a reason it is refused: the ledger that the other tests stand on stays
    "spend-columns": {"0-amount_sek": "nettobelopp", "rates": "EUR=11,25", "chart": "kommunbas"}, "spend-drop-rule": {},
    "spend-correct": {"leverantor": "5560003005", "konto": "4011", "kontonamn": "Investering", "galler": "line", "ord": "",
                      "till": "391", "why": "Skäl."},
    "spend-begin": {"title": "T", "need": "N", "buyer_name": "B", "buyer_kind": "region", "buyer_number": "",
                    "object_kind": "goods", "value_sek": "1", "cpv": "39130000", "mal": "D"},
    "attach-evidence": {"evidence": "inte en fil", "what": "Lista"},
    "correct-measurement": {"input-reused_mass": "1", "input-delivered_mass": "2", "measured_on": "2026-05-01", "source": "S", "why": "Fel."},
    "agree-promise": {"value": "40", "source": "Avtalet, bilaga 2"},
    "decide-deviation": {"ruling": "adapted", "text": "Vite på halva summan.", "reason": "Skäl."},
    "measure": {"quality-reliability": "2", "period_to": "2026-03-31", "criterion": "", "input-reused_mass": "1", "input-delivered_mass": "2", "measured_on": "2026-05-01", "source": "S", "proof": "", "note": ""},
}  # fmt: skip
ALIKE = {
    "start-waste": "start-need",
    "start-draft": "start-need",
    "start-notice": "start-need",
    "facts": "start-need",
    "start-found": "start-need",
    "goals-preview": "goals",
}
NO_FORM = {"spend", "spend-ledger", "spend-oddities", "spend-explore", "spend-groups-file", "spend-category",
            "spend-lines", "spend-lines-file", "spend-rules", "spend-rules-file", "spend-pilots",
            "spend-pilots-file", "spend-register", "spend-region", "baselines", "indicator-follow-up",
            "evidence-file", "portfolio", "portfolio-export", "portfolio-indicator", "method-page", "calculator",
            "bid-form", "compare-models", "model-properties", "judging", "judge-bid", "letters", "letter-question",
            "letter-example", "search", "search-notice", "saved-searches", "search-feed", "home", "notices",
            "notice", "reading", "left-out", "market", "market-sentences", "market-notice", "market-export",
            "criteria", "criterion", "model", "handbook", "law", "procurement", "log", "annex", "criteria-before",
            "criterion-sheet", "criterion-text", "groups", "group", "cases", "case", "instruments", "instrument",
            "initiatives", "initiative", "crosswalks", "crosswalk", "indicator", "openness", "law-before",
            "law-home", "legal-points", "aid", "aid-text",
           "plan", "record", "requirements", "award", "bids", "follow-up"}  # fmt: skip
for _forms, _alike, _none in zip(
    every("FORMS", {}), every("ALIKE", {}), every("NO_FORM", set()), strict=True
):
    FORMS |= _forms
    ALIKE |= _alike
    NO_FORM |= _none
TYPED = st.one_of(
    st.sampled_from([
        "", " ", "0", "-1", "1e400", "-1e-400", "NaN", "Infinity", "10" * 20, "1 000,5", "0000-01-01", "9999-12-31", "2026-02-30",
        "2026-W01-1", "lou", "yes", "ten", "from_40", "closed", "reopen", "buyer", "D", "{by}", "{0.__class__}", "%s", "{{ x }}",
        "<script>", "' OR 1=1 --", "\ud7ff", "\u202e", "a\u0300" * 50, "x" * 5000, "٣", "１２", "²", "None", LOT, FIRST, "\r\n", "a\0",
        "relative.lowest_price_ratio", "price.basket_sum", "reused_share", "C1", "../..", "LOT-0002",
    ]),
    st.text(max_size=40),
    st.integers().map(str), st.decimals(allow_nan=True).map(str), st.dates().map(str),
)  # fmt: skip


def forms() -> list[Address]:
    return [address for address in addresses() if address.name not in NO_FORM]


def test_every_address_that_takes_a_form_is_tried():
    assert {ALIKE.get(each.name, each.name) for each in forms()} == set(FORMS)


@settings(max_examples=200, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(data=st.data())
def test_no_form_answers_500_whatever_is_typed(visit: Any, workspace: Workspace, data: Any):
    address = data.draw(st.sampled_from(forms()))
    form = dict(FORMS[ALIKE.get(address.name, address.name)])
    for name in data.draw(st.lists(st.sampled_from(sorted(form)), max_size=3, unique=True)) if form else []:
        if data.draw(st.booleans()):
            form[name] = data.draw(TYPED)
        else:
            del form[name]
    for name in data.draw(
        st.lists(
            st.sampled_from(["level-x", "worth-x", "strategies-A", "goal-Å", "edition", "try"]), max_size=1
        )
    ):
        form[name] = data.draw(TYPED)
    state = data.draw(st.sampled_from(building.STATES))
    path = data.draw(st.sampled_from(paths(address, workspace, getattr(workspace, state))))
    with building.undone():
        before, pk = Event.objects.count(), getattr(workspace, state)
        person = data.draw(st.sampled_from(["buyer", "buyer", "assessor", "reader"]))
        answer = visit(person).post(path, form)
        assert answer.status_code < 500, f"{path} {form}"
        written = Event.objects.count() - before
        most = (
            4 if address.name == "spend-begin" else 2
        )  # begun, its source, the need answered, the goals chosen
        assert written <= most, "one action, and at most the note that bids were looked at"
        if written:
            assert verify().broken is None
            client = visit("buyer")
            for room in ("", "uppfoljning/", "logg/"):
                shown = client.get(f"/upphandling/{pk}/{room}", follow=True)
                assert shown.status_code == 200, f"what {path} kept cannot be shown on /{room}: {form}"
