"""Fakes that we own: time that a test moves, a channel that remembers, a pool without processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from worker.model import (
    AlertView,
    Assignment,
    Candidate,
    Decision,
    Features,
    Kind,
    Message,
    Outcome,
    Reading,
    Standing,
    Verdict,
)


@dataclass
class FakeClock:
    """A clock that stands until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class RecordingChannel:
    """Keeps what it is told to send and answers with the next of `outcomes`, at the end with "delivered"."""

    outcomes: list[Outcome] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    views: list[AlertView] = field(default_factory=list)

    def render(self, view: AlertView, zone: ZoneInfo) -> Message:
        self.views.append(view)
        return Message(subject=view.headline, text=view.headline)

    async def send(self, message: Message) -> Outcome:
        self.sent.append(message)
        return self.outcomes.pop(0) if self.outcomes else Outcome(Verdict.DELIVERED)


@dataclass
class InlinePool:
    """Runs a worker process's function in this process."""

    async def run(self, function: Callable, *args: object, **kwargs: object) -> object:
        return function(*args, **kwargs)


@dataclass
class ScriptedJudge:
    """Decides what it is told to; for tests of the store alone."""

    assignment: Assignment = field(default_factory=lambda: Assignment(None, Kind.NEW))
    decisions: Sequence[Decision] = ()
    seen_candidates: list[Candidate] = field(default_factory=list)
    seen_told: list[dict] = field(default_factory=list)
    throttles: dict[str, int] = field(default_factory=dict)
    seen_recent: list[dict] = field(default_factory=list)

    def index_keys(self, features: Features) -> Sequence[str]:
        return [f"t:{term}" for term in features.terms] + [f"n:{name}" for name in features.names]

    def weigh(self, reading: Reading, counts: object) -> Reading:
        return reading

    def search_keys(self, reading: Reading, counts: object) -> Sequence[str]:
        return self.index_keys(reading.features)

    def group(self, reading: Reading, candidates: Sequence[Candidate], counts: object) -> Assignment:
        self.seen_candidates[:] = candidates
        return self.assignment

    def throttled(self, matches: object) -> dict[str, int]:
        return self.throttles

    def tell(self, reading: Reading, kind: Kind, standing: Standing, now: datetime) -> Sequence[Decision]:
        self.seen_told.append(dict(standing.told))
        self.seen_recent.append(dict(standing.recent))
        return self.decisions
