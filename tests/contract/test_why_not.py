"""`why-not` on a stored document: which removed line would have made a rule hold, at a cost that a person can wait for."""

from __future__ import annotations

import pytest

from tests.builders import NOW, a_document, a_reading, an_item
from tests.fakes import ScriptedJudge
from worker import inquiry
from worker.model import Extract, Removed
from worker.rules.index import RuleSet
from worker.rules.rule import RuleCompiler, RuleDefinition
from worker.store import judging, sources
from worker.store.database import Database

PLAIN = "The harbour of the town was full of boats that winter, and the council talked about the market and the school."
LINES = {3: "A frigate came.", 7: "A sloop came.", 9: "Another frigate left.", 11: "A yawl sank."}


def missed(database: Database, queries: dict[str, str], text: str, lines: int) -> dict[str, list[str]]:
    """rule -> the removed lines that are named, of a document with so many of them, which are those of LINES and plain ones."""
    compiler = RuleCompiler(())
    rules = [compiler.compile(RuleDefinition(rule, rule, query=query))[0] for rule, query in queries.items()]
    removed = tuple(Removed("related", LINES.get(n, f"Snow fell on town {n}.")) for n in range(lines))
    with database.writing() as session:
        [item] = sources.add_items(session, [an_item()], NOW, baseline=False)
        reading = a_reading(a_document(text=text), matches=())
        extract = Extract(removed=removed)
        judging.judge_document(session, ScriptedJudge(), reading, item=item, extract=extract, text_from="page", note="", now=NOW)
    [account] = inquiry.why_not(database, RuleSet(rules), rules, "1")
    return {row["id"]: [line["text"] for line in row["removed"]] for row in account["rules"]}


def test_the_first_removed_line_that_is_enough_is_named_and_all_where_only_several_are(database: Database) -> None:
    queries = {
        "one": "frigate came OR frigate left",
        "later": "yawl",
        "with-the-text": "sloop AND harbour",
        "together": "sloop AND yawl",
        "none": "brig",
        "holds": "harbour",
    }
    found = missed(database, queries, PLAIN, 13)
    assert found | {"together": len(found["together"])} == {
        "one": ["A frigate came."],
        "later": ["A yawl sank."],
        "with-the-text": ["A sloop came."],
        "together": 13,
        "none": [],
        "holds": [],
    }


@pytest.mark.timeout(40)  # line by line it takes a minute and more
def test_many_removed_lines_of_a_long_text_are_looked_through_at_once(database: Database) -> None:
    text = "\n".join(f"{PLAIN} It was day {n}." for n in range(300))
    assert missed(database, {"one": "frigate came", "two": "sloop"}, text, 1500) == {
        "one": ["A frigate came."],
        "two": ["A sloop came."],
    }
