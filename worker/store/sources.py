"""State of the sources, and the items that they gave us."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from worker.model import Item, ItemId
from worker.store import state
from worker.store.dialect import MOST_KEYS, insert_into
from worker.store.leases import claim
from worker.store.schema import FileRow, ItemKeyRow, ItemRow, SourceRow


@dataclass(frozen=True, slots=True)
class SourceState:
    """What we remember of a source between two polls. `baselined`: its first items were taken as the baseline."""

    id: str
    next_due: datetime
    etag: str = ""
    last_modified: str = ""
    validators_url: str = ""
    body_sha256: str = ""
    baselined: bool = False
    gone: bool = False
    failures: int = 0
    failing_since: datetime | None = None
    error: str = ""
    last_success: datetime | None = None


@dataclass(frozen=True, slots=True)
class PollResult:
    """What a successful poll leaves behind. `items` empty with the old `body_sha256`: nothing changed."""

    items: Sequence[Item]
    next_due: datetime
    etag: str = ""
    last_modified: str = ""
    validators_url: str = ""
    body_sha256: str = ""


def sync(session: Session, addresses: Mapping[str, str], now: datetime) -> None:
    """Make a row for each configured source (id -> address), due at once; a changed address starts afresh with a baseline."""
    known = {row.id: row for row in session.scalars(select(SourceRow))}
    if moved := [source for source, address in addresses.items() if source in known and known[source].address != address]:
        state.expect_baseline(session, moved, now)
    for source, address in addresses.items():
        row = known.get(source)
        if row is None:
            session.add(SourceRow(id=source, address=address, next_due=now))
        elif row.address != address:
            row.address, row.next_due, row.baselined, row.gone = address, now, False, False
            row.etag = row.last_modified = row.validators_url = row.body_sha256 = row.error = ""
            row.failures, row.failing_since = 0, None


def claim_due(
    session: Session, sources: Collection[str], *, owner: str, now: datetime, lease: timedelta, limit: int
) -> list[str]:
    """Ids of the sources to poll now, longest overdue first, leased to `owner`."""
    due = and_(SourceRow.id.in_(sources), SourceRow.next_due <= now, SourceRow.gone.is_(False))
    return claim(
        session, SourceRow, due, owner=owner, now=now, lease=lease, order=(SourceRow.next_due, SourceRow.id), limit=limit
    )


def hasten(session: Session, now: datetime) -> None:
    """Make due the sources that fail: what they failed by may be mended."""
    failing = update(SourceRow).where(SourceRow.failures > 0, SourceRow.next_due > now)
    session.execute(failing.values(next_due=now))


def get(session: Session, source: str) -> SourceState | None:
    row = session.get(SourceRow, source)
    return _state(row) if row else None


def all_states(session: Session) -> list[SourceState]:
    return [_state(row) for row in session.scalars(select(SourceRow).order_by(SourceRow.id))]


class Rekeyed(Protocol):
    """Whether a feed that we knew gave its items new identities, from four counts; see `sources.health.rekeyed`."""

    def __call__(self, known_before: int, items: int, unseen: int, fresh: int) -> bool: ...


def record_success(
    session: Session, source: str, result: PollResult, now: datetime, rekeyed: Rekeyed
) -> tuple[list[ItemId], bool]:
    """Store new items, validators and the next date in this one transaction.

    Returns the ids of the items that are new, and whether the feed was re-keyed. The first success of a feed is its
    baseline: its items are stored and marked; so are those of a re-keyed feed, which are most likely old acquaintances.
    """
    row = session.get_one(SourceRow, source)
    unseen = _unseen(session, result.items)
    fresh = sum(1 for i in unseen if i.published and row.last_success and i.published > row.last_success)
    known_before = session.scalar(select(func.count()).select_from(ItemRow).where(ItemRow.source == source)) or 0
    suspect = rekeyed(known_before, len(result.items), len(unseen), fresh)
    new = add_items(session, result.items, now, baseline=suspect or not row.baselined)
    row.etag, row.last_modified, row.validators_url = result.etag, result.last_modified, result.validators_url
    row.body_sha256, row.baselined, row.last_success = result.body_sha256, True, now
    row.failures, row.failing_since, row.error = 0, None, ""
    _finish(row, result.next_due)
    return new, suspect


def record_failure(
    session: Session, source: str, error: str, *, next_due: datetime, now: datetime, counted: bool = True, gone: bool = False
) -> None:
    """Remember why a poll failed. Not `counted`: our own network is down, which says nothing about the source."""
    row = session.get_one(SourceRow, source)
    row.error, row.gone = error, gone
    if counted:
        row.failures += 1
        row.failing_since = row.failing_since or now
    _finish(row, next_due)


def add_items(session: Session, items: Iterable[Item], now: datetime, *, baseline: bool) -> list[ItemId]:
    """Ids of the items that were not known under any of their keys; known ones only gain the keys that are new."""
    items = list(items)
    known = _known_keys(session, {key for item in items for key in item.keys})
    new: list[ItemId] = []
    for item in items:
        item_id = next((known[key] for key in item.keys if key in known), None)
        if item_id is None:
            item_id = _add_item(session, item, now, baseline)
            new.append(ItemId(item_id))
        missing = [key for key in item.keys if key not in known]
        known |= dict.fromkeys(missing, item_id)
        for key in missing:
            session.execute(insert_into(session, ItemKeyRow).values(key=key, item_id=item_id).on_conflict_do_nothing())
    return new


def known_files(session: Session, source: str) -> dict[str, tuple[int, int]]:
    """name -> (size, mtime in ns) of the files of a drop folder that were taken or refused."""
    rows = session.execute(select(FileRow.name, FileRow.size, FileRow.mtime_ns).where(FileRow.source == source))
    return {name: (size, mtime) for name, size, mtime in rows}


def file_notes(session: Session, source: str) -> dict[str, str]:
    """name -> why a file of a drop folder was not taken when it was last looked at; "" is the folder itself."""
    rows = session.execute(select(FileRow.name, FileRow.reason).where(FileRow.source == source, FileRow.reason != ""))
    return {row.name: row.reason for row in rows}


def record_file(session: Session, source: str, name: str, size: int, mtime_ns: int, now: datetime, reason: str = "") -> None:
    """Remember a file as dealt with: taken, or refused with `reason`."""
    values = {"size": size, "mtime_ns": mtime_ns, "reason": reason, "seen_at": now}
    statement = insert_into(session, FileRow).values(source=source, name=name, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["source", "name"], set_=values))


def folders_away(session: Session) -> dict[str, tuple[str, datetime]]:
    """Source -> why its drop folder cannot be looked into, and since when, for those where that is so."""
    query = select(FileRow.source, FileRow.reason, FileRow.seen_at).where(FileRow.name == "", FileRow.reason != "")
    return {row.source: (row.reason, row.seen_at) for row in session.execute(query)}


MOST_UNREAD = 20  # as much as a person reads in `status`; `why FILE` knows all


def refused_files(session: Session) -> list[tuple[str, str, str]]:
    """(source, name, reason) of the files of drop folders that were not taken, then of the latest that could not be read."""
    query = select(FileRow.source, FileRow.name, FileRow.reason).where(FileRow.reason != "").order_by(FileRow.seen_at)
    not_taken = [(source, name, reason) for source, name, reason in session.execute(query)]
    unread = select(ItemRow.source, ItemRow.path, ItemRow.reason).where(ItemRow.stage == "refused", ItemRow.path.is_not(None))
    latest = session.execute(unread.order_by(ItemRow.id.desc()).limit(MOST_UNREAD))
    names = [(source, (path or "").rpartition("/")[2], reason) for source, path, reason in latest]
    return not_taken + [(source, name, reason.removeprefix(f"{name}: ")) for source, name, reason in names]


def latest_items(session: Session) -> dict[str, datetime]:
    """Source -> when its latest item came in, for the sources that have any."""
    latest = func.max(ItemRow.first_seen).label("at")
    rows = session.execute(select(ItemRow.source, latest).group_by(ItemRow.source))
    return {row.source: row.at for row in rows}


def count_items(session: Session) -> dict[str, int]:
    """Stage -> number of items in it."""
    rows = session.execute(select(ItemRow.stage, func.count().label("number")).group_by(ItemRow.stage))
    return {row.stage: row.number for row in rows}


def waiting_of_baseline(session: Session) -> int:
    """How many items of a baseline are still to be read."""
    query = select(func.count()).select_from(ItemRow).where(ItemRow.baseline, ItemRow.stage == "waiting")
    return session.scalar(query) or 0


def _unseen(session: Session, items: Iterable[Item]) -> list[Item]:
    items = list(items)
    known = _known_keys(session, {key for item in items for key in item.keys})
    return [item for item in items if not any(key in known for key in item.keys)]


def _known_keys(session: Session, keys: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), MOST_KEYS):
        query = select(ItemKeyRow.key, ItemKeyRow.item_id).where(ItemKeyRow.key.in_(ordered[start : start + MOST_KEYS]))
        found.update((key, item_id) for key, item_id in session.execute(query))
    return found


def _add_item(session: Session, item: Item, now: datetime, baseline: bool) -> int:
    row = ItemRow(
        source=item.source,
        url=item.url,
        path=item.path,
        title=item.title,
        published=item.published,
        content=item.content,
        content_type=item.content_type,
        language=item.language,
        author=item.author,
        baseline=baseline and item.path is None,
        first_seen=now,
        stage="waiting",
        next_attempt_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _finish(row: SourceRow, next_due: datetime) -> None:
    row.next_due, row.lease_owner, row.lease_until = next_due, None, None


def _state(row: SourceRow) -> SourceState:
    return SourceState(
        id=row.id,
        next_due=row.next_due,
        etag=row.etag,
        last_modified=row.last_modified,
        validators_url=row.validators_url,
        body_sha256=row.body_sha256,
        baselined=row.baselined,
        gone=row.gone,
        failures=row.failures,
        failing_since=row.failing_since,
        error=row.error,
        last_success=row.last_success,
    )
