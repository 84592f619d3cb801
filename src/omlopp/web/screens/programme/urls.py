from django.urls import path

from omlopp.web.screens.programme import documents, lines, participants, pilots, room, spending

urlpatterns = [
    path("", room.programmes, name="programmes"),
    path("nytt/", room.new, name="programme-new"),
    path("ansok/<slug:programme_token>/", participants.apply, name="programme-apply"),
    path("<int:programme>/", room.room, name="programme"),
    path("<int:programme>/uppgifter/", room.facts, name="programme-facts"),
    path("<int:programme>/deltagare/", participants.participants, name="programme-participants"),
    path("<int:programme>/piloter/", pilots.pilots, name="programme-pilots"),
    path("<int:programme>/dokument/", documents.documents, name="programme-documents"),
    path("<int:programme>/dokument/<slug:paper_of>/", documents.document, name="programme-report"),
    path("<int:programme>/utgifter/", spending.upload, name="programme-spent"),
    path("<int:programme>/utgifter/<slug:spent_list>/", spending.preview, name="programme-spent-preview"),
    path("<int:programme>/del/<slug:part>/", lines.section, name="programme-part"),
    path("<int:programme>/fil/<slug:kind>/", lines.as_file, name="programme-lines-file"),
    path("<int:programme>/ny/<slug:kind>/", lines.line, name="programme-line-new"),
    path("<int:programme>/rad/<slug:kind>/<int:line>/", lines.line, name="programme-line"),
    path("<int:programme>/rad/<slug:kind>/<int:line>/andra/", lines.change, name="programme-line-change"),
]
