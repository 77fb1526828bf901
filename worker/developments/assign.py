"""Which development does a document belong to, and how does it stand to it? One decision, with its evidence.

A copy of a text joins the development of that text. Otherwise each earlier document gets a likeness: words and names in
one language, names and concepts between two, less with every day between them. A development counts as its three best
documents together, so that one chance resemblance does not chain stories: at `Settings.join` the document joins. So it does
when one document alone is surely of the same event, by rare names, concepts and places besides (`Settings.alone`), or would be
but for the days between, and this one tells a turn (`_going_on`).
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from worker.developments.copies import COPY_SHARE, REWORDED_SHARE, REWORDED_WORDS, containment, quotes_together
from worker.developments.novelty import new_facts, tells_a_turn
from worker.developments.similarity import (
    HEADLINE_WORDS,
    Idf,
    Likeness,
    cosine,
    kilometres,
    likeness,
    more_than_countries,
    same_language,
    shared,
)
from worker.model import Assignment, Candidate, DevelopmentId, DocumentId, Evidence, Features, Kind

_SKETCH_POSTED, _SKETCH_SEARCHED = 32, 16
_QUOTATIONS_POSTED, _QUOTATIONS_SEARCHED = 40, 8
_TERMS_SEARCHED, _NAMES_SEARCHED = 14, 30
# A headline of fewer words says too little ("Weather"), unless it shares a name that few others have ("Orkanen Orlene rammer
# Jamaica"), or any name and two concepts ("Amerikansk atomubåd anløber Tromsø").
_FEWEST_WORDS, _FEWEST_WORDS_TELLING, _FEWEST_CONCEPTS = 5, 3, 2
_EXPLAINED = 5  # shared names and terms that are kept as evidence


@dataclass(frozen=True, slots=True)
class Settings:
    """Constants of grouping. Changed together with a measurement (benchmarks/developments), never alone."""

    # A development joins at `join`, without dates at `join_undated`; from `grey` (a share of that) on two shared names of
    # weight `rare` (in one of 55 documents) are enough.
    join: float = 0.16
    join_undated: float = 0.26
    grey: float = 0.9
    rare: float = 4.0
    # What concepts count beside names between two languages, and what names count where both have concepts and none in common:
    # an overhead line and a swimming hall in one country (open labelled sets: 7.5 % of developments swallowed, 5.7 with it).
    concepts: float = 0.8
    no_concept: float = 0.45
    # Hours after which a likeness is worth 1/e; three days is also the best published window for news. A week where a name
    # that next to nobody else has (a ship, a suspect) or a place stands in both: what is told of that later is a sequel.
    tau_h: float = 72.0
    tau_known_h: float = 168.0
    quotation_bonus: float = 0.15
    # One document alone is enough from here on, by evidence of more kinds and with a slower decay: exp(-share * square root of
    # days), .75 after one, .56 after five, as verdicts and repairs follow for weeks; beyond a week faster, as another incident
    # may be meant. By a logistic regression over 12,755 pairs of the open labelled sets, 1,257 of them of one event; rounded.
    alone: float = 0.33
    decay: float = 0.25
    fresh_days: float = 7.0
    stale_days: float = 7.0
    # In one language, where a cosine is smaller; for each name that one of 245 documents has, between languages and in one; for
    # each concept in common between languages; and where no telling name, place or rarer entity of the watch is in both.
    same_language: float = 1.3
    rarest: float = 5.5
    each_rarest: float = 1.6
    each_rarest_same: float = 1.2
    most_rarest: int = 2
    each_concept: float = 1.08
    most_concepts: int = 6
    nameless: float = 0.75
    # What a likeness is worth when both leads name countries and not one of them is the same: drones over two airports. Once
    # more when the titles do.
    elsewhere: float = 0.7
    # The same when the title says "another" or "a second", and the earlier text opens without that word; undated, which of
    # two came first is not known.
    another: float = 0.4
    # The same when one title, and not the other, is that of an anniversary or a round-up of the news.
    looking_back: float = 0.1
    # The same where both leads name towns, islands or bases and the nearest two lie farther apart than `far_km`; where two
    # other telling names stand in both, it is the voyage of one ship. Of 2,200 pairs of leads within five
    # days (hand-labelled sets) 17 in 20 up to `near_km` tell of one event, 2 in 5 between the two, 1 in 10 beyond.
    far: float = 0.1
    far_told: float = 0.7
    near_km: float = 30.0
    far_km: float = 80.0
    # The same where both name exercises, or both ships of one kind, and not one name is the same.
    other_name: float = 0.4
    # The same where both tell of a prize or a championship and it is for something else: chemistry, not physics.
    other_field: float = 0.1
    # The same where both say what they are about and next to nothing of it is the same: a vote and an arrest in one town. Both
    # have three concepts or more with a cosine below .1, and two in their titles or sixty words: a headline alone may say it in
    # other words. Of 78 such pairs of the open labelled sets with a likeness of .08 to .3 five tell of one event, of the other
    # 522 pairs 286. On public look-alikes .5 loses .006 of what .7 gains; .85 gains nothing on the open sets.
    other_things: float = 0.7
    little_in_common: float = 0.1
    fewest_concepts: int = 3
    fewest_in_titles: int = 2
    long_words: int = 60
    # Event days that both leads name and that lie so far apart are two events. Texts of known publication are apart in time
    # already, and their days are read from words like "Monday": there a few days prove nothing. See `_may_go_on`.
    apart_days: int = 5
    apart_days_undated: int = 2


class _Places(NamedTuple):
    """How far apart the nearest places of two leads are, and which."""

    kilometres: float
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """The document against one earlier document: how alike, how sure by this one alone, and how sure had it come at once."""

    candidate: Candidate
    score: float
    alone: float
    timeless: float
    days_apart: float | None
    places: _Places | None
    telling: tuple[str, ...]
    shared_text: float
    veto: str


@dataclass(frozen=True, slots=True)
class _Group:
    """The document against one development: pairs best first. `by_one`: one document alone was enough."""

    development: DevelopmentId
    score: float
    pairs: tuple[_Pair, ...]
    veto: str
    by_one: bool = False


def index_keys(f: Features) -> tuple[str, ...]:
    """The keys under which a document is counted and found again, sorted.

    t: words, n: names, x: names by their sounds, c: concepts, s: shingles, q: quotations.
    """
    keys = [f"t:{term}" for term in f.terms] + [f"n:{name}" for name in f.names] + [f"x:{sound}" for sound in _spelt(f)]
    keys += [f"c:{concept}" for concept in f.concepts]
    return tuple(sorted(keys + _sketch(f, _SKETCH_POSTED, _QUOTATIONS_POSTED)))


def _spelt(f: Features) -> list[str]:
    """The sounds of names in letters; numbers, countries and entities are found under their own key."""
    return [sound for sound in f.sounds if ":" not in sound and not sound.isdecimal()]


def search_keys(f: Features, idf: Idf) -> tuple[str, ...]:
    """At most 98 of the keys under which documents of the same development are found, the telling ones first.

    A key that no document has is left out: it finds nothing, and being the rarest of all it would take another's place.
    """
    names = _rarest("n:", f.names, _NAMES_SEARCHED, f.own, idf)
    sounds = _rarest("x:", _spelt(f), _NAMES_SEARCHED, frozenset(), idf)
    terms = _rarest("t:", f.terms, _TERMS_SEARCHED, f.own, idf)
    return tuple(_sketch(f, _SKETCH_SEARCHED, _QUOTATIONS_SEARCHED) + names + sounds + terms)


def _rarest(prefix: str, words: Iterable[str], most: int, own: Set[str], idf: Idf) -> list[str]:
    """The keys of so many words that some document has, the rarest first, the watch's own last."""
    known = ((word in own, prefix + word) for word in words if prefix + word in idf.counts)
    return [key for *_, key in heapq.nsmallest(most, ((mine, -idf.weight(key), key) for mine, key in known))]


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
    pairs = _pairs(f, candidates, idf, rules)
    groups = _groups(pairs)
    if copied := _copied(pairs, rules):
        return Assignment(copied.candidate.development, Kind.COPY, _evidence(f, groups, rules, copied=copied))
    best = groups[0] if groups and _joins(groups[0], rules) else _by_one(groups, rules) or _going_on(f, groups, rules)
    if best is None:
        return Assignment(None, Kind.NEW, replace(_evidence(f, groups, rules), continues=_continued(pairs, rules)))
    if facts := _facts(f, best):
        return Assignment(best.development, Kind.UPDATE, _evidence(f, groups, rules, joined=best, facts=facts))
    reworded = _reworded(f, best.pairs, rules)
    kind = Kind.COPY if reworded else Kind.REPORT
    return Assignment(best.development, kind, _evidence(f, groups, rules, joined=best, copied=reworded))


def _facts(f: Features, group: _Group) -> tuple[str, ...]:
    return new_facts(f, _members(group))


def _members(group: _Group) -> list[Features]:
    return [pair.candidate.features for pair in group.pairs]


# ------------------------------------------------------------------ one document against another


def _pairs(f: Features, candidates: Sequence[Candidate], idf: Idf, rules: Settings) -> list[_Pair]:
    """The document beside each candidate. A name tells the more, the fewer documents of other developments have it."""
    inside: dict[DevelopmentId, Counter[str]] = defaultdict(Counter)
    for candidate in candidates:
        inside[candidate.development].update(_name_keys(f, candidate.features))
    return [_pair(f, candidate, idf, inside[candidate.development], rules) for candidate in candidates]


def _pair(f: Features, candidate: Candidate, idf: Idf, inside: Mapping[str, int], rules: Settings) -> _Pair:
    other = candidate.features
    days, places = _days_apart(f, other), _nearest_places(f, other)
    like = likeness(f, other, f.own | other.own if days is None else frozenset())
    quoted = quotes_together(f, other)
    names = _rarities(f, other, idf, inside)
    telling = tuple(name for name, rarity in names.items() if rarity >= rules.rare and name not in f.own | other.own)
    near = places is not None and places.kilometres <= rules.near_km
    elsewhere = 1.0 if near else rules.elsewhere ** _times_elsewhere(f, other)
    score = _mixed(f, other, like, telling, rules) + (rules.quotation_bonus if quoted else 0.0)
    score *= _another_scene(places, telling, elsewhere, rules) * _another_subject(f, other, telling, rules)
    alone = timeless = 0.0
    if days is not None:
        if "another" in f.headline and "another" not in other.opening:
            score *= rules.another
        named = near or bool(telling) or any(rarity > _OWN_NAME for rarity in names.values())
        timeless = score * elsewhere * _surer(f, other, [names[name] for name in telling], rules, named=named)
        alone = timeless * _slowly(days, rules)
        score *= math.exp(-24 * days / (rules.tau_known_h if telling or near else rules.tau_h))
    veto = "" if quoted else _date_veto(f, other, rules.apart_days_undated if days is None else rules.apart_days)
    score = 0.0 if veto else min(1.0, score)
    apart = bool(veto) and not _may_go_on(f, other, days, telling, rules)
    alone, timeless = (0.0 if apart else min(1.0, value) for value in (alone, timeless))
    return _Pair(candidate, score, alone, timeless, days, places, telling, containment(f, other), veto)


def _another_scene(places: _Places | None, telling: Sequence[str], elsewhere: float, rules: Settings) -> float:
    """What a likeness is worth by where both leads are; `elsewhere` by their countries, which places outweigh when far apart."""
    if places is None or places.kilometres <= rules.far_km:
        return elsewhere
    return rules.far_told if sum(map(_is_own_name, telling)) >= 2 else rules.far


def _another_subject(f: Features, other: Features, telling: Sequence[str], rules: Settings) -> float:
    """What a likeness is worth by what both are of: ships, exercises, prizes, the event or its anniversary, things at large."""
    worth = rules.other_name if not telling and _called_otherwise(f, other) else 1.0
    worth *= rules.other_field if len(telling) < _LAUREATE and _in_another_field(f, other) else 1.0
    worth *= rules.looking_back if _LOOKING_BACK & (f.headline ^ other.headline) else 1.0
    return worth * (rules.other_things if _of_other_things(f, other, rules) else 1.0)


_LOOKING_BACK = frozenset(("anniversary", "roundup"))
_FIELDS = ("prize|", "championship|")
# So many telling names in both are those of a winner, whom one text calls a chemist and the prize for medicine: "Nobel Prize"
# alone are two.
_LAUREATE = 3
# A name of the watch's own that one document in 20 holds, as its towns and ships; Greenland and NATO are in every third.
_OWN_NAME = 3.0


def _surer(f: Features, other: Features, telling: Sequence[float], rules: Settings, *, named: bool) -> float:
    """What other evidence than words and names makes of a likeness. `telling` is how rare the telling names are."""
    rarest = min(rules.most_rarest, sum(rarity >= rules.rarest for rarity in telling))
    if same_language(f, other):
        return rules.same_language * rules.each_rarest_same**rarest
    common = min(rules.most_concepts, len(f.concepts.keys() & other.concepts.keys()))
    return rules.each_rarest**rarest * rules.each_concept**common * (1.0 if named else rules.nameless)


def _slowly(days: float, rules: Settings) -> float:
    return math.exp(-rules.decay * math.sqrt(days) - max(0.0, days - rules.fresh_days) / rules.stale_days)


def _is_own_name(name: str) -> bool:
    """Whether a name is that of a ship, a company or a person: no place, country or entity of the watch."""
    return ":" not in name


def _name_keys(f: Features, other: Features) -> list[str]:
    """The keys under which the names that both have are counted (`index_keys`)."""
    names, sounds = f.names.keys() & other.names.keys(), f.sounds.keys() & other.sounds.keys()
    return [f"n:{name}" for name in names] + [f"x:{sound}" for sound in sounds]


def _rarities(f: Features, other: Features, idf: Idf, inside: Mapping[str, int]) -> dict[str, float]:
    """Shared names, each with how rare it is in documents of other developments. Numbers are years and days mostly: left out."""
    names = [name for name, _ in _shared_names(f, other) if not name.isdecimal()]
    if same_language(f, other):
        return {name: idf.weight(f"n:{name}", inside.get(f"n:{name}", 0)) for name in names}
    return {name: _rarity(name, f, other, idf, inside) for name in names}


def _rarity(name: str, f: Features, other: Features, idf: Idf, inside: Mapping[str, int]) -> float:
    """That of a name in two languages: a word that one of them uses every day is no rare name (President, Präsident)."""
    key = f"n:{name}" if ":" in name else f"x:{name}"
    words = (side.spelt.get(name, name) for side in (f, other))
    return min(idf.weight(key, inside.get(key, 0)), *map(idf.word, words))


def _nearest_places(f: Features, other: Features) -> _Places | None:
    """The nearest places of both leads; None where one names none. Capitals stand for governments."""
    ours, theirs = ([spot for spot in side.spots if spot.radius] for side in (f, other))
    return min((_Places(kilometres(a, b), a.id, b.id) for a in ours for b in theirs), default=None)


def _say_enough(f: Features, other: Features, telling: Sequence[str]) -> bool:
    """Whether the shorter of two texts has the words to be compared by."""
    words = min(f.words, other.words)
    if words >= _FEWEST_WORDS:
        return True
    named = not f.sounds.keys().isdisjoint(other.sounds) and len(f.concepts.keys() & other.concepts.keys()) >= _FEWEST_CONCEPTS
    return words >= _FEWEST_WORDS_TELLING and (bool(telling) or named)


def _mixed(f: Features, other: Features, like: Likeness, telling: Sequence[str], rules: Settings) -> float:
    """The quadratic mean of words and names; names and concepts between two languages; a word or two say nothing."""
    if not _say_enough(f, other, telling):
        return 0.0
    if same_language(f, other):
        return math.sqrt((like.words**2 + like.names**2) / 2)
    if f.concepts and other.concepts and f.concepts.keys().isdisjoint(other.concepts):
        return rules.no_concept * like.names if more_than_countries(f, other) else 0.0
    return like.names + rules.concepts * like.concepts


def _times_elsewhere(f: Features, other: Features) -> int:
    """In how many of lead and title both name countries and not one of them is the same.

    Countries further down are background, which look-alikes share.
    """
    leads, titles = (_lead_countries(f), _lead_countries(other)), (_countries(f.headline), _countries(other.headline))
    return sum(bool(ours and theirs) and ours.isdisjoint(theirs) for ours, theirs in (leads, titles))


def _of_other_things(f: Features, other: Features, rules: Settings) -> bool:
    """Whether both say what they are about, in their titles or at length, and it is next to nothing in common."""
    if min(len(f.concepts), len(other.concepts)) < rules.fewest_concepts:
        return False
    if min(f.words, other.words) < rules.long_words and not _titles_apart(f, other, rules):
        return False
    return cosine(f.concepts, other.concepts) < rules.little_in_common


def _titles_apart(f: Features, other: Features, rules: Settings) -> bool:
    """Whether both titles name things, and not one of them is the same."""
    ours, theirs = (side.headline - _countries(side.headline) for side in (f, other))
    return min(len(ours), len(theirs)) >= rules.fewest_in_titles and ours.isdisjoint(theirs)


def _called_otherwise(f: Features, other: Features) -> bool:
    """Whether both name things of one kind, and no name of the one may be a name of the other ("Eagle S" and "Eagle" may).

    Names of ships are heard in any language; those of exercises are translated, and compared in one.
    """
    ours, theirs = ([name.split("|") for name in side.called if not name.startswith(_FIELDS)] for side in (f, other))
    kinds = {kind for kind, _ in ours} & {kind for kind, _ in theirs} - (set() if same_language(f, other) else {"exercise"})
    return bool(kinds) and not any(_may_be_one(a, b) for _, a in ours for _, b in theirs)


def _in_another_field(f: Features, other: Features) -> bool:
    """Whether both tell of a prize, or of a championship, and what the one is for is nothing of the other."""
    ours, theirs = ({name for name in side.called if name.startswith(_FIELDS)} for side in (f, other))
    kinds = {name.split("|")[0] for name in ours} & {name.split("|")[0] for name in theirs}
    return bool(kinds) and ours.isdisjoint(theirs)


def _may_be_one(name: str, other: str) -> bool:
    few, many = sorted((set(name.split()), set(other.split())), key=len)
    return few <= many


def _lead_countries(f: Features) -> Set[str]:
    """The countries that the lead names, itself or by a place."""
    return _countries(f.lead) | {f"geo:{spot.country}" for spot in f.spots}


@lru_cache(maxsize=1_024)  # a document is compared with hundreds, of which most are those of the one before
def _countries(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key for key in keys if key.startswith("geo:"))


def _days_apart(f: Features, other: Features) -> float | None:
    if f.when is None or other.when is None:
        return None
    return abs((f.when - other.when).total_seconds()) / 86_400


def _date_veto(f: Features, other: Features, apart: float) -> str:
    """A sentence when the event days that both leads name lie apart, else ""."""
    if not f.event_dates or not other.event_dates:
        return ""
    nearest = min(abs((a - b).days) for a in f.event_dates for b in other.event_dates)
    if nearest < apart:
        return ""
    return f"the texts name days {nearest} days apart ({f.event_dates[0]} and {other.event_dates[0]})"


def _may_go_on(f: Features, other: Features, days: float | None, telling: Iterable[str], rules: Settings) -> bool:
    """Whether the days that both leads name lie no farther apart than the texts, and a rare name that is no place is in both.

    The charge or the cause that is told after a week names its own day, as the first report named its own. Without such a name
    the next incident of the kind does so too: of the open sets' pairs that are enough alone but for their days, both with one
    are of one event, and five of eight without are not.
    """
    named = any(map(_is_own_name, telling))
    return days is not None and named and not _date_veto(f, other, rules.apart_days + days)


def _copied(pairs: Iterable[_Pair], rules: Settings) -> _Pair | None:
    """The document whose text this one copies. A form with other days or places in it is none, unless the text is the same."""
    copies = [p for p in pairs if p.shared_text == 1.0 or (p.shared_text >= COPY_SHARE and not p.veto and not _far(p, rules))]
    return min(copies, key=lambda p: (-p.shared_text, p.candidate.document), default=None)


def _reworded(f: Features, pairs: Iterable[_Pair], rules: Settings) -> _Pair | None:
    """The document whose text this one tells in other words here and there. It joined by other evidence and has no new facts, so
    that this decides on a silent report or a silent copy alone.
    """
    copies = [p for p in pairs if p.shared_text >= REWORDED_SHARE and not p.veto and not _far(p, rules)]
    alike = [p for p in copies if cosine(f.terms, p.candidate.features.terms) >= REWORDED_WORDS]
    return min(alike, key=lambda p: (-p.shared_text, p.candidate.document), default=None)


def _far(pair: _Pair, rules: Settings) -> bool:
    return pair.places is not None and pair.places.kilometres > rules.far_km


# ------------------------------------------------------------------ one document against developments


def _groups(pairs: Iterable[_Pair]) -> list[_Group]:
    """Developments, likeliest first; the older one first among equals."""
    by: dict[DevelopmentId, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        by[pair.candidate.development].append(pair)
    groups = [_group(development, members) for development, members in by.items()]
    return sorted(groups, key=lambda g: (-g.score, g.development))


def _group(development: DevelopmentId, pairs: list[_Pair]) -> _Group:
    pairs.sort(key=lambda p: (-p.score, p.candidate.document))
    dated = [p for p in pairs if p.candidate.features.event_dates]
    veto = next((p.veto for p in dated), "") if dated and all(p.veto for p in dated) else ""
    best = pairs[:3]
    return _Group(development, math.fsum(p.score for p in best) / len(best), tuple(pairs), veto)


def _joins(group: _Group, rules: Settings) -> bool:
    threshold = _threshold(group.pairs[0], rules)
    if group.score >= threshold:
        return True
    return group.score >= threshold * rules.grey and len(group.pairs[0].telling) >= 2


def _by_one(groups: Iterable[_Group], rules: Settings) -> _Group | None:
    """The development of the document that is enough alone, with that document first and its measure as the score."""
    sure = [(pair.alone, pair, group) for group in groups for pair in group.pairs if pair.alone >= rules.alone]
    return _led(sure)


def _going_on(f: Features, groups: Iterable[_Group], rules: Settings) -> _Group | None:
    """The development that the document would have joined but for the days between, when it is an update of it by a turn.

    A name of a ship, a company or a person must be in both, and not in texts that speak of other things. The next incident of the
    kind has the same names at most, and tells what was told of the first; an update is told wherever it belongs, so that such a
    join hides nothing.
    """
    named = [
        (pair.timeless, pair, group)
        for group in groups
        for pair in group.pairs
        if pair.timeless >= rules.alone and any(map(_is_own_name, pair.telling))
        if not _of_other_things(f, pair.candidate.features, rules)
    ]
    group = _led(named)
    return group if group and _facts(f, group) and tells_a_turn(f, _members(group)) else None


def _led(found: Sequence[tuple[float, _Pair, _Group]]) -> _Group | None:
    """Of (measure, document, its development) the development with the highest, with that document first; None of nothing."""
    if not found:
        return None
    measure, first, group = min(found, key=lambda one: (-one[0], one[2].development, one[1].candidate.document))
    others = tuple(pair for pair in group.pairs if pair is not first)
    return replace(group, score=measure, by_one=True, pairs=(first, *others), veto="")


def _continued(pairs: Iterable[_Pair], rules: Settings) -> DocumentId | None:
    """The document that would have been enough alone but for the days between: a story may go on after a week, or the like of it
    has happened again.
    """
    alike = [pair for pair in pairs if pair.timeless >= rules.alone]
    return min(alike, key=lambda p: (-p.timeless, p.candidate.document)).candidate.document if alike else None


def _shared_names(f: Features, other: Features) -> list[tuple[str, float]]:
    return shared(f.names, other.names) if same_language(f, other) else shared(f.sounds, other.sounds)


def _shared_terms(f: Features, other: Features) -> list[tuple[str, float]]:
    return shared(f.terms, other.terms) if same_language(f, other) else shared(f.concepts, other.concepts)


def _threshold(pair: _Pair | None, rules: Settings) -> float:
    return rules.join_undated if pair and pair.days_apart is None else rules.join


# ------------------------------------------------------------------ why


def _evidence(
    f: Features,
    groups: Sequence[_Group],
    rules: Settings,
    *,
    joined: _Group | None = None,
    copied: _Pair | None = None,
    facts: tuple[str, ...] = (),
) -> Evidence:
    if not groups:
        return Evidence(threshold=_threshold(None, rules))
    chosen = joined or next((g for g in groups if copied and g.development == copied.candidate.development), groups[0])
    pair = copied or chosen.pairs[0]
    others = [g for g in groups if g.development != chosen.development]
    return Evidence(
        score=round(chosen.score, 4),
        threshold=rules.alone if chosen.by_one else _threshold(pair, rules),
        nearest=pair.candidate.document,
        names=_rounded([(f.spelt.get(name, name), part) for name, part in _shared_names(f, pair.candidate.features)]),
        terms=_rounded(_shared_terms(f, pair.candidate.features)),
        days_apart=None if pair.days_apart is None else round(pair.days_apart, 2),
        places=_places_told(pair.places),
        shared_text=round(pair.shared_text, 3),
        veto=chosen.veto,
        uncertain=_uncertain(f, chosen, pair, rules, sure=copied is not None),
        runner_up=(others[0].development, round(others[0].score, 4)) if others else None,
        new_facts=facts,
        alone=chosen.by_one and not copied,
    )


def _places_told(places: _Places | None) -> str:
    if places is None:
        return ""
    ours, theirs = (name.replace("-", " ").title() for name in (places.ours, places.theirs))
    return f"both at {ours}" if ours == theirs else f"{ours} and {theirs}, {places.kilometres:.0f} km apart"


def _rounded(shared: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    return tuple((key, round(part, 4)) for key, part in shared[:_EXPLAINED])


def _uncertain(f: Features, group: _Group, pair: _Pair, rules: Settings, *, sure: bool) -> str:
    if sure or group.veto:
        return ""
    threshold = _threshold(pair, rules)
    if threshold * rules.grey <= group.score < threshold:
        return "close to the threshold"
    if pair.days_apart is None and group.score >= threshold:
        return "no date on one side: names and words alone decided"
    return "a few words only" if f.words <= HEADLINE_WORDS else ""
