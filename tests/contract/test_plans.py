"""What is asked at every tick, start or alert is answered from an index on both databases, whatever the size of the archive."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.builders import NOW, a_document, a_reading, an_item
from tests.fakes import ScriptedJudge
from worker.model import Decision, DevelopmentId, Extract, Kind, Severity, Telling
from worker.store import deliveries, index, judging, revising, sources, state
from worker.store.database import Database
from worker.store.schema import DeliveryRow

TOLD = Decision("desk", Telling.TOLD, "new development", "svalbard", "new", Severity.HIGH, 0, NOW)
DAYS = timedelta(days=3)
SILENT = Decision("desk", Telling.SILENT, "old", "svalbard", "new", Severity.HIGH, 0, NOW)


def judged(session: Session, key: str, judge: ScriptedJudge) -> None:
    [item] = sources.add_items(session, [an_item(keys=(key,))], NOW, baseline=False)
    reading = a_reading(a_document(baseline=True))
    judging.judge_document(session, judge, reading, item=item, extract=Extract(), text_from="page", note="", now=NOW)


def statements(session: Session, ask: Callable[[Session], object]) -> list[tuple[str, Any]]:
    """The SELECTs that a question comes to, with their parameters."""
    asked: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append((statement, parameters))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", keep)
    ask(session)
    event.remove(connection, "before_cursor_execute", keep)
    return asked


def plan(session: Session, statement: str, parameters: Any) -> list[str]:
    """The lines in which the database says how it answers."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # by which a few rows are read, index or not
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def reads_a_table(line: str) -> bool:
    """Whether this step reads a table from end to end; a narrow index that is read instead is let pass."""
    return "Seq Scan" in line or re.match(r"SCAN (?!\(|anon)(?!.*COVERING INDEX)", line) is not None


def latest_of_a_rule(session: Session) -> object:
    judge = ScriptedJudge(throttles={"svalbard": 2})
    return judging.decide(session, judge, a_reading(), Kind.REPORT, DevelopmentId(1), NOW)


def decisions_of_an_alert(session: Session) -> object:
    return revising.settle(session, session.get_one(DeliveryRow, 1))


def documents_alike(session: Session) -> object:
    found = index.find_candidates(session, ["t:frigate"], NOW - DAYS, index.term_counts(session, ["t:frigate"]))
    assert found
    return found


@pytest.mark.parametrize(
    ("question", "used"),
    [
        pytest.param(lambda s: deliveries.last_untold(s, "old", 0, NOW - DAYS), "decision_reason_at", id="late, at every tick"),
        pytest.param(lambda s: deliveries.untold(s, "old", 0, NOW - DAYS), "decision_reason_at", id="late, summed up"),
        pytest.param(state.totals, "document_baseline_source", id="totals"),
        pytest.param(lambda s: state.baseline_totals(s, ["coast"], 0), "document_baseline_source", id="a first reading"),
        pytest.param(latest_of_a_rule, "delivery_rule", id="latest alerts of a rule"),
        pytest.param(decisions_of_an_alert, "decision_delivery_id", id="decisions of an alert"),
        pytest.param(documents_alike, "document_development_id_id", id="documents alike"),
    ],
)
def test_a_question_reads_no_table_from_end_to_end(database: Database, question: Callable[[Session], object], used: str) -> None:
    with database.writing() as session:
        for number in range(40):
            judged(session, f"k{number}", ScriptedJudge(decisions=[SILENT if number % 2 else TOLD]))
    with database.reading() as session:
        steps = [line for asked in statements(session, question) for line in plan(session, *asked)]
        on_sqlite = session.connection().dialect.name == "sqlite"
    assert [line for line in steps if reads_a_table(line)] == []
    assert not on_sqlite or any(f" ix_{used} (" in line for line in steps)  # PostgreSQL chooses by the number of rows
