"""Conditional requests, redirects, robots.txt, headers and spacing, as the farm's log and replies show them."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from tests.integration.farm.running import NETWORK, RunningFarm
from worker.errors import FetchError, RefusedError
from worker.fetch.caching import Validators
from worker.fetch.client import Client, Limits
from worker.guard import Policy

ACCEPT = "application/rss+xml, */*;q=0.1"
LIMITS = Limits(bytes=2 << 20, seconds=5.0)


async def get(client: Client, url: str, validators: Validators | None = None):
    return await client.get(url, limits=LIMITS, accept=ACCEPT, validators=validators)


@pytest.mark.parametrize("feed", ["0", "2", "3", "4", "etag-weak", "etag-unquoted", "lm-odd", "lm-only", "max-age"])
async def test_validators_come_back_exactly_and_save_the_transfer(farm, client, feed):
    first = await get(client, farm.url(feed))
    second = await get(client, farm.url(feed), first.validators)
    assert (first.status, second.status, second.body) == (200, 304, b"")
    assert second.validators == first.validators


async def test_news_end_the_304(farm, client):
    first = await get(client, farm.url("5"))
    farm.control("publish?feeds=5&n=1")
    second = await get(client, farm.url("5"), first.validators)
    assert second.status == 200
    assert second.validators.etag != first.validators.etag


async def test_no_validator_is_made_up(farm, client):
    reply = await get(client, farm.url("validators-none"))
    assert (reply.validators.etag, reply.validators.last_modified) == ("", "")


@pytest.mark.parametrize(
    ("fault", "kept"),
    [("redirect-301", True), ("redirect-308", True), ("redirect-302", False), ("redirect-307", False)],
)
async def test_only_permanent_redirects_name_a_new_address(farm, client, fault, kept):
    reply = await get(client, farm.url(fault))
    assert reply.url == f"{farm.url(fault)}?moved=1"
    assert reply.permanent_url == (reply.url if kept else None)


async def test_validators_go_only_to_the_address_that_gave_them(farm, client):
    first = await get(client, farm.url("redirect-302"))
    second = await get(client, farm.url("redirect-302"), first.validators)
    assert second.status == 304
    asked = [r for r in farm.requests() if r["feed"] == "redirect-302"][-2:]
    assert ["if-none-match" in r["h"] for r in asked] == [False, True]
    elsewhere = await get(client, farm.url("0"), first.validators)
    assert elsewhere.status == 200


async def test_requests_say_who_asks_and_carry_nothing_more(farm, client):
    await get(client, farm.url("cookie"))
    await get(client, farm.url("cookie"))
    headers = [r["h"] for r in farm.requests() if r["feed"] == "cookie"][-1]
    assert headers["user-agent"] == "northwatch/0 (+desk@example.org)"
    assert headers["from"] == "desk@example.org"
    assert headers["accept-encoding"] == "gzip"
    assert not {"cookie", "referer", "authorization"} & set(headers)


async def test_a_connection_is_used_again(farm, client):
    for _ in range(3):
        await get(client, f"{farm.url('9')}?again=1")
    asked = [r for r in farm.requests() if r["path"].endswith("?again=1")]
    assert len(asked) == 3
    assert len({r["conn"] for r in asked}) == 1


async def test_robots_txt_is_read_once_and_obeyed(farm, client):
    page = await client.page(f"{farm.base}/a/0/3", limits=LIMITS)
    assert "<article>" in page.body.decode(page.charset or "utf-8")
    before = [r for r in farm.requests() if r["feed"] == "robots"]
    with pytest.raises(RefusedError, match="Disallow: /a/1/"):
        await client.page(f"{farm.base}/a/1/3", limits=LIMITS)
    log = farm.requests()
    assert [r for r in log if r["feed"] == "robots"] == before
    assert not any(r["path"] == "/a/1/3" for r in log)


async def test_the_feed_itself_is_not_subject_to_robots_txt(farm, client):
    reply = await get(client, f"{farm.base}/a/1/8")
    assert reply.status == 200


async def test_requests_at_one_host_are_spaced_and_other_hosts_do_not_wait(farm: RunningFarm):
    client = Client(Policy.opening([NETWORK]), user_agent="northwatch/0", host_spacing_s=0.3)
    try:
        same = [get(client, f"http://127.0.1.3:{farm.port}/feed/2?n={n}") for n in range(3)]
        other = get(client, f"http://127.0.1.4:{farm.port}/feed/3?n=spaced")
        await asyncio.gather(*same, other)
    finally:
        await client.close()
    log = farm.requests()
    starts = sorted(r["t"] for r in log if r["path"].startswith("/feed/2?n="))
    assert len(starts) == 3
    assert all(later - earlier > 0.25 for earlier, later in pairwise(starts))
    assert next(r["t"] for r in log if r["path"] == "/feed/3?n=spaced") - starts[0] < 0.25


async def test_waiting_for_a_turn_is_not_counted_as_the_servers_time(farm: RunningFarm):
    client = Client(Policy.opening([NETWORK]), user_agent="northwatch/0", host_spacing_s=0.4)
    brief = Limits(bytes=1 << 20, seconds=0.5)
    try:
        urls = [f"http://127.0.1.5:{farm.port}/feed/4?turn={n}" for n in range(4)]
        replies = await asyncio.gather(*(client.get(u, limits=brief, accept=ACCEPT) for u in urls))
    finally:
        await client.close()
    assert [r.status for r in replies] == [200] * 4


async def test_a_hanging_host_does_not_hold_up_the_others(farm, client):
    url = farm.url("hang")
    other = next(u for u in farm.control("urls?set=healthy").split() if u.split(":")[1] != url.split(":")[1])
    hanging = [asyncio.create_task(get(client, url)) for _ in range(6)]
    try:
        reply = await asyncio.wait_for(get(client, other), 2)
        assert reply.status == 200
    finally:
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)


async def test_unreachable_robots_txt_means_later(farm):
    client = Client(Policy.opening([NETWORK]), user_agent="northwatch/0", host_spacing_s=0)
    try:
        with pytest.raises(FetchError) as caught:
            await client.page("http://127.0.1.250:9/a/0/1", limits=LIMITS)
    finally:
        await client.close()
    assert (caught.value.kind, caught.value.unreachable, caught.value.transient) == ("connect", True, True)
