"""What every test may ask for: a watched browser, a real Celery worker."""

import fcntl
import gc
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import request_finished, request_started
from django.db import connection
from django.template.base import Template
from django.test.signals import template_rendered
from playwright.sync_api import Page, expect

from puskesos.models import User
from puskesos.sessions import SessionStore
from slrt.celery import app
from slrt.embedded.children import spawn, stop

# First the one that draws no windows.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "")) or next(filter(None, map(shutil.which, BROWSERS)), None)
NO_CHROMIUM = "Uji peramban perlu Chromium: apt-get install chromium, atau isi CHROMIUM=/letak/chrome"
WORKER_STARTUP_SECONDS = 60
LAST_REQUEST_SECONDS = 5
PASSWORD = "rumah-terbuka-2026"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


def pytest_collection_modifyitems(items):
    """Without Chromium the browser tests are skipped on a desktop; in CI they fail (see browser_type_launch_args)."""
    # The long ones first, so that no process is left alone with one of them at the end.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if "new_context" in item.fixturenames:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_collection_finish():
    """What is imported by now stays till the end: walking it again and again takes a tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_unconfigure():
    shutil.rmtree(settings.TEST_FOLDER, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _only_pages_are_told(django_test_environment):
    """Django tells its client of every template with a copy of its context: a quarter of the time of a long list.

    Ours hears of the page itself, not of what the page includes.
    """

    def render(self, context):
        if context.template is self:
            template_rendered.send(sender=self, template=self, context=context)
        return self.nodelist.render(context)

    Template._render = render  # put back when the environment of the tests ends


# Database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker, tmp_path_factory, is_cloned):
    """With several processes the migrations run once, and each process gets a copy of what they made."""
    if is_cloned:
        with django_db_blocker.unblock():
            _clone(_migrated_once(tmp_path_factory.getbasetemp().parent))


@pytest.fixture(scope="session")
def is_cloned(request, worker_id) -> bool:
    """Whether this process works on a copy."""
    return worker_id != "master" and not request.config.getoption("reuse_db")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, is_cloned) -> bool:
    """A copy is there already when pytest-django looks for its database."""
    return django_db_keepdb or is_cloned


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb, is_cloned) -> bool:
    return django_db_createdb and not is_cloned


def _migrated_once(folder: Path) -> str:
    """The name of the migrated database; whichever process comes first makes it, the others wait."""
    name = f"{connection.settings_dict['NAME']}_migrated"
    with (folder / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "migrated").exists():
            own = connection.settings_dict["TEST"]["NAME"], connection.settings_dict["NAME"]
            connection.settings_dict["TEST"]["NAME"] = name
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            connection.settings_dict["TEST"]["NAME"], connection.settings_dict["NAME"] = own
            (folder / "migrated").touch()
        return name


def _clone(template: str) -> None:
    own = connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, is_cloned):
    """
    End what still talks to the test database before it is dropped: a page that asked once more as it was closed.

    Only clients: to end an autovacuum takes more rights than the tests have, and DROP DATABASE does it unasked.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    if is_cloned:
        with django_db_blocker.unblock():
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


# Browser


@pytest.fixture(scope="session", autouse=True)
def _static_files_stay():
    """As in production a browser asks for a style or script once, not with every page."""
    plain = StaticFilesHandler.serve

    def serve(self, request):
        answer = plain(self, request)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    StaticFilesHandler.serve = serve
    yield
    StaticFilesHandler.serve = plain


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The machine's own Chromium, quiet, and able to run as root."""
    if not CHROMIUM:
        pytest.fail(NO_CHROMIUM, pytrace=False)
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
    able = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*able, *quiet]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A phone or laptop in Singaraja, Buleleng, whose owner allows its position to be read."""
    return {
        **browser_context_args,
        "locale": "id-ID",
        "timezone_id": "Asia/Makassar",
        "geolocation": {"latitude": -8.112, "longitude": 115.088, "accuracy": 12},
        "permissions": ["geolocation"],
    }


class Requests:
    """How many requests the live server is at work on: a page that is closed leaves its last one running."""

    def __init__(self) -> None:
        self.running, self.lock = 0, threading.Lock()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **_told) -> None:
        with self.lock:
            self.running += 1

    def _end(self, **_told) -> None:
        with self.lock:
            self.running -= 1

    def forget(self) -> None:
        """Count anew: an answer that no test read to its end never finishes."""
        self.running = 0

    def wait(self) -> None:
        """Until the last one is answered: emptying the tables under it would be a deadlock."""
        deadline = time.monotonic() + LAST_REQUEST_SECONDS
        while self.running > 0 and time.monotonic() < deadline:
            time.sleep(0.01)


@pytest.fixture(scope="session")
def requests_running() -> Requests:
    return Requests()


@pytest.fixture
def new_context(new_context, requests_running):
    """Contexts (and `page`) that fail the test on a script error or a violation of the content policy."""
    complaints, contexts = [], []
    requests_running.forget()

    def listen(message):
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def watched(**options):
        context = new_context(**options)
        context.on("console", listen)
        context.on("weberror", lambda event: complaints.append(str(event.error)))
        contexts.append(context)
        return context

    yield watched
    for page in (page for context in contexts for page in context.pages):
        # Events still on their way arrive with the answer; a page that is stuck fails its test and stops no other.
        page.wait_for_function("() => true", polling=50)
    for context in contexts:
        context.close()
    requests_running.wait()
    assert complaints == []


@pytest.fixture
def enter(live_server, new_context):
    """Log a person in by name and password, on a phone or at a desk; the page it leads to."""

    def log_in(user: User, device: dict) -> Page:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        page = new_context(base_url=live_server.url, **device).new_page()
        page.goto("/")
        page.fill("[name=username]", user.username)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(user.full_name)
        return page

    return log_in


@pytest.fixture
def visit(live_server, new_context):
    """A page of somebody who is logged in already, or of a stranger; for tests of what comes after."""

    def open_page(user: User | None, device: dict = DESK, **options) -> Page:
        context = new_context(base_url=live_server.url, **device, **options)
        if user:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": _session_of(user), "url": live_server.url}
            context.add_cookies([cookie])
        return context.new_page()

    return open_page


def _session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


# Worker


@pytest.fixture
def celery_worker_process(transactional_db):
    """A real Celery worker on the test database and this process's own queue; yields its subprocess.Popen."""
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge(settings.CELERY_TASK_DEFAULT_QUEUE)
    process = _start_worker()
    yield process
    stop(process)


def _start_worker() -> subprocess.Popen[bytes]:
    name = f"{settings.CELERY_TASK_DEFAULT_QUEUE}@test"
    command = [sys.executable, "-m", "celery", "-A", "slrt", "worker", "-c", "2", "-n", name, "--loglevel", "INFO"]
    log = Path(settings.MEDIA_ROOT, "worker.log")
    with log.open("ab") as output:
        process = spawn(command, env=_worker_environment(), stdout=output, stderr=output, start_new_session=True)
    deadline = time.monotonic() + WORKER_STARTUP_SECONDS
    while not app.control.ping(destination=[name], timeout=0.3):
        if process.poll() is not None or time.monotonic() > deadline:
            stop(process)
            pytest.fail(f"The worker did not start:\n{log.read_text()}", pytrace=False)
    return process


def _worker_environment() -> dict[str, str]:
    """The real settings, pointed at the test database."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "slrt.settings", "DATABASE_URL": database}
