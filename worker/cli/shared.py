"""What commands share: options, the configuration and the database they are given, and how they print."""

from __future__ import annotations

import io
import json
import os
import select
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
import platformdirs

from worker.tokens import well_formed

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from worker.rules.rule import Rule
    from worker.settings.kept import Kept
    from worker.settings.values import MainSettings, Settings
    from worker.store.database import Database

FAILED, USAGE = 1, 2


class Command(click.Command):
    """A command whose help ends with its example, printed as it stands."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            formatter.write_paragraph()
            formatter.write("Example:\n" + "".join(f"  {line}\n" for line in self.epilog.splitlines()))


def config_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--config",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="Configuration folder (default: ./config, else your user's config folder).",
    )(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document for programs.")(function)


# ------------------------------------------------------------------ configuration and database


def load_settings(folder: Path | None, *, optional: bool = False, kept: Kept | None = None) -> Settings:
    """The settings of the given folder, ./config or the user's folder. `optional`: the shipped ones when there is none."""
    from worker import app
    from worker.settings.load import read_folder

    return read_folder(_folder(folder, optional), os.environ, kept or app.nothing_kept())


def main_settings(folder: Path | None, *, optional: bool = True) -> MainSettings:
    """What northwatch.yaml says: cleaning and looking must work while the rest of the configuration is broken."""
    from worker.settings.load import read_main

    return read_main(_folder(folder, optional), os.environ)


@contextmanager
def opened(folder: Path | None, *, looking: bool = True) -> Iterator[tuple[Database, ZoneInfo]]:
    """The database, for `looking` or to be changed, and the time zone that are configured; StoreError when there is none yet."""
    from worker import app

    main = main_settings(folder, optional=False)
    database = app.known_database(main.database, looking=looking)
    try:
        yield database, main.time_zone
    finally:
        database.close()


def spoken_names(folder: Path | None) -> Callable[[str], str]:
    from worker import app

    return app.spoken_names(_folder(folder, optional=False))


def named_rule(known: Sequence[Rule], rule_id: str) -> Rule:
    """The rule with this id, retired or not; UsageError when there is none."""
    from worker.settings.faults import suggestion

    found = next((rule for rule in known if rule.id == rule_id), None)
    if found is None:
        hint = suggestion(rule_id, [rule.id for rule in known])
        raise click.UsageError(f"no rule {rule_id!r}; {hint or 'there are no rules'}; `rules list` shows all")
    return found


def in_force(rule: Rule) -> Rule:
    """The rule as if it were live."""
    return replace(rule, definition=replace(rule.definition, status="live"))


def _folder(given: Path | None, optional: bool) -> Path:
    from worker import app

    folder = given or _usual_folder()
    return app.starter_folder() if optional and not folder.is_dir() else folder


def _usual_folder() -> Path:
    places = [Path("config"), Path(platformdirs.user_config_dir("northwatch"))]
    return next((place for place in places if (place / "northwatch.yaml").exists()), places[0])


# ------------------------------------------------------------------ reading and printing


class Lines(Iterator[bytes]):
    """Lines of files, or of standard input for - or without a name. Only a line feed ends a line: texts may hold U+2028."""

    def __init__(self, names: Sequence[str]) -> None:
        self._pipe: _Pipe | None = None
        self._lines = self._of(names or ["-"])

    def __next__(self) -> bytes:
        return next(self._lines)

    def would_wait(self) -> bool:
        """Whether the next line has yet to be written, by a program that may wait for an answer first, or by a person."""
        return self._pipe is not None and self._pipe.would_wait()

    def _of(self, names: Iterable[str]) -> Iterator[bytes]:
        for name in names:
            if name != "-":
                try:
                    with open(name, "rb", READ_AHEAD) as lines:
                        yield from lines
                except OSError as error:
                    raise click.UsageError(f"{name}: cannot be read: {error.strerror}") from error
                continue
            with _standard_input() as lines:
                if _is_file(lines):
                    yield from lines
                    continue
                self._pipe = _Pipe(lines.fileno())
                yield from self._pipe
                self._pipe = None


class _Pipe(Iterator[bytes]):
    """The lines of a pipe or a terminal, as they come."""

    def __init__(self, number: int) -> None:
        self._number, self._ended = number, False
        self._whole: deque[bytes] = deque()
        self._begun: list[bytes] = []

    def __next__(self) -> bytes:
        while not self._whole and not self._ended:
            self._read()
        if self._whole:
            return self._whole.popleft()
        if not self._begun:
            raise StopIteration
        rest, self._begun = b"".join(self._begun), []
        return rest

    def would_wait(self) -> bool:
        return not self._whole and not self._ended and not select.select([self._number], [], [], 0)[0]

    def _read(self) -> None:
        select.select([self._number], [], [])  # whoever opened it may have said that reading must not wait
        data = os.read(self._number, READ_AHEAD)
        self._ended = not data
        *whole, rest = data.split(b"\n")
        if whole:
            self._whole.append(b"".join((*self._begun, whole[0], b"\n")))
            self._whole.extend(line + b"\n" for line in whole[1:])
            self._begun = []
        if rest:
            self._begun.append(rest)


def _is_file(given: BinaryIO) -> bool:
    """Whether reading waits for nobody: a file, or what stands in the place of one."""
    try:
        return stat.S_ISREG(os.fstat(given.fileno()).st_mode)
    except (OSError, io.UnsupportedOperation):
        return True


# Bytes read at once: a page is a line of 200 kB, which takes Python's own 8 kB five times as long to put together.
READ_AHEAD = 1 << 18


def read_standard_input() -> bytes:
    """All that stands there."""
    with _standard_input() as data:
        return data.read()


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise click.UsageError("standard input is closed; name a file")
    try:
        return open(sys.stdin.fileno(), "rb", READ_AHEAD, closefd=False)
    except io.UnsupportedOperation:  # in the place of the real one stands one without a file
        return sys.stdin.buffer


def json_text(value: object, indent: int | None = None) -> str:
    """JSON for programs, readable for people too: letters as they are, but for what no output can carry."""
    return well_formed(json.dumps(value, ensure_ascii=False, indent=indent))


def short(path: str) -> str:
    """The path as seen from here, when it lies below."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path


def complain(text: str) -> None:
    click.echo(text, err=True)
