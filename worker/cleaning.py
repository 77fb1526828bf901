"""Clean text for the commands: files, addresses and JSON values through the same worker processes and limits as the daemon."""

from __future__ import annotations

import json
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from worker import __version__
from worker.engine.pool import PoolLimits, WorkerPool
from worker.errors import ExtractError, NorthwatchError, RefusedError
from worker.extract import blocks, extract_file
from worker.extract.html import extract_html
from worker.extract.text import extract_text
from worker.fetch.client import Client, Limits
from worker.guard import Policy
from worker.model import Extract
from worker.settings.values import Settings

NO_DOCUMENT = 'the line is no JSON object with "id" and "html" or "text"'


def pool_of(settings: Settings) -> WorkerPool:
    """Worker processes with the limits of the settings."""
    limits = settings.limits
    return WorkerPool(PoolLimits(limits.workers, limits.document_s, limits.worker_memory_bytes))


def client_of(settings: Settings) -> Client:
    """The HTTP client with the guard and the manners of the settings."""
    limits = settings.limits
    return Client(
        Policy.opening(settings.networks),
        user_agent=f"northwatch/{__version__}",
        contact=settings.contact,
        per_host=limits.per_host,
        host_spacing_s=limits.host_spacing_s,
        connections=limits.connections,
    )


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What one line of input became. `url` is the address of a page, None for anything else."""

    id: object
    url: str | None
    extract: Extract


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Reads documents one at a time. No method raises for a bad document: the extract's `error` says what is wrong."""

    settings: Settings
    pool: WorkerPool
    client: Client
    read_input: Callable[[], bytes]

    async def named(self, name: str) -> Extract:
        """The text of a file, an http(s) address, or standard input for "-"."""
        try:
            if name.startswith(("http://", "https://")):
                return await self._page(name)
            data = self.read_input() if name == "-" else Path(name).read_bytes()
            return await self.pool.run(extract_file, _file_name(name, data), data)
        except OSError as error:
            return Extract(error=f"{name}: cannot be read: {error.strerror}")
        except NorthwatchError as error:
            return Extract(error=str(error))

    async def line(self, line: str) -> Cleaned:
        """One JSON line; the id is None when the line has none."""
        try:
            value: Any = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict) or "id" not in value or (value.get("html") is None and "text" not in value):
            return Cleaned(value.get("id") if isinstance(value, dict) else None, None, Extract(error=NO_DOCUMENT))
        return Cleaned(value["id"], page_address(value), await self.value(value))

    async def value(self, value: Mapping[str, Any]) -> Extract:
        """The text of {"html", "url"?} or {"id", "text"}; KeyError when neither is there."""
        name = "text" if value.get("html") is None else "html"
        text, url = value[name], value.get("url")
        if not isinstance(text, str) or not isinstance(url, str | None):
            return Extract(error=f"expected {name} and url as text, got {type(text).__name__} and {type(url).__name__}")
        try:
            if name == "html":
                return await self.pool.run(extract_html, text.encode("utf-8", "replace"), url, "utf-8")
            return await self.pool.run(extract_text, text, str(value["id"]))
        except (ExtractError, RefusedError) as error:
            return Extract(error=str(error))
        except Exception as error:  # noqa: BLE001 - a bug costs the document that shows it, and says so
            return Extract(error=f"internal error: {type(error).__name__}: {error}")

    async def _page(self, url: str) -> Extract:
        limits = Limits(self.settings.limits.page_bytes, self.settings.limits.fetch_s)
        page = await self.client.page(url, limits=limits)
        return await self.pool.run(extract_html, page.body, page.url, page.charset)


def page_address(value: Mapping[str, Any]) -> str | None:
    """The address of a value that carries a page, or None."""
    url = value.get("url")
    return url if isinstance(url, str) and value.get("html") is not None else None


# ------------------------------------------------------------------ blocks of sites, learned within one run

# Bounds of one run: sites, lines of a site, and stories of a site that a page is compared with, the latest of each.
MOST_SITES, MOST_LINES, MOST_STORIES = 1_000, 2_000, 30


@dataclass(slots=True)
class _Site:
    stories: deque[tuple[int, blocks.Story]] = field(default_factory=lambda: deque(maxlen=MOST_STORIES))
    lines: OrderedDict[int, set[int]] = field(default_factory=OrderedDict)
    number: int = 0


@dataclass(slots=True)
class SiteMemory:
    """The blocks of sites as far as the pages of this run show them, taken in the order of the input; nothing is stored.

    There are no developments here, so two pages count as two stories when their words are unlike. Pages that were
    given out before a block was recognised keep it.
    """

    _sites: OrderedDict[str, _Site] = field(default_factory=OrderedDict)

    def clean(self, url: str | None, extract: Extract) -> Extract:
        """The extract without the blocks known so far, and its lines remembered; as it is without text or address."""
        name = blocks.site_of(url, "page")
        if not name or not extract.text:
            return extract
        site = self._sites.setdefault(name, _Site())
        self._sites.move_to_end(name)
        while len(self._sites) > MOST_SITES:
            self._sites.popitem(last=False)
        known = {line: len(site.lines[line]) for line in blocks.digests(extract) if line in site.lines}
        cleaned = blocks.clean(extract, known)
        _remember(site, blocks.to_learn(extract, known), blocks.story_of(cleaned))
        return cleaned


def _remember(site: _Site, lines: Sequence[int], story: blocks.Story) -> None:
    same = (number for number, other in reversed(site.stories) if blocks.same_story(story, other))
    number = next(same, None)
    if number is None:
        site.number = number = site.number + 1
    site.stories.append((number, story))
    for line in lines:
        seen = site.lines.setdefault(line, set())
        site.lines.move_to_end(line)
        if len(seen) < blocks.SURE:
            seen.add(number)
    while len(site.lines) > MOST_LINES:
        site.lines.popitem(last=False)


@asynccontextmanager
async def open_cleaner(settings: Settings, read_input: Callable[[], bytes]) -> AsyncIterator[Cleaner]:
    """A cleaner whose processes and connections end with the block."""
    pool, client = pool_of(settings), client_of(settings)
    try:
        yield Cleaner(settings, pool, client, read_input)
    finally:
        await client.close()
        pool.close()


def _file_name(name: str, data: bytes) -> str:
    """The name whose ending says how to read the data; standard input is HTML when it begins with a tag."""
    if name != "-":
        return Path(name).name
    return "standard-input.html" if data.lstrip()[:1] == b"<" else "standard-input.txt"
