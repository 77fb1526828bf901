"""Text of public benchmark pages: the installed command against plain trafilatura, on the same pages in the same run.

python -m benchmarks.extraction.public FOLDER [--against OTHER.jsonl] [--keep FOLDER] [--json]
                                       [--floors | --raise [--lower NAME --because TEXT]]

FOLDER holds scrapinghub/ and wcxb/, or is one of them: pages.jsonl.gz {id, url, html} and truth.jsonl.gz {id, text} each.
OTHER.jsonl {id, text}, such as a file of an earlier --keep, takes the place of trafilatura.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.extraction import command, floors
from benchmarks.extraction.command import Row
from benchmarks.extraction.metrics import BAG, SHINGLES, Difference, Measure, Score, Total, difference, lost_lines

MEASURES = {"scrapinghub": ("runs of four words", SHINGLES), "wcxb": ("single words", BAG)}
NOTICEABLE = 0.005  # of F1: a page that changed by less is neither better nor worse


@dataclass(frozen=True, slots=True)
class PageSet:
    """One benchmark as it lies on the disk. `truth` maps the id of a page to its reference text."""

    name: str
    digest: str
    pages: Sequence[Row]
    truth: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """What a set shows. `emptier` are the pages without text where the other has some, `thinner` those with less than
    half of its recall; `lost_per_100` counts the content among the removed lines.
    """

    name: str
    digest: str
    metric: str
    pages: int
    other: str
    ours: Total
    theirs: Total
    difference: Difference
    better: int
    worse: int
    emptier: tuple[str, ...]
    thinner: tuple[str, ...]
    removed: int
    lost: int

    @property
    def lost_per_100(self) -> float:
        return 100 * self.lost / self.removed if self.removed else 0.0


def read_set(folder: Path) -> PageSet:
    pages, truth = folder / "pages.jsonl.gz", folder / "truth.jsonl.gz"
    texts = {row["id"]: row["text"] for row in command.read_rows(truth)}
    return PageSet(folder.name, command.digest_of(pages, truth), command.read_rows(pages), texts)


def set_folders(folder: Path) -> list[Path]:
    """The folder itself or those in it that hold a truth; ends the program when there is none."""
    found = [path.parent for path in sorted([folder / "truth.jsonl.gz", *folder.glob("*/truth.jsonl.gz")]) if path.exists()]
    if not found:
        raise SystemExit(f"{folder}: no truth.jsonl.gz here or one folder below; name the folder of the benchmarks")
    return found


# ------------------------------------------------------------------ measuring


def measured(given: PageSet, ours: Sequence[Row], theirs: Mapping[str, str], other: str) -> Result:
    """The comparison of both results over all pages of the truth; a page without a result counts as empty."""
    metric, measure = MEASURES.get(given.name, MEASURES["wcxb"])
    rows = {str(row["id"]): row for row in ours}
    texts = {key: str(rows.get(key, {}).get("text") or "") for key in given.truth}
    mine, other_scores = _scores(measure, given.truth, texts), _scores(measure, given.truth, theirs)
    pairs = list(zip(given.truth, mine, other_scores, strict=True))
    removed = {key: [line["text"] for line in rows.get(key, {}).get("removed", ())] for key in given.truth}
    return Result(
        name=given.name,
        digest=given.digest,
        metric=metric,
        pages=len(given.truth),
        other=other,
        ours=measure.total(mine),
        theirs=measure.total(other_scores),
        difference=difference(measure, mine, other_scores),
        better=sum(a.f1 > b.f1 + NOTICEABLE for _, a, b in pairs),
        worse=sum(a.f1 < b.f1 - NOTICEABLE for _, a, b in pairs),
        emptier=tuple(key for key, text in texts.items() if not text.strip() and theirs.get(key, "").strip()),
        thinner=tuple(key for key, a, b in pairs if (a.recall or 0.0) < (b.recall or 0.0) / 2),
        removed=sum(map(len, removed.values())),
        lost=sum(len(lost_lines(lines, given.truth[key], _everything(rows[key]))) for key, lines in removed.items() if lines),
    )


def _everything(row: Row) -> str:
    """The text with title and caption: what was moved to a field of its own is not lost."""
    return "\n".join(str(row.get(field) or "") for field in ("title", "caption", "text"))


def _scores(measure: Measure, truth: Mapping[str, str], texts: Mapping[str, str]) -> list[Score]:
    return [measure.page(reference, texts.get(key, "")) for key, reference in truth.items()]


def other_texts(given: PageSet, path: Path | None) -> dict[str, str]:
    """What the other one makes of the pages; a file has to know every page, as a missing one would count as empty."""
    rows = command.read_rows(path) if path else command.run(command.PLAIN, given.pages)
    texts = {str(row["id"]): str(row.get("text") or "") for row in rows}
    if missing := sorted(set(given.truth) - set(texts)):
        raise SystemExit(f"{path or 'trafilatura'}: no line for {len(missing)} pages of {given.name}, e.g. {missing[0]}")
    return texts


def figures_of(result: Result) -> list[floors.Figure]:
    """The figures that have floors, all of them better when higher."""
    values = {
        "f1": result.ours.f1,
        "recall": result.ours.recall,
        "difference, low end": result.difference.low,
        "pages not emptier": result.pages - len(result.emptier),
        "noise per 100 removed lines": 100 - result.lost_per_100,
    }
    return [floors.Figure(f"public/{result.name}/{name}", result.digest, round(value, 4)) for name, value in values.items()]


# ------------------------------------------------------------------ command


def shown(result: Result) -> str:
    """The result as text, a line for each view."""
    d = result.difference
    return "\n".join([
        f"{result.name}: {result.pages} pages, {result.metric}",
        f"  {'northwatch':20} {_total(result.ours)}",
        f"  {result.other:20} {_total(result.theirs)}",
        f"  F1 {d.f1:+.4f}, 95 % interval [{d.low:+.4f}, {d.high:+.4f}]; pages better {result.better}, worse {result.worse}",
        f"  empty where the other is not: {_listed(result.emptier)}; less than half of its recall: {_listed(result.thinner)}",
        f"  content among removed lines: {result.lost} of {result.removed}, {result.lost_per_100:.1f} per 100",
    ])  # fmt: skip


def _total(total: Total) -> str:
    return f"F1 {total.f1:.4f}  P {total.precision:.4f}  R {total.recall:.4f}"


def _listed(ids: Sequence[str]) -> str:
    return f"{len(ids)} ({', '.join(name[:12] for name in ids[:5])})" if ids else "none"


def as_json(result: Result) -> dict[str, Any]:
    return {**asdict(result), "lost_per_100": round(result.lost_per_100, 2)}


def keep(folder: Path, name: str, ours: Sequence[Row], theirs: Mapping[str, str]) -> None:
    """Write both results, so that a later run can be compared with them."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, Sequence[Row]] = {"northwatch": ours, "other": [{"id": key, "text": text} for key, text in theirs.items()]}
    for who, lines in rows.items():
        (folder / f"{name}.{who}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in lines), encoding="utf-8")


def measure_folder(folder: Path, against: Path | None, kept: Path | None) -> Result:
    given = read_set(folder)
    theirs = other_texts(given, against)
    ours = command.extract(given.pages)
    if kept:
        keep(kept, given.name, ours, theirs)
    return measured(given, ours, theirs, against.name if against else "trafilatura")


def _arguments(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, floors.Lowering | None]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction.public", description="text of public pages")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--against", type=Path, metavar="OTHER", help="texts to compare with; default: trafilatura, run now")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write both results there")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--floors", action="store_true", help="exit code 1 when a figure is below its floor")
    floors.add_options(parser)
    given = parser.parse_args(arguments)
    return given, floors.lowering_of(parser, given)


def main(arguments: Sequence[str] | None = None) -> int:
    given, lowering = _arguments(arguments)
    results = [measure_folder(folder, given.against, given.keep) for folder in set_folders(given.folder)]
    print(json.dumps([as_json(r) for r in results], indent=1) if given.json else "\n\n".join(map(shown, results)))
    figures = [figure for result in results for figure in figures_of(result)]
    told = floors.settle(figures, lowering) if given.rise else floors.check(figures) if given.floors else []
    print("\n".join(["", *told]) if told else "", end="\n" if told else "")
    return 1 if told else 0


if __name__ == "__main__":
    raise SystemExit(main())
