"""Child processes that never outlive this one, not even after `kill -9`."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def follow_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent dies (Linux; elsewhere nothing happens)."""
    if libc:
        libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def spawn(
    command: Sequence[str | Path], *, last_signal: int = signal.SIGTERM, **options: Any
) -> subprocess.Popen[bytes]:
    """Start a command that gets `last_signal` when we die; `options` are those of subprocess.Popen."""
    return subprocess.Popen(command, preexec_fn=_bind_to(os.getpid(), last_signal), **options)


def spawn_service(command: Sequence[str | Path], *, log: Path, **options: Any) -> subprocess.Popen[bytes]:
    """Start a long-lived command in a session of its own (so Ctrl-C reaches only us), writing to `log`."""
    with log.open("ab") as output:
        return spawn(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **options)


def stop(process: subprocess.Popen[bytes], *, number: int = signal.SIGTERM, patience: float = 10) -> None:
    """Ask a child to end and wait `patience` seconds; then kill it."""
    if process.poll() is not None:
        return
    process.send_signal(number)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=patience)
        return
    process.kill()
    process.wait()


def _bind_to(parent: int, number: int) -> Callable[[], None]:
    def in_child() -> None:
        follow_parent(number)
        if os.getppid() != parent:  # the parent died before the request was in place
            os._exit(1)

    return in_child
