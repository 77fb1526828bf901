"""An older copy of the database is put in place: what was sent since comes again, and says so."""

from __future__ import annotations

import asyncio
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from worker.clock import system_clock
from worker.daemon import Daemon
from worker.settings.load import read_folder

RULE = "{id: cable, title: Cable, why: W., severity: critical, match: {query: cable}}"
CUT = "Cable cut\n\nThe cable to the island was cut on Friday, police said.\n"
FOUND = "Ferry finds lost cable drum\n\nA drum with 400 metres of cable drifted off Vardø and was found by the ferry Polarlys.\n"
LAID = "New cable for Bodø\n\nThe ship Nexans Aurora lays 80 kilometres of power cable from Bodø in May, the grid company said.\n"


class MovedClock:
    """Goes by itself, because a file is complete only after a while, from the moment that it is moved to."""

    def __init__(self) -> None:
        self._ahead = NOW - system_clock()

    def __call__(self) -> datetime:
        return system_clock() + self._ahead

    def forward(self, **by: float) -> None:
        self._ahead += timedelta(**by)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    (folder / "rules").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    (folder / "northwatch.yaml").write_text("version: 1\n")
    (folder / "sources.yaml").write_text("version: 1\nsources:\n  - {id: drop, kind: folder, path: ../seeds}\n")
    (folder / "rules" / "mine.yaml").write_text(f"version: 1\nrules:\n  - {RULE}\n")
    return folder


def run(config: Path, clock: MovedClock, **files: str) -> list[str]:
    """What one run an hour later prints, with these files newly put into the folder."""
    clock.forward(hours=1)
    for name, text in files.items():
        (config.parent / "seeds" / f"{name}.txt").write_text(text)
    printed: list[str] = []
    daemon = Daemon(read_folder(config, {}), write=printed.append, once=True, clock=clock)
    asyncio.run(daemon.run(asyncio.Event()))
    return printed


def put_in_place(backup: Path, data: Path) -> None:
    for path in data.glob("northwatch.db*"):
        path.unlink()
    for path in backup.glob("northwatch.db*"):
        shutil.copy(path, data)


def test_what_comes_again_is_a_possible_repeat(config: Path, tmp_path: Path) -> None:
    clock, data, backup = MovedClock(), tmp_path / "data", tmp_path / "backup"
    run(config, clock, first=CUT)
    shutil.copytree(data, backup)
    assert [text.count("possible repeat") for text in run(config, clock, second=FOUND)] == [0]

    put_in_place(backup, data)
    notice, again = sorted(run(config, clock), key=lambda text: "drum" in text)
    assert "the database ends at 2026-11-21 13:00 UTC, and alerts were sent until 2026-11-21 14:00 UTC" in " ".join(
        notice.split()
    )
    assert again.startswith("(possible repeat)")
    assert "drum" in again

    assert run(config, clock) == []  # told once
    clock.forward(days=2)
    assert [text.count("possible repeat") for text in run(config, clock, third=LAID)] == [0]


def test_an_alert_that_waited_in_the_copy_is_a_possible_repeat(config: Path, tmp_path: Path) -> None:
    clock, data, backup = MovedClock(), tmp_path / "data", tmp_path / "backup"
    hour = (NOW + timedelta(hours=1)).hour
    quiet = RULE.replace("critical", "normal").replace("match:", f"alert: {{quiet_hours: '{hour}:00-{hour}:30'}}, match:")
    (config / "rules" / "mine.yaml").write_text(f"version: 1\nrules:\n  - {quiet}\n")
    assert run(config, clock, first=CUT) == []
    shutil.copytree(data, backup)
    assert len(run(config, clock)) == 1
    put_in_place(backup, data)
    assert [text.startswith("(possible repeat)") for text in run(config, clock) if "Cable cut" in text] == [True]


@pytest.mark.parametrize("left", [b"", b"\xff\xfe", b"key\n", b"key one 2026-11-21T12:00:00+00:00", b"key 1 2026-11-21"])
def test_a_damaged_note_of_the_last_alert_is_none(config: Path, left: bytes) -> None:
    clock, data = MovedClock(), config.parent / "data"
    run(config, clock, first=CUT)
    (data / "northwatch.sent").write_bytes(left)
    assert [text.count("possible repeat") for text in run(config, clock, second=FOUND)] == [0]
