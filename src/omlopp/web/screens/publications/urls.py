from django.urls import path

from omlopp.web.screens.publications import film, views

urlpatterns = [
    path("", views.publications, name="publications"),
    path("bygg/", views.build, name="build-publications"),
    path("stoppa/", views.stop, name="stop-publications"),
    path(
        "fil/<slug:publication>/<slug:publication_language>/<slug:publication_form>/",
        views.file,
        name="publication-file",
    ),
    path("film/<slug:film>/<slug:film_language>/", film.film, name="publication-film"),
    path("film/<slug:film>/<slug:film_language>/<slug:film_part>/", film.part, name="publication-film-part"),
]
