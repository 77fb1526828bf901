"""Hashes of a text for finding copies: five-word shingles of the whole text and eight-word windows of its quotations."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from worker.tokens import LONGEST_REMEMBERED, tokenise

SHINGLE = 5  # words; two reports of one event share under 1 % of them in the median, a copy with light edits half
QUOTED = 8  # words of a quotation that two reports must share to have it from the same mouth
MOST_SHINGLES = 512  # of a text; enough for containment within .05
FEWEST_SHINGLES = 8
MOST_QUOTATIONS = 100
SPACE = 1 << 63
_MOST = SPACE - 1
_BASE = 0x5851F42D4C957F2D  # of the polynomial (the multiplier of Knuth's MMIX)

# An opening and a closing mark on one line; 30 characters cannot hold eight words, 800 are no quotation any more.
_QUOTATION = re.compile(r"[“\"„«»]([^“”\"„«»\n]{30,800})[”\"“»«]")


def stable_hash(key: str) -> int:
    """The same number for the same text on every machine and in every run, 0 .. 2**63-1."""
    return _remembered_hash(key) if len(key) <= LONGEST_REMEMBERED else _hash(key)


@lru_cache(maxsize=65_536)
def _remembered_hash(key: str) -> int:
    return _hash(key)


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def shingles(folded: Sequence[str]) -> frozenset[int]:
    """Hashes of the five-word shingles of a text, at most about 600; a shorter text counts as one shingle.

    A long text keeps the hashes below SPACE / step, where the step depends on its length alone: the same
    shingle is kept in every text of that step or a smaller one, so that shares can be compared. A long text that says
    the same over and over keeps its smallest hashes.
    """
    if not folded:
        return frozenset()
    bound = SPACE // step(len(folded))
    every = set(_windows(folded, SHINGLE))
    return frozenset(value for value in every if value < bound) or frozenset(heapq.nsmallest(FEWEST_SHINGLES, every))


def step(words: int) -> int:
    """One in how many shingles a text of so many words keeps: a power of two."""
    return 1 << max(0, (words - 1) // MOST_SHINGLES).bit_length()


def quotations(text: str) -> frozenset[int]:
    """Hashes of eight-word windows inside quotation marks; the smallest hundred when there are more."""
    return frozenset(heapq.nsmallest(MOST_QUOTATIONS, set(_quoted_windows(text))))


def _quoted_windows(text: str) -> Iterator[int]:
    for found in _QUOTATION.finditer(text):
        words = tokenise(found.group(1)).folded
        if len(words) >= QUOTED:
            yield from _windows(words, QUOTED)


def _windows(words: Sequence[str], size: int) -> list[int]:
    """A polynomial over word hashes that rolls: each window is the one before, without its first word and with one more."""
    values = [stable_hash(word) + 1 for word in words]
    size = min(size, len(values))
    total = 0
    for value in values[:size]:
        total = (total * _BASE + value) & _MOST
    windows = [total]
    first = pow(_BASE, size, SPACE)  # what the first word of a window has become when it leaves
    for come, gone in zip(values[size:], values, strict=False):
        total = (total * _BASE + come - gone * first) & _MOST
        windows.append(total)
    # The high bits decide whether a hash is kept, so let the low ones flow into them (a splitmix step).
    mixed = [((total ^ (total >> 30)) * 0x3F58476D1CE4E5B9) & _MOST for total in windows]
    return [total ^ (total >> 27) for total in mixed]
