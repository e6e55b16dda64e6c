"""Types into workbooks as a person does, in one run of LibreOffice: a script for the system's Python.

Reads a list of jobs from standard input and writes a list of results to standard output, both JSON.
Job: source (path), cells ([[address, text], …]), saves ([[path, filter], …]). Result: stands (address →
what the cell shows), refused (addresses that are locked), invalid (whether a value breaks a
check of the form, in LibreOffice's own judgement).
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PATIENCE_SECONDS = 60


def main() -> None:
    jobs = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"pipe,name={Path(profile).name}"
        command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}"]
        office = subprocess.Popen([*command, f"--accept={pipe};urp;"], stderr=subprocess.DEVNULL)
        try:
            context = _connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            json.dump([_fill(desktop, job) for job in jobs], sys.stdout)
        finally:
            office.terminate()
            office.wait(PATIENCE_SECONDS)


def _connect(pipe: str) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:{pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _fill(desktop: object, job: dict) -> dict:
    document = desktop.loadComponentFromURL(
        Path(job["source"]).as_uri(), "_blank", 0, (_property("Hidden", True),)
    )
    sheet = document.Sheets.getByIndex(0)
    refused = []
    for address, text in job["cells"]:
        cell = sheet.getCellRangeByName(address)
        if sheet.isProtected() and cell.CellProtection.IsLocked:
            refused.append(address)  # nobody could type here; this interface could
        else:
            cell.Formula = text  # is understood as if it had been typed: numbers, days, words
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    stands = {
        _address(row, column): shown
        for row in range(cursor.RangeAddress.EndRow + 1)
        for column in range(min(cursor.RangeAddress.EndColumn, 30) + 1)
        if row < 60 and (shown := sheet.getCellByPosition(column, row).String)
    }
    for path, kind in job["saves"]:
        document.storeToURL(Path(path).as_uri(), (_property("FilterName", kind),))
    invalid = bool(sheet.showInvalid())
    document.close(True)
    return {"stands": stands, "refused": refused, "invalid": invalid}


def _address(row: int, column: int) -> str:
    letters = chr(65 + column) if column < 26 else f"A{chr(65 + column - 26)}"
    return f"{letters}{row + 1}"


def _property(name: str, value: object) -> object:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


if __name__ == "__main__":
    main()
