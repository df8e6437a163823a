"""A real Celery worker for the time of a block, on the same database, broker and media as we."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from bench.measure import wait_until
from slrt.celery import app


def database_url() -> str:
    """Address of the database we are connected to now."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def start(log: Path, *, processes: int = 2, beat: bool = False) -> subprocess.Popen[bytes]:
    """Start a worker in a process group of its own; `beat` rings every five seconds as in production."""
    app.conf.task_default_queue = os.environ["CELERY_QUEUE"]
    env = {**os.environ, "DATABASE_URL": database_url(), "MEDIA_ROOT": str(settings.MEDIA_ROOT), "LOG_LEVEL": "INFO"}
    options = ["--concurrency", str(processes), "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    if beat:
        options += ["--beat", "--schedule", str(log.with_suffix(f".{uuid.uuid4().hex}.beat"))]
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 our own program
            [sys.executable, "-m", "celery", "-A", "slrt", "worker", *options],
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextmanager
def worker(log: Path) -> Iterator[None]:
    """A worker with its beat, ready when the block begins and gone, whatever it is at, when it ends."""
    log.unlink(missing_ok=True)
    process = start(log, beat=True)
    try:
        wait_until(lambda: b" ready." in log.read_bytes(), limit_s=60)
        yield
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """`kill -9` of the worker and all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
