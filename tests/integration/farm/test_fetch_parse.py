"""Feeds of the farm, fetched and parsed: the right number of items with the right text, whatever is wrong with the document."""

from __future__ import annotations

import pytest

from tests.integration.farm.conftest import NOW
from worker.errors import FeedError
from worker.fetch.client import Client, Limits
from worker.sources.feed import ParsedFeed, parse_feed

LIMITS = Limits(bytes=10 << 20, seconds=5.0)


async def feed_of(client: Client, url: str, source: str = "farm") -> ParsedFeed:
    reply = await client.get(url, limits=LIMITS, accept="application/rss+xml, */*;q=0.1")
    return parse_feed(source, reply.body, reply.url, reply.content_type, NOW)


@pytest.mark.parametrize("feed", ["1", "6", "8", "9"])
async def test_healthy_feeds_of_each_format(farm, client, feed):
    parsed = await feed_of(client, farm.url(feed))
    assert [item.title for item in parsed.items] == farm.titles(feed)
    assert all(item.published and item.url and item.content for item in parsed.items)
    assert (parsed.repaired, parsed.complete) == ("", True)


@pytest.mark.parametrize(
    ("fault", "items", "repaired"),
    [
        ("xml-billion-laughs", 10, None),
        ("xml-quadratic", 10, None),
        ("xml-xxe-file", 10, None),
        ("xml-xxe-http", 10, None),
        ("xml-amp", 10, True),
        ("xml-control", 10, True),
        ("xml-nbsp", 10, None),
        ("xml-junk-before", 10, None),
        ("xml-deep", 10, None),
        ("enc-latin1", 10, None),
        ("enc-cp1251", 10, None),
        ("enc-sjis", 10, None),
        ("enc-utf16", 10, None),
        ("enc-lie", 10, None),
        ("enc-header-conflict", 10, None),
        ("type-html", 10, False),
        ("type-octet", 10, False),
        ("type-none", 10, False),
        ("json-feed", 10, False),
        ("guid-none", 10, False),
        ("guid-nolink", 10, False),
        ("guid-dup", 10, False),
        ("date-none", 10, False),
        ("date-bad", 10, False),
        ("date-future", 10, False),
        ("date-1970", 10, False),
        ("urls-relative", 10, False),
        ("dup-items", 10, False),
        ("xss", 10, None),
        ("header-inject", 10, False),
        ("ssrf-entry-link", 10, False),
    ],
)
async def test_no_item_is_lost_and_faults_are_flagged(farm, client, fault, items, repaired):
    parsed = await feed_of(client, farm.url(fault))
    assert len(parsed.items) == items
    assert len({key for item in parsed.items for key in item.keys}) >= items
    assert repaired is None or bool(parsed.repaired) is repaired
    assert farm.trapped() == 0


async def test_a_feed_that_is_cut_off_gives_what_is_there_and_says_so(farm, client):
    parsed = await feed_of(client, farm.url("xml-cut"))
    assert 4 <= len(parsed.items) <= 7
    assert parsed.repaired
    assert not parsed.complete


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("enc-latin1", "Tromsø Ålesund café"),
        ("enc-cp1251", "Арктика и Север"),
        ("enc-sjis", "北極の安全保障"),
        ("enc-utf16", "Grønland 北極"),
        ("enc-lie", "Tromsø – “quoted”"),
        ("enc-header-conflict", "Grønland 北極"),
    ],
)
async def test_text_is_right_in_every_encoding(farm, client, fault, words):
    parsed = await feed_of(client, farm.url(fault))
    assert all(item.title.startswith(words) for item in parsed.items)


@pytest.mark.parametrize("fault", ["guid-changing", "guid-none", "guid-nolink", "link-tracking", "title-edit", "reorder"])
async def test_the_same_items_are_known_again_at_every_poll(farm, client, fault):
    first = await feed_of(client, farm.url(fault))
    known = {key for item in first.items for key in item.keys}
    for _ in range(2):
        again = await feed_of(client, farm.url(fault))
        assert all(known & set(item.keys) for item in again.items)


@pytest.mark.parametrize("fault", ["date-none", "date-bad", "date-future", "date-1970"])
async def test_a_date_that_cannot_be_believed_is_none(farm, client, fault):
    parsed = await feed_of(client, farm.url(fault))
    assert {item.published for item in parsed.items} == {None}


async def test_titles_are_plain_and_links_lead_to_the_web(farm, client):
    for fault in ("xss", "header-inject", "ssrf-entry-link"):
        parsed = await feed_of(client, farm.url(fault))
        assert not any(set("<>\r\n") & set(item.title) for item in parsed.items)
        assert all(item.url is None or item.url.startswith("http") for item in parsed.items)


async def test_relative_links_are_resolved_against_the_final_address(farm, client):
    parsed = await feed_of(client, farm.url("urls-relative"))
    base = farm.url("urls-relative").split("/fault/")[0]
    assert all(item.url and item.url.startswith(f"{base}/a/urls-relative/") for item in parsed.items)


@pytest.mark.parametrize(("fault", "seconds"), [("ttl", 10800), ("sy", 86400), ("skip-hours", 7 * 86400), ("max-age", None)])
async def test_wishes_for_fewer_polls_are_read(farm, client, fault, seconds):
    assert (await feed_of(client, farm.url(fault))).interval_hint_s == seconds


@pytest.mark.parametrize(
    ("fault", "message"),
    [("html-page", "is an HTML page titled 'Oops'"), ("html-discover", "offers a feed at '/feed/0'"), ("empty-200", "empty")],
)
async def test_what_is_no_feed_is_an_error_that_says_what_it_is(farm, client, fault, message):
    await client.get(farm.url(fault), limits=LIMITS, accept="*/*")  # the first reply of some faults is still a feed
    with pytest.raises(FeedError, match=message):
        await feed_of(client, farm.url(fault))


async def test_an_article_that_a_test_posts_is_in_the_feed_and_on_its_page(farm, client):
    html = "<p>A patrol ship left harbour on Monday.</p><p>It carries a crew of forty &amp; two boats.</p>"
    page = farm.post("3", "Patrol ship leaves harbour", html, "2026-05-31T08:00:00+00:00")
    newest = (await feed_of(client, farm.url("3"))).items[0]
    assert (newest.title, newest.url) == ("Patrol ship leaves harbour", page)
    assert newest.published is not None
    assert newest.published.isoformat() == "2026-05-31T08:00:00+00:00"
    reply = await client.page(page, limits=LIMITS)
    assert "<p>It carries a crew of forty &amp; two boats.</p>" in reply.body.decode()
    assert farm.control("text?feed=3&n=" + page.rsplit("/", 1)[1]).splitlines()[1] == "It carries a crew of forty & two boats."
