"""Time as a dependency: the only module that may ask what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def is_day(moment: datetime) -> bool:
    """Whether a date of publication tells the day and no time of day: such dates are kept as midnight in UTC.

    It is the same day in every time zone, so it is never converted.
    """
    return moment.astimezone(UTC).time() == time()
