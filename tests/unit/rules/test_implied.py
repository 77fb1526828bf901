"""A rule that can never hold is told from one that may, and never the other way round."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.model import Alias, Document, DocumentId, Entity
from worker.rules.implied import contradictions
from worker.rules.index import RuleSet
from worker.rules.rule import RuleCompiler, RuleDefinition
from worker.rules.syntax import parse, show

COAST = Entity("coast", "Coast", "place", (Alias("coast*"),))
ISLE = Entity("isle", "Isle", "place", (Alias("isle*"),))
PLACES = Entity("places", "Places", "group", (*COAST.aliases, *ISLE.aliases), members=("coast", "isle"))
ENTITIES = (COAST, ISLE, PLACES)
MEMBERS: Mapping[str, tuple[str, ...]] = {"places": ("coast", "isle")}
IDS = frozenset(entity.id for entity in ENTITIES)


@pytest.mark.parametrize(
    ("query", "ruled_out"),
    [
        pytest.param("cable AND NOT cable", "cable", id="the word itself"),
        pytest.param("cable AND NOT (cable OR ship)", "cable OR ship", id="among alternatives"),
        pytest.param("sea cable AND NOT cable", "cable", id="a word of the phrase"),
        pytest.param("(cable NEAR/5 cut) AND NOT cut", "cut", id="a side of near"),
        pytest.param("ATLEAST/2 cable AND NOT cable", "cable", id="counted"),
        pytest.param("title:cable AND NOT cable", "cable", id="in the title, nowhere"),
        pytest.param("title:cable AND NOT lead:cable", "lead:cable", id="the title is in the lead"),
        pytest.param("(cable OR line) AND NOT (line OR cable OR ship)", "line OR cable OR ship", id="every alternative"),
        pytest.param("$coast AND NOT $places", "$places", id="a member of the group"),
        pytest.param("$places AND NOT ($coast OR $places)", "$coast OR $places", id="the group"),
        pytest.param("ship AND (cable AND NOT cable)", "cable", id="in brackets"),
    ],
)
def test_what_is_needed_and_ruled_out_is_found(query: str, ruled_out: str) -> None:
    assert [show(found.part) for _, found in contradictions(parse(query, IDS), MEMBERS)] == [ruled_out]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("cable AND NOT sea cable", id="the phrase, not the word"),
        pytest.param("cable AND NOT title:cable", id="elsewhere than in the title"),
        pytest.param("lead:cable AND NOT title:cable", id="in the lead below the title"),
        pytest.param("text:cable AND NOT lead:cable", id="far down"),
        pytest.param("(cable OR line) AND NOT cable", id="the other alternative"),
        pytest.param("cable AND NOT ATLEAST/2 cable", id="once"),
        pytest.param("cable AND cut AND NOT (cable NEAR/5 cut)", id="far apart"),
        pytest.param("cable AND NOT (cable AND ship)", id="both"),
        pytest.param("$places AND NOT $coast", id="another member"),
        pytest.param("ship OR (cable AND NOT cable)", id="another alternative holds"),
        pytest.param("Cable AND NOT =cable", id="other capitals"),
    ],
)
def test_what_may_hold_is_left_alone(query: str) -> None:
    assert list(contradictions(parse(query, IDS), MEMBERS)) == []


def test_many_nested_alternatives_take_no_long_time() -> None:
    def nested(depth: int) -> str:
        return "ice" if depth == 0 else f"(a{depth} OR (b{depth} OR {nested(depth - 1)}))"

    many = " OR ".join(f"word{number}" for number in range(800))
    for query in (f"{nested(20)} AND NOT {nested(20)}", f"({many}) AND NOT ({many} OR ship)"):
        assert len(list(contradictions(parse(query), {}))) <= 1


WORDS = st.sampled_from(["cable", "ship", "sea cable", "$coast", "$places", "ice*", "=Ice"])
PARTS = st.recursive(
    st.one_of(WORDS, WORDS.map("title:({})".format), WORDS.map("lead:({})".format), WORDS.map("ATLEAST/2 ({})".format)),
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map("({0[0]} {0[1]} {0[2]})".format),
    max_leaves=4,
)
TEXTS = st.lists(st.sampled_from(["Ice", "ice", "sea", "cable", "cables", "ship", "coast", "isle", "far"]), max_size=6).map(
    " ".join
)


@settings(deadline=None, max_examples=300)
@given(PARTS, PARTS, TEXTS, TEXTS)
def test_a_rule_that_is_said_never_to_hold_holds_for_no_text(needed: str, denied: str, title: str, text: str) -> None:
    query = f"({needed}) AND NOT ({denied})"
    if not list(contradictions(parse(query, IDS), MEMBERS)):
        return
    (one, _), (other, _) = RuleCompiler(ENTITIES).compile_all(
        [RuleDefinition("needed", "Needed", query=needed), RuleDefinition("denied", "Denied", query=denied)]
    )
    assert one is not None
    assert other is not None
    document = Document(DocumentId(1), "drop", None, title, text, language="en")
    found = {match.rule for match in RuleSet([one, other]).matches(document)}
    assert found != {"needed"}
