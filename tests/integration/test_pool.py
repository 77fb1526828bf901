"""Worker processes: a hostile document costs its own time and no neighbour's."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from worker.engine.pool import GARBAGE_SEARCH, PoolLimits, WorkerPool
from worker.errors import WorkerKilledError


def fine(number: int) -> int:
    return number * 2


def hang() -> None:
    while True:
        pass


def eat() -> None:
    hoard = []
    while True:
        hoard.append(bytes(1 << 24))


def eat_to_the_last() -> None:
    hoard = []
    for size in (1 << 24, 1 << 16, 1 << 10):
        with contextlib.suppress(MemoryError):
            while True:
                hoard.append(bytes(size))
    raise MemoryError


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def recurse(depth: int = 0) -> int:
    return recurse(depth + 1)


def own_pid() -> int:
    return os.getpid()


def known_months() -> int:
    return sys.modules["worker.extract.dates"].months.cache_info().currsize


def frees_cycles() -> bool:
    class Loop:
        pass

    loop = Loop()
    loop.itself = loop
    gone = weakref.ref(loop)
    del loop
    for _ in range(2 * GARBAGE_SEARCH):
        if gone() is None:
            return True
        hoard = [gone]
        hoard.append(hoard)
    return False


def threads_of_the_server() -> int:
    return len(os.listdir(f"/proc/{os.getppid()}/task"))


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    opened = WorkerPool(PoolLimits(workers=2, seconds=1.0, memory_bytes=1 << 30))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("hostile", "message"),
    [
        pytest.param(hang, "took more than 1 s", id="endless loop"),
        pytest.param(eat, "more than", id="endless memory"),
        pytest.param(eat_to_the_last, "needed more than 1024 MiB", id="not a byte left to say so"),
        pytest.param(crash, "died with exit code -11", id="segmentation fault"),
    ],
)
async def test_a_hostile_document_is_ended_with_a_reason_and_neighbours_go_on(
    pool: WorkerPool, hostile: object, message: str
) -> None:
    hostile_run = asyncio.create_task(pool.run(hostile))
    assert await asyncio.gather(*(pool.run(fine, n) for n in range(6))) == [0, 2, 4, 6, 8, 10]
    with pytest.raises(WorkerKilledError, match=message):
        await hostile_run
    assert await pool.run(fine, 21) == 42


async def test_when_all_workers_are_killed_at_once_new_ones_take_over(pool: WorkerPool) -> None:
    pids: set[int] = set()
    while len(pids) < 2:
        pids.update(await asyncio.gather(*(pool.run(own_pid) for _ in range(6))))
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):  # the pool may end the second one first
            os.kill(pid, signal.SIGKILL)
    results = []
    while len(results) < 3:  # a run that meets the dying pool may be refused, the ones after it are not
        with contextlib.suppress(WorkerKilledError):
            results.append(await pool.run(fine, len(results)))
    assert results == [0, 2, 4]


async def test_a_worker_without_memory_left_reads_nothing_more() -> None:
    """Measured on damaged pages: some documents after the one that filled the memory, its process dies within a library."""
    pool = WorkerPool(PoolLimits(workers=1, seconds=5.0, memory_bytes=1 << 30))
    try:
        before = await pool.run(own_pid)
        with pytest.raises(WorkerKilledError, match="eat needed more than 1024 MiB of memory"):
            await pool.run(eat)
        assert await pool.run(own_pid) != before
    finally:
        pool.close()


async def test_an_error_of_the_function_comes_back_as_it_is(pool: WorkerPool) -> None:
    with pytest.raises(RecursionError):
        await pool.run(recurse)


async def test_work_is_done_in_other_processes(pool: WorkerPool) -> None:
    assert await pool.run(own_pid) != os.getpid()


async def test_a_new_worker_finds_everything_loaded_and_used_once(pool: WorkerPool) -> None:
    assert await pool.run(known_months) == 1


async def test_workers_look_for_garbage_though_the_process_they_are_forked_from_does_not(pool: WorkerPool) -> None:
    assert await pool.run(frees_cycles)


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="threads of other processes are counted on Linux only")
async def test_workers_are_forked_from_a_process_without_threads(pool: WorkerPool) -> None:
    """A lock that another thread holds at the fork would stay locked in the worker for ever."""
    assert await pool.run(threads_of_the_server) == 1


def test_ctrl_c_while_the_server_is_loading_leaves_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "slow_to_load.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    program = "from worker.engine.pool import start_server; start_server(['slow_to_load'])"
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONPATH": path}, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
