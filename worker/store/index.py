"""How documents alike are found again: the documents that hold a key, and in how many documents each key stands.

A document has some hundred keys (`worker.developments.assign.index_keys`); they go to the database as one text (`texts_in`).
"""

from __future__ import annotations

import heapq
import math
import typing
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    CompoundSelect,
    Integer,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    insert,
    literal_column,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from worker.model import Candidate, DevelopmentId, DocumentId
from worker.store.codec import features_from_text
from worker.store.dialect import as_json, insert_into, texts_in
from worker.store.schema import DocumentRow, PostingRow, TermCountRow

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
MOST_DOCUMENTS = 120
MOST_DEVELOPMENTS = 12
MOST_ALIKE, MOST_LATEST = 8, 4

_POSTING, _COUNT, _DOCUMENT = (typing.cast(Table, row.__table__) for row in (PostingRow, TermCountRow, DocumentRow))
_KEYS = texts_in("keys")


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
    rows: Sequence[Any] = session.execute(_COUNTS, {"keys": as_json(keys)}).all()
    return dict(rows)


_COUNTS = select(_COUNT.c.key, _COUNT.c.documents).where(_COUNT.c.key.in_(select(_KEYS)))


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
    rows: Sequence[Any] = session.execute(_WITHIN, {"documents": as_json(best), "since": since}).all() if best else ()
    development_of = dict(rows)
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
    rows = session.execute(_STORED, {"documents": as_json(documents)}) if documents else ()
    found = {document: _Member(document, development, features) for document, development, features in rows}
    return [found[document] for document in documents]


_AMONG = _DOCUMENT.c.id.in_(select(cast(texts_in("documents"), BigInteger)))
_WITHIN = select(_DOCUMENT.c.id, _DOCUMENT.c.development_id).where(_AMONG, _DOCUMENT.c.first_seen >= bindparam("since"))
_STORED = select(_DOCUMENT.c.id, _DOCUMENT.c.development_id, cast(_DOCUMENT.c.features, Text)).where(_AMONG)

# One statement for so many keys or developments, each with a limit of its own: compiled once, and alike on both databases.
# No fewer than MOST_DEVELOPMENTS.
_AT_ONCE = 16


def _latest(by: Column[Any], document: Column[Any], most: int) -> CompoundSelect[Any]:
    """(value, document id) of the latest `most` documents for each of the values of `_places`."""
    parts = []
    for place in range(_AT_ONCE):
        query = select(by, document).where(by == bindparam(f"p{place}")).order_by(document.desc())
        parts.append(select(query.limit(literal_column(str(most))).subquery()))
    return union_all(*parts)


def _places(values: Sequence[Any], nothing: object) -> dict[str, object]:
    """Parameters of `_latest`; places that are not needed get `nothing`, which no row holds."""
    return {f"p{place}": values[place] if place < len(values) else nothing for place in range(_AT_ONCE)}


_LATEST_POSTINGS = _latest(_POSTING.c.key, _POSTING.c.document_id, LATEST_POSTINGS)
_LATEST_MEMBERS = _latest(_DOCUMENT.c.development_id, _DOCUMENT.c.id, MOST_LATEST)


# ------------------------------------------------------------------ what a document is found by


def add(session: Session, document: DocumentId, keys: Sequence[str], *, new: bool = True) -> None:
    """Make a document found under these keys and count them; not `new`: the document itself was counted before."""
    session.execute(_POST, {"keys": as_json([key for key in keys if not key.startswith(_COUNTED_ONLY)]), "document": document})
    statement = insert_into(session, TermCountRow).from_select(["key", "documents"], _ONE_MORE)
    raised = statement.on_conflict_do_update(index_elements=["key"], set_={"documents": _COUNT.c.documents + 1})
    session.execute(raised, {"keys": as_json([key for key in counted(keys) if key or new])})


def remove(session: Session, document: DocumentId, keys: Sequence[str]) -> None:
    """Let a document, which stays, no longer be found under these keys nor be counted for them."""
    session.execute(_UNPOST, {"keys": as_json(keys), "document": document})
    session.execute(_ONE_LESS, {"keys": as_json([key for key in counted(keys) if key])})


# Concepts are in too many documents to find one by; how many is what they weigh by.
_COUNTED_ONLY = "c:"


def counted(keys: Iterable[str]) -> list[str]:
    """The keys whose number of documents matters, with the empty key for the document itself.

    All but the hashes of shingles (s:) and quotations (q:): those stand in copies alone, so their number says nothing.
    """
    return sorted({key for key in keys if not key.startswith(("s:", "q:"))} | {""})


_POST = insert(_POSTING).from_select(["key", "document_id"], select(_KEYS, bindparam("document", type_=BigInteger)))
_UNPOST = delete(_POSTING).where(_POSTING.c.document_id == bindparam("document"), _POSTING.c.key.in_(select(_KEYS)))
# Without a condition SQLite takes ON CONFLICT for that of a join (https://sqlite.org/lang_UPSERT.html, "Parsing Ambiguity").
_ONE_MORE = select(_KEYS, literal_column("1", Integer)).where(true())
_ONE_LESS = update(_COUNT).where(_COUNT.c.key.in_(select(_KEYS))).values(documents=_COUNT.c.documents - 1)
