"""Bytes to clean text: what the article is, and what was removed and why.

Each reader is imported when its first file comes: who only asks for blocks of sites should not wait for parsers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from worker.errors import ExtractError, RefusedError
from worker.model import Extract

# What browsers and their extensions write into a page that they save.
_SAVED_FROM = re.compile(
    rb"<!--\s*(?:saved from url=\(\d{1,6}\)|Page saved with SingleFile\s{1,9}url:\s{0,9})(https?://[^\s<>\"]{1,2000})",
    re.IGNORECASE,
)

__all__ = ["READERS", "extract_file"]


def extract_file(name: str, data: bytes) -> Extract:
    """The text of a file, read by the ending of its name (case does not matter).

    RefusedError for other endings. A file that is empty, damaged, locked with a password or not what its ending says
    gives an Extract with `error`.
    """
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if suffix not in READERS:
        raise RefusedError(f"file {name!r}: the ending {suffix!r} is not read; save it as one of {', '.join(READERS)}")
    if not data.strip():
        return Extract(error="the file is empty")
    return _dated(READERS[suffix](name, data), name)


def _dated(found: Extract, name: str) -> Extract:
    """The extract of a file that states no date, with the day in its name."""
    from worker.extract.dates import date_in_name

    day = None if found.published or found.error else date_in_name(name)
    return replace(found, published=day, published_origin="url") if day else found


def _text(name: str, data: bytes) -> Extract:
    from worker.extract.text import decode, extract_text

    try:
        return extract_text(decode(data), name)
    except ExtractError as error:
        return Extract(error=str(error))


def _page(_name: str, data: bytes) -> Extract:
    from worker.extract.html import extract_html

    saved = _SAVED_FROM.search(data[:4000])
    return extract_html(data, saved[1].decode("ascii", "replace") if saved else None, None)


def _mail(_name: str, data: bytes) -> Extract:
    from worker.extract.mail import extract_mail

    return extract_mail(data, extract_file)


def _pdf(_name: str, data: bytes) -> Extract:
    from worker.extract.pdf import extract_pdf

    return extract_pdf(data)


def _word(_name: str, data: bytes) -> Extract:
    from worker.extract.docx import extract_docx

    return extract_docx(data)


# Endings in the order in which messages name them.
READERS: Mapping[str, Callable[[str, bytes], Extract]] = MappingProxyType({
    ".txt": _text, ".md": _text, ".markdown": _text,
    ".html": _page, ".htm": _page, ".xhtml": _page,
    ".eml": _mail, ".pdf": _pdf, ".docx": _word,
})  # fmt: skip
