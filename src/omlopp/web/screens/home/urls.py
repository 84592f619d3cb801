from django.urls import path

from omlopp.web.screens.home import listing, views, work

urlpatterns = [
    path("", views.home, name="home"),
    path("sprak/", views.set_language, name="language"),
    path("mitt/", work.my_work, name="my-work"),
    path("mitt/fil/", work.my_work_file, name="my-work-file"),
    path("upphandlingar/", listing.procurements, name="procurements"),
    path("upphandlingar/fil/", listing.procurements_file, name="procurements-file"),
]
