"""Every address of the workbench, walked from urls.py: a new one is tested from the day it is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from omlopp.domain.indicators.promises import missed
from omlopp.web import spending, uploads
from omlopp.web.records import convert
from omlopp.web.records.models import (
    AwardModelVersion,
    BidRecord,
    CriterionChoice,
    EvidenceRecord,
    InquiryRecord,
    MeasurementRecord,
    NoticeRecord,
    ProcurementRecord,
    SavedSearch,
    SpendRule,
)
from tests.web import building
from tests.web.acting import every
from tests.web.building import LOT, Workspace


@dataclass(frozen=True)
class Address:
    name: str
    takes: frozenset[str]
    posts_only: bool = False  # as its view declares (omlopp.web.pages.writes)

    @property
    def of_procurement(self) -> bool:
        return "pk" in self.takes


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, frozenset()))


def _walk(patterns: list[URLPattern | URLResolver], outer: frozenset[str]) -> Iterator[Address]:
    for each in patterns:
        takes = outer | frozenset(each.pattern.converters)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, takes)
        else:
            yield Address(each.name or "", takes, getattr(each.callback, "posts_only", False))


def _token(address: Address) -> str:
    if address.name == "calculator":
        return str(AwardModelVersion.objects.exclude(token="").values_list("token", flat=True).first())
    saved = SavedSearch.objects.order_by("pk").first()
    return saved.token if saved else "finns-inte"


def _missed(of: int) -> tuple[int, int]:
    """A measurement that misses its promise and the requirement that answers; else any measurement and none."""
    row = ProcurementRecord.objects.filter(pk=of).first()
    for each in missed(convert.procurement(row), convert.indicators(row)) if row else ():
        return int(each.measurement.id), int(each.criterion.id) if each.criterion else 0
    first = MeasurementRecord.objects.filter(procurement_id=of).order_by("pk").first()
    return (first.pk if first else 1), 0


def paths(address: Address, workspace: Workspace, pk: int, of: int | None = None) -> list[str]:
    """The address filled in for procurement `pk`, with parts (lot, requirement, bid …) that belong to `of` (default: pk).

    A part that no table below knows is an error: whoever adds it says here what it is filled with.
    """
    values = {**_rows(workspace, of or pk), **_files(), "pk": [pk]}
    if "token" in address.takes:
        values["token"] = [_token(address)]
    filled: list[dict[str, object]] = [{}]
    for part in sorted(address.takes):
        known = values[part]
        filled = [one | {part: value} for one in filled for value in (known() if callable(known) else known)]
    return [reverse(address.name, kwargs=one) for one in filled]


@cache
def _rows(workspace: Workspace, of: int) -> dict[str, Any]:
    """What rows and library say. Found once: the tests' workspace stands as it was built, each test's writes are undone.

    What lies in files a part gives as a function of nothing, called each time.
    """
    bid = BidRecord.objects.filter(lot__procurement_id=of).order_by("pk").first()
    choice = CriterionChoice.objects.filter(procurement_id=of).order_by("pk").first()
    notice = NoticeRecord.objects.order_by("pk").first()
    saved = SavedSearch.objects.order_by("pk").first()
    asked = InquiryRecord.objects.filter(bid__lot__procurement_id=of).order_by("pk").first()
    measured, clause = _missed(of)
    shown = EvidenceRecord.objects.filter(measurement__procurement_id=of).order_by("pk").first()
    rule = SpendRule.objects.order_by("pk").first()
    values: dict[str, Any] = {
        "cpv": ["391"], "rule": [rule.pk if rule else 1],
        "measurement": [measured], "clause": [clause], "evidence": [shown.pk if shown else 1], "page": ["indicators/shares.md"],
        "inquiry": [asked.pk if asked else 1],
        "lot_id": [LOT], "bid": [bid.pk if bid else 1], "choice": [choice.pk if choice else 1],
        "step_id": ["steer", "bids", "decision", "follow_up"], "indicator": ["reused_share"],
        "stage": ["baseline", "contract", "end"], "notice": [notice.pk if notice else 1],
        "aid_id": ["waste_or_product", "change_clauses"], "criterion_id": ["reused_furniture_share"], "key": [building.found_key()],
        "search": [saved.pk if saved else 1], "table": ["county", "sentences"], "form": ["csv"],
        "group_id": ["furniture"], "case_id": ["malmo_reused_furniture_2019"], "instrument_id": ["flemish_ambition_map"],
        "initiative_id": ["cirkular_upphandling_i_praktiken"], "framework_id": ["r_ladder"], "indicator_id": ["reused_share"],
    }  # fmt: skip
    for part in every("VALUES", None):
        values |= part(workspace, of) if part else {}
    return values


def _files() -> dict[str, list[object]]:
    """What lies in folders, where a test's writes stay: the newest."""
    return {
        "ledger": [one.id for one in spending.every("ledger")[-1:]],
        "register": [one.id for one in spending.every("register")[-1:]],
        "upload": [upload.id for upload in uploads.recent(1)],
    }
