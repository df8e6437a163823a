"""A page on which the modules of the field app run by themselves, without the screens and without our server."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import BrowserContext, Page

FIELD = Path(settings.BASE_DIR, "static", "field")
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' blob:"
NAMES = ("canonical", "rules", "store", "sync", "camera", "place", "database", "words")
READY = (
    "".join(f'import * as {name} from "/field/{name}.js";' for name in NAMES) + f"window.field = {{{','.join(NAMES)}}};"
)
PAGE = (
    '<!doctype html><html lang="id"><meta charset="utf-8"><title>Uji</title>'
    '<script type="module" src="/ready.js"></script></html>'
)


class Answers(BaseHTTPRequestHandler):
    """The page, its one script, and the modules as they are written."""

    protocol_version = "HTTP/1.1"  # one connection for all of them

    def do_GET(self) -> None:
        module = FIELD / self.path.removeprefix("/field/")
        if self.path == "/ready.js":
            self.give(READY, "text/javascript")
        elif self.path.startswith("/field/") and module.is_file():
            self.give(module.read_text("utf-8"), "text/javascript")
        elif self.path == "/":
            self.give(PAGE, "text/html")
        else:
            self.send_error(404)

    def give(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(200)
        headers = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": len(body)}
        for name, value in {**headers, "Content-Security-Policy": POLICY, "Cache-Control": "max-age=600"}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Tests are quiet."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of the page while it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"  # IndexedDB keys and service workers want localhost or TLS
        server.shutdown()


def open_page(context: BrowserContext, url: str) -> Page:
    """A page with every module in `window.field`."""
    page = context.new_page()
    page.goto(url)
    return page


def run(page: Page, script: str, given: Any = None) -> Any:
    """What the body of an async function answers; it knows the modules, and what is `given`."""
    return page.evaluate(f"async (given) => {{ const {{{', '.join(NAMES)}}} = window.field; {script} }}", given)


def kill(page: Page) -> None:
    """End the process of a page as a phone does that needs the memory."""
    processes = page.context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    with page.expect_event("crash"):
        for process in processes:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGKILL)
    page.close()
