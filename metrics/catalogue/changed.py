"""The catalogue of the files with the changes that the bureau made in the app."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from metrics.catalogue.definitions import Catalogue, Indicator, InForce
from metrics.decided import DefinitionChange
from metrics.model import DefinitionError


def changed(catalogue: Catalogue, changes: Sequence[DefinitionChange]) -> Catalogue:
    """Each change holds from its quarter on, until the next segment that was there before begins.

    The version differs from that of the files, so that no figure computed by the old definition is taken for one
    by the new. Raises DefinitionError: an indicator or variant that is no longer in the files.
    """
    return _changed(_Same(catalogue), tuple(changes)) if changes else catalogue


class _Same:
    """A catalogue that is compared by its version: a cache may not compare every definition at every look."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return hash(self.catalogue.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.catalogue.version == other.catalogue.version


@lru_cache(maxsize=16)
def _changed(base: _Same, changes: tuple[DefinitionChange, ...]) -> Catalogue:
    catalogue = base.catalogue
    indicators = dict(catalogue.indicators)
    digest = hashlib.sha256(catalogue.version.encode())
    for change in changes:
        indicator = indicators.get(change.indicator)
        if indicator is None or change.variant not in indicator.variants:
            raise DefinitionError(
                f"指标目录里登记过的改动（“{change.indicator}”自{change.first.label}起用“{change.variant}”）"
                "在 indicators.toml 中已找不到，请恢复该指标和口径，或撤回这次改动。"
            )
        indicators[change.indicator] = replace(indicator, in_force=_with(indicator, change))
        digest.update(f"{change.indicator} {change.first.key} {change.variant} {change.target!r}\n".encode())
    return replace(catalogue, indicators=indicators, version=digest.hexdigest()[:16])


def _with(indicator: Indicator, change: DefinitionChange) -> tuple[InForce, ...]:
    """The segments with the change cut in: what begins in the same quarter is replaced, what begins later stays."""
    earlier = [s for s in indicator.in_force if s.first < change.first]
    later = [s for s in indicator.in_force if s.first > change.first]
    if earlier and (earlier[-1].last is None or earlier[-1].last >= change.first):
        earlier[-1] = replace(earlier[-1], last=change.first.previous())
    source = f"{change.reason}（{change.by}，{change.at:%Y-%m-%d}在指标目录登记）"
    last = later[0].first.previous() if later else None
    new = InForce(change.first, last, indicator.variants[change.variant], change.target, source)
    return (*earlier, new, *later)
