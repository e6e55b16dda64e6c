"""Tables as text, so that the bureau can check them by eye."""

from __future__ import annotations

import pandas as pd

from metrics import catalogue
from metrics.catalogue import Catalogue
from metrics.model import Enforcement, Unit, UnitKind
from metrics.panel import Panel
from metrics.periods import Period, between

CATALOGUE = catalogue.load()


def unit(code: str, kind: UnitKind = UnitKind.DEPARTMENT, held: Enforcement = Enforcement.FULL) -> Unit:
    return Unit("610702", code, code, code, kind, held, 1)


def panel(text: str, definitions: Catalogue = CATALOGUE, first: str = "", last: str = "") -> Panel:
    """`unit | period | measure…` lines to a panel; empty is missing, “—” not applicable.

    The panel covers every unit named and every quarter from the first to the last named.
    """
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    measures = head[2:]
    units = list(dict.fromkeys(line[0] for line in lines))
    named = sorted({line[1] for line in lines})
    periods = [p.key for p in between(Period.from_key(first or named[0]), Period.from_key(last or named[-1]))]
    index = pd.MultiIndex.from_product([units, periods], names=["unit", "period"])
    values = pd.DataFrame(float("nan"), index=index, columns=list(definitions.measures))
    excused = pd.DataFrame(False, index=index, columns=list(definitions.measures))
    reported = pd.Series(False, index=index, name="reported")
    for name, period, *cells in lines:
        reported.loc[(name, period)] = True
        for measure, cell in zip(measures, cells, strict=True):
            if cell == "—":
                excused.loc[(name, period), measure] = True
            elif cell:
                values.loc[(name, period), measure] = float(cell)
    return Panel(values, excused, reported)


def units_of(some: Panel, **kinds: UnitKind) -> dict[str, Unit]:
    codes = some.values.index.get_level_values("unit").unique()
    return {code: unit(code, kinds.get(code, UnitKind.DEPARTMENT)) for code in codes}
