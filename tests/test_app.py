"""The process as it is started: where it listens, what it answers before any page is drawn."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.responses import HTMLResponse

from pages.parts.chinese import ChinesePage, translated
from pages.parts.loopback_only import LoopbackOnly
from tests.conftest import ROOT


@pytest.mark.parametrize("address", ["0.0.0.0", ""])
def test_it_refuses_to_start_where_others_could_reach_it(address: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.headless=true",
            f"--server.address={address}",
        ],
        cwd=ROOT,
        env=os.environ | {"METRICS_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "拒绝启动" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def answer(app: object, server: str, accept: bytes = b"text/html") -> tuple[int, bytes]:
    """One GET through an ASGI app, as if it had come in through the given address."""
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [(b"accept", accept)],
        "server": (server, 80),
    }
    with ThreadPoolExecutor() as aside:  # the browser's tests keep a loop of their own in this thread
        aside.submit(asyncio.run, app(scope, receive, send)).result()
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


PAGE = HTMLResponse('<html lang="en"><head><title>Streamlit</title></head><body></body></html>')


def test_a_request_through_an_outside_address_is_turned_away() -> None:
    assert answer(LoopbackOnly(PAGE), "192.0.2.1")[0] == 403
    assert answer(LoopbackOnly(PAGE), "127.0.0.1")[0] == 200


def test_the_page_says_that_it_is_chinese() -> None:
    body = answer(ChinesePage(PAGE), "127.0.0.1")[1].decode()
    assert '<html lang="zh-CN"' in body
    assert "<title>法治政府指标通报平台</title>" in body


def test_other_answers_pass_untouched() -> None:
    assert answer(ChinesePage(PAGE), "127.0.0.1", accept=b"*/*")[1] == PAGE.body


def test_streamlits_own_page_has_what_is_rewritten() -> None:
    import streamlit

    html = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    assert translated(html).count("zh-CN") == 1
    assert "法治政府指标通报平台" in translated(html)
