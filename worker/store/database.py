"""Opening, migrating and closing the database; short transactions for everybody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from worker.errors import StoreError
from worker.store.dialect import JUDGE_LOCK, make_engine, may_write

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# What is stored in a night of the shipped feeds, several times over.
LOW_DISK = 200 << 20


def disk_problem(free_bytes: int | None) -> str:
    """What a person has to know of so little room for the database; "" while there is enough, or nobody can say."""
    if free_bytes is None or free_bytes >= LOW_DISK:
        return ""
    return (
        f"the disk of the database is nearly full: {free_bytes >> 20} MiB are free; "
        "when it is full, nothing is polled, stored or sent. Make room on it"
    )


class Database:
    """One database, SQLite or PostgreSQL. `writing` commits or rolls back as a whole; `reading` sees one moment.

    After `migrate`, writing to an SQLite file that was removed or replaced meanwhile is a StoreError. `looking`: for those who
    only read; they need no right to write to the file or its folder.
    """

    def __init__(self, url: str, *, looking: bool = False) -> None:
        self._engine = make_engine(url, looking=looking)
        self._reader = self._engine.execution_options(readonly=True)
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)
        self._read_sessions = sessionmaker(self._reader, expire_on_commit=False)
        self._opened: tuple[int, int] | None = None  # which file was migrated

    @contextmanager
    def writing(self) -> Iterator[Session]:
        self._refuse_another_file()
        with self._errors(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._errors(), self._read_sessions() as session:
            yield session

    def migrate(self) -> None:
        """Bring the schema to the newest version; does nothing when it is there. StoreError if the database cannot be opened."""
        _make_folder(self._engine.url)
        with self._errors(), self._engine.begin() as connection:
            _one_migration_at_a_time(connection)
            if self._is_due(connection):
                _upgrade(connection)
        self._opened = _identity(_file_of(self._engine.url))

    def prepare_to_look(self) -> None:
        """As `migrate`, but nothing is written to a schema that is the newest. StoreError if it is not and we may not write."""
        with self._errors(), self._reader.connect() as connection:
            due = self._is_due(connection)
        if due and may_write(file := _file_of(self._engine.url)):
            self.migrate()
        elif due:
            raise StoreError(
                f"the database {file} was written by an older northwatch, and only who may write to it and its folder can bring "
                "it to this one's form: let any command look at it once as the user that northwatch runs as"
            )

    def _is_due(self, connection: Connection) -> bool:
        """Whether the schema is older than the newest one; StoreError when it is one that we do not know."""
        stored, known = _stored_revision(connection), revisions()
        if stored and stored not in known:
            raise StoreError(
                f"the database {self._engine.url.render_as_string(hide_password=True)} was written by a newer northwatch (its "
                f"form is {stored}, this one knows {known[-1]}): use that one again, or put a backup of the older one's in place"
            )
        return stored != known[-1]

    def _refuse_another_file(self) -> None:
        """What is written to a file that has no name any more is lost at the next start, and its alerts would be sent again."""
        file = _file_of(self._engine.url)
        if self._opened is not None and _identity(file) != self._opened:
            raise StoreError(
                f"the database {file} was removed or replaced while northwatch was running; nothing is polled, stored or sent "
                "until it is started again"
            )

    def is_empty(self) -> bool:
        """Whether no northwatch table exists yet. Looking does not make the file."""
        file = _file_of(self._engine.url)
        try:
            if file is not None and not file.exists():
                return True
        except OSError as error:
            raise StoreError(_unusable(self._engine.url, f"{_NO_WAY_IN} ({error.strerror})")) from error
        with self._errors(), self._reader.connect() as connection:
            return not inspect(connection).has_table("source")

    def free_bytes(self) -> int | None:
        """How much room there is beside the file of an SQLite database; None for a server, and when nobody can say."""
        file = _file_of(self._engine.url)
        try:
            return None if file is None else shutil.disk_usage(file.parent).free
        except OSError:
            return None

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What time or a person can cure (no server, a full disk, a file that is no database) becomes a StoreError."""
        try:
            yield
        except DatabaseError as error:
            if isinstance(error, IntegrityError | DataError):
                raise
            raise StoreError(_unusable(self._engine.url, str(error.orig))) from error

    def close(self) -> None:
        self._engine.dispose()


# What SQLite says of a file whose pages contradict each other, and of one that does not begin like a database.
_MALFORMED, _NO_DATABASE = "malformed", "file is not a database"
_NO_WAY_IN = "unable to open database file"

# What SQLite says of a file that is sound and cannot be used (its result codes FULL, IOERR, READONLY, CANTOPEN), and what to do.
_CURES = {
    "disk is full": "make room on its disk; nothing is lost, and what could not be stored is tried again",
    "disk I/O error": (
        "the system refused to read or write it: look for a quota or a limit on the size of files (ulimit -f), then for a "
        "failing disk in the system's log; what could not be stored is tried again"
    ),
    "readonly database": "the file and its folder have to be writable for the user that northwatch runs as",
    _NO_WAY_IN: (
        "check `database` in northwatch.yaml; file and folder have to be there and writable for the user that northwatch runs "
        "as, and readable for who only looks; a copy with a file -wal and no -shm beside it has to lie where its reader may write"
    ),
}


def _unusable(url: URL, reason: str) -> str:
    """Which database cannot be used, why, and what a person can do."""
    named = f"the database {url.render_as_string(hide_password=True)} cannot be used: {reason}"
    file = _file_of(url)
    if file is not None and _MALFORMED in reason:
        return f"{named}; {_mending(file)}"
    if file is not None and (cure := next((cure for cause, cure in _CURES.items() if cause in reason), "")):
        return f"{named}; {cure}"
    hint = f"; if it was one, {_mending(file)}" if file is not None and _NO_DATABASE in reason else ""
    return f"{named}; check `database` in northwatch.yaml{hint}"


def _mending(file: Path) -> str:
    return (
        f"the file is damaged: stop northwatch, move {file} away with {file.name}-wal and {file.name}-shm, "
        f'put a backup in its place (or what can still be read: sqlite3 OLD ".recover" | sqlite3 {file.name}) and start again'
    )


def migration_config() -> Config:
    """Alembic's configuration, pointing at the migrations inside this package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def revisions() -> list[str]:
    """The revisions of the schema in their order, as the names of the migrations begin: nothing of Alembic is needed for it."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _stored_revision(connection: Connection) -> str:
    """The revision of the schema in this database, "" for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _upgrade(connection: Connection) -> None:
    # Alembic takes a fifth of the start of a command, and is needed once in the life of a version.
    from alembic import command

    config = migration_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _file_of(url: URL) -> Path | None:
    """The file of an SQLite database, None for a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _identity(file: Path | None) -> tuple[int, int] | None:
    """Device and inode of a file, None when there is none."""
    try:
        found = None if file is None else file.stat()
    except OSError:
        return None
    return None if found is None else (found.st_dev, found.st_ino)


def _make_folder(url: URL) -> None:
    file = _file_of(url)
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot make the data folder of {str(file)!r}: {error.strerror}") from error


def _one_migration_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": JUDGE_LOCK + 1})
