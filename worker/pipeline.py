"""The steps, in order. Read this first: it is the table of contents.

1. poll      a source is asked; new items, its validators and its next date are stored in one transaction
2. ingest    an item's text is fetched and cleaned, then judged: development, rules, alert decisions, in one transaction
3. deliver   an alert is rendered from its frozen documents, sent to one channel, and what became of it is stored

State first, effect second, outcome third. A step is guarded by its row's state and safe to run twice; killed anywhere,
the rows say what is still to do. Deciding happens in `judge` and in the pure modules of the stages; this module glues.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, assert_never

import structlog

from worker.additions import new_lines
from worker.alerts import outbox
from worker.alerts.view import Occasion, Sighting, alert_view, notice_view
from worker.context import Context, Source, read, write
from worker.errors import ExtractError, FetchError, RefusedError, SourceError, StoreError, WorkerKilledError
from worker.extract import blocks, extract_file
from worker.extract.html import extract_fragment, extract_html
from worker.fetch.caching import Validators, freshness
from worker.fetch.client import Limits
from worker.jobs import Deliver, IngestItem, Job, PollSource
from worker.model import (
    AlertView,
    DeliveryId,
    Document,
    DocumentId,
    Extract,
    Item,
    ItemId,
    Outcome,
    Reading,
    Verdict,
)
from worker.notices import alert_not_sent, channels_left, notify_operator, source_answered, source_failed
from worker.sources import schedule
from worker.sources.feed import parse_feed
from worker.sources.folder import DropFolder, Found, bytes_of_item, item_for
from worker.sources.health import PollOutcome, rekeyed
from worker.store import blocks as site_blocks
from worker.store import deliveries, documents, judging, revising, sources
from worker.store.dialect import one_judge_at_a_time
from worker.tokens import well_formed

log = structlog.get_logger("pipeline")

FEED_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
NETWORK_RETRY = timedelta(minutes=5)
STORE_RETRY = timedelta(minutes=1)
# A page that cannot be had is tried again twice; then the feed's own words have to do, because an alert cannot wait.
PAGE_RETRIES = (timedelta(minutes=1), timedelta(minutes=5))
# Fewer characters of its own than these and the feed says hardly more than the title: a page without text is tried again.
ENOUGH_TEXT = 200
# How the extract of a page begins that shows the beginning of an article and sells the rest, and how it names that part.
PAYWALL, TEASER = "behind a paywall", "teaser"
# A thousand pages of a book. Rules and grouping read in this process: 3 million characters cost them two seconds and some
# 160 MB (measured: 19 million cost 12 s and 1 GB), more would hold up everybody else.
LONGEST_TEXT = 3_000_000
# Each document may cost a worker process its life this often.
MOST_KILLS = 2
ITEM_RETRIES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
# Longer than a send may take (20 s) three times over, so that a live sender is never taken for a dead one.
DELIVERY_LEASE = timedelta(seconds=60)


async def run_job(job: Job, context: Context) -> None:
    """Do one job to its end. A job whose row is gone or done already does nothing."""
    match job:
        case PollSource(source):
            await poll(source, context)
        case IngestItem(item):
            await ingest(item, context)
        case Deliver(delivery):
            await deliver(delivery, context)
        case never:
            assert_never(never)


def job_failed(job: Job, error: Exception, context: Context) -> None:
    """A bug ended a job: remember it on the job's row with a date, so that nothing is lost and nothing spins.

    A database that cannot be used for a while says nothing about an item or a source: it counts against neither.
    """
    text, now = f"internal error: {type(error).__name__}: {error}", context.clock()
    match job:
        case PollSource(source) if isinstance(error, StoreError):
            write(context, sources.record_failure, source, str(error), next_due=now + STORE_RETRY, now=now, counted=False)
        case IngestItem(item) if isinstance(error, StoreError):
            write(context, documents.put_back, item, str(error), now + STORE_RETRY)
        case PollSource(source):
            write(context, sources.record_failure, source, text, next_due=now + timedelta(hours=1), now=now)
        case IngestItem(item):
            _ingest_failed(item, text, context)
        case Deliver(delivery):  # the message may have been on its way
            if facts := read(context, deliveries.facts, delivery):
                _record(facts.delivery, Outcome(Verdict.UNCERTAIN, text), context)
        case never:
            assert_never(never)


def _ingest_failed(item: ItemId, text: str, context: Context) -> None:
    stored = read(context, documents.get_item, item)
    tries = stored.attempts if stored else 0
    if tries > len(ITEM_RETRIES):
        write(context, documents.refuse, item, f"given up after {tries} tries: {text}")
    else:
        write(context, documents.postpone, item, text, context.clock() + ITEM_RETRIES[max(tries, 1) - 1])


# ------------------------------------------------------------------ 1. poll


async def poll(source_id: str, context: Context) -> None:
    """Ask a feed; store what is new, or why there is nothing."""
    source = context.sources.get(source_id)
    known = await asyncio.to_thread(read, context, sources.get, source_id)
    if source is None or known is None:
        return
    try:
        result = await _ask(source, known, context)
    except (SourceError, RefusedError, WorkerKilledError) as error:
        await _poll_failed(source, known, error, context)
        return
    now = context.clock()
    new, suspect = await asyncio.to_thread(write, context, sources.record_success, source_id, result, now, rekeyed)
    if suspect:
        text = f"source {source_id}: {len(new)} of {len(result.items)} items came back under new identities; stored, not alerted."
        await asyncio.to_thread(notify_operator, context, f"rekeyed.{source_id}.{now:%Y%m%dT%H}", text)
    await asyncio.to_thread(source_answered, context, known)
    context.remember(PollOutcome(source_id, source.host, ok=True))
    log.info("source polled", source=source_id, items=len(result.items), new=len(new), baseline=not known.baselined)


async def _ask(source: Source, known: sources.SourceState, context: Context) -> sources.PollResult:
    validators = Validators(known.etag, known.last_modified, known.validators_url)
    limits = Limits(context.sizes.feed_bytes, context.sizes.fetch_s)
    response = await context.fetcher.get(source.address, limits=limits, accept=FEED_ACCEPT, validators=validators)
    now = context.clock()
    fresh = freshness(response.headers, now)
    digest = hashlib.sha256(response.body).hexdigest() if response.status == 200 else known.body_sha256
    if digest == known.body_sha256:
        return _polled(response.validators, digest, (), _next_poll(source, now, fresh=fresh))
    feed = await context.pool.run(parse_feed, source.id, response.body, response.url, response.content_type, now)
    due = _next_poll(source, now, fresh=fresh, hint=_seconds(feed.interval_hint_s))
    if not feed.complete:  # with its validators kept, the rest of a cut-off feed would never be seen
        return _polled(Validators(), "", feed.items, due)
    return _polled(response.validators, digest, feed.items, due)


def _polled(validators: Validators, digest: str, items: Sequence[Item], due: datetime) -> sources.PollResult:
    return sources.PollResult(items, due, validators.etag, validators.last_modified, validators.url, digest)


async def _poll_failed(source: Source, known: sources.SourceState, error: Exception, context: Context) -> None:
    now = context.clock()
    unreachable = isinstance(error, FetchError) and error.unreachable
    context.remember(PollOutcome(source.id, source.host, ok=False, unreachable=unreachable, error=str(error)))
    ours = unreachable and context.network_in_doubt
    gone = isinstance(error, FetchError) and error.status == 410
    wait = _seconds(error.retry_after_s) if isinstance(error, FetchError) else None
    due = now + NETWORK_RETRY if ours else _next_poll(source, now, failures=known.failures + 1, retry_after=wait)
    await asyncio.to_thread(
        write, context, sources.record_failure, source.id, str(error), next_due=due, now=now, counted=not ours, gone=gone
    )
    if not ours:
        await asyncio.to_thread(source_failed, context, source.id)
    if str(error) != known.error and not ours:  # logged when it starts or changes, not at every poll
        log.warning("source failed", source=source.id, error=str(error), next_due=due.isoformat())


def _next_poll(
    source: Source,
    now: datetime,
    *,
    failures: int = 0,
    retry_after: timedelta | None = None,
    fresh: timedelta | None = None,
    hint: timedelta | None = None,
) -> datetime:
    return schedule.next_due(
        now,
        interval=source.interval,
        floor=source.shortest_interval,
        failures=failures,
        retry_after=retry_after,
        freshness=fresh,
        interval_hint=hint,
        jitter=schedule.slot(source.id),
    )


# ------------------------------------------------------------------ 1. poll: drop folders


async def look_into_folder(source_id: str, context: Context) -> tuple[int, int]:
    """Take the files that are complete; returns how many are new, and how many may still be growing.

    Cheap when nothing changed: no row is written.
    """
    return await asyncio.to_thread(_look, context.sources[source_id], context)


def _look(source: Source, context: Context) -> tuple[int, int]:
    watcher = context.folders.get(source.id)
    if watcher is None or str(watcher.folder) != source.address:
        watcher = DropFolder(source.id, Path(source.address), limit_bytes=context.sizes.file_bytes, clock=context.clock)
        context.folders[source.id] = watcher
    known, noted = read(context, sources.known_files, source.id), read(context, sources.file_notes, source.id)
    try:
        scan = watcher.scan(known)
    except SourceError as error:
        _note_files(source, noted, {"": str(error)}, context)
        return 0, 0
    taken, reasons = 0, {well_formed(skipped.name): skipped.reason for skipped in scan.skipped}
    for found in scan.found:
        try:
            taken += _take_file(watcher, found, source, context)
        except (SourceError, RefusedError) as error:
            reasons[found.name] = str(error)
    over = noted.keys() - reasons.keys() - {found.name for found in scan.found}  # removed, mended, or growing again
    _note_files(source, noted, reasons | dict.fromkeys(over, ""), context)
    return taken, len(scan.waiting)


def _take_file(watcher: DropFolder, found: Found, source: Source, context: Context) -> int:
    """Store a complete file as an item and remember the file, in one transaction; SourceError or RefusedError when unread."""
    item = item_for(source.id, found, watcher.read(found))
    now = context.clock()
    with context.database.writing() as session:
        new = sources.add_items(session, [item], now, baseline=False)
        sources.record_file(session, source.id, found.name, found.size, found.mtime_ns, now)
    return len(new)


def _note_files(source: Source, noted: Mapping[str, str], reasons: Mapping[str, str], context: Context) -> None:
    """Remember and log why files are not taken, where that begins or changes; "" ends it (name "": the folder itself)."""
    for name, reason in reasons.items():
        if reason == noted.get(name, ""):
            continue
        if reason:
            log.warning("file not taken", source=source.id, file=name or None, reason=reason)
        # No file has this size, so the file is looked at again each time.
        write(context, sources.record_file, source.id, name, -1, 0, context.clock(), reason)


# ------------------------------------------------------------------ 2. ingest


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of an item, where it came from ("page", "feed", "file"), and why not from the page, if so."""

    extract: Extract
    origin: str
    note: str = ""


async def ingest(item_id: ItemId, context: Context) -> None:
    """Read an item and judge it; or say why not, with a date for the next try."""
    stored = await asyncio.to_thread(read, context, documents.get_item, item_id)
    if stored is None or stored.stage != "waiting":
        return
    try:
        text = await _text_of(stored, context)
    except RefusedError as error:
        await _give_up(stored, str(error), context)
    except (ExtractError, SourceError) as error:
        await _try_later(stored, error, context)
    else:
        await _judge(stored, text, context)


async def _text_of(stored: documents.StoredItem, context: Context) -> _Text:
    if stored.item.path is not None:
        return await _text_of_file(stored, context)
    source = context.sources.get(stored.item.source)
    if stored.item.url is None or stored.baseline or source is None or not source.fetch_pages:
        return await _text_of_feed(stored, context, "")
    try:
        text = await _text_of_page(stored.item.url, context)
    except (FetchError, WorkerKilledError) as error:
        tries = MOST_KILLS if isinstance(error, WorkerKilledError) else len(PAGE_RETRIES) + 1
        if stored.attempts < tries and getattr(error, "transient", True):
            raise
        return await _text_of_feed(stored, context, f"the page could not be read: {error}")
    except RefusedError as error:
        return await _text_of_feed(stored, context, str(error))
    return text if not text.extract.error else await _instead_of_page(stored, text.extract, context)


async def _instead_of_page(stored: documents.StoredItem, page: Extract, context: Context) -> _Text:
    """The feed's own words, or the visible beginning of an article that is sold; ExtractError: the page is tried again.

    A page without text may have one in some minutes; a feed that says enough does not wait for it.
    """
    own = await _extract_of_feed(stored, context)
    visible = _visible_part(page)
    if visible is not None:
        return _Text(visible, "page", page.error) if len(own.text) < len(visible.text) else _Text(own, "feed", page.error)
    if len(own.text) < ENOUGH_TEXT and stored.attempts <= len(PAGE_RETRIES):
        raise ExtractError(page.error)
    return _from_feed(own, page.error)


def _visible_part(page: Extract) -> Extract | None:
    """What a paywall lets everybody read, as the text of the page; None when there is none, or no paywall."""
    shown = "\n".join(removed.text for removed in page.removed if removed.reason == TEASER)
    if not page.error.startswith(PAYWALL) or not shown:
        return None
    others = tuple(removed for removed in page.removed if removed.reason != TEASER)
    return replace(page, text=shown, removed=others, boxed=(), error="")


async def _text_of_file(stored: documents.StoredItem, context: Context) -> _Text:
    path = Path(stored.item.path or "")
    data = await asyncio.to_thread(bytes_of_item, path, stored.item.keys, context.sizes.file_bytes)
    extract = await context.pool.run(extract_file, path.name, data)
    extract = _bounded(extract)
    if extract.error:
        raise RefusedError(f"{path.name}: {extract.error}")
    return _Text(extract, "file")


async def _text_of_page(url: str, context: Context) -> _Text:
    response = await context.fetcher.page(url, limits=Limits(context.sizes.page_bytes, context.sizes.fetch_s))
    extract = await context.pool.run(extract_html, response.body, response.url, response.charset, context.clock())
    return _Text(_bounded(extract), "page")


def _bounded(extract: Extract) -> Extract:
    """The extract, or one that says that its text is too long."""
    if len(extract.text) <= LONGEST_TEXT:
        return extract
    reason = f"a text of {len(extract.text):,} characters, more than {LONGEST_TEXT:,}: split it into several documents"
    return replace(extract, text="", error=reason)


async def _text_of_feed(stored: documents.StoredItem, context: Context, note: str) -> _Text:
    return _from_feed(await _extract_of_feed(stored, context), note)


def _from_feed(extract: Extract, note: str) -> _Text:
    """The feed's own summary or full text; the title alone is little, but better than nothing."""
    if not extract.text and not extract.title:
        raise RefusedError(note or "the entry has neither a title nor a text")
    return _Text(extract, "feed", note)


async def _extract_of_feed(stored: documents.StoredItem, context: Context) -> Extract:
    item = stored.item
    if not item.content:
        return Extract(title=item.title, language=item.language)
    content = item.content if item.content_type == "html" else html.escape(item.content)
    return await context.pool.run(extract_fragment, content, item.url, item.title, item.language)


async def _try_later(stored: documents.StoredItem, error: Exception, context: Context) -> None:
    killed = isinstance(error, WorkerKilledError)
    steps = PAGE_RETRIES if stored.item.path is None else ITEM_RETRIES
    if stored.attempts > len(steps) or (killed and stored.attempts >= MOST_KILLS):
        await _give_up(stored, f"given up after {stored.attempts} tries: {error}", context)
        return
    due = context.clock() + steps[min(stored.attempts, len(steps)) - 1]
    await asyncio.to_thread(write, context, documents.postpone, stored.id, str(error), due)
    log.warning("item postponed", item=stored.id, source=stored.item.source, error=str(error), next_attempt=due.isoformat())


async def _give_up(stored: documents.StoredItem, reason: str, context: Context) -> None:
    await asyncio.to_thread(write, context, documents.refuse, stored.id, reason)
    log.warning("item refused", item=stored.id, source=stored.item.source, reason=reason)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text as it would be judged, with what was known of its site's lines: digest -> developments they stood in."""

    known: Mapping[int, int]
    extract: Extract
    reading: Reading


async def _judge(stored: documents.StoredItem, text: _Text, context: Context) -> None:
    site = blocks.site_of(stored.item.url, text.origin)
    lines = blocks.digests(text.extract) if site else ()
    known = await asyncio.to_thread(read, context, site_blocks.known, site, lines)
    draft = await asyncio.to_thread(_draft, stored, text.extract, known, context)
    judged = await asyncio.to_thread(write, context, _judge_and_learn, stored, text, site, lines, draft, context)
    if judged is not None:
        rules = ",".join(match.rule for match in judged.matches)
        log.info(
            "item ingested",
            item=stored.id,
            development=judged.development,
            kind=judged.assignment.kind.value,
            score=round(judged.assignment.evidence.score, 2),
            rules=rules or None,
        )


def _draft(stored: documents.StoredItem, extract: Extract, known: Mapping[int, int], context: Context) -> _Draft:
    """The text without known blocks of its site, read. Grouping looks at what no other document of the site had."""
    source = context.sources.get(stored.item.source)
    extract = blocks.clean(extract, known)
    document = document_of(stored, extract, source.language if source else None)
    reading = context.judge.read(document)
    own = blocks.own_text(extract, known)
    if own != extract.text:
        reading = replace(reading, features=context.judge.read(replace(document, text=own)).features)
    return _Draft(known, extract, reading)


def _judge_and_learn(
    session: Any, stored: documents.StoredItem, text: _Text, site: str, lines: Sequence[int], draft: _Draft, context: Context
) -> judging.Judged | None:
    """One transaction: the judgement, what the document teaches of its site, and the documents that this cleans."""
    now, judge = context.clock(), context.judge
    one_judge_at_a_time(session)
    known = site_blocks.known(session, site, lines)
    if known != draft.known:  # another document of the site came first
        draft = _draft(stored, text.extract, known, context)
    judged = judging.judge_document(
        session, judge, draft.reading, item=stored.id, extract=draft.extract, text_from=text.origin, note=text.note, now=now
    )
    if judged is not None and site:
        concerned = site_blocks.learn(session, blocks, site, text.extract, judged.document, judged.development, now)
        revised = revising.revise(session, judge, blocks, site, concerned, now)
        if revised:
            log.info("blocks of a site recognised", site=site, documents=",".join(map(str, revised)))
    return judged


# A clock or a zone may be wrong by as much.
AHEAD = timedelta(days=1)


def document_of(stored: documents.StoredItem, extract: Extract, language: str | None) -> Document:
    """The document of an item: the feed's title and date count before the page's, the page's language before the source's."""
    item = stored.item
    published, origin = (item.published, "feed") if item.published else (extract.published, extract.published_origin)
    if item.path and published and published - stored.first_seen > AHEAD:
        published = None  # a file that speaks of a day to come was not published on it
    return Document(
        id=DocumentId(0),
        source=item.source,
        url=item.url,
        title=item.title or extract.title,
        text=extract.text,
        caption=extract.caption,
        language=extract.language or item.language or language,
        published=published,
        published_origin=origin if published else "",
        first_seen=stored.first_seen,
        from_folder=item.path is not None,
        baseline=stored.baseline,
    )


# ------------------------------------------------------------------ 3. deliver


async def deliver(delivery_id: DeliveryId, context: Context) -> None:
    """Send one claimed alert and record what became of it; one whose channel is configured no more goes on waiting."""
    facts = await asyncio.to_thread(read, context, deliveries.facts, delivery_id)
    if facts is None:
        return
    channel = context.channels.get(facts.delivery.channel)
    if channel is None:  # the configuration changed between the claim and now
        await asyncio.to_thread(write, context, deliveries.give_back, delivery_id, context.owner)
        await asyncio.to_thread(channels_left, context)
        return
    message = await asyncio.to_thread(channel.render, view_of(facts, context), context.zone)
    message = replace(
        message,
        idempotency_key=facts.delivery.key,
        thread=f"{facts.opened_at:%Y%m%dT%H%M%S%f}.{facts.delivery.development or 'operator'}",
        possible_repeat=facts.delivery.in_doubt > 0 or _may_have_been_told(facts, context),
    )
    if facts.delivery.kind != "notice":
        await asyncio.to_thread(context.about_to_send, facts.delivery.key, facts.delivery.attempts, context.clock())
    outcome = await channel.send(message)
    await asyncio.to_thread(_record, facts.delivery, outcome, context)


def _may_have_been_told(facts: deliveries.AlertFacts, context: Context) -> bool:
    fresh = [stored.document.published for stored in facts.documents if stored.document.id not in facts.told]
    return outbox.may_have_been_told(context.older_copy, facts.delivery.created_at, fresh)


def _record(delivery: deliveries.StoredDelivery, outcome: Outcome, context: Context) -> None:
    """Store what became of an attempt, and what follows from it; tell the operator when a person has to act.

    Nothing is read before: what lies between the receiver's acceptance and this commit is what a crash repeats.
    """
    now = context.clock()
    following = outbox.after(outcome, delivery.attempts, now, context.random(), delivery.created_at)
    with context.database.writing() as session:
        mine = deliveries.finish(
            session,
            delivery.id,
            owner=context.owner,
            outcome=outcome,
            state=following.state,
            next_attempt_at=following.at,
            now=now,
        )
    context.rests.pop(delivery.channel, None)
    if rest := outbox.rest_after(outcome, now):
        context.rests[delivery.channel] = rest
    sent = following.state == "sent"
    if sent:  # in a transaction of its own, which a crash may cost: then the others go out at their time
        write(context, deliveries.hasten, delivery.channel, now)
    if not sent and delivery.kind != "notice":
        alert_not_sent(context, delivery, outcome, following.state)
    log.info(
        "alert sent" if sent else "alert not sent",
        delivery=delivery.id,
        channel=delivery.channel,
        verdict=outcome.verdict.value,
        state=following.state if mine else "lease lost",
        reason=outcome.reason or None,
    )


def view_of(facts: deliveries.AlertFacts, context: Context) -> AlertView:
    """What an alert says, from its frozen documents."""
    delivery = facts.delivery
    if delivery.development is None:
        return notice_view(delivery.text, delivery.severity, delivery.created_at)
    sightings = [
        Sighting(
            document=stored.document,
            kind=stored.kind,
            origin=stored.origin,
            matches=tuple(match for document, match in facts.matches if document == stored.document.id),
            told=stored.document.id in facts.told,
            new_facts=tuple(stored.evidence.new_facts),
        )
        for stored in facts.documents
    ]
    occasion = Occasion(
        kind=delivery.kind,
        sequence=delivery.sequence,
        rule=delivery.rule,
        severity=delivery.severity,
        development=f"d{delivery.development}",
        first_seen=facts.opened_at,
        last_alert=facts.last_alert,
        tlp=context.tlp,
        continues=facts.continues,
    )
    return alert_view(occasion, sightings, context.publishers, new_lines(sightings, context.publishers, context.judge))


def _seconds(value: float | None) -> timedelta | None:
    return timedelta(seconds=value) if value is not None else None
