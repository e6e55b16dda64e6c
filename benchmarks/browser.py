"""First page in a cold Chromium, and the switch from page to page, against the real app."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import data as made
from benchmarks import measure

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = ("总览", "单位画像", "双下降", "排名", "上传报送", "单位管理")


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made.district(f"sqlite:///{folder}/metrics.db", 100, 40).store.close()
        with _app(folder) as address, sync_playwright() as play:
            cold = []
            for _ in range(3):
                browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                page = browser.new_page(locale="zh-CN")
                start = time.perf_counter()
                page.goto(address)
                _settled(page, "总览")
                cold.append(time.perf_counter() - start)
                browser.close()
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(locale="zh-CN")
            page.goto(address)
            _settled(page, "总览")
            rows: list[tuple[object, ...]] = [("首次打开（冷浏览器）", sorted(cold)[1] * 1000)]
            for name in (*PAGES[1:], PAGES[0]):
                start = time.perf_counter()
                page.get_by_test_id("stSidebarNav").get_by_text(name, exact=True).click()
                _settled(page, name)
                rows.append((f"切换到{name}", (time.perf_counter() - start) * 1000))
            browser.close()
    measure.table("Chromium 中的页面（100 单位 × 40 季）", ("动作", "毫秒"), rows)


def _settled(page, title: str) -> None:
    """The page's own heading stands and the script has come to rest."""
    page.get_by_role("heading", name=title, level=1).wait_for()
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


@contextmanager
def _app(folder: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            f"--server.port={port}",
            "--server.headless=true",
        ],
        cwd=ROOT,
        env=os.environ | {"METRICS_DATA_DIR": folder},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait()
