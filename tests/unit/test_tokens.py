"""Words with positions, folded so that spellings of nine languages meet."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.entities.concepts import load_concepts
from worker.entities.sketch import shingles
from worker.rules.forms import stem
from worker.tokens import fold, sentences, tokenise, well_formed


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("\u00ad \u200b –", (), id="folds to nothing"),
        pytest.param("U.S. forces", ("us", "forces"), id="abbreviation with dots"),
        pytest.param("NATO’s Rutte's", ("nato", "rutte"), id="possessives"),
        pytest.param("l’Arctique d'Oslo", ("arctique", "oslo"), id="elided articles"),
        pytest.param("Grønland Grönland GRØNLAND", ("gronland",) * 3, id="o with stroke and umlaut"),
        pytest.param("Ålesund Þingvellir ísafjörður", ("alesund", "thingvellir", "isafjordur"), id="nordic letters"),
        pytest.param("ёлка Алексей", ("елка", "алексей"), id="russian keeps its short i"),
        pytest.param("Straße ŒUVRE", ("strasse", "oeuvre"), id="ligatures"),
        pytest.param("Tu-95MS 1,000", ("tu", "95ms", "1", "000"), id="hyphens and commas part words"),
        pytest.param("Grön\u00adland", ("gronland",), id="soft hyphen inside"),
        pytest.param("е\u0301", ("е",), id="stress mark"),
    ],
)
def test_words_are_folded(text: str, folded: tuple[str, ...]) -> None:
    assert tokenise(text).folded == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("One line\nand another", ["One line", "and another"], id="a line break ends a sentence"),
        pytest.param("Mr. Smith came. He left.", ["Mr. Smith came.", "He left."], id="titles do not end one"),
        pytest.param("On 3.4 percent. Then 12 left.", ["On 3.4 percent.", "Then 12 left."], id="numbers"),
        pytest.param(
            "“We will,” he said. “Now.” Then silence.", ["“We will,” he said.", "“Now.”", "Then silence."], id="quotations"
        ),
        pytest.param("Корабли вышли. Учения начались!", ["Корабли вышли.", "Учения начались!"], id="russian"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(max_size=300))
def test_positions_slice_the_text_and_never_go_back(text: str) -> None:
    tokens = tokenise(text)
    assert all(fold(word) == folded and folded for word, folded in zip(tokens.words, tokens.folded, strict=True))
    places = list(zip(tokens.starts, tokens.ends, strict=True))
    assert all(word in text[start:end] for word, (start, end) in zip(tokens.words, places, strict=True))
    assert all(a[1] <= b[0] for a, b in pairwise(places))


@given(st.text(alphabet=st.characters(codec=None) | st.sampled_from("\x00\ud800\udfff"), max_size=60))
def test_well_formed_text_can_be_written_anywhere_and_keeps_its_positions(text: str) -> None:
    safe = well_formed(text)
    assert len(safe) == len(text)
    assert "\x00" not in safe
    assert safe.encode("utf-8").decode("utf-8") == safe


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text(max_size=300))
def test_sentences_cover_everything_but_blanks(text: str) -> None:
    kept = "".join(text[start:end] for start, end in sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_words_that_nobody_writes_are_not_remembered() -> None:
    lexicon = load_concepts(())
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for letter in "абвг":
        words = tokenise(letter.upper() * 300_000).folded
        assert shingles(words)
        assert lexicon.of(words[0], "ru") == ()
        assert stem(words[0], "ru") == ""
    del words
    gc.collect()
    left = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert left < 1_000_000  # bytes; five million when all of them stayed
