"""What an expression means on a document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.model import Alias, Document, DocumentId, Entity
from worker.rules.match import Names, Reading, holds, spans
from worker.rules.syntax import QueryError, parse

NORDIC = frozenset(("da", "no", "sv"))
ENTITIES = (
    Entity("greenland", "Greenland", "place", (Alias("Greenland*"), Alias("Kalaallit Nunaat"), Alias("Grønland*", NORDIC))),
    Entity("iceland", "Iceland", "place", (Alias("Iceland"), Alias("Island", NORDIC, case_sensitive=True))),
    Entity("government", "Government of Greenland", "organisation", (Alias("Greenlandic government"),)),
    Entity("fleet", "Northern Fleet", "organisation", (Alias("Северн* флот*", frozenset(("ru",))), Alias("Northern Fleet"))),
    Entity("shape", "SHAPE", "organisation", (Alias("SHAPE", case_sensitive=True),), weak=True),
    Entity("jet", "Jets", "capability", (Alias("F-35"), Alias("P-8*")), weak=True),
    Entity("division", "A division", "organisation", (Alias("71-* дивизи*"),), weak=True),
    Entity("white_sea", "White Sea", "place", (Alias("White Sea"),), context=True),
)
NAMES = Names(ENTITIES)


def reading(text: str, title: str = "", language: str | None = None) -> Reading:
    return Reading(Document(DocumentId(1), "test", None, title, text, language=language), NAMES)


def found(query: str, document: Reading) -> list[str]:
    fields = {"title": document.document.title, "text": document.document.text}
    places = (document.place(span) for span in spans(parse(query, NAMES.ids), document))
    return [fields[zone][start:end] for zone, start, end in places]


HOLDS = [
    # words
    pytest.param("ice", "", False, id="empty text"),
    pytest.param("ice", "…", False, id="no words"),
    pytest.param("ice", "The \u00ad ice", True, id="a word that folds to nothing"),
    pytest.param("rat", "The operators met.", False, id="whole words only"),
    pytest.param("Bodø", "in BODO", True, id="folded"),
    pytest.param("sysselmester*", "Sysselmesteren kom.", True, id="stem"),
    pytest.param("*breaker", "an icebreaker", True, id="tail"),
    pytest.param("*breaker", "two icebreakers", False, id="the tail is the end"),
    pytest.param("US", "tell us", False, id="capitals: not us"),
    pytest.param("US", "the U.S. navy", True, id="capitals: with dots"),
    pytest.param("AIS", "the AIS signal", True, id="capitals"),
    pytest.param("=Støre", "Støre spoke", True, id="exact"),
    pytest.param("=Støre", "Store spoke", False, id="exact: the stroke counts"),
    pytest.param("=Støre", "Stø\u0072e, Støre", True, id="exact: spelled with other code points"),
    pytest.param("=Nord*", "Nordflåten and nordlys", True, id="exact stem"),
    pytest.param("=Nord*", "nordlys", False, id="exact stem: the capital counts"),
    # phrases
    pytest.param("rare earth*", "rare earths", True, id="phrase"),
    pytest.param("rare earth*", "rare, heavy earths", False, id="phrase with a word between"),
    pytest.param("rare * earth*", "rare heavy earths", True, id="phrase with any word between"),
    pytest.param("rare * earth*", "rare earths", False, id="any word is one word"),
    pytest.param("sea-bed", "the sea bed", True, id="hyphen in the rule"),
    pytest.param("sea bed", "the sea-bed", True, id="hyphen in the text"),
    pytest.param("icebreaker", "an ice-breaker", True, id="words that a hyphen joins"),
    pytest.param("icebreaker", "an ice‑breaker", True, id="a hyphen that does not break"),
    pytest.param("icebreaker", "ice - breaker", False, id="a dash joins nothing"),
    pytest.param("icebreak*", "ice-breaking", True, id="a stem over a hyphen"),
    pytest.param("=F35", "the F-35", False, id="exact: the hyphen counts"),
    pytest.param("new icebreaker left", "The new ice-breaker left", True, id="a joined word in a phrase"),
    pytest.param("ATLEAST/2 sea*", "a sea-bed", False, id="a joined word stands once"),
    pytest.param("not for sale", "It is not for sale.", True, id="small operators are words"),
    pytest.param("buy $greenland", "to buy Greenland's ice", True, id="entity in a phrase"),
    pytest.param("buy $greenland now", "buy Kalaallit Nunaat now", True, id="entity of two words in a phrase"),
    pytest.param("old old sea", "an old old old sea", True, id="repeated words"),
    # boolean
    pytest.param("a1 AND b1", "b1 a1", True, id="and"),
    pytest.param("a1 AND b1", "a1", False, id="and: one is missing"),
    pytest.param("a1 OR b1", "b1", True, id="or"),
    pytest.param("a1 AND NOT b1", "a1 c1", True, id="and not"),
    pytest.param("a1 AND NOT b1", "a1 b1", False, id="and not: it is there"),
    pytest.param("ATLEAST/2 ice*", "ice, ICED", True, id="at least"),
    pytest.param("ATLEAST/3 ice*", "ice, ICED", False, id="at least: too few"),
    pytest.param("ATLEAST/2 (a1 OR b1)", "a1 b1", True, id="at least of a group"),
    # near
    pytest.param("a1 NEAR/1 b1", "b1 a1", True, id="neighbours are one word apart"),
    pytest.param("a1 NEAR/1 b1", "a1 x b1", False, id="one word too far"),
    pytest.param("a1 NEAR/2 b1", "a1 x b1", True, id="just near enough"),
    pytest.param("a1 NEAR b1", "a1 " + "x " * 9 + "b1", True, id="ten words by default"),
    pytest.param("a1 NEAR b1", "a1 " + "x " * 10 + "b1", False, id="eleven are too many"),
    pytest.param("a1 BEFORE/3 b1", "a1 b1", True, id="before"),
    pytest.param("a1 BEFORE/3 b1", "b1 a1", False, id="before: wrong order"),
    pytest.param("ice NEAR/5 ice", "ice", False, id="a word is not near itself"),
    pytest.param("ice NEAR/5 ice*", "ice and ice", True, id="but near its second"),
    pytest.param("$greenland NEAR/2 $government", "the Greenlandic government", True, id="a name inside a name is near"),
    pytest.param("$greenland BEFORE/2 $government", "the Greenlandic government", False, id="but not before it"),
    pytest.param("(a1 NEAR/9 b1) NEAR/3 c1", "a1 x b1 x x x x b1 x c1", True, id="near a longer stretch"),
    pytest.param("a1 NEAR/5 b1 NEAR/5 c1", "a1 c1 b1", True, id="the third between the two"),
    pytest.param("(air OR air base) NEAR/1 chief", "air base chief", True, id="the longer alternative is nearer"),
    pytest.param("a1 NEAR/s b1", "A1 x. Then b1.", False, id="two sentences"),
    pytest.param("a1 NEAR/s b1", "X. Then b1 " + "x " * 200 + "a1.", True, id="one long sentence"),
    pytest.param("a1 BEFORE/s b1", "B1 a1. B1.", False, id="before in a sentence"),
    pytest.param("a1 NEAR/s b1 NEAR/s c1", "C1, b1, a1.", True, id="three in a sentence"),
    pytest.param("a1 NEAR/s b1 NEAR/s c1", "A1 b1. A1 c1.", False, id="three in two sentences"),
    pytest.param(
        "(a1 OR y1 z1 a1 q1) NEAR/s (b1 OR x1 b1 c1)",
        "Y1. Z1 a1 q1 x1 b1. C1.",
        True,
        id="a shorter alternative fits the sentence",
    ),
    pytest.param("a1 NEAR/p b1", "A1. Then b1.", True, id="one paragraph"),
    pytest.param("a1 NEAR/p b1", "A1.\nB1.", False, id="two paragraphs"),
    pytest.param("a1 NEAR/p b1", "A1.\nB1.\nB1 c1 a1.", True, id="the third paragraph"),
    # entities
    pytest.param("$fleet", "Северного флота", True, id="unknown language: all aliases"),
    pytest.param("$shape", "to shape it", False, id="case-sensitive alias"),
    pytest.param("$shape", "asked SHAPE", True, id="case-sensitive alias holds"),
    pytest.param("$jet", "an F-35", True, id="alias with a hyphen"),
    pytest.param("$jet", "an F 35", True, id="its hyphen is a blank too"),
    pytest.param("$jet", "two P-8As", True, id="short stem of an alias"),
    pytest.param("$division", "71-я дивизия", True, id="any word in an alias"),
    pytest.param("$white_sea", "on the White Sea", False, id="ambiguous, alone"),
    pytest.param("$white_sea", "on the White Sea, far from Greenland", True, id="ambiguous, beside a strong one"),
    pytest.param("$white_sea", "on the White Sea, said SHAPE", False, id="ambiguous, beside a weak one"),
]


@pytest.mark.parametrize(("query", "text", "expected"), HOLDS)
def test_whether_an_expression_holds(query: str, text: str, expected: bool) -> None:
    assert holds(parse(query, NAMES.ids), reading(text)) is expected


ZONES = [
    pytest.param("title:ice", True, id="title"),
    pytest.param("text:ice", False, id="text"),
    pytest.param("lead:ice", True, id="lead begins with the title"),
    pytest.param("lead:w1", True, id="lead: first word of the text"),
    pytest.param("lead:w60", True, id="lead: its last word"),
    pytest.param("lead:w61", False, id="lead: one too far"),
    pytest.param("lead:(w60 w61)", False, id="a phrase that leaves the lead"),
    pytest.param("title:(ice AND NOT w1)", True, id="a group in the title"),
    pytest.param("title:(ice AND w1)", False, id="a group that needs the text"),
    pytest.param("floe w1", False, id="no phrase from title to text"),
    pytest.param("floe NEAR/100 w1", False, id="no NEAR from title to text"),
    pytest.param("floe NEAR/p w1", False, id="the title is a paragraph"),
    pytest.param("ice NEAR/s floe", True, id="the title is one sentence"),
    pytest.param("ATLEAST/1 title:floe", True, id="counting in a zone"),
    pytest.param("title:ice NEAR/1 melts", True, id="a zone on one side of NEAR"),
]


@pytest.mark.parametrize(("query", "expected"), ZONES)
def test_zones(query: str, expected: bool) -> None:
    document = reading(" ".join(f"w{n}" for n in range(1, 100)), title="Ice melts. So does the floe")
    assert holds(parse(query), document) is expected


def test_a_caption_is_no_zone() -> None:
    document = Document(DocumentId(1), "test", None, "", "Text.", caption="Icebreaker at sea")
    assert not holds(parse("icebreaker"), Reading(document, NAMES))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "Bear Island and Grønland", [], id="not in English"),
        pytest.param("da", "Island og Grønlands", ["Island", "Grønlands"], id="in Danish"),
        pytest.param("da", "en island", [], id="the capital counts"),
        pytest.param("fi", "Greenland", ["Greenland"], id="names of all languages"),
        pytest.param(None, "Island, Grønland", ["Island", "Grønland"], id="unknown language"),
    ],
)
def test_names_keep_to_their_language(language: str | None, text: str, expected: list[str]) -> None:
    assert found("$greenland OR $iceland", reading(text, language=language)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("greenland", ["Greenland\u2019s", "Greenland"], id="title first"),
        pytest.param(
            "greenland NEAR/3 ice*", ["Greenland\u2019s white ice", "icebergs off Greenland"], id="near: from first to last"
        ),
        pytest.param("white ice OR ice", ["white ice", "ice"], id="alternatives overlap"),
        pytest.param("text:greenland", ["Greenland"], id="one zone"),
        pytest.param("greenland AND ice", [], id="a condition stands nowhere"),
    ],
)
def test_where_an_expression_stands(query: str, expected: list[str]) -> None:
    document = reading("Cracks ran, icebergs off Greenland drifted", title="Greenland’s white ice")
    assert found(query, document) == expected


WORDS = st.lists(st.sampled_from(["a1", "b1", "x", "y"]), max_size=25)


@settings(deadline=None)
@given(WORDS, st.integers(1, 6), st.booleans())
def test_near_is_what_trying_every_pair_says(words: list[str], reach: int, ordered: bool) -> None:
    pairs = [(i, j) for i, one in enumerate(words) for j, other in enumerate(words) if (one, other) == ("a1", "b1")]
    expected = any(0 < (j - i if ordered else abs(j - i)) <= reach for i, j in pairs)
    query = f"a1 {'BEFORE' if ordered else 'NEAR'}/{reach} b1"
    assert holds(parse(query), reading(" ".join(words))) is expected


@settings(deadline=None)
@given(st.lists(WORDS, max_size=5))
def test_same_paragraph_is_what_splitting_into_lines_says(lines: list[list[str]]) -> None:
    expected = any({"a1", "b1", "x"} <= set(line) for line in lines)
    assert holds(parse("a1 NEAR/p b1 NEAR/p x"), reading("\n".join(map(" ".join, lines)))) is expected


@pytest.mark.parametrize("joins", [1, 5, 20])
def test_a_chain_of_near_does_not_multiply_its_stretches(joins: int) -> None:
    document = reading("a1 b1 " * 500)
    chain = "a1" + " NEAR/100 b1" * joins
    assert 0 < len(spans(parse(chain), document)) <= 2 * 1_000


@pytest.mark.parametrize(
    ("alias", "message"),
    [
        pytest.param("Sval*bard", "a star may stand only at one end of a word", id="inner star"),
        pytest.param("*breaker", "needs a first word, and a star only at the end", id="star in front"),
        pytest.param("* Sea", "needs a first word, and a star only at the end", id="any word first"),
        pytest.param("…", "needs a first word, and a star only at the end", id="no letters"),
        pytest.param("", "needs a first word, and a star only at the end", id="empty"),
    ],
)
def test_an_alias_that_cannot_be_looked_for_is_refused(alias: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        Names((Entity("odd", "Odd", "place", (Alias(alias),)),))
