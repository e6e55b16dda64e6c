"""Writes docs/FINDINGS.md from the rules: `make docs`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from metrics.intake.rules import RULES, Rule
from metrics.intake.unit_rules import UNIT_RULES
from metrics.model import Severity

PAGE = Path(__file__).parent / "FINDINGS.md"
_HEAD = """# 检查发现的问题

由 `metrics/intake/rules.py`、`metrics/intake/unit_rules.py` 的规则列出（`make docs` 重写，测试核对两者一致）。

{classes}

`{}` 处填入表里的实际内容。“试行”的规则在所写报送期及以前只作提示。
"""


def page() -> str:
    """The whole document: a table for workbooks and one for lists of units, the gravest class first."""
    classes = "\n".join(f"| {one.label} | {one.demand} |" for one in Severity)
    head = _HEAD.replace("{classes}", f"| 级别 | 意思 |\n|---|---|\n{classes}")
    return f"{head}\n## 工作簿\n\n{_table(RULES)}\n## 单位名录\n\n{_table(UNIT_RULES)}"


def _table(rules: Iterable[Rule]) -> str:
    weights = list(Severity)
    lines = ["| 代码 | 级别 | 说什么 | 怎么改 |", "|---|---|---|---|"]
    for rule in sorted(rules, key=lambda rule: weights.index(rule.severity)):
        trial = f"（{rule.trial} 试行）" if rule.trial else ""
        lines.append(f"| `{rule.code}` | {rule.severity.label}{trial} | {rule.says} | {rule.mend} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
