"""What the web requests of a channel's plugin may reach and what they were answered.

Apprise says only whether a plugin succeeded. Its plugins all speak through a name `requests` of their own module; we
give that module a `requests` whose sessions report to the exchange of the present send. The library itself and every
other user of it stay as they are.

The guard resolves the host and judges all its addresses right before the request. The connection resolves once more,
so a name server that answers differently within that moment can still slip past it (DNS rebinding); feeds and pages,
whose addresses come from outside, are judged at the socket itself, by `fetch`.
"""

from __future__ import annotations

import socket
import types
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from sys import modules
from typing import Any
from urllib.parse import urlsplit

import requests

from worker.guard import Policy
from worker.model import Outcome, Verdict

MAX_ANSWER = 64 * 1024  # receivers answer a few hundred bytes; an endless answer must not fill the memory
_VERBS = ("get", "options", "head", "post", "put", "patch", "delete")


class NotAllowedError(requests.RequestException):
    """The guard refused the address; a RequestException, so that plugins take it like any failed request."""


class NoSuchHostError(requests.ConnectionError):
    """The name has no address at this moment."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request ended: a status, or the error instead of one."""

    status: int | None = None
    retry_after_s: float | None = None
    error: Exception | None = None


@dataclass(slots=True)
class Exchange:
    """Everything that one send asked and was answered, in order."""

    policy: Policy
    answers: list[Answer] = field(default_factory=list)


_current: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


class _Session(requests.Session):
    """A session that asks the guard first, follows no endless answer and notes how each request ended."""

    def send(self, request: Any, **options: Any) -> Any:
        exchange = _current.get()
        if exchange is None:
            return super().send(request, **options)
        try:
            judge_host(urlsplit(request.url).hostname or "", exchange.policy)
            response = _bounded(super().send(request, **{**options, "stream": True}))
        except requests.RequestException as error:
            exchange.answers.append(Answer(error=error))
            raise
        exchange.answers.append(Answer(response.status_code, retry_after(response.headers)))
        return response


def _bounded(response: Any) -> Any:
    """The response with at most `MAX_ANSWER` bytes of its body, and the connection closed.

    A body that breaks off is an empty one: the status has been said, and the status is what counts.
    """
    with response, suppress(requests.RequestException):
        response._content = b""
        response._content = next(response.iter_content(MAX_ANSWER), b"")
    response._content_consumed = True
    return response


def listen(plugin: object) -> bool:
    """Give the plugin's module a `requests` that reports to the exchange; False for a plugin that does not use it."""
    module = modules[type(plugin).__module__]
    known = getattr(module, "requests", None)
    if known is requests:
        module.requests = _reporting()  # type: ignore[attr-defined]
    return known is not None


def during(exchange: Exchange, act: Callable[[], bool]) -> bool:
    """What `act` returns; all requests of the plugins that it calls are noted in `exchange`."""
    token = _current.set(exchange)
    try:
        return act()
    finally:
        _current.reset(token)


def judge_host(host: str, policy: Policy) -> None:
    """Raise `NotAllowedError` unless all addresses of the host may be contacted, `NoSuchHostError` when it has none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoSuchHostError("the name of the receiver cannot be resolved") from error
    refused = sorted({str(row[4][0]) for row in found if not policy.allows(str(row[4][0]))})
    if refused:
        raise NotAllowedError(
            f"the receiver's address {refused[0]} is not public; add its range to network.allow in northwatch.yaml if it is yours"
        )


def retry_after(headers: Any) -> float | None:
    """Seconds that the server asks us to wait (RFC 9110 section 10.2.3), None without a usable header.

    A date counts from the server's own Date header, so that a wrong clock on either side does not matter.
    """
    value = str(headers.get("Retry-After", "")).strip()
    if value.isascii() and value.isdigit():
        return float(value)
    until, now = _date(value), _date(str(headers.get("Date", "")))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def outcome_of(answers: list[Answer]) -> Outcome | None:
    """The verdict on a failed send by its last answer; None when no request was made."""
    if not answers:
        return None
    last = answers[-1]
    if last.status is not None:
        return by_status(last.status, last.retry_after_s)
    return _by_error(last.error)


def by_status(status: int, retry_after_s: float | None = None) -> Outcome:
    """The verdict on an answer that is not a success.

    404 and 410: the hook is gone. 401, 403, 407: our credentials. 3xx: the address in the configuration is not the
    final one. 408, 425, 429 and 5xx pass with time.
    """
    said = f"the receiver answered {status}{_phrase(status)}"
    if status in (408, 425, 429) or status >= 500:
        return Outcome(Verdict.TRANSIENT, said, status, retry_after_s)
    if status in (401, 403, 407):
        return Outcome(Verdict.CONFIG, f"{said}: check the credentials of this channel", status)
    if 300 <= status < 400:
        return Outcome(Verdict.CONFIG, f"{said}: redirects are not followed, configure the final address", status)
    return Outcome(Verdict.PERMANENT, said, status)


def _by_error(error: Exception | None) -> Outcome:
    if isinstance(error, NotAllowedError):
        return Outcome(Verdict.CONFIG, str(error))
    if isinstance(error, NoSuchHostError):
        return Outcome(Verdict.TRANSIENT, str(error))
    if isinstance(error, requests.exceptions.SSLError):
        return Outcome(Verdict.CONFIG, "the receiver's TLS certificate or protocol was not accepted")
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return Outcome(Verdict.TRANSIENT, "no connection to the receiver could be made in time")
    if isinstance(error, requests.exceptions.ConnectionError) and _never_connected(error):
        return Outcome(Verdict.TRANSIENT, "the receiver refused the connection or cannot be reached")
    if isinstance(error, requests.exceptions.Timeout | requests.exceptions.ConnectionError):
        return Outcome(Verdict.UNCERTAIN, "the receiver took the request and gave no answer; it may have arrived")
    return Outcome(Verdict.CONFIG, f"the request could not be made ({type(error).__name__}): check this channel's URL")


def _never_connected(error: Exception) -> bool:
    """Whether the failure came before anything was sent: urllib3 wraps that as NewConnectionError."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError")


def _phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _reporting() -> types.SimpleNamespace:
    """A stand-in for the module: all its names, but its verbs use sessions that report."""

    def request(method: str, url: str, **options: Any) -> Any:
        with _Session() as session:
            return session.request(method=method, url=url, **options)

    def verb(name: str) -> Callable[..., Any]:
        return lambda url, *args, **options: request(name, url, **_named(name, args), **options)

    stand_in = types.SimpleNamespace(**vars(requests))
    stand_in.request, stand_in.Session, stand_in.session = request, _Session, _Session
    for name in _VERBS:
        setattr(stand_in, name, verb(name))
    return stand_in


def _named(verb: str, args: tuple[Any, ...]) -> dict[str, Any]:
    """Positional arguments behind the URL under the names that `requests` gives them for this verb."""
    names = {"get": ("params",), "post": ("data", "json")}.get(verb, ("data",))
    return dict(zip(names, args, strict=False))
