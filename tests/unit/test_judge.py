"""The judge hands values from one stage to the next."""

from dataclasses import replace

import pytest

from tests.builders import a_document
from worker.entities.concepts import load_concepts
from worker.entities.gazetteer import Gazetteer
from worker.judge import Judge, plain_language
from worker.rules.index import RuleSet

JUDGE = Judge(RuleSet(()), Gazetteer(()), {"on": 1.0}, load_concepts(["warship\ten\tfrigate*", "warship\tno\tfregatt*"]))


@pytest.mark.parametrize(
    ("code", "language"),
    [(None, None), ("", None), ("en", "en"), ("en-GB", "en"), ("de_AT", "de"), ("nb", "no"), ("nn-NO", "no"), ("RU", "ru")],
)
def test_plain_language(code: str | None, language: str | None) -> None:
    assert plain_language(code) == language


def test_a_document_is_read_in_its_plain_language() -> None:
    reading = JUDGE.read(a_document(language="nb-NO", title="", text="En fregatt fulgte et skip."))
    assert reading.document.language == reading.features.language == "no"
    assert reading.features.concepts == {"warship": 1}


def test_weighing_puts_rarity_in_the_place_of_counts() -> None:
    """By what is counted so far; the rest of the reading stays as it is."""
    reading = JUDGE.read(a_document())
    found = JUDGE.weigh(reading, {"": 1_000, "t:tanker": 900, "t:on": 999})
    terms = found.features.terms
    assert reading.features.terms["tanker"] == reading.features.terms["frigate"] == 2
    assert terms.get("on", 0) < terms["tanker"] < terms["frigate"] < 1
    assert replace(found, features=reading.features) == reading


def test_a_document_that_nobody_has_seen_yet_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="has no first_seen"):
        JUDGE.read(a_document(first_seen=None))
