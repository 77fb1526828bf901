"""Items waiting to be read, and the documents that came of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session

from worker.model import DevelopmentId, Document, DocumentId, Evidence, Item, ItemId, Kind, Removed
from worker.store.codec import evidence_from_json, removed_from_json
from worker.store.leases import claim
from worker.store.schema import DevelopmentRow, DocumentRow, ItemKeyRow, ItemRow


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item with what the store knows about it. `attempts` counts the tries so far, this one included."""

    id: ItemId
    item: Item
    baseline: bool
    first_seen: datetime
    stage: str
    reason: str
    attempts: int
    next_attempt_at: datetime


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with how it was judged."""

    document: Document
    item: ItemId
    development: DevelopmentId
    kind: Kind
    evidence: Evidence
    removed: tuple[Removed, ...]
    boxed: tuple[int, ...]
    text_from: str
    note: str
    origin: str


def claim_items(
    session: Session,
    *,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    per_host: int | None = None,
    pages: int | None = None,
) -> list[ItemId]:
    """Ids of items to read now, leased to `owner`; each claim counts as an attempt.

    What a person dropped comes first and a feed's baseline last, otherwise the earliest published first. With `per_host`,
    no more articles than that of one host are under a lease at once: those of a slow host leave room for the others'. With
    `pages`, no more than that of all hosts, so that many slow ones leave room for what asks no host.
    """
    due = and_(ItemRow.stage == "waiting", ItemRow.next_attempt_at <= now)
    order = (ItemRow.path.is_(None), ItemRow.baseline, ItemRow.published.is_(None), ItemRow.published, ItemRow.id)
    if per_host is not None:
        due &= ItemRow.id.in_(_fair(session, due, order, now, limit, per_host, pages))
    ids = claim(session, ItemRow, due, owner=owner, now=now, lease=lease, order=order, limit=limit)
    if ids:
        session.execute(update(ItemRow).where(ItemRow.id.in_(ids)).values(attempts=ItemRow.attempts + 1))
    return [ItemId(i) for i in ids]


def _fair(
    session: Session,
    due: ColumnElement[bool],
    order: Sequence[Any],
    now: datetime,
    limit: int,
    per_host: int,
    pages: int | None,
) -> list[int]:
    """The first `limit` free items in this order that leave no host with more than so many under way, nor all hosts."""
    page = case((or_(ItemRow.baseline, ItemRow.path.is_not(None)), None), else_=ItemRow.url)  # what else asks no host
    leased = select(page).where(ItemRow.stage == "waiting", ItemRow.lease_until >= now)
    under_way = Counter(_host(url) for url in session.scalars(leased))
    free = or_(ItemRow.lease_until.is_(None), ItemRow.lease_until < now)
    found: list[int] = []
    left = None if pages is None else pages - sum(number for host, number in under_way.items() if host)
    if left is not None and left <= 0:
        free &= page.is_(None)  # a backlog of pages is not looked through in vain
    for item, url in session.execute(select(ItemRow.id, page).where(due, free).order_by(*order)):
        host = _host(url)
        if host and (under_way[host] >= per_host or (left is not None and left <= 0)):
            continue
        found.append(item)
        under_way[host] += 1
        left = None if left is None else left - bool(host)
        if len(found) == limit:
            break
    return found


def _host(url: str | None) -> str:
    """The host of an address, "" without one. Addresses of feeds are anything, and not all of them can be taken apart."""
    found = re.search(r"//(?:[^/?#@]*@)?([^/?#:]+)", url or "")
    return found[1].lower() if found else ""


def get_item(session: Session, item: ItemId) -> StoredItem | None:
    row = session.get(ItemRow, item)
    return _stored_item(session, row) if row else None


def postpone(session: Session, item: ItemId, reason: str, next_attempt_at: datetime) -> None:
    """Try an item again later; the reason is kept and shown until then."""
    _leave(session, item, reason=reason, next_attempt_at=next_attempt_at)


def put_back(session: Session, item: ItemId, reason: str, next_attempt_at: datetime) -> None:
    """Try an item again later as if it had not been claimed: what went wrong was not its fault."""
    _leave(session, item, reason=reason, next_attempt_at=next_attempt_at, attempts=ItemRow.attempts - 1)


def refuse(session: Session, item: ItemId, reason: str) -> None:
    """Give an item up for good, with the reason that `why` shows."""
    _leave(session, item, stage="refused", reason=reason)


def of_development(session: Session, development: DevelopmentId) -> list[StoredDocument]:
    """The documents of a development in the order in which they were judged."""
    query = select(DocumentRow).where(DocumentRow.development_id == development).order_by(DocumentRow.id)
    return [stored_document(row) for row in session.scalars(query)]


def find(session: Session, reference: str) -> list[tuple[StoredItem, StoredDocument | None]]:
    """What a person may mean: document 12, development d12, a URL, a file name or path, a key; newest first, at most 20."""
    query = select(ItemRow).where(_meant_by(reference)).order_by(ItemRow.id.desc()).limit(20)
    found = []
    for row in session.scalars(query):
        document = session.scalar(select(DocumentRow).where(DocumentRow.item_id == row.id))
        found.append((_stored_item(session, row), stored_document(document) if document else None))
    return found


def document_of(row: Any) -> Document:
    """The document of a row that has its columns."""
    return Document(
        id=DocumentId(row.id),
        source=row.source,
        url=row.url,
        title=row.title,
        text=row.text,
        caption=row.caption,
        language=row.language,
        published=row.published,
        published_origin=row.published_origin,
        first_seen=row.first_seen,
        from_folder=row.from_folder,
        baseline=row.baseline,
    )


def stored_document(row: DocumentRow) -> StoredDocument:
    return StoredDocument(
        document=document_of(row),
        item=ItemId(row.item_id),
        development=DevelopmentId(row.development_id),
        kind=Kind(row.kind),
        evidence=evidence_from_json(row.evidence),
        removed=removed_from_json(row.removed),
        boxed=tuple(row.boxed),
        text_from=row.text_from,
        note=row.note,
        origin=row.features["origin"],
    )


def development_title(session: Session, development: DevelopmentId) -> str:
    return session.get_one(DevelopmentRow, development).title


def _meant_by(reference: str) -> Any:
    numbered = re.fullmatch(r"([dD]?)([0-9]{1,18})", reference)
    if numbered:
        column = DocumentRow.development_id if numbered[1] else DocumentRow.id
        return ItemRow.id.in_(select(DocumentRow.item_id).where(column == int(numbered[2])))
    name = reference.rsplit("/", 1)[-1]
    by_key = ItemRow.id.in_(select(ItemKeyRow.item_id).where(ItemKeyRow.key == reference))
    exact = (ItemRow.url == reference) | (ItemRow.path == reference) | by_key
    return exact | ItemRow.path.endswith("/" + name, autoescape=True) if name and "://" not in reference else exact


def _leave(session: Session, item: ItemId, **values: Any) -> None:
    session.execute(
        update(ItemRow).where(ItemRow.id == item, ItemRow.stage == "waiting").values(lease_owner=None, lease_until=None, **values)
    )


def _stored_item(session: Session, row: ItemRow) -> StoredItem:
    keys: Sequence[str] = session.scalars(select(ItemKeyRow.key).where(ItemKeyRow.item_id == row.id)).all()
    return StoredItem(
        id=ItemId(row.id),
        item=Item(
            source=row.source,
            keys=tuple(keys),
            url=row.url,
            path=row.path,
            title=row.title,
            published=row.published,
            content=row.content,
            content_type=row.content_type,
            language=row.language,
            author=row.author,
        ),
        baseline=row.baseline,
        first_seen=row.first_seen,
        stage=row.stage,
        reason=row.reason,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
    )
