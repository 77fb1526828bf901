"""The only place that asks: SQLite or PostgreSQL?"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Engine, Table, Text, bindparam, column, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from worker.store.schema import Base
from worker.tokens import well_formed

# Any fixed number: it names the one lock under which documents are judged one after the other.
JUDGE_LOCK = 0x6E6F727468
BUSY_MS = 30_000
# Keys in one IN (...): far below the 32,766 variables that SQLite takes in one statement.
MOST_KEYS = 5_000


def make_engine(url: str, *, looking: bool = False) -> Engine:
    """An engine whose transactions behave alike on both databases: a writer waits for its turn instead of failing.

    `looking`: for those who only read, with or without the right to write to an SQLite file and its folder.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
    if looking:
        event.listen(engine, "do_connect", _open_to_look)
    event.listen(engine, "connect", _prepare_to_look if looking else _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def may_write(file: Path | None) -> bool:
    """Whether we have the rights that a writer needs: to the file, and to its folder, where SQLite keeps two more beside it.

    True for a server, which says so itself.
    """
    ids = os.access in os.supports_effective_ids
    return file is None or all(os.access(path, os.W_OK, effective_ids=ids) for path in (file, file.parent))


def _open_to_look(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
    file = Path(arguments[0])
    if not may_write(file):
        arguments[0] = f"{file.absolute().as_uri()}?{_way_to_look(file)}"
        options["uri"] = True


def _way_to_look(file: Path) -> str:
    """How SQLite opens a file without the right to write, after https://sqlite.org/wal.html#read_only_databases.

    What is not in the file yet stands in its -wal, and where, in its -shm. While there is any of it, both are read. Else SQLite
    would want to make the two, so it is told that the file does not change (immutable): true while no daemon has it open.
    """
    wal, shm = (file.with_name(file.name + end) for end in ("-wal", "-shm"))
    begun = wal.exists() and (shm.exists() or wal.stat().st_size > 0)
    return "mode=ro" if begun else "immutable=1"


def _prepare_to_look(connection: Any, _record: object) -> None:
    _prepare(connection, "temp_store=MEMORY", f"busy_timeout={BUSY_MS}")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    _prepare(
        connection,
        "journal_mode=WAL",
        # NORMAL survives kill -9; at a power loss the last commits may be gone and a message may repeat.
        "synchronous=NORMAL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        "temp_store=MEMORY",
    )


def _prepare(connection: Any, *pragmas: str) -> None:
    connection.isolation_level = None  # SQLAlchemy drives transactions; the driver's own late BEGIN is off
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a late upgrade from reader to writer cannot wait and fails (SQLITE_BUSY)."""
    reading = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def insert_into(session: Session, row: type[Base]) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update` on either database."""
    table = cast(Table, row.__table__)
    if is_sqlite(session):
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # only then: to load it takes a tenth of the start of a command that looks

    return postgresql.insert(table)


def texts_in(parameter: str) -> ColumnElement[str]:
    """A column that holds a row for each value in the parameter of that name, which is text of `as_json`.

    The same hundreds of values as parameters of their own take three times as long, most of it to write them down.
    """
    return _Texts(bindparam(parameter, type_=Text)).table_valued(column("value", Text)).c.value


def as_json(values: Sequence[str] | Sequence[int]) -> str:
    """Values as the parameter of `texts_in`; in texts U+FFFD stands for what no database takes (`SafeText`)."""
    texts = "".join(value for value in values if isinstance(value, str))
    return json.dumps(
        values if well_formed(texts) == texts else [well_formed(str(value)) for value in values], ensure_ascii=False
    )


class _Texts(FunctionElement[str]):
    """What makes rows of a JSON array."""

    name = "texts"
    inherit_cache = True


@compiles(_Texts, "sqlite")
def _texts_in_sqlite(element: _Texts, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Texts, "postgresql")
def _texts_in_postgresql(element: _Texts, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS JSON))"


def one_judge_at_a_time(session: Session) -> None:
    """Hold, until the transaction ends, the lock that orders judgements. On SQLite BEGIN IMMEDIATE is that lock already."""
    if not is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": JUDGE_LOCK})
