"""Does an expression hold for a document, and where do its terms stand?

Words are numbered: the title from 0, the text from far behind it, so that no phrase and no NEAR can cross from one
into the other. A span is (first, last), both inclusive, in those numbers. All work is at most n log n in the words of
the document: a NEAR joins each span with its nearest partners only, and keeps few of the stretches it finds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from worker.model import Alias, Document, Entity
from worker.rules.beginnings import Beginnings
from worker.rules.forms import LANGUAGES, Forms
from worker.rules.lexicon import Lexicon
from worker.rules.marks import minded, spelt, uses
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
    Score,
    SomeOf,
    Word,
    Zone,
    as_written,
    plain_words,
    words_of,
)
from worker.tokens import Tokens, fold, sentences, tokenise

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


def speaks(alias: Alias | Variant, language: str | None) -> bool:
    """Whether an alias holds in a text of that language; None (unknown) reads all."""
    return language is None or not alias.languages or language in alias.languages


class Names:
    """The entities that rules may name, ready to be looked for. A group is an entity with the aliases of its members."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        """QueryError for an alias without letters, with a star in the middle or in front."""
        kept = {entity.id: entity for entity in entities}
        self.ids = frozenset(kept)
        self.weak = frozenset(e.id for e in kept.values() if e.weak)
        self.context = frozenset(e.id for e in kept.values() if e.context)
        self.strong = tuple(e.id for e in kept.values() if not (e.weak or e.context or e.kind == "group"))
        self.members = {e.id: e.members for e in kept.values() if e.members}
        self.exceptions = {e.id: tuple(map(_variant, e.exceptions)) for e in kept.values() if e.exceptions}
        self._own: dict[str, list[str]] = defaultdict(list)
        self._words: dict[str, list[tuple[str, Alias]]] = defaultdict(list)
        self._stems: Beginnings[tuple[str, Alias]] = Beginnings()
        self._variants: dict[Alias, Variant] = {}
        own = [(entity.id, alias) for entity in kept.values() if not entity.members for alias in entity.aliases]
        for named, words in zip(own, plain_words([alias.text for _, alias in own]), strict=True):
            self._file(named, words)

    def _file(self, named: tuple[str, Alias], words: Sequence[str] | None) -> None:
        """Put an entity's alias under its longest word. What it means is made when a text may hold it, unless it has to be
        known for that."""
        entity, alias = named
        filed = anchor(self._variant(alias).pattern).filed if words is None else max(words, key=len)
        self._own[entity].append(filed)
        if filed[-1] == "*":
            self._stems.add(filed[:-1], named)
        else:
            self._words[filed].append(named)

    def _variant(self, alias: Alias) -> Variant:
        found = self._variants.get(alias)
        if found is None:
            found = self._variants[alias] = _variant(alias)
        return found

    def anchors(self, entity: str) -> frozenset[str]:
        """For each alias its longest word (`Word.filed`): without one of them the entity cannot stand in a text."""
        return frozenset(word for member in self.members.get(entity, (entity,)) for word in self._own.get(member, ()))

    def likely(self, words: Mapping[str, object], language: str | None) -> dict[str, list[Variant]]:
        """The entities that may stand in a text of these words in that language (None: unknown), each with the aliases of
        which the longest word is there."""
        whole = (named for word in words.keys() & self._words.keys() for named in self._words[word])
        begun = (named for _, named in self._stems.among(words))
        found: dict[str, list[Variant]] = {}
        for entity, alias in chain(whole, begun):
            if speaks(alias, language):
                found.setdefault(entity, []).append(self._variant(alias))
        return found


def _variant(alias: Alias) -> Variant:
    return Variant(_pattern(alias), alias.languages)


def _pattern(alias: Alias) -> Word | Phrase:
    """The expression of an alias; QueryError for one that cannot be looked for, by the same measure as the gazetteer's.

    Capitals of an alias say nothing unless it is marked case-sensitive.
    """
    (plain,) = plain_words([alias.text])
    if plain is not None:  # as below, four times faster
        pieces = zip(alias.text.replace("-", " ").split(" "), plain, strict=True)
        return _one_or_phrase([_plain_word(text, folded, alias.case_sensitive) for text, folded in pieces])
    words = words_of(alias.text.removeprefix("="))
    while words and words[-1].form is Form.ANY:  # "Svalbard-*": whatever follows, the name stands there
        words.pop()
    if not words or words[0].form is Form.ANY or any(word.form is Form.TAIL for word in words):
        message = f"alias {alias.text!r} needs a first word, and a star only at the end of a word"
        raise QueryError(message, 0, "write the name as it stands in texts, as in Svalbard*")
    return _one_or_phrase([_as_alias(word, alias.case_sensitive) for word in words])


def _one_or_phrase(words: Sequence[Word]) -> Word | Phrase:
    return words[0] if len(words) == 1 else Phrase(0, tuple(words))


def _plain_word(text: str, folded: str, exact: bool) -> Word:
    """A word of letters, perhaps with the star of a stem."""
    form = Form.STEM if text.endswith("*") else Form.WORD
    return Word(0, text, form, folded.removesuffix("*"), as_written(text.removesuffix("*")) if exact else "")


def _as_alias(word: Word, exact: bool) -> Word:
    written = as_written(word.plain) if exact else ""
    return word if word.written == written else replace(word, written=written)


def anchor(pattern: Word | Phrase) -> Word:
    """The longest word of an alias: without it the alias cannot stand in a text."""
    words = [pattern] if isinstance(pattern, Word) else [item for item in pattern.items if isinstance(item, Word)]
    return max(words, key=lambda word: len(word.key))


# ------------------------------------------------------------------ a document as rules read it


# Between two words: a hyphen, or one that never breaks a line.
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")


def _hyphened(tokens: Tokens, text: str) -> Iterator[int]:
    """The words, by their index, that a hyphen joins to the next one."""
    for found in _HYPHEN.finditer(text):
        index = bisect_left(tokens.ends, found.start())
        if index + 1 < len(tokens.ends) and tokens.ends[index] == found.start() and tokens.starts[index + 1] == found.end():
            yield index


class Reading:
    """A document's words with their numbers. Made once a document, shared by all rules; what is costly is made on demand."""

    def __init__(self, document: Document, names: Names, lexicon: Lexicon | None = None) -> None:
        """`lexicon` need not hold the words that will be asked for, but its word forms must have learned them."""
        self.document, self.names, self.lexicon = document, names, lexicon or Lexicon((), Forms())
        # A text of unknown language is read in all of them, one in a further language as it stands.
        spoken = LANGUAGES if document.language is None else (document.language,)
        self.languages = tuple(language for language in spoken if language in LANGUAGES)
        self.title, self.text = tokenise(document.title), tokenise(document.text)
        self.places: dict[str, list[int]] = {}
        self._standing: Mapping[str, Sequence[str]] | None = None
        self._words: dict[str, Spans] = {}
        self._names: dict[str, Spans] = {}
        self._phrases: dict[int, tuple[Phrase, Spans]] = {}
        self._near: dict[tuple[int, tuple[int, int]], tuple[Near, Spans]] = {}
        self._bounds: dict[str, list[int]] = {}
        self._sentences: Spans | None = None
        self._likely: Mapping[str, Sequence[Variant]] | None = None
        self._strong: bool | None = None
        self._marks: bool | None = None
        self.joined: dict[str, list[int]] = {}  # "ice-breaker" is an icebreaker too; by the number of its first word
        for base, tokens, text in ((0, self.title, document.title), (TEXT_BASE, self.text, document.text)):
            for number, key in enumerate(tokens.folded, base):
                self.places.setdefault(key, []).append(number)
            for index in _hyphened(tokens, text):
                self.joined.setdefault(tokens.folded[index] + tokens.folded[index + 1], []).append(base + index)

    @property
    def likely(self) -> Mapping[str, Sequence[Variant]]:
        """The entities that may stand here, with the aliases that are worth looking for."""
        if self._likely is None:
            self._likely = self.names.likely({**self.places, **self.joined}, self.document.language)
        return self._likely

    @property
    def standing(self) -> Mapping[str, Sequence[str]]:
        """For each word of the lexicon that stands here (`Word.filed`) the folded words that it stands as."""
        if self._standing is None:
            self._standing = self._found_by(self.lexicon)
        return self._standing

    def _written(self) -> dict[str, str]:
        joined = {key: key for key in self.joined}
        return joined | dict(zip((*self.title.folded, *self.text.folded), (*self.title.words, *self.text.words), strict=True))

    def word(self, word: Word) -> Spans:
        """Where a word stands, in order; each span is one word long, or two that a hyphen joins."""
        found = self._words.get(word.term)
        if found is None:
            found = self._words[word.term] = self._spans(word)
        return found

    def has(self, word: Word) -> bool:
        """Whether a word stands anywhere. Its places are looked for only where its spelling decides."""
        if word.written or word.marked:
            return bool(self.word(word))
        if word.form is Form.WORD:
            return word.key in self.places or word.key in self.joined
        return word.filed in self.standing if word.filed in self.lexicon.filed else bool(self.word(word))

    def _spans(self, word: Word) -> Spans:
        keys = (word.key,) if word.form is Form.WORD else self._keys(word)
        if not keys or word.form is Form.ANY:
            return ()
        found = [(n, n) for n in self._numbers(keys)]
        if word.written:
            return [(n, n) for n, _ in found if self._is_written(word, n)]
        if not self.joined.keys().isdisjoint(keys):  # "sea-beds" is one place of sea*, not two
            joined = {n for key in keys for n in self.joined.get(key, ())}
            found = sorted({*found, *((n, n + 1) for n in joined if not {(n, n), (n + 1, n + 1)} & {*found})})
        return [span for span in found if self._is_spelt(word, span)] if word.marked and self._minds_marks(word) else found

    def _minds_marks(self, word: Word) -> bool:
        """Whether the marks of a word must stand here: they are letters of this language, and the text uses those."""
        if not minded(word.marked, self.document.language):
            return False
        if self._marks is None:
            self._marks = uses(self.document.language, (self.document.title, self.document.text))
        return self._marks

    def _is_spelt(self, word: Word, span: tuple[int, int]) -> bool:
        tokens, first = self.token(span[0])
        written = "".join(tokens.words[first : first + span[1] - span[0] + 1])
        if word.form is Form.INFLECTED and fold(written) != word.key:  # another form, which may have other letters
            return True
        return spelt(word.marked, written, self.document.language, at_end=word.form is Form.TAIL)

    def _numbers(self, keys: Sequence[str]) -> Sequence[int]:
        if len(keys) == 1:
            return self.places.get(keys[0], ())
        return sorted({n for key in keys for n in self.places.get(key, ())}) if keys else ()

    def _keys(self, word: Word) -> Sequence[str]:
        """The words of the document that are the word of a rule, folded."""
        if word.filed in self.lexicon.filed:
            return self.standing.get(word.filed, ())
        return self._found_by(Lexicon([word], self.lexicon.forms)).get(word.filed, ())

    def _found_by(self, lexicon: Lexicon) -> Mapping[str, Sequence[str]]:
        return lexicon.find({**self.places, **self.joined} if self.joined else self.places, self.languages, self._written)

    def _is_written(self, word: Word, number: int) -> bool:
        tokens, index = self.token(number)
        written = as_written(tokens.words[index])
        if word.form is Form.CAPITALS:
            return written in (word.written, f"{word.written}s")
        if word.form is Form.STEM:
            return written.startswith(word.written)
        return written.endswith(word.written) if word.form is Form.TAIL else written == word.written

    def name(self, entity: str) -> Spans:
        """Where any name of an entity stands. An ambiguous one stands nowhere unless the text has a strong entity too."""
        found = self._names.get(entity)
        if found is None:
            found = self._names[entity] = self._name(entity)
        return found

    def _name(self, entity: str) -> Spans:
        members = self.names.members.get(entity, (entity,))
        clear = (m for m in members if m in self.likely and (m not in self.names.context or self.has_strong()))
        return sorted({span for member in clear for span in self._counting(member)})

    def _counting(self, entity: str) -> Iterable[tuple[int, int]]:
        """Where a name stands that shares no word with one of the entity's exceptions."""
        found = self._places(self.likely[entity])
        if not found or entity not in self.names.exceptions:
            return found
        other = {n for first, last in self._places(self.names.exceptions[entity]) for n in range(first, last + 1)}
        return (span for span in found if other.isdisjoint(range(span[0], span[1] + 1)))

    def _places(self, variants: Iterable[Variant]) -> set[tuple[int, int]]:
        language = self.document.language
        return {span for variant in variants if speaks(variant, language) for span in spans(variant.pattern, self)}

    def has_strong(self) -> bool:
        """Whether some entity that is neither weak nor ambiguous stands in the document."""
        if self._strong is None:
            self._strong = any(self.name(entity) for entity in self.names.strong if entity in self.likely)
        return self._strong

    @property
    def sentences(self) -> Spans:
        """The sentences of the text as (start, end), characters."""
        if self._sentences is None:
            self._sentences = list(sentences(self.document.text))
        return self._sentences

    def phrase(self, node: Phrase) -> Spans:
        """Where a phrase stands, in order. Kept, as for `near`: of a rule that holds each clause is asked for four times."""
        found = self._phrases.get(id(node))
        if found is None:
            found = self._phrases[id(node)] = node, _side_by_side(node.items, self)
        return found[1]

    def near(self, node: Near, zone: tuple[int, int]) -> Spans:
        """Where a NEAR stands within a zone. Kept: in a chain of them each is asked for by all that are around it."""
        key = id(node), zone  # the node is kept too, so that no other can have its id
        if key not in self._near:
            self._near[key] = node, _near(node, self, zone)
        return self._near[key][1]

    def unit(self, kind: str, number: int) -> int:
        """The number of the sentence ("s") or paragraph ("p") in which a word stands. The title is one of its own."""
        if number < TEXT_BASE:
            return -1
        if kind not in self._bounds:
            paragraphs = re.finditer(r"\n", self.document.text) if kind == "p" else ()
            starts = (start for start, _ in self.sentences) if kind == "s" else (found.end() for found in paragraphs)
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
        case Word() if zone is EVERYWHERE:
            return reading.has(node)
        case Word() | Name() | Phrase() | Near():
            return bool(spans(node, reading, zone))
        # Loops, as most of the time goes into these two, and a generator costs more than its work.
        case And(parts=parts):
            for part in parts:  # noqa: SIM110
                if not holds(part, reading, zone):
                    return False
            return True
        case Or(parts=parts):
            for part in parts:  # noqa: SIM110
                if holds(part, reading, zone):
                    return True
            return False
        case Not(part=part):
            return not holds(part, reading, zone)
        case SomeOf(count=count, parts=parts):
            return sum(holds(part, reading, zone) for part in parts) >= count
        case Zone(zone=inner, part=part):
            return holds(part, reading, overlap(zone, ZONES[inner]))
        case AtLeast(count=count, part=part):
            return len(spans(part, reading, zone)) >= count
        case Score(at_least=least):
            return sum(scored(node, reading)) >= least


def scored(node: Score, reading: Reading) -> list[int]:
    """The points that each part of a score gives for the document; 0 for one that does not hold."""
    return [
        points * min(max(len(spans(part, reading)), 1), node.cap) if holds(part, reading) else 0
        for part, points in zip(node.parts, node.points, strict=True)
    ]


def spans(node: Node, reading: Reading, zone: tuple[int, int] = EVERYWHERE) -> Spans:
    """Where an expression stands within a zone, in order and without repeats.

    A NEAR stands from its first word to its last. AND, NOT, ATLEAST, "n of" and scores are conditions on the document and
    stand nowhere.
    """
    match node:
        case Word():
            return _within(reading.word(node), zone)
        case Name(entity=entity):
            return _within(reading.name(entity), zone)
        case Phrase():
            return _within(reading.phrase(node), zone)
        case Or(parts=parts):
            return sorted({span for part in parts for span in spans(part, reading, zone)})
        case Near():
            return reading.near(node, zone)
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


def _side_by_side(items: Sequence[Word | Name], reading: Reading) -> Spans:
    if not all(reading.has(item) for item in items if isinstance(item, Word) and item.form is not Form.ANY):
        return ()
    found = [() if _is_any(item) else spans(item, reading) for item in items]
    so_far: Iterable[tuple[int, int]] = found[0]
    for item, here in zip(items[1:], found[1:], strict=True):
        so_far = {(first, last + 1) for first, last in so_far} if _is_any(item) else _followed(so_far, here)
        if not so_far:
            return ()
    return sorted(so_far)


def _is_any(item: Word | Name) -> bool:
    return isinstance(item, Word) and item.form is Form.ANY


def _followed(left: Iterable[tuple[int, int]], right: Spans) -> set[tuple[int, int]]:
    """The stretches of a left span with a right span directly behind it; the right ones are in order."""
    joined = set()
    for first, last in left:
        place = bisect_left(right, (last + 1, 0))
        while place < len(right) and right[place][0] == last + 1:
            joined.add((first, right[place][1]))
            place += 1
    return joined


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
