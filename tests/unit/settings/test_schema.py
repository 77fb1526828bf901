"""Durations, file models, and the JSON Schema for editors."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import ConfigError
from worker.settings.faults import checked, suggestion
from worker.settings.schema import ChannelsFile, EntitiesFile, NorthwatchFile, RulesFile, SourcesFile, duration, json_schemas
from worker.settings.yamlfile import load

MODELS = {
    "northwatch": NorthwatchFile,
    "sources": SourcesFile,
    "channels": ChannelsFile,
    "rules": RulesFile,
    "entities": EntitiesFile,
}


@pytest.mark.parametrize(
    ("text", "length"),
    [
        pytest.param("0s", timedelta(0), id="zero"),
        pytest.param("500ms", timedelta(milliseconds=500), id="milliseconds"),
        pytest.param("90s", timedelta(seconds=90), id="seconds"),
        pytest.param("2m", timedelta(minutes=2), id="minutes"),
        pytest.param("48h", timedelta(hours=48), id="hours"),
        pytest.param("3d", timedelta(days=3), id="days"),
    ],
)
def test_durations(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "5", "h", "1.5h", "-1s", "1 h", "1h\n", "1H", "٣h", "1h30m", "1234567s"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        duration(text)


def test_schemas_are_json_and_refuse_unknown_keys() -> None:
    schemas = json.loads(json.dumps(json_schemas()))

    assert set(schemas) == set(MODELS)
    assert all(schema["additionalProperties"] is False for schema in schemas.values())


def test_the_schema_shows_what_a_person_writes() -> None:
    schema = json_schemas()["northwatch"]["$defs"]["AlertsPart"]["properties"]["group_wait"]
    example = json_schemas()["rules"]["$defs"]["ExamplesPart"]["properties"]["match"]["items"]

    assert (schema["default"], schema["type"]) == ("2m", "string")
    assert {"type": "string", "minLength": 1} in example["anyOf"]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        pytest.param("grenland", "did you mean 'greenland'?", id="near"),
        pytest.param("xyz", "known are: greenland, iceland", id="far"),
    ],
)
def test_a_suggestion_names_the_nearest_or_all(word: str, hint: str) -> None:
    assert suggestion(word, ["iceland", "greenland"]) == hint


def test_nothing_known_suggests_nothing() -> None:
    assert suggestion("a", []) == ""


KEYS = sorted(
    {key for model in MODELS.values() for key in model.model_fields} | {"id", "kind", "url", "match", "names", "title", "x y"}
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["1h", "feed", "live", "${A}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)


@given(name=st.sampled_from(sorted(MODELS)), content=st.dictionaries(st.sampled_from(KEYS), VALUES) | VALUES)
def test_any_content_fits_or_gives_problems(name: str, content: object) -> None:
    try:
        file = load(name, json.dumps(content).encode())
    except ConfigError:
        return
    found, problems = checked(file, MODELS[name], "sources" if name == "sources" else name)

    assert found is not None or problems
    assert all(problem.message and problem.line >= 1 and problem.column >= 1 for problem in problems)
