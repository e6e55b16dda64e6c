"""Server time of each page, cached and uncached, with forty quarters of history and with four hundred."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks import data as made
from benchmarks import measure

SHELL = str(Path(__file__).parent.parent / "pages" / "shell.py")
PAGES = {
    "总览": "overview.py",
    "单位画像": "unit_profile.py",
    "双下降": "double_decline.py",
    "排名": "ranking.py",
    "比较": "compare.py",
    "综合评价": "score.py",
    "任务清单": "checklist.py",
    "督办": "follow_up.py",
    "指标目录": "indicators.py",
    "上传报送": "upload.py",
    "单位管理": "units.py",
}


def run() -> None:
    short, long = (_times(quarters) for quarters in (40, 400))
    measure.table(
        "各页服务器时间，100 单位（目标：历史长十倍时不超过 1.3 倍）",
        (
            "页面",
            "40 季 无缓存 毫秒",
            "40 季 有缓存 毫秒",
            "400 季 无缓存 毫秒",
            "400 季 有缓存 毫秒",
            "无缓存倍数",
            "有缓存倍数",
        ),
        [
            (name, *short[name], *long[name], long[name][0] / short[name][0], long[name][1] / short[name][1])
            for name in PAGES
        ],
    )


def _times(quarters: int) -> dict[str, tuple[float, float]]:
    """Milliseconds (uncached, cached) of a whole script run of each page: shell, page, all elements."""
    with tempfile.TemporaryDirectory() as folder:
        district = made.district(f"sqlite:///{folder}/metrics.db", 100, quarters)
        os.environ["METRICS_DATA_DIR"] = folder
        taken = {}
        for name, file in PAGES.items():
            app = AppTest.from_file(SHELL, default_timeout=120).run()
            app.switch_page(file).run()
            if app.exception:
                raise RuntimeError(f"{name}: {app.exception[0].message}")
            uncached = []
            for _ in range(5):
                with district.store.writing(made.JURISDICTION) as writing:
                    writing.load_units("测试区", made.units(100))
                uncached.append(_once(app))
            cached = [_once(app) for _ in range(5)]
            taken[name] = (sorted(uncached)[2] * 1000, sorted(cached)[2] * 1000)
        district.store.close()
    return taken


def _once(app: AppTest) -> float:
    start = time.perf_counter()
    app.run()
    return time.perf_counter() - start
