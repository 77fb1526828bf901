"""Bytes to clean text: what the article is, and what was removed and why."""

from __future__ import annotations

from worker.errors import ExtractError, RefusedError
from worker.extract.html import extract_fragment, extract_html
from worker.extract.text import decode, extract_text
from worker.model import Extract

__all__ = ["extract_file", "extract_fragment", "extract_html", "extract_text"]

TEXT_SUFFIXES = (".txt", ".md", ".markdown")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")


def extract_file(name: str, data: bytes) -> Extract:
    """The text of a file, read by the ending of its name (case does not matter).

    RefusedError for other endings. An empty file, a wrong encoding or binary data give an Extract with `error`.
    """
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if suffix not in TEXT_SUFFIXES + PAGE_SUFFIXES:
        known = ", ".join(TEXT_SUFFIXES + PAGE_SUFFIXES)
        raise RefusedError(f"file {name!r}: the ending {suffix!r} is not read; save it as one of {known}")
    if not data.strip():
        return Extract(error="the file is empty")
    if suffix in PAGE_SUFFIXES:
        return extract_html(data, None, None)
    try:
        return extract_text(decode(data), name)
    except ExtractError as error:
        return Extract(error=str(error))
