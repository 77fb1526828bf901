"""The one transaction in which a document becomes durable: text, development, matches, decisions and deliveries.

Either all of it is there or nothing; killed in the middle, the item is still waiting and is read again. The decisions
come from a `Judge`, which only ever sees values; what is decided there is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    Telling,
    Told,
)
from worker.store.codec import evidence_to_json, features_from_json, features_to_json, match_to_json, removed_to_json
from worker.store.dialect import MOST_KEYS, insert_into, one_judge_at_a_time
from worker.store.schema import (
    DecisionRow,
    DeliveryRow,
    DevelopmentRow,
    DocumentRow,
    ItemRow,
    MatchRow,
    PostingRow,
    TermCountRow,
)

# The window of grouping (14 days) and the most candidates looked at: a saga of years must not slow a night's work.
WINDOW = timedelta(days=14)
MOST_CANDIDATES = 50
# Of each development that a candidate belongs to, its latest documents.
MOST_MEMBERS = 20


class Judge(Protocol):
    """Decides; never reads or writes. All methods are pure."""

    def read(self, document: Document) -> Reading: ...

    def index_keys(self, features: Features) -> Sequence[str]: ...

    def search_keys(self, reading: Reading, counts: Mapping[str, int]) -> Sequence[str]: ...

    def group(self, reading: Reading, candidates: Sequence[Candidate], counts: Mapping[str, int]) -> Assignment: ...

    def tell(self, reading: Reading, kind: Kind, told: Mapping[str, Told], now: datetime) -> Sequence[Decision]: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome for one document, as `replay` and the log report it."""

    document: DocumentId
    development: DevelopmentId
    assignment: Assignment
    matches: tuple[Match, ...]
    decisions: tuple[Decision, ...]


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
) -> Judged | None:
    """Judge a read document and write all of it; None when the item was judged before (the step ran twice)."""
    one_judge_at_a_time(session)
    if not _take(session, item):
        return None
    keys = list(dict.fromkeys(judge.index_keys(reading.features)))
    counts = term_counts(session, keys)
    searched = judge.search_keys(reading, counts)
    candidates = find_candidates(session, searched, (reading.document.first_seen or now) - WINDOW)
    counts |= term_counts(session, (key for c in candidates for key in judge.index_keys(c.features)))
    assignment = judge.group(reading, candidates, counts)
    development = _join(session, assignment, reading.document, now)
    document = _add_document(session, reading, item, extract, development, assignment, text_from, note)
    index(session, document, keys)
    if reading.matches:
        session.execute(insert(MatchRow), [match_values(document, match) for match in reading.matches])
    decisions = tuple(judge.tell(reading, assignment.kind, told(session, development), now))
    record_decisions(session, document, development, decisions, now)
    return Judged(document, development, assignment, reading.matches, decisions)


def term_counts(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """key -> number of stored documents that hold it, for the known ones; the empty key counts all documents."""
    ordered = counted(keys)
    counts: dict[str, int] = {}
    for start in range(0, len(ordered), MOST_KEYS):
        query = select(TermCountRow.key, TermCountRow.documents).where(TermCountRow.key.in_(ordered[start : start + MOST_KEYS]))
        counts.update((key, number) for key, number in session.execute(query))
    return counts


def find_candidates(session: Session, keys: Sequence[str], since: datetime) -> list[Candidate]:
    """Documents first seen since then that share most of the given keys, with the other members of their developments."""
    if not keys:
        return []
    shared = func.count().label("shared")
    query = (
        select(DocumentRow.development_id, shared)
        .join(PostingRow, PostingRow.document_id == DocumentRow.id)
        .where(PostingRow.key.in_(keys), DocumentRow.first_seen >= since)
        .group_by(DocumentRow.id)
        .order_by(shared.desc(), DocumentRow.id.desc())
        .limit(MOST_CANDIDATES)
    )
    developments = dict.fromkeys(row.development_id for row in session.execute(query))
    return [member for development in developments for member in _members(session, development)]


def _members(session: Session, development: int) -> list[Candidate]:
    query = select(DocumentRow.id, DocumentRow.features).where(DocumentRow.development_id == development)
    rows = list(session.execute(query.order_by(DocumentRow.id.desc()).limit(MOST_MEMBERS)))
    return [Candidate(DocumentId(i), DevelopmentId(development), features_from_json(value)) for i, value in reversed(rows)]


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
    row = DevelopmentRow(title=document.title or document.text[:120], opened_at=now, last_at=now)
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


def index(session: Session, document: DocumentId, keys: Sequence[str], *, new: bool = True) -> None:
    """Make a document found under these keys and count them; not `new`: the document itself was counted before."""
    if keys:
        session.execute(insert(PostingRow), [{"key": key, "document_id": document} for key in keys])
    statement = insert_into(session, TermCountRow)
    raised = statement.on_conflict_do_update(index_elements=["key"], set_={"documents": TermCountRow.documents + 1})
    if rows := [{"key": key, "documents": 1} for key in counted(keys) if key or new]:
        session.execute(raised, rows)


def counted(keys: Iterable[str]) -> list[str]:
    """The keys whose number of documents matters, words and names, with the empty key for the document itself."""
    return sorted({key for key in keys if key.startswith(("t:", "n:"))} | {""})


def match_values(document: DocumentId, match: Match) -> dict[str, object]:
    return {"document_id": document, "rule": match.rule, "value": match_to_json(match)}


def told(session: Session, development: DevelopmentId) -> dict[str, Told]:
    """The latest alert of a development on each channel that has one."""
    query = select(DeliveryRow).where(DeliveryRow.development_id == development).order_by(DeliveryRow.sequence)
    return {row.channel: _told_of(row) for row in session.scalars(query)}


def _told_of(row: DeliveryRow) -> Told:
    return Told(
        delivery=DeliveryId(row.id),
        sequence=row.sequence,
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
