"""The tables of phrases beside this module, one for each language: text -> rows, or every fault of every table. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from worker.errors import ConfigError, Problem
from worker.extract.cues.notation import keys_of, translate

COLUMNS = ("category", "phrase", "example", "near miss")


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase with a line that it must recognise, and one that its category must leave alone ("": none is given)."""

    file: str
    line: int
    category: str
    phrase: str
    example: str
    near_miss: str
    keys: tuple[str, ...]


def read(tables: Mapping[str, str], categories: Collection[str]) -> tuple[Row, ...]:
    """The rows of all tables (file name -> text), in order. ConfigError carries every fault; `faults` looks further."""
    problems: list[Problem] = []
    rows = [row for name, text in tables.items() for row in _rows(name, text, categories, problems)]
    if problems:
        raise ConfigError(problems)
    return tuple(rows)


def faults(rows: Iterable[Row]) -> Iterator[Problem]:
    """What `read` does not look for, as it takes longer than reading: wrong notation, and phrases that come twice."""
    rows = tuple(rows)
    yield from _repeated(rows)
    for row in rows:
        try:
            translate(row.phrase)
        except ValueError as error:
            yield Problem(row.file, row.line, 1, f"phrase {row.phrase!r}: {error}")


def _rows(name: str, text: str, categories: Collection[str], problems: list[Problem]) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or line.startswith("#") or tuple(cells) == COLUMNS:
            continue
        try:
            yield _row(name, number, cells, categories)
        except ValueError as error:
            problems.append(Problem(name, number, 1, str(error), excerpt=line.replace("\t", " | ")))


def _row(name: str, number: int, cells: list[str], categories: Collection[str]) -> Row:
    if not 3 <= len(cells) <= 4:
        raise ValueError(f"expected {', '.join(COLUMNS)} with a tab between them, got {len(cells)} columns")
    if any('"' in cell for cell in cells):
        raise ValueError('found the quotation mark ", which spreadsheets put around cells; expected none, write “ or « in a text')
    category, phrase, example, near_miss = (*cells, "")[:4]
    if category not in categories:
        raise ValueError(f"category {category!r} is not known; expected one of {', '.join(sorted(categories))}")
    if not phrase or not example:
        raise ValueError("expected a phrase and an example, a line that the phrase must recognise; one of them is empty")
    return Row(name, number, category, phrase, example, near_miss, keys_of(phrase))


def _repeated(rows: Sequence[Row]) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        first = seen.setdefault((row.file, row.category, row.phrase), row.line)
        if first != row.line:
            yield Problem(row.file, row.line, 1, f"phrase {row.phrase!r} stands in line {first} already; remove one of the two")
