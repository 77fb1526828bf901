"""Does an expression hold for a document, and where do its terms stand?

Words are numbered: the title from 0, the text from far behind it, so that no phrase and no NEAR can cross from one
into the other. A span is (first, last), both inclusive, in those numbers. All work is at most n log n in the words of
the document: a NEAR joins each span with its nearest partners only, and keeps few of the stretches it finds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from worker.model import Alias, Document, Entity
from worker.rules.syntax import (
    And,
    AtLeast,
    Form,
    Name,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    QueryError,
    SomeOf,
    Word,
    Zone,
    as_written,
    words_of,
)
from worker.tokens import Tokens, sentences, tokenise

Spans = Sequence[tuple[int, int]]

# The number of the first word of the text. More than any phrase is long, any distance is wide and any title has words.
TEXT_BASE = 1 << 32
END = 1 << 62
LEAD_WORDS = 60  # beyond the title; about the first two paragraphs of a news story
EVERYWHERE = (0, END)
ZONES = {"title": (0, TEXT_BASE), "lead": (0, TEXT_BASE + LEAD_WORDS), "text": (TEXT_BASE, END)}


# ------------------------------------------------------------------ entities


@dataclass(frozen=True, slots=True)
class Variant:
    """One alias as the expression that finds it; `languages` empty: any."""

    pattern: Word | Phrase
    languages: frozenset[str]

    def speaks(self, language: str | None) -> bool:
        """Whether the alias holds in a text of that language; None (unknown) reads all."""
        return language is None or not self.languages or language in self.languages


class Names:
    """The entities that rules may name, ready to be looked for. A group is an entity with the aliases of its members."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        """QueryError for an alias without letters, with a star in the middle or in front."""
        kept = {entity.id: entity for entity in entities}
        self.ids = frozenset(kept)
        self.weak = frozenset(e.id for e in kept.values() if e.weak)
        self.context = frozenset(e.id for e in kept.values() if e.context)
        self.strong = tuple(e.id for e in kept.values() if not (e.weak or e.context or e.kind == "group"))
        self.variants: Mapping[str, tuple[Variant, ...]] = {e.id: _variants(e.aliases) for e in kept.values()}


def _variants(aliases: Iterable[Alias]) -> tuple[Variant, ...]:
    return tuple(Variant(_pattern(alias), alias.languages) for alias in aliases)


def _pattern(alias: Alias) -> Word | Phrase:
    """The expression of an alias; QueryError for one that cannot be looked for, by the same measure as the gazetteer's.

    Capitals of an alias say nothing unless it is marked case-sensitive.
    """
    words = words_of(alias.text.removeprefix("="))
    if not words or words[0].form is Form.ANY or any(word.form is Form.TAIL for word in words):
        message = f"alias {alias.text!r} needs a first word, and a star only at the end of a word"
        raise QueryError(message, 0, "write the name as it stands in texts, as in Svalbard*")
    words = [replace(w, written=as_written(w.raw.strip("=*")) if alias.case_sensitive else "") for w in words]
    return words[0] if len(words) == 1 else Phrase(0, tuple(words))


# ------------------------------------------------------------------ a document as rules read it


class Reading:
    """A document's words with their numbers. Made once a document, shared by all rules; what is costly is made on demand."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document, self.names = document, names
        self.title, self.text = tokenise(document.title), tokenise(document.text)
        self.places: dict[str, list[int]] = {}
        self._found: dict[Word | str, Spans] = {}
        self._vocabulary: dict[Form, list[str]] = {}
        self._bounds: dict[str, list[int]] = {}
        self._strong: bool | None = None
        for base, tokens in ((0, self.title), (TEXT_BASE, self.text)):
            for number, key in enumerate(tokens.folded, base):
                self.places.setdefault(key, []).append(number)

    def word(self, word: Word) -> Spans:
        """Where a word stands, in order; each span is one word long."""
        found = self._found.get(word)
        if found is None:
            numbers = self._numbers(word)
            if word.written:
                numbers = [n for n in numbers if self._is_written(word, n)]
            found = self._found[word] = [(n, n) for n in numbers]
        return found

    def _numbers(self, word: Word) -> Sequence[int]:
        if word.form is Form.WORD:
            return self.places.get(word.key, ())
        if word.form is Form.ANY:
            return ()
        return sorted(n for key in self._keys(word) for n in self.places[key])

    def _keys(self, word: Word) -> list[str]:
        """The folded words of the document with that beginning or ending."""
        turn = -1 if word.form is Form.TAIL else 1
        if word.form not in self._vocabulary:
            self._vocabulary[word.form] = sorted(key[::turn] for key in self.places)
        keys, stem = self._vocabulary[word.form], word.key[::turn]
        first = bisect_left(keys, stem)
        last = first
        while last < len(keys) and keys[last].startswith(stem):
            last += 1
        return [key[::turn] for key in keys[first:last]]

    def _is_written(self, word: Word, number: int) -> bool:
        tokens, index = self.token(number)
        written = as_written(tokens.words[index])
        if word.form is Form.STEM:
            return written.startswith(word.written)
        return written.endswith(word.written) if word.form is Form.TAIL else written == word.written

    def name(self, entity: str) -> Spans:
        """Where any name of an entity stands. An ambiguous one stands nowhere unless the text has a strong entity too."""
        found = self._found.get(entity)
        if found is None:
            found = self._found[entity] = self._name(entity)
        return found

    def _name(self, entity: str) -> Spans:
        if entity in self.names.context and not self.has_strong():
            return ()
        language = self.document.language
        variants = (v for v in self.names.variants[entity] if v.speaks(language))
        return sorted({span for variant in variants for span in spans(variant.pattern, self)})

    def has_strong(self) -> bool:
        """Whether some entity that is neither weak nor ambiguous stands in the document."""
        if self._strong is None:
            self._strong = any(self.name(entity) for entity in self.names.strong)
        return self._strong

    def unit(self, kind: str, number: int) -> int:
        """The number of the sentence ("s") or paragraph ("p") in which a word stands. The title is one of its own."""
        if number < TEXT_BASE:
            return -1
        if kind not in self._bounds:
            text = self.document.text
            starts = (s for s, _ in sentences(text)) if kind == "s" else (m.end() for m in re.finditer(r"\n", text))
            self._bounds[kind] = [TEXT_BASE + bisect_left(self.text.starts, start) for start in starts]
        return bisect_right(self._bounds[kind], number)

    def token(self, number: int) -> tuple[Tokens, int]:
        """The tokens in which a word stands and its index there."""
        return (self.title, number) if number < TEXT_BASE else (self.text, number - TEXT_BASE)

    def place(self, span: tuple[int, int]) -> tuple[str, int, int]:
        """A span as ("title" or "text", start, end): characters of that field, end exclusive."""
        tokens, first = self.token(span[0])
        _, last = self.token(span[1])
        return "title" if span[0] < TEXT_BASE else "text", tokens.starts[first], tokens.ends[last]


# ------------------------------------------------------------------ does it hold, and where


def holds(node: Node, reading: Reading, zone: tuple[int, int] = EVERYWHERE) -> bool:
    """Whether the expression is true of the document within a zone."""
    match node:
        case And(parts=parts):
            return all(holds(part, reading, zone) for part in parts)
        case Or(parts=parts):
            return any(holds(part, reading, zone) for part in parts)
        case Not(part=part):
            return not holds(part, reading, zone)
        case SomeOf(count=count, parts=parts):
            return sum(holds(part, reading, zone) for part in parts) >= count
        case Zone(zone=inner, part=part):
            return holds(part, reading, overlap(zone, ZONES[inner]))
        case AtLeast(count=count, part=part):
            return len(spans(part, reading, zone)) >= count
        case _:
            return bool(spans(node, reading, zone))


def spans(node: Node, reading: Reading, zone: tuple[int, int] = EVERYWHERE) -> Spans:
    """Where an expression stands within a zone, in order and without repeats.

    A NEAR stands from its first word to its last. AND, NOT, ATLEAST and "n of" are conditions on the document and stand
    nowhere.
    """
    match node:
        case Word():
            return _within(reading.word(node), zone)
        case Name(entity=entity):
            return _within(reading.name(entity), zone)
        case Phrase(items=items):
            return _side_by_side(items, reading, zone)
        case Or(parts=parts):
            return sorted({span for part in parts for span in spans(part, reading, zone)})
        case Near():
            return _near(node, reading, zone)
        case Zone(zone=inner, part=part):
            return spans(part, reading, overlap(zone, ZONES[inner]))
        case _:
            return ()


def overlap(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The zone that lies in both; may be empty."""
    return max(one[0], other[0]), min(one[1], other[1])


def _within(found: Spans, zone: tuple[int, int]) -> Spans:
    if zone == EVERYWHERE:
        return found
    return [span for span in found if zone[0] <= span[0] and span[1] < zone[1]]


def _side_by_side(items: Sequence[Word | Name], reading: Reading, zone: tuple[int, int]) -> Spans:
    found = [() if _is_any(item) else spans(item, reading, zone) for item in items]
    if not all(here or _is_any(item) for here, item in zip(found, items, strict=True)):
        return ()
    so_far: Iterable[tuple[int, int]] = found[0]
    for item, here in zip(items[1:], found[1:], strict=True):
        so_far = {(first, last + 1) for first, last in so_far} if _is_any(item) else _followed(so_far, here)
        if not so_far:
            return ()
    return sorted(so_far)


def _is_any(item: Word | Name) -> bool:
    return isinstance(item, Word) and item.form is Form.ANY


def _followed(left: Iterable[tuple[int, int]], right: Spans) -> set[tuple[int, int]]:
    """The stretches of a left span with a right span directly behind it."""
    ends: dict[int, list[int]] = {}
    for first, last in right:
        ends.setdefault(first, []).append(last)
    return {(first, end) for first, last in left for end in ends.get(last + 1, ())}


# ------------------------------------------------------------------ near


def _near(node: Near, reading: Reading, zone: tuple[int, int]) -> Spans:
    left = spans(node.left, reading, zone)
    right = spans(node.right, reading, zone) if left else ()
    if not right:
        return ()
    kind = node.reach if isinstance(node.reach, str) else ""
    if kind:  # who fits into a sentence with a longer span fits with a shorter one inside it
        left, right = _shortest(left), _shortest(right)
    pairs = _neighbours(left, right)
    if not node.ordered:
        pairs |= _neighbours(right, left)
        pairs |= _inner(left, right) | _inner(right, left)
    if kind:
        return _thin({(a, d) for a, _, _, d in pairs if reading.unit(kind, a) == reading.unit(kind, d)})
    return _thin({(a, d) for a, b, c, d in pairs if c - b <= int(node.reach)})


def _inner(outer: Spans, inner: Spans) -> set[tuple[int, int, int, int]]:
    """Spans with another one inside, as pairs at distance 0: "buy Greenland" is near "Greenland", but a word not near itself."""
    short = _shortest(inner)
    starts = [first for first, _ in short]
    pairs = set()
    for first, last in outer:
        i = bisect_left(starts, first)
        if i < len(short) and short[i][1] <= last and short[i] != (first, last):
            pairs.add((first, last, last, last))
    return pairs


def _neighbours(before: Spans, after: Spans) -> set[tuple[int, int, int, int]]:
    """Pairs (first, last, first, last) of a span and one behind it, without overlap: for each span its nearest partner.

    If any pair lies within some distance, a nearest one does.
    """
    by_start = sorted(after)
    starts = [first for first, _ in by_start]
    by_end = sorted(before, key=lambda span: (span[1], span[0]))
    ends = [last for _, last in by_end]
    pairs = set()
    for a, b in before:
        if (i := bisect_right(starts, b)) < len(starts):
            pairs.add((a, b, *by_start[i]))
    for c, d in after:
        if (i := bisect_left(ends, c)) > 0:
            pairs.add((*by_end[i - 1], c, d))
    return pairs


def _shortest(found: Spans) -> Spans:
    """The spans that contain no other, in order."""
    kept: list[tuple[int, int]] = []
    for first, last in sorted(found, key=lambda span: (-span[0], span[1])):
        if not kept or last < kept[-1][1]:
            kept.append((first, last))
    return kept[::-1]


def _thin(found: Iterable[tuple[int, int]]) -> Spans:
    """For each beginning its nearest end and for each end its nearest beginning; at most two spans a word remain."""
    ends: dict[int, int] = {}
    starts: dict[int, int] = {}
    for first, last in found:
        ends[first] = min(last, ends.get(first, last))
        starts[last] = max(first, starts.get(last, first))
    return sorted(set(ends.items()) | {(first, last) for last, first in starts.items()})
