"""Many workbooks at once: chosen together or zipped, each kept the moment it is read."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.intake.desk.archive import unpack
from metrics.limits import Limits
from metrics.model import NotAllowed, Unreadable
from metrics.store import Store
from metrics.tasks import batch
from metrics.tasks.batch import Incoming, Outcome
from metrics.tasks.workspace import Workspace
from tests.intake.other_formats import zipped
from tests.intake.workbooks import UNITS, table, xlsx

AREA = "610702"
NOW = datetime(2025, 10, 8, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", UNITS)
    yield Workspace(store, AREA, "汉台区", catalogue.load(), False)
    store.close()


def workbook(number: int = 4, period: str = "三") -> bytes:
    title = f"汉台区2025年第{period}季度法治政府建设指标汇总表"
    return xlsx(table(("东关街道", number, 0, 0), ("北关街道", 2, 1, 1), title=title))


def incoming(name: str, data: bytes) -> Incoming:
    return Incoming(name, name, data)


def received(workspace: Workspace, *files: Incoming) -> dict[str, Outcome]:
    outcomes = batch.receive_many(workspace, files, "张三", lambda: NOW, None)
    return {outcome.name: outcome for outcome in outcomes}


def old_zip(files: Mapping[bytes, bytes], extra: bytes = b"") -> bytes:
    """A zip as Windows' own packer writes it: names in the system's bytes, no flag that says which."""
    body = directory = b""
    for name, content in files.items():
        sizes = struct.pack("<3I", zlib.crc32(content), len(content), len(content))
        place = len(body)
        body += struct.pack("<I5H", 0x04034B50, 20, 0, 0, 0, 0) + sizes
        body += struct.pack("<2H", len(name), 0) + name + content
        directory += struct.pack("<I6H", 0x02014B50, 20, 20, 0, 0, 0, 0) + sizes
        directory += struct.pack("<5H2I", len(name), len(extra), 0, 0, 0, 0, place) + name + extra
    ends = struct.pack("<I4H2IH", 0x06054B50, 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + ends


def test_each_file_is_kept_and_the_bad_ones_are_told_from_the_good(workspace: Workspace):
    found = received(
        workspace,
        incoming("好.xlsx", workbook()),
        incoming("图片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(99)),
        incoming("坏.xlsx", workbook()[:-900]),
        incoming("约数.xlsx", xlsx(table(("东关街道", "约3", 0, 0)))),
    )
    assert found["好.xlsx"].submission and found["好.xlsx"].submission.can_count
    worst = {name: one.submission.findings[0].code for name, one in found.items() if one.submission}
    del worst["好.xlsx"]
    assert worst == {"图片.xlsx": "unreadable", "坏.xlsx": "unreadable", "约数.xlsx": "not_a_number"}
    assert len(workspace.store.submissions(AREA)) == 4


def test_a_file_beyond_the_size_is_not_kept_and_the_others_are(workspace: Workspace):
    found = received(workspace, incoming("大.xlsx", bytes(21 * 1024 * 1024)), incoming("好.xlsx", workbook()))
    assert found["大.xlsx"].receipt is None and "超过 20 MB" in found["大.xlsx"].refusal
    assert [kept.file_name for kept in workspace.store.submissions(AREA)] == ["好.xlsx"]


def test_interrupting_loses_nothing_that_was_kept_and_keeps_nothing_else(workspace: Workspace):
    files = [incoming(f"{number}.xlsx", workbook(number)) for number in range(12)]
    outcomes = batch.receive_many(workspace, files, "张三", lambda: NOW, None)
    seen = [next(outcomes).name for _ in range(5)]
    outcomes.close()  # type: ignore[attr-defined]
    assert {kept.file_name for kept in workspace.store.submissions(AREA)} == set(seen)
    again = received(workspace, *files)
    assert {
        name for name, outcome in again.items() if outcome.received and outcome.received.duplicate
    } == set(seen)
    assert len(workspace.store.submissions(AREA)) == 12


def test_nothing_is_read_before_there_are_units(tmp_path: Path):
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    empty = Workspace(store, "", "", catalogue.load(), False)
    with pytest.raises(NotAllowed, match="单位名录"):
        received(empty, incoming("好.xlsx", workbook()))
    store.close()


def clean(number: int = 0) -> bytes:
    """A workbook with every column, so that there is nothing to explain."""
    columns = [column.names[0] for column in catalogue.load().forms["quarterly"].columns]
    return xlsx((("2025年第三季度",), ("单位名称", *columns), ("东关街道", *[number] * len(columns))))


def confirmed(workspace: Workspace, *files: Incoming) -> list[str]:
    found = received(workspace, *files)
    return [one.name for one in batch.confirm_ready(workspace, found.values(), "李四", lambda: NOW)]


def test_those_without_anything_to_settle_are_confirmed_and_the_others_wait(workspace: Workspace):
    files = incoming("全.xlsx", clean()), incoming("缺列.xlsx", workbook(period="二"))
    assert confirmed(workspace, *files) == ["全.xlsx"]
    states = {kept.file_name: kept.state for kept in workspace.store.submissions(AREA)}
    assert states == {"全.xlsx": "confirmed", "缺列.xlsx": "draft"}


def test_what_was_replaced_is_not_brought_back_in_a_heap(workspace: Workspace):
    first, second = incoming("一.xlsx", clean(1)), incoming("二.xlsx", clean(2))
    assert confirmed(workspace, first) == ["一.xlsx"]
    assert confirmed(workspace, second) == ["二.xlsx"]
    assert confirmed(workspace, first, second) == []


def test_an_archive_gives_its_files_with_their_folders_and_says_what_it_left_out(workspace: Workspace):
    packed = zipped(
        {
            "三季度/镇街/东关.xlsx": workbook(),
            "三季度/镇街/~$东关.xlsx": b"lock",
            "__MACOSX/三季度/._东关.xlsx": b"shadow",
            "三季度/.DS_Store": b"x",
            "三季度/说明.docx": zipped({"word/document.xml": "<w/>"}),
            "三季度/部门.zip": zipped({"财政局.xlsx": workbook()}),
        }
    )
    opened = batch.open_batch([("全区.zip", packed), ("另一份.xlsx", workbook(7))])
    assert [file.name for file in opened.files] == [
        "全区.zip/三季度/镇街/东关.xlsx",
        "全区.zip/三季度/说明.docx",
        "全区.zip/三季度/部门.zip",
        "另一份.xlsx",
    ]
    assert len(opened.left_out) == 3
    found = received(workspace, *opened.files)
    assert found["全区.zip/三季度/镇街/东关.xlsx"].receipt.file_name == "东关.xlsx"  # type: ignore[union-attr]
    assert "Word" in found["全区.zip/三季度/说明.docx"].submission.findings[0].found  # type: ignore[union-attr]
    assert "解压" in found["全区.zip/三季度/部门.zip"].submission.findings[0].found  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_are_read_in_either_encoding(encoding: str):
    archive = unpack(old_zip({"三季度/东关街道报表.xlsx".encode(encoding): b"x"}))
    assert archive and [member.name for member in archive.members] == ["三季度/东关街道报表.xlsx"]


def test_the_name_that_packers_add_in_utf8_comes_first():
    raw, name = b"??.xlsx", "𠮷野.xlsx".encode()
    field = struct.pack("<BI", 1, zlib.crc32(raw)) + name
    archive = unpack(old_zip({raw: b"x"}, struct.pack("<2H", 0x7075, len(field)) + field))
    assert archive and archive.members[0].name == "𠮷野.xlsx"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\x.xlsx", "windows/x.xlsx"),
        ("a/./b/../c.xlsx", "a/b/c.xlsx"),
        ("..", "未命名"),
    ],
)
def test_names_are_never_paths(name: str, shown: str):
    archive = unpack(old_zip({name.encode(): b"x"}))
    assert archive and archive.members[0].name == shown


SMALL = Limits(archive_files=3, archive_mb=1, file_mb=1)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({f"{n}.xlsx": b"x" for n in range(4)}, "4 个文件，一次最多 3 个"),
        ({f"{n}.csv": bytes(1024 * 1024) for n in range(3)}, "展开后超过 2 MB"),
        ({}, "没有文件"),
        ({"__MACOSX/x": b""}, "没有文件"),
    ],
    ids=["many", "inflates", "empty", "only shadows"],
)
def test_an_archive_is_bounded_before_anything_is_taken_out(files: Mapping[str, bytes], words: str):
    with pytest.raises(Unreadable, match=words):
        unpack(zipped(files), SMALL)


def test_an_archive_too_big_or_cut_off_is_refused():
    with pytest.raises(Unreadable, match="超过 1 MB"):
        unpack(b"PK\x03\x04" + bytes(1024 * 1024), SMALL)
    with pytest.raises(Unreadable, match="不完整"):
        unpack(zipped({"a.xlsx": workbook()})[:-30])


def test_a_member_that_lies_or_is_damaged_is_refused_alone():
    data = bytearray(zipped({"甲.csv": bytes(200_000), "乙.csv": b"1,2\n3,4\n", "丙.csv": bytes(2_000_000)}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)  # 甲 says that it has 10 bytes
    archive = unpack(bytes(data), SMALL)
    assert archive
    first, second, third = archive.members
    assert "损坏" in first.refusal and second.data == b"1,2\n3,4\n" and "超过 1 MB" in third.refusal


def test_a_workbook_is_no_archive():
    assert unpack(workbook()) is None
    assert unpack(b"a,b\n1,2\n") is None


def test_an_archive_with_a_password_says_so_for_each_file(workspace: Workspace):
    data = bytearray(zipped({"甲.xlsx": workbook()}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    opened = batch.open_batch([("全区.zip", bytes(data))])
    found = received(workspace, *opened.files)
    assert "密码" in found["全区.zip/甲.xlsx"].refusal
    assert workspace.store.submissions(AREA) == []


def test_an_archive_that_cannot_be_opened_is_an_outcome(workspace: Workspace):
    opened = batch.open_batch([("全区.zip", zipped({})), ("好.xlsx", workbook())])
    found = received(workspace, *opened.files)
    assert "没有文件" in found["全区.zip"].refusal
    assert found["好.xlsx"].receipt is not None


def test_unpacking_writes_nothing_to_any_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    batch.open_batch([("a.zip", zipped({"../x.xlsx": workbook(), "sub/y.xlsx": workbook()}))])
    assert list(tmp_path.iterdir()) == []
