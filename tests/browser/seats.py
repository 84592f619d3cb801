"""One small organisation with a person in every role, made by the actions people have, in the workspace being served.

Nothing of it belongs to the workspace's own buyer, so the pages of other tests look as they did.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from tests.browser.conftest import Bench
from tests.conftest import ROOT

ROLES = (
    "requester", "environmental_strategist", "assessor", "leader", "project_lead", "process_leader", "reader", "lawyer",
    "supplier_contact",
)  # fmt: skip
MAKE = """
import json, secrets
import django
django.setup()
from datetime import date, timedelta
from omlopp.domain.process.stock_list import Line
from omlopp.web.records import convert
from omlopp.web.records.actions import contracts, people, stock, talk
from omlopp.web.records.actions.organisations import create_organisation
from omlopp.web.records.actions.steps import pass_step, save_answers
from omlopp.web.records.models import StepRecord
from tests.browser.seats import ROLES
from tests.web import building

passwords = {name: secrets.token_urlsafe(12) for name in ("roll-upphandlare", "administrator", "ny-kollega", *ROLES)}
made = {name: people.add_person(by="tests", username=name, password=each) for name, each in passwords.items()}
buyer = made["roll-upphandlare"]
ours = create_organisation(by=buyer, name="Provkommunen", kind="municipality", county="SE322")
people.give_organisation_role(by=buyer, organisation=ours, username="administrator", role="administrator")
stock.add_stock_item(by=buyer, organisation=ours, line=Line("Stol med armstöd", 12, "ST-1", "good", "Centralförrådet", group="furniture"))

rows = {}
for name, state in (("begun", "begun"), ("judged", "open"), ("decided", "open"), ("awarded", "awarded")):
    rows[name] = row = building.begin(buyer, state)
    row.title = {"begun": "Stolar till biblioteket", "judged": "Stolar till skolan", "decided": "Stolar till stadshuset",
                 "awarded": "Stolar till badhuset"}[name]
    row.exercise = True
    row.save(update_fields=["title", "exercise"])
    for role in ROLES:
        if role != "supplier_contact" or name == "awarded":
            people.give_role(by=buyer, procurement=row, username=role, role=role)

begun = rows["begun"]
steer = convert.edition(begun.model).step("steer")
soon = (date.today() + timedelta(days=200)).isoformat()
edition = StepRecord.objects.get(procurement=begun, step_id="steer").edition
save_answers(by=buyer, procurement=begun, step=steer, answers={**building.STEER, "time_limit": soon}, edition=edition)
for step in ("steer", "regime"):
    rule = convert.edition(begun.model).step(step)
    record = StepRecord.objects.get(procurement=begun, step_id=step)
    asked = {one.id: record.answers.get(one.id) or "Annonserat värde." for one in rule.questions if one.kind == "text"}
    if step == "regime" and asked:
        save_answers(by=buyer, procurement=begun, step=rule, answers=asked, edition=record.edition)
    pass_step(by=buyer, procurement=begun, step_id=step)
for name in ("leader", "lawyer"):
    talk.say_something(by=buyer, procurement=rows["decided"], text=f"@{name} Läs utvärderingen före beslutet.", place="decision")

contract = contracts.create_contract(
    by=buyer, procurement=rows["awarded"], lot_id="LOT-0001", owner=buyer,
    facts={"title": "Stolar, avtal", "supplier": building.FIRST, "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31),
           "report_each": "quarter"},
)
contracts.name_contacts(by=buyer, contract=contract, contacts=["supplier_contact"])
print(json.dumps({"passwords": passwords, "rows": {name: row.pk for name, row in rows.items()}}))
"""


@dataclass(frozen=True)
class Seats:
    """Who may sign in, and the procurements: begun, judged (bids to assess), decided (bids to decide on), awarded."""

    passwords: dict[str, str]
    rows: dict[str, int]


def take_seats(bench: Bench) -> Seats:
    env = {
        **os.environ,
        "OMLOPP_HOME": str(bench.log.parent / "home"),
        "DJANGO_SETTINGS_MODULE": "omlopp.web.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    made = subprocess.run(
        [sys.executable, "-c", MAKE], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert made.returncode == 0, made.stderr[-3000:]
    told = json.loads(made.stdout.splitlines()[-1])
    return Seats(told["passwords"], told["rows"])
