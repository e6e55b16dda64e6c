"""机构改革 on the page of units, and the choice of basis that follows from it on the pages of analysis."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from metrics.decided import UnitChangeKind
from metrics.tasks import figures, reform, workspace
from tests.pages.test_pages import opened, said


def bases(app: AppTest) -> list[str]:
    return [control.label for control in app.get("button_group") if control.label == "单位口径"]


def test_without_a_change_nobody_is_asked_for_a_basis(sample_data: Path) -> None:
    assert bases(opened("overview.py")) == []
    assert "机构改革" in [heading.value for heading in opened("units.py").subheader]


def test_a_recorded_merger_is_listed_and_the_analysis_offers_both_bases(sample_data: Path) -> None:
    here = workspace.current()
    units, last = list(here.units()), figures.periods(here)[-1]
    reform.record(
        here,
        UnitChangeKind.MERGED,
        units[1:3],
        units[2:3],
        last,
        "编发〔2026〕1号",
        "张三",
        datetime.now(UTC),
    )
    assert "并入" in str(opened("units.py").dataframe[1].value["变动"].iloc[0])
    app = opened("overview.py")
    assert bases(app) == ["单位口径"]
    assert "原口径：" in said(app)
    assert "可比口径：" in said(opened("overview.py", scope="comparable"))


def test_a_change_that_cannot_be_is_refused_in_words_and_stays_typed(sample_data: Path) -> None:
    app = opened("units.py")
    app.text_input(key="reform-source").set_value("编发〔2026〕1号")
    app.button(key="reform-save").click().run()
    assert "合并：原单位至少两个" in said(app)
    assert app.text_input(key="reform-source").value == "编发〔2026〕1号"
