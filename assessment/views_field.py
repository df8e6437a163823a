"""The shell of the field app and its service worker: public, the same for everybody, without anybody's data."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

STATIC = Path(settings.BASE_DIR, "static")
# Under their plain names: modules name each other so, and the version of the worker tells old from new.
PARTS = ("field/**/*.js", "field/*.webmanifest", "field/*.png", "css/field.css")


@login_not_required
@require_safe
def field_shell(request: HttpRequest) -> HttpResponse:
    """The page in which the field app runs; kept on the phone, so nothing of the asking person may stand in it."""
    return HttpResponse(shell(), headers={"Cache-Control": "no-cache"})


@login_not_required
@require_safe
def field_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, another text whenever anything that it keeps is another."""
    files = shell_files()
    keep = [reverse("assessment:field_shell"), *(f"{settings.STATIC_URL}{name}" for name in files)]
    words = {"version": version(files), "keep": json.dumps(keep)}
    script = render_to_string("assessment/field_worker.js", words)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def shell() -> str:
    """The shell's HTML, rendered without a request: no name, no token, no nonce can get into it."""
    # Named at once, so that a slow line is asked for all of them together and not level by level.
    modules = [path.relative_to(STATIC).as_posix() for path in sorted(STATIC.glob("field/**/*.js"))]
    return render_to_string("assessment/field_shell.html", {"modules": modules})


def shell_files() -> dict[str, bytes]:
    """Name below `static/` and content of everything that the phone keeps."""
    paths = sorted(path for pattern in PARTS for path in STATIC.glob(pattern))
    return {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in paths}


def version(files: dict[str, bytes]) -> str:
    """Sixteen hex digits that change with any byte of the shell."""
    digest = hashlib.sha256(shell().encode())
    for name, content in files.items():
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
