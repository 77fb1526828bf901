"""RSS, Atom and JSON Feed -> items. The only importer of feedparser; meant to run in a worker process with limits.

feedparser is given bytes only (a text it would open as an address or a file), and its readings are mistrusted where they are
known to be wrong: dates, encodings against the evidence, titles with markup.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import feedparser

from worker.errors import FeedError
from worker.model import Item
from worker.sources import jsonfeed
from worker.sources.entries import Date, Entry, items_of, plain, primary_language

# Beginnings of wide encodings: byte order marks (the longer first), then "<" or "{" without one (XML 1.0 appendix F).
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
# Beginning of a document that is looked at to tell what it is.
_HEAD_BYTES = 4096
# sy:updatePeriod of the RSS 1.0 syndication module, in seconds.
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_HARMLESS = b"+ADw-<!DOCTYPE&~>"  # reads otherwise in UTF-7, EBCDIC and wide encodings
_DAYS = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")
_PROLOG = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
# A document type declaration with its quoted strings, so that a ">" inside one does not end it.
_QUOTED = rb"\"[^\"]*\"|'[^']*'"
_DOCTYPE = re.compile(rb"<!DOCTYPE(?:[^\[>\"']|" + _QUOTED + rb")*(?:\[(?:[^\]\"']|" + _QUOTED + rb")*\]\s*)?>", re.IGNORECASE)
_BEFORE_DOCTYPE = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,31};)")
# Longer than any line of authors. feedparser seeks a mail address in one, in quadratic time: 25,000 letters take 10 s.
_LONGEST_AUTHOR = 300
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\((.+)\)")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL)
_ALTERNATE = re.compile(r"<link\b[^>]*(?:application/(?:rss|atom)\+xml|application/feed\+json)[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document: items in its order, each once.

    `repaired` is empty for a well-formed feed, else what was wrong with it although it could be read. `complete` is False
    when the document stops before its end: do not keep its validators, or the rest is never seen. `interval_hint_s` is how
    long the feed asks not to be polled (ttl, sy:updatePeriod, skipHours, skipDays; the longest counts), None if it asks nothing.
    """

    title: str
    items: tuple[Item, ...]
    repaired: str = ""
    interval_hint_s: float | None = None
    language: str | None = None
    complete: bool = True


def _seek_no_mail_in_long_names(parser: type[Any]) -> None:
    """Switch feedparser's search for the author's mail address off where it would take long; the text itself stays."""
    seek = parser._sync_author_detail

    def bounded(self: Any, key: str = "author") -> None:
        context = self._get_context()
        taken_apart = context.get(f"{key}s", [None])[-1]  # Atom says name and mail itself, and nothing is sought
        if taken_apart or len(context.get(key) or "") <= _LONGEST_AUTHOR:
            seek(self, key)

    parser._sync_author_detail = bounded


def _read_comments_once(sanitizer: type[Any]) -> None:
    """Let feedparser's clean-up of markup find the end of a comment that is not closed as it does, in linear time: it looked
    through all the rest of the text for each of them, and 400 KB of "<!--" took more than a minute."""

    def parse_comment(self: Any, i: int, report: int = 1) -> int:
        text: str = self.rawdata
        known = getattr(self, "_without_end", None) is text  # once no end was found, none comes later
        end: int = -1 if known else super(sanitizer, self).parse_comment(i, report)
        if end >= 0:
            return end
        self._without_end = text
        dashes = text.find("--", i + 4)
        close = text.find(">", dashes + 2) if dashes >= 0 else -1
        return close + 1 if close >= 0 else len(text)

    sanitizer.parse_comment = parse_comment


_seek_no_mail_in_long_names(feedparser.mixin._FeedParserMixin)
_read_comments_once(feedparser.sanitizer._HTMLSanitizer)


def parse_feed(source: str, data: bytes, url: str, content_type: str, now: datetime) -> ParsedFeed:
    """The feed in `data`, which came from `url` (final address) as `content_type` (the header as sent, "" without one).

    `now` bounds publication dates. A feed without items is a feed; FeedError says what the bytes look like when they are none.
    """
    if not data.strip():
        raise FeedError(f"{url}: the reply is empty; known items stay, and it is tried again")
    data = _narrow(data)
    head = _head(data)
    if head.startswith("{"):
        title, tag, entries = jsonfeed.parse_json(data, url)
        language = primary_language(tag)
        return ParsedFeed(plain(title), items_of(source, entries, now, language), language=language)
    _refuse_html(head, url)
    return _parsed(source, data, url, content_type, now)


def _parsed(source: str, data: bytes, url: str, content_type: str, now: datetime) -> ParsedFeed:
    mended = _with_ampersands(_without_doctype(data, url))
    headers = {"content-location": url, "content-type": _media_type(data, content_type)}
    result = feedparser.parse(io.BytesIO(mended), response_headers=headers)
    entries = [_entry(found) for found in result.get("entries", [])]
    if not result.get("version") and not entries:
        raise FeedError(f"{url}: {_looks_like(_head(data))}; expected RSS, Atom or JSON Feed")
    about = result.get("feed", {})
    language = primary_language(_text(about, "language"))
    return ParsedFeed(
        title=plain(_text(about, "title")),
        items=items_of(source, entries, now, language),
        repaired=_faults(data, result),
        interval_hint_s=_interval_hint_s(about, data, now),
        language=language,
        complete=_CLOSED.search(data[-_HEAD_BYTES:]) is not None,
    )


# --- entries


def _entry(found: Mapping[str, Any]) -> Entry:
    markup, kind, language = _content(found)
    return Entry(
        guid=_text(found, "id"),
        link=_text(found, "link"),
        title=_text(found, "title"),
        content=markup,
        content_type=kind,
        dates=tuple(_dates(found)),
        language=language,
        author=_author(found),
    )


def _content(found: Mapping[str, Any]) -> tuple[str, str, str]:
    """(the longest of contents and summary, "html" or "text", its language tag): some feeds carry a teaser and the full text."""
    parts = [*_raw(found, "content", []), _raw(found, "summary_detail", {})]
    best = max(parts, key=lambda part: len(_text(part, "value")))
    kind = "html" if "html" in _text(best, "type") else "text"
    return _text(best, "value"), kind, _text(best, "language")


def _dates(found: Mapping[str, Any]) -> list[Date]:
    names = ("published", "updated", "created")
    return [Date(_text(found, name), _parts(_raw(found, f"{name}_parsed", None))) for name in names if _text(found, name)]


def _parts(moment: Any) -> tuple[int, ...] | None:  # a time.struct_time; feedparser has no types
    return None if moment is None else tuple(int(part) for part in moment[:6])


def _author(found: Mapping[str, Any]) -> str:
    """The name. RSS writes "mail (name)", which feedparser takes apart wrongly for domains that end in more than four letters."""
    written = _text(found, "author").strip()
    both = _MAIL_AND_NAME.fullmatch(written) if len(written) <= _LONGEST_AUTHOR else None
    if "@" in written:
        return both[1] if both else written
    return _text(_raw(found, "author_detail", {}), "name") or written


def _raw(found: Mapping[str, Any], name: str, default: Any) -> Any:
    """The very member. feedparser's own look-up answers "updated" with the publication date and warns about it."""
    value = dict.get(found, name) if isinstance(found, dict) else None
    return default if value is None else value


def _text(found: Mapping[str, Any], name: str) -> str:
    value = _raw(found, name, "")
    return value if isinstance(value, str) else ""


# --- what the bytes are


def _narrow(data: bytes) -> bytes:
    """The document as UTF-8 if it is in a wide encoding, else as it is: nothing below has to think of NULs between letters."""
    wide = next((name for beginning, name in _WIDE if data.startswith(beginning)), None)
    return data if wide is None else data.decode(wide, "replace").encode("utf-8", "replace")


def _head(data: bytes) -> str:
    """The beginning as text good enough to recognise tags, without byte order mark and white space in front."""
    return data.lstrip()[:_HEAD_BYTES].removeprefix(codecs.BOM_UTF8).decode("latin-1").lstrip()


def _without_doctype(data: bytes, url: str) -> bytes:
    """The document without its type declaration, so that no entity of its own is ever expanded and no DTD fetched.

    feedparser removes one only where it begins a line. Only a well-formed beginning is looked at (XML 1.0, production 22):
    of any other its lenient parser takes over, which knows no entities. FeedError for a declaration that has no clear end.
    """
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    while part := _BEFORE_DOCTYPE.match(data, start):
        start = part.end()
    if data[start : start + 9].upper() != b"<!DOCTYPE":
        return data
    found = _DOCTYPE.match(data, start)
    if found is None:
        raise FeedError(f"{url}: begins with a document type declaration that cannot be read; the publisher has to mend it")
    return data[:start] + data[found.end() :]


def _with_ampersands(data: bytes) -> bytes:
    """The document with every "&" that begins no entity written as "&amp;", outside of CDATA: the commonest fault of feeds.

    feedparser's own mending turns "R&D" into "R&D;".
    """
    parts, position = [], 0
    while (start := data.find(b"<![CDATA[", position)) >= 0 and (end := data.find(b"]]>", start)) >= 0:
        parts += [_BARE_AMPERSAND.sub(b"&amp;", data[position:start]), data[start:end]]
        position = end
    return b"".join([*parts, _BARE_AMPERSAND.sub(b"&amp;", data[position:])])


def _root(head: str) -> str:
    """The name of the first element in lower case, "" if there is none."""
    found = _ROOT.search(_PROLOG.sub("", head))
    return found[1].lower() if found else ""


def _refuse_html(head: str, url: str) -> None:
    if not head.lower().startswith("<!doctype html") and _root(head) not in ("html", "head", "body"):
        return
    title = re.search(r"<title[^>]*>(.*?)</title>", head, re.IGNORECASE | re.DOTALL)
    named = f" titled {plain(title[1])!r}" if title else ""
    offered = [href[1] for link in _ALTERNATE.findall(head) if (href := _HREF.search(link))]
    hint = f"; it offers a feed at {plain(offered[0])!r}" if offered else "; open it in a browser to see what the site says"
    raise FeedError(f"{url}: is an HTML page{named}, not a feed{hint}")


def _looks_like(head: str) -> str:
    known = {
        "urlset": "is a sitemap",
        "sitemapindex": "is a sitemap index",
        "opml": "is an OPML list of feeds",
        "error": "is an error report",
    }
    root = _root(head)
    if root:
        return known.get(root, f"is XML with the root element {root!r}")
    return f"does not look like XML or JSON (it begins {head[:40]!r})"


def _faults(data: bytes, result: Mapping[str, Any]) -> str:
    """What had to be mended, by us and by feedparser; "" if nothing."""
    ours = "an & that begins no entity" if _with_ampersands(data) != data else ""
    theirs = plain(str(result.get("bozo_exception", "ill-formed"))) if result.get("bozo") else ""
    return "; ".join(filter(None, (ours, theirs)))


def _media_type(data: bytes, content_type: str) -> str:
    """The Content-Type that feedparser is told: always XML, since servers call feeds anything, with the charset to trust.

    Order: the bytes themselves (marked as UTF-8, or valid as such: text in another encoding hardly ever is by chance), then
    the header, then the XML prolog and feedparser's guesses (RFC 7303 section 3, but for believing the bytes first).
    """
    charset = "utf-8" if _is_utf8(data) else _charset(content_type)
    return f"application/xml; charset={charset}" if charset else "application/xml"


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes hold characters beyond ASCII and are valid UTF-8."""
    if data.isascii():
        return False
    try:
        codecs.decode(data, "utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _charset(content_type: str) -> str:
    """The charset of the header if we know it and it keeps ASCII as it is (UTF-7 would hide tags from us), else ""."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    try:
        name = codecs.lookup(found[1]).name if found else ""
        return name if name and _HARMLESS.decode(name) == _HARMLESS.decode("ascii") else ""
    except (LookupError, UnicodeError):
        return ""


# --- how often


def _interval_hint_s(about: Mapping[str, Any], data: bytes, now: datetime) -> float | None:
    hints = [_ttl_s(about), _period_s(about), _skipped_s(data, now)]
    return max(hints) or None


def _ttl_s(about: Mapping[str, Any]) -> float:
    """RSS 2.0, ttl: minutes."""
    text = _text(about, "ttl").strip()
    return float(text) * 60 if re.fullmatch(r"\d{1,6}", text) else 0.0


def _period_s(about: Mapping[str, Any]) -> float:
    """RSS 1.0 syndication module: a period, divided by how often within it (1 unless given)."""
    period = _PERIODS.get(_text(about, "sy_updateperiod").strip().lower(), 0)
    often = _text(about, "sy_updatefrequency").strip()
    return period / int(often) if re.fullmatch(r"[1-9]\d{0,5}", often) else float(period)


def _skipped_s(data: bytes, now: datetime) -> float:
    """RSS 2.0, skipHours and skipDays (both in GMT): seconds until the first open hour after the current one, at most a week.

    The current hour is not looked at, because the poll that is being planned comes later; 0 when the next hour is open.
    """
    hours = {int(h) % 24 for h in re.findall(rb"<hour>\s*(\d{1,2})\s*</hour>", _block(data, b"skipHours"))}
    days = {d.lower() for d in re.findall(rb"<day>\s*(\w+)\s*</day>", _block(data, b"skipDays"))}
    if not hours and not days:
        return 0.0
    top = now.replace(minute=0, second=0, microsecond=0)
    for ahead in range(1, 24 * 7):
        then = top + timedelta(hours=ahead)
        if then.hour not in hours and _DAYS[then.weekday()] not in days:
            return (then - now).total_seconds() if ahead > 1 else 0.0
    return timedelta(days=7).total_seconds()


def _block(data: bytes, name: bytes) -> bytes:
    """What stands in the first element of that name, cut at a length that no honest list has."""
    start = data.find(b"<" + name + b">")
    end = data.find(b"</" + name + b">", start)
    return data[start : min(end, start + 4000)] if 0 <= start < end else b""
