"""An explained notice as lines for a person to read on a terminal."""

import textwrap
from collections.abc import Iterator
from typing import Any

from omlopp.notices.explanation import said

WIDTH = 100
LABEL = 18
Data = dict[str, Any]


def lines(data: Data, lang: str) -> Iterator[str]:
    """The explanation (Explanation.data) in the language asked for, `sv` or `en`."""
    yield from _facts(data, lang)
    yield ""
    yield from _asks(data, lang)
    yield ""
    yield _say(lang, "criteria")
    if not data["lots"]:
        yield f"  {_say(lang, 'not_stated')}"
    for lots in _groups(data["lots"], lambda lot: (lot["criteria"], lot["criteria_in_documents"])):
        yield f"  {_name(lots, lang)}"
        yield from _criteria(lots[0], lang)
    yield ""
    yield from _declared(data, lang)
    yield ""
    yield _say(lang, "goals")
    for goal in data["goals"]:
        count = goal["passages"]
        found = (
            said("passages", "one" if count == 1 else "many", n=count)[lang]
            if count
            else _say(lang, "no_words")
        )
        yield f"  {goal['goal']}  {goal['name'][lang]}: {found}"
    yield ""
    for remark in data["remarks"]:
        yield from textwrap.wrap(remark[lang], WIDTH, initial_indent="· ", subsequent_indent="  ")


def _say(lang: str, code: str, **facts: Any) -> str:
    return said("shown", code, **facts)[lang]


def _facts(data: Data, lang: str) -> Iterator[str]:
    facts = data["facts"]
    day = facts["published_on"] or facts["sent_on"]
    bids = facts["bids_received"]
    cpv = [f"{one['code']} {one[lang]}".strip() for one in facts["cpv"]]
    places = [f"{one['code']} {one['name']}".strip() for one in facts["nuts"]]
    identity = (facts["notice_id"], facts["kind_label"][lang], facts["form"], facts["schema_version"])
    if data["sample"]:
        yield _say(lang, "sample")
    yield facts["title"] or _say(lang, "no_title")
    yield "=" * min(WIDTH, len(facts["title"]) or 10)
    for code, value in (
        ("buyer", facts["buyer_name"] + (f" ({facts['buyer_id']})" if facts["buyer_id"] else "")),
        ("notice", " · ".join(part for part in identity if part)),
        ("day", day and (day if facts["published_on"] else _say(lang, "sent", day=day))),
        ("deadline", facts["deadline"]),
        (
            "country",
            " · ".join(
                part for part in (facts["country_label"][lang], facts["language_label"][lang]) if part
            ),
        ),
        ("object", facts["object_kind_label"] and facts["object_kind_label"][lang]),
        ("CPV", _some(cpv, 4, "; ")),
        ("place", _some(places, 6)),
        ("value", _value(facts, lang)),
        ("bids", _say(lang, "bids_all", n=bids) if bids is not None and len(data["lots"]) > 1 else bids),
        ("documents", _some(facts["links"], 1)),
    ):
        label = code if code == "CPV" else _say(lang, code)
        yield f"  {label:<{LABEL}}{_say(lang, 'not_stated') if value in (None, '') else value}"


def _asks(data: Data, lang: str) -> Iterator[str]:
    yield _say(lang, "asks_document" if data["facts"]["format"] == "document" else "asks")
    if not data["asks"]:
        yield f"  {_say(lang, 'nothing')}"
    whole = [one for one in data["asks"] if one["lot_id"] is None]
    if whole:
        yield f"  {_say(lang, 'whole')}"
        yield from _passages(whole, lang)
    speaking = [lot for lot in data["lots"] if lot["asks"]]
    for lots in _groups(speaking, lambda lot: [(one["concept"], one["quote"]) for one in lot["asks"]]):
        yield f"  {_name(lots, lang)}"
        yield from _passages(lots[0]["asks"], lang)


def _passages(found: list[Data], lang: str) -> Iterator[str]:
    """What speaks for itself first, then what may be ordinary quality."""
    for one in sorted(found, key=lambda one: bool(one["weak"])):
        what = [one["concept_label"][lang], one["r_strategy"]]
        if one["says"] == "weak":
            what.append(_say(lang, "weak"))
        elif one["goals"]:
            what.append(_say(lang, "goals_served", goals=", ".join(one["goals"])))
        yield "    " + " · ".join(part for part in what if part)
        quote = _say(lang, "quote", text=" ".join(one["quote"].split()))
        yield from textwrap.wrap(quote, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)
        label, field = one["field_label"][lang], one["field"]
        where = field if label == field else f"{label} ({field})"  # in a document the place is its own name
        yield f"      {one['requirement_label'][lang]} · {where}"


def _criteria(lot: Data, lang: str) -> Iterator[str]:
    for one in lot["criteria"]:
        kind = one["kind_label"][lang]
        name = "" if one["name"].strip().lower() == kind.lower() else one["name"]
        shown = textwrap.shorten(f"{kind}: {name}" if name else kind, 80, placeholder=" …")
        yield f"    {shown} – {_say(lang, 'weight', weight=_weight(one, lang))}"
        if one["description"] and one["description"].strip().lower() not in (
            one["name"].lower(),
            kind.lower(),
        ):
            text = textwrap.shorten(one["description"], 240, placeholder=" …")
            yield from textwrap.wrap(text, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)
    if lot["criteria_in_documents"]:
        yield f"    {_say(lang, 'criteria_in_documents')}"
    elif not lot["criteria"]:
        yield f"    {_say(lang, 'not_stated')}"


def _weight(one: Data, lang: str) -> str:
    """As written, with its unit; then the share where the notice says enough to know it."""
    if not one["weight_as_written"]:
        return _say(lang, "not_stated")
    unit = f" ({one['weight_unit'][lang]})" if one["weight_unit"] else ""
    if one["weight"] is None:
        return f"{one['weight_as_written']}{unit}"
    share = _decimal(f"{one['weight'] * 100:.4g}", lang) + " %"
    same = one["weight_as_written"].replace(" ", "").replace(".", ",") == share.replace(" ", "").replace(
        ".", ","
    )
    return share if same else f"{one['weight_as_written']}{unit} → {share}"


def _declared(data: Data, lang: str) -> Iterator[str]:
    if data["facts"]["format"] != "document":
        yield _say(lang, "declared")
    if any(field["state"] != "no_field" for field in data["declared"]):
        for field in data["declared"]:
            codes = dict.fromkeys(f"{one['code']} ({one['label'][lang]})" for one in field["codes"])
            value = "; ".join(codes) or field["state_label"][lang]
            yield f"  {field['field']:<7} {field['label'][lang]}: {value}"
        yield ""
    yield from textwrap.wrap(data["declared_against_found"][lang], WIDTH)


def _groups(lots: list[Data], key: Any) -> Iterator[list[Data]]:
    """Lots that say the same are shown together."""
    groups: list[list[Data]] = []
    for lot in lots:
        same = next((group for group in groups if key(group[0]) == key(lot)), None)
        if same:
            same.append(lot)
        else:
            groups.append([lot])
    yield from groups


def _name(lots: list[Data], lang: str) -> str:
    if len(lots) > 1:
        return _say(lang, "lots", ids=_some([lot["lot_id"] for lot in lots], 8))
    title = textwrap.shorten(lots[0]["title"], 80, placeholder=" …")
    return _say(lang, "lot", id=lots[0]["lot_id"], title=title or "–")


def _some(values: list[str], shown: int, between: str = ", ") -> str:
    more = f" … (+{len(values) - shown})" if len(values) > shown else ""
    return between.join(values[:shown]) + more


def _value(facts: Data, lang: str) -> str | None:
    if facts["value_amount"] is None:
        return None
    amount = f"{float(facts['value_amount']):,.2f}".removesuffix(".00").replace(",", "\xa0")
    value = f"{_decimal(amount, lang)} {facts['currency'] or ''}".strip()
    return _say(lang, facts["value_kind"], value=value) if facts["value_kind"] else value


def _decimal(number: str, lang: str) -> str:
    return number if lang == "en" else number.replace(".", ",")
