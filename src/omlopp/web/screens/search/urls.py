from django.urls import path

from omlopp.web.screens.search import feed, saved, views

urlpatterns = [
    path("", views.search, name="search"),
    path("annons/<slug:key>/", views.one, name="search-notice"),
    path("sparade/", saved.searches, name="saved-searches"),
    path("sparade/ny/", saved.save, name="save-search"),
    path("sparade/<int:search>/namn/", saved.rename, name="rename-search"),
    path("sparade/<int:search>/bort/", saved.drop, name="drop-search"),
    path("flode/<slug:token>.xml", feed.feed, name="search-feed"),
]
