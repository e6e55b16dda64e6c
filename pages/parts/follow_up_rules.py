"""The rules of 督办: what each says, that it is 推定, who put it into use, and the buttons to do so."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from metrics.decided import Level
from metrics.report import words, words_escalation
from metrics.tasks import escalation
from metrics.tasks.escalation import Board, Standing
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import follow_up_asking as ask
from pages.parts import show


def table(found: Figures, here: Board) -> None:
    """Every rule in words; what it names in the period, or would name if it were in use."""
    used = [one.rule.code for one in here.proposals] + [
        one.rule for one in here.follow_ups if one.period == found.period
    ]
    trial = [one.rule.code for one in here.trial.proposals]
    st.dataframe(
        [
            {
                "规则": standing.rule.name,
                "级别": standing.rule.level.label,
                "状态": "✓ 启用" if standing.enabled else "未启用",
                "由谁签认": _by(standing),
                "本期": _named(code, standing, used, trial),
                "什么情况": words_escalation.rule(standing.rule, found.catalogue),
                "首次": _first_time(standing),
                "说明": standing.rule.note,
                "依据": standing.rule.source,
            }
            for code, standing in here.standings.items()
        ],
        hide_index=True,
        alt="督办规则",
        row_height=100,
        height="content",
        column_config={
            "规则": st.column_config.Column(pinned=True, width=150),
            "由谁签认": st.column_config.Column(width=170),
            "什么情况": st.column_config.Column(width=420),
            "说明": st.column_config.Column(width=300),
            "依据": st.column_config.Column(width=300),
        },
    )


def _first_time(standing: Standing) -> str:
    if standing.rule.level is Level.REMINDER:
        return "已是最轻"
    return "从轻一级" if standing.rule.milder_first else "不降级"


def _by(standing: Standing) -> str:
    if not standing.by:
        return "尚未签认"
    ground = f"（{standing.text}）" if standing.text else ""
    when = f"，{words.moment(standing.at)}" if standing.at else ""
    return f"{standing.by}{ground}{when}"


def _named(code: str, standing: Standing, used: list[str], trial: list[str]) -> str:
    if standing.enabled:
        return f"建议 {used.count(code)} 条"
    return f"试算 {trial.count(code)} 条"


def put_into_use(workspace: Workspace, here: Board) -> None:
    """Rules into use or out of it, several at once, with the ground on which that is done."""
    idle = [code for code, standing in here.standings.items() if not standing.enabled]
    active = [code for code, standing in here.standings.items() if standing.enabled]
    for codes, enabled, label, example in (
        (idle, True, "签认启用", "如：区司法局 2026 年第 9 次局务会议通过"),
        (active, False, "停用", "如：年度考核办法修订，暂停使用"),
    ):
        if not codes:
            continue
        with st.popover(label, icon=":material/gavel:", type="primary" if enabled else "secondary"):
            _chosen(workspace, here, codes, enabled, label, example)


def _chosen(
    workspace: Workspace, here: Board, codes: list[str], enabled: bool, label: str, example: str
) -> None:
    chosen = st.multiselect(
        "哪几条规则",
        codes,
        default=codes if enabled else [],
        format_func=lambda code: here.standings[code].rule.name,
        key=f"rules-{enabled}",
    )
    ground = ask.text("签认依据" if enabled else "停用的理由", f"ground-{enabled}", example)
    st.caption("姓名、依据和时间随规则留存并显示。")

    def write() -> None:
        escalation.enable(workspace, chosen, enabled, ground, ask.reviewer(), datetime.now(UTC))

    ask.act(f"{label} {len(chosen)} 条", f"put-{enabled}", write, f"已{label} {len(chosen)} 条规则。")


def warning(here: Board) -> None:
    """That the rules are assumptions of ours, and which of them nobody has put into use."""
    idle = [standing for standing in here.standings.values() if not standing.enabled]
    if not idle:
        st.caption("在用的督办规则由区司法局签认，见下方“督办规则”；建议须由审核员逐条确认。")
        return
    would = len(here.trial.proposals)
    everything = len(idle) == len(here.standings)
    st.info(
        show.plain(
            f"{len(here.standings)} 条督办规则均为推定，"
            + ("尚无一条启用" if everything else f"其中 {len(idle)} 条未启用")
            + "：须区司法局签认后才提出建议。"
            + (f"若都启用，本期还会建议 {would} 条。" if would else "若都启用，本期也没有更多建议。")
        ),
        icon=":material/gavel:",
    )
