"""Copies survive edits; reports of the same event are none."""

import random
from collections.abc import Callable

import pytest

from worker.developments.copies import COPY_SHARE, containment, quotes_together
from worker.model import Features

Read = Callable[..., Features]

WORDS = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeiou" for c in "nrstv"]


def text_of(seed: int, size: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=size)


@pytest.mark.parametrize("size", [60, 400, 5_000], ids=["short", "article", "sampled"])
@pytest.mark.parametrize("edit", ["same", "first 60 %", "40 % added", "every 12th word replaced"])
def test_an_edited_copy_is_found(read: Read, size: int, edit: str) -> None:
    words = text_of(1, size)
    edited = {
        "same": words,
        "first 60 %": words[: size * 6 // 10],
        "40 % added": words + text_of(2, size * 4 // 10),
        "every 12th word replaced": ["zzz" if i % 12 == 5 else w for i, w in enumerate(words)],
    }[edit]
    a, b = read(" ".join(words)), read(" ".join(edited))
    assert containment(a, b) >= COPY_SHARE
    assert containment(a, b) == containment(b, a)


def test_sampled_share_is_close_to_the_true_one(read: Read) -> None:
    words = text_of(3, 8_000)
    half = words[:4_000] + text_of(4, 4_000)
    assert containment(read(" ".join(words)), read(" ".join(half))) == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        pytest.param("", "", 0.0, id="empty"),
        pytest.param("Weather", "Weather", 0.0, id="one word is not a text"),
        pytest.param("snow fell in the north", "snow fell in the north", 1.0, id="five equal words"),
        pytest.param("Snow fell, in the NORTH!", "snow fell in the north", 1.0, id="punctuation and case"),
        pytest.param("snow fell in the north", "rain fell in the north today", 0.0, id="a common phrase"),
        pytest.param("one two " * 2_000, "one two " * 2_000, 1.0, id="long and repetitive"),
    ],
)
def test_small_texts(read: Read, a: str, b: str, share: float) -> None:
    assert containment(read(a), read(b)) == share


def test_a_snippet_of_a_huge_text_is_not_decided(read: Read) -> None:
    words = text_of(5, 100_000)
    assert containment(read(" ".join(words)), read(" ".join(words[:50]))) == 0.0


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        pytest.param("no marks at all here", "no marks at all here", False, id="no quotation"),
        pytest.param(
            'He said "we will send ten more ships to the north soon".',
            "She heard “we will send ten more ships to the north” there.",
            True,
            id="eight words",
        ),
        pytest.param(
            'He said "we will send ten more ships soon to them".',
            "“we will send ten other ships soon to them”",
            False,
            id="seven in a row",
        ),
        pytest.param(
            "we will send ten more ships to the north", '"we will send ten more ships to the north"', False, id="quoted once only"
        ),
    ],
)
def test_quotations(read: Read, a: str, b: str, together: bool) -> None:
    assert quotes_together(read(a), read(b)) is together
