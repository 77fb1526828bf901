"""E-mail: Apprise's URLs for mail accounts, our own message and a verdict for every answer of the server.

The plugin of Apprise derives the text part from the HTML, makes a new Message-ID for every attempt, waits 5.5 seconds
between mails and says only whether it worked. This one sends the rendered parts as they are, under an id that stays the
same over all attempts, and drives the SMTP dialogue (RFC 5321) step by step, so that each answer has its meaning.
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from apprise.plugins.email.base import NotifyEmail

from worker.alerts.render import safe
from worker.clock import Clock, system_clock
from worker.model import Message, Outcome, Verdict

# Answers that mean "your account, not this mail": RFC 4954 section 6 and RFC 3207 section 4.
_ACCOUNT_CODES = (530, 534, 535, 538)
_GO_ON = 354  # RFC 5321 section 4.2.3
_LOGGED_IN = 235  # RFC 4954 section 6
_OWN = "X-Northwatch-"


class NorthwatchMail(NotifyEmail):  # type: ignore[no-untyped-call]  # apprise is typed in part only
    """Apprise's e-mail plugin with our message and our verdict.

    Set `message` before `notify`; afterwards `outcome` says what became of it. One thread at a time.
    """

    service_name = "northwatch e-mail"
    request_rate_per_sec = 0  # pacing is the alert policy's business
    clock: Clock = staticmethod(system_clock)
    taking_s = 300.0
    message: Message | None = None
    outcome: Outcome | None = None

    def send(self, body: str, title: str = "", *args: Any, **options: Any) -> bool:
        """Send `message` (or what was given, when there is none) to the one recipient; True when it was accepted."""
        message = self.message or Message(subject=title, text=body)
        account = account_of(self)
        sender, recipient = (str(self.from_addr[0] or ""), str(self.from_addr[1])), str(self.targets[0][1])
        mail = compose(message, sender, recipient, self.clock(), tuple(self.reply_to))
        times = (float(self.socket_connect_timeout), self.taking_s)
        self.outcome = deliver(account, sender[1], recipient, mail.as_bytes(), *times)
        return self.outcome.verdict is Verdict.DELIVERED


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom to hand mail in. `mode`: "insecure", "starttls" or "ssl"; no user, no login."""

    host: str
    port: int
    mode: str
    user: str = ""
    password: str = ""
    verify: bool = True


def account_of(plugin: Any) -> Account:
    """The account that Apprise read from the URL, with its defaults for well-known providers."""
    login = (plugin.user or "", plugin.password or "")
    return Account(plugin.smtp_host, int(plugin.port), plugin.secure_mode, *login, verify=plugin.verify_certificate)


def compose(
    message: Message, sender: tuple[str, str], recipient: str, now: datetime, reply_to: tuple[str, ...] = ()
) -> EmailMessage:
    """The mail with text and HTML part. Every attempt at one delivery gives the same Message-ID.

    All mails of a thread, the first one too, answer the same mail that was never sent, so that any of them may be lost
    or deleted without breaking the thread (RFC 5322 section 3.6.4).
    """
    domain = sender[1].rpartition("@")[2]
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = Address(safe.clean(sender[0], 60), addr_spec=sender[1])
    mail["To"] = Address(addr_spec=recipient)
    if reply_to:
        mail["Reply-To"] = [Address(addr_spec=address) for address in reply_to]
    mail["Subject"] = safe.clean(message.subject, 200)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = _id("alert", message.idempotency_key or f"{message.subject}\n{message.text}", domain)
    for name, value in _headers(message, domain):
        mail[name] = value
    mail.set_content(message.text, cte="quoted-printable")
    if message.html:
        mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return mail


def _headers(message: Message, domain: str) -> list[tuple[str, str]]:
    """Headers for threads, filters and out-of-office programs, one line each."""
    rule = safe.clean(message.headers.get(f"{_OWN}Rule", ""), 80)
    headers = [
        ("Auto-Submitted", "auto-generated"),  # RFC 3834 section 5
        ("X-Auto-Response-Suppress", "All"),  # the same for Exchange
        ("List-Id", f"<{_slug(rule) or 'notices'}.northwatch.{domain}>"),  # RFC 2919
    ]
    if message.thread:
        root = _id("development", message.thread, domain)
        headers += [("References", root), ("In-Reply-To", root)]
    if message.possible_repeat:
        headers.append((f"{_OWN}Possible-Repeat", "yes"))
    own = ((name, safe.clean(value, 200)) for name, value in message.headers.items() if name.startswith(_OWN))
    return headers + [(name, value) for name, value in own if value]


def deliver(account: Account, sender: str, recipient: str, mail: bytes, timeout_s: float, taking_s: float) -> Outcome:
    """Hand the mail in and judge every answer. Never raises for what a server or the network can do. Each step may take
    `timeout_s`, the answer to the whole text `taking_s`.

    4xx, no connection and a loss before the text was sent are transient; 5xx is permanent for this recipient, or a
    matter of the account; a loss after the text was sent is uncertain.
    """
    try:
        server = _connect(account, timeout_s)
    except (OSError, smtplib.SMTPException) as error:
        return _by_error(error)
    try:
        return _hand_in(server, sender, recipient, mail, taking_s)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _connect(account: Account, timeout_s: float) -> smtplib.SMTP:
    """A server that is ready for mail: connected, encrypted and logged in as the account wants it."""
    context = ssl.create_default_context()
    if not account.verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if account.mode == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(account.host, account.port, timeout=timeout_s, context=context)
    else:
        server = smtplib.SMTP(account.host, account.port, timeout=timeout_s)
    try:
        server.ehlo_or_helo_if_needed()
        if account.mode == "starttls":
            server.starttls(context=context)
        if account.user and account.password:
            _log_in(server, account)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _log_in(server: smtplib.SMTP, account: Account) -> None:
    """Log in; SMTPException when that fails. smtplib sends ASCII alone, while a password is UTF-8 (RFC 4616 section 2)."""
    if f"{account.user}{account.password}".isascii():
        server.login(account.user, account.password)
        return
    token = b64encode(f"\0{account.user}\0{account.password}".encode()).decode("ascii")
    code, said = server.docmd("AUTH", f"PLAIN {token}")
    if code != _LOGGED_IN:
        raise smtplib.SMTPAuthenticationError(code, said)


def _hand_in(server: smtplib.SMTP, sender: str, recipient: str, mail: bytes, taking_s: float) -> Outcome:
    try:
        code, said = server.mail(sender)
        if code >= 300:
            return _by_code(code, said, "the sender", Verdict.CONFIG)
        code, said = server.rcpt(recipient)
        if code >= 300:
            return _by_code(code, said, "the recipient", Verdict.PERMANENT)
    except (OSError, smtplib.SMTPException) as error:
        return _by_error(error)
    try:
        code, said = _data(server, mail, taking_s)
    except smtplib.SMTPDataError as error:
        return _by_code(error.smtp_code, error.smtp_error, "the mail", Verdict.PERMANENT)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Verdict.UNCERTAIN, f"the mail server was lost while taking the mail ({type(error).__name__})")
    if 200 <= code < 300:
        return Outcome(Verdict.DELIVERED, _text(said), code)
    return _by_code(code, said, "the mail", Verdict.PERMANENT)


def _data(server: smtplib.SMTP, mail: bytes, taking_s: float) -> tuple[int, bytes]:
    """The answer to the whole text. smtplib's own `data` has one time limit for the question and for the answer."""
    code, said = server.docmd("DATA")
    if code != _GO_ON:
        raise smtplib.SMTPDataError(code, said)
    server.send(re.sub(rb"(?m)^\.", b"..", mail) + b".\r\n")  # our mail ends its lines as it should, the last one too
    connection: Any = server.sock  # there is one: it was written to
    before = connection.gettimeout()
    connection.settimeout(taking_s)
    try:
        return server.getreply()
    finally:
        connection.settimeout(before)


def _by_code(code: int, said: bytes | str, what: str, refused: Verdict) -> Outcome:
    """The verdict on an answer that is not a yes; `refused` is what a 5xx means at this step (RFC 5321 4.2.1)."""
    reason = f"the mail server answered {code} to {what}: {_text(said)}"
    if code in _ACCOUNT_CODES:
        return Outcome(Verdict.CONFIG, reason, code)
    return Outcome(refused if code >= 500 else Verdict.TRANSIENT, reason, code)


def _by_error(error: Exception) -> Outcome:
    """The verdict on a failure before the text of the mail was sent."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        verdict = Verdict.CONFIG if error.smtp_code >= 500 else Verdict.TRANSIENT  # 454: the password store is down
        return Outcome(verdict, f"the mail server refused the login: {_text(error.smtp_error)}", error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Outcome(Verdict.CONFIG, "the mail server offers no encryption or login as configured: see mode= in the URL")
    if isinstance(error, ssl.SSLError):
        reason = error.reason or type(error).__name__
        return Outcome(Verdict.CONFIG, f"no TLS with the mail server ({safe.clean(reason, 80)}): see mode= in the URL")
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, error.smtp_error, "the connection", Verdict.CONFIG)
    return Outcome(Verdict.TRANSIENT, f"no mail server was reached ({type(error).__name__})")


def _text(said: bytes | str) -> str:
    return safe.clean(said.decode("utf-8", "replace") if isinstance(said, bytes) else said, 200)


def _id(kind: str, key: str, domain: str) -> str:
    """A message id that is the same for the same key; a hash, so that no key can break the header."""
    return f"<{kind}.{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}@{domain}>"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
