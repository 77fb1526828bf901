"""From what is known of a development to what an alert says: counting, choosing the headline and the deciding sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from worker.model import AlertSource, AlertView, Document, Earlier, Kind, Match, Severity, publishers_of
from worker.tokens import headline


@dataclass(frozen=True, slots=True)
class Sighting:
    """One document of a development with what holds for it. `told`: an earlier alert on this channel listed it.

    `new_facts` are what makes it an update, in words.
    """

    document: Document
    kind: Kind
    origin: str
    matches: tuple[Match, ...]
    told: bool
    new_facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    """How a source is shown: its name and its reliability letter from sources.yaml."""

    name: str
    reliability: str = "F"


@dataclass(frozen=True, slots=True)
class Occasion:
    """The alert itself: which rule leads, how grave, the n-th of its development on this channel, and when."""

    kind: str
    sequence: int
    rule: str
    severity: Severity
    development: str
    first_seen: datetime
    last_alert: datetime | None
    tlp: str = ""
    continues: Earlier | None = None


def alert_view(
    occasion: Occasion,
    sightings: Sequence[Sighting],
    publishers: Mapping[str, Publisher],
    new_lines: Sequence[tuple[str, str]] = (),
) -> AlertView:
    """What is told about a development. `sightings` in the order of arrival, at least one; `new_lines` only for updates."""
    lead, match = _lead(occasion, sightings)
    decided = match if match in lead.matches else None
    sources = tuple(_source(s, publishers) for s in sightings)
    return AlertView(
        kind=occasion.kind,
        sequence=occasion.sequence,
        severity=occasion.severity,
        headline=headline_of(lead.document),
        rule=occasion.rule,
        rule_title=match.title if match else occasion.rule,
        rule_why=_why(match, decided),
        also=_other_rules(occasion.rule, sightings),
        sentence=decided.sentence if decided else "",
        sentence_spans=decided.sentence_spans if decided else (),
        lines=tuple(new_lines),
        documents=len(sightings),
        publishers=publishers_of(sources),
        origins=_origins(sightings, publishers),
        first_seen=occasion.first_seen,
        last_alert=occasion.last_alert,
        development=occasion.development,
        sources=sources,
        tlp=occasion.tlp,
        continues=occasion.continues,
    )


def notice_view(text: str, severity: Severity, at: datetime) -> AlertView:
    """A notice for the operator: one sentence."""
    return AlertView(kind="notice", sequence=0, severity=severity, headline=text, first_seen=at)


def headline_of(document: Document) -> str:
    return headline(document.title, document.text)


def publisher_of(document: Document, publishers: Mapping[str, Publisher]) -> Publisher:
    """Who published a document: the source's name, or for files and unnamed sources the host or the source id."""
    known = publishers.get(document.source)
    if known is not None:
        return known
    host = (urlsplit(document.url).hostname or "") if document.url else ""
    return Publisher(host.removeprefix("www.") or document.source)


def _lead(occasion: Occasion, sightings: Sequence[Sighting]) -> tuple[Sighting, Match | None]:
    """The document that the alert speaks through, and the match of its rule: the first document that matched.

    For an update the newest one not yet told, else the newest update: its match is then that of an earlier document.
    """
    fresh = [s for s in sightings if not s.told] or list(sightings)
    ordered = list(reversed(fresh)) if occasion.kind == "update" else fresh
    earlier = next((match for s in reversed(sightings) if s.told and (match := _match(occasion.rule, s))), None)
    # What was silent so far adds nothing new; it counts where its rule is the news.
    news = [s for s in ordered if s.kind is Kind.UPDATE] if earlier else []
    for sighting in news or ordered:
        if match := _match(occasion.rule, sighting):
            return sighting, match
    return (news or ordered)[0], earlier


def _match(rule: str, sighting: Sighting) -> Match | None:
    return next((match for match in sighting.matches if match.rule == rule), None)


GOES_ON = "The development was told under this rule; the new text itself does not match it."


def _why(match: Match | None, decided: Match | None) -> str:
    """What the rule says of itself; before it, when nothing decided, that the alert goes on about what the rule told."""
    if match is None or decided is not None:
        return match.why if match else ""
    return f"{GOES_ON} {match.why}".rstrip()


def _other_rules(lead: str, sightings: Sequence[Sighting]) -> tuple[str, ...]:
    rules = (match.rule for s in sightings for match in s.matches if match.live and match.rule != lead)
    return tuple(dict.fromkeys(rules))


def _source(sighting: Sighting, publishers: Mapping[str, Publisher]) -> AlertSource:
    document, publisher = sighting.document, publisher_of(sighting.document, publishers)
    return AlertSource(
        title=headline_of(document),
        url=document.url,
        publisher=publisher.name,
        published=document.published,
        reliability=publisher.reliability,
        new=not sighting.told,
        kind=sighting.kind,
    )


def _origins(sightings: Sequence[Sighting], publishers: Mapping[str, Publisher]) -> int:
    """Independent origins: a copy adds none, and texts that credit the same wire share one."""
    own = {s.origin or publisher_of(s.document, publishers).name for s in sightings if s.kind is not Kind.COPY}
    return max(1, len(own))
