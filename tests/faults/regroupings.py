"""Merges and splits by hand again and again, killed with SIGKILL after the n-th SQL statement, for every n.

A program of its own, like `nursery`. Prints one JSON line per kill point: what was there before, after the death, and
after the same command was given once more.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, select

from tests.builders import NOW, a_document, an_item
from tests.faults.nursery import Bomb, in_child
from worker.app import judge_of, open_database
from worker.judge import Judge
from worker.model import DevelopmentId, DocumentId, Extract
from worker.settings.load import read_folder
from worker.store import judging, regrouping, sources
from worker.store.constraints import FREE, Ties
from worker.store.database import Database
from worker.store.schema import Base

TEXTS = (
    "One of the two subsea cables to Svalbard was cut on Friday off Harstad, and the police suspect sabotage by a trawler.",
    "The police in Harstad suspect sabotage by a trawler after one of the subsea cables to Svalbard was cut on Friday.",
    "An unknown drone circled above Pituffik Space Base on Wednesday, and American troops in Greenland were put on alert.",
)
# Where the documents are is no matter of likeness here.
TIES = (FREE, Ties(together=frozenset({DocumentId(1)})), Ties(apart=frozenset({DocumentId(1), DocumentId(2)})))
Command = Callable[[Database, Judge], None]


def merge(database: Database, judge: Judge) -> None:
    with database.writing() as session:
        regrouping.merge(session, judge, [DevelopmentId(1), DevelopmentId(2)], NOW)


def split(database: Database, judge: Judge) -> None:
    with database.writing() as session:
        regrouping.split(session, judge, DevelopmentId(1), [DocumentId(2)], NOW, tell=True)


def prepare(url: str, judge: Judge) -> None:
    """Two documents of one development and one of another, each with an alert that waits."""
    database = open_database(url)
    for number, text in enumerate(TEXTS, start=1):
        document = a_document(title="", text=text, url=f"https://coast.example/{number}")
        with database.writing() as session:
            [item] = sources.add_items(session, [an_item(keys=(str(number),))], NOW, baseline=False)
            reading = judge.read(document)
            judging.judge_document(
                session, judge, reading, item=item, extract=Extract(), text_from="feed", note="", now=NOW, ties=TIES[number - 1]
            )
    database.close()


def rows(url: str) -> dict[str, list[Any]]:
    """Every row of every table, in order."""
    database = open_database(url)
    with database.reading() as session:
        found = {
            table.name: [list(map(str, row)) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }
    database.close()
    return found


def doomed(url: str, judge: Judge, command: Command, kill_at: int) -> None:
    database = open_database(url)
    Bomb.left = kill_at
    event.listen(Engine, "after_cursor_execute", Bomb.tick)
    event.listen(Engine, "commit", Bomb.tick)
    command(database, judge)
    database.close()


def again(url: str, judge: Judge, command: Command) -> str:
    """Give the command once more; returns why it was refused, "" when it was done."""
    database = open_database(url)
    try:
        command(database, judge)
    except regrouping.RegroupingError as error:
        return str(error)
    finally:
        database.close()
    return ""


def main(config: Path, folder: Path) -> None:
    judge = judge_of(read_folder(config, {}), wait=False)
    base = folder / "northwatch.db"
    assert in_child(prepare, f"sqlite:///{base}", judge) == 0
    for command in (merge, split):
        for kill_at in range(1, 500):
            place = folder / f"{command.__name__}-{kill_at}.db"
            shutil.copy(base, place)
            url = f"sqlite:///{place}"
            died = in_child(doomed, url, judge, command, kill_at)
            line = {"command": command.__name__, "died": died, "before": rows(f"sqlite:///{base}"), "killed": rows(url)}
            refused = again(url, judge, command)
            print(json.dumps({**line, "refused": refused, "again": rows(url)}), flush=True)
            if died == 0:
                break


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
