"""A file in the pieces that a player asks for, so that a film can be watched from its middle."""

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse

MOST = (
    2**20
)  # bytes in one answer; a player asks for the rest. A thread of the server is never held by a slow reader


def piece(request: HttpRequest, path: Path, media_type: str, tag: str) -> HttpResponse:
    """The bytes that `Range` asks for, at most 1 MiB from where it begins (RFC 9110, 14.2); without one, all of them.

    `tag` names these very bytes: a player that goes on with another film's first half gets the whole of this. A range
    outside the file is told with 416 and the file's size. Raises OSError.
    """
    size = path.stat().st_size
    wanted = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", request.headers.get("Range", ""), re.ASCII)
    if wanted is None or wanted[0] == "bytes=-" or request.headers.get("If-Range", f'"{tag}"') != f'"{tag}"':
        response = HttpResponse(path.read_bytes(), content_type=media_type)
    else:
        first = int(wanted[1]) if wanted[1] else max(0, size - int(wanted[2]))
        last = min(int(wanted[2]) if wanted[1] and wanted[2] else size - 1, size - 1)
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        with path.open("rb") as file:
            file.seek(first)
            content = file.read(min(last - first + 1, MOST))
        response = HttpResponse(content, status=206, content_type=media_type)
        response["Content-Range"] = f"bytes {first}-{first + len(content) - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{tag}"'
    return response
