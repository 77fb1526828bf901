"""`developments constraints --json` and `replay --constraints` are two ends of one file; `why` names what was decided."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.conftest import Place, copy_samples


def test_a_file_of_constraints_binds_a_replay(place: Place) -> None:
    lines = [{"id": name, "text": f"A cable to Svalbard was cut on Friday, said {name}.", "published": None} for name in "ab"]
    place.write("recorded.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    place.write("constraints.jsonl", '{"a": "a", "b": "b", "kind": "apart"}\n{"a": "a", "b": "gone", "kind": "together"}\n')
    done = place.run("replay", "recorded.jsonl", "--constraints", "constraints.jsonl", "--json")
    assert len({json.loads(line)["development"] for line in done.stdout.splitlines()}) == 2
    assert "constraints name 1 document that the input does not hold and so bind nothing: gone" in done.stderr.decode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{}", "line 1: expected", id="no constraint"),
        pytest.param(
            '{"a": 1, "b": 2, "kind": "apart"}\n{"a": 2, "b": 1, "kind": "together"}', "put them together", id="contradiction"
        ),
    ],
)
def test_a_file_that_makes_no_sense_is_a_usage_error(place: Place, text: str, message: str) -> None:
    place.write("constraints.jsonl", text)
    done = place.run("replay", "-", "--constraints", "constraints.jsonl", given="")
    assert done.returncode == 2
    assert "constraints.jsonl: " in done.stderr.decode()
    assert message in done.stderr.decode()


def test_why_names_a_split_by_hand(shipped: Place) -> None:
    copy_samples(shipped)
    shipped.run("run", "--once")
    pair = next(row["id"] for row in shipped.json("developments", "list") if row["documents"] == 2)
    leaving = shipped.json("developments", "show", pair)["members"][1]["id"]
    split = shipped.json("developments", "split", pair, str(leaving))
    said = shipped.run("why", str(leaving)).stdout.decode()
    assert f"from {pair} as {split['development']}; split off from {pair} by hand" in said
