"""Hashes of a text for finding copies: five-word shingles of the whole text and eight-word windows of its quotations."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from worker.tokens import Remembered, tokenise

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


def _hash(word: str) -> int:
    """The same number for the same word on every machine and in every run, 1 .. 2**63."""
    return (int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1) + 1


_HASHES = Remembered(_hash, 65_536)


def shingles(folded: Sequence[str]) -> frozenset[int]:
    """Hashes of the five-word shingles of a text, at most about 600; a shorter text counts as one shingle.

    A long text keeps the hashes below SPACE / step, where the step depends on its length alone: the same
    shingle is kept in every text of that step or a smaller one, so that shares can be compared. A long text that says
    the same over and over keeps its smallest hashes.
    """
    if not folded:
        return frozenset()
    bound = SPACE // step(len(folded))
    windows = _windows(folded, SHINGLE)
    # The last step of mixing changes none of the bits that decide whether a hash is kept.
    kept = _mixed(value for value in windows if value < bound)
    return kept or frozenset(heapq.nsmallest(FEWEST_SHINGLES, _mixed(windows)))


def step(words: int) -> int:
    """One in how many shingles a text of so many words keeps: a power of two."""
    return 1 << max(0, (words - 1) // MOST_SHINGLES).bit_length()


def quotations(text: str) -> frozenset[int]:
    """Hashes of eight-word windows inside quotation marks; the smallest hundred when there are more."""
    return frozenset(heapq.nsmallest(MOST_QUOTATIONS, _mixed(_quoted_windows(text))))


def _quoted_windows(text: str) -> Iterator[int]:
    for found in _QUOTATION.finditer(text):
        words = tokenise(found.group(1)).folded
        if len(words) >= QUOTED:
            yield from _windows(words, QUOTED)


def _windows(words: Sequence[str], size: int) -> list[int]:
    """A polynomial over word hashes that rolls: each window is the one before, without its first word and with one more.

    Mixed but for the last step (`_mixed`): the low bits flow into the high ones, which decide whether a hash is kept.
    """
    values = [_HASHES[word] for word in words]
    size = min(size, len(values))
    total = 0
    for value in values[:size]:
        total = (total * _BASE + value) & _MOST
    windows = [total]
    first = pow(_BASE, size, SPACE)  # what the first word of a window has become when it leaves
    for come, gone in zip(values[size:], values, strict=False):
        total = (total * _BASE + come - gone * first) & _MOST
        windows.append(total)
    return [((total ^ (total >> 30)) * 0x3F58476D1CE4E5B9) & _MOST for total in windows]


def _mixed(windows: Iterable[int]) -> frozenset[int]:
    """The hashes of windows: with that of `_windows` a step of splitmix64."""
    return frozenset(total ^ (total >> 27) for total in windows)
