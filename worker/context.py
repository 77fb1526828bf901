"""What a step works with: the parts as it needs them, and how it reads and writes the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ParamSpec, Protocol, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from worker.alerts.outbox import LONGEST_REST, OlderCopy
from worker.alerts.view import Publisher
from worker.clock import Clock
from worker.fetch.caching import Validators
from worker.fetch.client import Limits, Response
from worker.judge import Judge
from worker.model import AlertView, Message, Outcome, SourceKind
from worker.sources.folder import DropFolder
from worker.sources.health import PollOutcome, network_down
from worker.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")

# No setting goes below it for other people's servers: a feed that is asked more often is asked for nothing.
SHORTEST_INTERVAL = timedelta(minutes=5)


class Fetcher(Protocol):
    """What the pipeline needs of an HTTP client. Both raise FetchError and RefusedError."""

    async def get(self, url: str, *, limits: Limits, accept: str, validators: Validators | None = None) -> Response: ...

    async def page(self, url: str, *, limits: Limits) -> Response: ...


class Pool(Protocol):
    """Runs a function where it can be killed. Raises what it raises, or WorkerKilledError."""

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...


class Channel(Protocol):
    """One receiver of alerts. `send` never raises: whatever happens is an outcome."""

    def render(self, view: AlertView, zone: ZoneInfo) -> Message: ...

    async def send(self, message: Message) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the pipeline needs it. `address` is a URL, or the path of a folder."""

    id: str
    kind: SourceKind
    address: str
    interval: timedelta
    language: str | None = None
    fetch_pages: bool = True
    shortest_interval: timedelta = SHORTEST_INTERVAL
    publisher: Publisher | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Limits of one transfer or file, in bytes and seconds."""

    feed_bytes: int = 10 << 20
    page_bytes: int = 5 << 20
    file_bytes: int = 20 << 20
    fetch_s: float = 30.0


@dataclass(slots=True)
class Context:
    """Everything a step works with. `judge`, `sources` and `channels` are replaced when the configuration changes.

    `folder_id` is that of the data folder, of which there is one for each running program. `about_to_send` is told the key
    of an alert, which attempt it is, and when; `older_copy` says that the database does not know of all that was sent; `rests`
    until when a channel's receiver asked to be left in peace.
    """

    database: Database
    fetcher: Fetcher
    pool: Pool
    judge: Judge
    clock: Clock
    random: Callable[[], float]
    owner: str
    sources: Mapping[str, Source]
    channels: Mapping[str, Channel]
    operator: Sequence[str] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    sizes: Sizes = field(default_factory=Sizes)
    tlp: str = ""
    folder_id: str = ""
    about_to_send: Callable[[str, int, datetime], None] = lambda key, attempt, at: None
    older_copy: OlderCopy | None = None
    folders: dict[str, DropFolder] = field(default_factory=dict)
    outcomes: dict[str, PollOutcome] = field(default_factory=dict)
    rests: dict[str, datetime] = field(default_factory=dict)

    def remember(self, outcome: PollOutcome) -> None:
        """Keep the latest outcome of each source, the newest last."""
        self.outcomes.pop(outcome.source, None)
        self.outcomes[outcome.source] = outcome

    def open_channels(self) -> list[str]:
        """The channels whose receivers may be sent to now. A longer rest than there is one was noted by a wrong clock."""
        now = self.clock()
        left = {channel: until - now for channel, until in self.rests.items()}
        return [channel for channel in self.channels if not timedelta(0) < left.get(channel, timedelta(0)) <= LONGEST_REST]

    @property
    def network_in_doubt(self) -> bool:
        """Whether a failure may be our own network's: it is down, or nobody has answered since the start."""
        return self.network_down or all(outcome.unreachable for outcome in self.outcomes.values())

    @property
    def network_down(self) -> bool:
        """Whether the latest polls look as if our own network were down."""
        hosts = {source.host for source in self.sources.values() if source.kind is SourceKind.FEED}
        return network_down(list(self.outcomes.values()), len(hosts))

    @property
    def publishers(self) -> dict[str, Publisher]:
        return {source.id: source.publisher for source in self.sources.values() if source.publisher}


def read(context: Context, query: Callable[..., T], *args: object) -> T:
    with context.database.reading() as session:
        return query(session, *args)


def write(context: Context, change: Callable[..., T], *args: object, **kwargs: object) -> T:
    with context.database.writing() as session:
        return change(session, *args, **kwargs)
