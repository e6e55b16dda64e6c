"""Writes tasks.csv: what the units say of the tasks that nothing counts. Invented, and the same every time.

python -m sample_data.tasks
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

from metrics import catalogue
from metrics.intake.units_file import read_units
from metrics.model import TaskState

HERE = Path(__file__).parent
FILE = HERE / "tasks.csv"
HEADS = ("年度", "任务", "单位", "状态", "说明", "材料")
_SHARES = {  # 年度 → 未填报、未开展、进行中、已完成各占多少
    2025: (0.03, 0.01, 0.0, 0.96),
    2026: (0.08, 0.05, 0.32, 0.55),
}
_NOTES = {
    TaskState.NOT_STARTED: "尚未安排，拟列入下季度计划",
    TaskState.IN_PROGRESS: "已按计划开展，年底前完成",
    TaskState.DONE: "已完成，材料存本单位办公室",
}


def main(path: Path = FILE) -> None:
    loaded = catalogue.load()
    units = read_units((HERE / "units.csv").read_bytes(), "units.csv", loaded).units
    draw = random.Random(20240601)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADS)
        for year, shares in _SHARES.items():
            for clause in loaded.clauses.values():
                for task in clause.tasks:
                    easy = draw.random() < 0.4  # 有的任务家家都做完了
                    for unit in units:
                        state = _state(draw.random(), shares, easy)
                        if state is None or not task.applies(unit):
                            continue
                        paper = (
                            f"{task.name}材料（示例）.txt"
                            if unit.order <= 2 and state is TaskState.DONE
                            else ""
                        )
                        writer.writerow(
                            [year, task.code, unit.code, state.value, f"{_NOTES[state]}（示例）", paper]
                        )


def _state(chance: float, shares: tuple[float, ...], easy: bool) -> TaskState | None:
    if easy:
        return TaskState.DONE
    states = (None, TaskState.NOT_STARTED, TaskState.IN_PROGRESS, TaskState.DONE)
    for state, share in zip(states, shares, strict=True):
        if chance < share:
            return state
        chance -= share
    return TaskState.DONE


if __name__ == "__main__":
    main()
