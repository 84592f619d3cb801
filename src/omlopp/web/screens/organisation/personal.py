"""What is held about a person: for the person, and for who decides on the people of the organisation."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.flows.publish import slug
from omlopp.web import personal
from omlopp.web.pages import reads, signed_in
from omlopp.web.records.access import decides_on
from omlopp.web.records.actions.closing import NotOfOrganisation
from omlopp.web.screens.organisation.here import here
from omlopp.web.words import language


@reads
def mine(request: HttpRequest) -> HttpResponse:
    """All that is held about oneself, as it stands."""
    name = signed_in(request).get_username()
    return render(request, "organisation/mine.html", {"held": personal.held(name), "section": "organisation"})


@reads
def my_file(request: HttpRequest) -> HttpResponse:
    return _zip(signed_in(request).get_username())


@reads
def person_file(request: HttpRequest, organisation: int, username: str) -> HttpResponse:
    """The same about somebody in the organisation, for who answers a request for it."""
    where = here(request, organisation, "people")
    person = User.objects.filter(username=username, organisation_roles__organisation=where.row).first()
    if person is None:
        raise Http404
    if not decides_on(where.user, person):
        raise NotOfOrganisation(person=username, organisation=where.row.name)
    return _zip(username, where.user)


def _zip(username: str, seen_by: User | None = None) -> HttpResponse:
    made = personal.export(username, language(), seen_by)
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="uppgifter-{slug(username)}.zip"'
    return response
