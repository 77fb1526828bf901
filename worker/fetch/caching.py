"""Validators, freshness and Retry-After: what the headers of a reply say about the next request (RFC 9110, RFC 9111)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# RFC 9111 section 1.2.2: a larger delta-seconds counts as 2^31.
_MOST_SECONDS = 2**31

_DIRECTIVE = re.compile(r"([A-Za-z-]+)\s*(?:=\s*(?:\"([^\"]*)\"|([^\s,;]*)))?")


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified exactly as the server wrote them, and the final URL that they belong to; empty when absent.

    They are opaque: compared by the server, never parsed, mended or made up here.
    """

    etag: str = ""
    last_modified: str = ""
    url: str = ""

    def headers_for(self, url: str) -> dict[str, str]:
        """The conditional headers of a request to `url`; none when the validators came from another address."""
        if url != self.url:
            return {}
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


def validators_of(url: str, headers: Mapping[str, str]) -> Validators:
    """The validators of a whole reply (200). What this reply lacks is dropped, even if an older one had it (RFC 9111 3.2)."""
    return Validators(headers.get("etag", ""), headers.get("last-modified", ""), url)


def refreshed(old: Validators, headers: Mapping[str, str]) -> Validators:
    """The validators after a 304: newer values replace the old ones, missing ones leave them (RFC 9111 4.3.4)."""
    return Validators(headers.get("etag") or old.etag, headers.get("last-modified") or old.last_modified, old.url)


def http_date(text: str | None) -> datetime | None:
    """The aware UTC moment of an HTTP-date in any of its three forms (RFC 9110 5.6.7), or None if it is not one."""
    try:
        moment = parsedate_to_datetime(text or "")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parse_retry_after(value: str, now: datetime) -> timedelta | None:
    """How long the server asks us to wait, or None if `value` is malformed.

    RFC 9110 section 10.2.3: whole seconds or an HTTP-date. A date is measured from `now`, which should be the reply's
    own Date so that a wrong clock on either side does no harm. A date in the past gives zero; the caller caps it.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=_seconds(text))
    until = http_date(text)
    return None if until is None else max(until - now, timedelta(0))


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the reply says that it stays fresh, from now on; None when it says nothing, zero when it is stale at once.

    RFC 9111 section 4.2: max-age, else Expires minus Date; the Age that it already has is taken off. `s-maxage` is
    for shared caches and ignored. An unreadable max-age or Expires means stale. `headers` has lower-case names.
    """
    directives = _directives(headers.get("cache-control", ""))
    if "no-store" in directives or "no-cache" in directives:
        return timedelta(0)
    lifetime = _lifetime(directives, headers, now)
    if lifetime is None:
        return None
    age = headers.get("age", "").strip()
    return max(lifetime - timedelta(seconds=_seconds(age)), timedelta(0))


def _lifetime(directives: Mapping[str, str], headers: Mapping[str, str], now: datetime) -> timedelta | None:
    if "max-age" in directives:
        return timedelta(seconds=_seconds(directives["max-age"]))
    if "expires" not in headers:
        return None
    expires = http_date(headers["expires"])
    return timedelta(0) if expires is None else expires - (http_date(headers.get("date")) or now)


def _directives(value: str) -> dict[str, str]:
    """Cache-Control as lower-case name -> argument ("" without one); the first of a repeated name counts."""
    found: dict[str, str] = {}
    for name, quoted, plain in _DIRECTIVE.findall(value):
        found.setdefault(name.lower(), quoted or plain)
    return found


def _seconds(text: str) -> int:
    """Delta-seconds, capped; 0 for anything that is not a plain number. Long digit strings are not converted."""
    if not (text.isascii() and text.isdigit()):
        return 0
    return _MOST_SECONDS if len(text.lstrip("0")) > 10 else min(int(text), _MOST_SECONDS)
