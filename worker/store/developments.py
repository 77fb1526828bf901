"""Developments as a person looks at them: which there are, and who reported each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from worker.model import DevelopmentId, Document, DocumentId, Earlier, Kind
from worker.store.schema import DevelopmentRow, DocumentRow


@dataclass(frozen=True, slots=True)
class Overview:
    """A development with its documents, without their texts, in the order in which they were judged."""

    id: DevelopmentId
    title: str
    opened_at: datetime
    last_at: datetime
    documents: tuple[tuple[Document, Kind], ...]


def since(session: Session, moment: datetime) -> list[Overview]:
    """Developments that a document joined since then, the latest first; those merged into another one are left out."""
    return _overviews(session, DevelopmentRow.last_at >= moment)


def one(session: Session, development: DevelopmentId) -> Overview | None:
    """The development, or None when it has no documents: unknown, or merged into another one."""
    return next(iter(_overviews(session, DevelopmentRow.id == development)), None)


def holding(session: Session, document: DocumentId) -> Earlier | None:
    """The development in which a document is now, or None when there is no such document."""
    query = select(DevelopmentRow).join(DocumentRow, DocumentRow.development_id == DevelopmentRow.id)
    row = session.scalars(query.where(DocumentRow.id == document)).one_or_none()
    return None if row is None else Earlier(f"d{row.id}", row.title, row.last_at)


def _overviews(session: Session, which: ColumnElement[bool]) -> list[Overview]:
    rows = select(DevelopmentRow).where(which).order_by(DevelopmentRow.last_at.desc(), DevelopmentRow.id.desc())
    columns = (DocumentRow.id, DocumentRow.source, DocumentRow.url, DocumentRow.title, DocumentRow.language, DocumentRow.kind)
    query = select(DocumentRow.development_id, *columns).join(DevelopmentRow, DevelopmentRow.id == DocumentRow.development_id)
    members: dict[int, list[tuple[Document, Kind]]] = defaultdict(list)
    for row in session.execute(query.where(which).order_by(DocumentRow.id)):
        document = Document(DocumentId(row.id), row.source, row.url, row.title, text="", language=row.language)
        members[row.development_id].append((document, Kind(row.kind)))
    return [
        Overview(DevelopmentId(row.id), row.title, row.opened_at, row.last_at, tuple(members[row.id]))
        for row in session.scalars(rows)
        if row.id in members
    ]
