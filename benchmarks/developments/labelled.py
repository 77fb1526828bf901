"""The hand-labelled developments: a folder of YAML files -> documents in the order of publication, or every fault of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.developments.scores import Label
from worker.errors import ConfigError, Problem
from worker.model import Kind
from worker.settings.yamlfile import YamlFile, load

ROOT = Path(__file__).resolve().parents[2] / "tests" / "quality" / "developments"
SETS = ("open", "kept", "open-alike", "kept-alike", "open-wide", "kept-wide", "open-more", "kept-more")
KEPT = tuple(name for name in SETS if name.startswith("kept"))  # only scored
LANGUAGES = ("da", "de", "en", "fi", "fr", "is", "no", "ru", "sv")
FIELDS = ("id", "kind", "published", "language", "source", "url", "title", "text")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document and what a person said of it. `text` is "" when a feed gave the headline alone.

    `of`: the document that a copy is a copy of, "" for the other kinds.
    """

    id: str
    development: str
    kind: Kind
    of: str
    published: datetime
    language: str
    source: str
    url: str
    title: str
    text: str

    def as_input(self) -> dict[str, str]:
        """Its line of the input of `replay`."""
        fields = ("id", "language", "source", "url", "title", "text")
        return {name: getattr(self, name) for name in fields} | {"published": self.published.isoformat()}


def read_set(folder: Path) -> list[Labelled]:
    """The documents of all files, in the order of publication, then by id. ConfigError names every fault of every file."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise ConfigError([Problem(str(folder), 1, 1, "no files *.yaml here", "name open, kept, or a folder of such files")])
    # Private: nobody reads the texts of the kept half, not even in a message.
    return in_order([load(str(path), path.read_bytes(), private=True) for path in paths])


def in_order(files: Sequence[YamlFile]) -> list[Labelled]:
    """The documents of the files as one stream; ConfigError as for `read_set`."""
    problems = [problem for file in files for problem in _problems(file)] or list(_twice(files))
    if problems:
        raise ConfigError(problems)
    documents = [document for file in files for document in _documents(file)]
    return sorted(documents, key=lambda document: (document.published, document.id))


def truth(documents: Sequence[Labelled]) -> dict[str, Label]:
    """The labels by id, in the order of the documents."""
    return {document.id: Label(document.development, document.kind.value) for document in documents}


def digest(documents: Sequence[Labelled]) -> str:
    """SHA-256 over texts and labels."""
    lines = (json.dumps(asdict(document), sort_keys=True, default=str) for document in documents)
    return sha256("\n".join(lines).encode()).hexdigest()


# ------------------------------------------------------------------ reading


def _developments(file: YamlFile) -> list[dict[str, Any]]:
    return file.plain["developments"]  # type: ignore[index,no-any-return]  # its shape was checked


def _documents(file: YamlFile) -> Iterator[Labelled]:
    for development in _developments(file):
        for given in development["documents"]:
            fields = {**given, "kind": Kind(given["kind"]), "published": _moment(given["published"])}
            yield Labelled(development=development["id"], **{"of": "", **fields})


def _moment(text: str) -> datetime | None:
    """The moment, or None when it is no date and time with an offset."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo else None


# ------------------------------------------------------------------ faults


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with the value at `path`, counted from the top of the file."""

    path: tuple[str | int, ...]
    message: str
    hint: str


def _problems(file: YamlFile) -> list[Problem]:
    """Faults of the shape alone when there are any: the meaning of a wrong shape is nobody's."""
    faults = list(_shape(file.plain)) or list(_meaning(file))
    return [file.problem(file.mark(fault.path), fault.message, fault.hint) for fault in faults]


def _shape(top: object) -> Iterator[_Fault]:
    if not isinstance(top, dict) or set(top) != {"saga", "developments"} or not isinstance(top["saga"], str):
        yield _Fault((), "expected the keys saga (text) and developments (a list)", "see the README of the set")
        return
    for place, value in _listed(("developments",), top["developments"]):
        if not isinstance(value, dict) or set(value) != {"id", "documents"} or not isinstance(value["id"], str):
            yield _Fault(place, "expected the keys id (text) and documents (a list)", "see the README of the set")
            continue
        for below, document in _listed((*place, "documents"), value["documents"]):
            yield from _document_shape(below, document)
        if not isinstance(value["documents"], list) or not value["documents"]:
            yield _Fault((*place, "documents"), "expected a list of documents", "give the first one the kind new")
    if not isinstance(top["developments"], list) or not top["developments"]:
        yield _Fault(("developments",), "expected a list of developments", "see the README of the set")


def _listed(path: tuple[str | int, ...], value: object) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Each value of a list with its path; nothing of anything else."""
    for number, one in enumerate(value if isinstance(value, list) else ()):
        yield (*path, number), one


def _document_shape(path: tuple[str | int, ...], value: object) -> Iterator[_Fault]:
    if not isinstance(value, dict):
        yield _Fault(path, "expected a document: a mapping", f"write its {', '.join(FIELDS)}")
        return
    for name in sorted(set(value) - {*FIELDS, "of"}):
        yield _Fault((*path, name), f"unknown key {name!r}", f"expected {', '.join(FIELDS)}, of")
    for name in FIELDS:
        if not isinstance(value.get(name), str) or not (value[name].strip() or name == "text"):
            yield _Fault((*path, name), f"{name}: expected text", f"write {name} once, as text")
    if not isinstance(value.get("of", ""), str):
        yield _Fault((*path, "of"), "of: expected the id of a document", "name the document that this one copies")


def _meaning(file: YamlFile) -> Iterator[_Fault]:
    for number, development in enumerate(_developments(file)):
        documents = development["documents"]
        for place, document in enumerate(documents):
            path = ("developments", number, "documents", place)
            yield from _values(file, path, document)
            yield from _sequence(path, document, documents[:place])


def _values(file: YamlFile, path: tuple[str | int, ...], document: Mapping[str, str]) -> Iterator[_Fault]:
    """What one document says by itself."""
    language, kind = document["language"], document["kind"]
    if kind not in set(Kind):
        yield _Fault((*path, "kind"), f"unknown kind {kind!r}", f"expected one of {', '.join(Kind)}")
    if language not in LANGUAGES:
        yield _Fault((*path, "language"), f"unknown language {language!r}", f"expected one of {', '.join(LANGUAGES)}")
    if language == "no" and not file.node((*path, "language")).style:
        yield _Fault((*path, "language"), "no without quotes is false for many readers of YAML", 'write language: "no"')
    if _moment(document["published"]) is None:
        hint = "write a time with its offset, such as 2026-01-12T05:10:00Z"
        yield _Fault((*path, "published"), f"no date and time: {document['published']!r}", hint)


def _sequence(path: tuple[str | int, ...], document: Mapping[str, str], before: Sequence[Mapping[str, str]]) -> Iterator[_Fault]:
    """What a document says beside the earlier ones of its development."""
    kind, of = document["kind"], document.get("of", "")
    if (kind == Kind.NEW) != (not before):
        yield _Fault(
            (*path, "kind"), f"kind {kind!r}: the first document of a development is new, no other is", "change the kind"
        )
    if bool(of) != (kind == Kind.COPY):
        yield _Fault((*path, "of"), "of stands with every copy and with nothing else", "name the document that it copies")
    elif of and of not in {other["id"] for other in before}:
        yield _Fault((*path, "of"), f"of {of!r}: no earlier document of this development", "name an earlier one")
    when, last = _moment(document["published"]), _moment(before[-1]["published"]) if before else None
    if when and last and when < last:
        yield _Fault((*path, "published"), "published before the document above it", "write documents in the order of time")


def _twice(files: Sequence[YamlFile]) -> Iterator[Problem]:
    """Ids that stand twice in the set: those of developments, and those of documents."""
    places = [(file, path, name) for file in files for path, name in _ids(file)]
    counted = Counter((len(path), name) for _, path, name in places)
    for file, path, name in places:
        if counted[len(path), name] > 1:
            message = f"the id {name!r} stands twice in the set"
            yield file.problem(file.mark(path), message, "give each development and document its own")


def _ids(file: YamlFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, development in enumerate(_developments(file)):
        yield ("developments", number, "id"), development["id"]
        for place, document in enumerate(development["documents"]):
            yield ("developments", number, "documents", place, "id"), document["id"]
