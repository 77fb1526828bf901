"""The JSON Schemas in config/schemas are those of the models. `python -m tests.integration.test_schemas` writes them anew."""

from __future__ import annotations

import json

import pytest

from tests.conftest import ROOT
from worker.settings.schema import json_schemas

FOLDER = ROOT / "config" / "schemas"


def written(schema: object) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@pytest.mark.parametrize(("name", "schema"), json_schemas().items())
def test_the_schema_file_is_the_model(name: str, schema: object) -> None:
    there = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert there == written(schema), "run: python -m tests.integration.test_schemas"


@pytest.mark.parametrize("path", sorted((ROOT / "config").rglob("*.yaml")), ids=lambda path: path.name)
def test_every_config_file_names_a_schema_that_is_there(path: object) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.rpartition("=")[2]).resolve().parent == FOLDER


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, schema in json_schemas().items():
        (FOLDER / f"{name}.json").write_text(written(schema), encoding="utf-8")
