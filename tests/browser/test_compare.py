"""Looking and drilling down with a real mouse: a row, a cell, and back to the file; wide and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_main_job import settled

HEAD, ROW = 35, 35  # pixels of a table's head and of each row


def click(page: Page, row: int, x: int) -> None:
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": x, "y": HEAD + ROW * row + ROW // 2})


def test_a_row_of_two_periods_leads_to_the_cells_of_either(page: Page, address: str) -> None:
    page.goto(
        f"{address}/compare?view=pairs&indicator=admin_litigation_loss_rate&period=2026Q3&units=ht_gongan"
    )
    settled(page)
    click(page, 0, 17)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("10.26%（分子4，分母39）")).to_be_visible()
    expect(dialog.get_by_text("通知条款：第二十五条")).to_be_visible()
    expect(dialog.get_by_role("button", name=re.compile("下载原文件")).first).to_be_visible()
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("radio", name="2025年1—9月").or_(
        page.get_by_role("button", name="2025年1—9月")
    ).first.click()
    expect(page.get_by_role("dialog").get_by_text("13.79%（分子4，分母29）")).to_be_visible()


def test_a_cell_of_the_map_leads_to_its_quarter(page: Page, address: str) -> None:
    page.goto(
        f"{address}/compare?view=heat&indicator=admin_litigation_cases&basis=period&group=towns&period=2026Q3"
    )
    settled(page)
    page.get_by_text("数据表：点一格").click()
    page.wait_for_timeout(1500)
    click(page, 0, 260)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("这个数从哪里来")).to_be_visible()
    expect(dialog.get_by_text(re.compile("20[0-9]{2}年第.季度")).first).to_be_visible()


@pytest.mark.parametrize("view", ["pairs", "multiples", "heat", "funnel"])
def test_a_phone_never_scrolls_sideways(page: Page, address: str, view: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/compare?view={view}&indicator=admin_litigation_loss_rate")
    settled(page)
    page.wait_for_timeout(1500)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("one => one.scrollWidth - one.clientWidth") <= 1
    assert page.locator(".js-plotly-plot").count() == 1
