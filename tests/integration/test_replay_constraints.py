"""A replay obeys what persons decided about its documents, whatever likeness says."""

from __future__ import annotations

import pytest

from tests.builders import NOW
from tests.conftest import ROOT
from worker.app import judge_of
from worker.judge import Judge
from worker.model import Extract
from worker.replay import lines, recorded
from worker.settings.load import read_folder
from worker.store.constraints import Bond, Constraint, closed

TEXTS = {
    "cable": "One of the two subsea cables to Svalbard was cut on Friday off Harstad; police suspect the trawler Melkart-5.",
    "again": "Police in Harstad suspect the trawler Melkart-5 after one of the subsea cables to Svalbard was cut on Friday.",
    "copy": "Police in Harstad suspect the trawler Melkart-5 after one of the subsea cables to Svalbard was cut on Friday.",
    "yard": "The Rauma yard laid the keel of an icebreaker for the Coast Guard on Thursday, said prime minister Petteri Orpo.",
}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return judge_of(read_folder(ROOT / "config", {}))


@pytest.mark.parametrize(
    ("constraints", "groups"),
    [
        pytest.param([], [{"cable", "again", "copy"}, {"yard"}], id="none"),
        pytest.param(
            [Constraint("again", "cable", Bond.APART)], [{"cable"}, {"again", "copy"}, {"yard"}], id="apart; the copy follows"
        ),
        pytest.param([Constraint("cable", "yard", Bond.TOGETHER)], [{"cable", "again", "copy", "yard"}], id="together"),
        pytest.param(
            [Constraint("yard", "cable", Bond.TOGETHER), Constraint("yard", "copy", Bond.APART)],
            [{"cable", "again", "yard"}, {"copy"}],
            id="apart by what follows, though a copy of one that is free",
        ),
        pytest.param([Constraint("cable", "absent", Bond.TOGETHER)], [{"cable", "again", "copy"}, {"yard"}], id="not there"),
    ],
)
@pytest.mark.parametrize("at_once", [1, 100])
def test_documents_are_where_persons_put_them(
    judge: Judge, constraints: list[Constraint], groups: list[set[str]], at_once: int
) -> None:
    values = [{"id": name, "text": text, "published": NOW.isoformat()} for name, text in TEXTS.items()]
    inputs = [recorded(value, Extract(text=value["text"])) for value in values]
    found: dict[str, set[str]] = {}
    reasons = {}
    for line in lines(inputs, judge, NOW, at_once, closed(constraints)):
        found.setdefault(line["development"], set()).add(line["id"])
        reasons[line["id"]] = line["evidence"]["constraint"]
    assert list(found.values()) == groups
    assert any(reasons.values()) is (groups != [{"cable", "again", "copy"}, {"yard"}])
