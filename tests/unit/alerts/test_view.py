"""What an alert says about a development: counts, headline, the deciding sentence."""

from __future__ import annotations

import pytest

from tests.builders import NOW, a_document, a_match
from worker.alerts.view import Occasion, Publisher, Sighting, alert_view, headline_of, notice_view
from worker.model import DocumentId, Kind, Severity

PUBLISHERS = {"coast": Publisher("Coast News", "C"), "wire": Publisher("The Wire", "B")}
NEW = Occasion("new", 0, "svalbard", Severity.HIGH, "12", NOW, None)
UPDATE = Occasion("update", 2, "svalbard", Severity.HIGH, "12", NOW, NOW)


def sighting(number: int, **changes: object) -> Sighting:
    values = {
        "document": a_document(id=DocumentId(number), title=f"Title {number}", source=changes.pop("source", "coast")),
        "kind": Kind.REPORT,
        "origin": "",
        "matches": (a_match(sentence=f"Sentence {number}."),),
        "told": False,
    }
    return Sighting(**(values | changes))


def test_a_new_alert_speaks_through_the_first_document_that_matched() -> None:
    view = alert_view(NEW, [sighting(1, matches=()), sighting(2), sighting(3)], PUBLISHERS)
    assert (view.headline, view.sentence) == ("Title 2", "Sentence 2.")


def test_an_update_speaks_through_the_newest_document_that_was_not_told() -> None:
    view = alert_view(UPDATE, [sighting(1, told=True), sighting(2), sighting(3)], PUBLISHERS, [("A new fact.", "Coast News")])
    assert (view.headline, view.lines) == ("Title 3", (("A new fact.", "Coast News"),))
    assert [source.new for source in view.sources] == [False, True, True]


@pytest.mark.parametrize(
    ("sightings", "counts"),
    [
        pytest.param([sighting(1)], (1, 1, 1), id="one"),
        pytest.param([sighting(1), sighting(2)], (2, 1, 1), id="one publisher twice"),
        pytest.param([sighting(1), sighting(2, source="wire")], (2, 2, 2), id="two publishers"),
        pytest.param(
            [sighting(1, origin="ritzau"), sighting(2, source="wire", origin="ritzau")], (2, 2, 1), id="one wire in two papers"
        ),
        pytest.param([sighting(1), sighting(2, source="wire", kind=Kind.COPY)], (2, 2, 1), id="a copy is no origin"),
    ],
)
def test_documents_publishers_and_origins_are_counted_apart(sightings: list[Sighting], counts: tuple[int, int, int]) -> None:
    view = alert_view(NEW, sightings, PUBLISHERS)
    assert (view.documents, view.publishers, view.origins) == counts


def test_other_rules_are_named_once_and_those_on_test_are_not() -> None:
    matches = (a_match(), a_match(rule="cables"), a_match(rule="draft", live=False))
    assert alert_view(NEW, [sighting(1, matches=matches), sighting(2, matches=matches)], PUBLISHERS).also == ("cables",)


@pytest.mark.parametrize(
    ("document", "headline"),
    [
        pytest.param(a_document(title="", text="A ship came. It left."), "A ship came.", id="first sentence without a title"),
        pytest.param(a_document(title="", text=""), "", id="nothing at all"),
        pytest.param(a_document(title="a  b\nc"), "a b c", id="one line"),
        pytest.param(a_document(title="word " * 60), ("word " * 32).strip() + "…", id="cut at a word"),
    ],
)
def test_headline(document: object, headline: str) -> None:
    assert headline_of(document) == headline


def test_a_source_without_settings_is_shown_by_its_host() -> None:
    view = alert_view(NEW, [sighting(1, document=a_document(source="x", url="https://www.coast.example/1"))], {})
    assert view.sources[0].publisher == "coast.example"


def test_a_notice_is_one_sentence() -> None:
    assert notice_view("no feed could be reached", Severity.NORMAL, NOW).headline == "no feed could be reached"
