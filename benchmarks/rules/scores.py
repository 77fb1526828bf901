"""Shares with their uncertainty: of what was found how much is right, and of what is there how much was found. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z = 1.959_964  # the normal distribution's 97.5th percentile: two-sided intervals of 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; 0 of 0 when there was nothing to count."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """In [0, 1]; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval ("Probable inference", 1927), which stays in [0, 1]; all of it when nothing was counted."""
        if not self.whole:
            return 0.0, 1.0
        n, p = self.whole, self.part / self.whole
        middle, spread = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, (middle - spread) / (1 + Z * Z / n)), min(1.0, (middle + spread) / (1 + Z * Z / n))

    def __str__(self) -> str:
        if self.value is None:
            return "    -"
        low, high = self.interval
        return f"{self.value:5.3f} [{low:.3f}, {high:.3f}] {self.part}/{self.whole}"


@dataclass(frozen=True, slots=True)
class Score:
    """How well texts are told apart. `precision`: of those on which a rule holds; `recall`: of those labelled match."""

    precision: Share
    recall: Share


def score(decisions: Iterable[tuple[bool, bool]]) -> Score:
    """The score of pairs (labelled match, the rule holds)."""
    pairs = list(decisions)
    right = sum(wanted and held for wanted, held in pairs)
    return Score(Share(right, sum(held for _, held in pairs)), Share(right, sum(wanted for wanted, _ in pairs)))
