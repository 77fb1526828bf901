"""False alarms of the shipped rules on pages about anything: public sets of articles that nobody chose for their subject.

    python -m benchmarks.rules.background FOLDER... [--cleaned] [--show] [--config DIR]

FOLDER is a set or holds sets, which are not part of this project: truth.jsonl.gz {id, text} (with --cleaned the text that
`northwatch extract` makes of pages.jsonl.gz beside it), or documents.jsonl(.gz) {id, language, title, text}. A hit is a rule
that holds for a page. Persons read them: background.tsv says of a hit whether it is right; a hit that it does not name is false.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.extraction import command
from benchmarks.rules import labelled, making
from benchmarks.rules.scores import Share
from worker.errors import ConfigError
from worker.extract.language import detect_language
from worker.model import Document, Match
from worker.rules.index import RuleSet

JUDGED = labelled.ROOT / "background.tsv"
FILES = ("truth.jsonl.gz", "documents.jsonl.gz", "documents.jsonl")
VERDICTS = ("right", "false")


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a set."""

    set: str
    id: str
    document: Document


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds for a page, and whether a person said that it is right."""

    page: Page
    match: Match
    right: bool


# ------------------------------------------------------------------ pages


def set_files(folder: Path) -> list[Path]:
    """The files with the texts, in the folder itself or one below; ends the program when there is none."""
    found = [path for name in FILES for path in sorted([folder / name, *folder.glob(f"*/{name}")]) if path.exists()]
    if not found:
        raise SystemExit(f"{folder}: none of {', '.join(FILES)} here or one folder below; name the folder of the sets")
    return found


def pages_of(path: Path, cleaned: bool) -> Iterator[Page]:
    """The documents of one set. The language is what the set says, else what the text looks like."""
    is_truth = path.name.startswith("truth")
    rows = (
        command.extract(command.read_rows(path.with_name("pages.jsonl.gz"))) if cleaned and is_truth else command.read_rows(path)
    )
    for row in rows:
        text = row.get("text") or ""
        spoken = row.get("language") or detect_language(text)
        document = making.document(text, title=row.get("title") or "", language=spoken)
        yield Page(path.parent.resolve().name, str(row["id"]), document)


# ------------------------------------------------------------------ hits


def read_judged(path: Path = JUDGED) -> dict[tuple[str, str], str]:
    """The verdict by page and rule: "right" or "false"; none without the file. Ends the program for any other verdict."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, start=2):
        if row["verdict"] not in VERDICTS:
            raise SystemExit(f"{path.name}:{number}: verdict {row['verdict']!r}; expected one of {', '.join(VERDICTS)}")
    return {(row["page"], row["rule"]): row["verdict"] for row in rows}


def hits(rules: RuleSet, pages: Sequence[Page], judged: dict[tuple[str, str], str]) -> list[Hit]:
    """Every rule that holds, page by page."""
    return [
        Hit(page, match, judged.get((page.id, match.rule)) == "right") for page in pages for match in rules.matches(page.document)
    ]


# ------------------------------------------------------------------ command


def shown(pages: Sequence[Page], found: Sequence[Hit]) -> str:
    """A line for each set and for all of them, and the false hits by rule."""
    names = sorted({page.set for page in pages})
    lines = [_line(name, [p for p in pages if p.set == name], [h for h in found if h.page.set == name]) for name in names]
    if len(names) > 1:
        lines.append(_line("all", pages, found))
    counts = Counter(hit.match.rule for hit in found if not hit.right)
    return "\n".join([*lines, *(f"  {number} false of {rule}" for rule, number in counts.most_common())])


def _line(name: str, pages: Sequence[Page], found: Sequence[Hit]) -> str:
    false = [hit for hit in found if not hit.right]
    share = Share(len({(hit.page.set, hit.page.id) for hit in false}), len(pages))
    low, high = share.interval
    rate = f"{len(false)} false, {1000 * len(false) / len(pages):.1f} per 1,000"
    alarmed = f"pages with one: {share.part}, {1000 * (share.value or 0):.1f} [{1000 * low:.1f}, {1000 * high:.1f}] per 1,000"
    return f"{name}: {len(pages)} pages, {len(found)} hits, {len(found) - len(false)} right, {rate}; {alarmed}"


def told(hit: Hit) -> str:
    """The hit as a person has to read it: the page, the rule, the clauses and the sentence that decided."""
    verdict = "right" if hit.right else "false"
    return f"{verdict}\t{hit.page.id}\t{hit.match.rule}\n    {' | '.join(hit.match.clauses)}\n    {hit.match.sentence}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules.background", description="false alarms on public pages")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--cleaned", action="store_true", help="the text that we make of the pages instead of the reference")
    parser.add_argument("--show", action="store_true", help="print every hit with its clauses and its sentence")
    parser.add_argument("--config", type=Path, default=making.CONFIG, metavar="DIR", help="the rules; default: as shipped")
    given = parser.parse_args(arguments)
    try:
        rules = RuleSet(making.shipped(given.config).rules)
    except ConfigError as error:
        raise SystemExit(str(error)) from error
    files = [path for folder in given.folders for path in set_files(folder)]
    pages = [page for path in files for page in pages_of(path, given.cleaned)]
    found = hits(rules, pages, read_judged())
    print("\n".join([shown(pages, found), *(told(hit) for hit in found if given.show)]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
