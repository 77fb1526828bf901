"""One daemon per data folder: two would send everything twice. The lock dies with the process, also at kill -9."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from worker.errors import StoreError


class FolderLock:
    """An exclusive lock on `northwatch.lock` in a folder, held until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "northwatch.lock"
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def acquire(self) -> None:
        """Take the lock or raise StoreError naming the process that holds it."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise StoreError(
                f"{self._path.parent} is in use by another northwatch (process {holder}); stop that one first, "
                "or give this one another `data_folder` and `database` in northwatch.yaml"
            ) from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        os.close(self._handle)
