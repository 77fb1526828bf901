"""One daemon per data folder: two would send everything twice. The lock dies with the process, also at kill -9."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from worker.errors import StoreError


class FolderLock:
    """An exclusive lock on `northwatch.lock` in a folder, held until `release` or the end of the process.

    `folder_id` names the folder once the lock is taken, on whatever machine and under whatever path it is seen.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "northwatch.lock"
        self.folder_id = ""
        with self._errors():
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def acquire(self) -> None:
        """Take the lock or raise StoreError naming the process that holds it."""
        with self._errors():
            self._acquire()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What a person can cure becomes a StoreError: no permission, a read-only or full disk, a file of that name."""
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"the data folder {self._path.parent} cannot be used: {error.strerror} ({error.filename or self._path}); "
                "expected a folder that northwatch may write to; make it so, or name another `data_folder` in northwatch.yaml"
            ) from error

    def _acquire(self) -> None:
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self._written()[0] or "unknown"
            raise StoreError(
                f"{self._path.parent} is in use by another northwatch (process {holder}); stop that one first, "
                "or give this one another `data_folder` and `database` in northwatch.yaml"
            ) from None
        self.folder_id = self._written()[1] or uuid4().hex
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n{self.folder_id}\n".encode(), 0)

    def _written(self) -> tuple[str, str]:
        """The process that took the lock last and the folder's id, each "" where there is none."""
        process, _, folder_id = os.pread(self._handle, 128, 0).decode("ascii", "replace").partition("\n")
        return process.strip(), folder_id.strip()

    def release(self) -> None:
        os.close(self._handle)
