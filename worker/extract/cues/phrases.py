"""Many phrases as one pattern: a look-up of the first word, then the few phrases that begin so. Pure.

One regular expression for all phrases of a category would take a tenth of a second to build and would try every phrase
on every line. Filed under the first word, or the beginning of one with an open ending, hardly a line is tried against
any phrase, and what is never needed is never built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from worker.extract.cues.notation import ANY_KEY, fold, keys_of_word, opens_line, translate

LONGEST = 2000  # characters; a longer line is running text or rubbish, and no cue is looked for in it


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a line the phrases of a category stand. `frame` is a regular expression with PHRASE for the phrase.

    `opens`: the phrase opens the line, punctuation aside; otherwise it may stand anywhere in it.
    """

    opens: bool
    frame: str

    def around(self, phrase: str) -> str:
        """The regular expression of a phrase in plain notation at this place."""
        return self.frame.replace("PHRASE", translate(phrase))


@dataclass(frozen=True, slots=True)
class _Folded:
    """A line as phrases see it: where its first word begins, and its words in order, each once."""

    text: str
    first: int
    words: tuple[str, ...]

    @property
    def keys(self) -> Iterator[str]:
        """The keys of each word."""
        return (key for word in self.words for key in keys_of_word(word))

    @property
    def first_keys(self) -> tuple[str, ...]:
        """The keys of the first word; none for a line without words."""
        return keys_of_word(self.words[0]) if self.words else ()


_WORD = re.compile(r"\w+")


# The same line is asked about for one category after the other, by one detector after the other: remembering the lines of a
# page saves folding each ten times.
@lru_cache(maxsize=512)
def _folded(line: str) -> _Folded:
    text = fold(line)
    first = _WORD.search(text)
    return _Folded(text, first.start() if first else 0, tuple(dict.fromkeys(_WORD.findall(text))))


class Phrases:
    """All phrases of a category in all languages; used like a compiled pattern."""

    __slots__ = ("anywhere", "opening", "sign")

    def __init__(self, phrases: Iterable[tuple[str, Sequence[str], Place]], sign: str = "") -> None:
        """`phrases`: each in plain notation with its keys (`notation.keys_of`) and its place.

        `sign`: what the notation cannot say, as a regular expression from the very beginning of the folded line.
        """
        self.sign = re.compile(sign) if sign else None
        self.opening, self.anywhere = _Files(), _Files()
        for phrase, keys, place in phrases:
            (self.opening if place.opens or opens_line(phrase) else self.anywhere).add(phrase, keys, place)

    def search(self, line: str) -> re.Match[str] | None:
        """The first phrase found, or None. Positions count in the folded line; lines above `LONGEST` have no phrase."""
        if len(line) > LONGEST:
            return None
        folded = _folded(line)
        signed = self.sign.match(folded.text) if self.sign else None
        return signed or self._at_the_opening(folded) or self._in(folded)

    match = search  # where a phrase may stand is said by its place, not by the caller

    def _at_the_opening(self, line: _Folded) -> re.Match[str] | None:
        for pattern in self.opening.patterns(line.first_keys):
            if found := pattern.match(line.text, line.first):
                return found
        return None

    def _in(self, line: _Folded) -> re.Match[str] | None:
        for pattern in self.anywhere.patterns(line.keys):
            if found := pattern.search(line.text):
                return found
        return None


class _KnownKeys(dict[str, tuple[str, ...]]):
    """By word the keys of it under which something is filed, nearly always none; remembered, as texts use the same words."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self._known = frozenset(known)

    def __missing__(self, word: str) -> tuple[str, ...]:
        found = tuple(key for key in keys_of_word(word) if key in self._known)
        if len(self) < _MOST_WORDS and len(word) <= _LONGEST_WORD:
            self[word] = found
        return found


# More words than a newspaper uses in nine languages in a day; longer ones are addresses and rubbish.
_MOST_WORDS, _LONGEST_WORD = 50_000, 30


class Index:
    """Several categories asked at once: a line is folded and its words are looked up a single time."""

    def __init__(self, named: Mapping[str, Phrases]) -> None:
        self._signs = [(name, phrases.sign) for name, phrases in named.items() if phrases.sign is not None]
        self._opening: dict[str, list[tuple[str, _Files]]] = {}
        self._anywhere: dict[str, list[tuple[str, _Files]]] = {}
        for name, phrases in named.items():
            for files, index in ((phrases.opening, self._opening), (phrases.anywhere, self._anywhere)):
                for key in files.known():
                    index.setdefault(key, []).append((name, files))
        self._known = _KnownKeys(self._anywhere)

    def said(self, line: str) -> frozenset[str]:
        """The names of the categories that have a phrase in this line; none for lines above `LONGEST`."""
        if len(line) > LONGEST:
            return _NOTHING
        folded = _folded(line)
        found = {name for name, sign in self._signs if sign.match(folded.text)}
        for key in (*folded.first_keys, ANY_KEY):
            for name, files in self._opening.get(key, ()):
                if name not in found and files.pattern(key).match(folded.text, folded.first):
                    found.add(name)
        known = self._known
        for key in (*[key for word in folded.words for key in known[word]], ANY_KEY):
            for name, files in self._anywhere.get(key, ()):
                if name not in found and files.pattern(key).search(folded.text):
                    found.add(name)
        return frozenset(found) if found else _NOTHING


_NOTHING: frozenset[str] = frozenset()


class _Files:
    """Phrases filed under their keys. The pattern of a key is built when a line asks for it for the first time."""

    __slots__ = ("_built", "_waiting")

    def __init__(self) -> None:
        self._waiting: dict[str, list[tuple[str, Place]]] = {}
        self._built: dict[str, re.Pattern[str]] = {}

    def add(self, phrase: str, keys: Iterable[str], place: Place) -> None:
        for key in keys:
            self._waiting.setdefault(key, []).append((phrase, place))

    def patterns(self, keys: Iterable[str]) -> Iterator[re.Pattern[str]]:
        """The patterns under these keys, then the one of phrases that may begin with any word."""
        waiting = self._waiting
        return (self.pattern(key) for key in (*keys, ANY_KEY) if key in waiting)

    def known(self) -> Iterable[str]:
        """The keys under which phrases are filed."""
        return self._waiting

    def pattern(self, key: str) -> re.Pattern[str]:
        """The phrases under a key that is `known`."""
        return self._built.get(key) or self._build(key)

    def _build(self, key: str) -> re.Pattern[str]:
        regexes = dict.fromkeys(place.around(phrase) for phrase, place in self._waiting[key])
        self._built[key] = pattern = re.compile("|".join(regexes))
        return pattern
