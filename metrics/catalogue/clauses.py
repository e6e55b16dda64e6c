"""What a clause of the notice is, once it is read and checked. Frozen; made only by load_clauses."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.catalogue.definitions import Role
from metrics.model import Enforcement, Unit, UnitKind


@dataclass(frozen=True)
class Task:
    """Something that the clause asks for and nothing counts (指标口径第九节): state and evidence are filled in.

    evidence, responsible: words; “未核实” where the texts do not tell, “（推定）” where it was inferred.
    roles, kinds: only units that are one of these; empty: all.
    """

    code: str
    clause: str
    name: str
    evidence: str
    responsible: str
    enforcement_only: bool = False
    roles: tuple[Role, ...] = ()
    kinds: tuple[UnitKind, ...] = ()

    def applies(self, unit: Unit) -> bool:
        """Whether the unit is expected to say something (an unverified enforcement power counts as held)."""
        if self.enforcement_only and unit.enforcement is Enforcement.NONE:
            return False
        if self.kinds and unit.kind not in self.kinds:
            return False
        return not self.roles or any(role.fits(unit) for role in self.roles)


@dataclass(frozen=True)
class Clause:
    """One of the thirty-two. number: “22”; label: “第二十二条”. indicators: codes of those that name it as theirs.

    verdicts: conclusions drawn from several indicators together (“double_decline”).
    """

    number: str
    label: str
    title: str
    gist: str
    indicators: tuple[str, ...]
    tasks: tuple[Task, ...]
    verdicts: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.label}　{self.title}"
