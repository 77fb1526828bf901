"""The alert as an e-mail: a subject, a text part that says everything, and one HTML file without remote resources."""

from __future__ import annotations

import textwrap
from functools import lru_cache
from zoneinfo import ZoneInfo

import jinja2

from worker.alerts.render.parts import Parts, Piece, parts_of, subject_of
from worker.model import AlertView, Message

WIDTH = 78  # RFC 5322 section 2.1.1

# Severity colours on white and on the dark card; each has a contrast of at least 4.5 there (WCAG 2.2, 1.4.3).
COLOURS = {
    "critical": ("#8a0f3c", "#ff8fb1"),
    "high": ("#b3261e", "#ff9c92"),
    "normal": ("#0b5cad", "#8cc2f5"),
    "low": ("#4a5a6a", "#aebccb"),
}


def render_mail(view: AlertView, zone: ZoneInfo) -> Message:
    """The alert as subject, text and HTML with times in `zone`; `thread` is the development, `headers` are for filters."""
    parts = parts_of(view, zone)
    light, dark = COLOURS[parts.level]
    return Message(
        subject=subject_of(view),
        text=_template("mail.txt.j2").render(p=parts).rstrip() + "\n",
        html=_template("mail.html.j2").render(p=parts, light=light, dark=dark, preheader=preheader(parts)),
        thread=view.development,
        headers=_headers(parts),
    )


def preheader(parts: Parts) -> str:
    """What an inbox shows behind the subject: what is new, else how many say it."""
    if parts.lines:
        return parts.lines[0][0]
    return parts.headline if parts.notice else " · ".join(parts.counts)


def wrap(text: str, first: str = "", rest: str | None = None) -> str:
    """The text in lines of at most `WIDTH` columns behind the given indents; a longer word or address stays whole."""
    indent = first if rest is None else rest
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)


def starred(pieces: tuple[Piece, ...]) -> str:
    """The matched sentence in plain text with *the deciding words* between stars."""
    return "".join(_starred(piece) for piece in pieces).strip()


def _starred(piece: Piece) -> str:
    inner = piece.text.strip()
    return piece.text.replace(inner, f"*{inner}*", 1) if piece.marked and inner else piece.text


def _headers(parts: Parts) -> dict[str, str]:
    """Headers that mail filters can sort by; empty ones are left out."""
    named = {
        "X-Northwatch-Severity": parts.level,
        "X-Northwatch-Rule": parts.rule,
        "X-Northwatch-Development": parts.development,
        "X-Northwatch-Kind": "notice" if parts.notice else parts.status,
        "X-Northwatch-TLP": parts.tlp,
    }
    return {name: value for name, value in named.items() if value}


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    """Templates of this package. StrictUndefined: a misspelt field fails in the tests, not silently in a mail."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("worker.alerts.render", ""),
        autoescape=jinja2.select_autoescape(enabled_extensions=("html.j2",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(wrap=wrap, starred=starred)
    return environment


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)
