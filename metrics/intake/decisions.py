"""What the reader took for something else than is written, what it must ask, and what people have answered."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from metrics.intake import rules
from metrics.intake.cells import read_count
from metrics.intake.grid import plain
from metrics.intake.measured_in import is_scaled
from metrics.intake.names import How, UnitNames
from metrics.intake.table import Heading, Reader, Table
from metrics.model import LEFT_OUT, AnswerKey, Choice, Decision, DecisionKind, Finding, Layout

_MOST_EXAMPLES = 5
_LONGEST_EXAMPLE = 30
MOST_UNITS = 200  # spellings of units that are listed of one sheet
_MOST_NEAR_UNITS = 50  # unknown spellings for which near names are looked for: it takes long among thousands
_WORTH_ASKING = (How.ASKED, How.MEASURED, How.FILLER)
_LEAVE_OUT = Choice(LEFT_OUT, rules.NOT_READ)


@dataclass(frozen=True)
class Decided:
    """A table with its headings settled. unclear: of each heading that is asked about, the likeliest measure."""

    table: Table
    decisions: tuple[Decision, ...] = ()
    findings: tuple[Finding, ...] = ()
    unclear: frozenset[str] = frozenset()


def columns_decided(table: Table, scope: str, reader: Reader) -> Decided:
    """The columns (of a unit form the rows) as the headings and the person's answers say.

    scope: the code of the only unit of the sheet, or “”. A heading that is asked about is not read.
    """
    names = next(form for form in reader.forms if form.form is table.form)
    own = {c.measure: {reader.catalogue.measures[c.measure].name, c.heading} for c in table.form.columns}
    sure = {line: measure for measure, line in table.lines.items()}
    lines: dict[str, int] = {}
    labels: dict[str, str] = {}
    twice: dict[str, str] = {}
    unknown = dict(table.unknown)
    decisions: list[Decision] = []
    findings: list[Finding] = []
    unclear: set[str] = set()
    for heading, written in _told_apart(table.headings):
        label = heading.path[-1].strip()
        taken = sure.get(heading.line, "")
        key = AnswerKey(DecisionKind.COLUMN, scope, table.form.code, written)
        answer = reader.context.answers.get(key)
        if answer is not None and answer != LEFT_OUT and answer not in own:
            answer = None  # the form no longer has what was chosen then
        code = taken if answer is None else answer
        again = answer is None and heading.place in table.twice
        if code in lines or again:
            twice[heading.place] = label
        elif code:
            lines[code], labels[code] = heading.line, label
        if answer is not None or code:
            unknown.pop(heading.place, None)
        if answer is None and taken and not again and label in own[taken]:
            continue  # its own name: nothing was decided
        match = heading.match
        open_question = answer is None and not code
        if open_question and not again and not (match.how in _WORTH_ASKING and _has_digits(table, heading)):
            continue
        first = code or match.taken or next(iter(match.likely), "")
        if open_question:
            unknown.pop(heading.place, None)
            if not again:
                findings.append(_asked(table, heading, first, reader))
                unclear.add(first)
            if is_scaled(match.measured):
                continue  # nobody can make ten thousand cases of one
        choices = [_choice(measure, reader) for measure in names.by_likeness(heading.path, first)]
        decisions.append(
            Decision(
                DecisionKind.COLUMN,
                scope,
                table.form.code,
                table.grid.name,
                heading.place,
                written,
                None if open_question or again else _choice(code, reader),
                (*choices, _LEAVE_OUT),
                _examples(table, heading),
                answer is not None,
            )
        )
    lines = dict(sorted(lines.items(), key=lambda item: item[1]))
    return Decided(
        replace(table, lines=lines, labels=labels, unknown=unknown, twice=twice),
        tuple(decisions),
        tuple(findings),
        frozenset(unclear),
    )


def _told_apart(headings: Sequence[Heading]) -> Iterable[tuple[Heading, str]]:
    """Each heading with the words under which an answer is kept: of equal ones the later are numbered."""
    seen: Counter[str] = Counter()
    for heading in headings:
        seen[heading.written] += 1
        times = seen[heading.written]
        yield heading, heading.written if times == 1 else f"{heading.written}（第{times}处）"


def _asked(table: Table, heading: Heading, first: str, reader: Reader) -> Finding:
    label = heading.written if heading.match.by_band else heading.path[-1].strip()
    sheet, cells = table.grid.name, [heading.place]
    if heading.match.how is How.MEASURED:
        wanted = reader.catalogue.measures[first].unit
        return rules.COLUMN_MEASURED.at(
            sheet, cells, found=label, expected=heading.match.measured, measure=first, unit_wanted=wanted
        )
    name = reader.catalogue.measures[first].name
    return rules.COLUMN_UNCLEAR.at(sheet, cells, found=label, expected=name, measure=first)


def _choice(code: str, reader: Reader) -> Choice:
    return Choice(code, reader.catalogue.measures[code].name) if code else _LEAVE_OUT


def _values(table: Table, heading: Heading) -> Iterable[object]:
    """What stands under a heading, from the first record on."""
    last = table.last if table.layout is Layout.UNIT_FORM else min(table.last, table.first + 2000)
    for record in range(table.first, last + 1):
        value = table.grid.value(*table.at(heading.line, record))
        if value is not None:
            yield value


def _examples(table: Table, heading: Heading) -> tuple[str, ...]:
    found: list[str] = []
    for value in _values(table, heading):
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
        found.append(text[:_LONGEST_EXAMPLE])
        if len(found) == _MOST_EXAMPLES:
            break
    return tuple(found)


def _has_digits(table: Table, heading: Heading) -> bool:
    """Whether something under the heading may be a count; a column of words is none of ours."""
    return any(
        isinstance(value, int | float)
        or re.search(r"\d", unicodedata.normalize("NFKC", str(value)))
        or read_count(value).value is not None
        for value in _values(table, heading)
    )


@dataclass
class UnitDecisions:
    """Spellings of units on one sheet: what they were read as, what is asked, what was answered."""

    table: Table
    reader: Reader
    names: UnitNames
    taken: dict[str, Decision] = field(default_factory=dict)
    near: int = 0

    @property
    def answers(self) -> dict[str, str]:
        """Spelling → code, LEFT_OUT for a row that is not to be read, of units that still exist."""
        return {
            key.written: code
            for key, code in self.reader.context.answers.items()
            if key.kind is DecisionKind.UNIT
            and key.form == self.table.form.code
            and (code == LEFT_OUT or code in self.names.by_code)
        }

    def read_as(self, cell: str, written: str, code: str, by_person: bool = False) -> None:
        """A spelling that was read as a unit of another name."""
        if written in self.taken or len(self.taken) >= MOST_UNITS:
            return
        self.taken[written] = self._decision(cell, written, self._choice(code), [code], by_person)

    def asked(self, cell: str, written: str, candidates: Sequence[str]) -> None:
        """A spelling that is nobody's or several units'; asked about only where some name is like it."""
        if written in self.taken or len(self.taken) >= MOST_UNITS:
            return
        if not candidates and self.near < _MOST_NEAR_UNITS:
            self.near += 1
            candidates = self.names.near(written)
        if candidates:
            self.taken[written] = self._decision(cell, written, None, candidates, False)

    def _decision(
        self, cell: str, written: str, taken: Choice | None, codes: Sequence[str], by_person: bool
    ) -> Decision:
        choices = [self._choice(code) for code in codes if code != LEFT_OUT]
        return Decision(
            DecisionKind.UNIT,
            "",
            self.table.form.code,
            self.table.grid.name,
            cell,
            written,
            taken,
            (*choices, _LEAVE_OUT),
            (),
            by_person,
        )

    def _choice(self, code: str) -> Choice:
        return Choice(code, self.names.by_code[code].short_name) if code != LEFT_OUT else _LEAVE_OUT


def is_other_name(written: str, code: str, names: UnitNames) -> bool:
    """Whether a spelling is neither the unit's name nor its short name, spaces and full width aside."""
    unit = names.by_code[code]
    return plain(written) not in (plain(unit.short_name), plain(unit.name))
