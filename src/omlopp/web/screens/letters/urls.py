from django.urls import path

from omlopp.web.screens.letters import views

urlpatterns = [
    path("", views.letters, name="letters"),
    path("<slug:lot_id>/underrattelse/", views.notice, name="letter-notice"),
    path("<slug:lot_id>/svar/<int:bid>/", views.letter, name="letter-bidder"),
    path("<slug:lot_id>/fraga/<int:inquiry>/", views.question, name="letter-question"),
    path("<slug:lot_id>/exempel/", views.example, name="letter-example"),
]
