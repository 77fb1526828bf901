"""Clean text for the commands: files, addresses and JSON values through the same worker processes and limits as the daemon."""

from __future__ import annotations

import json
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from worker import __version__
from worker.engine.pool import PoolLimits, WorkerPool
from worker.errors import NorthwatchError
from worker.guard import Policy
from worker.model import Extract
from worker.settings.values import Limits

if TYPE_CHECKING:  # the command reads nothing itself, and most of them fetch nothing
    from worker.extract.blocks import Story
    from worker.fetch.client import Client

NO_DOCUMENT = 'the line is no JSON object with "id" and "html" or "text"'


class Bounds(Protocol):
    """What cleaning has to know of a configuration."""

    @property
    def limits(self) -> Limits: ...
    @property
    def networks(self) -> tuple[str, ...]: ...
    @property
    def contact(self) -> str: ...


def pool_of(settings: Bounds) -> WorkerPool:
    """Worker processes with the limits of the settings."""
    limits = settings.limits
    return WorkerPool(PoolLimits(limits.workers, limits.document_s, limits.worker_memory_bytes))


def client_of(settings: Bounds) -> Client:
    """The HTTP client with the guard and the manners of the settings."""
    from worker.fetch.client import Client

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

    settings: Bounds
    pool: WorkerPool
    client: Callable[[], Client]
    read_input: Callable[[], bytes]

    async def named(self, name: str) -> Extract:
        """The text of a file, an http(s) address, or standard input for "-"."""
        try:
            if name.startswith(("http://", "https://")):
                return await self._page(name)
            data = self.read_input() if name == "-" else Path(name).read_bytes()
            return await self.pool.run(read_file, _file_name(name, data), data)
        except OSError as error:
            return Extract(error=f"{name}: cannot be read: {error.strerror}")
        except NorthwatchError as error:
            return Extract(error=str(error))

    async def line(self, line: bytes) -> Cleaned:
        """What one JSON line became; the id is None when the line has none."""
        try:
            return await self.pool.run(read_line, line)
        except NorthwatchError as error:
            return Cleaned(_id_of(_parsed(line)), None, Extract(error=str(error)))

    async def value(self, value: Mapping[str, Any]) -> Extract:
        """The text of {"html", "url"?} or {"id", "text"}."""
        try:
            return await self.pool.run(read_value, value)
        except NorthwatchError as error:
            return Extract(error=str(error))

    async def _page(self, url: str) -> Extract:
        from worker.fetch.client import Limits as TransferLimits

        limits = TransferLimits(self.settings.limits.page_bytes, self.settings.limits.fetch_s)
        page = await self.client().page(url, limits=limits)
        return await self.pool.run(read_page, page.body, page.url, page.charset)


def page_address(value: Mapping[str, Any]) -> str | None:
    """The address of a value that carries a page, or None."""
    url = value.get("url")
    return url if isinstance(url, str) and value.get("html") is not None else None


# ------------------------------------------------------------------ what runs in the worker processes

# Lines are parsed there too: it takes the command half as long as its whole other work. Each function imports its reader
# where it runs: the command itself then need not load any, which would take longer than a page.

# An id is given back as it stands; one that is a list or an object must be so short in JSON that its depth does no harm.
LONGEST_ID = 1_000


def read_line(line: bytes) -> Cleaned:
    """What one JSON line became: see `Cleaner.line`."""
    value = _parsed(line)
    if not isinstance(value, dict) or "id" not in value or (value.get("html") is None and "text" not in value):
        return Cleaned(_id_of(value), None, Extract(error=NO_DOCUMENT))
    return Cleaned(_id_of(value), page_address(value), read_value(value))


def _parsed(line: bytes) -> Any:
    """The value of a line; None when it is no JSON."""
    try:
        return json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _id_of(value: Any) -> object:
    id = value.get("id") if isinstance(value, dict) else None
    return id if not isinstance(id, list | dict) or len(json.dumps(id)) <= LONGEST_ID else None


def read_value(value: Mapping[str, Any]) -> Extract:
    """The text of {"html", "url"?} or {"id", "text"}; KeyError when neither is there. MemoryError is the pool's business."""
    name = "text" if value.get("html") is None else "html"
    text, url = value[name], value.get("url")
    if not isinstance(text, str) or not isinstance(url, str | None):
        return Extract(error=f"expected {name} and url as text, got {type(text).__name__} and {type(url).__name__}")
    try:
        if name == "html":
            return read_page(text.encode("utf-8", "replace"), url, "utf-8")
        return read_text(text, str(value["id"]))
    except MemoryError:
        raise
    except NorthwatchError as error:
        return Extract(error=str(error))
    except Exception as error:  # noqa: BLE001 - a bug costs the document that shows it, and says so
        return Extract(error=f"internal error: {type(error).__name__}: {error}")


def read_file(name: str, data: bytes) -> Extract:
    """See `extract.extract_file`."""
    from worker.extract import extract_file

    return extract_file(name, data)


def read_page(data: bytes, url: str | None, charset: str | None) -> Extract:
    """See `extract.html.extract_html`."""
    from worker.extract.html import extract_html

    return extract_html(data, url, charset)


def read_text(text: str, name: str) -> Extract:
    """See `extract.text.extract_text`."""
    from worker.extract.text import extract_text

    return extract_text(text, name)


# ------------------------------------------------------------------ blocks of sites, learned within one run

# Bounds of one run: sites, lines of a site, and stories of a site that a page is compared with, the latest of each.
MOST_SITES, MOST_LINES, MOST_STORIES = 1_000, 2_000, 30
LONGEST_WAITING = 50_000  # characters of a first page that is kept until the second one comes; longer ones are read at once


@dataclass(slots=True)
class _Site:
    """What is known of a site. `first` is its first page, which is only looked at when there is a second one."""

    first: Extract | None
    stories: deque[tuple[int, Story]] = field(default_factory=lambda: deque(maxlen=MOST_STORIES))
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
        if not url or not extract.text:
            return extract
        from worker.extract import blocks

        name = blocks.site_of(url, "page")
        if not name:
            return extract
        site = self._sites.get(name)
        if site is None:
            self._add(name, extract)
            return extract
        self._sites.move_to_end(name)
        if site.first is not None:
            _learn(site, site.first)
            site.first = None
        return _learn(site, extract)

    def _add(self, name: str, extract: Extract) -> None:
        self._sites[name] = site = _Site(extract)
        if len(extract.text) > LONGEST_WAITING:
            site.first = None
            _learn(site, extract)
        while len(self._sites) > MOST_SITES:
            self._sites.popitem(last=False)


def _learn(site: _Site, extract: Extract) -> Extract:
    """The extract without the blocks known before it; the site knows its lines afterwards."""
    from worker.extract import blocks

    known = {line: len(site.lines[line]) for line in blocks.digests(extract) if line in site.lines} if site.lines else {}
    cleaned = blocks.clean(extract, known)
    _remember(site, blocks.to_learn(extract, known), blocks.story_of(cleaned))
    return cleaned


def _remember(site: _Site, lines: Sequence[int], story: Story) -> None:
    from worker.extract import blocks

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
async def open_cleaner(settings: Bounds, read_input: Callable[[], bytes]) -> AsyncIterator[Cleaner]:
    """A cleaner whose processes and connections end with the block. The client is opened for the first address."""
    pool = pool_of(settings)
    opened: list[Client] = []

    def client() -> Client:
        if not opened:
            opened.append(client_of(settings))
        return opened[0]

    try:
        yield Cleaner(settings, pool, client, read_input)
    finally:
        for each in opened:
            await each.close()
        pool.close()


def _file_name(name: str, data: bytes) -> str:
    """The name whose ending says how to read the data; standard input is HTML when it begins with a tag."""
    if name != "-":
        return Path(name).name
    return "standard-input.html" if data.lstrip()[:1] == b"<" else "standard-input.txt"
