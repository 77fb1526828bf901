"""Places that northern news names, and how far apart they are: "Hangon" and "Hangö" are one town, Bornholm is elsewhere. Pure.

Two reports of one kind of incident tell the same event only when they tell of the same place; names alone do not say
that Raahe and Luleå are two towns, and that Luulaja is the second.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from worker.entities.spelling import endings
from worker.model import Spot
from worker.tokens import fold, tokenise

SHORTEST_STEM = 5  # letters of a stem that stands alone; behind another word the first one rules chance out
# In these languages a place opens longer words (Svalbardkabelen): so many letters of a name and behind it. In the labelled sets
# seven of eight are right; "Roskildesyge" is an illness.
_COMPOUNDING = frozenset(("da", "de", "fi", "is", "no", "sv"))
_COMPOUND_FRONT, _COMPOUND_REST = 6, 4
LONGEST_WORD = 40  # the longest word of the table has 20 letters, and a compound may begin with it
_COLUMNS = ("id", "country", "latitude", "longitude", "radius", "forms")
_FEWEST_LEFT = 4  # letters of a form that an ending leaves
# Letters of their own in the north: who writes "Älta" does not mean Alta, but "Tromso" is Tromsø on a foreign keyboard.
_MARKED = frozenset("åäöø")

_Table = dict[tuple[str, ...], Spot]


@dataclass(frozen=True, slots=True)
class Places:
    """The table, by form. `words` are whole forms of one to some words; `stems` the beginnings of their last words."""

    words: _Table = field(default_factory=dict)
    stems: _Table = field(default_factory=dict)
    _marks: dict[str, set[int]] = field(default_factory=dict)  # where words of forms have marked letters, if anywhere
    _longest: dict[str, int] = field(default_factory=dict)  # first word -> words of the longest name that begins with it

    def at(self, words: Sequence[str], folded: Sequence[str], index: int, language: str | None) -> tuple[Spot, int] | None:
        """The place named from a word on and how many words its name takes, or None. One of them has a capital letter."""
        for size in range(min(self._longest.get(folded[index], 1), len(folded) - index), 0, -1):
            capital = any(word[0].isupper() for word in words[index : index + size])
            if capital:
                for form, spot in self._spots(tuple(folded[index : index + size]), language):
                    if all(map(self._is_spelt_so, words[index : index + size], form)):
                        return spot, size
        return None

    def _is_spelt_so(self, written: str, word: str) -> bool:
        """Whether each marked letter stands where some form has one; what is written plainly fits any form."""
        return all(place in self._marks.get(word, ()) for place in _marked(written) if place < len(word))

    def _spots(self, words: tuple[str, ...], language: str | None) -> Iterator[tuple[tuple[str, ...], Spot]]:
        """Forms that the words may be, and their places, the likeliest first."""
        *front, last = words
        if len(last) > LONGEST_WORD:
            return
        for word in (last, *_without_endings(last, language)):
            if found := self.words.get((*front, word)):
                yield (*front, word), found
        shortest = 1 if front else SHORTEST_STEM
        for end in range(len(last), shortest - 1, -1):
            if found := self.stems.get((*front, last[:end])):
                yield (*front, last[:end]), found
        if not front and language in _COMPOUNDING:
            yield from self._fronts(last)

    def _fronts(self, word: str) -> Iterator[tuple[tuple[str, ...], Spot]]:
        """Places that a compound opens with, the longest one first."""
        for end in range(len(word) - _COMPOUND_REST, _COMPOUND_FRONT - 1, -1):
            if (found := self.words.get((word[:end],))) and not word.startswith("er", end):  # Hamburger, Berliner
                yield (word[:end],), found


def _without_endings(word: str, language: str | None) -> Iterator[str]:
    for ending in endings(language):
        if word.endswith(ending) and len(word) - len(ending) >= _FEWEST_LEFT:
            yield word[: -len(ending)]


def _marked(word: str) -> Iterator[int]:
    """Where in the folded word a marked letter was."""
    place = 0
    for letter in "" if word.isascii() else unicodedata.normalize("NFC", word).lower():
        if letter in _MARKED:
            yield place
        place += len(fold(letter))


# ------------------------------------------------------------------ reading the table


def load_places(lines: Iterable[str]) -> Places:
    """The places of lines with six columns between tabs, as in places.tsv, where they are explained.

    Blank lines and lines that start with # are skipped. A malformed line is a ValueError that names it.
    """
    places = Places()
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            spot, forms = _row(line)
            if spot.id in seen:
                raise ValueError(f"{spot.id!r} stands twice")
            seen.add(spot.id)
            for form in forms:
                _add(places, spot, form)
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    return places


def _row(line: str) -> tuple[Spot, list[str]]:
    columns = [column.strip() for column in line.split("\t")]
    if len(columns) != len(_COLUMNS) or not all(columns):
        raise ValueError(f"expected {', '.join(_COLUMNS)} between tabs, got {line.rstrip()!r}")
    name, country, latitude, longitude, radius, forms = columns
    spot = Spot(name, country, float(latitude), float(longitude), int(radius))
    if not (-90 <= spot.latitude <= 90 and -180 <= spot.longitude <= 180 and spot.radius >= 0):
        raise ValueError(f"no such point: {latitude}, {longitude} (radius {radius})")
    return spot, [form.strip() for form in forms.split("|")]


def _add(places: Places, spot: Spot, form: str) -> None:
    tokens = tokenise(form.removesuffix("*"))
    words = tokens.folded
    if not words or (form.endswith("*") and len(words[-1]) < (SHORTEST_STEM if len(words) == 1 else 1)):
        raise ValueError(f"expected a name, or a stem of {SHORTEST_STEM} letters or more before the star, got {form!r}")
    table = places.stems if form.endswith("*") else places.words
    if (other := table.setdefault(words, spot)).id != spot.id:
        raise ValueError(f"{form!r} stands for {other.id!r} already")
    for written, word in zip(tokens.words, words, strict=True):
        if marks := set(_marked(written)):
            places._marks.setdefault(word, set()).update(marks)
    places._longest[words[0]] = max(places._longest.get(words[0], 1), len(words))
