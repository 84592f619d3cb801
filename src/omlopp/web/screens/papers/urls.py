from django.urls import path

from omlopp.web.screens.papers import versions, views

urlpatterns = [
    path("", views.papers, name="papers"),
    path("visa/<slug:paper_kind>/", views.paper, name="paper"),
    path("fil/<slug:paper_kind>/<slug:paper_as>/", views.paper_file, name="paper-file"),
    path("spara/<slug:paper_kind>/", versions.keep, name="keep-paper"),
    path("version/<int:paper_version>/", versions.version, name="paper-version"),
    path("version/<int:paper_version>/<slug:paper_as>/", versions.version_file, name="paper-version-file"),
    path("jamfor/", versions.compare, name="compare-papers"),
    path("jamfor/<slug:paper_as>/", versions.compare_file, name="compare-papers-file"),
]
