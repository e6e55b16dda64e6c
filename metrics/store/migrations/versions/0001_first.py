"""The first schema: units, files, submissions, records, findings, reports.

Frozen: these are the tables as the first release made them. What came later is a step of its own, so that a
new database and an old one end the same.
"""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

metadata = MetaData()


jurisdictions = Table(
    "jurisdictions",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("revision", Integer, nullable=False),  # rises in every writing transaction; keys every cache
)

units = Table(
    "units",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("code", String(60), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("short_name", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("enforcement", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("aliases", JSON, nullable=False),
    ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
)

files = Table(
    "files",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
)

submissions = Table(
    "submissions",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("digest", String(64), nullable=False),  # of the reading: the same bytes may be read anew
    Column("file_name", String(400), nullable=False),
    Column("form", String(60), nullable=False),
    Column("layout", String(20), nullable=False),
    Column("uploader", String(100), nullable=False),
    Column(
        "uploaded_at", String(40), nullable=False
    ),  # ISO 8601, UTC: both engines keep it to the microsecond
    Column("state", String(20), nullable=False),  # draft; confirmed; replaced: part of it no longer counts
    ForeignKeyConstraint(["jurisdiction", "sha256"], ["files.jurisdiction", "files.sha256"]),
)

blocks = Table(
    "blocks",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("submission", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("sheet", String(200), nullable=False),
    Column("form", String(60), nullable=False),
    Column("records_down", Boolean, nullable=False),
    Column("anchors", JSON, nullable=False),  # measure → row or column number in the sheet
    ForeignKeyConstraint(["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]),
)

VALUE_COLUMNS = tuple(f"v{slot:02d}" for slot in range(48))

records = Table(
    "records",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("submission", Integer, primary_key=True),
    Column("unit", String(60), primary_key=True),
    Column("period", String(8), primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("form", String(60), nullable=False),
    Column("not_applicable", Text),  # slots whose cell said “不适用”, comma-separated; mostly NULL
    *(Column(name, BigInteger) for name in VALUE_COLUMNS),
    ForeignKeyConstraint(["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]),
    sqlite_with_rowid=False,
)

slots = Table(
    "slots",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("form", String(60), primary_key=True),
    Column("measure", String(60), primary_key=True),
    Column("slot", Integer, nullable=False),
    ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
)
Index("slots_once", slots.c.jurisdiction, slots.c.form, slots.c.slot, unique=True)

findings = Table(
    "findings",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("submission", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("severity", String(20), nullable=False),
    Column("body", JSON, nullable=False),
    ForeignKeyConstraint(["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]),
)

reports = Table(
    "reports",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("unit", String(60), primary_key=True),
    Column("form", String(60), primary_key=True),
    Column("period", String(8), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("submission", Integer, nullable=False),
    Column("confirmed_by", String(100), nullable=False),
    Column("confirmed_at", String(40), nullable=False),
    Column("in_force", Boolean, nullable=False),
    ForeignKeyConstraint(["jurisdiction", "unit"], ["units.jurisdiction", "units.code"]),
    ForeignKeyConstraint(["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]),
)
Index(
    "reports_in_force",
    reports.c.jurisdiction,
    reports.c.period,
    reports.c.unit,
    reports.c.form,
    unique=True,
    sqlite_where=text("in_force = 1"),  # as SQLAlchemy writes the condition: else SQLite ignores the index
    postgresql_where=text("in_force"),
)


def upgrade() -> None:
    metadata.create_all(op.get_bind())
