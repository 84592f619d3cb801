from django.contrib.auth.views import LogoutView
from django.urls import path

from omlopp.web.screens.account import views

urlpatterns = [
    path("logga-in/", views.SignIn.as_view(), name="sign-in"),
    path("logga-ut/", LogoutView.as_view(), name="sign-out"),
]
