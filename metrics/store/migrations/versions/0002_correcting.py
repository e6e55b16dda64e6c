"""The loop of correction: answers, remarks, edits; ledger rows; the four classes of finding.

Findings of the first release had three weights. An error is 强制性, a warning 核实性, a note 提示性.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CLASSES = {"error": "mandatory", "warning": "verify", "note": "hint"}


def upgrade() -> None:
    # No foreign key to submissions: SQLite adds none of two columns to a table that is there.
    op.add_column("submissions", sa.Column("mended_from", sa.Integer))
    op.add_column(
        "jurisdictions", sa.Column("counted", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.execute("UPDATE jurisdictions SET counted = revision")
    op.add_column("slots", sa.Column("ledger", sa.Boolean, nullable=False, server_default=sa.false()))
    for old, new in _CLASSES.items():
        op.execute(
            sa.text("UPDATE findings SET severity = :new WHERE severity = :old").bindparams(old=old, new=new)
        )
    op.create_table(
        "remarks",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("submission", sa.Integer, primary_key=True),
        sa.Column("finding", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reviewed", sa.Boolean, nullable=False),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "submission", "finding"],
            ["findings.jurisdiction", "findings.submission", "findings.number"],
        ),
    )
    op.create_table(
        "edits",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("submission", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("sheet", sa.String(200), nullable=False),
        sa.Column("cell", sa.String(20), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]
        ),
    )
    op.create_table(
        "answers",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("scope", sa.String(60), nullable=False),
        sa.Column("form", sa.String(60), nullable=False),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("code", sa.String(60)),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
        sa.Column("in_force", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
    )
    op.create_table(
        "tallies",
        sa.Column("jurisdiction", sa.String(12), primary_key=True),
        sa.Column("submission", sa.Integer, primary_key=True),
        sa.Column("unit", sa.String(60), primary_key=True),
        sa.Column("period", sa.String(8), primary_key=True),
        sa.Column("block", sa.Integer, primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True),
        sa.Column("case_key", sa.String(200), primary_key=True),
        sa.Column("form", sa.String(60), nullable=False),
        sa.Column("slots", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]
        ),
        sqlite_with_rowid=False,
    )
