from django.urls import path, register_converter

from omlopp.web.screens.portfolio import evaluation, export, views


class MethodName:
    """A page of docs/method: `indicators/shares.md`."""

    regex = r"[a-z0-9-]+(?:/[a-z0-9-]+)*\.md"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MethodName, "method")

urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("tal.csv", export.export, name="portfolio-export"),
    path("metod/<method:page>", views.method_page, name="method-page"),
    path("utvardering/", evaluation.evaluation, name="evaluation"),
    path("utvardering/rader.csv", evaluation.evaluation_csv, name="evaluation-csv"),
    path("<slug:indicator>/", views.indicator, name="portfolio-indicator"),
]
