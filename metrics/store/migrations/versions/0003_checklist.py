"""The tasks of the notice that nothing counts: state, note and evidence of each unit, year by year."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checklist",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("task", sa.String(60), primary_key=True),
        sa.Column("unit", sa.String(60), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("file_name", sa.String(400), nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction", "unit"], ["units.jurisdiction", "units.code"]),
        sa.ForeignKeyConstraint(["jurisdiction", "sha256"], ["files.jurisdiction", "files.sha256"]),
    )
