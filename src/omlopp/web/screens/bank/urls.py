from django.urls import path

from omlopp.web.screens.bank import views

urlpatterns = [
    path("krav/", views.criteria, name="criteria"),
    path("krav/<slug:criterion_id>/", views.criterion, name="criterion"),
    path("modellen/", views.model, name="model"),
    path("modellen/handledning/", views.handbook, name="handbook"),
    path("lagens-tal/", views.law, name="law"),
]
