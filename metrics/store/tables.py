"""The tables. The jurisdiction is the first column of every key: the distribution key of a larger one."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

from metrics.catalogue.load import MOST_COLUMNS

metadata = MetaData()

jurisdictions = Table(
    "jurisdictions",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("revision", Integer, nullable=False),  # rises in every writing transaction
    # The revision at which what counts last changed; keys the cache of figures. A hundred drafts that come in on
    # deadline day change no figure, and nobody who looks at one should wait for it to be computed again.
    Column("counted", Integer, nullable=False, server_default=text("0")),
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
    Column("mended_from", Integer),  # the submission whose workbook was mended in the app to make this one
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

VALUE_COLUMNS = tuple(f"v{slot:02d}" for slot in range(MOST_COLUMNS))

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
    # Counted from a 台账: a summary's figure goes before it.
    Column("ledger", Boolean, nullable=False, server_default=false()),
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

remarks = Table(
    "remarks",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("submission", Integer, primary_key=True),
    Column("finding", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),  # the newest one holds, the others are its history
    Column("text", Text, nullable=False),
    Column("reviewed", Boolean, nullable=False),  # said by the reviewer who let it pass
    Column("said_by", String(100), nullable=False),
    Column("said_at", String(40), nullable=False),
    ForeignKeyConstraint(
        ["jurisdiction", "submission", "finding"],
        ["findings.jurisdiction", "findings.submission", "findings.number"],
    ),
)

edits = Table(
    "edits",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("submission", Integer, primary_key=True),  # the mended one; its uploader is who changed the cells
    Column("number", Integer, primary_key=True),
    Column("sheet", String(200), nullable=False),
    Column("cell", String(20), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    ForeignKeyConstraint(["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]),
)

answers = Table(
    "answers",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("scope", String(60), nullable=False),
    Column("form", String(60), nullable=False),
    Column("written", Text, nullable=False),
    Column("code", String(60)),  # “” leave it out; NULL the answer is forgotten
    Column("name", Text, nullable=False),
    Column("said_by", String(100), nullable=False),
    Column("said_at", String(40), nullable=False),
    Column("in_force", Boolean, nullable=False),  # the newest one under its key
    ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
)

# What units have done of the tasks that nothing counts; the newest version holds, the others are its history.
checklist = Table(
    "checklist",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("task", String(60), primary_key=True),
    Column("unit", String(60), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("state", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("file_name", String(400), nullable=False),  # of the evidence, as its owner called it; no path
    Column("sha256", String(64)),  # NULL: said without evidence
    Column("said_by", String(100), nullable=False),
    Column("said_at", String(40), nullable=False),
    ForeignKeyConstraint(["jurisdiction", "unit"], ["units.jurisdiction", "units.code"]),
    ForeignKeyConstraint(["jurisdiction", "sha256"], ["files.jurisdiction", "files.sha256"]),
)

# Definitions that were changed in the app. Nothing is overwritten; one that is taken back is withdrawn.
definition_changes = Table(
    "definition_changes",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("indicator", String(60), nullable=False),
    Column("first", String(8), nullable=False),  # the quarter from which it holds
    Column("variant", String(60), nullable=False),
    Column("target", Float),
    Column("reason", Text, nullable=False),
    Column("said_by", String(100), nullable=False),
    Column("said_at", String(40), nullable=False),
    Column("withdrawn_by", String(100)),
    Column("withdrawn_at", String(40)),
    ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
)

# What became of units (机构改革). One that was entered by mistake is withdrawn, never deleted.
unit_changes = Table(
    "unit_changes",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("before", JSON, nullable=False),  # codes of units
    Column("after", JSON, nullable=False),
    Column("first", String(8), nullable=False),  # the quarter from whose first day on it holds
    Column("source", Text, nullable=False),
    Column("said_by", String(100), nullable=False),
    Column("said_at", String(40), nullable=False),
    Column("withdrawn_by", String(100)),
    Column("withdrawn_at", String(40)),
    ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
)

CASE_LENGTH = 200  # characters; a case number has 30, a cell may hold a chapter

# Rows of a ledger behind its records: one for each row, unit and period, whatever number of measures it is
# counted into. 100,000 cases would else be 400,000 rows, more than the records of ten years.
tallies = Table(
    "tallies",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("submission", Integer, primary_key=True),
    Column("unit", String(60), primary_key=True),
    Column("period", String(8), primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),  # 1-based row of the sheet
    Column("case_key", String(CASE_LENGTH), primary_key=True),  # “” where a row is no case
    Column("form", String(60), nullable=False),
    Column("slots", BigInteger, nullable=False),  # bit n: counted into the measure in slot n of the form
    Column("traits", Integer),  # the row's place in `traits`; NULL where none were kept
    ForeignKeyConstraint(["jurisdiction", "submission"], ["submissions.jurisdiction", "submissions.id"]),
    sqlite_with_rowid=False,
)

# What rows of a ledger say of their cases: each distinct combination once for a table of a workbook.
traits = Table(
    "traits",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("submission", Integer, primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", JSON, nullable=False),  # field → code of a choice, or a text
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

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", String(60), nullable=False),
    Column("rule", String(60), nullable=False),
    Column("period", String(8), nullable=False),
    Column("indicators", JSON, nullable=False),
    Column("proposed", String(20), nullable=False),
    Column(
        "reason", Text, nullable=False
    ),  # the sentences as the reviewer saw them: figures may change later
    Column("evidence", Text, nullable=False),
    ForeignKeyConstraint(["jurisdiction", "unit"], ["units.jurisdiction", "units.code"]),
)
Index(
    "follow_ups_once",
    follow_ups.c.jurisdiction,
    follow_ups.c.unit,
    follow_ups.c.rule,
    follow_ups.c.period,
    unique=True,
)

follow_up_events = Table(
    "follow_up_events",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("follow_up", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("step", String(20), nullable=False),
    Column("level", String(20)),  # where the step sets it
    Column("due", Date),
    Column("text", Text, nullable=False),
    Column("said_by", String(100), nullable=False),
    Column("said_at", String(40), nullable=False),
    ForeignKeyConstraint(["jurisdiction", "follow_up"], ["follow_ups.jurisdiction", "follow_ups.number"]),
)

rule_adoptions = Table(
    "rule_adoptions",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("rule", String(60), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("said_by", String(100), nullable=False),
    Column("said_at", String(40), nullable=False),
    ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
)

day_arrangements = Table(
    "day_arrangements",
    metadata,
    Column("jurisdiction", String(12), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("working", Boolean),  # NULL: the entry is taken back
    Column("name", Text, nullable=False),
    Column("said_by", String(100), nullable=False),
    Column("said_at", String(40), nullable=False),
    ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.jurisdiction"]),
)

# The records behind the reports: what each confirmed version says.
REPORTED = reports.join(
    records,
    (records.c.jurisdiction == reports.c.jurisdiction)
    & (records.c.submission == reports.c.submission)
    & (records.c.unit == reports.c.unit)
    & (records.c.period == reports.c.period)
    & (records.c.form == reports.c.form),
)

# The ledger rows behind the reports.
COUNTED = reports.join(
    tallies,
    (tallies.c.jurisdiction == reports.c.jurisdiction)
    & (tallies.c.submission == reports.c.submission)
    & (tallies.c.unit == reports.c.unit)
    & (tallies.c.period == reports.c.period)
    & (tallies.c.form == reports.c.form),
)
