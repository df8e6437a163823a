"""`python -m slrt.embedded run` serves; `… with [--throwaway|--measure] command…` runs one command beside the services.

With the last two they are gone afterwards; what is measured is as careful with the disk as in production. A service
whose DATABASE_URL or REDIS_URL is set already is not started. While `run` is up, `with` uses its services.
"""

import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import FrameType
from typing import NoReturn

from slrt.embedded import places, postgres, valkey
from slrt.embedded.children import follow_parent, spawn, stop
from slrt.embedded.console import Halt, say
from slrt.embedded.crew import Crew
from slrt.embedded.places import Place
from slrt.embedded.serving import address, choose_port, prepare, serve

STARTERS = {"DATABASE_URL": postgres.start, "REDIS_URL": valkey.start}
USAGE = "python -m slrt.embedded run | with [--throwaway|--measure] COMMAND…"


class Interrupted(BaseException):
    """Ctrl-C, a closed terminal, or a request to end."""


def run() -> NoReturn:
    """Everything, until interrupted."""
    with places.kept() as place, Crew() as crew:
        port = choose_port()
        env = start_services(crew, place)
        prepare(place, env)
        place.publish({"address": address(port), "env": _addresses(env)})
        serve(crew, place, env, port=port)


def run_with(command: Sequence[str]) -> int:
    """One command beside the services of a running `run`, or beside services of its own; returns its status."""
    other = places.running()
    if other and "env" in other:
        return call(command, env={**environment(), **other["env"]})
    return run_in(places.kept(), command)


def run_in(folder: AbstractContextManager[Place], command: Sequence[str]) -> int:
    """One command beside services that keep their data in this folder; returns its status."""
    with folder as place, Crew() as crew:
        return call(command, env=start_services(crew, place))


def start_services(crew: Crew, place: Place) -> dict[str, str]:
    """Start what the environment does not provide; returns the environment for everything that follows."""
    env = environment() | {"SLRT_DATA_DIR": str(place.data)}
    for name, start in STARTERS.items():
        if not env.get(name):
            env[name] = start(crew, place)
    return env


def environment() -> dict[str, str]:
    """Ours, as a demo unless it says otherwise."""
    return {"SLRT_DEMO": "1", **os.environ}


def call(command: Sequence[str], *, env: Mapping[str, str]) -> int:
    """Run a command on our terminal; Ctrl-C is for it to answer."""
    if not shutil.which(command[0]):
        raise Halt(f"Perintah {command[0]} tidak ada.")
    signal.signal(signal.SIGINT, _ignore)
    process = spawn(command, env=env)
    try:
        code = process.wait()
    finally:
        stop(process)
    return code if code >= 0 else 128 - code


def _addresses(env: Mapping[str, str]) -> dict[str, str]:
    return {name: env[name] for name in (*STARTERS, "SLRT_DATA_DIR")}


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _ignore)
    say("\nMenghentikan semua…")
    raise Interrupted(number)


def _ignore(number: int, frame: FrameType | None) -> None:
    """A function instead of SIG_IGN, which children would inherit."""


def main(arguments: Sequence[str]) -> int:
    """Returns the exit status: 0 after an orderly end of `run`, 1 when something had to be said."""
    if "MAKELEVEL" in os.environ:
        follow_parent()  # make killed: end with it
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    try:
        match arguments:
            case ["run"]:
                run()
            case ["with", ("--throwaway" | "--measure") as how, *command] if command:
                return run_in(places.throwaway(durable=how == "--measure"), command)
            case ["with", *command] if command:
                return run_with(command)
        raise Halt(USAGE)
    except Halt as sentence:
        say(f"\n{sentence}")
        return 1
    except Interrupted as interrupted:
        say("Berhenti. Data tersimpan.")
        return 0 if arguments[:1] == ["run"] else 128 + interrupted.args[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
