from django.urls import path

from omlopp.web.screens.bids import importing, views

urlpatterns = [
    path("", views.bids, name="bids"),
    path("<slug:lot_id>/registrera/", views.register, name="register-bid"),
    path("<slug:lot_id>/formular/", importing.form, name="bid-form"),
    path("<slug:lot_id>/las-in/", importing.read, name="import-bids"),
    path("<slug:lot_id>/<int:bid>/", views.correct, name="correct-bid"),
    path("<slug:lot_id>/utvardera/", views.evaluate, name="evaluate-lot"),
    path("<slug:lot_id>/beslut/", views.decide_lot, name="decide-lot"),
]
