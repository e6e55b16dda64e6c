"""Definitions that were changed in the app, from a quarter on, with reason and name."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "definition_changes",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("indicator", sa.String(60), nullable=False),
        sa.Column("first", sa.String(8), nullable=False),
        sa.Column("variant", sa.String(60), nullable=False),
        sa.Column("target", sa.Float),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
        sa.Column("withdrawn_by", sa.String(100)),
        sa.Column("withdrawn_at", sa.String(40)),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
    )
