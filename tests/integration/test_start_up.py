"""What a command loads: looking things up and cleaning need neither the database nor the rules nor the channels."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROGRAM = """
import sys
sys.argv = ["northwatch", *sys.argv[1:]]
from worker.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""
STORE, CHANNELS, ENGINE, HTTP = {"sqlalchemy", "alembic", "worker.store"}, {"apprise", "requests"}, {"apscheduler"}, {"aiohttp"}
READERS = {"trafilatura", "worker.extract"}
PARSERS = {"trafilatura", "resiliparse", "lxml", "pypdfium2"}
RULES = {"worker.rules", "worker.entities"}
EVERYTHING = STORE | CHANNELS | ENGINE | HTTP | READERS | RULES | {"pydantic", "pebble", "structlog"}
PAGE = "<p>The harbour closed on Monday after the ice had pushed two barges against the pier, the office said.</p>"


def loaded(*arguments: str, given: str = "") -> set[str]:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("arguments", "given", "unwanted"),
    [
        pytest.param(["--version"], "", EVERYTHING, id="version"),
        pytest.param(["extract", "--help"], "", EVERYTHING, id="help"),
        pytest.param(["check", "--config", "config"], "", STORE | CHANNELS | ENGINE | HTTP | READERS, id="check"),
        pytest.param(
            ["extract", "--jsonl", "--config", "config"],
            json.dumps({"id": 1, "text": "A line of text that is a paragraph."}),
            EVERYTHING - {"pydantic", "pebble"},
            id="extract",
        ),
        pytest.param(
            ["extract", "--jsonl", "--config", "config"],
            "\n".join(json.dumps({"id": i, "url": f"https://harbour.example/{i}", "html": PAGE}) for i in range(3)),
            STORE | CHANNELS | ENGINE | HTTP | RULES | PARSERS,
            id="extract pages of one site, whose blocks are learned",
        ),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments: list[str], given: str, unwanted: set[str]) -> None:
    assert loaded(*arguments, given=given) & unwanted == set()


def extract(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "worker", "extract", "--jsonl", "--config", str(folder)]
    given = json.dumps({"id": 1, "text": "A line of text that is a paragraph."})
    return subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("version: 1\nlimits: {workers: many}\n", "northwatch.yaml:2:19: ", id="wrong type"),
        pytest.param("version: 1\ndatabase: ${NOT_SET_ANYWHERE}\n", "northwatch.yaml:2:11: ", id="a variable that is not set"),
    ],
)
def test_cleaning_names_every_fault_of_the_file_that_it_reads(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "northwatch.yaml").write_text(text, encoding="utf-8")
    done = extract(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_cleaning_works_while_the_rules_are_broken(tmp_path: Path) -> None:
    (tmp_path / "northwatch.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yaml").write_text("version: 1\nrules: 5\n", encoding="utf-8")
    done = extract(tmp_path)
    assert (done.returncode, json.loads(done.stdout)["error"]) == (0, None)
