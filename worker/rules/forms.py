"""What a plain word of a rule covers beside itself: its inflected forms in the language of the text.

A dictionary knows most words (`look_up`, given by whoever compiles rules); where it does not know one, words with the same
Snowball stem count. Nothing of it is needed for `=exact` words, short words in capitals and words with a star. The only
importer of PyStemmer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from worker.tokens import LONGEST_REMEMBERED, fold

Dictionary = Mapping[str, Mapping[str, frozenset[str]]]  # language -> word as written -> its folded forms
LookUp = Callable[[Collection[str]], Dictionary]

# Snowball has no algorithm for Icelandic: there the dictionary alone helps.
_ALGORITHMS = {
    "en": "english",
    "da": "danish",
    "no": "norwegian",
    "sv": "swedish",
    "fi": "finnish",
    "ru": "russian",
    "de": "german",
    "fr": "french",
}
LANGUAGES = (*_ALGORITHMS, "is")
STEMMED = tuple(_ALGORITHMS)  # languages of which words have stems
# Of our list of look-alikes shorter stems meet other words ("bas" of base is bass and Basel too).
MIN_STEM = 4


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a word covers in texts of one language. `source`: "dictionary", "stem" or "as written".

    `forms` are folded, without the word itself; for a stem they are the one beginning that texts are compared by.
    """

    language: str
    source: str
    forms: tuple[str, ...] = ()


class Forms:
    """The forms of the words that were asked for so far."""

    def __init__(self, look_up: LookUp | None = None) -> None:
        self._look_up = look_up
        self._known: dict[str, dict[str, tuple[str, ...]]] = {}  # tuples: sets of nine words are six times as large
        self._asked: set[str] = set()

    def learn(self, words: Iterable[str]) -> None:
        """Ask the dictionary for the words that were not asked for before."""
        new = {word for word in words if inflects(word)} - self._asked
        self._asked |= new
        if not new or self._look_up is None:
            return
        for language, found in self._look_up(new).items():
            self._known.setdefault(language, {}).update((word, tuple(sorted(forms))) for word, forms in found.items())

    @property
    def asked(self) -> frozenset[str]:
        """The words that may have forms, so far."""
        return frozenset(self._asked)

    def of(self, word: str, language: str) -> tuple[str, ...] | None:
        """The folded forms of a word that the dictionary of that language knows; None when it does not."""
        return self._known.get(language, {}).get(word)

    def account(self, word: str) -> tuple[Coverage, ...]:
        """What the word covers, language by language."""
        self.learn([word])
        return tuple(self._coverage(word, language) for language in LANGUAGES)

    def _coverage(self, word: str, language: str) -> Coverage:
        known = self.of(word, language) if inflects(word) else None
        if known is not None:
            return Coverage(language, "dictionary", tuple(form for form in known if form != fold(word)))
        stemmed = stem(word, language) if inflects(word) else ""
        return Coverage(language, "stem", (stemmed,)) if stemmed else Coverage(language, "as written")


def inflects(word: str) -> bool:
    """Whether a word may have forms at all: letters only, three or more."""
    return len(word) >= 3 and word.isalpha()


def stem(word: str, language: str) -> str:
    """The folded Snowball stem of a word; "" when it is too short or too long to be compared, or there is no algorithm."""
    return _stem(word, language) if language in _ALGORITHMS and len(word) <= LONGEST_REMEMBERED else ""


@lru_cache(maxsize=50_000)  # some 10 MB; the words of texts come again and again
def _stem(word: str, language: str) -> str:
    # A stemmer for each word: threads may not share one, and making it takes less than using it.
    found = fold(Stemmer.Stemmer(_ALGORITHMS[language], 0).stemWord(word.lower()))
    return found if len(found) >= MIN_STEM else ""
