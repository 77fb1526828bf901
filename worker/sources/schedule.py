"""When a source is asked again: its interval, what the server wishes, failures, and a little spread. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

# Hints and back-off end here: a feed that wishes a month, or fails for a month, is still looked at once a day.
LONGEST = timedelta(hours=24)
# How much of the wait is added at most to spread the polls.
_SPREAD = 0.1
# Beyond 2^10 every interval of a minute or more has long reached LONGEST; keeps the power small after years of failures.
_MOST_DOUBLINGS = 10


def next_due(
    now: datetime,
    *,
    interval: timedelta,
    floor: timedelta,
    failures: int = 0,
    retry_after: timedelta | None = None,
    freshness: timedelta | None = None,
    interval_hint: timedelta | None = None,
    jitter: float = 0.0,
) -> datetime:
    """The moment of the next poll after one that ended at `now`.

    `interval` is the wish of the config, `floor` what no wish may go below. Each hint (Retry-After, freshness of the
    reply, the feed's own ttl) makes the wait longer, never shorter, and counts for at most a day. `failures` is the number
    of failures in a row: each doubles the wait, up to a day (or the interval, where that is longer).
    `jitter` in [0, 1) adds up to a tenth; give `slot(source)`, so that sources which fail together do not return together.
    """
    calm = max(interval, floor)
    hints = [min(hint, LONGEST) for hint in (retry_after, freshness, interval_hint) if hint is not None]
    doubled: timedelta = calm * int(2 ** min(failures, _MOST_DOUBLINGS))
    backed_off = min(doubled, max(LONGEST, calm))
    return now + max([backed_off, *hints]) * (1 + _SPREAD * jitter)


def slot(source: str) -> float:
    """A fixed place in [0, 1) for a source, the same on every machine and at every start."""
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:6], "big") / 2**48
