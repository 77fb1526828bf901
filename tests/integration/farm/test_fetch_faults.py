"""Every fault of the farm gives the right error, in time, and never reaches a trap."""

from __future__ import annotations

import asyncio
import time
import tracemalloc

import pytest

from tests.integration.farm.running import TRAP, RunningFarm
from worker.errors import FetchError, RefusedError
from worker.fetch.client import Client, Limits
from worker.guard import Policy

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1"
LIMITS = Limits(bytes=2 << 20, seconds=1.0)


async def get(client: Client, url: str, limits: Limits = LIMITS):
    return await client.get(url, limits=limits, accept=ACCEPT)


@pytest.mark.parametrize(
    ("fault", "status", "transient", "retry_after_s"),
    [
        pytest.param("status-401", 401, False, None, id="401"),
        pytest.param("status-404", 404, False, None, id="404"),
        pytest.param("status-410", 410, False, None, id="410 gone"),
        pytest.param("status-429-retry", 429, True, 7200, id="429 with seconds"),
        pytest.param("status-429-date", 429, True, 7200, id="429 with a date, measured from the server's own clock"),
        pytest.param("status-500", 500, True, None, id="500"),
        pytest.param("status-503-retry", 503, True, 7200, id="503 with seconds"),
    ],
)
async def test_a_status_is_an_error_that_says_whether_and_when_to_return(farm, client, fault, status, transient, retry_after_s):
    with pytest.raises(FetchError) as caught:
        await get(client, farm.url(fault))
    error = caught.value
    assert (error.kind, error.status, error.transient, error.unreachable) == ("status", status, transient, False)
    assert error.retry_after_s == (None if retry_after_s is None else pytest.approx(retry_after_s, abs=2))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("redirect-loop", "redirect"),
        ("redirect-chain-30", "redirect"),
        ("slow-headers", "timeout"),
        ("slow-body", "timeout"),
        ("hang", "timeout"),
        ("hang-body", "timeout"),
        ("reset-early", "truncated"),
        ("reset-body", "truncated"),
        ("truncated", "truncated"),
        ("chunked-truncated", "truncated"),
        ("gzip-trunc", "truncated"),
        ("gzip-bomb", "too-large"),
        ("big-50mb", "too-large"),
        ("endless", "too-large"),
    ],
)
async def test_a_broken_transfer_is_named_and_ends_within_the_limit(farm, client, fault, kind):
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        await get(client, farm.url(fault))
    assert caught.value.kind == kind
    assert time.monotonic() - began < LIMITS.seconds + 1


@pytest.mark.parametrize("fault", ["close-delimited", "type-none", "deflate", "cookie"])
async def test_odd_but_whole_replies_are_taken(farm, client, fault):
    reply = await get(client, farm.url(fault))
    assert reply.status == 200
    assert b"<rss" in reply.body


async def test_more_bytes_than_announced_are_never_part_of_the_reply(farm, client):
    """What stands behind Content-Length is not HTTP. Whether the reply or the rubbish arrives first is a matter of packets."""
    outcome = (await asyncio.gather(get(client, farm.url("length-short")), return_exceptions=True))[0]
    if isinstance(outcome, FetchError):
        assert outcome.kind == "encoding"
        assert len(str(outcome)) < 400
    else:
        assert len(outcome.body) == int(outcome.headers["content-length"])


async def test_a_bomb_costs_no_more_memory_than_the_limit(farm, client):
    await get(client, farm.url("0"))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError):
            await get(client, farm.url("gzip-bomb"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * LIMITS.bytes


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("ssrf-trap", RefusedError),
        ("ssrf-second-hop", RefusedError),
        ("ssrf-decimal", (RefusedError, FetchError)),
        ("ssrf-hex", (RefusedError, FetchError)),
        ("ssrf-octal", (RefusedError, FetchError)),
        ("ssrf-short", (RefusedError, FetchError)),
        ("ssrf-mapped6", RefusedError),
        ("ssrf-mapped6-hex", RefusedError),
        ("ssrf-userinfo", RefusedError),
        ("ssrf-backslash", RefusedError),
        ("ssrf-no-scheme", RefusedError),
        ("ssrf-file", RefusedError),
        ("ssrf-ftp", RefusedError),
    ],
)
async def test_no_redirect_leads_to_an_address_that_is_not_allowed(farm, client, fault, expected):
    with pytest.raises(expected):
        await get(client, farm.url(fault))
    assert farm.trapped() == 0


@pytest.mark.parametrize("host", [TRAP, f"[::ffff:{TRAP}]", str(int.from_bytes(bytes(map(int, TRAP.split(".")))))])
async def test_an_address_written_out_is_judged_too(farm, client, host):
    with pytest.raises((RefusedError, FetchError)):
        await get(client, f"http://{host}:{farm.port}/trap")
    assert farm.trapped() == 0


async def test_an_article_that_leads_into_a_trap_is_refused(farm, client):
    with pytest.raises(RefusedError, match=r"network\.allow"):
        await client.page(f"{farm.base}/trapped/1", limits=LIMITS)
    assert farm.trapped() == 0


async def test_a_name_that_moves_between_look_ups_is_judged_at_the_socket(farm: RunningFarm):
    """DNS rebinding: the first answer is allowed, the second is not; only the address that is connected to counts."""
    answers = iter(["127.0.1.1", TRAP])

    def lookup(host: str, port: int, family: int) -> list[tuple]:
        return [(2, 1, 6, "", (next(answers), port))]

    policy = Policy.opening(["127.0.1.0/24"])
    for allowed in (True, False):
        client = Client(policy, user_agent="northwatch/0", host_spacing_s=0, lookup=lookup)
        try:
            if allowed:
                assert (await get(client, f"http://moving.farm.test:{farm.port}/feed/0")).status == 200
            else:
                with pytest.raises(RefusedError, match=TRAP):
                    await get(client, f"http://moving.farm.test:{farm.port}/feed/0")
        finally:
            await client.close()
    assert farm.trapped() == 0


async def test_without_allowed_networks_the_whole_farm_is_refused(farm):
    client = Client(Policy(), user_agent="northwatch/0", host_spacing_s=0)
    try:
        for feed in ("0", "1", "redirect-301", "json-feed"):
            with pytest.raises(RefusedError, match="not a public address"):
                await get(client, farm.url(feed))
    finally:
        await client.close()


async def test_an_unknown_name_and_a_closed_port_look_like_the_network(farm):
    def lookup(host: str, port: int, family: int) -> list[tuple]:
        if host == "nobody.farm.test":
            raise OSError(-2, "Name or service not known")
        return [(2, 1, 6, "", ("127.0.1.250", port))]

    client = Client(Policy.opening(["127.0.1.0/24"]), user_agent="northwatch/0", lookup=lookup)
    try:
        for name, kind in (("nobody", "dns"), ("closed", "connect")):
            with pytest.raises(FetchError) as caught:
                await get(client, f"http://{name}.farm.test:{farm.port}/")
            assert (caught.value.kind, caught.value.unreachable) == (kind, True)
    finally:
        await client.close()


@pytest.mark.parametrize("url", ["http://127.0.1.1:99999/", "http://[::1/", "file:///etc/passwd", "http://a b/", "http://..:1/"])
async def test_malformed_addresses_are_refused_before_anything_is_sent(client, url):
    with pytest.raises((RefusedError, FetchError)):
        await get(client, url)
