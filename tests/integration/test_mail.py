"""Mail through a real SMTP server on loopback: verdicts by its answers, and what arrives."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.collector import Mailbox, free_port, server
from worker.alerts.channels import AppriseChannel
from worker.guard import Policy
from worker.model import AlertSource, AlertView, Message, Outcome, Severity, Verdict

LOOPBACK = Policy.opening(["127.0.0.0/8"])
PATIENCE_S, STEP_S = 30.0, 1.0
NOW = datetime(2026, 1, 26, 15, 4, tzinfo=UTC)
VIEW = AlertView(
    "update",
    2,
    Severity.HIGH,
    "Patruljeskib forlader Nuuk: Grønland",
    rule="forces",
    rule_title="Forces",
    sentence="Et skib forlod Nuuk.",
    sentence_spans=((3, 7),),
    lines=(("Det bærer en helikopter.", "kyst.example"),),
    documents=2,
    publishers=2,
    origins=2,
    first_seen=NOW,
    last_alert=NOW,
    development="dev-7",
    sources=(AlertSource("Skib", "https://kyst.example/a", "Kyst", NOW),),
)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@contextmanager
def channel(
    port: int, *, user: str = "", extra: str = "", policy: Policy = LOOPBACK, timeout_s: float = 10.0, taking_s: float = 10.0
) -> Iterator[Any]:
    url = f"mailto://{user}127.0.0.1:{port}/?from=Watch<watch@org.example>&to=duty@org.example{extra}"
    made = AppriseChannel("desk", url, policy, timeout_s, taking_s=taking_s, clock=lambda: NOW)
    try:
        yield made
    finally:
        made.close()


async def sent(port: int, message: Message, **options: Any) -> Outcome:
    with channel(port, **options) as made:
        outcome: Outcome = await made.send(message)
        return outcome


def a_message(**changed: Any) -> Message:
    from worker.alerts.render.mail import render_mail

    return replace(render_mail(VIEW, ZoneInfo("UTC")), idempotency_key="d17", **changed)


# ------------------------------------------------------------------ what arrives


async def test_text_and_html_arrive_as_rendered(mailbox: Mailbox) -> None:
    message = a_message()
    with server(mailbox) as port:
        outcome = await sent(port, message)
    assert outcome.verdict is Verdict.DELIVERED
    assert outcome.code == 250
    (mail,) = mailbox.mails
    assert mailbox.recipients == ["duty@org.example"]
    assert mail.get_content_type() == "multipart/alternative"
    text, html = list(mail.iter_parts())
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert text.get_content().replace("\r\n", "\n") == message.text
    assert html.get_content().replace("\r\n", "\n").strip() == (message.html or "").strip()
    assert mail.defects == []
    assert mail["Subject"] == "[HIGH] UPDATE 2: Patruljeskib forlader Nuuk: Grønland"
    assert max(len(line) for line in mailbox.raw[0].split(b"\r\n")) <= 998
    assert mailbox.raw[0].isascii()


async def test_headers(mailbox: Mailbox) -> None:
    with server(mailbox) as port:
        await sent(port, a_message(), extra="&reply=desk@org.example")
    (mail,) = mailbox.mails
    wanted = {
        "From": "Watch <watch@org.example>",
        "To": "duty@org.example",
        "Reply-To": "desk@org.example",
        "Date": "Mon, 26 Jan 2026 15:04:00 +0000",
        "Auto-Submitted": "auto-generated",
        "List-Id": "<forces.northwatch.org.example>",
        "X-Northwatch-Severity": "high",
        "X-Northwatch-Development": "dev-7",
    }
    assert {name: str(mail[name]) for name in wanted} == wanted
    assert all(len(mail.get_all(name, [])) == 1 for name in (*wanted, "Message-ID", "Subject", "References"))
    assert "X-Northwatch-Possible-Repeat" not in mail


async def test_every_attempt_has_the_same_id_and_every_alert_of_a_development_one_thread(mailbox: Mailbox) -> None:
    with server(mailbox) as port, channel(port) as made:
        for message in (
            a_message(),
            a_message(possible_repeat=True),
            replace(a_message(), idempotency_key="d18"),
            replace(a_message(), idempotency_key="d19", thread="dev-8"),
        ):
            assert (await made.send(message)).verdict is Verdict.DELIVERED
    first, repeat, next_one, other = mailbox.mails
    assert first["Message-ID"] == repeat["Message-ID"]
    assert repeat["X-Northwatch-Possible-Repeat"] == "yes"
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 3
    assert first["References"] == first["In-Reply-To"] == next_one["References"] != other["References"]
    assert str(first["References"]).endswith("@org.example>")


async def test_no_header_can_be_injected(mailbox: Mailbox) -> None:
    evil = "x\r\nBcc: spy@evil.example\r\n\r\nbody\ud800\u2028y"
    hostile = Message(
        evil,
        "text",
        "<p>html",
        evil,
        evil,
        headers={"X-Northwatch-Rule": evil, "X-Northwatch-TLP": evil, "Bcc": "spy@evil.example"},
    )
    with server(mailbox) as port:
        assert (await sent(port, hostile)).verdict is Verdict.DELIVERED
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert mailbox.recipients == ["duty@org.example"]
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]


# ------------------------------------------------------------------ verdicts


@pytest.mark.parametrize(
    ("step", "answer", "verdict"),
    [
        pytest.param("at_rcpt", "451 4.7.1 greylisted, try later", Verdict.TRANSIENT, id="451"),
        pytest.param("at_rcpt", "550 5.1.1 no such user", Verdict.PERMANENT, id="550"),
        pytest.param("at_rcpt", "530 5.7.0 authentication required", Verdict.CONFIG, id="530"),
        pytest.param("at_mail", "450 busy", Verdict.TRANSIENT, id="450 to the sender"),
        pytest.param("at_mail", "553 sender not owned", Verdict.CONFIG, id="553 to the sender"),
        pytest.param("at_data", "552 5.3.4 too large", Verdict.PERMANENT, id="552"),
        pytest.param("at_data", "452 4.3.1 disk full", Verdict.TRANSIENT, id="452 after the text"),
    ],
)
async def test_verdict_by_answer(mailbox: Mailbox, step: str, answer: str, verdict: Verdict) -> None:
    setattr(mailbox, step, answer)
    with server(mailbox) as port:
        outcome = await sent(port, a_message())
    assert outcome.verdict is verdict
    assert outcome.code == int(answer[:3])
    assert answer[4:] in outcome.reason


async def test_a_channel_recovers_after_a_refusal(mailbox: Mailbox) -> None:
    with server(mailbox) as port, channel(port) as made:
        mailbox.at_rcpt = "451 later"
        assert (await made.send(a_message())).verdict is Verdict.TRANSIENT
        mailbox.at_rcpt = "250 OK"
        assert (await made.send(a_message())).verdict is Verdict.DELIVERED


async def test_loss_after_the_text_is_uncertain(mailbox: Mailbox) -> None:
    mailbox.drop = True
    with server(mailbox) as port:
        outcome = await sent(port, a_message())
    assert outcome.verdict is Verdict.UNCERTAIN
    assert len(mailbox.mails) == 1


class Thoughtful(Mailbox):
    """A mail server that looks through a mail until it is told to answer; `taken` is set when it has the whole text.

    Untold it answers long before the time of a step that has all patience.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken, self.answer = threading.Event(), threading.Event()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self.taken.set()
        await asyncio.to_thread(self.answer.wait, PATIENCE_S / 3)
        return answer


async def given_up_by_a_silent_server(timeout_s: float) -> Outcome:
    """What comes of a mail to a server that never says anything, when the time of one step is over."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        return await sent(listening.getsockname()[1], a_message(), timeout_s=timeout_s)


async def test_a_mail_that_is_looked_through_for_long_is_sent_once() -> None:
    """It was given up after 12 seconds and sent again, twelve times in all.

    Long is what takes longer than a step to another server that began later.
    """
    mailbox, text = Thoughtful(), "..a line that begins with dots\n.\nand the end"
    with server(mailbox) as port:
        sending = asyncio.create_task(sent(port, a_message(text=text), timeout_s=STEP_S, taking_s=PATIENCE_S))
        assert await asyncio.to_thread(mailbox.taken.wait, PATIENCE_S)
        assert (await given_up_by_a_silent_server(STEP_S)).verdict is Verdict.TRANSIENT
        mailbox.answer.set()
        outcome = await sending
    assert outcome.verdict is Verdict.DELIVERED
    (mail,) = mailbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == text.splitlines()


async def test_a_mail_server_that_never_says_whether_it_has_the_mail_is_uncertain() -> None:
    mailbox = Thoughtful()
    with server(mailbox) as port:
        outcome = await sent(port, a_message(), timeout_s=PATIENCE_S, taking_s=0.1)
        mailbox.answer.set()
    assert outcome.verdict is Verdict.UNCERTAIN
    assert "was lost while taking the mail" in outcome.reason, "not the channel's own limit, which is far away"


async def test_no_server_is_transient() -> None:
    assert (await sent(free_port(), a_message())).verdict is Verdict.TRANSIENT


async def test_a_server_that_says_nothing_is_transient() -> None:
    """Nothing was handed over yet, so nothing can have arrived."""
    assert (await given_up_by_a_silent_server(STEP_S)).verdict is Verdict.TRANSIENT


@pytest.mark.parametrize(
    ("password", "verdict"),
    [
        pytest.param("right-one", Verdict.DELIVERED, id="right"),
        pytest.param("blåbær-én", Verdict.DELIVERED, id="right, in letters beyond ASCII"),
        pytest.param("wrong-one", Verdict.CONFIG, id="wrong"),
        pytest.param("wröng-one", Verdict.CONFIG, id="wrong, in letters beyond ASCII"),
    ],
)
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_login(mailbox: Mailbox, password: str, verdict: Verdict) -> None:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password.decode() in ("right-one", "blåbær-én"), handled=False)

    options = {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    with server(mailbox, **options) as port:
        outcome = await sent(port, a_message(), user=f"desk:{password}@")
    assert outcome.verdict is verdict
    assert password not in outcome.reason
    assert outcome.code == (250 if verdict is Verdict.DELIVERED else 535)


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
async def test_a_server_without_the_wanted_encryption_gets_nothing(mailbox: Mailbox, mode: str) -> None:
    with server(mailbox) as port:
        outcome = await sent(port, a_message(), extra=f"&mode={mode}")
    assert outcome.verdict is Verdict.CONFIG
    assert "mode=" in outcome.reason
    assert mailbox.mails == []


async def test_the_guard_judges_the_mail_server(mailbox: Mailbox) -> None:
    with server(mailbox) as port:
        outcome = await sent(port, a_message(), policy=Policy())
    assert outcome.verdict is Verdict.CONFIG
    assert "127.0.0.1 is not public" in outcome.reason
    assert mailbox.mails == []


async def test_five_mails_do_not_wait_for_each_other(mailbox: Mailbox) -> None:
    """The stock plugin sleeps 5.5 s between two mails; the time limit of this test would not allow it."""
    with server(mailbox) as port, channel(port, timeout_s=5.0) as made:
        for number in range(5):
            assert (await made.send(replace(a_message(), idempotency_key=str(number)))).verdict is Verdict.DELIVERED
    assert len(mailbox.mails) == 5
