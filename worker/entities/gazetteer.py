"""Names of the watch's entities in a text: an index from the first word of each alias."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from worker.model import Alias, Entity
from worker.tokens import Tokens, fold, tokenise

_BUCKET = 3  # letters of a stem under which it is filed


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: words `start_token` up to, not including, `end_token`."""

    entity: str
    start_token: int
    end_token: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of an alias. `key` is folded; `written`, unless empty, is how it must stand; an empty key is any word."""

    key: str
    stem: bool = False
    written: str = ""

    def fits(self, tokens: Tokens, index: int) -> bool:
        folded = tokens.folded[index]
        if not (folded.startswith(self.key) if self.stem else self.key in (folded, "")):
            return False
        if not self.written:
            return True
        word = _as_written(tokens.words[index])
        return word.startswith(self.written) if self.stem else word == self.written


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An alias of an entity, or a phrase that holds one and is something else (`excepted`)."""

    entity: str
    parts: tuple[_Part, ...]
    languages: frozenset[str]
    excepted: bool = False

    @property
    def letters(self) -> int:
        return sum(len(part.key) for part in self.parts)

    def words(self, start: int) -> range:
        """The words that the alias takes when it stands from that word on."""
        return range(start, start + len(self.parts))

    def fits(self, tokens: Tokens, start: int, language: str | None) -> bool:
        """Whether the alias stands from that word on; in a text of unknown language aliases of all languages do."""
        if language is not None and self.languages and language not in self.languages:
            return False
        if start + len(self.parts) > len(tokens):
            return False
        # A loop, as it rules out most candidates at once: all() makes looking through a text a quarter slower.
        for index, part in enumerate(self.parts, start):  # noqa: SIM110
            if not part.fits(tokens, index):
                return False
        return True


class Gazetteer:
    """The entities that a text may name. Groups are left out: their members are here themselves."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        """ValueError for an alias without letters or with a star that ends no word."""
        singles = [entity for entity in entities if entity.kind != "group"]
        self._context = frozenset(e.id for e in singles if e.context)
        self._strong = frozenset(e.id for e in singles if not (e.weak or e.context))
        self._words: dict[str, list[_Pattern]] = {}
        self._stems: dict[str, list[_Pattern]] = {}
        for pattern in (pattern for entity in singles for pattern in _patterns(entity)):
            first = pattern.parts[0]
            index, key = (self._stems, first.key[:_BUCKET]) if first.stem else (self._words, first.key)
            index.setdefault(key, []).append(pattern)

    def mentions(self, tokens: Tokens, language: str | None) -> tuple[Mention, ...]:
        """The names in the text, in order. Where names overlap the longer one stands; equal ones stand side by side.

        A name that shares a word with one of its entity's exceptions does not count. An entity that is marked as ambiguous
        (`context`) counts only if a strong one is named anywhere in the text.
        """
        found = _counting({(start, pattern) for start in range(len(tokens)) for pattern in self._at(tokens, start, language)})
        if not any(pattern.entity in self._strong for _, pattern in found):
            found = {(start, pattern) for start, pattern in found if pattern.entity not in self._context}
        return tuple(sorted(set(_longest(found)), key=lambda m: (m.start_token, m.end_token, m.entity)))

    def _at(self, tokens: Tokens, start: int, language: str | None) -> Iterator[_Pattern]:
        word = tokens.folded[start]
        yield from _fitting(self._words.get(word, ()), tokens, start, language)
        for length in range(1, min(_BUCKET, len(word)) + 1):
            yield from _fitting(self._stems.get(word[:length], ()), tokens, start, language)


def _fitting(patterns: Iterable[_Pattern], tokens: Tokens, start: int, language: str | None) -> Iterator[_Pattern]:
    return (pattern for pattern in patterns if pattern.fits(tokens, start, language))


def _counting(found: set[tuple[int, _Pattern]]) -> set[tuple[int, _Pattern]]:
    """The names alone, without those that share a word with an exception of their entity."""
    exceptions = [hit for hit in found if hit[1].excepted]
    if not exceptions:
        return found
    other = {(pattern.entity, word) for start, pattern in exceptions for word in pattern.words(start)}
    names = found.difference(exceptions)
    return {hit for hit in names if all((hit[1].entity, word) not in other for word in hit[1].words(hit[0]))}


def _longest(found: Iterable[tuple[int, _Pattern]]) -> Iterator[Mention]:
    """Takes the longest names first (words, then letters of the alias); a shorter one that meets a taken word is left out."""
    taken: dict[int, tuple[int, int, int]] = {}
    for start, pattern in sorted(found, key=lambda hit: (-len(hit[1].parts), -hit[1].letters, hit[0])):
        mine = (start, len(pattern.parts), pattern.letters)
        words = pattern.words(start)
        if all(taken.get(word, mine) == mine for word in words):
            taken.update(dict.fromkeys(words, mine))
            yield Mention(pattern.entity, start, words.stop)


# ------------------------------------------------------------------ aliases


def _patterns(entity: Entity) -> Iterator[_Pattern]:
    yield from (_pattern(entity, alias, excepted=False) for alias in entity.aliases)
    yield from (_pattern(entity, alias, excepted=True) for alias in entity.exceptions)


def _pattern(entity: Entity, alias: Alias, *, excepted: bool) -> _Pattern:
    pieces = re.findall(r"[^\s\-–/]+", alias.text)
    while pieces and pieces[-1] == "*":  # "Svalbard-*": whatever follows, the name stands there
        pieces.pop()
    parts = tuple(part for piece in pieces for part in _parts(piece, alias.case_sensitive))
    if not parts or not parts[0].key or "*" in "".join(piece[:-1] for piece in pieces):
        message = f"entity {entity.id!r}: alias {alias.text!r} needs a first word, and a star only at the end of a word"
        raise ValueError(message)
    return _Pattern(entity.id, parts, alias.languages, excepted)


def _parts(piece: str, case_sensitive: bool) -> Iterator[_Part]:
    if piece == "*":
        yield _Part("")
        return
    core = piece.rstrip("*")
    # Nearly all pieces are one word; to find that out anew takes a third of the time that a gazetteer takes to make.
    words = (core,) if core.isalpha() else tokenise(core).words
    for index, word in enumerate(words):
        stem = piece.endswith("*") and index == len(words) - 1
        yield _Part(fold(word), stem, _as_written(word) if case_sensitive else "")


def _as_written(word: str) -> str:
    return unicodedata.normalize("NFC", word).replace(".", "")
