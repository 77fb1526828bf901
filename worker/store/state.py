"""Small facts about the whole installation, by name: the last tick, the network, the configuration."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from worker.store.dialect import insert_into
from worker.store.schema import DecisionRow, DocumentRow, MatchRow, StateRow


def put(session: Session, name: str, value: dict[str, Any], now: datetime) -> None:
    statement = insert_into(session, StateRow).values(name=name, value=value, at=now)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value, "at": now}))


def get(session: Session, name: str) -> tuple[dict[str, Any], datetime] | None:
    """The value and when it was written, or None."""
    row = session.get(StateRow, name)
    return (row.value, row.at) if row else None


def totals(session: Session) -> dict[str, int]:
    """Numbers for the summary: documents, matched documents, developments, and documents held back as old."""
    count = func.count
    return {
        "documents": session.scalar(select(count()).select_from(DocumentRow)) or 0,
        "matched": session.scalar(select(count(MatchRow.document_id.distinct()))) or 0,
        "developments": session.scalar(select(count(DocumentRow.development_id.distinct()))) or 0,  # not those merged away
        "baseline": session.scalar(select(count()).select_from(DocumentRow).where(DocumentRow.baseline)) or 0,
        "held": session.scalar(select(count()).select_from(DecisionRow).where(DecisionRow.outcome == "held")) or 0,
    }


def expect_baseline(session: Session, sources: Collection[str], now: datetime) -> None:
    """These sources get a first reading once more, at another address, and it is to be summed up like the first."""
    value = (get(session, "baseline") or ({"sources": []}, now))[0]
    told, moved = set(value["sources"]), set(value.get("moved", ()))
    lists = {"sources": sorted(told - set(sources)), "moved": sorted(moved | (told & set(sources)))}
    put(session, "baseline", value | lists, now)


def baseline_totals(session: Session, sources: Sequence[str], after: int) -> tuple[int, int, int]:
    """(documents, documents with a match, newest document) of the baseline of these sources behind the document `after`."""
    of_these = (DocumentRow.baseline, DocumentRow.source.in_(sources), DocumentRow.id > after)
    stored = session.scalar(select(func.count()).select_from(DocumentRow).where(*of_these))
    matching = select(func.count(MatchRow.document_id.distinct())).join(DocumentRow, DocumentRow.id == MatchRow.document_id)
    newest = session.scalar(select(func.max(DocumentRow.id)).where(*of_these))
    return stored or 0, session.scalar(matching.where(*of_these)) or 0, newest or after
