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
from typing import NamedTuple

from worker.extract.cues.notation import (
    ANY_KEY,
    NUMBER_KEY,
    fold,
    keys_of_word,
    letters_of,
    opens_line,
    telling_keys,
    translate,
)

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


class _Folded(NamedTuple):
    """A line as phrases see it: where its first word begins, and its words in order."""

    text: str
    first: int
    words: list[str]

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
    words = _WORD.findall(text)
    return _Folded(text, text.index(words[0]) if words else 0, words)


class Phrases:
    """All phrases of a category in all languages; used like a compiled pattern."""

    __slots__ = ("anywhere", "keys", "opening", "sign")

    def __init__(self, phrases: Iterable[tuple[str, Sequence[str], Place]], sign: str = "") -> None:
        """`phrases`: each in plain notation with its keys (`notation.keys_of`) and its place.

        `sign`: what the notation cannot say, as a regular expression from the very beginning of the folded line.
        """
        self.sign = re.compile(sign) if sign else None
        self.opening, self.anywhere = _Files(), _Files()
        for phrase, keys, place in phrases:
            (self.opening if place.opens or opens_line(phrase) else self.anywhere).add(phrase, keys, place)
        self.keys = _Keys(key for key, _ in self.anywhere.items())

    def search(self, line: str) -> re.Match[str] | None:
        """The first phrase found, or None. Positions count in the folded line; lines above `LONGEST` have no phrase."""
        if len(line) > LONGEST:
            return None
        folded = _folded(line)
        signed = self.sign.match(folded.text) if self.sign else None
        return signed or self._at_the_opening(folded) or self._in(folded)

    match = search  # where a phrase may stand is said by its place, not by the caller

    def _at_the_opening(self, line: _Folded) -> re.Match[str] | None:
        for pattern in self.opening.patterns((*line.first_keys, ANY_KEY), line.text):
            if found := pattern.match(line.text, line.first):
                return found
        return None

    def _in(self, line: _Folded) -> re.Match[str] | None:
        for pattern in self.anywhere.patterns(sorted(self.keys.of(line)), line.text):
            if found := pattern.search(line.text):
                return found
        return None


class _Keys:
    """Keys under which something is filed, to be found among the keys of a line's words (`keys_of_word`)."""

    __slots__ = ("_always", "_of_words")

    def __init__(self, known: Iterable[str]) -> None:
        found = frozenset(known)
        self._always = found & {ANY_KEY, NUMBER_KEY}
        self._of_words = _KeysOfWords(found - self._always)

    def of(self, line: _Folded) -> frozenset[str]:
        """The keys of the words of a line and those that any line may have."""
        return self._always.union(*map(self._of_words.__getitem__, line.words))


class _KeysOfWords(dict[str, frozenset[str]]):
    """For each word that was met the known keys that it has. Hardly a word has one, and texts are made of the same words: so a
    look-up without a step of Python does for nearly all of them.
    """

    __slots__ = ("_known",)

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = keys = self._known.intersection(keys_of_word(word)) or _NOTHING
        return keys


_MOST_WORDS = 32_768  # remembered: 4 MB
_NOTHING: frozenset[str] = frozenset()


class Index:
    """Several categories asked at once: a line is folded and its words are looked up a single time."""

    def __init__(self, named: Mapping[str, Phrases]) -> None:
        self._signs = [(name, phrases.sign) for name, phrases in named.items() if phrases.sign is not None]
        # By their first words, and by the word that tells most; with each whether it opens the line.
        self._opening: dict[str, list[tuple[str, _Phrase]]] = {}
        self._telling: dict[str, list[tuple[str, _Phrase, bool]]] = {}
        for name, phrases in named.items():
            for key, filed in phrases.opening.items():
                for phrase in filed:
                    self._file(name, phrase, key, opens=True)
            for key, filed in phrases.anywhere.items():
                for phrase in filed:
                    self._file(name, phrase, key, opens=False)
        self._keys = _Keys(self._telling)

    def _file(self, name: str, phrase: _Phrase, key: str, *, opens: bool) -> None:
        """Many lines have the first word of what may stand anywhere, or some word or number at all."""
        if opens and key not in (ANY_KEY, NUMBER_KEY):
            self._opening.setdefault(key, []).append((name, phrase))
            return
        for telling in phrase.telling_keys or (key,):
            filed = self._telling.setdefault(telling, [])
            if all(one is not phrase for _, one, _ in filed):  # it may begin with several words
                filed.append((name, phrase, opens))

    def said(self, line: str) -> frozenset[str]:
        """The names of the categories that have a phrase in this line; none for lines above `LONGEST`."""
        if len(line) > LONGEST:
            return _NOTHING
        folded = _folded(line)
        found = {name for name, sign in self._signs if sign.match(folded.text)}
        text, first = folded.text, folded.first
        for key in folded.first_keys:
            for name, phrase in self._opening.get(key, ()):
                if name not in found and phrase.may_be_in(text) and phrase.pattern.match(text, first):
                    found.add(name)
        for key in self._keys.of(folded):
            for name, phrase, opens in self._telling.get(key, ()):
                if name not in found and phrase.may_be_in(text):
                    pattern = phrase.pattern
                    if pattern.match(text, first) if opens else pattern.search(text):
                        found.add(name)
        return frozenset(found) if found else _NOTHING


class _Phrase:
    """A phrase at its place. Its pattern is built when a line has the letters of all its words."""

    __slots__ = ("_built", "_letters", "_place", "_telling", "_text")

    def __init__(self, text: str, place: Place) -> None:
        self._text, self._place = text, place
        self._letters: tuple[tuple[str, ...], ...] | None = None
        self._telling: tuple[str, ...] | None = None
        self._built: re.Pattern[str] | None = None

    def may_be_in(self, text: str) -> bool:
        """Whether a folded text has the letters of all words: a common word opens phrases that hardly a line has."""
        if self._letters is None:
            self._letters = letters_of(self._text)
        for spellings in self._letters:
            for letters in spellings:
                if letters in text:
                    break
            else:
                return False
        return True

    @property
    def telling_keys(self) -> tuple[str, ...]:
        if self._telling is None:
            self._telling = telling_keys(self._text) if " " in self._text else ()
        return self._telling

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._built is None:
            self._built = re.compile(self._place.around(self._text))
        return self._built


class _Files:
    """Phrases filed under their keys."""

    __slots__ = ("_filed",)

    def __init__(self) -> None:
        self._filed: dict[str, list[_Phrase]] = {}

    def add(self, phrase: str, keys: Iterable[str], place: Place) -> None:
        filed = _Phrase(phrase, place)
        for key in keys:
            self._filed.setdefault(key, []).append(filed)

    def items(self) -> Iterable[tuple[str, Sequence[_Phrase]]]:
        """The keys with the phrases that are filed under each."""
        return self._filed.items()

    def patterns(self, keys: Iterable[str], text: str) -> Iterator[re.Pattern[str]]:
        """The patterns under these keys, as far as the text may have them."""
        filed = (phrase for key in keys for phrase in self._filed.get(key, ()))
        return (phrase.pattern for phrase in filed if phrase.may_be_in(text))
