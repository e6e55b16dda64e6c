"""The first schema: units, files, submissions, records, findings, reports."""

from alembic import op

from metrics.store.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Until the first release the schema is the tables as they stand; then each change is a step of its own.
    metadata.create_all(op.get_bind())
