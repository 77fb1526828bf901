"""What a config folder says, as frozen values. Every default of the program's configuration stands here or in schema.py.

Paths are absolute; relative ones in the files were resolved against the config folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from worker.model import Entity, SourceKind

if TYPE_CHECKING:  # cleaning and looking need no rules
    from worker.rules.rule import Rule

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that must not be shown. `str` and `repr` give asterisks; `reveal` gives the text, at the door that needs it."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        """The secret itself."""
        return self._text

    def __str__(self) -> str:
        return "********"

    def __repr__(self) -> str:
        return "Secret('********')"


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds on what one transfer or one document may cost. `_bytes` in bytes, `_s` in seconds."""

    feed_bytes: int = 10 * MIB
    page_bytes: int = 5 * MIB
    file_bytes: int = 20 * MIB
    document_s: float = 10.0
    worker_memory_bytes: int = 1024 * MIB
    workers: int = 2
    fetch_s: float = 30.0
    connections: int = 32
    per_host: int = 2
    host_spacing_s: float = 1.0


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """How long an alert waits for more reports, how far apart updates are, and when an item is too old to alert at once."""

    group_wait: timedelta = timedelta(minutes=2)
    update_gap: timedelta = timedelta(minutes=30)
    stale_after: timedelta = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """A source to watch. A feed has `url`, a folder has `path`. `name` is shown as publisher.

    `reliability` is the Admiralty letter, "A" (reliable) to "F" (cannot be judged). `fetch`: take the text from the
    entry's page or from the feed alone.
    """

    id: str
    kind: SourceKind
    url: str | None
    path: Path | None
    name: str
    language: str | None
    interval: timedelta
    reliability: str
    state_media: bool
    fetch: Literal["page", "feed"]
    enabled: bool


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """Where alerts go. `url` is set for every enabled channel of kind "apprise" and None otherwise.

    `file`, `line` and `column` say where it stands, for a fault that only opening the channel can find.
    """

    id: str
    kind: Literal["console", "apprise"]
    url: Secret | None
    enabled: bool
    file: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class MainSettings:
    """What northwatch.yaml alone says, for commands that need neither sources nor rules; fields as in `Settings`."""

    database: str = field(repr=False)
    time_zone: ZoneInfo
    contact: str
    networks: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole config folder. `operator` names the channels that get notices about the program itself.

    `database` is a SQLAlchemy URL that may hold a password, so `repr` leaves it out. `networks` are CIDR ranges that
    may be contacted beside the public internet. `fingerprint` marks the state of the folder that was read.
    """

    folder: Path
    database: str = field(repr=False)
    data_folder: Path
    time_zone: ZoneInfo
    contact: str
    tlp: str
    networks: tuple[str, ...]
    limits: Limits
    alerts: AlertSettings
    drain_s: float
    sources: tuple[SourceSettings, ...]
    channels: tuple[ChannelSettings, ...]
    operator: tuple[str, ...]
    rules: tuple[Rule, ...]
    entities: tuple[Entity, ...]
    fingerprint: str = ""
