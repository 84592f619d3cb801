from django.urls import path

from omlopp.web.screens.follow_up import deciding, recording, views

urlpatterns = [
    path("", views.follow_up, name="follow-up"),
    path("nulage/", views.baselines, name="baselines"),
    path("indikator/<slug:indicator>/", views.indicator_page, name="indicator-follow-up"),
    path("mat/<slug:indicator>/<slug:stage>/", recording.measure_one, name="measure"),
    path("ratta/<int:measurement>/", recording.correct, name="correct-measurement"),
    path("underlag/<int:measurement>/", recording.attach, name="attach-evidence"),
    path("underlag/fil/<int:evidence>/", recording.evidence_file, name="evidence-file"),
    path("lofte/<slug:indicator>/", deciding.promise, name="agree-promise"),
    path("avvikelse/<int:measurement>/<int:clause>/", deciding.decide, name="decide-deviation"),
]
