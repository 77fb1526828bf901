"""Which words of rules stand in a document, and as which of its words: found from the document's side, for all rules at once.

A text has some hundred different words, a set of rules has thousands: looking up each word of the text costs the same for
ten rules and for ten thousand. Every form is filed under the languages in which it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from worker.rules.beginnings import Beginnings
from worker.rules.forms import LANGUAGES, STEMMED, Forms, stem
from worker.rules.syntax import Form, Word
from worker.tokens import fold

# Languages as bits of a number, so that a form, its word and its languages are two small things. Every text has the first.
_ANY_TEXT = 1
_BITS = {language: 2 << number for number, language in enumerate(LANGUAGES)}
_WITH_S = _BITS["da"] | _BITS["no"] | _BITS["sv"] | _BITS["de"]  # NATOs, without an apostrophe
# A flat row (word, languages, word, languages...): half the memory of pairs, and there is one for each form of each word.
_Row = tuple[Any, ...]


class Lexicon:
    """The words of some rules with all that they cover. Not changed once it is made, so threads may share it."""

    def __init__(self, words: Iterable[Word], forms: Forms) -> None:
        """`forms` must have learned the words before."""
        self.forms = forms
        known = {word.filed: word for word in words if word.form not in (Form.WORD, Form.ANY)}
        self.filed = frozenset(known)
        self._forms: dict[str, _Row] = {}
        self._stems: dict[str, _Row] = {}
        self._beginnings: Beginnings[str] = Beginnings()
        self._endings: Beginnings[tuple[str, int]] = Beginnings()
        plain = {word.plain: filed for filed, word in known.items() if word.form is Form.INFLECTED}
        self._file_forms(plain)
        self._file_stems(plain)
        self._file_capitals(word for word in known.values() if word.form is Form.CAPITALS)
        self._file_ends(word for word in known.values() if word.form in (Form.STEM, Form.TAIL))

    def _file_forms(self, plain: Mapping[str, str]) -> None:
        for word, filed in plain.items():
            for form, languages in self._covered(word).items():
                self._forms[form] = (*self._forms.get(form, ()), filed, languages)

    def _covered(self, word: str) -> dict[str, int]:
        """The word as written, in every text, and its dictionary's forms, each in the languages that have it."""
        covered = {fold(word): _ANY_TEXT}
        for language in LANGUAGES:
            for form in self.forms.of(word, language) or ():
                covered[form] = covered.get(form, 0) | _BITS[language]
        return covered

    def _file_capitals(self, words: Iterable[Word]) -> None:
        for word in words:
            for form, languages in ((word.key, _ANY_TEXT), (f"{word.key}s", _WITH_S)):
                self._forms[form] = (*self._forms.get(form, ()), word.filed, languages)

    def _file_stems(self, plain: Mapping[str, str]) -> None:
        found: dict[tuple[str, str], int] = {}
        for language in STEMMED:
            for word, filed in plain.items():
                if self.forms.of(word, language) is None and (common := stem(word, language)):
                    found[common, filed] = found.get((common, filed), 0) | _BITS[language]
        for (common, filed), languages in found.items():
            self._stems[common] = (*self._stems.get(common, ()), filed, languages)

    def _file_ends(self, words: Iterable[Word]) -> None:
        for word in words:
            if word.form is Form.STEM:
                self._beginnings.add(word.key, word.filed)
            else:
                for form, languages in self._covered(word.plain).items():
                    self._endings.add(form[::-1], (word.filed, languages))

    def find(
        self, keys: Mapping[str, object], languages: Collection[str], written: Callable[[], Mapping[str, str]]
    ) -> dict[str, list[str]]:
        """By `Word.filed`, the folded words of a document (`keys`) that are the word of a rule; one may be named twice.

        `languages`: those in which the document is read. `written` gives its folded words as they stand there.
        """
        found: dict[str, list[str]] = {}
        spoken = _ANY_TEXT | sum(_BITS[language] for language in languages)
        self._by_forms(keys, spoken, found)
        words = written() if self._stems else {}
        for language in STEMMED if self._stems else ():
            if language in languages:
                self._by_stems(words, language, found)
        self._by_ends(keys, spoken, found)
        return found

    def _by_forms(self, keys: Mapping[str, object], spoken: int, found: dict[str, list[str]]) -> None:
        for key in keys.keys() & self._forms.keys():
            row = self._forms[key]
            for place in range(0, len(row), 2):
                if row[place + 1] & spoken:
                    found.setdefault(row[place], []).append(key)

    def _by_stems(self, words: Mapping[str, str], language: str, found: dict[str, list[str]]) -> None:
        for key, word in words.items():
            row = self._stems.get(stem(word, language), ())
            for place in range(0, len(row), 2):
                if row[place + 1] & _BITS[language]:
                    found.setdefault(row[place], []).append(key)

    def _by_ends(self, keys: Mapping[str, object], spoken: int, found: dict[str, list[str]]) -> None:
        for key, filed in self._beginnings.among(keys):
            found.setdefault(filed, []).append(key)
        for key, (filed, languages) in self._endings.among([key[::-1] for key in keys] if self._endings else ()):
            if languages & spoken:
                found.setdefault(filed, []).append(key[::-1])
