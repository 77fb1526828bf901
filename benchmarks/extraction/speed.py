"""What cleaning costs: CPU time against plain trafilatura as whole processes, and throughput with one and two workers.

python -m benchmarks.extraction.speed FOLDER [--runs 5] [--pages N] [--json]

FOLDER holds sets of pages (pages.jsonl.gz). The two programs take turns, so that a busy machine slows both; the ratio is taken
turn by turn. CPU time is user and system time of the whole tree of processes. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import IO, Any

from benchmarks.extraction import command

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that one run of a program took: on the wall, and of processors."""

    wall_s: float
    cpu_s: float


def adopt_orphans() -> None:
    """Make this process the parent of orphans below it: worker processes outlive the command by a moment, and the kernel
    counts their time only for a parent that waits for them.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise SystemExit(f"prctl: {os.strerror(ctypes.get_errno())}; the time of whole process trees is measured on Linux only")


def cost_of(arguments: Sequence[str], given: IO[bytes]) -> Cost:
    """Run a program over its input to the end, and wait for every process that it left behind."""
    given.seek(0)
    before, start = _children_s(), perf_counter()
    done = subprocess.run(arguments, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    wall_s = perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit code {done.returncode}\n{done.stderr.decode(errors='replace')[-2000:]}")
    with suppress(ChildProcessError):  # there is none left
        while True:
            os.waitpid(-1, 0)
    return Cost(wall_s, _children_s() - before)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# ------------------------------------------------------------------ comparisons


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two programs that took turns: the seconds of each turn, and their ratios, smallest first."""

    what: str
    first: str
    second: str
    first_s: tuple[float, ...]
    second_s: tuple[float, ...]
    ratios: tuple[float, ...]


def in_turns(runs: int, first: Callable[[], float], second: Callable[[], float]) -> tuple[list[float], list[float]]:
    """The seconds of both, run by run; every other turn begins with the second one."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs):
        for which in (0, 1) if turn % 2 == 0 else (1, 0):
            taken[which].append((first, second)[which]())
    return taken


def compared(what: str, names: tuple[str, str], taken: tuple[list[float], list[float]]) -> Comparison:
    """The ratio of each turn is that of the first program to the second."""
    ratios = sorted(a / b for a, b in zip(*taken, strict=True))
    return Comparison(what, *names, tuple(taken[0]), tuple(taken[1]), tuple(ratios))


def cpu(given: IO[bytes], runs: int) -> Comparison:
    with command.extract_command() as ours:
        taken = in_turns(runs, lambda: cost_of(ours, given).cpu_s, lambda: cost_of(command.PLAIN, given).cpu_s)
    return compared("CPU time", ("northwatch", "trafilatura"), taken)


def throughput(given: IO[bytes], runs: int) -> Comparison:
    """Pages in the same time: the wall-clock time of one worker to that of two."""
    with command.extract_command(1) as one, command.extract_command(2) as two:
        taken = in_turns(runs, lambda: cost_of(one, given).wall_s, lambda: cost_of(two, given).wall_s)
    return compared("wall-clock time", ("one worker", "two workers"), taken)


# ------------------------------------------------------------------ command


def spread(rows: Sequence[command.Row], most: int | None) -> list[command.Row]:
    """At most so many rows, evenly spread over all of them."""
    count = min(most or len(rows), len(rows))
    return [rows[i * len(rows) // count] for i in range(count)]


def shown(c: Comparison, pages: int) -> str:
    least, middle, most = c.ratios[0], median(c.ratios), c.ratios[-1]
    return "\n".join([
        f"{c.what}, {pages} pages, {len(c.ratios)} turns",
        *(f"  {name:14} median {median(s):.2f} s, {1000 * median(s) / pages:.1f} ms a page"
          for name, s in ((c.first, c.first_s), (c.second, c.second_s))),
        f"  {c.first} / {c.second}: min {least:.3f}, median {middle:.3f}, max {most:.3f}",
    ])  # fmt: skip


def as_json(c: Comparison) -> dict[str, Any]:
    ratio = {"min": c.ratios[0], "median": median(c.ratios), "max": c.ratios[-1]}
    return {"what": c.what, c.first: c.first_s, c.second: c.second_s, "ratio": ratio}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction.speed", description="what cleaning costs")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5, help="turns of each comparison")
    parser.add_argument("--pages", type=int, metavar="N", help="only N pages, evenly spread over the sets")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    pages = spread(command.pages_in(given.folder), given.pages)
    adopt_orphans()
    with command.as_input(pages) as file:
        found = [measure(file, given.runs) for measure in (cpu, throughput)]
    texts = [json.dumps([as_json(c) for c in found], indent=1)] if given.json else [shown(c, len(pages)) for c in found]
    print("\n\n".join(texts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
