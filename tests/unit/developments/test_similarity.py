"""Weights and likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.developments.similarity import Idf, likeness, load_prior
from worker.model import Features

KEYS = st.dictionaries(st.text(alphabet="abc0", min_size=1, max_size=3), st.integers(1, 9), max_size=8)


def made(terms: dict[str, int], names: dict[str, int] | None = None, own: frozenset[str] = frozenset()) -> Features:
    return Features("en", None, "", terms, names or {}, own)


def test_prior_takes_the_largest_share_of_all_languages() -> None:
    lines = ["# a comment\n", "\n", "en\tthe\t0.9\n", "da\tså\t0.3\n", "sv\tSÅ\t0.5\n", "*\tgeo:US\t0.4\n"]
    assert load_prior(lines) == {"the": 0.9, "sa": 0.5, "geo:US": 0.4}


@pytest.mark.parametrize("line", ["en\tthe", "en\tthe\tmany", "en\tthe\t1.5", "en\tthe\tnan", "en the 0.5"])
def test_malformed_prior_names_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 2: expected language, word and share"):
        load_prior(["en\ta\t0.9", line])


@pytest.mark.parametrize(
    ("rare", "common"),
    [
        pytest.param("t:hedda", "t:the", id="unseen against prior"),
        pytest.param("t:hedda", "t:port", id="unseen against counted"),
        pytest.param("n:geo:HR", "n:geo:US", id="country against listed country"),
        pytest.param("n:31", "n:2026", id="number against year"),
    ],
)
def test_rare_keys_weigh_more(rare: str, common: str) -> None:
    idf = Idf({"t:port": 400}, 1_000, {"the": 0.9, "geo:US": 0.4})
    assert idf.weight(rare) > idf.weight(common) >= 0


def test_a_key_of_every_document_weighs_nothing() -> None:
    assert Idf({"t:a": 10_000}, 10_000, {"a": 1.0}).weight("t:a") == pytest.approx(0, abs=1e-3)


@given(KEYS, KEYS, KEYS, KEYS, st.sets(st.text(alphabet="abc0", max_size=3)))
def test_likeness_is_symmetric_and_bounded(
    a: dict[str, int], b: dict[str, int], c: dict[str, int], d: dict[str, int], own: set[str]
) -> None:
    left, right = made(a, c, frozenset(own)), made(b, d)
    there, back = likeness(left, right, Idf(), 0.1), likeness(right, left, Idf(), 0.1)
    assert there == back
    assert 0 <= there.words <= 1
    assert 0 <= there.names <= 1
    assert sum(part for _, part in there.shared_terms) == pytest.approx(there.words)


def test_own_keys_weigh_little() -> None:
    a, b = made({"pact": 1, "snow": 1}, own=frozenset({"pact"})), made({"pact": 1, "fish": 1})
    assert likeness(a, b, Idf(), 0.05).words < 0.1 < likeness(a, b, Idf(), 1.0).words


def test_nothing_in_common_and_nothing_at_all() -> None:
    assert likeness(made({}), made({}), Idf(), 1.0).words == 0.0
    assert likeness(made({"a": 1}), made({"b": 1}), Idf(), 1.0).words == 0.0
