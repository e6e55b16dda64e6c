"""How the file was saved. Whatever it is called, what it holds decides."""

from tests.intake import other_formats as other
from tests.intake.habits.making import BOTH, EAST, NORTH, Habit, called, macros, ods
from tests.intake.workbooks import table, text, xls, xlsx

T = table(EAST, NORTH)

# fmt: off
HABITS: list[Habit] = [
    ("xlsx", lambda: xlsx(T), BOTH, []),
    ("xlsx 叫 .xls", called("报表.xls", lambda: xlsx(T)), BOTH, []),
    ("xlsx 叫 .csv", called("报表.csv", lambda: xlsx(T)), BOTH, []),
    ("xlsx 没有扩展名", called("报表", lambda: xlsx(T)), BOTH, []),
    ("xlsm 带宏", called("报表.xlsm", lambda: macros(T)), BOTH, []),
    ("xlsb", called("报表.xlsb", lambda: other.xlsb(T)), BOTH, []),
    ("xls 97—2003", called("报表.xls", lambda: xls(T)), BOTH, []),
    ("xls 5.0/95", called("报表.xls", lambda: other.biff5(T)), BOTH, []),
    ("xls 叫 .xlsx", called("报表.xlsx", lambda: xls(T)), BOTH, []),
    ("WPS 的 .et（OLE）", called("报表.et", lambda: xls(T)), BOTH, []),
    ("WPS 的 .et（zip）", called("报表.et", lambda: xlsx(T)), BOTH, []),
    ("ods", called("报表.ods", lambda: ods(T)), BOTH, []),
    ("csv UTF-8", called("报表.csv", lambda: text(T).encode()), BOTH, []),
    ("csv UTF-8 带 BOM", called("报表.csv", lambda: text(T).encode("utf-8-sig")), BOTH, []),
    ("csv GBK", called("报表.csv", lambda: text(T).encode("gbk")), BOTH, []),
    ("csv GB18030", called("报表.csv", lambda: text(T).encode("gb18030")), BOTH, []),
    ("csv UTF-16 带 BOM", called("报表.csv", lambda: text(T).encode("utf-16")), BOTH, []),
    ("csv UTF-16LE 无 BOM", called("报表.csv", lambda: text(T).encode("utf-16-le")), BOTH, []),
    ("csv UTF-16BE 无 BOM", called("报表.csv", lambda: text(T).encode("utf-16-be")), BOTH, []),
    ("csv 分号", called("报表.csv", lambda: text(T, ";").encode("gbk")), BOTH, []),
    ("csv 首行 sep=;", called("报表.csv", lambda: b"sep=;\r\n" + text(T, ";").encode("gbk")), BOTH, []),
    ("csv 叫 .xls", called("报表.xls", lambda: text(T).encode("gbk")), BOTH, []),
    ("tsv GBK 叫 .xls", called("报表.xls", lambda: text(T, "\t").encode("gbk")), BOTH, []),
    ("tsv UTF-16", called("报表.txt", lambda: text(T, "\t").encode("utf-16")), BOTH, []),
    ("法院系统的 HTML 叫 .xls", called("报表.xls", lambda: other.html(T).encode("gb18030")), BOTH, []),
    ("HTML 谎报编码", called("报表.xls", lambda: other.html(T).encode()), BOTH, []),
    ("HTML UTF-16", called("报表.xls", lambda: other.html(T).encode("utf-16")), BOTH, []),
    ("XHTML", called("报表.xls", lambda: b'<?xml version="1.0"?>' + other.html(T).encode()), BOTH, []),
    ("SpreadsheetML 2003", called("报表.xls", lambda: other.spreadsheet_xml(T).encode()), BOTH, []),
    ("SpreadsheetML GB2312",
     called("报表.xml", lambda: other.spreadsheet_xml(T, declared="gb2312").encode("gb18030")), BOTH, []),
    ("SpreadsheetML UTF-16",
     called("报表.xml", lambda: other.spreadsheet_xml(T, declared="utf-16").encode("utf-16")), BOTH, []),
    ("单个文件网页 MHTML", called("报表.mht", lambda: other.mhtml(other.html(T), names=("汇总",))), BOTH, []),
]
