"""kill -9 between every two writes of a whole round: nothing is lost, and nothing is sent twice but in the one known window."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.timeout(240)
def test_killed_at_any_statement_the_next_start_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.nursery", str(ROOT / "config"), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["died"] for r in rounds] == [-signal.SIGKILL] * (len(rounds) - 1) + [0]
    assert len(rounds) > 50, "the round has fewer statements than it must have: is the bomb armed?"
    undisturbed = rounds[-1]
    assert len(undisturbed["sent"]) == 1
    cable, choir = undisturbed["pages"].values()
    assert [page["removed"][-1][0] for page in (cable, choir)] == ["site-block"] * 2
    assert (len(cable["rules"]) > 0, choir["rules"], [alert[0] for alert in choir["alerts"]]) == (True, [], ["silent"])
    repeated = 0
    for r in rounds:
        where = f"killed at {r['kill_at']}"
        assert (r["items"], r["totals"], r["waiting"]) == (undisturbed["items"], undisturbed["totals"], 0), where
        assert r["etag"] == undisturbed["etag"], where
        assert (r["pages"], r["site_lines"]) == (undisturbed["pages"], undisturbed["site_lines"]), where
        keys = Counter(key for key, _ in r["sent"])
        assert len(keys) == 1, where
        if keys.total() == 2:  # accepted, then killed before the commit: the same key, and marked
            repeated += 1
            assert [possible_repeat for _, possible_repeat in r["sent"]] == [False, True], where
        assert keys.total() <= 2, where
    assert repeated >= 1, "no death fell between the acceptance and its record: is the bomb armed?"
    # Nothing but the record itself lies between the receiver's acceptance and the commit of "sent".
    assert undisturbed["recording"] == ["BEGIN IMMEDIATE", "INSERT INTO attempt", "UPDATE delivery SET", "commit"]
