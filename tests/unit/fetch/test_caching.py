from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.fetch.caching import Validators, freshness, http_date, parse_retry_after, refreshed, validators_of

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("soon", None, id="words"),
        pytest.param("-5", None, id="negative"),
        pytest.param("1.5", None, id="fraction"),
        pytest.param("١٢", None, id="digits of another script"),
        pytest.param("0", timedelta(0), id="zero"),
        pytest.param(" 120 ", 2 * MINUTE, id="seconds with blanks"),
        pytest.param("9" * 5000, timedelta(seconds=2**31), id="absurd number is capped"),
        pytest.param("Mon, 01 Jun 2026 12:30:00 GMT", 30 * MINUTE, id="HTTP-date"),
        pytest.param("Monday, 01-Jun-26 12:30:00 GMT", 30 * MINUTE, id="RFC 850 date"),
        pytest.param("Mon Jun  1 12:30:00 2026", 30 * MINUTE, id="asctime date"),
        pytest.param("Mon, 01 Jun 2026 11:00:00 GMT", timedelta(0), id="date in the past"),
    ],
)
def test_retry_after(value, expected):
    assert parse_retry_after(value, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({}, None, id="nothing said"),
        pytest.param({"cache-control": "public"}, None, id="no lifetime"),
        pytest.param({"cache-control": "max-age=600"}, 10 * MINUTE, id="max-age"),
        pytest.param({"cache-control": 'Public, MAX-AGE="600"'}, 10 * MINUTE, id="quoted, upper case"),
        pytest.param({"cache-control": "max-age=600, max-age=5"}, 10 * MINUTE, id="the first of two"),
        pytest.param({"cache-control": "max-age=ten"}, timedelta(0), id="unreadable max-age is stale"),
        pytest.param({"cache-control": "s-maxage=600"}, None, id="s-maxage is for shared caches"),
        pytest.param({"cache-control": "no-cache, max-age=600"}, timedelta(0), id="no-cache wins"),
        pytest.param({"cache-control": "max-age=600", "age": "120"}, 8 * MINUTE, id="age is taken off"),
        pytest.param({"cache-control": "max-age=60", "age": "120"}, timedelta(0), id="older than its lifetime"),
        pytest.param({"expires": "0"}, timedelta(0), id="Expires: 0 is stale"),
        pytest.param({"expires": "Mon, 01 Jun 2026 12:10:00 GMT"}, 10 * MINUTE, id="Expires without Date"),
        pytest.param(
            {"expires": "Mon, 01 Jun 2026 12:10:00 GMT", "date": "Mon, 01 Jun 2026 12:08:00 GMT"},
            2 * MINUTE,
            id="Expires is measured from Date",
        ),
        pytest.param(
            {"cache-control": "max-age=60", "expires": "Mon, 01 Jun 2026 18:00:00 GMT"}, MINUTE, id="max-age before Expires"
        ),
    ],
)
def test_freshness(headers, expected):
    assert freshness(headers, NOW) == expected


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "age", "date"]), st.text(max_size=60)))
def test_no_header_makes_freshness_fail_or_negative(headers):
    assert (freshness(headers, NOW) or timedelta(0)) >= timedelta(0)


@given(st.text(max_size=60))
def test_a_date_is_aware_or_none(text):
    moment = http_date(text)
    assert moment is None or moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "a", '"a, b"', " odd"])
def test_validators_come_back_byte_for_byte_and_only_to_their_address(etag):
    kept = validators_of("https://a.example/feed", {"etag": etag, "last-modified": "Monday, 05-Jan-26 01:02:03 +0000"})
    assert kept.headers_for("https://a.example/feed") == {
        "If-None-Match": etag,
        "If-Modified-Since": "Monday, 05-Jan-26 01:02:03 +0000",
    }
    assert kept.headers_for("https://b.example/feed") == {}


def test_a_reply_without_validators_gives_no_conditions():
    assert validators_of("https://a.example/", {}).headers_for("https://a.example/") == {}


def test_a_304_replaces_what_it_names_and_keeps_the_rest():
    old = Validators('"1"', "Mon, 01 Jun 2026 10:00:00 GMT", "https://a.example/")
    assert refreshed(old, {}) == old
    assert refreshed(old, {"last-modified": "later"}) == Validators('"1"', "later", "https://a.example/")
