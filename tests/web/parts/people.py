"""People and their roles."""

from omlopp.web.records.actions import people
from omlopp.web.records.models import Organisation
from tests.web.acting import ADMINISTRATORS, INVITERS, Row


def ours() -> Organisation:
    return Organisation.objects.get(name="Provkommunen")


ROWS = (
    Row(
        people.give_organisation_role, ADMINISTRATORS,
        lambda by, row: people.give_organisation_role(by=by, organisation=ours(), username="outsider", role="reader"),
        "organisation-role-given", ended_too=True,
    ),
    Row(
        people.take_organisation_role, ADMINISTRATORS,
        lambda by, row: people.take_organisation_role(by=by, organisation=ours(), username="in:reader", role="reader"),
        "organisation-role-taken", ended_too=True,
    ),
    Row(
        people.take_role, INVITERS,
        lambda by, row: people.take_role(by=by, procurement=row, username="lawyer"), "role-taken", ended_too=True,
    ),
)  # fmt: skip
NO_PROCUREMENT = (people.give_organisation_role, people.take_organisation_role)
