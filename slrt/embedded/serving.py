"""`make run`: prepare the database, then keep web server, worker and beat running."""

import os
import socket
import sys
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import NoReturn

from slrt.embedded.children import spawn, stop
from slrt.embedded.console import Halt, say, step
from slrt.embedded.crew import Crew
from slrt.embedded.places import CHECKOUT, Place

PYTHON = sys.executable
MANAGE = (PYTHON, str(CHECKOUT / "manage.py"))
# Quiet commands with a line of ours, then commands that speak for themselves.
PREPARE = (("Menyiapkan tabel", ("migrate", "--no-input", "--verbosity=0")),)
COLLECT = ("Menyiapkan berkas tampilan", ("collectstatic", "--no-input", "--verbosity=0"))
FILL = ("setup_world",)
ANNOUNCE = ("demo_logins",)
FIRST_PORT = 8000
STARTUP_SECONDS = 60


def choose_port() -> int:
    """PORT if it was given (Halt when it is taken), else the first free one from 8000."""
    wanted = os.environ.get("PORT")
    if wanted:
        if not wanted.isdecimal() or not _is_free(int(wanted)):
            raise Halt(f"Port {wanted} tidak dapat dipakai: ada program lain di sana. Coba: make run PORT=8001")
        return int(wanted)
    for port in range(FIRST_PORT, FIRST_PORT + 50):
        if _is_free(port):
            if port != FIRST_PORT:
                say(f"Port {FIRST_PORT} sedang dipakai program lain; memakai {port}.")
            return port
    raise Halt(f"Semua port dari {FIRST_PORT} sedang dipakai. Pilih sendiri: make run PORT=9000")


def prepare(place: Place, env: Mapping[str, str]) -> None:
    """Bring tables, static files and the first data up to date."""
    log = place.log("manage")
    for label, arguments in (*PREPARE, *([COLLECT] if _static_is_stale() else [])):
        step(label, [*MANAGE, *arguments], log=log, env=env)
    for command in FILL:
        manage(command, env=env)


def serve(crew: Crew, place: Place, env: Mapping[str, str], *, port: int) -> NoReturn:
    """Start web, worker and beat, say where they are, and stay until interrupted."""
    env = {"SITE_URL": address(port).rstrip("/"), **env}  # what letters and links lead to
    crew.add("Server web", _web(port), log=place.log("web"), env=env, cwd=CHECKOUT)
    crew.add("Pekerja Celery", _celery("worker", "-c", "2"), log=place.log("worker"), env=env, cwd=CHECKOUT)
    beat = _celery("beat", "--pidfile=", "-s", str(place.data / "celerybeat-schedule"))
    crew.add("Penjadwal Celery", beat, log=place.log("beat"), env=env, cwd=CHECKOUT)
    _wait_for_web(crew, port)
    for command in ANNOUNCE:
        manage(command, env=env)
    say(f"\nSiap: {address(port)}   (Ctrl-C untuk berhenti; catatan di {place.data / 'log'})")
    crew.watch()


def manage(command: str, *, env: Mapping[str, str]) -> None:
    """Run a management command that speaks for itself; Halt when it fails."""
    process = spawn([*MANAGE, command], env=env)
    try:
        code = process.wait()
    finally:
        stop(process)
    if code != 0:
        raise Halt(f"Perintah {command} gagal (kode {code}).")


def address(port: int) -> str:
    """Where a browser on this machine finds us."""
    return f"http://localhost:{port}/"


def _web(port: int) -> list[str]:
    size = ("--no-control-socket", "--worker-class", "gthread", "--workers", "2", "--threads", "4")
    return [PYTHON, "-m", "gunicorn", "slrt.wsgi", *size, "--bind", f"127.0.0.1:{port}"]


def _celery(program: str, *options: str) -> list[str]:
    return [PYTHON, "-m", "celery", "-A", "slrt", program, "--loglevel", "INFO", *options]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _static_is_stale() -> bool:
    """Whether a static file, or the version of a package that brings some, changed after the last collecting."""
    manifest = CHECKOUT / "staticfiles" / "staticfiles.json"
    if not manifest.exists():
        return True
    sources = [CHECKOUT / "requirements.txt", *(CHECKOUT / "static").rglob("*")]
    return max(source.stat().st_mtime for source in sources) > manifest.stat().st_mtime


def _wait_for_web(crew: Crew, port: int) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        crew.check()
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise Halt(f"Server web tidak menjawab di {address(port)} dalam {STARTUP_SECONDS} detik.")
