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
    entity: str
    parts: tuple[_Part, ...]
    languages: frozenset[str]

    @property
    def letters(self) -> int:
        return sum(len(part.key) for part in self.parts)

    def fits(self, tokens: Tokens, start: int, language: str | None) -> bool:
        """Whether the alias stands from that word on; in a text of unknown language aliases of all languages do."""
        if start + len(self.parts) > len(tokens) or not (language is None or not self.languages or language in self.languages):
            return False
        return all(part.fits(tokens, start + offset) for offset, part in enumerate(self.parts))


class Gazetteer:
    """The entities that a text may name. Groups are left out: their members are here themselves."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        """ValueError for an alias without letters or with a star that ends no word."""
        singles = [entity for entity in entities if entity.kind != "group"]
        self._context = frozenset(e.id for e in singles if e.context)
        self._strong = frozenset(e.id for e in singles if not (e.weak or e.context))
        self._words: dict[str, list[_Pattern]] = {}
        self._stems: dict[str, list[_Pattern]] = {}
        for pattern in (_pattern(entity, alias) for entity in singles for alias in entity.aliases):
            first = pattern.parts[0]
            index, key = (self._stems, first.key[:_BUCKET]) if first.stem else (self._words, first.key)
            index.setdefault(key, []).append(pattern)

    def mentions(self, tokens: Tokens, language: str | None) -> tuple[Mention, ...]:
        """The names in the text, in order. Where names overlap the longer one stands; equal ones stand side by side.

        An entity that is marked as ambiguous (`context`) counts only if a strong one is named anywhere in the text.
        """
        found = {(start, pattern) for start in range(len(tokens)) for pattern in self._at(tokens, start, language)}
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


def _longest(found: Iterable[tuple[int, _Pattern]]) -> Iterator[Mention]:
    """Takes the longest names first (words, then letters of the alias); a shorter one that meets a taken word is left out."""
    taken: dict[int, tuple[int, int, int]] = {}
    for start, pattern in sorted(found, key=lambda hit: (-len(hit[1].parts), -hit[1].letters, hit[0])):
        mine = (start, len(pattern.parts), pattern.letters)
        words = range(start, start + len(pattern.parts))
        if all(taken.get(word, mine) == mine for word in words):
            taken.update(dict.fromkeys(words, mine))
            yield Mention(pattern.entity, start, words.stop)


# ------------------------------------------------------------------ aliases


def _pattern(entity: Entity, alias: Alias) -> _Pattern:
    pieces = re.findall(r"[^\s\-–/]+", alias.text)
    parts = tuple(part for piece in pieces for part in _parts(piece, alias.case_sensitive))
    if not parts or not parts[0].key or "*" in "".join(piece[:-1] for piece in pieces):
        message = f"entity {entity.id!r}: alias {alias.text!r} needs a first word, and a star only at the end of a word"
        raise ValueError(message)
    return _Pattern(entity.id, parts, alias.languages)


def _parts(piece: str, case_sensitive: bool) -> Iterator[_Part]:
    if piece == "*":
        yield _Part("")
        return
    words = tokenise(piece.rstrip("*")).words
    for index, word in enumerate(words):
        stem = piece.endswith("*") and index == len(words) - 1
        yield _Part(fold(word), stem, _as_written(word) if case_sensitive else "")


def _as_written(word: str) -> str:
    return unicodedata.normalize("NFC", word).replace(".", "")
