"""Entity files together: what entries change about each other, groups of several files, and every problem with its place."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from worker.model import Alias, Entity
from worker.settings.entityset import read_entities
from worker.settings.reading import Reading

HEAD = "version: 1\nentities:\n"
SHIPPED = HEAD + (
    "  - {id: ice, title: Ice, kind: topic, names: {en: [ice, pack ice], any: [siku]}, except: {en: [ice cream]}}\n"
    "  - {id: cape, title: Cape, kind: place, weak: true, names: {any: [Cape*]}}\n"
)


def read(folder: Path, *files: str) -> tuple[tuple[Entity, ...], list[tuple[str, str, str]]]:
    """The entities, and each problem as (place, message, hint)."""
    (folder / "entities").mkdir(exist_ok=True)
    for letter, text in zip("abcd", files, strict=False):
        (folder / "entities" / f"{letter}.yaml").write_text(text, encoding="utf-8")
    reading = Reading(folder, {})
    entities, _ = read_entities(reading)
    return entities, [(f"{Path(p.file).stem}:{p.line}:{p.column}", p.message, p.hint) for p in reading.problems]


def good(folder: Path, *files: str) -> dict[str, Entity]:
    entities, problems = read(folder, *files)
    assert problems == []
    return {entity.id: entity for entity in entities}


def names_of(entity: Entity) -> list[str]:
    return sorted(alias.text for alias in entity.aliases)


# ------------------------------------------------------------------ what it means


def test_no_files(tmp_path: Path) -> None:
    assert read(tmp_path) == ((), [])


def test_exceptions_are_scoped_by_language_as_names_are(tmp_path: Path) -> None:
    assert good(tmp_path, SHIPPED)["ice"].exceptions == (Alias("ice cream", frozenset({"en"})),)


def test_an_entry_adds_to_an_entity(tmp_path: Path) -> None:
    mine = HEAD + "  - {id: ice, change: add, names: {no: [is]}, except: {any: [siku bar]}, drop: {en: [pack ice]}}\n"

    ice = good(tmp_path, SHIPPED, mine)["ice"]

    assert (ice.title, ice.kind, names_of(ice)) == ("Ice", "topic", ["ice", "is", "siku"])
    assert [alias.text for alias in ice.exceptions] == ["ice cream", "siku bar"]


def test_an_entry_stands_instead_of_another(tmp_path: Path) -> None:
    mine = HEAD + "  - {id: ice, change: replace, title: My ice, kind: topic, names: {en: [floe*]}}\n"

    assert good(tmp_path, SHIPPED, mine)["ice"] == Entity("ice", "My ice", "topic", (Alias("floe*", frozenset({"en"})),))


CHANGES = (
    SHIPPED,
    HEAD + "  - {id: ice, change: replace, title: My ice, kind: topic, names: {en: [floe*, berg*]}}\n",
    HEAD + "  - {id: ice, change: add, names: {en: [growler*]}, drop: {en: [berg*]}, weak: true}\n",
    HEAD + "  - {id: ice, change: add, names: {any: [siku]}, weak: true}\n",
)


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=lambda order: "".join(map(str, order)))
def test_the_order_of_the_files_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    found = good(tmp_path, *(CHANGES[number] for number in order))

    assert list(found) == ["ice", "cape"]
    assert (found["ice"].title, found["ice"].weak, names_of(found["ice"])) == ("My ice", True, ["floe*", "growler*", "siku"])


def test_a_group_of_two_files_has_the_members_of_both(tmp_path: Path) -> None:
    shipped = SHIPPED + "groups: {north: [ice]}\n"

    found = good(tmp_path, shipped, "version: 1\ngroups: {north: [cape, ice]}\n")

    assert found["north"].members == ("ice", "cape")
    assert names_of(found["north"]) == ["Cape*", "ice", "pack ice", "siku"]


def test_a_group_has_what_is_added_to_its_members(tmp_path: Path) -> None:
    mine = HEAD + "  - {id: cape, change: add, names: {fr: [cap]}}\ngroups: {north: [cape]}\n"

    assert names_of(good(tmp_path, SHIPPED, mine)["north"]) == ["Cape*", "cap"]


# ------------------------------------------------------------------ what is wrong


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            "{id: ice, names: {en: [floe]}}",
            [
                ("b:3:5", "the key 'title' is missing", "add title: at this level"),
                ("b:3:5", "the key 'kind' is missing", "add kind: at this level"),
                (
                    "b:3:10",
                    "entity id 'ice' is used before, at {a}:3:10",
                    "give one of the two another id, or let one say change: add or change: replace",
                ),
            ],
            id="no change, and the id is taken",
        ),
        pytest.param(
            "{id: ice, change: replace, title: Ice}",
            [
                ("b:3:5", "the key 'kind' is missing", "add kind: at this level"),
                ("b:3:5", "the key 'names' is missing", "add names: at this level"),
            ],
            id="replace needs a whole entry",
        ),
        pytest.param(
            "{id: icee, change: add, names: {en: [floe]}}",
            [("b:3:10", "no entity 'icee' to change", "did you mean 'ice'?")],
            id="add to nothing",
        ),
        pytest.param(
            "{id: capes, change: replace, title: C, kind: place, names: {}}",
            [("b:3:10", "no entity 'capes' to change", "did you mean 'cape'?")],
            id="replace nothing",
        ),
        pytest.param(
            "{id: ice, change: add}",
            [("b:3:5", "nothing is added to 'ice'", "write names:, except: or drop:")],
            id="add nothing",
        ),
        pytest.param(
            "{id: ice, change: ad, names: {}}",
            [("b:3:23", "change: expected 'add' or 'replace', got 'ad'", "did you mean 'add'?")],
            id="another change",
        ),
        pytest.param(
            "{id: ice, change: add, drop: {en: [ice, pac ice]}}",
            [("b:3:45", "drop.en: 'ice' has no name 'pac ice' there", "did you mean 'pack ice'?")],
            id="drop what is not there",
        ),
        pytest.param(
            "{id: ice, change: add, drop: {en: [siku]}}",
            [("b:3:40", "drop.en: 'ice' has no name 'siku' there", "it stands under any: drop it there")],
            id="drop in another language",
        ),
        pytest.param(
            "{id: ice, change: replace, title: I, kind: topic, names: {en: [floe]}, drop: {en: [ice]}}",
            [
                (
                    "b:3:76",
                    "drop: only an entry with change: add drops names",
                    "leave the name out instead, or write change: add to drop a name of another entry",
                )
            ],
            id="drop without add",
        ),
        pytest.param(
            '{id: ice, change: add, except: {en: ["*cream"]}}',
            [
                (
                    "b:3:42",
                    "except.en[1]: expected a name such as Grønland*, =JEF or Station Nord, got '*cream'",
                    "a star ends a word and stands behind its stem",
                )
            ],
            id="an exception that is no name",
        ),
        pytest.param(
            "{id: ice, change: add, except: {en: [ice, ca=non]}}",
            [("b:3:47", "except.en: 'ca=non': '=' may stand only in front of a word", "")],
            id="an exception that cannot be looked for",
        ),
    ],
)
def test_an_entry_with_a_problem(tmp_path: Path, entry: str, expected: list[tuple[str, str, str]]) -> None:
    _, problems = read(tmp_path, SHIPPED, f"{HEAD}  - {entry}\n")

    first = str(tmp_path / "entities" / "a.yaml")
    assert problems == [(place, message.replace("{a}", first), hint) for place, message, hint in expected]


def test_two_entries_cannot_stand_instead_of_one(tmp_path: Path) -> None:
    mine = HEAD + "  - {id: ice, change: replace, title: I, kind: topic, names: {}}\n"

    _, problems = read(tmp_path, SHIPPED, mine, mine)

    message = f"entity 'ice' is replaced before, at {tmp_path / 'entities' / 'b.yaml'}:3:10"
    assert problems == [("c:3:10", message, "keep one of the two, or let one say change: add")]


def test_two_additions_cannot_say_opposite_things(tmp_path: Path) -> None:
    strong, weak = (f"{HEAD}  - {{id: cape, change: add, weak: {value}}}\n" for value in ("false", "true"))

    _, problems = read(tmp_path, SHIPPED, strong, weak, weak)

    message = f"weak: another entry that adds to 'cape' says otherwise, at {tmp_path / 'entities' / 'b.yaml'}:3:35"
    assert problems == [("c:3:35", message, "keep one of the two"), ("d:3:35", message, "keep one of the two")]


def test_a_group_is_not_changed_as_an_entity(tmp_path: Path) -> None:
    mine = HEAD + "  - {id: north, change: add, names: {en: [north]}}\ngroups: {north: [ice]}\n"

    _, problems = read(tmp_path, SHIPPED, mine)

    hint = "it is a group: write its further members under groups:, as in north: [...]"
    assert problems == [("b:3:10", "no entity 'north' to change", hint)]


def test_an_id_is_an_entity_or_a_group(tmp_path: Path) -> None:
    group = "version: 1\ngroups: {ice: [cape]}\n"

    entities, problems = read(tmp_path, SHIPPED, group, group)

    assert [entity.id for entity in entities] == ["ice", "cape"]
    assert [place for place, _, _ in problems] == ["b:2:15", "c:2:15"]


def test_all_problems_at_once(tmp_path: Path) -> None:
    mine = HEAD + (
        "  - {id: Ice, change: add, names: {}}\n"
        "  - {id: icy, change: add, names: {}}\n"
        "  - {id: ice, change: add, drop: {en: [x]}}\n"
        "groups: {north: [icy]}\n"
    )

    _, problems = read(tmp_path, SHIPPED, mine)

    assert [place for place, _, _ in problems] == ["b:3:10", "b:5:40", "b:4:10", "b:6:18"]


def test_a_broken_entry_is_not_called_missing(tmp_path: Path) -> None:
    broken = HEAD + "  - {id: ice, title: Ice, kind: topic, names: {en: ice}}\n"
    mine = HEAD + "  - {id: ice, change: add, names: {en: [floe]}}\ngroups: {north: [ice]}\n"

    _, problems = read(tmp_path, broken, mine)

    assert [place for place, _, _ in problems] == ["a:3:52"]


def test_a_file_that_cannot_be_read_hides_what_is_missing(tmp_path: Path) -> None:
    mine = HEAD + "  - {id: floe, change: add, names: {en: [floe]}}\ngroups: {north: [floe]}\n"

    _, problems = read(tmp_path, "version: 1\nentities: [", mine)

    assert [place.split(":")[0] for place, _, _ in problems] == ["a"]
