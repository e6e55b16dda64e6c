"""How the period is written: title, sheet and file; wrong, cumulative, missing, several."""

from metrics.periods import Period
from tests.intake.habits.making import BOTH, EAST, NORTH, Habit, called, chosen, facts, form, sheets, titled
from tests.intake.workbooks import table

Q3, Q4 = Period(2025, 3), Period(2025, 4)
BARE = titled("法治政府建设指标汇总表")


def reads(title: str) -> Habit:
    """A title that says the third quarter of 2025."""
    return (f"标题“{title}”", titled(title), BOTH, [])


def stops(title: str, code: str) -> Habit:
    return (f"标题“{title}”", titled(title), {}, [code])


# fmt: off
HABITS: list[Habit] = [
    reads("2025年第三季度汇总表"),
    reads("2025年三季度汇总表"),
    reads("2025年第3季度汇总表"),
    reads("2025年度第三季度报表"),
    reads("2025 年 第 三 季度"),
    reads("２０２５年第３季度"),
    reads("二〇二五年第三季度报表"),
    reads("二○二五年三季度报表"),
    reads("2025Q3汇总表"),
    reads("2025-Q3"),
    reads("2025年Q3报表"),
    reads("2025年7-9月报表"),
    reads("2025年7—9月报表"),
    reads("2025年7月至9月报表"),
    reads("2025年7～9月报表"),
    reads("汉台区2025年三季度（7—9月）统计表"),
    stops("2025年1—9月汇总表", "period_cumulative"),
    stops("2025年1-9月汇总表", "period_cumulative"),
    stops("2025年前三季度汇总表", "period_cumulative"),
    stops("2025年上半年汇总表", "period_cumulative"),
    stops("2025年三季度累计汇总表", "period_cumulative"),
    stops("截至2025年三季度末汇总表", "period_cumulative"),
    stops("2025年1月1日至9月30日汇总表", "period_cumulative"),
    stops("2025年截至9月底汇总表", "period_cumulative"),
    ("标题按季，写着截至9月底", titled("2025年第三季度（截至9月底）汇总表"), BOTH, ["period_cut_off"]),
    ("标题按季，注明统计截止日", titled("2025年第三季度（统计截至2025年9月30日）"), BOTH, ["period_cut_off"]),
    ("标题按季，注明取数日", titled("2025年第三季度（数据截止：2025年10月15日）"), BOTH, []),
    stops("2025年二、三季度汇总表", "period_disagrees"),
    stops("2025年二至三季度汇总表", "period_disagrees"),
    stops("2025年4—9月汇总表", "period_unknown"),
    stops("2025年9月汇总表", "period_unknown"),
    stops("2025年第一和第二季度汇总表", "period_disagrees"),
    stops("汇总表", "period_unknown"),
    stops("2025年汇总表", "period_unknown"),
    ("第一季度的 1—3 月不是累计", titled("2025年1—3月报表"),
     facts("2025Q1", east=(4, 3, 1), north=(2, 2, 0)), []),
    ("季度写在工作表名", sheets(BARE, names=["2025年三季度"]), BOTH, []),
    ("季度写在文件名", called("2025Q3汇总.xlsx", BARE), BOTH, []),
    ("年在标题，季度在工作表名", sheets(titled("2025年汇总表"), names=["三季度"]), BOTH, []),
    ("没写季度，按所选", chosen(Q3, BARE), BOTH, ["period_assumed"]),
    ("标题只有季度，年按所选", chosen(Q3, titled("三季度汇总表")), BOTH, ["period_assumed"]),
    ("上季度的标题没改", chosen(Q4, titled("2025年第三季度汇总表")), BOTH, ["period_other"]),
    ("标题与文件名不一致", called("2025年二季度.xlsx", titled("2025年三季度")), {}, ["period_disagrees"]),
    ("标题与工作表名不一致", sheets(titled("2025年三季度"), names=["二季度"]), {}, ["period_disagrees"]),
    ("标题里有填报日期", table(EAST, NORTH, title="2025年三季度报表（填报日期：2025年10月8日）"), BOTH, []),
    ("标题里有文号", titled("汉区司发〔2024〕5号 2025年三季度报表"), BOTH, []),
    ("一季一页的两个季度",
     sheets(titled("2025年一季度"), titled("2025年二季度"), names=["一季度", "二季度"]),
     facts("2025Q1", east=(4, 3, 1), north=(2, 2, 0)) | facts("2025Q2", east=(4, 3, 1), north=(2, 2, 0)), []),
    ("单位表的标题与列不一致", form(("2025年二季度", 4, 3, 1), title="2025年第三季度报表"),
     facts("2025Q2", east=(4, 3, 1)), ["period_disagrees"]),
    ("单位表只写季度没有年", form(("三季度", 4, 3, 1), title="报表"), {}, ["period_unknown"]),
]
