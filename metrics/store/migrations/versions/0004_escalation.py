"""Follow-ups of proposals with their events, rules that were enabled, days that were entered."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("unit", sa.String(60), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("indicators", sa.JSON, nullable=False),
        sa.Column("proposed", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction", "unit"], ["units.jurisdiction", "units.code"]),
    )
    op.create_index("follow_ups_once", "follow_ups", ["jurisdiction", "unit", "rule", "period"], unique=True)
    op.create_table(
        "follow_up_events",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("follow_up", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("level", sa.String(20)),
        sa.Column("due", sa.Date),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "follow_up"], ["follow_ups.jurisdiction", "follow_ups.number"]
        ),
    )
    op.create_table(
        "rule_adoptions",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
    )
    op.create_table(
        "day_arrangements",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("working", sa.Boolean),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
    )
