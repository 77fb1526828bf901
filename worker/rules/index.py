"""Which rules hold for a document, without trying them all.

A percolator: each rule is filed under the keys of its rarest required clause; only rules of which a key stands in the
document, and for which every other required clause has a key there too, are evaluated. Same decisions as trying every
rule. A key is a folded word ("cable"), any form of a word ("~cable"), a beginning ("cabl*"), an ending ("*breaker") or an
entity ("$greenland").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase

from worker.model import Document, Match
from worker.rules.beginnings import Beginnings
from worker.rules.explain import evidence, excerpt, tree
from worker.rules.forms import Forms
from worker.rules.match import Names, Reading, anchor, holds
from worker.rules.rule import Rule, RuleDefinition
from worker.rules.syntax import And, AtLeast, Form, Name, Near, Node, Not, Or, Phrase, Score, SomeOf, Word, Zone

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
        self._names, self._forms = (any_rule.names, any_rule.forms) if any_rule else (Names(()), Forms())
        self._clauses: dict[str, list[tuple[Rule, list[Keys]]]] = {}
        rarity = _Rarity(self._names)
        wanted: set[str] = set()
        for rule in self.rules:
            clauses = sorted(required(rule.expression, self._forms), key=rarity.of)
            wanted.update(*clauses)
            for key in sorted(clauses[0]):
                self._clauses.setdefault(key, []).append((rule, clauses[1:]))
        self._finder = _KeyFinder(wanted, self._names, self._forms)

    def read(self, document: Document) -> Reading:
        """The document as these rules read it."""
        return Reading(document, self._names, self._forms)

    def matches(self, document: Document) -> tuple[Match, ...]:
        """The rules that hold, highest severity first, then by id."""
        reading = self.read(document)
        found = [_match(rule, reading) for rule in self.candidates(reading) if _holds(rule, reading)]
        return tuple(sorted(found, key=lambda match: (-match.severity.rank, match.rule)))

    def candidates(self, reading: Reading) -> Iterator[Rule]:
        """The rules that are worth trying: a superset of those that hold, each once."""
        active = self._finder.active(reading)
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
                return (*_where_lines(rule.definition, document), *tree(rule.expression, self.read(document)))
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


def required(node: Node, forms: Forms) -> list[Keys]:
    """Sets of keys of which each must have one in the document; never empty for an expression that the compiler accepts."""
    match node:
        case And(parts=parts):
            return [keys for part in parts for keys in required(part, forms)]
        case Near(left=left, right=right):
            return [*required(left, forms), *required(right, forms)]
        case Phrase(items=items):
            return [keys for item in items for keys in required(item, forms)]
        case Zone(part=part) | AtLeast(part=part):
            return required(part, forms)
        case Or(parts=parts) | SomeOf(parts=parts):
            return [frozenset().union(*(min(required(part, forms), key=len) for part in parts))]
        case Score(parts=parts, points=points):
            counted = [part for part, count in zip(parts, points, strict=True) if count > 0]
            return [frozenset().union(*(min(required(part, forms), key=len) for part in counted))]
        case Not() | Word(form=Form.ANY):
            return []
        case Word(form=Form.TAIL):
            return [frozenset(f"*{tail}" for tail in forms.everywhere(node.plain))]
        case Word():
            return [frozenset((_key(node),))]
        case Name(entity=entity):
            return [frozenset((f"${entity}",))]


def _key(word: Word) -> str:
    return {Form.STEM: f"{word.key}*", Form.INFLECTED: f"~{word.plain}"}.get(word.form, word.key)


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
            return sum(self.of_key(anchor) for anchor in _anchors(self.names, key[1:]))
        return (3.0 if "*" in key else 1.0) / len(key)


def _anchors(names: Names, entity: str) -> Keys:
    """For each alias the key of its longest word: without one of them the entity cannot stand in a text."""
    return frozenset(_key(anchor(variant.pattern)) for variant in names.variants[entity])


# ------------------------------------------------------------------ which keys a document has


class _KeyFinder:
    """Finds those of the wanted keys that stand in a document, from its words alone."""

    def __init__(self, wanted: Iterable[str], names: Names, forms: Forms) -> None:
        self._entities: dict[str, list[str]] = {}
        self._forms: dict[str, list[str]] = {}
        self._word_stems: dict[str, list[str]] = {}
        self._stems: Beginnings[str] = Beginnings()
        self._tails: Beginnings[str] = Beginnings()
        for key in sorted(set(wanted)):
            if key[0] == "$":
                _file(self._entities, names.members.get(key[1:], (key[1:],)), key)
            elif key[0] == "~":
                _file(self._forms, forms.everywhere(key[1:]), key)
                _file(self._word_stems, forms.stems(key[1:]), key)
            elif key[0] == "*":
                self._tails.add(key[:0:-1], key)
            elif key[-1] == "*":
                self._stems.add(key[:-1], key)

    def active(self, reading: Reading) -> set[str]:
        """The document's words themselves, and the words of rules, beginnings, endings and entities that they bring in."""
        active = set(reading.places)
        found: set[str] = set()
        for word in active:
            found.update(self._stems.of(word))
            if self._tails:
                found.update(self._tails.of(word[::-1]))
        found.update(*(self._forms[word] for word in active & self._forms.keys()))
        for language in reading.languages if self._word_stems else ():
            found.update(*(self._word_stems[stem] for stem in reading.stems(language) if stem in self._word_stems))
        found.update(*(self._entities[entity] for entity in self._entities.keys() & reading.likely.keys()))
        return active | found


def _file(index: dict[str, list[str]], under: Iterable[str], key: str) -> None:
    for word in under:
        index.setdefault(word, []).append(key)
