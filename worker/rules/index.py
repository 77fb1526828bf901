"""Which rules hold for a document, without trying them all.

A percolator: each rule is filed under the keys of its rarest required clause; only rules of which a key stands in the
document, and for which every other required clause has a key there too, are evaluated. Same decisions as trying every
rule. A key is a folded word ("cable"), any form of a word ("~cable"), a beginning ("cabl*"), an ending ("*breaker") or an
entity ("$greenland").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase

from worker.model import Document, Match
from worker.rules.explain import evidence, excerpt, tree
from worker.rules.forms import Forms
from worker.rules.lexicon import Lexicon
from worker.rules.match import Names, Reading, holds
from worker.rules.rule import Rule, RuleDefinition
from worker.rules.syntax import And, AtLeast, Form, Name, Near, Node, Not, Or, Phrase, Score, SomeOf, Word, Zone, words_in

Keys = frozenset[str]
_SCHEME = re.compile(r"^[a-z]+://(?:www\.)?", re.IGNORECASE)


class RuleSet:
    """The rules in force: live and on test, not the retired. All must come from one RuleCompiler."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """ValueError when the rules were compiled with different entities."""
        self.rules = tuple(rule for rule in rules if rule.definition.status != "retired")
        compilers = {id(rule.names): rule for rule in self.rules}
        if len(compilers) > 1:
            raise ValueError("rules of one RuleSet must come from one RuleCompiler")
        any_rule = next(iter(compilers.values()), None)
        self._names, forms = (any_rule.names, any_rule.forms) if any_rule else (Names(()), Forms())
        self._lexicon = Lexicon((word for rule in self.rules for word in words_in(rule.expression)), forms)
        self._clauses: dict[str, list[tuple[int, list[Keys]]]] = {}
        self._entities: dict[str, set[str]] = {}  # of each entity the keys that it is a name for: its own, and its groups'
        self._plain: set[str] = set()  # keys that are words of documents as they stand
        rarity = _Rarity(self._names)
        for number, rule in enumerate(self.rules):
            rarest, *others = sorted(required(rule.expression, rarity.of), key=rarity.of)
            for key in sorted(rarest):
                self._clauses.setdefault(key, []).append((number, others))
            for key in rarest.union(*others):
                self._file(key)

    def _file(self, key: str) -> None:
        if key[0] == "$":
            for entity in self._names.members.get(key[1:], (key[1:],)):
                self._entities.setdefault(entity, set()).add(key)
        elif key not in self._lexicon.filed:
            self._plain.add(key)

    def read(self, document: Document) -> Reading:
        """The document as these rules read it."""
        return Reading(document, self._names, self._lexicon)

    def matches(self, document: Document) -> tuple[Match, ...]:
        """The rules that hold, highest severity first, then by id."""
        if not self.rules:
            return ()
        reading = self.read(document)
        found = [_match(rule, reading) for rule in self.candidates(reading) if _holds(rule, reading)]
        return tuple(sorted(found, key=lambda match: (-match.severity.rank, match.rule)))

    def candidates(self, reading: Reading) -> Iterator[Rule]:
        """The rules that are worth trying: a superset of those that hold, each once."""
        active = self._active(reading)
        seen: set[int] = set()
        for key in active & self._clauses.keys():
            for number, others in self._clauses[key]:
                if number not in seen and not _lacks(active, others):
                    seen.add(number)
                    yield self.rules[number]

    def _active(self, reading: Reading) -> set[str]:
        """The words of rules and the entities that may stand there."""
        plain = (reading.places.keys() | reading.joined.keys() if reading.joined else reading.places.keys()) & self._plain
        active = plain.union(reading.standing)
        return active.union(*(self._entities[entity] for entity in self._entities.keys() & reading.likely.keys()))

    def may_tell(self, rule_id: str, document: Document) -> bool:
        """Whether a rule is live and its `where` lets the document in, whatever its text says."""
        definitions = (rule.definition for rule in self.rules if rule.id == rule_id)
        return any(each.status == "live" and not any(_where_lines(each, document)) for each in definitions)

    def explain(self, document: Document, rule_id: str) -> tuple[str, ...]:
        """Line by line which parts of a rule hold for a document; KeyError when no rule in force has that id."""
        for rule in self.rules:
            if rule.id == rule_id:
                return (*_where_lines(rule.definition, document), *tree(rule.expression, self.read(document)))
        raise KeyError(rule_id)


def _lacks(active: set[str], clauses: Sequence[Keys]) -> bool:
    for keys in clauses:  # noqa: SIM110  # a generator costs more than its work here
        if active.isdisjoint(keys):
            return True
    return False


def _holds(rule: Rule, reading: Reading) -> bool:
    return not any(_where_lines(rule.definition, reading.document)) and holds(rule.expression, reading)


def _where_lines(definition: RuleDefinition, document: Document) -> Iterator[str]:
    """Why the document is outside the rule's `where`; nothing when it is inside. An unknown language passes."""
    if definition.languages and document.language is not None and document.language not in definition.languages:
        yield f"✗ where: language {document.language!r} is not one of {', '.join(sorted(definition.languages))}"
    if definition.sources and document.source not in definition.sources:
        yield f"✗ where: source {document.source!r} is not one of {', '.join(sorted(definition.sources))}"
    if document.source in definition.not_sources:
        yield f"✗ where: source {document.source!r} is excluded"
    if definition.urls and not any(_fits(document.url, pattern) for pattern in definition.urls):
        yield f"✗ where: the address is not one of {', '.join(definition.urls)}"
    if definition.max_age is not None and (age := _age(document)) is not None and age > definition.max_age:
        yield f"✗ where: published {age.days} days {age.seconds // 3600} h before it came in, older than the rule allows"


def _fits(url: str | None, pattern: str) -> bool:
    """Whether an address, without its scheme and www., is of the form "example.org/path*"; a host alone means all of it."""
    if url is None:
        return False
    plain = _SCHEME.sub("", url).lower()
    return fnmatchcase(plain, pattern.lower()) or fnmatchcase(plain, pattern.lower().rstrip("/") + "/*")


def _age(document: Document) -> timedelta | None:
    """How long before it came in the document was published; None when that is not known."""
    if document.published is None or document.first_seen is None:
        return None
    return document.first_seen - document.published


def _match(rule: Rule, reading: Reading) -> Match:
    definition = rule.definition
    clauses, found = evidence(rule.expression, reading)
    sentence, inside = excerpt(reading, found)
    return Match(
        rule=definition.id,
        title=definition.title,
        why=definition.why,
        severity=definition.severity,
        live=definition.status == "live",
        channels=definition.channels,
        spans=found,
        clauses=clauses,
        sentence=sentence,
        sentence_spans=inside,
        tags=definition.tags,
    )


# ------------------------------------------------------------------ what a rule requires


def required(node: Node, cost: Callable[[Keys], float] = len) -> list[Keys]:
    """Sets of keys of which each must have one in the document; never empty for an expression that the compiler accepts.

    Of what an alternative requires the set of least `cost` is taken.
    """
    match node:
        case And(parts=parts) | Phrase(items=parts):
            return [keys for part in parts for keys in required(part, cost)]
        case Near(left=left, right=right):
            return [*required(left, cost), *required(right, cost)]
        case Zone(part=part) | AtLeast(part=part):
            return required(part, cost)
        case Or(parts=parts) | SomeOf(parts=parts):
            return [_one_of(parts, cost)]
        case Score(parts=parts, points=points):
            return [_one_of([part for part, count in zip(parts, points, strict=True) if count > 0], cost)]
        case Not() | Word(form=Form.ANY):
            return []
        case Word(filed=filed):
            return [frozenset((filed,))]
        case Name(entity=entity):
            return [frozenset((f"${entity}",))]


def _one_of(parts: Iterable[Node], cost: Callable[[Keys], float]) -> Keys:
    return frozenset().union(*(min(required(part, cost), key=cost) for part in parts))


class _Rarity:
    """A guess how often a set of keys stands in a text: long words are rare, endings and stems and many names are not."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.known: dict[str, float] = {}

    def of(self, keys: Keys) -> float:
        return sum(map(self.of_key, keys))

    def of_key(self, key: str) -> float:
        if key not in self.known:
            self.known[key] = self._guess(key)
        return self.known[key]

    def _guess(self, key: str) -> float:
        if key[0] == "$":
            return sum(self.of_key(anchor) for anchor in self.names.anchors(key[1:]))
        return (3.0 if "*" in key else 1.0) / len(key)
