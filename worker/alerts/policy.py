"""What to tell about a document, to whom and when: a pure decision with its reason.

One alert per development and channel. A rule is why an alert goes out, not what it is about: a second rule that holds
for the same development adds nothing that a person has to be woken for, unless it is graver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from worker.model import Decision, Document, Kind, Match, Severity, Telling, Told


class Reason(StrEnum):
    """Why a document was told, held or left silent; the text is what `why` prints."""

    NEW_DEVELOPMENT = "new development"
    MATERIAL_UPDATE = "materially new facts since the last alert"
    SEVERITY_ROSE = "a graver rule holds now"
    UPDATE_GAP = "new facts, but too soon after the last alert: told when the gap is over"
    JOINS_OPEN_ALERT = "part of an alert that has not gone out yet"
    NOTHING_NEW = "the development was told and this adds nothing new"
    SAME_TEXT = "a copy of a text that the development has already"
    BASELINE = "stood in the feed before we began to watch it"
    OLD = "older than the limit when first seen in a feed"
    RULE_ON_TEST = "only rules on test hold"


@dataclass(frozen=True, slots=True)
class Policy:
    """Times of the alert policy. `group_wait`: how long to collect further sources before the first alert.

    `file_wait` is the same for dropped files: just long enough that files dropped together make one alert together.
    """

    group_wait: timedelta = timedelta(minutes=2)
    file_wait: timedelta = timedelta(seconds=2)
    update_gap: timedelta = timedelta(minutes=30)
    stale_after: timedelta = timedelta(hours=48)

    def without_waits(self) -> Policy:
        """The same policy for a single run: first alerts are due at once."""
        return replace(self, group_wait=timedelta(0), file_wait=timedelta(0))


def decide(
    document: Document,
    kind: Kind,
    matches: Sequence[Match],
    told: Mapping[str, Told],
    channels: Sequence[str],
    now: datetime,
    policy: Policy,
) -> tuple[Decision, ...]:
    """One decision per channel that a matching rule names (a rule that names none goes to all of `channels`).

    `told` is the latest alert of the document's development on each channel. Empty without a match.
    """
    live = [match for match in matches if match.live]
    if not live:
        return tuple(_silent(c, Reason.RULE_ON_TEST, matches[0]) for c in channels) if matches else ()
    decisions = []
    for channel in channels:
        lead = _gravest([match for match in live if not match.channels or channel in match.channels])
        if lead is not None:
            decisions.append(_on_channel(channel, document, kind, lead, told.get(channel), now, policy))
    return tuple(decisions)


def _on_channel(
    channel: str, document: Document, kind: Kind, lead: Match, told: Told | None, now: datetime, policy: Policy
) -> Decision:
    if told is not None and told.open:
        # Only a graver rule may hasten an open alert: it may be an update that waits for its gap.
        due = _first_due(document, lead, now, policy) if lead.severity.rank > told.severity.rank else None
        return Decision(channel, Telling.MERGED, Reason.JOINS_OPEN_ALERT, lead.rule, severity=lead.severity, due=due)
    if document.baseline:
        return _silent(channel, Reason.BASELINE, lead)
    if told is None:
        return _first(channel, document, lead, now, policy)
    return _again(channel, document, kind, lead, told, now, policy)


def _first(channel: str, document: Document, lead: Match, now: datetime, policy: Policy) -> Decision:
    if is_old(document, policy):
        return _silent(channel, Reason.OLD, lead)
    due = _first_due(document, lead, now, policy)
    return Decision(channel, Telling.TOLD, Reason.NEW_DEVELOPMENT, lead.rule, "new", lead.severity, 0, due)


def _again(channel: str, document: Document, kind: Kind, lead: Match, told: Told, now: datetime, policy: Policy) -> Decision:
    if lead.severity.rank > told.severity.rank:
        return _update(channel, Telling.TOLD, Reason.SEVERITY_ROSE, lead, told, now)
    if kind is Kind.COPY:
        return _silent(channel, Reason.SAME_TEXT, lead)
    if kind is not Kind.UPDATE or is_old(document, policy):
        return _silent(channel, Reason.NOTHING_NEW, lead)
    allowed = told.at + policy.update_gap
    if now < allowed:
        return _update(channel, Telling.HELD, Reason.UPDATE_GAP, lead, told, allowed)
    return _update(channel, Telling.TOLD, Reason.MATERIAL_UPDATE, lead, told, now)


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


def _gravest(matches: Sequence[Match]) -> Match | None:
    return max(matches, key=lambda match: match.severity.rank, default=None)
