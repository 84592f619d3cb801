from django.urls import path

from omlopp.web.screens.hindsight import start

urlpatterns = [path("", start.start, name="start-hindsight")]
