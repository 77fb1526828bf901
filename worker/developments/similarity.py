"""How alike two texts are: weighted words and weighted names, in [0, 1], the same both ways."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from worker.model import Features
from worker.tokens import fold

# As many documents as the shipped table counts for beside those of the database: after some weeks the latter decide.
PRIOR_DOCUMENTS = 500
# Share of documents that hold a word which the table does not know. The table stops near .02, rare words are rarer.
UNSEEN_SHARE = 0.002
_COUNTRY_SHARE = 0.05
_YEAR_SHARE = 0.15

Prior = Mapping[str, float]


def load_prior(lines: Iterable[str]) -> dict[str, float]:
    """Folded word or country key -> share of documents that hold it; the largest of all languages.

    Lines are "language<TAB>word<TAB>share", as in common_words.tsv.
    Blank lines and lines that start with # are skipped. A malformed line is a ValueError that names it.
    """
    shares: dict[str, float] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            _, word, share = line.rstrip("\r\n").split("\t")
            key = word if ":" in word else fold(word)
            shares[key] = max(shares.get(key, 0.0), _share_of(share))
        except ValueError:
            raise ValueError(f"line {number}: expected language, word and share (0 to 1) between tabs, got {line!r}") from None
    return shares


def _share_of(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise ValueError(text)
    return share


@dataclass(frozen=True, slots=True)
class Idf:
    """How much a key says: the rarer it is in documents, the more.

    `counts` is the number of documents per index key ("t:harbour", "n:geo:HR"), `total` the number of documents
    counted, `prior` the table of `load_prior`; it serves words and names alike.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
    prior: Prior = field(default_factory=dict)
    _weighed: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def weight(self, key: str) -> float:
        """The natural log of documents per document with this index key, never below 0; about 6 for an unseen one."""
        known = self._weighed.get(key)
        if known is None:  # one document is compared with dozens of others that hold the same words
            expected = PRIOR_DOCUMENTS * self._share(key) + self.counts.get(key, 0)
            known = max(0.0, math.log((PRIOR_DOCUMENTS + self.total + 1) / (expected + 0.5)))
            self._weighed[key] = known
        return known

    def _share(self, key: str) -> float:
        word = key[2:]
        if (share := self.prior.get(word)) is not None:
            return share
        if word.startswith("geo:"):
            return _COUNTRY_SHARE
        return _YEAR_SHARE if len(word) == 4 and word[:2] in ("19", "20") and word.isdecimal() else UNSEEN_SHARE


@dataclass(frozen=True, slots=True)
class Likeness:
    """`words` and `names` are cosines in [0, 1]; the shared keys carry their part of that cosine, heaviest first."""

    words: float
    names: float
    shared_terms: tuple[tuple[str, float], ...]
    shared_names: tuple[tuple[str, float], ...]


def likeness(a: Features, b: Features, idf: Idf, own_factor: float) -> Likeness:
    """How alike two documents are in words and in names. Keys of the watch's own entities count `own_factor` times."""
    own = a.own | b.own
    words, terms = _cosine("t:", a.terms, b.terms, own, idf, own_factor)
    score, names = _cosine("n:", a.names, b.names, own, idf, own_factor)
    return Likeness(words, score, terms, names)


def _cosine(
    prefix: str, a: Mapping[str, int], b: Mapping[str, int], own: frozenset[str], idf: Idf, own_factor: float
) -> tuple[float, tuple[tuple[str, float], ...]]:
    ours, theirs = (_weights(prefix, side, own, idf, own_factor) for side in (a, b))
    norm = math.sqrt(math.fsum(w * w for w in ours.values()) * math.fsum(w * w for w in theirs.values()))
    if not norm:
        return 0.0, ()
    shared = [(key, ours[key] * theirs[key] / norm) for key in ours.keys() & theirs.keys()]
    shared.sort(key=lambda row: (-row[1], row[0]))
    return min(1.0, math.fsum(part for _, part in shared)), tuple(shared)


def _weights(prefix: str, counts: Mapping[str, int], own: frozenset[str], idf: Idf, own_factor: float) -> dict[str, float]:
    weights: dict[str, float] = {}
    for key, count in counts.items():
        weight = (1 + math.log(count)) * idf.weight(prefix + key) * (own_factor if key in own else 1.0)
        if weight > 0:
            weights[key] = weight
    return weights
