"""The Swedish calendar: public holidays from the kept library `holidays`, with what the law adds in calendar.yaml."""

from functools import cache
from pathlib import Path

import yaml

from omlopp.domain.process.deadlines import Calendar, Rules, calendar_of
from omlopp.library.files import from_data

FILE = Path(__file__).with_name("calendar.yaml")


@cache
def calendar_rules() -> Rules:
    """Which days are free and by which law, with sources."""
    return from_data(Rules, yaml.safe_load(FILE.read_text("utf-8")))


@cache
def calendar() -> Calendar:
    """Working days and free days of the years that the rules name."""
    from holidays import country_holidays  # slow to load, and only needed where days are counted

    rules = calendar_rules()
    years = range(rules.first_year, rules.last_year + 1)
    found = country_holidays("SE", years=years, language="sv")
    return calendar_of(rules, {day: str(name) for day, name in sorted(found.items())})
