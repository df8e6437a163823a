"""The children of one run: started in order, watched together, stopped in reverse."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from slrt.embedded.children import spawn_service, stop
from slrt.embedded.console import Halt, tail


@dataclass(frozen=True)
class Member:
    """One child with the signal that ends it."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    last_signal: int


class Crew:
    """Use as a context manager: leaving it, for whatever reason, stops everybody."""

    def __init__(self) -> None:
        self.members: list[Member] = []

    def add(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        last_signal: int = signal.SIGTERM,
        **options: Any,
    ) -> subprocess.Popen[bytes]:
        """Start a child; `options` are those of subprocess.Popen."""
        process = spawn_service(command, log=log, env=env, last_signal=last_signal, **options)
        self.members.append(Member(name, process, log, last_signal))
        return process

    def check(self) -> None:
        """Raise Halt when a child has ended by itself."""
        for member in self.members:
            code = member.process.poll()
            if code is not None:
                raise Halt(f"{member.name} berhenti sendiri (kode {code}):\n{tail(member.log)}\nCatatan: {member.log}")

    def watch(self) -> NoReturn:
        """Stay until a child ends by itself or a signal interrupts us."""
        while True:
            self.check()
            time.sleep(0.5)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in reversed(self.members):
            stop(member.process, number=member.last_signal)
            with suppress(ProcessLookupError):  # what a killed parent left behind in its session
                os.killpg(member.process.pid, signal.SIGKILL)
