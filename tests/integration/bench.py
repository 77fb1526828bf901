"""A worker of its own for tests of the steps: a real database, a web that answers as told, a clock and one channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.conftest import NOW
from tests.fakes import FakeClock, InlinePool, RecordingChannel
from worker.context import Context, Source
from worker.engine.embedded import Embedded
from worker.errors import FetchError
from worker.fetch.caching import Validators
from worker.fetch.client import Response
from worker.judge import Judge
from worker.model import ItemId, SourceKind
from worker.store import documents, sources
from worker.store.database import Database

FEED = "https://coast.example/feed"
ENTRY = """<item><guid>{guid}</guid><link>https://coast.example/{guid}</link><title>{title}</title>
<pubDate>{date}</pubDate><description>{summary}</description></item>"""


def entry(guid: str, title: str, *, summary: str = "", hours_old: float = 1) -> str:
    date = (NOW - timedelta(hours=hours_old)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return ENTRY.format(guid=guid, title=title, summary=summary, date=date)


@dataclass
class Web:
    """Answers by address: bytes, or an error to raise. `asked` are the addresses in order."""

    answers: dict[str, bytes | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    validators: list[Validators | None] = field(default_factory=list)
    not_modified: bool = False

    def feed(self, *entries: str) -> None:
        body = f"<rss version='2.0'><channel><title>Coast</title>{''.join(entries)}</channel></rss>"
        self.answers[FEED] = body.encode()

    async def get(self, url: str, *, validators: Validators | None = None, **_: Any) -> Response:
        self.validators.append(validators)
        return self._answer(url, "application/rss+xml", status=304 if self.not_modified else 200)

    async def page(self, url: str, **_: Any) -> Response:
        return self._answer(url, "text/html")

    def _answer(self, url: str, content_type: str, status: int = 200) -> Response:
        self.asked.append(url)
        answer = self.answers.get(url, FetchError("status", f"{url}: the server answers 404", status=404, transient=False))
        if isinstance(answer, Exception):
            raise answer
        body = answer if status == 200 else b""
        return Response(url, status, body, content_type, "utf-8", Validators('"1"', "", url), {}, None)


@dataclass
class Bench:
    """A worker of its own: database, web, clock and one recording channel."""

    database: Database
    web: Web
    clock: FakeClock
    channel: RecordingChannel
    context: Context

    async def work(self, **later: float) -> None:
        """Let time pass, then do everything that is due."""
        self.clock.forward(**later)
        await Embedded(self.context).run_once()

    def read(self, query: Callable[..., Any], *arguments: Any) -> Any:
        with self.database.reading() as session:
            return query(session, *arguments)

    def item(self, number: int) -> documents.StoredItem:
        return self.read(documents.get_item, ItemId(number))

    def told(self) -> list[str]:
        return [view.headline for view in self.channel.views if view.kind != "notice"]


def open_bench(database: Database, judge: Judge, clock: FakeClock) -> Bench:
    """A bench with one feed, before its first poll."""
    web, channel = Web(), RecordingChannel()
    context = Context(
        database=database,
        fetcher=web,
        pool=InlinePool(),
        judge=judge,
        clock=clock,
        random=lambda: 0.0,
        owner="me",
        sources={"coast": Source("coast", SourceKind.FEED, FEED, interval=timedelta(minutes=30))},
        channels={"console": channel},
        operator=["console"],
    )
    with database.writing() as session:
        sources.sync(session, {"coast": FEED}, clock())
    return Bench(database, web, clock, channel, context)


async def after_a_baseline(bench: Bench) -> None:
    bench.web.feed(entry("old", "Old news from the coast"))
    await bench.work()
    bench.channel.views.clear()
    bench.web.asked.clear()
