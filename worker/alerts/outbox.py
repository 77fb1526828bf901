"""Life of a delivery: what follows from the outcome of an attempt. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from worker.model import Outcome, Verdict
from worker.tokens import count

# The first steps of a receiver's outage are short, the later ones leave it in peace; after the last it stays there.
BACKOFF = tuple(timedelta(seconds=s) for s in (30, 120, 600, 1800, 3600, 7200, 14400, 21600))
LONGEST_WAIT = timedelta(hours=6)
# A receiver may be down over a long weekend, and one that is busy may say so every few seconds: only both together, many
# attempts and many days, mean that nobody is there. What may have arrived each time is not repeated for so long.
MOST_ATTEMPTS, GIVE_UP_AFTER = 12, timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Next:
    """The state that a delivery goes into ("sent", "pending" or "dead") and when it is tried again if pending."""

    state: str
    at: datetime


def after(outcome: Outcome, attempts: int, now: datetime, jitter: float, since: datetime) -> Next:
    """What follows from an attempt. `attempts` counts this one; `jitter` in [0, 1) spreads retries over half a step; `since`
    is when the alert was decided.

    Delivered: sent. Refused for good: dead. A wrong configuration waits the longest step, for a person to mend it.
    Anything else is tried again, also when it may have arrived: it carries the same key, and a lost alert is worse.
    """
    match outcome.verdict:
        case Verdict.DELIVERED:
            return Next("sent", now)
        case Verdict.PERMANENT:
            return Next("dead", now)
        case Verdict.CONFIG | Verdict.TRANSIENT | Verdict.UNCERTAIN:
            if attempts >= MOST_ATTEMPTS and (outcome.verdict is Verdict.UNCERTAIN or now - since >= GIVE_UP_AFTER):
                return Next("dead", now)
            return Next("pending", now + _wait(outcome, attempts, jitter))
        case never:
            assert_never(never)


def _wait(outcome: Outcome, attempts: int, jitter: float) -> timedelta:
    if outcome.retry_after_s is not None:
        return min(timedelta(seconds=max(0.0, outcome.retry_after_s)), LONGEST_WAIT)
    step = BACKOFF[min(attempts, len(BACKOFF)) - 1]
    if outcome.verdict is Verdict.CONFIG:
        step = max(step, timedelta(minutes=10))
    return step * (1 - jitter / 2)


# A receiver that names a longer wait is asked once in so many minutes: it may be mended sooner.
LONGEST_REST = timedelta(minutes=10)


def rest_after(outcome: Outcome, now: datetime) -> datetime | None:
    """Until when the receiver asks to be left in peace by all messages, None when it does not: whoever goes on sending to a chat
    that answered 429 is shut out for longer."""
    if outcome.verdict is not Verdict.TRANSIENT or outcome.retry_after_s is None:
        return None
    return now + min(timedelta(seconds=max(0.0, outcome.retry_after_s)), LONGEST_REST)


# What feeds and folders hold of the time that an older copy does not know is read again with the first polls.
REPEATS_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OlderCopy:
    """A database that was put in place and ends before the last alert: its last sign of life, that alert's moment, and when
    this was found."""

    ends: datetime
    last_alert: datetime
    found: datetime


def may_have_been_told(copy: OlderCopy | None, decided: datetime, published: Iterable[datetime | None]) -> bool:
    """Whether an alert about texts of these dates (None: undated) may have gone out before the older copy was put in place."""
    if copy is None or decided - copy.found > REPEATS_WITHIN:
        return False
    return any(at is None or at <= copy.last_alert for at in published)


def left_behind(channel: str, number: int) -> str:
    """What a person is told of so many alerts for a channel that is there no more."""
    wait = f"{count(number, 'alert')} {'waits' if number == 1 else 'wait'}"
    return (
        f"{wait} for channel {channel}, which is not configured or not enabled: nobody gets what was to go there. If it has "
        f"another id now, write id: {channel} again (or enable it)"
    )
