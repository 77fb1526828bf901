"""A running daemon takes up changed files: here what its own network may reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.collector import Mailbox, server
from worker.app import open_database
from worker.daemon import Daemon
from worker.settings.load import read_folder
from worker.store import deliveries, sources

FEED = b"<rss version='2.0'><channel><title>Own</title></channel></rss>"
REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(FEED)
RULE = "{id: cable, title: Cable, why: W., severity: critical, match: {query: cable}}"


@asynccontextmanager
async def feed_server() -> AsyncIterator[int]:
    """The port of a loopback server that answers everything with a feed."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(REPLY + FEED)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1]


def written(place: Path, feed_port: int, mail_port: int) -> Path:
    """A config folder with a feed and a mail account on this machine, and no network of its own that is opened."""
    config = place / "config"
    (config / "rules").mkdir(parents=True)
    (place / "seeds").mkdir()
    (place / "seeds" / "news.txt").write_text("Cable cut\n\nThe cable to the island was cut on Friday, police said.\n")
    (config / "northwatch.yaml").write_text("version: 1\noperator: []\n")
    feed = f"{{id: own, kind: feed, url: 'http://127.0.0.1:{feed_port}/feed'}}"
    (config / "sources.yaml").write_text(f"version: 1\nsources:\n  - {{id: drop, kind: folder, path: ../seeds}}\n  - {feed}\n")
    url = f"mailto://127.0.0.1:{mail_port}?from=watch@coast.example&to=desk@coast.example&mode=insecure"
    (config / "channels.yaml").write_text(f"version: 1\nchannels:\n  - {{id: desk, kind: apprise, url: '{url}'}}\n")
    (config / "rules" / "mine.yaml").write_text(f"version: 1\nrules:\n  - {RULE}\n")
    return config


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0)


@pytest.mark.timeout(120)
async def test_a_network_that_is_opened_is_reached_without_a_restart(tmp_path: Path) -> None:
    mailbox, stop = Mailbox(), asyncio.Event()
    with server(mailbox) as mail_port:
        async with feed_server() as feed_port:
            config = written(tmp_path, feed_port, mail_port)
            settings = read_folder(config, {})
            database = open_database(settings.database)

            def refused() -> bool:
                with database.reading() as session:
                    known, waiting = sources.get(session, "own"), deliveries.waiting(session)
                return bool(known and known.failures and any("not public" in alert.reason for alert in waiting))

            def reached() -> bool:
                with database.reading() as session:
                    known = sources.get(session, "own")
                return bool(known and known.last_success and mailbox.mails)

            running = asyncio.create_task(Daemon(settings, write=print).run(stop))
            await until(refused)
            (config / "northwatch.yaml").write_text("version: 1\noperator: []\nnetwork: {allow: [127.0.0.0/8]}\n")
            await until(reached)
            stop.set()
            await running
            database.close()
