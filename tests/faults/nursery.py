"""Runs one whole round of work again and again, killed with SIGKILL after the n-th SQL statement or send, for every n.

A program of its own: it loads everything once and forks, so that hundreds of deaths cost seconds. Prints one JSON line
per kill point with the state after a second, undisturbed round.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine, event

from tests.builders import NOW
from tests.fakes import FakeClock, InlinePool
from worker.app import judge_of, open_database
from worker.context import Context, Source
from worker.engine.embedded import Embedded
from worker.fetch.caching import Validators
from worker.fetch.client import Response
from worker.model import AlertView, Message, Outcome, SourceKind, Verdict
from worker.settings.load import read_folder
from worker.settings.values import Settings
from worker.store import deliveries, leases, sources, state

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Coast</title>
<item><guid>{number}</guid><link>https://coast.example/{number}</link><title>{title}</title>
<pubDate>Sat, 21 Nov 2026 11:00:00 GMT</pubDate></item></channel></rss>"""
PAGE = """<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p><p>{more}</p>
</article></body></html>"""
ADDRESS = "https://coast.example/feed"
TITLE = "Cable to Svalbard damaged, police look for a Russian trawler"
TEXT = (
    "A subsea cable between Svalbard and the Norwegian mainland was cut on Friday, and the police suspect sabotage by a "
    "Russian vessel that had crossed it several times at low speed."
)
MORE = "The operator said that traffic was moved to the second cable and that repairs would take two weeks in this weather."


class Fetcher:
    """A feed whose first answer is the baseline, and one article page."""

    def __init__(self, number: int) -> None:
        self.number = number

    async def get(self, url: str, **_: object) -> Response:
        title = TITLE if self.number else "Fish prices rise in Tromsø"
        return self._response(url, FEED.format(number=self.number, title=title), "application/rss+xml")

    async def page(self, url: str, **_: object) -> Response:
        return self._response(url, PAGE.format(title=TITLE, text=TEXT, more=MORE), "text/html")

    def _response(self, url: str, body: str, content_type: str) -> Response:
        return Response(url, 200, body.encode(), content_type, "utf-8", Validators(f'"{self.number}"', "", url), {}, None)


@dataclass
class FileChannel:
    """Accepts by appending a line to a file, like a receiver that keeps what it got when the sender dies."""

    path: Path

    def render(self, view: AlertView, zone: ZoneInfo) -> Message:
        return Message(subject=view.headline, text=view.headline)

    async def send(self, message: Message) -> Outcome:
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps([message.idempotency_key, message.possible_repeat]) + "\n")
        Bomb.tick("send")
        return Outcome(Verdict.DELIVERED)


class Bomb:
    """Counts events of this process and kills it at the n-th."""

    left = 0

    @classmethod
    def tick(cls, *_: object) -> None:
        cls.left -= 1
        if cls.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def round_of_work(settings: Settings, folder: Path, number: int) -> None:
    """What one start of the daemon does: take up what a dead one left, poll, read, judge, deliver."""
    database = open_database(settings.database)
    with database.writing() as session:
        leases.free_all(session)
        deliveries.free_interrupted(session)
    context = Context(
        database=database,
        fetcher=Fetcher(number),
        pool=InlinePool(),
        judge=judge_of(settings, wait=False),
        clock=FakeClock(NOW.replace(hour=12 + number)),
        random=lambda: 0.0,
        owner=str(os.getpid()),
        sources={"coast": Source("coast", SourceKind.FEED, ADDRESS, interval=timedelta(minutes=30))},
        channels={"console": FileChannel(folder / "sent.jsonl")},
        operator=(),
    )
    with database.writing() as session:
        sources.sync(session, {"coast": ADDRESS}, context.clock())
    asyncio.run(Embedded(context).run_once())
    database.close()


def in_child(work: Callable[..., None], *arguments: object) -> int:
    """The signal or exit code with which a forked child ended that did the work."""
    child = os.fork()
    if child == 0:
        try:
            work(*arguments)
        except BaseException:  # noqa: BLE001  # a forked child must never return into the code of its parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def doomed_round(settings: Settings, folder: Path, kill_at: int) -> None:
    Bomb.left = kill_at
    event.listen(Engine, "after_cursor_execute", Bomb.tick)
    event.listen(Engine, "commit", Bomb.tick)
    round_of_work(settings, folder, 1)


def outcome(settings: Settings, folder: Path) -> dict[str, object]:
    database = open_database(settings.database)
    with database.reading() as session:
        totals, items = state.totals(session), sources.count_items(session)
        waiting = len(deliveries.waiting(session))
        validators = sources.get(session, "coast").etag
    database.close()
    sent = [json.loads(line) for line in (folder / "sent.jsonl").read_text().splitlines()]
    return {"totals": totals, "items": items, "waiting": waiting, "sent": sent, "etag": validators}


def main(config: Path, folder: Path) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    settings = read_folder(config, {})
    base = _with_database(settings, folder)
    assert in_child(round_of_work, base, folder, 0) == 0
    for kill_at in range(1, 1000):
        place = folder / str(kill_at)
        place.mkdir()
        shutil.copy(folder / "northwatch.db", place)
        here = _with_database(settings, place)
        died = in_child(doomed_round, here, place, kill_at)
        assert in_child(round_of_work, here, place, 1) == 0
        print(json.dumps({"kill_at": kill_at, "died": died, **outcome(here, place)}), flush=True)
        if died == 0:
            return


def _with_database(settings: Settings, place: Path) -> Settings:
    return replace(settings, database=f"sqlite:///{place / 'northwatch.db'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
