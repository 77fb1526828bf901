"""The five sample documents through the real stages: clean, three developments, three alerts, in every order of arrival."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tests.conftest import ROOT
from worker.app import judge_of
from worker.clock import system_clock
from worker.extract import extract_file
from worker.judge import Judge
from worker.model import Extract, Kind, Telling
from worker.replay import Recorded, recorded, replay
from worker.settings.load import read_folder

EVENTS = {
    "arctic-next-steps": "croatia",
    "croatia-visit": "croatia",
    "davos-framework": "davos",
    "davos-interview": "davos",
    "two-workstreams": "brussels",
}
DATES = {"croatia": "2026-01-12T12:00:00Z", "davos": "2026-01-22T12:00:00Z", "brussels": "2026-01-26T12:00:00Z"}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return judge_of(read_folder(ROOT / "config", {}))


@pytest.fixture(scope="module")
def extracts() -> dict[str, Extract]:
    return {path.stem: extract_file(path.name, path.read_bytes()) for path in Path(ROOT / "seeds").glob("*.txt")}


def samples(extracts: dict[str, Extract], *, dated: bool, clean: bool) -> list[Recorded]:
    made = []
    for name, extract in extracts.items():
        raw = (ROOT / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
        text = extract if clean else Extract(title=extract.title, text=raw)
        published = DATES[EVENTS[name]] if dated else None
        made.append(recorded({"id": name, "title": text.title, "published": published, "language": "en"}, text))
    return made


@pytest.mark.timeout(300)
@pytest.mark.parametrize("clean", [True, False], ids=["clean", "noise left in"])
@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
def test_three_developments_and_three_alerts_in_every_order(
    judge: Judge, extracts: dict[str, Extract], dated: bool, clean: bool
) -> None:
    wrong = []
    # Undated and clean is how the drop folder meets them: all orders. The other ways: every fifth, to stay quick.
    orders = list(permutations(samples(extracts, dated=dated, clean=clean)))[:: 1 if clean and not dated else 5]
    for order in orders:
        results = list(replay(order, judge, system_clock()))
        groups: dict[int, set[str]] = {}
        for name, judged in results:
            groups.setdefault(judged.development, set()).add(EVENTS[name])
        alerts = sum(decision.outcome in (Telling.TOLD, Telling.HELD) for _, judged in results for decision in judged.decisions)
        exact = len(groups) == 3 and all(len(events) == 1 for events in groups.values())
        if not exact or alerts != 3 or {j.assignment.kind for _, j in results} != {Kind.NEW, Kind.REPORT}:
            wrong.append(([name for name, _ in results], groups, alerts))
    assert wrong == []


HEADLINES = """Trump Renews Threat to Annex Greenland as Denmark Sends More Troops
Ministers Delay Decision on Harbour Fees After Long Night of Talks
Local Bakery Wins National Prize for Its Rye Bread Again
Storm Closes Mountain Roads and Leaves Thousands Without Power
"""
# Less than the first 60 words, in which rules look for place and thing, and more than half of the characters.
BODY = (
    "The administration unanimously approved comprehensive refurbishment of several neighbouring apartment buildings, and "
    "representatives of the surrounding neighbourhoods congratulated themselves afterwards.\n"
    "Construction companies demonstrated considerable enthusiasm throughout negotiations, which nevertheless required "
    "extraordinary patience.\n"
)


def test_a_removed_headline_list_cannot_fire_the_rule_that_it_would_fire(judge: Judge) -> None:
    raw = recorded({"id": "raw"}, Extract(text=BODY + HEADLINES, language="en"))
    clean = recorded({"id": "clean"}, extract_file("council.txt", (BODY + "\n\n" + HEADLINES).encode()))
    rules = {name: judged.matches for name, judged in replay([raw, clean], judge, system_clock())}
    assert rules["raw"]
    assert not rules["clean"]


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_each_sample_fires_a_rule_and_stock_phrases_about_china_do_not(
    judge: Judge, extracts: dict[str, Extract], name: str
) -> None:
    [(_, judged)] = replay([recorded({"id": name}, extracts[name])], judge, system_clock())
    assert judged.matches
    assert "china-arctic" not in {match.rule for match in judged.matches}


def test_every_span_slices_the_text_that_is_stored(judge: Judge, extracts: dict[str, Extract]) -> None:
    for given in samples(extracts, dated=False, clean=True):
        [(_, judged)] = replay([given], judge, system_clock())
        for match in judged.matches:
            for span in match.spans:
                field = given.document.title if span.zone == "title" else given.document.text
                assert 0 <= span.start < span.end <= len(field)
            assert all(match.sentence[a:b].strip() for a, b in match.sentence_spans)
