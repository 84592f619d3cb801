from django.urls import path

from omlopp.web.screens.requirements import openness, paste, views

urlpatterns = [
    path("", views.requirements, name="requirements"),
    path("oppenhet/", openness.page, name="openness"),
    path("klistra-in/", paste.page, name="paste-criterion"),
    path("valj/", views.choose, name="choose-criterion"),
    path("<int:choice>/", views.adapt, name="adapt-criterion"),
    path("<int:choice>/bort/", views.drop, name="drop-criterion"),
]
