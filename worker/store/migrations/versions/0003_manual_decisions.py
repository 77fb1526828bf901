"""Merges and splits by hand, and the constraints between documents that they left."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _manual_decision()
    _manual_document()
    _constraint_pair()
    _development_apart()


def _manual_decision() -> None:
    op.create_table(
        "manual_decision",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("development_id", BIG_KEY, nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.CheckConstraint("action in ('merge','split')", name="ck_manual_decision_action"),
        sa.ForeignKeyConstraint(["development_id"], ["development.id"], name="fk_manual_decision_development_id"),
        sa.PrimaryKeyConstraint("id", name="pk_manual_decision"),
    )
    op.create_index("ix_manual_decision_development_id", "manual_decision", ["development_id"])


def _manual_document() -> None:
    op.create_table(
        "manual_document",
        sa.Column("manual_id", BIG_KEY, nullable=False),
        sa.Column("document_id", BIG_KEY, nullable=False),
        sa.Column("moved_from", BIG_KEY),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["manual_id"], ["manual_decision.id"], name="fk_manual_document_manual_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_manual_document_document_id"),
        sa.ForeignKeyConstraint(["moved_from"], ["development.id"], name="fk_manual_document_moved_from"),
        sa.PrimaryKeyConstraint("manual_id", "document_id", name="pk_manual_document"),
    )
    op.create_index("ix_manual_document_document_id", "manual_document", ["document_id"])
    op.create_index("ix_manual_document_moved_from", "manual_document", ["moved_from"])


def _constraint_pair() -> None:
    op.create_table(
        "constraint_pair",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("a", BIG_KEY, nullable=False),
        sa.Column("b", BIG_KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("manual_id", BIG_KEY),
        sa.Column("replaced_by", BIG_KEY),
        sa.CheckConstraint("kind in ('together','apart')", name="ck_constraint_pair_kind"),
        sa.CheckConstraint("a < b", name="ck_constraint_pair_order"),
        sa.ForeignKeyConstraint(["a"], ["document.id"], name="fk_constraint_pair_a"),
        sa.ForeignKeyConstraint(["b"], ["document.id"], name="fk_constraint_pair_b"),
        sa.ForeignKeyConstraint(["manual_id"], ["manual_decision.id"], name="fk_constraint_pair_manual_id"),
        sa.ForeignKeyConstraint(["replaced_by"], ["manual_decision.id"], name="fk_constraint_pair_replaced_by"),
        sa.PrimaryKeyConstraint("id", name="pk_constraint_pair"),
    )
    for column in ("a", "b", "manual_id"):
        op.create_index(f"ix_constraint_pair_{column}", "constraint_pair", [column])


def _development_apart() -> None:
    op.create_table(
        "development_apart",
        sa.Column("development_id", BIG_KEY, nullable=False),
        sa.Column("other_id", BIG_KEY, nullable=False),
        sa.Column("manual_id", BIG_KEY),
        sa.ForeignKeyConstraint(["development_id"], ["development.id"], name="fk_development_apart_development_id"),
        sa.ForeignKeyConstraint(["other_id"], ["development.id"], name="fk_development_apart_other_id"),
        sa.ForeignKeyConstraint(["manual_id"], ["manual_decision.id"], name="fk_development_apart_manual_id"),
        sa.PrimaryKeyConstraint("development_id", "other_id", name="pk_development_apart"),
        sqlite_with_rowid=False,
    )
