"""The main job as a person does it: from a department's workbook to the ranking that is circulated."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.conftest import SAMPLE

FAULTY = SAMPLE / "messy" / "错误示例1_出庭大于开庭.xlsx"
MENDED = SAMPLE / "messy" / "错误示例1_改正后.xlsx"
ENGLISH = re.compile(
    r"\b(?:Drag|Browse|Upload|Search|Rerun|Settings|Deploy|Limit|Running|Download|Choose|Select)\b"
)


def settled(page: Page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def go(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_text(title, exact=True).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    settled(page)


def test_the_page_is_chinese_and_the_sample_is_announced(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    expect(page.get_by_text("示例数据")).to_be_visible()
    for title in ("单位画像", "比较", "双下降", "排名", "上传报送", "单位管理", "读法记录", "总览"):
        go(page, title)
        assert not ENGLISH.search(page.locator("body").inner_text()), title
        assert "Traceback" not in page.locator("body").inner_text()


def test_the_key_figures_need_no_scrolling(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    for text in ("行政诉讼败诉率", "负责人出庭应诉率", "复议直接纠错率", "44/46"):
        box = page.get_by_text(text, exact=True).first.bounding_box()
        assert box and box["y"] + box["height"] < 900, text


def test_a_unit_is_found_by_the_initials_of_its_pinyin(page: Page, address: str) -> None:
    page.goto(f"{address}/unit")
    settled(page)
    box = page.get_by_role("combobox").first
    box.click()
    box.press_sequentially("gahtfj")
    page.get_by_role("option").first.click()
    settled(page)
    expect(page.get_by_text("汉中市公安局汉台分局").first).to_be_visible()
    assert "unit=ht_gongan" in page.url


def test_a_chart_downloads_as_a_picture_without_internet(page: Page, address: str) -> None:
    page.goto(f"{address}/decline")
    settled(page)
    page.locator(".js-plotly-plot").first.hover()
    button = page.locator("[data-title^=下载图片]").first
    with page.expect_download() as started:
        button.click()
    assert started.value.suggested_filename.endswith(".png")
    assert Path(started.value.path()).read_bytes().startswith(b"\x89PNG")


def test_every_number_of_a_unit_opens_its_cell_and_file(page: Page, address: str) -> None:
    page.goto(f"{address}/unit?unit=ht_gongan&period=2026Q3&basis=period")
    settled(page)
    canvas = page.get_by_test_id("stDataFrame").first.locator("canvas").first
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + 15, box["y"] + 52)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("这个数从哪里来")).to_be_visible()
    with page.expect_download() as started:
        dialog.get_by_role("button", name=re.compile("下载原文件")).first.click()
    name = "公安汉台分局_2026年第三季度报表.xlsx"
    assert started.value.suggested_filename == name
    assert Path(started.value.path()).read_bytes() == (SAMPLE / "workbooks" / name).read_bytes()


def test_from_a_workbook_to_the_ranking(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    settled(page)
    page.get_by_role("button", name="清空示例，开始使用").click()
    expect(page.get_by_text("还没有单位名录")).to_be_visible()
    go(page, "单位管理")
    page.get_by_role("button", name="载入汉台区初始名录").click()
    expect(page.get_by_text("共 46 个单位")).to_be_visible()

    go(page, "上传报送")
    page.locator("input[type=file]").first.set_input_files(FAULTY)
    expect(page.get_by_text("强制性问题改正后才能计入")).to_be_visible()
    marked = page.locator(".sheet td.mandatory")
    expect(marked.first).to_be_visible()
    assert {cell.inner_text() for cell in marked.all()} >= {"7", "8"}
    assert page.get_by_role("button", name="确认报送").count() == 0

    page.locator("input[type=file]").first.set_input_files(MENDED)
    settled(page)
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_text("报送回执")).to_be_visible()

    # 改正后的表：区人社局开庭5件、负责人出庭4件，其余三个单位合计开庭6件、出庭5件。
    go(page, "单位画像")
    page.goto(f"{address}/unit?unit=ht_renshe&period=2026Q3&basis=period")
    settled(page)
    expect(page.get_by_text("人力资源和社会保障局").first).to_be_visible()
    assert page.locator(".js-plotly-plot").count() > 0

    go(page, "双下降")
    expect(page.get_by_text("上年同期无完整数据，不可比").first).to_be_visible()

    page.goto(f"{address}/ranking?indicator=leader_attendance_rate&period=2026Q3&basis=period&group=all")
    settled(page)
    expect(page.get_by_text(re.compile("参加“行政机关负责人出庭应诉率”排名")).first).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="导出排名表（Excel）").click()
    file = tmp_path / "ranking.xlsx"
    started.value.save_as(file)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    place = next(row for row in rows if "区人社局" in row)
    assert place[0] == expected_rank()
    assert 4 in place and 5 in place and 4 / 5 in place
    assert "汉台区2026年第三季度行政机关负责人出庭应诉率排名表" in str(rows[0][0])


def expected_rank() -> int:
    """By hand from the four rows of the mended workbook: (attended, held), at least three hearings."""
    sheet = openpyxl.load_workbook(MENDED).worksheets[0]
    figures = {row[1].value: (row[6].value, row[5].value) for row in sheet.iter_rows(min_row=3, max_row=6)}
    rates = [attended / held for attended, held in figures.values() if held >= 3]
    return 1 + sum(rate > 4 / 5 for rate in rates)
