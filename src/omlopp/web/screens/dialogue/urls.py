from django.urls import path

from omlopp.web.screens.dialogue import composing, hearing, needs, views

urlpatterns = [
    path("", views.dialogue, name="dialogue"),
    path("ny/", composing.new, name="new-dialogue"),
    path("behov/", needs.need, name="need"),
    path("behov/dra-tillbaka/", needs.withdraw, name="withdraw-need"),
    path("lika/", needs.given, name="note-given"),
    path("lika/<int:shared>/", needs.tell, name="tell-all"),
    path("underlag/<int:choice>/", views.evidence, name="market-evidence"),
    path("<int:talk>/", views.one, name="one-dialogue"),
    path("<int:talk>/andra/", composing.change, name="change-dialogue"),
    path("<int:talk>/visa/", composing.preview, name="preview-dialogue"),
    path("<int:talk>/lagg-ut/", composing.publish, name="publish-dialogue"),
    path("<int:talk>/stang/", composing.close, name="close-dialogue"),
    path("<int:talk>/bort/", composing.drop, name="drop-dialogue"),
    path("<int:talk>/sammanfatta/", composing.summarise, name="summarise-dialogue"),
    path("<int:talk>/tillfragade/", hearing.asked, name="note-asked"),
    path("<int:talk>/anteckna/", hearing.note, name="note-hearing"),
    path("<int:talk>/svar.csv", hearing.answers_file, name="dialogue-answers-file"),
    path("<int:talk>/fragor.<slug:paper_form>", hearing.paper, name="dialogue-paper"),
]
