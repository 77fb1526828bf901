"""When something is told: one table row per reason, edges first, and the promise of one alert per development."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, a_document, a_match
from worker.alerts.policy import Policy, Reason, decide
from worker.model import Decision, DeliveryId, Document, Kind, Match, Severity, Telling, Told

POLICY = Policy()
HOUR = timedelta(hours=1)
HIGH = a_match(severity=Severity.HIGH)
CRITICAL = a_match(rule="cables", severity=Severity.CRITICAL)
ON_TEST = a_match(live=False)
FRESH = a_document()
FILE = a_document(from_folder=True, published=NOW - timedelta(days=300))
OLD = a_document(published=NOW - timedelta(hours=49))
NEARLY_OLD = a_document(published=NOW - timedelta(hours=48))
UNDATED = a_document(published=None)
BASELINE = a_document(baseline=True)


def told(*, ago: timedelta = HOUR, severity: Severity = Severity.HIGH, is_open: bool = False) -> Told:
    return Told(DeliveryId(1), 0, severity, NOW - ago, is_open)


def on_desk(document: Document, kind: Kind, matches: list[Match], before: Told | None) -> Decision | None:
    standing = {"desk": before} if before else {}
    decisions = decide(document, kind, matches, standing, ["desk"], NOW, POLICY)
    return decisions[0] if decisions else None


@pytest.mark.parametrize(
    ("document", "kind", "matches", "before", "outcome", "reason"),
    [
        pytest.param(FRESH, Kind.NEW, [HIGH], None, Telling.TOLD, Reason.NEW_DEVELOPMENT, id="never told"),
        pytest.param(FRESH, Kind.REPORT, [HIGH], None, Telling.TOLD, Reason.NEW_DEVELOPMENT, id="joined, but never told"),
        pytest.param(FRESH, Kind.COPY, [HIGH], None, Telling.TOLD, Reason.NEW_DEVELOPMENT, id="a copy of what no rule matched"),
        pytest.param(UNDATED, Kind.NEW, [HIGH], None, Telling.TOLD, Reason.NEW_DEVELOPMENT, id="undated is not old"),
        pytest.param(NEARLY_OLD, Kind.NEW, [HIGH], None, Telling.TOLD, Reason.NEW_DEVELOPMENT, id="just not old"),
        pytest.param(OLD, Kind.NEW, [HIGH], None, Telling.SILENT, Reason.OLD, id="old at first sight"),
        pytest.param(FILE, Kind.NEW, [HIGH], None, Telling.TOLD, Reason.NEW_DEVELOPMENT, id="a file is never old"),
        pytest.param(BASELINE, Kind.NEW, [HIGH], None, Telling.SILENT, Reason.BASELINE, id="baseline"),
        pytest.param(
            BASELINE, Kind.REPORT, [HIGH], told(is_open=True), Telling.MERGED, Reason.JOINS_OPEN_ALERT, id="baseline joins"
        ),
        pytest.param(FRESH, Kind.NEW, [ON_TEST], None, Telling.SILENT, Reason.RULE_ON_TEST, id="only rules on test"),
        pytest.param(FRESH, Kind.NEW, [ON_TEST, HIGH], None, Telling.TOLD, Reason.NEW_DEVELOPMENT, id="one live rule is enough"),
        pytest.param(FRESH, Kind.REPORT, [HIGH], told(), Telling.SILENT, Reason.NOTHING_NEW, id="told, same facts"),
        pytest.param(FRESH, Kind.COPY, [HIGH], told(), Telling.SILENT, Reason.SAME_TEXT, id="told, a copy"),
        pytest.param(FRESH, Kind.REPORT, [HIGH], told(is_open=True), Telling.MERGED, Reason.JOINS_OPEN_ALERT, id="not sent yet"),
        pytest.param(FRESH, Kind.UPDATE, [HIGH], told(), Telling.TOLD, Reason.MATERIAL_UPDATE, id="new facts"),
        pytest.param(
            FRESH, Kind.UPDATE, [HIGH], told(ago=POLICY.update_gap), Telling.TOLD, Reason.MATERIAL_UPDATE, id="gap just over"
        ),
        pytest.param(
            FRESH, Kind.UPDATE, [HIGH], told(ago=POLICY.update_gap / 2), Telling.HELD, Reason.UPDATE_GAP, id="within the gap"
        ),
        pytest.param(OLD, Kind.UPDATE, [HIGH], told(), Telling.SILENT, Reason.NOTHING_NEW, id="old news is no update"),
        pytest.param(
            FRESH,
            Kind.REPORT,
            [CRITICAL],
            told(ago=timedelta(seconds=1)),
            Telling.TOLD,
            Reason.SEVERITY_ROSE,
            id="graver rule breaks the gap",
        ),
        pytest.param(
            FRESH, Kind.REPORT, [HIGH], told(severity=Severity.CRITICAL), Telling.SILENT, Reason.NOTHING_NEW, id="milder rule"
        ),
    ],
)
def test_what_is_told_and_why(
    document: Document, kind: Kind, matches: list[Match], before: Told | None, outcome: Telling, reason: Reason
) -> None:
    decision = on_desk(document, kind, matches, before)
    assert decision is not None
    assert (decision.outcome, decision.reason) == (outcome, reason)


def test_without_a_match_nothing_is_decided() -> None:
    assert decide(FRESH, Kind.NEW, [], {}, ["desk"], NOW, POLICY) == ()


@pytest.mark.parametrize(
    ("document", "match", "due"),
    [
        pytest.param(FRESH, HIGH, NOW + POLICY.group_wait, id="a feed waits for other sources"),
        pytest.param(FRESH, CRITICAL, NOW, id="critical at once"),
        pytest.param(FILE, HIGH, NOW + POLICY.file_wait, id="a file only for files dropped with it"),
    ],
)
def test_when_the_first_alert_is_due(document: Document, match: Match, due: object) -> None:
    assert on_desk(document, Kind.NEW, [match], None).due == due


def test_a_single_run_waits_for_nobody() -> None:
    [decision] = decide(FRESH, Kind.NEW, [HIGH], {}, ["desk"], NOW, POLICY.without_waits())
    assert decision.due == NOW


def test_several_rules_make_one_alert_led_by_the_gravest() -> None:
    decisions = decide(FRESH, Kind.NEW, [HIGH, CRITICAL], {}, ["desk"], NOW, POLICY)
    assert [(d.rule, d.severity) for d in decisions] == [("cables", Severity.CRITICAL)]


def test_a_rule_with_channels_of_its_own_goes_only_there() -> None:
    only_phone = replace(CRITICAL, channels=("phone",))
    decisions = decide(FRESH, Kind.NEW, [HIGH, only_phone], {}, ["desk", "phone"], NOW, POLICY)
    assert [(d.channel, d.rule) for d in decisions] == [("desk", "svalbard"), ("phone", "cables")]


def test_each_channel_stands_for_itself() -> None:
    decisions = decide(FRESH, Kind.REPORT, [HIGH], {"desk": told()}, ["desk", "phone"], NOW, POLICY)
    assert [d.outcome for d in decisions] == [Telling.SILENT, Telling.TOLD]


documents_ = st.lists(
    st.tuples(
        st.sampled_from([Kind.REPORT, Kind.COPY, Kind.UPDATE]),
        st.sampled_from(list(Severity)),
        st.timedeltas(timedelta(0), timedelta(hours=3)),
    ),
    max_size=30,
)


@given(documents_)
def test_gapless_alerts_never_closer_than_the_gap_unless_a_rule_is_graver(events: list) -> None:
    now, standing, alerts = NOW, None, []
    for kind, severity, later in events:
        now += later
        if standing is not None and standing.open and standing.at <= now:
            standing = replace(standing, open=False)
        document = a_document(published=now, first_seen=now)
        before = {"desk": standing} if standing else {}
        [decision] = decide(document, kind, [a_match(severity=severity)], before, ["desk"], now, POLICY)
        if decision.outcome in (Telling.TOLD, Telling.HELD):
            alerts.append([decision, decision.due, decision.reason is Reason.SEVERITY_ROSE])
            standing = Told(DeliveryId(1), decision.sequence, severity, decision.due, True)
        elif decision.outcome is Telling.MERGED and decision.due is not None:
            alerts[-1][1:] = [min(standing.at, decision.due), True]
            standing = replace(standing, severity=severity, at=alerts[-1][1])
    assert [alert.sequence for alert, _, _ in alerts] == list(range(len(alerts)))
    assert [alert.kind for alert, _, _ in alerts] == ["new", *["update"] * len(alerts)][: len(alerts)]
    for (_, earlier, _), (_, later, graver) in pairwise(alerts):
        assert graver or later - earlier >= POLICY.update_gap
