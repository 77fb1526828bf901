"""Days named from the day of publication: "on Monday", "i går", "viime yönä", "в ночь на среду". Words are in day_words.tsv."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import islice

from worker.tokens import Tokens, fold, tokenise

LANGUAGES = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr")

# Words that another of the nine languages uses for something else: German "hier" is here, "eilen" to hurry.
_TWO_MEANINGS = frozenset({"hier", "eilen"})
# From this hour UTC it may be the next day where the text was written (Moscow is UTC+3): its weekday is then today's.
_NEXT_DAY_FROM = 21
_FUTURE_REACH = 6  # words before a weekday that may say "is expected"; the same clause only
_AFTER_REACH = 4  # words behind a weekday that may say "next week"
_YEAR_REACH = 5
_FIRST_YEAR = 1800
_YEAR_DIGITS = 4
_LONGEST_GAP = 8  # characters between a date and the weekday behind it
_LONGEST_SENTENCE = 400  # characters within which another day is looked for
_SHORT = 3  # letters of the words that may stand between a weekday and its year ("in", "on", "på", "im")

_SENTENCE_STOPS = frozenset(".!?;:\n…")
_CLAUSE_STOPS = _SENTENCE_STOPS | frozenset(',()–—"“”„«»')
_OPENERS = _SENTENCE_STOPS | frozenset("\"'“”„«»‘(•–—-[|")
# "(January 12)", "den 12. januar", "12.1." right behind a weekday, and what may stand between a date and its weekday.
_DATE_BEHIND = re.compile(
    r"[.,]?\s?\(?(?:den\s|d\.\s|der\s|the\s|le\s)?(?:\d{1,2}(?:\.|st|nd|rd|th|er)?\s?(?:of\s)?)?(?P<word>[^\W\d_]{3,14})"
)
_NUMBERS_BEHIND = re.compile(r"[.,]?\s?\(?(?:den\s|d\.\s)?(?:\d{1,2}\.\s?\d{1,2}\.|\d{4}-\d\d-\d\d)")
_DATE_BEFORE = re.compile(r"[\s,(–-]{1,3}(?:(?:в|во|on|a|på|en|ein)\s)?$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[^\W\da-zà-ÿа-яё_])|\n")

_OFFSETS = {"0": 0, "-1": -1, "-2": -2, "-3": -3, "vague": 0}
_MEANINGS = (
    "may follow", "last", "last behind", "next", "next behind", "week", "since", "future", "until", "ahead",
    "maybe ahead", "hearsay", "night", "every", "part", "after",
)  # fmt: skip
_KINDS = frozenset({*_MEANINGS, *_OFFSETS, "weekday", "ending", "past ending", "must follow", "before"})
_WEEK = range(7)


class DayOrigin(StrEnum):
    """How a day was read from a text, surest first: it stands there, its year was guessed, or it was reckoned."""

    STATED = "stated"
    YEARLESS = "yearless"
    WEEKDAY = "weekday"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that a text names: `words` as they stand at character `at`."""

    day: date
    origin: DayOrigin
    at: int
    words: str


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded words and stems; `word in words` is the question."""

    whole: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()

    def __contains__(self, word: str) -> bool:
        return word in self.whole or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class _Weekday:
    """A written form of a weekday: 0 (Monday) .. 6; `over`: the form itself says that it is past."""

    number: int
    capital: bool
    bare: bool
    over: bool


@dataclass(frozen=True, slots=True)
class _Speech:
    """The rows of one language, folded. `expressions`: first word -> (all its words, days from today, vague), longest first.

    `must` are the expressions behind which a weekday has to stand, `names` those that make a name of it; last word first.
    """

    weekdays: Mapping[str, _Weekday]
    expressions: Mapping[str, Sequence[tuple[tuple[str, ...], int, bool]]]
    words: Mapping[str, _Words]
    must: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Word number `i` of a text, with what is needed to look around."""

    text: str
    tokens: Tokens
    i: int
    speech: _Speech

    def before(self, stops: frozenset[str] = _SENTENCE_STOPS) -> Iterator[str]:
        """Folded words in front, nearest first, up to a stop."""
        at = self.i
        while at > 0 and not stops & set(self.text[self.tokens.ends[at - 1] : self.tokens.starts[at]]):
            at -= 1
            yield self.tokens.folded[at]

    def after(self) -> Iterator[str]:
        """Folded words behind, nearest first, up to the end of the sentence."""
        at = self.i + 1
        while at < len(self.tokens) and not _SENTENCE_STOPS & set(self.text[self.tokens.ends[at - 1] : self.tokens.starts[at]]):
            yield self.tokens.folded[at]
            at += 1


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a text's days are judged by: its publication, the folded month names, and (start, end) of its dates, in order."""

    reference: datetime
    months: Collection[str]
    dates: Sequence[tuple[int, int]]


def relative_days(
    text: str,
    *,
    reference: datetime,
    language: str | None,
    months: Collection[str],
    dates: Sequence[tuple[int, int]],
) -> list[NamedDay]:
    """Weekdays and words like "yesterday" as days, reckoned from the publication at `reference`; days may come twice.

    A weekday is the latest one up to the day of publication (late in the evening UTC: up to the next day, which it is
    already in the North); none at all with a word beside it that points ahead, at a habit or at another year.
    `dates` are (start, end) of the dates in the text, in order: the Monday of "Monday, 12 January" belongs to its date.
    An unknown language (None) means any of the nine.
    """
    tokens = tokenise(text)
    scene = _Scene(reference, months, dates)
    speeches = [_table()[code] for code in _codes(language)]
    if language is None:
        speeches = [replace(speech, expressions=_unmistakable(speech)) for speech in speeches]
    return sorted((day for speech in speeches for day in _said(text, tokens, speech, scene)), key=lambda d: d.at)


def _said(text: str, tokens: Tokens, speech: _Speech, scene: _Scene) -> list[NamedDay]:
    places = [_Place(text, tokens, i, speech) for i, word in enumerate(tokens.folded) if word in speech.weekdays]
    sure = [day for place in places if (day := _weekday(place, scene))]
    vague: list[NamedDay] = []
    for place, end, offset, is_vague in _expressions(text, tokens, speech):
        if day := _reckoned(place, end, offset, scene):
            (vague if is_vague else sure).append(day)
    taken = sorted([day.at for day in sure] + [start for start, _ in scene.dates])
    return sure + [day for day in vague if not _day_in_sentence(text, day.at, taken)]


# ------------------------------------------------------------------ weekdays


def _weekday(place: _Place, scene: _Scene) -> NamedDay | None:
    form = place.speech.weekdays[place.tokens.folded[place.i]]
    if not _is_day_word(place, form) or _beside_date(place, scene) or _points_elsewhere(place, form):
        return None
    day = _latest(place, form, scene.reference)
    if day is None or _in_past_year(place, place, day, scene.months):
        return None
    return _named(place, place, day, DayOrigin.WEEKDAY)


def _is_day_word(place: _Place, form: _Weekday) -> bool:
    """Whether the word is a day of the calendar, and not part of a name: "Monday Club", "Black Friday", "Herr Freitag"."""
    word = place.tokens.words[place.i]
    if word[0].isupper() != form.capital and not (word[0].isupper() and _opens(place)):
        return False
    if _in_name(place):
        return False
    if place.speech.must:
        return not form.bare or _introduced(place)
    return not form.capital or not _capital_behind(place) or _next_to(place.before(), place.speech.words["may follow"])


def _in_name(place: _Place) -> bool:
    words = tuple(islice(place.before(), _FUTURE_REACH))
    return any(words[: len(name)] == name for name in place.speech.names) or _next_to(place.after(), place.speech.words["after"])


def _next_to(words: Iterator[str], some: _Words) -> bool:
    return next(words, "") in some


def _capital_behind(place: _Place) -> bool:
    """Whether a capitalised word follows after one blank; behind a genitive ("Monday's NATO meeting") it says nothing."""
    tokens, i = place.tokens, place.i
    if i + 1 == len(tokens) or tokens.ends[i] - tokens.starts[i] > len(tokens.words[i]):
        return False
    return place.text[tokens.ends[i] : tokens.starts[i + 1]] == " " and tokens.words[i + 1][0].isupper()


def _introduced(place: _Place) -> bool:
    """Whether "am", "в ночь на" or the like stand in front, with "late" or "last" in between or not."""
    words = tuple(islice(place.before(), _FUTURE_REACH))
    for at, word in enumerate(words):
        if any(words[at : at + len(phrase)] == phrase for phrase in place.speech.must):
            return True
        if not any(word in place.speech.words[meaning] for meaning in ("part", "last", "next")):
            return False
    return False


def _opens(place: _Place) -> bool:
    before = place.text[max(0, place.tokens.starts[place.i] - 4) : place.tokens.starts[place.i]].rstrip(" \t\u00a0")
    return not before or before[-1] in _OPENERS


def _beside_date(place: _Place, scene: _Scene) -> bool:
    """Whether the weekday belongs to a date that is written out, before or behind it."""
    start, end = place.tokens.starts[place.i], place.tokens.ends[place.i]
    behind = _DATE_BEHIND.match(place.text, end)
    if (behind and fold(behind["word"]) in scene.months) or _NUMBERS_BEHIND.match(place.text, end):
        return True
    at = bisect_right(scene.dates, (start, 0)) - 1
    gap = start - scene.dates[at][1] if at >= 0 else _LONGEST_GAP + 1
    return gap <= _LONGEST_GAP and _DATE_BEFORE.fullmatch(place.text[start - gap : start]) is not None


def _points_elsewhere(place: _Place, form: _Weekday) -> bool:
    """Whether the words beside a weekday make it a day to come, the end of a period, a habit or a day of another week."""
    words = place.speech.words
    behind = list(islice(place.after(), _AFTER_REACH))
    if (form.bare and _next_to(place.before(), words["ahead"])) or any(w in words["next behind"] for w in behind[:1]):
        return True
    before = list(islice(place.before(), _FUTURE_REACH))
    return _announces(before, behind, words) or _bounds_or_repeats(before, words) or _other_week(behind, words)


def _announces(before: Sequence[str], behind: Sequence[str], words: Mapping[str, _Words]) -> bool:
    """Whether a sentence opens as in Norwegian "På mandag skal ..."; with "skal ha" it tells what is said to have happened."""
    opens = len(before) == 1 and before[0] in words["maybe ahead"]
    return opens and any(w in words["future"] for w in behind[:1]) and not any(w in words["hearsay"] for w in behind)


def _bounds_or_repeats(near: Sequence[str], words: Mapping[str, _Words]) -> bool:
    """Whether "until", "every" or "next" stand before the weekday, with "late" and the like in between or not."""
    for at, word in enumerate(near):
        if word in words["until"]:
            return not any(w in words["night"] for w in near[at + 1 : at + 2])
        if word in words["every"] or word in words["next"]:
            return True
        if word not in words["part"]:
            return False
    return False


def _other_week(behind: Sequence[str], words: Mapping[str, _Words]) -> bool:
    """Whether "next week", "semaine prochaine" or the same with last stand there."""
    turns = [any(word in words[m] for m in ("last", "last behind", "next", "next behind")) for word in behind]
    weeks = [word in words["week"] for word in behind]
    return any(turns[i] and weeks[j] for i in range(len(behind)) for j in (i - 1, i + 1) if 0 <= j < len(behind))


def _latest(place: _Place, form: _Weekday, reference: datetime) -> date | None:
    """The latest such day up to the publication; before its day with a word for last; None for a plan for another day."""
    today = reference.date()
    ahead = 1 if not reference.utcoffset() and reference.hour >= _NEXT_DAY_FROM else 0
    back = (today.weekday() + ahead - form.number) % 7 - ahead
    words = place.speech.words
    over = _next_to(place.before(), words["last"]) or _next_to(place.after(), words["last behind"])
    if back <= 0 and (form.over or over):
        back += 7
    if back > 0 and not over and _planned(place):
        return None
    return _shifted(today, -back)


def _planned(place: _Place) -> bool:
    return any(word in place.speech.words["future"] for word in islice(place.before(_CLAUSE_STOPS), _FUTURE_REACH))


# ------------------------------------------------------------------ yesterday and the like


def _expressions(text: str, tokens: Tokens, speech: _Speech) -> Iterator[tuple[_Place, _Place, int, bool]]:
    """(first word, last word, days from today, vague) of each expression, the longest at every place."""
    upto = 0
    for i, word in enumerate(tokens.folded):
        if i < upto or word not in speech.expressions:
            continue
        for said, offset, vague in speech.expressions[word]:
            if _stands(text, tokens, i, said):
                upto = i + len(said)
                yield _Place(text, tokens, i, speech), _Place(text, tokens, upto - 1, speech), offset, vague
                break


def _stands(text: str, tokens: Tokens, i: int, said: tuple[str, ...]) -> bool:
    end = i + len(said)
    if tokens.folded[i:end] != tuple(map(fold, said)):
        return False
    small = all(w[0].islower() or s[0].isupper() for w, s in zip(tokens.words[i + 1 : end], said[1:], strict=True))
    return small and not _SENTENCE_STOPS & set(text[tokens.starts[i] : tokens.ends[end - 1]])


def _reckoned(place: _Place, end: _Place, offset: int, scene: _Scene) -> NamedDay | None:
    if (place.tokens.words[place.i][0].isupper() and not _opens(place)) or _in_name(place):
        return None
    day = _shifted(scene.reference.date(), offset)
    if day is None or _in_past_year(place, end, day, scene.months):
        return None
    return _named(place, end, day, DayOrigin.RELATIVE)


def _day_in_sentence(text: str, at: int, taken: Sequence[int]) -> bool:
    """Whether a day stands in the same sentence as the character; `taken` is sorted."""
    after = bisect_right(taken, at)
    near = [other for other in taken[max(0, after - 1) : after + 1] if abs(other - at) <= _LONGEST_SENTENCE]
    return any(not _SENTENCE_END.search(text, min(at, other), max(at, other)) for other in near)


# ------------------------------------------------------------------ both


def _in_past_year(first: _Place, last: _Place, day: date, months: Collection[str]) -> bool:
    """Whether an earlier year stands beside the words, as in "in 2011 on Monday": then they tell of another time."""
    return _earlier_year(first.before(), first, day, months, towards=True) or _earlier_year(
        last.after(), last, day, months, towards=False
    )


def _earlier_year(words: Iterator[str], place: _Place, day: date, months: Collection[str], *, towards: bool) -> bool:
    """Whether a year before the day's own is reached over short words and months alone. `towards`: nearest word first."""
    near = list(islice(words, _YEAR_REACH + 1))
    since, part = place.speech.words["since"], place.speech.words["part"]
    for at, word in enumerate(near[:_YEAR_REACH]):
        if word.isdecimal() and len(word) == _YEAR_DIGITS and _FIRST_YEAR <= int(word) < day.year:
            before = near[at + 1 : at + 2] if towards else near[max(0, at - 1) : at]
            return not any(w in since for w in before)
        if len(word) > _SHORT and word not in months and word not in part:
            return False
    return False


def _named(first: _Place, last: _Place, day: date, origin: DayOrigin) -> NamedDay:
    start = first.tokens.starts[first.i]
    return NamedDay(day, origin, start, first.text[start : last.tokens.ends[last.i]])


def _shifted(day: date, days: int) -> date | None:
    """The day so many days later, None outside the calendar (years 1 to 9999)."""
    number = day.toordinal() + days
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


# ------------------------------------------------------------------ the table


def _codes(language: str | None) -> Sequence[str]:
    """The languages of the table that a language code means; none for one that is not watched."""
    if language is None:
        return LANGUAGES
    base = language.replace("_", "-").split("-")[0].lower()
    base = "no" if base in ("nb", "nn") else base
    return (base,) if base in LANGUAGES else ()


def _unmistakable(speech: _Speech) -> Mapping[str, Sequence[tuple[tuple[str, ...], int, bool]]]:
    return {word: said for word, said in speech.expressions.items() if word not in _TWO_MEANINGS}


@lru_cache(1)
def _table() -> dict[str, _Speech]:
    lines = files(__package__).joinpath("day_words.tsv").read_text(encoding="utf-8").splitlines()
    return {code: _speech(rows) for code, rows in read_rows(lines).items()}


def read_rows(lines: Iterable[str]) -> dict[str, dict[str, list[list[str]]]]:
    """Language -> meaning -> entries of each row, from lines as in day_words.tsv.

    A malformed line is a ValueError that names it.
    """
    rows: dict[str, dict[str, list[list[str]]]] = {code: defaultdict(list) for code in LANGUAGES}
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        language, meaning, entries, *more = [*line.split("\t"), "", "", ""]
        words = entries.split(", ")
        if language not in LANGUAGES or meaning not in _KINDS or not all(words) or any(more):
            raise ValueError(f"day_words.tsv:{number}: expected language, meaning and entries between tabs, got {line!r}")
        if meaning == "weekday" and len(words) != len(_WEEK):
            raise ValueError(f"day_words.tsv:{number}: expected seven names from Monday to Sunday, got {len(words)}")
        rows[language][meaning].append(words)
    return rows


def _speech(rows: Mapping[str, Sequence[Sequence[str]]]) -> _Speech:
    words = {meaning: _words(entry for row in rows.get(meaning, ()) for entry in row) for meaning in _MEANINGS}
    return _Speech(dict(_forms(rows)), _by_first_word(rows), words, _backwards(rows, "must follow"), _backwards(rows, "before"))


def _backwards(rows: Mapping[str, Sequence[Sequence[str]]], meaning: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tokenise(entry).folded[::-1] for row in rows.get(meaning, ()) for entry in row)


def _words(entries: Iterable[str]) -> _Words:
    every = list(entries)
    stems = tuple(fold(entry[:-1]) for entry in every if entry.endswith("*"))
    return _Words(frozenset(fold(entry) for entry in every if not entry.endswith("*")), stems)


def _forms(rows: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[tuple[str, _Weekday]]:
    for meaning in ("ending", "past ending"):
        endings = [ending.removeprefix("-") for row in rows.get(meaning, ()) for ending in row]
        for names in rows["weekday"]:
            for number, name in enumerate(names):
                capital, over = name[0].isupper(), meaning == "past ending"
                yield from ((fold(name + ending), _Weekday(number, capital, not ending, over)) for ending in endings)


def _by_first_word(rows: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, list[tuple[tuple[str, ...], int, bool]]]:
    found: dict[str, list[tuple[tuple[str, ...], int, bool]]] = defaultdict(list)
    for meaning, offset in _OFFSETS.items():
        for entry in (entry for row in rows.get(meaning, ()) for entry in row):
            said = tokenise(entry).words
            found[fold(said[0])].append((said, offset, meaning == "vague"))
    return {word: sorted(said, key=lambda s: -len(s[0])) for word, said in found.items()}
