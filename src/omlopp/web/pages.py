"""What every screen needs: finding the procurement a person may see, and holding a view to what it declares."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import lazy
from django.views.decorators.http import require_http_methods

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.process import ProcessModel, Step
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.gates import GateResult, next_step, open_gates
from omlopp.domain.process.secrecy import Holds
from omlopp.library.load import library
from omlopp.library.messages import sentence
from omlopp.web.records import convert
from omlopp.web.records.access import OF_BIDS, RIGHTS, may, may_in, require, rights_of, visible_to
from omlopp.web.records.models import ProcurementRecord
from omlopp.web.words import language, say

View = Callable[..., HttpResponse]


class WroteInARead(RuntimeError):
    """A view that declares `reads` tried to change the database: a fault of ours, never of the reader."""


def reads(view: View) -> View:
    """GET only, and nothing is written while it runs."""

    @functools.wraps(view)
    def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def guard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
                raise WroteInARead(sql[:80])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(guard):
            return view(request, *args, **kwargs)

    return require_http_methods(["GET", "HEAD"])(held)


def writes(view: View) -> View:
    """POST only: it does one named action, and shows no page of its own."""
    held = require_http_methods(["POST"])(view)
    held.posts_only = True  # type: ignore[attr-defined]
    return held


def reads_and_writes(view: View) -> View:
    """A form: shown on GET, done on POST."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


@dataclass(frozen=True)
class Place:
    """Where a person stands: the row, the same as a value, the model it was begun under, and its gates."""

    row: ProcurementRecord
    value: Procurement
    model: ProcessModel
    gates: tuple[GateResult, ...]
    user: User
    now: Step | None  # the first step not passed, or whose gate has closed again; None when it has ended

    def gate(self, step_id: str) -> GateResult:
        return next(gate for gate in self.gates if gate.step.id == step_id)

    def steps_of(self, room: str) -> list[Step]:
        return [step for step in self.model.steps if step.room == room]

    def may(self, right: str) -> bool:
        return may(self.user, right, self.row)

    @property
    def opens_organisation(self) -> bool:
        """May this person open the pages of the organisation it belongs to? A role in the procurement does not."""
        owner = self.row.organisation
        return owner is not None and may_in(self.user, "read", owner)

    @property
    def rights(self) -> dict[str, bool]:
        held = rights_of(self.user, self.row)
        return {right: right in held for right in RIGHTS}


def place(request: HttpRequest, pk: int, right: str = "read") -> Place:
    """The procurement, if this person is a member of it (else 404, so that its existence is not told)."""
    user = signed_in(request)
    row = ProcurementRecord.objects.select_related("model", "from_notice").filter(pk=pk).first()
    if row is None or pk not in visible_to(user):
        raise Http404
    require(user, right, row)
    tell_secrecy(request, row, "bids" if right in OF_BIDS else "other")
    return place_of(row, user)


def tell_secrecy(request: HttpRequest, row: ProcurementRecord, holds: Holds) -> None:
    """What the answer will hold, for its marking of secrecy (omlopp.web.middleware.secrecy_header).

    `place` says it from the right asked for; a view that hands out something of bids by another way says it itself.
    """
    request.holds = (row, holds)  # type: ignore[attr-defined]


def place_of(row: ProcurementRecord, user: User) -> Place:
    model = convert.edition(row.model)
    whole = convert.of(row.pk)  # gates look at everything; what they tell holds no bid
    value = whole if may(user, "see_bids", row) else convert.without_bids(whole)
    known = library().indicators
    return Place(row, value, model, open_gates(whole, model, known), user, next_step(whole, model, known))


def signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # LoginRequiredMiddleware has sent everybody else away
    return request.user


def refusal(error: OmloppError) -> str:
    """An error as the sentence the reader sees."""
    return sentence(error, language())


def status_of(error: OmloppError | None) -> int:
    """403 for a right that is missing, 409 for a step that others saved, 422 for what cannot be done as asked."""
    if error is None:
        return 200
    refused = ("not-allowed", "not-allowed-in-organisation", "not-allowed-spend")
    stale = ("stale-edit", "programme.stale")
    return 403 if error.code in refused else 409 if error.code in stale else 422


def lazy_say(sv: str, en: str) -> Any:
    """`say`, decided when the page is written (for form labels)."""
    return lazy(say, str)(sv, en)
