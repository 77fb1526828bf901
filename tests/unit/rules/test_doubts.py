"""Operators in small letters and rules that hold for nearly every text are told; phrases in quotes are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from worker.rules.doubts import doubts, too_wide
from worker.rules.rule import RuleCompiler, RuleDefinition, ScoreDefinition

RULE = RuleDefinition("r1", "A rule")
TOLD = "{!r} is looked for as a phrase; {} in capitals is the operator, quotes say that the phrase is meant"


@pytest.mark.parametrize(
    ("rule", "phrase", "operator"),
    [
        pytest.param(replace(RULE, query="cable and Svalbard"), "cable and Svalbard", "AND", id="and"),
        pytest.param(replace(RULE, query="ship AND (cut Or severed)"), "cut Or severed", "OR", id="one capital"),
        pytest.param(replace(RULE, all=("ice", "cable AND not drill")), "AND not drill", "NOT", id="not behind an operator"),
        pytest.param(replace(RULE, any=('"sea cable" and $svalbard',)), '"sea cable" and $svalbard', "AND", id="quotes, entity"),
        pytest.param(replace(RULE, query="ice", none=("film or book*",)), "film or book*", "OR", id="none"),
        pytest.param(replace(RULE, at_least=(1, ("a1", "b1 and c1"))), "b1 and c1", "AND", id="at least"),
        pytest.param(replace(RULE, score=ScoreDefinition(1, (("a1 or b1", 2),))), "a1 or b1", "OR", id="points"),
    ],
)
def test_an_operator_in_small_letters_is_told_with_what_it_means(rule: RuleDefinition, phrase: str, operator: str) -> None:
    assert list(doubts(rule)) == [TOLD.format(phrase, operator)]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('"search and rescue" AND ship', id="a phrase in quotes"),
        pytest.param("cable AND ship OR ice", id="operators"),
        pytest.param("sand NEAR/5 norden", id="inside a word"),
        pytest.param('"oil and gas" OR "search and rescue"', id="two phrases in quotes"),
        pytest.param("a" * 19_000 + " ice", id="a long word"),
    ],
)
def test_what_is_meant_as_it_stands_is_not_told(query: str) -> None:
    assert list(doubts(replace(RULE, query=query))) == []


def told_wide(definition: RuleDefinition) -> list[str]:
    rule, faults = RuleCompiler([]).compile(definition)
    assert rule is not None, faults
    return [doubt for _, doubt in too_wide([rule])]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param(replace(RULE, query="the"), "'the'", id="a word of every text"),
        pytest.param(replace(RULE, query="frigate OR of OR и"), "'of'", id="one such alternative"),
        pytest.param(replace(RULE, query="die NEAR/9 der", languages=frozenset({"de"})), "'der', 'die'", id="one language"),
        pytest.param(replace(RULE, query="новое"), "'новое'", id="another language than the first"),
        pytest.param(
            replace(RULE, score=ScoreDefinition(2, (("they", 1), ("more", 1), ("ice", 5)))), "'they', 'more'", id="points"
        ),
    ],
)
def test_a_rule_that_holds_for_a_text_about_nothing_is_told_with_the_words(rule: RuleDefinition, words: str) -> None:
    assert told_wide(rule) == [f"it holds for nearly every text, by {words}; ask for a word beside it that tells the subject"]


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(replace(RULE, query="the AND frigate"), id="a subject beside it"),
        pytest.param(replace(RULE, query="the", sources=frozenset({"navy"})), id="all of one source"),
        pytest.param(replace(RULE, query="the", urls=("*.mil/news*",)), id="all of one address"),
        pytest.param(replace(RULE, query="the", languages=frozenset({"es"})), id="only in texts of another language"),
    ],
)
def test_a_rule_with_a_subject_or_a_source_of_its_own_is_not_told(rule: RuleDefinition) -> None:
    assert told_wide(rule) == []


def test_without_rules_nothing_is_told() -> None:
    assert list(too_wide([])) == []
