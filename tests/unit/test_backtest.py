"""The outbox of a backtest: what was told when, and how an alert grows until it goes out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import NOW
from worker.backtest import Outbox, Sample
from worker.model import Decision, DevelopmentId, Severity, Telling

STORY = DevelopmentId(4)
LATER = NOW + timedelta(minutes=2)
FIRST = Decision("desk", Telling.TOLD, "new development", "ships", "new", Severity.NORMAL, 0, LATER)


def a_sample(rule: str = "ships", development: DevelopmentId = STORY) -> Sample:
    return Sample(7, development, "Ships in the strait", "coast", NOW, f"A sentence about {rule}.")


def after(*decisions: Decision) -> Outbox:
    outbox = Outbox()
    samples = {rule: a_sample(rule) for rule in ("ships", "cables")}
    for decision in decisions:
        outbox.take([decision], samples, NOW)
    return outbox


def merged(severity: Severity, due_in: timedelta | None) -> Decision:
    due = None if due_in is None else NOW + due_in
    return Decision("desk", Telling.MERGED, "part of an open alert", "cables", severity=severity, due=due)


@pytest.mark.parametrize(
    ("decision", "rule", "severity", "due"),
    [
        pytest.param(merged(Severity.NORMAL, None), "ships", Severity.NORMAL, LATER, id="as grave: the first rule stays"),
        pytest.param(merged(Severity.LOW, None), "ships", Severity.NORMAL, LATER, id="less grave"),
        pytest.param(merged(Severity.HIGH, timedelta(minutes=9)), "cables", Severity.HIGH, LATER, id="graver, never later"),
        pytest.param(merged(Severity.CRITICAL, timedelta(0)), "cables", Severity.CRITICAL, NOW, id="critical: at once"),
    ],
)
def test_an_open_alert_grows(decision: Decision, rule: str, severity: Severity, due: object) -> None:
    [alert] = after(FIRST, decision)
    assert (alert.rule, alert.severity, alert.due, alert.sequence) == (rule, severity, due, 0)
    assert rule in alert.sample.sentence


@pytest.mark.parametrize(
    ("at", "open_still"),
    [
        pytest.param(LATER - timedelta(microseconds=1), True, id="just before it is due"),
        pytest.param(LATER, False, id="due: it goes out"),
        pytest.param(LATER + timedelta(days=9), False, id="long ago"),
    ],
)
def test_an_alert_goes_out_when_it_is_due(at: object, open_still: bool) -> None:
    [told] = after(FIRST).told(STORY, at).values()
    assert (told.open, told.at, told.sequence, told.severity) == (open_still, LATER, 0, Severity.NORMAL)


def test_the_latest_alert_counts_on_each_channel_alone() -> None:
    update = Decision("desk", Telling.HELD, "too soon", "cables", "update", Severity.HIGH, 1, LATER + timedelta(minutes=30))
    other = Decision("night", Telling.TOLD, "new development", "ships", "new", Severity.LOW, 0, None)
    told = after(FIRST, update, other).told(STORY, NOW)
    assert {channel: each.sequence for channel, each in told.items()} == {"desk": 1, "night": 0}
    assert told["night"].at == NOW, "without a date it is due when it is decided"


def test_silence_leaves_no_trace_and_developments_are_apart() -> None:
    outbox = after(FIRST, Decision("night", Telling.SILENT, "nothing new", "ships"))
    assert [alert.channel for alert in outbox] == ["desk"]
    assert outbox.told(DevelopmentId(5), LATER) == {}
