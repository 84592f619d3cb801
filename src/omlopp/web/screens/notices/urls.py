from django.urls import path

from omlopp.web.screens.notices import uploading, views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("las/", uploading.upload, name="upload-notice"),
    path("las/<slug:upload>/", uploading.reading, name="reading"),
    path("las/<slug:upload>/stoppa/", uploading.stop, name="stop-reading"),
    path("las/<slug:upload>/fortsatt/", uploading.go_on, name="go-on-reading"),
    path("las/<slug:upload>/utelamnade.csv", uploading.left_out, name="left-out"),
    path("<int:notice>/", views.one, name="notice"),
]
