from django.urls import path

from omlopp.web.screens.calendar import feed, views

urlpatterns = [
    path("meddelanden/", views.told, name="messages"),
    path("meddelanden/sett/", views.seen, name="messages-seen"),
    path("kalender/", views.calendar, name="calendar"),
    path("kalender/ny/", views.renew, name="renew-calendar"),
    path("kalender/stang/", views.close, name="close-calendar"),
    path("kalender/<str:calendar_token>.ics", feed.feed, name="calendar-feed"),
]
