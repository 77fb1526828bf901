"""Values filed under beginnings of words; a word finds those of all beginnings that it has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
_BUCKET = 3  # letters; the shortest stem a rule may have (aliases may be shorter)


class Beginnings(Generic[T]):
    """An index of beginnings: a look-up costs the entries that share a word's first letters, not all."""

    def __init__(self) -> None:
        self._buckets: dict[str, list[tuple[str, T]]] = {}
        self._lengths: tuple[int, ...] = ()  # of the buckets' names, so that none is looked for in vain

    def __bool__(self) -> bool:
        return bool(self._buckets)

    def add(self, stem: str, value: T) -> None:
        bucket = stem[:_BUCKET]
        self._buckets.setdefault(bucket, []).append((stem, value))
        if len(bucket) not in self._lengths:
            self._lengths = tuple(sorted((*self._lengths, len(bucket))))

    def among(self, words: Collection[str]) -> Iterator[tuple[str, T]]:
        """Each word with the values under each of its beginnings."""
        buckets = self._buckets
        for length in self._lengths:
            for word in words:
                for stem, value in buckets.get(word[:length], ()):
                    if word.startswith(stem) and len(word) >= length:
                        yield word, value
