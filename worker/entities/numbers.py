"""Numbers that are written as words ("twelve", "tolv", "kahdentoista" and "двенадцати" are 12), and units of measure. Pure.

News writes numbers up to twelve as words in most of the nine languages, and one paper writes "fifty" where the next has 50.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from worker.tokens import fold

THOUSANDS, _MEASURE = "000", "measure"


@dataclass(frozen=True, slots=True)
class Words:
    """What numbers.tsv says of a language, folded: `digits` of whole words, and units of measure as words and as beginnings."""

    digits: dict[str, str] = field(default_factory=dict)
    measures: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)


def in_digits(folded: str, language: str | None) -> str:
    """The digits of the number that a folded word names in a language (2 to 20, tens up to 90); "" for any other word."""
    digits = _words(language).digits.get(folded, "")
    return "" if digits == THOUSANDS else digits


def makes_thousands(folded: str, language: str | None) -> bool:
    """Whether a word behind a number makes thousands of it: "15 thousand", "14 тысяч"."""
    return _words(language).digits.get(folded) == THOUSANDS


def is_measure(folded: str, language: str | None) -> bool:
    """Whether a folded word is something that is measured and not counted: minutes, miles, tonnes, degrees, kroner."""
    words = _words(language)
    return folded in words.measures or any(folded[:size] in words.beginnings for size in range(_SHORTEST, len(folded) + 1))


_SHORTEST = 3  # letters of a beginning
_NONE = Words()


def _words(language: str | None) -> Words:
    return _table().get(language or "", _NONE)


@lru_cache(1)
def _table() -> Mapping[str, Words]:
    return read_rows(files(__package__).joinpath("numbers.tsv").read_text(encoding="utf-8").splitlines())


def read_rows(lines: Iterable[str]) -> dict[str, Words]:
    """Language -> its words, from lines as in numbers.tsv. A malformed line is a ValueError that names it."""
    table: dict[str, Words] = defaultdict(Words)
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        language, meaning, forms, *more = [*line.split("\t"), "", ""]
        folded = [fold(form) for form in forms.split(", ")]
        if len(language) != 2 or not (meaning.isdecimal() or meaning == _MEASURE) or not all(folded) or any(more):
            raise ValueError(f"numbers.tsv:{number}: expected language, number and forms between tabs, got {line!r}")
        for form in folded:
            _add(table[language], meaning, form, f"numbers.tsv:{number}")
    return dict(table)


def _add(words: Words, meaning: str, form: str, place: str) -> None:
    stem = form.removesuffix("*")
    if stem != form and (meaning != _MEASURE or len(stem) < _SHORTEST):
        raise ValueError(f"{place}: {form!r}: a star ends a measure of {_SHORTEST} letters or more")
    if meaning == _MEASURE:
        (words.measures if stem == form else words.beginnings).add(stem)
    elif words.digits.setdefault(form, meaning) != meaning:
        raise ValueError(f"{place}: {form!r} is also {words.digits[form]}; one word is one number")
