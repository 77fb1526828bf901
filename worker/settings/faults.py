"""What does not fit a model, said for a person: file, line, column, what was expected, what stood there, what to do."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from worker.errors import Problem
from worker.settings.yamlfile import Path, YamlFile

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "string_too_short": "text that is not empty",
    "too_short": "a list with entries",
    "literal_error": "{expected}",
    "unsuitable": "{expected}",
}
# In a private file a value is quoted only where these keys stand: none of them can hold a password.
# fmt: off
_OPEN_KEYS = frozenset({
    "allow", "connections", "document_time", "drain", "enabled", "feed_mib", "fetch", "fetch_time", "file_mib",
    "group_wait", "host_spacing", "id", "interval", "kind", "language", "name", "operator", "page_mib", "path",
    "per_host", "reliability", "stale_after", "state_media", "time_zone", "tlp", "update_gap", "version",
    "worker_memory_mib", "workers",
})
# fmt: on
_HARMLESS = re.compile(r"[A-Za-z_-]{1,30}")
_LONGEST = 60  # characters of a value that are quoted


@dataclass(frozen=True, slots=True)
class Checked(Generic[M]):
    """A file that fits its model, without the entries that do not. `places[i]` is where entry i stands in the file's list."""

    file: YamlFile
    value: M
    places: tuple[int, ...] = ()


def checked(
    file: YamlFile, model: type[M], entries: str = "", core: Collection[str] = ()
) -> tuple[Checked[M] | None, list[Problem]]:
    """The file's values and everything that is wrong with it.

    `entries` names the list whose bad entries are left out; of everything else the whole top-level key is left out. So
    what remains can be checked further. An entry without a fault in its `core`, keys that make sense by themselves, stays
    with them alone. None when too little remains.
    """
    try:
        return Checked(file, model.model_validate(file.plain), _places(file.plain, entries)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = [_problem(file, model, detail) for detail in details]
    bad = {detail["loc"][:1] for detail in details if detail["loc"][:1] != (entries,)}
    faults = [detail["loc"][1:] for detail in details if detail["loc"][:1] == (entries,)]
    kept = _kept(file.plain, entries, faults, core)
    places = tuple(kept)
    try:
        return Checked(file, model.model_validate(_pruned(file.plain, entries, kept, bad)), places), problems
    except ValidationError:
        return None, problems


def _places(plain: object, entries: str) -> tuple[int, ...]:
    found = plain.get(entries) if isinstance(plain, dict) else None
    return tuple(range(len(found))) if isinstance(found, list) else ()


def _kept(plain: object, entries: str, faults: Collection[Path], core: Collection[str]) -> dict[int, object]:
    """Index -> what remains of the entry there: all of it, its core, or it is not in it."""
    kept: dict[int, object] = {}
    keys: dict[Path, set[Path]] = defaultdict(set)
    for path in faults:
        keys[path[:1]].add(path[1:2])
    for index in _places(plain, entries):
        entry = cast("dict[str, list[object]]", plain)[entries][index]
        if (index,) not in keys:
            kept[index] = entry
        elif isinstance(entry, dict) and all(_outside(key, core) for key in keys[(index,)]):
            kept[index] = {key: value for key, value in entry.items() if key in core}
    return kept


def _outside(key: Path, core: Collection[str]) -> bool:
    """Whether a fault there says nothing about the core; a key that is nearly one of it ("macth") is its typing error."""
    return bool(core) and bool(key) and not difflib.get_close_matches(str(key[0]), core, 1)


def _pruned(plain: object, entries: str, kept: Mapping[int, object], bad: Collection[tuple[int | str, ...]]) -> object:
    if not isinstance(plain, dict):
        return plain
    rest = {key: value for key, value in plain.items() if (key,) not in bad}
    if isinstance(rest.get(entries), list):
        rest[entries] = list(kept.values())
    return rest


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint for a name that does not exist: the nearest one, else the list of what there is; "" when that is empty."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, 1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known are: {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}" if names else ""


# ------------------------------------------------------------------ one error of the model


def _problem(file: YamlFile, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    kind, last = detail["type"], str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        split = detail["input"] is None and " " in last  # {text: One, two} is a text "One" and a key "two"
        hint = "put quotes around a text with a comma" if split else suggestion(last, _keys(model, path[:-1]))
        return file.problem(file.key_mark(path), _unknown(last, file.private), hint)
    if kind == "missing":
        what = f"the key {last!r} is missing"
        return file.problem(file.mark(path), _labelled(path[:-1], what), f"add {last}: at this level")
    visible = _visible(path, file.private)
    at = file.key_mark(path) if detail["loc"][-1:] == ("[key]",) else file.mark(path)
    return file.problem(
        at, _labelled(path, f"expected {_expected(detail)}, got {_shown(detail['input'], visible)}"), _hint(detail, last, visible)
    )


def _unknown(key: str, private: bool) -> str:
    return f"unknown key {key!r}" if not private or _HARMLESS.fullmatch(key) else "unknown key"


def _expected(detail: ErrorDetails) -> str:
    form = _EXPECTED.get(detail["type"])
    return form.format(**detail.get("ctx", {})) if form else detail["msg"].lower()


def _labelled(path: Path, what: str) -> str:
    """The path inside its entry of the list, in front of the message: match.any[1]."""
    inner = path[2:] if len(path) > 1 and isinstance(path[1], int) else path
    label = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in inner).lstrip(".")
    return f"{label}: {what}" if label else what


def _visible(path: Path, private: bool) -> bool:
    return not private or not _OPEN_KEYS.isdisjoint(map(str, path))


def _shown(value: object, visible: bool) -> str:
    if visible and isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…")
    if visible and isinstance(value, (bool, int, float)):
        return str(value).lower()
    return _type_name(value)


def _type_name(value: object) -> str:
    names: Mapping[type, str] = {str: "text", list: "a list", dict: "keys with values", bool: "true or false"}
    if value is None or value == []:
        return "nothing" if value is None else "an empty list"
    return names.get(type(value), "a number")


def _hint(detail: ErrorDetails, key: str, visible: bool) -> str:
    kind, value = detail["type"], detail["input"]
    if kind == "unsuitable":
        return str(detail.get("ctx", {}).get("hint", ""))
    if not visible:
        return ""
    if isinstance(value, str):
        return _hint_for_text(detail, key, value)
    if kind == "list_type" and isinstance(value, dict) and key:
        return f"each entry of {key} begins with a dash: - {_begun(value)}"
    return f"put quotes around it: '{str(value).lower()}'" if kind == "string_type" and isinstance(value, (int, float)) else ""


def _begun(entry: Mapping[object, object]) -> str:
    """How an entry of a list may begin that was written as keys: by its first key, or as the id that names keys below it."""
    first = str(next(iter(entry), "id"))
    named = isinstance(entry.get(first), dict)
    return f"id: {first}" if named else f"{first}: ..."


# What other programs call what is meant here; none is near enough as a word.
_MEANT = {
    **dict.fromkeys(("rss", "atom", "xml", "json", "jsonfeed", "url", "http", "web"), "feed"),
    **dict.fromkeys(("dir", "directory", "path", "file", "files", "drop"), "folder"),
    **dict.fromkeys(
        ("mail", "email", "e-mail", "smtp", "mailto", "mailtos", "slack", "matrix", "telegram", "webhook"), "apprise"
    ),
    **dict.fromkeys(("stdout", "print", "terminal", "screen"), "console"),
}


def _hint_for_text(detail: ErrorDetails, key: str, value: str) -> str:
    kind, digits = detail["type"], re.match(r"\d{1,9}", value)
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
        meant = _MEANT.get(value.casefold(), "")
        return f"did you mean {meant!r}?" if meant and meant in known else _nearest(value, known)
    if kind == "list_type" and key and len(value) <= _LONGEST:
        return f"write {key}: [{value}]"
    if kind == "model_type" and key == "match" and len(value) <= _LONGEST and not set(value) & set(",:#{}[]"):
        return f"write match: {{query: {value}}}"
    return f"write {key}: {digits.group()}" if kind == "int_type" and digits else ""


def _nearest(word: str, known: Iterable[str]) -> str:
    same = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), same, 1)
    return f"did you mean {same[near[0]]!r}?" if near else ""


def _keys(model: type[BaseModel], path: Path) -> Iterator[str]:
    """The keys that a file of this model may have at `path`."""
    for step in path:
        field = model.model_fields.get(str(step))
        model = next(_models(field.annotation), model) if field else model
    yield from (field.alias or name for name, field in model.model_fields.items())


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
