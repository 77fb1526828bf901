"""A watch rule: its definition as configured, and compiled, with every fault that a person can mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.model import Document, DocumentId, Entity, Severity
from worker.rules.explain import tree
from worker.rules.match import Names, Reading, holds
from worker.rules.syntax import And, AtLeast, Name, Node, Not, Or, QueryError, SomeOf, Zone, parse

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must match or must ignore. `language` None: read in all languages."""

    text: str
    title: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RuleDefinition:
    """A rule as configured. `status`: "live", "test" (matched and logged, never sent) or "retired" (not tried at all).

    `query` and every line of `all` must hold, at least one line of `any`, none of `none`, and of `at_least` (n, lines)
    n lines. Empty `channels`: all channels. Empty `languages` and `sources`: any.
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
    languages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    not_sources: frozenset[str] = frozenset()
    must_match: tuple[Example, ...] = ()
    must_ignore: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFault:
    """What is wrong with a rule. `path` leads from the rule's mapping to the culprit: ("match", "all", 0).

    `position` is the 0-based character in the expression there, None when the whole value is meant. `detail` is the
    clause tree of an example that failed, one line a clause.
    """

    path: Path
    position: int | None
    message: str
    hint: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to be tried. `names` are the entities that its expression was compiled with."""

    definition: RuleDefinition
    expression: Node
    names: Names

    @property
    def id(self) -> str:
        return self.definition.id


class RuleCompiler:
    """Turns definitions into rules. All rules of one compiler share its entities."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        """QueryError (a ValueError) for an alias that cannot be looked for, such as one with a star in the middle."""
        self.names = Names(entities)

    def compile(self, definition: RuleDefinition) -> tuple[Rule | None, tuple[RuleFault, ...]]:
        """The rule, or None and every fault at once. The rule's own examples are part of the check."""
        faults: list[RuleFault] = []
        expression = self._expression(definition, faults)
        if expression is None or faults:
            return None, tuple(faults)
        rule = Rule(definition, expression, self.names)
        faults += _example_faults(rule)
        return (None, tuple(faults)) if faults else (rule, ())

    def _expression(self, definition: RuleDefinition, faults: list[RuleFault]) -> Node | None:
        wanted = self._wanted(definition, faults)
        denied = [Not(0, node) for node in self._lines(definition.none, ("match", "none"), faults)]
        if faults:
            return None
        if not wanted:
            hint = "add query:, all: or any: with a word that must be there"
            faults.append(RuleFault(("match",), None, "no required word: the rule would be tried on every document", hint))
            return None
        parts = (*wanted, *denied)
        expression = parts[0] if len(parts) == 1 else And(0, parts)
        if weak := self._weak(expression):
            faults.append(_weak_fault(weak))
        return expression

    def _wanted(self, definition: RuleDefinition, faults: list[RuleFault]) -> list[Node]:
        """The parts of a rule that must hold."""
        wanted = self._lines((definition.query,), ("match", "query"), faults) if definition.query is not None else []
        wanted += self._lines(definition.all, ("match", "all"), faults)
        if choices := self._lines(definition.any, ("match", "any"), faults):
            wanted.append(choices[0] if len(choices) == 1 else Or(0, tuple(choices)))
        if definition.at_least is not None:
            wanted += self._some_of(*definition.at_least, faults)
        return wanted

    def _some_of(self, count: int, lines: Sequence[str], faults: list[RuleFault]) -> list[Node]:
        path = ("match", "at_least")
        if not 1 <= count <= len(lines):
            message = f"{count} of {len(lines)} lines: the number must be 1 to {len(lines)}"
            faults.append(RuleFault((*path, "n"), None, message, "change n, or add lines to of:"))
        parts = self._lines(lines, (*path, "of"), faults)
        return [SomeOf(0, count, tuple(parts))] if parts else []

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
            case _:
                return ""


def _weak_fault(entity: str) -> RuleFault:
    message = f"${entity} alone would fire this rule, and it is a weak entity: true of many texts that nobody watches for"
    return RuleFault(("match",), None, message, f"ask for a place or an action beside it, as in ${entity} NEAR/s $arctic")


# ------------------------------------------------------------------ examples


def _example_faults(rule: Rule) -> Iterator[RuleFault]:
    definition = rule.definition
    for kind, examples, wanted in (("match", definition.must_match, True), ("ignore", definition.must_ignore, False)):
        for number, example in enumerate(examples):
            reading = Reading(_document(example), rule.names)
            if holds(rule.expression, reading) != wanted:
                yield _example_fault(rule, kind, number, example, reading)


def _document(example: Example) -> Document:
    return Document(DocumentId(0), "example", None, example.title, example.text, language=example.language)


def _example_fault(rule: Rule, kind: str, number: int, example: Example, reading: Reading) -> RuleFault:
    verdict = "must match and does not" if kind == "match" else "must be ignored and matches"
    message = f"rule {rule.id!r}: this example {verdict}: {_short(example.title or example.text)!r}"
    hint = "change the example or the rule; ✓ and ✗ show what held"
    return RuleFault(("examples", kind, number), None, message, hint, "\n".join(tree(rule.expression, reading)))


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
