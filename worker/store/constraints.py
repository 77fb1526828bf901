"""What persons decided about documents: these belong together, those never. Judging and replays obey.

A constraint holds between documents, not developments, so that it means the same after a revision and in a replay. The
store keeps two things true: documents put together are in one development, and no development holds a pair put apart.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType, TypeVar

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from worker.model import Assignment, Candidate, DevelopmentId, DocumentId, Kind
from worker.store.schema import ConstraintPairRow, DevelopmentApartRow, DocumentRow, ManualDocumentRow, ManualRow

ManualId = NewType("ManualId", int)
K = TypeVar("K", bound=Hashable)


class Bond(StrEnum):
    """How two documents stand to each other by hand."""

    TOGETHER = "together"
    APART = "apart"


class ConstraintError(ValueError):
    """Constraints that cannot be read or cannot all hold; the message names the line or the documents."""


# ------------------------------------------------------------------ pure: pairs by name, as a replay is given them


@dataclass(frozen=True, slots=True)
class Constraint:
    """Two documents by the names that the input of a replay gives them."""

    a: str
    b: str
    kind: Bond


@dataclass(frozen=True, slots=True)
class Ties:
    """With which stored documents a new one has to be, and with which it must not."""

    together: frozenset[DocumentId] = frozenset()
    apart: frozenset[DocumentId] = frozenset()


FREE = Ties()


@dataclass(frozen=True, slots=True)
class Constraints:
    """Constraints with all that follows from them. `together`: name -> its group; `apart`: name -> names never with it."""

    together: Mapping[str, frozenset[str]]
    apart: Mapping[str, frozenset[str]]

    def ties(self, name: str, placed: Mapping[str, DocumentId]) -> Ties:
        """What binds a document now; `placed` holds the documents that came before it."""
        group, others = self.together.get(name, frozenset()), self.apart.get(name, frozenset())
        return Ties(_placed(group - {name}, placed), _placed(others, placed))

    @property
    def names(self) -> frozenset[str]:
        """All documents that any constraint names."""
        return frozenset(self.together) | frozenset(self.apart)


NOTHING_BOUND = Constraints({}, {})


def _placed(names: Iterable[str], placed: Mapping[str, DocumentId]) -> frozenset[DocumentId]:
    return frozenset(placed[name] for name in names if name in placed)


def closed(constraints: Sequence[Constraint]) -> Constraints:
    """What a set of constraints means as a whole; ConstraintError when two documents are both together and apart.

    What is together with a document that is put apart from a third is apart from the third as well.
    """
    together = groups((c.a, c.b) for c in constraints if c.kind is Bond.TOGETHER)
    apart: dict[str, set[str]] = defaultdict(set)
    for c in constraints:
        if c.kind is Bond.APART:
            _put_apart(together, apart, c)
    return Constraints(together, {name: frozenset(others) for name, others in apart.items()})


def _put_apart(together: Mapping[str, frozenset[str]], apart: dict[str, set[str]], c: Constraint) -> None:
    ours, theirs = (together.get(name, frozenset((name,))) for name in (c.a, c.b))
    if c.b in ours:
        raise ConstraintError(
            f"documents {c.a!r} and {c.b!r} are put apart, but other constraints put them together; remove one side"
        )
    for mine, others in ((ours, theirs), (theirs, ours)):
        for name in mine:
            apart[name] |= others


def groups(pairs: Iterable[tuple[K, K]]) -> dict[K, frozenset[K]]:
    """Each name of the pairs -> everything that chains of pairs connect it with, itself included."""
    members: dict[K, set[K]] = {}
    for a, b in pairs:
        ours, theirs = members.setdefault(a, {a}), members.setdefault(b, {b})
        if ours is theirs:
            continue
        small, large = sorted((ours, theirs), key=len)
        large |= small
        members |= dict.fromkeys(small, large)
    whole = {id(group): frozenset(group) for group in members.values()}
    return {name: whole[id(group)] for name, group in members.items()}


def read_lines(lines: Iterable[str]) -> Iterator[Constraint]:
    """The constraint of each line that is not blank, as `to_line` writes it; ConstraintError names a line that is none."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _constraint_of(line, number)


def _constraint_of(line: str, number: int) -> Constraint:
    try:
        value = json.loads(line)
        constraint = Constraint(_name(value["a"]), _name(value["b"]), Bond(value["kind"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        expected = '{"a": id, "b": id, "kind": "together" or "apart"}'
        raise ConstraintError(f"line {number}: expected {expected}, got {line.strip()[:80]!r}") from None
    if constraint.a == constraint.b:
        raise ConstraintError(f"line {number}: {constraint.a!r} is paired with itself; a constraint needs two documents")
    return constraint


def _name(value: object) -> str:
    """A document's id; numbers stand for the same text, as in the input of a replay."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError(value)
    return str(value)


# ------------------------------------------------------------------ where a new document goes


@dataclass(frozen=True, slots=True)
class Placement:
    """A document's assignment under all constraints. `reason` is "" unless a constraint decided; then `manual` is whose."""

    assignment: Assignment
    reason: str = ""
    manual: ManualId | None = None


def place(
    session: Session, candidates: Sequence[Candidate], group: Callable[[Sequence[Candidate]], Assignment], ties: Ties = FREE
) -> Placement:
    """What `group` decides of the candidates that the document may be with.

    Between developments that a person put apart, the one that holds the document most like the new one gets it.
    """
    if ties.together:
        return _placed_with(session, candidates, group, ties.together)
    barred = _developments_of(session, ties.apart)
    allowed = [c for c in candidates if c.development not in barred]
    placement = _beside_the_nearest(session, allowed, group)
    if placement.reason or len(allowed) == len(candidates):
        return placement
    wished = group(candidates).development
    return replace(placement, reason=f"kept apart by hand from d{wished}") if wished in barred else placement


def _placed_with(
    session: Session,
    candidates: Sequence[Candidate],
    group: Callable[[Sequence[Candidate]], Assignment],
    documents: Collection[DocumentId],
) -> Placement:
    home = min(_developments_of(session, documents))
    free = group(candidates)
    if free.development == home:
        return Placement(free)
    assignment = _at(home, group([c for c in candidates if c.development == home]))
    return Placement(assignment, f"put together by hand with document {min(documents)}")


def _beside_the_nearest(
    session: Session, candidates: Sequence[Candidate], group: Callable[[Sequence[Candidate]], Assignment]
) -> Placement:
    free = group(candidates)
    rivals = _apart_from(session, free.development) if free.development is not None else {}
    concerned = [c for c in candidates if c.development == free.development or c.development in rivals]
    nearest = _nearest(concerned, group) if rivals else None
    home = nearest.development if nearest else free.development
    if nearest is None or home is None or home == free.development:
        return Placement(free)
    assignment = _at(home, group([c for c in candidates if c.development == home]))
    if free.development is not None:
        runner_up = (free.development, free.evidence.score)
        assignment = replace(assignment, evidence=replace(assignment.evidence, runner_up=runner_up))
    reason = f"nearest to document {nearest.document}; d{free.development} and d{home} were put apart by hand"
    return Placement(assignment, reason, rivals[home])


def _nearest(candidates: Sequence[Candidate], group: Callable[[Sequence[Candidate]], Assignment]) -> Candidate | None:
    """The one document that is most like the new one: each stands alone, so that no development counts as a whole."""
    alone = [replace(candidate, development=DevelopmentId(candidate.document)) for candidate in candidates]
    nearest = group(alone).evidence.nearest
    return next((candidate for candidate in candidates if candidate.document == nearest), None)


def _at(development: DevelopmentId, assignment: Assignment) -> Assignment:
    """The assignment, in this development even if its likeness would not be enough."""
    if assignment.development == development:
        return assignment
    return replace(assignment, development=development, kind=Kind.REPORT)


def _developments_of(session: Session, documents: Collection[DocumentId]) -> set[DevelopmentId]:
    if not documents:
        return set()
    query = select(DocumentRow.development_id).where(DocumentRow.id.in_(sorted(documents)))
    return {DevelopmentId(development) for development in session.scalars(query)}


def _apart_from(session: Session, development: DevelopmentId) -> dict[DevelopmentId, ManualId | None]:
    """Developments that a person put apart from this one, with the latest decision that did."""
    query = select(DevelopmentApartRow).where(DevelopmentApartRow.development_id == development)
    return {DevelopmentId(row.other_id): _manual(row.manual_id) for row in session.scalars(query)}


def _manual(number: int | None) -> ManualId | None:
    return ManualId(number) if number is not None else None


def record(session: Session, document: DocumentId, placement: Placement, ties: Ties = FREE) -> None:
    """Write what binds a document that was just stored, and that a constraint decided where it went."""
    if placement.manual is not None:
        values = {"manual_id": placement.manual, "document_id": document, "moved_from": None, "reason": placement.reason}
        session.execute(insert(ManualDocumentRow).values(**values))
    for kind, others in ((Bond.TOGETHER, ties.together), (Bond.APART, ties.apart)):
        add_pairs(session, [(document, other) for other in sorted(others)], kind, None)
    if ties.apart:
        refresh(session, _developments_of(session, [document]))


# ------------------------------------------------------------------ rows


def add_pairs(session: Session, pairs: Iterable[tuple[DocumentId, DocumentId]], kind: Bond, manual: ManualId | None) -> None:
    """Bind pairs of documents; their order is no matter."""
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    rows = [{"a": a, "b": b, "kind": kind.value, "manual_id": manual, "replaced_by": None} for a, b in ordered]
    if rows:
        session.execute(insert(ConstraintPairRow), rows)


def star(documents: Sequence[DocumentId]) -> list[tuple[DocumentId, DocumentId]]:
    """Pairs that hold these documents together: the first with each other one."""
    return [(documents[0], other) for other in documents[1:]]


def pairs_within(session: Session, development: DevelopmentId, kind: Bond) -> list[tuple[DocumentId, DocumentId]]:
    """Pairs in force between documents of one development, in the order in which they were decided."""
    pair, within = ConstraintPairRow, _between(development, development, kind)
    found = session.execute(select(pair.a, pair.b).where(within).order_by(pair.id))
    return [(DocumentId(a), DocumentId(b)) for a, b in found]


def end_pairs(session: Session, one: DevelopmentId, other: DevelopmentId, kind: Bond, by: ManualId) -> list[ManualId]:
    """End the pairs in force between documents of two developments (or within one); returns whose they were, in order."""
    ended = update(ConstraintPairRow).where(_between(one, other, kind)).values(replaced_by=by)
    found = session.execute(ended.returning(ConstraintPairRow.manual_id)).scalars().all()
    return [ManualId(number) for number in sorted({number for number in found if number is not None})]


def _between(one: DevelopmentId, other: DevelopmentId, kind: Bond) -> Any:
    pair = ConstraintPairRow
    ours, theirs = (select(DocumentRow.id).where(DocumentRow.development_id == d).scalar_subquery() for d in (one, other))
    across = (pair.a.in_(ours) & pair.b.in_(theirs)) | (pair.b.in_(ours) & pair.a.in_(theirs))
    return pair.replaced_by.is_(None) & (pair.kind == kind.value) & across


def refresh(session: Session, developments: Collection[DevelopmentId]) -> None:
    """Work out anew from which others these developments are apart, after their documents or constraints changed."""
    gone, row = sorted(developments), DevelopmentApartRow
    session.execute(delete(row).where(or_(row.development_id.in_(gone), row.other_id.in_(gone))))
    found = {(a, b): manual for a, b, manual in _apart_developments(session, gone)}
    both = found | {(b, a): manual for (a, b), manual in found.items()}
    rows = [{"development_id": a, "other_id": b, "manual_id": manual} for (a, b), manual in sorted(both.items())]
    if rows:
        session.execute(insert(row), rows)


def _apart_developments(session: Session, developments: Sequence[DevelopmentId]) -> list[tuple[int, int, int | None]]:
    """(development, other, latest decision), the smaller number first."""
    first, second, pair = aliased(DocumentRow), aliased(DocumentRow), ConstraintPairRow
    query = (
        select(first.development_id, second.development_id, func.max(pair.manual_id))
        .join(pair, pair.a == first.id)
        .join(second, second.id == pair.b)
        .where(pair.kind == Bond.APART.value, pair.replaced_by.is_(None))
        .where(or_(first.development_id.in_(developments), second.development_id.in_(developments)))
        .group_by(first.development_id, second.development_id)
    )
    latest: dict[tuple[int, int], int | None] = {}
    for a, b, manual in session.execute(query):
        key = (min(a, b), max(a, b))
        latest[key] = max((m for m in (manual, latest.get(key)) if m is not None), default=None)
    return [(a, b, manual) for (a, b), manual in latest.items()]


# ------------------------------------------------------------------ what was decided, for people and for a replay


@dataclass(frozen=True, slots=True)
class Manual:
    """A merge or split by hand. `document`: what it did to the document that was asked about, or "" for the others."""

    id: ManualId
    at: datetime
    action: str
    development: DevelopmentId
    others: tuple[DevelopmentId, ...]
    undone: bool
    document: str = ""


@dataclass(frozen=True, slots=True)
class StoredPair:
    """Two documents bound by hand, since when and by which decision (None: given to a replay)."""

    a: DocumentId
    b: DocumentId
    kind: Bond
    at: datetime | None
    manual: ManualId | None


def in_force(session: Session) -> list[StoredPair]:
    """All pairs that bind later decisions, in the order in which they were decided."""
    query = (
        select(ConstraintPairRow, ManualRow.at)
        .outerjoin(ManualRow, ManualRow.id == ConstraintPairRow.manual_id)
        .where(ConstraintPairRow.replaced_by.is_(None))
        .order_by(ConstraintPairRow.id)
    )
    return [
        StoredPair(DocumentId(row.a), DocumentId(row.b), Bond(row.kind), at, _manual(row.manual_id))
        for row, at in session.execute(query)
    ]


def on_document(session: Session, document: DocumentId) -> list[Manual]:
    """The decisions that moved, placed or bound a document, oldest first."""
    touched = {row.manual_id: row.reason for row in session.scalars(_touched(document))}
    pair = ConstraintPairRow
    bound = select(pair.manual_id).where(or_(pair.a == document, pair.b == document), pair.manual_id.is_not(None))
    return _decisions(session, {*touched, *session.scalars(bound)}, touched)


def on_development(session: Session, development: DevelopmentId) -> list[Manual]:
    """The decisions that made a development what it is: those on its documents, and those that took documents out of it."""
    members = select(DocumentRow.id).where(DocumentRow.development_id == development)
    touched, pair = ManualDocumentRow, ConstraintPairRow
    moved = select(touched.manual_id).where(or_(touched.document_id.in_(members), touched.moved_from == development))
    bound = select(pair.manual_id).where(or_(pair.a.in_(members), pair.b.in_(members)), pair.manual_id.is_not(None))
    made = select(ManualRow.id).where(ManualRow.development_id == development)
    return _decisions(session, {*session.scalars(moved), *session.scalars(bound), *session.scalars(made)}, {})


def named(session: Session, numbers: Collection[ManualId]) -> list[Manual]:
    """The decisions with these numbers, oldest first."""
    return _decisions(session, numbers, {})


def moved_to(session: Session, development: DevelopmentId) -> list[DevelopmentId]:
    """Where the documents are today that the merge took along which left this development empty; none when there was none."""
    touched = ManualDocumentRow
    last = select(func.max(touched.manual_id)).where(touched.moved_from == development).scalar_subquery()
    moved = select(touched.document_id).where(touched.moved_from == development, touched.manual_id == last)
    query = select(DocumentRow.development_id).where(DocumentRow.id.in_(moved)).distinct().order_by(DocumentRow.development_id)
    return [DevelopmentId(number) for number in session.scalars(query)]


def reasons(session: Session, development: DevelopmentId) -> dict[DocumentId, str]:
    """Documents of a development that a person or a constraint put there -> why, the latest reason."""
    touched = ManualDocumentRow
    query = select(touched.document_id, touched.reason).join(DocumentRow, DocumentRow.id == touched.document_id)
    found = session.execute(query.where(DocumentRow.development_id == development).order_by(touched.manual_id))
    return {DocumentId(document): reason for document, reason in found}


def _touched(document: DocumentId) -> Any:
    return select(ManualDocumentRow).where(ManualDocumentRow.document_id == document).order_by(ManualDocumentRow.manual_id)


def _decisions(session: Session, numbers: Collection[int | None], touched: Mapping[int, str]) -> list[Manual]:
    rows = session.scalars(
        select(ManualRow).where(ManualRow.id.in_(sorted(n for n in numbers if n))).order_by(ManualRow.id)
    ).all()
    left = set(session.scalars(_still_binding([row.id for row in rows])))
    return [_decision(row, undone=row.id not in left, document=touched.get(row.id, "")) for row in rows]


def _still_binding(numbers: Sequence[int]) -> Any:
    """Decisions that still hold in what they were about: a split its pairs apart, a merge its pairs of two sides together."""
    pair, a, b = ConstraintPairRow, aliased(ManualDocumentRow), aliased(ManualDocumentRow)
    two_sides = func.coalesce(a.moved_from, 0) != func.coalesce(b.moved_from, 0)
    meant = ((ManualRow.action == "merge") & (pair.kind == Bond.TOGETHER.value) & two_sides) | (
        (ManualRow.action == "split") & (pair.kind == Bond.APART.value)
    )
    query = (
        select(ManualRow.id)
        .join(pair, pair.manual_id == ManualRow.id)
        .outerjoin(a, (a.manual_id == ManualRow.id) & (a.document_id == pair.a))
        .outerjoin(b, (b.manual_id == ManualRow.id) & (b.document_id == pair.b))
    )
    return query.where(ManualRow.id.in_(numbers), pair.replaced_by.is_(None), meant).distinct()


def _decision(row: ManualRow, *, undone: bool, document: str = "") -> Manual:
    others = tuple(DevelopmentId(number) for number in row.others)
    return Manual(ManualId(row.id), row.at, row.action, DevelopmentId(row.development_id), others, undone, document)
