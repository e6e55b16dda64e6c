"""From what people write to what is meant: columns of a form, and units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from metrics.catalogue import Catalogue, Column, Form
from metrics.intake.grid import plain
from metrics.intake.measured_in import counts_cases, is_rate, is_rate_name, measured_in
from metrics.intake.near_names import (
    NEAR,
    OTHER_MATTER,
    OTHER_TIME,
    contradict,
    likeness,
    nearest,
    without_filler,
)
from metrics.model import Unit
from metrics.periods import mentions

_IGNORED = {
    plain(word)
    for word in (
        *("序号", "编号", "No", "备注", "说明", "类别", "类型", "单位类型", "联系人", "填报人", "填表人"),
        *("制表人", "审核人", "负责人签字", "联系电话", "电话", "填报日期", "日期", "签字", "计量单位"),
    )
}
# “本期” below “开庭审理案件数”, beside “上年同期”: the count itself.
CURRENT = {
    plain(w) for w in ("本期", "本季", "本季度", "本期数", "本季数", "件数", "数量", "本季度数", "数值")
}
_LONGEST = 30  # a heading has no more characters; what is longer is a sentence
_MOST_OVER = 12  # characters of a heading over several columns; what is longer is a title
_MOST_ABOVE = 8  # characters of a heading over several columns that says which time they are about


class How(StrEnum):
    """What became of a heading."""

    NAME = "name"  # a name of a measure, or one that forms.toml lists
    FILLER = "filler"  # such a name but for words that say nothing
    RATE = "rate"
    IGNORED = "ignored"  # serial numbers, remarks, who reports
    ASKED = "asked"  # like a name, or a name of several: the person says
    MEASURED = "measured"  # like a name, but in units of measurement that the measure is not counted in
    ASIDE = "aside"  # the same figures of another time or since January, for comparison
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Match:
    """What a heading may mean. taken: a measure, or of a rate its indicator; “” where nothing is taken.

    likely: measures by likeness, where the heading is worth a question. measured: the odd unit of measurement.
    by_band: the name says it only together with the band above it.
    """

    how: How
    taken: str = ""
    likely: tuple[str, ...] = ()
    measured: str = ""
    by_band: bool = False


class FormNames:
    """How the columns of one form may be called."""

    def __init__(self, form: Form, catalogue: Catalogue) -> None:
        self.form = form
        self.units = {plain(name) for name in form.unit_names}
        self.zero = {plain(name) for name in form.zero_report_names}
        self.rates = {plain(name): rate.indicator for rate in form.rates for name in rate.names}
        self._bands = {plain(name): band for band, names in form.bands.items() for name in (band, *names)}
        self._band_starts = {known[:2] for known in self._bands}
        self._full: dict[str, Column] = {}
        self._short: dict[tuple[str, str], Column] = {}
        self.measured_in = {c.measure: catalogue.measures[c.measure].unit for c in form.columns}
        self._column_of = {column.measure: column for column in form.columns}
        self.part_of = {c.measure: catalogue.measures[c.measure].part_of for c in form.columns}
        self._bare: dict[str, dict[str, Column]] = {}  # without filler → the measures with such a name
        self._bare_short: dict[tuple[str, str], dict[str, Column]] = {}
        for column in form.columns:
            name = catalogue.measures[column.measure].name
            for spelling in (name, *column.names):
                self._full.setdefault(plain(spelling), column)
                self._bare.setdefault(without_filler(spelling), {})[column.measure] = column
            for spelling in (name, column.heading, *column.names, *column.short_names):
                self._short.setdefault((column.band, plain(spelling)), column)
                bare = (column.band, without_filler(spelling))
                self._bare_short.setdefault(bare, {})[column.measure] = column
        shorts = [(band, label) for band, label in self._short]
        joined = {known + label for known, of in self._bands.items() for band, label in shorts if band == of}
        self.labels = {*self._full, *(label for _, label in shorts), *joined}  # whatever may name a measure
        self._ranked: dict[tuple[str, str], tuple[tuple[str, float], ...]] = {}

    def band(self, text: str) -> str:
        return self._bands.get(plain(text), "")

    def column(self, path: Iterable[str]) -> Column | None:
        """The measure of a header: path holds its texts from the top down, the label last."""
        *above, label = [plain(text) for text in path if text] or [""]
        if any(len(text) <= _MOST_ABOVE and OTHER_TIME.search(text) for text in above):
            return None
        if label in CURRENT and above and above[-1] in self._full:
            label = above.pop()
        bands = [self._bands[text] for text in above if text in self._bands]
        if bands and (bands[-1], label) in self._short:
            return self._short[bands[-1], label]
        if label in self._full and not (
            bands and self._full[label].band != bands[-1] and self._shared(label)
        ):
            return self._full[label]
        if label[:2] not in self._band_starts:
            return None
        for known, band in self._bands.items():  # “行政诉讼审结” in one cell
            if label.startswith(known) and (band, label[len(known) :].removeprefix("其中")) in self._short:
                return self._short[band, label[len(known) :].removeprefix("其中")]
        return None

    def _of_another_matter(self, texts: Sequence[str], column: Column) -> bool:
        """Whether what stands above a measure's name makes another thing of it: “败诉” under “民事诉讼”."""
        label = plain(texts[-1])
        above = [plain(text) for text in texts[:-1] if len(plain(text)) <= _MOST_OVER]
        return any(
            (self.band(text) and contradict(text, column.band) and not contradict(text, label))
            or bool(set(OTHER_MATTER.findall(text)) - set(OTHER_MATTER.findall(label)))
            for text in above
        )

    def _shared(self, label: str) -> bool:
        return sum((band, label) in self._short for band in self.form.bands) > 1

    def match(self, path: Sequence[str], measured: str = "") -> Match:
        """What a heading with the texts above it may mean; `measured`: a unit of measurement that stands apart."""
        texts = [text for text in path if text] or [""]
        label, inside = measured_in(texts[-1])
        unit, key = measured or inside, plain(label)
        if is_rate(unit) or is_rate_name(key):
            indicator = self.rates.get(key, "")
            return Match(How.RATE, indicator) if indicator else Match(How.UNKNOWN)
        column = self.column([*texts[:-1], label] if unit else texts)
        odd = unit if unit and not counts_cases(unit) else ""
        if column and odd and odd != self.measured_in[column.measure]:
            return Match(How.MEASURED, likely=self.by_likeness(texts, column.measure), measured=odd)
        if column and self._of_another_matter(texts, column):
            return Match(How.ASKED, likely=self.by_likeness(texts, column.measure), by_band=True)
        if column:
            return Match(How.NAME, column.measure, by_band=key not in self._full)
        if self.ignored(label):
            return Match(How.IGNORED)
        above = [plain(text) for text in texts[:-1] if len(plain(text)) <= _MOST_ABOVE]
        if any(OTHER_TIME.search(text) for text in (*above, key)):
            return Match(How.ASIDE)
        if len(key) > _LONGEST:
            return Match(How.UNKNOWN)
        if any(mention.cumulative for mention in mentions(label)):
            return Match(How.ASIDE)
        found = self._near(texts[:-1], label)
        if found.taken and self._of_another_matter(texts, self._column_of[found.taken]):
            return Match(How.ASKED, likely=self.by_likeness(texts, found.taken), by_band=True)
        if odd and (found.taken or found.likely):
            return Match(How.MEASURED, likely=self.by_likeness(texts, found.taken), measured=odd)
        return found

    def _near(self, above: Sequence[str], label: str) -> Match:
        bare = without_filler(label)
        band = self._band_above(above)
        same = self._bare.get(bare, {}) if bare else {}
        in_band = self._bare_short.get((band, bare), {}) if bare and band else {}
        sure = in_band or same
        if len(sure) == 1:
            return Match(How.FILLER, next(iter(sure)), by_band=not same)
        ranked = self._rank(bare, band)
        if ranked and ranked[0][1] >= NEAR:
            return Match(How.ASKED, likely=tuple(measure for measure, _ in ranked))
        return Match(How.UNKNOWN)

    def _band_above(self, above: Sequence[str]) -> str:
        return next((self.band(text) for text in reversed(above) if self.band(text)), "")

    def by_likeness(self, path: Sequence[str], first: str = "") -> tuple[str, ...]:
        """Every measure of the form, the likeliest first; `first` goes before them."""
        ranked = self._rank(without_filler(measured_in(path[-1])[0]), self._band_above(path[:-1]))
        return (*([first] if first else []), *(measure for measure, _ in ranked if measure != first))

    def _rank(self, bare: str, band: str) -> tuple[tuple[str, float], ...]:
        """Every measure of the form with its likeness to a heading (without filler) under a band, likeliest first."""
        if (bare, band) not in self._ranked:
            scores = dict.fromkeys((column.measure for column in self.form.columns), 0.0)
            for spelling, columns in self._bare.items():
                score = likeness(bare, spelling)
                for measure in columns:
                    scores[measure] = max(scores[measure], score)
            for (of, spelling), columns in self._bare_short.items():
                known = spelling if of == band or not band else of + spelling
                score = likeness(bare, known) if len(spelling) > 1 else 0.0
                for measure in columns:
                    scores[measure] = max(scores[measure], score)
            self._ranked[bare, band] = tuple(sorted(scores.items(), key=lambda item: -item[1]))
        return self._ranked[bare, band]

    def ignored(self, label: str) -> bool:
        """Columns that carry no measure: serial numbers, notes, rates."""
        key = plain(label)
        return not key or key in _IGNORED or key in self.rates or key in self.units or key in self.zero


class UnitNames:
    """Which unit a spelling means. Never a guess: several possible units are said to be several."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.by_code = {unit.code: unit for unit in units}
        self.exact: dict[str, str] = {}
        self.aliases = {spelling for unit in self.by_code.values() for spelling in unit.aliases}
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

    def near(self, text: str, most: int = 5) -> tuple[str, ...]:
        """Codes of the units whose names are like a spelling that none of them has, likeliest first."""
        key = plain(text)
        found: dict[str, None] = {}
        for spelling in dict.fromkeys((*self._shorter(key), key)):
            for known, _ in nearest(spelling, self._plain, most):
                found |= dict.fromkeys(sorted(self._plain[known]))
        return tuple(found)[:most]

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
