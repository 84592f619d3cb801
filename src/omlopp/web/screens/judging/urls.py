from django.urls import path

from omlopp.web.screens.judging import views

urlpatterns = [
    path("<slug:lot_id>/", views.judging, name="judging"),
    path("<slug:lot_id>/<int:bid>/", views.one_bid, name="judge-bid"),
    path("<slug:lot_id>/<int:bid>/bedom/", views.assess_bid, name="assess"),
    path("<slug:lot_id>/<int:bid>/enas/", views.agree_on, name="agree"),
    path("<slug:lot_id>/<int:bid>/fraga/", views.ask, name="ask-about-price"),
    path("<slug:lot_id>/fraga/<int:inquiry>/svar/", views.judge, name="judge-answer"),
    path("<slug:lot_id>/<int:bid>/forkasta/", views.reject, name="reject-bid"),
    path("<slug:lot_id>/<int:bid>/aterta/", views.take_back, name="take-back-rejection"),
]
