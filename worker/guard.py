"""Which addresses may be contacted: one decision for feeds, pages, redirects and webhooks.

Allowed is what the internet routes (`is_global`) and what the operator opened by hand; never a deny list, which
forgets ranges (100.64.0.0/10 was forgotten by others: GHSA-gwph-fp79-379w). IPv6 forms that carry an IPv4 address
are judged by the address inside.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from worker.errors import RefusedError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
_PROTOCOL_ASSIGNMENTS = ipaddress.IPv4Network("192.0.0.0/24")  # RFC 6890; holds a cloud's metadata address
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # deprecated IPv4-compatible, RFC 4291 2.5.5.1


@dataclass(frozen=True, slots=True)
class Policy:
    """`networks` are opened by config on top of the public internet."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def opening(cls, networks: Iterable[str]) -> Policy:
        """A policy that also allows the given networks in CIDR form; ValueError for a malformed one."""
        return cls(tuple(ipaddress.ip_network(n) for n in networks))

    def allows(self, address: str) -> bool:
        """Whether a connection to this very IP address may be opened. A scope id (`%eth0`) is ignored; a name is refused."""
        try:
            ip = ipaddress.ip_address(address.split("%")[0])
        except ValueError:
            return False
        ip = embedded(ip)
        if any(ip.version == network.version and ip in network for network in self.networks):
            return True
        return ip.is_global and not (ip.is_multicast or ip.is_reserved or _special(ip))


def _special(ip: Address) -> bool:
    """Ranges that are not for the public internet although some Python releases call them global."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip in _PROTOCOL_ASSIGNMENTS
    return ip.is_site_local


def embedded(ip: Address) -> Address:
    """The IPv4 address that an IPv6 address carries (mapped, 6to4, Teredo, NAT64, compatible), else the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    inner: ipaddress.IPv4Address | None = ip.ipv4_mapped or ip.sixtofour
    if inner is None and ip.teredo is not None:
        inner = ip.teredo[1]
    if inner is None and (ip in _NAT64 or ip in _NAT64_LOCAL or (ip in _COMPATIBLE and int(ip) > 1)):
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return inner or ip


def checked_url(url: str) -> str:
    """The URL itself when its form is acceptable; raises RefusedError with the reason otherwise.

    http and https only, a host, no user part, no backslash, no control characters or blanks. The address behind the
    host is judged where the socket is opened, not here.
    """
    if any(ord(c) <= 32 or ord(c) == 127 for c in url) or "\\" in url:
        raise RefusedError(f"address {url!r} holds blanks, control characters or a backslash")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise RefusedError(f"address {url!r} is malformed: {error}") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise RefusedError(f"address {url!r}: only http and https are fetched, not {parts.scheme or 'a bare path'!r}")
    if not host:
        raise RefusedError(f"address {url!r} names no host")
    if "@" in parts.netloc:
        raise RefusedError(f"address {url!r} carries a user part, which hides the real host")
    return url
