"""The rates of a blank form as formulas over its cells, so that whoever fills it in sees what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.catalogue import Catalogue, Form, Variant
from metrics.periods import Period


@dataclass(frozen=True)
class RateFormula:
    """name: as the reader knows the rate. expression: without “=”; note: the definition in force."""

    name: str
    expression: str
    note: str


def rate_formulas(
    form: Form, period: Period, catalogue: Catalogue, cells: Mapping[str, str]
) -> list[RateFormula]:
    """The form's rates that are in force in the period and whose counts all stand in it.

    cells: measure → its cell. Dashes and “无” count as zero here: the table program only helps to compare,
    the platform computes by itself.
    """
    found = []
    for rate in form.rates:
        indicator = catalogue.indicators[rate.indicator]
        in_force = indicator.at(period)
        if in_force is None or not indicator.kind.is_fraction:
            continue
        variant = in_force.variant
        top, bottom = (_terms(codes, catalogue) for codes in (variant.numerator, variant.denominator))
        if all(measure in cells for _, measure in (*top, *bottom)):
            above, below = _sum(top, cells), _sum(bottom, cells)
            expression = f'IF({below}=0,"{indicator.empty_words}",({above})/({below}))'
            found.append(RateFormula(rate.names[0], expression, _note(variant, catalogue)))
    return found


def _terms(codes: Sequence[str], catalogue: Catalogue) -> list[tuple[int, str]]:
    return [term for code in codes for term in (catalogue.measures[code].terms or ((1, code),))]


def _sum(terms: Sequence[tuple[int, str]], cells: Mapping[str, str]) -> str:
    signed = "".join(f"{'+' if sign > 0 else '-'}N({cells[measure]})" for sign, measure in terms)
    return signed.removeprefix("+")


def _note(variant: Variant, catalogue: Catalogue) -> str:
    top = "＋".join(catalogue.measures[code].name for code in variant.numerator)
    bottom = "＋".join(catalogue.measures[code].name for code in variant.denominator)
    return f"{top}÷{bottom}（{variant.name}）"
