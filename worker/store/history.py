"""Documents of the last weeks as they were judged, in that order, for trying rules on them. Reads only, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from worker.model import DevelopmentId, Document, DocumentId, Kind, Match
from worker.store.codec import match_from_json
from worker.store.documents import document_of
from worker.store.schema import DecisionRow, DocumentRow, MatchRow

# Documents in memory at once: some thousand characters each, so a few megabytes.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Past:
    """A document with the development and kind that it was given.

    `decided_at`: the clock when it was judged; known only where something was decided about an alert, else None.
    """

    document: Document
    development: DevelopmentId
    kind: Kind
    decided_at: datetime | None


def pages(session: Session, since: datetime, size: int = PAGE) -> Iterator[list[Past]]:
    """All documents of the developments that got one since then, in the order of judging, at most `size` at a time.

    Earlier documents of those developments come too: what was told of them decides what is news later.
    """
    of_late = select(DocumentRow.development_id).where(DocumentRow.first_seen >= since)
    # Their numbers first: sorting the rows themselves would hold every text in memory.
    numbers = session.scalars(
        select(DocumentRow.id).where(DocumentRow.development_id.in_(of_late)).order_by(DocumentRow.id)
    ).all()
    for start in range(0, len(numbers), size):
        yield _page(session, numbers[start : start + size])


def _page(session: Session, numbers: Sequence[int]) -> list[Past]:
    decided = select(func.max(DecisionRow.at)).where(DecisionRow.document_id == DocumentRow.id).scalar_subquery()
    query = select(*_COLUMNS, decided.label("decided_at")).where(DocumentRow.id.in_(numbers)).order_by(DocumentRow.id)
    return [_past(row) for row in session.execute(query)]


# Without the features, which are most of a row and which no rule looks at.
_COLUMNS = (
    DocumentRow.id,
    DocumentRow.source,
    DocumentRow.url,
    DocumentRow.title,
    DocumentRow.text,
    DocumentRow.caption,
    DocumentRow.language,
    DocumentRow.published,
    DocumentRow.published_origin,
    DocumentRow.first_seen,
    DocumentRow.from_folder,
    DocumentRow.baseline,
    DocumentRow.development_id,
    DocumentRow.kind,
)


def _past(row: Any) -> Past:
    return Past(document_of(row), DevelopmentId(row.development_id), Kind(row.kind), row.decided_at)


def recorded(session: Session, documents: Sequence[DocumentId]) -> dict[DocumentId, list[Match]]:
    """document -> the rules that held when it was judged, as they were then; none for a document without any."""
    query = select(MatchRow.document_id, MatchRow.value).where(MatchRow.document_id.in_(documents)).order_by(MatchRow.rule)
    found: dict[DocumentId, list[Match]] = {}
    for document, value in session.execute(query):
        found.setdefault(DocumentId(document), []).append(match_from_json(value))
    return found
