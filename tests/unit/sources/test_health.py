from __future__ import annotations

from datetime import timedelta

import pytest

from worker.sources.health import PollOutcome, failing_for_long, network_down, rekeyed


def polls(*states: str) -> list[PollOutcome]:
    """Outcomes at different hosts: "ok", "down" (nobody answered) or "error" (somebody answered badly)."""
    return [PollOutcome(f"s{n}", f"h{n}", s == "ok", s == "down", s) for n, s in enumerate(states)]


SAME_HOST = [PollOutcome(f"s{n}", "h", False, True) for n in range(5)]


@pytest.mark.parametrize(
    ("outcomes", "hosts", "down"),
    [
        pytest.param([], 5, False, id="nothing polled"),
        pytest.param(polls("down"), 1, True, id="the only host"),
        pytest.param(polls("down"), 2, False, id="one of two hosts"),
        pytest.param(polls("down", "down"), 2, True, id="both hosts"),
        pytest.param(polls("down", "down", "down"), 20, True, id="three of twenty hosts"),
        pytest.param(polls("down", "down", "down"), 120, False, id="three of many are dead on any day"),
        pytest.param(polls(*["down"] * 12), 120, True, id="twelve of many in a row"),
        pytest.param(SAME_HOST, 5, False, id="five feeds of one host"),
        pytest.param(polls("ok", "down", "down", "down"), 4, True, id="went down after an answer"),
        pytest.param(polls("down", "down", "down", "error"), 4, False, id="the newest answered with an error"),
        pytest.param(polls("down", "down", "down", "ok"), 4, False, id="the newest answered"),
        pytest.param(polls("down", "ok", "down", "down"), 4, False, id="too few since the last answer"),
        pytest.param(polls("error", "error", "error"), 3, False, id="all answer badly"),
    ],
)
def test_is_it_our_network(outcomes: list[PollOutcome], hosts: int, down: bool) -> None:
    assert network_down(outcomes, hosts) is down


@pytest.mark.parametrize(
    ("known", "items", "unseen", "fresh", "expected"),
    [
        pytest.param(0, 50, 50, 0, False, id="first poll"),
        pytest.param(9, 50, 50, 0, False, id="hardly known"),
        pytest.param(100, 9, 9, 0, False, id="short document"),
        pytest.param(100, 10, 5, 0, False, id="exactly half"),
        pytest.param(100, 10, 6, 0, True, id="more than half"),
        pytest.param(10, 10, 10, 0, True, id="all"),
        pytest.param(100, 10, 10, 10, False, id="all news since the last poll"),
        pytest.param(100, 10, 10, 4, True, id="more than half of the rest"),
    ],
)
def test_did_a_feed_rename_its_items(known, items, unseen, fresh, expected):
    assert rekeyed(known, items, unseen, fresh) is expected


@pytest.mark.parametrize(
    ("failures", "hours", "long"),
    [
        pytest.param(6, 100, False, id="few failures, however long"),
        pytest.param(100, 6, False, id="many failures in a night"),
        pytest.param(7, 7, True, id="both"),
    ],
)
def test_a_source_is_worth_attention_after_many_failures_over_a_long_time(failures: int, hours: int, long: bool) -> None:
    assert failing_for_long(failures, timedelta(hours=hours)) is long
