"""Entries of any kind of feed -> items: plain titles, web links only, believable dates, keys."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from worker.errors import RefusedError
from worker.guard import checked_url
from worker.model import Item
from worker.sources.dates import parse_date
from worker.sources.identity import Traits, canonical_link, keys_of

# A headline of more characters is a text in the wrong place; the beginning is enough to recognise it.
_LONGEST_TITLE = 1000
# More markup than this is not read for a title or a name: patterns over unclosed tags cost the square of the length.
_LONGEST_MARKUP = 8000

# Active content with what it holds, then any tag: a "<" counts only before a letter, "/" or "!", so "a < b" stays.
_ACTIVE = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
# White space of all kinds, C0 and C1 control characters; each run becomes one blank, so no line can be added to a mail header.
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks that turn the direction of writing can make a title read as something else (Unicode TR 36, 3.6); BOM and such are noise.
_INVISIBLE = re.compile(r"[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_PRIMARY = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as the feed wrote it, and what the feed's parser made of it (None: nothing)."""

    text: str
    parsed: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says about one item, still as written. `content_type` is "html" or "text"; `dates` in the order of trust."""

    guid: str = ""
    link: str = ""
    title: str = ""
    content: str = ""
    content_type: str = "text"
    dates: tuple[Date, ...] = ()
    language: str = ""
    author: str = ""


def items_of(source: str, entries: Sequence[Entry], now: datetime, language: str | None = None) -> tuple[Item, ...]:
    """The items of one document, in its order, each once. `language` stands for entries that name none.

    An entry that repeats another, or has no guid, link or text at all, is left out: there is nothing to tell of.
    """
    traits = [_traits(entry, now) for entry in entries]
    keys = keys_of(source, traits)
    return tuple(
        _item(source, entry, trait, found, language) for entry, trait, found in zip(entries, traits, keys, strict=True) if found
    )


def plain(markup: str) -> str:
    """One line of plain text: tags removed, entities decoded, white space and control characters collapsed."""
    without_tags = _TAG.sub("", _ACTIVE.sub(" ", markup[:_LONGEST_MARKUP]))
    return _BLANKS.sub(" ", _INVISIBLE.sub("", html.unescape(without_tags))).strip()


def web_link(link: str) -> str:
    """The link without tracking parameters if it is one that may be fetched (http or https, well-formed), else ""."""
    try:
        return checked_url((canonical_link(link) or "").replace(" ", "%20"))
    except RefusedError:
        return ""


def primary_language(tag: str) -> str | None:
    """The language of a tag like "en-GB" in lower case, None when it is none (RFC 5646 2.2.1)."""
    found = _PRIMARY.match(tag.strip())
    return found[1].lower() if found else None


def _traits(entry: Entry, now: datetime) -> Traits:
    title = plain(entry.title)
    title = title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rstrip() + "…"
    moments = (parse_date(date.text, now, date.parsed) for date in entry.dates)
    published = next((moment for moment in moments if moment), None)
    return Traits(plain(entry.guid), web_link(entry.link), title, entry.content, published)


def _item(source: str, entry: Entry, traits: Traits, keys: tuple[str, ...], language: str | None) -> Item:
    return Item(
        source=source,
        keys=keys,
        url=traits.link or None,
        title=traits.title,
        published=traits.published,
        content=entry.content,
        content_type=entry.content_type,
        language=primary_language(entry.language) or language,
        author=plain(entry.author),
    )
