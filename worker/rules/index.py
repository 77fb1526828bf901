"""Which rules hold for a document, without trying them all.

A percolator: each rule is filed under the keys of its rarest required clause; only rules of which a key stands in the
document, and for which every other required clause has a key there too, are evaluated. Same decisions as trying every
rule. A key is a folded word ("cable"), a stem ("cabl*"), an ending ("*breaker") or an entity ("$greenland").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from worker.model import Document, Match
from worker.rules.explain import evidence, excerpt, tree
from worker.rules.match import Names, Reading, holds
from worker.rules.rule import Rule, RuleDefinition
from worker.rules.syntax import And, AtLeast, Form, Name, Near, Node, Not, Or, Phrase, SomeOf, Word, Zone

Keys = frozenset[str]
_BUCKET = 3  # letters; the shortest stem a rule may have (aliases may be shorter)


class RuleSet:
    """The rules in force: live and on test, not the retired. All must come from one RuleCompiler."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """ValueError when the rules were compiled with different entities."""
        self.rules = tuple(rule for rule in rules if rule.definition.status != "retired")
        catalogues = {id(rule.names): rule.names for rule in self.rules}
        if len(catalogues) > 1:
            raise ValueError("rules of one RuleSet must come from one RuleCompiler")
        self._names = next(iter(catalogues.values()), Names(()))
        self._clauses: dict[str, list[tuple[Rule, list[Keys]]]] = {}
        rarity = _Rarity(self._names)
        wanted: set[str] = set()
        for rule in self.rules:
            clauses = sorted(required(rule.expression), key=rarity.of)
            wanted.update(*clauses)
            for key in sorted(clauses[0]):
                self._clauses.setdefault(key, []).append((rule, clauses[1:]))
        self._finder = _KeyFinder(wanted, self._names)

    def matches(self, document: Document) -> tuple[Match, ...]:
        """The rules that hold, highest severity first, then by id."""
        reading = Reading(document, self._names)
        found = [_match(rule, reading) for rule in self.candidates(reading) if _holds(rule, reading)]
        return tuple(sorted(found, key=lambda match: (-match.severity.rank, match.rule)))

    def candidates(self, reading: Reading) -> Iterator[Rule]:
        """The rules that are worth trying: a superset of those that hold, each once."""
        active = self._finder.active(reading.places)
        seen: set[str] = set()
        for key in active & self._clauses.keys():
            for rule, others in self._clauses[key]:
                if rule.id not in seen and not any(active.isdisjoint(clause) for clause in others):
                    seen.add(rule.id)
                    yield rule

    def explain(self, document: Document, rule_id: str) -> tuple[str, ...]:
        """Line by line which parts of a rule hold for a document; KeyError when no rule in force has that id."""
        for rule in self.rules:
            if rule.id == rule_id:
                return (*_where_lines(rule.definition, document), *tree(rule.expression, Reading(document, self._names)))
        raise KeyError(rule_id)


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


def required(node: Node) -> list[Keys]:
    """Sets of keys of which each must have one in the document; never empty for an expression that the compiler accepts."""
    match node:
        case And(parts=parts):
            return [keys for part in parts for keys in required(part)]
        case Near(left=left, right=right):
            return [*required(left), *required(right)]
        case Phrase(items=items):
            return [keys for item in items for keys in required(item)]
        case Zone(part=part) | AtLeast(part=part):
            return required(part)
        case Or(parts=parts) | SomeOf(parts=parts):
            return [frozenset().union(*(min(required(part), key=len) for part in parts))]
        case Not() | Word(form=Form.ANY):
            return []
        case Word():
            return [frozenset((_key(node),))]
        case Name(entity=entity):
            return [frozenset((f"${entity}",))]


def _key(word: Word) -> str:
    return {Form.STEM: f"{word.key}*", Form.TAIL: f"*{word.key}"}.get(word.form, word.key)


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
        if key.startswith("$"):
            return sum(self.of_key(anchor) for anchor in _anchors(self.names, key[1:]))
        return (3.0 if "*" in key else 1.0) / len(key)


def _anchors(names: Names, entity: str) -> Keys:
    """For each alias the key of its longest word: without one of them the entity cannot stand in a text."""
    return frozenset(_anchor(variant.pattern) for variant in names.variants[entity])


def _anchor(pattern: Word | Phrase) -> str:
    words = [pattern] if isinstance(pattern, Word) else [item for item in pattern.items if isinstance(item, Word)]
    return _key(max(words, key=lambda word: len(word.key)))


# ------------------------------------------------------------------ which keys a document has


class _KeyFinder:
    """Finds those of the wanted keys that stand in a document, from its words alone."""

    def __init__(self, wanted: Iterable[str], names: Names) -> None:
        self._entities: dict[str, list[str]] = {}
        keys = set(wanted)
        for key in sorted(keys):
            if key.startswith("$"):
                for anchor in _anchors(names, key[1:]):
                    self._entities.setdefault(anchor, []).append(key)
        keys.update(self._entities)
        self._stems = _buckets((key for key in keys if key.endswith("*")), turn=1)
        self._tails = _buckets((key[::-1] for key in keys if key.startswith("*")), turn=-1)

    def active(self, words: Iterable[str]) -> set[str]:
        """The document's words themselves, and the stems, endings and entities that they bring in."""
        active = set(words)
        found: set[str] = set()
        for word in active:
            found.update(_begun(word, self._stems))
            if self._tails:
                found.update(_begun(word[::-1], self._tails))
        active |= found
        active.update(*(self._entities[key] for key in active & self._entities.keys()))
        return active


def _buckets(stems: Iterable[str], turn: int) -> Mapping[str, list[tuple[str, str]]]:
    """(stem, key) under the stem's first letters."""
    buckets: dict[str, list[tuple[str, str]]] = {}
    for stem in stems:
        buckets.setdefault(stem[:-1][:_BUCKET], []).append((stem[:-1], stem[::turn]))
    return buckets


def _begun(word: str, buckets: Mapping[str, list[tuple[str, str]]]) -> Iterator[str]:
    for length in range(1, _BUCKET + 1):
        for stem, key in buckets.get(word[:length], ()) if length <= len(word) else ():
            if word.startswith(stem):
                yield key
