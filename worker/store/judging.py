"""The one transaction in which a document becomes durable: text, development, matches, decisions and deliveries.

Either all of it is there or nothing; killed in the middle, the item is still waiting and is read again. The decisions
come from a `Judge`, which only ever sees values; what is decided there is written here.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import CompoundSelect, Text, bindparam, cast, func, insert, literal_column, select, union_all, update
from sqlalchemy.orm import InstrumentedAttribute, Session

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
from worker.store import constraints
from worker.store.codec import evidence_to_json, features_from_text, features_to_json, match_to_json, removed_to_json
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
from worker.tokens import headline

# The window of grouping: a saga of years must not slow a night's work.
WINDOW = timedelta(days=14)

# A key in more documents than both tells stories apart as little as "said" does. The rarest few are searched all the same,
# so that a text of nothing but common words is compared with something.
COMMON_DOCUMENTS, COMMON_SHARE = 50, 0.02
FEWEST_SEARCHED = 8
# What makes a search cost the same among 1,000 and 48,000 documents (benchmarks/developments/cost.py): the latest postings of a
# key, and the postings of all keys, rarest first, after which no more are read. Ten thousand equal texts share every key.
LATEST_POSTINGS = 64
ENOUGH_POSTINGS = 1_500
# Documents that share most, of which those outside the window then go; their developments, the likeliest first; and of each
# development the documents that share most and its latest ones.
MOST_DOCUMENTS = 200
MOST_DEVELOPMENTS = 12
MOST_ALIKE, MOST_LATEST = 8, 4


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
    counts: TermCounts | None = None,
    ties: constraints.Ties = constraints.FREE,
) -> Judged | None:
    """Judge a read document and write all of it; None when the item was judged before (the step ran twice).

    `counts`: those of earlier documents, for a caller that is the only one to write; without it the database is asked.
    `ties`: with which earlier documents it has to be, or must not, as a replay is told.
    """
    one_judge_at_a_time(session)
    if not _take(session, item):
        return None
    counts = counts or TermCounts()
    keys = list(dict.fromkeys(judge.index_keys(reading.features)))
    own_counts = counts.of(session, counted(keys))
    reading = judge.weigh(reading, own_counts)
    searched = judge.search_keys(reading, own_counts)
    candidates = find_candidates(session, searched, (reading.document.first_seen or now) - WINDOW, own_counts)
    placement = constraints.place(session, candidates, lambda allowed: judge.group(reading, allowed, own_counts), ties)
    assignment = placement.assignment
    development = _join(session, assignment, reading.document, now)
    document = _add_document(session, reading, item, extract, development, assignment, text_from, note)
    constraints.record(session, document, placement, ties)
    index(session, document, keys)
    counts.add(counted(keys))
    if reading.matches:
        session.execute(insert(MatchRow), [match_values(document, match) for match in reading.matches])
    decisions = decide(session, judge, reading, assignment.kind, development, now)
    record_decisions(session, document, development, decisions, now)
    return Judged(document, development, assignment, reading.matches, decisions, placement.reason)


# ------------------------------------------------------------------ how common a key is


class TermCounts:
    """In how many documents a key stands, each key asked for once.

    Right for one transaction under the lock of judging; for longer only where nobody else writes, as in a replay.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, session: Session, keys: Iterable[str]) -> dict[str, int]:
        """key -> number of stored documents that hold it, for the given keys that any holds."""
        keys = list(keys)
        if unknown := [key for key in keys if key not in self._known]:
            self._known.update(dict.fromkeys(unknown, 0) | _read_counts(session, unknown))
        return {key: number for key in keys if (number := self._known[key])}

    def add(self, keys: Iterable[str]) -> None:
        """Follow the database after a document with these keys; a key never asked for is still read when it is."""
        for key in keys:
            if key in self._known:
                self._known[key] += 1


def term_counts(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """key -> number of stored documents that hold it, for the known ones; the empty key counts all documents."""
    return TermCounts().of(session, counted(keys))


def _read_counts(session: Session, keys: Sequence[str]) -> dict[str, int]:
    ordered = sorted(keys)
    counts: dict[str, int] = {}
    for start in range(0, len(ordered), MOST_KEYS):
        query = select(TermCountRow.key, TermCountRow.documents).where(TermCountRow.key.in_(ordered[start : start + MOST_KEYS]))
        counts.update((key, number) for key, number in session.execute(query))
    return counts


# ------------------------------------------------------------------ documents alike


@dataclass(frozen=True, slots=True)
class _Member:
    """A document to compare with. `features` is the stored text: by it they are remembered, so that a revision is seen."""

    document: int
    development: int
    features: str


def find_candidates(
    session: Session, keys: Sequence[str], since: datetime, counts: Mapping[str, int] | None = None
) -> list[Candidate]:
    """Documents first seen since then that share most of the given keys, with other members of their developments.

    A key weighs the more, the rarer it is by `counts` (of `term_counts`). At most `MOST_DEVELOPMENTS`, likeliest first, each
    with the documents that share most and its latest ones, in the order in which they came.
    """
    return [_candidate(member) for member in _find(session, keys, since, counts or {})]


def _candidate(member: _Member) -> Candidate:
    return Candidate(DocumentId(member.document), DevelopmentId(member.development), features_from_text(member.features))


def _find(session: Session, keys: Sequence[str], since: datetime, counts: Mapping[str, int]) -> list[_Member]:
    shares = _shares(session, _searched(keys, counts), counts)
    best = heapq.nsmallest(MOST_DOCUMENTS, shares, key=lambda document: (-shares[document], -document))
    alike = _alike(session, best, since)
    latest = _latest_of(session, list(alike))
    wanted = [member for development in alike for member in sorted({*alike[development], *latest[development]})]
    return _members(session, wanted)


def _searched(keys: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """The keys worth searching, rarest first, in the given order among equals."""
    rarest = sorted(dict.fromkeys(keys), key=lambda key: counts.get(key, 0))
    common = max(COMMON_DOCUMENTS, COMMON_SHARE * counts.get("", 0))
    return [key for number, key in enumerate(rarest) if number < FEWEST_SEARCHED or counts.get(key, 0) <= common]


def _shares(session: Session, keys: Sequence[str], counts: Mapping[str, int]) -> Counter[int]:
    """document -> weight of the given keys that it holds, by the latest postings of each key."""
    shares: Counter[int] = Counter()
    read = 0
    for start in range(0, len(keys), _AT_ONCE):
        for key, document in session.execute(_LATEST_POSTINGS, _places(keys[start : start + _AT_ONCE], "")):
            shares[document] += _weight(key, counts)
            read += 1
        if read >= ENOUGH_POSTINGS:
            break
    return shares


def _weight(key: str, counts: Mapping[str, int]) -> int:
    """What sharing a key says: hundredths of the log of documents per document that holds it; whole, to add up exactly."""
    return 1 + round(100 * math.log((counts.get("", 0) + 1) / (counts.get(key, 0) + 1)))


def _alike(session: Session, best: Sequence[int], since: datetime) -> dict[int, list[int]]:
    """development -> its documents within the window that share most, the likeliest development and document first."""
    query = select(DocumentRow.id, DocumentRow.development_id).where(DocumentRow.id.in_(best), DocumentRow.first_seen >= since)
    development_of = {row.id: row.development_id for row in session.execute(query)} if best else {}
    alike: dict[int, list[int]] = defaultdict(list)
    for document in best:
        if development := development_of.get(document):
            alike[development].append(document)
    return {development: documents[:MOST_ALIKE] for development, documents in list(alike.items())[:MOST_DEVELOPMENTS]}


def _latest_of(session: Session, developments: Sequence[int]) -> dict[int, list[int]]:
    latest: dict[int, list[int]] = defaultdict(list)
    if developments:
        for development, document in session.execute(_LATEST_MEMBERS, _places(developments, 0)):
            latest[development].append(document)
    return latest


def _members(session: Session, documents: Sequence[int]) -> list[_Member]:
    """The documents in the given order, with their features as stored."""
    columns = (DocumentRow.id, DocumentRow.development_id, cast(DocumentRow.features, Text))
    rows = session.execute(select(*columns).where(DocumentRow.id.in_(documents))) if documents else ()
    found = {document: _Member(document, development, features) for document, development, features in rows}
    return [found[document] for document in documents]


# One statement for so many keys or developments, each with a limit of its own: compiled once, and alike on both databases.
# No fewer than MOST_DEVELOPMENTS.
_AT_ONCE = 16


def _latest(by: InstrumentedAttribute[Any], document: InstrumentedAttribute[int], most: int) -> CompoundSelect[Any]:
    """(value, document id) of the latest `most` documents for each of the values of `_places`."""
    parts = []
    for place in range(_AT_ONCE):
        query = select(by, document).where(by == bindparam(f"p{place}")).order_by(document.desc())
        parts.append(select(query.limit(literal_column(str(most))).subquery()))
    return union_all(*parts)


def _places(values: Sequence[Any], nothing: object) -> dict[str, object]:
    """Parameters of `_latest`; places that are not needed get `nothing`, which no row holds."""
    return {f"p{place}": values[place] if place < len(values) else nothing for place in range(_AT_ONCE)}


_LATEST_POSTINGS = _latest(PostingRow.key, PostingRow.document_id, LATEST_POSTINGS)
_LATEST_MEMBERS = _latest(DocumentRow.development_id, DocumentRow.id, MOST_LATEST)


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


def index(session: Session, document: DocumentId, keys: Sequence[str], *, new: bool = True) -> None:
    """Make a document found under these keys and count them; not `new`: the document itself was counted before."""
    if postings := [{"key": key, "document_id": document} for key in keys if not key.startswith(_COUNTED_ONLY)]:
        session.execute(insert_into(session, PostingRow), postings)
    statement = insert_into(session, TermCountRow)
    raised = statement.on_conflict_do_update(index_elements=["key"], set_={"documents": TermCountRow.documents + 1})
    if rows := [{"key": key, "documents": 1} for key in counted(keys) if key or new]:
        session.execute(raised, rows)


# Concepts are in too many documents to find one by; how many is what they weigh by.
_COUNTED_ONLY = "c:"


def counted(keys: Iterable[str]) -> list[str]:
    """The keys whose number of documents matters, with the empty key for the document itself.

    All but the hashes of shingles (s:) and quotations (q:): those stand in copies alone, so their number says nothing.
    """
    return sorted({key for key in keys if not key.startswith(("s:", "q:"))} | {""})


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
