"""What a rule can be read as that its writer hardly means: told by `check`, refused by nobody. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from worker.rules.rule import RuleDefinition

_QUOTED = r'"[^"]*"'
_TERM = rf"(?:{_QUOTED}|[\w*=$'’-]+)"
# It begins at a word's beginning: from each letter on, a word of thousands of letters would be read to its end.
_SMALL = r"(?!AND\b|OR\b|NOT\b)(?i:and|or|not)"
_LOOSE = re.compile(rf"(?<![\w*=$'’-]){_TERM}\s+(?P<word>{_SMALL})\s+{_TERM}|{_QUOTED}")


def doubts(definition: RuleDefinition) -> Iterator[str]:
    """For each line of a rule in which "and", "or" or "not" stands in small letters: what it is looked for as, and what to do.

    Such a word is part of a phrase ("oil and gas"), which in quotes is certainly meant.
    """
    for line in _lines(definition):
        for found in _LOOSE.finditer(line):
            if word := found["word"]:
                meant = f"{word.upper()} in capitals is the operator, quotes say that the phrase is meant"
                yield f"{found[0]!r} is looked for as a phrase; {meant}"


def _lines(definition: RuleDefinition) -> Iterator[str]:
    """The expressions of a rule as they are written."""
    yield from filter(None, (definition.query,))
    yield from (*definition.all, *definition.any, *definition.none)
    if definition.at_least is not None:
        yield from definition.at_least[1]
    if definition.score is not None:
        yield from (text for text, _ in definition.score.points)
