"""Values between stages. Frozen, without behaviour; one word for each thing, in tables, settings and messages too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, NewType
from zoneinfo import ZoneInfo

ItemId = NewType("ItemId", int)
DocumentId = NewType("DocumentId", int)
DevelopmentId = NewType("DevelopmentId", int)
DeliveryId = NewType("DeliveryId", int)


# ------------------------------------------------------------------ sources -> fetch -> extract


class SourceKind(StrEnum):
    FEED = "feed"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source gave us: a feed entry or a file.

    `keys` are all identities under which the same item may come again (guid, canonical link, fingerprint),
    strongest first and never empty. `content` is what the source itself carried: a feed's summary or full text
    (`content_type` "html" or "text"), or nothing for a file, whose bytes stay in its folder at `path`.
    """

    source: str
    keys: tuple[str, ...]
    url: str | None = None
    path: str | None = None
    title: str = ""
    published: datetime | None = None
    content: str = ""
    content_type: str = "text"
    language: str | None = None
    author: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that is not the article, with the name of the detector that said so."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Extract:
    """Clean text of one page or file. `text`: one paragraph, list item or sub-heading a line, without title and caption.

    `published` is aware or None; `published_origin` says where it was read ("meta", "url", "text", "").
    `boxed` are the numbers of the lines of `text`, from 0, that stand outside the block with the running text, or in a
    part of it with another look: what a site puts into its articles. `section` is the site's name for the subject.
    `error` is empty when the text is usable, else a sentence that says why there is none.
    """

    title: str = ""
    text: str = ""
    caption: str = ""
    language: str | None = None
    published: datetime | None = None
    published_origin: str = ""
    author: str = ""
    section: str = ""
    url: str | None = None
    removed: tuple[Removed, ...] = ()
    boxed: tuple[int, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What rules and developments decide on: the clean text of an item with its dates.

    `published` is when it was published as far as anybody said, `first_seen` when we got it. `from_folder`: a person
    put it there. `baseline`: it stood in a feed before we began to watch, so it is stored and never alerted alone.
    """

    id: DocumentId
    source: str
    url: str | None
    title: str
    text: str
    caption: str = ""
    language: str | None = None
    published: datetime | None = None
    published_origin: str = ""
    first_seen: datetime | None = None
    from_folder: bool = False
    baseline: bool = False


# ------------------------------------------------------------------ entities


class Alias(NamedTuple):  # a hundred thousand are made at once
    """A name of an entity. `languages` empty: any. `*` ends a stem; words may be joined by blanks or a hyphen."""

    text: str
    languages: frozenset[str] = frozenset()
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing that the watch knows. A weak entity is true of many texts and never fires a rule alone.

    `context`: the name is ambiguous and counts only in a text that has a strong entity too. `exceptions` are phrases that
    are something else ("Greenland shark"): a name that shares a word with one does not count there. `members`: the ids of
    a group, each of which keeps its own exceptions; the group has their aliases.
    """

    id: str
    title: str
    kind: str
    aliases: tuple[Alias, ...]
    weak: bool = False
    context: bool = False
    exceptions: tuple[Alias, ...] = ()
    members: tuple[str, ...] = ()


# ------------------------------------------------------------------ developments


class Kind(StrEnum):
    """How a document stands to its development."""

    NEW = "new"
    REPORT = "report"
    COPY = "copy"
    UPDATE = "update"


class Spot(NamedTuple):
    """A place that is a point: degrees north and east, and kilometres around it that still are the same place.

    Radius 0 is a capital, whose name mostly stands for a government. `country` has two letters (ISO 3166).
    """

    id: str
    country: str
    latitude: float
    longitude: float
    radius: int


MEASURE = "~"  # stands for the concept of minutes, miles, tonnes and the like


@dataclass(frozen=True, slots=True)
class Features:
    """What grouping looks at, made once per document and kept with it. All texts are folded (`tokens.fold`).

    `when` is the moment used for distance in time (None: undated) and `when_origin` where it was read ("published",
    "text", ""). `terms` counts words, `names` counts names, numbers and places ("geo:GL", "entity:nato"), both of the
    title and the beginning of the text; once `developments.similarity.weighed` has seen them, the numbers are parts of a
    unit vector. So are `sounds`, the names in a spelling that languages share (`spelt` has them as they stand), and
    `concepts`, what the words are about.
    `own` are the keys that the watch's own entities contain: everybody here writes about those, so they weigh little.
    `lead` are the keys of title and lead, and numbers with what they count ("31|dead|death", with `MEASURE` for a concept).
    `spots` are the places that both name, in order. `headline` are the concepts and countries of the title, `opening` the
    concepts of the title and the first two sentences, `denied` the concepts that the text says are not so ("no one was killed"),
    by the first of title, opening and beginning that names them, and `feared` those that it only fears or holds possible.
    `called` are names of exercises and ships in title and lead with what they are of ("tanker|vlr"), by their sounds, and what
    a prize or a championship is for ("prize|physics").
    `quotations` and `shingles` are hashes in 0 .. 2**63-1. `event_dates` are days that the text itself names. `words` is
    the length of the text.
    """

    language: str | None
    when: datetime | None
    when_origin: str
    terms: Mapping[str, float]
    names: Mapping[str, float]
    sounds: Mapping[str, float] = field(default_factory=dict)
    spelt: Mapping[str, str] = field(default_factory=dict)
    concepts: Mapping[str, float] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    spots: tuple[Spot, ...] = ()
    headline: frozenset[str] = frozenset()
    opening: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    feared: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    quotations: frozenset[int] = frozenset()
    shingles: frozenset[int] = frozenset()
    event_dates: tuple[date, ...] = ()
    origin: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier document that a new one is compared with, and the development that it belongs to."""

    document: DocumentId
    development: DevelopmentId
    features: Features


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a document is (or is not) in a development: everything `why` prints, in plain values.

    `score` and `threshold` are in [0, 1]; `names` and `terms` are the shared ones with their weight, heaviest first;
    `days_apart` is None when either side is undated; `places` says which places of both leads lie nearest, and how far apart;
    `runner_up` is the second-best development with its score. `alone`: by the nearest document alone, and not by the three best.
    `continues`: of a document that opens a development the one that it would have joined, had it come within a day.
    """

    score: float = 0.0
    threshold: float = 0.0
    nearest: DocumentId | None = None
    names: tuple[tuple[str, float], ...] = ()
    terms: tuple[tuple[str, float], ...] = ()
    days_apart: float | None = None
    places: str = ""
    shared_text: float = 0.0
    veto: str = ""
    uncertain: str = ""
    runner_up: tuple[DevelopmentId, float] | None = None
    new_facts: tuple[str, ...] = ()
    alone: bool = False
    continues: DocumentId | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """The development that a document joins (None: it opens one), its kind there, and why."""

    development: DevelopmentId | None
    kind: Kind
    evidence: Evidence = field(default_factory=Evidence)


# ------------------------------------------------------------------ rules


class Severity(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 (low) to 3 (critical), for comparing."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a rule's term stands: `zone` is "title" or "text", offsets are characters of that field, end exclusive."""

    zone: str
    start: int
    end: int
    clause: str


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds for a document. `clauses` are the parts of its expression that held, as written.

    `sentence` is the text around the deciding span; `sentence_spans` are (start, end) inside it, to be highlighted.
    """

    rule: str
    title: str
    why: str
    severity: Severity
    live: bool
    channels: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    clauses: tuple[str, ...] = ()
    sentence: str = ""
    sentence_spans: tuple[tuple[int, int], ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with everything that can be said of it alone."""

    document: Document
    features: Features
    matches: tuple[Match, ...]


# ------------------------------------------------------------------ alerts


class Telling(StrEnum):
    """What is done about a document on a channel: a new alert, part of an open one, an alert for later, or nothing."""

    TOLD = "told"
    MERGED = "merged"
    HELD = "held"
    SILENT = "silent"


class Updates(StrEnum):
    """What is told of a development after its first alert: new facts, every further report, or nothing."""

    MATERIAL = "material"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` to before `end` by the clock on the wall, past midnight when `end` is the earlier one; `zone` None: the
    configured one."""

    begin: time
    end: time
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most so many alerts of a rule to one channel within any stretch of that length; the others wait."""

    alerts: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Alerting:
    """How a rule wants to be told. Not `instant`: not at all, its matches are only kept.

    In quiet hours alerts below `quiet_unless` wait for their end.
    """

    instant: bool = True
    quiet: QuietHours | None = None
    quiet_unless: Severity = Severity.CRITICAL
    throttle: Throttle | None = None
    updates: Updates = Updates.MATERIAL


@dataclass(frozen=True, slots=True)
class Told:
    """The latest alert of a development on a channel, with its leading rule. `open`: no attempt was made yet, so it can grow."""

    delivery: DeliveryId
    sequence: int
    rule: str
    severity: Severity
    at: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What was told before a document came: the latest alert of its development by channel, and of throttled rules the
    moments of their latest alerts on a channel, those to come included, by (channel, rule)."""

    told: Mapping[str, Told] = field(default_factory=dict)
    recent: Mapping[tuple[str, str], Sequence[datetime]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to tell about a document on a channel, with the reason that `why` shows.

    Told and held decisions describe the delivery to write: `kind` "new" or "update", `due`, `severity`, lead `rule`
    and `sequence` (0 for the first alert of the development on this channel).
    """

    channel: str
    outcome: Telling
    reason: str
    rule: str = ""
    kind: str = "new"
    severity: Severity = Severity.NORMAL
    sequence: int = 0
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertSource:
    """One document of a development as an alert lists it. `reliability` is the Admiralty letter from sources.yaml."""

    title: str
    url: str | None
    publisher: str
    published: datetime | None
    reliability: str = "F"
    new: bool = False
    kind: Kind = Kind.REPORT


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier development: its number ("d12"), its headline, and when its last document came."""

    development: str
    headline: str
    last: datetime


@dataclass(frozen=True, slots=True)
class AlertView:
    """Everything a renderer needs, already decided: plain values, hostile text included.

    `kind` is "new", "update" or "notice" (for the operator: then only headline and lines are set).
    `sequence` counts the alerts of this development on this channel from 0. `lines` are the sentences that are new
    since the last alert, each with its publisher. `continues` is what a first alert may go on about. Times are aware.
    """

    kind: str
    sequence: int
    severity: Severity
    headline: str
    rule: str = ""
    rule_title: str = ""
    rule_why: str = ""
    also: tuple[str, ...] = ()
    sentence: str = ""
    sentence_spans: tuple[tuple[int, int], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    documents: int = 0
    publishers: int = 0
    origins: int = 0
    first_seen: datetime | None = None
    last_alert: datetime | None = None
    development: str = ""
    sources: tuple[AlertSource, ...] = ()
    tlp: str = ""
    continues: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One alert in one dialect. `idempotency_key` is the same for every attempt; `thread` for every alert of a development.

    `possible_repeat`: an earlier attempt may have arrived.
    """

    subject: str
    text: str
    html: str | None = None
    idempotency_key: str = ""
    thread: str = ""
    possible_repeat: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


class Verdict(StrEnum):
    """What became of one attempt to send. `uncertain`: it may have arrived."""

    DELIVERED = "delivered"
    TRANSIENT = "transient"
    PERMANENT = "permanent"
    CONFIG = "config"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one attempt with a redacted reason; `retry_after_s` when the receiver named a time."""

    verdict: Verdict
    reason: str = ""
    code: int | None = None
    retry_after_s: float | None = None


def publishers_of(sources: Sequence[AlertSource]) -> int:
    """The number of different publishers among the sources of an alert."""
    return len({s.publisher for s in sources})
