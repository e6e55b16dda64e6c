"""任务清单 in a real browser: a cell is clicked or reached by keys, and a piece of evidence goes in and comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_main_job import settled

PAPER = b"\x00\xff not a table, <script>alert(1)</script>"


def cell(page: Page, clause: str, unit: str) -> Locator:
    return page.locator(f".matrix [role=button][aria-label*='{clause}'][aria-label*='，{unit}：']")


def opened(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/checklist{query}")
    page.wait_for_selector(".matrix td")
    settled(page)


def test_thirty_two_rows_and_a_column_for_every_unit_fit_a_laptop(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, address)
    assert page.locator(".matrix tbody tr").count() == 32
    assert page.locator(".matrix thead th").count() == 1 + 6 + 46
    box = page.locator(".matrix").evaluate("box => [box.scrollWidth, box.clientWidth]")
    assert box[0] <= box[1] + 2


def test_a_click_on_a_cell_opens_its_clause_and_unit_and_the_address_remembers(
    page: Page, address: str
) -> None:
    opened(page, address)
    cell(page, "负责人出庭应诉", "铺镇").click()
    expect(page.get_by_text("负责人出庭应诉率100%", exact=False).first).to_be_visible()
    settled(page)
    assert "clause=22" in page.url
    assert "of=ht_puzhen" in page.url
    expect(page.locator(".matrix td.chosen")).to_have_attribute("title", "22　负责人出庭应诉\n铺镇：未达标")
    page.reload()
    page.wait_for_selector(".matrix td.chosen")
    assert cell(page, "负责人出庭应诉", "铺镇").get_attribute("class").endswith("chosen")


def test_cells_are_reached_by_keys(page: Page, address: str) -> None:
    opened(page, address, "?clause=1&of=ht_puzhen")
    page.locator(".matrix td.chosen").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("要点：中心组学习", exact=False)).to_be_visible()
    settled(page)
    assert "clause=2&of=ht_wuxiang" in page.url


def test_the_head_of_a_row_opens_the_clause_for_all_units(page: Page, address: str) -> None:
    opened(page, address, "?clause=1&of=ht_puzhen")
    page.locator(".matrix th.head", has_text="案卷评查").click()
    expect(page.get_by_text("第十六条　行政执法案卷评查").first).to_be_visible()
    settled(page)
    assert "clause=16&of=all" in page.url


@pytest.mark.parametrize("name", ["会议记录.html", "方案 (终稿).pdf"])
def test_evidence_goes_in_and_comes_out_byte_for_byte(
    page: Page, address: str, tmp_path: Path, name: str
) -> None:
    opened(page, address, "?clause=3&of=ht_wuxiang")
    paper = tmp_path / name
    paper.write_bytes(PAPER)
    page.locator("input[type=file]").set_input_files(paper)
    expect(page.get_by_text(name).first).to_be_visible()
    page.get_by_text("已完成", exact=True).last.click()
    if (field := page.get_by_label("填报人")).count():
        field.fill("张三")
    page.get_by_role("button", name="保存").click()
    button = page.get_by_role("button", name=f"材料：{name}")
    expect(button).to_be_visible()
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename == name
    assert Path(download.value.path()).read_bytes() == PAPER


def test_on_a_phone_the_clause_stays_in_sight_while_units_are_scrolled(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address)
    page.locator(".matrix").evaluate("box => box.scrollTo(400, 0)")
    head = page.locator(".matrix th.head").first.bounding_box()
    matrix = page.locator(".matrix").bounding_box()
    assert head and matrix
    assert abs(head["x"] - matrix["x"]) < 3
    assert 120 < head["width"] < 150
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_line_leads_to_its_cells_once_and_not_again_when_something_else_is_clicked(
    page: Page, address: str
) -> None:
    opened(page, address, "?clause=22&of=ht_ziran")
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 15, "y": 53})
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("2026年第一季度").or_(dialog.get_by_text("分母")).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="✗ 未达标").click()
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
