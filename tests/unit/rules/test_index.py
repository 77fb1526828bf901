"""The rules in force: the same decisions as trying every rule, in order, with everything that an alert says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.model import Alias, Document, DocumentId, Entity, Match, Severity, Span
from worker.rules.index import RuleSet, required
from worker.rules.match import Reading, holds
from worker.rules.rule import Rule, RuleCompiler, RuleDefinition
from worker.rules.syntax import parse

ENTITIES = (
    Entity("greenland", "Greenland", "place", (Alias("Green*"), Alias("Kalaallit Nunaat"), Alias("Grøn*", frozenset(("da",))))),
    Entity("nato", "NATO", "organisation", (Alias("NATO"), Alias("the Alliance", case_sensitive=True)), weak=True),
    Entity("white_sea", "White Sea", "place", (Alias("White Sea"),), context=True),
    Entity("jet", "Jets", "capability", (Alias("F-35"), Alias("P-8*")), weak=True),
    Entity("nothing", "Nothing", "place", ()),
)
DICTIONARY = {
    "en": {"floe": frozenset({"floe", "floes"}), "breaker": frozenset({"breaker", "breakers"})},
    "da": {"kabel": frozenset({"kabel", "kablet", "kabler"})},
}
DAY = datetime(2026, 1, 12, tzinfo=UTC)
COMPILER = RuleCompiler(ENTITIES, lambda words: DICTIONARY)


def a_rule(query: str, id: str = "r1", **changes: object) -> Rule:
    rule, faults = COMPILER.compile(replace(RuleDefinition(id, f"Title of {id}", query=query), **changes))  # type: ignore[arg-type]
    assert faults == ()
    assert rule is not None
    return rule


def a_document(text: str, **changes: object) -> Document:
    return replace(Document(DocumentId(1), "test", None, "", text), **changes)  # type: ignore[arg-type]


def reading_of(rule: Rule, document: Document) -> Reading:
    """The document as this rule alone reads it."""
    return RuleSet([rule]).read(document)


def fired(rules: RuleSet, document: Document) -> list[str]:
    return [match.rule for match in rules.matches(document)]


def test_a_match_says_everything_that_an_alert_needs() -> None:
    rule = a_rule("ice AND $greenland", why="Because.", severity=Severity.HIGH, tags=("north",), channels=("desk",))
    assert RuleSet([rule]).matches(a_document("Snow. The ice of Greenland.")) == (
        Match(
            rule="r1",
            title="Title of r1",
            why="Because.",
            severity=Severity.HIGH,
            live=True,
            channels=("desk",),
            spans=(Span("text", 10, 13, "ice"), Span("text", 17, 26, "$greenland")),
            clauses=("ice", "$greenland"),
            sentence="The ice of Greenland.",
            sentence_spans=((4, 7), (11, 20)),
            tags=("north",),
        ),
    )


def test_the_most_severe_comes_first_then_by_id() -> None:
    severities = {"c": Severity.LOW, "b": Severity.CRITICAL, "d": Severity.LOW, "a": Severity.NORMAL}
    rules = RuleSet([a_rule("ice", id, severity=severity) for id, severity in severities.items()])
    assert fired(rules, a_document("ice")) == ["b", "a", "c", "d"]


def test_a_rule_on_test_matches_but_is_not_live_and_a_retired_one_is_gone() -> None:
    rules = RuleSet([a_rule("ice", "on-test", status="test"), a_rule("ice", "old", status="retired")])
    assert [(match.rule, match.live) for match in rules.matches(a_document("ice"))] == [("on-test", False)]
    assert [rule.id for rule in rules.rules] == ["on-test"]


def test_no_rules_match_nothing() -> None:
    assert RuleSet([]).matches(a_document("ice")) == ()


@pytest.mark.parametrize(
    ("where", "document", "expected"),
    [
        pytest.param({"languages": frozenset(("no",))}, {"language": None}, True, id="an unknown language passes"),
        pytest.param({"languages": frozenset(("no",))}, {"language": "no"}, True, id="its language"),
        pytest.param({"languages": frozenset(("no",))}, {"language": "en"}, False, id="another language"),
        pytest.param({"sources": frozenset(("test",))}, {}, True, id="its source"),
        pytest.param({"sources": frozenset(("other",))}, {}, False, id="another source"),
        pytest.param({"not_sources": frozenset(("test",))}, {}, False, id="an excluded source"),
        pytest.param({"not_sources": frozenset(("other",))}, {}, True, id="not the excluded source"),
        pytest.param({"urls": ("example.org",)}, {"url": "https://www.Example.org/a"}, True, id="its host"),
        pytest.param({"urls": ("*.mil/news*",)}, {"url": "https://navy.mil/news/1"}, True, id="its path"),
        pytest.param({"urls": ("*.mil/news*",)}, {"url": "https://navy.mil/jobs"}, False, id="another path"),
        pytest.param({"urls": ("example.org",)}, {"url": "https://example.org.evil.test/"}, False, id="a host that begins so"),
        pytest.param({"urls": ("example.org",)}, {}, False, id="no address"),
        pytest.param({"max_age": timedelta(days=3)}, {}, True, id="no date"),
        pytest.param({"max_age": timedelta(days=3)}, {"published": DAY, "first_seen": DAY}, True, id="fresh"),
        pytest.param(
            {"max_age": timedelta(days=3)}, {"published": DAY, "first_seen": DAY + timedelta(days=4)}, False, id="too old"
        ),
    ],
)
def test_where(where: dict[str, object], document: dict[str, object], expected: bool) -> None:
    rules = RuleSet([a_rule("ice", **where)])
    assert bool(rules.matches(a_document("ice", **document))) is expected
    assert rules.explain(a_document("ice", **document), "r1")[0].startswith("✓" if expected else "✗ where: ")


def test_explain_gives_the_tree_and_refuses_an_unknown_rule() -> None:
    rules = RuleSet([a_rule("ice AND $greenland")])
    assert rules.explain(a_document("ice"), "r1") == ("✗ all of", "  ✓ ice: 'ice'", "  ✗ $greenland")
    with pytest.raises(KeyError):
        rules.explain(a_document("ice"), "r2")


def test_rules_of_two_compilers_cannot_be_mixed() -> None:
    other, _ = RuleCompiler(ENTITIES).compile(RuleDefinition("r2", "Other", query="ice"))
    assert other is not None
    with pytest.raises(ValueError, match="one RuleCompiler"):
        RuleSet([a_rule("ice"), other])


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        pytest.param("ice", [{"~ice"}], id="word"),
        pytest.param("abc* OR *xyz", [{"abc*", "*xyz"}], id="one of several"),
        pytest.param("a1 NEAR $nato AND NOT b1", [{"a1"}, {"$nato"}], id="each of several"),
        pytest.param("ring * fire", [{"~ring"}, {"~fire"}], id="phrase"),
        pytest.param("title:(a1 AND (b1 OR c1))", [{"a1"}, {"b1", "c1"}], id="zone"),
        pytest.param("ATLEAST/2 (a1 OR b1 c1)", [{"a1", "b1"}], id="count"),
    ],
)
def test_what_a_document_must_have_for_a_rule_to_be_tried(query: str, keys: list[set[str]]) -> None:
    assert required(parse(query, COMPILER.names.ids)) == [frozenset(k) for k in keys]


def test_a_rule_is_tried_only_if_every_required_clause_has_a_key() -> None:
    rules = RuleSet([a_rule("icebreaker AND $greenland", "both"), a_rule("icebreaker OR $greenland", "either")])
    document = a_document("An icebreaker")
    assert [rule.id for rule in rules.candidates(rules.read(document))] == ["either"]


# ------------------------------------------------------------------ the same as trying every rule

VOCABULARY = [
    "ice",
    "icebreaker",
    "Greenland",
    "grønlandsk",
    "Kalaallit",
    "Nunaat",
    "NATO",
    "nato",
    "the",
    "Alliance",
    "White",
    "Sea",
    "F-35",
    "P-8A",
    "floe",
    "Floes",
    "kabler",
    "cabling",
    "icebreakers",
    "ice-breaker",
    "NATOs",
    "\n",
    "x.",
    "Y",
]
TERMS = [
    "ice",
    "ice*",
    "*breaker",
    "floe",
    "kabel",
    "cables",
    "NATO",
    "=Sea",
    "white sea",
    "ice * floe",
    "$greenland",
    "$jet",
    "$white_sea",
    "$nothing",
]
TERM = st.sampled_from(TERMS)
NEARS = st.tuples(TERM, st.sampled_from(["NEAR/2", "BEFORE/3", "NEAR/s", "NEAR/p"]), TERM).map(" ".join)
PART = st.one_of(
    TERM,
    NEARS,
    TERM.map("title:{}".format),
    TERM.map("ATLEAST/2 {}".format),
    st.tuples(TERM, NEARS).map("({0[0]} OR {0[1]})".format),
)
QUERY = st.one_of(
    PART,
    st.lists(PART, min_size=2, max_size=3).map(" AND ".join),
    st.lists(PART, min_size=2, max_size=3).map(" OR ".join),
    st.tuples(PART, PART).map("{0[0]} AND NOT ({0[1]})".format),
)
TEXT = st.lists(st.sampled_from(VOCABULARY), max_size=14).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(st.lists(QUERY, min_size=1, max_size=6), TEXT, TEXT, st.sampled_from([None, "en", "da"]))
def test_the_same_decisions_as_trying_every_rule(queries: list[str], title: str, text: str, language: str | None) -> None:
    compiled = [COMPILER.compile(RuleDefinition(f"r{n}", "", query=query))[0] for n, query in enumerate(queries)]
    rules = [rule for rule in compiled if rule is not None]  # a weak entity alone is refused
    document = a_document(text, title=title, language=language)
    by_force = [rule.id for rule in rules if holds(rule.expression, reading_of(rule, document))]
    found = RuleSet(rules).matches(document)
    assert [match.rule for match in found] == by_force
    for match in found:
        assert match.clauses
        fields = {"title": title, "text": text}
        assert all(0 <= span.start < span.end <= len(fields[span.zone]) for span in match.spans)
        assert match.sentence_spans
