"""All errors that a person or time can cure. Anything else is a bug and may crash its job.

NorthwatchError
|-- ConfigError          a config folder with problems; carries all of them       exit code 2
|-- SourceError          a source gave us nothing usable this time                 retried
|   |-- FetchError       the transfer failed: `.kind` says how                     retried, see `.transient`
|   `-- FeedError        bytes that are not a feed                                 retried
|-- RefusedError         an item or address that we will not take, with a reason   not retried
|-- ExtractError         no text could be made of a document                       retried a few times
|   `-- WorkerKilledError     a page cost too much time or memory                       at most twice
`-- StoreError           the database cannot be used (locked folder, full disk)    exit code 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class NorthwatchError(Exception):
    """Base of all errors with a message for a person."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a config file: where (1-based line and column), what, and what to do about it."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message}"
        if self.excerpt:
            text += f"\n    {self.excerpt}\n    {' ' * (self.column - 1)}^"
        return text + (f"\n    hint: {self.hint}" if self.hint else "")


class ConfigError(NorthwatchError):
    """A config folder that cannot be used; `problems` holds every fault of every file, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class SourceError(NorthwatchError):
    """A source gave nothing usable this time."""


class FetchError(SourceError):
    """A transfer that failed.

    `kind`: "dns", "connect", "tls", "timeout", "truncated", "too-large", "status", "redirect", "refused", "encoding".
    `unreachable`: the failure looks like the network, not like the server.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        url: str = "",
        status: int | None = None,
        retry_after_s: float | None = None,
        transient: bool = True,
    ) -> None:
        self.kind, self.url, self.status = kind, url, status
        self.retry_after_s, self.transient = retry_after_s, transient
        super().__init__(message)

    @property
    def unreachable(self) -> bool:
        """Whether no server answered at all, so that our own network may be the cause."""
        return self.kind in ("dns", "connect")


class FeedError(SourceError):
    """Bytes that are not a feed; the message says what they look like instead."""


class RefusedError(NorthwatchError):
    """An item or an address that we will not take. The message is the reason that is stored and shown."""


class ExtractError(NorthwatchError):
    """No text could be made of a document."""


class WorkerKilledError(ExtractError):
    """A worker process was ended because one document took too much time or memory."""


class StoreError(NorthwatchError):
    """The database cannot be used."""
