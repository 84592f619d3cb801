from django.urls import path

from omlopp.web.screens.market import effect, rows, views

urlpatterns = [
    path("", views.overview, name="market"),
    path("meningar/", rows.sentences, name="market-sentences"),
    path("annons/", rows.one, name="market-notice"),
    path("verkan/", effect.effect, name="market-effect"),
    path("verkan/hamta/<str:effect_file>", effect.download, name="market-effect-file"),
    path("hamta/<slug:table>.<slug:form>", rows.export, name="market-export"),
]
