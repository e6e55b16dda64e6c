"""PostgreSQL understands every statement that a working life sends, and every table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ClauseElement, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from metrics.decided import DefinitionChange, Level, UnitChange, UnitChangeKind
from metrics.model import AnswerKey, DecisionKind, Edit, Finding, Severity, Tally, TaskState, Traits
from metrics.periods import Period
from metrics.store import Store
from metrics.store.escalation import Adoption, Arrangement, Event, FollowUp, Step
from metrics.store.tables import metadata
from tests.factories import AREA, NOW, block, quarter, submission, unit

FINDING = Finding(Severity.VERIFY, "jump", "与往期相差较大", "请核对", "Sheet1", "B3")
KEY = AnswerKey(DecisionKind.COLUMN, "", "quarterly", "结案")
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def work(store: Store) -> None:
    """Everything that a store can be asked."""
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit("东关", 5), unit("铺镇", 6)])
        writing.answer(KEY, "litigation_closed", "审结数", "张三", NOW)
        writing.forget(KEY, "张三", NOW)
        paper = ("方案.pdf", b"%PDF-1.7")
        writing.say_of_task("study", "东关", 2025, TaskState.DONE, "已办", "张三", NOW, evidence=paper)
    kept = None
    for data in (b"one", b"two"):
        with store.writing(AREA) as writing:
            read = quarter(data, {"东关": (3, "—")}, findings=[FINDING])
            edits = [Edit("Sheet1", "B3", "1", "3")]
            kept = writing.keep(read, data, "张三", NOW, mended_from=kept and kept.id, edits=edits)
            writing.remark(kept.id, 0, "集中立案三件", "张三", NOW)
            seen = {("东关", "2025Q3", "quarterly"): kept.id - 1}
            writing.confirm(kept.id, "李四", NOW, seen)
    with store.writing(AREA) as writing:
        cases = Tally([0, 1], [4, 4], ["1号", "1号"])
        told = Traits(("cause",), [("行政处罚",)], [4], [0])
        table = block([("东关", "2025Q3", (1,)), ("铺镇", "2025Q3", (1,))], ["hearings_held"], "ledger")
        table = replace(table, tallies={"hearings_held": cases}, traits=told)
        number = writing.keep(submission(b"l", table), b"l", "张三", NOW).id
        writing.confirm(number, "李四", NOW, {})
    with store.writing(AREA) as writing:
        first, by = Period(2026, 1), ("汉台编发〔2025〕1号", "张三", NOW)
        writing.change_units(UnitChange(0, UnitChangeKind.RENAMED, ("东关",), ("铺镇",), first, *by))
        writing.withdraw_change(1, "李四", NOW)
        writing.change_definition(DefinitionChange(0, "x", first, "due", None, *by))
        writing.withdraw_definition(1, "李四", NOW)
    assert store.unit_changes(AREA) == ()
    assert store.definition_changes(AREA)[0].withdrawn_by == "李四"
    (counted, _) = store.trait_counts(AREA, ["hearings_held"], ["2025Q3"])
    assert (counted.unit, counted.traits, counted.count) == ("东关", {"cause": "行政处罚"}, 1)
    assert [one.line for one in store.case_rows(AREA, ["hearings_held"], ["2025Q3"], ["铺镇"])] == [4]
    with store.writing(AREA) as writing:
        adopted = Adoption("loss_rate_up", True, "局务会", "王五", NOW)
        writing.adopt(adopted)
        writing.arrange([Arrangement(NOW.date(), False, "假日", "王五", NOW)])
        happened = Event(Step.CONFIRMED, Level.REMINDER, NOW.date(), "", "王五", NOW)
        proposal = FollowUp(0, "东关", "loss_rate_up", Period(2025, 3), ("x",), Level.REMINDER, "", "")
        writing.follow(writing.decide(proposal, happened), replace(happened, step=Step.ISSUED))
    assert len(store.follow_ups(AREA)[0].events) == 2
    assert store.adoptions(AREA) == (adopted,)
    assert len(store.arrangements(AREA)) == 1
    store.revision(AREA)
    store.units(AREA)
    store.periods(AREA)
    panel = store.panel(AREA, Period(2025, 1), Period(2025, 4), ["litigation_closed", "hearings_held"])
    assert panel.shared["unit"].tolist() == ["东关", "铺镇"]
    assert store.sources(AREA, "铺镇", "2025Q3", ["hearings_held"])["hearings_held"].rows == (4,)
    assert len(store.values_in_force(AREA, Period(2025, 1), Period(2025, 4), ["hearings_held"])) == 2
    assert store.answers(AREA) == ()
    assert store.task_states(AREA, 2025)["study", "东关"].file_name == "方案.pdf"
    assert len(store.task_history(AREA, "study", "东关", 2025)) == 1
    assert len(store.answer_history(AREA, KEY)) == 2
    assert store.remarks(AREA, kept.id)[0].text == "集中立案三件"
    assert store.unsettled(AREA, kept.id) == ()
    assert len(store.edits(AREA, kept.id)) == 1
    store.history(AREA, Period(2025, 4), ["东关"])
    store.records(AREA, "quarterly", [("东关", "2025Q3")])
    store.submissions(AREA)
    store.findings(AREA, kept.id)
    store.file(AREA, store.receipt(AREA, kept.id).sha256)
    store.sources(AREA, "东关", "2025Q3", ["litigation_closed"])
    store.versions(AREA, "东关", "2025Q3", "quarterly")


def test_every_statement_can_be_written_for_postgresql(store: Store) -> None:
    sent: list[ClauseElement] = []

    def note(_connection: Any, statement: ClauseElement, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(store._engine, "before_execute", note)
    work(store)
    texts = {str(statement.compile(dialect=DIALECT)) for statement in sent}
    assert len(texts) > 45
    for text in texts:
        assert text.startswith(("SELECT", "INSERT", "UPDATE"))
        assert not any(word in text.upper() for word in ("PRAGMA", "ROWID", "OR REPLACE", "IN_FORCE = 1"))


def test_every_table_can_be_made_in_postgresql() -> None:
    for table in metadata.sorted_tables:
        text = str(CreateTable(table).compile(dialect=DIALECT))
        assert "ROWID" not in text
    [index] = [i for i in metadata.tables["reports"].indexes if i.name == "reports_in_force"]
    assert "UNIQUE" in (made := str(CreateIndex(index).compile(dialect=DIALECT)))
    assert made.endswith("WHERE in_force")
