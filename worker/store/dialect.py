"""The only place that asks: SQLite or PostgreSQL?"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from worker.store.schema import Base

# Any fixed number: it names the one lock under which documents are judged one after the other.
JUDGE_LOCK = 0x6E6F727468
BUSY_MS = 30_000
# Keys in one IN (...): far below the 32,766 variables that SQLite takes in one statement.
MOST_KEYS = 5_000


def make_engine(url: str) -> Engine:
    """An engine whose transactions behave alike on both databases: a writer waits for its turn instead of failing."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy drives transactions; the driver's own late BEGIN is off
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        # NORMAL survives kill -9; at a power loss the last commits may be gone and a message may repeat.
        "synchronous=NORMAL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        "temp_store=MEMORY",
    ):
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
    return sqlite.insert(table) if is_sqlite(session) else postgresql.insert(table)


def one_judge_at_a_time(session: Session) -> None:
    """Hold, until the transaction ends, the lock that orders judgements. On SQLite BEGIN IMMEDIATE is that lock already."""
    if not is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": JUDGE_LOCK})
