"""What rules would have done with the stored documents of the last days, and how that differs from other rules.

The documents keep the development and kind that they were given; matching and the alert policy are those of the daemon, with
the clock of the documents. Nothing is fetched, written or sent.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from worker.alerts.view import headline_of
from worker.judge import Judge
from worker.model import (
    Decision,
    DeliveryId,
    DevelopmentId,
    Document,
    DocumentId,
    Features,
    Match,
    Reading,
    Severity,
    Standing,
    Telling,
    Told,
)
from worker.rules.index import RuleSet
from worker.rules.match import holds
from worker.rules.rule import Rule, RuleDefinition
from worker.rules.syntax import Name, Node, Not, Phrase, Score, Word, children, show
from worker.store import history
from worker.store.database import Database
from worker.store.history import Past

RECORDED = "recorded"
MOST_SAMPLES, MOST_LISTED = 5, 10
# The alert policy looks at the document, its kind and its matches; reading what else a document says takes longest.
_UNREAD = Features(language=None, when=None, when_origin="", terms={}, names={})


@dataclass(frozen=True, slots=True)
class Trial:
    """What is asked: the rules of `judge` over the last `days` before `now`, days as in `zone`.

    `against`: other rules to compare with; RECORDED: what held when the documents came in, of the rules `only` (None: of
    all); None: no comparison. `as_live`: rules that count as live here, with the status that they have.
    """

    judge: Judge
    days: int
    now: datetime
    zone: ZoneInfo
    against: Judge | str | None = None
    only: frozenset[str] | None = None
    as_live: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """A document for which a rule held, with the sentence that decided."""

    document: int
    development: DevelopmentId
    title: str
    source: str
    at: datetime
    sentence: str


# ------------------------------------------------------------------ alerts, as the outbox would hold them


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert that would have gone out when it was `due`. Not `counted`: it came before the days that are asked about."""

    development: DevelopmentId
    channel: str
    sequence: int
    kind: str
    rule: str
    severity: Severity
    due: datetime
    sample: Sample
    counted: bool = True


class Outbox:
    """What was told of each development on each channel. An alert goes out when it is due; until then it can grow."""

    def __init__(self) -> None:
        self._alerts: dict[DevelopmentId, dict[str, list[Alert]]] = {}

    def __iter__(self) -> Iterator[Alert]:
        for channels in self._alerts.values():
            for alerts in channels.values():
                yield from alerts

    def told(self, development: DevelopmentId, now: datetime) -> dict[str, Told]:
        """The latest alert of the development on each channel that has one, as it stands now."""
        latest = {channel: alerts[-1] for channel, alerts in self._alerts.get(development, {}).items()}
        return {channel: _told(alert, now) for channel, alert in latest.items()}

    def recent(self, rules: Mapping[str, int]) -> dict[tuple[str, str], list[datetime]]:
        """The moments of the alerts of these rules, by (channel, rule); more than are needed."""
        found: dict[tuple[str, str], list[datetime]] = {}
        for alert in self if rules else ():
            if alert.rule in rules:
                found.setdefault((alert.channel, alert.rule), []).append(alert.due)
        return found

    def take(self, decisions: Iterable[Decision], samples: Mapping[str, Sample], now: datetime, *, counted: bool = True) -> None:
        """Do what was decided about a document; `samples` are those of its matches, by rule."""
        for decision in decisions:
            if decision.outcome is Telling.SILENT:
                continue
            sample = samples[decision.rule]
            alerts = self._alerts.setdefault(sample.development, {}).setdefault(decision.channel, [])
            if decision.outcome is Telling.MERGED:
                alerts[-1] = _grown(alerts[-1], decision, sample)
            else:
                alerts.append(_opened(decision, sample, now, counted))


def _told(alert: Alert, now: datetime) -> Told:
    # The number of the delivery decides nothing; here there is none.
    return Told(DeliveryId(0), alert.sequence, alert.rule, alert.severity, at=alert.due, open=alert.due > now)


def _opened(decision: Decision, sample: Sample, now: datetime, counted: bool) -> Alert:
    return Alert(
        development=sample.development,
        channel=decision.channel,
        sequence=decision.sequence,
        kind=decision.kind,
        rule=decision.rule,
        severity=decision.severity,
        due=decision.due or now,
        sample=sample,
        counted=counted,
    )


def _grown(alert: Alert, decision: Decision, sample: Sample) -> Alert:
    """An open alert carries the graver rule and goes out sooner, never later."""
    if decision.severity.rank > alert.severity.rank:
        alert = replace(alert, severity=decision.severity, rule=decision.rule, sample=sample)
    return replace(alert, due=min(alert.due, decision.due)) if decision.due is not None else alert


# ------------------------------------------------------------------ counting


@dataclass(slots=True)
class _Tally:
    """What one rule, or all together, did. `samples`: of the latest developments one each, the latest last."""

    documents: int = 0
    developments: set[DevelopmentId] = field(default_factory=set)
    days: Counter[date] = field(default_factory=Counter)
    clauses: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    samples: deque[Sample] = field(default_factory=lambda: deque(maxlen=MOST_SAMPLES))

    def add(self, sample: Sample, day: date, match: Match | None = None) -> None:
        self.documents += 1
        self.days[day] += 1
        if match is not None:
            self.sources[sample.source] += 1
            self.clauses.update(match.clauses)
            self.terms.update({span.clause for span in match.spans})
            if sample.development not in self.developments:
                self.samples.append(sample)
        self.developments.add(sample.development)


class Side:
    """One set of rules going through the documents: what it told so far, and what is counted."""

    def __init__(self, judge: Judge, zone: ZoneInfo) -> None:
        self._judge, self._zone = judge, zone
        self.outbox = Outbox()
        self.total = _Tally()
        self.rules: dict[str, _Tally] = {}
        self.found: dict[tuple[str, DevelopmentId], Sample] = {}

    def take(self, past: Past, matches: Sequence[Match], now: datetime, *, counted: bool) -> None:
        told = self.outbox.told(past.development, now)
        if not matches and not told:
            return
        samples = {match.rule: _sample(past, match, now) for match in matches}
        reading = Reading(past.document, _UNREAD, tuple(matches))
        rules = samples.keys() | {alert.rule for alert in told.values()}
        standing = Standing(told, self.outbox.recent(self._judge.throttled(rules)))
        decisions = self._judge.tell(reading, past.kind, standing, now)
        going_on = {d.rule: _sample(past, None, now) for d in decisions if d.rule not in samples}
        self.outbox.take(decisions, samples | going_on, now, counted=counted)
        if matches and counted:
            self._count(past, matches, samples)

    def _count(self, past: Past, matches: Sequence[Match], samples: Mapping[str, Sample]) -> None:
        day = first_seen(past.document).astimezone(self._zone).date()
        self.total.add(samples[matches[0].rule], day)
        for match in matches:
            sample = samples[match.rule]
            self.rules.setdefault(match.rule, _Tally()).add(sample, day, match)
            self.found.setdefault((match.rule, past.development), sample)

    def alerts(self) -> list[Alert]:
        return [alert for alert in self.outbox if alert.counted]


def _sample(past: Past, match: Match | None, now: datetime) -> Sample:
    """Without a match: of an update that no rule asks for by itself."""
    document, sentence = past.document, match.sentence if match else ""
    return Sample(document.id, past.development, headline_of(document), document.source, now, sentence)


def first_seen(document: Document) -> datetime:
    """When a stored document came in."""
    if document.first_seen is None:
        raise ValueError(f"document {document.id} has no first_seen")
    return document.first_seen


# ------------------------------------------------------------------ words that never stood anywhere


class _Vocabulary:
    """Which words, phrases and names of rules stood in any document. Each is tried until it was found once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._leaves = {rule.id: list(_leaves(rule.expression)) for rule in rules}
        terms = {show(leaf): (rule, leaf) for rule in rules for leaf, _ in self._leaves[rule.id]}
        # A term as a rule of its own: so that the index of rules says which of thousands are worth trying on a document.
        self._index = RuleSet([replace(rule, definition=_named(term), expression=leaf) for term, (rule, leaf) in terms.items()])
        self.seen: set[str] = set()

    def read(self, document: Document) -> None:
        reading = self._index.read(document)
        for term in self._index.candidates(reading):
            if term.id not in self.seen and holds(term.expression, reading):
                self.seen.add(term.id)

    def unseen(self, rule: str) -> list[str]:
        """The terms of a rule that stood in no document, as written, in order."""
        return [term for leaf, _ in self._leaves.get(rule, ()) if (term := show(leaf)) not in self.seen]

    def undecided(self, rule: str, decided: Collection[str]) -> list[str]:
        """The terms of a rule that stood somewhere but never where it held, those that it must not find left out."""
        wanted = [show(leaf) for leaf, positive in self._leaves.get(rule, ()) if positive]
        return [term for term in wanted if term in self.seen and term not in decided]


def _named(term: str) -> RuleDefinition:
    return RuleDefinition(id=term, title=term)


def _leaves(node: Node, positive: bool = True) -> Iterator[tuple[Node, bool]]:
    """The words, phrases and names of an expression, each once, and whether it speaks for the rule."""
    found: dict[str, tuple[Node, bool]] = {}
    waiting = [(node, positive)]
    while waiting:
        here, good = waiting.pop()
        if isinstance(here, Word | Name | Phrase):
            found.setdefault(show(here), (here, good))
        elif isinstance(here, Score):
            signed = zip(here.parts, here.points, strict=True)
            waiting += [(part, good and points > 0) for part, points in reversed(list(signed))]
        else:
            waiting += [(part, good and not isinstance(here, Not)) for part in reversed(children(here))]
    yield from found.values()


# ------------------------------------------------------------------ the run


@dataclass(slots=True)
class Course:
    """Where a run stands: documents read within the days that are asked about, the clock, and what was found so far."""

    since: datetime
    ours: Side
    theirs: Side | None
    words: _Vocabulary
    read: int = 0
    clock: datetime | None = None


def backtest(database: Database, trial: Trial, progress: Callable[[int], None] = lambda _: None) -> dict[str, Any]:
    """What the rules would have done, with stable keys. `progress` is told the number of documents so far, a page at a time."""
    return _answer(trial, follow(database, trial, progress))


def follow(
    database: Database, trial: Trial, progress: Callable[[int], None] = lambda _: None, page_size: int = history.PAGE
) -> Course:
    """Go through the documents, so many in memory at once. What is kept grows only with those for which a rule holds."""
    course = _start(trial)
    with database.reading() as session:
        for page in history.pages(session, course.since, page_size):
            then = history.recorded(session, [past.document.id for past in page]) if trial.against == RECORDED else {}
            for past in page:
                _step(trial, course, past, then)
            progress(course.read)
    return course


def _start(trial: Trial) -> Course:
    other = trial.against if isinstance(trial.against, Judge) else trial.judge
    return Course(
        since=trial.now - timedelta(days=trial.days),
        ours=Side(trial.judge, trial.zone),
        theirs=Side(other, trial.zone) if trial.against else None,
        words=_Vocabulary(trial.judge.rules.rules),
    )


def _step(trial: Trial, course: Course, past: Past, recorded: Mapping[DocumentId, Sequence[Match]]) -> None:
    """One document. Where its decision was not recorded, the clock is the latest so far, and never before it came in."""
    now = past.decided_at or max(filter(None, (course.clock, first_seen(past.document))))
    course.clock = now
    counted = first_seen(past.document) >= course.since
    course.ours.take(past, trial.judge.rules.matches(past.document), now, counted=counted)
    if course.theirs is not None:
        course.theirs.take(past, _other_matches(trial, past, recorded), now, counted=counted)
    if counted:
        course.read += 1
        course.words.read(past.document)


def _other_matches(trial: Trial, past: Past, recorded: Mapping[DocumentId, Sequence[Match]]) -> Sequence[Match]:
    """What held of the rules that are compared with, gravest first."""
    if isinstance(trial.against, Judge):
        return trial.against.rules.matches(past.document)
    found = [m for m in recorded.get(past.document.id, ()) if trial.only is None or m.rule in trial.only]
    return sorted(found, key=lambda match: (-match.severity.rank, match.rule))


# ------------------------------------------------------------------ the answer


def _answer(trial: Trial, course: Course) -> dict[str, Any]:
    days = _days(course.since, trial.now, trial.zone)
    total, alerts = course.ours.total, course.ours.alerts()
    return {
        "from": course.since.astimezone(trial.zone).isoformat(),
        "to": trial.now.astimezone(trial.zone).isoformat(),
        "days": trial.days,
        "documents": course.read,
        "matched": total.documents,
        "developments": len(total.developments),
        "alerts": _alert_counts(alerts),
        "per_day": _per_day(days, total.days, alerts, trial.zone),
        "rules": [_rule(trial, rule, course, days) for rule in trial.judge.rules.rules],
        "against": _difference(trial, course.ours, course.theirs) if course.theirs else None,
    }


def _days(since: datetime, now: datetime, zone: ZoneInfo) -> list[date]:
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _alert_counts(alerts: Sequence[Alert]) -> dict[str, Any]:
    channels: dict[str, dict[str, int]] = {}
    for alert in alerts:
        channels.setdefault(alert.channel, {"new": 0, "update": 0})[alert.kind] += 1
    kinds = Counter(alert.kind for alert in alerts)
    return {"total": len(alerts), "new": kinds["new"], "update": kinds["update"], "channels": dict(sorted(channels.items()))}


def _per_day(days: Sequence[date], documents: Counter[date], alerts: Sequence[Alert], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Each day, the quiet ones too: documents by when they came in, alerts by when they were decided."""
    alerted = Counter(alert.sample.at.astimezone(zone).date() for alert in alerts)
    return [{"day": day.isoformat(), "documents": documents[day], "alerts": alerted[day]} for day in days]


def _rule(trial: Trial, rule: Rule, course: Course, days: Sequence[date]) -> dict[str, Any]:
    definition, tally, words = rule.definition, course.ours.rules.get(rule.id, _Tally()), course.words
    alerts = [alert for alert in course.ours.alerts() if alert.rule == rule.id]
    return {
        "id": rule.id,
        "title": definition.title,
        "status": trial.as_live.get(rule.id, definition.status),
        "as_live": rule.id in trial.as_live,
        "severity": definition.severity.value,
        "place": definition.place,
        "documents": tally.documents,
        "developments": len(tally.developments),
        "alerts": _alert_counts(alerts),
        "per_day": _per_day(days, tally.days, alerts, trial.zone),
        "terms": _most(tally.terms),
        "clauses": _most(tally.clauses),
        "sources": _most(tally.sources),
        "samples": [_sample_json(sample, trial.zone) for sample in reversed(tally.samples)],
        "dead_words": words.unseen(rule.id),
        "never_decided": words.undecided(rule.id, tally.terms) if tally.documents else [],
    }


def _most(counts: Counter[str]) -> list[list[Any]]:
    """The commonest with their number, in the order of the alphabet among equals."""
    return [[name, number] for name, number in sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:MOST_LISTED]]


def _sample_json(sample: Sample, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "document": sample.document,
        "development": f"d{sample.development}",
        "title": sample.title,
        "source": sample.source,
        "at": sample.at.astimezone(zone).isoformat(),
        "sentence": sample.sentence,
    }


def _difference(trial: Trial, ours: Side, theirs: Side) -> dict[str, Any]:
    """What the rules find and tell that the others do not, and the other way round; in the order of the documents."""
    return {
        "with": RECORDED if trial.against == RECORDED else "configured",
        "matched": theirs.total.documents,
        "developments": len(theirs.total.developments),
        "alerts": _alert_counts(theirs.alerts()),
        "developments_gained": _only(ours.found, theirs.found, trial.zone),
        "developments_lost": _only(theirs.found, ours.found, trial.zone),
        "alerts_gained": _only_alerts(ours.alerts(), theirs.alerts(), trial.zone),
        "alerts_lost": _only_alerts(theirs.alerts(), ours.alerts(), trial.zone),
    }


def _only(
    these: Mapping[tuple[str, DevelopmentId], Sample], those: Mapping[tuple[str, DevelopmentId], Sample], zone: ZoneInfo
) -> list[dict[str, Any]]:
    return [{"rule": key[0], **_sample_json(sample, zone)} for key, sample in these.items() if key not in those]


def _only_alerts(these: Iterable[Alert], those: Iterable[Alert], zone: ZoneInfo) -> list[dict[str, Any]]:
    """An alert is the same when it is the same one (first, second ...) of a development on a channel, for whatever rule."""
    known = {(alert.development, alert.channel, alert.sequence) for alert in those}
    mine = [alert for alert in these if (alert.development, alert.channel, alert.sequence) not in known]
    mine.sort(key=lambda alert: (alert.sample.document, alert.channel))
    return [{"rule": a.rule, "kind": a.kind, "channel": a.channel, **_sample_json(a.sample, zone)} for a in mine]
