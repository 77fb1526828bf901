"""The outbox: claiming a delivery, what it says, and what became of it.

A delivery is claimed with a lease and finished with a fence: only the holder of the lease may say what happened. A
lease that ran out while sending leaves it in doubt whether the message arrived; the next attempt carries the same key.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from worker.model import DeliveryId, DevelopmentId, Earlier, Match, Outcome, Severity, Verdict
from worker.store.codec import match_from_json
from worker.store.developments import holding
from worker.store.dialect import insert_into
from worker.store.documents import StoredDocument, stored_document
from worker.store.schema import AttemptRow, DecisionRow, DeliveryRow, DevelopmentRow, DocumentRow, MatchRow


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    id: DeliveryId
    channel: str
    kind: str
    development: DevelopmentId | None
    sequence: int
    rule: str
    severity: Severity
    key: str
    text: str
    state: str
    reason: str
    attempts: int
    in_doubt: int
    next_attempt_at: datetime
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """Everything that an alert is made of. `documents` in the order of arrival; `told` are those of earlier alerts; `continues`
    is the development that a first alert may go on about."""

    delivery: StoredDelivery
    opened_at: datetime
    documents: tuple[StoredDocument, ...]
    told: frozenset[int]
    last_alert: datetime | None
    matches: tuple[tuple[int, Match], ...]
    continues: Earlier | None = None


def claim(
    session: Session, channels: Collection[str], *, owner: str, now: datetime, lease: timedelta, limit: int
) -> list[DeliveryId]:
    """At most one due delivery per channel, leased to `owner` and marked as being sent; graver and older ones first.

    What an alert says is frozen here, at its first attempt: later documents of the development go into an update.
    """
    heads = [row for channel in channels if (row := _next(session, channel, now)) is not None]
    heads.sort(key=lambda row: (-Severity(row.severity).rank, row.next_attempt_at, row.id))
    for row in heads[:limit]:
        row.in_doubt += row.state == "sending"
        row.state, row.attempts = "sending", row.attempts + 1
        row.lease_owner, row.lease_until = owner, now + lease
        if row.documents is None and row.development_id is not None:
            row.documents = _documents_of(session, row.development_id)
    session.flush()
    return [DeliveryId(row.id) for row in heads[:limit]]


def facts(session: Session, delivery: DeliveryId) -> AlertFacts | None:
    """What the alert is made of, or None when the row is gone."""
    row = session.get(DeliveryRow, delivery)
    if row is None:
        return None
    ids = row.documents or []
    rows = session.scalars(select(DocumentRow).where(DocumentRow.id.in_(ids)).order_by(DocumentRow.id))
    documents = tuple(stored_document(document) for document in rows)
    earlier = _earlier(session, row)
    matches = session.execute(select(MatchRow.document_id, MatchRow.value).where(MatchRow.document_id.in_(ids)))
    development = session.get(DevelopmentRow, row.development_id) if row.development_id else None
    return AlertFacts(
        delivery=_stored(row),
        opened_at=development.opened_at if development else row.created_at,
        documents=documents,
        told=frozenset(i for before in earlier for i in before.documents or ()),
        last_alert=max((before.sent_at for before in earlier if before.sent_at), default=None),
        matches=tuple((document, match_from_json(value)) for document, value in matches),
        continues=_continued(session, row, documents) if row.kind == "new" else None,
    )


def _continued(session: Session, row: DeliveryRow, documents: Sequence[StoredDocument]) -> Earlier | None:
    """What the first document that opened a development continues, unless both are one by now."""
    found = (stored.evidence.continues for stored in documents if stored.evidence.continues is not None)
    earlier = next((holding(session, document) for document in found), None)
    return None if earlier is None or earlier.development == f"d{row.development_id}" else earlier


def finish(
    session: Session,
    delivery: DeliveryId,
    *,
    owner: str,
    outcome: Outcome,
    state: str,
    next_attempt_at: datetime,
    now: datetime,
) -> bool:
    """Record what became of an attempt; False when the lease was lost meanwhile, then nothing is written but the attempt."""
    session.add(AttemptRow(delivery_id=delivery, at=now, verdict=outcome.verdict.value, reason=outcome.reason, code=outcome.code))
    mine = (DeliveryRow.id == delivery, DeliveryRow.lease_owner == owner, DeliveryRow.state == "sending")
    values = {
        "state": state,
        "reason": outcome.reason,
        "in_doubt": DeliveryRow.in_doubt + int(outcome.verdict is Verdict.UNCERTAIN),
        "next_attempt_at": next_attempt_at,
        "lease_owner": None,
        "lease_until": None,
        "sent_at": case((DeliveryRow.sent_at.is_(None), now), else_=DeliveryRow.sent_at) if state == "sent" else None,
    }
    return session.execute(update(DeliveryRow).where(*mine).values(**values).returning(DeliveryRow.id)).first() is not None


def give_back(session: Session, delivery: DeliveryId, owner: str) -> None:
    """Let a delivery that `owner` claimed and did not begin to send wait as if nobody had claimed it.

    What it says is open again, unless an earlier attempt may have said it.
    """
    mine = (DeliveryRow.id == delivery, DeliveryRow.lease_owner == owner, DeliveryRow.state == "sending")
    row = session.scalar(select(DeliveryRow).where(*mine).with_for_update())
    if row is None:
        return
    row.state, row.attempts, row.lease_owner, row.lease_until = "pending", row.attempts - 1, None, None
    if not row.attempts:
        row.documents = None


# A message that the receiver refuses for a while, when it takes others, is not tried again with each of those.
REST = timedelta(minutes=10)


def hasten(session: Session, channel: str, now: datetime, rest: timedelta = REST) -> None:
    """Make due what was tried in vain on a channel that works again, unless its last attempt is more recent than `rest`."""
    last = select(func.max(AttemptRow.at)).where(AttemptRow.delivery_id == DeliveryRow.id).scalar_subquery()
    tried = (DeliveryRow.channel == channel, DeliveryRow.state == "pending", DeliveryRow.attempts > 0)
    session.execute(
        update(DeliveryRow).where(*tried, DeliveryRow.next_attempt_at > now, last <= now - rest).values(next_attempt_at=now)
    )


def add_notice(session: Session, channel: str, key: str, text: str, severity: Severity, now: datetime) -> bool:
    """Put a notice for the operator into the outbox; False when this very notice is there already."""
    values = {
        "channel": channel,
        "kind": "notice",
        "sequence": 0,
        "rule": "operator",
        "severity": severity.value,
        "key": f"{key}.{channel}",
        "text": text,
        "state": "pending",
        "next_attempt_at": now,
        "created_at": now,
        "attempts": 0,
        "in_doubt": 0,
        "reason": "",
    }
    statement = insert_into(session, DeliveryRow).values(**values).on_conflict_do_nothing().returning(DeliveryRow.id)
    return session.execute(statement).first() is not None


def free_interrupted(session: Session) -> int:
    """Make deliveries that a dead process was sending due at once; returns how many. Only for a process that is alone."""
    freed = update(DeliveryRow).where(DeliveryRow.state == "sending").values(lease_until=None).returning(DeliveryRow.id)
    return len(session.execute(freed).all())


def has_tried(session: Session, key: str, attempt: int) -> bool:
    """Whether the database knows of this attempt to send, or of a later one of the same alert."""
    tried = select(DeliveryRow.id).where(DeliveryRow.key == key, DeliveryRow.attempts >= attempt)
    return session.scalar(tried) is not None


def doubt_pending(session: Session) -> None:
    """Mark all that waits as what may have arrived: it waited when an older copy of the database was made, too."""
    session.execute(update(DeliveryRow).where(DeliveryRow.state == "pending").values(in_doubt=DeliveryRow.in_doubt + 1))


def waiting(session: Session) -> list[StoredDelivery]:
    """What is not sent: pending, being sent or dead; next due first."""
    query = select(DeliveryRow).where(DeliveryRow.state != "sent").order_by(DeliveryRow.next_attempt_at, DeliveryRow.id)
    return [_stored(row) for row in session.scalars(query)]


def latest(session: Session, limit: int = 10) -> list[StoredDelivery]:
    """The newest alerts of all channels, newest first, notices left out."""
    query = select(DeliveryRow).where(DeliveryRow.kind != "notice").order_by(DeliveryRow.id.desc()).limit(limit)
    return [_stored(row) for row in session.scalars(query)]


def of_development(session: Session, development: DevelopmentId) -> list[StoredDelivery]:
    query = select(DeliveryRow).where(DeliveryRow.development_id == development).order_by(DeliveryRow.id)
    return [_stored(row) for row in session.scalars(query)]


def count_by_state(session: Session) -> dict[tuple[str, str], int]:
    """(channel, state) -> number of deliveries."""
    query = select(DeliveryRow.channel, DeliveryRow.state, func.count().label("number"))
    rows = session.execute(query.group_by(DeliveryRow.channel, DeliveryRow.state))
    return {(row.channel, row.state): row.number for row in rows}


def totals(session: Session) -> dict[str, int]:
    """Numbers of alerts, notices left out: sent, waiting, those among the waiting that were tried in vain, and given up."""
    waiting = DeliveryRow.state.in_(("pending", "sending"))
    query = select(
        func.count().filter(DeliveryRow.state == "sent").label("alerts"),
        func.count().filter(waiting).label("waiting"),
        func.count().filter(waiting, DeliveryRow.attempts > 0).label("undelivered"),
        func.count().filter(DeliveryRow.state == "dead").label("dead"),
    )
    return dict(session.execute(query.where(DeliveryRow.kind != "notice")).one()._mapping)


def decisions_on(session: Session, document: int) -> list[tuple[str, str, str, str, int | None]]:
    """(channel, outcome, reason, rule, delivery) of every decision about a document."""
    query = select(DecisionRow).where(DecisionRow.document_id == document).order_by(DecisionRow.channel)
    return [(row.channel, row.outcome, row.reason, row.rule, row.delivery_id) for row in session.scalars(query)]


@dataclass(frozen=True, slots=True)
class Untold:
    """A development of which nobody was told, with the newest document about which it was decided, under which rule and when.

    `title` is that document's: the first one of the development may be about something that no rule asks for.
    """

    document: int
    development: DevelopmentId
    title: str
    rule: str
    at: datetime


def untold(session: Session, reason: str, after: int, since: datetime) -> list[Untold]:
    """The developments without an alert about which it was decided, of documents `after` that one and not before `since`, to
    be silent for this reason; the newest document of each, newest first."""
    query = (
        select(
            DecisionRow.document_id,
            DecisionRow.rule,
            DecisionRow.at,
            DocumentRow.development_id,
            DocumentRow.title,
            DevelopmentRow.title.label("development"),
        )
        .join(DocumentRow, DocumentRow.id == DecisionRow.document_id)
        .join(DevelopmentRow, DevelopmentRow.id == DocumentRow.development_id)
        .where(*_silent(reason, after, since))
        .order_by(DecisionRow.document_id.desc())
    )
    found: dict[int, Untold] = {}
    for row in session.execute(query):
        title, development = row.title or row.development, DevelopmentId(row.development_id)
        found.setdefault(row.development_id, Untold(row.document_id, development, title, row.rule, row.at))
    return list(found.values())


def last_untold(session: Session, reason: str, after: int, since: datetime) -> datetime | None:
    """When the last of what `untold` returns was decided, None where it returns nothing. Cheap enough for every tick."""
    query = select(DecisionRow.at).join(DocumentRow, DocumentRow.id == DecisionRow.document_id)
    return session.scalar(query.where(*_silent(reason, after, since)).order_by(DecisionRow.at.desc()).limit(1))


def _silent(reason: str, after: int, since: datetime) -> tuple[ColumnElement[bool], ...]:
    told = exists().where(DeliveryRow.development_id == DocumentRow.development_id)
    return DecisionRow.document_id > after, DecisionRow.at >= since, DecisionRow.reason == reason, ~told


def matches_of(session: Session, document: int) -> list[Match]:
    query = select(MatchRow.value).where(MatchRow.document_id == document).order_by(MatchRow.rule)
    return [match_from_json(value) for value in session.scalars(query)]


def _next(session: Session, channel: str, now: datetime) -> DeliveryRow | None:
    """What goes out next on a channel. Each is asked by itself: the queue of one that is down must not hide the others'."""
    return None if _busy(session, channel, now) else session.scalar(_due(channel, now).limit(1))


def _due(channel: str, now: datetime) -> Select[DeliveryRow]:
    lost = (DeliveryRow.state == "sending") & or_(DeliveryRow.lease_until.is_(None), DeliveryRow.lease_until < now)
    ready = (DeliveryRow.state == "pending") & (DeliveryRow.next_attempt_at <= now)
    before = aliased(DeliveryRow)
    # An update never overtakes the alert that it updates.
    same = (before.development_id == DeliveryRow.development_id) & (before.channel == channel)
    unsent = same & (before.sequence < DeliveryRow.sequence) & before.state.in_(("pending", "sending"))
    gravest = case({"critical": 0, "high": 1, "normal": 2}, value=DeliveryRow.severity, else_=3)
    return (
        select(DeliveryRow)
        .where(or_(lost, ready), DeliveryRow.channel == channel, ~exists().where(unsent))
        .order_by(gravest, DeliveryRow.next_attempt_at, DeliveryRow.id)
        .with_for_update(skip_locked=True, of=DeliveryRow)
    )


def _busy(session: Session, channel: str, now: datetime) -> bool:
    """Whether a live attempt is under way: one message at a time per channel bounds what a crash can repeat."""
    live = (DeliveryRow.channel == channel, DeliveryRow.state == "sending", DeliveryRow.lease_until >= now)
    return session.scalar(select(DeliveryRow.id).where(*live).limit(1)) is not None


def _documents_of(session: Session, development: int) -> list[int]:
    query = select(DocumentRow.id).where(DocumentRow.development_id == development).order_by(DocumentRow.id)
    return list(session.scalars(query))


def _earlier(session: Session, row: DeliveryRow) -> Sequence[DeliveryRow]:
    if row.development_id is None:
        return []
    same = (DeliveryRow.development_id == row.development_id, DeliveryRow.channel == row.channel)
    return session.scalars(select(DeliveryRow).where(*same, DeliveryRow.sequence < row.sequence)).all()


def _stored(row: DeliveryRow) -> StoredDelivery:
    return StoredDelivery(
        id=DeliveryId(row.id),
        channel=row.channel,
        kind=row.kind,
        development=DevelopmentId(row.development_id) if row.development_id is not None else None,
        sequence=row.sequence,
        rule=row.rule,
        severity=Severity(row.severity),
        key=row.key,
        text=row.text,
        state=row.state,
        reason=row.reason,
        attempts=row.attempts,
        in_doubt=row.in_doubt,
        next_attempt_at=row.next_attempt_at,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
