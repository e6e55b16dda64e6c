"""What every view of the comparison page shares: what was chosen, the table that leads on, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from metrics.catalogue import Indicator
from metrics.model import Basis
from metrics.periods import Period
from metrics.tasks import rank
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import show

_WIDTHS = {"本期": 112, "对比期": 112, "变化": 132, "偶然波动": 76}  # so that all fit beside the picture


@dataclass(frozen=True)
class Scene:
    """What was chosen in the bar above every view."""

    workspace: Workspace
    found: Figures
    indicator: Indicator
    basis: Basis
    group: str

    @property
    def names(self) -> dict[str, str]:
        return {code: unit.short_name for code, unit in self.found.units.items()}

    @property
    def members(self) -> tuple[str, ...]:
        return rank.members(self.found, self.group)

    @property
    def label(self) -> str:
        return self.found.label(self.basis)

    @property
    def scope(self) -> str:
        return rank.groups(self.found)[self.group] if self.group != rank.ALL else "全区"


def chosen(rows: Sequence[dict[str, str]], codes: Sequence[str], name: str, scene: Scene) -> str:
    """The table of a view; the unit whose row is chosen, or “”."""
    table = st.dataframe(
        rows,
        hide_index=True,
        alt=f"{scene.indicator.short_name}各单位",
        height="content" if len(rows) <= 14 else 560,
        column_config={"单位": st.column_config.Column(pinned=True, width=125)}
        | {name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()},
        on_select="rerun",
        selection_mode="single-row",
        key=f"{name}-{scene.indicator.code}-{scene.found.period.key}-{scene.basis}-{scene.group}-{len(rows)}",
    )
    return codes[table.selection.rows[0]] if table.selection.rows else ""


def origin(scene: Scene, unit: str, period: Period) -> None:
    show.origin(
        scene.workspace, scene.found.units[unit], scene.indicator, period, scene.basis, shown=scene.found
    )
