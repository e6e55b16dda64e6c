"""After cells have changed: the formulas that depend on them, computed anew where that can be done for certain."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from metrics.intake.copies.formula import Area, Cells, Unknown, Value, areas, compute
from metrics.model import column_letters

Place = tuple[str, int, int]  # sheet in small letters, row, column; 1-based


@dataclass(frozen=True)
class Formulas:
    """Of a whole workbook. of: place → formula. before: place → value of every cell as last saved, results of
    formulas among them. names: the workbook's own names, in capitals → what they stand for.
    """

    of: Mapping[Place, str]
    before: Mapping[Place, Value]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Recalculated:
    """results: place → new result. unknown: depend on a changed cell (or may), and could not be computed."""

    results: Mapping[Place, Value]
    unknown: tuple[Place, ...]


def recalculate(formulas: Formulas, changed: Mapping[Place, Value]) -> Recalculated:
    """What the formulas give now that the cells in `changed` hold something else.

    A formula is computed only if computing it from the old cells gives the result that stands there: what we
    take for its meaning is then what the office program took. All else is `unknown`.
    """
    rest = {place: text for place, text in formulas.of.items() if place not in changed}
    reads, unclear = _reads(rest, formulas.names)
    order, circular = _affected(reads, unclear, changed)
    unknown = {place: None for place in (*unclear, *circular)}
    now: dict[Place, Value] = {**formulas.before, **changed}
    results: dict[Place, Value] = {}
    old_cells, new_cells = _cells(formulas.before), _Latest(now)
    for place in order:
        uncertain = any(_holds(area, other) for area in reads[place] for other in unknown)
        result = None if uncertain else _certain(rest[place], place, formulas, old_cells, new_cells.cells())
        if result is None:
            unknown[place] = None
            new_cells.put(place, None)
        else:
            results[place] = result
            new_cells.put(place, result)
    return Recalculated(results, tuple(sorted(unknown)))


def spoken(place: Place) -> str:
    """“C5” of a place."""
    return f"{column_letters(place[2])}{place[1]}"


def _reads(
    formulas: Mapping[Place, str], names: Mapping[str, str]
) -> tuple[dict[Place, tuple[Area, ...]], list[Place]]:
    reads: dict[Place, tuple[Area, ...]] = {}
    unclear = []
    for place, text in formulas.items():
        try:
            reads[place] = areas(text, place[0], names)
        except Unknown:
            unclear.append(place)
    return reads, unclear


def _holds(area: Area, place: Place) -> bool:
    sheet, top, left, bottom, right = area
    return sheet == place[0] and top <= place[1] <= bottom and left <= place[2] <= right


def _affected(
    reads: Mapping[Place, tuple[Area, ...]], unclear: list[Place], changed: Mapping[Place, Value]
) -> tuple[list[Place], list[Place]]:
    """The formulas that depend on a changed cell, each after those that it depends on; those in a circle."""
    single: dict[Place, list[Place]] = defaultdict(list)
    wide: list[tuple[Area, Place]] = []
    for place, read in reads.items():
        for area in read:
            if area[1:3] == area[3:5]:
                single[area[:3]].append(place)
            else:
                wide.append((area, place))
    after: dict[Place, list[Place]] = {}
    queue = deque([*changed, *unclear])
    while queue:
        place = queue.popleft()
        if place in after:
            continue
        after[place] = [*single[place], *(reader for area, reader in wide if _holds(area, place))]
        queue.extend(after[place])
    return _in_order(after, {*changed, *unclear})


def _in_order(after: Mapping[Place, list[Place]], starts: set[Place]) -> tuple[list[Place], list[Place]]:
    waiting: dict[Place, int] = defaultdict(int)
    for readers in after.values():
        for reader in readers:
            waiting[reader] += 1
    order: list[Place] = []
    ready = deque(place for place in after if not waiting[place])
    while ready:
        place = ready.popleft()
        if place not in starts:
            order.append(place)
        for reader in after[place]:
            waiting[reader] -= 1
            if not waiting[reader]:
                ready.append(reader)
    done = set(order) | starts
    return order, [place for place in after if place not in done]


def _certain(text: str, place: Place, formulas: Formulas, old: Cells, new: Cells) -> Value:
    """The new result, None where we cannot vouch for it."""
    saved = formulas.before.get(place)
    try:
        if saved is None or not _same(compute(text, place[0], formulas.names, old), saved):
            return None
        return compute(text, place[0], formulas.names, new)
    except (Unknown, ArithmeticError, RecursionError):
        return None


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    one, other = float(one or 0), float(other or 0)
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


class _Latest:
    """Values that change while they are looked at, a row's cells together so that a range is soon gone through."""

    def __init__(self, values: Mapping[Place, Value]) -> None:
        self._rows: dict[tuple[str, int], dict[int, Value]] = defaultdict(dict)
        self._last: dict[str, int] = defaultdict(int)
        for place, value in values.items():
            self.put(place, value)

    def put(self, place: Place, value: Value) -> None:
        sheet, row, column = place
        self._rows[sheet, row][column] = value
        self._last[sheet] = max(self._last[sheet], row)

    def cells(self) -> Cells:
        return Cells(self._one, self._filled)

    def _one(self, sheet: str, row: int, column: int) -> Value:
        return self._rows.get((sheet, row), {}).get(column)

    def _filled(self, area: Area) -> Iterator[Value]:
        sheet, top, left, bottom, right = area
        for row in range(top, min(bottom, self._last[sheet]) + 1):
            for column, value in self._rows.get((sheet, row), {}).items():
                if left <= column <= right and value is not None:
                    yield value


def _cells(values: Mapping[Place, Value]) -> Cells:
    return _Latest(values).cells()
