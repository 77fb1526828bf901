"""One process: an asyncio loop, and a scheduler that only ticks. Due times live in our tables, never in the scheduler.

Each tick claims due rows and starts their jobs; a job that made new work wakes the next tick at once, so a dropped file
passes through all stages within a second or two.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TypeVar, assert_never

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from worker import notices, pipeline
from worker.context import Context
from worker.errors import StoreError
from worker.jobs import Deliver, IngestItem, Job, PollSource
from worker.model import SourceKind
from worker.store import deliveries, documents, leases, sources

T = TypeVar("T")

log = structlog.get_logger("engine")

TICK_S = {"sources": 5, "folders": 1, "items": 1, "deliveries": 1, "heartbeat": 30, "settings": 3}
# A job whose lease is not renewed any more was lost with its process; the row becomes free again.
JOB_LEASE = timedelta(minutes=5)
LEASES = {"sources": JOB_LEASE, "items": JOB_LEASE, "deliveries": pipeline.DELIVERY_LEASE}
RENEW_S = pipeline.DELIVERY_LEASE.total_seconds() / 4  # so that a busy loop may be late by twice as much
FOLDER_PATIENCE_S = 0.25


@dataclass(frozen=True, slots=True)
class Slots:
    """How many jobs of a kind run side by side; of the articles of one host so many at most.

    A host with `Crawl-delay: 30` gives a page in half a minute: two are asked for (`Client`), and two more are ready. A page that
    waits for its turn costs next to nothing, so there are more of them than connections; and files need none.
    """

    sources: int = 32
    items: int = 64
    pages: int = 56
    items_per_host: int = 4
    deliveries: int = 16


@dataclass(slots=True)
class Embedded:
    """The engine of one process. `reload` is called by a tick and may replace parts of the context."""

    context: Context
    drain: timedelta = timedelta(seconds=30)
    slots: Slots = field(default_factory=Slots)
    reload: Callable[[], Awaitable[None]] | None = None
    _running: dict[str, dict[asyncio.Task[None], Job]] = field(default_factory=dict)
    _failing: dict[str, str] = field(default_factory=dict)
    _stopping: bool = False
    _once: bool = False

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is in hand within `drain` and give the rest back."""
        scheduler = self._scheduler()
        scheduler.start()
        async with self._leases_kept():
            try:
                await stop.wait()
            finally:
                self._stopping = True
                scheduler.remove_all_jobs()
                await self._drain()
                scheduler.shutdown(wait=False)

    async def run_once(self) -> None:
        """Poll what is due, read everything that can be read now, deliver everything that is due now."""
        self._once = True
        async with self._leases_kept():
            await self._settle([self.poll_sources, self.ingest_items])
            while (await self.look_into_folders())[1]:
                await asyncio.sleep(FOLDER_PATIENCE_S)
            await self._settle([self.ingest_items])
            await asyncio.to_thread(notices.watch_network, self.context)
            await self.beat()
            await self._settle([self.deliver])

    # --- ticks: claim rows, start their jobs

    async def poll_sources(self) -> int:
        feeds = [s.id for s in self.context.sources.values() if s.kind is SourceKind.FEED]
        claimed = await self._claim("sources", self.slots.sources, sources.claim_due, feeds)
        started = self._start("sources", (PollSource(source) for source in claimed))
        await asyncio.to_thread(notices.watch_network, self.context)
        return started

    async def look_into_folders(self) -> tuple[int, int]:
        """(files taken, files that may still be growing) over all drop folders."""
        folders = [s.id for s in self.context.sources.values() if s.kind is SourceKind.FOLDER]
        looks = [await pipeline.look_into_folder(source, self.context) for source in folders]
        taken = sum(new for new, _ in looks)
        if taken:
            await self.ingest_items()
        return taken, sum(growing for _, growing in looks)

    async def ingest_items(self) -> int:
        fairly = partial(documents.claim_items, per_host=self.slots.items_per_host, pages=self.slots.pages)
        claimed = await self._claim("items", self.slots.items, fairly)
        return self._start("items", (IngestItem(item) for item in claimed))

    async def deliver(self) -> int:
        channels = self.context.open_channels()
        claimed = await self._claim("deliveries", self.slots.deliveries, deliveries.claim, channels)
        return self._start("deliveries", (Deliver(delivery) for delivery in claimed))

    async def beat(self) -> None:
        """Leave a sign of life that `status` and a supervisor can read, and tell what a first reading of feeds gave, what came
        too late to be told, and what is wrong with the disk and the drop folders."""
        await asyncio.to_thread(notices.beat, self.context)
        await asyncio.to_thread(notices.watch_baseline, self.context)
        await asyncio.to_thread(notices.watch_late, self.context)
        await asyncio.to_thread(notices.watch_disk, self.context)
        await asyncio.to_thread(notices.watch_folders, self.context)

    # --- running jobs

    def _start(self, kind: str, jobs: Iterable[Job]) -> int:
        """Start the jobs; returns how many. One whose lease ran out, as in a machine that slept, is running still."""
        running = self._running.setdefault(kind, {})
        under_way = set(running.values())
        started = 0
        for job in jobs:
            if job in under_way:
                continue
            task = asyncio.create_task(self._run(kind, job), name=f"{kind}: {job}")
            running[task] = job
            task.add_done_callback(running.pop)
            started += 1
        return started

    async def renew_leases(self) -> None:
        """Keep what is under way ours: a page may wait longer than a lease for its turn at a slow host, and a mail for the
        server's answer."""
        if self._tasks():
            await asyncio.to_thread(self._renew_now, {kind: list(jobs.values()) for kind, jobs in self._running.items()})

    def _renew_now(self, running: Mapping[str, Sequence[Job]]) -> None:
        context = self.context
        with context.database.writing() as session:
            for kind, jobs in running.items():
                until = context.clock() + LEASES[kind]
                leases.renew(session, kind, [_row_of(job) for job in jobs], owner=context.owner, until=until)

    @asynccontextmanager
    async def _leases_kept(self) -> AsyncIterator[None]:
        """Leases are renewed meanwhile, also while a stop waits for what is in hand."""

        async def keep() -> None:
            while True:
                await asyncio.sleep(RENEW_S)
                await self._guarded("leases", self.renew_leases)

        keeping = asyncio.create_task(keep())
        try:
            yield
        finally:
            keeping.cancel()

    async def _run(self, kind: str, job: Job) -> None:
        """One job to its end. A bug in one job is recorded and costs that job alone."""
        try:
            await pipeline.run_job(job, self.context)
        except StoreError as error:
            log.error("job failed", job=str(job), error=str(error))
            await self._remember_failure(job, error)
        except Exception as error:
            log.exception("job failed", job=str(job))
            await self._remember_failure(job, error)
        if not self._stopping and not self._once:
            await self._guarded(kind, partial(self._wake, kind))

    async def _remember_failure(self, job: Job, error: Exception) -> None:
        """Leave the failure on the job's row; where nothing can be written, the row is free again when its lease ends."""
        with suppress(StoreError):
            await asyncio.to_thread(pipeline.job_failed, job, error, self.context)

    async def _wake(self, kind: str) -> None:
        """After a job: the same stage may have more, and the next one something new."""
        if kind == "sources":
            await self.ingest_items()
        elif kind == "items":
            await self.ingest_items()
            await self.deliver()
        else:
            await self.deliver()

    async def _claim(self, kind: str, slots: int, query: Callable[..., Sequence[T]], *args: object) -> Sequence[T]:
        free = slots - len(self._running.get(kind, ()))
        if free <= 0 or self._stopping:
            return []
        return await asyncio.to_thread(self._claim_now, query, *args, lease=LEASES[kind], limit=free)

    def _claim_now(self, query: Callable[..., Sequence[T]], *args: object, lease: timedelta, limit: int) -> Sequence[T]:
        context = self.context
        with context.database.writing() as session:
            return query(session, *args, owner=context.owner, now=context.clock(), lease=lease, limit=limit)

    # --- the scheduler

    def _scheduler(self) -> AsyncIOScheduler:
        ticks = {
            "sources": self.poll_sources,
            "folders": self.look_into_folders,
            "items": self.ingest_items,
            "deliveries": self.deliver,
            "heartbeat": self.beat,
        } | ({"settings": self.reload} if self.reload else {})
        # A late tick is still a tick: never dropped (the default drops one that is a second late), never doubled.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        # A tick that takes longer than its interval (a large configuration is read) is nothing to warn of.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=defaults)
        for name, tick in ticks.items():
            scheduler.add_job(
                self._guarded, "interval", args=[name, tick], seconds=TICK_S[name], id=name, next_run_time=self.context.clock()
            )
        return scheduler

    async def _guarded(self, name: str, tick: Callable[[], Awaitable[object]]) -> None:
        """A tick that fails is logged; the next one tries again.

        That the database cannot be used (it is locked, the disk is full) is said when it begins, changes and ends: a night
        of it would be a traceback a second.
        """
        try:
            await tick()
        except StoreError as error:
            if self._failing.get(name) != str(error):
                log.error("tick failed", tick=name, error=str(error))
            self._failing[name] = str(error)
        except Exception:
            log.exception("tick failed", tick=name)
        else:
            if self._failing.pop(name, None):
                log.warning("tick works again", tick=name)

    def _tasks(self) -> list[asyncio.Task[None]]:
        return [task for running in self._running.values() for task in running]

    async def _settle(self, ticks: Sequence[Callable[[], Awaitable[int]]]) -> None:
        """Run ticks and their jobs until nothing is due and nothing is running."""
        while True:
            started = sum([await tick() for tick in ticks])
            if tasks := self._tasks():
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            elif not started:
                return

    async def _drain(self) -> None:
        """Wait for the work in hand; what does not finish in time is cancelled and its rows are given back."""
        tasks = self._tasks()
        if tasks:
            log.info("stopping", jobs=len(tasks), drain_s=self.drain.total_seconds())
            _, late = await asyncio.wait(tasks, timeout=self.drain.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await asyncio.to_thread(self._release)

    def _release(self) -> None:
        with self.context.database.writing() as session:
            leases.release(session, self.context.owner)


def _row_of(job: Job) -> int | str:
    """The id of the row that the job works on."""
    match job:
        case PollSource(source):
            return source
        case IngestItem(item):
            return item
        case Deliver(delivery):
            return delivery
        case never:
            assert_never(never)
