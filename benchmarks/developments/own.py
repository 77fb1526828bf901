"""The hand-labelled developments through `replay`: grouping, openings, updates, copies. Edited copies with the open half.

    python -m benchmarks.developments.own SET|FOLDER [--json] [--errors N]

FOLDER holds YAML files as tests/quality/developments/README.md describes them. --errors lists the first N wrong decisions
with their reasons, never for a kept half: nobody looks at it to make its figures better.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.developments import edits, labelled
from benchmarks.developments.decisions import Row, decided, labels
from benchmarks.developments.labelled import Labelled
from benchmarks.developments.scores import Label, Scores, as_json, first_documents, score, shown
from worker.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Result:
    """A set with what was decided about it, in the order of the stream. `digest` is that of texts and labels."""

    name: str
    digest: str
    documents: Sequence[Labelled]
    rows: Sequence[Row]
    scores: Scores


def folder_of(name: str) -> Path:
    """The folder of a half, or the folder of that name."""
    return labelled.ROOT / name if name in labelled.SETS else Path(name)


def measured(name: str) -> Result:
    """One set through `replay`. ConfigError names what is wrong with its files."""
    documents = labelled.read_set(folder_of(name))
    rows = decided(document.as_input() for document in documents)
    scores = score(labelled.truth(documents), labels(rows))
    return Result(name, labelled.digest(documents), documents, rows, scores)


# ------------------------------------------------------------------ edited copies


def copies_found(documents: Sequence[Labelled]) -> dict[str, float]:
    """For each edit the share of edited texts that `replay` finds to be copies in the development of their original.

    Each edit goes through a store of its own, with all documents of the set. Empty when no text is long enough.
    """
    chosen = edits.long_enough(documents)
    return {edit: _found(documents, chosen, edit) for edit in edits.EDITS} if chosen else {}


def _found(documents: Sequence[Labelled], chosen: Sequence[Labelled], edit: str) -> float:
    copies = [edits.edited(document, edit, documents) for document in chosen]
    stream = sorted([*documents, *copies], key=lambda document: (document.published, document.id))
    found = labels(decided(document.as_input() for document in stream))
    right = [found[copy.id] == Label(found[copy.of].development, "copy") for copy in copies]
    return sum(right) / len(right)


# ------------------------------------------------------------------ wrong decisions


def errors(result: Result) -> Iterator[str]:
    """Each wrong decision: what was wrong, about which document, beside which one, and on which evidence."""
    truth, found = labelled.truth(result.documents), labels(result.rows)
    beginnings = {found[name].development: name for name in first_documents(found)}
    titles = {document.id: document.title for document in result.documents}
    for row in result.rows:
        beginning = beginnings[row["development"]]
        fault = _fault(row["id"], beginning, truth, found)
        if fault:
            beside = "" if beginning == row["id"] else f"\n    with {beginning}: {titles[beginning]}"
            yield f"{fault}: {row['id']}: {titles[row['id']]}{beside}\n    {_evidence(row)}"


def _fault(name: str, beginning: str, truth: Mapping[str, Label], found: Mapping[str, Label]) -> str:
    """`beginning`: the document that opened the found development. "" when all is right."""
    first = name in first_documents(truth)
    if beginning == name:
        return "" if first else f"opens again ({truth[name].kind})"
    if first:
        return "swallowed"
    if truth[name].development != truth[beginning].development:
        return f"joins another development ({truth[name].kind})"
    kind, given = truth[name].kind, found[name].kind
    return "" if kind == given else f"{kind} taken for {given}"


def _evidence(row: Row) -> str:
    evidence = row["evidence"]
    shared = ", ".join(name for name, _ in [*evidence["names"], *evidence["terms"]])
    told = [f"score {row['score']:.3f} of {evidence['threshold']:.3f}", f"shared: {shared or 'nothing'}"]
    told += [f"{key}: {evidence[key]}" for key in ("places", "runner_up", "veto", "uncertain") if evidence[key]]
    return "; ".join(told)


# ------------------------------------------------------------------ command


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.developments.own", description="hand-labelled developments")
    parser.add_argument("set", metavar="SET|FOLDER")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list the first N wrong decisions; never for kept")
    given = parser.parse_args(arguments)
    if given.errors and folder_of(given.set).resolve() in [labelled.ROOT / name for name in labelled.KEPT]:
        parser.error("--errors: the kept half is only scored; look at the errors of open")
    return given


def _copies_shown(found: Mapping[str, float]) -> list[str]:
    return [f"  edited copies found: {share:.3f}  {edit}" for edit, share in found.items()]


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    try:
        result = measured(given.set)
    except ConfigError as error:
        raise SystemExit(str(error)) from error
    copies = copies_found(result.documents) if given.set not in labelled.KEPT else {}
    wrong = list(errors(result))[: given.errors]
    if given.json:
        found = {"set": given.set, "digest": result.digest} | as_json(result.scores)
        print(json.dumps(found | {"edited_copies_found": copies, "errors": wrong}, indent=1))
    else:
        print("\n".join([shown(given.set, result.scores), *_copies_shown(copies), *wrong]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
