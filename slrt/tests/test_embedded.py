"""The supervisor: what it starts ends with it, what it keeps survives it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from slrt.embedded import postgres, serving
from slrt.embedded.console import Halt
from slrt.embedded.crew import Crew
from slrt.embedded.places import CHECKOUT

EMBEDDED = (sys.executable, "-m", "slrt.embedded")
ASK = """
import os, psycopg, sys
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    for sql in sys.argv[1:]:
        answer = connection.execute(sql)
    print(answer.fetchone()[0])
"""


def still_works(process: psutil.Process) -> bool:
    """Whether a process is there; one that has ended and whose end init has not yet read is not."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def ways():
    """The ways of running PostgreSQL that this machine allows us."""
    if os.geteuid() != 0:
        return ["plain"]
    allowed = subprocess.run([*postgres.NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    return ["userns", "nobody"] if allowed else ["nobody"]


@pytest.fixture
def env(tmp_path):
    """An environment without services, with a data folder of its own."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    yield {**inherited, "SLRT_DATA_DIR": str(tmp_path / "data")}
    record = tmp_path / "data" / "postgres.json"
    if record.exists() and "/var/tmp/" in record.read_text():  # noqa: S108 where user nobody had to go
        shutil.rmtree(Path(json.loads(record.read_text())["pgdata"]).parent)


@pytest.fixture
def supervisor(env):
    """A supervisor that has everything up and waits."""
    waiting = (*EMBEDDED, "with", "sh", "-c", "echo up; exec sleep 60")
    process = subprocess.Popen(waiting, env=env, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    heard = next((line for line in process.stdout if line == "up\n"), "nothing")
    assert heard == "up\n"
    yield process
    process.terminate()
    process.communicate()


def run(*arguments, env):
    """Run the supervisor to its end."""
    return subprocess.run([*EMBEDDED, *arguments], env=env, cwd=CHECKOUT, capture_output=True, text=True, check=False)


def ask(*statements, env):
    """Run statements beside the kept services and return the answer to the last one as text."""
    done = run("with", sys.executable, "-c", ASK, *statements, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("way", ways())
def test_data_survives_a_restart_in_each_way_of_running_postgresql(way, env):
    env["SLRT_POSTGRES_MODE"] = way

    ask("CREATE TABLE kept AS SELECT 41 AS number", "SELECT 1", env=env)
    answer = ask("SELECT number FROM kept", env=env)

    assert answer == "41"
    assert json.loads(Path(env["SLRT_DATA_DIR"], "postgres.json").read_text())["mode"] == way


def test_throwaway_services_leave_nothing_behind(env):
    done = run("with", "--throwaway", "sh", "-c", 'echo "$DATABASE_URL"', env=env)
    sockets = Path(done.stdout.splitlines()[-1].partition("host=")[2])

    assert sockets.parent.name.startswith("slrt-")
    assert not sockets.parent.exists()
    assert not Path(env["SLRT_DATA_DIR"]).exists()


def test_the_database_folds_letters_the_same_way_on_every_machine_and_its_owner_is_no_superuser(env):
    sql = "SELECT lower('ÉŞ') || current_setting('is_superuser')"
    done = run("with", "--throwaway", sys.executable, "-c", ASK, sql, env=env)

    assert done.stdout.splitlines()[-1] == "éşoff"


@pytest.mark.parametrize(("how", "waits"), [("--throwaway", "off"), ("--measure", "on")])
def test_only_what_is_measured_waits_for_the_disk(env, how, waits):
    done = run("with", how, sys.executable, "-c", ASK, "SHOW fsync", env=env)

    assert done.stdout.splitlines()[-1] == waits


def test_nothing_starts_when_the_environment_provides_both_services(env):
    env |= {"DATABASE_URL": "postgres://theirs/db", "REDIS_URL": "redis://theirs"}

    done = run("with", "sh", "-c", 'echo "$DATABASE_URL $REDIS_URL"', env=env)

    assert done.stdout == "postgres://theirs/db redis://theirs\n"
    assert sorted(path.name for path in Path(env["SLRT_DATA_DIR"]).iterdir()) == ["lock"]


def test_a_request_to_end_stops_every_process(supervisor):
    family = psutil.Process(supervisor.pid).children(recursive=True)

    supervisor.terminate()
    status = supervisor.wait(timeout=20)

    assert len(family) >= 4  # PostgreSQL with its own children, Valkey, the command
    assert status == 128 + signal.SIGTERM
    assert [process for process in family if still_works(process)] == []


def test_a_killed_supervisor_leaves_no_orphan_and_the_next_start_works(supervisor, env):
    family = psutil.Process(supervisor.pid).children(recursive=True)

    supervisor.kill()
    orphans = psutil.wait_procs(family, timeout=10)[1]

    assert len(family) >= 4
    assert orphans == []
    assert ask("SELECT 1", env=env) == "1"


def test_a_second_start_on_the_same_data_is_refused_with_a_sentence(supervisor, env):
    done = run("with", "true", env=env)

    assert done.returncode == 1
    assert f"Sudah berjalan (proses {supervisor.pid})" in done.stdout


def test_a_child_that_ends_by_itself_is_named_with_its_last_words_and_the_others_stop(tmp_path):
    with Crew() as crew:
        web = crew.add("Web", ["sleep", "60"], log=tmp_path / "web.log")
        crew.add("Beat", ["sh", "-c", "echo last words; exit 3"], log=tmp_path / "beat.log")

        with pytest.raises(Halt, match=r"Beat berhenti sendiri \(kode 3\):\nlast words"):
            crew.watch()

    assert web.returncode == -signal.SIGTERM


def test_children_stop_in_reverse_order(tmp_path):
    log = tmp_path / "order.log"
    with Crew() as crew:
        for name in ("first", "second"):
            crew.add(
                name, ["sh", "-c", f"trap 'echo {name}; exit' TERM; echo up; while :; do sleep 0.05; done"], log=log
            )
        while log.read_text().count("up") < 2:
            crew.check()

    assert log.read_text().split() == ["up", "up", "second", "first"]


def test_a_wanted_port_that_is_taken_is_refused_and_an_unnamed_one_moves_on(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(Halt, match=f"Port {port} tidak dapat dipakai"):
            serving.choose_port()

        monkeypatch.delenv("PORT")
        monkeypatch.setattr(serving, "FIRST_PORT", port)
        assert serving.choose_port() != port
