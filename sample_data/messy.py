"""Workbooks as they really come: each with one habit or several that a reader must cope with, or must ask about.

Every one can be brought to acceptance with what the platform offers; README.md says how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from metrics import catalogue
from metrics.catalogue import Column
from metrics.model import Unit
from metrics.periods import Period
from sample_data.ledgers import day, litigation_rows
from sample_data.writing import Sheet, html_called_xls, ods, spreadsheet_xml, xlsx, zipped

Figures = Mapping[tuple[str, str], Mapping[str, int | None]]
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class Drawer:
    """Units and figures of the quarter, and the tables that people make of them."""

    def __init__(self, people: Sequence[Unit], figures: Figures, period: Period) -> None:
        self.period = period
        self.columns = [c for c in catalogue.load().forms["quarterly"].columns if c.blank]
        self.names = {code: measure.name for code, measure in catalogue.load().measures.items()}
        self._units = {unit.short_name: unit for unit in people}
        self._figures = figures

    @property
    def title(self) -> str:
        return f"汉台区{self.period.label}法治政府建设指标汇总表"

    def unit(self, name: str) -> Unit:
        return self._units[name]

    def figures(self, name: str) -> Mapping[str, int | None]:
        return self._figures[self._units[name].code, self.period.key]

    def row(self, name: str, columns: Sequence[Column] | None = None) -> list[object]:
        """The unit and its figures, a dash where a figure does not apply."""
        own = self.figures(name)
        values = [own[column.measure] for column in columns or self.columns]
        return [name, *("—" if value is None else value for value in values)]

    def heads(self, columns: Sequence[Column] | None = None) -> list[str]:
        return ["单位名称", *(self.names[column.measure] for column in columns or self.columns)]

    def table(self, names: Sequence[str], columns: Sequence[Column] | None = None) -> list[list[object]]:
        return [self.heads(columns), *(self.row(name, columns) for name in names)]  # type: ignore[list-item]

    def unit_form(self, name: str, heading: str = "本季度") -> list[list[object]]:
        """One unit's form: measures down, the quarter beside them."""
        values = self.row(name)[1:]
        rows: list[list[object]] = [
            [f"{self.period.label}法治政府建设指标报表"],
            [f"填报单位：{self.unit(name).name}"],
            ["类别", "数据项", heading],
        ]
        for column, value in zip(self.columns, values, strict=True):
            rows.append([column.band, self.names[column.measure], value])
        return [*rows, [], ["填表人：王某某"]]


def messy(people: Sequence[Unit], figures: Figures, period: Period) -> dict[str, bytes]:
    """File name → bytes of every messy sample."""
    drawer = Drawer(people, figures, period)
    makers: dict[str, Callable[[Drawer], bytes]] = {
        "杂乱示例01_数字是文字带单位.xlsx": _numbers_as_text,
        "杂乱示例02_列名改写换位.xlsx": _renamed_and_moved,
        "杂乱示例03_一张表上两段.xlsx": _stacked,
        "杂乱示例04_行列互换.xlsx": _transposed,
        "杂乱示例05_一个单位一张工作表.xlsx": _sheet_per_unit,
        "杂乱示例06_系统导出.xls": _html,
        "杂乱示例07_开放文档.ods": _open_document,
        "杂乱示例08_电子表格2003.xml": _spreadsheet_xml,
        "杂乱示例09_行政诉讼台账.xlsx": _ledger,
        "杂乱示例10_台账与汇总不符.xlsx": _ledger_and_summary,
        "杂乱示例11_隐藏行列.xlsx": _hidden,
        "杂乱示例12_表头写了计量单位.xlsx": _measured,
        "杂乱示例13_签章和附注.xlsx": _signatures,
        f"汉台区{period.label}报送（打包）.zip": _archive,
    }
    return {name: make(drawer) for name, make in makers.items()}


def _numbers_as_text(drawer: Drawer) -> bytes:
    def written(value: object, i: int) -> object:
        if not isinstance(value, int):
            return value
        return (f"{value}件", str(value).translate(_FULL_WIDTH), f" {value} ", f"{value} 件次", str(value))[
            i % 5
        ]

    names = ("区财政局", "区人社局", "区水利局", "区林业局")
    rows = [
        [cell if c == 0 else written(cell, r + c) for c, cell in enumerate(drawer.row(name))]
        for r, name in enumerate(names)
    ]
    return xlsx(Sheet("Sheet1", [[drawer.title], [], drawer.heads(), *rows]))


def _renamed_and_moved(drawer: Drawer) -> bytes:
    """Columns in another order under other names; two of them under names that only a person can place."""
    columns = sorted(drawer.columns, key=lambda column: (column.band != "行政复议", column.band))
    heads = ["责任单位", *(_other_name(column) for column in columns), "备注"]
    names = ("区教体局", "区民政局", "区交通运输局", "区卫生健康局")
    rows = [[*drawer.row(name, columns), None] for name in names]
    numbered: list[list[object]] = [["序号", *heads], *([i, *row] for i, row in enumerate(rows, 1))]
    return xlsx(Sheet("Sheet1", [[None, drawer.title], *numbered]))


_ASKED = {"hearings_held": "法院开庭件数", "leader_attended": "负责人实际出庭"}


def _other_name(column: Column) -> str:
    return _ASKED.get(column.measure) or (column.names[1] if len(column.names) > 1 else column.names[0])


def _stacked(drawer: Drawer) -> bytes:
    """Towns above, departments below, each with title, header and its own order of columns."""
    towns = drawer.table(("铺镇", "武乡镇", "河东店镇"))
    below = [*drawer.columns[5:], *drawer.columns[:5]]
    departments = drawer.table(("区审计局", "区统计局", "区商务局"), below)
    rows = [
        [f"一、镇街{drawer.period.label}"],
        *towns,
        [],
        [],
        [f"二、部门{drawer.period.label}"],
        *departments,
    ]
    return xlsx(Sheet("汇总", [[drawer.title], *rows]))


def _transposed(drawer: Drawer) -> bytes:
    """Units across, measures down."""
    table = drawer.table(("宗营镇", "汉王镇", "老君镇", "徐望镇"))
    turned = [list(row) for row in zip(*table, strict=True)]
    turned[0][0] = "数据项"
    return xlsx(Sheet("Sheet1", [[drawer.title], [], *turned]))


def _sheet_per_unit(drawer: Drawer) -> bytes:
    names = ("北关街道", "东大街街道", "汉中路街道")
    return xlsx(*(Sheet(name, drawer.unit_form(name)) for name in names))


def _html(drawer: Drawer) -> bytes:
    return html_called_xls(
        Sheet("汇总表", [[drawer.title], *drawer.table(("区农业农村局", "区经贸局", "区发改局"))])
    )


def _open_document(drawer: Drawer) -> bytes:
    return ods(
        Sheet("汇总表", [[drawer.title], *drawer.table(("区文化和旅游局", "区应急管理局", "区信访局"))])
    )


def _spreadsheet_xml(drawer: Drawer) -> bytes:
    return spreadsheet_xml(Sheet("汇总表", [[drawer.title], *drawer.table(("区民宗局", "区医疗保障局"))]))


# A case twice in other writing, two defendants, a second instance, dates in every manner.
_CASES = """
案号 | 原告 | 被告 | 审级 | 立案时间 | 开庭时间 | 是否出庭 | 是否一把手 | 判决结果 | 判决时间 | 备注
（2026）陕0702行初11号 | 王某 | 鑫源街道 | 一审 | 2026-07-03 | 2026-08-11 | 是 | 是 | 撤销 | 2026-09-08 |
(2026) 陕0702行初11号 | 王某 | 鑫源办 | 一审 | 2026.7.3 | 2026.8.11 | √ | 是 | 撤销 | 2026.9.8 | 同一案，抄重
（2026）陕0702行初15号 | 李某 | 鑫源街道、区扶贫办 | 一审 | 2026/7/10 | 2026年8月20日 | 是 | 否 | 部分支持 | 2026/9/15 |
（2026）陕07行终6号 | 张某 | 鑫源街道 | 二审 | 2026-07-06 | 2026-08-25 | 否 | | 维持原判 | 2026-09-20 | 上诉案件
（2026）陕0702行初19号 | 刘某 | 鑫源街道 | 一审 | 20260721 | 2026-09-01、2026-09-16 | 是 | 否 | 未结 | | 开庭两次
"""


def _ledger(drawer: Drawer) -> bytes:
    heads, *cases = [
        [_cell(text.strip()) for text in line.split("|")] for line in _CASES.strip().splitlines()
    ]
    rows = [["序号", *heads], *([number, *case] for number, case in enumerate(cases, 1))]
    title = f"{drawer.period.label}行政诉讼案件台账"
    return xlsx(Sheet("台账", [[title], ["填报单位：鑫源街道"], *rows]))


def _cell(text: str) -> object:
    """Days written in the one manner that table programs understand are days, the others stay text."""
    return day(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text or None


def _ledger_and_summary(drawer: Drawer) -> bytes:
    """The summary says one case more than its ledger lists."""
    name = "自然资源汉台分局"
    rows = litigation_rows(drawer.unit(name), drawer.period, drawer.figures(name), 301)
    summary = drawer.table((name,))
    place = 1 + [column.measure for column in drawer.columns].index("litigation_new_cases")
    summary[1][place] = (drawer.figures(name)["litigation_new_cases"] or 0) + 1
    ledger = [[f"{drawer.period.label}行政诉讼案件台账"], [f"填报单位：{name}"], *rows]
    return xlsx(Sheet("汇总表", [[drawer.title], *summary]), Sheet("台账", ledger))


def _hidden(drawer: Drawer) -> bytes:
    """A row of a unit and the columns of two measures are hidden; both count all the same."""
    table = drawer.table(("区退役军人事务局", "区行政审批局", "区政府办"))
    return xlsx(Sheet("汇总表", [[drawer.title], *table], hidden_rows=(4,), hidden_columns=("F", "G")))


def _measured(drawer: Drawer) -> bytes:
    """Units of measurement in the headings; one of them says thousands, but the numbers are counts."""
    table = drawer.table(("中山街街道", "七里街道", "龙江街道"))
    heads = [table[0][0], *(f"{head}（件）" for head in table[0][1:])]
    heads[2] = "审结一审行政诉讼案件数（千件）"
    rows = [[*row, _rate(drawer.figures(str(row[0])))] for row in table[1:]]
    return xlsx(Sheet("汇总表", [[drawer.title], [*heads, "负责人出庭应诉率（%）"], *rows]))


def _rate(figures: Mapping[str, int | None]) -> object:
    held, attended = figures["hearings_held"], figures["leader_attended"] or 0
    return round(attended * 100 / held, 2) if held else "—"


def _signatures(drawer: Drawer) -> bytes:
    """A totals row in the middle, footnotes with marks, signatures, seals and telephone numbers below."""
    table = drawer.table(("区司法局", "生态环境汉台分局", "公安汉台分局"))
    totals = [sum(v for row in table[1:3] if isinstance(v := row[c], int)) for c in range(1, len(table[0]))]
    rows: list[Sequence[object]] = [
        [drawer.title],
        ["填报单位（盖章）：汉台区司法局", *[None] * 6, "单位：件、次"],
        *table[:3],
        ["小计", *totals],
        table[3],
        ["注：1.数据截至9月30日；2.带*的为共同被告案件，各计1件。"],
        [
            "单位负责人（签字）：",
            None,
            None,
            "审核人：李某某",
            None,
            "制表人：王某某",
            None,
            "联系电话：0916-2626262",
        ],
        ["填报日期：2026年10月8日"],
    ]
    return xlsx(Sheet("汇总表", rows, merges=(f"A1:{'V'}1",)))


def _archive(drawer: Drawer) -> bytes:
    """What a bureau zips: good forms, one that must be mended, and things that are no workbook at all."""
    files = {
        f"部门/{name}_{drawer.period.label}报表.xlsx": xlsx(Sheet(name, drawer.unit_form(name)))
        for name in ("区财政局", "区审计局", "区统计局")
    }
    mistaken = drawer.unit_form("区商务局")
    mistaken[3][2] = "约3件"
    files[f"部门/区商务局_{drawer.period.label}报表.xlsx"] = xlsx(Sheet("区商务局", mistaken))
    files[f"镇街/鑫源街道_{drawer.period.label}报表.xlsx"] = xlsx(
        Sheet("鑫源街道", drawer.unit_form("鑫源街道"))
    )
    files["镇街/铺镇扫描件.xlsx"] = b"%PDF-1.4\n% scanned\n%%EOF\n"
    files["镇街/~$武乡镇.xlsx"] = b"\x06Wang Moumou" + b" " * 40  # what Excel leaves while a file is open
    files["说明.txt"] = "各单位报表，扫描件另附。".encode("gb18030")
    return zipped(files)
