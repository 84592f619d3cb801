from django.urls import path

from omlopp.web.screens.handing_over import views

urlpatterns = [
    path("", views.addressees, name="addressees"),
    path("ny/", views.new, name="addressee-new"),
    path("<int:addressee>/", views.addressee, name="addressee"),
    path("<int:addressee>/skicka/", views.send, name="dispatch-new"),
    path("utskick/<int:dispatch>/", views.dispatch, name="dispatch"),
    path("utskick/<int:dispatch>/brev/", views.letter, name="dispatch-letter"),
]
