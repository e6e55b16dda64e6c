"""What the tests need besides Python: installed with apt where we may, else named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_COMMANDS = {
    "chromium": "chromium",
    "libreoffice-calc-nogui": "soffice",
    "poppler-utils": "pdftoppm",
    "make": "make",
}
SYSTEM_PYTHON = "/usr/bin/python3"


def missing(packages: list[str]) -> list[str]:
    """Those of the packages that are not there."""
    return [package for package in packages if not _is_there(package)]


def _is_there(package: str) -> bool:
    if package == "fonts-noto-cjk":
        fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
        return bool(fonts.stdout.strip())
    if package == "python3-uno":  # of the system's Python, as LibreOffice brings it
        if not os.path.exists(SYSTEM_PYTHON):
            return False
        tried = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
        return tried.returncode == 0
    return shutil.which(_COMMANDS[package]) is not None


def main(packages: list[str]) -> int:
    absent = missing(["make", *packages]) if shutil.which("fc-list") else packages
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"正在安装测试所需的系统软件：{' '.join(absent)}")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "fontconfig", *absent]
        subprocess.run(install, check=True, env=environment, stdout=subprocess.DEVNULL)
        absent = missing(packages)
    if absent:
        print(f"缺少测试所需的系统软件，请先安装：sudo apt-get install {' '.join(absent)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
