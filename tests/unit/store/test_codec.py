"""Features come back from their column as they went in, in the form of today and in that of the first databases."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import some_features
from worker.store.codec import features_from_json, features_from_text, features_to_json

HASHES = st.frozensets(st.integers(0, 2**63 - 1), max_size=600)


@given(HASHES, HASHES)
def test_hashes_come_back(shingles: frozenset[int], quotations: frozenset[int]) -> None:
    features = some_features(shingles=shingles, quotations=quotations)
    assert features_from_text(json.dumps(features_to_json(features))) == features


@pytest.mark.parametrize("hashes", [[], [1, 2, 2**62]], ids=["none", "some"])
def test_hashes_of_the_first_databases_stood_in_lists(hashes: list[int]) -> None:
    stored = features_to_json(some_features()) | {"shingles": hashes, "quotations": hashes}
    assert features_from_json(stored) == some_features(shingles=frozenset(hashes), quotations=frozenset(hashes))


def test_documents_stored_before_places_were_known_have_none() -> None:
    stored = {key: value for key, value in features_to_json(some_features()).items() if key != "spots"}
    assert features_from_json(stored) == some_features(spots=())


def test_what_is_denied_and_feared_comes_back_and_documents_from_before_have_neither() -> None:
    written = some_features(denied=frozenset({"death", "drone"}), feared=frozenset({"leak", "sink"}))
    stored = features_to_json(written)
    assert features_from_json(json.loads(json.dumps(stored))) == written
    old = {key: value for key, value in stored.items() if key not in ("denied", "feared")}
    assert features_from_json(old) == some_features()


def test_a_full_sketch_takes_eleven_characters_a_hash() -> None:
    full = features_to_json(some_features(shingles=frozenset(range(2**62, 2**62 + 600))))
    assert len(full["shingles"]) <= 11 * 600


def test_names_of_ships_come_back() -> None:
    features = some_features(called=frozenset({"tanker|vlr"}))
    assert features_from_text(json.dumps(features_to_json(features))) == features
    stored = {key: value for key, value in features_to_json(features).items() if key != "called"}
    assert features_from_json(stored).called == frozenset()
