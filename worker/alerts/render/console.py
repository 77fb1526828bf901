"""The alert as a block of plain lines for a terminal or a log: no colour, no control characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from worker.alerts.render.parts import Parts, Piece, Row, parts_of
from worker.model import AlertView

WIDTH = 96
_INDENT = "    "


def render_console(view: AlertView, zone: ZoneInfo) -> str:
    """The alert in lines of at most 96 columns (a longer address stays whole), without a line break at the end.

    A notice is one line.
    """
    parts = parts_of(view, zone)
    if parts.notice:
        return " ".join([f"NOTICE  {parts.headline}", *(f"| {text}" for text, _ in parts.lines)])
    return "\n".join(_block(parts))


def arrows(pieces: tuple[Piece, ...]) -> str:
    """The matched sentence with >>the deciding words<< between arrows."""
    return "".join(f">>{piece.text}<<" if piece.marked else piece.text for piece in pieces).strip()


def _block(parts: Parts) -> Iterator[str]:
    yield from _wrapped(f"{parts.severity}  {parts.headline}", "", _INDENT)
    told = f"; last alert {parts.last_alert}" if parts.last_alert else ""
    yield from _wrapped(f"{parts.status} · {', '.join(parts.counts)}; first seen {parts.first_seen}{told}")
    if parts.continues:
        yield from _wrapped(f"may continue {parts.continues}")
    for text, who in parts.lines:
        yield from _wrapped(f"+ {text}{f' ({who})' if who else ''}", rest=_INDENT + "  ")
    if parts.pieces:
        yield from _wrapped(f'"{arrows(parts.pieces)}"')
    yield from _wrapped(f"rule {parts.rule}{f': {parts.rule_why}' if parts.rule_why else ''}")
    if parts.also:
        yield from _wrapped(f"also matched: {', '.join(parts.also)}")
    for row in parts.rows:
        yield from _source(row)
    if parts.more:
        yield f"{_INDENT}and {parts.more} more"
    yield from _wrapped(f"development {parts.development} · northwatch why {parts.development} · times in {parts.zone}")


def _source(row: Row) -> Iterator[str]:
    tags = "".join(f" · {tag}" for tag in ("NEW" if row.new else "", row.note) if tag)
    yield from _wrapped(f"- {row.when} · {row.origin} ({row.reliability}){tags} · {row.title}", rest=_INDENT + "  ")
    if row.url or row.refused:
        yield f"{_INDENT}  {row.url or f'(unusable address) {row.refused}'}"


def _wrapped(text: str, first: str = _INDENT, rest: str = _INDENT) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
