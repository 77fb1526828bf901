"""Reading a config folder again: the same as reading it for the first time, but only what changed is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.errors import ConfigError
from worker.rules.rule import Rule
from worker.settings.kept import Kept
from worker.settings.load import read_folder

MAIN = {"good": "version: 1\n", "other folder": "version: 1\ndata_folder: elsewhere\n"}
ONE = "version: 1\nsources:\n  - {id: drop, kind: folder, path: ../seeds}\n"
SOURCES = {
    "two": f"{ONE}  - {{id: coast, kind: feed, url: 'https://coast.example/feed'}}\n",
    "one": ONE,
    "none": "version: 1\nsources: nothing\n",
}
THINGS = {
    "plain": "version: 1\nentities:\n  - {id: ship, title: Ship, kind: vocabulary, names: {en: [ship, boat]}}\n",
    "more": "version: 1\nentities:\n  - {id: ship, title: Ship, kind: vocabulary, names: {en: [ship, boat, tug]}}\n",
    "other": "version: 1\nentities:\n  - {id: boat, title: Boat, kind: vocabulary, names: {en: [boat]}}\n",
    "bad": "version: 1\nentities:\n  - {id: ship, title: Ship, kind: vocabulary, names: {en: ['*']}}\n",
}


def rule(id: str, query: str, more: str = "") -> str:
    return f"  - {{id: {id}, title: T, why: W., match: {{query: '{query}'}}{more}}}\n"


HEAD = "version: 1\nrules:\n"
RULES = {
    "ice": HEAD + rule("ice", "ice"),
    "ice and a ship": HEAD + rule("ice", "ice AND $ship"),
    "ice on a lower line": HEAD + "\n\n" + rule("ice", "ice"),
    "snow": HEAD + rule("snow", "snow", ", examples: {match: [Snow fell.]}"),
    "a false example": HEAD + rule("snow", "snow", ", examples: {match: [Rain fell.]}"),
    "from the coast": HEAD + rule("fog", "fog", ", where: {source: [coast]}"),
    "to the console": "version: 1\ndefaults: {channels: [console]}\n" + HEAD.split("\n", 1)[1] + rule("sun", "sun"),
    "to nobody": "version: 1\ndefaults: {channels: [gone]}\n" + HEAD.split("\n", 1)[1] + rule("sun", "sun"),
    "no expression": HEAD + rule("wind", "wind AND"),
    "no yaml": "version: [",
}
EDIT = st.one_of(
    st.tuples(st.just("northwatch.yaml"), st.sampled_from(sorted(MAIN))),
    st.tuples(st.just("sources.yaml"), st.sampled_from(sorted(SOURCES))),
    st.tuples(st.just("entities/things.yaml"), st.sampled_from([*sorted(THINGS), "", "plain", "plain"])),
    st.tuples(st.sampled_from(["rules/a.yaml", "rules/b.yaml"]), st.sampled_from([*sorted(RULES), "", "ice", "ice"])),
)
TEXTS = MAIN | SOURCES | THINGS | RULES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("northwatch.yaml", "good"), ("sources.yaml", "two"), ("entities/things.yaml", "plain")):
        edit(tmp_path, name, text)
    edit(tmp_path, "rules/a.yaml", "ice and a ship")
    edit(tmp_path, "rules/b.yaml", "snow")
    return tmp_path


def edit(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if text:
        path.write_text(TEXTS[text], encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def outcome(folder: Path, kept: Kept | None) -> object:
    try:
        found = read_folder(folder, {}, kept)
    except ConfigError as error:
        return str(error)
    return found.entities, [(rule.definition, rule.definition.place, rule.expression) for rule in found.rules]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(EDIT, min_size=1, max_size=3), max_size=6))
def test_a_second_reading_gives_what_a_first_one_would(folder: Path, rounds: list[list[tuple[str, str]]]) -> None:
    kept = Kept()
    for edits in ([], *rounds):
        for name, text in edits:
            edit(folder, name, text)
        assert outcome(folder, kept) == outcome(folder, None)


def reader(folder: Path, kept: Kept) -> Callable[[], dict[str, Rule]]:
    """Reads the folder anew each time; the rules by their ids."""
    return lambda: {rule.id: rule for rule in read_folder(folder, {}, kept).rules}


def test_only_the_rules_of_a_changed_file_are_made_again(folder: Path) -> None:
    read = reader(folder, Kept())
    first = read()
    edit(folder, "rules/b.yaml", "from the coast")
    second = read()
    assert sorted(second) == ["fog", "ice"]
    assert second["ice"] is first["ice"]
    edit(folder, "rules/a.yaml", "ice on a lower line")
    third = read()
    assert third["fog"] is second["fog"]
    assert third["ice"] is not second["ice"]


def test_with_changed_entities_all_rules_are_made_again(folder: Path) -> None:
    read = reader(folder, Kept())
    first = read()
    edit(folder, "entities/things.yaml", "more")
    assert read()["snow"] is not first["snow"]


def test_after_forgetting_all_rules_are_made_again(folder: Path) -> None:
    kept = Kept()
    read = reader(folder, kept)
    first = read()
    assert read()["snow"] is first["snow"]
    kept.forget()
    assert read()["snow"] is not first["snow"]
