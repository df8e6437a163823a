"""What the supervisor says on the terminal: one line per step, counting the seconds."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path


class Halt(Exception):
    """Something the person at the terminal must know; ends the command with status 1."""


def say(sentence: str = "") -> None:
    """Print one line at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def tail(log: Path, *, lines: int = 20) -> str:
    """The last lines of a log, for the sentence that follows a failure."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def step(label: str, command: Sequence[str], *, log: Path) -> None:
    """Run a command to its end with its output in `log`; raise Halt with the end of it when it fails."""
    started = time.monotonic()
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        _count_seconds(label, process, started)
    finally:
        process.poll() is None and process.terminate()
    if process.wait() != 0:
        raise Halt(f"{label}: gagal.\n{tail(log)}")
    say(f"{_start_of_line()}{label}… {time.monotonic() - started:.0f} s")


def _count_seconds(label: str, process: subprocess.Popen[bytes], started: float) -> None:
    while process.poll() is None:
        if sys.stdout.isatty():
            sys.stdout.write(f"{_start_of_line()}{label}… {time.monotonic() - started:.0f} s")
            sys.stdout.flush()
        try:
            process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue


def _start_of_line() -> str:
    return "\r" if sys.stdout.isatty() else ""
