"""Constraints given to a replay: read, closed under what follows from them, refused when they cannot all hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.model import DocumentId
from worker.store.constraints import FREE, Bond, Constraint, ConstraintError, Ties, closed, groups, read_lines, star


def together(a: str, b: str) -> Constraint:
    return Constraint(a, b, Bond.TOGETHER)


def apart(a: str, b: str) -> Constraint:
    return Constraint(a, b, Bond.APART)


NAMES = st.sampled_from("abcdefgh")
PAIRS = st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(PAIRS))
def test_groups_are_disjoint_and_hold_both_ends_of_every_pair(pairs: list[tuple[str, str]]) -> None:
    found = groups(pairs)
    assert set(found) == {name for pair in pairs for name in pair}
    assert all(found[a] == found[b] for a, b in pairs)
    assert all(found[other] == group for group in found.values() for other in group)


@given(st.lists(PAIRS, max_size=6), st.lists(PAIRS, max_size=4))
def test_what_follows_does_not_depend_on_the_order_and_goes_both_ways(
    joined: list[tuple[str, str]], parted: list[tuple[str, str]]
) -> None:
    given_ = [together(*pair) for pair in joined] + [apart(*pair) for pair in parted]
    try:
        found = closed(given_)
    except ConstraintError:
        with pytest.raises(ConstraintError):
            closed(given_[::-1])
        return
    assert closed(given_[::-1]) == found
    assert all(a in found.apart[b] for a, others in found.apart.items() for b in others)
    assert all(found.together.get(a, {a}).isdisjoint(others) for a, others in found.apart.items())


def test_what_is_together_with_one_put_apart_is_apart_too() -> None:
    found = closed([together("a", "b"), together("c", "d"), apart("b", "c")])
    placed = {"a": DocumentId(1), "c": DocumentId(3)}
    assert found.ties("d", placed) == Ties(frozenset({DocumentId(3)}), frozenset({DocumentId(1)}))
    assert found.ties("b", placed) == Ties(frozenset({DocumentId(1)}), frozenset({DocumentId(3)}))
    assert found.ties("e", placed) == FREE
    assert found.names == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    "constraints",
    [
        pytest.param([together("a", "b"), apart("b", "a")], id="the same pair"),
        pytest.param([apart("a", "c"), together("a", "b"), together("b", "c")], id="by a chain"),
    ],
)
def test_constraints_that_contradict_each_other_are_refused(constraints: list[Constraint]) -> None:
    with pytest.raises(ConstraintError, match="are put apart, but other constraints put them together; remove one side"):
        closed(constraints)


def test_lines_are_read_with_numbers_or_texts_and_blank_ones_left_out() -> None:
    lines = [
        '{"a": 12, "b": "x", "kind": "apart", "at": "2026-11-21T12:00:00+00:00"}\n',
        "\n",
        '{"a": "x", "b": "y", "kind": "together"}',
    ]
    assert list(read_lines(lines)) == [apart("12", "x"), together("x", "y")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("[", "line 2: expected", id="no JSON"),
        pytest.param("[" * 100_000, "line 2: expected", id="nested too deeply"),
        pytest.param("[1]", "line 2: expected", id="no object"),
        pytest.param('"text"', "line 2: expected", id="a text"),
        pytest.param('{"a": "x", "kind": "apart"}', "line 2: expected", id="one document"),
        pytest.param('{"a": "x", "b": null, "kind": "apart"}', "line 2: expected", id="no id"),
        pytest.param('{"a": true, "b": "x", "kind": "apart"}', "line 2: expected", id="a truth value"),
        pytest.param('{"a": "x", "b": "y", "kind": "near"}', "line 2: expected", id="unknown kind"),
        pytest.param('{"a": 1, "b": "1", "kind": "apart"}', "line 2: '1' is paired with itself", id="itself"),
    ],
)
def test_a_line_that_is_no_constraint_is_named(line: str, message: str) -> None:
    good = json.dumps({"a": "x", "b": "y", "kind": "apart"})
    with pytest.raises(ConstraintError, match=message):
        list(read_lines([good, line]))


def test_a_star_holds_all_together_with_the_fewest_pairs() -> None:
    documents = [DocumentId(n) for n in (4, 7, 9)]
    assert star(documents) == [(4, 7), (4, 9)]
    assert star(documents[:1]) == []
