"""The shell of the field app and its service worker: the same for everybody, and light."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from assessment import views_field

STATIC = Path(settings.BASE_DIR, "static")


def kept(script: str) -> list[str]:
    """What the service worker keeps."""
    return json.loads(re.search(r"new Set\((\[.*\])\)", script)[1])


def test_the_shell_is_the_same_for_a_stranger_and_for_an_operator(client, operator):
    stranger = client.get("/lapangan/").content
    client.force_login(operator)

    assert client.get("/lapangan/").content == stranger
    assert b"csrf" not in stranger.lower()
    assert b"nonce" not in stranger


def test_the_shell_without_javascript_leads_to_the_plain_pages(client, db):
    assert re.search(r'<noscript>.*href="/pendataan/".*</noscript>', client.get("/lapangan/").text, re.DOTALL)


def test_the_worker_keeps_the_shell_and_files_that_exist(client, db):
    answer = client.get("/lapangan/sw.js")
    paths = kept(answer.text)

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert paths[0] == "/lapangan/"
    assert [path for path in paths[1:] if not (STATIC / path.removeprefix("/static/")).is_file()] == []
    assert {"/static/field/store.js", "/static/field/manifest.webmanifest"} < set(paths)


def test_every_module_that_a_module_asks_for_is_kept():
    kept_names = views_field.shell_files()
    asked = {
        (STATIC / name).parent.joinpath(other).resolve().relative_to(STATIC).as_posix()
        for name, content in kept_names.items()
        if name.endswith(".js")
        for other in re.findall(r'(?:from|import)\s*\(?"(\.[^"]+)"', content.decode())
    }

    assert asked - set(kept_names) == set()


@pytest.mark.parametrize("change", [{"field/sync.js": b"anders"}, {"field/more.js": b""}])
def test_another_byte_is_another_version(change):
    files = views_field.shell_files()

    assert views_field.version(files | change) != views_field.version(files)


def test_logging_out_leaves_on_the_phone_what_is_not_sent_yet(client, operator):
    """IndexedDB goes with `storage`, and everything with `*`: the server never asks the browser for either."""
    client.force_login(operator)

    assert client.post("/keluar/").headers.get("Clear-Site-Data", '"cache"') == '"cache"'
