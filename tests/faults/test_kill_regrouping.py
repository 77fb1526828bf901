"""kill -9 between every two statements of a merge or split: it is there whole or not at all, and can be asked for again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    place = tmp_path_factory.mktemp("regroupings")
    command = [sys.executable, "-m", "tests.faults.regroupings", str(ROOT / "config"), str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        pytest.param("merge", "the documents of d2 are in d1 now", id="merge"),
        pytest.param("split", "document 2 is in d3, not in d1; split that one, or name another document", id="split"),
    ],
)
def test_a_killed_regrouping_is_there_whole_or_not_at_all(deaths: list[dict[str, Any]], command: str, refused: str) -> None:
    rounds = [line for line in deaths if line["command"] == command]
    assert [line["died"] for line in rounds] == [-signal.SIGKILL] * (len(rounds) - 1) + [0]
    assert len(rounds) > 20, "it has fewer statements than it must have: is the bomb armed?"
    before, after = rounds[-1]["before"], rounds[-1]["killed"]
    assert before != after
    states = [line["killed"] for line in rounds]
    done = [state == after for state in states]
    assert all(state in (before, after) for state in states)
    assert done == sorted(done), "once it is there it stays"
    assert [line["refused"] for line in rounds] == [refused if whole else "" for whole in done]
    assert all(line["again"] == after for line in rounds)
