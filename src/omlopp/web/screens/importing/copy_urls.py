from django.urls import path

from omlopp.web.screens.importing import copying

urlpatterns = [path("", copying.start_copy, name="start-copy")]
