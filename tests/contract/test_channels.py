"""Every channel renders, sends with a verdict and closes; web receivers are real ones on this machine."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from worker.alerts.channels import AppriseChannel, ChannelProblem, ConsoleChannel, open_channel, wire
from worker.alerts.channels.target import redacted, secrets_of
from worker.guard import Policy
from worker.model import AlertSource, AlertView, Message, Outcome, Severity, Verdict

LOOPBACK = Policy.opening(["127.0.0.0/8"])
UTC_ZONE = ZoneInfo("UTC")
MESSAGE = Message("[HIGH] Ship leaves Nuuk", "HIGH · forces\nShip leaves Nuuk", idempotency_key="d17", thread="dev-7")
VIEW = AlertView(
    "new",
    0,
    Severity.HIGH,
    "Ship leaves Nuuk",
    rule="forces",
    sentence="A ship left Nuuk.",
    sentence_spans=((2, 6),),
    documents=1,
    publishers=1,
    origins=1,
    first_seen=datetime(2026, 1, 26, tzinfo=UTC),
    development="dev-7",
    sources=(AlertSource("Ship leaves", "https://coast.example/a", "Coast", None),),
)


class Receiver:
    """An HTTP receiver on loopback: keeps what it was sent, answers `status` with `headers` and `body`.

    It does not answer before `release` is set and does not end its answer before `more` is.
    """

    def __init__(self) -> None:
        self.status, self.headers, self.body = 200, {}, b"{}"
        self.got: list[tuple[str, dict[str, str], Any]] = []
        self.release, self.more = Event(), Event()
        self.release.set()
        self.more.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                receiver.got.append((self.path, dict(self.headers), json.loads(text)))
                receiver.release.wait(10)
                if receiver.status == 0:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(receiver.body)
                receiver.more.wait(10)

            def do_GET(self) -> None:
                receiver.got.append((self.path, dict(self.headers), None))

            def log_message(self, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def url(self, scheme: str = "json", path: str = "/hook") -> str:
        return f"{scheme}://127.0.0.1:{self.server.server_port}{path}"

    def close(self) -> None:
        self.release.set()
        self.more.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@contextmanager
def channel(url: str, policy: Policy = LOOPBACK, timeout_s: float = 10.0) -> Iterator[AppriseChannel]:
    made = AppriseChannel("desk", url, policy, timeout_s)
    try:
        yield made
    finally:
        made.close()


async def sent(url: str, message: Message = MESSAGE, policy: Policy = LOOPBACK, timeout_s: float = 10.0) -> Outcome:
    with channel(url, policy, timeout_s) as made:
        return await made.send(message)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def a_free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


# ------------------------------------------------------------------ what every channel does


@pytest.mark.parametrize("kind", ["console", "webhook"])
async def test_render_send_close(receiver: Receiver, kind: str) -> None:
    written: list[str] = []
    made = open_channel("desk", kind, receiver.url(), policy=LOOPBACK, write=written.append)
    message = made.render(VIEW, UTC_ZONE)
    assert message.subject == "[HIGH] Ship leaves Nuuk"
    assert message.thread == "dev-7"
    assert (await made.send(message)).verdict is Verdict.DELIVERED
    made.close()
    arrived = written or [body["title"] + body["message"] for _, _, body in receiver.got]
    assert len(arrived) == 1
    assert "Ship leaves Nuuk" in arrived[0]


async def test_a_console_that_is_gone_is_tried_again() -> None:
    def write(text: str) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    outcome = await ConsoleChannel("console", write).send(MESSAGE)
    assert outcome.verdict is Verdict.TRANSIENT
    assert "Broken pipe" in outcome.reason


async def test_a_repeat_on_the_console_says_so() -> None:
    written: list[str] = []
    await ConsoleChannel("console", written.append).send(Message("s", "text", possible_repeat=True))
    assert written == ["(possible repeat) text\n"]


# ------------------------------------------------------------------ configuration


@pytest.mark.parametrize(
    ("url", "says"),
    [
        pytest.param("", "expected a URL for this channel", id="none"),
        pytest.param("hook.example", "expected a URL such as", id="no scheme"),
        pytest.param("nosuch://s3cret-token", "cannot be read", id="unknown scheme"),
        pytest.param("slack://s3cret-token", "cannot be read", id="incomplete"),
        pytest.param("growl://s3cret-token", "gntp", id="a package is missing"),
        pytest.param("json://a.example/s3cret, json://b.example", "got several", id="two URLs"),
        pytest.param("xmpp://user:s3cret@a.example", "not offered", id="a plugin that lies"),
        pytest.param("json://a.example/s3cret?optional=yes", "optional=", id="hides failures"),
        pytest.param("json://a.example/s3cret?Format=html", "Format=", id="converts"),
        pytest.param("json://a.example/s3cret?retry=3", "retry=", id="repeats"),
        pytest.param("tgram://123456789:AAbbccddeeffgghhiijjkkllmmnnooppqqr/12/13", "2 targets", id="two chats"),
        pytest.param("mailto://u:s3cret@a.example?to=a@a.example,b@b.example", "2 targets", id="two recipients"),
        pytest.param("mailto://u:s3cret@a.example?cc=b@b.example", "cc=", id="a copy to somebody"),
        pytest.param("mailto://u:s3cret@a.example?to=nobody", "no usable target", id="no address"),
        pytest.param("mailto://u:s3cret@a.example?mode=magic", "cannot be read", id="unknown mode"),
        pytest.param(
            "mailtos://u:s3cret@a.example:99999?to=a@a.example", "no port 99999: expected 1 to 65535", id="no mail port"
        ),
        pytest.param("jsons://u:s3cret@a.example:0/", "no port 0", id="no port"),
        pytest.param("mailto://u:s3cret@a.example?smtp=b.example:2525", "smtp= is to be the name of a host", id="port in smtp="),
        pytest.param("mailto://u:s3cret@a.example?smtp=b.example:x", "port stands behind the host", id="bad port in smtp="),
        pytest.param("mailto://u:s3cret@a.example?smtp=https://b.example", "smtp= is to be the name", id="address in smtp="),
        pytest.param("mailto://u:s3cret@a.example?too=a@a.example", "perhaps to= is meant", id="unknown option"),
        pytest.param("mailto://a.example?user=u&pass=x&s3cret&to=a@a.example", "does not know: known are", id="& in a password"),
        pytest.param("mailto://u:s3cret@a.example?pgp=sign", "pgp=", id="PGP"),
        pytest.param("mailto://u:s3cret[x@a.example?to=a@a.example", "as %5B and %5D", id="a bracket in the password"),
        pytest.param("json://u:s3cret@a.example\u2100/", "cannot be read", id="a sign that turns into a slash"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_showing_it(url: str, says: str) -> None:
    with pytest.raises(ChannelProblem, match=re.escape(says)) as problem:
        open_channel("desk", "apprise", url, policy=LOOPBACK, write=str)
    assert "s3cret" not in str(problem.value)


@pytest.mark.parametrize(
    ("url", "part", "markup"),
    [
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", "text", "<https://coast.example/a|Ship leaves>"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", "text", "[Ship leaves](<https://coast.example/a>)"),
        ("tgram://123456789:AAbbccddeeffgghhiijjkkllmmnnooppqqr/12315544", "text", '<a href="https://coast.example/a">'),
        ("mailto://u:p@a.example?to=b@b.example", "html", "<mark"),
        ("mailto://u:p@a.example?to=b@b.example", "text", "> A *ship* left Nuuk."),
    ],
)
def test_each_receiver_gets_its_own_markup(url: str, part: str, markup: str) -> None:
    with channel(url) as made:
        assert markup in getattr(made.render(VIEW, UTC_ZONE), part)


# ------------------------------------------------------------------ verdicts


@pytest.mark.parametrize(
    ("status", "headers", "verdict", "retry_after_s"),
    [
        pytest.param(200, {}, Verdict.DELIVERED, None, id="200"),
        pytest.param(204, {}, Verdict.DELIVERED, None, id="204"),
        pytest.param(302, {"Location": "/elsewhere"}, Verdict.CONFIG, None, id="redirect"),
        pytest.param(400, {}, Verdict.PERMANENT, None, id="400"),
        pytest.param(401, {}, Verdict.CONFIG, None, id="401"),
        pytest.param(403, {}, Verdict.CONFIG, None, id="403"),
        pytest.param(404, {}, Verdict.PERMANENT, None, id="404"),
        pytest.param(410, {}, Verdict.PERMANENT, None, id="410"),
        pytest.param(429, {"Retry-After": "7"}, Verdict.TRANSIENT, 7.0, id="429 with a time"),
        pytest.param(429, {"Retry-After": "soon"}, Verdict.TRANSIENT, None, id="429 with nonsense"),
        pytest.param(503, {"Retry-After": "120"}, Verdict.TRANSIENT, 120.0, id="503"),
        pytest.param(500, {}, Verdict.TRANSIENT, None, id="500"),
        pytest.param(0, {}, Verdict.UNCERTAIN, None, id="connection closed after the request"),
    ],
)
async def test_verdict_of_a_webhook(
    receiver: Receiver, status: int, headers: dict[str, str], verdict: Verdict, retry_after_s: float | None
) -> None:
    receiver.status, receiver.headers = status, headers
    outcome = await sent(receiver.url(path="/hook/s3cret-token"))
    assert (outcome.verdict, outcome.retry_after_s) == (verdict, retry_after_s)
    assert outcome.code == (status or None)
    assert "s3cret" not in outcome.reason
    assert [path for path, _, _ in receiver.got] == ["/hook/s3cret-token"], "asked once, nothing followed"


async def test_a_refused_connection_is_tried_again() -> None:
    outcome = await sent(f"json://127.0.0.1:{a_free_port()}/hook")
    assert outcome.verdict is Verdict.TRANSIENT


async def test_an_unknown_host_is_tried_again() -> None:
    outcome = await sent("json://no-such-host.invalid/hook")
    assert outcome.verdict is Verdict.TRANSIENT
    assert "cannot be resolved" in outcome.reason


async def test_a_receiver_without_tls_is_a_matter_of_configuration(receiver: Receiver) -> None:
    assert (await sent(receiver.url("jsons"))).verdict is Verdict.CONFIG


@pytest.mark.parametrize("scheme", ["json", "ntfy", "mailto", "irc"])
async def test_the_guard_stands_before_every_plugin(receiver: Receiver, scheme: str) -> None:
    extra = {"mailto": "/?to=a@a.example&from=b@b.example", "irc": "/#watch"}.get(scheme, "/topic")
    outcome = await sent(receiver.url(scheme, extra), policy=Policy())
    assert outcome.verdict is Verdict.CONFIG
    assert "127.0.0.1 is not public; add its range to network.allow" in outcome.reason
    assert receiver.got == []


async def test_a_webhook_gets_the_key_of_the_delivery_every_time(receiver: Receiver) -> None:
    with channel(receiver.url()) as made:
        await made.send(MESSAGE)
        await made.send(Message("s", "t", idempotency_key="d18"))
    assert [headers["Idempotency-Key"] for _, headers, _ in receiver.got] == ["d17", "d18"]


async def test_a_repeat_says_so(receiver: Receiver) -> None:
    await sent(receiver.url(), Message("s", "text", possible_repeat=True))
    assert receiver.got[0][2]["message"] == "Possible repeat: an earlier attempt may have arrived.\ntext"


async def test_a_push_service_gets_plain_text_without_pictures(receiver: Receiver) -> None:
    outcome = await sent(receiver.url("ntfy", "/watch"))
    assert outcome.verdict is Verdict.DELIVERED
    ((_, headers, body),) = receiver.got
    assert body == {"topic": "watch", "title": MESSAGE.subject, "message": MESSAGE.text}
    assert "X-Icon" not in headers


async def test_an_endless_answer_is_not_read_to_its_end(receiver: Receiver) -> None:
    receiver.body = b"x" * (2 * wire.MAX_ANSWER)
    receiver.more.clear()
    assert (await sent(receiver.url(path="/hook?rto=9"), timeout_s=1.0)).verdict is Verdict.DELIVERED


# ------------------------------------------------------------------ one hung receiver stays one


async def test_a_hung_receiver_is_uncertain_and_delays_nobody(receiver: Receiver) -> None:
    receiver.release.clear()
    healthy = Receiver()
    try:
        with channel(receiver.url("json", "?rto=9"), timeout_s=0.5) as hung, channel(healthy.url()) as other:
            waiting = asyncio.create_task(hung.send(MESSAGE))
            assert [(await other.send(MESSAGE)).verdict for _ in range(3)] == [Verdict.DELIVERED] * 3
            assert not waiting.done()
            assert (await waiting).verdict is Verdict.UNCERTAIN
            again = await hung.send(MESSAGE)
            assert again.verdict is Verdict.TRANSIENT
            assert "under way" in again.reason
    finally:
        healthy.close()


async def test_a_slow_answer_is_given_up_by_the_socket_and_the_thread_is_free_again(receiver: Receiver) -> None:
    receiver.release.clear()
    with channel(receiver.url(), timeout_s=1.0) as made:
        assert (await made.send(MESSAGE)).verdict is Verdict.UNCERTAIN
        receiver.release.set()
        assert (await made.send(MESSAGE)).verdict is Verdict.DELIVERED


async def test_messages_of_one_channel_go_one_after_the_other(receiver: Receiver) -> None:
    with channel(receiver.url()) as made:
        outcomes = await asyncio.gather(*(made.send(Message(str(n), "t")) for n in range(5)))
    assert {outcome.verdict for outcome in outcomes} == {Verdict.DELIVERED}
    assert [body["title"] for _, _, body in receiver.got] == ["0", "1", "2", "3", "4"]


# ------------------------------------------------------------------ small parts


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({}, None, id="none"),
        pytest.param({"Retry-After": "-5"}, None, id="negative"),
        pytest.param({"Retry-After": "²"}, None, id="a digit that is no number"),
        pytest.param({"Retry-After": "30"}, 30.0, id="seconds"),
        pytest.param({"Retry-After": "Mon, 26 Jan 2026 10:02:00 GMT", "Date": "Mon, 26 Jan 2026 10:00:00 GMT"}, 120.0, id="date"),
        pytest.param(
            {"Retry-After": "Mon, 26 Jan 2026 09:00:00 GMT", "Date": "Mon, 26 Jan 2026 10:00:00 GMT"}, 0.0, id="in the past"
        ),
        pytest.param({"Retry-After": "Mon, 26 Jan 2026 10:02:00 GMT"}, None, id="date without a clock of the server"),
    ],
)
def test_retry_after(headers: dict[str, str], expected: float | None) -> None:
    assert wire.retry_after(headers) == expected


def test_every_part_of_a_hook_url_is_a_secret_and_of_a_mail_account_the_password() -> None:
    hook = secrets_of("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdn/#general", "slack")
    assert redacted("posting to T1JJ3T3L2/A1BRTD4JD/TIiajkdn failed", hook) == "posting to ***/***/*** failed"
    mail = secrets_of("mailto://desk:p%40ssw0rd@mail.example", "mailto")
    assert redacted("desk p@ssw0rd p%40ssw0rd mail.example", mail) == "desk *** *** mail.example"
    asked = secrets_of("mailto://mail.example?user=desk&pass=p%40ssw0rd", "mailto")
    assert redacted("desk p@ssw0rd mail.example", asked) == "desk *** mail.example"
