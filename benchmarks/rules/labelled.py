"""The hand-labelled texts of the watch rules: a folder of YAML files -> texts, or every fault of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from worker.errors import ConfigError, Problem
from worker.settings.yamlfile import YamlFile, load

ROOT = Path(__file__).resolve().parents[2] / "tests" / "quality" / "rules"
SETS = ("open", "kept")
LABELS = ("match", "ignore")
LANGUAGES = ("da", "de", "en", "fi", "fr", "is", "no", "ru", "sv")
FIELDS = ("lang", "label", "title", "text")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what a person said of it: whether the rule `rule` should hold. `number` counts the texts of a file from 1."""

    rule: str
    number: int
    language: str
    wanted: bool
    title: str
    text: str


def read_set(folder: Path) -> list[Labelled]:
    """The texts of all files RULE.yaml, by rule. ConfigError names every fault of every file, or that there are no files."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        hint = "name open or kept, and with --folder the folder that holds both"
        raise ConfigError([Problem(str(folder), 1, 1, "no files *.yaml here", hint)])
    # Private: nobody reads the texts of the kept half, not even in a message.
    return texts_of([load(str(path), path.read_bytes(), private=True) for path in paths])


def texts_of(files: Sequence[YamlFile]) -> list[Labelled]:
    """The texts of the files in their order; ConfigError as for `read_set`."""
    problems = [problem for file in files for problem in _problems(file)]
    if problems:
        raise ConfigError(problems)
    return [text for file in files for text in _texts(file)]


def digest(texts: Sequence[Labelled]) -> str:
    """SHA-256 over texts and labels."""
    return sha256("\n".join(json.dumps(asdict(text), sort_keys=True) for text in texts).encode()).hexdigest()


def _texts(file: YamlFile) -> Iterator[Labelled]:
    top: dict[str, Any] = file.plain  # type: ignore[assignment]  # its shape was checked
    for number, given in enumerate(top["texts"], start=1):
        yield Labelled(top["rule"], number, given["lang"], given["label"] == "match", given["title"], given["text"])


# ------------------------------------------------------------------ faults


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with the value at `path`, counted from the top of the file."""

    path: tuple[str | int, ...]
    message: str
    hint: str


def _problems(file: YamlFile) -> list[Problem]:
    return [file.problem(file.mark(fault.path), fault.message, fault.hint) for fault in _faults(file)]


def _faults(file: YamlFile) -> Iterator[_Fault]:
    top = file.plain
    if not isinstance(top, dict) or set(top) != {"rule", "texts"} or not isinstance(top["rule"], str):
        yield _Fault((), "expected the keys rule (text) and texts (a list)", "see the README of the set")
        return
    name = Path(file.name).stem
    if top["rule"] != name:
        yield _Fault(("rule",), f"rule {top['rule']!r} in a file named {name!r}", "name the file after its rule")
    if not isinstance(top["texts"], list) or not top["texts"]:
        yield _Fault(("texts",), "expected a list of texts", "see the README of the set")
        return
    for number, given in enumerate(top["texts"]):
        yield from _text_faults(file, ("texts", number), given)


def _text_faults(file: YamlFile, path: tuple[str | int, ...], given: object) -> Iterator[_Fault]:
    if not isinstance(given, dict):
        yield _Fault(path, "expected a text: a mapping", f"write its {', '.join(FIELDS)}")
        return
    for name in sorted(set(given) - {*FIELDS}):
        yield _Fault((*path, name), f"unknown key {name!r}", f"expected {', '.join(FIELDS)}")
    for name in FIELDS:
        if not isinstance(given.get(name), str) or not given[name].strip():
            yield _Fault((*path, name), f"{name}: expected text", f"write {name} once, as text")
    yield from _meaning(file, path, given)


def _meaning(file: YamlFile, path: tuple[str | int, ...], given: dict[str, Any]) -> Iterator[_Fault]:
    language, label = given.get("lang"), given.get("label")
    if isinstance(label, str) and label not in LABELS:
        yield _Fault((*path, "label"), f"unknown label {label!r}", f"expected one of {', '.join(LABELS)}")
    if isinstance(language, str) and language not in LANGUAGES:
        yield _Fault((*path, "lang"), f"unknown language {language!r}", f"expected one of {', '.join(LANGUAGES)}")
    if language == "no" and not file.node((*path, "lang")).style:
        yield _Fault((*path, "lang"), "no without quotes is false for many readers of YAML", 'write lang: "no"')
