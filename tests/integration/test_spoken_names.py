"""Names of the evidence as a person reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from worker.app import spoken_names

ENTITIES = """version: 1
entities:
  - {id: rc_chinese, title: China and its companies, kind: country, names: {en: [China]}}
  - {id: nuuk, title: Godthåb, kind: place, names: {en: [Nuuk]}}
groups:
  far: [nuuk, rc_chinese]
  near: [nuuk]
"""
CHANGES = """version: 1
entities:
  - {id: rc_chinese, change: add, title: Not its title, names: {da: [Kina]}}
  - {id: nuuk, change: replace, title: Nuuk, kind: place, names: {en: [Nuuk]}}
groups: {far: [harbours, cables]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "entities").mkdir()
    for name, text in {"a.yaml": CHANGES, "b.yaml": ENTITIES, "broken.yaml": "entities: ["}.items():
        (tmp_path / "entities" / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("harstad", "harstad", id="word"),
        pytest.param("2026", "2026", id="number"),
        pytest.param("geo:HR", "Croatia", id="country"),
        pytest.param("geo:XX", "XX", id="no country"),
        pytest.param("place:cambridge-bay", "Cambridge Bay", id="place"),
        pytest.param("entity:rc_chinese", "China and its companies", id="entity, though another file is broken"),
        pytest.param("entity:nuuk", "Nuuk", id="entity that was replaced"),
        pytest.param("entity:near", "Nuuk", id="group of one"),
        pytest.param("entity:far", "harbours, cables or 2 more", id="group of two files, with members that have no title"),
        pytest.param("entity:gone", "gone", id="entity that is configured no longer"),
    ],
)
def test_a_name_is_what_a_person_calls_it(folder: Path, name: str, said: str) -> None:
    assert spoken_names(folder)(name) == said


def test_without_a_folder_entities_keep_their_ids(tmp_path: Path) -> None:
    assert spoken_names(tmp_path / "nothing")("entity:nuuk") == "nuuk"
