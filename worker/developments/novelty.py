"""What a document adds: facts that make it an update, and sentences that the texts already told do not cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta

from worker.developments.similarity import same_language
from worker.model import MEASURE, Features
from worker.tokens import sentences, tokenise

MOST_SENTENCES = 400  # of a text that are looked at
_TELLING_LETTERS = 4  # shorter words are mostly grammar
_NEW_SHARE = 0.4  # of a sentence's telling words that nobody has told; below it is the same in other words
_SHOWN_TURNS = 3
_FEWEST_KEYS = 3
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_FEWEST_TELLING = 4  # words without which a sentence is a heading or a fragment


# What a person wants to be told of again: somebody is held, charged or freed, found dead or alive, something sinks, leaks or is
# pulled free, a closure is lifted, a state answers or gives way. Concepts of worker/entities/concepts.tsv; those that every
# report has (damage, a cause, a demand) are left out.
TURNS = frozenset((
    "acquit", "admit", "apologise", "appeal", "approve", "arrest", "attack", "boycott", "cancel", "cease-fire", "charge",
    "collision", "compensation", "confirm", "correct", "court", "death", "delay", "deny", "disarm", "dismiss", "drown",
    "embassy", "end", "escort", "evacuate", "expel", "explosion", "extradite", "false-alarm", "fire", "found", "hijack",
    "hostage", "investigation", "leak", "missing", "murder", "overturn", "pollution", "prison", "prosecutor", "recall",
    "reduce", "reject", "release", "reopen", "repair", "replace", "resign", "restore", "restrict", "retaliate", "sabotage",
    "sanction", "seize", "sentence", "shooting", "sink", "suspect", "suspend", "tow", "verdict", "withdraw",
))  # fmt: skip

# Turns by the title alone: further down a meeting ends, a map is corrected, and most reports say that somebody confirms them and
# that it is looked into (as a turn anywhere "investigation" costs open .857 -> .812 and kept .909 -> .833 in precision).
BY_TITLE = frozenset(("confirm", "correct", "end", "investigation"))

# Who is looked for has been found when a headline says "entdeckt"; a drone or a leak is only seen so.
SOUGHT, FOUND = frozenset(("missing", "search")), frozenset(("discovery",))

# What something came of is an answer where it was said to be unknown.
CAUSE = frozenset(("cause",))

# Turns that one report calls this and the next one that, most of all between languages: a ship is held, detained or seized.
# Who was told of one was told of the others.
SAME_TURN = (
    frozenset(("arrest", "seize")),
    frozenset(("discovery", "found")),
    frozenset(("sentence", "verdict")),
    frozenset(("dismiss", "resign")),
    frozenset(("leak", "pollution")),
    frozenset(("overturn", "reopen")),
    frozenset(("repair", "restore")),
    frozenset(("cancel", "end", "suspend")),
)

# Turns that have happened or have not: when a text denies them, it tells nobody of them ("no one was killed" before a death,
# "without finding them" before the wreck is found). The others are told even so: who will "not withdraw" has been asked to.
DENIABLE = frozenset((
    "arrest", "cause", "charge", "death", "discovery", "drown", "evacuate", "explosion", "found", "leak", "missing", "pollution",
    "sabotage", "sentence", "sink",
))  # fmt: skip

# What first reports take something for, and later ones say that it was not ("Det var ikke droner"). Of other things a title says
# that they are lacking, which is no news of the kind: "Shetland without its cable".
CLAIMS = frozenset((
    "attack", "cyber", "drone", "explosion", "fighter-jet", "hijack", "jamming", "leak", "missile", "murder", "naval-mine",
    "sabotage", "shooting", "spy", "submarine", "terror",
))  # fmt: skip

# Points for what no earlier document tells: a turn by where it stands (so many count at most), a later day, another number of
# the same thing, and the first words after a silence of a day. Less while the first reports still come in, and for long texts,
# which look back. From ENOUGH on it is an update. By logistic regression on the open labelled sets (75 updates, one point is .33
# of log odds), rounded: where the grouping is right precision .79, recall .86, and .81 and .82 on the kept sets.
IN_TITLE, IN_LEAD, BEHIND, LATER_DAY, OTHER_NUMBER = 3, 3, 2, 4, 4
# Another number of miles, days or tonnes is mostly the measure of another thing: of six reports and updates of the open sets that
# turn on one, three are updates.
OTHER_MEASURE = 1
# A count that has grown under a headline about deaths is the toll that a person on duty waits for; one of the dead themselves is
# so in a long article too.
TOLL, OF_THE_DEAD = 4, 8
MOST_IN_TITLE, MOST_IN_LEAD, MOST_BEHIND = 2, 2, 3
# A turn in the title that was told before only in passing, behind the lead.
RAISED = 3
# What has happened is an update by its title alone ("34-year-old arrested"), which a person on duty wants to know at night, and
# so is the answer of those concerned ("owner denies", "navy confirms"); a suspicion needs more. The regression gives it 2 points
# (precision .75, recall .67 with them).
OUTCOMES = frozenset((
    "arrest", "cancel", "charge", "confirm", "correct", "death", "deny", "end", "evacuate", "false-alarm", "found",
    "leak", "missing", "overturn", "reject", "release", "reopen", "restore", "seize", "sentence", "sink", "suspend", "verdict",
))  # fmt: skip
OUTCOME = 5
FIRST_HOURS, FIRST_REPORTS = timedelta(hours=3), -4
LONG_WORDS, LOOKING_BACK = 130, -4
# Of short texts with a turn that come a day or more after the last one 33 of 37 are updates, of those before 20 of 78.
SILENCE, AFTER_SILENCE = timedelta(days=1), 5
# After a week the next incident of the kind may have joined in silence, so a report then is told by that alone, unless it is long
# and the first in its language. Of those in the sets whose grouping is as labelled 36 of 51 are updates.
LONG_SILENCE, AFTER_LONG_SILENCE = timedelta(days=7), 11
# The first report in a language that is new to a development is mostly that of a desk abroad that tells all of it. Between two
# languages a turn told in other words looks like a new one: 12 of 30 such updates were right, and 80 of 84 of others (four open
# sets, grouping as labelled). By the regression -8; half of that, as in the sets a language is seldom told in twice.
FIRST_IN_LANGUAGE = -4
ENOUGH = 7


def new_facts(f: Features, members: Sequence[Features]) -> tuple[str, ...]:
    """What makes a dated document an update of the development with these members, in words; empty: it is none.

    Novelty of words alone is no sign: any new name or number occurs in 96 % of plain later reports, and in a second
    language all words are new. A document that is older than a member is never an update.
    """
    if f.when is None or not members or any(m.when is not None and m.when > f.when for m in members):
        return ()
    return _facts(f, _in_order(members))


def tells_a_turn(f: Features, members: Sequence[Features]) -> bool:
    """Whether a document tells a turn that nobody told, and not only another number, a later day or the first words for days."""
    members = _in_order(members)
    return bool(_turned(f, members, _heard(members))[0])


def _in_order(members: Iterable[Features]) -> list[Features]:
    """The earliest first, undated ones before them."""
    return sorted(members, key=lambda member: (member.when is not None, member.when or _LONG_AGO))


def _heard(members: Sequence[Features]) -> list[bool]:
    """Of each member, in order, whether what it tells was told: not by the first in its language, unless it is the first of all
    or an update. What it seems to be the first to say is perhaps not new (`FIRST_IN_LANGUAGE`), and nobody was told of it.
    """
    heard: list[bool] = []
    for i, member in enumerate(members):
        earlier = members[:i]
        known = not i or member.when is None or not _is_first_in_language(member, earlier)
        heard.append(known or bool(_facts(member, earlier, heard)))
    return heard


def _is_first_in_language(f: Features, members: Iterable[Features]) -> bool:
    """A text of unknown language may be in any, as anywhere in grouping."""
    return not any(same_language(f, member) for member in members)


def _facts(f: Features, members: Sequence[Features], heard: Sequence[bool] | None = None) -> tuple[str, ...]:
    turned, points = _turned(f, members, _heard(members) if heard is None else heard)
    numbers, other = _changed_numbers(f, members)
    later = _later_days(f, members)
    silence, first = _silence(f, members)
    points += other + first + (LATER_DAY if later else 0)
    return (*turned, *numbers, *later, *silence) if points + _by_what_it_is(f, members) >= ENOUGH else ()


def _turned(f: Features, members: Sequence[Features], heard: Sequence[bool]) -> tuple[tuple[str, ...], int]:
    """The new turns, those that came once more, and what is first denied, in words, and the points for all of them."""
    turns, points = _new_turns(f, members, heard)
    taken_back, back = _taken_back(f, members)
    again, more = _once_more(f, members, turns)
    told = (f"first told: {', '.join(turns[:_SHOWN_TURNS])}",) if turns else ()
    return (*told, *again, *taken_back), points + back + more


def _new_turns(f: Features, members: Sequence[Features], heard: Sequence[bool]) -> tuple[list[str], int]:
    """The turns that no member tells, most prominent first, and the points for them and for one that was told in passing."""
    known, prominent = _known(members, heard)
    denied = frozenset(outcome for member in members for outcome in _untold(member))
    found = (frozenset() if SOUGHT.isdisjoint(known) else FOUND & f.headline - f.denied) | (CAUSE & denied & f.headline)
    # "Still no leak": who denies or fears what was denied or feared before tells nothing.
    turns = (TURNS | found) - (denied & _untold(f)) - (BY_TITLE - f.headline)
    new = sorted((turns & {*f.concepts, *f.opening}) - known, key=lambda c: (-f.concepts.get(c, 0.0), c))
    title = [turn for turn in new if turn in f.headline]
    lead = [turn for turn in new if turn in f.opening and turn not in f.headline]
    behind = [turn for turn in new if turn not in f.opening]
    raised = sorted((turns & f.headline) - prominent - set(title))
    points = IN_TITLE * min(len(title), MOST_IN_TITLE) + IN_LEAD * min(len(lead), MOST_IN_LEAD)
    points += BEHIND * min(len(behind), MOST_BEHIND) + (RAISED if raised else 0)
    points += OUTCOME if (OUTCOMES | found | denied).intersection(title) - (f.denied & BY_TITLE) else 0
    return [*title, *raised, *lead, *behind], points


def _known(members: Sequence[Features], heard: Sequence[bool]) -> tuple[set[str], set[str]]:
    """The concepts that were told, and those that some opening told: by one who is heard, or by any two."""
    told = [_and_the_same({*member.concepts, *member.opening} - _untold(member)) for member in members]
    opened = [_and_the_same(set(member.opening - _untold(member))) for member in members]
    return _sure(told, heard), _sure(opened, heard)


def _sure(each: Sequence[set[str]], heard: Sequence[bool]) -> set[str]:
    by = Counter(concept for concepts in each for concept in concepts)
    sure = set().union(*(concepts for concepts, counts in zip(each, heard, strict=True) if counts))
    return sure | {concept for concept, number in by.items() if number > 1}


def _once_more(f: Features, members: Sequence[Features], turns: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """An outcome that was told and has come a second time, as ("once more: arrest",), and the points: "a second man arrested".

    Nothing where an earlier one opens with "another" itself: the third report of two fires says no more than the second.
    """
    outcomes = sorted((OUTCOMES & f.headline) - f.denied - f.feared - set(turns))
    if not outcomes or "another" not in f.headline or any("another" in member.opening for member in members):
        return (), 0
    return (f"once more: {', '.join(outcomes)}",), IN_TITLE + OUTCOME


def _taken_back(f: Features, members: Sequence[Features]) -> tuple[tuple[str, ...], int]:
    """What the earlier ones told and this is the first to say that it was not so, as ("first denied: drone",), and the points."""
    told = {claim for member in members for claim in member.opening - member.denied}
    known = {claim for member in members for claim in member.denied}
    new = sorted(CLAIMS & f.denied & f.headline & told - known)
    return ((f"first denied: {', '.join(new)}",), IN_TITLE + OUTCOME) if new else ((), 0)


def _untold(f: Features) -> frozenset[str]:
    """The outcomes that a text says did not happen, or only fears: it tells nobody of them."""
    return (f.denied | f.feared) & DENIABLE


def _and_the_same(told: set[str]) -> set[str]:
    """The concepts with the other names of their turns."""
    return told.union(*(same for same in SAME_TURN if not told.isdisjoint(same)))


def _by_what_it_is(f: Features, members: Sequence[Features]) -> int:
    first = min((member.when for member in members if member.when), default=None)
    young = f.when is not None and first is not None and f.when - first < FIRST_HOURS
    points = (FIRST_REPORTS if young else 0) + (LOOKING_BACK if f.words > LONG_WORDS else 0)
    return points + (FIRST_IN_LANGUAGE if _is_first_in_language(f, members) else 0)


def _silence(f: Features, members: Sequence[Features]) -> tuple[tuple[str, ...], int]:
    """How long nobody has told anything, a day or more, as ("the first report for 3 days",), and the points."""
    last = max((member.when for member in members if member.when), default=f.when)
    silence = f.when - last if f.when and last else timedelta()
    if silence < SILENCE:
        return (), 0
    days = silence // timedelta(days=1)
    points = AFTER_LONG_SILENCE if silence >= LONG_SILENCE else AFTER_SILENCE
    return (f"the first report for {days} day{'s' if days > 1 else ''}",), points


def _changed_numbers(f: Features, members: Sequence[Features]) -> tuple[tuple[str, ...], int]:
    """Numbers of the lead that members give differently, in the words of this document ("31 farms, was 12"), and the points.

    What is counted is the same by its concept in any language, else by its word.
    """
    ours, theirs = _numbers([f]), _numbers(members)
    # "Two passengers died, 70 people were saved" and "two people died, 70 passengers were saved" tell the same.
    told = {number for unit, numbers in theirs.items() if _is_count(unit) for number in numbers}
    changed = sorted(unit for unit in ours.keys() & theirs.keys() if ours[unit].keys() - theirs[unit].keys() - told)
    points = max((OTHER_NUMBER if _is_count(unit) else OTHER_MEASURE for unit in changed), default=0)
    grown = [unit for unit in changed if _is_count(unit) and _has_grown(ours[unit], theirs[unit])]
    if grown and "death" in f.headline - _untold(f):
        points += OF_THE_DEAD if "death" in grown else TOLL
    return tuple(_changed(ours[unit], theirs[unit]) for unit in changed), points


def _is_count(unit: str) -> bool:
    return not unit.endswith(f"|{MEASURE}")


def _has_grown(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether the largest of the new numbers is larger than all that were told."""
    return max(map(int, ours)) > max(map(int, theirs))


def _changed(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    new = ours.keys() - theirs.keys()
    word = min(ours[number] for number in new)
    return f"{_listed(new)} {word}, was {_listed(theirs)}"


def _numbers(documents: Iterable[Features]) -> dict[str, dict[str, str]]:
    """What is counted -> its numbers, each with the word behind it. Two measures are the same by their word alone."""
    found: dict[str, dict[str, str]] = {}
    for document in documents:
        for key in sorted(document.lead):
            number, *counted = key.split("|")
            if counted:
                word, concept = counted[0], "".join(counted[1:])
                unit = f"{word}|{concept}" if concept in ("", MEASURE) else concept
                found.setdefault(unit, {}).setdefault(number, word)
    return found


def _listed(numbers: Iterable[str]) -> str:
    return " and ".join(sorted(numbers, key=lambda n: (len(n), n)))


def _later_days(f: Features, members: Sequence[Features]) -> tuple[str, ...]:
    known = [day for member in members for day in member.event_dates]
    if not known or not f.event_dates or max(f.event_dates) <= max(known):
        return ()
    return (f"{max(f.event_dates).isoformat()}, was {max(known).isoformat()}",)


def new_sentences(text: str, told: Sequence[str], limit: int = 4, share: Callable[[str], float] | None = None) -> tuple[str, ...]:
    """At most `limit` sentences of `text` that the told texts do not cover, in text order; the newest ones are chosen.

    A sentence is covered when most of its telling words (long ones and numbers) occur in the told texts. One that
    carries a number nobody told is new at half of that share. `share` says how much of a sentence is new by other signs than
    words: the smaller one counts.
    """
    known = {word for other in told for word in _telling(other)}
    scored: list[tuple[float, int, str]] = []
    for number, (start, end) in enumerate(sentences(text)):
        if number >= MOST_SENTENCES:
            break
        sentence = text[start:end]
        new = _share_new(sentence, known)
        if new >= _NEW_SHARE and share is not None:
            new = min(new, share(sentence))
        if new >= _NEW_SHARE:
            scored.append((-new, number, sentence))
    chosen = sorted(scored)[: max(0, limit)]
    return tuple(sentence for _, _, sentence in sorted(chosen, key=lambda row: row[1]))


def share_untold(keys: Set[str], known: Set[str]) -> float:
    """The share of the keys of a sentence (names, days, numbers, concepts) that are not known, doubled (up to 1) when a turn, a
    number or a day is among them; 1.0 for a sentence of so few keys that they tell nothing.
    """
    if len(keys) < _FEWEST_KEYS:
        return 1.0
    new = keys - known
    return min(1.0, len(new) / len(keys) * (2 if any(key in TURNS or key[0].isdecimal() for key in new) else 1))


def _share_new(sentence: str, known: set[str]) -> float:
    """The share of telling words that are not known, doubled (up to 1) when an unknown number is among them."""
    words = _telling(sentence)
    if len(words) < _FEWEST_TELLING:
        return 0.0
    new = words - known
    return min(1.0, len(new) / len(words) * (2 if any(w[0].isdecimal() for w in new) else 1))


def _telling(text: str) -> set[str]:
    return {word for word in tokenise(text).folded if len(word) >= _TELLING_LETTERS or word[0].isdecimal()}
