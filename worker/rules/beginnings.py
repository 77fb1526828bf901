"""Values filed under beginnings of words; a word finds those of all beginnings that it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
_BUCKET = 3  # letters; the shortest stem a rule may have (aliases may be shorter)


class Beginnings(Generic[T]):
    """An index of beginnings: a look-up costs the entries that share a word's first letters, not all."""

    def __init__(self) -> None:
        self._buckets: dict[str, list[tuple[str, T]]] = {}

    def __bool__(self) -> bool:
        return bool(self._buckets)

    def add(self, stem: str, value: T) -> None:
        self._buckets.setdefault(stem[:_BUCKET], []).append((stem, value))

    def of(self, word: str) -> Iterator[T]:
        """The values under each beginning of the word."""
        for length in range(1, min(_BUCKET, len(word)) + 1):
            for stem, value in self._buckets.get(word[:length], ()):
                if word.startswith(stem):
                    yield value
