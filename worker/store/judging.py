"""The one transaction in which a document becomes durable: text, development, matches, decisions and deliveries.

Either all of it is there or nothing; killed in the middle, the item is still waiting and is read again. The decisions
come from a `Judge`, which only ever sees values; what is decided there is written here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from worker.model import (
    Assignment,
    Candidate,
    Decision,
    DeliveryId,
    DevelopmentId,
    Document,
    DocumentId,
    Extract,
    Features,
    ItemId,
    Kind,
    Match,
    Reading,
    Severity,
    Standing,
    Telling,
    Told,
)
from worker.store import constraints, index
from worker.store.codec import evidence_to_json, features_to_json, match_to_json, removed_to_json
from worker.store.dialect import one_judge_at_a_time
from worker.store.schema import (
    DecisionRow,
    DeliveryRow,
    DevelopmentRow,
    DocumentRow,
    ItemRow,
    MatchRow,
)
from worker.tokens import headline


class Judge(Protocol):
    """Decides; never reads or writes. All methods are pure."""

    def read(self, document: Document) -> Reading: ...

    def index_keys(self, features: Features) -> Sequence[str]: ...

    def weigh(self, reading: Reading, counts: Mapping[str, int]) -> Reading: ...

    def search_keys(self, reading: Reading, counts: Mapping[str, int]) -> Sequence[str]: ...

    def group(self, reading: Reading, candidates: Sequence[Candidate], counts: Mapping[str, int]) -> Assignment: ...

    def throttled(self, rules: Collection[str]) -> Mapping[str, int]: ...

    def tell(self, reading: Reading, kind: Kind, standing: Standing, now: datetime) -> Sequence[Decision]: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome for one document, as `replay` and the log report it."""

    document: DocumentId
    development: DevelopmentId
    assignment: Assignment
    matches: tuple[Match, ...]
    decisions: tuple[Decision, ...]
    constraint: str = ""  # in which words a constraint decided, "" when none did


def judge_document(
    session: Session,
    judge: Judge,
    reading: Reading,
    *,
    item: ItemId,
    extract: Extract,
    text_from: str,
    note: str,
    now: datetime,
    counts: index.TermCounts | None = None,
    ties: constraints.Ties = constraints.FREE,
) -> Judged | None:
    """Judge a read document and write all of it; None when the item was judged before (the step ran twice).

    `counts`: those of earlier documents, for a caller that is the only one to write; without it the database is asked.
    `ties`: with which earlier documents it has to be, or must not, as a replay is told.
    """
    one_judge_at_a_time(session)
    if not _take(session, item):
        return None
    counts = counts or index.TermCounts()
    keys = list(dict.fromkeys(judge.index_keys(reading.features)))
    own_counts = counts.of(session, index.counted(keys))
    reading = judge.weigh(reading, own_counts)
    searched = judge.search_keys(reading, own_counts)
    candidates = index.find_candidates(session, searched, (reading.document.first_seen or now) - index.WINDOW, own_counts)
    placement = constraints.place(session, candidates, lambda allowed: judge.group(reading, allowed, own_counts), ties)
    assignment = placement.assignment
    development = _join(session, assignment, reading.document, now)
    document = _add_document(session, reading, item, extract, development, assignment, text_from, note)
    constraints.record(session, document, placement, ties)
    index.add(session, document, keys)
    counts.add(index.counted(keys))
    if reading.matches:
        session.execute(insert(MatchRow), [match_values(document, match) for match in reading.matches])
    decisions = decide(session, judge, reading, assignment.kind, development, now)
    record_decisions(session, document, development, decisions, now)
    return Judged(document, development, assignment, reading.matches, decisions, placement.reason)


# ------------------------------------------------------------------ writing


def _take(session: Session, item: ItemId) -> bool:
    """Whether this transaction is the one that finishes the item: the guard that makes the step safe to run twice."""
    done = (
        update(ItemRow)
        .where(ItemRow.id == item, ItemRow.stage == "waiting")
        .values(stage="done", reason="", lease_owner=None, lease_until=None)
    )
    return session.execute(done.returning(ItemRow.id)).first() is not None


def _join(session: Session, assignment: Assignment, document: Document, now: datetime) -> DevelopmentId:
    if assignment.development is not None:
        session.execute(update(DevelopmentRow).where(DevelopmentRow.id == assignment.development).values(last_at=now))
        return assignment.development
    row = DevelopmentRow(title=headline(document.title, document.text), opened_at=now, last_at=now)
    session.add(row)
    session.flush()
    return DevelopmentId(row.id)


def _add_document(
    session: Session,
    reading: Reading,
    item: ItemId,
    extract: Extract,
    development: DevelopmentId,
    assignment: Assignment,
    text_from: str,
    note: str,
) -> DocumentId:
    document = reading.document
    row = DocumentRow(
        item_id=item,
        development_id=development,
        source=document.source,
        url=document.url,
        title=document.title,
        text=document.text,
        caption=document.caption,
        language=document.language,
        author=extract.author,
        published=document.published,
        published_origin=document.published_origin,
        first_seen=document.first_seen,
        from_folder=document.from_folder,
        baseline=document.baseline,
        text_from=text_from,
        note=note,
        removed=removed_to_json(extract.removed),
        boxed=list(extract.boxed) if document.url else [],
        kind=assignment.kind.value,
        evidence=evidence_to_json(assignment.evidence),
        features=features_to_json(reading.features),
    )
    session.add(row)
    session.flush()
    return DocumentId(row.id)


def match_values(document: DocumentId, match: Match) -> dict[str, object]:
    return {"document_id": document, "rule": match.rule, "value": match_to_json(match)}


def decide(
    session: Session, judge: Judge, reading: Reading, kind: Kind, development: DevelopmentId, now: datetime
) -> tuple[Decision, ...]:
    """What to tell about a document, beside what was told before."""
    before = told(session, development)
    rules = {match.rule for match in reading.matches} | {alert.rule for alert in before.values()}
    standing = Standing(before, _recent(session, judge.throttled(rules)))
    return tuple(judge.tell(reading, kind, standing, now))


def _recent(session: Session, rules: Mapping[str, int]) -> dict[tuple[str, str], list[datetime]]:
    """Of each rule the moments of so many latest alerts on each channel, sent or to be sent."""
    moment = func.coalesce(DeliveryRow.sent_at, DeliveryRow.next_attempt_at)
    found: dict[tuple[str, str], list[datetime]] = {}
    for rule, number in rules.items():
        place = func.row_number().over(partition_by=DeliveryRow.channel, order_by=moment.desc())
        alerts = select(DeliveryRow.channel, moment.label("at"), place.label("place")).where(
            DeliveryRow.rule == rule, DeliveryRow.kind != "notice"
        )
        latest = alerts.subquery()
        for row in session.execute(select(latest.c.channel, latest.c.at).where(latest.c.place <= number)):
            found.setdefault((row.channel, rule), []).append(row.at)
    return found


def told(session: Session, development: DevelopmentId, before: int | None = None) -> dict[str, Told]:
    """The latest alert of a development on each channel that has one; of those `before` this number, when it is given."""
    query = select(DeliveryRow).where(DeliveryRow.development_id == development).order_by(DeliveryRow.sequence)
    query = query if before is None else query.where(DeliveryRow.sequence < before)
    return {row.channel: _told_of(row) for row in session.scalars(query)}


def _told_of(row: DeliveryRow) -> Told:
    return Told(
        delivery=DeliveryId(row.id),
        sequence=row.sequence,
        rule=row.rule,
        severity=Severity(row.severity),
        at=row.sent_at or row.next_attempt_at,
        open=row.documents is None and row.state == "pending",
    )


def record_decisions(
    session: Session, document: DocumentId, development: DevelopmentId, decisions: Sequence[Decision], now: datetime
) -> None:
    """Write what was decided about a document, with the deliveries that follow from it."""
    latest = told(session, development)
    for decision in decisions:
        before = latest.get(decision.channel)
        if decision.outcome in (Telling.TOLD, Telling.HELD):
            delivery: int | None = _add_delivery(session, development, decision, now)
        elif decision.outcome is Telling.MERGED and before is not None:
            delivery = _grow(session, before, decision)
        else:
            delivery = before.delivery if before else None
        session.add(
            DecisionRow(
                document_id=document,
                channel=decision.channel,
                outcome=decision.outcome.value,
                reason=decision.reason,
                rule=decision.rule,
                delivery_id=delivery,
                at=now,
            )
        )


def _add_delivery(session: Session, development: DevelopmentId, decision: Decision, now: datetime) -> int:
    row = DeliveryRow(
        channel=decision.channel,
        kind=decision.kind,
        development_id=development,
        sequence=decision.sequence,
        rule=decision.rule,
        severity=decision.severity.value,
        key=f"{now:%Y%m%dT%H%M%S%f}.{development}.{decision.channel}.{decision.sequence}",
        text="",
        state="pending",
        next_attempt_at=decision.due or now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _grow(session: Session, told: Told, decision: Decision) -> int:
    """Let an alert that has not gone out yet carry a graver rule and go out sooner, never later."""
    row = session.get_one(DeliveryRow, told.delivery)
    if decision.severity.rank > told.severity.rank:
        row.severity, row.rule = decision.severity.value, decision.rule
    if decision.due is not None and decision.due < row.next_attempt_at:
        row.next_attempt_at = decision.due
    return row.id
