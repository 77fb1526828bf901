"""What a text adds to what was told."""

import itertools
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.developments.novelty import TURNS, new_facts, new_sentences
from worker.model import Features

TOLD = "The cable to Sunnoy was cut near Vardal on Tuesday. The repair ship Hedda left port. Police suspect an anchor."


@pytest.mark.parametrize(
    ("text", "told", "limit", "expected"),
    [
        pytest.param("", [TOLD], 4, (), id="empty"),
        pytest.param("Three engineers from Oslo inspected the damaged section.", [TOLD], 0, (), id="limit none"),
        pytest.param(TOLD, [TOLD], 4, (), id="all told"),
        pytest.param("Near Vardal the cable to Sunnoy was cut Tuesday.", [TOLD], 4, (), id="told in another order"),
        pytest.param("Read more.", [TOLD], 4, (), id="a fragment"),
        pytest.param(
            "The ship Hedda left port. Engineers from Oslo inspected the damaged section.",
            [TOLD],
            4,
            ("Engineers from Oslo inspected the damaged section.",),
            id="the new one",
        ),
        pytest.param(
            "The repair ship Hedda left port with 31 police.",
            [TOLD],
            4,
            ("The repair ship Hedda left port with 31 police.",),
            id="a new number in told words",
        ),
        pytest.param(
            "Engineers from Oslo inspected the damaged section. Ferries carry diesel across fjord waters. "
            "The Hedda crew repaired Sunnoy power lines.",
            [TOLD],
            2,
            ("Engineers from Oslo inspected the damaged section.", "Ferries carry diesel across fjord waters."),
            id="the newest ones, in text order",
        ),
        pytest.param(
            "Engineers from Oslo inspected the damaged section.",
            ["Engineers inspected", "a section of Oslo, damaged"],
            4,
            (),
            id="covered by several texts together",
        ),
    ],
)
def test_new_sentences(text: str, told: list[str], limit: int, expected: tuple[str, ...]) -> None:
    assert new_sentences(text, told, limit) == expected


@given(st.text(max_size=500), st.lists(st.text(max_size=200), max_size=3), st.integers(-1, 5))
def test_sentences_come_from_the_text_in_order(text: str, told: list[str], limit: int) -> None:
    found = new_sentences(text, told, limit)
    assert len(found) <= max(0, limit)
    places = [text.find(sentence) for sentence in found]
    assert -1 not in places
    assert new_sentences(text, [*told, text], limit) == ()


def test_long_texts_are_read_to_a_limit() -> None:
    text = " ".join(f"Sentence number{i} mentions harbour{i} against glacier{i}." for i in range(30_000))
    assert len(new_sentences(text, [TOLD])) == 4


# ------------------------------------------------------------------ facts that make an update


def report(
    day: int | None, named: Sequence[int] = (), concepts: Sequence[str] = (), numbers: Collection[str] = (), language: str = "en"
) -> Features:
    """A document published at noon of a day of January 2026 that names some days of it; the first concept is the heaviest."""
    return Features(
        language,
        None if day is None else datetime(2026, 1, day, 12, tzinfo=UTC),
        "published" if day else "",
        {},
        {},
        concepts={concept: 1 / (n + 2) for n, concept in enumerate(concepts)},
        lead=frozenset(numbers),
        event_dates=tuple(date(2026, 1, d) for d in named),
    )


FIRST = report(7, [6], ["cable", "damage", "police"], {"12|farms", "cable", "9|ships"})
LATER = "2026-01-08, was 2026-01-06"


@pytest.mark.parametrize(
    ("f", "members", "expected"),
    [
        pytest.param(report(8, [8], ["arrest"]), [], (), id="no members"),
        pytest.param(report(None, [8], ["arrest"]), [FIRST], (), id="undated"),
        pytest.param(report(6, [8], ["arrest"]), [FIRST], (), id="older than a member"),
        pytest.param(report(7, [8], ["arrest"]), [FIRST], ("first told: arrest", LATER), id="of the same moment"),
        pytest.param(report(8, [], ["arrest"], {"31|farms"}), [FIRST], (), id="no day is named"),
        pytest.param(report(8, [6, 5], ["arrest"], {"31|farms"}), [FIRST], (), id="no later day is named"),
        pytest.param(report(8, [8], ["arrest"]), [report(7, [], ["cable"])], (), id="no day was named before"),
        pytest.param(report(8, [8], ["cable", "police"], {"12|farms"}), [FIRST], (), id="only the day is new"),
        pytest.param(report(8, [8], ["helicopter", "minister"]), [FIRST], (), id="a new concept that is no turn"),
        pytest.param(report(8, [8], ["damage"]), [FIRST], (), id="a turn that was told"),
        pytest.param(report(8, [8], [], {"14|cows", "31"}), [FIRST], (), id="another unit, and a number of nothing"),
        pytest.param(report(8, [8], [], {"31|farms"}), [FIRST], ("31 farms, was 12", LATER), id="a changed number"),
        pytest.param(
            report(8, [8], [], {"31|farms", "100|farms", "8|ships"}),
            [FIRST, report(7, [6], [], {"15|farms"})],
            ("31 and 100 farms, was 12 and 15", "8 ships, was 9", LATER),
            id="numbers in order",
        ),
        pytest.param(
            report(8, [8], [], {"12|farms"}), [FIRST, report(7, [6], [], {"15|farms"})], (), id="one of two known numbers"
        ),
        pytest.param(
            report(8, [8], ["tow", "arrest", "leak", "fire"]),
            [FIRST],
            ("first told: tow, arrest, leak", LATER),
            id="three turns, heaviest first",
        ),
        pytest.param(
            report(9, [9], ["arrest"]),
            [FIRST, report(None, [8], ["cable"])],
            ("first told: arrest", "2026-01-09, was 2026-01-08"),
            id="later than what any member names",
        ),
        pytest.param(report(9, [9], ["arrest"]), [FIRST, report(8, [8], ["arrest"])], (), id="told by the second member"),
        pytest.param(
            report(8, [8], ["arrest", "cable"], {"31|hofe"}, "de"),
            [FIRST],
            ("first told: arrest", LATER),
            id="in a second language",
        ),
        pytest.param(report(8, [8], ["damage", "cable"], {"12|hofe"}, "de"), [FIRST], (), id="the same in a second language"),
    ],
)
def test_new_facts(f: Features, members: list[Features], expected: tuple[str, ...]) -> None:
    for order in itertools.permutations(members):
        assert new_facts(f, order) == expected


def test_turns_are_concepts_of_the_lexicon() -> None:
    lines = files("worker.entities").joinpath("concepts.tsv").read_text("utf-8").splitlines()
    assert {line.partition("\t")[0] for line in lines} >= TURNS
