"""Valid values by default; a test overrides what it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from worker.model import (
    Document,
    DocumentId,
    Features,
    Item,
    Match,
    Reading,
    Severity,
    Span,
    Spot,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def an_item(**changes: Any) -> Item:
    values: dict[str, Any] = {"source": "coast", "keys": ("guid:coast:1",), "url": "https://coast.example/1", "title": "Ice"}
    return Item(**(values | changes))


def a_document(**changes: Any) -> Document:
    values: dict[str, Any] = {
        "id": DocumentId(0),
        "source": "coast",
        "url": "https://coast.example/1",
        "title": "Frigate follows a tanker off Svalbard",
        "text": "A frigate followed a tanker off Svalbard on Friday.",
        "language": "en",
        "published": NOW,
        "published_origin": "feed",
        "first_seen": NOW,
    }
    return Document(**(values | changes))


def some_features(**changes: Any) -> Features:
    values: dict[str, Any] = {
        "language": "en",
        "when": NOW,
        "when_origin": "published",
        "terms": {"frigate": 2, "tanker": 1},
        "names": {"entity:svalbard": 1},
        "sounds": {"entity:svalbard": 1},
        "concepts": {"warship": 0.8, "tanker": 0.6},
        "own": frozenset({"entity:svalbard"}),
        "lead": frozenset({"frigate"}),
        "spots": (Spot("longyearbyen", "SJ", 78.2, 15.6, 10),),
        "quotations": frozenset({5}),
        "shingles": frozenset({1, 2, 2**62}),
        "event_dates": (NOW.date(),),
        "origin": "coast",
        "words": 9,
    }
    return Features(**(values | changes))


def a_match(**changes: Any) -> Match:
    values: dict[str, Any] = {
        "rule": "svalbard",
        "title": "Svalbard: presence and incidents",
        "why": "The treaty leaves room for dispute.",
        "severity": Severity.HIGH,
        "live": True,
        "spans": (Span("text", 2, 9, "frigate"),),
        "clauses": ("frigate NEAR/s $svalbard",),
        "sentence": "A frigate followed a tanker off Svalbard on Friday.",
        "sentence_spans": ((2, 9), (32, 40)),
        "tags": ("svalbard",),
    }
    return Match(**(values | changes))


def a_reading(document: Document | None = None, **changes: Any) -> Reading:
    values: dict[str, Any] = {"document": document or a_document(), "features": some_features(), "matches": (a_match(),)}
    return Reading(**(values | changes))
