"""How alike two texts are: weighted words, names and concepts, in [0, 1], the same both ways."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from worker.model import Features, Spot
from worker.tokens import fold

# As many documents as the shipped table counts for beside those of the database: after some weeks the latter decide.
PRIOR_DOCUMENTS = 500
# Share of documents that hold a word which the table does not know. The table stops near .02, rare words are rarer.
UNSEEN_SHARE = 0.002
# The same for keys that are no words, until the database has counted them: an entity of the watch, a country, a concept of
# the lexicon that common_words.tsv does not have (.03 beside everyday ones of .1 loses an alert of the open stream and .008 of
# the harder open set), a year.
_SHARES = {"entity:": 0.01, "geo:": 0.05, "c:": 0.05}
_YEAR_SHARE = 0.15

# So many shared concepts count in full, fewer by the square of the share, where both sides are no longer than a headline and
# its first line (eight languages of headlines: B-cubed precision .72, else .67); by the share where longer texts have no name in
# common but a country's: a strike of ferries and a lack of trams both send people to the bus, and a country builds many things.
ENOUGH_CONCEPTS, HEADLINE_WORDS = 3, 40
# What it counts when a longer text in another language has all that a headline says. A cosine blames the longer text for what
# it tells besides (open labelled sets: B-cubed F1 .974 to .980 and .832 to .866; .4 and .6 differ by .01).
TOLD = 0.5
# One country that a headline names and a text mentions is no more than a cosine says.
FEWEST_TOLD = 2

_EARTH = 6371.0  # kilometres, the mean radius (IUGG)

# What a word with a capital says as a name in a text of a language that writes every noun so: most of them are none.
CAPITAL_NOUNS = {"de": 0.4}

Prior = Mapping[str, float]


def load_prior(lines: Iterable[str]) -> dict[str, float]:
    """Folded word, or key of a country, an entity or a concept ("c:ship") -> share of documents; the largest of all languages.

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

    `counts` is the number of documents per index key ("t:harbour", "n:geo:HR", "c:cable"), `total` the number of documents
    counted, `prior` the table of `load_prior`; it serves words and names alike, and concepts by their index key.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
    prior: Prior = field(default_factory=dict)

    def weight(self, key: str, less: int = 0) -> float:
        """The natural log of documents per document with this index key, never below 0; about 6 for an unseen one.

        `less`: so many of the documents with this key are left out of account.
        """
        expected = PRIOR_DOCUMENTS * self._share(key) + max(0, self.counts.get(key, 0) - less)
        return max(0.0, math.log((PRIOR_DOCUMENTS + self.total + 1) / (expected + 0.5)))

    def word(self, word: str) -> float:
        """The weight of a folded word by the table alone; infinite for one that it does not have."""
        share = self.prior.get(word)
        return math.inf if share is None else math.log(1 / max(share, UNSEEN_SHARE))

    def _share(self, key: str) -> float:
        word = key[2:]
        if (share := self.prior.get(key if key.startswith("c:") else word)) is not None:
            return share
        for kind, share in _SHARES.items():
            if word.startswith(kind) or key.startswith(kind):
                return share
        return _YEAR_SHARE if len(word) == 4 and word[:2] in ("19", "20") and word.isdecimal() else UNSEEN_SHARE


def weighed(f: Features, idf: Idf) -> Features:
    """The document with unit vectors in the place of counts, by the rarity of its keys when it came.

    What was rare then stays so for this document: a comparison then needs neither counts nor a norm. (1 + ln n) * idf,
    the common tf-idf weight.
    """
    return replace(
        f,
        terms=_unit("t:", f.terms, idf),
        names=_unit("n:", f.names, idf),
        sounds=_unit("x:", f.sounds, idf, CAPITAL_NOUNS.get(f.language or "", 1.0)),
        concepts=_unit("c:", f.concepts, idf),
    )


def _unit(prefix: str, counts: Mapping[str, float], idf: Idf, words: float = 1.0) -> dict[str, float]:
    """The unit vector; a key without a prefix that tells what it is (country, place, number) weighs `words` of that."""
    weights = {key: (1 + math.log(count)) * idf.weight(_prefix(prefix, key) + key) for key, count in counts.items()}
    if words != 1.0:
        weights = {key: weight * (1.0 if _is_sure(key) else words) for key, weight in weights.items()}
    norm = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    # Four digits are enough to compare with and keep a document small in the database.
    return {key: round(weight / norm, 4) for key, weight in weights.items() if weight > 0}


def _prefix(prefix: str, key: str) -> str:
    """Numbers, countries and entities have no sounds of their own: they are counted among the names."""
    return "n:" if prefix == "x:" and _is_sure(key) else prefix


def _is_sure(name: str) -> bool:
    """Whether a name is one by what it says and not by its capital letter: a number, a country, a place, an entity."""
    return ":" in name or name.isdecimal()


@dataclass(frozen=True, slots=True)
class Likeness:
    """In [0, 1]: words and names of texts in one language; `names` by their sounds and concepts of texts in two."""

    words: float
    names: float
    concepts: float


def likeness(a: Features, b: Features, without: Set[str] = frozenset()) -> Likeness:
    """How alike two weighed documents are, as if they did not have the keys in `without`."""
    if same_language(a, b):
        return Likeness(cosine(a.terms, b.terms, without), cosine(a.names, b.names, without), 0.0)
    names = cosine(a.sounds, b.sounds, without)
    short, long = (a, b) if a.words <= b.words else (b, a)
    concepts = sum(concept in long.concepts for concept in short.concepts)
    enough = min(1.0, concepts / ENOUGH_CONCEPTS)
    if short.words > HEADLINE_WORDS:
        return Likeness(0.0, names, cosine(a.concepts, b.concepts) * (1.0 if names and more_than_countries(a, b) else enough))
    if long.words <= HEADLINE_WORDS:  # two about a prize need not be about the same one
        return Likeness(0.0, names, cosine(a.concepts, b.concepts) * enough**2)
    if concepts + sum(name in long.sounds for name in short.sounds) >= FEWEST_TOLD:
        names = max(names, TOLD * _told(short.sounds, long.sounds, without))
    return Likeness(0.0, names, TOLD * _told(short.concepts, long.concepts) * enough)


def _told(short: Mapping[str, float], long: Mapping[str, float], without: Set[str] = frozenset()) -> float:
    """The share of a unit vector's squared length that lies on keys of the other, in [0, 1]."""
    told = math.fsum(weight**2 for key, weight in short.items() if key in long and key not in without)
    left = _left(short, without)
    return min(1.0, told / left) if left > 0 else 0.0


def more_than_countries(a: Features, b: Features) -> bool:
    """Whether two texts in two languages share a name that is no country: a country has more news than one a day."""
    return any(not name.startswith("geo:") for name in a.sounds.keys() & b.sounds.keys())


def same_language(a: Features, b: Features) -> bool:
    """Whether the words of two documents may be compared; one of unknown language may be in any."""
    return not a.language or not b.language or a.language == b.language


def cosine(a: Mapping[str, float], b: Mapping[str, float], without: Set[str] = frozenset()) -> float:
    """The cosine of two unit vectors with weights above 0 when some keys are left out, in [0, 1]."""
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    parts = [weight * many[key] for key, weight in few.items() if key in many and key not in without]
    product = math.fsum(parts)
    left = _left(a, without) * _left(b, without) if without and product else 1.0
    return min(1.0, product / math.sqrt(left)) if left > 0 else 0.0


def _left(vector: Mapping[str, float], without: Set[str]) -> float:
    """The square of the length of a unit vector without some keys."""
    return 1.0 - math.fsum(vector[key] ** 2 for key in without if key in vector)


def shared(a: Mapping[str, float], b: Mapping[str, float]) -> list[tuple[str, float]]:
    """The keys of both with their part of the cosine, heaviest first."""
    parts = [(key, weight * b[key]) for key, weight in a.items() if key in b]
    return sorted(parts, key=lambda part: (-part[1], part[0]))


def kilometres(a: Spot, b: Spot) -> float:
    """How far two places are apart beyond what belongs to each; 0.0 where they touch. Haversine on the mean sphere."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return max(0.0, 2 * _EARTH * math.asin(min(1.0, math.sqrt(half))) - a.radius - b.radius)
