"""GET over HTTP with limits on time, bytes and hops, and the guard at the socket. The only importer of aiohttp."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from worker.clock import Clock, system_clock
from worker.errors import FetchError, RefusedError
from worker.fetch.caching import Validators, http_date, parse_retry_after, refreshed, validators_of
from worker.fetch.decoding import ACCEPT_ENCODING, Body
from worker.fetch.hosts import Turns
from worker.fetch.politeness import (
    ALLOW_ALL,
    ROBOTS_BYTES,
    ROBOTS_KEPT,
    ROBOTS_RETRY,
    Robots,
    RobotsAnswer,
    denied_by,
    parse_robots,
    robots_answer,
)
from worker.guard import Policy, checked_url

PAGE_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"

_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_WHOLE = (200, 203)
# Statuses that a later try may cure although they are 4xx (RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4).
_TRANSIENT_4XX = (408, 425, 429)
# Shorter than the usual total limit of 30 s, so that a dead network shows as "dns" or "connect" and not as "timeout".
_DNS_S = 10.0
_CONNECT_S = 10.0
# Name look-ups block a thread each; their own pool keeps a dead name server away from the threads that serve the database.
_DNS_THREADS = 16
# Origins whose rules are kept; beyond it those out of date go.
_ROBOTS_REMEMBERED = 2000
_NOT_PUBLIC = "is not a public address"

Lookup = Callable[[str, int, int], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one transfer may cost: decompressed bytes, seconds from the first name look-up to the last byte, redirects.

    Waiting for our own turn at a host does not count as the server's time.
    """

    bytes: int
    seconds: float
    hops: int = 5


@dataclass(frozen=True, slots=True)
class Response:
    """A whole reply: status 200 (or 203), or 304 with an empty body.

    `url` is the final address. `content_type` is the header as sent, parameters included, "" without one. `headers` has
    lower-case names; repeated ones are joined by ", ". `permanent_url` is where an unbroken beginning of 301 and 308
    leads, None when the first hop is not of that kind. `validators` are to be stored together with what was made of `body`.
    """

    url: str
    status: int
    body: bytes
    content_type: str
    charset: str | None
    validators: Validators
    headers: Mapping[str, str]
    permanent_url: str | None


@dataclass(slots=True)
class _Transfer:
    """One request of a caller, over all its hops. `cut`: a body beyond the limit is cut there instead of refused."""

    limits: Limits
    accept: str
    validators: Validators = field(default_factory=Validators)
    robots: bool = False
    cut: bool = False
    spent_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Hop:
    """What one request gave: where to go next, or the reply."""

    status: int
    headers: Mapping[str, str]
    charset: str | None = None
    body: bytes = b""


class AddressRefusedError(OSError):
    """Raised inside the connector for an address that the policy refuses; callers see RefusedError."""


class Client:
    """All outbound HTTP of one process. `per_host` requests at a host at once, `host_spacing_s` between their starts.

    `contact` (a mail address or a page, may be empty) is shown to the servers. `lookup` is the name look-up with the
    arguments and result of `socket.getaddrinfo` (host, port, family); tests give their own.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        user_agent: str,
        contact: str = "",
        per_host: int = 2,
        host_spacing_s: float = 1.0,
        connections: int = 32,
        clock: Clock = system_clock,
        lookup: Lookup | None = None,
    ) -> None:
        self._policy, self._clock = policy, clock
        self._headers = _identity(user_agent, contact)
        self._turns = Turns(per_host, host_spacing_s, connections)
        self._resolver = _Resolver(lookup or _getaddrinfo)
        self._opened: aiohttp.ClientSession | None = None
        self._robots: dict[str, tuple[datetime, Robots | FetchError]] = {}
        self._robots_turn: dict[str, asyncio.Lock] = {}

    async def get(self, url: str, *, limits: Limits, accept: str, validators: Validators | None = None) -> Response:
        """The reply to a GET of `url`, redirects followed.

        Raises FetchError for every failed transfer (a broken or cut-off one gives nothing) and RefusedError for an
        address that may not be contacted, at whichever hop.
        """
        return await self._follow(url, _Transfer(limits, accept, validators or Validators()))

    async def page(self, url: str, *, limits: Limits) -> Response:
        """An article page, if the robots.txt of its origin permits it at every hop; RefusedError names the rule if not.

        An unreachable robots.txt means "not now" (RFC 9309 2.3.1.4): FetchError, to be tried later.
        """
        return await self._follow(url, _Transfer(limits, PAGE_ACCEPT, robots=True))

    async def close(self) -> None:
        """Close all connections. The client can be used again afterwards."""
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    # --- hops

    async def _follow(self, url: str, transfer: _Transfer) -> Response:
        seen: list[str] = []
        here, permanent = _requestable(url), True
        permanent_url: str | None = None
        while True:
            seen.append(here)
            hop = await self._hop(here, transfer)
            if hop.status not in _REDIRECTS:
                return _response(here, hop, transfer, permanent_url)
            permanent = permanent and hop.status in _PERMANENT
            here = _next_url(seen, hop, transfer.limits)
            permanent_url = here if permanent else permanent_url

    async def _hop(self, url: str, transfer: _Transfer) -> _Hop:
        pause_s = await self._permitted(url) if transfer.robots else 0.0
        host = urlsplit(url).hostname or ""
        async with self._turns.at(host, pause_s):
            loop = asyncio.get_running_loop()
            began_s = loop.time()
            try:
                left_s = max(transfer.limits.seconds - transfer.spent_s, 0.0)
                async with _as_our_errors(url, transfer.limits), asyncio.timeout(left_s):
                    return await self._request(url, transfer)
            finally:
                transfer.spent_s += loop.time() - began_s

    async def _request(self, url: str, transfer: _Transfer) -> _Hop:
        headers = {"Accept": transfer.accept, **transfer.validators.headers_for(url)}
        async with self._session().get(url, headers=headers, allow_redirects=False) as reply:
            found = _joined(reply)
            if reply.status in _REDIRECTS or reply.status == 304:
                return _Hop(reply.status, found)
            if reply.status not in _WHOLE:
                raise self._status_error(url, reply.status, found)
            return _Hop(reply.status, found, reply.charset, await _read(reply, url, transfer))

    def _status_error(self, url: str, status: int, headers: Mapping[str, str]) -> FetchError:
        now = http_date(headers.get("date")) or self._clock()
        wait = parse_retry_after(headers["retry-after"], now) if "retry-after" in headers else None
        message = f"{url}: the server answers {status}" + (f" and asks to wait {wait.total_seconds():.0f} s" if wait else "")
        transient = not 400 <= status < 500 or status in _TRANSIENT_4XX
        retry_after_s = wait.total_seconds() if wait is not None else None
        return FetchError("status", message, url=url, status=status, retry_after_s=retry_after_s, transient=transient)

    def _session(self) -> aiohttp.ClientSession:
        """The session, made at the first use because it belongs to the running loop.

        Limits on connections are ours (`Turns`), so that waiting for a place is not counted as the server's time.
        """
        if self._opened is None:
            factory = _guarded_sockets(self._policy)
            connector = aiohttp.TCPConnector(limit=0, socket_factory=factory, resolver=self._resolver)
            self._opened = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=self._headers,
                trust_env=False,
                auto_decompress=False,
            )
        return self._opened

    # --- robots.txt

    async def _permitted(self, url: str) -> float:
        """The pause in seconds that the origin's robots.txt asks for; RefusedError or FetchError when `url` is not permitted."""
        robots = await self._robots_of(_origin(url))
        rule = denied_by(robots, url)
        if rule is not None:
            raise RefusedError(
                f"{url}: robots.txt of the site does not permit it ({rule}); only what the feed itself carries can be used"
            )
        return robots.crawl_delay_s

    async def _robots_of(self, origin: str) -> Robots:
        """The rules of `origin`, read at most once a day; the second of two callers waits for the first one's answer."""
        self._forget_old_robots()
        async with self._robots_turn.setdefault(origin, asyncio.Lock()):
            until, answer = self._robots.get(origin, (None, None))
            if until is None or answer is None or until <= self._clock():
                answer = await self._read_robots(origin)
                kept = ROBOTS_RETRY if isinstance(answer, FetchError) else ROBOTS_KEPT
                self._robots[origin] = (self._clock() + kept, answer)
        if isinstance(answer, FetchError):
            raise _robots_unread(origin, answer)
        return answer

    def _forget_old_robots(self) -> None:
        if len(self._robots) < _ROBOTS_REMEMBERED:
            return
        now = self._clock()
        self._robots = {origin: entry for origin, entry in self._robots.items() if entry[0] > now}
        self._robots_turn = {o: turn for o, turn in self._robots_turn.items() if o in self._robots or turn.locked()}

    async def _read_robots(self, origin: str) -> Robots | FetchError:
        transfer = _Transfer(Limits(ROBOTS_BYTES, 15.0), "text/plain, */*;q=0.1", cut=True)
        try:
            reply = await self._follow(f"{origin}/robots.txt", transfer)
        except FetchError as error:
            allowed = error.status is not None and robots_answer(error.status) is RobotsAnswer.ALLOW
            return ALLOW_ALL if allowed else error
        return parse_robots(reply.body.decode("utf-8", "replace"))


class _Resolver(AbstractResolver):
    """Name look-ups on threads of their own, each within a time limit. The guard judges the results at the socket."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._threads = ThreadPoolExecutor(_DNS_THREADS, thread_name_prefix="names")

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        """All addresses of `host`; OSError when there are none or the answer takes too long."""
        work = asyncio.get_running_loop().run_in_executor(self._threads, self._lookup, host, port, family)
        try:
            found = await asyncio.wait_for(work, _DNS_S)
        except TimeoutError:
            raise OSError(socket.EAI_AGAIN, f"no answer from the name server within {_DNS_S:.0f} s") from None
        return [
            ResolveResult(hostname=host, host=address[0], port=port, family=kind, proto=proto, flags=socket.AI_NUMERICHOST)
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        """Nothing to release: the threads end when idle work ends, and the resolver outlives a session."""


def _getaddrinfo(host: str, port: int, family: int) -> list[tuple[Any, ...]]:
    return list(socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM))


def _guarded_sockets(policy: Policy) -> Callable[[Any], socket.socket]:
    """A maker of sockets that sees the very address that will be connected to: after every look-up, for literals, at each hop."""

    def make(address_info: tuple[Any, ...]) -> socket.socket:
        family, kind, proto, _, address = address_info
        if not policy.allows(address[0]):
            raise AddressRefusedError(f"{address[0]} {_NOT_PUBLIC}")
        opened = socket.socket(family, kind, proto)
        opened.setblocking(False)
        return opened

    return make


def _identity(user_agent: str, contact: str) -> dict[str, str]:
    """Headers that say who asks (RFC 9110 10.1.2 and 10.1.5): the contact, and From when it is a mail address."""
    mail = contact if "@" in contact and "/" not in contact else ""
    agent = f"{user_agent} (+{contact})" if contact else user_agent
    return {"User-Agent": agent, "Accept-Encoding": ACCEPT_ENCODING} | ({"From": mail} if mail else {})


def _requestable(url: str) -> str:
    """The URL as it is asked for: checked, and without its fragment, which is never sent."""
    return urldefrag(checked_url(url)).url


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def _joined(reply: aiohttp.ClientResponse) -> dict[str, str]:
    names = {name.lower() for name in reply.headers}
    return {name: ", ".join(reply.headers.getall(name)) for name in names}


async def _read(reply: aiohttp.ClientResponse, url: str, transfer: _Transfer) -> bytes:
    """The decompressed body. On any error the connection is closed with the reply, so nothing more of it arrives."""
    body = Body(reply.headers.get("Content-Encoding", ""), transfer.limits.bytes, url)
    try:
        async for chunk in reply.content.iter_any():
            body.feed(chunk)
    except FetchError as error:
        if transfer.cut and error.kind == "too-large":
            return body.collected
        raise
    return body.finish()


def _next_url(seen: list[str], hop: _Hop, limits: Limits) -> str:
    """Where the redirect leads, checked. FetchError "redirect" for loops, too many hops, no target and a step down to http."""
    here, location = seen[-1], hop.headers.get("location", "").strip()
    if not location:
        raise _redirect_error(here, f"the server answers {hop.status} without saying where to go")
    try:
        target = _requestable(urljoin(here, location.replace(" ", "%20")))
    except ValueError as error:
        raise RefusedError(f"{here} leads to {location!r}, which is malformed: {error}") from None
    if urlsplit(here).scheme.lower() == "https" and urlsplit(target).scheme.lower() == "http":
        raise _redirect_error(here, f"leads from https down to {target}; ask the publisher, or watch that address directly")
    if target in seen:
        raise _redirect_error(here, f"redirects go round in a circle at {target}")
    if len(seen) > limits.hops:
        raise _redirect_error(seen[0], f"more than {limits.hops} redirects, the last one to {target}")
    return target


def _redirect_error(url: str, what: str) -> FetchError:
    return FetchError("redirect", f"{url}: {what}", url=url)


def _response(url: str, hop: _Hop, transfer: _Transfer, permanent_url: str | None) -> Response:
    asked = transfer.validators
    if hop.status == 304 and not asked.headers_for(url):
        raise FetchError("status", f"{url}: the server answers 304 to a question without conditions", url=url, status=304)
    validators = refreshed(asked, hop.headers) if hop.status == 304 else validators_of(url, hop.headers)
    content_type = hop.headers.get("content-type", "")
    return Response(url, hop.status, hop.body, content_type, hop.charset, validators, hop.headers, permanent_url)


def _robots_unread(origin: str, cause: FetchError) -> FetchError:
    """Why pages of `origin` have to wait; keeps the kind when no server was reached, because then our network may be at fault."""
    kind = cause.kind if cause.unreachable else "refused"
    message = f"{origin}: robots.txt cannot be read ({cause}), so its pages are left alone for now and tried again"
    return FetchError(kind, message, url=cause.url, status=cause.status, retry_after_s=cause.retry_after_s)


@asynccontextmanager
async def _as_our_errors(url: str, limits: Limits) -> AsyncIterator[None]:
    """Turn what aiohttp and the loop raise into FetchError and RefusedError, with what a person needs to know."""
    try:
        yield
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise _translated(url, limits, error) from error


def _translated(url: str, limits: Limits, error: Exception) -> FetchError | RefusedError:
    host = urlsplit(url).hostname
    match error:
        case aiohttp.ConnectionTimeoutError():
            return FetchError("connect", f"{url}: {host} does not take the connection within {_CONNECT_S:.0f} s", url=url)
        case TimeoutError():
            return FetchError("timeout", f"{url}: not complete within {limits.seconds:g} s", url=url)
        case aiohttp.ClientConnectorDNSError():
            return FetchError("dns", f"{url}: the name {host!r} cannot be resolved ({error.os_error})", url=url)
        case aiohttp.ClientSSLError():
            return FetchError("tls", f"{url}: no secure connection to {host} ({error.os_error})", url=url)
        case aiohttp.ClientConnectorError() if _NOT_PUBLIC in str(error.os_error):
            hint = "if it is yours, add its range to network.allow in northwatch.yaml"
            return RefusedError(f"{url}: refused, {error.os_error}; {hint}")
        case aiohttp.ClientConnectorError():
            return FetchError("connect", f"{url}: no connection to {host} ({error.os_error})", url=url)
        case aiohttp.InvalidURL():
            return RefusedError(f"address {url!r} is malformed")
    return _broken(url, error)


def _broken(url: str, error: Exception) -> FetchError | RefusedError:
    """Errors after the connection was made: the reply stopped, or is not HTTP."""
    match error:
        case aiohttp.ClientResponseError():
            return FetchError("encoding", f"{url}: the answer is not HTTP as we know it ({_brief(error.message)})", url=url)
        case aiohttp.ClientError() | OSError():
            return FetchError(
                "truncated", f"{url}: the connection broke before the reply was complete ({_brief(str(error))})", url=url
            )
    return RefusedError(f"address {url!r} cannot be asked for: {_brief(str(error))}")


def _brief(text: str) -> str:
    """The first line of a library's message, at most 160 characters: some quote the whole reply behind it."""
    return text.strip().partition("\n")[0][:160].rstrip(" :")
