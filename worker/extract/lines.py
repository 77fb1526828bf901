"""A line of a document with what its markup says, and what its shape tells: a sentence, a headline, an entry of a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W_]\w*")  # a row of underscores is a rule, no word

# What somebody says follows that person's usage, not the writer's; an apostrophe is no closing quote inside a word. Danish marks
# point inwards, Finnish and Swedish ones are the same on both sides.
QUOTATION = re.compile(
    r"“[^“”\n]{1,600}”|”[^“”\n]{1,600}”|\"[^\"\n]{1,600}\"|«[^«»\n]{1,600}»|»[^«»\n]{1,600}«|„[^„“\n]{1,600}“"
    r"|(?<!\w)[‘'][^‘’'\n]{1,300}[’'](?!\w)"
)
# A paragraph that opens with a dash is what somebody says, as French, Russian and the Nordic languages print it.
DIRECT_SPEECH = re.compile(r"\s*[–—-]\s")

TITLE_CASE = 0.6  # share of capitalised words in a headline; sentences of the seeds have .05 to .25


class Line(NamedTuple):
    """A line with what its markup says; a tuple, as a page has hundreds, which a dataclass takes three times as long to make.

    `link`: share of its characters inside links, 0 to 1. `groups`: keys of `cues.GROUPS` of the page parts around it, "form",
    "hidden" and "dialog".
    `kind`: "heading", "item", "cell", "caption", "card" (a link with a text under it), "label" (a heading that only tells what
    stands below it) or "" (a paragraph, or plain text). `box`: the number of the block that sets it apart from the running text,
    or -1. `invites`: it ends with a link.
    `points`: the headline of another item, which is a link, stands in it beside a sentence, "before" or "behind" it, or
    "named" before a sentence that opens with a name, so that the link may be an office; or it stands alone, "labelled" as
    another item or "dated" when it appeared; or it is a "row" of short links, or its box is the "teaser" of another item.
    `carded`: its box is made of cards, each a linked headline with little under it.
    `look`: the tag with its class by which a line in a box is written, "" without a class. `asks`: its box is small and has
    a field to write into.
    """

    text: str
    link: float = 0.0
    groups: frozenset[str] = frozenset()
    kind: str = ""
    box: int = -1
    invites: bool = False
    carded: bool = False
    points: str = ""
    look: str = ""
    asks: bool = False


# ------------------------------------------------------------------ the words of a line


# The lines of a page are compared again and again; longer ones are rare, and remembering them would fill the memory. Of a list
# of 20,000 entries nothing would be left at the next comparison if only the last 16,384 were remembered.
LONGEST_REMEMBERED, REMEMBERED = 2_000, 65_536


def squash(text: str) -> str:
    """The words of a line in lower case with one blank between: the form in which lines are compared."""
    return _remembered(text) if len(text) <= LONGEST_REMEMBERED else _squashed(text)


def _squashed(text: str) -> str:
    return " ".join(WORD.findall(visible(text).lower()))


_remembered = lru_cache(maxsize=REMEMBERED)(_squashed)


def visible(text: str) -> str:
    """The text without soft hyphens, zero-width blanks and byte order marks, which divide words for the eye or not at all."""
    return text if text.isascii() or not _INVISIBLE_FOUND.search(text) else text.translate(_INVISIBLE)


_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
_INVISIBLE_FOUND = re.compile("[\u00ad\u200b\u2060\ufeff]")


def stems(texts: Iterable[str]) -> frozenset[str]:
    """The beginnings of the longer words, which most inflections leave alone."""
    return frozenset(word[:STEM] for text in texts for word in squash(text).split() if len(word) >= LONG_WORD)


LONG_WORD, STEM = 6, 5


# ------------------------------------------------------------------ shapes of a line


def ends_sentence(text: str) -> bool:
    """Whether the line closes like running text: . ! ? or … with closing quotes and brackets behind."""
    if text[-1:].isalnum():  # most labels, and what asks most often
        return False
    return text.rstrip().rstrip(_CLOSING).endswith(_ENDS)  # looks at some letters, where a pattern reads the whole line


_ENDS, _CLOSING = (".", "!", "?", "…", "。", "！", "？"), "\"”“’‘»«›‹')]"


def is_sentence(text: str) -> bool:
    """Whether the line is a sentence of some words, and no name or label with a full stop."""
    return ends_sentence(text) and _has_words(text, SENTENCE_WORDS)


SENTENCE_WORDS = 7


def capitals(text: str) -> float:
    """The share of words that begin with a capital, of those that begin with a letter; 0.0 without any."""
    words = [w for w in WORD.findall(text) if w[0].isalpha()]
    return sum(w[0].isupper() for w in words) / len(words) if words else 0.0


def is_bulleted(text: str) -> bool:
    """Whether the line is marked as an item of a list, or as a row of a table."""
    return _BULLET.match(text) is not None


_BULLET = re.compile(r"\s*(?:[-•*–·|]\s|\d{1,3}[.)]\s)")


def is_headline(text: str) -> bool:
    """Whether the line has the shape of an English headline: 6 to 25 words, most with a capital, no sentence end."""
    return not is_bulleted(text) and not ends_sentence(text) and 6 <= len(text.split()) <= 25 and capitals(text) >= TITLE_CASE


def is_plain_headline(text: str) -> bool:
    """The shape of a headline where headlines are written like sentences: 5 to 20 words and no sentence end."""
    closed = ends_sentence(text) or text.rstrip().endswith((":", ";", ","))
    return not is_bulleted(text) and not closed and 5 <= len(text.split()) <= 20


def is_paragraph(text: str) -> bool:
    """Whether the line is running text: a dozen words and a sentence end."""
    return ends_sentence(text) and _has_words(text, 12)


def _has_words(text: str, least: int) -> bool:
    """Whether a text has so many words; a long one is not read to its end."""
    return len(text.split(None, least - 1)) == least
