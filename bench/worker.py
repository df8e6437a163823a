"""A real Celery worker on the same database, broker and media as we; started ready for work, ended by `kill -9`."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from bench.measure import wait_until

READY_WITHIN_S = 60


@contextmanager
def worker(log: Path, *, processes: int = 2, beat: bool = False) -> Iterator[None]:
    """A worker that is ready when the block begins and dead, whatever it was at, when the block ends.

    `beat` rings every five seconds, as in production.
    """
    options = ["--concurrency", str(processes), "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    if beat:
        options += ["--beat", "--schedule", str(log.with_suffix(".beat"))]
    said_before = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 our own program
            [sys.executable, "-m", "celery", "-A", "slrt", "worker", *options],
            env={**os.environ, "DATABASE_URL": _database_url(), "MEDIA_ROOT": str(settings.MEDIA_ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: b" ready." in log.read_bytes()[said_before:], limit_s=READY_WITHIN_S)
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _database_url() -> str:
    """Address of the database we are connected to now."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
