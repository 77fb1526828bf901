"""Forms of words and names: what a rule with one term finds of its inflected forms, and what it takes for one.

    python -m benchmarks.rules.forms FOLDER [--stems] [--wrong] [--config DIR]

FOLDER holds forms.tsv {term, language, form, kind}, which is not part of this project. Kinds: form, adjective, compound,
near-miss. A text with a hyphen or apostrophe counts as found when one of its parts is. `words`: the rule's query is the
term. `names` and `things`: the query is the entity of which the term is a name (places, organisations and persons; others).
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.extraction.command import digest_of
from benchmarks.rules import making
from benchmarks.rules.scores import Share
from worker.errors import ConfigError
from worker.model import Document, Entity
from worker.rules.index import RuleSet
from worker.rules.rule import RuleCompiler

KINDS = ("form", "adjective", "compound", "near-miss")
NAMES = frozenset({"place", "country", "organisation", "person"})  # kinds of entities that are names
_JOINERS = re.compile("[-–'’]")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a text, and how it stands to the term."""

    term: str
    language: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """A line, the way by which it was looked for ("words", "names", "things"), and whether it was found."""

    way: str
    row: Row
    found: bool


def read_forms(path: Path) -> list[Row]:
    """The lines of a list with a heading; ends the program when there is no such file."""
    if not path.exists():
        raise SystemExit(f"{path.parent}: no {path.name} here; name the folder of the list")
    with path.open(encoding="utf-8", newline="") as stream:
        lines = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(line["term"], line["language"], line["form"], line["kind"]) for line in lines]


# ------------------------------------------------------------------ words


def by_words(made_by: RuleCompiler, rows: Sequence[Row]) -> list[Found]:
    """Each line under a rule that is its term."""
    terms = sorted({row.term for row in rows})
    rules = {term: RuleSet([rule]) for term, rule in zip(terms, making.rules(made_by, terms), strict=True)}
    return [Found("words", row, is_found(rules[row.term], row)) for row in rows]


def is_found(rules: RuleSet, row: Row) -> bool:
    """Whether a rule holds for the line's text, or for one part of it when a hyphen or apostrophe joins parts."""
    texts = [row.text, *filter(None, _JOINERS.split(row.text))]
    return any(rules.matches(making.document(text, language=row.language)) for text in texts)


# ------------------------------------------------------------------ names


def by_entities(entities: Iterable[Entity], rows: Sequence[Row]) -> list[Found]:
    """Each line of a term that is a name of an entity, under a rule for that entity. Other lines are left out."""
    # Weak and ambiguous names count here by themselves: what is asked is whether the form is one of the name.
    single = [replace(entity, weak=False, context=False) for entity in entities if entity.kind != "group"]
    rules = making.rules(making.compiler(single), [f"${entity.id}" for entity in single])
    kinds = {rule.id: entity.kind for rule, entity in zip(rules, single, strict=True)}
    alone, together = {rule.id: RuleSet([rule]) for rule in rules}, RuleSet(rules)
    terms = {(row.term, row.language) for row in rows}
    own = {term: [match.rule for match in together.matches(_term(*term))] for term in terms}
    return [
        Found("names" if kinds[entity] in NAMES else "things", row, is_found(alone[entity], row))
        for row in rows
        for entity in own[row.term, row.language]
    ]


def _term(term: str, language: str) -> Document:
    return making.document(term, language=language)


# ------------------------------------------------------------------ command


def shown(found: Sequence[Found]) -> str:
    """For each way the share found of each kind, for all languages and for each."""
    lines = []
    for way in ("words", "names", "things"):
        here = [one for one in found if one.way == way]
        lines.append(f"{way}: {len({(one.row.term, one.row.language) for one in here})} terms")
        lines.append("  " + "".join(f"{title:31}" for title in ("language", *KINDS)).rstrip())
        for language in ("all", *sorted({one.row.language for one in here})):
            cells = [str(_share(here, language, kind)) for kind in KINDS]
            lines.append("  " + "".join(f"{cell:31}" for cell in (language, *cells)).rstrip())
    return "\n".join(lines)


def _share(found: Sequence[Found], language: str, kind: str) -> Share:
    here = [one.found for one in found if one.row.kind == kind and language in ("all", one.row.language)]
    return Share(sum(here), len(here))


def wrong(found: Iterable[Found]) -> list[str]:
    """Forms that were not found and look-alikes that were."""
    lines = []
    for one in found:
        row = one.row
        if (row.kind == "near-miss") is one.found and row.kind in ("form", "near-miss"):
            lines.append(f"{one.way}: {row.term} ({row.language}): {'false' if one.found else 'missed'}: {row.text}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules.forms", description="forms of words and names")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stems", action="store_true", help="without the dictionary, as where it is not installed")
    parser.add_argument("--config", type=Path, default=making.CONFIG, metavar="DIR", help="the entities; default: as shipped")
    parser.add_argument("--wrong", action="store_true", help="list forms that were missed and look-alikes that were found")
    given = parser.parse_args(arguments)
    path = given.folder / "forms.tsv"
    rows = read_forms(path)
    try:
        entities = making.shipped(given.config).entities
    except ConfigError as error:
        raise SystemExit(str(error)) from error
    made_by = making.compiler(look_up=None if given.stems else making.dictionary())
    found = [*by_words(made_by, rows), *by_entities(entities, rows)]
    print(f"{len(rows)} rows, data {digest_of(path)[:12]}", shown(found), *(wrong(found) if given.wrong else ()), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
