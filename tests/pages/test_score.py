"""综合评价: the page's sentence, ranking and score sheet are those of the scheme."""

from __future__ import annotations

from pathlib import Path

from metrics.tasks import figures, rank, workspace
from metrics.tasks.score import score_group
from tests.pages.test_pages import opened, said


def test_the_page_begins_with_the_sentence_and_says_that_weights_are_assumed(sample_data: Path) -> None:
    app = opened("score.py")
    told = said(app)
    assert "个单位参加综合评价" in told
    assert "推定" in told
    assert "权重增减20%" in told


def test_the_lines_of_the_sheet_add_up_to_the_total_that_the_ranking_shows(sample_data: Path) -> None:
    app = opened("score.py", group="towns")
    here = workspace.current()
    scored = score_group(figures.figures(here, figures.periods(here)[-1]), "towns")
    ranking, sheet = app.dataframe[0].value, app.dataframe[1].value
    first = ranking.iloc[0]
    points = [float(str(one).removesuffix("分")) for one in sheet["得分"]]
    assert abs(sum(points) - float(first["总分"].removesuffix("分"))) < 0.05  # of rounding line by line
    assert len(ranking) == len(scored.scores.ranked)


def test_every_line_names_its_rule(sample_data: Path) -> None:
    sheet = opened("score.py", group=rank.ALL).dataframe[1].value
    assert sheet["计分办法"].str.contains("分").all()
