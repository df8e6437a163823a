"""Where things live: the data folder with its lock, and the short-lived folder of sockets."""

import fcntl
import json
import os
import pwd
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slrt.embedded.console import Halt

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 20  # seconds a database may take to close after its supervisor was killed


@dataclass(frozen=True)
class Place:
    """One data folder in use: what is kept, where sockets live, whether all of it may be lost, also by a power cut."""

    data: Path
    sockets: Path
    throwaway: bool
    lock: int | None = None
    durable: bool = True

    def log(self, name: str) -> Path:
        """The log of one child; the previous one is put aside once it is large."""
        log = self.data / "log" / f"{name}.log"
        log.parent.mkdir(exist_ok=True)
        if log.exists() and log.stat().st_size > 5_000_000:
            log.replace(log.with_suffix(".1.log"))
        return log

    def publish(self, facts: dict[str, Any]) -> None:
        """Tell other commands of this checkout who is running and how to reach the services."""
        note = self.data / "running.json.new"
        note.write_text(json.dumps({"pid": os.getpid(), **facts}))
        note.replace(_note(self.data))


def data_folder() -> Path:
    """The folder that survives: `.data` in the checkout, or SLRT_DATA_DIR."""
    return Path(os.environ.get("SLRT_DATA_DIR") or CHECKOUT / ".data").absolute()


@contextmanager
def kept() -> Iterator[Place]:
    """The data folder, held by us alone; Halt when another command or another user holds it."""
    data = data_folder()
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise Halt(f"Folder {data} milik pengguna {owner(data)}. Jalankan sebagai pengguna itu.") from error
    try:
        _take(lock, data)
        with _socket_folder() as sockets:
            place = Place(data, sockets, throwaway=False, lock=lock)
            place.publish({})
            try:
                yield place
            finally:
                _note(data).unlink(missing_ok=True)
    finally:
        os.close(lock)


@contextmanager
def throwaway(*, durable: bool) -> Iterator[Place]:
    """A data folder that is gone afterwards; `durable` where its database waits for the disk as in production."""
    with _socket_folder() as sockets:
        data = sockets / "data"
        data.mkdir()
        yield Place(data, sockets, throwaway=True, durable=durable)


def running() -> dict[str, Any] | None:
    """What the supervisor that now holds the data folder has published, if there is one."""
    with suppress(FileNotFoundError, PermissionError, ValueError):
        facts: dict[str, Any] = json.loads(_note(data_folder()).read_text())
        return facts if is_alive(facts["pid"]) else None
    return None


def is_alive(pid: int) -> bool:
    """Whether a process with this number exists, ours or not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def owner(path: Path) -> str:
    """Name of the user who owns a path, or its number when it has no name."""
    uid = path.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def open_to_all(path: Path) -> bool:
    """Whether any user may pass through a folder and all folders above it."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def _note(data: Path) -> Path:
    return data / "running.json"


def _take(lock: int, data: Path) -> None:
    """Lock the folder. PostgreSQL and Valkey inherit the lock, so it is free only when they are gone too."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        other = running()
        if other and other["pid"] != os.getpid():
            raise Halt(f"Sudah berjalan (proses {other['pid']}) {other.get('address', '')}\nDatanya di {data}")
        if time.monotonic() > deadline:
            raise Halt(f"Data di {data} masih dipakai proses lama yang belum berhenti.")
        time.sleep(0.2)


@contextmanager
def _socket_folder() -> Iterator[Path]:
    """A folder named after us, so that a later start can clear it should we be killed."""
    base = _temporary_folder()
    _clear_stale_folders(base)
    folder = Path(tempfile.mkdtemp(prefix=f"slrt-{os.getpid()}-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _temporary_folder() -> Path:
    """Short, for a socket's path may have 107 bytes, and open to user nobody, who may have to run PostgreSQL."""
    usual = Path(tempfile.gettempdir())
    return usual if len(str(usual)) < 60 and open_to_all(usual) else Path("/tmp")  # noqa: S108 mkdtemp follows


def _clear_stale_folders(base: Path) -> None:
    for folder in base.glob("slrt-*-*"):
        number = folder.name.split("-")[1]
        if number.isdecimal() and not is_alive(int(number)) and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)
