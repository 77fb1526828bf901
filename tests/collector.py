"""A receiver of mail on loopback that keeps what arrives and answers as a test wants."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """An SMTP handler that keeps mails and gives the answers that a test wants at RCPT and DATA."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.raw: list[bytes] = []
        self.at_mail, self.at_rcpt, self.at_data = "250 OK", "250 OK", "250 OK"
        self.drop = False

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.at_mail

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.at_rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        self.raw.append(content)
        self.mails.append(email.message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        if self.drop:
            assert server.transport is not None
            server.transport.abort()
        return self.at_data


class LoopbackController(Controller):
    """A controller on a port that the system chooses."""

    def __init__(self, handler: Mailbox, **options: Any) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=free_port(), **options)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def server(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    controller = LoopbackController(mailbox, **options)
    controller.start()
    try:
        yield int(controller.port)
    finally:
        controller.stop()
