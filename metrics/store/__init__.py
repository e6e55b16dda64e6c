"""The only part that knows the database: keeps submissions for good and hands out the panel."""

from metrics.store.rows import Answer, Kept, Receipt, Record, TaskRecord, Version
from metrics.store.store import Store
from metrics.store.writing import Writing

__all__ = ["Answer", "Kept", "Receipt", "Record", "Store", "TaskRecord", "Version", "Writing"]
