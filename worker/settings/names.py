"""Entity files -> entities: names by language become aliases, groups become entities of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from worker.model import Alias, Entity
from worker.settings.schema import EntityItem

ANY = "any"  # the key of names that hold in every language


def entity(item: EntityItem) -> Entity:
    """The entity of one entry. The same name under several languages is one alias; under `any` it holds everywhere."""
    languages: dict[str, set[str]] = {}
    for language, names in item.names.items():
        for name in names:
            languages.setdefault(name.strip(), set()).add(language)
    aliases = tuple(alias(name, found) for name, found in languages.items())
    return Entity(item.id, item.title, item.kind, aliases, item.weak, item.context)


def alias(name: str, languages: Iterable[str]) -> Alias:
    """The alias of a name as written: `=` in front makes it case-sensitive."""
    found = frozenset(languages)
    return Alias(name.removeprefix("="), frozenset() if ANY in found else found, name.startswith("="))


def group(id: str, members: Sequence[Entity]) -> Entity:
    """An entity of kind "group" with every alias of its members; weak or context only when all of them are."""
    aliases = tuple(dict.fromkeys(alias for member in members for alias in member.aliases))
    weak, context = all(m.weak for m in members), all(m.context for m in members)
    return Entity(id, id.replace("_", " "), "group", aliases, weak, context)
