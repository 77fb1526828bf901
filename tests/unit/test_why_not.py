"""Reading a clause tree for what is missing, and the words of `why-not` and `rules backtest`."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_document
from worker.rules.index import RuleSet
from worker.rules.needs import nearness, parsed, requirements
from worker.rules.rule import RuleCompiler, RuleDefinition, ScoreDefinition
from worker.wording import backtest_lines, sparkline, why_not_lines

TEXT = "A frigate left the port. Snow fell on a town far away for three days. The cable is old."


def asked(query: str, *, none: tuple[str, ...] = (), **more: Any) -> list[tuple[bool, str]]:
    definition = RuleDefinition("tried", "Tried", query=query, none=none, **more)
    rule, faults = RuleCompiler(()).compile(definition)
    assert rule is not None, faults
    lines = RuleSet([rule]).explain(a_document(title="", text=TEXT), "tried")
    return [each for part in parsed(lines) for each in requirements(part)]


def missing(query: str, **more: Any) -> list[str]:
    return [text for good, text in asked(query, **more) if not good]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("sloop", ["sloop"], id="a word"),
        pytest.param("sloop OR yawl", ["none of sloop, yawl"], id="alternatives"),
        pytest.param("frigate AND sloop AND yawl", ["sloop", "yawl"], id="all of: only what is not there"),
        pytest.param("frigate AND (sloop OR yawl)", ["none of sloop, yawl"], id="alternatives inside"),
        pytest.param("frigate NEAR/3 sloop", ["frigate NEAR/3 sloop"], id="two words near: one line"),
        pytest.param("(frigate OR sloop) NEAR/3 (yawl OR ketch)", ["none of yawl, ketch"], id="one side of a NEAR"),
        pytest.param("(sloop OR (yawl NEAR/2 (ketch OR brig)))", ["none of sloop, (yawl NEAR/2 ketch OR brig)"], id="nested"),
        pytest.param(
            "(frigate OR sloop) NEAR/3 (cable OR ketch)",
            ["NEAR/3: 'frigate' and 'cable' are there, but not that near to each other"],
            id="both sides, too far apart",
        ),
        pytest.param(
            "a1b OR b1c OR c1d OR d1e OR e1f OR f1g OR g1h OR h1i",
            ["none of a1b, b1c, c1d, d1e, e1f, f1g or 2 more"],
            id="many alternatives: the first few",
        ),
        pytest.param(
            "(frigate AND sloop AND yawl) OR (frigate AND (cable OR brig) AND (sloop OR ketch)) OR (brig AND ketch)",
            ["none of 3 ways; the nearest has 'frigate', 'cable' and lacks any of sloop, ketch"],
            id="alternatives of which one is nearly there",
        ),
        pytest.param(
            "lead:((frigate AND sloop) OR brig)", ["lead: none of 2 ways; the nearest has 'frigate' and lacks sloop"], id="a part"
        ),
        pytest.param(
            " OR ".join(f"({'a' * 30}{n} AND {'b' * 30}{n})" for n in range(3)),
            [f"none of ({'a' * 30}0 AND {'b' * 30}0) or 2 more"],
            id="long alternatives: one is enough",
        ),
    ],
)
def test_what_is_missing_is_said_without_what_is_there(query: str, said: list[str]) -> None:
    assert missing(query) == said


def test_an_excluded_word_and_a_wrong_source_are_named() -> None:
    assert missing("frigate", none=("cable",)) == ["NOT cable: 'cable'"]
    [said] = missing("frigate", sources=frozenset({"harbour"}))
    assert said.startswith("where: source 'coast'")


def test_what_must_not_be_there_counts_only_where_it_is() -> None:
    assert asked("frigate AND sloop", none=("brig", "yawl")) == [(True, "frigate: 'frigate'"), (False, "sloop")]


def test_points_that_are_too_few_are_numbers() -> None:
    score = ScoreDefinition(5, (("frigate", 2), ("sloop", 4)))
    rule, _ = RuleCompiler(()).compile(RuleDefinition("tried", "Tried", score=score))
    assert rule is not None
    [part] = parsed(RuleSet([rule]).explain(a_document(title="", text=TEXT), "tried"))
    assert requirements(part) == [(False, "points: 2 found, 5 needed")]


@pytest.mark.parametrize(
    ("query", "share"),
    [
        pytest.param("frigate", 1, id="all"),
        pytest.param("frigate AND sloop", 0.5, id="half"),
        pytest.param("(frigate AND cable AND sloop AND yawl) OR (frigate AND snow AND town AND yawl)", 0.75, id="nearest way"),
        pytest.param("frigate AND NOT brig AND NOT yawl AND sloop", 0.5, id="what is rightly absent is nothing gained"),
        pytest.param("frigate AND NOT cable", 0.5, id="what is wrongly there is something lost"),
    ],
)
def test_nearness_is_the_share_that_is_there(query: str, share: float) -> None:
    rule, _ = RuleCompiler(()).compile(RuleDefinition("tried", "Tried", query=query))
    assert rule is not None
    assert nearness(parsed(RuleSet([rule]).explain(a_document(title="", text=TEXT), "tried"))) == share


def test_too_few_of_several_says_how_many_held() -> None:
    definition = {"at_least": (2, ("frigate", "sloop", "yawl"))}
    rule, _ = RuleCompiler(()).compile(RuleDefinition("tried", "Tried", **definition))
    lines = RuleSet([rule]).explain(a_document(title="", text=TEXT), "tried")
    [part] = parsed(lines)
    assert requirements(part) == [(False, "at least 2 of frigate, sloop, yawl: 1 held")]


def test_the_nearness_of_a_near_counts_its_sides() -> None:
    assert [good for good, _ in asked("(frigate OR sloop) NEAR/3 (cable OR ketch)")] == [True, True, False]
    assert [good for good, _ in asked("(frigate OR sloop) NEAR/3 (left OR ketch)")] == [True, True, True]
    assert [good for good, _ in asked("(sloop OR yawl) NEAR/3 (brig OR ketch)")] == [False, False]


@given(st.lists(st.text(alphabet=" ✓✗ab+:'\n", max_size=12), max_size=12))
def test_any_lines_are_read_without_fault(lines: list[str]) -> None:
    for part in parsed(lines):
        assert requirements(part)


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("numbers", "bars"),
    [
        pytest.param([], "", id="no days"),
        pytest.param([0, 0], "  ", id="nothing"),
        pytest.param([1], "█", id="one day"),
        pytest.param([0, 1, 4, 8], " ▁▄█", id="in proportion"),
        pytest.param([1, 1000], "▁█", id="little is not nothing"),
    ],
)
def test_a_sparkline_has_a_bar_a_day(numbers: list[int], bars: str) -> None:
    assert sparkline(numbers) == bars


def an_account(**rule: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": "ships",
        "status": "live",
        "holds": False,
        "recorded": False,
        "held": 1,
        "required": 2,
        "missing": ["cable"],
        "removed": [],
    }
    return {
        "item": {"id": 3, "source": "coast", "title": "Ships", "path": None, "url": None, "next_attempt_at": None},
        "document": {"id": 5, "language": "en"},
        "development": {"id": "d2", "kind": "new"},
        "alerts": [{"channel": "desk", "outcome": "silent", "reason": "nothing new", "rule": "cables", "delivery": None}],
        "rules": [values | rule],
    }


REMOVED = {"reason": "related", "text": "Read more: a cable was cut"}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        pytest.param({}, "missing: cable", id="a miss"),
        pytest.param({"recorded": True}, "it held when the document came in: the rule was changed since", id="lost since"),
        pytest.param({"removed": [REMOVED]}, "would make it hold: reason related", id="a removed line"),
        pytest.param({"removed": [REMOVED, REMOVED | {"reason": "menu"}]}, "reasons menu, related", id="removed lines"),
        pytest.param({"status": "test"}, "ships (on test): 1 of 2 things are there", id="on test"),
        pytest.param({"holds": True, "recorded": True}, "desk: silent, because: nothing new (decided by cables)", id="silent"),
        pytest.param({"holds": True}, "the rule is newer, or was changed since", id="gained since"),
        pytest.param({"holds": True, "status": "retired"}, "a retired rule is not tried", id="retired"),
    ],
)
def test_an_account_says_why(rule: dict[str, Any], said: str) -> None:
    assert said in "\n".join(why_not_lines(an_account(**rule), ZoneInfo("UTC"), 10))


def test_what_is_missing_is_named_by_its_title() -> None:
    lines = why_not_lines(an_account(missing=["lead:$north"]), ZoneInfo("UTC"), 5, {"entity:north": "The High North"}.__getitem__)
    assert list(lines)[-1] == "      missing: lead:<The High North>"


def test_of_several_things_the_first_is_named_and_all_on_request() -> None:
    account = an_account(missing=["cable", "sea", "ship"])
    assert list(why_not_lines(account, ZoneInfo("UTC"), 5))[-2:] == ["      missing: cable", "      and 2 more things"]
    assert list(why_not_lines(account, ZoneInfo("UTC"), None))[-1] == "      missing: ship"


def test_without_a_decision_the_reason_is_the_rule_or_the_channels() -> None:
    account = an_account(holds=True, recorded=True) | {"alerts": []}
    assert "no enabled channel" in "\n".join(why_not_lines(account, ZoneInfo("UTC"), None))


def test_the_nearest_misses_are_shown_and_the_others_counted() -> None:
    account = an_account()
    account["rules"] *= 12
    lines = list(why_not_lines(account, ZoneInfo("UTC"), 10))
    assert sum(line.startswith("  ✗") for line in lines) == 10
    assert lines[-1] == "  and 2 more rules that were further away; --all shows them"


def test_a_refused_item_says_so_and_no_rule() -> None:
    account = an_account() | {"document": None}
    account["item"] |= {"stage": "refused", "reason": "is empty"}
    assert list(why_not_lines(account, ZoneInfo("UTC"), 10))[1:] == ["  refused   is empty: no rule was tried"]


def test_no_documents_in_the_window_is_said_plainly() -> None:
    assert list(backtest_lines({"documents": 0, "days": 30}, ())) == [
        "no document came in within 30 days; --days looks further back"
    ]
