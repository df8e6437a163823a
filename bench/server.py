"""The web server as production runs it, on loopback, for the time of a block."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from bench.measure import wait_until
from bench.worker import database_url

CONFIG = Path("deploy/gunicorn.conf.py")
LOG = Path("build/bench-server.log")


@dataclass
class Server:
    """A running server and where it listens."""

    port: int
    process: subprocess.Popen[bytes]

    def restart(self, *, brutally: bool = True) -> None:
        """End it, by `kill -9` unless told otherwise, and start it again on the same port."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL if brutally else signal.SIGTERM)
        self.process.wait()
        self.process = _start(self.port)
        wait_until(lambda: _listens(self.port), limit_s=60)

    def memory_mb(self) -> int:
        """The most that any of its processes has held at a time (VmHWM), in megabytes."""
        return max((_high_water_kb(pid) for pid in _group(self.process.pid)), default=0) // 1024


def _start(port: int) -> subprocess.Popen[bytes]:
    env = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "WEB_BIND": f"127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
        "SLRT_DEMO": "1",
    }
    with LOG.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 our own program
            [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "slrt.wsgi:application"],
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextmanager
def server() -> Iterator[Server]:
    """A server that listens when the block begins and is gone when it ends."""
    LOG.parent.mkdir(exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Server(port, _start(port))
    try:
        wait_until(lambda: _listens(port), limit_s=60)
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _group(leader: int) -> list[int]:
    pids = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                if os.getpgid(int(folder.name)) == leader:
                    pids.append(int(folder.name))
    return pids


def _high_water_kb(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0
