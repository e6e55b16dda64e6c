"""A real browser on a district whose every name wants to come alive: what it draws is text, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from metrics.report.outgoing import visible
from tests import hostile
from tests.browser.conftest import served
from tests.browser.test_main_job import settled

PAGES = (
    *("", "unit?unit=u1", "decline", "ranking?basis=period&group=all", "units", "upload", "readings"),
    *("checklist", "checklist?clause=2&of=u1", "checklist?clause=22"),
    *("compare?view=pairs&units=u1", "compare?view=multiples", "compare?view=heat", "compare?view=funnel"),
)
# What our own pages never draw: an element made of a name would be one of these.
ALIVE = (
    "img[src='x'], [onerror], [onload], .katex, mjx-container, a[href*='evil'], svg a, img[src*='evil'],"
    " [data-testid=stMain] code, .stMarkdownColoredText:has-text('x'), .stMarkdownColoredBackground"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    hostile.build(folder)
    with served(folder) as base:
        yield base


def alive(page: Page) -> list[str]:
    found: list[str] = page.locator(ALIVE).evaluate_all("all => all.map(one => one.outerHTML.slice(0, 200))")
    return found


def text_of(page: Page) -> str:
    """What is seen, without the joiners of `show.plain` and without the arrow between two counts (“5 → 3 件”)."""
    return re.sub(r"(?<=[\d/]) → (?=\d)", " ", page.locator("body").inner_text().replace("\u2060", ""))


@pytest.mark.parametrize("where", PAGES)
def test_no_name_comes_alive_on_any_page(page: Page, address: str, where: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}/{where}")
    settled(page)
    page.wait_for_timeout(1500)
    assert alive(page) == []
    icons = page.locator("[data-testid=stMain] [aria-label='home icon']")
    assert icons.count() == 0
    assert not set(text_of(page)) & set("😄👍→")


def test_every_name_can_be_chosen_and_is_shown_letter_by_letter(page: Page, address: str) -> None:
    for number, text in hostile.IN_MARKDOWN:
        page.goto(f"{address}/unit?unit=u{number}&period=2025Q3")
        settled(page)
        shown = re.sub(r"\s+", " ", visible(text)).strip()
        expect(page.get_by_role("heading", name="单位画像", level=1)).to_be_visible()
        page.wait_for_function(
            "text => document.body.innerText.replaceAll('\\u2060', '').includes(text)",
            arg=f"2025年1—9月，{shown}",
        )
        assert alive(page) == [], text
        assert not set(text_of(page)) & set("😄👍→"), text


def test_an_open_list_of_units_draws_text(page: Page, address: str) -> None:
    page.goto(f"{address}/unit")
    settled(page)
    page.get_by_role("combobox").first.click()
    page.get_by_role("option").first.wait_for()
    assert alive(page) == []
    assert any("<img src=x" in text for text in page.get_by_role("option").all_inner_texts())


def test_a_link_with_a_made_up_choice_shows_it_as_text(page: Page, address: str) -> None:
    page.goto(f"{address}/unit?unit=[x](http://evil.example.com)")
    expect(page.get_by_test_id("stToast")).to_contain_text("[x](")
    assert alive(page) == []


def test_what_hovers_over_a_chart_is_text(page: Page, address: str) -> None:
    for where, name in (
        ("decline?basis=period&group=all", "<b>x</b>"),
        ("ranking?basis=period&group=all", "<img"),
    ):
        page.goto(f"{address}/{where}")
        settled(page)
        plot = page.locator(".js-plotly-plot").first
        plot.locator(".main-svg").first.wait_for()
        seen: list[str] = plot.evaluate(_HOVERS)
        assert any(name in text for text in seen), seen
        assert alive(page) == []


_HOVERS = """plot => {
    const curve = plot.data.findIndex(one => one.customdata);
    return Array.from(plot.data[curve].customdata, (_, point) => {
        Plotly.Fx.hover(plot, [{curveNumber: curve, pointNumber: point}]);
        return plot.querySelector(".hoverlayer").textContent;
    });
}"""


def test_a_table_offers_no_export_that_would_carry_live_formulas(page: Page, address: str) -> None:
    page.goto(f"{address}/units")
    settled(page)
    page.get_by_test_id("stDataFrame").first.hover()
    tools = page.locator("[data-testid=stElementToolbar] button")
    tools.first.wait_for()
    labels = " ".join(tool.get_attribute("aria-label") or tool.inner_text() for tool in tools.all())
    assert re.search("Fullscreen|全屏", labels)
    assert not re.search("Download|CSV|下载", labels)


def test_a_downloaded_file_has_a_name_that_is_no_path(page: Page, address: str) -> None:
    page.goto(f"{address}/units")
    settled(page)
    with page.expect_download() as started:
        page.get_by_role("button", name=re.compile("下载名录")).click()
    assert started.value.suggested_filename == "=区__b_[x](http___evil.example.com_d)单位名录.csv"
    lines = Path(started.value.path()).read_text("utf-8-sig")
    assert "'=1+1（全称19）" in lines
