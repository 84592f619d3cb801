from django.urls import path

from omlopp.web.screens.lessons import views

urlpatterns = [
    path("", views.proposals, name="lesson-proposals"),
    path("foresla/<int:lesson>/", views.propose, name="lesson-propose"),
    path("<int:lesson_proposal>/", views.proposal, name="lesson-proposal"),
]
