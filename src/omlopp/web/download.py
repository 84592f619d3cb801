"""A document or table as a file to keep."""

from django.http import HttpResponse

from omlopp.flows.publish import Made

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(made: Made) -> HttpResponse:
    response = HttpResponse(made.content, content_type=TYPES[made.name.rsplit(".", 1)[1]])
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
