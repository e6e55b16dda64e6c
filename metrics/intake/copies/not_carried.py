"""What the writing library leaves behind when it saves a workbook again, known by the workbook's parts."""

from __future__ import annotations

import re
from zipfile import ZipFile

_PARTS = (
    (re.compile(r"xl/vbaProject\.bin"), "宏（为安全不带入）"),
    (re.compile(r"xl/(?:ctrlProps|activeX)/"), "按钮、勾选框等控件"),
    (re.compile(r"xl/(?:slicers|timelines)/"), "切片器"),
    (re.compile(r"xl/diagrams/"), "SmartArt 图形"),
    (re.compile(r"xl/cellimages\.xml"), "嵌入单元格的图片"),
    (re.compile(r"xl/media/.*\.(?:emf|wmf|svg)$", re.I), "矢量图片"),
    (re.compile(r"xl/embeddings/"), "嵌入的文档"),
    (re.compile(r"xl/threadedComments/"), "批注的回复关系（文字保留）"),
)
_IN_DRAWINGS = ((re.compile(rb"<(?:\w+:)?(?:sp|grpSp|cxnSp)[\s>]"), "文本框和图形"),)
_IN_SHEETS = (
    (re.compile(rb"<(?:\w+:)?sparklineGroup[\s>]"), "迷你图"),
    (
        re.compile(rb"<(?:x14:)(?:dataValidation|conditionalFormatting)[\s>]"),
        "引用其他工作表的下拉选项、数据条等条件格式",
    ),
    (re.compile(rb"<(?:\w+:)?legacyDrawingHF[\s>]"), "页眉页脚中的图片"),
    (re.compile(rb"<(?:\w+:)?picture[\s>]"), "工作表背景"),
)


def told(archive: ZipFile) -> tuple[str, ...]:
    """In Chinese, each once, empty for nothing. The archive has been looked over by zip_parts."""
    names = archive.namelist()
    found = [words for pattern, words in _PARTS if any(pattern.match(name) for name in names)]
    for folder, patterns in (("xl/drawings/drawing", _IN_DRAWINGS), ("xl/worksheets/", _IN_SHEETS)):
        for name in names:
            if name.startswith(folder) and name.endswith(".xml"):
                part = archive.read(name)
                found += [words for pattern, words in patterns if pattern.search(part)]
    return tuple(dict.fromkeys(found))
