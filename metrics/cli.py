"""The same tasks from a terminal. Every command and every key of --json stands in docs/COMMANDS.md."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from metrics import cli_submission
from metrics.analysis.values import pick
from metrics.intake.units_file import UnitsFile
from metrics.model import Basis, NotAllowed, ProductError, Severity, Unreadable
from metrics.periods import Period
from metrics.report import words
from metrics.tasks import figures, load_units, rank, reading, receive, settle, sheets
from metrics.tasks.confirm import confirm
from metrics.tasks.export_ranking import export_ranking
from metrics.tasks.next_step import Step, next_step
from metrics.tasks.receive import Received
from metrics.tasks.workspace import Workspace, open_workspace

CLEAN, ERRORS, UNREADABLE, FAULT = 0, 1, 2, 3
_COUNTED = {
    "draft": "已留存，未计入",
    "confirmed": "已计入",
    "replaced": "曾计入，已有后来的版本，这次没有改回",
}
_WAITS_FOR = {Step.ANSWER: "选定读法", Step.SETTLE: "说明原因或由审核员放行"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 clean, 1 errors in the data, 2 not readable or refused, 3 our fault."""
    options = _parser().parse_args(arguments)
    try:
        reading.desk(options.data_dir)  # the settings of that folder hold; nothing is started yet
        code: int = options.run(options)
    except BrokenPipeError:  # the reader of our output went away (`| head`): nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except ProductError as error:
        _fail(options, str(error))
        return UNREADABLE
    except OSError as error:
        _fail(options, f"读写文件失败：{error.filename or ''} {error.strerror or error}")
        return UNREADABLE
    except Exception:
        # The person gets a number instead of a traceback; the traceback goes where the admin finds it.
        number = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
        log = Path(options.data_dir or ".") / "metrics-error.log"
        logging.basicConfig(filename=log, encoding="utf-8")
        logging.getLogger("metrics").exception("fault %s", number)
        _fail(options, f"程序内部出错，编号 {number}，详情已记入 {log}，请转告维护人员。")
        return FAULT
    return code


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir", type=Path, metavar="文件夹", help="数据所在文件夹，缺省为 data")
    common.add_argument("--jurisdiction", metavar="代码", help="辖区代码，库里只有一个辖区时不用填")
    common.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")
    parser = argparse.ArgumentParser(prog="python -m metrics", description="法治政府指标通报平台的命令行")
    commands = parser.add_subparsers(required=True, metavar="命令")

    def command(name: str, what: str, run: Any, under: Any = commands) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = under.add_parser(name, help=what, description=what, parents=[common])
        made.set_defaults(run=run)
        return made

    units = commands.add_parser("units", help="单位名录").add_subparsers(required=True, metavar="命令")
    command("load", "载入单位名录", _units_load, units).add_argument("file", type=Path, metavar="文件")
    command("list", "列出单位名录", _units_list, units)
    checked = command("check", "检查一份工作簿，不保存", _check)
    checked.add_argument("file", type=Path, metavar="文件")
    checked.add_argument("--marked", type=Path, metavar="文件", help="另存一份标注版（.xlsx）")
    taken = command("import", "读入并确认工作簿", _import)
    taken.add_argument("files", type=Path, nargs="+", metavar="文件")
    taken.add_argument(
        "--explain", metavar="说明", help="核实性问题的说明，不少于 6 个字；缺省则留待页面上写"
    )
    shown = command("values", "各单位各指标的值", _values)
    ranked = command("rank", "一个指标的排名", _rank)
    ranked.add_argument("indicator", metavar="指标", help="指标代码或名称")
    export = commands.add_parser("export", help="导出").add_subparsers(required=True, metavar="内容")
    exported = command("ranking", "导出排名表", _export, export)
    exported.add_argument("-o", "--output", type=Path, required=True, metavar="文件")
    exported.add_argument("--indicator", action="append", metavar="指标", help="可重复；缺省为全部")
    for some in (shown, ranked, exported):
        some.add_argument("--period", required=True, metavar="报送期", help="如 2025Q3")
        some.add_argument("--cumulative", action="store_true", help="年初以来累计")
    for some in (ranked, exported):
        some.add_argument("--group", default=rank.ALL, metavar="分组", help="towns、departments 或 all")
    return parser


def _open(options: argparse.Namespace) -> Workspace:
    return open_workspace(options.data_dir, options.jurisdiction, create=False)


def _units_load(options: argparse.Namespace) -> int:
    workspace = open_workspace(options.data_dir, any_jurisdiction=True)
    file = load_units.read(workspace, options.file.read_bytes(), _name(options.file))
    if not file.can_load:
        _print_units(options, file, loaded=False)
        return ERRORS
    load_units.load(workspace, file)
    _print_units(options, file, loaded=True)
    return CLEAN


def _print_units(options: argparse.Namespace, file: UnitsFile, loaded: bool) -> None:
    told = {
        "loaded": len(file.units) if loaded else 0,
        "jurisdictions": dict(file.jurisdictions),
        "findings": [cli_submission.finding_keys(finding) for finding in file.findings],
    }
    lines = [f"已载入 {len(file.units)} 个单位：{'、'.join(file.jurisdictions.values())}"] if loaded else []
    _say(options, told, [*lines, *map(cli_submission.finding_line, file.findings)])


def _units_list(options: argparse.Namespace) -> int:
    workspace = _open(options)
    units = [
        {
            "code": unit.code,
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": unit.kind.value,
            "enforcement": unit.enforcement.value,
        }
        for unit in workspace.units().values()
    ]
    kinds = workspace.catalogue.kinds
    lines = [f"{u.short_name}\t{u.name}\t{kinds[u.kind].name}" for u in workspace.units().values()]
    _say(options, {"jurisdiction": workspace.jurisdiction, "units": units}, lines)
    return CLEAN


def _check(options: argparse.Namespace) -> int:
    data = options.file.read_bytes()
    submission = receive.check(_open(options), data, _name(options.file), None)
    if any(finding.code == "unreadable" for finding in submission.findings):
        raise Unreadable(submission.findings[0].found)
    if options.marked:
        options.marked.write_bytes(sheets.marked_copy(data, submission.file_name, submission.findings)[1])
    _say(options, cli_submission.keys(submission), cli_submission.lines(submission))
    return ERRORS if any(f.severity is Severity.MANDATORY for f in submission.findings) else CLEAN


def _import(options: argparse.Namespace) -> int:
    workspace = _open(options)
    told, lines, worst = [], [], CLEAN
    for file in options.files:
        now = datetime.now(UTC)
        received = receive.receive(workspace, file.read_bytes(), _name(file), "命令行", now, None)
        state = received.receipt.state
        if options.explain:
            received = _explained(workspace, received, options.explain, now)
        step = next_step(received.submission, received.receipt)
        if state == "draft" and step.step is Step.CONFIRM:
            state = confirm(workspace, received, "命令行", now).state
        unread = any(finding.code == "unreadable" for finding in received.submission.findings)
        worst = max(worst, UNREADABLE if unread else CLEAN if state == "confirmed" else ERRORS)
        told.append(
            cli_submission.keys(received.submission)
            | {"id": received.receipt.id, "state": state, "duplicate": received.duplicate}
        )
        waits = (
            f"：有 {step.count} 处要在“上传报送”页{_WAITS_FOR[step.step]}" if step.step in _WAITS_FOR else ""
        )
        counted = _COUNTED[state] + waits
        again = "（以前上传过同一文件）" if received.duplicate else ""
        lines += [f"{_name(file)}：{counted}，编号 {received.receipt.id}{again}"]
        lines += cli_submission.lines(received.submission)[1:]
    _say(options, {"files": told}, lines)
    return worst


def _explained(workspace: Workspace, received: Received, text: str, now: datetime) -> Received:
    """The upload with the same explanation for each open finding that stands when it is explained."""
    found, number = received.submission.findings, received.receipt.id
    open_now = settle.open_numbers(workspace, number)
    numbers = [n for n in open_now if found[n].severity is Severity.VERIFY]
    if received.receipt.state == "draft" and numbers:
        settle.explain(workspace, number, numbers, text, "命令行", now)
    return replace(received, receipt=workspace.store.receipt(workspace.jurisdiction, number))


def _values(options: argparse.Namespace) -> int:
    found, basis = _figures(options)
    values, change = found.values(basis), found.change(basis)
    rows, lines = [], []
    for code, unit in found.units.items():
        for indicator in found.catalogue.indicators.values():
            cell = values.cell(code, found.period.key, indicator.code)
            at = (code, found.period.key)
            rows.append(
                {
                    "unit": code,
                    "unit_name": unit.short_name,
                    "indicator": indicator.code,
                    "indicator_name": indicator.name,
                    "value": _number(cell.value),
                    "numerator": _number(cell.numerator),
                    "denominator": _number(cell.denominator),
                    "status": cell.status,
                    "before": _number(pick(change.before, *at, indicator.code)),
                    "change": _number(pick(change.difference, *at, indicator.code)),
                    "change_relative": _number(pick(change.relative, *at, indicator.code)),
                    "change_status": pick(change.status, *at, indicator.code),
                }
            )
            text = words.value(indicator, cell.value, cell.status, cell.numerator, cell.denominator)
            fraction = words.fraction(cell.numerator, cell.denominator)
            lines.append(f"{unit.short_name}\t{indicator.name}\t{text}\t{fraction}")
    _say(options, {"period": found.period.key, "basis": basis.value, "values": rows}, lines)
    return CLEAN


def _rank(options: argparse.Namespace) -> int:
    found, basis = _figures(options)
    indicator = rank.find_indicator(found, options.indicator)
    ranked = rank.rank(found, indicator, basis, options.group)
    names = {code: unit.short_name for code, unit in found.units.items()}
    told = {
        "indicator": indicator.code,
        "period": found.period.key,
        "basis": basis.value,
        "group": options.group,
        "ranked": [_row(row, names) for row in ranked.ranking.table.to_dict("records")],
        "apart": [_row(row, names) for row in ranked.ranking.apart.to_dict("records")],
    }
    lines = [words.ranking(ranked.ranking, indicator, names, ranked.label, ranked.scope)]
    for row in ranked.ranking.table.to_dict("records"):
        text = words.value(indicator, row["value"], "ok", row["numerator"], row["denominator"])
        fraction = words.fraction(row["numerator"], row["denominator"])
        lines.append(f"{row['rank']}\t{names[row['unit']]}\t{text}\t{fraction}")
    for row in ranked.ranking.apart.to_dict("records"):
        lines.append(f"—\t{names[row['unit']]}\t{words.status(row['reason'], indicator)}")
    _say(options, told, lines)
    return CLEAN


def _export(options: argparse.Namespace) -> int:
    found, basis = _figures(options)
    chosen = [rank.find_indicator(found, text) for text in options.indicator or ()]
    chosen = chosen or list(found.catalogue.ranked_indicators())
    _, data = export_ranking(found, chosen, basis, options.group, datetime.now(UTC))
    options.output.write_bytes(data)
    told = {"file": str(options.output), "sheets": [indicator.code for indicator in chosen]}
    _say(options, told, [f"已导出 {options.output}，共 {len(chosen)} 个指标"])
    return CLEAN


def _figures(options: argparse.Namespace) -> tuple[figures.Figures, Basis]:
    try:
        period = Period.from_key(options.period)
    except ValueError:
        raise NotAllowed(f"报送期应写成 2025Q3 的样子，现为“{options.period}”。") from None
    workspace = _open(options)
    if not workspace.jurisdiction:
        raise NotAllowed("还没有载入单位名录。请先运行 units load。")
    return figures.figures(workspace, period), Basis.YEAR_TO_DATE if options.cumulative else Basis.PERIOD


def _name(file: Path) -> str:
    """The file's name as text; archives packed on Windows leave names in GBK, which Python only passes on."""
    name = os.fsencode(file.name)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _row(row: dict[Any, Any], names: dict[str, str]) -> dict[str, Any]:
    plain = {
        str(key): _number(value) if key not in ("unit", "reason") else value for key, value in row.items()
    }
    return plain | {"unit_name": names[row["unit"]]}


def _number(value: Any) -> Any:
    """JSON has no NaN: unknown is null, whole numbers are whole."""
    if pd.isna(value):
        return None
    if isinstance(value, bool):
        return value
    return int(value) if float(value).is_integer() else float(value)


def _say(options: argparse.Namespace, told: dict[str, Any], lines: Sequence[str]) -> None:
    print(json.dumps(told, ensure_ascii=False) if options.json else "\n".join(lines))


def _fail(options: argparse.Namespace, message: str) -> None:
    if options.json:
        print(json.dumps({"error": message}, ensure_ascii=False))
    print(message, file=sys.stderr)
