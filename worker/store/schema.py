"""Typed tables. Rows are the truth, jobs are hints: every row carries its stage and the date when it is due.

source --< item --< item_key          what came in, under which identities
           item --- document          its clean text, how it was judged
development --< document --< rule_match
development --< delivery --< attempt  the outbox
posting, term_count                   the search for documents alike
site_line                             what sites put into their articles
manual_decision --< manual_document   merges and splits by hand, and the documents that they moved or placed
manual_decision --< constraint_pair   documents that belong together, or never do; between developments: development_apart
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from worker.tokens import well_formed


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in UTC on both databases; SQLite has no time zone of its own. A naive one is a bug."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r} for the store")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)


class SafeText(TypeDecorator[str]):
    """Text that every database takes: foreign text may hold NUL or lone surrogates, which end a whole transaction."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return well_formed(value) if value is not None else None


BigKey = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, str: SafeText, dict[str, Any]: JSON, list[Any]: JSON}


class Leased:
    """Columns of rows that a worker claims for a while; a lease that has run out is free for the next."""

    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]


class SourceRow(Leased, Base):
    """State of a source; its settings are in sources.yaml."""

    __tablename__ = "source"
    id: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]
    next_due: Mapped[datetime]
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    validators_url: Mapped[str] = mapped_column(default="")
    body_sha256: Mapped[str] = mapped_column(default="")
    baselined: Mapped[bool] = mapped_column(default=False)
    gone: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    last_success: Mapped[datetime | None]
    __table_args__ = (Index(None, "next_due"),)


class ItemRow(Leased, Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    source: Mapped[str]
    url: Mapped[str | None]
    path: Mapped[str | None]
    title: Mapped[str]
    published: Mapped[datetime | None]
    content: Mapped[str]
    content_type: Mapped[str]
    language: Mapped[str | None]
    author: Mapped[str]
    baseline: Mapped[bool]
    first_seen: Mapped[datetime]
    stage: Mapped[str]  # waiting -> done | refused
    reason: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("stage in ('waiting','done','refused')", name="stage"),
        Index(None, "stage", "next_attempt_at"),
        Index(None, "url"),
        Index(None, "source", "path"),
    )


class ItemKeyRow(Base):
    """Every identity under which an item may come again."""

    __tablename__ = "item_key"
    key: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)


class FileRow(Base):
    """A file of a drop folder as we last looked at it, so that it is read once."""

    __tablename__ = "file"
    source: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mtime_ns: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime]


class DevelopmentRow(Base):
    __tablename__ = "development"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    title: Mapped[str]
    opened_at: Mapped[datetime]
    last_at: Mapped[datetime]


class DocumentRow(Base):
    __tablename__ = "document"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), unique=True)
    development_id: Mapped[int] = mapped_column(ForeignKey("development.id"))
    source: Mapped[str]
    url: Mapped[str | None]
    title: Mapped[str]
    text: Mapped[str]
    caption: Mapped[str]
    language: Mapped[str | None]
    author: Mapped[str]
    published: Mapped[datetime | None]
    published_origin: Mapped[str]
    first_seen: Mapped[datetime]
    from_folder: Mapped[bool]
    baseline: Mapped[bool]
    text_from: Mapped[str]  # page | feed | file
    note: Mapped[str]  # why the text is not the page's own, if so
    removed: Mapped[list[Any]]
    boxed: Mapped[list[Any]]  # numbers of the lines of the text that its page sets apart
    kind: Mapped[str]
    evidence: Mapped[dict[str, Any]]
    features: Mapped[dict[str, Any]]
    __table_args__ = (Index(None, "first_seen"), Index(None, "development_id", "id"), Index(None, "baseline", "source"))


class PostingRow(Base):
    """key -> documents that hold it: the index behind the search for documents alike."""

    __tablename__ = "posting"
    key: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    __table_args__ = (Index(None, "document_id"), {"sqlite_with_rowid": False})


class TermCountRow(Base):
    """In how many documents a key stands; the empty key counts all documents."""

    __tablename__ = "term_count"
    key: Mapped[str] = mapped_column(primary_key=True)
    documents: Mapped[int]
    __table_args__ = ({"sqlite_with_rowid": False},)


class SiteLineRow(Base):
    """A line that stood in a site's documents. `sightings`: [development, document] pairs, oldest first.

    `recognised_at`: when it had stood in two developments, so that it is a block of the site from then on.
    """

    __tablename__ = "site_line"
    site: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sightings: Mapped[list[Any]]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    recognised_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "last_seen"), {"sqlite_with_rowid": False})


class MatchRow(Base):
    __tablename__ = "rule_match"
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class DecisionRow(Base):
    """What was decided to tell about a document on a channel, with the reason: told, merged, held or silent."""

    __tablename__ = "decision"
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    reason: Mapped[str]
    rule: Mapped[str]
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    at: Mapped[datetime]
    __table_args__ = (Index(None, "outcome"), Index(None, "reason", "at"), Index(None, "delivery_id"))


class DeliveryRow(Leased, Base):
    """The outbox: one alert to one channel. `documents` is frozen at the first attempt, so every attempt says the same."""

    __tablename__ = "delivery"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    channel: Mapped[str]
    kind: Mapped[str]  # new | update | notice
    development_id: Mapped[int | None] = mapped_column(ForeignKey("development.id"))
    sequence: Mapped[int]
    rule: Mapped[str]
    severity: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]  # of a notice
    documents: Mapped[list[Any] | None]
    state: Mapped[str]  # pending -> sending -> sent | dead
    reason: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("development_id", "channel", "sequence"),
        CheckConstraint("state in ('pending','sending','sent','dead')", name="state"),
        Index(None, "state", "next_attempt_at"),
        Index(None, "rule"),
    )


class AttemptRow(Base):
    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    at: Mapped[datetime]
    verdict: Mapped[str]
    reason: Mapped[str]
    code: Mapped[int | None]


class ManualRow(Base):
    """A merge or split by hand. `development_id` came of it; `others` are those merged into it, or the one it was split from."""

    __tablename__ = "manual_decision"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime]
    action: Mapped[str]
    development_id: Mapped[int] = mapped_column(ForeignKey("development.id"))
    others: Mapped[list[Any]]
    __table_args__ = (CheckConstraint("action in ('merge','split')", name="action"), Index(None, "development_id"))


class ManualDocumentRow(Base):
    """A document whose development was decided by hand. `moved_from` null: it came later, and a constraint placed it."""

    __tablename__ = "manual_document"
    manual_id: Mapped[int] = mapped_column(ForeignKey("manual_decision.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    moved_from: Mapped[int | None] = mapped_column(ForeignKey("development.id"), index=True)
    reason: Mapped[str]
    __table_args__ = (Index(None, "document_id"),)


class ConstraintPairRow(Base):
    """Two documents, `a` before `b`, that a person put together or apart; `replaced_by` is the later decision that undid it.

    `manual_id` is null in a replay, which is given its constraints. Of one pair at most one row is in force.
    """

    __tablename__ = "constraint_pair"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    a: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    b: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    kind: Mapped[str]
    manual_id: Mapped[int | None] = mapped_column(ForeignKey("manual_decision.id"), index=True)
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("manual_decision.id"))
    __table_args__ = (
        CheckConstraint("kind in ('together','apart')", name="kind"),
        CheckConstraint("a < b", name="order"),
    )


class DevelopmentApartRow(Base):
    """Two developments that hold documents put apart, once in each direction: what judging asks, worked out from the pairs."""

    __tablename__ = "development_apart"
    development_id: Mapped[int] = mapped_column(ForeignKey("development.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("development.id"), primary_key=True)
    manual_id: Mapped[int | None] = mapped_column(ForeignKey("manual_decision.id"))
    __table_args__ = ({"sqlite_with_rowid": False},)


class StateRow(Base):
    """Small facts about the whole installation: last tick, network, configuration."""

    __tablename__ = "state"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    at: Mapped[datetime]
