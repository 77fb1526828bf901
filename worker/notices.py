"""What the operator is told: our own network, first readings of feeds, signs of life. Each episode once."""

from __future__ import annotations

from worker.context import Context, read, write
from worker.model import Severity
from worker.sources.health import network_down
from worker.store import deliveries, sources, state


def notify_operator(context: Context, topic: str, text: str, severity: Severity = Severity.NORMAL) -> None:
    """Tell the operator once: the same topic (which names its episode) is never told twice."""
    now = context.clock()
    with context.database.writing() as session:
        for channel in context.operator:
            deliveries.add_notice(session, channel, topic, text, severity, now)


def watch_network(context: Context) -> None:
    """After a round of polls: tell once when our own network seems down, and once when it is back."""
    now, outcomes = context.clock(), list(context.outcomes.values())
    if not outcomes:
        return
    before = read(context, state.get, "network")
    was_down = bool(before and before[0]["down"])
    down = network_down(outcomes)
    if down == was_down:
        return
    write(context, state.put, "network", {"down": down}, now)
    if down:
        text = (
            f"no feed could be reached ({len(outcomes)} tried): this looks like our own network, not like theirs. "
            "Folders are watched all the same; feeds are tried again every 5 minutes."
        )
    else:
        text = "the network is back: feeds answer again."
    notify_operator(context, f"network-{'down' if down else 'up'}.{now:%Y%m%dT%H%M%S}", text)


def watch_baseline(context: Context) -> None:
    """When the first items of new feeds are all read: sum them up once, instead of alerting about yesterday's news."""
    with context.database.writing() as session:
        before = state.get(session, "baseline")
        told = set(before[0]["sources"]) if before else set()
        fresh = [s.id for s in sources.all_states(session) if s.baselined and s.id not in told]
        if not fresh or sources.waiting_of_baseline(session):
            return
        stored, matched = state.baseline_totals(session, fresh)
        state.put(session, "baseline", {"sources": sorted(told | set(fresh))}, context.clock())
    text = (
        f"{len(fresh)} new {'feeds' if len(fresh) != 1 else 'feed'} read for the first time: {stored:,} items stored, "
        f"{matched:,} would match. They are not alerted; what comes from now on is."
    )
    notify_operator(context, f"baseline.{context.clock():%Y%m%dT%H%M%S}", text)


def beat(context: Context) -> None:
    """Leave a sign of life."""
    write(context, state.put, "tick", {"owner": context.owner}, context.clock())
