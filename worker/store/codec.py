"""Values <-> what stands in a JSON column. Plain dictionaries with stable keys, readable with any SQL client.

Only hashes are packed: nobody reads them, and they are most of what a document leaves for grouping.
"""

from __future__ import annotations

import json
import math
import struct
from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from worker.model import DevelopmentId, DocumentId, Evidence, Features, Match, Removed, Severity, Span, Spot

# Features read most lately: at some 60 kB each, those of the documents that a night's news is compared with.
REMEMBERED = 400


def features_to_json(value: Features) -> dict[str, Any]:
    return {
        "language": value.language,
        "when": value.when.isoformat() if value.when else None,
        "when_origin": value.when_origin,
        "terms": dict(value.terms),
        "names": dict(value.names),
        "sounds": dict(value.sounds),
        "spelt": dict(value.spelt),
        "concepts": dict(value.concepts),
        "own": sorted(value.own),
        "lead": sorted(value.lead),
        "spots": [list(spot) for spot in value.spots],
        "headline": sorted(value.headline),
        "opening": sorted(value.opening),
        "denied": sorted(value.denied),
        "feared": sorted(value.feared),
        "called": sorted(value.called),
        "quotations": _packed(value.quotations),
        "shingles": _packed(value.shingles),
        "event_dates": [day.isoformat() for day in value.event_dates],
        "origin": value.origin,
        "words": value.words,
    }


def features_from_json(value: dict[str, Any]) -> Features:
    if "sounds" not in value:
        value = value | {"terms": _unit(value["terms"]), "names": _unit(value["names"])}
    return Features(
        language=value["language"],
        when=datetime.fromisoformat(value["when"]) if value["when"] else None,
        when_origin=value["when_origin"],
        terms=value["terms"],
        names=value["names"],
        sounds=value.get("sounds", {}),
        spelt=value.get("spelt", {}),
        concepts=value.get("concepts", {}),
        own=frozenset(value["own"]),
        lead=frozenset(value["lead"]),
        spots=tuple(Spot(*spot) for spot in value.get("spots", ())),
        headline=frozenset(value.get("headline", ())),
        opening=frozenset(value.get("opening", ())),
        denied=frozenset(value.get("denied", ())),
        feared=frozenset(value.get("feared", ())),
        called=frozenset(value.get("called", ())),
        quotations=_unpacked(value["quotations"]),
        shingles=_unpacked(value["shingles"]),
        event_dates=tuple(map(date.fromisoformat, value["event_dates"])),
        origin=value["origin"],
        words=value["words"],
    )


def _unit(counts: dict[str, int]) -> dict[str, float]:
    """Vectors of the first databases, which held counts: without their rarity, but of the length that is compared."""
    weights = {key: 1 + math.log(count) for key, count in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {key: weight / norm for key, weight in weights.items()}


@lru_cache(maxsize=REMEMBERED)
def features_from_text(text: str) -> Features:
    """The features in the text of a JSON column, the same object for the same text."""
    return features_from_json(json.loads(text))


def _packed(hashes: Collection[int]) -> str:
    """Hashes of 63 bits, smallest first, as eight bytes each (little-endian) in base64."""
    return b64encode(struct.pack(f"<{len(hashes)}q", *sorted(hashes))).decode("ascii")


def _unpacked(packed: str | list[int]) -> frozenset[int]:
    """The hashes that were packed; a list of them, as the first databases hold it, is taken too."""
    if not isinstance(packed, str):
        return frozenset(packed)
    data = b64decode(packed)
    return frozenset(struct.unpack(f"<{len(data) // 8}q", data))


def evidence_to_json(value: Evidence) -> dict[str, Any]:
    return asdict(value)


def evidence_from_json(value: dict[str, Any]) -> Evidence:
    runner_up = value["runner_up"]
    return Evidence(
        score=value["score"],
        threshold=value["threshold"],
        nearest=DocumentId(value["nearest"]) if value["nearest"] is not None else None,
        names=tuple((name, weight) for name, weight in value["names"]),
        terms=tuple((term, weight) for term, weight in value["terms"]),
        days_apart=value["days_apart"],
        places=value.get("places", ""),
        shared_text=value["shared_text"],
        veto=value["veto"],
        uncertain=value["uncertain"],
        runner_up=(DevelopmentId(runner_up[0]), runner_up[1]) if runner_up else None,
        new_facts=tuple(value["new_facts"]),
        alone=value.get("alone", False),
        continues=DocumentId(value["continues"]) if value.get("continues") is not None else None,
    )


def match_to_json(value: Match) -> dict[str, Any]:
    return asdict(value) | {"severity": value.severity.value}


def match_from_json(value: dict[str, Any]) -> Match:
    return Match(
        rule=value["rule"],
        title=value["title"],
        why=value["why"],
        severity=Severity(value["severity"]),
        live=value["live"],
        channels=tuple(value["channels"]),
        spans=tuple(Span(**span) for span in value["spans"]),
        clauses=tuple(value["clauses"]),
        sentence=value["sentence"],
        sentence_spans=tuple((start, end) for start, end in value["sentence_spans"]),
        tags=tuple(value["tags"]),
    )


def removed_to_json(value: tuple[Removed, ...]) -> list[Any]:
    return [{"reason": removed.reason, "text": removed.text} for removed in value]


def removed_from_json(value: list[Any]) -> tuple[Removed, ...]:
    return tuple(Removed(row["reason"], row["text"]) for row in value)
