"""The loop of correction in a real browser: a messy file is answered, explained, mended and confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.test_hostile_text import alive
from tests.browser.test_main_job import ENGLISH, settled
from tests.pages.filled import workbook, zipped

REASON = "该街道本季度没有审结案件，原表漏填"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a sample of its own: what is confirmed here must not change other tests."""
    with served(tmp_path_factory.mktemp("loop")) as base:
        yield base


def opened(page: Page, address: str, name: str = "张三") -> None:
    page.goto(f"{address}/upload?period=2026Q3")
    settled(page)
    field = page.get_by_label("报送人")
    field.fill(name)
    field.press("Tab")
    settled(page)


def upload(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").first.set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data}]
    )


def type_into(page: Page, column: int, row: int, text: str) -> None:
    """Write into a cell of the editor, which is drawn on a canvas; 0-based within the part that is shown."""
    canvas = page.get_by_test_id("stDataFrame").first.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    # Left of the values stand the row numbers; columns A and B, then narrow ones (mend.py).
    widths = [58, 84, 160] + [84] * column
    page.mouse.dblclick(box["x"] + sum(widths[: column + 1]) + 30, box["y"] + 37 + 32 * row + 16)
    overlay = page.locator("#portal textarea").first
    overlay.wait_for()
    overlay.fill(text)
    overlay.press("Enter")
    settled(page)


def test_a_messy_file_is_answered_explained_mended_and_confirmed(
    page: Page, address: str, tmp_path: Path
) -> None:
    opened(page, address)
    upload(page, "乱.xlsx", workbook({"H2": "主要负责人到庭", "D3": None, "C6": "约4"}))
    expect(page.get_by_text("列名“主要负责人到庭”是指什么？")).to_be_visible()
    page.get_by_role("button", name="就这样读").first.click()

    marked = page.locator(".sheet td.mandatory")
    expect(marked).to_have_text("约4")
    assert marked.get_attribute("data-sign") == "强"
    page.get_by_placeholder(re.compile("^说明，至少 6 个字")).first.fill(REASON)
    page.get_by_role("button", name="保存说明").click()
    expect(page.get_by_text(REASON).first).to_be_visible()
    settled(page)

    with page.expect_download() as started:
        page.get_by_role("button", name="下载标注版").click()
    marked_copy = tmp_path / "marked.xlsx"
    started.value.save_as(marked_copy)
    assert openpyxl.load_workbook(marked_copy).sheetnames[0] == "问题清单"

    page.get_by_text("在这里改", exact=True).click()
    settled(page)
    type_into(page, 2, 5, "4")
    expect(page.get_by_text("汇总表 C6：约4 → 4")).to_be_visible()
    page.get_by_role("button", name="存为更正版").click()
    expect(page.get_by_text(re.compile("的更正版，由张三改了 1 格"))).to_be_visible()
    settled(page)
    expect(page.get_by_text(REASON).first).to_be_visible()  # what was said of the original still holds
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_text("报送回执")).to_be_visible()
    assert not ENGLISH.search(page.get_by_test_id("stMain").inner_text())

    page.goto(f"{address}/readings")
    settled(page)
    expect(page.get_by_text("记住的读法 1 条")).to_be_visible()


def test_a_zip_of_several_is_taken_apart_and_what_is_open_survives_leaving_the_page(
    page: Page, address: str
) -> None:
    opened(page, address)
    files = {
        "好.xlsx": workbook({"W3": 3, "W7": 7}),
        "夹/有空格.xlsx": workbook({"E3": None}),
        "空.xlsx": b"",
    }
    upload(page, "全区.zip", zipped(files))
    expect(page.get_by_text(re.compile("本次 3 份"))).to_be_visible()
    page.get_by_role("button", name="去说明 1 条").click()
    field = page.get_by_placeholder(re.compile("^说明，至少 6 个字")).first
    field.fill("写到一半")
    field.press("Tab")
    settled(page)
    page.get_by_test_id("stSidebarNav").get_by_text("单位管理", exact=True).click()
    expect(page.get_by_role("heading", name="单位管理", level=1)).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("上传报送", exact=True).click()
    expect(page.get_by_placeholder(re.compile("^说明，至少 6 个字")).first).to_have_value("写到一半")
    page.get_by_role("button", name="回到全部 3 份").click()
    expect(page.get_by_text(re.compile("本次 3 份"))).to_be_visible()


def test_next_scrolls_the_cell_into_view_and_a_click_on_a_cell_brings_up_its_finding(
    page: Page, address: str
) -> None:
    opened(page, address)
    wide = {f"{column}{row}": "约1" for column in "CDEFGHIJKLMNOP" for row in (3, 5)}
    upload(page, "多处.xlsx", workbook(wide))
    sheet = page.locator(".sheet")
    expect(sheet.locator("td.focus")).to_have_count(1)
    for _ in range(9):
        before = sheet.locator("td.focus").get_attribute("aria-label")
        page.get_by_role("button", name="下一处").click()
        expect(sheet.locator("td.focus")).not_to_have_attribute("aria-label", before or "")
    box, cell = sheet.bounding_box(), sheet.locator("td.focus").bounding_box()
    assert box and cell
    assert box["x"] <= cell["x"] and cell["x"] + cell["width"] <= box["x"] + box["width"] + 1

    last = sheet.locator("td.mandatory").last
    last.click()
    settled(page)
    expect(last).to_have_class(re.compile("focus"))


def test_a_receipt_prints_alone(page: Page, address: str) -> None:
    opened(page, address)
    upload(page, "回执.xlsx", workbook({"W4": 2, "W7": 6}))
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_text("报送回执")).to_be_visible()
    expect(page.get_by_role("button", name="打印回执")).to_be_visible()
    page.emulate_media(media="print")
    shown = "text => getComputedStyle(text).visibility"
    assert page.get_by_text("报送回执").evaluate(shown) == "visible"
    assert (
        page.get_by_role("heading", name="上传报送", level=1, include_hidden=True).evaluate(shown) == "hidden"
    )


def test_text_of_a_workbook_stays_text_wherever_it_is_shown(page: Page, address: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    opened(page, address)
    cells = {
        "C3": "<img src=x onerror=alert(1)>",
        "D3": "[a](http://evil.example.com/a) :material/home: $a^2$ `x`",
        "E3": ":red[x] **粗** http://evil.example.com/plain",
        "H2": "主要负责人到庭<img src=x onerror=alert(2)>:smile:",
    }
    upload(page, "<img src=x onerror=alert(3)>:smile: [y](http:evil).xlsx", workbook(cells))
    expect(page.get_by_text("onerror=alert(1)").first).to_be_visible()
    assert alive(page) == []
    page.get_by_text("在这里改", exact=True).first.click()
    settled(page)
    type_into(page, 0, 2, "<img src=x onerror=alert(4)>")
    expect(page.get_by_text("汇总表 A3：1 → <img src=x onerror=alert(4)>")).to_be_visible()
    assert alive(page) == []
    page.get_by_role("button", name="收起").click()
    expect(page.get_by_text(re.compile("本次 1 份"))).to_be_visible()
    assert alive(page) == []


def test_a_row_number_is_not_edited_for_a_cell(page: Page, address: str) -> None:
    opened(page, address)
    upload(page, "行号.xlsx", workbook({"C6": "约5"}))
    page.get_by_text("在这里改", exact=True).click()
    settled(page)
    canvas = page.get_by_test_id("stDataFrame").first.locator("canvas").first
    box = canvas.bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + 25, box["y"] + 37 + 32 * 3 + 16)
    page.wait_for_timeout(500)
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("系统内部出错")).to_have_count(0)
    expect(page.get_by_text(re.compile("还没有存"))).to_have_count(0)


def test_leaving_the_page_while_a_batch_is_read_is_said_and_the_same_archive_goes_on(
    page: Page, address: str
) -> None:
    opened(page, address)
    archive = zipped({f"单位{n:02d}.xlsx": workbook({"C3": n}) for n in range(60)})
    upload(page, "六十份.zip", archive)
    page.get_by_text(re.compile(r"已检查 [1-9]\d*/60 份")).wait_for()
    page.get_by_test_id("stSidebarNav").get_by_text("单位管理", exact=True).click()
    expect(page.get_by_role("heading", name="单位管理", level=1)).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("上传报送", exact=True).click()
    expect(page.get_by_text(re.compile(r"检查中途离开了本页，还有 \d+ 份没有读"))).to_be_visible()
    settled(page)
    upload(page, "六十份.zip", archive)
    expect(page.get_by_text(re.compile("本次 60 份"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("份没有读"))).to_have_count(0)
