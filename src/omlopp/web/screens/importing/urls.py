from django.urls import path

from omlopp.web.screens.importing import views

urlpatterns = [
    path("", views.start, name="import-many"),
    path("formular/<slug:list_kind>/", views.form, name="import-form"),
    path("fil/<slug:aside>/", views.preview, name="import-preview"),
    path("fil/<slug:aside>/fel/", views.refused, name="import-refused"),
]
