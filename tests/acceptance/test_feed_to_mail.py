"""A feed server publishes an article and its alert arrives as mail, once, whatever moment the daemon is killed at."""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import islice

import pytest

from tests.acceptance.conftest import Place
from tests.collector import Mailbox, server
from tests.integration.farm.running import RunningFarm, running_farm

ARTICLE = """<p>{lead}</p><p>{more}</p>
<div class="related-posts"><h2>Related posts</h2><ul><li><a href="/a/0/1">Ten recipes for a cold evening</a></li></ul></div>"""
SETTINGS = """version: 1
database: sqlite:///../data/northwatch.db
data_folder: ../data
network: {allow: [127.0.1.0/24, 127.0.0.1/32]}
limits: {host_spacing: 0s}
alerts: {group_wait: 0s}
operator: []
"""
CHANNELS = 'version: 1\nchannels:\n  - {id: mail, kind: apprise, url: "${NORTHWATCH_TEST_MAIL}"}\n'


@pytest.fixture
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningFarm]:
    with running_farm(tmp_path_factory.mktemp("farm"), feeds=3, hosts=3, window=80, max_stall_s=8) as running:
        yield running


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def configure(place: Place, farm: RunningFarm, port: int) -> dict[str, str]:
    """The environment for a watch of one feed of the farm that sends to the mail server on `port`."""
    place.write("config/northwatch.yaml", SETTINGS)
    place.write("config/channels.yaml", CHANNELS)
    feed = f"{{id: coast, kind: feed, url: '{farm.url('0')}', name: Coast News, interval: 1s, reliability: B}}"
    place.write("config/sources.yaml", f"version: 1\nsources:\n  - {feed}\n")
    return {"NORTHWATCH_TEST_MAIL": f"mailto://127.0.0.1:{port}/?from=watch@org.example&to=desk@org.example"}


def publish(farm: RunningFarm, title: str, lead: str) -> None:
    more = "The operator moved all traffic to the second cable and asked the navy for a ship that can look at the place."
    farm.post("0", title, ARTICLE.format(lead=lead, more=more), datetime.now(UTC).isoformat())


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_an_article_of_a_feed_arrives_as_mail_with_the_reason_highlighted(
    shipped: Place, farm: RunningFarm, mailbox: Mailbox
) -> None:
    with server(mailbox) as port:
        environment = configure(shipped, farm, port)
        assert shipped.run("run", "--once", **environment).returncode == 0
        assert mailbox.mails == [], "the first poll is a baseline"
        with shipped.daemon(**environment) as daemon:
            lead = "A subsea cable near Svalbard was cut on Friday and the police suspect sabotage."
            publish(farm, "Cable Damage off Longyearbyen", lead)
            daemon.wait_until(lambda: any("alert sent" in line for line in daemon.errors))
            assert daemon.stop() == 0
    [mail] = mailbox.mails
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Subject"] == "[CRITICAL] Cable Damage off Longyearbyen"
    text, html = part(mail, "plain"), part(mail, "html")
    assert "*subsea cable*" in text
    assert "<mark" in html
    assert "Coast News" in html
    assert "cookies" not in text + html
    assert "recipes" not in text + html
    [account] = shipped.json("why", mail["X-Northwatch-Development"])
    assert account["rules"][0]["spans"]


FOLDER = "version: 1\nsources:\n  - {id: seeds, kind: folder, path: ../seeds, name: Drop folder}\n"


def test_a_new_start_sends_what_waits_for_a_receiver_that_was_down(place: Place, mailbox: Mailbox) -> None:
    """The back-off after the first try is half a minute at least; whoever starts anew has often mended what was wrong."""
    place.write("config/northwatch.yaml", SETTINGS)
    place.write("config/channels.yaml", CHANNELS)
    place.write("config/sources.yaml", FOLDER)
    place.write("seeds/cable.txt", "A subsea cable near Svalbard was cut on Friday and the police suspect sabotage.")
    mailbox.at_rcpt = "451 try again later"
    with server(mailbox) as port:
        environment = {"NORTHWATCH_TEST_MAIL": f"mailto://127.0.0.1:{port}/?from=watch@org.example&to=desk@org.example"}
        place.run("run", "--once", **environment)
        assert mailbox.mails == []
        mailbox.at_rcpt = "250 OK"
        place.run("run", "--once", **environment)
    assert len(mailbox.mails) == 1


def test_a_network_that_is_opened_while_running_lets_feeds_and_mail_through(
    place: Place, farm: RunningFarm, mailbox: Mailbox
) -> None:
    """The message that refuses an address says what to add to northwatch.yaml; adding it has to help."""
    with server(mailbox) as port:
        environment = configure(place, farm, port)
        opened = SETTINGS.replace("operator: []", "operator: [mail]").replace("limits: {", "limits: {workers: 1, ")
        place.write("config/northwatch.yaml", SETTINGS.replace("127.0.1.0/24, 127.0.0.1/32", ""))
        with place.daemon(**environment) as daemon:
            daemon.wait_until(lambda: any("not a public address" in line for line in daemon.errors))
            place.write("config/northwatch.yaml", opened)
            daemon.wait_until(lambda: any("source polled" in line for line in daemon.errors))
            daemon.wait_until(lambda: any("limits.workers changed" in part(mail, "plain") for mail in mailbox.mails))
            daemon.stop()


def test_a_run_is_not_bad_because_an_earlier_one_gave_an_alert_up(place: Place, mailbox: Mailbox) -> None:
    place.write("config/northwatch.yaml", SETTINGS)
    place.write("config/channels.yaml", CHANNELS)
    place.write("config/sources.yaml", FOLDER)
    place.write("seeds/cable.txt", "A subsea cable near Svalbard was cut on Friday and the police suspect sabotage.")
    mailbox.at_data = "554 refused for good"
    with server(mailbox) as port:
        environment = {"NORTHWATCH_TEST_MAIL": f"mailto://127.0.0.1:{port}/?from=watch@org.example&to=desk@org.example"}
        done = [place.run("run", "--once", "--json", **environment) for _ in range(2)]
    assert [(run.returncode, json.loads(run.stdout)["undelivered"]) for run in done] == [(1, 1), (0, 0)]


def test_a_changed_file_of_secrets_is_taken_up_and_hastens_what_waits(place: Place, mailbox: Mailbox) -> None:
    """A password is rotated while the daemon runs: no file of the configuration itself is touched."""
    place.write("config/northwatch.yaml", SETTINGS)
    place.write("config/channels.yaml", "version: 1\nchannels:\n  - {id: mail, kind: apprise, url_file: ../mail_url}\n")
    place.write("config/sources.yaml", FOLDER)
    place.write("seeds/cable.txt", "A subsea cable near Svalbard was cut on Friday and the police suspect sabotage.")
    with server(mailbox) as port:
        place.write("mail_url", "mailto://127.0.0.1:9/?from=watch@org.example&to=desk@org.example")
        with place.daemon() as daemon:
            daemon.wait_until(lambda: any("alert not sent" in line for line in daemon.errors))
            place.write("mail_url", f"mailto://127.0.0.1:{port}/?from=watch@org.example&to=desk@org.example")
            daemon.wait_until(lambda: bool(mailbox.mails))
            daemon.stop()
    assert len(mailbox.mails) == 1


RULE = "version: 1\nrules:\n  - {id: siren, title: Siren, severity: critical, match: {query: siren NEAR/p harbour}}\n"


def incident(number: int) -> tuple[str, str]:
    """A title and a lead in words of their own, so that no two numbers are the same development."""
    rng = random.Random(number)
    words = ["".join(rng.choice("bdfgklmnprst") + rng.choice("aeiou") for _ in range(3)) for _ in range(60)]
    names = [word.capitalize() for word in words[:8]]
    title = f"{names[0]} {names[1]} {words[8]} {words[9]} {names[2]}"
    lead = f"The siren of the harbour of {names[3]} {' '.join(words[10:35])} {names[4]} {' '.join(words[35:])} {names[5]}."
    return title, lead


@pytest.mark.timeout(400)
def test_killed_20_times_during_50_articles_nothing_is_lost_and_repeats_are_marked(
    place: Place, farm: RunningFarm, mailbox: Mailbox
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    with server(mailbox) as port:
        environment = configure(place, farm, port)
        place.write("config/rules/siren.yaml", RULE)
        assert place.run("run", "--once", **environment).returncode == 0
        incidents = iter(range(50))
        for kill in range(20):
            for number in islice(incidents, 2 + kill % 2):  # 20 rounds of two or three are 50 articles
                publish(farm, *incident(number))
            with place.daemon(**environment) as daemon:
                with pytest.raises(subprocess.TimeoutExpired):
                    daemon.process.wait(rng.uniform(0.9, 3.5))
                daemon.process.kill()
        # A busy machine is killed before it polls: then all 50 pages of the one host wait for this run, at its pace.
        last = place.run("run", "--once", "--json", patience_s=300, **environment)
        assert last.returncode == 0, (seed, last.stderr[-2000:])
    _check(place, mailbox, kills=20, seed=seed)


def _check(place: Place, mailbox: Mailbox, *, kills: int, seed: int) -> None:
    status = place.json("status")
    assert status["items"] == {"done": status["documents"]}, seed
    assert status["documents"] - status["baseline"] == 50, seed
    sent = status["channels"]["mail"]
    assert (sent["pending"], sent["sending"], sent["dead"]) == (0, 0, 0), seed
    keys = Counter(str(mail["Message-ID"]) for mail in mailbox.mails)
    assert len(keys) == sent["sent"], f"seed {seed}: an alert is missing"
    repeated = keys.total() - len(keys)
    assert repeated <= kills, seed
    marked = sum(mail["X-Northwatch-Possible-Repeat"] == "yes" for mail in mailbox.mails)
    assert marked >= repeated, f"seed {seed}: a repeat was not marked"
    # one alert per development: none has a second message that is not a repeat of the first
    developments = Counter(str(mail["X-Northwatch-Development"]) for mail in mailbox.mails)
    assert len(developments) == len(keys), seed
    assert len(keys) == 50, f"seed {seed}: the incidents are meant to be 50 developments"
    print(f"{len(keys)} alerts, {repeated} repeated, {marked} marked as possible repeats")


BAD = [
    "html-page",
    "empty-200",
    "xml-cut",
    "gzip-bomb",
    "gzip-trunc",
    "hang",
    "reset-body",
    "big-50mb",
    "ssrf-trap",
    "status-500",
]


def test_bad_feeds_are_named_and_the_good_one_goes_on(place: Place, farm: RunningFarm) -> None:
    place.write("config/northwatch.yaml", SETTINGS.replace("host_spacing: 0s", "host_spacing: 0s, fetch_time: 5s"))
    feeds = "".join(f"  - {{id: {kind}, kind: feed, url: '{farm.url(kind)}', interval: 1s}}\n" for kind in BAD)
    feeds += f"  - {{id: good, kind: feed, url: '{farm.url('0')}'}}\n"
    place.write("config/sources.yaml", f"version: 1\nsources:\n{feeds}")
    for _ in range(2):  # a page and nothing at all come only after a good answer
        done = place.run("run", "--once", "--json")
        assert b"Traceback" not in done.stderr
    errors = {source["id"]: source["error"] for source in place.json("status")["sources"]}
    assert [kind for kind in BAD if not errors[kind] and kind != "xml-cut"] == []
    assert errors["good"] == ""
    assert "HTML" in errors["html-page"]
    assert "empty" in errors["empty-200"]
    assert "is not a public address" in errors["ssrf-trap"]
    assert farm.trapped() == 0
    assert place.json("status")["baseline"] >= 20, "the items of the good feed, and those of the feed that was cut off"


def test_a_daemon_stops_in_time_although_a_feed_hangs(place: Place, farm: RunningFarm) -> None:
    place.write("config/northwatch.yaml", SETTINGS + "drain: 1s\n")
    place.write("config/sources.yaml", f"version: 1\nsources:\n  - {{id: hang, kind: feed, url: '{farm.url('hang')}'}}\n")
    with place.daemon() as daemon:
        daemon.wait_until(lambda: bool(daemon.output))
        farm_saw = iter(lambda: any(r["path"].endswith("/hang") for r in farm.requests()), True)
        for _ in farm_saw:
            pass
        assert daemon.stop() == 0
        assert any("stopping" in line for line in daemon.errors)
    again = place.run("run", "--once", "--json")
    assert json.loads(again.stdout)["polled"] == 1, "what was given back is asked again at the next start"
