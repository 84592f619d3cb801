from django.urls import path

from omlopp.web.screens.programme import pilots

urlpatterns = [path("", pilots.at_procurement, name="programme-here")]
