"""What every dialect says, in clean words: an `AlertView` turned into short plain strings, ready to be escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from worker.alerts.render import safe
from worker.clock import is_day
from worker.model import AlertSource, AlertView, Kind

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NO_DATE = "no date"
MAX_SOURCES = 8  # a phone shows about eight without tiring the thumb; the rest is counted
MAX_LINES = 5
# What to do stands at the end of a notice, behind the error of a server or a file: it is all that a notice says.
MAX_HEADLINE, MAX_NOTICE = 240, 1000
_MAX_SENTENCE = 480  # about six lines of a phone


@dataclass(frozen=True, slots=True)
class Row:
    """One source.

    `url` is safe or None, `refused` the text of an address that may not become a link. `new` is since the last alert:
    never in a first one.
    """

    when: str
    title: str
    publisher: str
    domain: str
    url: str | None
    refused: str
    reliability: str
    new: bool
    note: str

    @property
    def origin(self) -> str:
        """Who says it: the publisher's name as configured, with the domain that the link really leads to."""
        if self.publisher and self.domain and self.publisher.casefold() != self.domain:
            return f"{self.publisher}, {self.domain}"
        return self.domain or self.publisher or "unknown publisher"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the matched sentence; `marked` when it made the rule fire. Blanks at the edges count."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """Clean, bounded, unescaped strings; a part that does not apply is empty. `more` sources are counted, not listed."""

    notice: bool
    severity: str
    level: str
    status: str
    headline: str
    rule: str
    rule_title: str
    rule_why: str
    also: tuple[str, ...]
    counts: tuple[str, str, str]
    first_seen: str
    last_alert: str
    continues: str
    lines: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]
    more: int
    development: str
    tlp: str
    zone: str

    @property
    def label(self) -> str:
        """The name of the rule for people: its title, else its id."""
        return self.rule_title or self.rule


def parts_of(view: AlertView, zone: ZoneInfo) -> Parts:
    """The parts of an alert with times in `zone`. Every string is clean; none is escaped for any dialect."""
    newest = _newest(view)
    return Parts(
        notice=view.kind == "notice",
        severity=view.severity.value.upper(),
        level=view.severity.value,
        status=_status(view),
        headline=_headline(view) or "(no headline)",
        rule=safe.clean(view.rule, 80),
        rule_title=safe.clean(view.rule_title, 80),
        rule_why=safe.clean(view.rule_why, 400),
        also=tuple(safe.clean(rule, 80) for rule in view.also),
        counts=(
            counted(view.documents, "document"),
            counted(view.publishers, "publisher"),
            counted(view.origins, "independent origin"),
        ),
        first_seen=moment(view.first_seen, zone),
        last_alert=moment(view.last_alert, zone) if view.last_alert else "",
        continues=_continues(view, zone),
        lines=tuple((safe.clean(text, 320), safe.clean(who, 80)) for text, who in view.lines[:MAX_LINES]),
        pieces=tuple(_pieces(view.sentence, view.sentence_spans)),
        rows=tuple(_row(source, view.kind, zone, newest.astimezone(zone).year) for source in view.sources[:MAX_SOURCES]),
        more=max(0, len(view.sources) - MAX_SOURCES),
        development=safe.clean(view.development, 60),
        tlp=safe.clean(view.tlp, 40),
        zone=zone_name(zone, newest),
    )


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 document", "2 documents"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def moment(value: datetime | None, zone: ZoneInfo, year: int | None = None) -> str:
    """Day and time in `zone`, "12 Jan 2026 16:04"; without the year when it is `year`; "no date" for None."""
    if value is None:
        return NO_DATE
    local = value.astimezone(zone)
    return f"{_day(local, year)} {local:%H:%M}"


def _published(value: datetime | None, zone: ZoneInfo, year: int) -> str:
    """As `moment`, and the day alone where no more is known."""
    return _day(value.astimezone(UTC), year) if value is not None and is_day(value) else moment(value, zone, year)


def _day(local: datetime, year: int | None) -> str:
    shown = "" if local.year == year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{shown}"


def zone_name(zone: ZoneInfo, at: datetime) -> str:
    """The zone with its offset at that moment: "Europe/Brussels (UTC+1)", or "UTC"."""
    minutes = int((at.astimezone(zone).utcoffset() or UTC.utcoffset(None)).total_seconds()) // 60
    if not minutes and zone.key in ("UTC", "Etc/UTC"):
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"{zone.key} (UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''})"


def subject_of(view: AlertView) -> str:
    """The subject line: severity, update number, then the fact. At most 200 characters."""
    if view.kind == "notice":
        return safe.clean(f"[NORTHWATCH] {view.headline}", 200)
    update = f"{_status(view).upper()}: " if view.kind == "update" else ""
    return safe.clean(f"[{view.severity.value.upper()}] {update}{view.headline}", 200)


def _headline(view: AlertView) -> str:
    return safe.ends(view.headline, MAX_NOTICE) if view.kind == "notice" else safe.clean(view.headline, MAX_HEADLINE)


def _status(view: AlertView) -> str:
    if view.kind == "notice":
        return "Notice"
    if view.kind == "update":
        return f"Update {view.sequence}" if view.sequence else "Update"
    return "New development"


def _continues(view: AlertView, zone: ZoneInfo) -> str:
    earlier = view.continues
    return f"{earlier.development}, last {moment(earlier.last, zone)}: {safe.clean(earlier.headline, 200)}" if earlier else ""


def _newest(view: AlertView) -> datetime:
    dated = [source.published for source in view.sources] + [view.first_seen, view.last_alert]
    return max((when for when in dated if when is not None), default=datetime(1970, 1, 1, tzinfo=UTC))


def _row(source: AlertSource, kind: str, zone: ZoneInfo, year: int) -> Row:
    address = safe.url(source.url)
    return Row(
        when=_published(source.published, zone, year),
        title=safe.clean(source.title, 200) or "(no title)",
        publisher=safe.clean(source.publisher, 80),
        domain=safe.domain(source.url),
        url=address,
        refused="" if address else safe.clean(source.url or "", 120),
        reliability=safe.clean(source.reliability, 1) or "F",
        new=source.new and kind == "update",
        note="same text" if source.kind is Kind.COPY else "",
    )


def _pieces(sentence: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The sentence cut at its spans, in order; a very long one is cut down to a window around the first span."""
    merged = _merged(spans, len(sentence))
    start, end = _window(len(sentence), merged)
    at = start
    if start:
        yield Piece("… ", False)
    for left, right in ((max(a, start), min(b, end)) for a, b in merged if b > start and a < end):
        yield from _piece(sentence[at:left], False)
        yield from _piece(sentence[left:right], True)
        at = right
    yield from _piece(sentence[at:end], False)
    if end < len(sentence):
        yield Piece(" …", False)


def _merged(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Spans in order, inside the text, without overlap and without empty ones."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(b, length)) for a, b in spans):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _window(length: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if length <= _MAX_SENTENCE:
        return 0, length
    first = spans[0][0] if spans else 0
    start = min(max(0, first - _MAX_SENTENCE // 3), length - _MAX_SENTENCE)
    return start, start + _MAX_SENTENCE


def _piece(text: str, marked: bool) -> Iterator[Piece]:
    """The clean piece; a blank at either edge stays, so that words of neighbours do not run together."""
    line = safe.clean(text, _MAX_SENTENCE)
    left, right = " " * text[:1].isspace(), " " * text[-1:].isspace()
    if line:
        yield Piece(f"{left}{line}{right}", marked)
    elif left:
        yield Piece(" ", False)
