"""What a definition is, once it is read and checked. Frozen; made only by `load`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from metrics.catalogue.escalation import Escalation
from metrics.catalogue.schemes import Scheme
from metrics.model import Direction, Enforcement, IndicatorKind, Layout, Nature, Span, Unit, UnitKind
from metrics.periods import Period, PeriodKind

if TYPE_CHECKING:  # a clause knows the roles that are defined here
    from metrics.catalogue.clauses import Clause


@dataclass(frozen=True)
class Measure:
    """A raw number that units report, or (with `terms`) a sum of such numbers.

    part_of: measures that it may not exceed. terms: (+1 or -1, measure); empty for a reported one.
    """

    code: str
    name: str
    unit: str
    nature: Nature
    topic: str
    definition: str
    source: str
    part_of: tuple[str, ...] = ()
    terms: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Variant:
    """One way to compute an indicator (口径). `denominator` is empty for a count."""

    code: str
    name: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    note: str
    source: str


@dataclass(frozen=True)
class InForce:
    """Which variant and target hold from `first` to `last` (both included; last None = until further)."""

    first: Period
    last: Period | None
    variant: Variant
    target: float | None
    source: str

    @cached_property
    def start(self) -> date:
        return self.first.start

    @cached_property
    def end(self) -> date:
        """Last day; far in the future while it holds until further."""
        return self.last.end if self.last else date.max


@dataclass(frozen=True)
class Role:
    """What a unit of any district is in the notice (区司法局, 区政府办), known by how its name ends.

    endings: of the name, the short name or an alias; kinds: the kinds that it may have; empty: any.
    """

    code: str
    name: str
    endings: tuple[str, ...]
    kinds: tuple[UnitKind, ...] = ()

    def fits(self, unit: Unit) -> bool:
        if self.kinds and unit.kind not in self.kinds:
            return False
        written = (unit.name, unit.short_name, *unit.aliases)
        return not self.endings or any(name.endswith(self.endings) for name in written)


@dataclass(frozen=True)
class Due:
    """The day by which it must be done: of each year (`year` None), or of one year."""

    month: int
    day: int
    year: int | None = None

    def on(self, period: Period) -> date:
        """The day that counts for a period; of a yearly one, that of the period's year."""
        return date(self.year or period.year, self.month, self.day)


@dataclass(frozen=True)
class Indicator:
    """A figure of the notice. `in_force` is in time order without overlap; see indicators.toml for keys."""

    code: str
    name: str
    short_name: str
    topic: str
    kind: IndicatorKind
    direction: Direction
    target_rule: str  # at_least, at_most, each_period, decline, none
    frequency: PeriodKind
    clause: str
    unit: str  # "%" for a fraction, else 件, 次, 个, 学时/人
    empty_denominator: str  # no_cases, not_applicable
    empty_words: str
    min_denominator: int
    small_sample: str  # apart, marked
    enforcement_only: bool
    ranked: bool
    variants: Mapping[str, Variant]
    in_force: tuple[InForce, ...]
    tie_break: tuple[str, ...] = ("denominator", "previous_rank")  # who is listed first among equal values
    break_ties: bool = False  # True: who is listed first has the better rank too
    span: Span = Span.QUARTER  # the stretch over which the target is judged
    due: Due | None = None  # where the notice names a day other than the span's last
    roles: tuple[Role, ...] = ()  # only units that are one of these; empty: all
    applies_kinds: tuple[UnitKind, ...] = ()  # only units of these kinds; empty: all
    note: str = ""  # what is 推定 or 未核实 about it

    def at(self, period: Period) -> InForce | None:
        """The definition in force at the end of a period of any kind; None before the first one."""
        return self.on(period.end)

    def on(self, day: date) -> InForce | None:
        return next((segment for segment in self.in_force if segment.start <= day <= segment.end), None)

    def applies(self, unit: Unit) -> bool:
        """Whether the unit is to be measured at all (an unverified enforcement power counts as held)."""
        if self.enforcement_only and unit.enforcement is Enforcement.NONE:
            return False
        if self.applies_kinds and unit.kind not in self.applies_kinds:
            return False
        return not self.roles or any(role.fits(unit) for role in self.roles)

    @property
    def applicability(self) -> object:
        """Equal for indicators that apply to the same units."""
        return self.enforcement_only, self.applies_kinds, tuple(role.code for role in self.roles)

    @property
    def cumulates(self) -> bool:
        """Whether its figures look back to the start of the half-year or year on any basis."""
        return self.span in (Span.HALF, Span.YEAR) or self.kind is IndicatorKind.ABSENCE


@dataclass(frozen=True)
class Column:
    """A measure's place in a form: band and heading as we print them, names as people write them.

    short_names are recognised only under one of the band's names (“审结” under “行政诉讼”).
    """

    measure: str
    band: str
    heading: str
    names: tuple[str, ...]
    short_names: tuple[str, ...]
    required: bool
    blank: bool


@dataclass(frozen=True)
class RateColumn:
    """A rate that units like to type: compared with ours, never stored."""

    indicator: str
    names: tuple[str, ...]


class FieldKind(StrEnum):
    """What stands in a column of a ledger."""

    CASE = "case"  # 案号: normalised, the same case is counted once
    UNITS = "units"  # one unit or several (“和”、顿号): the row counts for each
    DATE = "date"  # one or several dates
    CHOICE = "choice"  # one of the words that the field knows
    NUMBER = "number"
    TEXT = "text"  # kept in the workbook, not counted


class UnitsRole(StrEnum):
    """What the units named in a field of kind UNITS have to do with the row."""

    OWN = "own"  # 被告单位: the row counts for them
    INSTEAD = "instead"  # 责任单位: where it is filled, the row counts for these and not for OWN
    ALSO = "also"  # 共同被告: the row counts for these besides


@dataclass(frozen=True)
class Field:
    """A column of a ledger. words: choice → how it may be written, its Chinese name first (kind CHOICE).

    What an empty cell of kind CHOICE means: what follows from another field (`follows`: field → its choice →
    this field's choice; of a date field the one choice “filled”), else what a mark in the case number says
    (`marks`: “行初” → choice), else `default`.
    needs: date field → choices that make no sense while that date is empty. per_unit: what holds for one unit need
    not hold for another that the same row names (是否败诉).
    only: other field → this field's choice → the other's choices that it goes with (“维持原判” is of no 一审).
    always: a date that every case has; where it is empty the row is left out of what is dated by it, and that is said.
    example: of kind CASE, a number as it should look; what looks otherwise is questioned. “” takes any.
    trait: of kind TEXT, whether figures can be broken down by what it says (案由); a field of choices always can.
    """

    code: str
    name: str
    kind: FieldKind
    names: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    required: bool
    note: str  # for the blank form: what to fill in
    role: UnitsRole = UnitsRole.OWN
    follows: Mapping[str, Mapping[str, str]] = dataclass_field(default_factory=dict)
    marks: Mapping[str, str] = dataclass_field(default_factory=dict)
    default: str = ""
    needs: Mapping[str, frozenset[str]] = dataclass_field(default_factory=dict)
    per_unit: bool = False
    only: Mapping[str, Mapping[str, frozenset[str]]] = dataclass_field(default_factory=dict)
    always: bool = False
    example: str = ""
    trait: bool = False

    def word(self, choice: str) -> str:
        """The Chinese name of a choice."""
        return self.words[choice][0]


FILLED = "filled"  # what a date field “says” in `follows`: that a date stands in it
DUE = "@due"  # in place of a date field: the day on which the deadline ends


@dataclass(frozen=True)
class Deadline:
    """When an answer was due: the date in `stated` if there is one, else so long after `start`.

    months, days: one of them, or both 0 where only a stated day counts. urgent: a row with this choice has
    `urgent_days` instead. done: the field with the day on which it was answered. An empty code: no such field.
    """

    start: str
    stated: str
    months: int
    days: int
    done: str
    urgent_field: str
    urgent_choice: str
    urgent_days: int
    source: str


@dataclass(frozen=True)
class Count:
    """How rows of a ledger become a measure: each row that meets everything below counts one.

    date: the field that must lie in the period; DUE for the deadline's day; “” for every row.
    when: field → choices, one of which the row must have. unless: field → choices that it must not have.
    at_least: field → number. on_time: the row's `done` day is not after its due day. by_instance: the same
    case counts once for each instance (审级), else once. once_per: fields, the first filled of which takes the
    place of the case number. per_case: rows of the same case are added up before `at_least` is asked.
    amount: the field whose number is added up instead of one, or “”; with per_case of every row of a case.
    """

    measure: str
    date: str
    when: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]
    at_least: Mapping[str, float]
    on_time: bool
    by_instance: bool
    once_per: tuple[str, ...]
    per_case: bool
    amount: str


@dataclass(frozen=True)
class Form:
    """What is collected together. `bands`: band name → how it may be written.

    zero_report_measures: the measures that become a confirmed zero when “本季度无案件” is ticked.
    A ledger has fields and counts instead of columns; a summary and a ledger may give the same measure, and
    then the summary's figure counts and the ledger is compared with it.
    """

    code: str
    name: str
    frequency: PeriodKind
    layouts: tuple[Layout, ...]
    unit_names: tuple[str, ...]
    zero_report_names: tuple[str, ...]
    zero_report_measures: frozenset[str]
    bands: Mapping[str, tuple[str, ...]]
    columns: tuple[Column, ...]
    rates: tuple[RateColumn, ...]
    fields: tuple[Field, ...] = ()
    counts: tuple[Count, ...] = ()
    deadline: Deadline | None = None
    titles: tuple[str, ...] = ()  # words in a title by which a ledger is known, where columns do not tell
    orders: tuple[tuple[str, str], ...] = ()  # (earlier date field, later date field) of a ledger

    @property
    def is_ledger(self) -> bool:
        return bool(self.fields)

    @property
    def measures(self) -> tuple[str, ...]:
        columns = [column.measure for column in self.columns]
        return tuple(dict.fromkeys([*columns, *(count.measure for count in self.counts)]))

    def field(self, code: str) -> Field:
        """The ledger's field of that code; raises KeyError."""
        return self._fields[code]

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {field.code: field for field in self.fields}


@dataclass(frozen=True)
class Group:
    """Kinds of unit that are compared with each other. `ranked` False: shown, never ranked with others."""

    code: str
    name: str
    kinds: tuple[UnitKind, ...]
    ranked: bool


@dataclass(frozen=True)
class Word:
    """The Chinese name of an enum member, and the other spellings that a units file may use."""

    name: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Headlines:
    """Which indicators the screens ask for, by role."""

    volume: str
    loss_rate: str
    figures: tuple[str, ...]
    bottom: tuple[str, ...]
    absence: str


@dataclass(frozen=True)
class Catalogue:
    """Every definition. `version` is the hash of the files it was read from."""

    version: str
    measures: Mapping[str, Measure]
    indicators: Mapping[str, Indicator]
    forms: Mapping[str, Form]
    groups: Mapping[str, Group]
    kinds: Mapping[UnitKind, Word]
    enforcement: Mapping[Enforcement, Word]
    headlines: Headlines
    escalation: Escalation
    schemes: Mapping[str, Scheme]
    roles: Mapping[str, Role] = dataclass_field(default_factory=dict)
    clauses: Mapping[str, Clause] = dataclass_field(default_factory=dict)  # number → clause, all thirty-two

    def role_of(self, unit: Unit) -> Role | None:
        """What the unit is in the notice; None for the many that are just a town or a department."""
        return next((role for role in self.roles.values() if role.fits(unit)), None)

    def group_of(self, unit: Unit) -> Group:
        """The group whose kinds hold the unit's; load has made sure that there is exactly one."""
        return next(group for group in self.groups.values() if unit.kind in group.kinds)

    def scheme_at(self, period: Period) -> Scheme | None:
        """The scheme of composite scores that holds at the end of the period."""
        return next((s for s in self.schemes.values() if s.holds_on(period.end)), None)

    def only(self, codes: Collection[str]) -> Catalogue:
        """The same with some of the indicators: figures of few are computed faster than those of all."""
        return replace(self, indicators={code: self.indicators[code] for code in codes})

    def main_form(self, kind: PeriodKind) -> Form | None:
        """The form by which a unit counts as having reported: the one that collects the headline's volume."""
        volume = self.indicators[self.headlines.volume].in_force[-1].variant.numerator[0]
        forms = self.forms.values()
        return next(
            (f for f in forms if f.frequency is kind and not f.is_ledger and volume in f.measures), None
        )

    def needed(self, period: Period) -> frozenset[str]:
        """The reported measures that the definitions in force for the period are made of."""
        codes = {
            code
            for indicator in self.indicators.values()
            if indicator.frequency is period.kind and (in_force := indicator.at(period))
            for code in (*in_force.variant.numerator, *in_force.variant.denominator)
        }
        while derived := {code for code in codes if self.measures[code].terms}:
            codes = codes - derived | {term for code in derived for _, term in self.measures[code].terms}
        return frozenset(codes)

    def ranked_indicators(self) -> tuple[Indicator, ...]:
        return tuple(i for i in self.indicators.values() if i.ranked)
