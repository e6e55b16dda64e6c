"""What a person sees when something fails: a Chinese sentence, never a traceback."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from metrics.model import ProductError
from pages.parts import show as shown

_log = logging.getLogger("metrics.faults")


def show(error: Exception) -> bool:
    """Say it in place. Our own errors speak for themselves; a fault of ours is logged under a number."""
    if isinstance(error, ProductError):
        st.error(shown.plain(str(error)), icon=":material/error:")
        return True
    number = secrets.token_hex(3).upper()
    _log.error("fault %s", number, exc_info=error)
    st.error(
        f"系统内部出错，编号 {number}。已记入日志（数据文件夹的 logs/app.log），已保存的数据不受影响。"
        "请刷新页面重试；仍然出错的，把编号告诉管理员。",
        icon=":material/error:",
    )
    return True
