from django.urls import path

from omlopp.web.screens.talk import views

urlpatterns = [
    path("", views.talk, name="talk"),
    path("sag/", views.say_it, name="say-something"),
    path("<int:comment>/stryk/", views.strike_it, name="strike-comment"),
    path("uppgift/", views.give_task, name="add-task"),
    path("uppgift/<int:task>/", views.mark_task, name="mark-task"),
    path("fil/", views.attach, name="keep-file"),
    path("fil/<int:file>/", views.hand_out, name="kept-file"),
]
