"""From definitions to rules: all faults at once, each with a place; examples run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from worker.model import Alias, Document, DocumentId, Entity
from worker.rules.index import RuleSet
from worker.rules.rule import Example, RuleCompiler, RuleDefinition, RuleFault, ScoreDefinition
from worker.rules.syntax import show

COMPILER = RuleCompiler(
    (
        Entity("greenland", "Greenland", "place", (Alias("Greenland*"), Alias("Grønland*", frozenset(("da",))))),
        Entity("nato", "NATO", "organisation", (Alias("NATO"),), weak=True),
        Entity("russia", "Russia", "country", (Alias("Russia*"),), weak=True),
    )
)
RULE = RuleDefinition("r1", "A rule")


@pytest.mark.parametrize(
    ("definition", "expression"),
    [
        pytest.param(replace(RULE, query="ice"), "ice", id="query"),
        pytest.param(replace(RULE, all=("ice", "a1 OR b1")), "ice AND (a1 OR b1)", id="all"),
        pytest.param(replace(RULE, any=("ice",)), "ice", id="one choice"),
        pytest.param(replace(RULE, all=("$greenland",), any=("a1 AND b1", "c1")), "$greenland AND ((a1 AND b1) OR c1)", id="any"),
        pytest.param(replace(RULE, query="ice", none=("cream", "hockey")), "ice AND NOT cream AND NOT hockey", id="none"),
        pytest.param(replace(RULE, at_least=(2, ("a1", "b1", "c1"))), "at least 2 of: a1; b1; c1", id="at least"),
    ],
)
def test_a_definition_becomes_one_expression(definition: RuleDefinition, expression: str) -> None:
    rule, faults = COMPILER.compile(definition)
    assert faults == ()
    assert rule is not None
    assert rule.id == "r1"
    assert show(rule.expression) == expression


NOTHING = "no required word: the rule would be tried on every document"
ADD = "add query:, all:, any: or score: with a word that must be there"
WEAK = "$nato alone would fire this rule, and it is a weak entity: true of many texts that nobody watches for"
NARROW = "remove one of the two, or narrow what must not be there"
BESIDE = "ask for a place or an action beside it, as in $nato NEAR/s $arctic"


@pytest.mark.parametrize(
    ("definition", "faults"),
    [
        pytest.param(RULE, [RuleFault(("match",), None, NOTHING, ADD)], id="nothing to look for"),
        pytest.param(replace(RULE, none=("ice",)), [RuleFault(("match",), None, NOTHING, ADD)], id="only none"),
        pytest.param(
            replace(RULE, query=""),
            [RuleFault(("match", "query"), 0, "the expression is empty", "write at least one word or $entity")],
            id="empty query",
        ),
        pytest.param(
            replace(RULE, all=("ok1", "ic*"), any=("$grenland",), none=("AND",), at_least=(1, ("ok2", "ice )"))),
            [
                RuleFault(
                    ("match", "all", 1),
                    0,
                    "'ic*' would match too much: at least 3 letters beside a star",
                    "use a longer stem, or write the words out",
                ),
                RuleFault(("match", "any", 0), 0, "no entity '$grenland'", "did you mean '$greenland'?"),
                RuleFault(
                    ("match", "at_least", "of", 1), 4, "this ')' closes nothing", "remove it, or add the '(' that is missing"
                ),
                RuleFault(
                    ("match", "none", 0), 0, "a term is missing before 'AND'", 'to look for the word itself, quote it: "AND"'
                ),
            ],
            id="every fault at once",
        ),
        pytest.param(
            replace(RULE, query="ice AND NOT ice"),
            [RuleFault(("match", "query"), 8, "this rule can never hold: 'ice' must be there, and 'ice' must not", NARROW)],
            id="needed and ruled out in the query",
        ),
        pytest.param(
            replace(RULE, all=("snow", "title:ice"), none=("hail", "ice OR sleet")),
            [
                RuleFault(
                    ("match", "none", 1),
                    0,
                    "this rule can never hold: 'title:ice' must be there, and 'ice OR sleet' must not",
                    NARROW,
                )
            ],
            id="needed in all, ruled out in none",
        ),
        pytest.param(
            replace(RULE, at_least=(3, ("a1", "b1"))),
            [
                RuleFault(
                    ("match", "at_least", "n"), None, "3 of 2 lines: the number must be 1 to 2", "change n, or add lines to of:"
                )
            ],
            id="more than there are",
        ),
        pytest.param(
            replace(RULE, at_least=(0, ("a1",))),
            [
                RuleFault(
                    ("match", "at_least", "n"), None, "0 of 1 lines: the number must be 1 to 1", "change n, or add lines to of:"
                )
            ],
            id="none of them",
        ),
        pytest.param(replace(RULE, query="$nato"), [RuleFault(("match",), None, WEAK, BESIDE)], id="weak alone"),
        pytest.param(replace(RULE, any=("ice", "title:$nato")), [RuleFault(("match",), None, WEAK, BESIDE)], id="weak in any"),
        pytest.param(replace(RULE, query="$nato AND NOT ice"), [RuleFault(("match",), None, WEAK, BESIDE)], id="weak and not"),
        pytest.param(
            replace(RULE, at_least=(1, ("ATLEAST/2 $nato", "ice"))),
            [RuleFault(("match",), None, WEAK, BESIDE)],
            id="weak of some",
        ),
    ],
)
def test_faults_say_where_and_what_to_do(definition: RuleDefinition, faults: list[RuleFault]) -> None:
    assert COMPILER.compile(definition) == (None, tuple(faults))


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("$nato AND mission", id="with an action"),
        pytest.param("$nato NEAR/s $russia", id="with another weak one"),
        pytest.param("$greenland", id="strong alone"),
        pytest.param("leave $nato", id="in a phrase"),
    ],
)
def test_a_weak_entity_may_stand_beside_something(query: str) -> None:
    assert COMPILER.compile(replace(RULE, query=query))[1] == ()


def test_examples_that_hold_pass() -> None:
    match = (Example("Icebergs off Greenland"), Example("", title="Greenland's ice"), Example("Grønlands is, ice", language="da"))
    ignore = (Example("Greenland"), Example("Grønland, ice", language="en"))
    rule, faults = COMPILER.compile(replace(RULE, query="$greenland AND ice*", must_match=match, must_ignore=ignore))
    assert faults == ()
    assert rule is not None


def test_examples_that_fail_are_faults_with_the_tree() -> None:
    definition = replace(
        RULE,
        query="$greenland AND ice",
        must_match=(Example("ice, Greenland"), Example("Greenland")),
        must_ignore=(Example("Greenland ice"),),
    )
    hint = "change the example or the rule; ✓ and ✗ show what held"
    rule, faults = COMPILER.compile(definition)
    assert rule is None
    assert faults == (
        RuleFault(
            ("examples", "match", 1),
            None,
            "rule 'r1': this example must match and does not: 'Greenland'",
            hint,
            "missing: ice\n✗ all of\n  ✓ $greenland: 'Greenland'\n  ✗ ice",
        ),
        RuleFault(
            ("examples", "ignore", 0),
            None,
            "rule 'r1': this example must be ignored and matches: 'Greenland ice'",
            hint,
            "holds by: $greenland: 'Greenland'\nholds by: ice: 'ice'\n✓ all of\n  ✓ $greenland: 'Greenland'\n  ✓ ice: 'ice'",
        ),
    )


def test_a_long_example_is_shortened_in_its_message() -> None:
    _, faults = COMPILER.compile(replace(RULE, query="ice", must_match=(Example("snow " * 40),)))
    assert faults[0].message == f"rule 'r1': this example must match and does not: '{'snow ' * 11}snow…'"


# ------------------------------------------------------------------ score


def scored(at_least: int, cap: int, **points: int) -> RuleDefinition:
    table = tuple((text.replace("_", " "), count) for text, count in points.items())
    return RuleDefinition("r1", "Title", score=ScoreDefinition(at_least, table, cap))


@pytest.mark.parametrize(
    ("definition", "text", "expected"),
    [
        pytest.param(scored(3, 1, ice=2, patrol=1), "ice", False, id="too few points"),
        pytest.param(scored(3, 1, ice=2, patrol=1), "ice patrol", True, id="enough together"),
        pytest.param(scored(3, 1, ice=2, patrol=1), "ice ice ice", False, id="each place counts up to the cap"),
        pytest.param(scored(4, 2, ice=2), "ice ice ice", True, id="twice with a cap of two"),
        pytest.param(scored(2, 1, ice=2, ice_cream=-2), "ice cream", False, id="points taken away"),
        pytest.param(scored(2, 1, ice=2), "snow", False, id="nothing found"),
    ],
)
def test_a_score_adds_up_what_stands_in_a_text(definition: RuleDefinition, text: str, expected: bool) -> None:
    rule, faults = COMPILER.compile(definition)
    assert rule is not None, faults
    assert bool(RuleSet([rule]).matches(Document(DocumentId(1), "test", None, "", text))) is expected


def test_a_score_says_what_gave_points() -> None:
    rule, _ = COMPILER.compile(scored(3, 2, ice=2, patrol=1, fog=-1, snow=1))
    assert rule is not None
    document = Document(DocumentId(1), "test", None, "Ice", "An ice patrol in fog")
    assert RuleSet([rule]).explain(document, "r1") == (
        "✓ 3 points or more (4 found)",
        "  +4 ice: 'Ice', 'ice'",
        "  +1 patrol: 'patrol'",
        "  -1 fog: 'fog'",
        "  0 1 further term",
    )
    (match,) = RuleSet([rule]).matches(document)
    assert match.clauses == ("ice", "patrol")
    assert [document.text[span.start : span.end] for span in match.spans if span.zone == "text"] == ["ice", "patrol"]
