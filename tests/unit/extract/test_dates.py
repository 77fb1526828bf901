"""Moments and days in statements, addresses and lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract.datelines import dateline, recent_dateline
from worker.extract.dates import date_in_url, moment, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("1989-12-31", None, id="before the web"),
        pytest.param("2026-02-30", None, id="no such day"),
        pytest.param("12.01.2026", None, id="day first is not guessed"),
        pytest.param("2026-01-12", datetime(2026, 1, 12, tzinfo=UTC), id="day"),
        pytest.param("2026-01-12T10:00:00Z", datetime(2026, 1, 12, 10, tzinfo=UTC), id="zulu"),
        pytest.param("2026-01-12 10:00:00+01:00", datetime(2026, 1, 12, 9, tzinfo=UTC), id="blank and offset"),
        pytest.param("0001-01-01T00:00:00+14:00", None, id="outside the calendar in UTC"),
        pytest.param("2026-01-12 10:00:00 +0100", datetime(2026, 1, 12, 9, tzinfo=UTC), id="blank before the offset"),
        pytest.param("1768212000", datetime(2026, 1, 12, 10, tzinfo=UTC), id="seconds since 1970"),
        pytest.param("2026-01-12T10:00+01:00[Europe/Oslo]", datetime(2026, 1, 12, 9, tzinfo=UTC), id="a zone in brackets"),
        pytest.param("Mon Jan 12 11:00:00 EET 2026", datetime(2026, 1, 12, 9, tzinfo=UTC), id="as Java writes it"),
        pytest.param("Mon, 12 Jan 2026 10:00:00 CET", datetime(2026, 1, 12, 9, tzinfo=UTC), id="zone by name"),
        pytest.param("20260112100000", datetime(2026, 1, 12, 10, tzinfo=UTC), id="digits alone"),
        pytest.param("1768212000999", datetime(2026, 1, 12, 10, tzinfo=UTC), id="milliseconds since 1970"),
    ],
)
def test_moment(text, expected):
    assert moment(text) == expected


@given(st.text(max_size=70))
def test_a_moment_is_aware_or_none(text):
    found = moment(text)
    assert found is None or (found.utcoffset() is not None and found.year >= 1990)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("https://a.example/2026/13/01/x", None, id="no such month"),
        pytest.param("https://a.example/x?d=/2026/01/12/", None, id="in the query"),
        pytest.param("https://[broken/2026/01/12/x", None, id="malformed"),
        pytest.param("https://a.example/2026/01/12/x", datetime(2026, 1, 12, tzinfo=UTC), id="slashes"),
        pytest.param("https://a.example/news/2026-01-12-x", datetime(2026, 1, 12, tzinfo=UTC), id="hyphens"),
        pytest.param("https://a.example/2026/jan/12/x", datetime(2026, 1, 12, tzinfo=UTC), id="name of the month"),
        pytest.param("https://a.example/2026/januar/12/x", datetime(2026, 1, 12, tzinfo=UTC), id="name in another language"),
        pytest.param("https://a.example/2026/far/12/x", None, id="no name of a month"),
        pytest.param("https://a.example/20260112-x", datetime(2026, 1, 12, tzinfo=UTC), id="eight digits"),
        pytest.param("https://a.example/x-2026-01-12/", datetime(2026, 1, 12, tzinfo=UTC), id="at the end"),
        pytest.param("https://a.example/x-20260112", datetime(2026, 1, 12, tzinfo=UTC), id="eight digits at the end"),
        pytest.param("https://a.example/2026/0112/123-x", datetime(2026, 1, 12, tzinfo=UTC), id="month and day in one"),
        pytest.param("https://a.example/12.01.2026/x", datetime(2026, 1, 12, tzinfo=UTC), id="dots"),
        pytest.param("https://a.example/x_20260112.html", datetime(2026, 1, 12, tzinfo=UTC), id="in front of an ending"),
        pytest.param("https://a.example/12-01-2026/x", datetime(2026, 1, 12, tzinfo=UTC), id="day first with hyphens"),
        pytest.param("https://a.example/x-january-12-2026", datetime(2026, 1, 12, tzinfo=UTC), id="american at the end"),
        pytest.param("https://a.example/x-12-janvier-2026/", datetime(2026, 1, 12, tzinfo=UTC), id="french at the end"),
        pytest.param("https://a.example/x-table-12-2026", None, id="a word that is no month"),
        pytest.param("https://a.example/2026/1399/123-x", None, id="two numbers"),
        pytest.param("https://a.example/story/20269931-x", None, id="eight digits that are a number"),
        pytest.param("https://a.example/2026/01/x", None, id="month only"),
    ],
)
def test_date_in_url(url, expected):
    assert date_in_url(url) == expected


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        pytest.param("", "en", None, id="empty"),
        pytest.param("12 January", "en", None, id="no year"),
        pytest.param("January 2026", "en", None, id="no day"),
        pytest.param("© 2026 The Coast Gazette", "en", None, id="the year of a footer"),
        pytest.param("30 February 2026", "en", None, id="no such day"),
        pytest.param("12 Smarch 2026", "en", None, id="no such month"),
        pytest.param("version 1.12.20264", "en", None, id="a longer number"),
        pytest.param("01/02/2026", "en", None, id="two readings, English of nowhere"),
        pytest.param("01/02/2026", None, None, id="two readings, no language"),
        pytest.param("12.01.2026", "en", None, id="two readings with dots"),
        pytest.param("12/01-2026", "da", utc(2026, 1, 12), id="da slash and hyphen"),
        pytest.param("01/02/2026", "en-GB", utc(2026, 2, 1), id="British"),
        pytest.param("01/02/2026", "en_US", utc(2026, 1, 2), id="American"),
        pytest.param("01/02/2026", "fr", utc(2026, 2, 1), id="French"),
        pytest.param("13/02/2026", "en", utc(2026, 2, 13), id="one reading is possible"),
        pytest.param("02/13/2026", "en", utc(2026, 2, 13), id="the other one is possible"),
        pytest.param("03/03/2026", "en", utc(2026, 3, 3), id="both readings are the same"),
        pytest.param("2026/01/12", "en", utc(2026, 1, 12), id="year first"),
        pytest.param("January 12, 2026 10:30 CET", "en", utc(2026, 1, 12, 9, 30), id="en zone"),
        pytest.param("Jan. 12th, 2026 at 5:30 p.m. EST", "en", utc(2026, 1, 12, 22, 30), id="en half of the day"),
        pytest.param("12 Jan 2026 12.30am", "en", utc(2026, 1, 12, 0, 30), id="en half past midnight"),
        pytest.param("11:11 PM EST Jan 12, 2026", "en", utc(2026, 1, 13, 4, 11), id="en time in front"),
        pytest.param("Mon Jan 12 2026 10:00:00 GMT+0100 (CET)", "en", utc(2026, 1, 12, 9), id="as browsers write it"),
        pytest.param("12 January 2026, 25:10", "en", utc(2026, 1, 12), id="no such time"),
        pytest.param("Den 12. januar 2026 kl. 10.30", "da", utc(2026, 1, 12, 9, 30), id="da"),
        pytest.param("12.januar 2026", "no", utc(2026, 1, 12), id="no without blank"),
        pytest.param("Publicerad 12 jan. 2026 10.30", "sv", utc(2026, 1, 12, 9, 30), id="sv"),
        pytest.param("tammikuun 12. päivänä 2026", "fi", utc(2026, 1, 12), id="fi genitive"),
        pytest.param("12. tammikuuta 2026 klo 10.30", "fi", utc(2026, 1, 12, 8, 30), id="fi partitive"),
        pytest.param("12. ágúst 2025 kl. 09:05", "is", utc(2025, 8, 12, 9, 5), id="is"),
        pytest.param("12 января 2026 г., 10:30", "ru", utc(2026, 1, 12, 7, 30), id="ru"),
        pytest.param("12 января 2026 в 10:30 МСК", "ru", utc(2026, 1, 12, 7, 30), id="ru zone"),
        pytest.param("10:30, 12 января 2026", "ru", utc(2026, 1, 12, 7, 30), id="ru time in front"),
        pytest.param("Montag, 12. Januar 2026, 10:30 Uhr", "de", utc(2026, 1, 12, 9, 30), id="de"),
        pytest.param("12.01.2026", "de", utc(2026, 1, 12), id="de digits"),
        pytest.param("le 1er mai 2026 à 10h30", "fr", utc(2026, 5, 1, 8, 30), id="fr"),
        pytest.param("Jeudi 12 février 2026 - 14 h 05", "fr", utc(2026, 2, 12, 13, 5), id="fr blanks in the clock"),
        pytest.param("12 mars 2026 à 9 h", "fr", utc(2026, 3, 12, 8), id="fr whole hour"),
        pytest.param("12.03.26 14:05", "no", utc(2026, 3, 12, 13, 5), id="two digits of the year"),
        pytest.param("12/03/26", "fr", utc(2026, 3, 12), id="two digits and slashes"),
        pytest.param("12/03/26", "en", None, id="two digits and two readings"),
        pytest.param("version 12.03.26.1", "no", None, id="a version"),
        pytest.param("12/3 2026 kl. 14.05", "da", utc(2026, 3, 12, 13, 5), id="da slash and blank"),
        pytest.param("torsdag 12 mars 2026 klockan 14:05", "sv", utc(2026, 3, 12, 13, 5), id="sv klockan"),
        pytest.param("12 марта 2026 года, 14:05", "ru", utc(2026, 3, 12, 11, 5), id="ru года"),
        pytest.param("12. Jänner 2026, 15 Uhr", "de", utc(2026, 1, 12, 14), id="Austrian, whole hour"),
        pytest.param("12. Maerz 2026", "de", utc(2026, 3, 12), id="de without umlaut"),
        pytest.param("Mar. 12, 2026, 2 PM ET", "en-US", utc(2026, 3, 12, 19), id="en whole hour, Eastern time"),
        pytest.param("12 March 2026 14:05 UTC+1", "en", utc(2026, 3, 12, 13, 5), id="offset in hours"),
        pytest.param("12. August 2026, 10:30 Uhr", "de", utc(2026, 8, 12, 8, 30), id="de in summer"),
        pytest.param("12. Januar 2026, 10:30 Uhr UTC", "de", utc(2026, 1, 12, 10, 30), id="de with a zone"),
        pytest.param("12 januari 2026 kl. 10.30", "sv-FI", utc(2026, 1, 12, 8, 30), id="Swedish of Finland"),
        pytest.param("12. januar 2026 kl. 10.30", "da-GL", utc(2026, 1, 12, 12, 30), id="Danish of Greenland"),
        pytest.param("12 janvier 2026 à 10h30", "fr-CA", utc(2026, 1, 12, 10, 30), id="a country of several zones"),
        pytest.param("12 January 2026, 10:30", "en-GB", utc(2026, 1, 12, 10, 30), id="British winter"),
        pytest.param("12 mars 2026 14 hommes", "fr", utc(2026, 3, 12), id="a number that is no hour"),
    ],
)
def test_written_dates(text, tag, expected):
    assert written(text, tag) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("The ship left on 12 January 2026.", None, id="a sentence"),
        pytest.param("Updated 12 January 2026", None, id="an update"),
        pytest.param("Oppdatert: 12. januar 2026", None, id="an update in Norwegian"),
        pytest.param("Päivitetty klo 10.30 12.1.2026", None, id="an update in Finnish"),
        pytest.param("Обновлено 12 января 2026", None, id="an update in Russian"),
        pytest.param(
            "What the harbour council of the coast decided in its long meeting on 12 January 2026",
            None,
            id="a headline with a date",
        ),
        pytest.param("Published 12 January 2026, updated 13 January 2026", utc(2026, 1, 12), id="both"),
        pytest.param(
            "Publié le 12 janvier 2026 à 08h15, modifié le 14 janvier 2026 à 10h00", utc(2026, 1, 12, 8, 15), id="both in French"
        ),
        pytest.param(
            "Publiceret 12. januar 2026 kl. 9.30. Opdateret i dag.", utc(2026, 1, 12, 9, 30), id="a stamp that is a sentence"
        ),
        pytest.param("MAJ le 12 janvier 2026 à 08h00", None, id="an update in French, short"),
        pytest.param("Последнее изменение: 12 января 2026", None, id="a change in Russian"),
        pytest.param("Updated 13 January 2026 | Published 12 January 2026", utc(2026, 1, 12), id="the update first"),
        pytest.param("By Anna Berg, Nuuk | January 12, 2026 at 5 p.m.", utc(2026, 1, 12, 17), id="with a name, closed by a dot"),
        pytest.param("12 января 2026 г.", utc(2026, 1, 12), id="closed by an abbreviation"),
    ],
)
def test_dateline(line, expected):
    assert dateline(line, "en-GB") == expected


@given(st.text(alphabet="0123456789 .:/-+januryмя,kloGMTam", max_size=80), st.sampled_from([None, "en", "en-US", "de", "?"]))
def test_a_written_date_is_aware_or_none(text, tag):
    found = written(text, tag)
    assert found is None or found.utcoffset() is not None


NOW = utc(2026, 1, 12, 12)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("2 hours ago", utc(2026, 1, 12, 10), id="en"),
        pytest.param("Published an hour ago", utc(2026, 1, 12, 11), id="en in words"),
        pytest.param("for 3 dage siden", utc(2026, 1, 9), id="da"),
        pytest.param("Publisert for 25 minutter siden", utc(2026, 1, 12, 11, 35), id="no"),
        pytest.param("för 2 timmar sedan", utc(2026, 1, 12, 10), id="sv"),
        pytest.param("2 tuntia sitten", utc(2026, 1, 12, 10), id="fi"),
        pytest.param("fyrir 2 klukkustundum", utc(2026, 1, 12, 10), id="is"),
        pytest.param("5 дней назад", utc(2026, 1, 7), id="ru"),
        pytest.param("vor einer Stunde", utc(2026, 1, 12, 11), id="de"),
        pytest.param("il y a 2 semaines", utc(2025, 12, 29), id="fr"),
        pytest.param("Oppdatert for 2 timer siden", None, id="an update"),
        pytest.param("for 2 personer siden", None, id="no unit"),
        pytest.param("3 timer siden", utc(2026, 1, 12, 9), id="no without for"),
        pytest.param("tunti sitten", utc(2026, 1, 12, 11), id="fi without a number"),
        pytest.param("час назад", utc(2026, 1, 12, 11), id="ru without a number"),
        pytest.param("fyrir klukkutíma", utc(2026, 1, 12, 11), id="is without a number"),
        pytest.param("30 seconds ago", utc(2026, 1, 12, 11, 59), id="seconds"),
        pytest.param("Race for a harbour", None, id="en: a heading, no hour"),
        pytest.param("Time for a debate", None, id="en: a heading, no day"),
        pytest.param("Kamp for et minne", None, id="no: a heading, no minute"),
        pytest.param("Plats för en hamn", None, id="sv: a heading"),
        pytest.param("Angst vor einem Deich", None, id="de: a heading"),
        pytest.param("Warnung vor 20 Delegierten", None, id="de: a heading with a number"),
        pytest.param("I dag 09:05", utc(2026, 1, 12, 9, 5), id="today"),
        pytest.param("Вчера, 21:40", utc(2026, 1, 11, 21, 40), id="yesterday"),
        pytest.param("Heute im Norden", None, id="today without a clock"),
        pytest.param("Publisert 9. januar kl. 14:05", utc(2026, 1, 9, 14, 5), id="without a year"),
        pytest.param("Dec 28, 14:05", utc(2025, 12, 28, 14, 5), id="of last year"),
        pytest.param("Julkaistu 9.1. klo 14.05", utc(2026, 1, 9, 14, 5), id="in digits"),
        pytest.param("12. april kl. 18:00", None, id="of an event to come"),
        pytest.param("9. januar", None, id="a day alone"),
        pytest.param("Oppdatert 9. januar kl. 14:05", None, id="an update without a year"),
        pytest.param("Published 9 January 2019, read 9 March 14:05", None, id="a year stands in it"),
        pytest.param("On 9 January at 14:05 the ship left the harbour with all its crew aboard.", None, id="a sentence"),
    ],
)
def test_dates_that_are_seen_from_today(line, expected):
    assert recent_dateline(line, NOW) == expected


def test_today_is_that_of_the_readers_of_a_language():
    night = utc(2026, 1, 11, 23, 45)
    assert recent_dateline("I dag kl. 00:30", night, "da") == utc(2026, 1, 11, 23, 30)
    assert recent_dateline("Сегодня, 02:30", night, "ru") == utc(2026, 1, 11, 23, 30)


@given(st.text(alphabet="0123456789 .:agofrsidenvöhtunJjmrylп", max_size=60))
def test_a_date_seen_from_today_is_not_after_it(text):
    found = recent_dateline(text, NOW)
    assert found is None or found - NOW <= timedelta(days=1)
