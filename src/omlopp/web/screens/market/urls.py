from django.urls import path

from omlopp.web.screens.market import rows, views

urlpatterns = [
    path("", views.overview, name="market"),
    path("meningar/", rows.sentences, name="market-sentences"),
    path("annons/", rows.one, name="market-notice"),
    path("hamta/<slug:table>.<slug:form>", rows.export, name="market-export"),
]
