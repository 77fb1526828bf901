"""Killable worker processes for parsing and extraction: a hostile page costs its own time and nobody else's.

The only importer of pebble. A worker that hangs is killed, one that dies is replaced, its neighbours go on. Workers
end by themselves when the daemon is killed: nothing of ours outlives it. They are forked from a server process that has
loaded and used everything once (`engine.warm`), so that a new one is at work within some milliseconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.util import get_temp_dir
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from worker.errors import WorkerKilledError

P = ParamSpec("P")
T = TypeVar("T")

# Measured: a worker's memory grows to 165 MB over the first 300 pages, as its tables and caches fill, and stays there. Odd
# pages make it creep, so it does not live for ever.
DOCUMENTS_PER_WORKER = 1000
ORPHAN_CHECK_S = 1.0
# Reading a page leaves next to no garbage in cycles (700 objects on 519 pages), but makes objects by the ten thousand: at
# Python's own threshold of 700 the search for such garbage is 3 % of the time, at 20,000 it is .3 %.
GARBAGE_SEARCH = 20_000
CLEANING, FEEDS = "worker.engine.warm", "worker.sources.feed"  # modules for `start_server`
KEEPING = "worker.engine.keeping"
OUT_OF_MEMORY = 112  # the exit code of a worker; no signal has it, nor does Python


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """What one document may cost: `seconds` of time, `memory_bytes` of address space; `workers` processes share the work."""

    workers: int = 2
    seconds: float = 10.0
    memory_bytes: int = 1 << 30


class WorkerPool:
    """Runs picklable functions in worker processes. `close` kills what is still running."""

    def __init__(self, limits: PoolLimits) -> None:
        start_server()
        self._limits = limits
        self._pool = _new_pool(limits)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function returns or raises. WorkerKilledError when it took too long, too much memory, or crashed."""
        name = function.__name__
        future = self._schedule(function, args, kwargs)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError:
            raise WorkerKilledError(f"{name} took more than {self._limits.seconds:g} s and was ended") from None
        except ProcessExpired as error:
            if error.exitcode == OUT_OF_MEMORY:
                raise WorkerKilledError(f"{name} needed more than {self._limits.memory_bytes >> 20} MiB of memory") from None
            raise WorkerKilledError(f"the process of {name} died with exit code {error.exitcode}") from None
        except BrokenProcessPool:
            raise WorkerKilledError(f"all worker processes died, that of {name} too") from None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise WorkerKilledError(f"{name} was ended together with its pool") from None

    def _schedule(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Future[T]:
        """Hand a call to the pool, or to a new one: when all workers die at once, as on a machine out of memory, the old
        one never recovers, which it may tell only when it is asked.
        """
        for _ in range(2):
            try:
                return self._pool.schedule(_bounded, args=(function, *args), kwargs=kwargs, timeout=self._limits.seconds)
            except RuntimeError:
                self.close()
                self._pool = _new_pool(self._limits)
        raise WorkerKilledError(f"no worker process for {function.__name__} could be started")

    def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def start_server(loaded: Sequence[str] = (CLEANING, FEEDS)) -> None:
    """Start the process that workers are forked from; it loads the modules while the caller goes on.

    There is one for the whole program: while it runs, a second call changes nothing. It ends with the program.

    Ctrl-C goes to all processes of a terminal. The server is deaf to it only when all is loaded, so it is started with that
    signal held back: else a run that is ended in its first seconds leaves a traceback.
    """
    forkserver.set_forkserver_preload([KEEPING, *loaded])
    resource_tracker.ensure_running()  # first: it lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def remove_traces() -> None:
    """Remove the folder of the server's socket: for a program that ends without the clean-up of the interpreter."""
    shutil.rmtree(get_temp_dir(), ignore_errors=True)


def _new_pool(limits: PoolLimits) -> ProcessPool:
    return ProcessPool(
        max_workers=limits.workers,
        max_tasks=DOCUMENTS_PER_WORKER,
        initializer=_prepare_worker,
        initargs=(limits.memory_bytes,),
        context=multiprocessing.get_context("forkserver"),
    )


def _bounded(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """What the function returns. The process ends when no memory is left: libraries in C go on without what they did not get, and
    some documents later it would die of that, at the cost of one that did nothing.
    """
    try:
        return function(*args, **kwargs)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _prepare_worker(memory_bytes: int) -> None:
    """Limits and manners of a worker: bounded memory, deaf to Ctrl-C (the daemon decides), gone when the daemon is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(2_000)
    gc.freeze()  # what was loaded before the fork stays for ever: it need not be looked through, nor copied for that
    gc.set_threshold(GARBAGE_SEARCH)
    gc.enable()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    """End this worker when its parent is gone: after kill -9 of the daemon nobody else would."""
    while not threading.Event().wait(ORPHAN_CHECK_S):
        if os.getppid() != parent:
            os._exit(0)
