"""How well a text agrees with a reference: the measures of two public benchmarks, and a paired interval. Pure.

Both are written anew after what the benchmarks describe: the article benchmark of scrapinghub counts runs of four words, WCXB
single words. They are not comparable with each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

WORD = re.compile(r"\w+")
SHINGLE = 4
RESAMPLES, TAIL = 2_000, 0.025


@dataclass(frozen=True, slots=True)
class Score:
    """One page. Without words in the text it has no precision, without words in the reference no recall."""

    precision: float | None
    recall: float | None
    f1: float


@dataclass(frozen=True, slots=True)
class Total:
    """All pages of a set, each of the same weight; all in [0, 1]."""

    f1: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A benchmark's way to score one page and to sum up a set."""

    page: Callable[[str, str], Score]
    total: Callable[[Sequence[Score]], Total]


def harmonic(precision: float, recall: float) -> float:
    """The harmonic mean of both; 0.0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return fmean(known) if known else 0.0


# ------------------------------------------------------------------ runs of four words


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words with their counts, in the letters of the text; a shorter text is one run."""
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, min(1, len(words)))))


def shingle_score(reference: str, text: str) -> Score:
    wanted, got = shingles(reference), shingles(text)
    common = (wanted & got).total()
    precision = common / got.total() if got else None
    recall = common / wanted.total() if wanted else None
    return Score(precision, recall, harmonic(precision or 0.0, recall or 0.0))


def shingle_total(scores: Sequence[Score]) -> Total:
    """F1 is the harmonic mean of the averages, not the average of the pages' F1."""
    precision, recall = _mean([s.precision for s in scores]), _mean([s.recall for s in scores])
    return Total(harmonic(precision, recall), precision, recall)


# ------------------------------------------------------------------ single words


def bag_score(reference: str, text: str) -> Score:
    """Two texts without words agree; a text without words against one with words scores 0, and the other way round."""
    wanted, got = (Counter(WORD.findall(each.lower())) for each in (reference, text))
    if not wanted or not got:
        same = float(not wanted and not got)
        return Score(same, same, same)
    common = (wanted & got).total()
    precision, recall = common / got.total(), common / wanted.total()
    return Score(precision, recall, harmonic(precision, recall))


def bag_total(scores: Sequence[Score]) -> Total:
    return Total(_mean([s.f1 for s in scores]), _mean([s.precision for s in scores]), _mean([s.recall for s in scores]))


SHINGLES, BAG = Measure(shingle_score, shingle_total), Measure(bag_score, bag_total)


# ------------------------------------------------------------------ two results on the same pages


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of ours minus F1 of theirs, with the 95 % interval over samples of the pages."""

    f1: float
    low: float
    high: float


def difference(measure: Measure, ours: Sequence[Score], theirs: Sequence[Score], seed: int = 20_261_121) -> Difference:
    """The paired bootstrap: every sample draws the same pages, with repetition, for both. The same seed, the same interval."""
    rng, numbers = Random(seed), range(len(ours))

    def drawn(sample: Sequence[int]) -> float:
        return measure.total([ours[i] for i in sample]).f1 - measure.total([theirs[i] for i in sample]).f1

    found = sorted(drawn(rng.choices(numbers, k=len(numbers))) for _ in range(RESAMPLES))
    edge = int(TAIL * RESAMPLES)
    return Difference(drawn(numbers), found[edge], found[-edge - 1])


# ------------------------------------------------------------------ lines


def lost_lines(removed: Sequence[str], reference: str, text: str) -> list[str]:
    """The removed lines that are content: 80 % of their runs of three words stand in the reference, and fewer in the text.

    A line of fewer than five words counts when it is a whole line of the reference: single words stand everywhere.
    """
    lines = {_folded(line) for line in reference.split("\n")} - {_folded(line) for line in text.split("\n")} - {""}
    wanted, kept = _triples(reference), _triples(text)
    return [line for line in removed if _is_lost(line, lines, wanted, kept)]


def _is_lost(line: str, lines: set[str], wanted: set[tuple[str, ...]], kept: set[tuple[str, ...]]) -> bool:
    if len(WORD.findall(line)) < 5:
        return _folded(line) in lines
    runs = _triples(line)
    return len(runs & wanted) >= 0.8 * len(runs) > len(runs & kept)


def _triples(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def _folded(line: str) -> str:
    return " ".join(WORD.findall(line.lower()))
