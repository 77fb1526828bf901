"""Developments merged and split by hand: one transaction under the lock of judging, so that it is there whole or not at all.

Documents move, and constraints between them remain. Alerts that nobody has got yet are decided again as the documents
now stand; what was sent, or is being sent, stays and counts as told. Nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from worker.model import Candidate, Decision, DevelopmentId, DocumentId, Kind, Match, Reading, Telling
from worker.store import constraints, index, judging, revising
from worker.store.codec import features_from_json, match_from_json
from worker.store.constraints import Bond, Manual, ManualId
from worker.store.dialect import MOST_KEYS, one_judge_at_a_time
from worker.store.documents import stored_document
from worker.store.schema import DecisionRow, DeliveryRow, DevelopmentRow, DocumentRow, ManualDocumentRow, ManualRow, MatchRow
from worker.tokens import headline

# Each document split off is bound against each that stays. So many pairs are written in seconds, with the lock held.
MOST_PAIRS = 100_000
# A document whose kind is read anew is compared with so many before it, as many as judging would show of two developments.
MOST_BESIDE = 14
NOT_TOLD = "split off by hand without --tell"
_Pair = tuple[DocumentId, DocumentId]


class RegroupingError(ValueError):
    """A merge or split that makes no sense as it was asked for; the message says what to ask for instead."""


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a merge or split did. `undone`: earlier decisions that it took back, wholly or in part, oldest first.

    `withdrawn` and `waiting` are the numbers of alerts that were taken back and that wait to be sent for the documents
    concerned.
    """

    manual: ManualId
    development: DevelopmentId
    others: tuple[DevelopmentId, ...]
    documents: tuple[DocumentId, ...]
    undone: tuple[Manual, ...]
    withdrawn: int
    waiting: int


# ------------------------------------------------------------------ merge


def merge(session: Session, judge: judging.Judge, developments: Sequence[DevelopmentId], now: datetime) -> Regrouped:
    """Move all documents into the development with the smallest number; RegroupingError when that cannot be."""
    one_judge_at_a_time(session)
    members = _members_to_merge(session, developments)
    target, *others = sorted(members)
    moved = [document for other in others for document in members[other]]
    manual = _add_manual(session, "merge", target, others, now)
    _move(session, manual, {d: members[d] for d in others}, target, lambda other: f"d{other} was merged into d{target} by hand")
    undone = constraints.end_pairs(session, target, target, Bond.APART, manual)
    known = constraints.pairs_within(session, target, Bond.TOGETHER)
    constraints.add_pairs(session, _new_links(known, [sorted(members[target] + moved)]), Bond.TOGETHER, manual)
    constraints.refresh(session, sorted(members))
    _describe(session, target)
    _settle_kinds(session, judge, target)
    withdrawn = _join_alerts(session, judge, target, others, now)
    return _outcome(session, manual, target, others, moved, undone, withdrawn)


def _members_to_merge(session: Session, developments: Sequence[DevelopmentId]) -> dict[DevelopmentId, list[DocumentId]]:
    if len(set(developments)) < len(developments):
        twice = next(d for d in developments if developments.count(d) > 1)
        raise RegroupingError(f"d{twice} is named twice; name each development once")
    if len(developments) < 2:
        raise RegroupingError("one development alone cannot be merged; name two or more: merge d3 d7")
    return {development: _members(session, development) for development in developments}


def _join_alerts(
    session: Session, judge: judging.Judge, target: DevelopmentId, others: Sequence[DevelopmentId], now: datetime
) -> int:
    """Give the merged development all alerts. Where two had one on a channel, those not sent yet are decided again."""
    alerts = revising.lock_alerts(session, [target, *others])
    of_channel: dict[str, set[int | None]] = {}
    for alert in alerts:
        of_channel.setdefault(alert.channel, set()).add(alert.development_id)
    again = [alert for alert in alerts if len(of_channel[alert.channel]) > 1 and _is_open(alert)]
    reason = f"withdrawn before it was sent: {_named(others)} merged into d{target} by hand"
    due = {channel: min(a.next_attempt_at for a in again if a.channel == channel) for channel in {a.channel for a in again}}
    concerned = _withdraw(session, again, reason, now)
    _renumber(session, target, [alert for alert in alerts if alert not in again])
    for document, channels in concerned.items():
        _decide_again(session, judge, document, target, {c: due[c] for c in channels}, reason, now)
    return len(again)


def _renumber(session: Session, target: DevelopmentId, alerts: Sequence[DeliveryRow]) -> None:
    """One sequence for each channel: what was sent in the order of sending, then what is under way, then what is open."""
    for alert in alerts:  # out of the way first: no two rows may ever have the same number
        alert.sequence = -alert.id
    session.flush()
    numbers: dict[str, int] = {}
    for alert in sorted(alerts, key=lambda a: (_is_open(a), a.sent_at is None, a.sent_at or a.created_at, a.id)):
        alert.development_id, alert.sequence = target, numbers.get(alert.channel, 0)
        numbers[alert.channel] = alert.sequence + 1
    session.flush()


def _decide_again(
    session: Session,
    judge: judging.Judge,
    document: DocumentId,
    development: DevelopmentId,
    due: Mapping[str, datetime],
    reason: str,
    now: datetime,
) -> None:
    """Tell a document whose alert was withdrawn as if its development had been one from the start; never later than it was."""
    reading, kind = _reading(session, session.get_one(DocumentRow, document))
    decided = [d for d in judging.decide(session, judge, reading, kind, development, now) if d.channel in due]
    found = [replace(d, reason=f"{d.reason}; {reason}") for d in decided if d.outcome is Telling.SILENT]
    found += [_not_later(d, due[d.channel]) for d in decided if d.outcome is not Telling.SILENT]
    _redecide(session, document, development, found, now)


def _not_later(decision: Decision, due: datetime) -> Decision:
    """A first alert keeps its date; an update waits for its gap."""
    if decision.due is None or decision.kind != "new":
        return decision
    return replace(decision, due=min(decision.due, due))


# ------------------------------------------------------------------ split


def split(
    session: Session,
    judge: judging.Judge,
    development: DevelopmentId,
    documents: Sequence[DocumentId],
    now: datetime,
    *,
    tell: bool = False,
) -> Regrouped:
    """Move documents into a new development of their own; RegroupingError when that cannot be.

    Alerts that told of these documents and no others go along, so that an undone merge has told what was told before it.
    On a channel without one it was not told yet: not `tell` leaves it so and says why, and a later document that joins it
    is told as its first.
    """
    one_judge_at_a_time(session)
    leaving, staying = _members_to_split(session, development, documents)
    bound = constraints.pairs_within(session, development, Bond.TOGETHER)
    new = _open(session, now)
    manual = _add_manual(session, "split", new, [development], now)
    _move(session, manual, {development: leaving}, new, lambda other: f"split off from d{other} by hand")
    undone = constraints.end_pairs(session, development, new, Bond.TOGETHER, manual)
    constraints.add_pairs(session, _new_links(bound, [leaving]), Bond.TOGETHER, manual)
    constraints.add_pairs(session, _new_links(bound, _kept(bound, leaving)), Bond.TOGETHER, max(undone, default=manual))
    constraints.add_pairs(session, ((a, b) for a in leaving for b in staying), Bond.APART, manual)
    constraints.refresh(session, [development, new])
    for changed in (development, new):
        _describe(session, changed)
        _settle_kinds(session, judge, changed)
    along, withdrawn = _leave_alerts(session, development, new, leaving, now)
    for document in leaving:
        _tell_split(session, judge, document, development, new, along, tell, now)
    return _outcome(session, manual, new, [development], leaving, undone, withdrawn)


def _members_to_split(
    session: Session, development: DevelopmentId, documents: Sequence[DocumentId]
) -> tuple[list[DocumentId], list[DocumentId]]:
    """The documents that leave and those that stay, in the order in which they were judged."""
    members, named = _members(session, development), set(documents)
    for document in sorted(named.difference(members)):
        raise RegroupingError(_not_a_member(session, document, development))
    if not named:
        raise RegroupingError(f"name the documents that leave d{development}, by their numbers in `developments show`")
    leaving, staying = sorted(named), [document for document in members if document not in named]
    if not staying:
        raise RegroupingError(
            f"these are all documents of d{development}, so nothing would be split; name those that do not belong"
        )
    if len(leaving) * len(staying) > MOST_PAIRS:
        raise RegroupingError(
            f"{len(leaving)} documents against {len(staying)} are more than {MOST_PAIRS:,} pairs; split off fewer at a time"
        )
    return leaving, staying


def _not_a_member(session: Session, document: DocumentId, development: DevelopmentId) -> str:
    row = session.get(DocumentRow, document)
    if row is None:
        return f"there is no document {document}; `developments show d{development}` lists those of d{development}"
    return f"document {document} is in d{row.development_id}, not in d{development}; split that one, or name another document"


def _open(session: Session, now: datetime) -> DevelopmentId:
    """A development without documents; `_describe` says what it is when it has some."""
    row = DevelopmentRow(title="", opened_at=now, last_at=now)
    session.add(row)
    session.flush()
    return DevelopmentId(row.id)


def _kept(bound: Sequence[_Pair], leaving: Sequence[DocumentId]) -> list[list[DocumentId]]:
    """What stays of each group that earlier merges made and that the split cuts: those merges go on for it."""
    cut = [group for group in set(constraints.groups(bound).values()) if not group.isdisjoint(leaving)]
    return [sorted(group.difference(leaving)) for group in cut if not group.issubset(leaving)]


def _new_links(known: Sequence[_Pair], groups: Sequence[Sequence[DocumentId]]) -> list[_Pair]:
    """The pairs that hold each group together and are not in force yet."""
    there = set(known)
    return [pair for group in groups for pair in constraints.star(group) if pair not in there]


def _leave_alerts(
    session: Session, old: DevelopmentId, new: DevelopmentId, documents: Sequence[DocumentId], now: datetime
) -> tuple[set[str], int]:
    """Give the new development the alerts that told of nothing else, and take the documents out of those still open.

    Returns the channels of the former, and how many of the latter had nothing else.
    """
    alerts = revising.lock_alerts(session, [old])
    along = [alert for alert in alerts if alert.documents and set(documents).issuperset(alert.documents)]
    _renumber(session, new, along)
    withdrawn = 0
    for alert in (alert for alert in alerts if _is_open(alert)):
        for decision in session.scalars(select(DecisionRow).where(DecisionRow.delivery_id == alert.id)).all():
            if decision.document_id in documents:
                decision.delivery_id, decision.at = None, now
                decision.outcome, decision.reason = Telling.SILENT.value, f"taken out of an alert of d{old}: {NOT_TOLD}"
        session.flush()
        withdrawn += not _any_active(session, alert)
        revising.settle(session, alert)
    return {alert.channel for alert in along}, withdrawn


def _any_active(session: Session, alert: DeliveryRow) -> bool:
    active = select(DecisionRow.document_id).where(DecisionRow.delivery_id == alert.id, DecisionRow.outcome.in_(revising.ACTIVE))
    return session.scalar(active.limit(1)) is not None


def _tell_split(
    session: Session,
    judge: judging.Judge,
    document: DocumentId,
    old: DevelopmentId,
    new: DevelopmentId,
    along: Collection[str],
    tell: bool,
    now: datetime,
) -> None:
    """Match a document that was split off against the rules of today; tell it, or write why not where it was not told.

    On the channels of `along` an alert came with it: there it stays as told as it was.
    """
    row = session.get_one(DocumentRow, document)
    before = {d.channel: d for d in session.scalars(select(DecisionRow).where(DecisionRow.document_id == document))}
    told = {channel for channel, decision in before.items() if decision.outcome in revising.ACTIVE}
    reading, kind = _matched_today(session, judge, row)
    decided: Iterable[Decision] = judging.decide(session, judge, reading, kind, new, now)
    if tell:
        also = f"; told before as part of d{old}"
        open_to = [d for d in decided if d.channel not in told or d.channel not in along]
        found = [replace(d, reason=d.reason + also) if d.channel in told else d for d in open_to]
    else:
        silent = f"d{new} was not told: {NOT_TOLD}"
        found = [replace(d, outcome=Telling.SILENT, reason=silent, due=None) for d in decided if d.channel not in {*told, *along}]
    _redecide(session, document, new, found, now)


def _matched_today(session: Session, judge: judging.Judge, row: DocumentRow) -> tuple[Reading, Kind]:
    """The document with the rules that hold today, as one that a person asks about: never old, never part of a baseline.

    Rules that held when it was judged stay on record; those that hold only now are added.
    """
    reading, kind = _reading(session, row)
    matches = judge.read(reading.document).matches
    known = {match.rule for match in reading.matches}
    added = [judging.match_values(DocumentId(row.id), match) for match in matches if match.rule not in known]
    if added:
        session.execute(insert(MatchRow), added)
    return replace(reading, document=replace(reading.document, baseline=False, from_folder=True), matches=matches), kind


# ------------------------------------------------------------------ shared


def _members(session: Session, development: DevelopmentId) -> list[DocumentId]:
    """The documents of a development in the order in which they were judged; RegroupingError when there are none."""
    query = select(DocumentRow.id).where(DocumentRow.development_id == development).order_by(DocumentRow.id)
    members = [DocumentId(number) for number in session.scalars(query)]
    if not members:
        raise RegroupingError(unknown(session, development))
    return members


def unknown(session: Session, development: DevelopmentId) -> str:
    """Why a development has no documents, and what to name instead."""
    if homes := constraints.moved_to(session, development):
        return f"the documents of d{development} are in {' and '.join(f'd{home}' for home in homes)} now"
    return f"there is no development d{development}; `developments list` shows those of the last days, --days more of them"


def _add_manual(
    session: Session, action: str, development: DevelopmentId, others: Sequence[DevelopmentId], now: datetime
) -> ManualId:
    row = ManualRow(at=now, action=action, development_id=development, others=list(others))
    session.add(row)
    session.flush()
    return ManualId(row.id)


def _move(
    session: Session,
    manual: ManualId,
    documents: Mapping[DevelopmentId, Sequence[DocumentId]],
    target: DevelopmentId,
    reason: Callable[[DevelopmentId], str],
) -> None:
    rows = [
        {"manual_id": manual, "document_id": document, "moved_from": source, "reason": reason(source)}
        for source, members in documents.items()
        for document in members
    ]
    session.execute(insert(ManualDocumentRow), rows)
    moved = [row["document_id"] for row in rows]
    for start in range(0, len(moved), MOST_KEYS):
        part = DocumentRow.id.in_(moved[start : start + MOST_KEYS])
        session.execute(update(DocumentRow).where(part).values(development_id=target))


def _describe(session: Session, development: DevelopmentId) -> None:
    """Say of a development what its documents say: the title of the first one, opened and last by when they were seen."""
    own = DocumentRow.development_id == development
    opened, last = session.execute(select(func.min(DocumentRow.first_seen), func.max(DocumentRow.first_seen)).where(own)).one()
    first = session.execute(select(DocumentRow.title, DocumentRow.text).where(own).order_by(DocumentRow.id).limit(1)).one()
    described = update(DevelopmentRow).where(DevelopmentRow.id == development)
    session.execute(described.values(title=headline(first.title, first.text), opened_at=opened, last_at=last))


def _settle_kinds(session: Session, judge: judging.Judge, development: DevelopmentId) -> None:
    """Make the first document the one that opened the development, and read anew how those stand whose reason went away.

    These are former first ones, and copies of a text that is elsewhere now. The others stay what they are.
    """
    query = select(DocumentRow.id, DocumentRow.kind, DocumentRow.evidence).where(DocumentRow.development_id == development)
    rows = session.execute(query.order_by(DocumentRow.id)).all()
    order = [row.id for row in rows]
    here = set(order)
    for place, row in enumerate(rows):
        kind = Kind(row.kind)
        if place == 0:
            kind = Kind.NEW
        elif kind is Kind.NEW or (kind is Kind.COPY and row.evidence["nearest"] not in here):
            kind = _kind_beside(session, judge, row.id, order[max(0, place - MOST_BESIDE) : place], development)
        if kind.value != row.kind:
            session.execute(update(DocumentRow).where(DocumentRow.id == row.id).values(kind=kind.value))


def _kind_beside(
    session: Session, judge: judging.Judge, document: int, earlier: Sequence[int], development: DevelopmentId
) -> Kind:
    """How a document stands to those before it in its development; a report when nothing but a person says that it belongs."""
    query = select(DocumentRow.id, DocumentRow.features).where(DocumentRow.id.in_(earlier)).order_by(DocumentRow.id)
    candidates = [Candidate(DocumentId(i), development, features_from_json(value)) for i, value in session.execute(query)]
    reading, _ = _reading(session, session.get_one(DocumentRow, document))
    kind = judge.group(reading, candidates, index.term_counts(session, judge.index_keys(reading.features))).kind
    return Kind.REPORT if kind is Kind.NEW else kind


def _reading(session: Session, row: DocumentRow) -> tuple[Reading, Kind]:
    query = select(MatchRow.value).where(MatchRow.document_id == row.id).order_by(MatchRow.rule)
    matches: tuple[Match, ...] = tuple(match_from_json(value) for value in session.scalars(query))
    return Reading(stored_document(row).document, features_from_json(row.features), matches), Kind(row.kind)


def _is_open(alert: DeliveryRow) -> bool:
    """Whether nobody can have got it yet: no attempt was made."""
    return alert.state == "pending" and alert.documents is None


def _withdraw(session: Session, alerts: Sequence[DeliveryRow], reason: str, now: datetime) -> dict[DocumentId, list[str]]:
    """Take open alerts back; returns the documents that they were about, each with its channels, in the order of judging."""
    query = select(DecisionRow).where(DecisionRow.delivery_id.in_([alert.id for alert in alerts]))
    concerned: dict[DocumentId, list[str]] = {}
    for decision in session.scalars(query.order_by(DecisionRow.document_id, DecisionRow.channel)).all():
        if decision.outcome in revising.ACTIVE:
            concerned.setdefault(DocumentId(decision.document_id), []).append(decision.channel)
            decision.outcome, decision.reason, decision.at = Telling.SILENT.value, reason, now
        decision.delivery_id = None
    session.flush()
    for alert in alerts:
        session.delete(alert)
    session.flush()
    return concerned


def _redecide(
    session: Session, document: DocumentId, development: DevelopmentId, decisions: Sequence[Decision], now: datetime
) -> None:
    """Write what is decided now in place of what was decided before on the same channels."""
    channels = [decision.channel for decision in decisions]
    session.execute(delete(DecisionRow).where(DecisionRow.document_id == document, DecisionRow.channel.in_(channels)))
    judging.record_decisions(session, document, development, decisions, now)
    session.flush()


def _named(developments: Sequence[DevelopmentId]) -> str:
    names = ", ".join(f"d{development}" for development in developments)
    return f"{names} {'was' if len(developments) == 1 else 'were'}"


def _outcome(
    session: Session,
    manual: ManualId,
    development: DevelopmentId,
    others: Sequence[DevelopmentId],
    documents: Sequence[DocumentId],
    undone: Sequence[ManualId],
    withdrawn: int,
) -> Regrouped:
    waiting = [alert for alert in revising.lock_alerts(session, [development]) if _is_open(alert)]
    return Regrouped(
        manual=manual,
        development=development,
        others=tuple(others),
        documents=tuple(documents),
        undone=tuple(constraints.named(session, undone)),
        withdrawn=withdrawn,
        waiting=len(waiting),
    )
