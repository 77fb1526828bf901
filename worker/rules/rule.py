"""A watch rule: its definition as configured, and compiled, with every fault that a person can mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from worker.model import Alerting, Document, DocumentId, Entity, Severity
from worker.rules.explain import findings, tree
from worker.rules.forms import Forms, LookUp
from worker.rules.implied import contradictions
from worker.rules.lexicon import Lexicon
from worker.rules.match import Names, Reading, holds
from worker.rules.needs import parsed, requirements
from worker.rules.syntax import (
    And,
    AtLeast,
    Form,
    Name,
    Node,
    Not,
    Or,
    QueryError,
    Score,
    SomeOf,
    Zone,
    parse,
    show,
    walk,
    words_in,
)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must match or must ignore. `language` None: read in all languages."""

    text: str
    title: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreDefinition:
    """Points by expression, of which `at_least` are needed; an expression counts at most `cap` times."""

    at_least: int
    points: tuple[tuple[str, int], ...]
    cap: int = 1


@dataclass(frozen=True, slots=True)
class RuleDefinition:
    """A rule as configured. `status`: "live", "test" (matched and logged, never sent) or "retired" (not tried at all).

    `query` and every line of `all` must hold, at least one line of `any`, none of `none`, and of `at_least` (n, lines)
    n lines; of `score` the points must add up. Empty `channels`: all channels. Empty `languages`, `sources` and `urls`: any.
    `max_age`: from the publication to the moment when the document came in. `place` is where it stands, "file:line".
    """

    id: str
    title: str
    why: str = ""
    status: str = "live"
    severity: Severity = Severity.NORMAL
    tags: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    query: str | None = None
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    at_least: tuple[int, tuple[str, ...]] | None = None
    score: ScoreDefinition | None = None
    languages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    not_sources: frozenset[str] = frozenset()
    urls: tuple[str, ...] = ()
    max_age: timedelta | None = None
    alerting: Alerting = field(default_factory=Alerting)
    must_match: tuple[Example, ...] = ()
    must_ignore: tuple[Example, ...] = ()
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RuleFault:
    """What is wrong with a rule. `path` leads from the rule's mapping to the culprit: ("match", "all", 0).

    `position` is the 0-based character in the expression there, None when the whole value is meant. `detail` says of an
    example that failed what decided, and below it the whole clause tree, one line a clause. `of_key`: the key is meant that
    the path ends with.
    """

    path: Path
    position: int | None
    message: str
    hint: str = ""
    detail: str = ""
    of_key: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to be tried. `names` and `forms` are the entities and word forms that it was compiled with."""

    definition: RuleDefinition
    expression: Node
    names: Names
    forms: Forms

    @property
    def id(self) -> str:
        return self.definition.id


Compiled = tuple[Rule | None, tuple[RuleFault, ...]]


class RuleCompiler:
    """Turns definitions into rules. All rules of one compiler share its entities and word forms."""

    def __init__(self, entities: Sequence[Entity] | Names, look_up: LookUp | None = None) -> None:
        """QueryError (a ValueError) for an alias that cannot be looked for, such as one with a star in the middle.

        `look_up` gives the dictionary's forms of words; without one the stems of words decide.
        """
        self.names = entities if isinstance(entities, Names) else Names(entities)
        self.forms = Forms(look_up)

    @classmethod
    def of(cls, rule: Rule) -> RuleCompiler:
        """A compiler whose rules may stand beside this one."""
        compiler = cls(rule.names)
        compiler.forms = rule.forms
        return compiler

    def compile(self, definition: RuleDefinition) -> Compiled:
        """The rule, or None and every fault at once. The rule's own examples are part of the check."""
        return self.compile_all([definition])[0]

    def compile_all(self, definitions: Sequence[RuleDefinition]) -> list[Compiled]:
        """For each definition what `compile` gives; their words are looked up in one go."""
        parsed = [self._parsed(definition) for definition in definitions]
        words = [word for node, _ in parsed if node for word in words_in(node)]
        self.forms.learn(word.plain for word in words if word.form in (Form.INFLECTED, Form.TAIL))
        lexicon = Lexicon(words, self.forms)
        return [self._checked(definition, *found, lexicon) for definition, found in zip(definitions, parsed, strict=True)]

    def _parsed(self, definition: RuleDefinition) -> tuple[Node | None, tuple[RuleFault, ...]]:
        faults: list[RuleFault] = []
        expression = self._expression(definition, faults)
        return (None if faults else expression), tuple(faults)

    def _checked(
        self, definition: RuleDefinition, expression: Node | None, faults: tuple[RuleFault, ...], lexicon: Lexicon
    ) -> Compiled:
        if expression is None:
            return None, faults
        rule = Rule(definition, expression, self.names, self.forms)
        failed = tuple(_example_faults(rule, lexicon))
        return (None, failed) if failed else (rule, ())

    def _expression(self, definition: RuleDefinition, faults: list[RuleFault]) -> Node | None:
        wanted = self._wanted(definition, faults)
        denied = [Not(0, node) for node in self._lines(definition.none, ("match", "none"), faults)]
        if faults:
            return None
        if not wanted:
            hint = "add query:, all:, any: or score: with a word that must be there"
            faults.append(RuleFault(("match",), None, "no required word: the rule would be tried on every document", hint))
            return None
        parts = (*wanted, *denied)
        expression = parts[0] if len(parts) == 1 else And(0, parts)
        if weak := self._weak(expression):
            faults.append(_weak_fault(weak))
        for given, ruled_out in contradictions(expression, self.names.members):
            faults.append(_never(given, ruled_out, *_place_of(ruled_out, definition, parts)))
        return expression

    def _wanted(self, definition: RuleDefinition, faults: list[RuleFault]) -> list[Node]:
        """The parts of a rule that must hold."""
        wanted = self._lines((definition.query,), ("match", "query"), faults) if definition.query is not None else []
        wanted += self._lines(definition.all, ("match", "all"), faults)
        if choices := self._lines(definition.any, ("match", "any"), faults):
            wanted.append(choices[0] if len(choices) == 1 else Or(0, tuple(choices)))
        if definition.at_least is not None:
            wanted += self._some_of(*definition.at_least, faults)
        if definition.score is not None:
            wanted += self._score(definition.score, faults)
        return wanted

    def _some_of(self, count: int, lines: Sequence[str], faults: list[RuleFault]) -> list[Node]:
        path = ("match", "at_least")
        if not 1 <= count <= len(lines):
            message = f"{count} of {len(lines)} lines: the number must be 1 to {len(lines)}"
            faults.append(RuleFault((*path, "n"), None, message, "change n, or add lines to of:"))
        parts = self._lines(lines, (*path, "of"), faults)
        return [SomeOf(0, count, tuple(parts))] if parts else []

    def _score(self, score: ScoreDefinition, faults: list[RuleFault]) -> list[Node]:
        before = len(faults)
        parts = [self._parsed_key(text, faults) for text, _ in score.points]
        points = tuple(count for _, count in score.points)
        most = sum(count for count in points if count > 0) * score.cap
        if most < score.at_least:
            message = f"at_least: {score.at_least} points can never be reached, the most is {most}"
            faults.append(RuleFault(("score", "at_least"), None, message, "lower at_least, or give more points"))
        return [Score(0, score.at_least, score.cap, tuple(filter(None, parts)), points)] if len(faults) == before else []

    def _parsed_key(self, text: str, faults: list[RuleFault]) -> Node | None:
        """The tree of an expression that is a key of `points`."""
        try:
            return parse(text, self.names.ids)
        except QueryError as error:
            faults.append(RuleFault(("score", "points", text), error.position, error.message, error.hint, of_key=True))
            return None

    def _lines(self, lines: Sequence[str], path: Path, faults: list[RuleFault]) -> list[Node]:
        """The trees of the lines that can be read; a fault for each of the others."""
        nodes = []
        for number, line in enumerate(lines):
            try:
                nodes.append(parse(line, self.names.ids))
            except QueryError as error:
                where = path if path[-1] == "query" else (*path, number)
                faults.append(RuleFault(where, error.position, error.message, error.hint))
        return nodes

    def _weak(self, node: Node) -> str:
        """The weak entity that could fire this expression all alone, or ""."""
        match node:
            case Name(entity=entity):
                return entity if entity in self.names.weak else ""
            case Zone(part=part) | AtLeast(part=part):
                return self._weak(part)
            case And(parts=parts):
                positive = [part for part in parts if not isinstance(part, Not)]
                return self._weak(positive[0]) if len(positive) == 1 else ""
            case Or(parts=parts):
                return next(filter(None, map(self._weak, parts)), "")
            case SomeOf(count=1, parts=parts):
                return next(filter(None, map(self._weak, parts)), "")
            case Score(at_least=least, cap=cap, parts=parts, points=points):
                alone = (part for part, count in zip(parts, points, strict=True) if count * cap >= least)
                return next(filter(None, map(self._weak, alone)), "")
            case _:
                return ""


def _weak_fault(entity: str) -> RuleFault:
    message = f"${entity} alone would fire this rule, and it is a weak entity: true of many texts that nobody watches for"
    return RuleFault(("match",), None, message, f"ask for a place or an action beside it, as in ${entity} NEAR/s $arctic")


def _place_of(ruled_out: Not, definition: RuleDefinition, parts: Sequence[Node]) -> tuple[Path, int | None]:
    """Where a NOT of a rule is written: the line of `none`, or the line of `query` or `all` and the character in it."""
    lines = len(definition.none)
    for number, node in enumerate(parts[len(parts) - lines :]):
        if node is ruled_out:
            return ("match", "none", number), 0
    paths: list[Path] = [("match", "query")] if definition.query is not None else []
    paths += [("match", "all", number) for number in range(len(definition.all))]
    for path, node in zip(paths, parts, strict=False):
        if any(inner is ruled_out for inner, _ in walk(node)):
            return path, ruled_out.position
    return ("match",), None


def _never(given: Node, ruled_out: Not, path: Path, position: int | None) -> RuleFault:
    message = f"this rule can never hold: {_short(show(given))!r} must be there, and {_short(show(ruled_out.part))!r} must not"
    return RuleFault(path, position, message, "remove one of the two, or narrow what must not be there")


# ------------------------------------------------------------------ examples


def _example_faults(rule: Rule, lexicon: Lexicon) -> Iterator[RuleFault]:
    definition = rule.definition
    for kind, examples, wanted in (("match", definition.must_match, True), ("ignore", definition.must_ignore, False)):
        for number, example in enumerate(examples):
            reading = Reading(_document(example), rule.names, lexicon)
            if holds(rule.expression, reading) != wanted:
                yield _example_fault(rule, kind, number, example, reading)


def _document(example: Example) -> Document:
    return Document(DocumentId(0), "example", None, example.title, example.text, language=example.language)


def _example_fault(rule: Rule, kind: str, number: int, example: Example, reading: Reading) -> RuleFault:
    verdict = "must match and does not" if kind == "match" else "must be ignored and matches"
    message = f"rule {rule.id!r}: this example {verdict}: {_short(example.title or example.text)!r}"
    hint = "change the example or the rule; ✓ and ✗ show what held"
    clauses = list(tree(rule.expression, reading))
    decisive = [f"missing: {text}" for text in _missing(clauses)] or [
        f"holds by: {text}" for text in findings(rule.expression, reading)
    ]
    return RuleFault(("examples", kind, number), None, message, hint, "\n".join((*decisive, *clauses)))


def _missing(clauses: Sequence[str]) -> list[str]:
    """What a rule lacks, read from its clause tree; nothing of one that holds."""
    wanted = [each for part in parsed(clauses) if not part.good for each in requirements(part)]
    return [text for good, text in wanted if not good]


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
