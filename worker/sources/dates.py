"""Date texts of feeds -> an aware moment in UTC, or None. Never invented: what is not in the text is not in the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

# Feeds are younger than the web; an older date is a default value of some program (1970-01-01, 1899-12-30).
EARLIEST = datetime(1991, 1, 1, tzinfo=UTC)
# A clock may run a little fast; anything more is an announcement, a wrong zone or a trick to stay on top of lists.
FUTURE_SLACK = timedelta(minutes=10)

# First three letters of month names as feeds write them: English, and where they differ Norwegian, Danish, Swedish, German.
_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_MONTHS |= {"mär": 3, "mai": 5, "maj": 5, "okt": 10, "des": 12, "dez": 12}

# RFC 822 section 5 and RFC 5322 section 4.3, obsolete zones; all others mean "unknown" there, and are UTC here.
_ZONES: dict[str, float] = {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
}
_ZONES |= {"bst": 1, "eet": 2, "eest": 3, "msk": 3, "wet": 0, "west": 1, "akst": -9, "akdt": -8, "nst": -3.5, "ndt": -2.5}

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
_HALF = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
_ZONE = r"(?:\s*(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Za-z]{1,5}))?"
_NAME = r"(?P<name>[^\W\d_]{3,12})\.?"
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        # RFC 3339 section 5.6 and what people make of it: a blank for T, slashes, no time, no zone, one-digit parts.
        rf"(?P<year>\d{{4}})(?P<dash>[-/.])(?P<month>\d{{1,2}})(?P=dash)(?P<day>\d{{1,2}})(?:(?:[Tt]|\s+){_TIME}{_HALF}{_ZONE})?",
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:[Tt]?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}}){_ZONE})?",
        # RFC 822 section 5, RFC 850: the name of the weekday is not looked at, because many are wrong.
        rf"(?:[^\W\d_]+\.?,?\s+)?(?P<day>\d{{1,2}})\.?[\s-]+{_NAME}[\s-]+(?P<year>\d{{4}}|\d{{2}})(?:,?\s+{_TIME}{_HALF}{_ZONE})?",
        # asctime, and the American order in words.
        rf"(?:[^\W\d_]+\.?,?\s+)?{_NAME}\s+(?P<day>\d{{1,2}})\s+{_TIME}\s+(?P<year>\d{{4}})",
        rf"(?:[^\W\d_]+\.?,?\s+)?{_NAME}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{_TIME}{_HALF}{_ZONE})?",
    )
)
_EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{10})\d{3}")


def parse_date(text: str, now: datetime, foreign: Sequence[int] | None = None) -> datetime | None:
    """The moment that `text` names, in UTC; None if it names none, is implausible, or lies in the future of `now`.

    Read are RFC 822 and RFC 3339 with their usual faults, asctime, month names, and seconds or milliseconds since 1970.
    A text without zone is UTC, one without time midnight; numbers like 05/01/2026 are ambiguous and give None.
    `foreign` is what another parser made of it (year, month, day, hour, minute, second); it counts only if the text
    really holds its year, month and day.
    """
    line = " ".join(text.split())
    if len(line) > 100:
        return None
    moment = _epoch(line) or _shaped(line)
    if moment is None and foreign is not None and _says(line, foreign):
        moment = _moment(*foreign[:6])
    return moment if moment is not None and plausible(moment, now) else None


def plausible(moment: datetime, now: datetime) -> bool:
    """Whether a publication date may be believed: since the web exists, and not after `now` but for a little slack."""
    return EARLIEST <= moment <= now + FUTURE_SLACK


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1] or found[2]), UTC) if found else None


def _shaped(text: str) -> datetime | None:
    for shape in _SHAPES:
        found = shape.fullmatch(text)
        if found:
            return _from_parts(found.groupdict())
    return None


def _from_parts(parts: dict[str, str | None]) -> datetime | None:
    month = _month(parts["name"] or "") if "name" in parts else int(parts["month"] or 0)
    hour = _hour(int(parts.get("hour") or 0), parts.get("half"))
    offset = _offset(parts.get("zone"))
    if month is None or hour is None or offset is None:
        return None
    rest = (int(parts["day"] or 0), hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    moment = _moment(_year(parts["year"] or ""), month, *rest)
    try:
        return None if moment is None else moment.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except OverflowError:
        return None


def _moment(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime | None:
    """The moment in UTC, None for parts out of range. 24:00 is midnight of the next day, second 60 (a leap) is taken as 59."""
    try:
        start = datetime(
            year, month, day, 0 if hour == 24 else hour, minute, min(second, 59) if second <= 60 else second, tzinfo=UTC
        )
        return start + timedelta(days=1) if hour == 24 else start
    except (ValueError, OverflowError):
        return None


def _year(text: str) -> int:
    """RFC 5322 section 4.3: two digits below 50 are of this century."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 50 else 1900)


def _month(name: str) -> int | None:
    return _MONTHS.get(name[:3].lower())


def _hour(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour
    return hour % 12 + (12 if half in "Pp" else 0) if 1 <= hour <= 12 else None


def _offset(zone: str | None) -> timedelta | None:
    """The distance from UTC; zero without a zone and for names that we do not know; None beyond a day."""
    if zone is None or zone[0] not in "+-":
        return timedelta(hours=_ZONES.get((zone or "").lower(), 0))
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return None if offset >= timedelta(days=1) else offset * (-1 if zone[0] == "-" else 1)


def _says(text: str, parts: Sequence[int]) -> bool:
    """Whether year, month and day all stand in the text, as numbers or the month by name."""
    numbers = [int(n) for n in re.findall(r"\d{1,4}", text)]
    year, month, day = parts[:3]
    by_name = any(_month(word) == month for word in re.findall(r"[^\W\d_]{3,}", text))
    wanted = [day] if by_name else [day, month]
    if year not in numbers and year % 100 not in numbers:
        return False
    return all(numbers.count(n) >= wanted.count(n) for n in wanted)
