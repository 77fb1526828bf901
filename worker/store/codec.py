"""Values <-> what stands in a JSON column. Plain dictionaries with stable keys, readable with any SQL client."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from worker.model import DevelopmentId, DocumentId, Evidence, Features, Match, Removed, Severity, Span


def features_to_json(value: Features) -> dict[str, Any]:
    return {
        "language": value.language,
        "when": value.when.isoformat() if value.when else None,
        "when_origin": value.when_origin,
        "terms": dict(value.terms),
        "names": dict(value.names),
        "own": sorted(value.own),
        "lead": sorted(value.lead),
        "quotations": sorted(value.quotations),
        "shingles": sorted(value.shingles),
        "event_dates": [day.isoformat() for day in value.event_dates],
        "origin": value.origin,
        "words": value.words,
    }


def features_from_json(value: dict[str, Any]) -> Features:
    return Features(
        language=value["language"],
        when=datetime.fromisoformat(value["when"]) if value["when"] else None,
        when_origin=value["when_origin"],
        terms=value["terms"],
        names=value["names"],
        own=frozenset(value["own"]),
        lead=frozenset(value["lead"]),
        quotations=frozenset(value["quotations"]),
        shingles=frozenset(value["shingles"]),
        event_dates=tuple(map(date.fromisoformat, value["event_dates"])),
        origin=value["origin"],
        words=value["words"],
    )


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
        shared_text=value["shared_text"],
        veto=value["veto"],
        uncertain=value["uncertain"],
        runner_up=(DevelopmentId(runner_up[0]), runner_up[1]) if runner_up else None,
        new_facts=tuple(value["new_facts"]),
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
