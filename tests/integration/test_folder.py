"""The drop folder on a real file system: what is taken when, and what is refused and why."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from worker.errors import RefusedError, SourceError
from worker.sources.folder import BETWEEN_LOOKS, DropFolder, Scan, bytes_of_item, item_for

START = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Moment:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Moment:
    return Moment()


@pytest.fixture
def folder(tmp_path: Path, clock: Moment) -> DropFolder:
    return DropFolder("inbox", tmp_path, limit_bytes=100, clock=clock)


def put(folder: DropFolder, name: str, data: bytes = b"text", age: timedelta = HOUR) -> Path:
    """A file that was last written `age` before START."""
    path = folder.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    touched = (START - age).timestamp()
    os.utime(path, (touched, touched))
    return path


def names(scan: Scan) -> list[str]:
    return [found.name for found in scan.found]


def reasons(scan: Scan) -> dict[str, str]:
    return {skipped.name: skipped.reason for skipped in scan.skipped}


def test_quiet_files_are_taken_at_the_first_look_in_the_order_of_names(folder):
    for name in ("b.txt", "a.html", "sub/deep/c.txt"):
        put(folder, name)
    assert names(folder.scan({})) == ["a.html", "b.txt", "sub/deep/c.txt"]


def test_an_empty_folder_gives_nothing(folder):
    assert folder.scan({}) == Scan()


def test_a_folder_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path, clock):
    with pytest.raises(SourceError, match="create it, or change its path"):
        DropFolder("inbox", tmp_path / "none", limit_bytes=100, clock=clock).scan({})


@pytest.mark.parametrize(
    "age", [timedelta(0), timedelta(seconds=1), -HOUR], ids=["just written", "a second ago", "in the future"]
)
def test_a_fresh_file_waits_for_a_second_look_that_shows_the_same(folder, clock, age):
    put(folder, "a.txt", age=age)
    assert folder.scan({}).waiting == ("a.txt",)
    clock.now += BETWEEN_LOOKS / 2
    assert folder.scan({}).waiting == ("a.txt",)
    clock.now += BETWEEN_LOOKS / 2
    assert names(folder.scan({})) == ["a.txt"]


def test_a_file_that_grows_waits_until_it_stops(folder, clock):
    put(folder, "a.txt", b"1", age=timedelta(0))
    folder.scan({})
    clock.now += BETWEEN_LOOKS
    put(folder, "a.txt", b"12", age=timedelta(milliseconds=-100))
    assert folder.scan({}).waiting == ("a.txt",)
    clock.now += BETWEEN_LOOKS
    assert [found.size for found in folder.scan({}).found] == [2]


def test_known_files_are_not_reported_again_unless_they_change(folder):
    put(folder, "a.txt")
    (found,) = folder.scan({}).found
    known = {found.name: (found.size, found.mtime_ns)}
    assert folder.scan(known) == Scan()
    put(folder, "a.txt", b"other text")
    assert names(folder.scan(known)) == ["a.txt"]


def test_a_file_that_was_found_but_not_taken_is_found_again(folder):
    put(folder, "a.txt")
    assert names(folder.scan({})) == names(folder.scan({})) == ["a.txt"]


@pytest.mark.parametrize(
    "name", [".hidden", "~$doc.docx", "a.txt~", "a.TMP", "a.part", "a.crdownload", ".a.swp", ".git/x.txt", "d.part/x"]
)
def test_unfinished_and_hidden_names_are_passed_over(folder, name):
    put(folder, name)
    assert folder.scan({}) == Scan()


def test_what_is_not_taken_stays_and_has_a_reason(folder, tmp_path):
    put(folder, "large.txt", b"x" * 101)
    put(folder, "empty.txt", b"")
    put(folder, "1/2/3/4/deep.txt")
    put(folder, "1/2/3/kept.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    (tmp_path / "up").symlink_to("..")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/skj\xe6r.txt")).write_bytes(b"x")
    scan = folder.scan({})
    assert names(scan) == ["1/2/3/kept.txt"]
    assert {name: text.split(";")[0] for name, text in reasons(scan).items()} == {
        "1/2/3/4": "lies deeper than 3 folders",
        "empty.txt": "is empty",
        "large.txt": "101 bytes are more than the limit of 100",
        "link.txt": "is a symbolic link",
        "pipe": "is not a regular file",
        "skj\udce6r.txt": "its name is not UTF-8 text",
        "up": "is a symbolic link",
    }
    assert (tmp_path / "large.txt").exists()


def test_a_file_at_the_limit_is_taken_whole(folder):
    put(folder, "a.txt", b"x" * 100)
    (found,) = folder.scan({}).found
    assert folder.read(found) == b"x" * 100


def test_a_file_that_changes_before_it_is_read_is_retried(folder):
    put(folder, "a.txt", b"one")
    (found,) = folder.scan({}).found
    put(folder, "a.txt", b"three")
    with pytest.raises(SourceError, match="changed while it was read"):
        folder.read(found)


def test_a_file_that_grew_beyond_the_limit_is_refused(folder):
    put(folder, "a.txt", b"one")
    (found,) = folder.scan({}).found
    put(folder, "a.txt", b"x" * 5000)
    with pytest.raises(RefusedError, match="larger than the limit"):
        folder.read(found)


@pytest.mark.parametrize("how", ["gone", "link"])
def test_a_file_that_is_swapped_for_something_else_is_not_followed(folder, tmp_path, how):
    path = put(folder, "a.txt")
    (found,) = folder.scan({}).found
    path.unlink()
    if how == "link":
        path.symlink_to("/etc/hostname")
    with pytest.raises(SourceError, match=r"cannot be read .*; check its permissions"):
        folder.read(found)


def test_the_key_of_an_item_is_its_name_and_content(folder):
    put(folder, "sub/a.txt", b"one")
    (found,) = folder.scan({}).found
    item = item_for("inbox", found, b"one")
    assert item.path == str(found.path)
    assert item.keys[0].startswith("file:inbox:sub/a.txt:")
    assert item_for("inbox", found, b"two").keys != item.keys


def test_an_item_whose_file_was_removed_or_changed_before_it_was_read_says_so(tmp_path):
    path = put_file(tmp_path / "a.txt", b"one")
    keys = (f"file:inbox:a.txt:{hashlib.sha256(b'one').hexdigest()}",)
    assert bytes_of_item(path, keys, 100) == b"one"
    put_file(path, b"two")
    with pytest.raises(RefusedError, match="changed before it could be read; the new version is read as an item of its own"):
        bytes_of_item(path, keys, 100)
    path.unlink()
    with pytest.raises(RefusedError, match="was removed before it could be read; put it back"):
        bytes_of_item(path, keys, 100)


def put_file(path, data):
    path.write_bytes(data)
    return path
