"""Whatever text a cell holds shows as text: in charts, workbooks, csv files, file names and pages."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from plotly.graph_objects import Figure
from streamlit.testing.v1 import AppTest

from metrics.intake.open import open_grids
from metrics.intake.units_file import HEADINGS
from metrics.model import Basis
from metrics.periods import Period
from metrics.report import charts, outgoing, paper, theme
from metrics.tasks import blank_form, figures, load_units, rank
from metrics.tasks.export_ranking import export_ranking
from metrics.tasks.workspace import Workspace, open_workspace
from pages.parts import show
from tests import hostile
from tests.conftest import ROOT
from tests.factories import AREA, NOW

LATEST = Period.from_key("2025Q3")
OUR_TAGS = re.compile(r"</?b>|<br>")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    hostile.build(made)
    return made


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("METRICS_DATA_DIR", str(folder))
    return open_workspace(folder)


def texts(node: object) -> Iterator[str]:
    """Every string in a figure."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for one in node.values():
            yield from texts(one)
    elif isinstance(node, list):
        for one in node:
            yield from texts(one)


def drawn(here: Workspace) -> list[Figure]:
    """Each kind of picture, with hostile titles, names and sentences."""
    found = figures.figures(here, LATEST)
    names = {code: one.short_name for code, one in found.units.items()} | {"@all": hostile.TEXTS[0]}
    made = []
    for indicator in found.catalogue.ranked_indicators():
        table = rank.rank(found, indicator, Basis.PERIOD, rank.ALL).ranking.table
        made.append(charts.ranking(table, names, hostile.TEXTS[0], indicator.unit, chosen="u1"))
    moves = pd.concat(
        [found.verdicts(Basis.PERIOD, of_totals=True).loc[["@all"]], found.verdicts(Basis.PERIOD)]
    )
    made.append(charts.quadrant(moves, names, names, hostile.TEXTS[1], district="@all", chosen="u2"))
    rate = found.catalogue.headlines.loss_rate
    series = found.values(Basis.PERIOD).series("u1", rate)
    made.append(charts.trend(series, hostile.TEXTS[2], "%", empty_words=hostile.TEXTS[0]))
    pair = series.rename(columns={"value": "rate"}).assign(volume=4.0)
    made.append(charts.volume_and_loss(pair, hostile.TEXTS[0], empty_words=hostile.TEXTS[0]))
    return [one.figure for one in made]


def test_no_name_becomes_markup_or_a_template_in_a_chart(here: Workspace) -> None:
    made = drawn(here)
    assert len(made) > 3
    for figure in made:
        tree = json.loads(figure.to_json())
        tree["layout"].pop("template")
        for text in texts(tree):
            if text != "%{customdata}<extra></extra>":
                assert not re.search(r"<(?!/?b>|br>)", text), text
        templates = {trace.get("hovertemplate") for trace in tree["data"]} | {
            trace.get("texttemplate") for trace in tree["data"]
        }
        assert templates <= {None, "%{customdata}<extra></extra>"}
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", figure.to_json())


def test_a_chart_shows_every_name_letter_by_letter(here: Workspace) -> None:
    found = figures.figures(here, LATEST)
    shown = "".join(
        html.unescape(OUR_TAGS.sub("", text))
        for figure in drawn(here)
        for text in texts(json.loads(figure.to_json()))
    )
    for one in found.units.values():
        assert outgoing.visible(one.short_name)[:20] in shown, one.short_name


def test_a_chart_writes_no_formula_and_saves_under_a_name_that_is_no_path() -> None:
    config = theme.config(hostile.FILE)
    assert config["typesetMath"] is False
    assert not set(config["toImageButtonOptions"]["filename"]) & set('/\\:<>"|?*')


def test_the_ranking_workbook_holds_no_formula_link_or_illegal_name(here: Workspace) -> None:
    found = figures.figures(here, LATEST)
    indicators = list(found.catalogue.ranked_indicators())
    name, data = export_ranking(found, indicators, Basis.PERIOD, rank.ALL, NOW)
    assert not set(name) & set('/\\:<>"|?*')
    book = openpyxl.load_workbook(io.BytesIO(data))
    seen = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and cell.hyperlink is None, cell.value
                if isinstance(cell.value, str):
                    seen.add(cell.value)
                    assert cell.quotePrefix or not cell.value.startswith(outgoing.FORMULA_STARTS)
        assert all((row.height or 0) <= 409 for row in sheet.row_dimensions.values())
        assert all(column.width <= 255 for column in sheet.column_dimensions.values())
    assert {outgoing.visible(one.short_name) for one in found.units.values()} <= seen


def test_a_control_character_in_the_name_of_a_district_does_not_break_its_forms(tmp_path: Path) -> None:
    own = open_workspace(tmp_path)
    with own.store.writing(AREA) as writing:
        writing.load_units("区\x07", [hostile.unit_of(1, "=局\x07\x1b[31m")])
    own = open_workspace(tmp_path)
    name, data = blank_form.blank_form(own, "u1", LATEST)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet["A2"].value == "填报单位：=局[31m（全称1）"
    assert name == "=局[31m_2025年第三季度报表.xlsx"


def test_the_list_of_units_comes_back_as_it_was_and_with_no_formula_in_it(here: Workspace) -> None:
    # A list splits aliases at these marks, so that no alias that was ever loaded holds one.
    kept = [one for one in here.units().values() if not set(";；、|,，\n") & set("".join(one.aliases))]
    assert len(kept) > len(hostile.TEXTS) - 4
    data = load_units.as_csv(here, kept)
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(outgoing.FORMULA_STARTS)]
    again = load_units.read(here, data, "名录.csv")
    assert again.findings == ()
    assert again.units == tuple(kept)
    assert again.jurisdictions == {AREA: hostile.DISTRICT}
    assert hostile.load_again(here, data).changed == ()


def test_two_codes_that_differ_only_in_our_apostrophe_are_not_loaded_as_one(here: Workspace) -> None:
    rows = "\n".join(
        f"610702,区,{code},{name}局,{name},,部门,有,1,," for code, name in (("=x", "甲"), ("'=x", "乙"))
    )
    read = load_units.read(here, f"{','.join(HEADINGS)}\n{rows}\n".encode(), "名录.csv")
    assert [finding.code for finding in read.findings] == ["code_twice"]
    assert not read.can_load


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "\nx", " =1", "＝1", "'=1", "''=1", " '-x"]
)
def test_text_that_a_table_program_would_run_leaves_with_an_apostrophe_and_comes_back(text: str) -> None:
    assert outgoing.neutral(text) == f"'{text}"
    assert outgoing.restored(outgoing.neutral(text)) == text


@pytest.mark.parametrize("text", ["", "区司法局", "'引用'", "a=1", "—", "O'Neil", "'"])
def test_other_text_leaves_as_it_is(text: str) -> None:
    assert outgoing.neutral(text) == text == outgoing.restored(text)


def test_a_negative_number_in_a_csv_stays_a_number() -> None:
    assert (
        outgoing.csv_file([["名", -0.5, 3], ["=x", "", "-1"]]).decode("utf-8-sig")
        == "名,-0.5,3\r\n'=x,,'-1\r\n"
    )


def test_a_fraction_in_a_csv_does_not_become_a_date() -> None:
    data = show.as_csv([{"单位": "=x", "件数": "1/2", "率": "50.00%", "败诉/审结": ""}])
    assert data.decode("utf-8-sig") == "单位,件数,率,败诉/审结\r\n'=x,1／2,50.00%,\r\n"
    assert show.as_csv([]) == "\ufeff".encode()


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("公安汉台分局_2026年第三季度报表.xlsx", "公安汉台分局_2026年第三季度报表.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\夹\\表.xlsx", "C__夹_表.xlsx"),
        ("a\r\nSet-Cookie: x\x00.csv", "a__Set-Cookie_ x.csv"),
        ("CON.xlsx", "_CON.xlsx"),
        ("表\u202exslx.exe", "表xslx.exe"),
        (" . ", "文件"),
        ("长" * 300 + ".xlsx", "长" * 65 + ".xlsx"),
    ],
)
def test_a_file_name_is_no_path(wish: str, name: str) -> None:
    assert outgoing.file_name(wish) == name


def test_a_table_s_own_export_is_off_since_it_does_not_neutralise() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["client"]["disableDataExport"] is True


def test_markdown_of_strangers_is_one_line_of_escaped_text() -> None:
    assert show.plain("a\n# b\t*c*") == "a \\# b \\*c\\*"
    assert show.plain("12\u202e34") == "1234"
    assert "://" not in show.plain("http://x.cn").replace("\\", "")
    assert ":material/" not in show.plain(":material/home:").replace("\\", "")
    assert show.plain("区司法局：3 个（未报）") == "区司法局：3 个（未报）"


@pytest.mark.parametrize(
    "page", ["overview", "unit_profile", "compare", "double_decline", "ranking", "units", "upload"]
)
def test_every_page_stands_with_hostile_names(here: Workspace, page: str) -> None:
    app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=60).run()
    app.switch_page(f"{page}.py").run()
    assert not app.exception and not app.error, (app.exception, app.error)
    for element in (*app.markdown, *app.caption, *app.info, *app.warning):
        live = r"(?<!\\)(?:<img|<b>|\]\(|\*\*粗|:red(?:-background)?\[x|`|http:|:smile|:material/home|\$a)"
        assert not re.search(live, str(element.value)), element.value


def test_the_name_of_an_uploaded_file_is_never_a_path(here: Workspace, folder: Path) -> None:
    assert open_grids("单位名称,x\n甲,1\n".encode(), hostile.FILE + ".csv")[0].rows[1] == ["甲", "1"]
    receipts = here.store.submissions(AREA)
    assert {one.file_name for one in receipts} == {hostile.FILE}
    assert all(one.name.startswith("metrics.db") for one in folder.iterdir())


def test_no_row_is_higher_than_a_table_program_takes() -> None:
    assert paper.row_height(1000, 12) == 409
