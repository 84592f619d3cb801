"""Every address of the workbench, one block per screen."""

from django.urls import include, path

urlpatterns = [
    path("", include("omlopp.web.screens.home.urls")),
    path("konto/", include("omlopp.web.screens.account.urls")),
    path("", include("omlopp.web.screens.drafts.urls")),
    path("borja/", include("omlopp.web.screens.start.urls")),
    path("annonser/", include("omlopp.web.screens.notices.urls")),
    path("sok/", include("omlopp.web.screens.search.urls")),
    path("marknaden/", include("omlopp.web.screens.market.urls")),
    path("inkop/", include("omlopp.web.screens.spend.urls")),
    path("bank/", include("omlopp.web.screens.bank.urls")),
    path("lagen/", include("omlopp.web.screens.law.urls")),
    path("portfolj/", include("omlopp.web.screens.portfolio.urls")),
    path("rakna/", include("omlopp.web.screens.calculator.urls")),
    path("upphandling/<int:pk>/", include("omlopp.web.screens.procurement.urls")),
    path("upphandling/<int:pk>/malkarta/", include("omlopp.web.screens.goals.urls")),
    path("upphandling/<int:pk>/krav/", include("omlopp.web.screens.requirements.urls")),
    path("upphandling/<int:pk>/utvarderingsmodell/", include("omlopp.web.screens.award.urls")),
    path("upphandling/<int:pk>/anbud/", include("omlopp.web.screens.bids.urls")),
    path("upphandling/<int:pk>/bedomning/", include("omlopp.web.screens.judging.urls")),
    path("upphandling/<int:pk>/brev/", include("omlopp.web.screens.letters.urls")),
    path("upphandling/<int:pk>/uppfoljning/", include("omlopp.web.screens.follow_up.urls")),
]
