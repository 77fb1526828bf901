"""Names by language become aliases; groups become entities."""

from __future__ import annotations

import pytest

from worker.model import Alias, Entity
from worker.settings import names
from worker.settings.schema import EntityItem


def an_item(**names_by_language: list[str]) -> EntityItem:
    return EntityItem(id="x", title="X", kind="place", names=names_by_language)


def an_addition(**keys: object) -> EntityItem:
    return EntityItem.model_validate({"id": "x", "change": "add", **keys})


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
            {"en": ["Jef", "=Jef"]},
            (Alias("Jef", frozenset({"en"})), Alias("Jef", frozenset({"en"}), case_sensitive=True)),
            id="both ways",
        ),
        pytest.param(
            {"en": ["JEF"], "no": ["=JEF"]}, (Alias("JEF", frozenset({"en", "no"}), True),), id="capitals alone are exact"
        ),
        pytest.param({"any": ["U.S."]}, (Alias("U.S.", case_sensitive=True),), id="capitals with dots"),
        pytest.param({"ru": ["НАТО"]}, (Alias("НАТО", frozenset({"ru"}), True),), id="Cyrillic capitals"),
        pytest.param({"any": ["Nato"]}, (Alias("Nato"),), id="one capital: any spelling"),
        pytest.param({"any": ["NATO*"]}, (Alias("NATO*"),), id="a stem: any spelling"),
        pytest.param({"any": ["SACEUR"]}, (Alias("SACEUR"),), id="six capitals: any spelling"),
        pytest.param({"any": ["F-35"]}, (Alias("F-35"),), id="not letters alone: any spelling"),
    ],
)
def test_names_become_aliases(given: dict[str, list[str]], aliases: tuple[Alias, ...]) -> None:
    assert names.entity(an_item(**given)).aliases == aliases


@pytest.mark.parametrize(
    ("additions", "aliases"),
    [
        pytest.param([{}], "A B", id="nothing"),
        pytest.param([{"names": {"any": ["C"]}}], "A B C", id="a name"),
        pytest.param([{"names": {"any": [" A "]}}], "A B", id="a name that is there"),
        pytest.param([{"drop": {"any": ["A"]}}], "B", id="a name less"),
        pytest.param([{"drop": {"en": ["A"]}}], "A B", id="a name less in another language"),
        pytest.param([{"drop": {"any": ["A"]}, "names": {"any": ["=A"]}}], "B =A", id="a name spelt otherwise"),
        pytest.param([{"drop": {"any": ["A"]}}, {"names": {"any": ["C"]}}], "B C", id="two additions"),
        pytest.param([{"drop": {"any": ["A", "B"]}}], "", id="no name is left"),
    ],
)
def test_an_addition_changes_the_names(additions: list[dict[str, object]], aliases: str) -> None:
    found = names.entity(an_item(any=["A", "B"]), [an_addition(**keys) for keys in additions])

    assert found.aliases == tuple(names.alias(name, ("any",)) for name in aliases.split())


def test_what_an_addition_drops_another_may_add() -> None:
    additions = [an_addition(names={"any": ["A"]}), an_addition(drop={"any": ["A"]})]

    assert names.entity(an_item(any=["A"]), additions).aliases == (Alias("A"),)


def test_an_addition_may_say_otherwise_what_the_entity_is() -> None:
    item = EntityItem(id="x", title="X", kind="place", weak=True, context=True, names={})

    assert names.entity(item, [an_addition()]) == Entity("x", "X", "place", (), weak=True, context=True)
    said = an_addition(title="Y", kind="topic", weak=False, context=False)
    assert names.entity(item, [said, an_addition()]) == Entity("x", "Y", "topic", ())


def test_exceptions_add_up() -> None:
    item = EntityItem.model_validate({"id": "x", "title": "X", "kind": "place", "names": {}, "except": {"en": ["X shark*"]}})
    added = an_addition(**{"except": {"any": ["X Foods"], "en": ["=X Street"]}})

    english = frozenset({"en"})
    assert names.entity(item, [added]).exceptions == (
        Alias("X shark*", english),
        Alias("X Foods"),
        Alias("X Street", english, case_sensitive=True),
    )


def an_entity(id: str, *aliases: str, weak: bool = False, context: bool = False) -> Entity:
    return Entity(id, id, "place", tuple(map(Alias, aliases)), weak, context)


def test_a_group_has_each_alias_of_its_members_once() -> None:
    group = names.group("far_north", [an_entity("a", "A", "B"), an_entity("b", "B", "C")])

    assert group == Entity("far_north", "far north", "group", (Alias("A"), Alias("B"), Alias("C")), members=("a", "b"))


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
