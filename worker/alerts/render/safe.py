"""Hostile text made harmless: `clean` for one bounded line, `url` for addresses, one escape per dialect.

Feeds decide what stands in titles, publishers and links. Every renderer passes foreign text through `clean` first and
through the escape of its dialect last.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape as _entities
from urllib.parse import quote, urlsplit

from worker.errors import RefusedError
from worker.guard import checked_url

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb]")
# Direction marks, embeddings, overrides and isolates (Unicode UAX 9): they can show a name or an address backwards.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Soft hyphen, fillers, zero-width blanks, variation selectors, tag characters. ZWNJ and ZWJ stay: Persian and emoji use them.
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{_BIDI}{_INVISIBLE}]")
# Three marks on one letter are more than any orthography of Latin, Cyrillic or Greek script needs.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED = re.compile(f"({_MARK}{{3}}){_MARK}+")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\]")
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/:?#]\S*)?", re.IGNORECASE)
_MAX_URL = 2000  # what browsers and mail gateways pass on unharmed

ZERO_WIDTH = "\u200b"


def clean(text: str, limit: int = 300) -> str:
    """One line of at most `limit` characters without control, direction, invisible or stacked characters.

    Lone surrogates become "?"; a cut is shown by "…". Idempotent. The result is still plain text: escape it for its dialect.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    seen = unicodedata.normalize("NFC", _UNSEEN.sub("", _CONTROL.sub(" ", whole)))
    line = " ".join(_STACKED.sub(r"\1", seen).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def ends(text: str, limit: int) -> str:
    """The same as `clean` for a text whose end says what to do: one that is too long loses its middle."""
    line = clean(text, 2 * len(text))
    half = limit // 2
    return line if len(line) <= limit else f"{line[: limit - half - 3].rstrip()} … {line[-half:].lstrip()}"


def url(text: str | None) -> str | None:
    """The address in ASCII when it is an acceptable http or https one, else None.

    The host is lower case and punycode (RFC 3490), so that look-alike letters show; everything that any dialect
    could read as markup is percent-encoded (RFC 3986 section 2.1).
    """
    try:
        parts = urlsplit(checked_url(text or ""))
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except (RefusedError, UnicodeError, ValueError):
        return None
    if not _HOST.fullmatch(host):
        return None
    made = f"{parts.scheme.lower()}://{host}{f':{port}' if port else ''}{_quoted(parts.path)}"
    made += f"?{_quoted(parts.query)}" if parts.query else ""
    made += f"#{_quoted(parts.fragment)}" if parts.fragment else ""
    return made if len(made) <= _MAX_URL else None


def domain(address: str | None) -> str:
    """The host that an address leads to, without "www."; "" when `url` refuses the address."""
    safe = url(address)
    return (urlsplit(safe).hostname or "").removeprefix("www.") if safe else ""


def honest(label: str, address: str) -> str:
    """The label of a link, or the real domain when the label itself looks like an address of another host."""
    if not _LOOKS_LIKE_ADDRESS.fullmatch(label):
        return label
    claimed = domain(label if "://" in label else f"https://{label}")
    return label if claimed == domain(address) else domain(address)


def html(text: str) -> str:
    """Text for HTML, inside an element or a quoted attribute."""
    return _entities(text, quote=True)


def plain(text: str) -> str:
    """Text that calls nobody: a zero-width blank breaks `@name`, Slack's `<!channel>` and Google Chat's `<users/all>`."""
    return re.sub(r"@(?=\S)|<(?=[!@#]|users/)", r"\g<0>" + ZERO_WIDTH, text)


def slack(text: str) -> str:
    """Text for Slack's mrkdwn, which has no backslash: markup characters become look-alikes, &<> entities."""
    return _entities(plain(text), quote=False).translate(_SLACK)


def discord(text: str) -> str:
    """Text for Discord: markup characters, `:emoji:` and what opens a heading or list behind a backslash; no mention works."""
    return re.sub(r"([\\*_`~|>\[\]()<#]|^[-+]|:(?=\w+:))", r"\\\1", plain(text))


def markdown(text: str) -> str:
    """Text for CommonMark dialects (Mattermost, Rocket.Chat, Webex): markup behind a backslash (CommonMark 0.31, 2.4).

    `<`, `>` and `&` become entities, because some of these renderers also read HTML; what would open a list only at
    the start of a line is escaped only there.
    """
    escaped = re.sub(r"([\\`*_{}\[\]()#!|~$^]|^[-+=]|:(?=\w+:))", r"\\\1", plain(text))
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"^(\d+)\.", r"\1\\.", escaped)


def telegram(text: str) -> str:
    """Text for Telegram's HTML mode (Bot API, "HTML style"): & < > and quotes become entities."""
    return _entities(plain(text), quote=True).replace("&#x27;", "'")


def matrix(text: str) -> str:
    """Text for the HTML of Matrix (Client-Server API 11.2.1): entities, and no room-wide mention."""
    return html(plain(text))


_SLACK = str.maketrans({"*": "∗", "_": "＿", "`": "ˋ", "~": "∼"})


def _ascii_host(host: str) -> str:
    return f"[{host.lower()}]" if ":" in host else host.encode("idna").decode("ascii").lower()


def _quoted(part: str) -> str:
    return quote(part.encode("utf-8", "replace"), safe="/%:@!$&+,;=~-._?")
