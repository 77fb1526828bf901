"""Rule text -> expression tree, with a 0-based position on every node.

    words side by side      a phrase                a AND b, a OR b, a AND NOT b    the whole document
    "quoted words"          a phrase, where even    a NEAR/5 b, a BEFORE/5 b        at most 5 words apart, in order
                            AND is a word           a NEAR/s b, a NEAR/p b          in one sentence, in one paragraph
    a word, in any form     cable: cables, cable's  ATLEAST/3 a                     three times or more
    =word  stem*  *tail     only so, by its ends
    $entity                 any name of an entity   title: lead: text:              only there

AND and OR never mix without brackets, so there is no precedence to remember; NEAR binds tighter than both.
"""

from __future__ import annotations

import difflib
import re
import sys
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import compress
from typing import NamedTuple

from worker.rules.forms import inflects
from worker.rules.marks import marked
from worker.tokens import fold, fold_text, tokenise

# Far above what a person writes (the longest shipped expression has under 500 characters and three levels), low
# enough that neither parsing nor matching can exhaust the stack.
MAX_LENGTH = 20_000
MAX_DEPTH = 50
MAX_DISTANCE = 100
DEFAULT_DISTANCE = 10
MAX_COUNT = 100
MIN_STAR_LETTERS = 3
MAX_PHRASE = 50  # words side by side; the longest that a person watches for is a title

ZONES = ("title", "lead", "text")
RESERVED = frozenset(("AND", "OR", "NOT", "NEAR", "BEFORE", "ATLEAST"))


class Form(StrEnum):
    """How a word of a rule stands to a word of a text.

    INFLECTED: the word in any of its forms; WORD: in this one alone; CAPITALS: so, or with the -s of a genitive. ANY is the
    lone star inside a phrase.
    """

    INFLECTED = "inflected"
    CAPITALS = "capitals"
    WORD = "word"
    STEM = "stem"
    TAIL = "tail"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `key` is folded and without star; `written`, unless empty, is how it must stand in the text (no dots);
    `marked`, unless empty, is how it is spelled with its marks (`rules.marks`)."""

    position: int
    raw: str
    form: Form
    key: str
    written: str = ""
    filed: str = field(init=False, repr=False, compare=False)
    term: str = field(init=False, repr=False, compare=False)
    marked: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """`filed` is alike for words that the same words of a text may be; `term` for those that stand at the same places."""
        filed = self.key if self.form is Form.WORD else sys.intern(_filed(self))  # most words are of aliases
        object.__setattr__(self, "filed", filed)
        spelled = marked(self.plain)
        object.__setattr__(self, "marked", spelled)
        asked = f"{filed}={self.written}" if self.written else f"{filed}^{spelled}" if spelled else ""
        object.__setattr__(self, "term", sys.intern(asked) if asked else filed)

    @property
    def plain(self) -> str:
        """The word as its writer spelled it, without star and `=`."""
        return self.raw.strip("=*")


def _filed(word: Word) -> str:
    match word.form:
        case Form.INFLECTED:
            return f"~{word.plain}"
        case Form.CAPITALS:
            return f"{word.key}'s"
        case Form.STEM:
            return f"{word.key}*"
        case Form.TAIL:
            return f"*{word.plain}"
        case _:
            return ""


@dataclass(frozen=True, slots=True)
class Name:
    """`$entity`: any of its names."""

    position: int
    entity: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more items side by side; the first and the last are never a lone star."""

    position: int
    items: tuple[Word | Name, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold; at least one of them is not a Not."""

    position: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    position: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold. Stands only as a part of And."""

    position: int
    part: Node


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides stand together: within `reach` words, or in one sentence ("s") or paragraph ("p")."""

    position: int
    left: Node
    right: Node
    reach: int | str
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The part stands `count` times or more."""

    position: int
    count: int
    part: Node


@dataclass(frozen=True, slots=True)
class Zone:
    """The part holds within the title, the lead (title and first words) or the text."""

    position: int
    zone: str
    part: Node


@dataclass(frozen=True, slots=True)
class SomeOf:
    """At least `count` of the parts hold (a rule's `at_least`; it has no form inside an expression)."""

    position: int
    count: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The points of the parts that hold add up to `at_least` or more (a rule's `score`; it has no form inside an expression).

    A part gives its points for each place where it stands, at most `cap` times; one that stands nowhere, as AND does, once.
    """

    position: int
    at_least: int
    cap: int
    parts: tuple[Node, ...]
    points: tuple[int, ...]


Node = Word | Name | Phrase | And | Or | Not | Near | AtLeast | Zone | SomeOf | Score


class QueryError(ValueError):
    """An expression that means nothing: `message`, the 0-based `position` of the culprit, and what to do."""

    def __init__(self, message: str, position: int, hint: str = "") -> None:
        self.message, self.position, self.hint = message, position, hint
        super().__init__(message)


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order in which they were written."""
    match node:
        case Word() | Name():
            return ()
        case Phrase(items=items):
            return items
        case And(parts=parts) | Or(parts=parts) | SomeOf(parts=parts) | Score(parts=parts):
            return parts
        case Near(left=left, right=right):
            return left, right
        case Not(part=part) | AtLeast(part=part) | Zone(part=part):
            return (part,)


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node of a tree with its depth (the root has 1), without recursion."""
    waiting: list[tuple[Node, int]] = [(node, 1)]
    while waiting:
        here, depth = waiting.pop()
        yield here, depth
        waiting += [(child, depth + 1) for child in reversed(children(here))]


def words_in(node: Node) -> Iterator[Word]:
    """The words of a tree, those of names left out."""
    return (inner for inner, _ in walk(node) if isinstance(inner, Word))


# ------------------------------------------------------------------ printing


def show(node: Node) -> str:
    """The expression as text that parses to the same tree (but SomeOf and Score, which are described)."""
    match node:
        case Word(raw=raw):
            return f'"{raw}"' if raw in RESERVED else raw
        case Name(entity=entity):
            return f"${entity}"
        case Phrase(items=items):
            return _show_phrase(items)
        case And(parts=parts):
            return " AND ".join(_bracketed(p, And | Or) for p in parts)
        case Or(parts=parts):
            return " OR ".join(_bracketed(p, And | Or) for p in parts)
        case Not(part=part):
            return f"NOT {_bracketed(part, And | Or)}"
        case Near(left=left, right=right, reach=reach, ordered=ordered):
            operator = "BEFORE" if ordered else "NEAR"
            return f"{_bracketed(left, And | Or)} {operator}/{reach} {_bracketed(right, And | Or | Near)}"
        case AtLeast(count=count, part=part):
            return f"ATLEAST/{count} {_bracketed(part, And | Or | Near)}"
        case Zone(zone=zone, part=part):
            return f"{zone}:{_bracketed(part, And | Or | Near)}"
        case SomeOf(count=count, parts=parts):
            return f"at least {count} of: " + "; ".join(map(show, parts))
        case Score(at_least=least, parts=parts, points=points):
            rows = (f"{count:+} {show(part)}" for part, count in zip(parts, points, strict=True))
            return f"{least} points or more of: " + "; ".join(rows)


def _bracketed(node: Node, kinds: object) -> str:
    text = show(node)
    return f"({text})" if isinstance(node, kinds) else text  # type: ignore[arg-type]  # a union of classes


def _show_phrase(items: tuple[Word | Name, ...]) -> str:
    texts = [item.raw if isinstance(item, Word) else f"${item.entity}" for item in items]
    return f'"{" ".join(texts)}"' if RESERVED.intersection(texts) else " ".join(texts)


# ------------------------------------------------------------------ words

# What a word may hold outside quotes: letters with their marks, stars, an apostrophe, dots (U.S.) and joiners.
_LETTERS = r"\w*=.'’ʼ\u0300-\u036f\u00ad\u200b-\u200d"
_JOINERS = r"/&\-–"
_PIECE = re.compile(rf"[{_LETTERS}]+")
_IN_QUOTES = re.compile(rf"\$(?P<name>\w+(?:-\w+)*)|(?P<piece>[{_LETTERS}]+)|(?P<dollar>\$)")


def words_of(text: str, position: int = 0, *, any_form: bool = False) -> list[Word]:
    """The words that a piece of text stands for; a hyphen parts words. `any_form`: those that may have forms mean all of them.

    Empty when there is no letter in it. QueryError for a misplaced star or `=`.
    """
    return [word for found in _PIECE.finditer(text) for word in _piece(found.group(), position + found.start(), any_form)]


# Digits, and letters of Latin and Cyrillic without modifiers and marks: what nearly all names are made of.
_USUAL = "0-9A-Za-zÀ-ÖØ-öø-ʯЀ-ҁҊ-ԯ"
_PLAIN = re.compile(rf"[{_USUAL}]+\*?(?:[ -][{_USUAL}]+\*?)*")


def plain_words(texts: Sequence[str]) -> Iterator[list[str] | None]:
    """For each text of usual letters, digits, single blanks and hyphens its folded words, stems with their star; None for any
    other text, which `words_of` reads.

    They are folded together: one by one a hundred thousand names took eight times as long.
    """
    plain = [_PLAIN.fullmatch(text) is not None for text in texts]
    folded = iter(fold_text("\n".join(compress(texts, plain))).replace("-", " ").split("\n"))
    return (next(folded).split(" ") if is_plain else None for is_plain in plain)


def _piece(text: str, position: int, any_form: bool) -> list[Word]:
    if text == "*":
        return [Word(position, "*", Form.ANY, "")]
    exact, body = text.startswith("="), text.removeprefix("=")
    core = body.strip("*")
    if "=" in core or body.startswith("="):
        raise QueryError(f"{text!r}: '=' may stand only in front of a word", position)
    if "*" in core or (body.startswith("*") and body.endswith("*")):
        raise QueryError(f"{text!r}: a star may stand only at one end of a word", position, "write both forms with OR")
    parts = (core,) if core.isalpha() else tokenise(core).words
    starred = {0: Form.TAIL} if body.startswith("*") else {len(parts) - 1: Form.STEM} if body.endswith("*") else {}
    return [_word(part, position, starred.get(index, Form.WORD), exact, any_form) for index, part in enumerate(parts)]


def _word(text: str, position: int, form: Form, exact: bool, any_form: bool) -> Word:
    raw = "=" * exact + "*" * (form is Form.TAIL) + text + "*" * (form is Form.STEM)
    plain = as_written(text)
    caps = form is Form.WORD and 2 <= len(plain) <= 5 and plain.isalpha() and plain.isupper()
    if any_form and form is Form.WORD and not exact:
        form = Form.CAPITALS if caps else Form.INFLECTED if inflects(text) else form
    return Word(position, raw, form, fold(text), plain if exact or caps else "")


def as_written(word: str) -> str:
    """The word as its writer spelled it, capitals and accents kept, in a form that can be compared: NFC, U.S. = US."""
    return unicodedata.normalize("NFC", word).replace(".", "")


# ------------------------------------------------------------------ lexemes

_LEXEME = re.compile(
    rf"""\s+ | (?P<open>\() | (?P<close>\)) | (?P<quote>"[^"]*"?) | (?P<zone>[^\W\d_]+:)
    | (?P<name>\$(?:\w+(?:-\w+)*)?) | (?P<word>[{_LETTERS}{_JOINERS}]+) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_OPERATOR = re.compile(r"(?P<operator>AND|OR|NOT)|(?P<counted>NEAR|BEFORE|ATLEAST)(?:/(?P<argument>[^/]*))?")
_LOOKALIKE = re.compile(r"(?:near|before|atleast|within|pre|adj|w|n)/(?:\d+|[sp])", re.IGNORECASE)
_QUOTES = "“”„«»‹›"


class _Lexeme(NamedTuple):
    kind: str
    text: str
    position: int
    argument: str | None = None


def _lexemes(text: str) -> Iterator[_Lexeme]:
    for found in _LEXEME.finditer(text):
        if found.lastgroup is not None:
            yield _lexeme(found.lastgroup, found.group(), found.start())
    yield _Lexeme("end", "", len(text))


def _lexeme(kind: str, text: str, position: int) -> _Lexeme:
    if kind == "other":
        raise _unknown_sign(text, position)
    if kind == "word" and (operator := _OPERATOR.fullmatch(text)):
        return _Lexeme(operator["operator"] or operator["counted"], text, position, operator["argument"])
    if kind == "word" and _LOOKALIKE.fullmatch(text):
        raise QueryError(f"{text!r} is not an operator", position, "write NEAR/5, BEFORE/5 or ATLEAST/5, in capitals")
    return _Lexeme(kind, text, position)


def _unknown_sign(text: str, position: int) -> QueryError:
    if text in _QUOTES:
        return QueryError(f"{text!r} means nothing here", position, 'use straight quotes: "a phrase"')
    hint = 'use AND, OR, NOT, NEAR/n, BEFORE/n, ATLEAST/n, ( ), "a phrase", $entity, stem*, *tail, =Exact, title:'
    return QueryError(f"{text!r} means nothing here", position, hint)


# ------------------------------------------------------------------ parser


def parse(text: str, entities: Collection[str] = ()) -> Node:
    """The tree of one expression. `entities` are the ids that may stand behind `$`. QueryError says what is wrong and where."""
    if len(text) > MAX_LENGTH:
        message = f"the expression has {len(text):,} characters, at most {MAX_LENGTH:,} are allowed"
        raise QueryError(message, MAX_LENGTH, "split it into several lines of any:, or into several rules")
    if not text.strip():
        raise QueryError("the expression is empty", 0, "write at least one word or $entity")
    tree = _Parser(text, entities).parse()
    for node, depth in walk(tree):
        if depth > MAX_DEPTH:
            raise _too_deep(node.position)
    return tree


def _too_deep(position: int) -> QueryError:
    return QueryError(f"more than {MAX_DEPTH} levels inside each other", position, "split it into several lines or rules")


class _Parser:
    def __init__(self, text: str, entities: Collection[str]) -> None:
        self.entities = entities
        self.lexemes = list(_lexemes(text))
        self.next = 0
        self.depth = 0
        self.zone = ""

    @property
    def here(self) -> _Lexeme:
        return self.lexemes[self.next]

    def take(self) -> _Lexeme:
        taken = self.here
        self.next = min(self.next + 1, len(self.lexemes) - 1)
        return taken

    def parse(self) -> Node:
        tree = self.expression()
        left = self.here
        if left.kind == "close":
            raise QueryError("this ')' closes nothing", left.position, "remove it, or add the '(' that is missing")
        if left.kind != "end":
            raise _no_operator(left)
        return tree

    def expression(self) -> Node:
        """side (AND side)* or side (OR side)*, never both."""
        start, joined = self.here.position, ""
        sides = [self.side()]
        while self.here.kind in ("AND", "OR"):
            operator = self.take()
            if joined and operator.kind != joined:
                hint = "put brackets around one group, as in (a OR b) AND c"
                raise QueryError("AND and OR side by side: say which belongs together", operator.position, hint)
            joined = operator.kind
            sides.append(self.side())
        _check_not(sides, joined)
        if not joined:
            return sides[0]
        return And(start, tuple(sides)) if joined == "AND" else Or(start, tuple(sides))

    def side(self) -> Node:
        if self.here.kind != "NOT":
            return self.chain()
        position = self.take().position
        if self.here.kind == "NOT":
            raise QueryError("two NOT in a row", self.here.position, "write one NOT, or none")
        return Not(position, self.chain())

    def chain(self) -> Node:
        left = self.term()
        while self.here.kind in ("NEAR", "BEFORE"):
            operator = self.take()
            reach = _reach(operator, self.here)
            right = self.term()
            for side in (left, right):
                _check_placed(side, operator.kind)
            _check_zones(left, right, operator)
            left = Near(operator.position, left, right, reach, operator.kind == "BEFORE")
        return left

    def term(self) -> Node:
        if self.depth > MAX_DEPTH:
            raise _too_deep(self.here.position)
        self.depth += 1
        try:
            match self.here.kind:
                case "open":
                    return self.group()
                case "zone":
                    return self.zoned()
                case "ATLEAST":
                    return self.counted()
                case _:
                    return self.phrase()
        finally:
            self.depth -= 1

    def group(self) -> Node:
        opened = self.take()
        inside = self.expression()
        if self.here.kind == "end":
            raise QueryError("this '(' is never closed", opened.position, "add the ')' that is missing")
        if self.here.kind != "close":
            raise _no_operator(self.here)
        self.take()
        return inside

    def zoned(self) -> Node:
        lexeme = self.take()
        zone = lexeme.text[:-1]
        if zone not in ZONES:
            raise _unknown_zone(zone, lexeme.position)
        if self.zone:
            raise QueryError(f"{zone}: inside {self.zone}:", lexeme.position, "name one zone for each term")
        self.zone = zone
        part = self.term()
        self.zone = ""
        return Zone(lexeme.position, zone, part)

    def counted(self) -> Node:
        operator = self.take()
        count = _number(operator.argument, MAX_COUNT)
        if count is None:
            message = f"{operator.text}: how often? 1 to {MAX_COUNT} times"
            raise QueryError(message, operator.position, "write it as in ATLEAST/3 icebreaker*")
        part = self.term()
        _check_placed(part, "ATLEAST")
        return AtLeast(operator.position, count, part)

    def phrase(self) -> Node:
        start = self.here
        if start.kind not in ("word", "name", "quote"):
            raise _missing_term(start)
        items: list[Word | Name] = []
        while self.here.kind in ("word", "name", "quote"):
            items += self.items(self.take())
        ends = [items[0], items[-1]]
        if any(isinstance(item, Word) and item.form is Form.ANY for item in ends):
            hint = "a lone star stands for one word between two others, as in rules * sea"
            raise QueryError("a phrase cannot begin or end with a lone star", start.position, hint)
        if len(items) > MAX_PHRASE:
            message = f"a phrase of {len(items)} words, at most {MAX_PHRASE} are allowed"
            raise QueryError(message, items[MAX_PHRASE].position, "write the few words that matter, or join them with AND")
        for item in items:
            _check_star(item)
        return items[0] if len(items) == 1 else Phrase(items[0].position, tuple(items))

    def items(self, lexeme: _Lexeme) -> list[Word | Name]:
        if lexeme.kind == "name":
            return [self.name(lexeme.text[1:], lexeme.position)]
        if lexeme.kind == "quote":
            return self.quoted(lexeme)
        words = words_of(lexeme.text, lexeme.position, any_form=True)
        if not words:
            raise QueryError(f"{lexeme.text!r} has no letters", lexeme.position, "remove it, or write a word")
        return [*words]

    def quoted(self, lexeme: _Lexeme) -> list[Word | Name]:
        if len(lexeme.text) < 2 or not lexeme.text.endswith('"'):
            raise QueryError("this quote is never closed", lexeme.position, 'add the " that is missing')
        items: list[Word | Name] = []
        for found in _IN_QUOTES.finditer(lexeme.text):
            position = lexeme.position + found.start()
            if found["piece"]:
                items += words_of(found["piece"], position, any_form=True)
            else:
                items.append(self.name(found["name"] or "", position))
        if not items:
            raise QueryError("an empty phrase", lexeme.position, "write words between the quotes")
        return items

    def name(self, entity: str, position: int) -> Name:
        if entity in self.entities:
            return Name(position, entity)
        if not entity:
            raise QueryError("'$' needs the id of an entity", position, "as in $greenland")
        raise QueryError(f"no entity '${entity}'", position, _suggestion(entity, self.entities))


# ------------------------------------------------------------------ checks


def _check_not(sides: list[Node], joined: str) -> None:
    denied = [side for side in sides if isinstance(side, Not)]
    if denied and joined == "OR":
        raise QueryError("NOT cannot stand inside OR", denied[0].position, "write a AND NOT b, or use none: of the rule")
    if len(denied) == len(sides):
        hint = "write what must be there first: a AND NOT b; or use none: of the rule"
        raise QueryError("NOT alone: nothing to look for", denied[0].position, hint)


def _check_placed(node: Node, operator: str) -> None:
    """NEAR and ATLEAST need things that stand somewhere; a condition on the whole document stands nowhere."""
    if isinstance(node, Near):
        return  # checked when it was made
    for inner, _ in walk(node):
        if isinstance(inner, And | Not):
            hint = (
                f"write the {operator} for each, as in a NEAR/5 c AND b NEAR/5 c" if operator != "ATLEAST" else "count one term"
            )
            raise QueryError(f"{operator} takes words, phrases and OR groups, not AND", inner.position, hint)
        if isinstance(inner, AtLeast):
            raise QueryError(f"{operator} cannot hold ATLEAST", inner.position, "join the two with AND")


def _check_star(item: Word | Name) -> None:
    if isinstance(item, Word) and item.form in (Form.STEM, Form.TAIL) and len(item.key) < MIN_STAR_LETTERS:
        message = f"{item.raw!r} would match too much: at least {MIN_STAR_LETTERS} letters beside a star"
        raise QueryError(message, item.position, "use a longer stem, or write the words out")


def _check_zones(left: Node, right: Node, operator: _Lexeme) -> None:
    """Title and text are apart: no distance reaches from one into the other."""
    zones = [side.zone for side in (left, right) if isinstance(side, Zone)]
    if sorted(zones) == ["text", "title"]:
        message = f"{operator.text}: title: and text: never stand near each other"
        raise QueryError(message, operator.position, "join the two with AND")


def _reach(operator: _Lexeme, following: _Lexeme) -> int | str:
    if operator.argument is None and following.kind == "word" and following.text.isdecimal():
        message = f"{operator.text} {following.text}: the number belongs to the operator"
        hint = f'write {operator.text}/{following.text}, without a blank; to look for the number, quote it: "{following.text}"'
        raise QueryError(message, operator.position, hint)
    if operator.argument is None:
        return DEFAULT_DISTANCE
    if operator.argument in ("s", "p"):
        return operator.argument
    number = _number(operator.argument, MAX_DISTANCE)
    if number is None:
        message = f"{operator.text}: the distance must be 1 to {MAX_DISTANCE} words, s (sentence) or p (paragraph)"
        raise QueryError(message, operator.position, f"as in {operator.kind}/10 or {operator.kind}/s")
    return number


def _number(text: str | None, most: int) -> int | None:
    """A whole number in 1..most written in plain digits, else None."""
    if text is None or not re.fullmatch(r"[0-9]{1,6}", text):
        return None
    return int(text) if 1 <= int(text) <= most else None


def _no_operator(lexeme: _Lexeme) -> QueryError:
    hint = "write AND, OR or NEAR/n between the two"
    return QueryError(f"an operator is missing before {lexeme.text!r}", lexeme.position, hint)


def _missing_term(lexeme: _Lexeme) -> QueryError:
    if lexeme.kind == "end":
        return QueryError("a term is missing at the end", lexeme.position, "add a word, or remove the last operator")
    hint = f'to look for the word itself, quote it: "{lexeme.text}"' if lexeme.kind in RESERVED else "add a word"
    return QueryError(f"a term is missing before {lexeme.text!r}", lexeme.position, hint)


def _unknown_zone(zone: str, position: int) -> QueryError:
    close = difflib.get_close_matches(zone.lower(), ZONES, 1)
    known = "zones are title:, lead: and text:; a colon that belongs to the text needs quotes"
    return QueryError(f"no zone '{zone}:'", position, f"did you mean '{close[0]}:'?" if close else known)


def _suggestion(entity: str, entities: Collection[str]) -> str:
    close = difflib.get_close_matches(entity, sorted(entities), 1)
    if close:
        return f"did you mean '${close[0]}'?"
    known = ", ".join(f"${e}" for e in sorted(entities)[:8])
    return f"known are {known}" + (" and more" if len(entities) > 8 else "") if known else "no entities are configured"
