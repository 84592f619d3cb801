from django.urls import path

from omlopp.web.screens.award import views

urlpatterns = [
    path("", views.lots, name="award"),
    path("<slug:lot_id>/", views.build, name="award-model"),
]
