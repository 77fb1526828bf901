"""What a text adds to what was told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.developments.novelty import new_sentences

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
