"""Why a rule held: clauses, spans, the sentence, the tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.model import Alias, Document, DocumentId, Entity, Span
from worker.rules.explain import MOST_SPANS, SENTENCE_LENGTH, evidence, excerpt, tree
from worker.rules.match import Names, Reading
from worker.rules.syntax import parse

NAMES = Names(
    (
        Entity("greenland", "Greenland", "place", (Alias("Greenland*"),)),
        Entity("nato", "NATO", "organisation", (Alias("NATO"),), weak=True),
    )
)
TEXT = (
    "The ice melts. NATO met in Brussels.\n"
    "Greenland will see a new NATO mission, the allies said. Later they left.\n"
    "Nobody spoke about Greenland sharks."
)


def reading(text: str = TEXT, title: str = "") -> Reading:
    return Reading(Document(DocumentId(1), "test", None, title, text), NAMES)


def explained(query: str, document: Reading) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    return evidence(parse(query, NAMES.ids), document)


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        pytest.param("absent", (), id="nothing held"),
        pytest.param("$greenland", ("$greenland",), id="one term"),
        pytest.param("$greenland AND NOT absent", ("$greenland",), id="NOT is no evidence"),
        pytest.param("$greenland AND (ice OR absent OR melts)", ("$greenland", "ice", "melts"), id="what held of OR"),
        pytest.param("(ice AND absent) OR mission", ("mission",), id="a group that did not hold"),
        pytest.param("ice OR (ice AND melts)", ("ice", "melts"), id="no repeats"),
        pytest.param(
            "($greenland OR ice) NEAR/s (mission* OR $nato OR absent)",
            ("$greenland NEAR/s (mission* OR $nato)",),
            id="what was near",
        ),
        pytest.param("ATLEAST/2 (NATO OR absent)", ("ATLEAST/2 NATO",), id="count"),
        pytest.param("text:(ice OR absent)", ("text:ice",), id="zone"),
    ],
)
def test_clauses_are_the_parts_that_held(query: str, clauses: tuple[str, ...]) -> None:
    assert explained(query, reading())[0] == clauses


def test_spans_are_the_terms_near_each_other_and_no_others() -> None:
    _, spans = explained("$greenland NEAR/s ($nato OR sharks)", reading())
    assert [(span.clause, TEXT[span.start : span.end]) for span in spans] == [
        ("$greenland", "Greenland"),
        ("$nato", "NATO"),
        ("$greenland", "Greenland"),
        ("sharks", "sharks"),
    ]
    assert spans[0].start == TEXT.index("Greenland")


def test_spans_of_the_title_come_first_and_point_into_it() -> None:
    _, spans = explained("NATO AND ice", reading("Ice.", title="What NATO wants"))
    assert spans == (Span("title", 5, 9, "NATO"), Span("text", 0, 3, "ice"))


def test_a_term_repeated_a_thousand_times_gives_a_bounded_number_of_spans() -> None:
    _, spans = explained("ice AND floe", reading("ice floe " * 1_000))
    assert len(spans) == 2 * MOST_SPANS


# ------------------------------------------------------------------ the sentence


def sentence(query: str, document: Reading) -> tuple[str, list[str]]:
    text, marks = excerpt(document, explained(query, document)[1])
    return text, [text[start:end] for start, end in marks]


@pytest.mark.parametrize(
    ("query", "title", "expected", "marked"),
    [
        pytest.param("absent", "", "", [], id="no span"),
        pytest.param("nato", "", "NATO met in Brussels.", ["NATO"], id="the first of equals"),
        pytest.param(
            "nato AND mission AND $greenland",
            "",
            "Greenland will see a new NATO mission, the allies said.",
            ["Greenland", "NATO", "mission"],
            id="most different terms",
        ),
        pytest.param("nato", "NATO meets", "NATO met in Brussels.", ["NATO"], id="the text before the title"),
        pytest.param("nato AND ice", "NATO on ice", "NATO on ice", ["NATO", "ice"], id="the title when it says more"),
        pytest.param(
            "new nato OR nato mission",
            "",
            "Greenland will see a new NATO mission, the allies said.",
            ["new NATO mission"],
            id="overlap",
        ),
    ],
)
def test_the_sentence_with_most_of_the_decision_is_shown(query: str, title: str, expected: str, marked: list[str]) -> None:
    assert sentence(query, reading(title=title)) == (expected, marked)


def test_white_space_stays_as_it_is() -> None:
    assert sentence("ice", reading("The \t ice\u00a0 here. Next."))[0] == "The \t ice\u00a0 here."


def test_a_long_sentence_is_cut_at_words_around_the_marks() -> None:
    text = "drift " * 200 + "the icebreaker came " + "drift " * 200
    shown, marked = sentence("icebreaker", reading(text))
    assert len(shown) <= SENTENCE_LENGTH
    assert shown.startswith("…drift ")
    assert shown.endswith(" drift…")
    assert marked == ["icebreaker"]


def test_the_cut_keeps_where_most_terms_are() -> None:
    text = "ice " + "drift " * 200 + "ice floe melts " + "drift " * 200
    assert sentence("ice AND floe AND melts", reading(text))[1] == ["ice", "floe", "melts"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["ice", "floe", "a" * 500, "x", "x.", "Y", "…", "\n", "\u00ad"]), max_size=300), st.booleans())
def test_a_mark_always_shows_a_term_and_the_sentence_stays_short(words: list[str], crowded: bool) -> None:
    text = (" " if not crowded else "  -").join(words)
    shown, marked = sentence("ice OR floe", reading(text))
    assert len(shown) <= SENTENCE_LENGTH
    assert set(marked) <= {"ice", "floe"}
    assert bool(marked) == ("ice" in words or "floe" in words)
    assert shown.strip("…") in text


# ------------------------------------------------------------------ the tree


def test_the_tree_says_what_held_with_its_words_and_what_did_not() -> None:
    query = "$greenland AND (absent OR ice) AND ice NEAR/2 mission AND NOT nato AND ATLEAST/3 NATO AND title:ice"
    assert list(tree(parse(query, NAMES.ids), reading())) == [
        "✗ all of",
        "  ✓ $greenland: 'Greenland'",
        "  ✓ any of",
        "    ✗ absent",
        "    ✓ ice: 'ice'",
        "  ✗ ice NEAR/2 mission: both are there, too far apart",
        "    ✓ ice: 'ice'",
        "    ✓ mission: 'mission'",
        "  ✗ NOT nato: 'NATO'",
        "  ✗ ATLEAST/3 NATO (2 found): 'NATO'",
        "  ✗ title:ice",
    ]


def test_the_tree_quotes_a_few_words_only_and_looks_inside_zones() -> None:
    document = reading("ice, iced, icebergs, iceland", title="Ice floe")
    assert list(tree(parse("ice* AND title:(ice AND absent)"), document)) == [
        "✗ all of",
        "  ✓ ice*: 'Ice', 'ice', 'iced', …",
        "  ✗ title:(ice AND absent)",
        "    ✗ all of",
        "      ✓ ice: 'Ice'",
        "      ✗ absent",
    ]
