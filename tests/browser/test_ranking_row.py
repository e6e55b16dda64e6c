"""A reviewer picks a unit of the ranking and finds what defends its rank, down to the cell; on a phone too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.test_main_job import ENGLISH, settled

VIEW = "ranking?indicator=admin_litigation_cases&period=2026Q3&basis=ytd&group=all"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with the sample in it."""
    with served(tmp_path_factory.mktemp("ranking")) as base:
        yield base


def test_a_row_picked_shows_its_own_defence_and_the_cells_behind_it(page: Page, address: str) -> None:
    page.goto(f"{address}/{VIEW}")
    settled(page)
    expect(page.get_by_role("heading", name="第43名　自然资源汉台分局")).to_be_visible()
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + 18, box["y"] + 35 * 1 + 18)  # the check box of the first row
    settled(page)
    expect(page.get_by_role("heading", name="第1名　武乡镇")).to_be_visible()
    for text in ("没有单位数值更低，所以列第1名", "第1名，数据支持第1—", "个单位不能区分", "2026年1—6月第"):
        expect(page.get_by_text(text).first).to_be_visible()
    page.get_by_role("button", name="这个数从哪里来").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("武乡镇").first).to_be_visible()
    expect(dialog.get_by_role("button", name="下载原文件").first).to_be_visible()


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/{VIEW}")
    settled(page)
    expect(page.get_by_text("末位自然资源汉台分局与名次在前的").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not ENGLISH.search(page.locator("body").inner_text())
