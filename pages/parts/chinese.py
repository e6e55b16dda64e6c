"""Streamlit 1.67 has English built in: its page's language, menus, uploader, table tools. A user sees Chinese.

The page's HTML is rewritten on its way out; a small script then replaces each known English word as
Streamlit draws it. Words are compared whole, so nothing that a person typed is ever touched but a cell
that reads exactly “Search”. The words stand in chinese.js.
"""

from __future__ import annotations

import re
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "法治政府指标通报平台"
_SCRIPT = (Path(__file__).parent / "chinese.js").read_text(encoding="utf-8")
_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


class ChinesePage:
    """Rewrites HTML responses; everything else passes through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            await self._app(scope, receive, send)
            return
        # Asked for plain and whole: a compressed or “not modified” answer could not be rewritten.
        unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
        headers = [(name, value) for name, value in scope["headers"] if name not in unwanted]
        started: Message | None = None
        body = b""

        async def rewrite(message: Message) -> None:
            nonlocal started, body
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                if kind.startswith(b"text/html"):
                    started = message
                    return
            if started is None:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                content = translated(body.decode()).encode()
                dropped = (b"content-length", b"etag", b"last-modified")
                kept = [pair for pair in started["headers"] if pair[0] not in dropped]
                size = (b"content-length", str(len(content)).encode())
                await send(started | {"headers": [*kept, size]})
                await send({"type": "http.response.body", "body": content})

        await self._app(scope | {"headers": headers}, receive, rewrite)


def translated(html: str) -> str:
    """Streamlit's index.html in Chinese: language, title, and the script and style of our own."""
    html = re.sub(r'<html lang="[^"]*"', '<html lang="zh-CN"', html, count=1)
    html = re.sub(r"<title>[^<]*</title>", f"<title>{TITLE}</title>", html, count=1)
    html = html.replace("You need to enable JavaScript to run this app.", "请在浏览器中启用 JavaScript。")
    return html.replace("</head>", f"<style>{_STYLE}</style><script>{_SCRIPT}</script></head>", 1)
