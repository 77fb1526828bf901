"""What we rely on Apprise to do. A new version that changes one of these must fail here, not in somebody's night."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from worker.alerts.channels.target import open_plugin
from worker.alerts.render.chat import DIALECTS

# The first opening loads every plugin; some of them import modules that Python has deprecated.
URLS = {
    "json": "json://127.0.0.1/hook",
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
    "discord": "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "tgram": "tgram://123456789:AAbbccddeeffgghhiijjkkllmmnnooppqqr/12315544",
    "matrix": "matrixs://user:password@matrix.example/#room",
    "mmost": "mmost://chat.example/3ccdd113474722377935511fc85d3dd4",
    "rocket": "rocket://user:password@chat.example/#general",
    "ntfy": "ntfy://127.0.0.1/topic",
    "irc": "irc://irc.example/#watch",
    "zulip": "zulip://bot@org/a6k4fPB6aAhtXqWZZ1yQwbzNFXrkTfBo/stream",
}


def opened(scheme: str) -> tuple[Any, Any]:
    return open_plugin(URLS[scheme], scheme, 4.0)


class Sent:
    """Answers 200 to everything and keeps what a plugin asked for."""

    def __init__(self, plugin: Any) -> None:
        self.calls: list[dict[str, Any]] = []
        plugin.send = self.send

    def send(self, **given: Any) -> bool:
        self.calls.append(given)
        return True


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    level = logging.getLogger("apprise").level
    yield
    logging.getLogger("apprise").setLevel(level)


def test_a_result_has_services_with_attempts_with_logs() -> None:
    box, plugin = opened("json")

    def fail(**given: Any) -> bool:
        plugin.logger.warning("Failed to send JSON notification: error=500.")
        return False

    plugin.send = fail
    result = box.notify(body="text", title="title", body_format="text")
    (service,) = result.results
    (attempt,) = service.attempts
    assert not attempt
    assert attempt.status.name == "FAILURE"
    assert [entry.message for entry in service.logs()] == ["Failed to send JSON notification: error=500."]


def test_a_plugin_that_crashes_is_a_failed_attempt_not_an_exception() -> None:
    box, plugin = opened("json")

    def crash(**given: Any) -> bool:
        raise KeyError("x")

    plugin.send = crash
    (service,) = box.notify(body="text", body_format="text").results
    assert [bool(attempt) for attempt in service.attempts] == [False]


def test_sending_stays_in_the_calling_thread() -> None:
    """`async_mode=False` and no service timeout: the process-wide pool is not used."""
    import threading

    box, plugin = opened("json")
    seen: list[int] = []

    def note(**given: Any) -> bool:
        seen.append(threading.get_ident())
        return True

    plugin.send = note
    assert box.notify(body="text", body_format="text")
    assert seen == [threading.get_ident()]


@pytest.mark.parametrize("scheme", URLS)
def test_nothing_is_converted(scheme: str) -> None:
    """The markup that we rendered reaches the plugin's `send` as it is, in one piece."""
    box, plugin = opened(scheme)
    dialect = DIALECTS.get(scheme)
    sent = Sent(plugin)
    body = "*bold* <b>bold</b> &amp; <https://a.example/|label> \\*x\\* :fire: [l](<https://b.example>)\n> q"
    assert box.notify(body=body, title="", body_format=dialect.body_format if dialect else "text")
    assert [call["body"] for call in sent.calls] == [body]


@pytest.mark.parametrize("scheme", URLS)
def test_one_object_one_target_no_waiting_no_pictures(scheme: str) -> None:
    box, plugin = opened(scheme)
    assert len(box) == 1
    assert len(plugin) == 1
    assert plugin.request_rate_per_sec == 0
    assert not plugin.redirects
    assert plugin.retry == 0
    assert not plugin.optional
    assert not getattr(plugin, "include_image", False)
    assert plugin.request_timeout == (1.0, 2.4)


def test_a_time_in_the_url_wins() -> None:
    _, plugin = open_plugin("json://127.0.0.1/hook?cto=2&rto=3", "json", 4.0)
    assert plugin.request_timeout == (2.0, 3.0)


def test_the_mail_account_is_read_as_documented() -> None:
    url = "mailtos://desk:p%40ss@mail.example:2525/?from=Watch<watch@org.example>&to=duty@org.example&mode=ssl"
    _, plugin = open_plugin(url, "mailtos", 20.0)
    from worker.alerts.channels.mail import account_of  # loads Apprise, so after the opening, as in the program

    account = account_of(plugin)
    assert (account.host, account.port, account.mode) == ("mail.example", 2525, "ssl")
    assert (account.user, account.password, account.verify) == ("desk", "p@ss", True)
    assert tuple(plugin.from_addr) == ("Watch", "watch@org.example")
    assert plugin.targets == [(False, "duty@org.example")]


def test_requests_is_a_name_of_the_plugins_module() -> None:
    """Where the seam of `wire` lies. A session class in its place would go unheard."""
    import requests

    from worker.alerts.channels import wire

    _, plugin = opened("json")
    assert wire.listen(plugin)
    assert wire.listen(plugin), "twice does no harm"
    import apprise.plugins.custom_json as module

    assert module.requests.exceptions is requests.exceptions
    assert module.requests is not requests
