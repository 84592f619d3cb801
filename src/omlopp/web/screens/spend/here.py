"""Where a person stands among the organisation's purchases: which ledger, by which rules, register, county and factors.

Everybody who is signed in reads what the organisation has bought; who holds the right `spend` reads in more and
corrects it with a reason (access.may_spend). Who gave a file is alone in stopping its reading and in taking it away.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import spend, spend_board
from omlopp.flows.spend_board import Opened, Question
from omlopp.flows.spend_plain import assumed, factors_plain
from omlopp.flows.spend_potential import MONTHS
from omlopp.library.spend import groups, reasons
from omlopp.statistics.places import tiles
from omlopp.web import spending
from omlopp.web.pages import signed_in
from omlopp.web.records.access import NotAllowed, may_spend
from omlopp.web.records.actions.spend import as_decided
from omlopp.web.records.models import SpendRule
from omlopp.web.spending import Intake
from omlopp.web.words import keyed, language, say

NO_REGISTER = "inget"
KEPT_PARTS = ("lan", "faktorer", "avtal", "manader")  # of an address: they follow from page to page
LONGEST_MONTHS = 120


class NotRead(OmloppError):
    """Facts: file."""

    code = "spend-web.not-read"


@dataclass(frozen=True)
class Here:
    intake: Intake
    asked: Question
    found: Opened
    register: Intake | None
    kept: dict[str, str]  # of the address: what follows from page to page

    @property
    def query(self) -> str:
        """What every link within the ledger ends in."""
        return f"?{urlencode(self.kept)}" if self.kept else ""

    def with_(self, **more: Any) -> str:
        """The same address with these parts changed; empty ones are left out."""
        parts = {name: str(value) for name, value in (self.kept | more).items() if value not in ("", None)}
        return f"?{urlencode(parts)}" if parts else "?"


def intake_or_404(intake_id: str, kind: str = "") -> Intake:
    found = spending.find(intake_id)
    if found is None or (kind and found.kind != kind):
        raise Http404
    return found


def own(request: HttpRequest, intake_id: str) -> Intake:
    """The file, if the person is the one who gave it."""
    found, name = intake_or_404(intake_id), signed_in(request).get_username()
    if found.by != name:
        raise NotAllowed(person=name, right="read", procurement=found.title)
    return found


def mine(request: HttpRequest, one: Intake) -> bool:
    """May this person stop the reading and take the file away?"""
    user = signed_in(request)
    return one.by == user.get_username() and may_spend(user)


def here(request: HttpRequest, ledger: str) -> Here:
    """The ledger opened as the address asks. Raises NotRead, NoCounty and what a factor set refuses."""
    intake = intake_or_404(ledger, "ledger")
    if intake.state != "done":
        raise NotRead(file=intake.title)
    said = {name: value for name in KEPT_PARTS if (value := request.GET.get(name, "").strip()[:80])}
    agreed = register_of(said.get("avtal", ""))
    asked = Question(
        intake.kept, decided(), spending.settled(intake).chart, said.get("faktorer", spend.SET),
        agreed.kept[0] if agreed else None, spend.county_code(said["lan"]) if said.get("lan") else "",
        timezone.localdate(), _months(said.get("manader", "")),
    )  # fmt: skip
    return Here(intake, asked, spend_board.opened(asked), agreed, said)


def _months(said: str) -> int:
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else MONTHS
    return min(max(number, 1), LONGEST_MONTHS)


def decided() -> tuple[Any, ...]:
    return tuple(as_decided(row) for row in SpendRule.objects.order_by("pk"))


def register_of(said: str) -> Intake | None:
    """The register that is asked for; without a word the newest that is read."""
    if said == NO_REGISTER:
        return None
    read = [one for one in spending.every("register") if one.state == "done" and one.kept]
    return next((one for one in read if one.id == said), read[0] if read and not said else None)


def frame(where: Here, page: str) -> dict[str, Any]:
    """What every page of a ledger shows: its name, its other pages, and what its figures may be used for."""
    feet = where.found.screened.footprints
    return {
        "section": "spend", "here": where, "page": page, "intake": where.intake,
        "factors": factors_plain(feet.set, language()),
        "notes": [keyed("spend.ranks-only", {}), *assumed(feet, language())],
    }  # fmt: skip


def choices(where: Here) -> dict[str, Any]:
    """The lists of the form that says county, register and factor set."""
    return {
        "counties": [(tile.code, tile.short) for tile in sorted(tiles(), key=lambda one: one.short)],
        "county": where.asked.county,
        "registers": [one for one in spending.every("register") if one.state == "done"],
        "sets": [(one.id, one.card.title.within(language())) for one in spend_board.sets() if one.card],
        "by": where.asked.factors, "months": where.asked.months,
        "registry": spend_board.has_statistics(),
    }  # fmt: skip


def group_name(cpv: str) -> str:
    known = groups().get(cpv)
    return known.name.within(language()) if known else cpv


def place_name(group: str, reason: str) -> str:
    """A place in words: a product group, why it is no purchase, or that nothing is known."""
    if reason:
        name = reasons()[reason].within(language()) if reason in reasons() else reason
        return say(f"Inget köp: {name}", f"No purchase: {name}")
    return group_name(group) if group else say("Utan varugrupp", "Without a product group")


def stem(where: Here) -> str:
    return where.intake.title.rsplit(".", 1)[0][:60]
