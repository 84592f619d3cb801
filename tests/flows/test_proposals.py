"""A change proposed in a form: the file is the bank's own but for what was typed, and is checked like every other."""

from datetime import date

import pytest
import yaml

from omlopp.flows.proposals import Fields, fields_of, file_of, proposed, with_fields
from omlopp.library.load import library
from omlopp.library.messages import keyed

DAY = date(2026, 11, 21)
SHARE = library().criteria["reused_furniture_share"]


def typed(**changed: str) -> Fields:
    return fields_of(file_of(SHARE)) | {name.replace("__", "."): value for name, value in changed.items()}


def told(**changed: str) -> list[tuple[str, str]]:
    made = proposed(SHARE, typed(**changed), library(), reason="Skäl.", on=DAY)
    return [(fault.where, keyed(fault.key, fault.facts, "sv")) for fault in made.faults]


def test_the_form_gives_back_every_file_of_the_bank_unchanged():
    for one in library().criteria.values():
        held = file_of(one)
        assert with_fields(held, fields_of(held)) == held, one.id


def test_a_change_alters_that_field_alone_and_passes_every_check():
    made = proposed(
        SHARE, typed(why__sv="En begagnad möbel ersätter en ny."), library(), reason="Kortare.", on=DAY
    )
    assert made.changed == ("why.sv",) and made.faults == ()
    assert made.file.startswith("# Förslag till ändring av kravet reused_furniture_share, 2026-11-21.\n")
    held = file_of(SHARE)
    held["why"]["sv"] = "En begagnad möbel ersätter en ny."
    assert yaml.safe_load(made.file) == held


@pytest.mark.parametrize(("field", "value", "where", "says"), [
    ("text__sv", "Leverantören ska lämna snarast möjligt 7 stolar.", "text.sv", "snarast"),
    ("text__en", "", "text.en", "saknas"),
    ("text__en", "Leverantören ska lämna 7 stolar och ett bord till verksamheten.", "text.en", "översatt"),
    ("cpv", "99", "cpv.0", "Ingen CPV-kod"),
    ("measured_by", "repair_share", "measured_by", "mål"),
    ("strategy", "A1", "strategy", "A1"),
    ("relations__requires", "finns_inte", "relations.requires", "finns_inte"),
    ("relations__requires", "virgin_mass_per_workplace", "relations", "virgin_mass_per_workplace"),
    ("scores__0__share", "lite", "scores.0.share", "är inget tal"),
    ("scores__0__share", "90", "scores", "stig"),
    ("source__year", "i fjol", "source.year", "är inget tal"),
    ("source__link", "https://docplayer.se/1", "source.link", "kopia"),
    ("source__publisher", "", "source.publisher", "saknas"),
    ("clause__text__sv", "", "clause.text.sv", "saknas"),
    ("kind", "technical", "scores", "Bara tilldelningskriterier"),
    ("goal", "Ö", "goal", "Skriv ett av"),
])  # fmt: skip
def test_a_fault_is_told_at_its_field_with_how_it_is_mended(field: str, value: str, where: str, says: str):
    found = told(**{field: value})
    assert any(place == where and says in sentence for place, sentence in found), found


def test_typed_yaml_is_only_text():
    made = proposed(
        SHARE,
        typed(why__sv='Ett kolon: "citat" – {a: 1} # inget', why__en="NO"),
        library(),
        reason="x\ny: z",
        on=DAY,
    )
    held = yaml.safe_load(made.file)
    assert (
        held["why"] == {"sv": 'Ett kolon: "citat" – {a: 1} # inget', "en": "NO"}
        and "# Skäl: x y: z\n" in made.file
    )


def test_a_near_copy_of_another_criterion_is_told():
    other = library().criteria["furniture_spare_parts"]
    found = told(text__sv=other.text.sv, text__en=other.text.en)
    assert any("furniture_spare_parts" in sentence for _, sentence in found)
