"""Two rounds over every feed and fault of a farm, judged by `checks.py` from the request log alone.

The poller here is the shortest that uses our parts as the pipeline does: keep validators with the items, obey `next_due`.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.integration.farm import checks
from tests.integration.farm.conftest import NOW
from tests.integration.farm.running import NETWORK, running_farm
from worker.errors import FeedError, FetchError, RefusedError
from worker.fetch.caching import Validators, freshness
from worker.fetch.client import Client, Limits, Response
from worker.guard import Policy
from worker.sources.feed import parse_feed
from worker.sources.schedule import next_due, slot

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1"
LIMITS = Limits(bytes=2 << 20, seconds=8.0)  # beyond the longest stall of the farm, because parsing here holds up the loop


class Poller:
    """State of a few feeds in memory; `now` is moved between rounds."""

    def __init__(self, client: Client) -> None:
        self.client, self.now = client, NOW
        self.due: dict[str, object] = {}
        self.where: dict[str, str] = {}
        self.validators: dict[str, Validators] = {}
        self.known: dict[str, set[str]] = {}

    async def round(self, feeds: list[str]) -> None:
        asked = [feed for feed in feeds if self.due.get(feed, self.now) <= self.now]
        outcomes = await asyncio.gather(*(self.fetch(feed) for feed in asked), return_exceptions=True)
        for feed, outcome in zip(asked, outcomes, strict=True):
            ten = timedelta(minutes=10)
            self.due[feed] = next_due(self.now, interval=ten, floor=ten, jitter=slot(feed), **self.hints(feed, outcome))

    async def fetch(self, feed: str) -> Response:
        url, validators = self.where.get(feed, feed), self.validators.get(feed)
        return await self.client.get(url, limits=LIMITS, accept=ACCEPT, validators=validators)

    def hints(self, feed: str, outcome: Response | BaseException) -> dict:
        match outcome:
            case FetchError(status=410):
                return {"retry_after": timedelta(days=9)}
            case FetchError(retry_after_s=wait):
                return {"retry_after": timedelta(seconds=wait or 0), "failures": 1}
            case RefusedError():
                return {"failures": 1}
            case Response():
                return {"freshness": freshness(outcome.headers, self.now)} | self.taken(feed, outcome)
        raise outcome

    def taken(self, feed: str, reply: Response) -> dict:
        """Items and validators of a reply kept together, and how long the feed asks to be left alone."""
        if reply.status == 304:
            return {}
        try:
            parsed = parse_feed(feed, reply.body, reply.url, reply.content_type, NOW)
        except FeedError:
            return {"failures": 1}
        self.known.setdefault(feed, set()).update(item.keys[0] for item in parsed.items)
        self.where[feed] = reply.permanent_url or feed
        if parsed.complete:
            self.validators[feed] = reply.validators
        return {"interval_hint": timedelta(seconds=parsed.interval_hint_s or 0)}


async def test_the_log_of_two_rounds_passes_every_check(tmp_path: Path, capsys):
    with running_farm(tmp_path, feeds=30, max_stall_s=2, bomb_mib=32) as farm:
        client = Client(Policy.opening([NETWORK]), user_agent="northwatch/0", contact="desk@example.org", host_spacing_s=0.005)
        poller = Poller(client)
        feeds = farm.control("urls").split()
        try:
            for label in ("cycle1", "cycle2"):
                farm.control(f"mark?label={label}")
                await poller.round(feeds)
                poller.now += timedelta(minutes=30)
            for page in ("a/0/3", "a/1/3", "trapped/1"):
                await asyncio.gather(client.page(f"{farm.base}/{page}", limits=LIMITS), return_exceptions=True)
        finally:
            await client.close()
        assert farm.trapped() == 0
        healthy = [len(poller.known[farm.url(str(n))]) for n in range(30)]
        assert healthy == [10] * 30
    failed = checks.main(str(farm.log))
    assert failed == 0, capsys.readouterr().out
