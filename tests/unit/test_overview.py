"""What a person reads of `developments`."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from worker.overview import change_lines, constraint_line, list_lines, manual_line, show_lines

OSLO = ZoneInfo("Europe/Oslo")
AT = "2026-11-21T12:00:00+00:00"


def a_development(**changes: Any) -> dict[str, Any]:
    values = {
        "id": "d12",
        "title": "Cable cut",
        "opened": AT,
        "last": AT,
        "documents": 3,
        "publishers": 2,
        "languages": ["da", "no"],
        "updates": 1,
    }
    return values | changes


def some_evidence(**changes: Any) -> dict[str, Any]:
    values = {
        "score": 0.414,
        "threshold": 0.22,
        "nearest": 7,
        "names": [["harstad", 0.31]],
        "terms": [["cable", 0.125]],
        "days_apart": 1.5,
        "shared_text": 0.0,
        "veto": "",
        "uncertain": "",
        "runner_up": ["d3", 0.18],
        "new_facts": [],
    }
    return values | changes


def a_member(**changes: Any) -> dict[str, Any]:
    values = {
        "id": 9,
        "kind": "report",
        "source": "coast",
        "language": "no",
        "published": AT,
        "published_origin": "feed",
        "title": "Kabel kuttet",
        "url": "https://coast.example/1",
        "evidence": some_evidence(),
        "constraint": None,
    }
    return values | changes


def a_decision(**changes: Any) -> dict[str, Any]:
    return {"at": AT, "action": "split", "development": "d12", "others": ["d3"], "undone": False, "document": None} | changes


def test_the_table_has_its_columns_in_line_and_one_row_each() -> None:
    rows = list(list_lines([a_development(), a_development(id="d7", documents=128, title="x " * 90, languages=[])], OSLO))
    assert rows[0].split() == ["opened", "last", "documents", "publishers", "languages", "updates", "title"]
    assert rows[1].split() == ["d12", "2026-11-21", "13:00", "2026-11-21", "13:00", "3", "2", "da", "no", "1", "Cable", "cut"]
    assert {row.index(title) for row, title in zip(rows, ("title", "Cable", "x x"), strict=True)} == {rows[0].index("title")}
    assert rows[2].endswith("…")


@pytest.mark.parametrize("title", ["one\ntwo", "one \x1b[2J two", "one\u2028two"])
def test_a_hostile_title_stays_on_its_line(title: str) -> None:
    _, row = list_lines([a_development(title=title)], OSLO)
    assert row.isprintable()
    assert len(list(show_lines({**a_development(title=title), "manual": [], "members": [], "deliveries": []}, OSLO))) == 2


def test_a_member_says_why_it_is_there() -> None:
    member = a_member(constraint="nearest to document 7; d3 and d12 were put apart by hand")
    shown = {**a_development(), "manual": [a_decision()], "members": [member], "deliveries": []}
    assert list(show_lines(shown, OSLO))[2:] == [
        "  split by hand 2026-11-21 13:00: from d3 as d12",
        "  document 9 (report), coast, no, 2026-11-21 13:00 (feed)",
        "      Kabel kuttet",
        "      likeness 0.41, needed 0.22; nearest document 7, 1.5 days apart",
        "      shared names: harstad 0.31",
        "      shared terms: cable 0.12",
        "      next likeliest: d3 with 0.18",
        "      by hand: nearest to document 7; d3 and d12 were put apart by hand",
    ]


def test_a_day_without_a_time_is_no_time_and_no_other_day() -> None:
    shown = {**a_development(), "manual": [], "members": [a_member(published="2026-11-20T00:00:00+00:00")], "deliveries": []}
    assert list(show_lines(shown, ZoneInfo("America/Nuuk")))[2].endswith(", no, 2026-11-20 (feed)")


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        pytest.param(some_evidence(nearest=None), "nothing like it was there", id="first of its kind"),
        pytest.param(some_evidence(shared_text=0.93), "shares 93% of the text", id="copy"),
        pytest.param(some_evidence(places="Raahe and Lulea, 166 km apart"), "places: Raahe and Lulea, 166 km apart", id="places"),
        pytest.param(some_evidence(veto="the days differ"), "not joined: the days differ", id="veto"),
        pytest.param(
            some_evidence(new_facts=["first told: arrest", "31 killed, was 12"]),
            "new: first told: arrest; 31 killed, was 12",
            id="update",
        ),
        pytest.param(some_evidence(alone=True), "nearest document 7, enough alone, 1.5 days apart", id="one alone"),
        pytest.param(
            some_evidence(continues=["d2", 5]),
            "may continue d2: but for the days between, document 5 alone had been enough",
            id="goes on",
        ),
        pytest.param(some_evidence(uncertain="no date"), "; uncertain: no date", id="uncertain"),
    ],
)
def test_special_evidence_is_said(evidence: dict[str, Any], said: str) -> None:
    member = a_member(evidence=evidence, published=None, language=None, title="", url=None)
    lines = list(show_lines({**a_development(), "manual": [], "members": [member], "deliveries": []}, OSLO))
    assert lines[2:4] == ["  document 9 (report), coast, language unknown, undated", "      without a title"]
    assert any(said in line for line in lines)


def test_names_are_as_a_person_calls_them_and_end_where_they_end() -> None:
    member = a_member(evidence=some_evidence(names=[["entity:china", 0.31], ["harstad", 0.1]]))
    shown = {**a_development(), "manual": [], "members": [member], "deliveries": []}
    titles = {"entity:china": "China, its ships"}
    lines = list(show_lines(shown, OSLO, lambda name: titles.get(name, name)))
    assert "      shared names: China, its ships 0.31; harstad 0.10" in lines


def test_a_decision_that_was_undone_says_so() -> None:
    merged = a_decision(action="merge", others=["d5", "d7"], undone=True)
    assert manual_line(merged, OSLO) == "merged by hand 2026-11-21 13:00: d5 and d7 into d12 (undone by a later decision)"


def test_a_change_names_its_documents_what_it_took_back_and_its_alerts() -> None:
    change = {"development": "d3", "others": ["d12"], "documents": [4, 9], "undone": [a_decision(undone=True)]}
    assert list(change_lines({**change, "withdrawn": 2, "waiting": 1}, OSLO)) == [
        "d3 now holds, from d12: documents 4, 9",
        "took back: split by hand 2026-11-21 13:00: from d3 as d12",
        "alerts withdrawn before they were sent: 2",
        "alerts of d3 that wait to be sent: 1",
    ]


def test_a_constraint_names_both_documents() -> None:
    assert constraint_line({"a": 4, "b": 9, "kind": "apart", "at": AT}, OSLO) == "documents 4 and 9: apart since 2026-11-21 13:00"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({}, "pending, due 2026-11-21 13:00", id="for the morning"),
        pytest.param(
            {"attempts": 2, "reason": "451 busy"}, "pending after 2 tries, due 2026-11-21 13:00: 451 busy", id="to be tried again"
        ),
        pytest.param({"state": "sending", "attempts": 1}, "sending after one try", id="under way"),
        pytest.param(
            {"state": "dead", "attempts": 1, "reason": "550 no\x1b[2J"}, "dead after one try: 550 no [2J", id="given up"
        ),
        pytest.param({"state": "sent", "sent_at": AT}, "sent 2026-11-21 13:00", id="sent"),
    ],
)
def test_an_alert_says_when_it_is_due_and_why_it_was_not_sent(changes: dict[str, Any], line: str) -> None:
    delivery = {"id": 4, "kind": "new", "channel": "desk", "state": "pending", "attempts": 0, "reason": "", "sent_at": None}
    shown = {**a_development(), "manual": [], "members": [], "deliveries": [delivery | {"next_attempt_at": AT} | changes]}
    assert list(show_lines(shown, OSLO))[-1] == f"  alert 4 (new) to desk: {line}"
