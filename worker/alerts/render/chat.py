"""The alert for chats, pushes and webhooks: compact, in the receiver's own markup, never longer than it takes.

`DIALECTS` says for each Apprise scheme which markup its receiver reads, in which format Apprise must be told that the
text comes (so that it converts nothing), and how long it may be. Limits are those of the services, as Apprise 2.2
lists them in `body_maxlen`, with room for a note about a possible repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from worker.alerts.render import safe
from worker.alerts.render.parts import Parts, Piece, Row, parts_of, subject_of
from worker.model import AlertView, Message

Markup = Literal["text", "markdown", "html", "slack", "discord", "telegram", "matrix"]

REPEAT_ROOM = 60  # what a channel may put in front of a text: "Possible repeat: ..."
MAX_ROWS = 4
_SHORTEST = 60  # a headline says hardly anything in less


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a scheme's receiver wants its text.

    `markup` "mail": a whole HTML mail, not a chat line. `body_format` is Apprise's name of the format, `limit` counts
    characters of the text, `titled`: the subject goes into a title field of its own.
    """

    markup: Markup | Literal["mail"]
    body_format: str
    limit: int
    titled: bool = False


DEFAULT = Dialect("text", "text", 1024, titled=True)
_SLACK = Dialect("slack", "markdown", 4000)
_MATRIX = Dialect("matrix", "html", 16_000)
_WEBHOOK = Dialect("text", "text", 8000, titled=True)
_MAIL = Dialect("mail", "html", 200_000, titled=True)

DIALECTS: dict[str, Dialect] = {
    "slack": _SLACK,
    "discord": Dialect("discord", "text", 2000),
    "tgram": Dialect("telegram", "html", 4096),
    "telegram": Dialect("telegram", "html", 4096),
    "matrix": _MATRIX,
    "matrixs": _MATRIX,
    "mmost": Dialect("markdown", "text", 4000),
    "mmosts": Dialect("markdown", "text", 4000),
    "rocket": Dialect("markdown", "markdown", 1000),
    "rockets": Dialect("markdown", "markdown", 1000),
    "wxteams": Dialect("markdown", "markdown", 4000),
    "webex": Dialect("markdown", "markdown", 4000),
    "workflow": Dialect("markdown", "markdown", 1000, titled=True),
    "workflows": Dialect("markdown", "markdown", 1000, titled=True),
    "gchat": Dialect("text", "markdown", 4000, titled=True),
    "zulip": Dialect("markdown", "text", 8000, titled=True),
    "nctalk": Dialect("text", "text", 8000, titled=True),
    "nctalks": Dialect("text", "text", 8000, titled=True),
    "irc": Dialect("text", "text", 380, titled=True),
    "ircs": Dialect("text", "text", 380, titled=True),
    "json": _WEBHOOK,
    "jsons": _WEBHOOK,
    "xml": _WEBHOOK,
    "xmls": _WEBHOOK,
    "form": _WEBHOOK,
    "forms": _WEBHOOK,
    "mqtt": _WEBHOOK,
    "mqtts": _WEBHOOK,
    # Mail sent through a provider's web interface instead of SMTP.
    "mailgun": _MAIL,
    "sendgrid": _MAIL,
    "sparkpost": _MAIL,
    "smtp2go": _MAIL,
    "azure": _MAIL,
    "o365": _MAIL,
    "brevo": _MAIL,
    "resend": _MAIL,
    "postmark": _MAIL,
    "mailersend": _MAIL,
    "ses": _MAIL,
}


def dialect_of(scheme: str) -> Dialect:
    """The dialect of an Apprise scheme ("slack", without "://"); plain text of 1024 characters for all others."""
    return DIALECTS.get(scheme.lower(), DEFAULT)


@dataclass(frozen=True, slots=True)
class _Pen:
    """How one markup writes things: each function takes plain clean text and gives markup."""

    escape: Callable[[str], str]
    strong: Callable[[str], str]
    link: Callable[[str, str], str]
    quote: Callable[[str], str]
    bullet: str
    line: str = "\n"


def _tag(name: str, escape: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: f"<{name}>{escape(text)}</{name}>"


def _anchor(escape: Callable[[str], str]) -> Callable[[str, str], str]:
    return lambda label, url: f'<a href="{safe.html(url)}">{escape(label)}</a>'


_PENS: dict[str, _Pen] = {
    "text": _Pen(
        escape=safe.plain,
        strong=safe.plain,
        link=lambda label, url: f"{safe.plain(label)}\n  {url}",
        quote=lambda body: f'"{body}"',
        bullet="- ",
    ),
    "markdown": _Pen(
        escape=safe.markdown,
        strong=lambda text: f"**{safe.markdown(text)}**",
        link=lambda label, url: f"[{safe.markdown(label)}]({url})",
        quote=lambda body: f"> {body}",
        bullet="- ",
        line="\n\n",
    ),
    "html": _Pen(
        escape=safe.matrix,
        strong=_tag("strong", safe.matrix),
        link=_anchor(safe.matrix),
        quote=lambda body: f"<blockquote>{body}</blockquote>",
        bullet="• ",
        line="<br>\n",
    ),
    "slack": _Pen(
        escape=safe.slack,
        strong=lambda text: f"*{safe.slack(text)}*",
        link=lambda label, url: f"<{url.replace('&', '&amp;')}|{safe.slack(label)}>",
        quote=lambda body: f"> {body}",
        bullet="• ",
    ),
    "discord": _Pen(
        escape=safe.discord,
        strong=lambda text: f"**{safe.discord(text)}**",
        # The angle brackets keep Discord from fetching the page for a preview.
        link=lambda label, url: f"[{safe.discord(label)}](<{url}>)",
        quote=lambda body: f"> {body}",
        bullet="- ",
    ),
    "telegram": _Pen(
        escape=safe.telegram,
        strong=_tag("b", safe.telegram),
        link=_anchor(safe.telegram),
        quote=lambda body: f"<blockquote>{body}</blockquote>",
        bullet="• ",
    ),
}
_PENS["matrix"] = _PENS["html"]


@dataclass(frozen=True, slots=True)
class _Block:
    """One line of the message. When it does not all fit, blocks of the highest `rank` go first, last ones before others."""

    rank: int
    text: str


def render_chat(
    view: AlertView, zone: ZoneInfo, dialect: Markup, *, limit: int | None = None, titled: bool | None = None
) -> Message:
    """The alert in one markup with at most `limit` characters of text (default: the tightest common one of the markup).

    `titled` (default: only for "text"): the subject is shown beside the text, so the headline is not repeated in it.
    """
    parts, pen = parts_of(view, zone), _PENS[dialect]
    in_title = titled if titled is not None else dialect == "text"
    bound = (limit or _LIMITS[dialect]) - REPEAT_ROOM
    return Message(subject=subject_of(view), text=_within(bound, parts, pen, in_title), thread=view.development)


_LIMITS: dict[Markup, int] = {
    "text": 1024,
    "markdown": 1000,
    "html": 4096,
    "slack": 4000,
    "discord": 2000,
    "telegram": 4096,
    "matrix": 16_000,
}


def _notice(parts: Parts, pen: _Pen) -> Iterator[_Block]:
    yield _Block(0, f"{pen.strong('NORTHWATCH')} {pen.escape(parts.headline)}")
    for text, _ in parts.lines:
        yield _Block(1, pen.bullet + pen.escape(text))


def _alert(parts: Parts, pen: _Pen, in_title: bool) -> Iterator[_Block]:
    yield _Block(0, f"{pen.strong(parts.severity)} · {pen.escape(parts.label)} · {pen.escape(parts.status)}")
    if not in_title:
        yield _Block(0, pen.strong(parts.headline))
    yield _Block(1, pen.escape(f"{', '.join(parts.counts)}; first seen {parts.first_seen}"))
    if parts.continues:
        yield _Block(3, pen.escape(f"May continue {parts.continues}"))
    for text, who in parts.lines:
        yield _Block(2, pen.bullet.replace("-", "+") + pen.escape(f"{text} ({who})" if who else text))
    if parts.pieces:
        yield _Block(4, pen.quote("".join(_marked(piece, pen) for piece in parts.pieces)))
    yield from _sources(parts, pen)
    if parts.rule_why:
        yield _Block(5, pen.escape(f"Rule {parts.rule}: {parts.rule_why}"))
    yield _Block(6, pen.escape(f"{f'{parts.tlp} · ' if parts.tlp else ''}northwatch why {parts.development}"))


def _sources(parts: Parts, pen: _Pen) -> Iterator[_Block]:
    """The new sources first, at most four; the first one is the last thing to be left out."""
    ordered = sorted(parts.rows, key=lambda row: not row.new)
    for number, row in enumerate(ordered[:MAX_ROWS]):
        yield _Block(3 if number else 1, _source(row, pen))
    more = len(parts.rows) - MAX_ROWS + parts.more
    if more > 0:
        yield _Block(5, pen.escape(f"and {more} more"))


def _source(row: Row, pen: _Pen) -> str:
    said = pen.escape(" · ".join([row.when, *(["NEW"] if row.new else []), row.origin, ""]))
    title = safe.honest(row.title, row.url) if row.url else row.title
    return pen.bullet + said + (pen.link(title, row.url) if row.url else pen.escape(title))


def _marked(piece: Piece, pen: _Pen) -> str:
    """Marks hug the word: most dialects read `** word **` as stars, not as bold."""
    inner = piece.text.strip()
    if not piece.marked or not inner:
        return pen.escape(piece.text)
    left, right = piece.text.split(inner, 1)
    return left + pen.strong(inner) + right


def _within(bound: int, parts: Parts, pen: _Pen, in_title: bool) -> str:
    """The whole message; a head that does not fit by itself says its headline shorter, so that its markup stays whole."""
    while True:
        blocks = list(_notice(parts, pen) if parts.notice else _alert(parts, pen, in_title))
        text, room = _fitted(blocks, pen.line, bound), len(parts.headline)
        if len(text) <= bound or room <= _SHORTEST:
            return text[:bound]
        room = max(_SHORTEST, room - max(1, (len(text) - bound) // 2))  # half: a sign may take two characters and more
        shorter = safe.ends if parts.notice else safe.clean
        parts = replace(parts, headline=shorter(parts.headline, room))


def _fitted(blocks: list[_Block], line: str, bound: int) -> str:
    """The blocks joined; the least needed are left out until the text fits, or only the head is there."""
    kept = list(blocks)
    while len(line.join(block.text for block in kept)) > bound and (worst := max(block.rank for block in kept)):
        at = max(number for number, block in enumerate(kept) if block.rank == worst)
        del kept[at]
    return line.join(block.text for block in kept)
