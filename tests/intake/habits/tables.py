"""Where the table stands: several on a sheet, several sheets, turned over, a unit's own form, hidden."""

from tests.intake.habits.making import (
    BOTH,
    EAST,
    MONEY,
    NORTH,
    ONLY_EAST,
    Habit,
    beside,
    called,
    facts,
    form,
    hidden,
    merged,
    sheets,
    stacked,
    titled,
    transposed,
)
from tests.intake.workbooks import HEADER, TITLE, table

NOTE = (("说明",), ("请如实填报",))
REVIEWS = ("单位", "受理行政复议案件数", "审结行政复议案件数")
BOTH_FORMS = facts(east=(4, 3, 1)) | facts("2025Q3", ("review_accepted", "review_closed"), east=(7, 6))
YEAR = facts("2025Q1", east=(4, 3, 1)) | facts("2025Q2", east=(2, 2, 0))
TWO_QUARTERS = facts("2025Q1", east=(4, 3, 1), north=(2, 2, 0)) | facts(
    "2025Q2", east=(4, 3, 1), north=(2, 2, 0)
)
ALL_THREE = facts(east=(4, 3, 1), north=(2, 2, 0), money=(9, 8, 7))
NAMELESS = (None, *HEADER[1:])
FULL = ("2025年三季度", 4, 3, 1)
EMPTY = (None, None, None)
OTHER = form(("三季度", 2, 2, 0), who="填报单位：北关街道办事处")
LEFT, RIGHT = (HEADER, EAST), (HEADER, NORTH)

# fmt: off
HABITS: list[Habit] = [
    ("行列转置", transposed(table(EAST, NORTH)), BOTH, []),
    ("行列转置带合计", transposed(table(EAST, NORTH, ("合计", 6, 5, 1))), BOTH, []),
    ("行列转置，表题合并", merged(transposed(table(EAST, NORTH)), "A1:C1"), BOTH, []),
    ("上下两张，同样的表头", stacked(table(EAST), table(NORTH)), BOTH, []),
    ("上下两张，不同的表头", stacked(table(EAST), (REVIEWS, ("东关街道", 7, 6))), BOTH_FORMS, []),
    ("上下两张，两个季度", stacked(titled("2025年一季度"), titled("2025年二季度")), TWO_QUARTERS, []),
    ("四栏蛇形", ((TITLE,), *beside(LEFT, RIGHT, (HEADER, MONEY))), ALL_THREE, []),
    ("蛇形，单位列没有列名", ((TITLE,), *beside((NAMELESS, EAST), (NAMELESS, NORTH))), BOTH, []),
    ("类别列合并", merged(((TITLE,), ("类别", *HEADER), ("街道", *EAST), (None, *NORTH)), "A3:A4"), BOTH, []),
    ("左右并列两栏", ((TITLE,), *beside(LEFT, RIGHT)), BOTH, []),
    ("左右并列，右下合计", ((TITLE,), *beside(LEFT, (HEADER, NORTH, ("合计", 6, 5, 1)))), BOTH, []),
    ("说明页加数据页", sheets(NOTE, table(EAST, NORTH), names=["填报说明", "数据"]), BOTH, []),
    ("镇街、部门各一页", sheets(table(EAST), table(NORTH), names=["镇街", "部门"]), BOTH, []),
    ("同一单位两类数据各一页", sheets(table(EAST), table(("东关街道", 7, 6), header=REVIEWS)), BOTH_FORMS, []),
    ("同一单位在两页重复", sheets(table(EAST), table(EAST)), ONLY_EAST, ["unit_twice"]),
    ("空白的 Sheet2、Sheet3", sheets(table(EAST, NORTH), (), ()), BOTH, []),
    ("另一页有数字而不是报表", sheets(table(EAST, NORTH), (("甲", "乙", "丙"), (1, 2, 3))), BOTH, ["sheet_not_read"]),
    ("一单位一页（单位表）", sheets(form(("三季度", 4, 3, 1)), OTHER), BOTH, []),
    ("单位表，四个季度一排", form(("一季度", 4, 3, 1), ("二季度", 2, 2, 0)), YEAR, []),
    ("单位表，带年份的季度", form(("2025年一季度", 4, 3, 1), ("2025年二季度", 2, 2, 0)), YEAR, []),
    ("单位表，Q1 Q2", form(("Q1", 4, 3, 1), ("Q2", 2, 2, 0)), YEAR, []),
    ("单位表，1—3月、4—6月", form(("1—3月", 4, 3, 1), ("4—6月", 2, 2, 0)), YEAR, []),
    ("单位表，还没到的季度空着", form(("一季度", 4, 3, 1), ("二季度", 2, 2, 0), ("三季度", *EMPTY)), YEAR, []),
    ("单位表，“本季度”一列", form(("本季度", 4, 3, 1), title="2025年第三季度报表"), ONLY_EAST, []),
    ("单位表，“本期数”一列", form(("本期数", 4, 3, 1), title="2025年三季度报表"), ONLY_EAST, []),
    ("单位表，旁有全年列", form(("一季度", 4, 3, 1), ("二季度", 2, 2, 0), ("全年", 6, 5, 1)), YEAR, []),
    ("单位表，旁有上年同期", form(("本季度", 4, 3, 1), ("上年同期", 9, 9, 9), title="2025年三季度"), ONLY_EAST, []),
    ("单位表，旁有累计列", form(("三季度", 4, 3, 1), ("本年累计", 9, 8, 3)), ONLY_EAST, []),
    ("单位表，单位写在表名", form(FULL, title="东关街道报表", who=""), ONLY_EAST, []),
    ("单位表，单位写在文件名",
     called("东关街道_三季度.xlsx", form(FULL, title="报表", who="")), ONLY_EAST, []),
    ("单位表，文件名是别的单位",
     called("北关街道_2025年三季度.xlsx", form(("三季度", 4, 3, 1))), ONLY_EAST, ["unit_disagrees"]),
    ("单位表，没写单位", form(("三季度", 4, 3, 1), who=""), {}, ["no_unit"]),
    ("单位表，单位不认识", form(("三季度", 4, 3, 1), who="填报单位：南关街道"), {}, ["unit_unknown"]),
    ("单位表，单位写在右一格", form(FULL, who=("填报单位", "东关街道")), ONLY_EAST, []),
    ("单位表，同季两列", form(("三季度", 4, 3, 1), ("第3季度", 4, 3, 1)), ONLY_EAST, ["column_twice"]),
    ("单位表，项目写在合并格", merged(form(("三季度", 4, 3, 1)), "A1:B1", "A2:B2"), ONLY_EAST, []),
    ("隐藏的行照读并说明", hidden(row=3), BOTH, ["hidden"]),
    ("隐藏的列照读并说明", hidden(column="C"), BOTH, ["hidden"]),
    ("隐藏的工作表照读并说明", hidden(sheet=True), BOTH, ["hidden"]),
    ("只有表头没有数据", table(), {}, ["no_rows"]),
    ("没有报表", (("甲", "乙"), (1, 2)), {}, ["no_table"]),
]
