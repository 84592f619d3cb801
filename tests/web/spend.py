"""Ledgers and registers for tests of the workbench: what the pages and their worker do, in this process."""

from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from omlopp.spend.decided import Decided
from omlopp.web import spending, spending_worker
from omlopp.web.records.actions.spend import confirm_columns, decide_category
from omlopp.web.records.models import SpendRule
from omlopp.web.spending import Intake, Kind, Settled

LEDGER = """kopare_id;verifikationsnummer;leverantor;leverantor_id;konto_nr;konto_text;bokforingsdatum;nettobelopp
2120000000;1;Övning Kontorsmöbler AB;5560000001;6451;Inventarier kontor;2025-03-01;125 000,50
2120000000;2;Övning Kontorsmöbler AB;5560000001;6451;Inventarier kontor;2025-04-01;5 000,50-
2120000000;3;Övning Okänd AB;5560000002;7490;Övriga tjänster;2025-05-01;40 000,00
2120000000;4;Övning Enskild;0001011234;7490;Övriga tjänster;2025-05-02;3 000,00
2120000000;5;Övning Moms;5560000003;1650;Ingående moms;2025-05-03;10 000,00
2120000000;6;Övning Fel AB;5560000004;6451;Inventarier kontor;2025-05-04;se bilaga
"""
REGISTER = """avtals_id;titel;cpv;leverantor;orgnr;avtalsslut;nettobelopp
A1;Kontorsmöbler;39130000;Övning Kontorsmöbler AB;5560000001;2027-06-30;4 000 000
A2;Skolmöbler;39160000;Övning Enskild;0001011234;2031-01-31;1
A3;;;Övning Tom AB;5560000009;2027-01-01;5
"""


def given(name: str, text: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding))


def settle(one: Intake) -> Intake:
    """As somebody who takes every proposal."""
    seen = spending.look(one)
    columns = spending.checked(one, seen, [file.columns for file in seen])
    spending.settle(one, seen, Settled(columns))
    confirm_columns(by=User.objects.get(username=one.by), intake=one.id, columns=columns)
    return one


def read(by: str, kind: Kind, name: str, content: bytes) -> Intake:
    laid = settle(spending.put(by, kind, [SimpleUploadedFile(name, content)]))
    assert spending_worker.carry_out(laid) == 0, (laid.folder / "progress.json").read_text("utf-8")
    done = spending.find(laid.id)
    assert done is not None and done.state == "done"
    return done


def read_ledger(by: str, path: Path = spending.SAMPLE) -> Intake:
    return read(by, "ledger", path.name, path.read_bytes())


def read_register(by: str) -> Intake:
    return read(by, "register", "avtal.csv", REGISTER.encode())


def decide(by: User) -> SpendRule:
    rule = Decided("account", account="7490", cpv="79", why="Kontot används för konsulter.")
    return decide_category(by=by, rule=rule)
