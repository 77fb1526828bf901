"""When something is told: one table row per reason, edges first, and the promise of one alert per development."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, a_document, a_match
from worker.alerts.policy import Policy, Reason, decide, end_of_quiet
from worker.model import (
    Alerting,
    Decision,
    DeliveryId,
    Document,
    Kind,
    Match,
    QuietHours,
    Severity,
    Standing,
    Telling,
    Throttle,
    Told,
    Updates,
)

POLICY = Policy()
NOTHING = Standing()
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


def told(*, ago: timedelta = HOUR, severity: Severity = Severity.HIGH, is_open: bool = False, rule: str = "svalbard") -> Told:
    return Told(DeliveryId(1), 0, rule, severity, NOW - ago, is_open)


def on_desk(document: Document, kind: Kind, matches: list[Match], before: Told | None) -> Decision | None:
    standing = {"desk": before} if before else {}
    decisions = decide(document, kind, matches, Standing(standing), ["desk"], NOW, POLICY)
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
    assert decide(FRESH, Kind.NEW, [], NOTHING, ["desk"], NOW, POLICY) == ()


SILENT_RULE = {"svalbard": Alerting(instant=False)}
FIRST_ALONE = {"svalbard": Alerting(updates=Updates.NONE)}
QUIET_RULE = {"svalbard": Alerting(quiet=QuietHours(time(10), time(14)), quiet_unless=Severity.CRITICAL)}
ONCE_A_DAY = {"svalbard": Alerting(throttle=Throttle(1, timedelta(days=1)))}


@pytest.mark.parametrize(
    ("kind", "matches", "before", "going_on", "alerting", "found"),
    [
        pytest.param(
            Kind.UPDATE, [], told(), {"svalbard"}, {}, (Telling.TOLD, Reason.GOES_ON), id="an update that no rule finds"
        ),
        pytest.param(Kind.UPDATE, [ON_TEST], told(), {"svalbard"}, {}, (Telling.TOLD, Reason.GOES_ON), id="only a rule on test"),
        pytest.param(
            Kind.UPDATE, [], told(is_open=True), {"svalbard"}, {}, (Telling.MERGED, Reason.JOINS_OPEN_ALERT), id="joins"
        ),
        pytest.param(
            Kind.UPDATE, [], told(ago=HOUR / 4), {"svalbard"}, {}, (Telling.HELD, Reason.UPDATE_GAP), id="within the gap"
        ),
        pytest.param(
            Kind.UPDATE, [], told(), {"svalbard"}, FIRST_ALONE, (Telling.SILENT, Reason.NO_UPDATES), id="first alerts alone"
        ),
        pytest.param(
            Kind.UPDATE, [], told(), {"svalbard"}, SILENT_RULE, (Telling.SILENT, Reason.RULE_SILENT), id="silent by now"
        ),
        pytest.param(Kind.UPDATE, [], told(), {"svalbard"}, QUIET_RULE, (Telling.HELD, Reason.QUIET), id="quiet hours"),
        pytest.param(Kind.UPDATE, [], told(), {"svalbard"}, ONCE_A_DAY, (Telling.HELD, Reason.THROTTLE), id="throttle"),
        pytest.param(Kind.UPDATE, [], told(), set(), {}, None, id="the rule is gone, or not for such a document"),
        pytest.param(Kind.UPDATE, [], None, {"svalbard"}, {}, None, id="never told"),
        pytest.param(Kind.REPORT, [], told(), {"svalbard"}, {}, None, id="a report adds nothing"),
        pytest.param(Kind.COPY, [], told(), {"svalbard"}, {}, None, id="a copy adds nothing"),
    ],
)
def test_what_was_told_goes_on_to_be_told_of_when_no_rule_holds_for_the_update(
    kind: Kind,
    matches: list[Match],
    before: Told | None,
    going_on: set[str],
    alerting: dict[str, Alerting],
    found: tuple[Telling, Reason] | None,
) -> None:
    policy = replace(POLICY, alerting=alerting)
    standing = Standing({"desk": before} if before else {}, {("desk", "svalbard"): [NOW - HOUR]})
    decisions = decide(FRESH, kind, matches, standing, ["desk"], NOW, policy, going_on)
    assert [(d.outcome, d.reason) for d in decisions] == ([found] if found else [])


def test_an_update_that_no_rule_finds_is_as_grave_as_the_alert_before_it() -> None:
    [decision] = decide(FRESH, Kind.UPDATE, [], Standing({"desk": told()}), ["desk", "phone"], NOW, POLICY, {"svalbard"})
    assert (decision.channel, decision.rule, decision.kind, decision.severity) == ("desk", "svalbard", "update", Severity.HIGH)
    assert (decision.sequence, decision.due) == (1, NOW)


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
    [decision] = decide(FRESH, Kind.NEW, [HIGH], NOTHING, ["desk"], NOW, POLICY.without_waits())
    assert decision.due == NOW


def test_several_rules_make_one_alert_led_by_the_gravest() -> None:
    decisions = decide(FRESH, Kind.NEW, [HIGH, CRITICAL], NOTHING, ["desk"], NOW, POLICY)
    assert [(d.rule, d.severity) for d in decisions] == [("cables", Severity.CRITICAL)]


def test_a_rule_with_channels_of_its_own_goes_only_there() -> None:
    only_phone = replace(CRITICAL, channels=("phone",))
    decisions = decide(FRESH, Kind.NEW, [HIGH, only_phone], NOTHING, ["desk", "phone"], NOW, POLICY)
    assert [(d.channel, d.rule) for d in decisions] == [("desk", "svalbard"), ("phone", "cables")]


def test_each_channel_stands_for_itself() -> None:
    decisions = decide(FRESH, Kind.REPORT, [HIGH], Standing({"desk": told()}), ["desk", "phone"], NOW, POLICY)
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
        [decision] = decide(document, kind, [a_match(severity=severity)], Standing(before), ["desk"], now, POLICY)
        if decision.outcome in (Telling.TOLD, Telling.HELD):
            alerts.append([decision, decision.due, decision.reason is Reason.SEVERITY_ROSE])
            standing = Told(DeliveryId(1), decision.sequence, decision.rule, severity, decision.due, True)
        elif decision.outcome is Telling.MERGED and decision.due is not None:
            alerts[-1][1:] = [min(standing.at, decision.due), True]
            standing = replace(standing, severity=severity, at=alerts[-1][1])
    assert [alert.sequence for alert, _, _ in alerts] == list(range(len(alerts)))
    assert [alert.kind for alert, _, _ in alerts] == ["new", *["update"] * len(alerts)][: len(alerts)]
    for (_, earlier, _), (_, later, graver) in pairwise(alerts):
        assert graver or later - earlier >= POLICY.update_gap


# ------------------------------------------------------------------ what a rule says of itself

OSLO = ZoneInfo("Europe/Oslo")
NIGHT = QuietHours(time(22), time(6))
NOON = QuietHours(time(11, 30), time(13), ZoneInfo("UTC"))  # NOW lies in it


def asked(alerting: Alerting, **others: Alerting) -> Policy:
    return replace(POLICY, alerting={"svalbard": alerting, **others})


def on_desk_asked(policy: Policy, kind: Kind, matches: list[Match], standing: Standing = NOTHING) -> Decision:
    [decision] = decide(FRESH, kind, matches, standing, ["desk"], NOW, policy)
    return decision


@pytest.mark.parametrize(
    ("alerting", "kind", "before", "outcome", "reason"),
    [
        pytest.param(Alerting(instant=False), Kind.NEW, None, Telling.SILENT, Reason.RULE_SILENT, id="no alerts"),
        pytest.param(Alerting(updates=Updates.NONE), Kind.UPDATE, told(), Telling.SILENT, Reason.NO_UPDATES, id="no updates"),
        pytest.param(
            Alerting(updates=Updates.NONE),
            Kind.REPORT,
            told(severity=Severity.LOW),
            Telling.TOLD,
            Reason.SEVERITY_ROSE,
            id="no updates, but graver",
        ),
        pytest.param(Alerting(updates=Updates.ALL), Kind.REPORT, told(), Telling.TOLD, Reason.EVERY_REPORT, id="every report"),
        pytest.param(
            Alerting(updates=Updates.ALL), Kind.UPDATE, told(), Telling.TOLD, Reason.MATERIAL_UPDATE, id="every report, new facts"
        ),
        pytest.param(
            Alerting(updates=Updates.ALL), Kind.COPY, told(), Telling.SILENT, Reason.SAME_TEXT, id="a copy is no report"
        ),
        pytest.param(
            Alerting(updates=Updates.ALL),
            Kind.REPORT,
            told(ago=timedelta(minutes=1)),
            Telling.HELD,
            Reason.UPDATE_GAP,
            id="every report, but not at once",
        ),
        pytest.param(Alerting(quiet=NOON), Kind.NEW, None, Telling.HELD, Reason.QUIET, id="quiet hours"),
        pytest.param(
            Alerting(quiet=NOON, quiet_unless=Severity.HIGH),
            Kind.NEW,
            None,
            Telling.TOLD,
            Reason.NEW_DEVELOPMENT,
            id="loud enough",
        ),
        pytest.param(Alerting(quiet=NIGHT), Kind.NEW, None, Telling.TOLD, Reason.NEW_DEVELOPMENT, id="other hours"),
    ],
)
def test_a_rule_says_how_it_is_told(
    alerting: Alerting, kind: Kind, before: Told | None, outcome: Telling, reason: Reason
) -> None:
    decision = on_desk_asked(asked(alerting), kind, [HIGH], Standing({"desk": before} if before else {}))
    assert (decision.outcome, decision.reason) == (outcome, reason)


def test_an_alert_waits_for_the_end_of_quiet_hours() -> None:
    assert on_desk_asked(asked(Alerting(quiet=NOON)), Kind.NEW, [HIGH]).due == NOW.replace(hour=13, minute=0)


def test_a_rule_that_may_speak_is_not_kept_quiet_by_one_that_may_not() -> None:
    policy = asked(Alerting(quiet=NOON, quiet_unless=Severity.CRITICAL))
    other = a_match(rule="other", severity=Severity.LOW)
    assert on_desk_asked(policy, Kind.NEW, [HIGH, other]).outcome is Telling.TOLD
    silent = asked(Alerting(), other=Alerting(instant=False))
    assert on_desk_asked(silent, Kind.NEW, [other, HIGH]).rule == "svalbard"


def test_an_open_alert_is_hastened_only_to_the_end_of_quiet_hours() -> None:
    before = Standing({"desk": told(ago=-HOUR * 9, severity=Severity.LOW, is_open=True)})
    quiet = on_desk_asked(asked(Alerting(quiet=NOON)), Kind.REPORT, [HIGH], before)
    assert (quiet.outcome, quiet.due) == (Telling.MERGED, NOW.replace(hour=13, minute=0))
    loud = on_desk_asked(asked(Alerting(quiet=NOON), cables=Alerting(quiet=NOON)), Kind.REPORT, [HIGH, CRITICAL], before)
    assert loud.due == NOW


@pytest.mark.parametrize(
    ("minutes", "due"),
    [
        pytest.param([], None, id="nothing yet"),
        pytest.param([-10], None, id="room for one more"),
        pytest.param([-40, -61, -90], None, id="the others are long ago"),
        pytest.param([-50, -10, -200], 10, id="until the older one is an hour ago"),
        pytest.param([5, 20], 65, id="behind those that wait"),
    ],
)
def test_a_throttled_rule_waits_for_its_turn(minutes: list[int], due: int | None) -> None:
    policy = asked(Alerting(throttle=Throttle(2, HOUR)))
    standing = Standing(recent={("desk", "svalbard"): [NOW + timedelta(minutes=m) for m in minutes]})
    decision = on_desk_asked(policy, Kind.NEW, [HIGH], standing)
    expected = (Telling.HELD, Reason.THROTTLE, NOW + timedelta(minutes=due)) if due else (Telling.TOLD, Reason.NEW_DEVELOPMENT)
    assert (decision.outcome, decision.reason, decision.due)[: len(expected)] == expected
    grave = a_match(severity=Severity.CRITICAL)
    assert on_desk_asked(policy, Kind.NEW, [grave], standing).outcome is Telling.TOLD


@pytest.mark.parametrize(
    ("moment", "quiet", "end"),
    [
        pytest.param("2026-11-20T20:59+00:00", NIGHT, None, id="a minute before"),
        pytest.param("2026-11-20T21:00+00:00", NIGHT, "2026-11-21T05:00+00:00", id="the first minute"),
        pytest.param("2026-11-21T04:59+00:00", NIGHT, "2026-11-21T05:00+00:00", id="the last minute, after midnight"),
        pytest.param("2026-11-21T05:00+00:00", NIGHT, None, id="the end is not in it"),
        pytest.param("2026-12-31T23:30+00:00", NIGHT, "2027-01-01T05:00+00:00", id="the turn of the year"),
        pytest.param("2026-03-28T22:00+00:00", NIGHT, "2026-03-29T04:00+00:00", id="the night that loses an hour"),
        pytest.param("2026-10-24T21:00+00:00", NIGHT, "2026-10-25T05:00+00:00", id="the night that gains one"),
        pytest.param("2026-11-20T12:00+00:00", QuietHours(time(12), time(14)), "2026-11-20T13:00+00:00", id="by day"),
        pytest.param(
            "2026-11-20T03:00+00:00",
            QuietHours(time(22), time(6), ZoneInfo("America/Nuuk")),
            "2026-11-20T08:00+00:00",
            id="there",
        ),
    ],
)
def test_the_end_of_quiet_hours(moment: str, quiet: QuietHours, end: str | None) -> None:
    now = datetime.fromisoformat(moment)
    assert end_of_quiet(now, quiet, OSLO) == (datetime.fromisoformat(end) if end else now)


@given(
    st.lists(st.tuples(st.sampled_from(list(Severity)), st.timedeltas(timedelta(0), timedelta(hours=5))), max_size=40),
    st.integers(1, 3),
    st.timedeltas(timedelta(minutes=10), timedelta(hours=12)),
)
def test_quiet_hours_are_quiet_and_no_more_is_told_than_may_be(events: list, number: int, per: timedelta) -> None:
    policy = replace(asked(Alerting(quiet=NIGHT, throttle=Throttle(number, per))), zone=OSLO)
    now, dues = NOW, []
    for severity, later in events:
        now += later
        document = a_document(published=now, first_seen=now)
        standing = Standing(recent={("desk", "svalbard"): [due for _, due in dues]})
        [decision] = decide(document, Kind.NEW, [a_match(severity=severity)], standing, ["desk"], now, policy)
        assert decision.outcome in (Telling.TOLD, Telling.HELD)
        assert decision.due is not None
        dues.append((severity, decision.due))
    paced = sorted(due for severity, due in dues if severity is not Severity.CRITICAL)
    assert all(end_of_quiet(due, NIGHT, OSLO) == due for due in paced)
    # A night holds back what several turns would have let out, so the pace is that of turns and mornings.
    mornings = {due for due in paced if due.astimezone(OSLO).time() == NIGHT.end}
    assert all(last - first >= per for first, last in zip(paced, paced[number:], strict=False) if not {first, last} & mornings)


TITLE, FIRST, SECOND = "Submarine seen off Vardal", "A submarine was seen off Vardal.", "A patrol aircraft from Evenes followed."


@pytest.mark.parametrize(
    ("sentences", "leads"),
    [
        pytest.param({"aircraft": SECOND, "submarine": FIRST}, "submarine", id="the earlier sentence"),
        pytest.param({"aircraft": FIRST, "submarine": TITLE}, "submarine", id="the title is before the text"),
        pytest.param({"aircraft": FIRST, "submarine": FIRST}, "aircraft", id="the same one: in the order of the rules"),
        pytest.param({"aircraft": "", "submarine": SECOND}, "submarine", id="no sentence is the last"),
    ],
)
def test_of_equally_grave_rules_that_one_leads_that_is_nearest_to_what_the_text_is_about(
    sentences: dict[str, str], leads: str
) -> None:
    document = a_document(title=TITLE, text=f"{FIRST}\n{SECOND}")
    matches = [a_match(rule=rule, sentence=sentence) for rule, sentence in sentences.items()]
    decision = on_desk(document, Kind.NEW, matches, None)
    assert decision is not None
    assert decision.rule == leads
    graver = on_desk(document, Kind.NEW, [*matches, replace(CRITICAL, sentence=SECOND)], None)
    assert graver is not None
    assert graver.rule == "cables"
