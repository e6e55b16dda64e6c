"""The nouns that every stage shares. Standard library only; nothing here computes a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from metrics.periods import Period


class ProductError(Exception):
    """Something the person can mend or must know. `str(error)` is a Chinese sentence fit to be shown."""


class DefinitionError(ProductError):
    """A catalogue file or a units file is wrong; the message names file, entry and key."""


class NotAllowed(ProductError):
    """The person, or the way the app was started, may not do this."""


class Unreadable(ProductError):
    """The bytes are no workbook that we can read; nothing can be said about cells."""


class StoreBusy(ProductError):
    """Another writer holds the store; the same call may succeed in a moment."""


class Severity(StrEnum):
    """The four classes of statistical checking; none of them keeps a workbook from being kept."""

    MANDATORY = "mandatory"  # 强制性: must be mended before it counts
    STRICT = "strict"  # 准强制性: mend it, or the reviewer lets it pass
    VERIFY = "verify"  # 核实性: stands if it is explained
    HINT = "hint"  # 提示性: worth knowing

    @property
    def label(self) -> str:
        """The class as statisticians call it."""
        return {"mandatory": "强制性", "strict": "准强制性", "verify": "核实性", "hint": "提示性"}[self]

    @property
    def demand(self) -> str:
        """What a finding of the class asks of people."""
        return {
            "mandatory": "改正后才能计入",
            "strict": "改正，或由审核员写明理由放行",
            "verify": "改正，或写明情况",
            "hint": "看一看，无误不用改",
        }[self]


class CellState(StrEnum):
    """The four things that a cell can say. Missing is never zero."""

    VALUE = "value"
    ZERO = "zero"  # 零报告：填 0、填“无”，或勾选“本季度无案件”
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"


class Nature(StrEnum):
    FLOW = "flow"  # adds up over time
    STOCK = "stock"  # the last one counts


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    NONE = "none"


class IndicatorKind(StrEnum):
    """What sort of figure it is, and so how it is computed, added up and written."""

    RATIO = "ratio"  # numerator ÷ denominator, a fraction 0–1
    COUNT = "count"  # a number of cases or times
    ABSENCE = "absence"  # 1 where the denominator is above zero and the numerator is zero (“零出庭”)
    THRESHOLD = "threshold"  # a number of times that must reach a target within its span
    DEADLINE = "deadline"  # 1 once it is done, 0 before; to be done by a day
    FORBIDDEN = "forbidden"  # a number of events that must stay 0
    PER_HEAD = "per_head"  # an amount ÷ persons: 62.5 hours, no fraction of a whole
    INVENTORY = "inventory"  # what is done ÷ all that is listed (104 项任务), a fraction 0–1

    @property
    def divides(self) -> bool:
        """Whether the value is numerator ÷ denominator."""
        return self in (IndicatorKind.RATIO, IndicatorKind.PER_HEAD, IndicatorKind.INVENTORY)

    @property
    def counts(self) -> bool:
        """Whether the value is a number of cases or times, without a denominator."""
        return self in (
            IndicatorKind.COUNT,
            IndicatorKind.THRESHOLD,
            IndicatorKind.DEADLINE,
            IndicatorKind.FORBIDDEN,
        )

    @property
    def is_fraction(self) -> bool:
        """Whether the value is a fraction of a whole, written in %."""
        return self in (IndicatorKind.RATIO, IndicatorKind.INVENTORY)


class Span(StrEnum):
    """The stretch of time over which a target is judged; a figure is reported each quarter all the same."""

    QUARTER = "Q"
    HALF = "H"
    YEAR = "Y"
    TERM = "term"  # a term of office: only ever progress until it ends
    ONCE = "once"  # one time for good

    @property
    def months(self) -> int | None:
        """Its length; None where it does not follow the calendar."""
        return {"Q": 3, "H": 6, "Y": 12}.get(self.value)

    @property
    def label(self) -> str:
        return {"Q": "每季度", "H": "每半年", "Y": "全年", "term": "任期内", "once": "一次性"}[self]


class Attainment(StrEnum):
    """How a unit stands with the target of an indicator (indicators.md, part 1); what is not known is never met."""

    MET = "met"
    NOT_MET = "not_met"
    IN_PROGRESS = "in_progress"  # not reached, and the span is not over
    OVERDUE = "overdue"  # not done, and the day has passed
    NOT_APPLICABLE = "not_applicable"  # out of range, or nothing to divide by
    NOT_REPORTED = "not_reported"
    NO_TARGET = "no_target"
    REDEFINED = "redefined"
    NOT_COMPARABLE = "not_comparable"  # a decline, without a figure of last year to decline from

    @property
    def label(self) -> str:
        return {
            "met": "达标",
            "not_met": "未达标",
            "in_progress": "进行中",
            "overdue": "逾期",
            "not_applicable": "不适用",
            "not_reported": "未报",
            "no_target": "无目标值",
            "redefined": "口径变更",
            "not_comparable": "不可比",
        }[self]


class UnitKind(StrEnum):
    GOVERNMENT = "government"
    TOWN = "town"
    SUBDISTRICT = "subdistrict"
    DEPARTMENT = "department"
    BRANCH = "branch"
    INSTITUTION = "institution"


class Enforcement(StrEnum):
    """Whether a unit holds administrative enforcement power (units.md, part 8)."""

    FULL = "full"
    DELEGATED = "delegated"
    NONE = "none"
    UNVERIFIED = "unverified"


class TaskState(StrEnum):
    """How far a unit has got with a task of the notice that is not counted (通知的非量化任务)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return {
            "not_started": "未开展",
            "in_progress": "进行中",
            "done": "已完成",
            "not_applicable": "不适用",
        }[self]


class Layout(StrEnum):
    SUMMARY = "summary"  # one row per unit, one column per measure
    UNIT_FORM = "unit_form"  # one unit, measures down, periods across
    LEDGER = "ledger"  # 台账: one row per case, counted into measures by declared rules


class Basis(StrEnum):
    """Which stretch of time a figure covers."""

    PERIOD = "period"  # 本季
    YEAR_TO_DATE = "ytd"  # 年初至本季末累计
    ROLLING = "rolling"  # 滚动四季：本季和此前三季
    LAST_YEAR = "last_year"  # 上年全年


@dataclass(frozen=True)
class Unit:
    """A reporting unit. `code` is stable; names may change, aliases are every other spelling."""

    jurisdiction: str
    code: str
    name: str
    short_name: str
    kind: UnitKind
    enforcement: Enforcement
    order: int
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def active_in(self, period: Period) -> bool:
        """Whether the unit exists at the end of the period, and so is expected to report for it."""
        return (self.valid_from is None or self.valid_from <= period.end) and (
            self.valid_to is None or self.valid_to >= period.end
        )


@dataclass(frozen=True)
class Finding:
    """One thing to be said about a workbook. Wording may improve freely; `code` is stable.

    sheet, cell: where (“Sheet1”, “C5”); empty when the whole file or sheet is meant.
    found: what stands there; expected: what should; mend: how to get there. All Chinese.
    measures: of a ledger, the figures that it concerns; empty: whatever is counted from its rows.
    """

    severity: Severity
    code: str
    message: str
    mend: str
    sheet: str = ""
    cell: str = ""
    found: str = ""
    expected: str = ""
    unit: str = ""
    period: str = ""
    measure: str = ""
    cells: tuple[str, ...] = ()  # further cells with the same finding
    measures: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Every cell that it speaks of."""
        return (self.cell, *self.cells) if self.cell else ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What stays equal when the same workbook is read again: an explanation is kept under it."""
        return self.code, self.sheet, self.cell, self.message


class DecisionKind(StrEnum):
    """What the reader may take for something else than what is written."""

    COLUMN = "column"  # a heading for a measure or for a field of a ledger
    UNIT = "unit"  # a spelling for a unit
    VALUE = "value"  # a word in a ledger for one of the words that its rule knows (“部分撤销” → 败诉)


LEFT_OUT = ""  # the code by which a person says: leave this column out


@dataclass(frozen=True)
class Choice:
    """One thing that a written label may stand for: code of a measure, field, unit or word; its Chinese name."""

    code: str
    name: str


@dataclass(frozen=True)
class Decision:
    """“我们把‘written’读作‘taken’”: made by the reader, accepted or refused by the person.

    scope: code of the unit whose sheet it is, “” for a sheet of several units. choices: what it may be,
    likeliest first. taken: the choice in use; None while nobody has said, and then the reader has not used
    any (`asked`). by_person: the answer came from Context.answers.
    """

    kind: DecisionKind
    scope: str
    form: str
    sheet: str
    cell: str
    written: str
    taken: Choice | None
    choices: tuple[Choice, ...] = ()
    examples: tuple[str, ...] = ()  # values that stand under the label
    by_person: bool = False

    @property
    def asked(self) -> bool:
        """Whether the person must answer before it can be read."""
        return self.taken is None


@dataclass(frozen=True)
class AnswerKey:
    """What an answer is remembered under. `written` as it stands in the sheet."""

    kind: DecisionKind
    scope: str
    form: str
    written: str


@dataclass(frozen=True)
class Fact:
    """One value of one measure, and the cell it came from. `value` is None unless state is value or zero."""

    unit: str
    period: str
    measure: str
    value: int | None
    state: CellState
    sheet: str
    cell: str


def column_letters(number: int) -> str:
    """1 → A, 27 → AA: the column's name in a workbook."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Tally:
    """The rows of a ledger that were counted into one measure: parallel lists, one entry per row.

    records: index of the record (unit × period) in the block; rows: 1-based row of the sheet; cases: the
    case number without what people write differently, or “” where a row is no case. Lists for the reason
    given at Block.
    """

    records: list[int]
    rows: list[int]
    cases: list[str]


OTHER_SPELLINGS = "…"  # in the place of a text of which a ledger has too many different ones


@dataclass(frozen=True)
class Traits:
    """What the rows of a ledger say beside what is counted (案由, 审级, 裁判结果 …), each distinct set once.

    fields: codes of the ledger's fields. sets: parallel to `fields`, a choice's code or a text; “” where nothing
    is written. rows: 1-based rows of the sheet; places: the set of each.
    """

    fields: tuple[str, ...]
    sets: list[tuple[str, ...]]
    rows: list[int]
    places: list[int]


@dataclass(frozen=True)
class Block:
    """One table of a sheet, column-wise: parallel lists with one entry per record (unit × period).

    Records run down the sheet (`records_down`: `lines` are row numbers, `anchors` column numbers) or
    across it (`lines` are column numbers, `anchors` row numbers); all 1-based. `values[measure][i]` is
    None when the cell is missing or not applicable; `(measure, i)` in `not_applicable` tells which.
    Kept as lists because a national ledger has millions of cells: an object for each would take longer
    than reading the file.
    """

    sheet: str
    form: str
    records_down: bool
    anchors: Mapping[str, int]
    units: list[str]
    periods: list[str]
    lines: list[int]
    values: Mapping[str, list[int | None]]
    not_applicable: frozenset[tuple[str, int]] = frozenset()
    tallies: Mapping[str, Tally] = field(default_factory=dict)  # of a ledger: measure → the rows behind it
    traits: Traits | None = None  # of a ledger: what its rows say besides

    def cell(self, measure: str, record: int) -> str:
        """The address of one value, such as “C5”; of a ledger the first row that was counted."""
        return cell_address(self.records_down, self.lines[record], self.anchors[measure])

    def facts(self) -> Iterator[Fact]:
        """Each cell as a fact, record by record, missing ones included."""
        for i, (unit, period) in enumerate(zip(self.units, self.periods, strict=True)):
            for measure, column in self.values.items():
                value = column[i]
                yield Fact(
                    unit,
                    period,
                    measure,
                    value,
                    state_of(value, (measure, i) in self.not_applicable),
                    self.sheet,
                    self.cell(measure, i),
                )


def cell_address(records_down: bool, line: int, anchor: int) -> str:
    """Where a value stands, from the record's line and the measure's anchor (see Block)."""
    return f"{column_letters(anchor)}{line}" if records_down else f"{column_letters(line)}{anchor}"


def state_of(value: int | None, not_applicable: bool) -> CellState:
    if value is None:
        return CellState.NOT_APPLICABLE if not_applicable else CellState.MISSING
    return CellState.VALUE if value else CellState.ZERO


@dataclass(frozen=True)
class Submission:
    """What a workbook says, and what is to be said about it. Made by intake, kept by the store."""

    sha256: str
    file_name: str
    form: str  # "" when no form was recognised
    layout: Layout | None
    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the units that report something, in the order of the workbook."""
        return tuple(dict.fromkeys(unit for block in self.blocks for unit in block.units))

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted({period for block in self.blocks for period in block.periods}))

    @property
    def can_count(self) -> bool:
        """Whether it may be confirmed once `to_settle` is settled: something was read, nothing must be mended."""
        return bool(self.units) and all(f.severity is not Severity.MANDATORY for f in self.findings)

    @property
    def to_settle(self) -> tuple[Finding, ...]:
        """What somebody must answer for before it counts: 准强制性 by the reviewer, 核实性 by an explanation."""
        return tuple(f for f in self.findings if f.severity in (Severity.STRICT, Severity.VERIFY))

    def facts(self) -> Iterator[Fact]:
        for block in self.blocks:
            yield from block.facts()


@dataclass(frozen=True)
class Context:
    """What intake may know besides the bytes.

    units: every unit of the jurisdiction. history: (unit, measure) → the unit's own earlier values in
    force, oldest first, for the jump check. expected_period: the period the person chose, or None.
    answers: what people have answered or refused before; the value is a Choice's code, LEFT_OUT for “leave it
    out”. in_force: (form, unit, period, measure) → value that counts now, of forms that hold the same measures as
    a ledger or the other way round, for the comparison of both. cases: (unit, period, measure) → the cases
    behind a ledger's figure in force, in words, for the quarter at hand.
    """

    units: tuple[Unit, ...]
    history: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    expected_period: Period | None = None
    answers: Mapping[AnswerKey, str] = field(default_factory=dict)
    in_force: Mapping[tuple[str, str, str, str], int] = field(default_factory=dict)
    cases: Mapping[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Edit:
    """One cell that a person changed in the app: the mended workbook is kept beside the untouched one."""

    sheet: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True)
class Remark:
    """What somebody said of a finding: an explanation (核实性), or the reviewer's reason to let it pass (准强制性)."""

    finding: Finding
    text: str
    by: str
    at: datetime
    reviewed: bool = False  # by the reviewer, who lets it pass


@dataclass(frozen=True)
class Source:
    """Where a stored value came from: enough to open the file at the cell."""

    submission: int
    sha256: str
    file_name: str
    sheet: str
    cell: str
    version: int
    uploader: str
    uploaded_at: datetime
    value: int | None
    state: CellState
    rows: tuple[int, ...] = ()  # of a ledger: every row that was counted, 1-based
    cases: tuple[str, ...] = ()  # the case in each of these rows, “” where a row is no case
    remarks: tuple[Remark, ...] = ()  # what was said of findings at this cell or measure
