"""The labelling rules as readable tests, the look-alikes that real notices taught, and the examples beside the rules.

The numbers of the rules are those of docs/method/detection.md (and of the README of the pack `notices`).
"""

from collections import defaultdict

import pytest

from omlopp.library.detection import common_rules, concepts, examples, rule_examples, state
from omlopp.notices.evidence import Subject, classify_title, find, in_text, verdict
from omlopp.notices.evidence.context import Context
from omlopp.notices.labels import sentence_labels
from omlopp.notices.lexicon import lexicon, lower
from omlopp.notices.schema import TextField

FIELDS = {"award": "BT-540", "performance": "BT-70", "selection": "BT-750", "declared": "BT-777"}


def judged(text, about="subject", field="", language="sv", cpv="", titles=""):
    where = TextField(field or FIELDS.get(about, "BT-24-Lot"), "LOT-0001", language, text, about)
    return verdict(in_text(where, Subject((cpv,) if cpv else (), titles)))


def title(text, cpv="", language="sv"):
    return classify_title(text, language, cpv).circular


# Rule 1: the strongest finding decides
def test_a_finding_is_not_lowered_by_waste_or_maintenance_beside_it():
    assert title("Insamling av avfall samt återbrukade möbler", "39100000") == "yes"
    assert title("Begagnad lastbil samt service och underhåll", "34130000") == "yes"


# Rule 2: spare parts and warranty
def test_spare_parts_are_weak_as_a_part_of_the_object_and_nothing_within_maintenance():
    assert title("Bussar och reservdelar", "34121000") == "weak"
    assert judged("Service av hissar inklusive reservdelar.", cpv="50750000").circular == "no"
    assert judged("Reservdelar ska finnas i minst tio (10) år.", cpv="50750000").circular == "weak"


def test_a_warranty_is_weak_when_it_is_scored_or_for_a_period_and_never_for_insurance_or_food():
    assert judged("Garanti", "award").circular == "weak"
    assert judged("Garanti lämnas i fem år.", cpv="38000000").circular == "weak"
    assert judged("Garanti lämnas.", cpv="38000000").circular == "no"
    assert judged("Garanti", "award", cpv="66510000").circular == "no"
    assert judged("Garanti", "award", cpv="15000000").circular == "no"


# Rule 3: discarded goods and waste
@pytest.mark.parametrize(
    "text, cpv, circular",
    [
        ("Återbruk och lagring av möbler", "39000000", "yes"),
        ("Avyttring av fordon, maskiner och lösöre", "70122110", "weak"),
        ("Försäljning av begagnade bussar", "34121000", "weak"),
        ("Hämtning av avfall och återvinning", "90511000", "no"),
        ("Försäljning av kommunskrot", "90514000", "no"),
    ],
)
def test_handing_over_for_reuse_is_yes_selling_off_weak_and_waste_no(text, cpv, circular):
    assert title(text, cpv) == circular


def test_waste_is_a_finding_of_its_own():
    said = classify_title("Insamling av matavfall och restavfall", "sv", "90511000")
    assert said.waste_service and said.circular == "no"
    assert not classify_title("Återbrukade möbler", "sv", "39100000").waste_service


def test_a_recycling_rate_that_is_scored_in_a_waste_service_is_weak():
    assert judged("Grad av materialåtervinning", "award", cpv="90511000").circular == "weak"
    assert judged("Materialåtervinning sker.", cpv="90511000").circular == "no"


# Rule 4: reusable products
def test_reusable_is_yes_where_it_is_asked_for_and_weak_in_a_list():
    assert title("Flergångsmuggar till arenan", "39220000") == "yes"
    assert judged("Muggarna ska vara återanvändbara", "performance", cpv="39220000").circular == "yes"
    assert judged("Operationsrockar, flergångsdukar och sprutor", cpv="33140000").circular == "weak"


# Rule 5: rental, pools, "as a service"
@pytest.mark.parametrize(
    "text, cpv, circular",
    [
        ("Hyra av containrar", "44613000", "no"),
        ("Leasing av personbilar", "34110000", "no"),
        ("Hyra och tvätt av arbetskläder", "18110000", "weak"),
        ("Mobiltelefon som tjänst", "72222300", "weak"),
        ("Telefoni som tjänst", "64210000", "no"),
        ("Backup som tjänst", "72000000", "no"),
        ("Förmånscyklar som tjänstekoncession", "34430000", "no"),
        ("Bilpool", "60170000", "weak"),
        ("Vendelbadet utomhuspool", "45442190", "no"),
        ("Funktionsavtal belysning", "34997200", "yes"),
    ],
)
def test_a_form_of_payment_is_not_circular_a_function_is(text, cpv, circular):
    assert title(text, cpv) == circular


# Rule 6: new or used, and the barrier
def test_new_or_used_is_weak_used_is_yes_and_only_new_a_barrier():
    assert title("Hjullastare, ny eller begagnad", "34144710") == "weak"
    assert title("Hjullastare, begagnad", "34144710") == "yes"
    assert title("Inköp av beg. lastbil", "34130000") == "yes"
    said = judged("Utrustningen ska vara fabriksny och oanvänd.", cpv="38000000")
    assert said.barrier and said.circular == "no"


def test_a_trade_in_is_weak_take_back():
    said = classify_title("Grävmaskin samt inbyte av begagnad maskin", "sv", "43200000")
    assert said.circular == "weak" and "R3-R8" in said.r_strategy


# Rule 7: advice, training, research
def test_circularity_as_the_topic_of_advice_is_weak_and_explicit():
    said = classify_title("Konsultstöd inom cirkulär ekonomi", "sv", "79400000")
    assert (said.circular, said.intent) == ("weak", "explicit")


# Rule 8: overhaul of goods against maintenance and buildings
@pytest.mark.parametrize(
    "text, cpv, circular",
    [
        ("Renovering av växellådor till bussar", "50110000", "yes"),
        ("Upprustning av spårvagnar", "50222000", "yes"),
        ("Ramavtal möbeltapetsering", "98394000", "yes"),
        ("Service, underhåll och reparation av fordon", "50110000", "no"),
        ("Renovering av badhus", "45212000", "no"),
        ("Totalrenovering av tak och fasad", "45453000", "no"),
        ("Rekond av bilar", "50112300", "no"),
    ],
)
def test_refurbishing_goods_is_yes_maintenance_and_buildings_no(text, cpv, circular):
    assert title(text, cpv) == circular


# Rule 9: life cycle, durability, bare words of sustainability
def test_life_cycle_and_durability_are_weak_and_bare_sustainability_no():
    assert judged("Livscykelkostnad", "award").circular == "weak"
    assert judged("Möblernas livslängd", "award").circular == "weak"
    assert judged("Anläggningen har nått sin tekniska livslängd.").circular == "no"
    assert judged("Hållbarhet", "award").circular == "no"
    assert judged("Biobaserad plast används.", cpv="39000000").circular == "no"


# Rule 10: energy
@pytest.mark.parametrize(
    "text", ["Värmeåtervinning luftbehandlingsaggregat", "Återvinning av värme", "Frånluftsåtervinning"]
)
def test_heat_that_is_recovered_is_not_circular(text):
    assert title(text, "45331000") == "no"


def test_rainwater_is_weak():
    assert judged("Återanvändning av regnvatten", "award", cpv="45000000").circular == "weak"


# Rule 13: what stands beside a declared code is read too
def test_a_requirement_may_stand_only_in_the_declared_text():
    said = judged("Minst 30 % av materialet ska vara återvunnet.", "declared")
    assert said.circular == "yes" and said.evidence[0].requirement == "declared"


# Rule 14: one's own equipment as a reason
def test_further_use_of_own_equipment_as_a_reason_for_a_direct_award_is_no():
    text = "We can reuse some of the equipment we already have."
    assert judged(text, field="BT-135", language="en").circular == "no"
    assert judged(text, field="BT-24-Lot", language="en").circular == "yes"


LOOK_ALIKES = [  # mining.md 2.2 and the traps of both READMEs; all seen in real notices or titles
    ("fr", "le prestataire assure la phase de réversibilité", "72000000"),
    ("fr", "obligation de reprise du personnel", "90911000"),
    ("fr", "modularité du prix de l'option", "72000000"),
    ("fr", "du domaine fonctionnel «bâtiments — réutilisation ou réhabilitation» au livre IV", "71300000"),
    ("fr", "formation initiale et recyclage obligatoire", "80500000"),
    ("de", "Grunderneuerung der Gleise", "45234000"),
    ("de", "Dauerhaftigkeit des Verkehrs", "60210000"),
    ("de", "eine Wiedereinsatzgarantie für die Fahrzeuge ist nicht geplant", "60210000"),
    ("de", "Es gelten das Kreislaufwirtschaftsgesetz und die VOB", "71350000"),
    ("de", "Kryostat mit geschlossenem Kühlkreislauf", "38000000"),
    ("de", "Rückbau einer Brücke", "45111000"),
    ("fi", "tarjous palautetaan uudelleen valmisteltavaksi", "72000000"),
    ("fi", "helppokäyttöiseen järjestelmään", "72000000"),
    ("fi", "etusijajärjestys ratkaistaan", "72000000"),
    ("bg", "експлоатационна годност", "45000000"),
    ("bg", "достъпа и повторното използване на информация от обществения сектор", "22462000"),
    ("sv", "Två anbudsgivare har återtagit sina ansökningar", "72000000"),
    ("sv", "Cirkulationsplats Österleden", "45233128"),
    ("sv", "Cirkulationstvätt", "98310000"),
    ("sv", "Inpasseringssystem återvinningscentral", "72300000"),
    ("sv", "Kapitalåtervinning", "79412000"),
    ("sv", "Transporter för Gästrike Återvinnare", "60100000"),
    ("sv", "Möbler till avdelning 4, tillagning av mat", "39100000"),
    ("sv", "Second opinion för rekrytering", "79600000"),
    ("sv", "Andrahandsupplåtelse av lokal", "70000000"),
    ("en", "dematerialisation of the procedure on the portal", "72000000"),
    ("en", "long-lasting milk", "15500000"),
    ("en", "the lifespan of a DPS is four years", "72000000"),
    ("en", "reuse of waste heat", "45000000"),
    ("en", "in compliance with Circular (43) 2006", "55250000"),
    ("en", "circular hiking trail", "44191000"),
    ("it", "cavi luce pluriuso", "31000000"),
    ("es", "vehículos no autorizados a circular por vías públicas", "09134000"),
    ("no", "Mindre tid brukt på kjøring", "72000000"),
    ("da", "cirkulære nr. 9471", "72000000"),
    ("pl", "rybołówstwa zrównoważonego środowiskowo, zasobooszczędnego", "90700000"),
]


@pytest.mark.parametrize("language, text, cpv", LOOK_ALIKES, ids=lambda value: str(value)[:30])
def test_a_look_alike_is_nothing_circular(language, text, cpv):
    assert judged(text, language=language, cpv=cpv).circular == "no"


def by_concept():
    made = defaultdict(list)
    for one in examples():
        made[one.concept].append(one)
    return made


EXAMPLES = by_concept()


@pytest.mark.parametrize("concept", sorted(EXAMPLES))
def test_the_examples_beside_the_rules_hold(concept):
    """A hit gives the concept (and says what it states); a miss gives no passage of it that counts."""
    for one in EXAMPLES[concept]:
        about = one.given.get("about", "subject")
        field = "BT-21-Lot" if one.given.get("title") else FIELDS.get(about, "BT-24-Lot")
        codes = (one.given["cpv"],) if one.given.get("cpv") else ()
        subject = Subject(codes, one.text if one.given.get("title") else "")
        found = in_text(TextField(field, "LOT-0001", one.language, one.text, about), subject)
        says = {each.says for each in found if each.concept == concept}
        if one.hit:
            assert says, (one.language, one.text)
            assert "says" not in one.given or one.given["says"] in says, (one.language, one.text, says)
        else:
            counted = {"strong", "weak"} if concepts()[concept].says in ("strong", "weak", "none") else says
            assert not says & counted or (concept == "waste_service" and not says & {"waste"}), (
                one.language,
                one.text,
            )


BY_RULE = rule_examples()


@pytest.mark.parametrize("one", BY_RULE, ids=lambda one: one["rule"])
def test_a_rule_decides_its_own_example(one):
    about = one.get("about", "subject")
    field = one.get("field") or ("BT-21-Lot" if one.get("title") else FIELDS.get(about, "BT-24-Lot"))
    titles = one.get("titles") or (one["text"] if one.get("title") else "")
    text = TextField(field, "LOT-0001", one["language"], one["text"], about)
    assert one["rule"] in decided(text, Subject((one["cpv"],) if one.get("cpv") else (), titles))


def decided(text, subject):
    """The ids of the rules that decide the hits of a text; a rule that says none leaves no passage to see it in."""
    words, lowered = lexicon(text.language), lower(text.text, text.language)
    waste = find._with_waste(subject, words)
    places = [
        (one.term, start, end) for one in words.candidates(lowered) for start, end in one.places(lowered)
    ]
    rules = [
        find.deciding(Context(text, start, end, term, words, waste, lowered))
        for term, start, end in places
        if term.role != "neg"
    ]
    return {rule.id for rule in rules if rule}


def test_every_rule_decides_some_example():
    """A rule that no example reaches is dead, or shadowed by one before it."""
    reached = {one["rule"] for one in BY_RULE}
    for one in examples():
        title, about = one.given.get("title"), one.given.get("about", "subject")
        field = "BT-21-Lot" if title else FIELDS.get(about, "BT-24-Lot")
        codes = (one.given["cpv"],) if one.given.get("cpv") else ()
        text = TextField(field, "LOT-0001", one.language, one.text, about)
        reached |= decided(text, Subject(codes, one.text if title else ""))
    for label in sentence_labels():
        reached |= decided(label.field, Subject((label.cpv,), label.text if label.title else ""))
    rules = [*common_rules(), *(rule for concept in concepts().values() for rule in concept.rules)]
    assert {rule.id for rule in rules} - reached == set()


SENTENCES = defaultdict(list)
for label in sentence_labels():
    SENTENCES[label.set, label.language].append(label)


def test_the_invented_sentences_are_judged_as_their_reader_does():
    """Those that differ are listed in docs/method/detection.md: at most 23 of 1 310, and 4 false alarms."""
    wrong = [
        (label.set, label.language, label.circular, said, label.text)
        for labels in SENTENCES.values()
        for label in labels
        if (said := title_or_text(label)) != label.circular
    ]
    assert len(wrong) <= 23, wrong
    assert sum(said == "yes" for _, _, circular, said, _ in wrong if circular == "no") <= 4, wrong


def title_or_text(label):
    return verdict(in_text(label.field, Subject((label.cpv,), label.text if label.title else ""))).circular


def test_a_language_that_counts_in_published_shares_has_examples():
    """reviewed: rules and examples are there for the frequent concepts."""
    spoken = defaultdict(set)
    for one in examples():
        spoken[one.language].add(one.concept)
    for language, found in spoken.items():
        if state(language) == "reviewed":
            assert {"reuse", "second_hand", "recycled_content", "refurbished", "take_back"} <= found, language
    assert {"sv", "no", "da", "fi", "en", "de", "nl", "fr"} <= {
        language for language in spoken if state(language) == "reviewed"
    }
