"""How many have died by what a clause says: "four dead", "kills 12", "the toll rises to four", "Zahl der Toten: vier". Pure.

Papers count the dead as persons, hunters, sailors or not at all: the number that stands with the word for death is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from worker.entities.denials import clauses_of, denied_words
from worker.entities.fears import feared_words
from worker.entities.phrases import phrases
from worker.tokens import Tokens, fold

ConceptsOf = Callable[[str, str | None], Sequence[str]]

# "The number of people killed in the fire aboard the ferry off Vardal has risen to four" has fourteen words between them.
_REACH = 14
# What a number is of: "two of the 70 passengers died". And what it was before: "from two to four".
_WORDS = "of from between av af fra från mellan mellem mellom von der zwischen sur de des entre из с"
_OF_OR_FROM = frozenset(map(fold, _WORDS.split()))
_TOLLS = {"en": frozenset(("toll",)), "fr": frozenset(("bilan",))}
_OTHERS = frozenset(("injury", "missing", "rescue", "found", "evacuate", "search"))


def tolls(
    text: str,
    tokens: Tokens,
    language: str | None,
    concepts: ConceptsOf,
    counts: Mapping[int, str],
) -> Iterator[tuple[str, str]]:
    """(digits, word for death) for each clause that tells of deaths and gives a number; the nearest one.

    `counts`: the numbers among the words that count something, by their place. What is denied or only feared is no toll.
    """
    words = (*enumerate(tokens.folded), *phrases(text, tokens, language)) if counts else ()
    deadly = {i for i, word in words if _is_deadly(word, language, concepts)}
    if not deadly:
        return
    clauses = clauses_of(text, tokens)
    deadly -= denied_words(text, tokens, language) | feared_words(text, tokens, language)
    usable = {i for i in counts if not _is_apart(tokens.folded, i, language, concepts)}
    for clause in sorted({clauses[i] for i in deadly}):
        here = {i for i in deadly if clauses[i] == clause}
        if near := _nearest(here, {i for i in usable if clauses[i] == clause}):
            yield counts[near[1]], tokens.folded[near[0]]


def _is_deadly(word: str, language: str | None, concepts: ConceptsOf) -> bool:
    return "death" in concepts(word, language) or word in _TOLLS.get(language or "", ())


def _is_apart(folded: tuple[str, ...], i: int, language: str | None, concepts: ConceptsOf) -> bool:
    """Whether a number is that of a whole, of before, or of the hurt and the missing."""
    before = _OF_OR_FROM.intersection(folded[max(0, i - 2) : i])
    return bool(before) or any(not _OTHERS.isdisjoint(concepts(word, language)) for word in folded[i + 1 : i + 2])


def _nearest(deadly: Set[int], numbers: Set[int]) -> tuple[int, int] | None:
    """(place of the word for death, place of the number) that stand nearest to each other, the later number first."""
    pairs = [(abs(i - j), -j, i) for i in deadly for j in numbers if abs(i - j) <= _REACH]
    if not pairs:
        return None
    _, number, word = min(pairs)
    return word, -number
