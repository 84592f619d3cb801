from django.urls import path

from omlopp.web.screens.goals import views

urlpatterns = [
    path("", views.goal_map, name="goals"),
    path("bild/", views.preview, name="goals-preview"),
]
