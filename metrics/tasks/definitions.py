"""Change how an indicator is computed from a quarter on: look first, give a reason, keep the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from metrics import catalogue
from metrics.analysis import ranking
from metrics.analysis.values import compute
from metrics.catalogue import Catalogue, Indicator
from metrics.decided import DefinitionChange
from metrics.model import Basis, NotAllowed
from metrics.periods import Period
from metrics.tasks import figures
from metrics.tasks.workspace import Workspace

LEAST_REASON = 6  # characters, as of an explanation


@dataclass(frozen=True)
class Preview:
    """What a change would do to the figures that there are.

    rows: one for each unit and period (single quarters) whose figure, status or target would differ; columns
    unit, period, before, after (values, NaN without one), numerator_before, denominator_before, numerator_after,
    denominator_after, status_before, status_after, rank_before, rank_after (NaN where not ranked).
    periods: the quarters concerned. already_reported: those that have reports in force, and so may have been
    published. changed: the indicator as it would be.
    """

    rows: pd.DataFrame
    periods: tuple[Period, ...]
    already_reported: tuple[Period, ...]
    changed: Indicator


def history(workspace: Workspace, indicator: str = "") -> tuple[DefinitionChange, ...]:
    """Every change ever made (of one indicator, or of all), newest first, withdrawn ones included."""
    if not workspace.jurisdiction:
        return ()
    made = workspace.store.definition_changes(workspace.jurisdiction)
    return tuple(one for one in reversed(made) if indicator in ("", one.indicator))


def preview(
    workspace: Workspace, indicator: Indicator, first: Period, variant: str, target: float | None
) -> Preview:
    """Every figure of the last five years that the change would alter. Raises NotAllowed: nothing would change."""
    _check(indicator, first, variant, target)
    draft = DefinitionChange(0, indicator.code, first, variant, target, "预览", "预览", datetime.min)
    proposed = catalogue.changed(workspace.catalogue, [draft])
    changed = proposed.indicators[indicator.code]
    reported = figures.periods(workspace)
    if not reported:
        return Preview(pd.DataFrame(columns=list(_COLUMNS)), (), (), changed)
    found = figures.figures(workspace, reported[-1])
    before, after = _frame(found, workspace.catalogue, indicator), _frame(found, proposed, indicator)
    differs = ~(
        ((before["value"] == after["value"]) | (before["value"].isna() & after["value"].isna()))
        & (before["status"] == after["status"])
    )
    both = before[differs].add_suffix("_before").join(after[differs].add_suffix("_after")).reset_index()
    rows = both.rename(columns={"value_before": "before", "value_after": "after"})[list(_COLUMNS)]
    concerned = tuple(
        p for key in found.quarter.periods if _rule(indicator, p := Period.from_key(key)) != _rule(changed, p)
    )
    return Preview(rows, concerned, tuple(p for p in concerned if p in reported), changed)


def change(
    workspace: Workspace,
    indicator: Indicator,
    first: Period,
    variant: str,
    target: float | None,
    reason: str,
    by: str,
    now: datetime,
    *,
    past_seen: bool,
) -> None:
    """Keep the change. past_seen: the person has seen which figures of the past change, and wants it.

    Raises NotAllowed: nothing would change, no reason, no name, or quarters with reports are concerned and
    past_seen is not given.
    """
    seen = preview(workspace, indicator, first, variant, target)
    if len(reason.strip()) < LEAST_REASON:
        raise NotAllowed(f"请写明改口径的理由（不少于 {LEAST_REASON} 个字）：过去和以后的数会因此不同。")
    if not by.strip():
        raise NotAllowed("请填写姓名：口径由谁改的要留下记录。")
    if seen.already_reported and not past_seen:
        told = "、".join(period.label for period in seen.already_reported[:4])
        raise NotAllowed(f"{told}等已有报送数据的报送期会受影响，请看过预览并勾选后再确认。")
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.change_definition(
            DefinitionChange(0, indicator.code, first, variant, target, reason.strip(), by.strip(), now)
        )


def withdraw(workspace: Workspace, number: int, by: str, now: datetime) -> None:
    """Compute as before again. Raises NotAllowed when there is no such change, or no name."""
    if not by.strip():
        raise NotAllowed("请填写姓名：撤回由谁做的要留下记录。")
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.withdraw_definition(number, by.strip(), now)


_PARTS = ("value", "numerator", "denominator", "status", "rank")
_COLUMNS = (
    *("unit", "period", "before", "after"),
    *(f"{part}_{side}" for side in ("before", "after") for part in _PARTS[1:]),
)


def _frame(found: figures.Figures, definitions: Catalogue, indicator: Indicator) -> pd.DataFrame:
    """The indicator's single quarters under some definitions; index (unit, period), columns _PARTS."""
    only = definitions.only([indicator.code])
    values = compute(found.panel, only, found.units, Basis.PERIOD)
    groups = {code: definitions.group_of(unit).code for code, unit in found.units.items()}
    ranks = ranking.ranks(values, only, groups) if indicator.ranked else values.value * np.nan
    frames = (values.value, values.numerator, values.denominator, values.status, ranks)
    return pd.DataFrame({part: frame[indicator.code] for part, frame in zip(_PARTS, frames, strict=True)})


def _rule(indicator: Indicator, period: Period) -> tuple[str, float | None] | None:
    segment = indicator.at(period)
    return (segment.variant.code, segment.target) if segment else None


def _check(indicator: Indicator, first: Period, variant: str, target: float | None) -> None:
    if variant not in indicator.variants:
        raise NotAllowed(f"“{indicator.name}”没有这个口径。")
    now = indicator.at(first)
    if now is not None and now.variant.code == variant and now.target == target:
        raise NotAllowed(f"{first.label}本来就是这个口径和目标，没有要改的。")
    if target is not None and target < 0:
        raise NotAllowed("目标不能是负数。")
