"""What a notice holds once it is read, whatever format it came in. Personal data are masked before they get here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Format = Literal["eforms", "ted-export", "ocds", "registry-se", "document"]
Kind = Literal["planning", "competition", "result", "change", "other"]
TextRead = Literal["notice", "title", "document"]
ObjectKind = Literal["goods", "services", "works"]
CriterionKind = Literal["quality", "price", "cost", "unstated"]
Remark = Literal[
    "test", "placeholder", "dispatch_after_publication", "made_id", "second_row", "newer_version"
]
# contracted: what the contracts promise over their whole term, as the buyer reported it (the registry); never spend.
ValueKind = Literal["estimated", "awarded", "contracted"]
About = Literal["subject", "technical", "award", "performance", "selection", "declared"]


@dataclass(frozen=True, slots=True)
class CriterionNotice:
    """An award criterion as the notice states it.

    `weight` is the share of the whole, 0–1, only where the notice says enough to know it: ranges, orders and
    points without a total stay None. `weight_as_written` is literal; `weight_code` is the eForms unit (number-weight).
    """

    kind: CriterionKind
    name: str
    description: str
    weight: float | None
    weight_as_written: str
    weight_code: str = ""


@dataclass(frozen=True, slots=True)
class LotNotice:
    """A lot (del), numbered as in the notice. `criteria_in_documents`: the notice sends the reader to the documents.

    `value_amount` is the estimate. `value_low` and `value_high`: the range the notice gives – of the estimate (R2.0.8),
    in a result of the bids considered (TED V.2.4, eForms BT-710 and BT-711).
    """

    lot_id: str
    title: str
    description: str
    cpv: tuple[str, ...]
    nuts: tuple[str, ...]
    value_amount: Decimal | None
    criteria: tuple[CriterionNotice, ...]
    currency: str | None = None
    criteria_in_documents: bool = False
    bids_received: int | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Winner:
    """A supplier that was given a contract. `size` as the source writes it; names of natural persons are masked.

    A group of suppliers is one row each; the value of what they won together stands with the first alone.
    """

    lot_id: str | None
    name: str
    organisation_id: str | None = None
    country: str = ""
    size: str = ""
    value_amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A strategic code: field BT-06, BT-774, BT-775, BT-776 or BT-805; the registry's flags are registry-environmental,
    registry-social and registry-innovation with code true or false. lot_id None: for the whole procurement.
    """

    field: str
    code: str
    lot_id: str | None


@dataclass(frozen=True, slots=True)
class TextField:
    """Searchable text in the original language; `field` is a row of library/notices (eForms BT id or form section)."""

    field: str
    lot_id: str | None
    language: str
    text: str
    about: About = "subject"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. Codes: country and language have two letters (SE, sv); cpv eight digits, the main code first.

    `notice_id` is the publication number without leading zeros (541259-2025), else the notice's own UUID.
    `procedure_id` joins the notices of one procurement: BT-04 in eForms; without one, and in TED_EXPORT, the number of
    the first notice known, written as a `notice_id`. `sent_on` is the day of dispatch. `unread`: paths of elements
    with content that no field table names, one per element. `repeats`: publication numbers or ids of notices this one
    changes or follows.
    `platform`: the advertising database, where the source names it. `text_read`: how much of the procurement's text
    the source holds.
    `buyer_kind`: a code of the eForms list buyer-legal-type (BT-11), or ra-la and utility, which are
    TED's own ("regional or local authority", "utilities entity").
    `above_threshold`: True where a notice is published under a directive, False where it says it lies below, else None.
    `value_low`, `value_high`: as for lots. `remarks`: test = a test notice, never to be counted; placeholder = a value
    of at most 1, kept as it stands; dispatch_after_publication = the days cannot both be right; made_id = the source
    gives no id, this one is made of the file's name and the place in it; second_row = the source has the id twice;
    newer_version = of a version with fields that no table may know yet.
    """

    notice_id: str
    procedure_id: str | None
    file: str
    format: Format
    schema_version: str
    form: str
    kind: Kind
    country: str
    languages: tuple[str, ...]
    language: str
    published_on: date | None
    sent_on: date | None
    title: str
    buyer_name: str
    buyer_id: str | None
    nuts: tuple[str, ...]
    cpv: tuple[str, ...]
    object_kind: ObjectKind | None
    value_amount: Decimal | None
    currency: str | None
    value_kind: ValueKind | None
    bids_received: int | None
    deadline: date | None
    lots: tuple[LotNotice, ...]
    declared: tuple[Declared, ...]
    texts: tuple[TextField, ...]
    links: tuple[str, ...]
    unread: tuple[str, ...]
    description: str = ""
    winners: tuple[Winner, ...] = ()
    repeats: tuple[str, ...] = ()
    subtype: str = ""
    buyer_kind: str = ""
    above_threshold: bool | None = None
    platform: str = ""
    text_read: TextRead = "notice"
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    remarks: tuple[Remark, ...] = ()
