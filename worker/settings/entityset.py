"""The folder entities: named things and groups of them, or their problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from worker.model import Entity
from worker.rules.rule import RuleCompiler
from worker.rules.syntax import QueryError
from worker.settings import names
from worker.settings.faults import Checked
from worker.settings.reading import ENTITIES, Reading
from worker.settings.schema import EntitiesFile


def read_entities(reading: Reading) -> tuple[Entity, ...]:
    """All entities, groups last; problems go to `reading`, one for each name that cannot be looked for."""
    found = [
        f for p in reading.yaml_files(reading.folder / ENTITIES) if (f := reading.file(p, EntitiesFile, "entities")) is not None
    ]
    known: dict[str, Entity] = {}
    for file in found:
        for place, item in zip(file.places, file.value.entities, strict=True):
            if reading.is_new("entity", item.id, file.file, ("entities", place, "id")):
                known[item.id] = names.entity(item)
    groups = _groups(reading, found, known)
    entities = (*known.values(), *groups)
    try:
        RuleCompiler(entities)
    except QueryError:
        _report_names(reading, found)
    return entities


def _groups(reading: Reading, found: Sequence[Checked[EntitiesFile]], known: Mapping[str, Entity]) -> list[Entity]:
    groups = []
    for file in found:
        for id, members in file.value.groups.items():
            path = ("groups", id)
            if not reading.is_new("entity", id, file.file, path):
                continue
            reading.check_known("entity", members, frozenset(known), file.file, path)
            groups.append(names.group(id, [known[member] for member in members if member in known]))
    return groups


def _report_names(reading: Reading, found: Sequence[Checked[EntitiesFile]]) -> None:
    """A problem for every name that rules cannot look for: each is tried alone."""
    for file in found:
        for place, item in zip(file.places, file.value.entities, strict=True):
            for language, texts in item.names.items():
                for index, text in enumerate(texts):
                    probe = Entity(item.id, item.title, item.kind, (names.alias(text, (language,)),))
                    try:
                        RuleCompiler((probe,))
                    except QueryError as error:
                        path = ("entities", place, "names", language, index)
                        reading.value_problem(file.file, path, f"names.{language}: {error.message}", error.hint)
