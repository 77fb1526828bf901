"""What a person reads of `why`."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.unit.test_overview import some_evidence
from worker.wording import why_lines

AT = "2026-11-21T12:00:00+00:00"


def an_account(evidence: dict[str, Any]) -> dict[str, Any]:
    item = {"id": 4, "source": "coast", "title": "Captain arrested", "first_seen": AT, "baseline": False, "stage": "done"}
    text = {"id": 4, "characters": 120, "text_from": "feed", "note": "", "language": "en", "published": None, "removed": []}
    development = {"id": 2, "kind": "update", "title": "Cable cut", "evidence": evidence, "documents": [], "manual": []}
    return {"item": item, "document": text, "development": development, "rules": [], "alerts": [], "deliveries": []}


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        pytest.param(["cable*"], "cables (high): cable*", id="words"),
        pytest.param(
            ["lead:($north NEAR/s $odd)"], "cables (high): lead:(<The High North> NEAR/s $odd)", id="titles of entities"
        ),
        pytest.param(["a", "b", "c", "d", "e"], "cables (high): a; b; c; and 2 more clauses", id="the first few"),
        pytest.param(["x" * 400], f"cables (high): {'x' * 159}…", id="a long one"),
    ],
)
def test_what_held_is_said_for_people(clauses: list[str], said: str) -> None:
    rule = {"id": "cables", "severity": "high", "live": True, "clauses": clauses, "sentence": "The cable was cut."}
    account = an_account(some_evidence()) | {"rules": [rule]}
    spoken = {"entity:north": "The High North"}
    assert f"  rule      {said}" in why_lines(account, ZoneInfo("UTC"), lambda name: spoken.get(name, name.partition(":")[2]))


@pytest.mark.parametrize(
    ("evidence", "said", "unsaid"),
    [
        pytest.param(
            some_evidence(new_facts=["first told: arrest", "31 killed, was 12"]),
            "new: first told: arrest; 31 killed, was 12",
            "nothing like it",
            id="update",
        ),
        pytest.param(
            some_evidence(nearest=None, score=0.0, runner_up=None),
            "nothing like it was there",
            "likeness",
            id="first of its kind",
        ),
        pytest.param(some_evidence(), "nearest document 7, 1.5 days apart", "new:", id="report"),
        pytest.param(
            some_evidence(terms=[("cable", 0.12), ("was", 0.004)]), "shared terms: cable 0.12", "was 0", id="words that weigh"
        ),
        pytest.param(some_evidence(names=[("harstad", 0.001)]), "shared terms", "shared names", id="names that weigh nothing"),
        pytest.param(some_evidence(), "next likeliest: d3 with 0.18", "new:", id="runner-up"),
    ],
)
def test_it_says_why_a_document_is_where_it_is_and_what_it_adds(evidence: dict[str, Any], said: str, unsaid: str) -> None:
    lines = "\n".join(why_lines(an_account(evidence), ZoneInfo("UTC")))
    assert said in lines
    assert unsaid not in lines
