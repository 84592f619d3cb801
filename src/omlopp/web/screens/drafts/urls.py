from django.urls import path

from omlopp.web.screens.drafts import views

urlpatterns = [
    path("borja/utkast/", views.start, name="start-draft"),
    path("upphandling/<int:pk>/utkast/", views.check, name="check-draft"),
]
