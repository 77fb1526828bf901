"""Days that a text names, in nine languages."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.entities.days import absolute_days, split_stamp

REFERENCE = datetime(2026, 11, 21, 9, tzinfo=UTC)
JANUARY_12 = date(2026, 1, 12)


def dates(text: str, *, reference: datetime, language: str | None) -> tuple[date, ...]:
    return tuple(named.day for named in absolute_days(text, reference=reference, language=language))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("", "en", (), id="empty"),
        pytest.param("in January 2026", "en", (), id="month without day"),
        pytest.param("up to may 12 boats", "en", (), id="a verb in small letters"),
        pytest.param("April 3.5 percent", "en", (), id="a decimal number"),
        pytest.param("version 1.12.2026.3", "en", (), id="digits of a version"),
        pytest.param("on February 30", "en", (), id="no such day"),
        pytest.param("the pact of March 3, 1851", "en", (), id="before 1900"),
        pytest.param("in force since January 12", "en", (), id="since: background"),
        pytest.param("seit dem 12. Januar", "de", (), id="seit: background"),
        pytest.param("on November 23", "en", (date(2025, 11, 23),), id="two days ahead means last year"),
        pytest.param("on November 22", "en", (date(2026, 11, 22),), id="tomorrow is possible"),
        pytest.param("Sunday (November 23)", "en", (date(2025, 11, 23),), id="weekday and year agree"),
        pytest.param("Thursday (January 12)", "en", (date(2023, 1, 12),), id="weekday moves the year"),
        pytest.param("on Monday (January 12)", "en", (JANUARY_12,), id="brackets"),
        pytest.param("Monday, January 12, 2026.", "en", (JANUARY_12,), id="American with year"),
        pytest.param("the 12th of January 2026", "en", (JANUARY_12,), id="British ordinal"),
        pytest.param("TROMSO, Jan. 12 (Agency) -", "en", (JANUARY_12,), id="dateline"),
        pytest.param("2026-01-12", "en", (JANUARY_12,), id="ISO"),
        pytest.param("12.1.2026 and 12.01.2026", "fi", (JANUARY_12,), id="dots, once"),
        pytest.param("mandag den 12. januar", "da", (JANUARY_12,), id="Danish"),
        pytest.param("mandag 12. januar", "no", (JANUARY_12,), id="Norwegian"),
        pytest.param("den 12 januari", "sv", (JANUARY_12,), id="Swedish"),
        pytest.param("12. tammikuuta", "fi", (JANUARY_12,), id="Finnish partitive"),
        pytest.param("tammikuun 12. päivänä", "fi", (JANUARY_12,), id="Finnish genitive"),
        pytest.param("12. janúar", "is", (JANUARY_12,), id="Icelandic"),
        pytest.param("12 января", "ru", (JANUARY_12,), id="Russian genitive"),
        pytest.param("am 12. Januar", "de", (JANUARY_12,), id="German"),
        pytest.param("le 12 janvier", "fr", (JANUARY_12,), id="French"),
        pytest.param("le 1er février 2026", "fr", (date(2026, 2, 1),), id="French first"),
        pytest.param("den 12:e januari", "sv", (JANUARY_12,), id="Swedish ordinal"),
        pytest.param("12-го января", "ru", (JANUARY_12,), id="Russian ordinal"),
        pytest.param("am 12. Jänner", "de", (JANUARY_12,), id="Austrian"),
        pytest.param("le 12/01/2026", "fr", (JANUARY_12,), id="slashes"),
        pytest.param("den 12/1-2026", "da", (JANUARY_12,), id="a slash and a hyphen"),
        pytest.param("on 13/1/2026 and 1/14/2026", "en", (date(2026, 1, 13), date(2026, 1, 14)), id="slashes, one reading"),
        pytest.param("on 11/1/2026", "en", (), id="slashes, two readings"),
        pytest.param("on 11/11/2026", "en", (date(2026, 11, 11),), id="slashes, either way the same"),
        pytest.param("am Montag, 12.1., in Kiel", "de", (JANUARY_12,), id="digits behind a weekday"),
        pytest.param("maanantaina 12.1. Porissa", "fi", (JANUARY_12,), id="digits behind a Finnish weekday"),
        pytest.param("mánudaginn 12.1.", "is", (JANUARY_12,), id="digits behind an Icelandic weekday"),
        pytest.param("mandag d. 12.1. og den 13/1", "da", (JANUARY_12, date(2026, 1, 13)), id="digits behind den"),
        pytest.param("tisdag 13/1", "sv", (date(2026, 1, 13),), id="a slash behind a weekday"),
        pytest.param("seit Montag, 12.1.", "de", (), id="seit: background, in digits too"),
        pytest.param("version 12.1. and a score of 12/1, den 3.5 meter", "da", (), id="digits behind other words"),
        pytest.param("12 stycznia", "pl", (JANUARY_12,), id="Polish"),
        pytest.param("znalazło się 12 osób, dnia 15 się działo", "pl", (), id="a Polish word that is a short September"),
        pytest.param("12. jan. om natten", "no", (JANUARY_12,), id="a short month in a watched language"),
        pytest.param("den 12 januari, January 12", None, (JANUARY_12,), id="unknown language: any of the nine"),
        pytest.param("12 enero, 2026-01-12", "../../x", (JANUARY_12,), id="nonsense language: digits only"),
        pytest.param("12 May 2025, then 2026-01-12", "en", (date(2025, 5, 12), JANUARY_12), id="text order"),
    ],
)
def test_days_named(text: str, language: str | None, expected: tuple[date, ...]) -> None:
    found = dates(text, reference=REFERENCE, language=language)
    assert found == expected


@pytest.mark.parametrize("year", [1, 1970, 2099, 9999])
def test_any_reference_is_good(year: int) -> None:
    reference = datetime(year, 12, 31, 23, tzinfo=UTC)
    found = dates("on December 30 and January 2", reference=reference, language="en")
    assert all(day <= reference.date() or day.year == year + 1 for day in found)


@given(st.text(max_size=300))
def test_any_text_is_good(text: str) -> None:
    days = dates(f"{text} January 12", reference=REFERENCE, language=None)
    assert len(days) == len(set(days))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("Snow fell.\nIt was cold on 12 January 2026.", None, id="a sentence is no stamp"),
        pytest.param("Storm of 12 January 2026 destroyed several harbours", None, id="a headline is no stamp"),
        pytest.param("12 January", None, id="no year"),
        pytest.param("A title\n12 January 2026\nSnow fell.", JANUARY_12, id="alone on a line"),
        pytest.param("Published: 12 January 2026, 9:03 | Updated: 13 January 2026", JANUARY_12, id="published and updated"),
        pytest.param("MONDAY, JANUARY 12, 2026, 9:36 AM", JANUARY_12, id="in capitals"),
    ],
)
def test_stamp(text: str, day: date | None) -> None:
    found, rest = split_stamp(text, reference=REFERENCE, language="en")
    assert found == day
    assert (rest == text) == (day is None)
