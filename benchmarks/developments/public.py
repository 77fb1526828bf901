"""Public sets of labelled documents through `replay`. The data is not part of this project.

    python -m benchmarks.developments.public FOLDER [--dates text|published] [--json]

FOLDER is a set or holds sets: documents.jsonl or documents.jsonl.gz {id, published, language, title, text, source, url}
in the order of the stream, and gold.jsonl {id, development}. Where one text stands under several labels no grouping can be right
by all of them: such a set is scored once more with these labels put together.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.developments.decisions import decided, labels
from benchmarks.developments.scores import Label, Scores, as_json, score, shown
from benchmarks.extraction.command import Row, read_rows
from worker.tokens import tokenise

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


def measured(folder: Path, dates: str | None = None) -> dict[str, Scores]:
    """One set through `replay`, by what it is called. `dates` "published": none are read from texts; None: as fits the set."""
    name = folder.resolve().name
    dates = dates or ("published" if name in MADE_UP_DATES else "text")
    developments = {row["id"]: row["development"] for row in read_rows(folder / "gold.jsonl")}
    documents = documents_of(folder)
    _check(folder, [row["id"] for row in documents], developments)
    found = labels(decided(documents, dates_from_text=dates == "text"))
    truth = {row["id"]: developments[row["id"]] for row in documents}
    scores = {name: score(_as_labels(truth), found)}
    if (together := labels_together(documents, truth)) != truth:
        scores[f"{name}, labels that share a text as one"] = score(_as_labels(together), found)
    return scores


def labels_together(documents: Sequence[Row], truth: Mapping[str, str]) -> dict[str, str]:
    """The development of each document, with developments as one that hold the same words, directly or through others."""
    one: dict[str, str] = {}

    def named(development: str) -> str:
        while (other := one.get(development, development)) != development:
            development = other
        return development

    first: dict[tuple[str, ...], str] = {}
    for row in documents:
        words = tokenise(f"{row.get('title') or ''} {row.get('text') or ''}").folded
        development = named(truth[row["id"]])
        if words and (other := named(first.setdefault(words, development))) != development:
            one[development] = other
    return {name: named(development) for name, development in truth.items()}


def _as_labels(developments: Mapping[str, str]) -> dict[str, Label]:
    return {name: Label(development) for name, development in developments.items()}


def _check(folder: Path, names: Sequence[str], developments: Mapping[str, str]) -> None:
    if apart := sorted(set(names) ^ set(developments)):
        raise SystemExit(f"{folder}: {len(apart)} documents without a label or labels without a document, e.g. {apart[0]!r}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.developments.public", description="public labelled sets")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dates", choices=("text", "published"), help="where dates come from; default: as fits each set")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    results: dict[str, Scores] = {}
    for folder in set_folders(given.folder):
        results |= measured(folder, given.dates)
    if given.json:
        print(json.dumps([{"set": name} | as_json(scores) for name, scores in results.items()], indent=1))
    else:
        print("\n\n".join(shown(name, scores) for name, scores in results.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
