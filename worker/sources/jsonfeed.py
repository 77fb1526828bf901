"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) -> title, language, entries. Faulty members are taken as absent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urljoin

from worker.errors import FeedError
from worker.sources.entries import Date, Entry

Object = Mapping[str, object]


def parse_json(data: bytes, url: str) -> tuple[str, str, list[Entry]]:
    """(title, language tag, entries); FeedError for JSON that is broken or not a JSON Feed."""
    try:
        document = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise FeedError(f"{url}: looks like JSON but cannot be read ({error}); expected RSS, Atom or JSON Feed") from error
    if not isinstance(document, dict) or "jsonfeed.org/version/" not in _text(document, "version"):
        raise FeedError(
            f"{url}: is JSON but not a JSON Feed (no version member that says so); look for the site's RSS or Atom feed"
        )
    items = document.get("items")
    entries = [_entry(item, url) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return _text(document, "title"), _text(document, "language"), entries


def _entry(item: Object, base: str) -> Entry:
    markup, text = _text(item, "content_html"), _text(item, "content_text") or _text(item, "summary")
    link = _text(item, "url") or _text(item, "external_url")
    return Entry(
        guid=_text(item, "id"),
        link=_absolute(base, link),
        title=_text(item, "title"),
        content=markup or text,
        content_type="html" if markup else "text",
        dates=tuple(Date(_text(item, name)) for name in ("date_published", "date_modified") if _text(item, name)),
        language=_text(item, "language"),
        author=_author(item),
    )


def _author(item: Object) -> str:
    """The first author's name: `authors` of 1.1, else `author` of 1.0."""
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return _text(first, "name") if isinstance(first, dict) else ""


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def _text(item: Object, name: str) -> str:
    """A member as text. Numbers count too: an id should be a string, and section "id" of the format says to accept a number."""
    value = item.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
