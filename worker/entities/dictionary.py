"""Word forms from simplemma's dictionaries: each language in a process of its own, answers kept in a folder.

The only importer of simplemma. A dictionary is large (Finnish: 3.5 million words), so it is loaded where it can be killed and
where its memory is given back; what was asked once is answered from a file. `python -m worker.entities.dictionary LANGUAGE`
is that process: terms as a JSON list on standard input, forms as a JSON object on standard output.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, ItemsView, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from worker.entities.forms import Forms, Found, inflected, may_be, settled
from worker.tokens import count

LANGUAGES = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr")
# Our Norwegian is both written ones; where they disagree Bokmål decides.
_DICTIONARIES = {"no": ("nb", "nn")}
# Raised with every change of what `forms` makes of a dictionary: older answers are asked again.
ALGORITHM = 1
# Finnish, the largest, takes 6 s and 73 MiB with 50 terms and with 2,000 (one core of a small server); ten times that is a
# machine too slow to wait for.
TIMEOUT_S = 60.0
# Terms that a cache file keeps; beyond, those that are not asked for now are forgotten.
MOST_KEPT = 20_000
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]

Answers = dict[str, Forms | None]  # by term; None: the dictionary does not know it


def installed() -> bool:
    """Whether the optional dictionaries are there (extra `forms`)."""
    return importlib.util.find_spec("simplemma") is not None


class FormBook:
    """The forms of terms in all languages.

    `cache` is a folder for the answers, made when needed, or None for none. Several processes may share it. `problems` says
    what went wrong in the last call of `forms_of`, one sentence each, for a person; empty when all is well.
    """

    def __init__(
        self,
        cache: Path | None,
        languages: Sequence[str] = LANGUAGES,
        *,
        command: Sequence[str] = (sys.executable, "-m", "worker.entities.dictionary"),
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.problems: tuple[str, ...] = ()
        self._cache = cache
        self._languages = tuple(languages)
        self._command = tuple(command)
        self._timeout_s = timeout_s
        self._answers: dict[str, Answers] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def forms_of(
        self, terms: Collection[str], progress: Callable[[str], None] = lambda line: None
    ) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """language -> term -> its folded forms, only for what is known. {} when simplemma is not installed.

        Asks one language after the other, and only for terms that were not asked before; `progress` hears of each. A
        language that fails has no forms this time, is named in `problems`, and is asked again next time.
        """
        self.problems = ()
        if not installed():
            return {}
        found = {language: self._known(language, set(terms), progress) for language in self._languages}
        return {language: forms for language, forms in settled(found).items() if forms}

    def kept(self, terms: Collection[str]) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """What `forms_of` gave for these terms before; nobody is asked for the others."""
        if not installed():
            return {}
        found = {language: self._kept(language, terms) for language in self._languages}
        return {language: forms for language, forms in settled(found).items() if forms}

    def _kept(self, language: str, terms: Collection[str]) -> dict[str, Forms]:
        answers = self._remembered(language)
        return {term: forms for term in sorted(terms) if may_be(term, language) and (forms := answers.get(term)) is not None}

    def missing(self, terms: Collection[str]) -> set[str]:
        """The terms that some dictionary was not asked for yet; none when simplemma is not installed."""
        languages = self._languages if installed() else ()
        return {
            term for language in languages for term in terms if may_be(term, language) and term not in self._remembered(language)
        }

    def stop(self) -> None:
        """End the question in hand, from another thread; `forms_of` then returns with what it has, and asks nothing more."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def _known(self, language: str, terms: set[str], progress: Callable[[str], None]) -> dict[str, Forms]:
        asked = sorted(term for term in terms if may_be(term, language))
        answers = self._remembered(language)
        missing = [term for term in asked if term not in answers]
        if missing and not self._stopped:
            progress(f"word forms: {language}, {count(len(missing), 'new word')}")
            self._ask(language, missing, frozenset(asked))
        return self._kept(language, asked)

    def _remembered(self, language: str) -> Answers:
        if language not in self._answers:
            self._answers[language] = _read(self._cache, language)
        return self._answers[language]

    def _ask(self, language: str, missing: Sequence[str], needed: Collection[str]) -> None:
        try:
            answers = self._ask_process([*self._command, language], missing)
        except _NoAnswerError as error:
            self._report(f"no word forms for {language}: {error}; words match as written and by their stem until it works")
            return
        self._answers[language].update(answers)
        if self._cache is not None:
            try:
                _write(self._cache, language, self._answers[language], needed)
            except OSError as error:
                self._report(
                    f"word forms are not kept: cannot write to {str(self._cache)!r} ({error.strerror}); make it writable"
                )

    def _ask_process(self, command: Sequence[str], terms: Sequence[str]) -> Answers:
        """What is known of each term."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
            )
        except OSError as error:
            raise _NoAnswerError(f"its process cannot be started ({error.strerror})") from error
        with self._process as process:
            if self._stopped:
                process.kill()
            try:
                output, errors = process.communicate(json.dumps(terms).encode(), self._timeout_s)
            except subprocess.TimeoutExpired:
                raise _NoAnswerError(f"the dictionary took more than {self._timeout_s:g} s and was ended") from None
            finally:
                process.kill()  # nothing for one that has ended
                self._process = None
        if process.returncode:
            raise _NoAnswerError(_why_it_died(process.returncode, errors))
        return _answers(output, terms)

    def _report(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems += (problem,)


# ------------------------------------------------------------------ the process of a language, from outside


class _NoAnswerError(Exception):
    """The process of a language gave none; the text says why."""


def _answers(output: bytes, terms: Sequence[str]) -> Answers:
    try:
        return dict.fromkeys(terms) | _from_json(json.loads(output))
    except ValueError as error:
        raise _NoAnswerError("its process gave an answer that is none") from error


def _why_it_died(code: int, errors: bytes) -> str:
    lines = errors.decode(errors="replace").strip().splitlines()
    return f"its process ended with exit code {code}" + (f" ({lines[-1][:200]})" if lines else "")


def _environment() -> dict[str, str]:
    """Ours, and this package can be found from any working directory."""
    paths = [str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


# ------------------------------------------------------------------ answers as JSON: term -> null or [how it was found, forms]


def _to_json(answers: Mapping[str, Forms | None]) -> dict[str, object]:
    return {term: None if forms is None else [int(forms.found), sorted(forms.words)] for term, forms in answers.items()}


def _from_json(value: object) -> Answers:
    """ValueError for anything that `_to_json` does not write."""
    if not isinstance(value, dict):
        raise ValueError(f"expected an object, got {type(value).__name__}")
    return {term: _forms(entry) for term, entry in value.items()}


def _forms(entry: object) -> Forms | None:
    match entry:
        case None:
            return None
        case [int(found), [*words]]:
            return Forms(frozenset(map(str, words)), Found(found))
    raise ValueError("expected null or [a number, a list of words]")


# ------------------------------------------------------------------ the cache: one file a language


def _maker() -> str:
    return f"simplemma {importlib.metadata.version('simplemma')}, forms {ALGORITHM}"


def _read(cache: Path | None, language: str) -> Answers:
    """What the file says; empty when it is missing, broken, or made by another version."""
    if cache is None:
        return {}
    try:
        value = json.loads(_file(cache, language).read_bytes())
        return _from_json(value["terms"]) if value["made_by"] == _maker() else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _write(cache: Path, language: str, answers: Answers, needed: Collection[str]) -> None:
    """Replace the file as a whole, with what another process added meanwhile: readers see the old or the new one."""
    kept = _read(cache, language) | answers
    if len(kept) > MOST_KEPT:
        kept = {term: forms for term, forms in kept.items() if term in needed}
    cache.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=cache, prefix=f".forms-{language}-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"made_by": _maker(), "terms": _to_json(kept)}, file, ensure_ascii=False, separators=(",", ":"))
        os.replace(name, _file(cache, language))
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _file(cache: Path, language: str) -> Path:
    return cache / f"forms-{language}.json"


# ------------------------------------------------------------------ the process of a language, from inside


class _Dictionary(Mapping[str, str]):
    """Word -> headword of one language. Where two dictionaries know a word the first one counts."""

    def __init__(self, names: Sequence[str]) -> None:
        from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY  # only here, in a process of its own

        self._parts = [LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(name) for name in names]

    def __getitem__(self, word: str) -> str:
        for part in self._parts:
            if (headword := part.get(word)) is not None:
                return headword
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        return (word for word, _ in self.items())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def items(self) -> ItemsView[str, str]:
        return _Pairs(self, self._parts)


class _Pairs(ItemsView[str, str]):
    """All pairs in one reading. The library's own view looks every word up again, which took 14 times as long (Icelandic)."""

    def __init__(self, dictionary: _Dictionary, parts: Sequence[Mapping[str, str]]) -> None:
        super().__init__(dictionary)
        self._parts = parts

    def __iter__(self) -> Iterator[tuple[str, str]]:
        first, *others = self._parts
        if not others:
            yield from _pairs(first)
            return
        more = {word: headword for part in reversed(others) for word, headword in _pairs(part)}
        for word, headword in _pairs(first):
            more.pop(word, None)
            yield word, headword
        yield from more.items()


def _pairs(part: Any) -> Iterator[tuple[str, str]]:
    """The pairs of simplemma's `StreamMap`, read as its own iterator reads the words: its names are private to it."""
    from simplemma.strategies.dictionaries.frontcode import _iter_records

    records = _iter_records(part._data, part._pos)
    if part._rev:
        return ((word[::-1].decode(), headword[::-1].decode()) for _, word, headword in records)
    return ((word.decode(), headword.decode()) for _, word, headword in records)


def main(arguments: Sequence[str]) -> int:
    """Answer the terms on standard input for the language that the argument names."""
    (language,) = arguments
    terms = json.load(sys.stdin.buffer)
    dictionary = _Dictionary(_DICTIONARIES.get(language, (language,)))
    json.dump(_to_json(inflected(dictionary, language, terms)), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
