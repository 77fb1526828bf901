from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.sources.dates import EARLIEST, FUTURE_SLACK, parse_date

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOTHING = {
    "empty": "",
    "words": "yesterday at noon",
    "ambiguous order": "05/01/2026 10:00",
    "day out of range": "2026-02-30",
    "hour out of range": "2026-01-05T25:00:00Z",
    "zone out of range": "2026-01-05T10:00:00+99:00",
    "unknown month": "5 Foo 2026",
    "year alone": "2026",
    "before the web": "Thu, 01 Jan 1970 00:00:00 GMT",
    "zero epoch": "0",
    "far future": "Fri, 01 Jan 2099 00:00:00 GMT",
    "tomorrow": "2026-06-02",
    "just beyond the slack": "2026-06-01T12:11:00Z",
    "year 9999 at the edge": "9999-12-31T23:59:59-12:00",
    "year 0": "0000-01-01",
    "a whole text": "2026-01-05 " * 40,
    "not a date behind it": "2026-01-05T10:00:00Z and more",
}
MOMENTS = {
    "RFC 822": ("Mon, 05 Jan 2026 10:00:00 GMT", "2026-01-05 10:00"),
    "RFC 822 with offset": ("Mon, 05 Jan 2026 10:00:00 +0200", "2026-01-05 08:00"),
    "two-digit year": ("05 Jan 26 10:00 UT", "2026-01-05 10:00"),
    "year of the last century": ("05 Jan 99 10:00:00 GMT", "1999-01-05 10:00"),
    "wrong weekday": ("Fri, 05 Jan 2026 10:00:00 GMT", "2026-01-05 10:00"),
    "American zone": ("Mon, 5 Jan 2026 10:00:00 EST", "2026-01-05 15:00"),
    "half-hour zone": ("Mon, 5 Jan 2026 10:00:00 NST", "2026-01-05 13:30"),
    "unknown zone is UTC": ("Mon, 5 Jan 2026 10:00:00 XYZ", "2026-01-05 10:00"),
    "no zone is UTC": ("Mon, 5 Jan 2026 10:00:00", "2026-01-05 10:00"),
    "RFC 850": ("Monday, 05-Jan-26 01:02:03 GMT", "2026-01-05 01:02:03"),
    "asctime": ("Mon Jan  5 10:00:00 2026", "2026-01-05 10:00"),
    "broken over lines": ("\n  Mon, 05 Jan 2026\n 10:00:00 GMT ", "2026-01-05 10:00"),
    "RFC 3339": ("2026-01-05T10:00:00Z", "2026-01-05 10:00"),
    "RFC 3339 with offset": ("2026-01-05T10:00:00+01:00", "2026-01-05 09:00"),
    "fraction": ("2026-01-05T10:00:00.123456Z", "2026-01-05 10:00"),
    "no seconds, small letters": ("2026-01-05t10:00z", "2026-01-05 10:00"),
    "date alone": ("2026-01-05", "2026-01-05 00:00"),
    "midnight as 24": ("2026-01-04T24:00:00Z", "2026-01-05 00:00"),
    "leap second": ("2016-12-31T23:59:60Z", "2016-12-31 23:59:59"),
    "without dashes": ("20260105T100000Z", "2026-01-05 10:00"),
    "slashes, year first": ("2016/6/29 15:07:41", "2016-06-29 15:07:41"),
    "American order in words": ("Jan 5, 2026 3:04 PM", "2026-01-05 15:04"),
    "noon in the American way": ("January 5, 2026 at 12:00 am", "2026-01-05 00:00"),
    "Norwegian month": ("5. mai 2026", "2026-05-05 00:00"),
    "German month": ("Di, 05 Mär 2024 10:00:00 +0100", "2024-03-05 09:00"),
    "seconds since 1970": ("1767600000", "2026-01-05 08:00"),
    "milliseconds since 1970": ("1767600000000", "2026-01-05 08:00"),
    "within the slack": ("2026-06-01T12:09:00Z", "2026-06-01 12:09"),
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_what_is_no_believable_date_is_none(text):
    assert parse_date(text, NOW) is None


@pytest.mark.parametrize(("text", "expected"), MOMENTS.values(), ids=MOMENTS.keys())
def test_dates_as_feeds_write_them(text, expected):
    assert parse_date(text, NOW) == at(expected)


@pytest.mark.parametrize(
    ("text", "foreign", "expected"),
    [
        pytest.param("2016年6月29日", (2016, 6, 29, 0, 0, 0), "2016-06-29 00:00", id="all three digits are there"),
        pytest.param("le 29 juin 2016 à 15h", (2016, 6, 29, 15, 0, 0), None, id="month neither as number nor known name"),
        pytest.param("on 29 June in 2016", (2016, 6, 29, 0, 0, 0), "2016-06-29 00:00", id="month by name"),
        pytest.param("2016 / 6 / 29 or so", (2016, 11, 1, 0, 0, 0), None, id="today's month instead of the text's"),
        pytest.param("about 1767", (1767, 11, 1, 0, 0, 0), None, id="invented and implausible"),
        pytest.param("week 5 of 2026", (2026, 5, 5, 0, 0, 0), None, id="one number cannot be day and month"),
        pytest.param("2026 12 13 14", (2026, 13, 12, 0, 0, 0), None, id="impossible month"),
    ],
)
def test_another_parsers_result_counts_only_if_the_text_says_it(text, foreign, expected):
    assert parse_date(text, NOW, foreign) == (at(expected) if expected else None)


@given(st.text(max_size=120), st.none() | st.tuples(*[st.integers(-5, 99999)] * 6))
def test_any_text_gives_a_plausible_aware_date_or_none(text, foreign):
    moment = parse_date(text, NOW, foreign)
    assert moment is None or (moment.utcoffset() == timedelta(0) and EARLIEST <= moment <= NOW + FUTURE_SLACK)


@given(st.datetimes(EARLIEST.replace(tzinfo=None), datetime(2026, 5, 31, tzinfo=UTC).replace(tzinfo=None)))
def test_both_standard_forms_come_back(moment):
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(format_datetime(moment), NOW) == moment
    assert parse_date(moment.isoformat(), NOW) == moment
