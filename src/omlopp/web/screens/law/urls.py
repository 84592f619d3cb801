from django.urls import path

from omlopp.web.screens.law import views, walking

urlpatterns = [
    path("", views.home, name="law-home"),
    path("tal/", views.numbers, name="law"),
    path("punkter/", views.points, name="legal-points"),
    path("hjalp/<slug:aid_id>/", walking.page, name="aid"),
    path("hjalp/<slug:aid_id>/text/", walking.text, name="aid-text"),
]
