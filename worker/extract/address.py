"""The canonical address of a page, and the names of its site. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit, urlunsplit


def is_address(url: str | None) -> bool:
    try:
        return bool(url) and urlsplit(url or "").scheme.lower() in ("http", "https") and bool(urlsplit(url or "").hostname)
    except ValueError:
        return False


def canonical(declared: str | None, url: str | None, other: str | None = None) -> str | None:
    """The page's canonical address, made absolute and without tracking parameters; `url` itself when none is believed.

    `other` (og:url) is asked when `declared` is missing or not believed. A canonical link to another site, or to the
    front page, is a mistake of a template more often than the truth, and would fold all pages of a site into one.
    """
    for candidate in (declared, other):
        if candidate and (target := _believed(candidate.strip(), url)):
            return _without_tracking(_as_safe(target, url).split("#")[0])
    return _without_tracking(url) if url and is_address(url) else url


def _believed(declared: str, url: str | None) -> str | None:
    try:
        host = (urlsplit(url).hostname or "") if url else ""
        declared = f"//{declared}" if host and declared.lower().startswith(f"{host}/") else declared
        target = urljoin(url or "", declared)
        if not is_address(target) or _NO_VALUE.fullmatch(declared.rpartition("/")[2]):
            return None
        if url and _loses_article(target, url):
            return None
        foreign = url and (site_of(target) != site_of(url) or (_is_front(target) and not _is_front(url)))
        return None if foreign else target
    except ValueError:
        return None


def _as_safe(target: str, url: str | None) -> str:
    """The address with https where that is how the page was read."""
    return f"https://{target.partition('://')[2]}" if url and url.lower().startswith("https://") else target


# The front page of a language or of a program counts as well.
_FRONT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.IGNORECASE)
_NO_VALUE = re.compile(r"undefined|null|none|nan|.*(?:\{\{|\{%|<%|\$\{).*", re.IGNORECASE)


def _is_front(url: str) -> bool:
    return _FRONT.fullmatch(urlsplit(url).path) is not None and not urlsplit(url).query


# Parameters by which programs find an article: "id", "newsid", "article_id", "p" with a number.
_IDENTIFYING = re.compile(
    r"(?:^|&)(?:p|nid|sid|aid|(?:art|article|news|story|doc|document|item|post|page|press)?_?id)=\d+(?:&|$)", re.IGNORECASE
)


def _loses_article(target: str, url: str) -> bool:
    """Whether an address is that of the program alone, without the number of the article that it shows."""
    own, other = urlsplit(url), urlsplit(target)
    return (
        own.path == other.path
        and not other.query
        and _IDENTIFYING.search(own.query) is not None
        and not re.search(r"\d", own.path)
    )


# Names under which many sites stand, each with a label of its own: national second levels and hosts of blogs.
_SECOND_LEVELS = frozenset(("co", "com", "org", "net", "gov", "gouv", "ac", "edu", "or", "ne", "go", "gob"))
_BLOG_HOSTS = frozenset(
    ("blogspot.com", "wordpress.com", "github.io", "substack.com", "tumblr.com", "livejournal.com", "medium.com")
)


def site_of(url: str) -> str:
    """The part of the host that its owner registered: www., m. and amp. belong to one site."""
    labels = (urlsplit(url).hostname or "").split(".")
    shared = len(labels) > 2 and ((len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS) or ".".join(labels[-2:]) in _BLOG_HOSTS)
    return ".".join(labels[-3:] if shared else labels[-2:])


# Parameters that say how a reader came, never what the page is: campaign tools, social networks, mail tools.
_TRACKING = re.compile(
    r"(?:utm|pk|mtm|hsa)_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|cmpid|ocid|xtor|ref_src",
    re.IGNORECASE,
)


def _without_tracking(url: str) -> str:
    parts = urlsplit(url)
    pieces = parts.query.split("&")
    kept = [piece for piece in pieces if not _TRACKING.fullmatch(piece.partition("=")[0])]
    return url if len(kept) == len(pieces) else urlunsplit(parts._replace(query="&".join(kept)))


def site_names(stated: Iterable[str], url: str | None) -> tuple[str, ...]:
    """Names of the site: what it states, and its host with and without the ending ("coast.example", "coast")."""
    site = site_of(url) if url and is_address(url) else ""
    return tuple(filter(None, (*stated, site, f"www.{site}" if site else "", site.split(".")[0])))
