"""The command `extract`: clean text of documents."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from worker.cli.shared import (
    FAILED,
    Command,
    Lines,
    complain,
    config_option,
    json_option,
    json_text,
    main_settings,
    read_standard_input,
)
from worker.tokens import well_formed

if TYPE_CHECKING:
    from worker.cleaning import Bounds
    from worker.model import Extract

T = TypeVar("T")

# Documents and bytes in hand before the oldest has to be finished. So many that a page which costs as much as sixty others
# leaves no worker idle; so few bytes that a file of any length fits into memory.
EXTRACT_AHEAD, EXTRACT_AHEAD_BYTES = 64, 16 << 20


@click.command(
    cls=Command,
    epilog="northwatch extract seeds/*.txt\nnorthwatch extract https://example.org/article\n"
    'echo \'{"id": "1", "html": "<p>...</p>"}\' | northwatch extract --jsonl',
)
@click.argument("documents", metavar="[FILE/URL/-]...", nargs=-1)
@click.option("--jsonl", is_flag=True, help='JSON lines in ({"id", "url"?, "html"} or {"id", "text"}) and out, in order.')
@config_option
@json_option
def extract(documents: Sequence[str], jsonl: bool, folder: Path | None, as_json: bool) -> int:
    """Print the clean text of documents. Nothing is stored and nothing is sent.

    With --jsonl, lines that the pages of one host (by "url") repeat in unlike articles are recognised as blocks of that
    site and removed from the third page on; what was printed before is not taken back.
    """
    if not documents and not jsonl:
        raise click.UsageError("name a file, a URL or - for standard input, or give --jsonl")
    from worker.engine.pool import CLEANING, start_server

    start_server([CLEANING, "worker.cleaning"])  # first: it gets ready while the configuration is read
    settings = main_settings(folder)
    if jsonl:
        return asyncio.run(_extract_lines(documents, settings))
    return asyncio.run(_extract_each(documents, settings, as_json))


async def _extract_each(documents: Sequence[str], settings: Bounds, as_json: bool) -> int:
    from worker.cleaning import open_cleaner

    results = []
    async with open_cleaner(settings, read_standard_input) as cleaner:
        for name in documents:
            result = await cleaner.named(name)
            results.append(_as_json(name, result))
            if not as_json:
                _print_extract(name, result, many=len(documents) > 1)
    if as_json:
        click.echo(json_text(results, indent=1))
    return FAILED if any(result["error"] for result in results) else 0


def _print_extract(name: str, result: Extract, *, many: bool) -> None:
    if many:
        click.echo(f"=== {name}")
    if result.error:
        complain(f"{name}: {result.error}" if name not in result.error else result.error)
        return
    for text in filter(None, (result.title, result.text)):
        click.echo(well_formed(f"{text}\n" if text is result.title else text))
    for removed in result.removed:
        click.echo(click.style(f"- {removed.reason}: {removed.text[:100]}", dim=True), err=True)


async def _extract_lines(files: Sequence[str], settings: Bounds) -> int:
    """One JSON object a line in and out, in order; a document that cannot be read gives an `error`, never a crash."""
    from worker.cleaning import SiteMemory, open_cleaner

    memory, lines = SiteMemory(), Lines(files)
    async with open_cleaner(settings, read_standard_input) as cleaner:
        async for cleaned in _in_order(lines, cleaner.line, lines.would_wait):
            result = memory.clean(cleaned.url, cleaned.extract)
            click.echo(json_text(_as_json(cleaned.id, result)))
    return 0


async def _in_order(
    lines: Iterator[bytes], work: Callable[[bytes], Coroutine[Any, Any, T]], would_wait: Callable[[], bool] = bool
) -> AsyncIterator[T]:
    """Results in the order of the input, with a bounded number of documents and bytes in hand.

    `would_wait`: whether the next line has yet to be written, maybe by a program that waits for its answer first: it gets it.
    """
    running: deque[tuple[int, asyncio.Task[T]]] = deque()
    held = 0
    while True:
        while running:
            size, task = running[0]
            is_full = len(running) >= EXTRACT_AHEAD or held > EXTRACT_AHEAD_BYTES
            if not (is_full or task.done() or would_wait()):
                break
            await asyncio.wait([task], timeout=None if is_full else LOOK_AGAIN_S)
            if task.done():
                running.popleft()
                held -= size
                yield await task
        line = next(lines, None)
        if line is None:
            break
        running.append((len(line), asyncio.ensure_future(work(line))))
        held += len(line)
        await asyncio.sleep(0)  # a turn for the new one: a worker is at it while the next line is read
    for _, task in running:
        yield await task


LOOK_AGAIN_S = 0.02  # for another line, while the answer to the one before is being made


def _as_json(name: object, result: Extract) -> dict[str, Any]:
    return {
        "id": name,
        "title": result.title,
        "text": result.text,
        "caption": result.caption,
        "language": result.language,
        "published": result.published.isoformat() if result.published else None,
        "removed": [asdict(removed) for removed in result.removed],
        "error": result.error or None,
    }
