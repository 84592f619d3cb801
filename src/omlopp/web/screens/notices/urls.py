from django.urls import path

from omlopp.web.screens.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("las/", views.upload, name="upload-notice"),
    path("<int:notice>/", views.one, name="notice"),
]
