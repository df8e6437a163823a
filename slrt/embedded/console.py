"""What the supervisor says on the terminal: one line per step, counting the seconds."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slrt.embedded.children import spawn, stop


class Halt(Exception):
    """Something the person at the terminal must know; ends the command with status 1."""


def say(sentence: str = "") -> None:
    """Print one line at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def tail(log: Path, *, lines: int = 20) -> str:
    """The last lines of a log, for the sentence that follows a failure."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def step(label: str, command: Sequence[str | Path], *, log: Path, **options: Any) -> None:
    """Run a command to its end with its output in `log`; Halt with the end of that log when it fails.

    `options` are those of subprocess.Popen.
    """
    started = time.monotonic()
    with log.open("ab") as output:
        process = spawn(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
    try:
        _count_seconds(label, process, started)
    finally:
        stop(process)
    if process.returncode != 0:
        raise Halt(f"{label}: gagal.\n{tail(log)}")
    say(_progress(label, started))


def _count_seconds(label: str, process: subprocess.Popen[bytes], started: float) -> None:
    while process.poll() is None:
        if sys.stdout.isatty():
            sys.stdout.write(_progress(label, started))
            sys.stdout.flush()
        try:
            process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue


def _progress(label: str, started: float) -> str:
    start_of_line = "\r" if sys.stdout.isatty() else ""
    return f"{start_of_line}{label}… {time.monotonic() - started:.0f} s"
