from django.urls import path

from omlopp.web.screens.accessibility import views

urlpatterns = [
    path("", views.statement_page, name="accessibility"),
    path("anmalningar/", views.faults, name="accessibility-faults"),
    path("anmalningar/<int:fault>/", views.handle, name="handle-fault"),
]
