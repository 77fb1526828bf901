"""The latest documents of a development without sorting all of them: a story can have thousands."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_document_development_id_id", "document", ["development_id", "id"])
    op.drop_index("ix_document_development_id", "document")
