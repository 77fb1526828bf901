"""Proper names of exercises and ships, beside the word that says what they are: "øvelse Vinterskjold", tanker «Валора». Pure.

What a prize is given for names it as well: six Nobel prizes are told within a week, in sentences that differ in nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence

from worker.entities.spelling import skeleton
from worker.tokens import Tokens

ConceptsOf = Callable[[str, str | None], Sequence[str]]

# Concepts of things that have names of their own. A "ship" may be any of the others.
KINDS = frozenset((
    "aircraft-carrier", "cargo-ship", "exercise", "ferry", "frigate", "icebreaker", "ship", "submarine", "tanker", "trawler",
))  # fmt: skip
# What prizes and championships of one name are told apart by.
FIELDS = {
    "prize": frozenset(("physics", "chemistry", "medicine", "literature", "economics", "peace", "film", "music", "journalist")),
    "championship": frozenset(("football", "handball", "hockey", "tennis", "ski")),
}
_OPENING = frozenset("\"“”„«»‘’'")
_MARKS = "\"“”„«»‘’' "
_LONGEST = 4  # words of a name: "Admiral Flota Sovetskogo Soyuza"
_FEWEST_LETTERS = 3
# What stands before the name of a ship and is none: M/V, MT, KV, USS; folded.
_PREFIXES = frozenset((
    "m", "v", "s", "t", "mv", "mt", "ms", "ss", "kv", "hms", "uss", "usns", "uscgc", "ccgs", "rfs", "knm", "hdms", "hnoms", "fgs",
))  # fmt: skip
# Every noun of these languages has a capital letter: only what stands in quotation marks is a name.
_CAPITAL_NOUNS = frozenset(("de",))
_EXERCISE = "exercise"


def called(text: str, tokens: Tokens, language: str | None, concepts: ConceptsOf, other: Container[int]) -> Iterator[str]:
    """Names with what they are of, "exercise|vntrskld", by their sounds; `other` are words that belong to no such name.

    A name stands behind the word ("tanker Hedda", øvelsen «Vinterskjold»); that of an exercise before it too, where it has
    two words or a hyphen ("Clockwork Spear exercise", "Cold Response-øvelsen").
    """
    for i, word in enumerate(tokens.folded):
        for kind in KINDS.intersection(concepts(word, language)):
            names = [_behind(text, tokens, i, language, other)]
            if kind == _EXERCISE:
                names.append(_before(text, tokens, i, language, concepts, other))
            for name in filter(None, names):
                yield f"{kind}|{name}"
    yield from _fields(tokens, language, concepts)


def _fields(tokens: Tokens, language: str | None, concepts: ConceptsOf) -> Iterator[str]:
    """What a prize or a championship is for, "prize|physics", wherever it stands among the words."""
    about = {concept for word in tokens.folded for concept in concepts(word, language)}
    for kind in FIELDS.keys() & about:
        yield from (f"{kind}|{field}" for field in FIELDS[kind] & about)


def _behind(text: str, tokens: Tokens, index: int, language: str | None, other: Container[int]) -> str:
    """The name that follows a word at once, or ""."""
    at = index + 1
    while at < len(tokens) and tokens.folded[at] in _PREFIXES:
        at += 1
    if at >= len(tokens):
        return ""
    gap = _between(text, tokens, at - 1)
    quoted = gap.rstrip()[-1:] in _OPENING
    if gap.strip(_MARKS) or not gap or (language in _CAPITAL_NOUNS and not quoted):
        return ""
    return _name(tokens, list(_run(text, tokens, at, other, quoted=quoted)), language)


def _run(text: str, tokens: Tokens, at: int, other: Container[int], *, quoted: bool) -> Iterator[int]:
    """The words of a name from one on: up to the closing mark, or as long as they have capital letters."""
    for i in range(at, min(len(tokens), at + _LONGEST)):
        if i > at and _between(text, tokens, i - 1) not in (" ", "-"):
            return
        if not quoted and (i in other or not _may_be_of_a_name(tokens.words[i])):
            return
        yield i


def _before(text: str, tokens: Tokens, index: int, language: str | None, concepts: ConceptsOf, other: Container[int]) -> str:
    """The name of two words or more that ends before a word, or "". Two of them say nothing ("Home Guard exercise")."""
    if language in _CAPITAL_NOUNS:
        return ""
    run: list[int] = []
    for i in range(index - 1, max(-1, index - 1 - _LONGEST), -1):
        if _between(text, tokens, i) not in (" ", "-", " -") or i in other or not _may_be_of_a_name(tokens.words[i]):
            break
        run.insert(0, i)
    plain = [i for i in run if not concepts(tokens.folded[i], language) and not tokens.words[i].isdecimal()]
    return _name(tokens, run, language) if len(plain) > 1 else ""


def _may_be_of_a_name(word: str) -> bool:
    return word[0].isupper() or word.isdecimal()


def _name(tokens: Tokens, run: Sequence[int], language: str | None) -> str:
    words = [tokens.folded[i] for i in run if not tokens.folded[i].isdecimal()]
    return " ".join(skeleton(word, language) for word in words) if sum(map(len, words)) >= _FEWEST_LETTERS else ""


def _between(text: str, tokens: Tokens, index: int) -> str:
    """What stands between a word and the next one."""
    return text[tokens.ends[index] : tokens.starts[index + 1]].replace("\u00a0", " ")
