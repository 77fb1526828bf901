"""Turns that are told in some words: "bragt flot", "сняли с мели", "läuft Öl aus", "steps down", "mis en examen". Pure.

The lexicon of concepts has single words only; what stands in phrases.tsv is read as one of its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from worker.entities.denials import clauses_of
from worker.tokens import Tokens, fold

# The words of a phrase stand within so many: "läuft seit dem Morgen Öl aus" has six.
_WITHIN = 6


class _Phrase(NamedTuple):
    """The word of the lexicon that it is read as, and one word of each of its parts: in any order or, `together`, one after the
    other with nothing between them.
    """

    word: str
    parts: tuple[frozenset[str], ...]
    together: bool = False


@lru_cache(1)
def _table() -> Mapping[str, tuple[_Phrase, ...]]:
    return read_rows(files(__package__).joinpath("phrases.tsv").read_text(encoding="utf-8").splitlines())


def read_rows(lines: Iterable[str]) -> dict[str, tuple[_Phrase, ...]]:
    """Language -> its phrases, from lines as in phrases.tsv. A malformed line is a ValueError that names it."""
    table: dict[str, list[_Phrase]] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        language, word, text, *more = [*line.split("\t"), "", ""]
        together = _NEXT_TO_EACH_OTHER in text
        parts = [part.split("|") for part in text.split(_NEXT_TO_EACH_OTHER if together else _IN_ANY_ORDER)]
        if len(language) != 2 or not word or any(more) or not all(form.isalnum() for part in parts for form in part):
            raise ValueError(f"phrases.tsv:{number}: expected language, word and parts between tabs, got {line!r}")
        table[language].append(_Phrase(fold(word), tuple(frozenset(map(fold, part)) for part in parts), together))
    return {language: tuple(found) for language, found in table.items()}


_NEXT_TO_EACH_OTHER, _IN_ANY_ORDER = " > ", " + "


def phrases(text: str, tokens: Tokens, language: str | None) -> Iterator[tuple[int, str]]:
    """(position, word of the lexicon) for each phrase of a text, at the last of its words; nothing without a language."""
    known = [phrase for phrase in _table().get(language or "", ()) if not _lacks(phrase, tokens.folded)]
    clauses = clauses_of(text, tokens) if known else []
    for phrase in known:
        ends = _ends_together if phrase.together else _ends
        yield from ((at, phrase.word) for at in ends(tokens.folded, phrase.parts, clauses))


def _lacks(phrase: _Phrase, folded: tuple[str, ...]) -> bool:
    """Whether some part of a phrase has no word in a text."""
    return any(part.isdisjoint(folded) for part in phrase.parts)


def _ends_together(folded: tuple[str, ...], parts: tuple[frozenset[str], ...], clauses: list[int]) -> Iterator[int]:
    """Where a phrase ends whose words stand in their order and next to each other in one clause."""
    for end in range(len(parts) - 1, len(folded)):
        start = end - len(parts) + 1
        if clauses[start] == clauses[end] and all(
            word in part for word, part in zip(folded[start : end + 1], parts, strict=True)
        ):
            yield end


def _ends(folded: tuple[str, ...], parts: tuple[frozenset[str], ...], clauses: list[int]) -> Iterator[int]:
    """Where a phrase ends: at the last of its words, each of them another, near each other in one clause."""
    for i, word in enumerate(folded):
        if any(word in part for part in parts):
            window = [folded[at] for at in range(max(0, i - _WITHIN), i + 1) if clauses[at] == clauses[i]]
            if all(not part.isdisjoint(window) for part in parts):
                yield i
