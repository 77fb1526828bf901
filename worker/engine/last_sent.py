"""The last alert handed to a channel, in a file beside the database: an older copy of the database does not know of it."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

# Longer than a key (a moment, numbers and a channel's id of at most 64 letters) with what stands beside it.
_RECORD = 256


@dataclass(frozen=True, slots=True)
class Handed:
    """An alert by its key, which attempt it was, and when."""

    key: str
    attempt: int
    at: datetime


class LastSent:
    """The file `northwatch.sent` of a data folder. Not to be kept with backups of the database: it tells old ones apart."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "northwatch.sent"

    def write(self, key: str, attempt: int, at: datetime) -> None:
        """Remember this one in place of the one before; where that cannot be written, nothing is known of it later."""
        record = f"{key} {attempt} {at.isoformat()}\n".encode().ljust(_RECORD)
        with suppress(OSError):
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                os.pwrite(handle, record, 0)  # one call of one size: killed in between, one or the other stands there
            finally:
                os.close(handle)

    def read(self) -> Handed | None:
        """What was written last; None when there is none, or nothing that can be understood."""
        with suppress(OSError, ValueError):
            key, attempt, at = self._path.read_text(encoding="utf-8").split()
            return Handed(key, int(attempt), _aware(at))
        return None


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment
