"""Composition root of the daemon: the parts of a running installation, taken up again after a death, changed while running."""

from __future__ import annotations

import asyncio
import os
import random
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import structlog

from worker.alerts.outbox import OlderCopy
from worker.alerts.view import Publisher
from worker.app import close_channel, dictionary, judge_of, nothing_kept, open_channels, open_database
from worker.cleaning import client_of, pool_of
from worker.clock import Clock, system_clock
from worker.context import SHORTEST_INTERVAL, Channel, Context, Sizes, Source
from worker.engine.embedded import Embedded
from worker.engine.last_sent import Handed, LastSent
from worker.engine.lock import FolderLock
from worker.engine.pool import WorkerPool
from worker.errors import ConfigError, StoreError
from worker.fetch.client import Client
from worker.guard import Network
from worker.guard import Policy as GuardPolicy
from worker.inquiry import ALIVE_WITHIN
from worker.learning import BEHIND_THE_START, Learner
from worker.model import Severity
from worker.notices import channels_left, notify_operator, older_copy_found
from worker.settings.kept import Kept
from worker.settings.load import fingerprint, read_folder
from worker.settings.values import Settings, SourceSettings
from worker.store import deliveries, leases, sources, state
from worker.store.database import Database

log = structlog.get_logger("daemon")


@dataclass(slots=True)
class Daemon:
    """A running installation. `write` prints an alert of the console channel; `once` polls, works and delivers once."""

    settings: Settings
    write: Callable[[str], None]
    once: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    clock: Clock = system_clock
    kept: Kept = field(default_factory=nothing_kept)
    learn_after: timedelta = BEHIND_THE_START
    _fingerprint: str = ""
    _learner: Learner = field(init=False)
    _learning: asyncio.Task[bool] | None = None
    _clients: list[Client] = field(default_factory=list)  # the latest is in use; before it, those whose transfers may go on

    def __post_init__(self) -> None:
        self._learner = Learner(lambda: dictionary(self.settings.data_folder), self.clock, self.learn_after)

    async def run(self, stop: asyncio.Event) -> dict[str, int]:
        """Work until `stop`, or once; returns the numbers of the summary. StoreError when another one is running here."""
        self._fingerprint = self.settings.fingerprint
        self._learner.rules_taken(self.settings)
        channels = open_channels(self.settings, self.write)  # first: an address that cannot be used must leave no trace
        lock = FolderLock(self.settings.data_folder)
        lock.acquire()
        database, pool = open_database(self.settings.database), pool_of(self.settings)
        self._clients = [client_of(self.settings)]
        try:
            context = self._context(database, pool, self._clients[-1], channels, lock.folder_id)
            summary = await self._work(context, stop)
            for channel in context.channels.values():
                close_channel(channel)
            return summary
        finally:
            self._learner.stop()
            for client in self._clients:
                await client.close()
            pool.close()
            database.close()
            lock.release()

    async def _work(self, context: Context, stop: asyncio.Event) -> dict[str, int]:
        engine = Embedded(
            context, timedelta(seconds=self.settings.drain_s), reload=None if self.once else lambda: self._reload(context)
        )
        before = await asyncio.to_thread(self._start, context)
        if self.once:
            await engine.run_once()
        else:
            await engine.run(stop)
        await asyncio.to_thread(self._end, context)
        return await asyncio.to_thread(_summary, context, before)

    def _start(self, context: Context) -> dict[str, int]:
        """We hold the lock, so whatever was in hand belongs to a dead process: take it up again."""
        with context.database.writing() as session:
            tick, now = state.get(session, "tick"), context.clock()
            _refuse_a_second(tick, context)
            context.older_copy, found = _older_copy(session, tick, LastSent(self.settings.data_folder).read(), now)
            latest = max(now, tick[1]) if tick else now  # a clock that was set back is for the first heartbeat to see
            state.put(session, "tick", {"owner": context.owner, "folder": context.folder_id}, latest)
            leases.free_all(session)
            interrupted = deliveries.free_interrupted(session)
            for channel in context.channels:  # whoever starts the program anew has often mended what was wrong
                deliveries.hasten(session, channel, context.clock(), timedelta(0))
        if interrupted:
            log.warning("deliveries were interrupted", number=interrupted, next="sent again with the same key")
        self._sync(context)
        if found and context.older_copy:
            log.warning("the database is an older copy", ends=context.older_copy.ends.isoformat())
            older_copy_found(context, context.older_copy)
        return _totals(context)

    def _sync(self, context: Context) -> None:
        addresses = {source.id: source.address for source in context.sources.values()}
        setup = {"sources": sorted(addresses), "channels": list(context.channels)}
        with context.database.writing() as session:
            sources.sync(session, addresses, context.clock())
            state.put(session, "setup", setup, context.clock())
            state.put(session, "config", {"error": ""}, context.clock())
        channels_left(context)

    def _end(self, context: Context) -> None:
        """Leave the database to whoever comes next, from whatever data folder."""
        with context.database.writing() as session:
            state.put(session, "tick", {"owner": "", "folder": ""}, context.clock())

    def _context(
        self, database: Database, pool: WorkerPool, client: Client, channels: dict[str, Channel], folder_id: str
    ) -> Context:
        settings = self.settings
        return Context(
            database=database,
            fetcher=client,
            pool=pool,
            judge=judge_of(settings, wait=not self.once),
            clock=self.clock,
            random=random.random,
            owner=f"{socket.gethostname()}:{os.getpid()}",
            sources=sources_of(settings),
            channels=channels,
            operator=settings.operator,
            zone=settings.time_zone,
            sizes=_sizes(settings),
            tlp=settings.tlp,
            folder_id=folder_id,
            about_to_send=LastSent(settings.data_folder).write,
        )

    def _open_channels(self, settings: Settings, opened: Mapping[str, Channel]) -> dict[str, Channel]:
        if settings.networks != self.settings.networks:  # a channel that was refused for its network may be let out now
            return open_channels(settings, self.write)
        kept = {c.id: opened[c.id] for c in self.settings.channels if c in settings.channels and c.id in opened}
        return open_channels(settings, self.write, kept)

    # --- changed configuration

    async def _reload(self, context: Context) -> None:
        """Take up a changed configuration; a broken one is refused whole, and the last good one stays in use."""
        now = await asyncio.to_thread(fingerprint, self.settings.folder)
        if now == self._fingerprint:
            if not self._learned():
                return
            self.kept.forget()
        self._fingerprint = now
        try:
            settings = await asyncio.to_thread(read_folder, self.settings.folder, self.environment, self.kept)
            channels = await asyncio.to_thread(self._open_channels, settings, context.channels)
        except ConfigError as error:
            await asyncio.to_thread(self._refuse_config, context, error)
            return
        await asyncio.to_thread(self._take_config, context, settings, channels)

    def _learned(self) -> bool:
        """Whether a look-up of word forms, which goes on beside the ticks, has found something since the last one."""
        if self._learning is None:
            self._learning = asyncio.create_task(self._learner.learn())
        if not self._learning.done():
            return False
        done, self._learning = self._learning, None
        return done.result()

    def _refuse_config(self, context: Context, error: ConfigError) -> None:
        with context.database.writing() as session:
            state.put(session, "config", {"error": str(error)}, context.clock())
        first, more = error.problems[0], len(error.problems) - 1
        text = f"the changed configuration has errors and is not used: {first.file}:{first.line}:{first.column}: {first.message}"
        text += f" (and {more} more)" if more else ""
        notify_operator(context, f"config-bad.{self._fingerprint}", f"{text}. Run `northwatch check`.", Severity.HIGH)

    def _take_config(self, context: Context, settings: Settings, channels: dict[str, Channel]) -> None:
        old = [channel for name, channel in context.channels.items() if channels.get(name) is not channel]
        opened = [name for name, channel in channels.items() if context.channels.get(name) is not channel]
        context.judge, context.sources = judge_of(settings), sources_of(settings)
        context.channels, context.operator = channels, settings.operator
        context.zone, context.tlp, context.sizes = settings.time_zone, settings.tlp, _sizes(settings)
        context.folders = {}  # with the limit of a file in them
        before, self.settings = self.settings, settings
        let_out = _outbound(before) != _outbound(settings)
        if let_out:
            self._clients.append(client_of(settings))
            context.fetcher = self._clients[-1]
        self._learner.rules_taken(settings)
        with context.database.reading() as session:
            broken = state.get(session, "config")
        self._sync(context)
        with context.database.writing() as session:
            for name in opened:
                context.rests.pop(name, None)
                deliveries.hasten(session, name, context.clock(), timedelta(0))
            if let_out:
                sources.hasten(session, context.clock())
        self._tell_what_waits(context, before)
        if broken and broken[0].get("error"):
            notify_operator(context, f"config-good.{self._fingerprint}", "the configuration is in order again.")
        log.info("configuration taken up", rules=len(settings.rules), sources=len(context.sources))
        for channel in old:
            close_channel(channel)

    def _tell_what_waits(self, context: Context, before: Settings) -> None:
        """Name the changed settings that only a new start takes up; they were silently the old ones otherwise."""
        changed = [name for name, value in _of_the_start(before).items() if _of_the_start(self.settings)[name] != value]
        if changed:
            text = f"northwatch.yaml: {', '.join(changed)} changed; the old value stays in use until northwatch is started again."
            notify_operator(context, f"config-restart.{self._fingerprint}", text)


def _outbound(settings: Settings) -> tuple[object, ...]:
    """What the HTTP client is made of."""
    limits = settings.limits
    return settings.networks, settings.contact, limits.per_host, limits.host_spacing_s, limits.connections


def _of_the_start(settings: Settings) -> dict[str, object]:
    """The settings that are looked at once, by their names in northwatch.yaml."""
    limits = settings.limits
    return {
        "database": settings.database,
        "data_folder": settings.data_folder,
        "drain": settings.drain_s,
        "limits.document_time": limits.document_s,
        "limits.worker_memory_mib": limits.worker_memory_bytes,
        "limits.workers": limits.workers,
    }


def _sizes(settings: Settings) -> Sizes:
    limits = settings.limits
    return Sizes(limits.feed_bytes, limits.page_bytes, limits.file_bytes, limits.fetch_s)


def _older_copy(
    session: Any, tick: tuple[dict[str, str], datetime] | None, handed: Handed | None, now: datetime
) -> tuple[OlderCopy | None, bool]:
    """The older copy that the database is, or was found to be at an earlier start, and whether it was found just now.

    A new, empty database is none: who makes one wants to begin anew.
    """
    if tick is None or handed is None or tick[1] >= handed.at or deliveries.has_tried(session, handed.key, handed.attempt):
        known = state.get(session, "older copy")
        return (OlderCopy(**{name: datetime.fromisoformat(at) for name, at in known[0].items()}) if known else None), False
    found = OlderCopy(ends=tick[1], last_alert=handed.at, found=now)
    state.put(session, "older copy", {name: at.isoformat() for name, at in asdict(found).items()}, now)
    deliveries.doubt_pending(session)
    return found, True


def _refuse_a_second(tick: tuple[dict[str, str], datetime] | None, context: Context) -> None:
    """StoreError when another data folder's program gave a sign of life just now: two on one database send everything twice."""
    if tick is None or tick[0].get("folder", "") in ("", context.folder_id):
        return
    age = abs(context.clock() - tick[1])
    if age <= ALIVE_WITHIN:
        raise StoreError(
            f"the database is in use by another northwatch ({tick[0]['owner']}, with another data folder), which gave a sign of "
            f"life {age.total_seconds():.0f} s ago; stop that one, or give this one another `database` in northwatch.yaml. If it "
            f"died without a word, wait {ALIVE_WITHIN.total_seconds():.0f} s and start again"
        )


# ------------------------------------------------------------------ settings -> parts


def sources_of(settings: Settings) -> dict[str, Source]:
    """The enabled sources as the pipeline needs them."""
    own = GuardPolicy.opening(settings.networks).networks
    return {source.id: _source(source, own) for source in settings.sources if source.enabled}


def _source(source: SourceSettings, own_networks: Sequence[Network]) -> Source:
    return Source(
        id=source.id,
        kind=source.kind,
        address=source.url or str(source.path),
        interval=source.interval,
        language=source.language,
        fetch_pages=source.fetch == "page",
        shortest_interval=timedelta(seconds=1) if _is_own(source.url, own_networks) else SHORTEST_INTERVAL,
        publisher=Publisher(source.name + (" (state media)" if source.state_media else ""), source.reliability),
    )


def _is_own(url: str | None, networks: Sequence[Network]) -> bool:
    """Whether an address lies in a network that the operator opened by hand: then it may be asked as often as he likes."""
    try:
        address = ip_address(urlsplit(url or "").hostname or "")
    except ValueError:
        return False
    return any(address in network for network in networks)


# ------------------------------------------------------------------ numbers of a run


def _totals(context: Context) -> dict[str, int]:
    with context.database.reading() as session:
        return {**state.totals(session), **deliveries.totals(session)}


def _summary(context: Context, before: Mapping[str, int]) -> dict[str, int]:
    """Numbers of this run: new documents, developments and alerts, what is waiting, and what was tried in vain.

    What an earlier run gave up was told then; in a run of its own each, it would never be good again.
    """
    after = _totals(context)
    failed = sum(not outcome.ok for outcome in context.outcomes.values())
    grown = {name: after[name] - before[name] for name in ("documents", "developments", "alerts")}
    in_vain = after["undelivered"] + after["dead"] - before["dead"]
    return {"polled": len(context.outcomes), "failed": failed, **grown, "waiting": after["waiting"], "undelivered": in_vain}
