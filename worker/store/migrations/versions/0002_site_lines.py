"""Lines that sites put into their articles, and which lines of a document its page sets apart."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_line",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("sightings", sa.JSON(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recognised_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("site", "digest", name="pk_site_line"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_site_line_last_seen", "site_line", ["last_seen"])
    # Of the documents stored so far nothing of the kind is known.
    op.add_column("document", sa.Column("boxed", sa.JSON(), nullable=False, server_default="[]"))
