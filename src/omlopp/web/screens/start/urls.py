from django.urls import path

from omlopp.web.screens.start import views

urlpatterns = [
    path("behov/", views.start, {"entrance": "need"}, name="start-need"),
    path("avfall/", views.start, {"entrance": "waste"}, name="start-waste"),
    path("annons/<int:notice>/", views.start_from_notice, name="start-notice"),
    path("funnen/<slug:key>/", views.start_found, name="start-found"),
]
