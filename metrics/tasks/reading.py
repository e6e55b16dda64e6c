"""The desk at which the whole process reads strangers' files, and what reading may know besides the bytes."""

from __future__ import annotations

import atexit
import os
import threading
from pathlib import Path

from metrics import limits
from metrics.intake.desk import Desk
from metrics.intake.ledgers.compare import MOST_CASES
from metrics.model import Context
from metrics.periods import Period, PeriodKind, mentions
from metrics.tasks.workspace import Workspace, data_dir

SETTINGS = "settings.toml"  # in the data folder
_BACK, _AHEAD = 8, 4  # quarters around the one at hand in which a ledger's cases may lie

_lock = threading.Lock()
_desk: Desk | None = None


def desk(folder: Path | None = None) -> Desk:
    """The process's own desk; made by the first call, which may name the data folder whose settings hold.

    METRICS_SETTINGS names another file. Raises DefinitionError for wrong settings.
    """
    global _desk
    with _lock:
        if _desk is None:
            named = os.environ.get("METRICS_SETTINGS")
            file = Path(named) if named else (folder or data_dir()) / SETTINGS
            _desk = Desk(limits.load(file, os.environ))
            atexit.register(_desk.close)
        return _desk


def close() -> None:
    """End the workers. The next call of `desk` reads the settings again."""
    global _desk
    with _lock:
        closing, _desk = _desk, None
    if closing is not None:
        atexit.unregister(closing.close)
        closing.close()


class Contexts:
    """What is known of the jurisdiction while files are read, fetched once for each quarter they are about.

    Made anew for each upload: units, answers and values in force may have changed since the last.
    """

    def __init__(self, workspace: Workspace) -> None:
        store, jurisdiction = workspace.store, workspace.jurisdiction
        self._workspace = workspace
        self._units = store.units(jurisdiction)
        self._answers = {answer.key: answer.code for answer in store.answers(jurisdiction)}
        self._made: dict[tuple[Period, Period | None], Context] = {}

    def of(self, file_name: str, expected: Period | None) -> Context:
        """For a file of that name, for the quarter that the person chose or the name gives away."""
        about = expected or _spoken(file_name) or self._newest()
        if (about, expected) not in self._made:
            self._made[about, expected] = self._make(about, expected)
        return self._made[about, expected]

    def _make(self, about: Period, expected: Period | None) -> Context:
        store, jurisdiction = self._workspace.store, self._workspace.jurisdiction
        return Context(
            self._units,
            store.history(jurisdiction, about, [unit.code for unit in self._units]),
            expected,
            self._answers,
            store.values_in_force(jurisdiction, about.shift(-_BACK), about.shift(_AHEAD), self._twofold()),
            store.cases_in_force(jurisdiction, about, MOST_CASES),
        )

    def _twofold(self) -> list[str]:
        """The measures that are counted from a ledger, which may be reported in a summary too."""
        forms = self._workspace.catalogue.forms.values()
        return list(dict.fromkeys(count.measure for form in forms for count in form.counts))

    def _newest(self) -> Period:
        periods = self._workspace.store.periods(self._workspace.jurisdiction)
        return periods[-1] if periods else Period(2000, 1)


def _spoken(file_name: str) -> Period | None:
    """A quarter that the file's name gives away: history for the jump check ends before it."""
    for mention in mentions(file_name):
        period = mention.resolve()
        if period and period.kind is PeriodKind.QUARTER:
            return period
    return None
