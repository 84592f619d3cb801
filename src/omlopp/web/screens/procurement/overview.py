"""The first page of a procurement: where it is, what is missing, who does what, its days and what lies around it."""

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.documents.drawn import procurement_chain, procurement_way
from omlopp.domain.model.process import Step
from omlopp.domain.process.waiting import who_answers
from omlopp.flows.waiting import days_here
from omlopp.web import spending
from omlopp.web.menu import address
from omlopp.web.pages import Place, place, reads
from omlopp.web.records import convert
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import DialogueAnswer, Transfer
from omlopp.web.records.models.people import ROLES
from omlopp.web.records.waiting import case_of
from omlopp.web.talking import talk_of
from omlopp.web.waits import shown
from omlopp.web.words import language

AROUND = ("stock-here", "dialogue", "papers", "contract-here", "programme-here")


@reads
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    known = convert.library_of(here.row)
    today = timezone.localdate()
    holders = people_by_role(here)
    talk = talk_of(here, newest=3, people=False)
    return render(
        request,
        "procurement/overview.html",
        {
            "place": here,
            "way": procurement_way(here.value, known, language()),
            "chain": procurement_chain(here.value, known, language()),
            "chain_narrow": procurement_chain(here.value, known, language(), narrow=True),
            "now_gate": here.gate(here.now.id) if here.now else None,
            "answers": answering(here.now, holders) if here.now else (),
            "roles": role_rows(here, holders),
            "days": shown(days_here(case_of(here.row, here.user), today), today),
            "talk": talk,
            "said": [one for one in talk.comments if one.row.struck_at is None],
            "links": {name.replace("-", "_"): address(name, pk) for name in AROUND},
            "rights": here.rights,
            "copied_from": here.row.copied_from if here.row.copied_from_id in visible_to(here.user) else None,
            "ledger_is_there": bool(here.row.from_spend and spending.find(here.row.from_spend["ledger"])),
            **around(here),
        },
    )


def people_by_role(here: Place) -> dict[str, list[str]]:
    holders: dict[str, list[str]] = {}
    members = here.row.memberships.order_by("user__username").values_list("role", "user__username")
    for role, name in members:
        holders.setdefault(role, []).append(name)
    return holders


def answering(step: Step, holders: dict[str, list[str]]) -> list[tuple[str, tuple[str, ...]]]:
    """Who answers for a step: role and names. The supplier is nobody in the workbench."""
    return [(role, names) for role, names in who_answers(step, holders) if role != "supplier"]


def role_rows(here: Place, holders: dict[str, list[str]]) -> list[tuple[str, list[str], int]]:
    """Each role with who holds it and how many steps it answers for; those that the model asks for come first."""
    steps: dict[str, int] = {}
    for each in here.model.steps:
        for role in each.roles:
            if role != "supplier":
                steps[role] = steps.get(role, 0) + 1
    extra = [role for role in ROLES if role in holders and role not in steps]
    return [(role, holders.get(role, []), steps.get(role, 0)) for role in (*steps, *extra)]


def around(here: Place) -> dict[str, object]:
    """What other pages hold of the procurement, counted: market dialogue, stock, contract, files."""
    moved = Transfer.objects.filter(procurement=here.row, undone_at=None)
    return {
        "dialogues": here.row.dialogues.count(),
        "market_answers": DialogueAnswer.objects.filter(dialogue__procurement=here.row).count(),
        "pilots": list(here.row.pilots.filter(left_on=None).select_related("programme")),
        "moved": moved.aggregate(sum=Sum("pieces"))["sum"] or 0,
        "contracts": list(here.row.contracts.all()[:5]) if here.row.outcome != "open" else [],
    }
