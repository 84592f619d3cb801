from django.urls import path

from omlopp.web.screens.calculator import views

urlpatterns = [path("<str:token>/", views.calculator, name="calculator")]
