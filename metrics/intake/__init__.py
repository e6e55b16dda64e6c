"""Bytes to a Submission: pure, no database, no screen, no clock."""

from metrics.intake.read import read, unreadable

__all__ = ["read", "unreadable"]
