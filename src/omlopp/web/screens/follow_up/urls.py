from django.urls import path

from omlopp.web.screens.follow_up import views

urlpatterns = [
    path("", views.follow_up, name="follow-up"),
    path("mat/<slug:indicator>/<slug:stage>/", views.measure_one, name="measure"),
]
