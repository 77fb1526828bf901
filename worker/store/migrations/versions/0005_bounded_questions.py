"""What is asked at every tick, start or alert without reading the whole archive for it."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_decision_reason_at", "decision", ["reason", "at"])
    op.create_index("ix_decision_delivery_id", "decision", ["delivery_id"])
    op.create_index("ix_delivery_rule", "delivery", ["rule"])
    op.create_index("ix_document_baseline_source", "document", ["baseline", "source"])
