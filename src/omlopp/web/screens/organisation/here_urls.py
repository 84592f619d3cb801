"""What of the organisation's screen lies in a procurement."""

from django.urls import path

from omlopp.web.screens.organisation import people

urlpatterns = [path("", people.people, name="people")]
