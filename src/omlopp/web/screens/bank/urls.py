from django.urls import path
from django.views.generic import RedirectView

from omlopp.web.screens.bank import browse, cards, criterion, propose, views

urlpatterns = [
    path("", browse.criteria, name="criteria"),
    path("krav/", RedirectView.as_view(pattern_name="criteria", query_string=True), name="criteria-before"),
    path("krav/<slug:criterion_id>/", criterion.page, name="criterion"),
    path("krav/<slug:criterion_id>/word/", criterion.sheet, name="criterion-sheet"),
    path("krav/<slug:criterion_id>/text/", criterion.text, name="criterion-text"),
    path("krav/<slug:criterion_id>/andra/", propose.page, name="propose-change"),
    path("grupper/", cards.groups, name="groups"),
    path("grupper/<slug:group_id>/", cards.group, name="group"),
    path("fall/", cards.cases, name="cases"),
    path("fall/<slug:case_id>/", cards.case, name="case"),
    path("instrument/", cards.instruments, name="instruments"),
    path("instrument/<slug:instrument_id>/", cards.instrument, name="instrument"),
    path("initiativ/", cards.initiatives, name="initiatives"),
    path("initiativ/<slug:initiative_id>/", cards.initiative, name="initiative"),
    path("ramverk/", cards.crosswalks, name="crosswalks"),
    path("ramverk/<slug:framework_id>/", cards.crosswalk, name="crosswalk"),
    path("indikatorer/<slug:indicator_id>/", cards.indicator, name="indicator"),
    path("modellen/", views.model, name="model"),
    path("modellen/handledning/", views.handbook, name="handbook"),
    path("lagens-tal/", RedirectView.as_view(pattern_name="law", query_string=True), name="law-before"),
]
