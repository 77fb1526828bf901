"""A channel to one receiver through Apprise: one object, one target, one thread, one verdict for each message.

Apprise's own pool is never used: six hung receivers in it stop all others, and the exit of the process with them. Here a
hung receiver blocks its own daemon thread and nothing else. Options in a URL that would hide or repeat a failure
(`optional`, `retry`) or change the text (`format`, `overflow`) are refused when the channel is opened.
"""

from __future__ import annotations

import asyncio
import logging
import re
import warnings
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, partial
from queue import SimpleQueue
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from worker.alerts.render import safe
from worker.alerts.render.chat import REPEAT_ROOM, Dialect, dialect_of, render_chat
from worker.alerts.render.mail import render_mail
from worker.clock import Clock, system_clock
from worker.guard import Policy
from worker.model import AlertView, Message, Outcome, Verdict

if TYPE_CHECKING:
    from worker.alerts.channels.wire import Exchange

MAIL_SCHEMES = ("mailto", "mailtos")
# How long a mail server may take to say that it has the mail: it looks for viruses meanwhile, and whoever gives up early sends
# the mail again and again. RFC 5321 section 4.5.3.2.6 asks for ten minutes; other alerts wait behind this one, so it is half.
TAKING_S = 300.0
_LOGIN_OPTIONS = ("user", "pass", "password", "port")  # read of every URL by Apprise's URLBase
_HEADER_MARKS = ("+", " ", "-", ":")  # begin names of headers and the like in Apprise's options; a plus is read as a space
_HOST = re.compile(r"[\w.-]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")  # a name or an address of either family
_LAST_PORT = 65_535  # RFC 9293 section 3.1: 16 bits; Apprise takes any number
# XMPP answers "sent" to a wrong password and to an unknown user alike (Apprise 2.2 with slixmpp 1.17).
_FALSE_SUCCESS = ("xmpp", "xmpps")
_REFUSED_OPTIONS = ("optional", "retry", "wait", "format", "overflow", "redirect", "emojis", "tag")
_KEYED = ("json", "jsons", "form", "forms", "xml", "xmls")  # plugins with headers of our choice
_REPEAT = "Possible repeat: an earlier attempt may have arrived."
assert len(_REPEAT) < REPEAT_ROOM
# Shares of the time limit, so that a socket gives up before the channel does, and its thread is free again.
_CONNECT_SHARE, _READ_SHARE = 0.25, 0.6


class ChannelProblem(ValueError):  # noqa: N818  # a problem of a configuration, reported together with others
    """A channel URL that cannot be used. The message says why and what to write instead, and never shows the URL."""


class AppriseChannel:
    """One receiver. Opening it loads Apprise and reads the URL, without any connection.

    Raises `ChannelProblem` when the URL cannot be used. `timeout_s` bounds one send as a whole, but for the time (`taking_s`)
    that a mail server may take to say that it has the whole text.
    """

    def __init__(
        self,
        id: str,
        url: str,
        policy: Policy,
        timeout_s: float = 20.0,
        *,
        taking_s: float = TAKING_S,
        clock: Clock = system_clock,
    ) -> None:
        self.id, self.policy, self.timeout_s = id, policy, timeout_s
        self._scheme = checked_scheme(url)
        self._dialect = dialect_of(self._scheme)
        self._apprise, self._plugin = open_plugin(url, self._scheme, timeout_s)
        if self._scheme in MAIL_SCHEMES:
            self._plugin.clock, self._plugin.taking_s = clock, taking_s
            self.timeout_s += taking_s
        self._secrets = secrets_of(url, self._scheme)
        self._lock = asyncio.Lock()
        self._pending: Future[Outcome] | None = None
        self._jobs: SimpleQueue[tuple[Future[Outcome], Message] | None] = SimpleQueue()
        Thread(target=self._work, name=f"channel-{id}", daemon=True).start()

    def render(self, view: AlertView, zone: ZoneInfo) -> Message:
        """The alert in the dialect that this receiver reads."""
        markup = self._dialect.markup
        if self._scheme in MAIL_SCHEMES or markup == "mail":
            return render_mail(view, zone)
        return render_chat(view, zone, markup, limit=self._dialect.limit, titled=self._dialect.titled)

    async def send(self, message: Message) -> Outcome:
        """The verdict after at most the time of a send; one message at a time, others wait.

        No end within the time is uncertain, since the thread cannot be stopped: while it still works, the next
        message is answered with a transient failure at once.
        """
        async with self._lock:
            if self._pending is not None and not self._pending.done():
                return Outcome(Verdict.TRANSIENT, "the previous message to this channel is still under way")
            self._pending = Future()
            self._jobs.put((self._pending, message))
            done, _ = await asyncio.wait([asyncio.wrap_future(self._pending)], timeout=self.timeout_s)
            if done:
                return done.pop().result()
        return Outcome(Verdict.UNCERTAIN, f"no end within {self.timeout_s:g} s; it may have arrived")

    def close(self) -> None:
        """End the thread after the message that is under way, without waiting for it."""
        self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, message = job
            if future.set_running_or_notify_cancel():
                _settle(future, partial(self._attempt, message))

    def _attempt(self, message: Message) -> Outcome:
        """One attempt, in the channel's thread."""
        return self._mail(message) if self._scheme in MAIL_SCHEMES else self._post(message)

    def _mail(self, message: Message) -> Outcome:
        refused = _refused_host(self._plugin.smtp_host, self.policy)
        if refused:
            return refused
        self._plugin.message, self._plugin.outcome = message, None
        result = self._apprise.notify(body=message.text, title=message.subject)
        found: Outcome | None = self._plugin.outcome
        return replace(found, reason=redacted(found.reason, self._secrets)) if found else unexplained(result, self._secrets)

    def _post(self, message: Message) -> Outcome:
        from worker.alerts.channels import wire

        exchange = wire.Exchange(self.policy)
        refused = None if wire.listen(self._plugin) else _refused_host(self._plugin.host, self.policy)
        if refused:
            return refused
        if self._scheme in _KEYED and message.idempotency_key:
            self._plugin.headers["Idempotency-Key"] = message.idempotency_key
        return self._told(exchange, **shaped(message, self._dialect))

    def _told(self, exchange: Exchange, title: str, body: str, body_format: str) -> Outcome:
        """Send through Apprise and judge by what was answered on the wire, else by what the plugin logged."""
        from worker.alerts.channels import wire

        kept: list[Any] = []

        def act() -> bool:
            kept.append(self._apprise.notify(body=body, title=title, body_format=body_format))
            return bool(kept)

        wire.during(exchange, act)
        if succeeded(kept[0]):
            status = exchange.answers[-1].status if exchange.answers else None
            return Outcome(Verdict.DELIVERED, code=status)
        return wire.outcome_of(exchange.answers) or unexplained(kept[0], self._secrets)


def checked_scheme(url: str) -> str:
    """The scheme of a channel URL in lower case; raises `ChannelProblem` for what cannot or may not be a channel."""
    scheme, separator, rest = url.strip().partition("://")
    if not separator or not re.fullmatch(r"[A-Za-z0-9]+", scheme):
        raise ChannelProblem("expected a URL such as mailtos://... or discord://..., see https://appriseit.com/services/")
    if re.search(r"[,\s]+[A-Za-z0-9]+://", rest):
        raise ChannelProblem("expected one URL, got several; make one channel of each")
    if scheme.lower() in _FALSE_SUCCESS:
        raise ChannelProblem(f"{scheme}:// is not offered: it reports success for messages that never arrive")
    for option in (name for name, _ in parse_qsl(_split(url).query, keep_blank_values=True)):
        if option.lower() in _REFUSED_OPTIONS:
            raise ChannelProblem(f"{option}= is not allowed in a channel URL: northwatch decides that itself; remove it")
    return scheme.lower()


def _split(url: str) -> SplitResult:
    """The parts of the URL; `ChannelProblem` for a broken host, whose cause may quote the password and is left behind."""
    try:
        return urlsplit(url)
    except ValueError:
        hint = "write [ and ] in a password as %5B and %5D, and every other sign that is no letter or digit in this way too"
        raise ChannelProblem(f"this URL cannot be read: {hint}") from None


def open_plugin(url: str, scheme: str, timeout_s: float) -> tuple[Any, Any]:
    """The Apprise object and its single plugin. Raises `ChannelProblem` for an unreadable URL or several targets."""
    apprise = _loaded()
    asset = apprise.AppriseAsset(
        app_id="northwatch",
        app_desc="northwatch",
        async_mode=False,
        service_timeout=0,
        http_redirects=False,
        interpret_escapes=False,
        secure_logging=True,
    )
    plugin = _mail_plugin(url, asset) if scheme in MAIL_SCHEMES else apprise.Apprise.instantiate(url.strip(), asset=asset)
    if plugin is None:
        raise ChannelProblem(_missing(scheme) or f"this {scheme}:// URL cannot be read: see https://appriseit.com/services/")
    if plugin.port is not None and not 0 < int(plugin.port) <= _LAST_PORT:
        raise ChannelProblem(f"there is no port {plugin.port}: expected 1 to {_LAST_PORT}, or none for the usual one")
    _settled(plugin, timeout_s)
    _single(plugin, scheme)
    opened = apprise.Apprise(asset=asset)
    opened.add(plugin)
    return opened, plugin


def shaped(message: Message, dialect: Dialect) -> dict[str, str]:
    """Title, body and format as Apprise takes them. A possible repeat is said in front of the text."""
    body = message.html if dialect.markup == "mail" and message.html else message.text
    if message.possible_repeat and dialect.markup != "mail":
        body = f"{_REPEAT}\n{body}"
    return {"title": message.subject if dialect.titled else "", "body": body, "body_format": dialect.body_format}


def succeeded(result: Any) -> bool:
    """Whether the last attempt of the only service succeeded: the attempt says so even where a URL option would not."""
    attempts = [attempt for service in result.results for attempt in service.attempts]
    return bool(attempts) and bool(attempts[-1])


def secrets_of(url: str, scheme: str) -> tuple[str, ...]:
    """The parts of the URL that no message may show, longest first: of a mail account the password, else all of them."""
    of_mail = scheme in MAIL_SCHEMES
    parts = urlsplit(url)
    written = [parts.password or "", *(value for name, value in parse_qsl(parts.query) if name.lower() == "pass")]
    found = written if of_mail else re.split(r"[/?&=@:,\s]+", url.partition("://")[2])
    both = {part for each in found for part in (each, unquote(each))}
    return tuple(sorted((part for part in both if len(part) >= 4), key=len, reverse=True))


def redacted(text: str, secrets: Sequence[str]) -> str:
    """The text in one line of at most 300 characters with *** for every secret."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return safe.clean(text, 300)


def _missing(scheme: str) -> str:
    """Which packages the plugin of a known scheme lacks here, "" when that is not what is wrong."""
    from apprise.manager_plugins import NotificationManager

    manager: Any = NotificationManager
    known = manager()
    if scheme not in known or known[scheme].enabled:
        return ""
    packages = known[scheme].requirements.get("packages_required") or "a package of the operating system"
    named = packages if isinstance(packages, str) else ", ".join(packages)
    return f"{scheme}:// needs more than northwatch installs: {named}"


def _mail_plugin(url: str, asset: Any) -> Any:
    """Our e-mail plugin for a mailto(s) URL; None when the URL cannot be read."""
    from apprise.exception import AppriseImproperlyConfigured

    from worker.alerts.channels.mail import NorthwatchMail

    kind: Any = NorthwatchMail
    read = kind.parse_url(url.strip())
    if not read:
        return None
    _refuse_unknown_options(url, {*kind.template_args, *_LOGIN_OPTIONS})
    try:
        plugin = kind(**{**read, "asset": asset})
    except (AppriseImproperlyConfigured, TypeError):
        return None
    if plugin.cc or plugin.bcc:
        raise ChannelProblem("cc= and bcc= are not offered: one channel is one recipient; make one channel of each")
    if not _HOST.fullmatch(plugin.smtp_host):
        raise ChannelProblem(
            "smtp= is to be the name of a host and nothing else; the port stands behind the host of the address: "
            "mailto://user:password@example.org:2525?smtp=relay.example.org"
        )
    if plugin.pgp_mode != "no":
        raise ChannelProblem("pgp= is not offered; remove it")
    if not all(address.isascii() for _, address in plugin.targets) or not plugin.from_addr[1].isascii():
        raise ChannelProblem("expected mail addresses in ASCII; write the domain in punycode (xn--...)")
    return plugin


def _refuse_unknown_options(url: str, known: Collection[str]) -> None:
    """Apprise passes over an option that it does not know: with too= for to=, the alerts go to the sender. What is quoted is
    the nearest known one alone, since a piece of a password may stand where an option should."""
    for name, _ in parse_qsl(_split(url).query, keep_blank_values=True):
        if name.lower() not in known and name[:1] not in _HEADER_MARKS:
            near = get_close_matches(name.lower(), sorted(known), 1)
            meant = f"; perhaps {near[0]}= is meant" if near else ""
            hint = "known are to, from, name, reply, smtp, mode and verify; an & inside a value is written as %26"
            raise ChannelProblem(f"this URL has an option that e-mail does not know{meant}: {hint}")


def _single(plugin: Any, scheme: str) -> None:
    targets = len(plugin.targets) if scheme in MAIL_SCHEMES else len(plugin)
    if targets > 1:
        raise ChannelProblem(f"this {scheme}:// URL names {targets} targets; make one channel of each, so each has its own state")
    if targets < 1:
        raise ChannelProblem(f"this {scheme}:// URL names no usable target")


def _settled(plugin: Any, timeout_s: float) -> None:
    """Switch off what would wait, convert or load something of a third party; set times unless the URL does."""
    own = type(plugin)
    plugin.request_rate_per_sec = 0
    plugin.dialect_convert = lambda body, *args, **options: body
    if hasattr(plugin, "include_image"):
        plugin.include_image = False
    if hasattr(plugin, "avatar"):
        plugin.avatar = False
    if plugin.socket_connect_timeout == own.socket_connect_timeout:
        # The e-mail plugin has this one time for every step of the dialogue.
        plugin.socket_connect_timeout = timeout_s * (_READ_SHARE if hasattr(plugin, "smtp_host") else _CONNECT_SHARE)
    if plugin.socket_read_timeout == own.socket_read_timeout:
        plugin.socket_read_timeout = timeout_s * _READ_SHARE


def _refused_host(host: str | None, policy: Policy) -> Outcome | None:
    """The verdict when the guard refuses the host or it has no address, else None. For what does not speak HTTP."""
    from worker.alerts.channels import wire

    if not host or host == "_":  # Apprise's name for "this machine" of desktop plugins
        return None
    try:
        wire.judge_host(host, policy)
    except (wire.NotAllowedError, wire.NoSuchHostError) as error:
        return wire.outcome_of([wire.Answer(error=error)])
    return None


def unexplained(result: Any, secrets: Sequence[str]) -> Outcome:
    """The verdict on a failure without any answer on the wire: the plugin's last words, tried again later."""
    logs = [entry.message for service in result.results for entry in service.logs()]
    said = logs[-1] if logs else "the message could not be sent; the plugin gives no reason"
    return Outcome(Verdict.TRANSIENT, redacted(said, secrets))


def _settle(future: Future[Outcome], act: Callable[[], Outcome]) -> None:
    """Put what `act` gives or raises into the future, so that a bug reaches the job that waits, not the thread."""
    try:
        future.set_result(act())
    except Exception as error:  # noqa: BLE001  # the edge of a thread: handed on, not swallowed
        future.set_exception(error)


@cache
def _loaded() -> ModuleType:
    """Apprise with all its plugins, loaded at the first use (about half a second).

    What Apprise and urllib3 log (hook addresses, texts) is kept away from our logs; results still carry it.
    """
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
    logging.getLogger("urllib3.connectionpool").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its PGP support imports imghdr
        import apprise

        apprise.Apprise.instantiate("json://localhost")
    return apprise
