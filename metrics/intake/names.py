"""From what people write to what is meant: columns of a form, and units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from metrics.catalogue import Catalogue, Column, Form
from metrics.intake.grid import plain
from metrics.model import Unit

_IGNORED = {
    plain(word)
    for word in ("序号", "编号", "No", "备注", "说明", "类别", "类型", "单位类型", "联系人", "填报人")
}


class FormNames:
    """How the columns of one form may be called."""

    def __init__(self, form: Form, catalogue: Catalogue) -> None:
        self.form = form
        self.units = {plain(name) for name in form.unit_names}
        self.zero = {plain(name) for name in form.zero_report_names}
        self.rates = {plain(name): rate.indicator for rate in form.rates for name in rate.names}
        self._bands = {plain(name): band for band, names in form.bands.items() for name in (band, *names)}
        self._full: dict[str, Column] = {}
        self._short: dict[tuple[str, str], Column] = {}
        for column in form.columns:
            name = catalogue.measures[column.measure].name
            for spelling in (name, *column.names):
                self._full.setdefault(plain(spelling), column)
            for spelling in (name, column.heading, *column.names, *column.short_names):
                self._short.setdefault((column.band, plain(spelling)), column)

    def band(self, text: str) -> str:
        return self._bands.get(plain(text), "")

    def column(self, path: Iterable[str]) -> Column | None:
        """The measure of a header: path holds its texts from the top down, the label last."""
        *above, label = [plain(text) for text in path if text] or [""]
        bands = [self._bands[text] for text in above if text in self._bands]
        if bands and (bands[-1], label) in self._short:
            return self._short[bands[-1], label]
        if label in self._full and not (
            bands and self._full[label].band != bands[-1] and self._shared(label)
        ):
            return self._full[label]
        for known, band in self._bands.items():  # “行政诉讼审结” in one cell
            if label.startswith(known) and (band, label[len(known) :].removeprefix("其中")) in self._short:
                return self._short[band, label[len(known) :].removeprefix("其中")]
        return None

    def _shared(self, label: str) -> bool:
        return sum((band, label) in self._short for band in self.form.bands) > 1

    def ignored(self, label: str) -> bool:
        """Columns that carry no measure: serial numbers, notes, rates."""
        key = plain(label)
        return not key or key in _IGNORED or key in self.rates or key in self.units or key in self.zero


class UnitNames:
    """Which unit a spelling means. Never a guess: several possible units are said to be several."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.by_code = {unit.code: unit for unit in units}
        self.exact: dict[str, str] = {}
        several = set()
        for unit in self.by_code.values():
            others = (unit.short_name,) if unit.short_name != unit.name else ()
            for spelling in (unit.name, *others, *unit.aliases):
                if self.exact.setdefault(spelling, unit.code) != unit.code:
                    several.add(spelling)
        for spelling in several:
            del self.exact[spelling]

    @cached_property
    def _plain(self) -> dict[str, set[str]]:
        """Normalised spelling → units. Made only when a name is not known as it stands: it takes long."""
        found: dict[str, set[str]] = {}
        for unit in self.by_code.values():
            for spelling in (unit.name, unit.short_name, *unit.aliases):
                found.setdefault(plain(spelling), set()).add(unit.code)
        for key, codes in list(found.items()):
            for shorter in self._shorter(key):
                found.setdefault(shorter, set()).update(codes)
        return found

    @cached_property
    def _prefixes(self) -> list[str]:
        """The district's own name as the units' full names begin with it: “汉中市汉台区”, “汉台区”."""
        prefixes: Counter[str] = Counter()
        for unit in self.by_code.values():
            match = re.match(r"(.{2,8}[区县市旗])(?=.{3,})", plain(unit.name))
            if match:
                prefixes[match[1]] += 1
        common = [prefix for prefix, count in prefixes.most_common(1) if count > 2]
        return sorted({p for c in common for p in (c, c.rpartition("市")[2])} - {""}, key=len)[::-1]

    def find(self, text: str) -> tuple[str, ...]:
        """Codes of the units that the text may mean: one is an answer, none or several is a finding."""
        code = self.exact.get(text)
        if code:
            return (code,)
        key = plain(text)
        for spelling in (key, *self._shorter(key)):
            if spelling in self._plain:
                return tuple(sorted(self._plain[spelling]))
        return ()

    def _shorter(self, key: str) -> list[str]:
        """Without the district's own name, and without the bare “区” in front: “汉台区财政局”, “区财政局”."""
        bare = re.sub(r"^.{2,4}?(?:省|自治区)(?=.)", "", key)
        found = [bare.removeprefix(prefix) for prefix in self._prefixes if bare.startswith(prefix)]
        if re.match(r"[区县](?=.{2})", key):
            found.append(key[1:])
        return [spelling for spelling in found if len(spelling) > 1]

    def mentioned_in(self, text: str) -> tuple[str, ...]:
        """Units whose name or alias stands in a longer text; the longest spelling wins."""
        key = plain(text)
        found: dict[str, int] = {}
        for spelling, codes in self._plain.items():
            if len(spelling) > 2 and spelling in key:
                for code in codes:
                    found[code] = max(found.get(code, 0), len(spelling))
        longest = max(found.values(), default=0)
        return tuple(sorted(code for code, length in found.items() if length == longest))
