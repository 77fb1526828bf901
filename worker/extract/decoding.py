"""Bytes of a page to text, and whether they can be a page at all. Pure."""

from __future__ import annotations

import re

from worker.extract.text import binary_kind

# The label that a page declares, in its first bytes (HTML standard, section 13.2.3.2 "prescan").
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_FEED = re.compile(rb"(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|rdf:rdf|urlset|sitemapindex)\b", re.DOTALL)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"})


def decode_page(data: bytes, charset: str | None) -> str:
    """The page's text: byte order mark, then valid UTF-8, then what the server or the page declares, then windows-1252.

    Valid UTF-8 goes before a declared charset because servers put a stale default on pages that are UTF-8, while other
    encodings are hardly ever valid UTF-8 by chance. Never fails: bytes that do not fit become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    data = data.replace(b"\x00", b"")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _META_CHARSET.search(data[:4096])
    for label in (charset, declared[1].decode("ascii", "replace") if declared else None, "windows-1252"):
        try:
            return data.decode(_codec(label), "replace")
        except LookupError:
            continue
    return data.decode("utf-8", "replace")


def _codec(label: str | None) -> str:
    """The codec for a label; latin-1 means windows-1252 on the web (WHATWG encoding standard, section 4.2)."""
    name = (label or "").strip().lower()
    if not name or name in ("utf-8", "utf8"):
        raise LookupError(name)
    return "windows-1252" if name in _LATIN else name


# Browsers drop stray zero bytes (HTML standard, "unexpected-null-character"); a program has one in four bytes.
MOST_ZEROS = 1  # per cent


def not_a_page(data: bytes) -> str:
    """Why these bytes cannot be an article page, as a sentence, or "" when they may be one."""
    if not data.strip():
        return "the page is empty"
    if kind := binary_kind(data):
        return f"this is not a page but {kind}"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    zeros = 100 * data[:2048].count(b"\x00")
    if zeros > MOST_ZEROS * len(data[:2048]) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "this is not a page: it holds binary data"
    if b"<html" not in head and _FEED.match(head):
        return "this is a feed or a sitemap, not an article page; add it as a source instead"
    if b"<html" not in head and head.startswith(b"<?xml"):
        return "this is an XML document, not an article page"
    if head[:1] in (b"{", b"[") and re.match(rb"[\[{]\s*(?:[\"\[{\]}]|-?\d)", head):
        return "this looks like JSON, not an article page"
    return ""
