"""When two things are the same item: guid, canonical link and fingerprint, kept together as aliases of one item.

Guid and fingerprint are named after their source, because publishers number their items as they like. A link names one
page of the web, so its key is global: the article that two feeds of one outlet carry is one item.
An alias that does not tell entries of one document apart says nothing and is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

# Query parameters that say how a reader came, never what the page is.
_TRACKING = re.compile(
    r"(?:amp;)?(?:(?:utm|pk|mtm|matomo|piwik|wt|hsa|stm)_.*"  # campaign tools; then social networks, mail tools, publishers
    r"|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh"
    r"|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|oly_anon_id|oly_enc_id|vero_id|wickedid"
    r"|cmpid|ocid|s_cid|xtor|ref_src|traffic_source|ns_(?:campaign|mchannel|source|linkname)"
    r"|at_(?:medium|campaign|format|link_id|link_type|link_origin|ptr_name|bbc_team))",
    re.IGNORECASE,
)
_TRACKING_FRAGMENT = re.compile(r"(?:utm_|xtor=|echobox=|at_medium=|ref=|:~:text=)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
# Long enough that two different texts are not the same by chance ("Weekly ice report" alone is not).
_TELLING_CHARACTERS = 160
_LONGEST_GUID = 300

Triple = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Traits:
    """What identifies an entry of a feed, as the feed gave it; empty strings for what it did not give."""

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    published: datetime | None = None


def canonical_link(url: str) -> str | None:
    """The link without what varies between readers: case of the host, default port, tracking parameters and fragments.

    Order and values of the other parameters stay. None for anything but http and https with a host.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or "@" in parts.netloc:
        return None
    place = f"[{host}]" if ":" in host else host
    place += "" if port in (None, _PORTS[scheme]) else f":{port}"
    query = "&".join(piece for piece in parts.query.split("&") if piece and not _is_tracking(piece))
    fragment = "" if _TRACKING_FRAGMENT.match(parts.fragment) else parts.fragment
    return urlunsplit((scheme, place, parts.path or "/", query, fragment))


def link_key(url: str) -> str | None:
    """The key of an item by its link; the same for http and https, None when the link is no web address."""
    link = canonical_link(url)
    return None if link is None else f"link:https://{link.partition('://')[2]}"


def guid_key(source: str, guid: str) -> str | None:
    """The key by guid; a very long one is hashed. None for an empty one."""
    text = " ".join(guid.split())
    return f"guid:{source}:{text if len(text) <= _LONGEST_GUID else _digest(text)}" if text else None


def text_key(source: str, traits: Traits) -> str | None:
    """The key by title, summary and date, blind to case and spacing; None without any text."""
    text = " ".join(f"{traits.title}\n{traits.summary}".casefold().split())
    if not text:
        return None
    day = traits.published.isoformat() if traits.published else ""
    return f"text:{source}:{_digest(f'{text}|{day}')}"


def keys_of(source: str, entries: Sequence[Traits]) -> list[tuple[str, ...]]:
    """The keys of each entry of one document, strongest first: guid, link, text.

    An entry that repeats an earlier one in guid, link and text gets no keys: drop it. So does an entry without anything to
    know it by. What several different entries share (one guid for all, links to the front page) falls away. The text counts
    when it is telling (dated or long), or when there is nothing else.
    """
    triples = [(guid_key(source, e.guid), link_key(e.link), text_key(source, e)) for e in entries]
    first = _first_of_each(triples)
    seen = Counter(key for i in first for key in triples[i] if key)
    return [_useful(triples[i], seen, entries[i]) if i in first else () for i in range(len(entries))]


def _first_of_each(triples: Sequence[Triple]) -> set[int]:
    """Positions of the entries that do not repeat an earlier one. All three must be equal: to lose an item is worse."""
    positions: dict[Triple, int] = {}
    for position, triple in enumerate(triples):
        positions.setdefault(triple, position)
    return set(positions.values())


def _useful(triple: Triple, seen: Counter[str], traits: Traits) -> tuple[str, ...]:
    guid, link, text = (key if key and seen[key] == 1 else None for key in triple)
    strong = tuple(key for key in (guid, link) if key)
    telling = traits.published is not None or len(traits.title) + len(traits.summary) >= _TELLING_CHARACTERS
    if text and (telling or not strong):
        return (*strong, text)
    return strong or _last_resort(triple)


def _last_resort(triple: Triple) -> tuple[str, ...]:
    """Entries that share every alias with another, differently combined: all aliases together tell them apart."""
    parts = [key for key in triple if key]
    return (f"mix:{_digest('|'.join(parts))}",) if parts else ()


def _is_tracking(piece: str) -> bool:
    return _TRACKING.fullmatch(piece.partition("=")[0]) is not None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
