from django.urls import path

from omlopp.web.screens.procurement import documents, overview, views

urlpatterns = [
    path("", overview.overview, name="procurement"),
    path("steg/<slug:step_id>/", views.step, name="step"),
    path("steg/<slug:step_id>/kontroll/", views.check_answers, name="check-step"),
    path("steg/<slug:step_id>/vidare/", views.go_on, name="pass-step"),
    path("regler/", views.regime, name="regime"),
    path("uppgifter/", views.facts, name="facts"),
    path("avsluta/", views.end, name="end"),
    path("logg/", views.log, name="log"),
    path("dokument/kravbilaga/", documents.requirement_annex, name="annex"),
    path("dokument/uppfoljningsplan/", documents.follow_up_plan, name="plan"),
    path("dokument/protokoll/<slug:lot_id>/", documents.evaluation_record, name="record"),
]
