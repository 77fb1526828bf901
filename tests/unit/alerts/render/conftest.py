from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from worker.model import AlertSource, AlertView, Kind, Severity

SENTENCE = "A patrol ship left Nuuk on Monday, and the ministry confirmed the deployment."


def at(day: int, hour: int = 12, minute: int = 0, year: int = 2026, month: int = 1) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def a_source(**changed: Any) -> AlertSource:
    given = {
        "title": "Patrol ship leaves Nuuk",
        "url": "https://www.coast.example/ship",
        "publisher": "Coast Daily",
        "published": at(26, 15, 4),
        "reliability": "C",
        "new": True,
        "kind": Kind.UPDATE,
    }
    return AlertSource(**(given | changed))  # type: ignore[arg-type]


def a_view(**changed: Any) -> AlertView:
    given = {
        "kind": "update",
        "sequence": 2,
        "severity": Severity.HIGH,
        "headline": "Patrol ship sails for the north of Greenland",
        "rule": "greenland-forces",
        "rule_title": "Forces in Greenland",
        "rule_why": "a place in Greenland near a military word",
        "sentence": SENTENCE,
        "sentence_spans": ((2, 13), (19, 23)),
        "lines": (("The ship carries a helicopter.", "coast.example"),),
        "documents": 3,
        "publishers": 2,
        "origins": 1,
        "first_seen": at(12, 15, 4),
        "last_alert": at(22, 18, 40),
        "development": "dev-7",
        "sources": (a_source(), a_source(title="Ship seen", url="https://fjord.example/a", new=False, kind=Kind.COPY)),
        "tlp": "TLP:CLEAR",
    }
    return AlertView(**(given | changed))  # type: ignore[arg-type]


@pytest.fixture
def view() -> Callable[..., AlertView]:
    """A valid update alert; override what the test is about."""
    return a_view


@pytest.fixture
def source() -> Callable[..., AlertSource]:
    return a_source


@pytest.fixture
def brussels() -> ZoneInfo:
    return ZoneInfo("Europe/Brussels")
