"""Pages when little has been reported yet, and when a report has been replaced."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.tasks import workspace
from tests.conftest import ROOT
from tests.factories import AREA, NOW, quarter, unit

PAGES = ["overview.py", "unit_profile.py", "double_decline.py", "ranking.py", "upload.py"]


def count_in(lost: int) -> None:
    """One unit's report without a word about new cases, confirmed over whatever is in force."""
    store, data = workspace.current().store, f"{lost}".encode()
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit("东关")])
        kept = writing.keep(quarter(data, {"东关": (9, lost)}), data, "张三", NOW)
        versions = store.versions(AREA, "东关", "2025Q3", "quarterly")
        writing.confirm(kept.id, "李四", NOW, {("东关", "2025Q3", "quarterly"): len(versions)})


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=60).run()
    app.switch_page(page).run()
    assert not app.exception, app.exception[0].message
    return app


@pytest.mark.parametrize("page", PAGES)
def test_one_report_without_the_volume_breaks_no_page(empty_data: Path, page: str) -> None:
    count_in(1)
    assert not opened(page).error


def test_a_replaced_upload_is_listed_as_replaced(empty_data: Path) -> None:
    count_in(1)
    count_in(2)
    listed = opened("upload.py").dataframe[-1].value
    assert listed["状态"].tolist() == ["已计入", "曾计入，已有后来的版本"]
