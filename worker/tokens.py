"""Words of a text with positions, folded so that spelling variants of nine languages meet. Shared and pure.

Folding: NFKC, casefold, ø->o å->a æ->ae ð->d þ->th ё->е, й kept, accents dropped, soft hyphens and zero-width
characters dropped, U.S. = US. A possessive 's and an elided l', d', qu' take no position of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

# A dotted abbreviation (U.S., e.g.), or letters and digits with their accents; an elided article in front and a
# possessive behind belong to the word. The look ahead saves a sixth of the time: most other characters fail it at once.
WORD = re.compile(
    r"(?=[\w\u0300-\u036f\u00ad\u200b-\u200d])"
    r"(?:(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"
    r"|(?:\b(?:[dlnjmtscDLNJMTSC]|[Qq]u)['’](?=[^\W\d_]))?[\w\u0300-\u036f\u00ad\u200b-\u200d]+(?:['’ʼ][sS]\b)?)"
)
_AFFIX = re.compile(r"^(?:[dlnjmtsc]|qu)['’](?=[^\W\d_])|['’ʼ]s$", re.IGNORECASE)
_BREVE = "\u0306"


class _Flat(dict[int, str]):
    """What a character becomes, by its number, in what `str.translate` reads; found when it is first met."""

    def __missing__(self, number: int) -> str:
        apart = unicodedata.normalize("NFD", chr(number))
        kept = (c for i, c in enumerate(apart) if not unicodedata.combining(c) or (c == _BREVE and i and apart[i - 1] == "и"))
        flat = self[number] = unicodedata.normalize("NFC", "".join(kept))
        return flat


_FLAT = _Flat(
    str.maketrans(
        {"ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i", "ŋ": "n", "ŧ": "t", "ё": "е", ".": ""}
        | dict.fromkeys("\u00ad\u200b\u200c\u200d\u0301", "")
    )
)

Made = TypeVar("Made")

_ILL_FORMED = re.compile("[\x00\ud800-\udfff]")

# A sentence ends at . ! ? … (with closing quotes behind) before white space and a capital, digit or opening quote.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]?[^\W\da-zà-ÿа-яё_]|[\"'“‘«(\[]?\d)")
_ABBREVIATION = re.compile(
    r"\b(?:[A-ZÀ-Þ]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Gov|Adm|Capt|Prof|No|Nr|bl|ca|dr|hr|bzw|z\.B|d\.h|т\.е|им)\.\s+$"
)
_LONGEST_ABBREVIATION = 6
# Nobody writes longer words; memories of words hold none, or forty texts of one word each would stay for ever (38 MiB).
LONGEST_REMEMBERED = 60
# Rules, grouping and the search for origins each read the words of one document: its title, opening and text are remembered until
# the next one comes, unless a text is long (a word takes 150 bytes).
_TEXTS_REMEMBERED, _LONGEST_TEXT = 8, 50_000
_LONGEST_HEADLINE, _HEADLINE_WITHIN = 160, 2000


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel tuples, one entry a word, in text order: as written (without affixes), folded, start, end (characters)."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)


class Remembered(dict[str, Made]):
    """What `make` says of words, each asked for once: `remembered[word]`. At `most` words it starts anew; long words stay out.

    For the words of whole texts: a look-up takes a third of the time of a function with a memory (`lru_cache`).
    """

    def __init__(self, make: Callable[[str], Made], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, word: str) -> Made:
        made = self._make(word)
        if len(word) <= LONGEST_REMEMBERED:
            if len(self) >= self._most:
                self.clear()
            self[word] = made
        return made


def fold(word: str) -> str:
    """The form under which a word is compared; may be empty (a lone soft hyphen)."""
    return _FOLDED[word]


def fold_text(text: str) -> str:
    """As `fold`, of words that are seldom met again: nothing is remembered. White space and stars stay."""
    if text.isascii():
        return text.lower().replace(".", "")
    return unicodedata.normalize("NFKC", text).casefold().translate(_FLAT)


_FOLDED = Remembered(fold_text, 200_000)


def well_formed(text: str) -> str:
    """The text with U+FFFD for what no database, mail or terminal takes: lone surrogates (JSON may hold them) and NUL.

    Positions stay as they are.
    """
    return _ILL_FORMED.sub("\ufffd", text)


def count(number: int, noun: str) -> str:
    """A number with its English noun: "1 word", "2 words"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def strip_affixes(word: str) -> str:
    """The word without a possessive 's and without an elided l', d', qu' in front."""
    return _AFFIX.sub("", word) if ("'" in word or "’" in word or "ʼ" in word) else word


def tokenise(text: str) -> Tokens:
    """The words of `text` with positions. Offsets are into `text` as given; words that fold to nothing are left out."""
    return _remembered(text) if len(text) <= _LONGEST_TEXT else _tokenised(text)


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def _remembered(text: str) -> Tokens:
    return _tokenised(text)


def _tokenised(text: str) -> Tokens:
    starts: list[int] = []
    ends: list[int] = []
    for found in WORD.finditer(text):
        starts.append(found.start())
        ends.append(found.end())
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    if "'" in text or "’" in text or "ʼ" in text:
        words = [strip_affixes(word) for word in words]
    folded = [_FOLDED[word] for word in words]
    if "" in folded:
        kept = [i for i, flat in enumerate(folded) if flat]
        words, folded = [words[i] for i in kept], [folded[i] for i in kept]
        starts, ends = [starts[i] for i in kept], [ends[i] for i in kept]
    return Tokens(tuple(words), tuple(folded), tuple(starts), tuple(ends))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence in order; line breaks end sentences too; blank ones are left out.

    A rule of thumb (punctuation before a capital), good enough for showing and for proximity; not a parser.
    """
    for line in re.finditer(r"[^\n]+", text):
        start, base = line.start(), line.group()
        for stop in _SENTENCE_END.finditer(base):
            # Only the last word before the stop is looked at: searching from the line's start would be quadratic.
            if _ABBREVIATION.search(base, max(0, stop.start() - _LONGEST_ABBREVIATION), stop.end()):
                continue
            end = line.start() + stop.end()
            yield from _trimmed(text, start, end)
            start = end
        yield from _trimmed(text, start, line.end())


def headline(title: str, text: str) -> str:
    """The title, or the first sentence of the text when there is none, on one line and cut at a word to 160 characters."""
    shown = title or next((text[a:b] for a, b in sentences(text[:_HEADLINE_WITHIN])), "")
    shown = " ".join(shown.split())
    if len(shown) <= _LONGEST_HEADLINE:
        return shown
    return shown[:_LONGEST_HEADLINE].rsplit(" ", 1)[0] + "…"


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
