"""Work spread over processes; imports no model, because a fresh process reads this page before Django is set up."""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TypeVar

import django

from slrt.embedded.children import follow_parent

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def spread(function: Callable[[Item], Answer], items: Iterable[Item], *, processes: int) -> Iterator[Answer]:
    """Answers for all items as they become ready; with one process, here and in order."""
    if processes == 1:
        yield from map(function, items)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_enter) as pool:
        try:
            for answer in as_completed([pool.submit(function, item) for item in items]):
                yield answer.result()
        except BaseException:
            # Nobody waits for half a minute of work after Ctrl-C; what was not finished is undone by the database.
            for process in multiprocessing.active_children():
                process.kill()
            raise


def _enter() -> None:
    """Make a fresh process ours: it ends with its parent, who answers Ctrl-C for all."""
    follow_parent(signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
