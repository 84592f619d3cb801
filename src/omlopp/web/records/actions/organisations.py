"""Organisations: making one, its facts, its units, its logo and its Word template."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from omlopp.documents.look import looked_at_logo, looked_at_template
from omlopp.domain.model.errors import OmloppError
from omlopp.library.codelists import nuts_name
from omlopp.library.load import library
from omlopp.web import evidence
from omlopp.web.records.access import require_in
from omlopp.web.records.actions import acting, acting_in
from omlopp.web.records.events import record
from omlopp.web.records.models import Organisation, OrganisationRole, Person, ProcurementRecord, Unit

LOOKED_AT = {"logo": looked_at_logo, "word_template": looked_at_template}
FILES = {"logo": (".png", ".jpg", ".jpeg"), "word_template": (".docx",)}


class OrganisationExists(OmloppError):
    """Facts: organisation."""

    code = "organisation-exists"


class OrganisationNameMissing(OmloppError):
    code = "organisation-name-missing"


class OrganisationField(OmloppError):
    """A fact that cannot be kept. Facts: found, field_sv, field_en, hint_sv, hint_en."""

    code = "organisation-field"


class UnitExists(OmloppError):
    """Facts: unit, organisation."""

    code = "unit-exists"


class UnitUnknown(OmloppError):
    """Facts: organisation."""

    code = "unit-unknown"


class LogoKind(OmloppError):
    """Facts: file."""

    code = "logo-kind"


class TemplateKind(OmloppError):
    """Facts: file."""

    code = "template-kind"


@transaction.atomic
def create_organisation(
    *, by: User, name: str, kind: str, number: str = "", county: str = ""
) -> Organisation:
    """A new organisation; whoever makes it runs it and buys for it."""
    said = _checked(name, number, kind, county, "")
    if Organisation.objects.filter(name__iexact=said["name"]).exists():
        raise OrganisationExists(organisation=said["name"])
    row = Organisation.objects.create(**said)
    for role in ("administrator", "buyer"):
        OrganisationRole.objects.create(organisation=row, user=by, role=role)
    record("organisation-created", by=by.get_username(), organisation=row.pk, name=row.name, kind=kind)
    return row


def describe_organisation(
    *,
    by: User,
    organisation: Organisation,
    name: str,
    kind: str,
    number: str = "",
    county: str = "",
    contact_email: str = "",
    two_factor: bool = False,
) -> None:
    """Its facts, and whether everybody in it must have a second factor. What changed is told in the log."""
    with acting_in("organisation-described", by=by, organisation=organisation, right="settings") as says:
        said = _checked(name, number, kind, county, contact_email) | {"two_factor": two_factor}
        if Organisation.objects.filter(name__iexact=said["name"]).exclude(pk=organisation.pk).exists():
            raise OrganisationExists(organisation=said["name"])
        for field, value in said.items():
            if getattr(organisation, field) != value:
                says[field] = value
                setattr(organisation, field, value)
        organisation.save(update_fields=list(says))


def _checked(name: str, number: str, kind: str, county: str, contact_email: str) -> dict[str, str | bool]:
    """The facts as they are kept. Raises OrganisationNameMissing or OrganisationField."""
    name, number, county, email = name.strip(), number.strip(), county.strip(), contact_email.strip()
    if not name:
        raise OrganisationNameMissing()
    if len(name) > 300 or len(number) > 40:
        raise OrganisationField(
            found=(name if len(name) > 300 else number)[:40], field_sv="namn eller nummer", field_en="name or number",
            hint_sv="Skriv kortare.", hint_en="Write less.",
        )  # fmt: skip
    if kind not in library().names.tables["buyer_kind"]:
        raise OrganisationField(
            found=kind[:40], field_sv="sort", field_en="kind",
            hint_sv="Välj en ur listan.", hint_en="Choose one of the list.",
        )  # fmt: skip
    if county and not (nuts_name(county) and len(county) == 5):
        raise OrganisationField(
            found=county[:40], field_sv="län", field_en="county",
            hint_sv="Välj ett ur listan.", hint_en="Choose one of the list.",
        )  # fmt: skip
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise OrganisationField(
                found=email[:60], field_sv="e-postadress", field_en="e-mail address",
                hint_sv="Skriv till exempel upphandling@kommunen.se.", hint_en="Write for example procurement@town.se.",
            ) from None  # fmt: skip
    return {"name": name, "number": number, "kind": kind, "county": county, "contact_email": email}


def set_organisation_file(
    *, by: User, organisation: Organisation, what: str, name: str, content: bytes
) -> None:
    """Keep a logo (PNG, JPG) or a Word template (.docx): looked at and kept as evidence is, by its checksum."""
    with acting_in("organisation-file-set", by=by, organisation=organisation, right="settings") as says:
        if not name.lower().endswith(FILES[what]):
            safe = evidence.safe_name(name)
            raise LogoKind(file=safe) if what == "logo" else TemplateKind(file=safe)
        safe = evidence.looked_at(name, content)
        LOOKED_AT[what](
            safe, content
        )  # what no renderer could use is refused now, not when a document is due
        kept = {"name": safe, "sha256": evidence.keep(safe, content)}
        setattr(organisation, what, kept)
        organisation.save(update_fields=[what])
        says |= {"what": what, "file": safe, "sha256": kept["sha256"]}


def drop_organisation_file(*, by: User, organisation: Organisation, what: str) -> None:
    """Documents get the look of Omlopp again. The file itself stays where older documents may point to it."""
    with acting_in("organisation-file-dropped", by=by, organisation=organisation, right="settings") as says:
        held = getattr(organisation, what)
        setattr(organisation, what, None)
        organisation.save(update_fields=[what])
        says |= {"what": what, "file": held["name"] if held else None}


def add_unit(*, by: User, organisation: Organisation, name: str) -> Unit:
    with acting_in("unit-added", by=by, organisation=organisation, right="settings") as says:
        unit = Unit.objects.create(organisation=organisation, name=_free_name(organisation, name))
        says |= {"unit": unit.name}
    return unit


def rename_unit(*, by: User, organisation: Organisation, unit: int, name: str) -> None:
    with acting_in("unit-renamed", by=by, organisation=organisation, right="settings") as says:
        row = _unit(organisation, unit)
        says |= {"unit": row.name}
        row.name = _free_name(organisation, name, beside=row.pk)
        row.save(update_fields=["name"])
        says["name"] = row.name


def remove_unit(*, by: User, organisation: Organisation, unit: int) -> None:
    """Persons and procurements in it stay, without a unit."""
    with acting_in("unit-removed", by=by, organisation=organisation, right="settings") as says:
        row = _unit(organisation, unit)
        says |= {"unit": row.name}
        row.delete()


def place_person(*, by: User, organisation: Organisation, username: str, unit: int | None) -> None:
    """The unit a person works in; None: none."""
    with acting_in("person-placed", by=by, organisation=organisation, right="people") as says:
        user = User.objects.filter(username=username, organisation_roles__organisation=organisation).first()
        if user is None:
            raise UnitUnknown(organisation=organisation.name)
        row = _unit(organisation, unit) if unit is not None else None
        Person.objects.update_or_create(user=user, defaults={"unit": row})
        says |= {"person": username, "unit": row.name if row else None}


def _unit(organisation: Organisation, unit: int) -> Unit:
    row: Unit | None = organisation.units.filter(pk=unit).first()
    if row is None:
        raise UnitUnknown(organisation=organisation.name)
    return row


def _free_name(organisation: Organisation, name: str, beside: int | None = None) -> str:
    name = name.strip()
    if not name or len(name) > 300:
        raise OrganisationNameMissing()
    if organisation.units.filter(name__iexact=name).exclude(pk=beside or 0).exists():
        raise UnitExists(unit=name, organisation=organisation.name)
    return name


def hand_over(*, by: User, procurement: ProcurementRecord, organisation: Organisation) -> None:
    """The procurement belongs to the organisation from now on: one that the person has a role in."""
    with acting("handed-over", by=by, procurement=procurement, right="people", also_ended=True) as says:
        require_in(by, "read", organisation)
        says |= {"organisation": organisation.pk, "before": procurement.organisation_id}
        procurement.organisation = organisation
        procurement.save(update_fields=["organisation"])
