"""Random expressions and random rule files: read, or refused with a place and a reason; never anything else, and never for long.

`python -m benchmarks.rules.fuzz` runs thousands of the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.rules import fuzz, making
from benchmarks.rules.fuzz import LongText, check_expression, check_file, prepare
from worker.rules.rule import RuleCompiler
from worker.rules.syntax import QueryError, parse

MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def compiler() -> RuleCompiler:
    return making.compiler(fuzz.ENTITIES)


@pytest.fixture(scope="module")
def long_text(compiler: RuleCompiler) -> LongText:
    return LongText(compiler)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        prepare(Path(name))
        yield Path(name)


@MANY
@given(fuzz.EXPRESSIONS)
def test_any_text_is_an_expression_or_is_refused_with_a_position(text: str) -> None:
    refused: QueryError | None = None
    try:
        parse(text, {"greenland", "nato", "white_sea"})
    except QueryError as error:
        refused = error
    assert refused is None or (0 <= refused.position <= len(text) and refused.message)


@pytest.mark.timeout(120)  # a pattern that hangs the matcher fails here; in all it takes a few seconds
@MANY
@given(fuzz.EXPRESSIONS)
def test_an_expression_that_can_be_read_is_decided_and_explained_on_a_long_text(
    compiler: RuleCompiler, long_text: LongText, text: str
) -> None:
    assert check_expression(compiler, long_text, text) in ("held", "read", "refused")


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ice " * 5_000, id="a phrase of thousands of words, refused"),
        pytest.param(" AND ".join(["ice " * 50] * 60), id="many of the longest phrases"),
        pytest.param(" OR ".join(["ice"] * 2_500), id="thousands of choices"),
        pytest.param(" NEAR/100 ".join(["(ice OR sea OR snow)"] * 20), id="a chain of NEAR"),
        pytest.param(" NEAR/p ".join(["(ic* OR se* OR *now)"] * 40), id="stars that are refused"),
        pytest.param(" NEAR/p ".join(["(ice* OR sea* OR *snow)"] * 20), id="a chain of NEAR/p with stars"),
        pytest.param("ATLEAST/100 (" + " OR ".join(["sea * * * * ice"] * 200) + ")", id="lone stars"),
        pytest.param("(" * 5_000 + "ice" + ")" * 5_000, id="brackets"),
        pytest.param("a" * 19_000 + "*", id="a long word"),
    ],
)
def test_patterns_made_to_hang_the_matcher_end(compiler: RuleCompiler, long_text: LongText, text: str) -> None:
    assert check_expression(compiler, long_text, text) in ("held", "read", "refused")


@MANY
@given(fuzz.FILES)
def test_any_file_of_rules_or_entities_is_read_or_refused_with_places(folder: Path, given_file: tuple[str, bytes]) -> None:
    assert check_file(folder, given_file) in ("read", "refused")


def test_the_random_ones_are_of_every_kind(compiler: RuleCompiler, long_text: LongText, folder: Path) -> None:
    """Else the tests above would show nothing."""
    expressions = fuzz.run(fuzz.EXPRESSIONS, lambda text: check_expression(compiler, long_text, text), 120, 1)
    assert set(expressions.counts) == {"held", "read", "refused"}
    files = fuzz.run(fuzz.FILES, lambda one: check_file(folder, one), 120, 1)
    assert set(files.counts) == {"read", "refused"}


def test_a_crash_is_counted_and_kept_with_its_input() -> None:
    def check(value: int) -> str:
        return str(1 // (value % 2))

    outcome = fuzz.run(st.integers(0, 3), check, 30, 1)
    assert outcome.counts["1"] > 0
    assert outcome.counts["crashed"] > 0
    [(place, told)] = outcome.crashes.items()
    assert place.startswith("ZeroDivisionError in test_fuzz.py:")
    assert told.startswith(("0\n", "2\n"))
    assert "crashed" in fuzz.shown("numbers", outcome)
