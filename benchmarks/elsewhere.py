"""What others do with the same workbook: `frictionless validate` with the same checks, as far as it has them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from metrics import catalogue
from metrics.model import Unit

Field = Mapping[str, Any]
MOST_ROWS = 10_000  # it takes a millisecond for each row: more would only take longer


def frictionless(path: str, plan: str) -> Iterator[None]:
    """For measure.in_child. plan: a JSON file with sheet, header row, fields and row constraints."""
    from frictionless import Checklist, Dialect, Resource, Schema
    from frictionless.checks import row_constraint
    from frictionless.formats import ExcelControl

    told = json.loads(Path(plan).read_text(encoding="utf-8"))
    resource = Resource(
        path=Path(path).name,
        basepath=str(Path(path).parent),
        schema=Schema.from_descriptor({"fields": told["fields"]}),
        dialect=Dialect(header_rows=[told["header"]], controls=[ExcelControl(sheet=told["sheet"])]),
    )
    checklist = Checklist(checks=[row_constraint(formula=formula) for formula in told["constraints"]])
    yield
    report = resource.validate(checklist)
    yield
    if not report.valid:
        raise RuntimeError(f"not as meant: {report.flatten(['type', 'note'])[:3]}")


def plan(path: Path, sheet: str, header: int, fields: Sequence[Field], constraints: Sequence[str]) -> str:
    """Write a plan beside the workbook; its path."""
    told = {"sheet": sheet, "header": header, "fields": fields, "constraints": constraints}
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return str(path)


def summary_plan(path: Path, measures: Sequence[str], units: Sequence[Unit]) -> str:
    """Units that are known and stand once, whole numbers from 0, no part above its whole."""
    known = catalogue.load().measures
    fields: list[Field] = [
        {"name": "序号", "type": "integer"},
        {
            "name": "单位名称",
            "type": "string",
            "constraints": {"required": True, "unique": True, "enum": [unit.name for unit in units]},
        },
        *(
            {"name": known[code].name, "type": "integer", "constraints": {"required": True, "minimum": 0}}
            for code in measures
        ),
    ]
    parts = [
        f"{known[code].name} <= {known[whole].name}"
        for code in measures
        for whole in known[code].part_of
        if whole in measures
    ]
    return plan(path, "汇总表", 2, fields, parts)
