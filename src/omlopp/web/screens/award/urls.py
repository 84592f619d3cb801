from django.urls import path

from omlopp.web.screens.award import files, lab, lint, views

urlpatterns = [
    path("", views.lots, name="award"),
    path("<slug:lot_id>/", views.build, name="award-model"),
    path("<slug:lot_id>/fil/", files.model_file, name="award-file"),
    path("<slug:lot_id>/angrip/", lab.attack, name="attack"),
    path("<slug:lot_id>/angrip/stopp/", lab.stop, name="stop-attack"),
    path("<slug:lot_id>/egenskaper/", lint.properties, name="model-properties"),
    path("<slug:lot_id>/jamfor/", lab.compare, name="compare-models"),
]
