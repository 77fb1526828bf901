from __future__ import annotations

import pytest

from worker.sources.health import PollOutcome, down_is_certain, network_down, rekeyed


def polls(*states: str) -> list[PollOutcome]:
    """Outcomes at different hosts: "ok", "down" (nobody answered) or "error" (somebody answered badly)."""
    return [PollOutcome(f"s{n}", f"h{n}", s == "ok", s == "down", s) for n, s in enumerate(states)]


SAME_HOST = [PollOutcome(f"s{n}", "h", ok=False, unreachable=True) for n in range(5)]


@pytest.mark.parametrize(
    ("outcomes", "down", "certain"),
    [
        pytest.param([], False, False, id="nothing asked"),
        pytest.param(polls("ok", "ok"), False, False, id="all well"),
        pytest.param(polls("down"), True, False, id="the only feed"),
        pytest.param(polls("down", "down"), True, False, id="both feeds"),
        pytest.param(polls("down", "down", "down"), True, True, id="three hosts"),
        pytest.param(SAME_HOST, True, False, id="five feeds of one host"),
        pytest.param(polls("down", "down", "down", "error"), False, False, id="one answered with an error"),
        pytest.param(polls("down", "down", "down", "ok"), False, False, id="one answered"),
        pytest.param(polls("error", "error", "error"), False, False, id="all answer badly"),
    ],
)
def test_is_it_our_network(outcomes, down, certain):
    assert (network_down(outcomes), down_is_certain(outcomes)) == (down, certain)


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
