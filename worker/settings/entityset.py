"""The folder entities: named things, what other entries change about them, and groups, or their problems."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from worker.model import Entity
from worker.rules.match import Names
from worker.rules.syntax import QueryError
from worker.settings import names
from worker.settings.faults import Checked, suggestion
from worker.settings.reading import ENTITIES, Reading
from worker.settings.schema import EntitiesFile, EntityItem
from worker.settings.yamlfile import Path as YamlPath
from worker.settings.yamlfile import YamlFile

Files = Sequence[Checked[EntitiesFile]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a file's list of entities, and where it stands there."""

    item: EntityItem
    file: YamlFile
    place: int

    def path(self, *keys: str | int) -> YamlPath:
        return ("entities", self.place, *keys)


def read_entities(reading: Reading) -> tuple[tuple[Entity, ...], Names | None]:
    """All entities, groups last, and as rules look for them; problems go to `reading`, one for each unusable name, and then
    there are no Names.

    The order of the files does not matter: an entry with `change` speaks of an entity wherever it stands.
    """
    read = [reading.file(path, EntitiesFile, "entities") for path in reading.yaml_files(reading.folder / ENTITIES)]
    files = [file for file in read if file is not None]
    entries = [_Entry(item, f.file, place) for f in files for place, item in zip(f.places, f.value.entities, strict=True)]
    # With a file that cannot be read nobody knows which entities are missing.
    named = frozenset(_ids(files)) if len(files) == len(read) else None
    standing = _standing(reading, entries)
    added = _added(reading, entries, standing)
    _report_unknown(reading, entries, named, {id for file in files for id in file.value.groups})
    known = {id: names.entity(entry.item, [other.item for other in added.get(id, ())]) for id, entry in standing.items()}
    entities = (*known.values(), *_groups(reading, files, known, named))
    try:
        return entities, Names(entities)
    except QueryError:
        _report_names(reading, entries)
    return entities, None


def _ids(files: Files) -> Iterator[str]:
    """The ids of the entries that make entities, also of those that are left out for something else."""
    for file in files:
        plain = file.file.plain.get("entities") if isinstance(file.file.plain, dict) else None
        for entry in plain if isinstance(plain, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("id"), str) and "change" not in entry:
                yield entry["id"]


# ------------------------------------------------------------------ entries that speak of one entity


def _standing(reading: Reading, entries: Sequence[_Entry]) -> dict[str, _Entry]:
    """The entry that says what each entity is: the one that replaces it, else its own."""
    own, replacing = _unique(reading, entries, None), _unique(reading, entries, "replace")
    return own | {id: entry for id, entry in replacing.items() if id in own}


def _unique(reading: Reading, entries: Iterable[_Entry], change: str | None) -> dict[str, _Entry]:
    """The entries with that `change` by their ids. A problem for one without a needed key and for the second with an id."""
    found = {}
    for entry in (entry for entry in entries if entry.item.change == change):
        is_whole = _is_whole(reading, entry)
        if _is_first(reading, entry) and is_whole:
            found[entry.item.id] = entry
    return found


def _is_whole(reading: Reading, entry: _Entry) -> bool:
    item = entry.item
    missing = [key for key, value in (("title", item.title), ("kind", item.kind), ("names", item.names)) if value is None]
    for key in missing:
        reading.value_problem(entry.file, entry.path(), f"the key {key!r} is missing", f"add {key}: at this level")
    if item.drop:
        hint = "leave the name out instead, or write change: add to drop a name of another entry"
        reading.key_problem(entry.file, entry.path("drop"), "drop: only an entry with change: add drops names", hint)
    return not missing and not item.drop


def _is_first(reading: Reading, entry: _Entry) -> bool:
    """Whether no entry before it has the same id and the same `change`."""
    path = entry.path("id")
    line, column = entry.file.mark(path)
    here = f"{entry.file.name}:{line}:{column}"
    before = reading.first.setdefault((entry.item.change or "entity", entry.item.id), here)
    if before != here:
        message, hint = _TWICE[entry.item.change]
        reading.value_problem(entry.file, path, f"{message.format(entry.item.id)}, at {before}", hint)
    return before == here


_TWICE = {
    None: ("entity id {!r} is used before", "give one of the two another id, or let one say change: add or change: replace"),
    "replace": ("entity {!r} is replaced before", "keep one of the two, or let one say change: add"),
}


def _added(reading: Reading, entries: Iterable[_Entry], standing: Mapping[str, _Entry]) -> dict[str, list[_Entry]]:
    """The entries that add to an entity, in the order of the files; problems for what they say against it and each other."""
    found: dict[str, list[_Entry]] = {}
    for entry in entries:
        if entry.item.change != "add":
            continue
        if entry.item.model_fields_set <= {"id", "change"}:
            hint = "write names:, except: or drop:"
            reading.value_problem(entry.file, entry.path(), f"nothing is added to {entry.item.id!r}", hint)
        if entry.item.id in standing:
            _check_dropped(reading, entry, standing[entry.item.id].item)
            _check_agrees(reading, entry, found.setdefault(entry.item.id, []))
            found[entry.item.id].append(entry)
    return found


def _check_dropped(reading: Reading, entry: _Entry, own: EntityItem) -> None:
    """A problem for each name that the entity does not have."""
    known = set(names.spoken(own.names or {}))
    for language, index, name in _numbered(entry.item.drop):
        if (language, name.strip()) not in known:
            path = entry.path("drop", language, index)
            message = f"drop.{language}: {own.id!r} has no name {name.strip()!r} there"
            reading.value_problem(entry.file, path, message, _where_it_stands(name.strip(), language, own))


def _where_it_stands(name: str, language: str, own: EntityItem) -> str:
    others = [other for other, known in names.spoken(own.names or {}) if known == name]
    if others:
        return f"it stands under {', '.join(others)}: drop it there"
    return suggestion(name, (own.names or {}).get(language, ()))


def _check_agrees(reading: Reading, entry: _Entry, before: Iterable[_Entry]) -> None:
    """A problem for each key that an entry before says otherwise: then the order of the files would decide."""
    for key in ("title", "kind", "weak", "context"):
        said = getattr(entry.item, key)
        for other in before:
            if said is not None and getattr(other.item, key) not in (None, said):
                line, column = other.file.mark(other.path(key))
                message = (
                    f"{key}: another entry that adds to {entry.item.id!r} says otherwise, at {other.file.name}:{line}:{column}"
                )
                reading.value_problem(entry.file, entry.path(key), message, "keep one of the two")
                break


def _report_unknown(reading: Reading, entries: Iterable[_Entry], named: frozenset[str] | None, groups: Collection[str]) -> None:
    """A problem for each entry that changes what is not there. `named` None: nobody knows what is there."""
    for entry in entries:
        id = entry.item.id
        if named is None or not entry.item.change or id in named:
            continue
        hint = f"it is a group: write its further members under groups:, as in {id}: [...]" if id in groups else ""
        reading.value_problem(entry.file, entry.path("id"), f"no entity {id!r} to change", hint or suggestion(id, named))


# ------------------------------------------------------------------ groups


def _groups(reading: Reading, files: Files, known: Mapping[str, Entity], named: frozenset[str] | None) -> list[Entity]:
    """One entity for each group; the lists of several files add up."""
    found: dict[str, dict[str, Entity]] = {}
    for file in files:
        for id, members in file.value.groups.items():
            path = ("groups", id)
            reading.check_known("entity", members, None if named is None else named | known.keys(), file.file, path)
            if id in found or reading.is_new("entity", id, file.file, path):
                found.setdefault(id, {}).update((member, known[member]) for member in members if member in known)
    return [names.group(id, tuple(members.values())) for id, members in found.items()]


# ------------------------------------------------------------------ names that cannot be looked for


def _report_names(reading: Reading, entries: Iterable[_Entry]) -> None:
    """A problem for every name that rules cannot look for: each is tried alone."""
    for entry in entries:
        for key, texts in (("names", entry.item.names or {}), ("except", entry.item.exceptions)):
            for language, index, text in _numbered(texts):
                probe = Entity(entry.item.id, "", "", (names.alias(text, ()),))
                try:
                    Names((probe,))
                except QueryError as error:
                    path = entry.path(key, language, index)
                    reading.value_problem(entry.file, path, f"{key}.{language}: {error.message}", error.hint)


def _numbered(texts: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int, str]]:
    """(language, place in its list, name)."""
    return ((language, index, name) for language, found in texts.items() for index, name in enumerate(found))
