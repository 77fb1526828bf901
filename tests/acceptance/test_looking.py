"""Commands that only look, given a data folder in which they may not write: a read-only copy, or another user's."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.acceptance.conftest import PATIENCE_S, Place

LOOKS = [
    ["why", "1"],
    ["why-not", "1"],
    ["developments", "list"],
    ["developments", "show", "d1"],
    ["developments", "constraints"],
    ["rules", "list"],
    ["rules", "explain", "cables", "1"],
    ["rules", "backtest"],
    ["status"],
    ["health"],
]
# One process for all of them: what is proved is what SQLite does without the right to write, not the start of a process.
PROGRAM = """
import json, sys
from worker.cli import cli
from worker.errors import NorthwatchError
for arguments in json.loads(sys.argv[1]):
    print("$", *arguments)
    try:
        print("exit", cli.main([*arguments, "--json"], standalone_mode=False))
    except NorthwatchError as error:
        print(error)
"""
RULE = "version: 1\nrules:\n  - {id: cables, title: Cables, match: {query: cable NEAR/5 cut}}\n"
TEXT = "A Cable Is Cut\nThe cable to the island was cut by an anchor in the strait, said the firm that had laid it long ago.\n"


def look_without_rights(place: Place, looks: list[list[str]]) -> dict[str, str]:
    """What each command prints to somebody who may not write where the mode of a file forbids it."""
    # The superuser may write everywhere, unless its process gives that right up.
    plain = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*plain, sys.executable, "-c", PROGRAM, json.dumps(looks)],
        cwd=place.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S * 2,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr
    parts = [part.partition("\n") for part in done.stdout.removeprefix("$ ").split("\n$ ")]
    return {name: said for name, _, said in parts}


@contextmanager
def nobody_may_write(folder: Path) -> Iterator[None]:
    for path in (*folder.iterdir(), folder):
        path.chmod(path.stat().st_mode & ~0o222)
    yield
    for path in (folder, *folder.iterdir()):
        path.chmod(path.stat().st_mode | 0o200)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with one rule and one document that it holds for, after a single run."""
    made = Place(tmp_path_factory.mktemp("looking"))
    made.write("config/northwatch.yaml", "version: 1\n")
    made.write("config/sources.yaml", "version: 1\nsources:\n  - {id: seeds, kind: folder, path: ../seeds}\n")
    made.write("config/channels.yaml", "version: 1\nchannels:\n  - {id: console, kind: console}\n")
    made.write("config/rules/mine.yaml", RULE)
    made.write("seeds/cable.txt", TEXT)
    assert made.run("run", "--once").returncode == 0
    return made.folder


@pytest.fixture
def kept(read: Path, tmp_path: Path) -> Place:
    return Place(shutil.copytree(read, tmp_path / "kept"))


def file_of(place: Place) -> Path:
    return place.folder / "data" / "northwatch.db"


@pytest.mark.parametrize("running", [False, True], ids=["after the end of the daemon", "while a daemon writes"])
def test_looking_needs_no_right_to_write(kept: Place, running: bool) -> None:
    with closing(sqlite3.connect(file_of(kept))) as daemon:
        if running:  # what it writes stands in the -wal, which nobody has brought into the file yet
            daemon.execute("UPDATE document SET title = 'Severed'")
            daemon.commit()
        before = sorted(path.name for path in file_of(kept).parent.iterdir())
        with nobody_may_write(file_of(kept).parent):
            said = look_without_rights(kept, LOOKS)
        assert sorted(path.name for path in file_of(kept).parent.iterdir()) == before
    assert list(said) == [" ".join(look) for look in LOOKS]
    assert {look: text for look, text in said.items() if "exit" not in text} == {}
    assert ("Severed" in said["why 1"], "Severed" in said["developments show d1"]) == (running, running)
    assert '"holds": true' in said["rules explain cables 1"]


def test_a_copy_of_a_running_daemons_folder_can_be_looked_at(kept: Place) -> None:
    with closing(sqlite3.connect(file_of(kept))) as daemon:
        daemon.execute("UPDATE document SET title = 'Severed'")
        daemon.commit()
        copy = Place(shutil.copytree(kept.folder, kept.folder.with_name("copy")))
    with nobody_may_write(file_of(copy).parent):
        assert "Severed" in look_without_rights(copy, [["why", "1"]])["why 1"]
    file_of(copy).with_name("northwatch.db-shm").unlink()
    with nobody_may_write(file_of(copy).parent):
        refused = look_without_rights(copy, [["why", "1"]])["why 1"]
    assert "a file -wal and no -shm beside it has to lie where its reader may write" in refused
    assert "Severed" in look_without_rights(copy, [["why", "1"]])["why 1"], "where it may write, it can be read"


def test_who_may_not_write_is_told_who_has_to_look_at_an_older_database_first(kept: Place) -> None:
    with closing(sqlite3.connect(file_of(kept))) as database:
        database.execute("UPDATE alembic_version SET version_num = '0004'")
        database.commit()
    with nobody_may_write(file_of(kept).parent):
        said = look_without_rights(kept, [["status"], ["rules", "explain", "cables", "1"]])
    assert all("was written by an older northwatch" in text for text in said.values()), said
    assert "as the user that northwatch runs as" in said["status"]


def test_a_folder_that_may_not_be_entered_is_a_message(kept: Place) -> None:
    file_of(kept).parent.chmod(0)
    said = look_without_rights(kept, [["status"]])["status"]
    file_of(kept).parent.chmod(0o755)
    assert "northwatch.db cannot be used: unable to open database file (Permission denied); check `database`" in said


def test_changing_and_watching_still_say_that_they_have_to_write(kept: Place) -> None:
    with nobody_may_write(file_of(kept).parent):
        said = look_without_rights(kept, [["developments", "split", "d1", "1"]])
    assert "attempt to write a readonly database; the file and its folder have to be writable" in said["developments split d1 1"]
