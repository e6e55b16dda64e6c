"""Where strangers' files are read: in worker processes with a limit of time and memory."""

from metrics.intake.desk.archive import Archive, Member
from metrics.intake.desk.desk import Desk, Fault

__all__ = ["Archive", "Desk", "Fault", "Member"]
