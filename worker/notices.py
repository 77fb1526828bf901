"""What the operator is told: our own network, failing sources and channels, first readings of feeds. Each episode once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from worker.alerts.outbox import OlderCopy, left_behind
from worker.alerts.policy import Reason
from worker.context import Context, read, write
from worker.model import Outcome, Severity, Verdict
from worker.sources.health import failing_for_long
from worker.store import deliveries, leases, sources, state
from worker.store.database import LOW_DISK, disk_problem
from worker.tokens import count


def notify_operator(context: Context, topic: str, text: str, severity: Severity = Severity.NORMAL, *, not_to: str = "") -> None:
    """Tell the operator once: the same topic (which names its episode) is never told twice."""
    now = context.clock()
    with context.database.writing() as session:
        for channel in context.operator:
            if channel != not_to:
                deliveries.add_notice(session, channel, topic, text, severity, now)


def source_failed(context: Context, source: str) -> None:
    """After a failed poll: tell when the source is gone for good, or has failed for long."""
    now = context.clock()
    known = read(context, sources.get, source)
    if known is None or known.failing_since is None:
        return
    if known.gone:
        text = f"source {source} is gone for good (410) and is not asked any more: remove it, or give it another address."
        notify_operator(context, f"source-gone.{source}.{known.failing_since:%Y%m%dT%H%M%S}", text)
    elif _is_failing(known, now):
        text = f"source {source} has failed {known.failures} times since {_at(known.failing_since, context)}: {known.error}"
        notify_operator(context, f"source-failing.{source}.{known.failing_since:%Y%m%dT%H%M%S}", text)


def source_answered(context: Context, before: sources.SourceState) -> None:
    """After a good poll: tell when a source that was reported as failing is back."""
    if before.failing_since is not None and _is_failing(before, context.clock()):
        topic = f"source-back.{before.id}.{before.failing_since:%Y%m%dT%H%M%S}"
        notify_operator(context, topic, f"source {before.id} answers again after {before.failures} failures.")


def alert_not_sent(context: Context, delivery: deliveries.StoredDelivery, outcome: Outcome, state_now: str) -> None:
    """Tell, through the other channels, that an alert was given up or that a channel's configuration is wrong."""
    if state_now == "dead":
        tries = "one try" if delivery.attempts == 1 else f"{delivery.attempts} tries"
        text = f"an alert to channel {delivery.channel} was given up after {tries}: {outcome.reason}"
        notify_operator(context, f"alert-dead.{delivery.id}", text, Severity.HIGH, not_to=delivery.channel)
    elif outcome.verdict is Verdict.CONFIG:
        text = f"channel {delivery.channel} does not accept our messages, its address seems wrong: {outcome.reason}"
        topic = f"channel-config.{delivery.channel}.{context.clock():%Y%m%d}"
        notify_operator(context, topic, text, Severity.HIGH, not_to=delivery.channel)


def channels_left(context: Context) -> None:
    """After the configuration was read: tell of alerts that wait for a channel which is there no more, once for the same ones."""
    waiting = [d for d in read(context, deliveries.waiting) if d.state == "pending" and d.kind != "notice"]
    for channel in sorted({d.channel for d in waiting} - set(context.channels)):
        theirs = [d.id for d in waiting if d.channel == channel]
        topic = f"channel-left.{channel}.{max(theirs)}"
        notify_operator(context, topic, f"{left_behind(channel, len(theirs))}. `northwatch status` lists them.", Severity.HIGH)


def older_copy_found(context: Context, copy: OlderCopy) -> None:
    """At the start: tell that the database is a copy from before the last alert, as after a backup was restored."""
    text = (
        f"the database ends at {_at(copy.ends, context)}, and alerts were sent until {_at(copy.last_alert, context)}: an older "
        "copy of it was put in place. What was sent in between may come again, and is marked as a possible repeat for a day."
    )
    notify_operator(context, f"older-copy.{copy.found:%Y%m%dT%H%M%S}", text, Severity.HIGH)


def _is_failing(known: sources.SourceState, now: datetime) -> bool:
    return known.failing_since is not None and failing_for_long(known.failures, now - known.failing_since)


def watch_network(context: Context) -> None:
    """After a round of polls: tell once when our own network seems down, and once when it is back."""
    newest = next(reversed(context.outcomes.values()), None)
    if newest is None:
        return
    before = read(context, state.get, "network")
    was_down = bool(before and before[0]["down"])
    down = context.network_down
    if down == was_down or (was_down and newest.unreachable):  # back only when somebody has answered
        return
    now, tried = context.clock(), len(context.outcomes)
    write(context, state.put, "network", {"down": down}, now)
    if down:
        text = (
            f"no feed could be reached ({tried} tried): this looks like our own network, not like theirs. "
            "Folders are watched all the same; feeds are tried again every 5 minutes."
        )
    else:
        text = "the network is back: feeds answer again."
    notify_operator(context, f"network-{'down' if down else 'up'}.{now:%Y%m%dT%H%M%S}", text)


def watch_baseline(context: Context) -> None:
    """When the first items of new feeds are all read: sum them up once, instead of alerting about yesterday's news."""
    with context.database.writing() as session:
        before = (state.get(session, "baseline") or ({"sources": []}, None))[0]
        told, moved = set(before["sources"]), set(before.get("moved", ()))
        fresh = {s.id for s in sources.all_states(session) if s.baselined and s.id not in told}
        if not fresh or sources.waiting_of_baseline(session):
            return
        stored, matched, newest = state.baseline_totals(session, sorted(fresh), before.get("document", 0))
        after = {"sources": sorted(told | fresh), "moved": sorted(moved - fresh), "document": newest}
        state.put(session, "baseline", after, context.clock())
    items = f"{stored:,} item{'' if stored == 1 else 's'}"
    text = (
        f"{_feeds(len(fresh - moved), len(fresh & moved))} read for the first time: {items} stored, {matched:,} would match. "
        "They are not alerted; what comes from now on is."
    )
    notify_operator(context, f"baseline.{context.clock():%Y%m%dT%H%M%S}", text)


def _feeds(new: int, moved: int) -> str:
    named = [count(new, "new feed")] if new else []
    return " and ".join(named + ([f"{count(moved, 'feed')} at a new address"] if moved else []))


def _at(moment: datetime, context: Context) -> str:
    return f"{moment.astimezone(context.zone):%Y-%m-%d %H:%M %Z}"


# What came too late is summed up when no more of it came for a while, which is the end of a return after days away; and at
# most once a day, because some feeds always bring old items.
LATE_SETTLED, LATE_EVERY, LATE_KEPT = timedelta(minutes=10), timedelta(days=1), timedelta(days=3)
MOST_NAMED = 5


def watch_late(context: Context) -> None:
    """Sum up what matched and was silent only because it was old when it came in: a person who was away has to know."""
    now = context.clock()
    before = read(context, state.get, "late")
    if before and now - before[1] < LATE_EVERY:
        return
    new = (Reason.OLD, before[0]["document"] if before else 0, now - LATE_KEPT)
    last = read(context, deliveries.last_untold, *new)
    if last is None or now - last < LATE_SETTLED:
        return
    late = read(context, deliveries.untold, *new)
    write(context, state.put, "late", {"document": late[0].document}, now)
    notify_operator(context, f"late.{late[0].document}", _late_text(late, context))


def _late_text(late: Sequence[deliveries.Untold], context: Context) -> str:
    grave = {rule.id: rule.definition.severity.rank for rule in context.judge.rules.rules}
    gravest = sorted(late, key=lambda each: -grave.get(each.rule, 0))
    named = "; ".join(f"d{each.development} {each.title} ({each.rule})" for each in gravest[:MOST_NAMED])
    more = f"; and {len(late) - MOST_NAMED} more" if len(late) > MOST_NAMED else ""
    hours = round(context.judge.policy.stale_after / timedelta(hours=1))
    return (
        f"{count(len(late), 'development')} matched and {'was' if len(late) == 1 else 'were'} not alerted, "
        f"because what came in was more than {hours} hours old (we were away, a feed was late, or our clock was wrong): "
        f"{named}{more}. Read on with `northwatch why d{gravest[0].development}`."
    )


# A share that is mounted late, or again, is away for less.
FOLDER_AWAY = timedelta(minutes=5)


def watch_folders(context: Context) -> None:
    """Tell once when a drop folder is away for a while, and once when it is there again: what is put there is read by nobody."""
    now, before = context.clock(), read(context, state.get, "folders")
    known = set(before[0]["away"]) & set(context.sources) if before else set()
    away = {source: why for source, why in read(context, sources.folders_away).items() if source in context.sources}
    gone = {source for source, (_, since) in away.items() if source in known or now - since >= FOLDER_AWAY}
    if gone == known:
        return
    write(context, state.put, "folders", {"away": sorted(gone)}, now)
    for source in sorted(gone - known):
        notify_operator(context, f"folder-away.{source}.{now:%Y%m%dT%H%M%S}", f"{away[source][0]}.", Severity.HIGH)
    for source in sorted(known - gone):
        text = f"the folder of source {source!r} can be looked into again; what was put there meanwhile is read now."
        notify_operator(context, f"folder-back.{source}.{now:%Y%m%dT%H%M%S}", text)


def watch_disk(context: Context) -> None:
    """Tell once when the disk of the database gets full, while that can still be written, and once when there is room again."""
    free, before = context.database.free_bytes(), read(context, state.get, "disk")
    was_low, problem = bool(before and before[0]["low"]), disk_problem(free)
    if free is None or was_low == bool(problem) or (was_low and free < 2 * LOW_DISK):  # room again, and not by a hair
        return
    now = context.clock()
    write(context, state.put, "disk", {"low": bool(problem)}, now)
    text = problem or f"the disk of the database has room again: {free >> 20} MiB are free."
    notify_operator(context, f"disk-{'low' if problem else 'good'}.{now:%Y%m%dT%H%M%S}", text, Severity.HIGH)


# Clocks are corrected by seconds every day; a wrong year is set right by more.
CLOCK_BACK = timedelta(minutes=5)


def beat(context: Context) -> None:
    """Leave a sign of life. When the last one is of the future, the clock was set back: what was due follows it."""
    now = context.clock()
    with context.database.writing() as session:
        before = state.get(session, "tick")
        back = before[1] - now if before else timedelta(0)
        if back > CLOCK_BACK:
            leases.shift_due(session, back)
            leases.take_back_future(session, now)
        state.put(session, "tick", {"owner": context.owner, "folder": context.folder_id}, now)
    if before and back > CLOCK_BACK:
        hours = round(back / timedelta(hours=1), 1)
        text = (
            f"the clock of this machine was set back by {hours:g} hours, from {_at(before[1], context)}: feeds, pages and alerts "
            "that were to wait until then are due so much earlier. What came in meanwhile counts as having come in now."
        )
        notify_operator(context, f"clock-back.{before[1]:%Y%m%dT%H%M%S}", text)
