"""What is written into a ranking workbook: numbers and words, ready-made and in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RankingRow:
    """One unit. Rates are fractions 0–1, not rounded; None prints “—”.

    rank: equal ranks are ties. move: places risen (negative: fallen, 0: same) or a word (“上期未列名”).
    support: the interval of ranks that the data support (“第1—9名”); the column is there when any row has one.
    """

    rank: int | None
    unit: str
    kind: str
    numerator: int | None
    denominator: int | None
    value: float | int | None
    move: int | str | None = None
    remark: str = ""
    support: str = ""


@dataclass(frozen=True)
class TotalRow:
    """A subtotal of a group or the total of all, computed from counts by the caller."""

    name: str
    numerator: int | None
    denominator: int | None
    value: float | int | None
    remark: str = ""


@dataclass(frozen=True)
class Apart:
    """Units that are not ranked, and why (“无开庭案件的单位”).

    units: names only, run on as a list. rows: units whose figures are shown all the same (“案件数不足”).
    """

    title: str
    units: tuple[str, ...] = ()
    rows: tuple[RankingRow, ...] = ()


@dataclass(frozen=True)
class RankingSheet:
    """One indicator. Rows stand as handed in, best first.

    name: of the tab. period: “统计期：2025年1—9月”; as_of: “数据截止：…”; measured_in: “单位：件、%”.
    value_name: head of the figure's column. numerator_name, denominator_name: heads of their columns, both
    empty for a count, which then has the one column of its value.
    """

    name: str
    title: str
    period: str
    as_of: str
    measured_in: str
    value_name: str
    numerator_name: str = ""
    denominator_name: str = ""
    rows: tuple[RankingRow, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    apart: tuple[Apart, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator_name)

    @property
    def has_support(self) -> bool:
        return any(row.support for row in self.rows)


@dataclass(frozen=True)
class Definition:
    """One line of the sheet 指标口径, in words."""

    name: str
    variant: str
    numerator: str
    denominator: str
    note: str
    source: str
    direction: str
    target: str


@dataclass(frozen=True)
class RankingBook:
    """A workbook. made_at: timezone-aware, the only time that is written into the file.

    title, issuer: for the file's properties; issuer is the bureau's name or empty.
    """

    title: str
    made_at: datetime
    sheets: tuple[RankingSheet, ...]
    definitions: tuple[Definition, ...]
    issuer: str = ""
