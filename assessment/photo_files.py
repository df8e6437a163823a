"""A stored photo as an answer: a picture and nothing that a browser could run."""

from django.core.files.storage import storages
from django.http import FileResponse, Http404


def photo_response(path: str, *, filename: str) -> FileResponse:
    """The JPEG below the photo storage; 404 when the file is not there. Who may see it is asked before."""
    try:
        file = storages["photos"].open(path)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/jpeg", filename=filename)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
