"""案件构成: kinds of case with their rates, and what to do where no ledger has come."""

from __future__ import annotations

from pathlib import Path

from metrics.model import Basis
from metrics.tasks import breakdown, figures, workspace
from tests.pages.test_pages import opened, said


def test_the_losses_of_the_sample_by_cause_and_the_rest_without_a_ledger(sample_data: Path) -> None:
    app = opened("breakdown.py", indicator="admin_litigation_loss_rate", basis="period", trait="cause")
    table = app.dataframe[0].value
    assert "案由" in table.columns
    assert table["案由"].iloc[-1] == "未分类（没有台账或与台账不符）"
    assert table["本期"].iloc[0].endswith("）")
    assert "案件最多的依次为" in said(app)
    assert "另有没有台账的案件未分类（分子" in said(app)


def test_kinds_of_unit_need_no_ledger(sample_data: Path) -> None:
    app = opened("breakdown.py", indicator="admin_litigation_cases", trait="@kind", period="2025Q2")
    assert {"镇", "街道", "部门"} <= set(app.dataframe[0].value["单位类型"])
    assert not app.info or "台账空白表" not in app.info[-1].value


def test_a_quarter_without_a_ledger_says_how_to_send_one(sample_data: Path) -> None:
    app = opened(
        "breakdown.py", indicator="admin_litigation_loss_rate", trait="cause", period="2025Q2", basis="period"
    )
    assert "台账空白表" in said(app)


def test_the_district_is_every_unit_also_the_government(sample_data: Path) -> None:
    here = workspace.current()
    found = figures.figures(here, figures.periods(here)[-1])
    rate = here.catalogue.indicators["admin_litigation_loss_rate"]
    table = breakdown.broken(here, found, rate, Basis.PERIOD, "all", "cause").now
    whole = found.total(Basis.PERIOD).cell("@all", found.period.key, rate.code)
    assert (table["numerator"].sum(), table["denominator"].sum()) == (whole.numerator, whole.denominator)
