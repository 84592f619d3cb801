"""Messages, the calendar, importing of many at once, and beginning from an earlier procurement."""

from datetime import date
from typing import Any

from omlopp.web import laid_aside
from omlopp.web.records.actions import calendars, copying, importing, messages
from omlopp.web.records.actions.copying import Wanted
from omlopp.web.records.models import Organisation, Person
from tests.web.acting import ALL, IMPORTERS, Row
from tests.web.building import DAY, PEOPLE

READERS = frozenset(PEOPLE) - {"supplier_contact", "in:administrator", "outsider"}
CONTRACT = {"title": "Ramavtal stolar", "supplier": "Påhittade Stolar AB", "ends_on": date(2028, 3, 31)}
PLAN = {"title": "Nya hyllor", "object_kind": "goods", "planned_on": date(2027, 2, 1)}
FACTS = {"title": "Ny", "buyer_name": "Provkommunen", "buyer_kind": "municipality", "object_kind": "goods"}
LIST = "Avtal;Leverantör;Slutdatum\nRamavtal bord;Påhittade Bord AB;2028-03-31\nTvätt;;32/1\n".encode()


def ours() -> Organisation:
    return Organisation.objects.get(name="Provkommunen")


def told_and_seen(by: Any, row: Any) -> None:
    messages.tell(by, "prov", "mention", {"by": "buyer", "procurement": "X"}, "/")
    messages.mark_seen(by=by)


def opened(by: Any, row: Any) -> None:
    Person.objects.filter(user=by).update(calendar_token="")
    calendars.renew_calendar(by=by)


def open_and_close(by: Any, row: Any) -> None:
    Person.objects.update_or_create(user=by, defaults={"calendar_token": "x" * 43})
    calendars.close_calendar(by=by)


ROWS = (
    Row(messages.mark_seen, ALL, told_and_seen, "messages-seen", ended_too=True),
    Row(
        calendars.renew_calendar, ALL, opened, "calendar-opened", ended_too=True,
    ),
    Row(calendars.close_calendar, ALL, open_and_close, "calendar-closed", ended_too=True),
    Row(
        importing.import_contracts, IMPORTERS,
        lambda by, row: importing.import_contracts(by=by, organisation=ours(), rows=[CONTRACT], source="lista.xlsx"),
        "contracts-imported", ended_too=True,
    ),
    Row(
        importing.import_planned, IMPORTERS,
        lambda by, row: importing.import_planned(by=by, organisation=ours(), rows=[PLAN], source="plan.xlsx", on=DAY),
        "planned-imported", ended_too=True, beside=("procurement-begun",),
    ),
    Row(
        copying.copy_procurement, READERS,
        lambda by, row: copying.copy_procurement(by=by, source=row, wanted=Wanted(), on=DAY, **FACTS),
        "procurement-begun", ended_too=True,
    ),
)  # fmt: skip
NO_PROCUREMENT = (
    messages.mark_seen, calendars.renew_calendar, calendars.close_calendar, importing.import_contracts,
    importing.import_planned, copying.copy_procurement,
)  # fmt: skip
FORMS = {
    "messages-seen": {"message": "1", "open": "1"}, "renew-calendar": {}, "close-calendar": {},
    "import-many": {"list_kind": "contracts", "file": "inte en fil"}, "import-preview": {"rows": "1"},
    "start-copy": {"fran": "1", "steg": "need", "mal": "ja", "modell": "ja", "krav-1": "own", "value_sek": "1",
                   "cpv": "39130000", "buyer_number": "", **FACTS},
}  # fmt: skip
NO_FORM = {"messages", "calendar", "calendar-feed", "import-form", "import-refused"}
OPEN = {"calendar-feed"}  # to who has the address


def build(buyer: Any, built: Any) -> None:
    """A list laid aside, a message and a calendar of the buyer's own."""
    laid_aside.lay(buyer.pk, ours().pk, "contracts", "register.csv", LIST)
    messages.tell(
        buyer,
        "prov:deadline",
        "deadline",
        {"what_sv": "A", "what_en": "A", "procurement": "X", "day": "2027-02-01"},
    )
    calendars.renew_calendar(by=buyer)


def laid(workspace: Any) -> list[object]:
    """The list laid aside; a test of old lists clears them all away, and it is laid again."""
    kept = next((one for _, one in laid_aside.every() if one.kind == "contracts"), None)
    kept = kept or laid_aside.lay(workspace.user("buyer").pk, ours().pk, "contracts", "register.csv", LIST)
    return [kept.id]


def VALUES(workspace: Any, of: int) -> dict[str, Any]:
    person = Person.objects.exclude(calendar_token="").first()
    return {
        "organisation": [ours().pk],
        "list_kind": ["contracts"],
        "aside": lambda: laid(workspace),
        "calendar_token": [person.calendar_token if person else "x" * 43],
    }
