"""Times as the tables hold them: ISO 8601 in UTC, to the microsecond on every engine."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(now: datetime) -> str:
    """Raises ValueError for a time without its zone."""
    if now.tzinfo is None:
        raise ValueError("a time without its zone could be anybody's")
    return now.astimezone(UTC).isoformat()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
