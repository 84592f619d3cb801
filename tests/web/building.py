"""The workspace the tests stand on: people with every role, and procurements in every state, built by actions alone."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import override_settings

from omlopp.domain.award.compose import award_criteria, compose
from omlopp.domain.criteria.paste import Paste
from omlopp.domain.model.criteria import CriterionKind, Level
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import ChosenGoal, Lot
from omlopp.domain.model.text import Source
from omlopp.flows import search as flow
from omlopp.notices.filters import Filters
from omlopp.notices.sources import contents
from omlopp.web import demo, uploads, worker
from omlopp.web.records import convert
from omlopp.web.records.actions.award import decide, evaluate_lot, register_bid, set_award_model
from omlopp.web.records.actions.begin import begin_procurement, confirm_regime
from omlopp.web.records.actions.criteria import adapt_criterion, choose_criterion
from omlopp.web.records.actions.follow_up import attach_evidence, record_measurement
from omlopp.web.records.actions.goals import choose_goals
from omlopp.web.records.actions.notices import keep_notices
from omlopp.web.records.actions.organisations import create_organisation
from omlopp.web.records.actions.people import add_person, give_organisation_role, give_role
from omlopp.web.records.actions.searches import save_search
from omlopp.web.records.actions.steps import end_procurement, save_answers
from omlopp.web.records.models import (
    NoticeRecord,
    ProcurementRecord,
)
from omlopp.web.records.models.people import ORGANISATION_ROLES, ROLES
from omlopp.web.records.reading import records_of
from tests.notices import market
from tests.web import spend

DAY = date(2026, 3, 2)
LOT = "LOT-0001"
OUTSIDER = "outsider"
PEOPLE = (*ROLES, *(f"in:{role}" for role in ORGANISATION_ROLES), OUTSIDER)
STATES = ("begun", "open", "awarded", "closed")

# What nobody without the right may ever read before the decision: names and figures found nowhere else.
FIRST, SECOND = "Zirkelkvist Interiör AB", "Ytterlid & Döttrar HB"
PRICES = {FIRST: Decimal("1357911"), SECOND: Decimal("1246802")}
SECRETS = (
    "Zirkelkvist",
    "Ytterlid",
    "1357911",
    "1246802",
    "1 357 911",
    "1 246 802",
    "1,357,911",
    "1,246,802",
)
FULL = {"furniture_warranty_years": "ten", "reused_furniture_share": "from_40"}
# An official criterion as somebody pastes it; the words are invented for the tests.
PASTED = Paste(
    krav_id="99017", name="Påhittat kriterium om hyllor", text="Leverantören ska ta emot 3 hyllor per år.",
    kind=CriterionKind.PERFORMANCE, level=Level.BAS, strategy="D5", measured_by="returned_share", proof="En lista.",
    source=Source("Påhittad kriteriesida om hyllor", "Upphandlingsmyndigheten", 2026),
    clause="Leverantören ska ta emot 3 hyllor per år.", consequence="Annars betalar leverantören 100 kronor per hylla.",
    record="Kvitto per hämtning", each="year",
)  # fmt: skip
NONE = {"furniture_warranty_years": "under_7", "reused_furniture_share": "under_10"}
ENGLISH = {"omlopp_language": "en"}


@dataclass(frozen=True)
class Workspace:
    """Primary keys and names only: rows are read fresh in each test."""

    begun: int  # two lots, regime, goals, requirements, an award model – no bids
    open: int  # the same, with two bids on the first lot, evaluated
    awarded: int
    closed: int
    exercise: int  # of the demo: carried to the end
    from_notice: int  # of the demo: begun from a notice

    def user(self, name: str) -> User:
        return User.objects.get(username=name)

    def row(self, state: str) -> ProcurementRecord:
        return ProcurementRecord.objects.get(pk=getattr(self, state))


def build() -> Workspace:
    from tests.web.acting import every  # which stands on this module

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        people = {name: add_person(by="tests", username=name, password=f"{name}-lösen-7") for name in PEOPLE}
    buyer = people["buyer"]
    ours = create_organisation(by=buyer, name="Provkommunen", kind="municipality", county="SE322")
    for role in ORGANISATION_ROLES:
        give_organisation_role(by=buyer, organisation=ours, username=f"in:{role}", role=role)
    rows, _ = records_of(contents([demo.SAMPLES / "notices"]))
    keep_notices(by="buyer", notices=rows, source="samples")
    read_an_upload("buyer", demo.SAMPLES / "notices")
    fill_search(buyer)
    spend.read_ledger("buyer")
    spend.read_register("buyer")
    spend.decide(buyer)
    demo.begin_from_notice(buyer, DAY)
    demo.carry_exercise(buyer, demo.SAMPLES / "exercise" / "kontorsmobler.yaml")
    built = Workspace(
        **{state: begin(buyer, state).pk for state in STATES},
        exercise=ProcurementRecord.objects.get(exercise=True, from_notice=None).pk,
        from_notice=ProcurementRecord.objects.get(from_notice__isnull=False).pk,
    )
    for row in ProcurementRecord.objects.all():
        for role in ROLES[1:]:
            give_role(by=buyer, procurement=row, username=role, role=role)
    for part in every("build", None):
        if part:
            part(buyer, built)
    return built


def read_an_upload(by: str, folder: Path) -> uploads.Upload:
    """What the page and its worker do, in this process: the notices of the folder in the workspace and the market."""
    given = [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.glob("*.xml"))]
    laid = uploads.put(by, given)
    assert worker.carry_out(laid) == 0, (laid.folder / "progress.json").read_text("utf-8")
    done = uploads.find(laid.id)
    assert done is not None
    return done


def fill_search(buyer: User) -> None:
    """An index over the market of the workspace, which holds invented notices where no upload has filled it."""
    if not (flow.market_folder() / "notices").is_dir():
        market.write(flow.market_folder(), market.MARKET)
    flow.index()
    save_search(by=buyer, name="Återbrukade möbler", filters=Filters(q="möbler"))


def found_key() -> str:
    """The key of a notice that search finds, and that the workspace has no record of where there is one."""
    keys = {hit.key: hit.card["notice_id"] for hit in flow.find(Filters(), size=50, facets=False).hits}
    kept = set(NoticeRecord.objects.values_list("notice_id", flat=True))
    return next((key for key, number in keys.items() if number not in kept), next(iter(keys)))


def begin(buyer: User, state: str) -> ProcurementRecord:
    """A procurement of two lots, carried as far as `state` asks."""
    row = begin_procurement(
        by=buyer, title=f"Stolar och bord ({state})", buyer_name="Provkommunen", buyer_kind="municipality",
        entrance=Entrance.NEED, object_kind="goods", on=DAY, value_sek=Decimal("1500000"), cpv=["39130000"],
        lots=[Lot(LOT, "Stolar", Decimal("1400000"), ("39130000",)), Lot("LOT-0002", "Bord", None, ())],
    )  # fmt: skip
    confirm_regime(
        by=buyer,
        procurement=row,
        regime=Regime.LOU_19,
        reason="Under tröskelvärdet.",
        proposed=Regime.LOU_19,
        on=DAY,
    )
    steer = convert.edition(row.model).step("steer")
    save_answers(by=buyer, procurement=row, step=steer, answers=STEER, edition=0)
    choose_goals(
        by=buyer, procurement=row, chosen=[ChosenGoal("D", ("D5", "D7"), "reused_share", Decimal("0.4"))]
    )
    for criterion in (*FULL, "furniture_take_back"):
        choice = choose_criterion(by=buyer, procurement=row, criterion_id=criterion)
        chosen = convert.chosen_criterion(choice)
        adapt_criterion(
            by=buyer,
            choice=choice,
            wording=chosen.wording,
            clause=chosen.clause_wording,
            owner="Avtalsansvarig",
        )
    record_measurement(
        by=buyer, procurement=row, indicator="reused_share", stage=Stage.BASELINE, measured_on=DAY,
        inputs={"reused_mass": Decimal(5), "delivered_mass": Decimal(200)}, source="Förra avtalets leveranslistor",
    )  # fmt: skip
    set_award_model(by=buyer, procurement=row, lot_id=LOT, model=model_for(row))
    set_award_model(by=buyer, procurement=row, lot_id="LOT-0002", model=model_for(row))
    if state == "begun":
        return row
    for lot in (LOT,) if state == "open" else (LOT, "LOT-0002"):
        register_bid(
            by=buyer, procurement=row, lot_id=lot, bidder=FIRST, price_sek=PRICES[FIRST], levels=FULL
        )
        register_bid(
            by=buyer, procurement=row, lot_id=lot, bidder=SECOND, price_sek=PRICES[SECOND], levels=NONE
        )
        evaluate_lot(by=buyer, procurement=row, lot_id=lot)
        if state != "open":
            decide(
                by=buyer, procurement=row, lot_id=lot, winner=FIRST, reason="Lägst jämförelsepris.", on=DAY
            )
    if state in ("awarded", "closed"):
        missed = record_measurement(
            by=buyer, procurement=row, indicator="reused_share", stage=Stage.CONTRACT, measured_on=date(2026, 9, 1),
            inputs={"reused_mass": Decimal(31), "delivered_mass": Decimal(100)}, source="Leverantörens kvartalsrapport",
        )  # fmt: skip
        attach_evidence(
            by=buyer, measurement=missed, name="leveranslista.csv", content=b"artikel;kg\nbord;31\n"
        )
    if state == "closed":
        end_procurement(by=buyer, procurement=row, outcome="closed", reason="Avtalet är slut.")
    return row


STEER = {
    "mandate": "Nämndens plan.", "follow_up_owner": "Avtalsansvarig", "time_limit": "2026-06-30",
}  # fmt: skip


def model_for(row: ProcurementRecord, lot_id: str = LOT) -> Any:
    chosen = award_criteria(convert.procurement(row).criteria, lot_id)
    worth = {"furniture_warranty_years": Decimal(80000), "reused_furniture_share": Decimal(240000)}
    return compose("monetised.fixed_amounts", chosen, worth)


LARGE = ("Event", "NoticeRecord", "ModelEdition")  # told by seal and digest instead


def tables() -> list[type[Model]]:
    """Every table of the workbench."""
    return [table for table in apps.get_app_config("records").get_models() if table.__name__ not in LARGE]


COUNTED = {  # tables that are large, or whose other columns change by being used
    "records_event": "id, seal", "records_noticerecord": "id, digest", "auth_user": "id, username, password, is_active",
}  # fmt: skip


def state() -> str:
    """A fingerprint of everything the workbench keeps: two that are equal mean that nothing was written.

    Read past Django: it is taken before and after nearly every test.
    """
    digest = hashlib.sha256()
    wanted = {table._meta.db_table: "*" for table in tables()} | COUNTED
    with connection.cursor() as cursor:
        for table, columns in wanted.items():
            cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY 1')
            digest.update(repr((table, cursor.fetchall())).encode())
    return digest.hexdigest()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def copy_of_database() -> sqlite3.Connection:
    """The whole test database aside, in memory."""
    connection.ensure_connection()
    aside = sqlite3.connect(":memory:")
    connection.connection.backup(aside)
    return aside


def put_back(aside: sqlite3.Connection) -> None:
    """The copied database in place again: the log's triggers would refuse an ordinary clearing."""
    connection.ensure_connection()
    aside.backup(connection.connection)
    aside.close()
