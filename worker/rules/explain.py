"""Why an expression held: the clauses that decided, their spans, the sentence to show, and the tree for `why-not`."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from worker.model import Span
from worker.rules.match import EVERYWHERE, ZONES, Reading, Spans, holds, overlap, scored, spans
from worker.rules.syntax import And, AtLeast, Name, Near, Node, Not, Or, Phrase, Score, SomeOf, Word, Zone, children, show

MOST_SPANS = 50  # of one term in one clause; an alert highlights a sentence, the rest is for `why`
MOST_WORDS = 3  # quoted behind one line of the tree
SENTENCE_LENGTH = 400  # characters; a phone shows about so many without a tap
CONTEXT = 80  # characters in front of the first highlighted word when a sentence is cut

Term = tuple[int, int, str]  # first and last word of a span, and the word, phrase or name that stands there


# ------------------------------------------------------------------ clauses and spans


def held(node: Node, reading: Reading) -> Iterator[Node]:
    """The clauses that made an expression true: AND, OR and "n of" are taken apart, what did not hold and NOT are left out."""
    return _held(node, reading) if holds(node, reading) else iter(())


def _held(node: Node, reading: Reading) -> Iterator[Node]:
    """The same of an expression that is known to hold, so that no part is tried twice."""
    match node:
        case And(parts=parts):
            for part in parts:
                yield from _held(part, reading)
        case Or(parts=parts) | SomeOf(parts=parts):
            for part in parts:
                yield from held(part, reading)
        case Score(parts=parts, points=points):
            for part, count in zip(parts, points, strict=True):
                yield from held(part, reading) if count > 0 else ()
        case Not():
            return
        case _:
            yield node


def evidence(node: Node, reading: Reading) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """The clauses that held and the spans of their terms, both in order and without repeats.

    A clause is as written, but of an OR inside a NEAR only what was found there is left. A span's `clause` is its term.
    """
    clauses: dict[str, None] = {}
    found: set[Term] = set()
    for clause in held(node, reading):
        there = terms(clause, reading)
        clauses[show(_narrowed(clause, frozenset(label for _, _, label in there)))] = None
        found.update(_capped(there))
    spans_found = (Span(*reading.place((first, last)), label) for first, last, label in sorted(found))
    return tuple(clauses), tuple(spans_found)


def findings(node: Node, reading: Reading) -> Iterator[str]:
    """The clauses that made an expression true as `evidence` writes them, each with a few of the words that it found."""
    for clause in held(node, reading):
        there = terms(clause, reading)
        yield f"{show(_narrowed(clause, frozenset(label for _, _, label in there)))}{_quoted(there, reading)}"


def _capped(found: Iterable[Term]) -> Iterator[Term]:
    counts: Counter[str] = Counter()
    for term in found:
        counts[term[2]] += 1
        if counts[term[2]] <= MOST_SPANS:
            yield term


def _narrowed(node: Node, found: frozenset[str]) -> Node:
    """The clause without the alternatives of which no term was found."""
    match node:
        case Or(parts=parts):
            kept = [_narrowed(part, found) for part in parts if any(show(leaf) in found for leaf in _leaves(part))]
            return kept[0] if len(kept) == 1 else replace(node, parts=tuple(kept))
        case Near(left=left, right=right):
            return replace(node, left=_narrowed(left, found), right=_narrowed(right, found))
        case Zone(part=part) | AtLeast(part=part):
            return replace(node, part=_narrowed(part, found))
        case _:
            return node


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, Word | Name | Phrase):
        yield node
    else:
        for part in children(node):
            yield from _leaves(part)


def terms(node: Node, reading: Reading, zone: tuple[int, int] = EVERYWHERE) -> Sequence[Term]:
    """Where the words, phrases and names stand that make an expression true within a zone; of a NEAR only those near."""
    match node:
        case Word() | Name() | Phrase():
            return [(first, last, show(node)) for first, last in spans(node, reading, zone)]
        case Zone(zone=inner, part=part):
            return terms(part, reading, overlap(zone, ZONES[inner]))
        case Near(left=left, right=right):
            sides = [*terms(left, reading, zone), *terms(right, reading, zone)]
            return _inside(sides, spans(node, reading, zone))
        case And(parts=parts) | Or(parts=parts) | SomeOf(parts=parts):
            return sorted({term for part in parts if holds(part, reading, zone) for term in terms(part, reading, zone)})
        case AtLeast(part=part):
            return terms(part, reading, zone)
        case Score(parts=parts, points=points):
            counted = (part for part, count in zip(parts, points, strict=True) if count > 0)
            return sorted({term for part in counted if holds(part, reading) for term in terms(part, reading)})
        case Not():
            return ()


def _inside(found: Iterable[Term], stretches: Spans) -> Sequence[Term]:
    """The terms that lie within one of the stretches, which are in order of their beginnings."""
    starts = [first for first, _ in stretches]
    reach = list(accumulate((last for _, last in stretches), max))
    kept = set()
    for term in found:
        behind = bisect_right(starts, term[0])
        if behind and term[1] <= reach[behind - 1]:
            kept.add(term)
    return sorted(kept)


# ------------------------------------------------------------------ the sentence to show


def excerpt(reading: Reading, found: Sequence[Span]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The sentence that holds most of the decision, and the spans inside it, which never overlap; ("", ()) without spans.

    Most different terms first, then most different words, then the text before the title, then the earliest. White
    space stays as it is. At most SENTENCE_LENGTH characters: a longer sentence is cut at word boundaries, with "…".
    """
    if not found:
        return "", ()
    title, text = reading.document.title, reading.document.text
    places = {"title": [(0, len(title))], "text": reading.sentences}
    groups: dict[tuple[str, int, int], list[Span]] = {}
    for span in found:
        groups.setdefault(_sentence_around(span, places[span.zone]), []).append(span)
    (zone, start, end), there = max(groups.items(), key=lambda group: _weight(*group, title=title, text=text))
    return _cut(title if zone == "title" else text, start, end, sorted({(s.start, s.end) for s in there}))


def _sentence_around(span: Span, places: Sequence[tuple[int, int]]) -> tuple[str, int, int]:
    index = bisect_right(places, (span.start, 1 << 62)) - 1
    start, end = places[max(index, 0)] if places else (span.start, span.end)
    return span.zone, min(start, span.start), max(end, span.end)


def _weight(place: tuple[str, int, int], there: Sequence[Span], *, title: str, text: str) -> tuple[int, int, bool, int]:
    zone, start, _ = place
    source = title if zone == "title" else text
    words = {source[s.start : s.end].casefold() for s in there}
    return len({s.clause for s in there}), len(words), zone == "text", -start


def _cut(source: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    first, last = (start, end) if end - start <= SENTENCE_LENGTH else _window(source, start, end, marks)
    before, after = "…" * (first > start), "…" * (last < end)
    shift = len(before) - first
    inside = tuple((a + shift, b + shift) for a, b in _merged(marks) if first <= a and b <= last)
    return f"{before}{source[first:last]}{after}", inside


def _merged(marks: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Marks in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in marks:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(source: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The piece of a long sentence that shows most marks, its ends moved inwards to word boundaries."""
    room = SENTENCE_LENGTH - 2  # for an ellipsis on either side
    lead = max(marks, key=lambda mark: (sum(mark[0] <= a and b <= mark[0] + room - CONTEXT for a, b in marks), -mark[0]))
    first = min(max(start, lead[0] - CONTEXT), max(start, end - room))
    last = min(end, first + room)
    if first > start and not source[first - 1].isspace():
        blank = _first_blank(source, first, lead[0])
        first = blank + 1 if blank is not None else first
    if last < end and not source[last].isspace():
        last = next((i for i in range(last, lead[1], -1) if source[i - 1].isspace()), last)
    while last > first and source[last - 1].isspace():
        last -= 1
    return first, last


def _first_blank(source: str, start: int, end: int) -> int | None:
    return next((i for i in range(start, end) if source[i].isspace()), None)


# ------------------------------------------------------------------ the clause tree


def tree(node: Node, reading: Reading, zone: tuple[int, int] = EVERYWHERE, depth: int = 0) -> Iterator[str]:
    """One line for each part of an expression: ✓ or ✗, the part as written, and a few of the words that it found."""
    good = holds(node, reading, zone)
    yield "  " * depth + f"{'✓' if good else '✗'} {_label(node)}{_remark(node, reading, zone, good)}"
    if isinstance(node, Zone):
        zone = overlap(zone, ZONES[node.zone])
    for part in _parts(node):
        yield from tree(part, reading, zone, depth + 1)
    if isinstance(node, Score):
        yield from _score_lines(node, reading, depth + 1)


def _score_lines(node: Score, reading: Reading, depth: int) -> Iterator[str]:
    """One line for each part that gives points; the others are summed up."""
    given = scored(node, reading)
    for part, points in zip(node.parts, given, strict=True):
        if points:
            yield "  " * depth + f"{points:+} {show(part)}{_quoted(terms(part, reading), reading)}"
    if silent := given.count(0):
        yield "  " * depth + f"0 {silent} further term{'s' if silent > 1 else ''}"


def _label(node: Node) -> str:
    match node:
        case And():
            return "all of"
        case Or():
            return "any of"
        case SomeOf(count=count):
            return f"at least {count} of"
        case Score(at_least=least):
            return f"{least} points or more"
        case Near(left=left, right=right, reach=reach, ordered=ordered) if _parts(left) or _parts(right):
            return f"{'BEFORE' if ordered else 'NEAR'}/{reach} of"
        case _:
            return show(node)


def _parts(node: Node) -> tuple[Node, ...]:
    """What gets lines of its own below a node; a single term needs none."""
    match node:
        case And(parts=parts) | Or(parts=parts) | SomeOf(parts=parts):
            return parts
        case Near(left=left, right=right):
            return left, right
        case Not(part=part) | Zone(part=part) | AtLeast(part=part):
            return () if isinstance(part, Word | Name | Phrase) else (part,)
        case _:
            return ()


def _remark(node: Node, reading: Reading, zone: tuple[int, int], good: bool) -> str:
    match node:
        case And() | Or() | SomeOf():
            return ""
        case Score():
            return f" ({sum(scored(node, reading))} found)"
        case Not(part=part):
            return "" if good else _quoted(terms(part, reading, zone), reading)
        case AtLeast(part=part):
            return f" ({len(spans(part, reading, zone))} found)" + _quoted(terms(part, reading, zone), reading)
        case Near(left=left, right=right) if not good and all(holds(side, reading, zone) for side in (left, right)):
            return ": both are there, too far apart"
        case _:
            return _quoted(terms(node, reading, zone), reading) if good else ""


def _quoted(found: Sequence[Term], reading: Reading) -> str:
    places = [reading.place((first, last)) for first, last, _ in found]
    fields = {"title": reading.document.title, "text": reading.document.text}
    words = list(dict.fromkeys(fields[zone][start:end] for zone, start, end in places))
    if not words:
        return ""
    return ": " + ", ".join(map(repr, words[:MOST_WORDS])) + (", …" if len(words) > MOST_WORDS else "")
