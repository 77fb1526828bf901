"""Recorded documents through the live decisions, with the clock of the documents, in a store of its own. Sends nothing."""

from __future__ import annotations

import heapq
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from worker.judge import Judge
from worker.model import Document, DocumentId, Extract, Item, Outcome, Telling, Verdict
from worker.store import deliveries, index, judging, sources
from worker.store.constraints import NOTHING_BOUND, Constraints
from worker.store.database import Database
from worker.store.index import TermCounts
from worker.store.judging import Judged

OWNER = "replay"
# A replayed alert is taken as sent the moment it is due; the lease only has to outlive that moment.
LEASE = timedelta(minutes=1)
# Documents that share a transaction: nobody else waits for this store, and nothing of it outlives the replay.
AT_ONCE = 100
_SENT = Outcome(Verdict.DELIVERED)
# A publisher's clock and ours may differ by so much.
_AHEAD = timedelta(days=1)
# Dates of one stretch of news lie nearer together than grouping looks back.
_NEAR = index.WINDOW
# Keys of an input line beside its id.
OPTIONAL_KEYS = ("source", "url", "language", "title", "text", "html", "published")
_YEARS = (1900, 2200)


class ReplayLineError(ValueError):
    """A line of the input that is no document; the message names the line and what was expected."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One input line. `published` None: undated, then the order of the file counts. `html` is cleaned before it comes here."""

    id: str
    document: Document


def read_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The JSON object of each line that is not blank; ReplayLineError for a line that is none or lacks its `id`."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ReplayLineError(f"line {number}: not JSON ({error}); expected one object a line") from None
        if not isinstance(value, dict) or "id" not in value:
            raise ReplayLineError(f'line {number}: expected an object with "id", got {line.strip()[:60]!r}')
        yield value


def unread_keys(values: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Keys of the lines that nothing reads, in the order in which they come -> in how many lines."""
    return dict(Counter(key for value in values for key in value if key != "id" and key not in OPTIONAL_KEYS))


def recorded(value: Mapping[str, Any], extract: Extract) -> Recorded:
    """The document of one input line; its own fields count before those of the extract (title, language, date)."""
    for key in OPTIONAL_KEYS:
        if not isinstance(value.get(key), str | None):
            raise ReplayLineError(f"document {value['id']!r}: {key} is {value[key]!r}, expected text or null")
    when = _moment(value) or extract.published
    document = Document(
        id=DocumentId(0),
        source=str(value.get("source") or "replay"),
        url=value.get("url"),
        title=value.get("title") or extract.title,
        text=extract.text,
        caption=extract.caption,
        language=value.get("language") or extract.language,
        published=when,
        published_origin="published" if when else "",
    )
    return Recorded(str(value["id"]), document)


def _moment(value: Mapping[str, Any]) -> datetime | None:
    """When the document was published, aware (UTC without an offset), or None."""
    published = value.get("published")
    if not published:
        return None
    try:
        when = datetime.fromisoformat(published)
    except (TypeError, ValueError):
        raise ReplayLineError(f"document {value['id']!r}: published {published!r} is no ISO 8601 date") from None
    if not _YEARS[0] <= when.year <= _YEARS[1]:
        raise ReplayLineError(f"document {value['id']!r}: published {published!r} is not between {_YEARS[0]} and {_YEARS[1]}")
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def believed(inputs: Sequence[Recorded], now: datetime) -> tuple[list[Recorded], dict[str, datetime]]:
    """The documents, undated where their date is not believed, and those dates by id.

    A date more than a day after `now` needs company: another moment of the input within two weeks of it, or more than half
    of the documents. A set may lie in the future as a whole, but the clock must not follow one wrong date, behind which
    nothing finds what came before.
    """
    dated = [(given.id, given.document.published) for given in inputs if given.document.published is not None]
    documents = Counter(when for _, when in dated)
    moments = sorted(documents)
    near = {moment for pair in pairwise(moments) if pair[1] - pair[0] <= _NEAR for moment in pair}
    common = {moment for moment in moments if 2 * documents[moment] > len(inputs)}
    doubted = {name: when for name, when in dated if when > now + _AHEAD and when not in near | common}
    return [_undated(given) if given.id in doubted else given for given in inputs], doubted


def _undated(given: Recorded) -> Recorded:
    return replace(given, document=replace(given.document, published=None, published_origin=""))


@dataclass(slots=True)
class _Course:
    """Where a replay stands: its clock, when alerts are due (earliest first), how common keys are, and its documents by id."""

    clock: datetime | None = None
    due: list[datetime] = field(default_factory=list)
    counts: TermCounts = field(default_factory=TermCounts)
    placed: dict[str, DocumentId] = field(default_factory=dict)


def replay(
    inputs: Iterable[Recorded], judge: Judge, start: datetime, at_once: int = AT_ONCE, bound: Constraints = NOTHING_BOUND
) -> Iterator[tuple[str, Judged]]:
    """(id, what was decided) per document, in the order of the input.

    The clock is the latest publication date so far; it stands at `start` while nothing is dated. `at_once` documents
    share a transaction, which decides nothing. `bound`: what persons decided about documents, by their ids in the input.
    """
    with tempfile.TemporaryDirectory(prefix="northwatch-replay-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'replay.db'}")
        try:
            database.migrate()
            course, rest = _Course(), iter(inputs)
            while part := list(islice(rest, at_once)):
                with database.writing() as session:
                    for given in part:
                        yield given.id, _replay_one(given, judge, session, course, start, bound)
        finally:
            database.close()


def _later(clock: datetime | None, published: datetime | None) -> datetime | None:
    return max(filter(None, (clock, published)), default=None)


def _replay_one(given: Recorded, judge: Judge, session: Any, course: _Course, start: datetime, bound: Constraints) -> Judged:
    course.clock = _later(course.clock, given.document.published)
    now = course.clock or start
    _send_what_is_due(session, judge, course, now)
    item = Item(source=given.document.source, keys=(f"replay:{given.id}",), title=given.document.title)
    new = sources.add_items(session, [item], now, baseline=False)
    if not new:
        raise ReplayLineError(f"document {given.id!r}: this id stands twice in the input")
    reading = judge.read(replace(given.document, first_seen=given.document.published or now))
    judged = judging.judge_document(
        session,
        judge,
        reading,
        item=new[0],
        extract=Extract(),
        text_from="file",
        note="",
        now=now,
        counts=course.counts,
        ties=bound.ties(given.id, course.placed),
    )
    if judged is None:
        raise AssertionError("a fresh item was judged before")
    course.placed[given.id] = judged.document
    for decision in judged.decisions:
        if decision.outcome is not Telling.SILENT:
            heapq.heappush(course.due, decision.due or now)
    return judged


def _send_what_is_due(session: Any, judge: Judge, course: _Course, now: datetime) -> None:
    """Take alerts that the clock has passed as sent, so that later documents meet what a reader would know by then."""
    if not course.due or course.due[0] > now:
        return
    while course.due and course.due[0] <= now:
        heapq.heappop(course.due)
    while claimed := deliveries.claim(session, judge.channels, owner=OWNER, now=now, lease=LEASE, limit=100):
        for delivery in claimed:
            facts = deliveries.facts(session, delivery)
            at = facts.delivery.next_attempt_at if facts else now
            deliveries.finish(session, delivery, owner=OWNER, outcome=_SENT, state="sent", next_attempt_at=at, now=at)


def lines(
    inputs: Iterable[Recorded], judge: Judge, start: datetime, at_once: int = AT_ONCE, bound: Constraints = NOTHING_BOUND
) -> Iterator[dict[str, Any]]:
    """The output of `replay --json`, one line per document, with stable keys; documents are named as the input names them."""
    names: dict[DocumentId, str] = {}
    for name, judged in replay(inputs, judge, start, at_once, bound):
        names[judged.document] = name
        yield _line(judged, names)


def _line(judged: Judged, names: Mapping[DocumentId, str]) -> dict[str, Any]:
    return {
        "id": names[judged.document],
        "development": f"d{judged.development}",
        "kind": judged.assignment.kind.value,
        "score": round(judged.assignment.evidence.score, 4),
        "evidence": _evidence(judged, names),
        "rules": [match.rule for match in judged.matches],
        "alerts": [
            {"rule": d.rule, "kind": d.kind, "channel": d.channel, "at": d.due.isoformat() if d.due else None}
            for d in judged.decisions
            if d.outcome in (Telling.TOLD, Telling.HELD)
        ],
    }


def _evidence(judged: Judged, names: Mapping[DocumentId, str]) -> dict[str, Any]:
    """Why a document is in its development, with rounded weights."""
    evidence = judged.assignment.evidence
    return {
        "threshold": round(evidence.threshold, 4),
        "nearest": names[evidence.nearest] if evidence.nearest is not None else None,
        "names": [[name, round(weight, 3)] for name, weight in evidence.names],
        "terms": [[term, round(weight, 3)] for term, weight in evidence.terms],
        "days_apart": evidence.days_apart,
        "places": evidence.places,
        "shared_text": round(evidence.shared_text, 3),
        "veto": evidence.veto,
        "uncertain": evidence.uncertain,
        "runner_up": [f"d{evidence.runner_up[0]}", round(evidence.runner_up[1], 4)] if evidence.runner_up else None,
        "new_facts": list(evidence.new_facts),
        "alone": evidence.alone,
        "continues": names[evidence.continues] if evidence.continues is not None else None,
        "constraint": judged.constraint,
    }
