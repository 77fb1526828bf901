"""Claiming rows for a while. One statement for both databases: SQLite drops FOR UPDATE, its write lock does the work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from worker.store.schema import (
    AttemptRow,
    DecisionRow,
    DeliveryRow,
    DevelopmentRow,
    DocumentRow,
    ItemRow,
    SourceRow,
    StateRow,
)

LeasedRow = type[SourceRow] | type[ItemRow] | type[DeliveryRow]
LEASED: dict[str, LeasedRow] = {"sources": SourceRow, "items": ItemRow, "deliveries": DeliveryRow}


def claim(
    session: Session,
    row: LeasedRow,
    due: ColumnElement[bool],
    *,
    owner: str,
    now: datetime,
    lease: timedelta,
    order: Sequence[Any],
    limit: int,
) -> list[Any]:
    """Ids of at most `limit` due rows in `order`, now leased to `owner`; rows under a live lease are left alone."""
    free = or_(row.lease_until.is_(None), row.lease_until < now)
    picked = select(row.id).where(due, free).order_by(*order).limit(limit).with_for_update(skip_locked=True)
    ids = list(session.scalars(picked))
    if ids:
        session.execute(update(row).where(row.id.in_(ids)).values(lease_owner=owner, lease_until=now + lease))
    return ids


def renew(session: Session, kind: str, ids: Collection[int | str], *, owner: str, until: datetime) -> None:
    """Lease those rows of a kind ("sources", "items", "deliveries") that `owner` still holds until then; what was finished or
    taken over meanwhile is left alone."""
    row = LEASED[kind]
    session.execute(update(row).where(row.id.in_(ids), row.lease_owner == owner).values(lease_until=until))


def free_all(session: Session) -> None:
    """Give every lease back. Only for a process that has proved to be alone on this database."""
    for row in LEASED.values():
        session.execute(update(row).where(row.lease_owner.is_not(None)).values(lease_until=None))


def shift_due(session: Session, by: timedelta) -> None:
    """Bring forward by so much everything that has a date, after a clock that went wrong: a feed asked in 2036 is asked never."""
    for source in session.scalars(select(SourceRow)):
        source.next_due -= by
    for item in session.scalars(select(ItemRow).where(ItemRow.stage == "waiting")):
        item.next_attempt_at -= by
    for delivery in session.scalars(select(DeliveryRow).where(DeliveryRow.state == "pending")):
        delivery.next_attempt_at -= by


# What says when something happened, each with the date of the row. Dates that a text bears are not ours to correct.
_HAPPENED = (
    SourceRow.last_success,
    SourceRow.failing_since,
    ItemRow.first_seen,
    DocumentRow.first_seen,
    DevelopmentRow.opened_at,
    DevelopmentRow.last_at,
    DecisionRow.at,
    DeliveryRow.created_at,
    DeliveryRow.sent_at,
    AttemptRow.at,
    StateRow.at,
)


def take_back_future(session: Session, now: datetime) -> None:
    """What a clock that went wrong dated in the future happened now: else the next alerts wait for that future to come."""
    for moment in _HAPPENED:
        session.execute(update(moment.class_).where(moment > now).values({moment: now}))


def release(session: Session, owner: str) -> None:
    """Give back what `owner` still holds and has not begun to send."""
    for row in (SourceRow, ItemRow):
        session.execute(update(row).where(row.lease_owner == owner).values(lease_owner=None, lease_until=None))
