from django.urls import path

from omlopp.web.screens.training import views

urlpatterns = [
    path("", views.training, name="training"),
    path("ovning/", views.sandbox, name="training-sandbox"),
    path("borja-om/", views.forget, name="training-forget"),
    path("oppen/", views.open_path, name="training-open"),
    path("oppen/<slug:training_open_lesson>/", views.open_lesson, name="training-open-lesson"),
    path("<slug:training_path>/<slug:training_lesson>/", views.lesson, name="training-lesson"),
]
