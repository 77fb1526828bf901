"""Names by language become aliases; groups become entities."""

from __future__ import annotations

import pytest

from worker.model import Alias, Entity
from worker.settings import names
from worker.settings.schema import EntityItem


def an_item(**names_by_language: list[str]) -> EntityItem:
    return EntityItem(id="x", title="X", kind="place", names=names_by_language)


@pytest.mark.parametrize(
    ("given", "aliases"),
    [
        pytest.param({}, (), id="no names"),
        pytest.param({"any": ["Nuuk"]}, (Alias("Nuuk"),), id="every language"),
        pytest.param({"no": ["Norge*"]}, (Alias("Norge*", frozenset({"no"})),), id="one language"),
        pytest.param({"en": ["Nuuk"], "da": ["Nuuk"]}, (Alias("Nuuk", frozenset({"en", "da"})),), id="the same name in two"),
        pytest.param({"en": ["Nuuk"], "any": ["Nuuk"]}, (Alias("Nuuk"),), id="any wins"),
        pytest.param({"en": ["=JEF"]}, (Alias("JEF", frozenset({"en"}), case_sensitive=True),), id="case-sensitive"),
        pytest.param(
            {"en": ["JEF", "=JEF"]},
            (Alias("JEF", frozenset({"en"})), Alias("JEF", frozenset({"en"}), case_sensitive=True)),
            id="both ways",
        ),
    ],
)
def test_names_become_aliases(given: dict[str, list[str]], aliases: tuple[Alias, ...]) -> None:
    assert names.entity(an_item(**given)).aliases == aliases


def an_entity(id: str, *aliases: str, weak: bool = False, context: bool = False) -> Entity:
    return Entity(id, id, "place", tuple(map(Alias, aliases)), weak, context)


def test_a_group_has_each_alias_of_its_members_once() -> None:
    group = names.group("far_north", [an_entity("a", "A", "B"), an_entity("b", "B", "C")])

    assert group == Entity("far_north", "far north", "group", (Alias("A"), Alias("B"), Alias("C")))


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        pytest.param([True, True], True, id="all"),
        pytest.param([True, False], False, id="some"),
        pytest.param([False], False, id="none"),
    ],
)
def test_a_group_is_weak_or_context_only_when_all_members_are(flags: list[bool], expected: bool) -> None:
    weak = names.group("g", [an_entity(str(n), weak=flag) for n, flag in enumerate(flags)])
    context = names.group("g", [an_entity(str(n), context=flag) for n, flag in enumerate(flags)])

    assert (weak.weak, weak.context) == (expected, False)
    assert (context.weak, context.context) == (False, expected)
