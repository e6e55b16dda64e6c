"""指标目录: everything is listed, and without a choice nothing can be changed by accident."""

from __future__ import annotations

from pathlib import Path

from metrics.tasks import workspace
from tests.pages.test_pages import opened, said


def test_every_indicator_is_listed_with_kind_target_and_clause(sample_data: Path) -> None:
    app = opened("indicators.py")
    table = app.dataframe[0].value
    known = workspace.current().catalogue.indicators
    assert list(table["指标"]) == [one.name for one in known.values()]
    assert table["性质"].ne("").all() and table["条款"].ne("").all()
    assert f"共 {len(known)} 个指标" in said(app)


def test_a_search_keeps_what_holds_the_words(sample_data: Path) -> None:
    app = opened("indicators.py")
    app.text_input(key="indicators-text").set_value("败诉").run()
    table = app.dataframe[0].value
    assert len(table) and table["指标"].str.contains("败诉").all()
