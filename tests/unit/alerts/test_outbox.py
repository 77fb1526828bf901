"""What follows from the outcome of an attempt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import NOW
from worker.alerts.outbox import BACKOFF, GIVE_UP_AFTER, LONGEST_WAIT, MOST_ATTEMPTS, Next, after
from worker.model import Outcome, Verdict


@pytest.mark.parametrize(
    ("outcome", "attempts", "expected"),
    [
        pytest.param(Outcome(Verdict.DELIVERED), 1, Next("sent", NOW), id="delivered"),
        pytest.param(Outcome(Verdict.DELIVERED), 99, Next("sent", NOW), id="delivered late"),
        pytest.param(Outcome(Verdict.PERMANENT), 1, Next("dead", NOW), id="refused for good"),
        pytest.param(Outcome(Verdict.TRANSIENT), 1, Next("pending", NOW + BACKOFF[0]), id="first retry"),
        pytest.param(Outcome(Verdict.TRANSIENT), 3, Next("pending", NOW + BACKOFF[2]), id="third retry"),
        pytest.param(Outcome(Verdict.TRANSIENT), 11, Next("pending", NOW + BACKOFF[-1]), id="beyond the last step"),
        pytest.param(Outcome(Verdict.UNCERTAIN), MOST_ATTEMPTS, Next("dead", NOW), id="may have arrived too often"),
        pytest.param(Outcome(Verdict.UNCERTAIN), 1, Next("pending", NOW + BACKOFF[0]), id="may have arrived: again, same key"),
        pytest.param(Outcome(Verdict.CONFIG), 1, Next("pending", NOW + timedelta(minutes=10)), id="wrong password waits"),
        pytest.param(
            Outcome(Verdict.TRANSIENT, retry_after_s=5), 4, Next("pending", NOW + timedelta(seconds=5)), id="Retry-After wins"
        ),
        pytest.param(Outcome(Verdict.TRANSIENT, retry_after_s=-5), 1, Next("pending", NOW), id="Retry-After in the past"),
        pytest.param(
            Outcome(Verdict.TRANSIENT, retry_after_s=1e9), 1, Next("pending", NOW + LONGEST_WAIT), id="Retry-After capped"
        ),
    ],
)
def test_next_state(outcome: Outcome, attempts: int, expected: Next) -> None:
    assert after(outcome, attempts, NOW, jitter=0.0, since=NOW - timedelta(hours=1)) == expected


@pytest.mark.parametrize("verdict", [Verdict.TRANSIENT, Verdict.CONFIG])
@pytest.mark.parametrize(
    ("attempts", "age", "state"),
    [
        pytest.param(500, timedelta(hours=2), "pending", id="busy for hours, a few seconds each time"),
        pytest.param(20, GIVE_UP_AFTER - timedelta(hours=1), "pending", id="down for days"),
        pytest.param(2, GIVE_UP_AFTER * 2, "pending", id="held for days, tried twice"),
        pytest.param(MOST_ATTEMPTS, GIVE_UP_AFTER, "dead", id="nobody is there"),
    ],
)
def test_a_receiver_that_is_down_is_given_up_after_many_attempts_and_many_days(
    verdict: Verdict, attempts: int, age: timedelta, state: str
) -> None:
    outcome = Outcome(verdict, retry_after_s=5)
    assert after(outcome, attempts, NOW, jitter=0.0, since=NOW - age).state == state


def test_jitter_shortens_a_step_by_half_at_most() -> None:
    assert after(Outcome(Verdict.TRANSIENT), 1, NOW, jitter=0.999, since=NOW).at > NOW + BACKOFF[0] / 2
