"""Damaged pages through the installed command: every line is answered, in order, and nothing crashes.

python -m benchmarks.extraction.mutate FOLDER [--pages 10000] [--seed N] [--minutes M] [--keep FOLDER]

FOLDER holds sets of pages (pages.jsonl or pages.jsonl.gz). They go to `northwatch extract --jsonl` in batches; a sound page in
each shows whether its neighbours cost it anything. The same seed makes the same pages. Exit code 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from threading import Timer
from time import perf_counter
from typing import IO

from benchmarks.extraction import command
from benchmarks.extraction.mutations import HUGE, MUTATIONS

BATCH = 250
# A batch of pages that each use up their ten seconds on two workers would take this long; beyond it the command hangs.
PATIENCE_S = 1_500
SLOWEST, MOST_SHOWN = 10, 40
# Errors that no page may cause: a worker process that crashes, or a sound line that is said to be broken.
_UNEXPECTED = re.compile(r"\bdied\b|no JSON object")
SOUND = "sound"  # the name of the page in each batch that is not damaged
SENTENCE = "The coast guard cutter turned back at the edge of the ice on Thursday, its captain told the harbour office."
SOUND_PAGE = f"<html><body><article><h1>Cutter Turns Back</h1>{f'<p>{SENTENCE}</p>' * 4}</article></body></html>"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of input. `name` is number, mutation and page; `line` has no line feed and need not be valid UTF-8."""

    name: str
    mutation: str
    line: bytes


@dataclass(slots=True)
class Tally:
    """What came of all pages so far. `broken` are promises that were not kept, `slowest` seconds with the page's name."""

    pages: int = 0
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)


# ------------------------------------------------------------------ pages


def plan(count: int) -> list[str]:
    """The mutation of each of `count` pages: one after the other, and those of 50 MiB spread over a run of a hundred or more."""
    names = [list(MUTATIONS)[i % len(MUTATIONS)] for i in range(count)]
    most = min(3 * len(HUGE), max(count // 100, 3)) if count >= 100 else 0
    for i in range(most):
        names[count * (2 * i + 1) // (2 * most)] = list(HUGE)[i % len(HUGE)]
    return names


def cases(pages: Sequence[command.Row], count: int, seed: int) -> Iterator[Case]:
    """`count` damaged pages; a fifth of them is damaged twice."""
    for number, name in enumerate(plan(count)):
        rng = Random(f"{seed}/{number}")
        page = pages[rng.randrange(len(pages))]
        damaged = (HUGE.get(name) or MUTATIONS[name])(page["html"].encode("utf-8", "replace"), rng)
        if name in MUTATIONS and rng.random() < 0.2:
            damaged = MUTATIONS[rng.choice(list(MUTATIONS))](damaged[: 4 << 20], rng)
        yield Case(f"{number} {name} of {page['id']}", name, line_of(f"{number}", page.get("url"), damaged))


def line_of(name: str, url: str | None, html: bytes) -> bytes:
    """The page as a line of JSON; bytes that are no UTF-8 stand in it as they are."""
    row = {"id": name, "url": url, "html": html.decode("utf-8", "surrogateescape")}
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogateescape")


def batches(found: Iterator[Case], size: int) -> Iterator[list[Case]]:
    """The cases in groups, each with the sound page in its middle."""
    while batch := list(islice(found, size)):
        sound = Case(SOUND, SOUND, line_of(SOUND, None, SOUND_PAGE.encode()))
        yield [*batch[: len(batch) // 2], sound, *batch[len(batch) // 2 :]]


# ------------------------------------------------------------------ one batch


@dataclass(frozen=True, slots=True)
class Answer:
    """What the command did with a batch: its lines, each with the seconds since the one before, its end, and its complaints."""

    lines: Sequence[tuple[float, bytes]]
    code: int
    errors: str


def answer(arguments: Sequence[str], batch: Sequence[Case]) -> Answer:
    with TemporaryFile() as given, TemporaryFile() as errors:
        given.writelines(case.line + b"\n" for case in batch)
        given.seek(0)
        with subprocess.Popen(arguments, stdin=given, stdout=subprocess.PIPE, stderr=errors) as process:
            watchdog = Timer(PATIENCE_S, process.kill)
            watchdog.start()
            lines = list(_timed(process.stdout)) if process.stdout else []
        watchdog.cancel()
        errors.seek(0)
        return Answer(lines, process.returncode, errors.read().decode(errors="replace"))


def _timed(stream: IO[bytes]) -> Iterator[tuple[float, bytes]]:
    before = perf_counter()
    for line in stream:
        now = perf_counter()
        yield now - before, line
        before = now


def judge(batch: Sequence[Case], given: Answer) -> tuple[list[str], list[str]]:
    """The outcome of each page, in order, and the promises that were broken, each with the page or the batch."""
    whole = [f"batch from {batch[0].name}: {fault}" for fault in _faults_of_batch(batch, given)]
    found = [_outcome(case, line) for case, (_, line) in zip(batch, given.lines, strict=False)]
    return [outcome for outcome, _ in found], [*whole, *(fault for _, fault in found if fault)]


def _faults_of_batch(batch: Sequence[Case], given: Answer) -> Iterator[str]:
    if given.code:
        yield f"exit code {given.code}"
    if len(given.lines) != len(batch):
        yield f"{len(batch)} lines in, {len(given.lines)} out"
    if "Traceback" in given.errors:
        yield "a traceback: " + given.errors.strip().splitlines()[-1][:200]


def _outcome(case: Case, line: bytes) -> tuple[str, str]:
    """The outcome ("text", or the error in general words) and the broken promise, "" when there is none."""
    try:
        row = json.loads(line)
        text, error = str(row["text"]), row["error"]
    except (ValueError, KeyError) as fault:
        return "no answer", f"{case.name}: the answer is no line as promised: {fault}"
    if str(row["id"]) != case.name.split()[0]:
        return "no answer", f"{case.name}: the answer has the id {row['id']!r}"
    if bool(text.strip()) == bool(error):
        return "unclear", f"{case.name}: {len(text)} characters of text and the error {error!r}"
    if case.mutation == SOUND and SENTENCE not in text:
        return "harmed", f"{case.name}: the sound page has lost its text: {error!r}"
    return _general(error) if error else "text", f"{case.name}: {error}" if error and _UNEXPECTED.search(error) else ""


def _general(error: str) -> str:
    """The error without what differs from page to page, so that it can be counted."""
    return re.sub(r"'.*'|\".*\"|\d+", "…", error)[:100]


# ------------------------------------------------------------------ all of them


def add(tally: Tally, batch: Sequence[Case], given: Answer) -> list[str]:
    """Count a batch; what was broken in it."""
    outcomes, broken = judge(batch, given)
    for case, outcome in zip(batch, outcomes, strict=False):
        tally.outcomes.setdefault(case.mutation, Counter())[outcome] += 1
    times = [(seconds, case.name) for case, (seconds, _) in zip(batch, given.lines, strict=False)]
    tally.slowest = sorted([*tally.slowest, *times], reverse=True)[:SLOWEST]
    tally.pages += len(batch) - 1
    tally.broken += broken
    return broken


def keep_pages(folder: Path, batch: Sequence[Case], broken: Sequence[str], errors: str) -> None:
    """Write the pages that are named in `broken`, or the whole batch when only the batch is, and what the command complained."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{batch[0].name.split()[0]}-complaints.txt").write_text(errors, encoding="utf-8")
    named = [case for case in batch if any(fault.startswith(f"{case.name}:") for fault in broken)]
    for case in named or batch:
        (folder / f"{re.sub(r'[^A-Za-z0-9]+', '-', case.name)[:60]}.jsonl").write_bytes(case.line + b"\n")


def shown(tally: Tally) -> str:
    errors = sum((counts for counts in tally.outcomes.values()), Counter())
    rows = [f"  {name:18}{counts.total():6}{counts['text']:8}" for name, counts in tally.outcomes.items()]
    return "\n".join([
        f"{tally.pages} damaged pages, {len(tally.broken)} promises broken",
        f"  {'mutation':18}{'pages':>6}{'text':>8}",
        *rows,
        "outcomes:",
        *(f"  {count:6} {outcome}" for outcome, count in errors.most_common()),
        "slowest, in seconds since the line before:",
        *(f"  {seconds:6.1f} {name}" for seconds, name in tally.slowest),
        *(f"broken: {fault}" for fault in tally.broken[:MOST_SHOWN]),
    ])  # fmt: skip


def run_all(found: Iterator[Case], minutes: float, kept: Path | None) -> Tally:
    """All batches, or as many as begin within so many minutes."""
    tally, start = Tally(), perf_counter()
    with command.extract_command() as arguments:
        for batch in batches(found, BATCH):
            given = answer(arguments, batch)
            broken = add(tally, batch, given)
            if broken and kept:
                keep_pages(kept, batch, broken, given.errors)
            if perf_counter() - start > 60 * minutes:
                break
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction.mutate", description="damaged pages")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="begin no further batch after so many minutes")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the pages there that broke a promise")
    given = parser.parse_args(arguments)
    tally = run_all(cases(command.pages_in(given.folder), given.pages, given.seed), given.minutes, given.keep)
    print(shown(tally))
    return 1 if tally.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
