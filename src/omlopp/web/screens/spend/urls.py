from django.urls import path

from omlopp.web.screens.spend import begin, board, explore, files, potential, rules

urlpatterns = [
    path("", files.overview, name="spend"),
    path("las/", files.upload, name="spend-upload"),
    path("ovning/", files.sample, name="spend-sample"),
    path("regler/", rules.listed, name="spend-rules"),
    path("regler.yaml", rules.as_file, name="spend-rules-file"),
    path("regler/<int:rule>/bort/", rules.drop, name="spend-drop-rule"),
    path("regionen/", potential.region, name="spend-region"),
    path("avtal/<slug:register>/", potential.register, name="spend-register"),
    path("<slug:ledger>/", board.result, name="spend-ledger"),
    path("<slug:ledger>/kolumner/", files.columns, name="spend-columns"),
    path("<slug:ledger>/stoppa/", files.stop, name="spend-stop"),
    path("<slug:ledger>/fortsatt/", files.go_on, name="spend-go-on"),
    path("<slug:ledger>/bort/", files.drop, name="spend-drop"),
    path("<slug:ledger>/avvikelser.csv", board.oddities, name="spend-oddities"),
    path("<slug:ledger>/utforska/", explore.explore, name="spend-explore"),
    path("<slug:ledger>/varugrupper.csv", explore.groups_file, name="spend-groups-file"),
    path("<slug:ledger>/rader/", rules.lines, name="spend-lines"),
    path("<slug:ledger>/rader.csv", rules.lines_file, name="spend-lines-file"),
    path("<slug:ledger>/ratta/", rules.correct, name="spend-correct"),
    path("<slug:ledger>/grupp/<slug:cpv>/", explore.category, name="spend-category"),
    path("<slug:ledger>/grupp/<slug:cpv>/borja/", begin.begin, name="spend-begin"),
    path("<slug:ledger>/piloter/", potential.pilots, name="spend-pilots"),
    path("<slug:ledger>/piloter.csv", potential.pilots_file, name="spend-pilots-file"),
]
