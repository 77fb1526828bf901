"""The rule language: what parses to what, and what is refused, where and with which advice."""

from __future__ import annotations

import dataclasses
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.rules.syntax import (
    MAX_LENGTH,
    And,
    AtLeast,
    Form,
    Name,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    QueryError,
    Word,
    Zone,
    children,
    parse,
    show,
    walk,
)

ENTITIES = frozenset(("greenland", "nato", "sea-routes", "north_pole"))


def word(text: str, position: int = 0) -> Word:
    """A word as the parser makes it: in any form, unless it is too short or has digits."""
    return Word(position, text, Form.INFLECTED if len(text) >= 3 and text.isalpha() else Form.WORD, text)


def stem(text: str, position: int = 0) -> Word:
    return Word(position, f"{text}*", Form.STEM, text)


TREES = [
    pytest.param("ice", word("ice"), id="one word"),
    pytest.param("  ice", word("ice", 2), id="blanks in front"),
    pytest.param("Iceland", Word(0, "Iceland", Form.INFLECTED, "iceland"), id="a capital says nothing"),
    pytest.param("Støre", Word(0, "Støre", Form.INFLECTED, "store"), id="folded"),
    pytest.param("NATO", Word(0, "NATO", Form.CAPITALS, "nato", "NATO"), id="capitals count"),
    pytest.param("РЛС", Word(0, "РЛС", Form.CAPITALS, "рлс", "РЛС"), id="Cyrillic capitals count"),
    pytest.param("U.S.", Word(0, "U.S.", Form.CAPITALS, "us", "US"), id="dotted capitals count"),
    pytest.param("A", Word(0, "A", Form.WORD, "a"), id="one capital does not"),
    pytest.param("ARCTIC", Word(0, "ARCTIC", Form.INFLECTED, "arctic"), id="six capitals do not"),
    pytest.param("P8A", Word(0, "P8A", Form.WORD, "p8a"), id="nor letters with digits"),
    pytest.param("=Støre", Word(0, "=Støre", Form.WORD, "store", "Støre"), id="exactly as written"),
    pytest.param("=ice", Word(0, "=ice", Form.WORD, "ice", "ice"), id="in this form alone"),
    pytest.param("annex*", stem("annex"), id="stem"),
    pytest.param("*breaker", Word(0, "*breaker", Form.TAIL, "breaker"), id="tail"),
    pytest.param("=Nord*", Word(0, "=Nord*", Form.STEM, "nord", "Nord"), id="exact stem"),
    pytest.param("Greenland's", Word(0, "Greenland", Form.INFLECTED, "greenland"), id="possessive"),
    pytest.param("rare earth*", Phrase(0, (word("rare"), stem("earth", 5))), id="phrase"),
    pytest.param("rare-earth*", Phrase(0, (word("rare"), stem("earth", 5))), id="a hyphen parts words"),
    pytest.param('"rare earth*"', Phrase(1, (word("rare", 1), stem("earth", 6))), id="quoted phrase"),
    pytest.param('"NOT"', Word(1, "NOT", Form.CAPITALS, "not", "NOT"), id="an operator in quotes is a word"),
    pytest.param(
        '"Nome, Alaska"',
        Phrase(1, (Word(1, "Nome", Form.INFLECTED, "nome"), Word(7, "Alaska", Form.INFLECTED, "alaska"))),
        id="comma",
    ),
    pytest.param("ring * fire", Phrase(0, (word("ring"), Word(5, "*", Form.ANY, ""), word("fire", 7))), id="any one word"),
    pytest.param("$greenland", Name(0, "greenland"), id="entity"),
    pytest.param("buy $greenland", Phrase(0, (word("buy"), Name(4, "greenland"))), id="entity in a phrase"),
    pytest.param('"buy $sea-routes"', Phrase(1, (word("buy", 1), Name(5, "sea-routes"))), id="entity in quotes"),
    pytest.param("a1 AND b1", And(0, (word("a1"), word("b1", 7))), id="and"),
    pytest.param("a1 OR b1 OR c1", Or(0, (word("a1"), word("b1", 6), word("c1", 12))), id="or"),
    pytest.param("a1 AND NOT b1", And(0, (word("a1"), Not(7, word("b1", 11)))), id="and not"),
    pytest.param("NOT b1 AND a1", And(0, (Not(0, word("b1", 4)), word("a1", 11))), id="not in front"),
    pytest.param("a1 NEAR b1", Near(3, word("a1"), word("b1", 8), 10), id="near, default distance"),
    pytest.param("a1 NEAR/100 b1", Near(3, word("a1"), word("b1", 12), 100), id="near, longest distance"),
    pytest.param("a1 NEAR/s b1", Near(3, word("a1"), word("b1", 10), "s"), id="same sentence"),
    pytest.param("a1 BEFORE/p b1", Near(3, word("a1"), word("b1", 12), "p", ordered=True), id="before, same paragraph"),
    pytest.param(
        "a1 NEAR/2 b1 NEAR/s c1", Near(13, Near(3, word("a1"), word("b1", 10), 2), word("c1", 20), "s"), id="near, left to right"
    ),
    pytest.param(
        "a1 AND b1 NEAR/2 c1", And(0, (word("a1"), Near(10, word("b1", 7), word("c1", 17), 2))), id="near binds tighter than and"
    ),
    pytest.param("ATLEAST/3 ice", AtLeast(0, 3, word("ice", 10)), id="at least"),
    pytest.param("title:ice floe", Zone(0, "title", Phrase(6, (word("ice", 6), word("floe", 10)))), id="zone takes the phrase"),
    pytest.param("lead: (a1 OR b1)", Zone(0, "lead", Or(7, (word("a1", 7), word("b1", 13)))), id="zone before a group"),
    pytest.param("((a1))", word("a1", 2), id="brackets leave no trace"),
    pytest.param("near AND and AND not for sale", parse("near AND and AND (not for sale)"), id="small letters are words"),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_an_expression_has_one_meaning(text: str, tree: Node) -> None:
    parsed = parse(text, ENTITIES)
    assert parsed == tree or bare(parsed) == bare(tree) != parsed  # brackets move positions in the last row only


SIGNS = 'use AND, OR, NOT, NEAR/n, BEFORE/n, ATLEAST/n, ( ), "a phrase", $entity, stem*, *tail, =Exact, title:'
BRACKETS = "put brackets around one group, as in (a OR b) AND c"
REQUIRED = "write what must be there first: a AND NOT b; or use none: of the rule"
LONGER = "use a longer stem, or write the words out"
BETWEEN = "write AND, OR or NEAR/n between the two"
EACH = "write the NEAR for each, as in a NEAR/5 c AND b NEAR/5 c"
LONE_STAR = "a lone star stands for one word between two others, as in rules * sea"
DISTANCE = "the distance must be 1 to 100 words, s (sentence) or p (paragraph)"
ZONE_HINT = "zones are title:, lead: and text:; a colon that belongs to the text needs quotes"

ERRORS = [
    pytest.param("", 0, "the expression is empty", "write at least one word or $entity", id="empty"),
    pytest.param("  ", 0, "the expression is empty", "write at least one word or $entity", id="blank"),
    pytest.param("a1 AND b1 OR c1", 10, "AND and OR side by side: say which belongs together", BRACKETS, id="mixed"),
    pytest.param("NOT ice", 0, "NOT alone: nothing to look for", REQUIRED, id="not alone"),
    pytest.param("a1 AND (NOT b1)", 8, "NOT alone: nothing to look for", REQUIRED, id="not alone in brackets"),
    pytest.param("NOT a1 AND NOT b1", 0, "NOT alone: nothing to look for", REQUIRED, id="only not"),
    pytest.param("a1 OR NOT b1", 6, "NOT cannot stand inside OR", "write a AND NOT b, or use none: of the rule", id="or not"),
    pytest.param("a1 AND NOT NOT b1", 11, "two NOT in a row", "write one NOT, or none", id="not not"),
    pytest.param("a1 NEAR/0 b1", 3, f"NEAR/0: {DISTANCE}", "as in NEAR/10 or NEAR/s", id="distance 0"),
    pytest.param("a1 NEAR/101 b1", 3, f"NEAR/101: {DISTANCE}", "as in NEAR/10 or NEAR/s", id="distance 101"),
    pytest.param("a1 BEFORE/x b1", 3, f"BEFORE/x: {DISTANCE}", "as in BEFORE/10 or BEFORE/s", id="distance x"),
    pytest.param("a1 NEAR/ b1", 3, f"NEAR/: {DISTANCE}", "as in NEAR/10 or NEAR/s", id="distance missing"),
    pytest.param("a1 NEAR/٣ b1", 3, f"NEAR/٣: {DISTANCE}", "as in NEAR/10 or NEAR/s", id="foreign digits"),
    pytest.param(
        "a1 near/5 b1", 3, "'near/5' is not an operator", "write NEAR/5, BEFORE/5 or ATLEAST/5, in capitals", id="near/5"
    ),
    pytest.param("a1 w/5 b1", 3, "'w/5' is not an operator", "write NEAR/5, BEFORE/5 or ATLEAST/5, in capitals", id="w/5"),
    pytest.param("(a1 AND b1) NEAR c1", 1, "NEAR takes words, phrases and OR groups, not AND", EACH, id="and in near"),
    pytest.param("a1 NEAR ATLEAST/2 b1", 8, "NEAR cannot hold ATLEAST", "join the two with AND", id="at least in near"),
    pytest.param(
        "ATLEAST/2 (a1 AND b1)", 11, "ATLEAST takes words, phrases and OR groups, not AND", "count one term", id="count and"
    ),
    pytest.param(
        "a1 NEAR 10 b1",
        3,
        "NEAR 10: the number belongs to the operator",
        'write NEAR/10, without a blank; to look for the number, quote it: "10"',
        id="a blank for the stroke",
    ),
    pytest.param(
        "title:a1 BEFORE/5 text:b1",
        9,
        "BEFORE/5: title: and text: never stand near each other",
        "join the two with AND",
        id="near across zones",
    ),
    pytest.param("ATLEAST ice", 0, "ATLEAST: how often? 1 to 100 times", "write it as in ATLEAST/3 icebreaker*", id="no count"),
    pytest.param(
        "ATLEAST/0 ice", 0, "ATLEAST/0: how often? 1 to 100 times", "write it as in ATLEAST/3 icebreaker*", id="count 0"
    ),
    pytest.param("(a1 OR b1", 0, "this '(' is never closed", "add the ')' that is missing", id="open bracket"),
    pytest.param("a1)", 2, "this ')' closes nothing", "remove it, or add the '(' that is missing", id="closing bracket"),
    pytest.param("a1 (b1)", 3, "an operator is missing before '('", BETWEEN, id="no operator"),
    pytest.param("(a1 title:b1)", 4, "an operator is missing before 'title:'", BETWEEN, id="no operator in brackets"),
    pytest.param("a1 AND", 6, "a term is missing at the end", "add a word, or remove the last operator", id="dangling operator"),
    pytest.param(
        "AND a1", 0, "a term is missing before 'AND'", 'to look for the word itself, quote it: "AND"', id="leading operator"
    ),
    pytest.param("a1 AND ()", 8, "a term is missing before ')'", "add a word", id="empty brackets"),
    pytest.param('a1 AND "ice', 7, "this quote is never closed", 'add the " that is missing', id="open quote"),
    pytest.param('a1 AND ""', 7, "an empty phrase", "write words between the quotes", id="empty phrase"),
    pytest.param("ic*", 0, "'ic*' would match too much: at least 3 letters beside a star", LONGER, id="short stem"),
    pytest.param("a1 OR *er", 6, "'*er' would match too much: at least 3 letters beside a star", LONGER, id="short tail"),
    pytest.param("*ice*", 0, "'*ice*': a star may stand only at one end of a word", "write both forms with OR", id="two stars"),
    pytest.param("a1 i*e", 3, "'i*e': a star may stand only at one end of a word", "write both forms with OR", id="inner star"),
    pytest.param("*", 0, "a phrase cannot begin or end with a lone star", LONE_STAR, id="star alone"),
    pytest.param("a1 AND ice *", 7, "a phrase cannot begin or end with a lone star", LONE_STAR, id="star at the end"),
    pytest.param("a=b", 0, "'a=b': '=' may stand only in front of a word", "", id="inner equals sign"),
    pytest.param("a1 OR ...", 6, "'...' has no letters", "remove it, or write a word", id="no letters"),
    pytest.param("a1, b1", 2, "',' means nothing here", SIGNS, id="comma"),
    pytest.param("“ice”", 0, "'“' means nothing here", 'use straight quotes: "a phrase"', id="curly quotes"),
    pytest.param("titel:ice", 0, "no zone 'titel:'", "did you mean 'title:'?", id="misspelt zone"),
    pytest.param("url:ice", 0, "no zone 'url:'", ZONE_HINT, id="unknown zone"),
    pytest.param("title:(text:ice)", 7, "text: inside title:", "name one zone for each term", id="zone in zone"),
    pytest.param("a1 AND $grenland", 7, "no entity '$grenland'", "did you mean '$greenland'?", id="misspelt entity"),
    pytest.param("$x", 0, "no entity '$x'", "known are $greenland, $nato, $north_pole, $sea-routes", id="unknown entity"),
    pytest.param("a1 $", 3, "'$' needs the id of an entity", "as in $greenland", id="bare sigil"),
    pytest.param('"a1 $ b1"', 4, "'$' needs the id of an entity", "as in $greenland", id="bare sigil in quotes"),
]


@pytest.mark.parametrize(("text", "position", "message", "hint"), ERRORS)
def test_an_error_says_where_what_and_what_to_do(text: str, position: int, message: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, ENTITIES)
    assert (caught.value.position, caught.value.message, caught.value.hint) == (position, message, hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a" * (MAX_LENGTH + 1), "the expression has 20,001 characters, at most 20,000 are allowed", id="too long"),
        pytest.param("(" * 9_000 + "a" + ")" * 9_000, "more than 50 levels inside each other", id="brackets"),
        pytest.param("a " * 51, "a phrase of 51 words, at most 50 are allowed", id="a long phrase"),
        pytest.param("title:" * 3_000 + "a", "title: inside title:", id="zones"),
        pytest.param("ATLEAST/1 " * 1_900 + "a", "more than 50 levels inside each other", id="counts"),
        pytest.param("ice" + " NEAR ice" * 2_200, "more than 50 levels inside each other", id="a chain of NEAR"),
        pytest.param("ice NEAR/" + "9" * 9_000 + " ice", f"NEAR/{'9' * 9_000}: {DISTANCE}", id="a number of 9,000 digits"),
    ],
)
def test_a_hostile_expression_is_refused(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.message == message


def test_an_expression_may_be_as_deep_and_as_long_as_promised() -> None:
    assert parse("(" * 50 + "ice" + ")" * 50) == word("ice", 50)
    assert len(children(parse("ice OR " * 2_800 + "ice"))) == 2_801


def test_walk_gives_every_node_with_its_depth() -> None:
    tree = parse("title:ice AND (a1 OR b1)")
    assert [(type(node).__name__, depth) for node, depth in walk(tree)] == [
        ("And", 1), ("Zone", 2), ("Word", 3), ("Or", 2), ("Word", 3), ("Word", 3),
    ]  # fmt: skip


# ------------------------------------------------------------------ properties


def bare(node: Node) -> Node:
    """The tree with all positions 0."""
    changes: dict[str, object] = {"position": 0}
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if dataclasses.is_dataclass(value):
            changes[field.name] = bare(value)  # type: ignore[arg-type]
        elif isinstance(value, tuple):
            changes[field.name] = tuple(map(bare, value))
    return dataclasses.replace(node, **changes)


LETTERS = st.text("abcæøåйЖß", min_size=3, max_size=6)
WORDS = st.one_of(
    LETTERS,
    LETTERS.map("{}*".format),
    LETTERS.map("*{}".format),
    LETTERS.map("={}".format),
    st.sampled_from(["US", '"NOT"', "AIS"]),
)
LEAVES = st.one_of(WORDS, st.sampled_from(["$greenland", "$nato"]), st.lists(WORDS, min_size=2, max_size=3).map(" ".join))


def _joined(located: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    near = st.sampled_from(["NEAR", "NEAR/3", "BEFORE/s", "NEAR/p"])
    return st.one_of(
        st.tuples(located, located).map("({0[0]} OR {0[1]})".format),
        st.tuples(located, near, located).map("({0[0]} {0[1]} {0[2]})".format),
    )


LOCATED = st.recursive(LEAVES, _joined, max_leaves=5)
CONDITIONS = st.one_of(LOCATED, LOCATED.map("ATLEAST/2 ({})".format), LOCATED.map("title:({})".format))
EXPRESSIONS = st.one_of(
    CONDITIONS,
    st.lists(CONDITIONS, min_size=2, max_size=3).map(" OR ".join),
    st.tuples(st.lists(CONDITIONS, min_size=1, max_size=3).map(" AND ".join), CONDITIONS).map("{0[0]} AND NOT ({0[1]})".format),
)


@settings(deadline=None)
@given(EXPRESSIONS)
def test_printing_and_parsing_again_gives_the_same_tree(text: str) -> None:
    tree = parse(text, ENTITIES)
    assert bare(parse(show(tree), ENTITIES)) == bare(tree)


PIECES = st.one_of(
    st.sampled_from(
        ["AND", "OR", "NOT", "NEAR/3", "BEFORE", "ATLEAST/2", "(", ")", '"', "title:", "$nato", "$", "*", "=", "ice*", " "]
    ),
    st.text(max_size=3),
    st.text(string.punctuation, max_size=2),
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_any_text_parses_or_is_refused_at_a_position_inside_it(text: str) -> None:
    tree, refused = attempt(text)
    if refused is not None:
        assert 0 <= refused.position <= len(text)
        assert refused.message
    else:
        assert tree is not None
        assert bare(parse(show(tree), ENTITIES)) == bare(tree)


def attempt(text: str) -> tuple[Node | None, QueryError | None]:
    try:
        return parse(text, ENTITIES), None
    except QueryError as error:
        return None, error
