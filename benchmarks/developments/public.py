"""Public sets of labelled documents through `replay`. The data is not part of this project.

    python -m benchmarks.developments.public FOLDER [--dates text|published] [--json]

FOLDER is a set or holds sets: documents.jsonl or documents.jsonl.gz {id, published, language, title, text, source, url}
in the order of the stream, and gold.jsonl {id, development}.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.developments.decisions import decided, labels
from benchmarks.developments.scores import Label, Scores, as_json, score, shown
from benchmarks.extraction.command import Row, read_rows

# Their publication dates are made up and contradict the days that the texts name, so those alone are taken.
MADE_UP_DATES = frozenset({"ecbplus-dated"})


def set_folders(folder: Path) -> list[Path]:
    """The folder itself or those in it that hold labels; ends the program when there is none."""
    found = [path.parent for path in sorted([folder / "gold.jsonl", *folder.glob("*/gold.jsonl")]) if path.exists()]
    if not found:
        raise SystemExit(f"{folder}: no gold.jsonl here or one folder below; name the folder of the sets")
    return found


def documents_of(folder: Path) -> list[Row]:
    """The documents in the order of the stream; ends the program when there is no such file."""
    for path in (folder / "documents.jsonl.gz", folder / "documents.jsonl"):
        if path.exists():
            return read_rows(path)
    raise SystemExit(f"{folder}: no documents.jsonl or documents.jsonl.gz beside gold.jsonl")


def measured(folder: Path, dates: str | None = None) -> Scores:
    """One set through `replay`. `dates` "published": none are read from texts; None: as fits the set."""
    dates = dates or ("published" if folder.resolve().name in MADE_UP_DATES else "text")
    developments = {row["id"]: Label(row["development"]) for row in read_rows(folder / "gold.jsonl")}
    documents = documents_of(folder)
    _check(folder, [row["id"] for row in documents], developments)
    truth = {row["id"]: developments[row["id"]] for row in documents}
    return score(truth, labels(decided(documents, dates_from_text=dates == "text")))


def _check(folder: Path, names: Sequence[str], developments: dict[str, Label]) -> None:
    if apart := sorted(set(names) ^ set(developments)):
        raise SystemExit(f"{folder}: {len(apart)} documents without a label or labels without a document, e.g. {apart[0]!r}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.developments.public", description="public labelled sets")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dates", choices=("text", "published"), help="where dates come from; default: as fits each set")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    results = {folder.resolve().name: measured(folder, given.dates) for folder in set_folders(given.folder)}
    if given.json:
        print(json.dumps([{"set": name} | as_json(scores) for name, scores in results.items()], indent=1))
    else:
        print("\n\n".join(shown(name, scores) for name, scores in results.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
