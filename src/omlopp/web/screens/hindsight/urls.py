from django.urls import path

from omlopp.web.screens.hindsight import interview, promote, views

urlpatterns = [
    path("", views.hindsight, name="hindsight"),
    path("annonser/", views.notices, name="hindsight-notices"),
    path("fil/", views.attach, name="hindsight-attach"),
    path("fil/<int:hindsight_file>/", views.file, name="hindsight-file"),
    path("roll/<slug:role>/", interview.interview, name="interview"),
    path("roll/<slug:role>/guide.docx", interview.guide_docx, name="interview-guide"),
    path("svar/<int:interview_answer>/", promote.promote, name="promote-answer"),
]
