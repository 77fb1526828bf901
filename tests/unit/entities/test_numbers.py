"""Numbers written as words, and units of measure."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from worker.entities.numbers import in_digits, is_measure, makes_thousands, read_rows
from worker.tokens import fold

LANGUAGES = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr")


@pytest.mark.parametrize(
    ("language", "word", "digits"),
    [
        ("en", "twelve", "12"), ("da", "halvtreds", "50"), ("no", "åtte", "8"), ("sv", "tjugo", "20"),
        ("fi", "kahdentoista", "12"),
        ("is", "þrjú", "3"), ("ru", "двенадцати", "12"), ("de", "dreißig", "30"), ("fr", "quatre", "4"), ("en", "dozen", "12"),
    ],
)  # fmt: skip
def test_a_word_is_its_number(language: str, word: str, digits: str) -> None:
    assert in_digits(fold(word), language) == digits


@pytest.mark.parametrize(
    ("language", "word"),
    [("sv", "ni"), ("fr", "neuf"), ("en", "one"), ("da", "fisk"), ("pl", "dwa"), (None, "two"), ("en", "thousand")],
)
def test_other_words_are_none(language: str | None, word: str) -> None:
    assert in_digits(fold(word), language) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_numbers_thousands_and_measures(language: str) -> None:
    words = read_rows(files("worker.entities").joinpath("numbers.tsv").read_text("utf-8").splitlines())[language]
    assert {"2", "3", "4", "5", "6", "7", "8", "10", "11", "12", "20", "30", "40", "50", "60", "000"} <= set(
        words.digits.values()
    )
    assert len(words.measures) + len(words.beginnings) > 30


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("en", "tonnes", True), ("no", "minutter", True), ("fi", "kilometriä", True), ("ru", "тонн", True),
        ("de", "Stunden", True),
        ("is", "metra", True), ("fr", "milles", True), ("en", "dead", False), ("sv", "fartyg", False), ("ru", "судов", False),
        (None, "minutes", False), ("en", "toner", False), ("en", "me", False),
    ],
)  # fmt: skip
def test_what_is_measured_and_what_is_counted(language: str | None, word: str, expected: bool) -> None:
    assert is_measure(fold(word), language) is expected


def test_thousands_stand_behind_a_number() -> None:
    assert makes_thousands("тысяч", "ru")
    assert not makes_thousands("hundred", "en")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("en\ttwo", "numbers.tsv:1: expected language, number and forms between tabs"),
        ("en\t2\ttwo, ", "expected language, number and forms"),
        ("en\t2\ttwo*", "'two*': a star ends a measure of 3 letters or more"),
        ("en\tmeasure\tkm*", "'km*': a star ends a measure"),
        ("en\tfew\tsome", "expected language, number and forms"),
    ],
)
def test_a_malformed_row_is_named(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read_rows([line])


def test_one_word_is_one_number() -> None:
    with pytest.raises(ValueError, match=r"numbers\.tsv:2: 'two' is also 2; one word is one number"):
        read_rows(["en\t2\ttwo", "en\t3\ttwo"])
