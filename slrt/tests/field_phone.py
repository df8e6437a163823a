"""A browser page on which the modules of the field app run by themselves, without the screens and without a server."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Route

FIELD = Path(settings.BASE_DIR, "static", "field")
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' blob:"
PAGE = '<!doctype html><html lang="id"><meta charset="utf-8"><title>Uji</title><script type="module" src="/ready.js">'
READY = """
const names = ["canonical", "rules", "store", "sync", "camera", "place"];
const modules = await Promise.all(names.map((name) => import(`/field/${name}.js`)));
window.field = Object.fromEntries(names.map((name, at) => [name, modules[at]]));
"""


def answer(route: Route) -> None:
    """The page, its one script, and the modules as they are written."""
    path = urlsplit(route.request.url).path
    if path == "/ready.js":
        route.fulfill(body=READY, content_type="text/javascript")
    elif path.startswith("/field/"):
        route.fulfill(body=(FIELD / path.removeprefix("/field/")).read_text("utf-8"), content_type="text/javascript")
    elif path == "/":
        route.fulfill(body=PAGE, content_type="text/html", headers={"Content-Security-Policy": POLICY})
    else:
        route.fulfill(status=404, body="")


def open_page(context: BrowserContext) -> Page:
    """A page with every module in `window.field`."""
    page = context.new_page()
    page.route("**/*", answer)
    page.goto("http://localhost/")
    page.wait_for_function("window.field")
    return page


def run(page: Page, script: str, argument: Any = None) -> Any:
    """What an async function of the page answers; it is given the modules and one argument."""
    return page.evaluate(f"async (given) => {{ const {{canonical, rules, store, sync}} = window.field; {script} }}", argument)
