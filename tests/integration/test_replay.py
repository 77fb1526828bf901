"""Replay: how many documents share a transaction decides nothing, and alerts follow the clock of the documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from benchmarks.developments.cost import a_judge, equal_documents, stream
from tests.conftest import ROOT
from worker.app import judge_of
from worker.judge import Judge
from worker.model import Extract
from worker.replay import Recorded, ReplayLineError, believed, lines, read_lines, recorded, replay
from worker.settings.load import read_folder

START = datetime(2026, 1, 12, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def watch() -> Judge:
    return judge_of(read_folder(ROOT / "config", {}))


def decisions(inputs: Iterable[Recorded], judge: Judge, at_once: int) -> list[dict]:
    return list(lines(inputs, judge, START, at_once))


def an_hourly_saga(hours: int) -> list[Recorded]:
    """Reports on one visit to Greenland, an hour apart."""
    text = "The Danish frigate {0} put in at Nuuk in Greenland on its way to Thule. The governor saw {0} officers come ashore."
    return [
        recorded(
            {"id": hour, "title": "Frigate at Nuuk", "published": (START + timedelta(hours=hour)).isoformat(), "language": "en"},
            Extract(text=text.format(hour + 20)),
        )
        for hour in range(hours)
    ]


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_documents_that_share_a_transaction_are_judged_as_one_by_one(at_once: int) -> None:
    inputs = [given for _, given in islice(stream(seed=5), 90)]
    assert decisions(inputs, a_judge(), at_once) == decisions(inputs, a_judge(), 30)


def test_alerts_do_not_depend_on_the_size_of_a_transaction(watch: Judge) -> None:
    one_by_one = decisions(an_hourly_saga(12), watch, 1)
    assert one_by_one == decisions(an_hourly_saga(12), watch, 100)
    assert [line["rules"] != [] for line in one_by_one] == [True] * 12
    assert one_by_one[0]["alerts"]
    assert all(line["development"] == one_by_one[0]["development"] for line in one_by_one)


def test_an_update_that_no_rule_finds_is_told_as_the_daemon_tells_it(watch: Judge) -> None:
    """The rule of cables does not know the words of the second text; its development was told under it."""
    cut = "A subsea cable to Svalbard was cut off Harstad. The police look for the trawler Melkart-5."
    held = "Der Kapitän der Melkart-5 ist in Harstad festgenommen worden, teilte die Polizei am Montag mit. Er schweigt."
    inputs = [
        recorded(
            {"id": 1, "title": "Cable to Svalbard cut", "published": START.isoformat(), "language": "en"}, Extract(text=cut)
        ),
        recorded(
            {
                "id": 2,
                "title": "Melkart-5: Kapitän in Harstad festgenommen",
                "language": "de",
                "published": (START + DAY).isoformat(),
            },
            Extract(text=held),
        ),
    ]
    first, second = decisions(inputs, watch, 1)
    assert (second["kind"], second["rules"]) == ("update", [])
    assert [alert["kind"] for alert in second["alerts"]] == ["update"]
    assert second["alerts"][0]["rule"] == first["alerts"][0]["rule"]


def test_equal_documents_are_one_development_of_copies() -> None:
    decided = decisions(islice(equal_documents(), 30), a_judge(), 10)
    assert {line["development"] for line in decided} == {"d1"}
    assert [line["kind"] for line in decided] == ["new"] + ["copy"] * 29


def test_decisions_before_a_faulty_line_were_given(watch: Judge) -> None:
    given = an_hourly_saga(2)
    outcomes = replay([*given, given[0]], watch, START)
    assert [name for name, _ in islice(outcomes, 2)] == ["0", "1"]
    with pytest.raises(ReplayLineError, match=r"document '0': this id stands twice in the input"):
        next(outcomes)


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("dates", "doubted"),
    [
        pytest.param([None, START, START + 30_000 * DAY, None], [2], id="one wrong date"),
        pytest.param([None, None, START + 30_000 * DAY], [2], id="the only date"),
        pytest.param([START, START + 400 * DAY, START + 400 * DAY, None], [1, 2], id="a date that stands for none, twice"),
        pytest.param([START - DAY, START + 10 * DAY, START + 20 * DAY], [], id="a set that goes on after now"),
        pytest.param([START + 400 * DAY, None, START + 403 * DAY, None, None], [], id="a set of next year"),
        pytest.param([START + 400 * DAY] * 3 + [None] * 2, [], id="a set of one day of next year"),
        pytest.param([START - 30_000 * DAY, START + DAY], [], id="long ago and tomorrow"),
        pytest.param([START - 400 * DAY, START + DAY + timedelta(seconds=1), None], [1], id="after tomorrow"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_a_date_that_stands_alone_in_the_future_is_not_believed(dates: list[datetime | None], doubted: list[int]) -> None:
    given = [
        recorded({"id": number, "published": when.isoformat() if when else None}, Extract()) for number, when in enumerate(dates)
    ]
    inputs, found = believed(given, START)
    assert found == {str(number): dates[number] for number in doubted}
    expected = [None if number in doubted else when for number, when in enumerate(dates)]
    assert [each.document.published for each in inputs] == expected
    assert [each.id for each in inputs] == [each.id for each in given]


def test_a_line_names_the_nearest_document_of_the_input_and_what_makes_an_update(watch: Judge) -> None:
    values = [
        {
            "id": "cut",
            "title": "Cable to Svalbard cut",
            "text": "A subsea cable to Svalbard was cut off Harstad. The police look for the trawler Melkart-5.",
            "published": "2026-01-12T08:00:00Z",
        },
        {
            "id": "held",
            "title": "Captain arrested after cable to Svalbard was cut",
            "text": "The captain of the trawler Melkart-5 was arrested in Harstad after the subsea cable to Svalbard was cut.",
            "published": "2026-01-13T09:00:00Z",
        },
    ]
    first, second = decisions([recorded(value, Extract(text=value["text"])) for value in values], watch, 1)
    assert (first["evidence"]["nearest"], first["evidence"]["new_facts"]) == (None, [])
    assert (second["kind"], second["evidence"]["nearest"]) == ("update", "cut")
    assert second["evidence"]["new_facts"] == ["first told: arrest", "the first report for 1 day"]


def test_a_line_nested_too_deeply_is_no_document() -> None:
    with pytest.raises(ReplayLineError, match="line 2: not JSON"):
        list(read_lines(['{"id": "1"}', "[" * 100_000]))
