"""A database that cannot be used for a while: the daemon says so when it begins and ends, goes on, and loses nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

from tests.acceptance.conftest import Place, copy_samples


def rename(place: Place, table: str, name: str) -> None:
    with closing(sqlite3.connect(place.folder / "data" / "northwatch.db", timeout=20)) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO {name}")
        database.commit()


def test_a_database_that_fails_is_named_once_and_what_waited_is_told_when_it_works(shipped: Place) -> None:
    assert shipped.run("run", "--once").returncode == 0, "makes the database"
    with shipped.daemon() as daemon:
        daemon.wait_until(lambda: bool(daemon.output))
        rename(shipped, "file", "file_away")
        copy_samples(shipped)
        daemon.wait_until(lambda: any("tick failed" in line and "folders" in line for line in daemon.errors))
        rename(shipped, "delivery", "delivery_away")
        daemon.wait_until(lambda: any("tick failed" in line and "deliveries" in line for line in daemon.errors))
        rename(shipped, "delivery_away", "delivery")
        rename(shipped, "file_away", "file")
        daemon.wait_until(lambda: len(daemon.alerts()) == 3)
        assert daemon.stop() == 0
    said = [line for line in daemon.errors if "tick='folders'" in line]
    assert ["tick failed" in line for line in said] == [True, False]
    assert "tick works again" in said[1]
    assert not any("Traceback" in line for line in daemon.errors)


def test_a_backup_put_in_place_while_the_daemon_runs_stops_its_work_until_a_new_start(shipped: Place) -> None:
    """It went on in the old file, which nobody can open any more: told, marked as sent, and forgotten."""
    assert shipped.run("run", "--once").returncode == 0, "makes the database"
    file = shipped.folder / "data" / "northwatch.db"
    shipped.write("seeds/cable.txt", "A subsea cable near Svalbard was cut on Friday and the police suspect sabotage.")
    with shipped.daemon() as daemon:
        daemon.wait_until(lambda: bool(daemon.alerts()))
        shutil.copy(file, file.with_name("backup.db"))
        file.with_name("backup.db").replace(file)
        copy_samples(shipped)
        daemon.wait_until(lambda: any("was removed or replaced while northwatch was running" in line for line in daemon.errors))
        assert daemon.stop() == 1
        assert len(daemon.alerts()) == 1
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    assert shipped.run("run", "--once").stdout.count(b"New development") >= 3, "the samples, which came after the backup"
