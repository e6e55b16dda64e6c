"""Where the app may listen as long as there are no accounts."""

from __future__ import annotations

import ipaddress


def is_loopback(address: str | None) -> bool:
    """Whether only this computer can reach the address. Unset, “” and names other than localhost are not."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address((address or "").strip("[]")).is_loopback
    except ValueError:
        return False


def refusal(address: str | None) -> str:
    """Why the app does not start on the address; “” when it may."""
    if is_loopback(address):
        return ""
    told = address or "所有网络地址（未指定）"
    return (
        f"拒绝启动：监听地址是 {told}。平台还没有账号功能，任何能连到这个地址的人都能查看、改动数据，"
        "所以只允许在本机打开。请把监听地址设为 127.0.0.1（.streamlit/config.toml 的 server.address）后重新启动。"
    )
