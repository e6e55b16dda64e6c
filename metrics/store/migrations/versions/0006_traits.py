"""What the rows of a ledger say of their cases: distinct combinations, and each row's place among them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tallies", sa.Column("traits", sa.Integer))  # NULL: kept before there were traits
    op.create_table(
        "traits",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("submission", sa.Integer, primary_key=True),
        sa.Column("block", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]
        ),
    )
