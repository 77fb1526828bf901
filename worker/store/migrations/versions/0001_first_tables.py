"""The first tables: sources, items, documents, developments, the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _development()
    _file()
    _item()
    _source()
    _state()
    _term_count()
    _delivery()
    _document()
    _item_key()
    _attempt()
    _decision()
    _posting()
    _rule_match()


def _development() -> None:
    op.create_table(
        "development",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_development"),
    )


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "name", name="pk_file"),
    )


def _item() -> None:
    op.create_table(
        "item",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("path", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True)),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_owner", sa.Text()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.CheckConstraint("stage in ('waiting','done','refused')", name="ck_item_stage"),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
    )
    op.create_index("ix_item_source_path", "item", ["source", "path"])
    op.create_index("ix_item_stage_next_attempt_at", "item", ["stage", "next_attempt_at"])
    op.create_index("ix_item_url", "item", ["url"])


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("validators_url", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.Text(), nullable=False),
        sa.Column("baselined", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("last_success", sa.DateTime(timezone=True)),
        sa.Column("lease_owner", sa.Text()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_index("ix_source_next_due", "source", ["next_due"])


def _state() -> None:
    op.create_table(
        "state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_state"),
    )


def _term_count() -> None:
    op.create_table(
        "term_count",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_term_count"),
        sqlite_with_rowid=False,
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("development_id", BIG_KEY),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("documents", sa.JSON()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("in_doubt", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("lease_owner", sa.Text()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state in ('pending','sending','sent','dead')", name="ck_delivery_state"),
        sa.ForeignKeyConstraint(["development_id"], ["development.id"], name="fk_delivery_development_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("development_id", "channel", "sequence", name="uq_delivery_development_id_channel_sequence"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
    )
    op.create_index("ix_delivery_state_next_attempt_at", "delivery", ["state", "next_attempt_at"])


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("item_id", BIG_KEY, nullable=False),
        sa.Column("development_id", BIG_KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True)),
        sa.Column("published_origin", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_folder", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("text_from", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["development_id"], ["development.id"], name="fk_document_development_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_document_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("item_id", name="uq_document_item_id"),
    )
    op.create_index("ix_document_development_id", "document", ["development_id"])
    op.create_index("ix_document_first_seen", "document", ["first_seen"])


def _item_key() -> None:
    op.create_table(
        "item_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", BIG_KEY, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_item_key_item_id"),
        sa.PrimaryKeyConstraint("key", name="pk_item_key"),
    )
    op.create_index("ix_item_key_item_id", "item_key", ["item_id"])


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("delivery_id", BIG_KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("code", sa.Integer()),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_attempt_delivery_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_delivery_id", "attempt", ["delivery_id"])


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("document_id", BIG_KEY, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("delivery_id", BIG_KEY),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_decision_delivery_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_decision_document_id"),
        sa.PrimaryKeyConstraint("document_id", "channel", name="pk_decision"),
    )
    op.create_index("ix_decision_outcome", "decision", ["outcome"])


def _posting() -> None:
    op.create_table(
        "posting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("document_id", BIG_KEY, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_posting_document_id"),
        sa.PrimaryKeyConstraint("key", "document_id", name="pk_posting"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posting_document_id", "posting", ["document_id"])


def _rule_match() -> None:
    op.create_table(
        "rule_match",
        sa.Column("document_id", BIG_KEY, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_rule_match_document_id"),
        sa.PrimaryKeyConstraint("document_id", "rule", name="pk_rule_match"),
    )
