"""What a document adds: facts that make it an update, and sentences that the texts already told do not cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from worker.model import Features
from worker.tokens import sentences, tokenise

MOST_SENTENCES = 400  # of a text that are looked at
_TELLING_LETTERS = 4  # shorter words are mostly grammar
_NEW_SHARE = 0.4  # of a sentence's telling words that nobody has told; below it is the same in other words
_SHOWN_TURNS = 3
_FEWEST_TELLING = 4  # words without which a sentence is a heading or a fragment


# What a person wants to be told of again: somebody is held, charged or judged, found dead or alive, something sinks, leaks or
# burns, is towed off or repaired, a state answers or gives way. Concepts of worker/entities/concepts.tsv.
TURNS = frozenset((
    "arrest", "attack", "charge", "cease-fire", "collision", "court", "damage", "death", "delay", "drown", "embassy", "evacuate",
    "expel", "explosion", "fire", "foreign-affairs", "hijack", "hostage", "injury", "leak", "missing", "murder", "pollution",
    "prison", "prosecutor", "repair", "rescue", "resign", "sabotage", "sanction", "seize", "sentence", "shooting", "sink",
    "suspect", "tow", "verdict",
))  # fmt: skip


def new_facts(f: Features, members: Sequence[Features]) -> tuple[str, ...]:
    """What makes a dated document an update of the development with these members, in words; empty: it is none.

    It names a day later than any that was named, and with it a turn that nobody told or another number of the same thing.
    Novelty of words alone is no sign: any new name or number occurs in 96 % of plain later reports, and in a second
    language all words are new. A document that is older than a member is never an update.
    """
    if f.when is None or not members or any(m.when is not None and m.when > f.when for m in members):
        return ()
    later = _later_days(f, members)
    told = (*_changed_numbers(f, members), *_new_turns(f, members)) if later else ()
    return (*told, *later) if told else ()


def _new_turns(f: Features, members: Sequence[Features]) -> tuple[str, ...]:
    """The turns that no member tells, heaviest first: ("first told: arrest, prosecutor",)."""
    known = {concept for member in members for concept in member.concepts}
    new = sorted((TURNS & f.concepts.keys()) - known, key=lambda concept: (-f.concepts[concept], concept))
    return (f"first told: {', '.join(new[:_SHOWN_TURNS])}",) if new else ()


def _changed_numbers(f: Features, members: Sequence[Features]) -> tuple[str, ...]:
    """Numbers of the lead that members give differently: ("31 killed, was 12",)."""
    ours, theirs = _numbers([f]), _numbers(members)
    changed = sorted(unit for unit in ours.keys() & theirs.keys() if not ours[unit] <= theirs[unit])
    return tuple(f"{_listed(ours[u] - theirs[u])} {u}, was {_listed(theirs[u])}" for u in changed)


def _numbers(documents: Iterable[Features]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for document in documents:
        for key in document.lead:
            number, bar, unit = key.partition("|")
            if bar:
                found.setdefault(unit, set()).add(number)
    return found


def _listed(numbers: Iterable[str]) -> str:
    return " and ".join(sorted(numbers, key=lambda n: (len(n), n)))


def _later_days(f: Features, members: Sequence[Features]) -> tuple[str, ...]:
    known = [day for member in members for day in member.event_dates]
    if not known or not f.event_dates or max(f.event_dates) <= max(known):
        return ()
    return (f"{max(f.event_dates).isoformat()}, was {max(known).isoformat()}",)


def new_sentences(text: str, told: Sequence[str], limit: int = 4) -> tuple[str, ...]:
    """At most `limit` sentences of `text` that the told texts do not cover, in text order; the newest ones are chosen.

    A sentence is covered when most of its telling words (long ones and numbers) occur in the told texts. One that
    carries a number nobody told is new at half of that share.
    """
    known = {word for other in told for word in _telling(other)}
    scored: list[tuple[float, int, str]] = []
    for number, (start, end) in enumerate(sentences(text)):
        if number >= MOST_SENTENCES:
            break
        share = _share_new(text[start:end], known)
        if share >= _NEW_SHARE:
            scored.append((-share, number, text[start:end]))
    chosen = sorted(scored)[: max(0, limit)]
    return tuple(sentence for _, _, sentence in sorted(chosen, key=lambda row: row[1]))


def _share_new(sentence: str, known: set[str]) -> float:
    """The share of telling words that are not known, doubled (up to 1) when an unknown number is among them."""
    words = _telling(sentence)
    if len(words) < _FEWEST_TELLING:
        return 0.0
    new = words - known
    return min(1.0, len(new) / len(words) * (2 if any(w[0].isdecimal() for w in new) else 1))


def _telling(text: str) -> set[str]:
    return {word for word in tokenise(text).folded if len(word) >= _TELLING_LETTERS or word[0].isdecimal()}
