"""A district whose every name was written by somebody who wants it to come alive somewhere."""

from __future__ import annotations

from pathlib import Path

from metrics.model import Block, Unit, UnitKind
from metrics.tasks import load_units, workspace
from metrics.tasks.workspace import Workspace
from tests.factories import AREA, NOW, submission, unit

TEXTS = (
    "<img src=x onerror=alert(1)>",
    "<b>x</b>",
    "<a href='http://evil.example.com'>y</a>",
    "[a](http://evil.example.com/a)",
    "![i](http://evil.example.com/i.png)",
    "http://evil.example.com/plain",
    "www.evil.example.com",
    "who@evil.example.com",
    "**粗**",
    "# 标题",
    "1. 列表",
    "`code`",
    "$a^2$",
    ":red[x]",
    ":red-background[x]",
    ":material/home:",
    ":smile: :+1:",
    "a -> b",
    "=1+1",
    '=HYPERLINK("http://evil.example.com","z")',
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "＝2+2",
    "'=quoted",
    "%{customdata}",
    "%{x:.2f}<extra>w</extra>",
    "{0} {name} %s",
    "双“引”\"号'单",
    "&amp; &lt;i&gt; &#61;",
    "右\u202e左12/34",
    "../../../etc/passwd",
    "C:\\Windows\\x",
    "很长的名字" * 60,
)
IN_MARKDOWN = tuple((n, text) for n, text in enumerate(TEXTS, 1) if n <= 18 or 29 <= n < 34)
FILE = "../../C:\\夹\\<img src=x onerror=alert(2)>:smile:.xlsx"
SHEET = "=1+1<b>"
WHO = "[张三](http://evil.example.com/w)"
DISTRICT = "=区/<b>[x](http://evil.example.com/d)"
_GOOD, _BAD = 5, 6  # cases in the two years


def unit_of(number: int, text: str) -> Unit:
    kinds = (UnitKind.TOWN, UnitKind.SUBDISTRICT, UnitKind.DEPARTMENT)
    plain = unit(f"u{number}", number)
    return Unit(
        *(AREA, plain.code, f"{text}（全称{number}）", text, kinds[number % 3], plain.enforcement, number),
        aliases=(f"{text}甲", f"{text}乙"),
    )


def units() -> list[Unit]:
    return [unit_of(number, text) for number, text in enumerate(TEXTS, 1)]


def build(folder: Path) -> Workspace:
    """A store in the folder with seven quarters of these units, all in force."""
    here = workspace.open_workspace(folder)
    with here.store.writing(AREA) as writing:
        writing.load_units(DISTRICT, units())
    measures = tuple(column.measure for column in here.catalogue.forms["quarterly"].columns)
    for number, period in enumerate(
        ("2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3"), 1
    ):
        data = f"工作簿{number}".encode()
        read = submission(data, _block(period, measures), file_name=FILE)
        with here.store.writing(AREA) as writing:
            kept = writing.keep(read, data, WHO, NOW)
        with here.store.writing(AREA) as writing:
            writing.confirm(kept.id, WHO, NOW, {(one.code, period): 0 for one in units()})
    return workspace.open_workspace(folder)


def _block(period: str, measures: tuple[str, ...]) -> Block:
    """Every unit with as many cases in each measure as its number says, one more last year."""
    more = _BAD if period.startswith("2024") else _GOOD
    codes = [one.code for one in units()]
    return Block(
        SHEET,
        "quarterly",
        True,
        {measure: column for column, measure in enumerate(measures, 2)},
        codes,
        [period] * len(codes),
        list(range(3, 3 + len(codes))),
        {m: [more + (n + i) % 4 for n in range(len(codes))] for i, m in enumerate(measures)},
    )


def load_again(here: Workspace, data: bytes) -> load_units.UnitChanges:
    """What loading the csv would change."""
    return load_units.changes(here, load_units.read(here, data, "名录.csv"))
