"""The drop folder: which files are complete, which are refused and why, and their bytes. Called by a tick; it never waits."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from worker.clock import Clock
from worker.errors import RefusedError, SourceError
from worker.model import Item
from worker.tokens import well_formed

# A file that nobody has touched for this long is complete at the first look.
QUIET = timedelta(seconds=2)
# Otherwise two looks at least this far apart must show the same size and time.
BETWEEN_LOOKS = timedelta(milliseconds=300)
DEPTH = 3
# Names under which editors, browsers and copying programs write what is not finished; hidden files (a leading dot) as well.
_UNFINISHED = ("~", ".tmp", ".part", ".partial", ".crdownload", ".download", ".swp", ".swx", ".filepart")


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a file showed."""

    size: int
    mtime_ns: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A complete file that is new or changed. `name` is relative to the folder, with forward slashes."""

    path: Path
    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file (or folder) that was not taken and stays where it is, with the reason."""

    path: Path
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scan:
    """One look at the folder, each tuple in the order of names. `waiting`: names that may still be growing."""

    found: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    waiting: tuple[str, ...] = ()


def is_unfinished(name: str) -> bool:
    """Whether a file name says hidden, or not finished yet; such files are passed over without a word until they are renamed."""
    return name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED)


def is_text(name: str) -> bool:
    """Whether a file name can be stored and shown. One that was packed on an old Windows may hold bytes of another encoding,
    and under the name that the archive would keep there is no such file."""
    return well_formed(name) == name


def is_complete(now: Look, before: Look | None) -> bool:
    """Whether a file may be read: quiet for two seconds by its own time, or unchanged between two looks.

    A time in the future (another machine's clock) never counts as quiet, so such a file waits for its second look.
    """
    if before is not None and (before.size, before.mtime_ns) == (now.size, now.mtime_ns) and now.at - before.at >= BETWEEN_LOOKS:
        return True
    return now.at.timestamp() - now.mtime_ns / 1e9 > QUIET.total_seconds()


class DropFolder:
    """A folder where people put documents. Files are read and left alone: never moved, changed or removed.

    Remembers the previous look, so that a file seen twice unchanged is known to be complete; after a restart a file that
    was just written waits for one more look.
    """

    def __init__(self, source: str, folder: Path, *, limit_bytes: int, clock: Clock) -> None:
        self.source, self.folder = source, folder
        self._limit_bytes, self._clock = limit_bytes, clock
        self._looks: dict[str, Look] = {}

    def scan(self, known: Mapping[str, tuple[int, int]]) -> Scan:
        """What is new since `known` (name -> size and mtime_ns of the files taken before).

        Raises SourceError when the folder cannot be listed. Refused and unreadable files are in `skipped` at every scan;
        the caller tells about each once.
        """
        if not self.folder.is_dir():
            raise SourceError(
                f"source {self.source!r}: {self.folder} is not a folder; create it, or change its path in sources.yaml"
            )
        entries = sorted(_entries(self.folder), key=lambda entry: entry[0])
        skipped = [Skipped(self.folder / name, name, state) for name, state in entries if isinstance(state, str)]
        fresh = {
            name: self._look(state)
            for name, state in entries
            if not isinstance(state, str) and known.get(name) != _version(state)
        }
        waiting = [name for name, look in fresh.items() if not is_complete(look, self._looks.get(name))]
        refused = [
            Skipped(self.folder / n, n, self._refusal(look))
            for n, look in fresh.items()
            if n not in waiting and self._refusal(look)
        ]
        taken = fresh.keys() - set(waiting) - {skip.name for skip in refused}
        found = [Found(self.folder / n, n, look.size, look.mtime_ns) for n, look in fresh.items() if n in taken]
        self._looks = {name: self._earlier_if_same(name, look) for name, look in fresh.items()}
        return Scan(tuple(found), tuple(sorted(skipped + refused, key=lambda skip: skip.name)), tuple(waiting))

    def read(self, found: Found) -> bytes:
        """The bytes of a file that was found complete.

        SourceError (to be retried) when it cannot be read or has changed since; RefusedError when it has grown too large.
        """
        try:
            data, after = _bytes_of(found.path, self._limit_bytes)
        except OSError as error:
            raise SourceError(
                f"{found.path}: cannot be read ({error.strerror}); check its permissions; it is tried again"
            ) from error
        if len(data) > self._limit_bytes:
            raise RefusedError(f"{found.path}: larger than the limit of {self._limit_bytes} bytes")
        if _version(after) != (found.size, found.mtime_ns):
            raise SourceError(f"{found.path}: changed while it was read; it is taken when it is quiet")
        return data

    def _look(self, state: os.stat_result) -> Look:
        return Look(*_version(state), self._clock())

    def _refusal(self, look: Look) -> str:
        if look.size > self._limit_bytes:
            return f"{look.size} bytes are more than the limit of {self._limit_bytes}; raise the limit or split the file"
        return "is empty" if look.size == 0 else ""

    def _earlier_if_same(self, name: str, look: Look) -> Look:
        """The look to remember: the first one that showed this state, so that frequent scans do not reset the wait."""
        before = self._looks.get(name)
        return before if before and (before.size, before.mtime_ns) == (look.size, look.mtime_ns) else look


def item_for(source: str, found: Found, data: bytes) -> Item:
    """The item of a file. Its key holds name and content: a changed file is a new item, a touched one is not.

    Bytes stay in the folder; the item carries the path and no content.
    """
    return Item(source, (f"file:{source}:{found.name}:{hashlib.sha256(data).hexdigest()}",), path=str(found.path))


def bytes_of_item(path: Path, keys: Sequence[str], limit: int) -> bytes:
    """The bytes of a file that was made an item before, when it is still the same file.

    RefusedError when it was removed or changed since (a changed file comes again as an item of its own); SourceError
    when it cannot be read just now.
    """
    try:
        data, _ = _bytes_of(path, limit)
    except FileNotFoundError:
        raise RefusedError(f"{path}: was removed before it could be read; put it back to have it read") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check its permissions; it is tried again") from error
    if not any(key.endswith(hashlib.sha256(data).hexdigest()) for key in keys):
        raise RefusedError(f"{path}: changed before it could be read; the new version is read as an item of its own")
    return data


def _entries(root: Path) -> Iterator[tuple[str, os.stat_result | str]]:
    """(name, stat) of each regular file below `root`, or (name, reason) of what is not taken. Hidden names are passed over."""
    pending = [(root, "", 1)]
    while pending:
        folder, prefix, depth = pending.pop()
        try:
            with os.scandir(folder) as listing:
                children = list(listing)
        except OSError as error:
            if not prefix:
                raise SourceError(f"{root}: the folder cannot be listed ({error.strerror}); check its permissions") from error
            yield prefix.rstrip("/"), f"the folder cannot be listed ({error.strerror})"
            continue
        for child in children:
            name = prefix + child.name
            if is_unfinished(child.name):
                continue
            if not is_text(child.name):
                yield name, "its name is not UTF-8 text; rename it"
            elif not child.is_dir(follow_symlinks=False):
                yield name, _state(child)
            elif depth > DEPTH:
                yield name, f"lies deeper than {DEPTH} folders"
            else:
                pending.append((folder / child.name, f"{name}/", depth + 1))


def _version(state: os.stat_result) -> tuple[int, int]:
    return state.st_size, state.st_mtime_ns


def _state(child: os.DirEntry[str]) -> os.stat_result | str:
    """The stat of a regular file, else why it is not one. Links are not followed: they may lead out of the folder."""
    try:
        found = child.stat(follow_symlinks=False)
    except OSError as error:
        return f"cannot be looked at ({error.strerror})"
    if stat.S_ISLNK(found.st_mode):
        return "is a symbolic link; put the file itself here"
    return found if stat.S_ISREG(found.st_mode) else "is not a regular file"


def _bytes_of(path: Path, limit: int) -> tuple[bytes, os.stat_result]:
    """At most `limit` + 1 bytes and the state after reading. No link is followed, and a pipe of that name cannot block us."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        return file.read(limit + 1), os.fstat(file.fileno())
