from django.urls import path

from omlopp.web.screens.public import answering, feed, views

urlpatterns = [
    path("", views.needs, name="public-needs"),
    path("feed.atom", feed.feed, name="public-needs-feed"),
    path("sa-svarar-du/", views.guide, name="supplier-guide"),
    path("svara/<slug:dialogue_token>/", answering.answer, name="answer-dialogue"),
    path("<slug:need_token>/", views.need, name="public-need"),
]
