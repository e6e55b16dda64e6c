"""The ranking page: the official rank first, and beside it whatever a reviewer needs to defend it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.decided import UnitChangeKind
from metrics.model import Basis
from metrics.tasks import figures, rank, reform, workspace
from tests.pages.test_pages import opened, said

RANKED = [one.code for one in catalogue.load().ranked_indicators()]


@pytest.mark.parametrize("basis", ["period", "ytd", "rolling"])
def test_every_ranked_indicator_opens(sample_data: Path, basis: str) -> None:
    app = opened("ranking.py", basis=basis, group="all")
    for code in RANKED:
        app.selectbox(key="choose-indicator").set_value(code).run()
        assert not app.exception, (code, app.exception[0].message)
        name = catalogue.load().indicators[code].name
        assert f"“{name}”" in said(app) or "最多（" in said(app)


def test_the_official_rank_comes_first_and_the_interval_beside_it(sample_data: Path) -> None:
    app = opened("ranking.py", indicator="admin_litigation_cases", basis="ytd", group="all")
    table = app.dataframe[0].value
    assert list(table.columns[:2]) == ["名次", "单位"]
    assert {"较上期", "数据支持的名次", "近四季名次", "距上一名", "与中位数比"} <= set(table.columns)
    found = figures.figures(workspace.current(), figures.periods(workspace.current())[-1])
    result = rank.rank(
        found, found.catalogue.indicators["admin_litigation_cases"], Basis.YEAR_TO_DATE, rank.ALL
    )
    assert list(table["名次"]) == list(result.ranking.table["rank"])
    support = rank.support(found, result)
    for name, unit in zip(table["数据支持的名次"], result.ranking.table["unit"], strict=True):
        own = support.of(unit)
        assert name in (f"第{own['low']:.0f}—{own['high']:.0f}名", f"第{own['low']:.0f}名")


def test_without_a_choice_the_last_unit_is_explained(sample_data: Path) -> None:
    app = opened("ranking.py", indicator="admin_litigation_cases", basis="ytd", group="all")
    text = said(app)
    assert "第43名　自然资源汉台分局" in text
    assert "新收一审行政诉讼案件数 ＝ 21件" in text
    assert "42个单位数值更低，所以列第43名" in text
    assert "第43名，数据支持第40—43名" in text
    assert "个单位不能区分" in text
    assert "2026年1—6月第42名（共45个）" in text


def test_who_cannot_be_told_apart_at_the_bottom_is_said_in_a_plain_sentence(sample_data: Path) -> None:
    text = said(opened("ranking.py", indicator="leader_attendance_rate", basis="ytd", group="all"))
    assert "11个单位之间的差别都在偶然波动范围内" in text
    text = said(opened("ranking.py", indicator="admin_litigation_cases", basis="ytd", group="all"))
    assert "末位自然资源汉台分局与名次在前的4个单位" in text


def test_what_units_do_themselves_has_no_interval(sample_data: Path) -> None:
    app = opened("ranking.py", indicator="case_review_unit_count", basis="period", group="all")
    assert "数据支持的名次" not in app.dataframe[0].value.columns
    assert "这一指标由单位自己做到" in said(app)


def test_one_kind_of_unit_can_be_ranked_by_itself(sample_data: Path) -> None:
    app = opened("ranking.py", indicator="admin_litigation_cases", basis="period", group="kind-town")
    assert "镇街中的镇7个单位参加“行政诉讼发案量”排名" in said(app)
    assert "分组" not in app.dataframe[0].value.columns


def test_four_quarters_are_not_put_beside_themselves(sample_data: Path) -> None:
    app = opened("ranking.py", indicator="leader_attendance_rate", basis="rolling", group="all")
    assert "近四季名次" not in app.dataframe[0].value.columns
    assert "2025年第四季度至2026年第三季度，全区" in said(app)


def test_the_picker_goes_topic_by_topic(sample_data: Path) -> None:
    labels = opened("ranking.py").selectbox(key="choose-indicator").options
    topics = [label.partition("｜")[0] for label in labels]
    assert topics == sorted(topics, key=topics.index)
    assert len(labels) == len(RANKED)


def test_a_merged_unit_is_ranked_on_either_basis_and_never_joined_unseen(sample_data: Path) -> None:
    here = workspace.current()
    units, last = here.units(), figures.periods(here)[-1]
    towns = [code for code, unit in units.items() if unit.short_name in ("铺镇", "老君镇")]
    reform.record(
        here, UnitChangeKind.MERGED, towns, towns[1:], last, "编发〔2026〕1号", "张三", datetime.now(UTC)
    )
    gone, kept = (units[code].short_name for code in towns)
    wanted = {"indicator": "admin_litigation_cases", "basis": "period", "group": "towns"}
    app = opened("ranking.py", **wanted)
    assert gone not in list(app.dataframe[0].value["单位"])
    assert kept in list(app.dataframe[0].value["单位"])
    assert "原口径：" in said(app)
    joined = opened("ranking.py", scope="comparable", **wanted)
    assert "可比口径：" in said(joined)
    both = joined.dataframe[0].value.set_index("单位").loc[kept, "近四季名次"]
    own = app.dataframe[0].value.set_index("单位").loc[kept, "近四季名次"]
    assert both.partition("　")[2] != own.partition("　")[2]  # the past of both units, and of one alone
