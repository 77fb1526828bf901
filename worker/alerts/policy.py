"""What to tell about a document, to whom and when: a pure decision with its reason.

One alert per development and channel. A rule is why an alert goes out, not what it is about: a second rule that holds
for the same development adds nothing that a person has to be woken for, unless it is graver.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from worker.model import (
    Alerting,
    Decision,
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


class Reason(StrEnum):
    """Why a document was told, held or left silent; the text is what `why` prints."""

    NEW_DEVELOPMENT = "new development"
    MATERIAL_UPDATE = "materially new facts since the last alert"
    GOES_ON = "materially new facts in a development that was told under this rule, though no rule holds for this text itself"
    SEVERITY_ROSE = "a graver rule holds now"
    UPDATE_GAP = "new facts, but too soon after the last alert: told when the gap is over"
    JOINS_OPEN_ALERT = "part of an alert that has not gone out yet"
    NOTHING_NEW = "the development was told and this adds nothing new"
    SAME_TEXT = "a copy of a text that the development has already"
    BASELINE = "stood in the feed before we began to watch it"
    EVERY_REPORT = "the rule asks for every further report"
    NO_UPDATES = "the rule asks for first alerts alone"
    RULE_SILENT = "the rule asks for no alerts"
    THROTTLE = "the rule was told as often as it may be: told when its time is over"
    QUIET = "quiet hours of the rule: told when they are over"
    OLD = "older than the limit when first seen in a feed"
    RULE_ON_TEST = "only rules on test hold"


_AS_USUAL = Alerting()


@dataclass(frozen=True, slots=True)
class Policy:
    """Times of the alert policy. `group_wait`: how long to collect further sources before the first alert.

    `file_wait` is the same for dropped files: just long enough that files dropped together make one alert together.
    `alerting` is what rules say of themselves, by their ids; `zone` is that of their quiet hours.
    """

    group_wait: timedelta = timedelta(minutes=2)
    file_wait: timedelta = timedelta(seconds=2)
    update_gap: timedelta = timedelta(minutes=30)
    stale_after: timedelta = timedelta(hours=48)
    zone: tzinfo = UTC
    alerting: Mapping[str, Alerting] = field(default_factory=dict)

    def of(self, match: Match) -> Alerting:
        """How the match's rule wants to be told."""
        return self._of(match.rule)

    def _of(self, rule: str) -> Alerting:
        return self.alerting.get(rule, _AS_USUAL)

    def throttled(self, rules: Collection[str]) -> dict[str, int]:
        """Of the rules that have a throttle, how many alerts it allows: so many of the latest have to be known."""
        found = {rule: self._of(rule).throttle for rule in rules}
        return {rule: throttle.alerts for rule, throttle in found.items() if throttle}

    def without_waits(self) -> Policy:
        """The same policy for a single run: first alerts are due at once."""
        return replace(self, group_wait=timedelta(0), file_wait=timedelta(0))


def decide(
    document: Document,
    kind: Kind,
    matches: Sequence[Match],
    standing: Standing,
    channels: Sequence[str],
    now: datetime,
    policy: Policy,
    going_on: Collection[str] = (),
) -> tuple[Decision, ...]:
    """One decision per channel that a matching rule names (a rule that names none goes to all of `channels`).

    Of rules that are equally grave that one leads whose deciding sentence stands first: it is the nearest to what the text
    is about. Without a match there is a decision only for an update of what was told under one of `going_on`, the rules that
    may tell of this document although they do not hold for it.
    """
    live = sorted((match for match in matches if match.live), key=lambda match: _place(match, document))
    decisions = []
    for channel in channels:
        here = [match for match in live if not match.channels or channel in match.channels]
        loud = [match for match in here if policy.of(match).instant]
        told = standing.told.get(channel)
        if not loud and kind is Kind.UPDATE and told is not None and told.rule in going_on:
            decisions.append(_going_on(channel, document, told, standing, now, policy))
        elif here:
            decisions.append(_on_channel(channel, document, kind, here, standing, now, policy))
        elif matches and not live:
            decisions.append(_silent(channel, Reason.RULE_ON_TEST, matches[0]))
    return tuple(decisions)


def _going_on(channel: str, document: Document, told: Told, standing: Standing, now: datetime, policy: Policy) -> Decision:
    """An update that no rule asks for by itself, told as the alert before it was: as grave, and as its rule wants to be told."""
    before = Match(told.rule, "", "", told.severity, live=True)
    decision = _on_channel(channel, document, Kind.UPDATE, [before], standing, now, policy)
    return replace(decision, reason=Reason.GOES_ON) if decision.reason == Reason.MATERIAL_UPDATE else decision


def _on_channel(
    channel: str, document: Document, kind: Kind, matches: Sequence[Match], standing: Standing, now: datetime, policy: Policy
) -> Decision:
    loud = [match for match in matches if policy.of(match).instant]
    if not loud:
        return _silent(channel, Reason.RULE_SILENT, _gravest(matches))
    lead, told = _gravest(loud), standing.told.get(channel)
    if told is not None and told.open:
        # Only a graver rule may hasten an open alert: it may be an update that waits for its gap, or for the morning.
        due = _first_due(document, lead, now, policy) if lead.severity.rank > told.severity.rank else None
        joined = Decision(channel, Telling.MERGED, Reason.JOINS_OPEN_ALERT, lead.rule, severity=lead.severity, due=due)
        return joined if due is None else replace(joined, due=_after_quiet(due, loud, policy))
    if document.baseline:
        return _silent(channel, Reason.BASELINE, lead)
    if told is None:
        decision = _first(channel, document, lead, now, policy)
    else:
        decision = _again(channel, document, kind, loud, told, now, policy)
    return _in_time(decision, loud, standing.recent.get((channel, lead.rule), ()), policy)


def _first(channel: str, document: Document, lead: Match, now: datetime, policy: Policy) -> Decision:
    if is_old(document, policy):
        return _silent(channel, Reason.OLD, lead)
    due = _first_due(document, lead, now, policy)
    return Decision(channel, Telling.TOLD, Reason.NEW_DEVELOPMENT, lead.rule, "new", lead.severity, 0, due)


def _again(
    channel: str, document: Document, kind: Kind, matches: Sequence[Match], told: Told, now: datetime, policy: Policy
) -> Decision:
    lead, wanted = _gravest(matches), {policy.of(match).updates for match in matches}
    if lead.severity.rank > told.severity.rank:
        return _update(channel, Telling.TOLD, Reason.SEVERITY_ROSE, lead, told, now)
    if kind is Kind.COPY:
        return _silent(channel, Reason.SAME_TEXT, lead)
    if wanted == {Updates.NONE}:
        return _silent(channel, Reason.NO_UPDATES, lead)
    if is_old(document, policy) or (kind is not Kind.UPDATE and Updates.ALL not in wanted):
        return _silent(channel, Reason.NOTHING_NEW, lead)
    allowed = told.at + policy.update_gap
    if now < allowed:
        return _update(channel, Telling.HELD, Reason.UPDATE_GAP, lead, told, allowed)
    reason = Reason.MATERIAL_UPDATE if kind is Kind.UPDATE else Reason.EVERY_REPORT
    return _update(channel, Telling.TOLD, reason, lead, told, now)


# ------------------------------------------------------------------ when


def _in_time(decision: Decision, matches: Sequence[Match], recent: Sequence[datetime], policy: Policy) -> Decision:
    """An alert held until its rule may speak again and no rule that holds keeps quiet."""
    if decision.due is None or decision.outcome not in (Telling.TOLD, Telling.HELD):
        return decision
    due, throttle = decision.due, policy.of(_gravest(matches)).throttle
    if decision.severity is not Severity.CRITICAL and throttle and (free := _free_at(throttle, recent)) > due:
        decision, due = replace(decision, outcome=Telling.HELD, reason=Reason.THROTTLE, due=free), free
    morning = _after_quiet(due, matches, policy)
    return decision if morning == due else replace(decision, outcome=Telling.HELD, reason=Reason.QUIET, due=morning)


def _free_at(throttle: Throttle, recent: Sequence[datetime]) -> datetime:
    """When one more alert makes no more than the throttle allows in its stretch of time; long ago while there is room."""
    latest = sorted(recent)[-throttle.alerts :]
    return latest[0] + throttle.per if len(latest) == throttle.alerts else datetime.min.replace(tzinfo=UTC)


def _after_quiet(due: datetime, matches: Sequence[Match], policy: Policy) -> datetime:
    """The first moment from `due` on at which one of the rules lets an alert out."""
    return min(_let_out(due, match, policy) for match in matches)


def _let_out(due: datetime, match: Match, policy: Policy) -> datetime:
    alerting = policy.of(match)
    if alerting.quiet is None or match.severity.rank >= alerting.quiet_unless.rank:
        return due
    return end_of_quiet(due, alerting.quiet, policy.zone)


def end_of_quiet(moment: datetime, quiet: QuietHours, zone: tzinfo) -> datetime:
    """The end of the quiet hours in which a moment lies; the moment itself outside of them.

    Hours are those on the wall of `quiet.zone`, else of `zone`, also in the nights in which clocks change.
    """
    there = quiet.zone or zone
    local = moment.astimezone(there)
    wall, over_midnight = local.time(), quiet.end <= quiet.begin
    within = (wall >= quiet.begin or wall < quiet.end) if over_midnight else quiet.begin <= wall < quiet.end
    if not within:
        return moment
    day = local.date() + timedelta(days=over_midnight and wall >= quiet.begin)
    return datetime.combine(day, quiet.end, there).astimezone(moment.tzinfo)


def is_old(document: Document, policy: Policy) -> bool:
    """Whether a feed gave us something long after it was published. A file was put there by a person: never old."""
    if document.from_folder or document.published is None or document.first_seen is None:
        return False
    return document.first_seen - document.published > policy.stale_after


def _first_due(document: Document, lead: Match, now: datetime, policy: Policy) -> datetime:
    """At once for a critical rule, nearly so for a file; otherwise after the time in which other sources may join."""
    if lead.severity is Severity.CRITICAL:
        return now
    return now + (policy.file_wait if document.from_folder else policy.group_wait)


def _update(channel: str, outcome: Telling, reason: Reason, lead: Match, told: Told, due: datetime) -> Decision:
    return Decision(channel, outcome, reason, lead.rule, "update", lead.severity, told.sequence + 1, due)


def _silent(channel: str, reason: Reason, lead: Match) -> Decision:
    return Decision(channel, Telling.SILENT, reason, lead.rule, severity=lead.severity)


def _place(match: Match, document: Document) -> int:
    """Where the deciding sentence of a match stands in the text; the title is before it, and behind it who has none."""
    if match.sentence and match.sentence in document.title:
        return -1
    at = document.text.find(match.sentence) if match.sentence else -1
    return at if at >= 0 else len(document.text)


def _gravest(matches: Sequence[Match]) -> Match:
    """The first of the gravest."""
    return max(matches, key=lambda match: match.severity.rank)
