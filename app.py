"""Composition root: the Streamlit pages, a health check, and what stands in front of every request."""

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from metrics.access import exposure
from metrics.model import DefinitionError
from metrics.tasks import reading, workspace
from pages.parts import chinese, faults, loopback_only


async def healthz(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    logs = workspace.data_dir() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(logs / "app.log", maxBytes=2_000_000, backupCount=5, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("metrics").addHandler(handler)
    reading.desk().start()
    workspace.current()  # migrate, or build the sample, before the first visitor waits for it
    print(
        f"平台已启动。请在本机浏览器打开 http://127.0.0.1:{st.get_option('server.port')} ，按 Ctrl+C 停止。"
    )
    try:
        yield
    finally:
        reading.close()


# Known when `streamlit run` starts us; under another server loopback_only turns away each request from outside.
refusal = exposure.refusal(st.get_option("server.address"))
if refusal:
    sys.exit(refusal)
try:
    reading.desk()  # its settings are read now; a wrong one is better said here than to the first visitor
except DefinitionError as error:
    sys.exit(str(error))

app = st.App(
    Path(__file__).parent / "pages" / "shell.py",
    lifespan=lifespan,
    routes=[Route("/healthz", healthz)],
    middleware=[Middleware(loopback_only.LoopbackOnly), Middleware(chinese.ChinesePage)],
    on_script_error=faults.show,
)
