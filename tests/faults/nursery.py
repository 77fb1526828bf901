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
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine, event, func, select

from tests.builders import NOW
from tests.fakes import FakeClock, InlinePool
from worker.app import judge_of, open_database
from worker.context import Context, Source
from worker.engine.embedded import Embedded
from worker.fetch.caching import Validators
from worker.fetch.client import Response
from worker.inquiry import why
from worker.judge import Judge
from worker.model import AlertView, Message, Outcome, Severity, SourceKind, Verdict
from worker.rules.rule import Rule, RuleCompiler, RuleDefinition
from worker.settings.load import read_folder
from worker.settings.values import Settings
from worker.store import deliveries, leases, sources, state
from worker.store.database import Database
from worker.store.schema import SiteLineRow

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Coast</title>{entries}</channel></rss>"""
ENTRY = """<item><guid>{number}</guid><link>https://coast.example/{number}</link><title>{title}</title>
<pubDate>Sat, 21 Nov 2026 11:00:00 GMT</pubDate></item>"""
PAGE = """<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p><p>{more}</p>
<p>{box}</p></article></body></html>"""
ADDRESS = "https://coast.example/feed"
TITLE = "Cable to Svalbard damaged, police look for a Russian trawler"
TEXT = (
    "A subsea cable between Svalbard and the Norwegian mainland was cut on Friday, and the police suspect sabotage by a "
    "Russian vessel that had crossed it several times at low speed."
)
MORE = "The operator said that traffic was moved to the second cable and that repairs would take two weeks in this weather."
CHOIR = "Choir festival moves indoors"
CHOIR_TEXT = "The festival of church choirs will be held in the sports hall because the tent was torn by the autumn gales."
CHOIR_MORE = "Nine hundred singers have registered, more than ever, and the last evening is sold out, the organisers said."
# Both pages carry it, and it matches a rule: once the second page is read it is known for what it is.
BOX = "Dossier of the year: American troops and the annexation of Greenland"
PAGES = {
    "https://coast.example/1": PAGE.format(title=TITLE, text=TEXT, more=MORE, box=BOX),
    "https://coast.example/2": PAGE.format(title=CHOIR, text=CHOIR_TEXT, more=CHOIR_MORE, box=BOX),
}


class Fetcher:
    """A feed whose first answer is the baseline, and two article pages of one site."""

    def __init__(self, number: int) -> None:
        self.number = number

    async def get(self, url: str, **_: object) -> Response:
        news = {1: TITLE, 2: CHOIR} if self.number else {0: "Fish prices rise in Tromsø"}
        entries = "".join(ENTRY.format(number=number, title=title) for number, title in news.items())
        return self._response(url, FEED.format(entries=entries), "application/rss+xml")

    async def page(self, url: str, **_: object) -> Response:
        return self._response(url, PAGES[url], "text/html")

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
    """Counts events of this process and kills it at the n-th; keeps by which thread each was caused."""

    left = 0
    seen: ClassVar[list[tuple[int, str]]] = []

    @classmethod
    def tick(cls, *given: object) -> None:
        statement = " ".join(str(given[2]).split()[:3]) if len(given) > 2 else ""  # of an event of a cursor
        cls.seen.append((threading.get_ident(), statement or ("send" if given[0] == "send" else "commit")))
        cls.left -= 1
        if cls.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def round_of_work(settings: Settings, judge: Judge, folder: Path, number: int) -> None:
    """What one start of the daemon does: take up what a dead one left, poll, read, judge, deliver."""
    database = open_database(settings.database)
    with database.writing() as session:
        leases.free_all(session)
        deliveries.free_interrupted(session)
    context = Context(
        database=database,
        fetcher=Fetcher(number),
        pool=InlinePool(),
        judge=judge,
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


def doomed_round(settings: Settings, judge: Judge, folder: Path, kill_at: int) -> None:
    Bomb.left = kill_at
    event.listen(Engine, "after_cursor_execute", Bomb.tick)
    event.listen(Engine, "commit", Bomb.tick)
    round_of_work(settings, judge, folder, 1)
    (folder / "recording.json").write_text(json.dumps(_recording(Bomb.seen)))


def _recording(seen: list[tuple[int, str]]) -> list[str]:
    """What the thread that records an outcome does from the receiver's acceptance to its commit.

    Other threads work meanwhile, so that more deaths than these can fall between the two.
    """
    after = seen[[what for _, what in seen].index("send") + 1 :]
    recorder = next(thread for thread, what in after if what == "INSERT INTO attempt")
    own = [what for thread, what in after if thread == recorder]
    return own[: own.index("commit") + 1]


def outcome(settings: Settings, folder: Path) -> dict[str, object]:
    database = open_database(settings.database)
    with database.reading() as session:
        totals, items = state.totals(session), sources.count_items(session)
        waiting = len(deliveries.waiting(session))
        validators = sources.get(session, "coast").etag
        lines = session.scalar(select(func.count()).select_from(SiteLineRow))
    pages = {url: _judged(database, url) for url in PAGES}
    database.close()
    sent = [json.loads(line) for line in (folder / "sent.jsonl").read_text().splitlines()]
    return {
        "totals": totals,
        "items": items,
        "waiting": waiting,
        "sent": sent,
        "etag": validators,
        "pages": pages,
        "site_lines": lines,
        "recording": json.loads(recording.read_text()) if (recording := folder / "recording.json").exists() else [],
    }


def _judged(database: Database, url: str) -> dict[str, object]:
    """What became of a page, without the numbers that depend on which of the two was read first."""
    [account] = why(database, url)
    return {
        "characters": account["document"]["characters"],
        "removed": [[line["reason"], line["text"], len(line.get("documents", ()))] for line in account["document"]["removed"]],
        "documents": len(account["development"]["documents"]),
        "rules": [rule["id"] for rule in account["rules"]],
        "alerts": [[alert["outcome"], alert["reason"]] for alert in account["alerts"]],
    }


def rules() -> tuple[Rule, ...]:
    """One that holds for the news, and one for the box alone."""
    definitions = [
        RuleDefinition("cables", "Cables", query="cable NEAR/5 (damaged OR cut)", severity=Severity.HIGH),
        RuleDefinition("dossiers", "Dossiers", query="dossier AND annexation"),
    ]
    return tuple(rule for rule, _ in RuleCompiler(()).compile_all(definitions) if rule is not None)


def main(config: Path, folder: Path) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    settings = replace(read_folder(config, {}), rules=rules())
    judge = judge_of(settings, wait=False)
    base = _with_database(settings, folder)
    assert in_child(round_of_work, base, judge, folder, 0) == 0
    for kill_at in range(1, 1000):
        place = folder / str(kill_at)
        place.mkdir()
        shutil.copy(folder / "northwatch.db", place)
        here = _with_database(settings, place)
        died = in_child(doomed_round, here, judge, place, kill_at)
        assert in_child(round_of_work, here, judge, place, 1) == 0
        print(json.dumps({"kill_at": kill_at, "died": died, **outcome(here, place)}), flush=True)
        if died == 0:
            return


def _with_database(settings: Settings, place: Path) -> Settings:
    return replace(settings, database=f"sqlite:///{place / 'northwatch.db'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
