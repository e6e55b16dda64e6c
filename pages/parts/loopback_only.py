"""The second line behind exposure.refusal: no connection from outside is answered, whatever server runs us."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from metrics.access import exposure


class LoopbackOnly:
    """Refuses requests that came in through an address which other computers can reach."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        server = scope.get("server")
        if scope["type"] not in ("http", "websocket") or not server or exposure.is_loopback(server[0]):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(exposure.refusal(server[0]), 403)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})
