"""The command line as a script would call it."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

from metrics import cli
from tests.conftest import ROOT, SAMPLE

MENDED = str(SAMPLE / "messy" / "错误示例1_改正后.xlsx")
FAULTY = str(SAMPLE / "messy" / "错误示例1_出庭大于开庭.xlsx")
QUARTERS = [str(file) for file in sorted((SAMPLE / "workbooks").iterdir())]


def run(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, dict]:
    code = cli.main([*words, "--data-dir", str(folder), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(capsys, tmp_path, "units", "load", str(SAMPLE / "units.csv"))[0] == 0
    return tmp_path


def test_check_tells_facts_with_their_cells_and_keeps_nothing(loaded, capsys):
    code, told = run(capsys, loaded, "check", MENDED)
    assert code == 0
    fact = next(f for f in told["facts"] if f["unit"] == "ht_renshe" and f["measure"] == "hearings_held")
    assert fact == {
        "unit": "ht_renshe",
        "period": "2026Q3",
        "measure": "hearings_held",
        "measure_name": "开庭审理案件数",
        "value": 5,
        "state": "value",
        "sheet": "汇总表",
        "cell": "F5",
    }
    assert run(capsys, loaded, "import", MENDED)[1]["files"][0]["duplicate"] is False


def test_check_of_a_faulty_workbook_exits_with_1_and_says_where(loaded, capsys):
    code, told = run(capsys, loaded, "check", FAULTY)
    assert code == 1
    finding = told["findings"][0]
    assert (finding["severity"], finding["code"], finding["sheet"], finding["cell"]) == (
        "mandatory",
        "part_above_whole",
        "汇总表",
        "G6",
    )
    assert finding["mend"]


def test_what_cannot_be_read_exits_with_2_and_never_a_traceback(loaded, capsys, tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    assert run(capsys, loaded, "check", str(broken))[0] == 2
    assert run(capsys, loaded, "check", str(tmp_path / "没有.xlsx"))[0] == 2
    assert run(capsys, loaded, "rank", "没有这个指标", "--period", "2026Q3")[0] == 2
    assert run(capsys, loaded, "values", "--period", "去年")[0] == 2


def test_without_units_check_says_what_to_do_and_makes_no_database(tmp_path, capsys):
    code, told = run(capsys, tmp_path, "check", MENDED)
    assert code == 2
    assert "units load" in told["error"]
    assert not (tmp_path / "metrics.db").exists()


def test_import_values_rank_and_export_agree(loaded, capsys):
    assert run(capsys, loaded, "import", *QUARTERS)[0] == 0
    _, told = run(capsys, loaded, "values", "--period", "2026Q3", "--cumulative")
    value = next(
        v for v in told["values"] if (v["unit"], v["indicator"]) == ("ht_gongan", "leader_attendance_rate")
    )
    assert (value["numerator"], value["denominator"], value["status"]) == (27, 29, "ok")
    assert value["value"] == 27 / 29
    _, ranked = run(capsys, loaded, "rank", "leader_attendance_rate", "--period", "2026Q3", "--cumulative")
    place = next(row for row in ranked["ranked"] if row["unit"] == "ht_gongan")
    assert (place["rank"], place["value"]) == (7, 27 / 29)
    output = loaded / "排名.xlsx"
    assert (
        run(capsys, loaded, "export", "ranking", "--period", "2026Q3", "--cumulative", "-o", str(output))[0]
        == 0
    )
    sheet = openpyxl.load_workbook(output).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if "公安汉台分局" in row)
    assert row[0] == 7
    assert 27 / 29 in row


def test_importing_again_stores_nothing_twice(loaded, capsys):
    first = run(capsys, loaded, "import", MENDED)[1]["files"][0]
    again = run(capsys, loaded, "import", MENDED)[1]["files"][0]
    assert again["duplicate"] and again["id"] == first["id"]


def test_importing_a_replaced_file_again_does_not_bring_it_back(loaded, capsys, tmp_path):
    first = run(capsys, loaded, "import", MENDED)[1]["files"][0]
    book = openpyxl.load_workbook(MENDED)
    book["汇总表"]["F5"], book["汇总表"]["F7"] = 6, 12
    book.save(tmp_path / "更正.xlsx")
    assert run(capsys, loaded, "import", str(tmp_path / "更正.xlsx"))[1]["files"][0]["state"] == "confirmed"
    code, told = run(capsys, loaded, "import", MENDED)
    assert (code, told["files"][0]["id"], told["files"][0]["state"]) == (1, first["id"], "replaced")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always text")
def test_a_file_named_in_gbk_is_imported_under_its_chinese_name(loaded, capsys, tmp_path):
    named = tmp_path / os.fsdecode("汇总.xlsx".encode("gbk"))
    shutil.copy(MENDED, named)
    code, told = run(capsys, loaded, "import", str(named))
    assert (code, told["files"][0]["file"]) == (0, "汇总.xlsx")


def test_a_faulty_import_is_kept_but_not_counted(loaded, capsys):
    code, told = run(capsys, loaded, "import", FAULTY)
    assert code == 1
    assert told["files"][0]["state"] == "draft"


def test_what_is_to_be_explained_waits_unless_the_command_explains_it(loaded, capsys, tmp_path):
    book = openpyxl.load_workbook(MENDED)
    book["汇总表"]["D5"], book["汇总表"]["D7"] = None, None
    book.save(tmp_path / "空一格.xlsx")
    code, told = run(capsys, loaded, "import", str(tmp_path / "空一格.xlsx"))
    assert (code, told["files"][0]["state"]) == (1, "draft")
    assert [f["severity"] for f in told["files"][0]["findings"]] == ["verify"]
    explained = ("import", str(tmp_path / "空一格.xlsx"), "--explain", "该单位本季度数据正在与法院核对")
    code, told = run(capsys, loaded, *explained)
    assert (code, told["files"][0]["state"]) == (0, "confirmed")


def test_check_writes_a_marked_copy_and_tells_how_labels_were_read(loaded, capsys, tmp_path):
    code, told = run(capsys, loaded, "check", FAULTY, "--marked", str(tmp_path / "标注.xlsx"))
    assert code == 1
    assert openpyxl.load_workbook(tmp_path / "标注.xlsx").sheetnames[0] == "问题清单"
    assert all(decision["written"] and decision["kind"] for decision in told["decisions"])


def test_the_words_on_the_terminal_are_chinese(loaded, capsys):
    cli.main(["check", FAULTY, "--data-dir", str(loaded)])
    out = capsys.readouterr().out
    assert "[强制性] 汇总表 G6" in out
    assert "请核对这两格" in out


def test_every_command_stands_in_the_document():
    text = (ROOT / "docs" / "COMMANDS.md").read_text(encoding="utf-8")
    for command in ("units load", "units list", "check", "import", "values", "rank", "export ranking"):
        assert re.search(rf"python -m metrics {command}\b", text), command
