from django.urls import path

from omlopp.web.screens.secrecy import disposal, log, opening

urlpatterns = [
    path("anbud/oppning/<slug:lot_id>/", opening.opening, name="opening"),
    path("anbud/oppning/<slug:lot_id>/forteckning/", opening.bid_list, name="bid-list"),
    path("anbud/sett/", log.bids_seen, name="bids-seen"),
    path("logg/kontroll/", log.log_check, name="log-check"),
    path("gallring/", disposal.dispose_here, name="dispose"),
]
