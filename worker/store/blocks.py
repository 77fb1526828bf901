"""The memory of what sites put into their articles: which line stood in which developments, kept small and forgotten in time.

A row is a line of a site by its digest. It is recognised as a block of the site once documents of two developments held
it. The deciding part comes in as `Blocks` and only ever sees values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, delete, func, or_, select, tuple_
from sqlalchemy.orm import Session

from worker.model import DevelopmentId, DocumentId, Extract
from worker.store.dialect import MOST_KEYS
from worker.store.schema import SiteLineRow

# Developments that make a line a block, and those after which more sightings say nothing new (`extract.blocks`).
FEWEST, SURE = 2, 3
# Documents of one development that are remembered with a line until it is recognised: those are cleaned then.
MOST_SIGHTINGS = 20
# A site changes its template every few months; a line that came once and never again was the article's own.
FORGET_AFTER, FORGET_SINGLE_AFTER = timedelta(days=90), timedelta(days=30)
# A template has some dozens of lines; the rest of the rows are the edges of some hundred articles.
MOST_LINES = 5_000
FORGET_AT_ONCE = 200


class Blocks(Protocol):
    """Decides about lines of a document; never reads or writes. `known`: digest -> developments in which it stood."""

    def digests(self, extract: Extract) -> Sequence[int]: ...

    def to_learn(self, extract: Extract, known: Mapping[int, int]) -> Sequence[int]: ...

    def clean(self, extract: Extract, known: Mapping[int, int]) -> Extract: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a block of a site stood: some of its documents, one per development at least, and when it was first seen."""

    site: str
    since: datetime
    documents: tuple[DocumentId, ...]


def known(session: Session, site: str, digests: Sequence[int]) -> dict[int, int]:
    """digest -> number of developments in which the line stood, `SURE` at most; only those ever seen."""
    return {row.digest: _developments(row.sightings) for row in _rows(session, site, digests)}


def learn(
    session: Session,
    blocks: Blocks,
    site: str,
    extract: Extract,
    document: DocumentId,
    development: DevelopmentId,
    now: datetime,
) -> tuple[DocumentId, ...]:
    """Remember the lines of a document as it was extracted; returns documents that may hold a line now recognised.

    These are the document itself, when any of its lines is a block, and for lines that became one just now those
    remembered with them, newest first. Only under the lock of judging: nobody else writes these rows. Learning a
    document twice changes nothing but the date.
    """
    held = _rows(session, site, blocks.digests(extract))
    learned = blocks.to_learn(extract, {row.digest: _developments(row.sightings) for row in held})
    rows = {row.digest: row for row in held}
    # Lines that were removed for their place are learned as well, and stand in no line of the text.
    rows |= {row.digest: row for row in _rows(session, site, [digest for digest in learned if digest not in rows])}
    affected: set[int] = set()
    for digest in learned:
        row = rows.get(digest)
        if row is None:
            row = rows[digest] = SiteLineRow(site=site, digest=digest, sightings=[], first_seen=now)
            session.add(row)
        affected.update(_see(row, document, development, now))
    if any(row.recognised_at is not None for row in held):
        affected.add(document)
    session.flush()
    _forget(session, site, now)
    return tuple(DocumentId(i) for i in sorted(affected, reverse=True))


def standing(session: Session, site: str, digests: Sequence[int]) -> dict[int, Standing]:
    """Where the recognised lines among these stood; a line that was forgotten since is left out."""
    rows = [row for row in _rows(session, site, digests) if row.recognised_at is not None]
    return {row.digest: Standing(site, row.first_seen, tuple(DocumentId(d) for _, d in row.sightings)) for row in rows}


def _rows(session: Session, site: str, digests: Sequence[int]) -> list[SiteLineRow]:
    wanted = list(dict.fromkeys(digests))[:MOST_KEYS]
    if not wanted:
        return []
    return list(session.scalars(select(SiteLineRow).where(SiteLineRow.site == site, SiteLineRow.digest.in_(wanted))))


def _developments(sightings: Iterable[Sequence[int]]) -> int:
    return len({development for development, _ in sightings})


def _see(row: SiteLineRow, document: int, development: int, now: datetime) -> list[int]:
    """Note a sighting; the documents that hold the line if it is recognised by this one."""
    row.last_seen = now
    grown = _with_sighting(row.sightings, document, development)
    if grown is None:
        return []
    recognised = row.recognised_at is None and _developments(grown) >= FEWEST
    row.sightings = _one_per_development(grown) if recognised else grown
    if not recognised:
        return []
    row.recognised_at = now
    return [seen for _, seen in grown]


def _with_sighting(sightings: Sequence[Sequence[int]], document: int, development: int) -> list[Sequence[int]] | None:
    """The sightings with one more, or None when it says nothing new."""
    developments = {known for known, _ in sightings}
    repeats = development in developments and len(developments) >= FEWEST
    if [development, document] in sightings or len(developments) >= SURE or repeats:
        return None
    return [*sightings, [development, document]][-MOST_SIGHTINGS:]


def _one_per_development(sightings: Iterable[Sequence[int]]) -> list[Sequence[int]]:
    first: dict[int, Sequence[int]] = {}
    for sighting in sightings:
        first.setdefault(sighting[0], sighting)
    return list(first.values())


# ------------------------------------------------------------------ forgetting


def _forget(session: Session, site: str, now: datetime) -> None:
    """Delete what was not seen for long, of any site, and the oldest lines of this site beyond its share; some at a time."""
    # Seen once: the same moment first and last.
    single = SiteLineRow.recognised_at.is_(None) & (SiteLineRow.first_seen == SiteLineRow.last_seen)
    old = SiteLineRow.last_seen < now - FORGET_AFTER
    _delete(session, or_(old, single & (SiteLineRow.last_seen < now - FORGET_SINGLE_AFTER)), FORGET_AT_ONCE)
    number = session.scalar(select(func.count()).select_from(SiteLineRow).where(SiteLineRow.site == site)) or 0
    if number > MOST_LINES:
        _delete(session, SiteLineRow.site == site, number - MOST_LINES)


def _delete(session: Session, which: ColumnElement[bool], most: int) -> None:
    """Delete at most so many rows, those that are no blocks first, then the longest unseen."""
    order = (SiteLineRow.recognised_at.is_not(None), SiteLineRow.last_seen, SiteLineRow.digest)
    keys = session.execute(select(SiteLineRow.site, SiteLineRow.digest).where(which).order_by(*order).limit(most)).all()
    for start in range(0, len(keys), FORGET_AT_ONCE):
        part: Collection[tuple[str, int]] = [(site, digest) for site, digest in keys[start : start + FORGET_AT_ONCE]]
        session.execute(delete(SiteLineRow).where(tuple_(SiteLineRow.site, SiteLineRow.digest).in_(part)))
