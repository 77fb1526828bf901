"""Which development does a document belong to, and how does it stand to it? One decision, with its evidence.

A copy of a text joins the development of that text. Otherwise each earlier document gets a likeness: half words, half
names (names alone across languages), less with every day between them. A development counts as its three best
documents together, so that one chance resemblance does not chain stories. At `Settings.join` the document joins.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from worker.developments.copies import COPY_SHARE, FEWEST_WORDS, containment, quotes_together
from worker.developments.novelty import new_facts
from worker.developments.similarity import Idf, Likeness, likeness
from worker.model import Assignment, Candidate, DevelopmentId, Evidence, Features, Kind

_SKETCH_POSTED, _SKETCH_SEARCHED = 32, 8
_QUOTATIONS_POSTED, _QUOTATIONS_SEARCHED = 40, 8
_TERMS_SEARCHED, _NAMES_SEARCHED = 14, 30
_EXPLAINED = 5  # shared names and terms that are kept as evidence


@dataclass(frozen=True, slots=True)
class Settings:
    """Constants of grouping. Changed together with a measurement (benchmarks/developments), never alone.

    On reports that were dated, `join` .20 to .25 loses under .02 B-cubed F1; on two fives of texts of one saga, dated and not,
    in all 120 orders, right joins stay above .31 and wrong ones below .10.
    """

    # A development joins at `join`; from `grey` on two shared names of weight `rare` (in one of 55 documents) do.
    join: float = 0.22
    grey: float = 0.16
    # A headline alone has few words to share: up to so many words it joins at that share of the threshold.
    headline_words: int = 30
    headline_factor: float = 0.6
    # Hours after which a likeness is worth 1/e; three days is also the best published window for news.
    tau_h: float = 72.0
    # What keys of the watch's own entities weigh. Without dates they would make one story of everything.
    own_dated: float = 0.5
    own_undated: float = 0.05
    # Without dates: the weight from which a name is evidence (it stands in one of twelve documents or fewer), what a
    # likeness without such evidence is worth, and what evidence adds when all other names are the watch's own.
    distinctive: float = 2.5
    without_evidence: float = 0.5
    name_bonus: float = 0.2
    quotation_bonus: float = 0.15
    rare: float = 4.0
    # Event days that both leads name and that lie so far apart are two events.
    veto_days: int = 2
    # New words plus new names of a lead: 95 % of the fourth and later reports of an event stay below 1.17.
    update_novelty: float = 1.2


@dataclass(frozen=True, slots=True)
class _Pair:
    """The document against one earlier document."""

    candidate: Candidate
    score: float
    like: Likeness
    days_apart: float | None
    shared_text: float
    veto: str


@dataclass(frozen=True, slots=True)
class _Group:
    """The document against one development: pairs best first."""

    development: DevelopmentId
    score: float
    pairs: tuple[_Pair, ...]
    veto: str


def index_keys(f: Features) -> tuple[str, ...]:
    """The keys under which a document is found again, sorted: t: words, n: names, s: shingles, q: quotations."""
    keys = [f"t:{term}" for term in f.terms] + [f"n:{name}" for name in f.names]
    return tuple(sorted(keys + _sketch(f, _SKETCH_POSTED, _QUOTATIONS_POSTED)))


def search_keys(f: Features, idf: Idf) -> tuple[str, ...]:
    """At most 60 of the keys under which documents of the same development are found, the telling ones first."""
    own = f.own
    terms = heapq.nsmallest(_TERMS_SEARCHED, ((t in own, -idf.weight(f"t:{t}"), f"t:{t}") for t in f.terms))
    names = heapq.nsmallest(_NAMES_SEARCHED, ((n in own, -idf.weight(f"n:{n}"), f"n:{n}") for n in f.names))
    sketch = _sketch(f, _SKETCH_SEARCHED, _QUOTATIONS_SEARCHED)
    return tuple(sketch + [key for *_, key in names] + [key for *_, key in terms])


def _sketch(f: Features, shingles: int, quotations: int) -> list[str]:
    """The smallest hashes: two texts that share much share these too."""
    keys = [f"s:{h:x}" for h in heapq.nsmallest(shingles, f.shingles)]
    return keys + [f"q:{h:x}" for h in heapq.nsmallest(quotations, f.quotations)]


def assign(f: Features, candidates: Sequence[Candidate], idf: Idf, rules: Settings | None = None) -> Assignment:
    """The development that a document joins, its kind there, and the evidence; its order in `candidates` is no matter.

    `candidates`: the documents of every development that shares a search key. A document without likeness to any opens
    a development (`development` None, kind new). Undated documents are reports or copies, never updates.
    """
    rules = rules or Settings()
    pairs = [_pair(f, candidate, idf, rules) for candidate in candidates]
    groups = _groups(pairs, f)
    if copied := _copied(pairs):
        return Assignment(copied.candidate.development, Kind.COPY, _evidence(f, groups, rules, copied))
    best = groups[0] if groups else None
    if best is None or not _joins(best, f, idf, rules):
        return Assignment(None, Kind.NEW, _evidence(f, groups, rules))
    members = [pair.candidate.features for pair in best.pairs]
    facts = new_facts(f, members, idf, rules.update_novelty)
    kind = Kind.UPDATE if facts else Kind.REPORT
    return Assignment(best.development, kind, _evidence(f, groups, rules, facts=facts))


# ------------------------------------------------------------------ one document against another


def _pair(f: Features, candidate: Candidate, idf: Idf, rules: Settings) -> _Pair:
    other = candidate.features
    days = _days_apart(f, other)
    own_factor = rules.own_undated if days is None else rules.own_dated
    like = likeness(f, other, idf, own_factor)
    quoted = quotes_together(f, other)
    shared_text = containment(f, other)
    score = _mixed(f, other, like) + (rules.quotation_bonus if quoted else 0.0)
    if days is None:
        score = _without_dates(score, like, f, other, idf, rules, quoted=quoted)
    else:
        score *= math.exp(-24 * days / rules.tau_h)
    veto = "" if quoted else _date_veto(f, other, rules)
    return _Pair(candidate, 0.0 if veto else min(1.0, score), like, days, shared_text, veto)


def _mixed(f: Features, other: Features, like: Likeness) -> float:
    """Half words, half names; names alone when languages differ (unknown: may be any); a word or two say nothing."""
    if min(f.words, other.words) < FEWEST_WORDS:
        return 0.0
    if f.language and other.language and f.language != other.language:
        return like.names
    return 0.5 * like.words + 0.5 * like.names


def _without_dates(
    score: float, like: Likeness, f: Features, other: Features, idf: Idf, rules: Settings, *, quoted: bool
) -> float:
    """The likeness of two texts whose distance in time is unknown: it needs something that other stories do not have.

    The more of their names belong to the watch's own subject, the fewer are left for a cosine, and the more a telling
    one counts by itself.
    """
    own = f.own | other.own
    telling = any(_is_telling(name, idf, rules) for name, _ in like.shared_names if name not in own)
    if not telling and not quoted:
        return score * rules.without_evidence
    return score + (rules.name_bonus * min(_own_share(f), _own_share(other)) if telling else 0.0)


def _is_telling(name: str, idf: Idf, rules: Settings) -> bool:
    """Whether a name is rare enough to point at one story. Numbers are not: they are years and days for the most part."""
    return not name.isdecimal() and idf.weight(f"n:{name}") >= rules.distinctive


def _own_share(f: Features) -> float:
    """The share of a document's names that are the watch's own, in [0, 1]."""
    return sum(name in f.own for name in f.names) / len(f.names) if f.names else 0.0


def _days_apart(f: Features, other: Features) -> float | None:
    if f.when is None or other.when is None:
        return None
    return abs((f.when - other.when).total_seconds()) / 86_400


def _date_veto(f: Features, other: Features, rules: Settings) -> str:
    """A sentence when the event days that both leads name lie apart, else ""."""
    if not f.event_dates or not other.event_dates:
        return ""
    nearest = min(abs((a - b).days) for a in f.event_dates for b in other.event_dates)
    if nearest < rules.veto_days:
        return ""
    return f"the texts name days {nearest} days apart ({f.event_dates[0]} and {other.event_dates[0]})"


def _copied(pairs: Iterable[_Pair]) -> _Pair | None:
    """The document whose text this one copies. A text form with other days in it is no copy unless it is the same text."""
    copies = [p for p in pairs if p.shared_text >= COPY_SHARE and (not p.veto or p.shared_text == 1.0)]
    return min(copies, key=lambda p: (-p.shared_text, p.candidate.document), default=None)


# ------------------------------------------------------------------ one document against developments


def _groups(pairs: Iterable[_Pair], f: Features) -> list[_Group]:
    """Developments, likeliest first; the older one first among equals."""
    by: dict[DevelopmentId, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        by[pair.candidate.development].append(pair)
    groups = [_group(development, members, f) for development, members in by.items()]
    return sorted(groups, key=lambda g: (-g.score, g.development))


def _group(development: DevelopmentId, pairs: list[_Pair], f: Features) -> _Group:
    pairs.sort(key=lambda p: (-p.score, p.candidate.document))
    dated = [p for p in pairs if p.candidate.features.event_dates]
    veto = next((p.veto for p in dated), "") if dated and all(p.veto for p in dated) else ""
    best = pairs[:3]
    return _Group(development, 0.0 if veto else math.fsum(p.score for p in best) / len(best), tuple(pairs), veto)


def _joins(group: _Group, f: Features, idf: Idf, rules: Settings) -> bool:
    threshold = _threshold(f, rules)
    if group.score >= threshold:
        return True
    return group.score >= threshold * rules.grey / rules.join and len(_rare_names(f, group.pairs[0], idf, rules)) >= 2


def _rare_names(f: Features, pair: _Pair, idf: Idf, rules: Settings) -> list[str]:
    own = f.own | pair.candidate.features.own
    return [n for n, _ in pair.like.shared_names if n not in own and idf.weight(f"n:{n}") >= rules.rare]


def _threshold(f: Features, rules: Settings) -> float:
    return rules.join * (rules.headline_factor if f.words <= rules.headline_words else 1.0)


# ------------------------------------------------------------------ why


def _evidence(
    f: Features, groups: Sequence[_Group], rules: Settings, copied: _Pair | None = None, facts: tuple[str, ...] = ()
) -> Evidence:
    if not groups:
        return Evidence(threshold=_threshold(f, rules))
    chosen = next((g for g in groups if copied and g.development == copied.candidate.development), groups[0])
    pair = copied or chosen.pairs[0]
    others = [g for g in groups if g is not chosen]
    return Evidence(
        score=round(chosen.score, 4),
        threshold=_threshold(f, rules),
        nearest=pair.candidate.document,
        names=_rounded(pair.like.shared_names),
        terms=_rounded(pair.like.shared_terms),
        days_apart=None if pair.days_apart is None else round(pair.days_apart, 2),
        shared_text=round(pair.shared_text, 3),
        veto=chosen.veto,
        uncertain=_uncertain(f, chosen, pair, rules, sure=copied is not None),
        runner_up=(others[0].development, round(others[0].score, 4)) if others else None,
        new_facts=facts,
    )


def _rounded(shared: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    return tuple((key, round(part, 4)) for key, part in shared[:_EXPLAINED])


def _uncertain(f: Features, group: _Group, pair: _Pair, rules: Settings, *, sure: bool) -> str:
    if sure or group.veto:
        return ""
    threshold = _threshold(f, rules)
    if threshold * rules.grey / rules.join <= group.score < threshold:
        return "close to the threshold"
    if pair.days_apart is None and group.score >= threshold:
        return "no date on one side: names and words alone decided"
    return "a headline without text" if f.words <= rules.headline_words else ""
