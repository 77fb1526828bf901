"""Moments and days in statements for machines, addresses, names of files, and as people write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale

from worker.extract.address import is_address
from worker.extract.language import STOP_WORDS
from worker.tokens import fold

FIRST_YEAR = 1990  # older than the web: a mistake of the page, or the date of the event
FUTURE = timedelta(days=1)  # a clock or a zone may be wrong by as much; more is an announcement or a trick


def is_plausible(found: datetime, now: datetime | None) -> bool:
    """Whether a publication date may be believed: from 1990 to the day after `now` (None: any later one)."""
    return found.year >= FIRST_YEAR and (now is None or found - now <= FUTURE)


_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")  # seconds or milliseconds since 1970, from 2001 on


def moment(text: str) -> datetime | None:
    """An aware moment from an ISO 8601 or RFC 5322 date or a Unix time, or None; without zone it counts as UTC.

    Years before 1990 give None. Nothing is guessed: "01/02/2026" has two readings and gives None.
    """
    text = text.strip()
    if not re.search(r"\d{4}", text) or len(text) > 60:
        return None
    try:
        found = _parsed(text)
        aware = found if found.tzinfo else found.replace(tzinfo=_named_zone(text))
        return aware.astimezone(UTC) if aware.year >= FIRST_YEAR else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def has_no_zone(text: str) -> bool:
    """Whether a text is a moment for machines that says no zone, which ISO 8601 and HTML allow: "2026-01-12 10:00:00"."""
    text = text.strip()
    try:
        return moment(text) is not None and _parsed(text).tzinfo is None and not _ENDS_IN_NAME.search(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return False


_ENDS_IN_NAME = re.compile(r"[A-Za-z]$")  # of a zone, known or not
_DIGITS = re.compile(r"((?:19|20)\d{6})(\d{4}(?:\d{2})?)")  # 20260112100000
_JAVA = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d:\d\d:\d\d) ([A-Z]{3,5}) (\d{4})"
)  # Mon Jan 12 10:00:00 CET 2026


def _named_zone(text: str) -> timezone:
    """The zone that a date ends with as an abbreviation; UTC without one that has a single meaning."""
    named = re.search(r"\s([A-Za-z]{2,5})$", _JAVA.sub(r"\2 \1 \5 \3 \4", text))
    return _zone(named[1] if named else "") or UTC


def _parsed(text: str) -> datetime:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    text = re.sub(r"\[[\w/+-]{1,40}\]$", "", text)  # java.time: 2026-01-12T10:00+01:00[Europe/Oslo]
    if digits := _DIGITS.fullmatch(text):
        return datetime.fromisoformat(f"{digits[1]}T{digits[2]}")
    if text[:4].isdigit():
        return datetime.fromisoformat(re.sub(r"(?<=\d) (?=[+-]\d{2}:?\d{2}$)", "", text))
    return parsedate_to_datetime(_JAVA.sub(r"\2 \1 \5 \3 \4", text))


# ------------------------------------------------------------------ dates in an address

_URL_DATES = (
    re.compile(r"/(?P<year>(?:19|20)\d{2})[/-](?P<number>\d{1,2})[/-](?P<day>\d{1,2})(?:[/_-]|$)"),  # /2026/01/12/title
    re.compile(r"/(?P<year>(?:19|20)\d{2})/(?P<month>[a-z]{3,9})/(?P<day>\d{1,2})(?:/|$)", re.IGNORECASE),  # /2026/jan/12/title
    re.compile(r"/(?P<year>20\d{2})(?P<number>\d{2})(?P<day>\d{2})(?:[/_-])"),  # /20260112-title
    re.compile(r"/(?P<year>20\d{2})/(?P<number>\d{2})(?P<day>\d{2})/"),  # /2026/0112/title
    re.compile(r"/(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>20\d{2})/"),  # /12.01.2026/title
    re.compile(r"/(?P<day>\d{1,2})-(?P<number>\d{1,2})-(?P<year>20\d{2})/"),  # /12-01-2026/title
    re.compile(
        r"[-_](?P<month>[a-z]{3,9})-(?P<day>\d{1,2})-(?P<year>20\d{2})(?:/|\.[a-z]{3,5})?$", re.IGNORECASE
    ),  # -january-12-2026
    re.compile(r"[-_](?P<day>\d{1,2})-(?P<month>[a-z]{3,9})-(?P<year>20\d{2})(?:/|\.[a-z]{3,5})?$", re.IGNORECASE),
    # /title-2026-01-12/, /title_20260112.html
    re.compile(r"[-_](?P<year>20\d{2})(?P<dash>[-_]?)(?P<number>\d{2})(?P=dash)(?P<day>\d{2})(?:/|\.[a-z]{3,5})?$"),
)


def date_in_url(url: str | None) -> datetime | None:
    """Midnight UTC of the day in an address such as /2026/01/12/title, /2026/jan/12/title or /title-2026-01-12, or None."""
    if not url or not is_address(url):
        return None
    path = urlsplit(url).path
    days = (_day(found) for pattern in _URL_DATES if (found := pattern.search(path)))
    return next((datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days if day and day.year >= FIRST_YEAR), None)


_NAME_DATES = (
    re.compile(
        r"(?<!\d)(?P<year>20\d{2})(?P<dash>[-_.]?)(?P<number>\d{2})(?P=dash)(?P<day>\d{2})(?!\d)"
    ),  # 2026-01-12_release.pdf
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>20\d{2})(?!\d)"),  # Release 12.01.2026.docx
)


def date_in_name(name: str) -> datetime | None:
    """Midnight UTC of the day in the name of a file, year first or with dots, or None."""
    days = (_day(found) for pattern in _NAME_DATES if (found := pattern.search(name)))
    return next((datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days if day), None)


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    month = int(parts["number"]) if parts.get("number") else months().get(fold(parts["month"]), 0)
    return valid_day(int(parts["year"]), month, int(parts["day"]))


def valid_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ------------------------------------------------------------------ dates as people write them

_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_SHORT_YEAR = r"(?P<year>[0-4]\d)(?![\d./:])"
DAY = r"(?<!\d)(?P<day>[0-3]?\d)"
MONTH_NAME = r"(?P<month>[^\W\d_]{3,14})\.?"
_WRITTEN = (
    re.compile(rf"(?<!\d){_YEAR}(?P<dash>[-/.])(?P<number>\d{{1,2}})(?P=dash)(?P<day>\d{{1,2}})(?!\d)"),  # 2026-01-12, 2026/01/12
    # 12 January 2026, 12. januar 2026, 1er mai 2026
    re.compile(rf"{DAY}(?:\.|(?:st|nd|rd|th|er)?[\s-])[\s-]{{0,2}}(?:of\s)?{MONTH_NAME}[\s,-]{{1,3}}{_YEAR}"),
    # January 12, 2026, tammikuun 12. päivänä 2026
    re.compile(rf"(?<!\w){MONTH_NAME}\s{DAY}(?:st|nd|rd|th|\.)?(?:\s[^\W\d_]{{4,10}})?,?\s{_YEAR}"),
    re.compile(rf"{DAY}\.\s?(?P<number>[01]?\d)\.\s?{_YEAR}"),  # 12.01.2026
    re.compile(rf"{DAY}[/-](?P<number>\d{{1,2}})(?:[/-]|\s){_YEAR}"),  # 12/01/2026, 12/1 2026: the language says which is the day
    re.compile(rf"{DAY}(?P<dash>[./])(?P<number>\d{{1,2}})(?P=dash){_SHORT_YEAR}"),  # 12.01.26
)
# 14:05, 14.05, 14h05, 14 h 05, 14 h; whole hours in other languages need the word behind them.
_CLOCK = (
    r"(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)|\s?h(?:\s(?P<minutes>[0-5]\d)(?!\d))?(?![^\W_])"
    r"|(?=\s?[ap]\.?m\b|\sUhr\b))"
)
_HALF = r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
_ZONE = r"(?:\s?(?:Uhr\s)?\(?(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|(?:GMT|UTC)[+-]\d{1,2}\b|[A-Z]{1,5}\b|мск\b))?"
_AT = r"(?:\s?(?:г\.|года?|på|at|kl\.?|klo|klokken|klockan|klukkan|kello|um|à|a|o|в|den|,|\||-|–|—|·|•|/|@|T|\()){0,3}\s?"
_TIME_BEHIND = re.compile(rf"{_AT}{_CLOCK}{_HALF}{_ZONE}", re.IGNORECASE)
_TIME_BEFORE = re.compile(rf"(?<![\d.:]){_CLOCK}{_HALF}{_ZONE}[\s,|–—-]{{1,3}}(?:\w{{2,10}}[.,]?\s)?$", re.IGNORECASE)
# Hours from UTC; other abbreviations have several meanings or are words, and count as UTC.
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0,
    "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "bst": 1, "wet": 0, "west": 1,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "et": -5, "ct": -6, "mt": -7, "pt": -8, "akt": -9,  # an hour less in summer
}  # fmt: skip
_MONTH_FIRST = frozenset(("en-us", "en-ph", "es-us"))


def written(text: str, tag: str | None = None) -> datetime | None:
    """The first full date in a text as people write it, with the time beside it; aware in UTC, or None.

    Month names of the nine languages. Digits are read in the order of the page's language (`tag`, "en-GB"); with two
    readings and nothing that decides between them ("01/02/2026", "en") they give None. A time without zone is that of the
    country whose language it is, in winter or summer; UTC where a language has several or the tag names another country.
    """
    found = ((match.start(), match) for pattern in _WRITTEN for match in pattern.finditer(text))
    for _, match in sorted(found, key=lambda pair: pair[0]):
        day = _numeric(match, tag) if match.groupdict().get("number") else _day(match)
        if day and not UPDATED.search(text[: match.start()]):
            return at_clock(day, text, match, home_zone(tag))
    return None


# Readers of a language live in one zone, all but few: Danish in Greenland, Swedish in Finland, Russian in the east.
_HOME_ZONES = {
    "da": "Europe/Copenhagen", "no": "Europe/Oslo", "nb": "Europe/Oslo", "nn": "Europe/Oslo", "sv": "Europe/Stockholm",
    "fi": "Europe/Helsinki", "is": "Atlantic/Reykjavik", "ru": "Europe/Moscow", "de": "Europe/Berlin", "fr": "Europe/Paris",
}  # fmt: skip
_COUNTRY_ZONES = {
    "dk": "Europe/Copenhagen", "no": "Europe/Oslo", "se": "Europe/Stockholm", "fi": "Europe/Helsinki", "is": "Atlantic/Reykjavik",
    "ru": "Europe/Moscow", "de": "Europe/Berlin", "at": "Europe/Vienna", "ch": "Europe/Zurich", "fr": "Europe/Paris",
    "be": "Europe/Brussels", "gb": "Europe/London", "ie": "Europe/Dublin", "gl": "America/Nuuk", "fo": "Atlantic/Faroe",
}  # fmt: skip


def home_zone(tag: str | None) -> tzinfo:
    """The zone of the clocks in a text with this language tag ("de", "sv-FI"); UTC where it is not known.

    A country of several zones has none here: its pages name theirs.
    """
    code, _, country = (tag or "").strip().lower().replace("_", "-").partition("-")
    name = _COUNTRY_ZONES.get(country[:2]) if country else _HOME_ZONES.get(code)
    return ZoneInfo(name) if name else UTC


def _full_year(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _numeric(found: re.Match[str], tag: str | None) -> date | None:
    """A day in digits. Year first has one reading; dots are read month first only where nothing else is possible."""
    year, first, second = _full_year(found["year"]), int(found["day"]), int(found["number"])
    if found.start("year") < found.start("day"):
        return valid_day(year, second, first)
    day_first, month_first = valid_day(year, second, first), valid_day(year, first, second)
    if not (day_first and month_first) or first == second:
        return day_first or month_first
    language_tag = (tag or "").strip().lower().replace("_", "-")
    if language_tag in _MONTH_FIRST:
        return month_first
    return None if language_tag in ("", "en", "en-ca") else day_first


def at_clock(day: date, text: str, found: re.Match[str], home: tzinfo) -> datetime | None:
    """The moment on that day that stands right behind the date or right before it; midnight in UTC without one."""
    clock = _TIME_BEHIND.match(text, found.end()) or _TIME_BEFORE.search(text, 0, found.start())
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if clock is None or int(clock["hour"]) > 23:
        return start
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    minute = int(clock["minute"] or clock["minutes"] or 0)
    try:
        return start.replace(hour=hour, minute=minute, tzinfo=_zone(clock["zone"] or "") or home).astimezone(UTC)
    except (ValueError, OverflowError):
        return start


def _zone(name: str) -> timezone | None:
    """The zone of a name or an offset; None for what is not known ("Uhr")."""
    digits = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if digits is None:
        hours = _ZONES.get(name.lower())
        return timezone(timedelta(hours=hours)) if hours is not None else None
    offset = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
    return timezone(-offset if digits[1] == "-" else offset)


@lru_cache(1)
def months() -> Mapping[str, int]:
    """Folded month names of the nine languages, long and short, with the endings that dates use -> 1 to 12 (CLDR)."""
    return {form: number for code in STOP_WORDS for name, number in _cldr_months(code) for form in _forms(fold(name), code)}


def _cldr_months(code: str) -> Iterator[tuple[str, int]]:
    table = Locale.parse("nb" if code == "no" else code).months
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield from ((name.rstrip("."), number) for number, name in table[context][width].items())
    yield from _MORE_MONTHS.get(code, ())


_MORE_MONTHS = {"en": (("Sept", 9),), "de": (("Jänner", 1), ("Feber", 2), ("Maerz", 3), ("Mrz", 3))}  # de: Austria, no umlauts


def _forms(name: str, code: str) -> Iterator[str]:
    yield name
    if code == "fi" and name.endswith("kuu"):
        yield from (name + ending for ending in ("n", "ta", "ssa"))


UPDATED = re.compile(
    r"(?:updated?|modified|changed|revised|edited|corrected|redigert|redigeret|redigerad|muutettu|opdateret|ændret|oppdatert|endret|uppdaterad|ändrad|päivitetty|muokattu|uppfært|breytt"
    r"|обновлен[оа]|обновлён|обновление|измен[её]н[оа]?|изменени[ея]|aktualisiert|geändert|(?:mise? )?à jour|m[aà]j le|modifiée?)"
    r"\W{0,3}(?:(?!(?:19|20)\d\d)\w{1,9}\W{1,2}){0,4}$",
    re.IGNORECASE,
)


def is_called_update(before: str) -> bool:
    """Whether the words in front of a date say that it is the one of a change ("Oppdatert", "Last modified on")."""
    return UPDATED.search(before[-60:]) is not None
