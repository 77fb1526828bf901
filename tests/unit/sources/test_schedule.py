from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.sources.schedule import LONGEST, next_due, slot

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def wait(**given) -> timedelta:
    return next_due(NOW, **({"interval": HOUR, "floor": 5 * MINUTE} | given)) - NOW


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({}, HOUR, id="the interval"),
        pytest.param({"interval": MINUTE}, 5 * MINUTE, id="not below the floor"),
        pytest.param({"freshness": 3 * HOUR}, 3 * HOUR, id="a hint makes it longer"),
        pytest.param({"freshness": MINUTE, "interval_hint": timedelta(0)}, HOUR, id="a hint never makes it shorter"),
        pytest.param(
            {"freshness": 2 * HOUR, "interval_hint": 3 * HOUR, "retry_after": 4 * HOUR}, 4 * HOUR, id="the longest hint"
        ),
        pytest.param({"retry_after": timedelta(days=30)}, LONGEST, id="a hint counts for a day at most"),
        pytest.param({"failures": 1}, 2 * HOUR, id="one failure doubles"),
        pytest.param({"failures": 3}, 8 * HOUR, id="three failures"),
        pytest.param({"failures": 5}, LONGEST, id="capped at a day"),
        pytest.param({"failures": 100_000}, LONGEST, id="years of failures"),
        pytest.param({"interval": 48 * HOUR, "failures": 2}, 48 * HOUR, id="a longer interval is not shortened by the cap"),
        pytest.param({"failures": 1, "retry_after": 5 * HOUR}, 5 * HOUR, id="Retry-After beyond the back-off"),
        pytest.param({"failures": 4, "retry_after": MINUTE}, 16 * HOUR, id="Retry-After below the back-off"),
        pytest.param({"jitter": 0.5}, 63 * MINUTE, id="half of a tenth is added"),
    ],
)
def test_when_a_source_is_asked_again(given, expected):
    assert wait(**given) == expected


@given(
    st.timedeltas(timedelta(0), timedelta(days=3)),
    st.integers(0, 40),
    st.floats(0, 1, exclude_max=True),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_the_wait_has_bounds(interval, failures, jitter, hint):
    given = {"interval": interval, "failures": failures, "jitter": jitter, "freshness": hint}
    calm = max(interval, 5 * MINUTE)
    assert max(calm, min(hint or calm, LONGEST)) <= wait(**given) <= max(LONGEST, calm) * 1.1


def test_slots_are_fixed_and_spread():
    slots = [slot(f"source-{n}") for n in range(1000)]
    assert slots == [slot(f"source-{n}") for n in range(1000)]
    counts = [sum(tenth / 10 <= s < (tenth + 1) / 10 for s in slots) for tenth in range(10)]
    assert all(60 <= count <= 140 for count in counts)
