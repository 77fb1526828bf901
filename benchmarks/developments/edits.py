"""Copies as other papers print them: a text with one of four edits. Pure and seeded by the document's id."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from benchmarks.developments.labelled import Labelled
from worker.model import Kind

# The edits with which the copy test was studied before it was built; enough texts that one counts for one per cent.
TEXTS, FEWEST_WORDS = 100, 60
FOREIGN_WORDS, KEPT, ADDED, REPLACED = 25, 0.6, 0.4, 0.1
LATER = timedelta(minutes=30)
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Words:
    """What editors write into a copy of one text: words of its language, and words of all others."""

    own: Sequence[str]
    foreign: Sequence[str]


def framed(text: str, words: Words, rng: Random) -> str:
    """With a byline above and words of other languages below."""
    return f"By {' '.join(rng.choices(words.own, k=2)).title()}\n{text}\n{' '.join(rng.choices(words.foreign, k=FOREIGN_WORDS))}"


def cut(text: str, words: Words, rng: Random) -> str:
    """The beginning alone."""
    ends = [found.end() for found in _WORD.finditer(text)]
    return text[: ends[round(KEPT * len(ends)) - 1]]


def lengthened(text: str, words: Words, rng: Random) -> str:
    """With a paragraph below."""
    return f"{text}\n{' '.join(rng.choices(words.own, k=round(ADDED * len(text.split()))))}"


def reworded(text: str, words: Words, rng: Random) -> str:
    """With single words replaced, anywhere."""
    number = len(text.split())
    chosen = set(rng.sample(range(number), round(REPLACED * number)))
    places = iter(range(number))
    return _WORD.sub(lambda found: rng.choice(words.own) if next(places) in chosen else found[0], text)


EDITS: Mapping[str, Callable[[str, Words, Random], str]] = {
    "byline and foreign words": framed,
    "first 60 %": cut,
    "40 % added": lengthened,
    "10 % of words replaced": reworded,
}


def long_enough(documents: Sequence[Labelled]) -> list[Labelled]:
    """The first documents of the stream whose texts are worth copying."""
    return [document for document in documents if len(document.text.split()) >= FEWEST_WORDS][:TEXTS]


def edited(document: Labelled, edit: str, documents: Sequence[Labelled]) -> Labelled:
    """A copy of the document, printed a little later by another paper."""
    words = words_beside(document, documents)
    text = EDITS[edit](document.text, words, Random(f"{document.id} {edit}"))
    published = document.published + LATER
    given = replace(document, id=copy_id(document), kind=Kind.COPY, of=document.id, published=published, text=text)
    return replace(given, source="Reprint", url=f"https://reprint.example/{document.id}")


def copy_id(document: Labelled) -> str:
    return f"{document.id}, edited"


def words_beside(document: Labelled, documents: Sequence[Labelled]) -> Words:
    """The words of all texts of other developments, in the document's language and in others."""
    others = [other for other in documents if other.development != document.development]
    own = [word for other in others if other.language == document.language for word in other.text.split()]
    foreign = [word for other in others if other.language != document.language for word in other.text.split()]
    return Words(own or foreign, foreign or own)
