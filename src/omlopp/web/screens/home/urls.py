from django.urls import path

from omlopp.web.screens.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sprak/", views.set_language, name="language"),
]
