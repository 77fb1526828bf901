"""A judged document read once more without the lines that its site turned out to put everywhere.

Its text, the search for documents alike, its matches and the alerts that nobody has got yet follow; its development
stays. What was told stays as it was told. One transaction with the document that made the lines known, under the lock
of judging; revising again with the same memory changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from worker.model import DevelopmentId, Document, DocumentId, Extract, Kind, Match, Reading, Severity, Telling
from worker.store import blocks, index, judging
from worker.store.codec import features_from_json, features_to_json, match_from_json, removed_to_json
from worker.store.documents import stored_document
from worker.store.schema import DecisionRow, DeliveryRow, DocumentRow, MatchRow

# Reading again happens while nobody else can write: more documents, or longer ones, keep their text.
MOST_DOCUMENTS = 20
MOST_CHARACTERS = 1_000_000
# What came in before is outside the window of grouping, and nobody is told of it any more.
RECENT = index.WINDOW
# A rule that holds only now is news as long as a feed's item would be (`Policy.stale_after`).
NEWS = timedelta(hours=48)

WITHDRAWN = "withdrawn before it was sent: what matched is a block that the site puts into its articles"
LATER = "; what matched was recognised later as a block that the site puts into its articles"
# An alert that was tried and not sent yet says the same at every attempt.
_UNDER_WAY = ("pending", "sending")
# Outcomes by which a document is told, or will be.
ACTIVE = (Telling.TOLD.value, Telling.MERGED.value, Telling.HELD.value)


def revise(
    session: Session, judge: judging.Judge, site_blocks: blocks.Blocks, site: str, documents: Sequence[DocumentId], now: datetime
) -> list[DocumentId]:
    """Take the known blocks of the site out of recent documents; returns those that changed.

    At most `MOST_DOCUMENTS` with `MOST_CHARACTERS` together, in the given order; the others stay as they are, as do
    those of which an alert is under way, or was sent for what would go.
    """
    revised, left = [], MOST_CHARACTERS
    for document in documents[:MOST_DOCUMENTS]:
        row = session.get_one(DocumentRow, document)
        left -= len(row.text)
        if left >= 0 and row.first_seen >= now - RECENT and _revise(session, judge, site_blocks, site, row, now):
            revised.append(document)
    return revised


def _revise(
    session: Session, judge: judging.Judge, site_blocks: blocks.Blocks, site: str, row: DocumentRow, now: datetime
) -> bool:
    stored = stored_document(row)
    before = Extract(text=row.text, removed=stored.removed, boxed=stored.boxed)
    after = site_blocks.clean(before, blocks.known(session, site, site_blocks.digests(before)))
    if after is before:
        return False
    change = _change(judge, stored.document, after.text)
    alerts = lock_alerts(session, [row.development_id])
    if any(row.id in (alert.documents or ()) and (alert.state in _UNDER_WAY or change.gone) for alert in alerts):
        if change.gone:
            _say_later(session, row.id)
        return False
    held = {match.rule for match in _matches(session, row.id)}
    _replace(session, judge, row, change, after)
    matches = _matches(session, row.id)
    _redecide(session, row, held, matches, [a for a in alerts if a.state == "pending" and a.documents is None], now)
    if change.came and row.first_seen >= now - NEWS:
        _tell_new(session, judge, row, replace(change.reading, matches=tuple(matches)), change.came, now)
    return True


@dataclass(frozen=True, slots=True)
class _Change:
    """A document read without the block, and the rules that hold no more or only now because of that.

    Both texts are read with the rules of today: a rule that was added or dropped since is no matter of the block.
    """

    reading: Reading
    gone: frozenset[str]
    came: frozenset[str]


def _change(judge: judging.Judge, document: Document, text: str) -> _Change:
    with_block, without = judge.read(document), judge.read(replace(document, text=text))
    old, new = ({match.rule for match in reading.matches} for reading in (with_block, without))
    return _Change(without, frozenset(old - new), frozenset(new - old))


def _matches(session: Session, document: int) -> list[Match]:
    query = select(MatchRow.value).where(MatchRow.document_id == document).order_by(MatchRow.rule)
    return [match_from_json(value) for value in session.scalars(query)]


def lock_alerts(session: Session, developments: Collection[int]) -> Sequence[DeliveryRow]:
    """All alerts of these developments as they are now, held so that none is claimed meanwhile."""
    query = select(DeliveryRow).where(DeliveryRow.development_id.in_(developments)).order_by(DeliveryRow.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def _say_later(session: Session, document: int) -> None:
    for decision in _active(session, DecisionRow.document_id == document):
        if not decision.reason.endswith(LATER):
            decision.reason += LATER


def _active(session: Session, *which: object) -> Sequence[DecisionRow]:
    query = select(DecisionRow).where(*which, DecisionRow.outcome.in_(ACTIVE))  # type: ignore[arg-type]  # clauses
    return session.scalars(query.order_by(DecisionRow.document_id, DecisionRow.channel)).all()


# ------------------------------------------------------------------ the document, its features and its matches


def _replace(session: Session, judge: judging.Judge, row: DocumentRow, change: _Change, extract: Extract) -> None:
    document, before = DocumentId(row.id), set(judge.index_keys(features_from_json(row.features)))
    row.text, row.removed, row.boxed = extract.text, removed_to_json(extract.removed), list(extract.boxed)
    keys = judge.index_keys(change.reading.features)
    reading = judge.weigh(change.reading, index.term_counts(session, keys))
    row.features = features_to_json(reading.features)
    after = set(keys)
    index.remove(session, document, sorted(before - after))
    index.add(session, document, sorted(after - before), new=False)
    held = {match.rule for match in _matches(session, document)} - change.gone | change.came
    matches = [match for match in change.reading.matches if match.rule in held]
    replaced = change.gone | {match.rule for match in matches}
    session.execute(delete(MatchRow).where(MatchRow.document_id == document, MatchRow.rule.in_(replaced)))
    if matches:
        session.execute(insert(MatchRow), [judging.match_values(document, match) for match in matches])


# ------------------------------------------------------------------ alerts


def _redecide(
    session: Session,
    row: DocumentRow,
    before: Collection[str],
    matches: Sequence[Match],
    alerts: Sequence[DeliveryRow],
    now: datetime,
) -> None:
    """Take the document out of the open alerts for which nothing of it matches any more, and drop reasons for silence.

    `before` are the rules that held for it: a decision under another one never hung on its text.
    """
    by_id = {alert.id: alert for alert in alerts}
    for decision in _active(session, DecisionRow.document_id == row.id):
        alert = by_id.get(decision.delivery_id or 0)
        if alert is None:
            continue
        if decision.rule in before and not _for_channel(matches, decision.channel):
            decision.outcome, decision.reason, decision.delivery_id, decision.at = Telling.SILENT.value, WITHDRAWN, None, now
            session.flush()
        settle(session, alert)
    for silent in session.scalars(select(DecisionRow).where(DecisionRow.document_id == row.id)).all():
        if silent.outcome == Telling.SILENT.value and silent.reason != WITHDRAWN and not matches:
            session.delete(silent)


def settle(session: Session, alert: DeliveryRow) -> None:
    """Let an open alert carry the gravest rule that still holds; an alert for which none does is withdrawn.

    An update of what was told goes on under the rule of the alert before it, also where its text matches nothing.
    """
    decisions = _active(session, DecisionRow.delivery_id == alert.id)
    matching = [_matches(session, decision.document_id) for decision in decisions]
    holding = [match for matches in matching for match in _for_channel(matches, alert.channel)]
    pairs = zip(decisions, matching, strict=True)
    if not holding and alert.sequence and any(d.rule not in {match.rule for match in matches} for d, matches in pairs):
        before = judging.told(session, DevelopmentId(alert.development_id or 0), alert.sequence)[alert.channel]
        alert.rule, alert.severity = before.rule, before.severity.value
        return
    if not holding:
        session.execute(update(DecisionRow).where(DecisionRow.delivery_id == alert.id).values(delivery_id=None))
        session.delete(alert)
        session.flush()
        return
    gravest = max(match.severity.rank for match in holding)
    if Severity(alert.severity).rank != gravest or alert.rule not in {match.rule for match in holding}:
        lead = next(match for match in holding if match.severity.rank == gravest)
        alert.rule, alert.severity = lead.rule, lead.severity.value


def _for_channel(matches: Iterable[Match], channel: str) -> list[Match]:
    return [m for m in matches if m.live and (not m.channels or channel in m.channels)]


def _tell_new(
    session: Session, judge: judging.Judge, row: DocumentRow, reading: Reading, rules: Collection[str], now: datetime
) -> None:
    """Rules that hold only without the block (a `none` clause) are told like any match, where the document was silent."""
    matches = [match for match in reading.matches if match.rule in rules]
    development = DevelopmentId(row.development_id)
    found = judging.decide(session, judge, reading, Kind(row.kind), development, now)
    decided = {decision.channel: decision for decision in found if _for_channel(matches, decision.channel)}
    for earlier in session.scalars(select(DecisionRow).where(DecisionRow.document_id == row.id)).all():
        if earlier.channel in decided and earlier.outcome in ACTIVE:
            del decided[earlier.channel]
        elif earlier.channel in decided:
            session.delete(earlier)
    session.flush()
    judging.record_decisions(session, DocumentId(row.id), development, list(decided.values()), now)
