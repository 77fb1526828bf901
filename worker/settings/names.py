"""Entity files -> entities: entries and what others add to them, names by language as aliases, groups as entities. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from worker.model import Alias, Entity
from worker.settings.schema import EntityItem

T = TypeVar("T")
Said = tuple[str, str]  # language and name as written

ANY = "any"  # the key of names that hold in every language
# Abbreviations: NSR, SHAPE. The same measure as for words of rules, so that $jef and JEF find the same.
_SHORT = range(2, 6)


def entity(item: EntityItem, added: Sequence[EntityItem] = ()) -> Entity:
    """The entity of one entry and of those that add to it; what they drop are names of `item`, whose own title they may change.

    The same name under several languages is one alias; under `any` it holds everywhere.
    """
    entries = (item, *added)
    dropped = {said for other in added for said in spoken(other.drop)}
    own = spoken(item.names or {})
    if dropped:
        own = (said for said in own if said not in dropped)
    return Entity(
        item.id,
        _last(item.id, (entry.title for entry in entries)),
        _last("", (entry.kind for entry in entries)),
        _aliases((*own, *(said for other in added for said in spoken(other.names or {})))),
        _last(False, (entry.weak for entry in entries)),
        _last(False, (entry.context for entry in entries)),
        _aliases(said for entry in entries for said in spoken(entry.exceptions)),
    )


def spoken(names: Mapping[str, Iterable[str]]) -> Iterator[Said]:
    """(language, name) of every name, without blanks at its ends."""
    return ((language, name.strip()) for language, found in names.items() for name in found)


def _last(default: T, values: Iterable[T | None]) -> T:
    return [default, *(value for value in values if value is not None)][-1]


def _aliases(names: Iterable[Said]) -> tuple[Alias, ...]:
    languages: dict[tuple[str, bool], tuple[str, ...]] = {}
    for language, name in names:
        written = _written(name)
        languages[written] = (*languages[written], language) if written in languages else (language,)
    scopes = {found: _scope(found) for found in set(languages.values())}
    return tuple(Alias(text, scopes[found], exact) for (text, exact), found in languages.items())


def alias(name: str, languages: Iterable[str]) -> Alias:
    """The alias of a name as written: `=` in front, or two to five capitals, make it case-sensitive."""
    text, exact = _written(name)
    return Alias(text, _scope(languages), exact)


def _written(name: str) -> tuple[str, bool]:
    """The text of an alias, and whether its capitals count."""
    return (name[1:], True) if name.startswith("=") else (name, _is_abbreviation(name))


def _scope(languages: Iterable[str]) -> frozenset[str]:
    found = frozenset(languages)
    return frozenset() if ANY in found else found


def _is_abbreviation(name: str) -> bool:
    if not name.isupper():  # nearly all of them
        return False
    letters = name.replace(".", "")
    return len(letters) in _SHORT and letters.isalpha()


def group(id: str, members: Sequence[Entity]) -> Entity:
    """An entity of kind "group" with every alias of its members; weak or context only when all of them are."""
    aliases = tuple(dict.fromkeys(alias for member in members for alias in member.aliases))
    weak, context = all(m.weak for m in members), all(m.context for m in members)
    ids = tuple(member.id for member in members)
    return Entity(id, id.replace("_", " "), "group", aliases, weak, context, members=ids)
