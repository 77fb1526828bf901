"""Days that a text names: "January 12", "12. tammikuuta", "22 января 2026", "2026-01-12", "on Monday". Months are from CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from worker.entities.relative import DayOrigin, NamedDay, relative_days
from worker.tokens import fold

WATCHED = ("en", "da", "nb", "sv", "fi", "is", "ru", "de", "fr")
_KNOWN_WELL = frozenset((*WATCHED, "no", "nn"))
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_YEARS_BACK = 4  # how far a weekday may move a day without a year into the past
_SUREST = tuple(DayOrigin)
_LONGEST_SHORT_WEEKDAY = 3
_STAMP_LINES, _STAMP_CHARACTERS = 8, 100
_SENTENCE_ENDS = (".", "!", "?")  # but "9:36 a.m."
_STAMP_WORDS = 2  # words of four letters and more beside the day: "Published ... updated ..."

_WORD = r"[^\W\d_]{3,14}"
_DAY = r"(?P<day>[0-3]?\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OTHER_YEAR = r",?\s\d{4}\b"  # the year 1851 is no reason to think of the last March
_NOT_IN_NUMBER = r"(?<![\w.,:/-])"
_PATTERNS = (
    re.compile(rf"{_NOT_IN_NUMBER}{_YEAR}-(?P<number>[01]\d)-{_DAY}(?![\d-])"),  # ISO 8601
    re.compile(rf"{_NOT_IN_NUMBER}{_DAY}\.\s?(?P<number>[01]?\d)\.\s?{_YEAR}(?![\d.]\d)"),  # 12.1.2026
    re.compile(rf"{_NOT_IN_NUMBER}{_DAY}/(?P<number>[0-3]?\d)[/ -]{_YEAR}(?![\d/])"),  # 13/1/2026, 13/1-2026; 1/13/2026
    re.compile(  # am 12.1., tiistaina 13.1., den 12/1: digits without a year are a date behind such words alone
        rf"(?<!\w)(?P<front>[^\W\d_]{{1,14}})[.,]?\s{_DAY}"
        r"(?:\.\s?(?P<number>[01]?\d)\.(?!\s?\d)|/(?P<slashed>[01]?\d)(?![\w/-]))"
    ),
    re.compile(  # 12 January, 12th of January, 12. tammikuuta, 1er janvier, den 12:e januari, 12-го января
        rf"{_NOT_IN_NUMBER}{_DAY}(?:\.|st|nd|rd|th|er|:[ea]|-го)?\s(?:of\s)?(?P<month>{_WORD})\.?(?:,?\s{_YEAR})?(?!\w|{_OTHER_YEAR})"
    ),
    re.compile(  # January 12, Jan. 12th, tammikuun 12.
        rf"(?<!\w)(?P<month>{_WORD})\.?\s{_DAY}(?:st|nd|rd|th|\.)?(?![\w:]|[.,]\d|\s?%)(?:,?\s{_YEAR}(?!\w))?(?!{_OTHER_YEAR})"
    ),
)
_FRONTS = frozenset(("den", "d", "am", "vom", "le", "du"))
_MONTH_FIRST = frozenset({"en", "fi"})
_WEEKDAY_BEFORE = re.compile(r"([^\W\d_]{3,14})[.,]?\s?(?:\(|den\s|d\.\s|der\s|the\s|le\s)?\s?$")
# Words in front of a day that is not the day of the event: since, until, from, after, before; folded.
_BACKGROUND = frozenset((
    "since", "until", "till", "from", "before", "after", "siden", "indtil", "efter", "inden", "fra", "sedan", "fran",
    "innan", "frem", "etter", "alkaen", "siita", "saakka", "sidan", "fram", "fyrir", "eftir", "с", "до", "после",
    "seit", "bis", "vor", "nach", "ab", "depuis", "jusqu", "avant", "apres",
))  # fmt: skip
_WORD_BEFORE = re.compile(r"([^\W\d_]+)['’]?\s(?:the\s|den\s|dem\s|le\s|au\s)?$")


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Folded month and weekday names of a language -> 1..12 and 0 (Monday) .. 6; `lower`: months written small."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    lower: frozenset[str]
    month_first: bool


def absolute_days(text: str, *, reference: datetime, language: str | None) -> tuple[NamedDay, ...]:
    """The days that a text names by a date (day and month), in text order, each once, with place and origin; stamps included.

    A day without a year is the latest one up to the day after `reference`; a weekday beside it ("Monday (January
    12)") may move it into an earlier year. Days behind "since", "until" and the like are left out. An unknown
    language means any of the nine watched ones; one that CLDR does not know leaves the forms in digits.
    For texts of unknown publication, whose weekdays say nothing; `reference` is then any later moment.
    """
    return _each_once(_absolute(text, _calendar(language), reference))


def named_days(text: str, *, reference: datetime, language: str | None) -> tuple[NamedDay, ...]:
    """The days that a text published at `reference` names, in text order, each once: dates, weekdays, "yesterday" and the like.

    A day that comes again keeps the place and words of its first mention and gets the surest origin of all its
    mentions. A weekday that belongs to a date is not a day of its own; `relative_days` says which day one is.
    """
    calendar = _calendar(language)
    absolute = _absolute(text, calendar, reference)
    dates = [(found.at, found.at + len(found.words)) for found in absolute]
    spoken = relative_days(text, reference=reference, language=language, months=calendar.months.keys(), dates=dates)
    return _each_once([*absolute, *spoken])


def _absolute(text: str, calendar: _Calendar, reference: datetime) -> list[NamedDay]:
    """Every mention of a day by its date, in text order."""
    found = [
        NamedDay(day, DayOrigin.STATED if m.groupdict().get("year") else DayOrigin.YEARLESS, m.start(), m.group())
        for pattern in _PATTERNS
        for m in pattern.finditer(text)
        if (day := _day(m, calendar, reference))
    ]
    return sorted(found, key=lambda f: (f.at, f.day))


def _each_once(mentions: Iterable[NamedDay]) -> tuple[NamedDay, ...]:
    days: dict[date, NamedDay] = {}
    for found in sorted(mentions, key=lambda f: (f.at, f.day)):
        first = days.setdefault(found.day, found)
        days[found.day] = replace(first, origin=min(first.origin, found.origin, key=_SUREST.index))
    return tuple(days.values())


def split_stamp(text: str, *, reference: datetime, language: str | None) -> tuple[date | None, str]:
    """The day of publication that a line of its own gives ("Updated: 12 June 2026, 9:03"), and the text without such lines.

    Only days with a year, up to the day after `reference`, in the first lines; None and the text as it is when there
    is no such line.
    """
    lines = text.split("\n")
    calendar = _calendar(language)
    stamp: date | None = None
    for number, line in enumerate(lines[:_STAMP_LINES]):
        day = _stamp(line, calendar, reference)
        if day is not None and (day - reference.date()).days <= 1:
            stamp = stamp or day
            lines[number] = ""
    return stamp, "\n".join(lines)


def _stamp(line: str, calendar: _Calendar, reference: datetime) -> date | None:
    """The first day with a year in a line that says little else."""
    if len(line) > _STAMP_CHARACTERS or (line.rstrip().endswith(_SENTENCE_ENDS) and not line.rstrip().endswith("m.")):
        return None
    found = [
        (m.start(), m.end(), day)
        for p in _PATTERNS
        for m in p.finditer(line)
        if (day := _day(m, calendar, reference)) and m.groupdict().get("year")
    ]
    if not found:
        return None
    rest = line
    for start, end, _ in found:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    said = [word for word in re.findall(r"[^\W\d_]{4,}", rest) if fold(word) not in calendar.weekdays]
    return min(found)[2] if len(said) <= _STAMP_WORDS else None


@lru_cache(64)
def calendar_words(language: str | None) -> frozenset[str]:
    """Folded names of months and weekdays: capitalised in some languages, yet names of nothing."""
    calendar = _calendar(language)
    return frozenset(calendar.months) | frozenset(calendar.weekdays)


def names_a_date(word: str, language: str | None) -> bool:
    """Whether a word, as written, is the month or weekday beside a number.

    In small letters a short weekday is an everyday word (Swedish "300 man"), and so is a month where months have a capital
    ("31 may have died").
    """
    flat, calendar = fold(word), _calendar(language)
    if word[0].isupper():
        return flat in calendar.months or flat in calendar.weekdays
    return flat in calendar.lower or (flat in calendar.weekdays and len(flat) > _LONGEST_SHORT_WEEKDAY)


def _day(found: re.Match[str], calendar: _Calendar, reference: datetime) -> date | None:
    parts = found.groupdict()
    digits = parts.get("number") or parts.get("slashed")
    month = int(digits) if digits else _month(parts["month"], calendar)
    first = digits is None and found.start("month") < found.start("day")
    if not month or (first and not calendar.month_first) or _in_background(found):
        return None
    if year := parts.get("year"):
        return _stated(int(year), month, int(parts["day"]), either=calendar.month_first and "/" in found.group())
    weekday = _weekday(found, calendar)
    if front := fold(parts.get("front") or ""):
        weekday = calendar.weekdays.get(front, weekday)
        if front not in _FRONTS and front not in calendar.weekdays:
            return None
    return _nearest(month, int(parts["day"]), weekday, reference.date())


def _stated(year: int, month: int, day: int, *, either: bool) -> date | None:
    """The date; `either`: where "1/12/2026" may be December too, the one that is possible, None if both are."""
    days = {_valid(year, month, day), _valid(year, day, month) if either else None} - {None}
    return days.pop() if len(days) == 1 else None


def _month(word: str, calendar: _Calendar) -> int | None:
    """Small letters need a language that writes months so: "may" and "march" are verbs."""
    flat = fold(word)
    if word[0].islower() and flat not in calendar.lower:
        return None
    return calendar.months.get(flat) or (calendar.months.get(flat[:-1]) if flat.startswith(("kesaku", "heinaku")) else None)


def _in_background(found: re.Match[str]) -> bool:
    before = _WORD_BEFORE.search(found.string[max(0, found.start() - 30) : found.start()])
    return before is not None and fold(before.group(1)) in _BACKGROUND


def _weekday(found: re.Match[str], calendar: _Calendar) -> int | None:
    before = _WEEKDAY_BEFORE.search(found.string[max(0, found.start() - 25) : found.start()])
    return calendar.weekdays.get(fold(before.group(1))) if before else None


def _nearest(month: int, day: int, weekday: int | None, today: date) -> date | None:
    """The latest such day that is not later than tomorrow, on that weekday if one of the last years has it."""
    years = range(today.year + 1, max(today.year - _YEARS_BACK - 1, 0), -1)
    past = [d for y in years if (d := _valid(y, month, day)) and d - today <= timedelta(days=1)]
    return next((d for d in past if d.weekday() == weekday), past[0] if past else None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


@lru_cache(64)
def _calendar(language: str | None) -> _Calendar:
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    lower: set[str] = set()
    codes = WATCHED if language is None else (language.replace("-", "_"),)
    for code in codes:
        its_months = dict(_cldr(code, "months"))
        months = its_months | months
        weekdays = dict(_cldr(code, "days")) | weekdays
        if not code.startswith(("en", "de")):
            lower |= its_months.keys()
    return _Calendar(months, weekdays, frozenset(lower), any(code[:2] in _MONTH_FIRST for code in codes))


def _cldr(code: str, what: str) -> Iterator[tuple[str, int]]:
    """Folded names in both contexts, of the watched languages short ones too; Finnish with the endings that dates use.

    Short names of other languages are everyday words: Polish "sie" is September and "się", Portuguese "ter" Tuesday and "have".
    """
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return
    table = locale.months if what == "months" else locale.days
    widths = ("wide", "abbreviated") if code[:2] in _KNOWN_WELL else ("wide",)
    for context in ("format", "stand-alone"):
        for width in widths:
            for number, name in table[context][width].items():
                yield from ((form, number) for form in _forms(fold(name.rstrip(".")), code))
    if code.startswith("en") and what == "months":
        yield "sept", 9
    if code.startswith("de") and what == "months":
        yield from (("janner", 1), ("feber", 2))  # Austrian


def _forms(name: str, code: str) -> Iterator[str]:
    yield name
    if code.startswith("fi") and name.endswith("kuu"):
        yield from (name + ending for ending in ("n", "ta", "ssa"))
    if code.startswith(("sv", "nb", "nn", "no", "da")):
        yield name + "s"
    if code.startswith("is") and name.endswith("dagur"):
        yield from (name.removesuffix("ur") + ending for ending in ("", "inn", "s", "sins"))
    if code.startswith("fi") and name.endswith("tai"):
        yield from (name + "na", name + "n")
