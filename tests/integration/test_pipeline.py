"""The steps on a real database of each kind, with a fetcher that answers as told: what is stored, told, tried again, given up."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NOW, ROOT
from tests.fakes import FakeClock, InlinePool, RecordingChannel
from tests.integration.bench import FEED, Bench, Web, after_a_baseline, entry, open_bench
from worker import inquiry, pipeline
from worker.alerts.outbox import MOST_ATTEMPTS
from worker.app import judge_of
from worker.context import Source
from worker.engine.embedded import Embedded
from worker.errors import FetchError, RefusedError, StoreError, WorkerKilledError
from worker.extract.html import extract_html
from worker.fetch.caching import Validators
from worker.fetch.client import Response
from worker.jobs import Deliver, IngestItem, PollSource
from worker.judge import Judge
from worker.model import Extract, ItemId, Message, Outcome, Removed, Severity, SourceKind, Verdict
from worker.notices import channels_left
from worker.rules.rule import RuleCompiler, RuleDefinition
from worker.settings.load import read_folder
from worker.store import deliveries, documents, sources, state
from worker.store.database import Database
from worker.wording import status_lines

CABLE = "A subsea cable to Svalbard was cut on Friday and the police suspect sabotage by a trawler."
PAGE = """<html lang='en'><body><article><h1>{title}</h1><p>{text}</p><p>The operator uses the other cable.</p></article>
</body></html>"""


@pytest.fixture(scope="module")
def judge() -> Judge:
    return judge_of(read_folder(ROOT / "config", {}), wait=False)


@pytest.fixture
def bench(database: Database, judge: Judge, clock: FakeClock) -> Bench:
    return open_bench(database, judge, clock)


# ------------------------------------------------------------------ drop folders


async def test_a_file_that_was_not_taken_is_named_until_it_is_removed(bench: Bench, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    bench.context.sources = {"drop": Source("drop", SourceKind.FOLDER, str(drop), interval=timedelta(seconds=1))}
    names = [os.fsdecode(b"skj\xe6r.txt"), "empty.txt"]
    for name, text in zip(names, ["A cable was cut.", ""], strict=True):
        (drop / name).write_text(text, encoding="utf-8")
        os.utime(drop / name, (0, 0))  # quiet for long, by whatever clock
    await bench.work(minutes=1)
    named = {file["file"]: file["reason"] for file in inquiry.status(bench.database, bench.clock())["refused_files"]}
    for name in names:
        (drop / name).unlink()
    await bench.work(minutes=1)
    assert named == {"skj\ufffdr.txt": "its name is not UTF-8 text; rename it", "empty.txt": "is empty"}
    assert inquiry.status(bench.database, bench.clock())["refused_files"] == []


async def test_a_drop_folder_that_is_away_is_told_once_and_once_when_it_is_back(bench: Bench, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    bench.context.sources = {"drop": Source("drop", SourceKind.FOLDER, str(drop), interval=timedelta(seconds=1))}
    with bench.database.writing() as session:
        state.put(session, "setup", {"sources": ["drop"], "channels": ["console"]}, bench.clock())
    for _ in range(3):
        await bench.work(minutes=4)
    status = inquiry.status(bench.database, bench.clock())
    drop.mkdir()
    await bench.work(minutes=4)
    away = f"source 'drop': {drop} is not a folder; create it, or change its path in sources.yaml"
    back = "the folder of source 'drop' can be looked into again; what was put there meanwhile is read now."
    assert [view.headline for view in bench.channel.views] == [f"{away}.", back]
    assert (status["verdict"], status["problems"]) == ("degraded", [f"{away} (since 2026-11-21 12:04 UTC)"])
    assert inquiry.status(bench.database, bench.clock())["verdict"] == "ok"


# ------------------------------------------------------------------ poll


async def test_a_first_poll_is_summed_up_in_one_line_and_fetches_no_page(bench: Bench) -> None:
    bench.web.feed(entry("1", "Cable to Svalbard cut, sabotage suspected", summary=CABLE), entry("2", "Fish prices rise"))
    await bench.work()
    assert bench.web.asked == [FEED]
    assert bench.told() == []
    [notice] = bench.channel.views
    assert notice.headline.startswith("1 new feed read for the first time: 2 items stored, 1 would match.")


async def test_a_baseline_of_one_item_is_counted_as_a_person_would(bench: Bench) -> None:
    bench.web.feed(entry("1", "Fish prices rise"))
    await bench.work()
    [notice] = bench.channel.views
    assert notice.headline.startswith("1 new feed read for the first time: 1 item stored, 0 would match.")


NEW_FEED = "https://coast.example/new-feed"


def moved(bench: Bench) -> None:
    """Give the feed another address, as a changed sources.yaml does."""
    bench.context.sources = {"coast": replace(bench.context.sources["coast"], address=NEW_FEED)}
    with bench.database.writing() as session:
        sources.sync(session, {"coast": NEW_FEED}, bench.clock())


async def test_a_first_poll_at_a_new_address_is_summed_up_as_well_and_by_itself(bench: Bench) -> None:
    await after_a_baseline(bench)
    moved(bench)
    bench.web.feed(entry("1", "Cable to Svalbard cut, sabotage suspected", summary=CABLE), entry("2", "Fish prices rise"))
    bench.web.answers[NEW_FEED] = bench.web.answers[FEED]
    await bench.work(hours=1)
    await bench.work(hours=1)
    told = [view.headline for view in bench.channel.views]
    assert len(told) == 1
    assert told[0].startswith("1 feed at a new address read for the first time: 2 items stored, 1 would match.")


async def test_a_feed_that_brings_nothing_is_named_in_status(bench: Bench) -> None:
    """It answers and is a feed, so it fails never."""

    def quiet_lines() -> list[str]:
        status = inquiry.status(bench.database, bench.clock())
        return [line for line in status_lines(status, ZoneInfo("UTC")) if "coast" in line or "bring nothing" in line]

    with bench.database.writing() as session:
        state.put(session, "setup", {"sources": ["coast"], "channels": ["console"]}, bench.clock())
    bench.web.feed()
    await bench.work()
    found = [quiet_lines()]
    bench.web.feed(entry("1", "Fish prices rise"))
    await bench.work(hours=1)
    found.append(quiet_lines())
    bench.web.feed()
    await bench.work(days=31)
    found.append(quiet_lines())
    said = "sources that answer, but bring nothing: 1"
    assert found == [[said, "  coast: no item so far"], [], [said, "  coast: nothing new since 2026-11-21"]]


async def test_an_article_after_the_baseline_is_told_once(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable to Svalbard cut"), entry("old", "Old news from the coast"))
    bench.web.answers["https://coast.example/1"] = PAGE.format(title="Cable to Svalbard cut", text=CABLE).encode()
    await bench.work(hours=1)
    await bench.work(hours=1)
    assert bench.told() == ["Cable to Svalbard cut"]
    assert bench.web.asked.count("https://coast.example/1") == 1


DANISH = "Et søkabel til Svalbard blev skåret over fredag, og politiet har mistanke om at en trawler har ødelagt det."
ARREST = "The skipper of the trawler that cut the subsea cable to Svalbard was arrested on Saturday, police in Tromsø said."


async def test_an_update_says_what_is_new_and_not_what_a_report_said_in_another_language(bench: Bench) -> None:
    await after_a_baseline(bench)
    told = entry("1", "Cable to Svalbard cut, sabotage suspected", summary=CABLE)
    bench.web.feed(told)
    await bench.work(hours=1)
    report = entry("2", "Kabel til Svalbard skåret over, mistanke om sabotage", summary=DANISH, hours_old=-1)
    bench.web.feed(told, report)
    await bench.work(hours=1)
    assert len(bench.channel.views) == 1, "a report is not told"
    arrest = entry("3", "Skipper arrested over cut cable to Svalbard", summary=ARREST, hours_old=-24)
    bench.web.feed(told, report, arrest)
    await bench.work(hours=26)
    [_, update] = bench.channel.views
    assert update.kind == "update"
    assert [line for line, _ in update.lines] == [ARREST]
    assert [source.kind.value for source in update.sources] == ["new", "report", "update"]


async def test_an_update_in_words_that_were_told_says_what_makes_it_one(bench: Bench) -> None:
    await after_a_baseline(bench)
    told = entry("1", "Cable to Svalbard cut, sabotage suspected", summary=CABLE)
    bench.web.feed(told)
    await bench.work(hours=1)
    arrest = "Police arrested the trawler's skipper: the subsea cable to Svalbard was cut on Friday, and they suspect sabotage."
    bench.web.feed(told, entry("3", "Skipper arrested over cut cable to Svalbard", summary=arrest, hours_old=-24))
    await bench.work(hours=26)
    [_, update] = bench.channel.views
    [(line, _)] = update.lines
    assert line.startswith("first told: arrest")


MISSING = "Two fishermen are missing after the trawler Havbris sank off Bear Island on Friday, the rescue centre in Bodø said."
FOUND_DEAD = (
    "Zwei Fischer des am Freitag vor der Bäreninsel gesunkenen Trawlers Havbris sind tot geborgen worden, teilte die "
    "Rettungsleitstelle in Bodø mit. Die Polizei nahm den Kapitän fest."
)


async def test_an_update_that_no_rule_finds_is_told_under_the_rule_that_told_of_its_development(bench: Bench) -> None:
    settings = read_folder(ROOT / "config", {})
    definition = RuleDefinition("missing", "People missing at sea", "Find them.", query="trawler NEAR/s missing")
    rule, _ = RuleCompiler.of(settings.rules[0]).compile(definition)
    bench.context.judge = judge_of(replace(settings, rules=(rule,)), wait=False)
    await after_a_baseline(bench)
    told = entry("1", "Two missing after trawler Havbris sinks off Bear Island", summary=MISSING)
    bench.web.feed(told)
    await bench.work(hours=1)
    title = "Trawler Havbris vor der Bäreninsel gesunken: zwei Tote"
    bench.web.feed(told, entry("2", title, summary=FOUND_DEAD, hours_old=-24))
    await bench.work(hours=26)
    [_, update] = bench.channel.views
    assert (update.kind, update.headline, update.rule_title, update.sentence) == ("update", title, "People missing at sea", "")
    assert update.rule_why == "The development was told under this rule; the new text itself does not match it. Find them."
    [account] = inquiry.why(bench.database, "3")
    [alert] = account["alerts"]
    assert (account["rules"], alert["outcome"], alert["rule"]) == ([], "told", "missing")
    assert "though no rule holds for this text itself" in alert["reason"]


async def test_validators_go_back_as_they_came_and_the_same_bytes_are_not_read_again(bench: Bench) -> None:
    await after_a_baseline(bench)
    await bench.work(hours=1)
    assert bench.web.validators[-1] == Validators('"1"', "", FEED)
    bench.web.not_modified = True
    await bench.work(hours=1)
    assert bench.read(sources.get, "coast").failures == 0


async def test_a_feed_is_not_asked_again_before_its_time(bench: Bench) -> None:
    await after_a_baseline(bench)
    await bench.work(minutes=29)
    assert bench.web.asked == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"<!doctype html><html><body>Hello</body></html>", "HTML", id="a page"),
        pytest.param(FetchError("too-large", "larger than 10 MiB"), "larger", id="a bomb"),
        pytest.param(RefusedError("10.0.0.1 is not a public address"), "not a public address", id="an inner address"),
        pytest.param(WorkerKilledError("parse_feed took more than 10 s"), "took more than 10 s", id="a parser that hangs"),
    ],
)
async def test_a_feed_that_fails_says_why_and_is_asked_later_and_later(bench: Bench, answer: Any, reason: str) -> None:
    bench.web.answers[FEED] = answer
    await bench.work()
    first = bench.read(sources.get, "coast")
    assert reason in first.error
    await bench.work(hours=3)
    second = bench.read(sources.get, "coast")
    assert (first.failures, second.failures) == (1, 2)
    assert second.next_due - bench.clock() > first.next_due - NOW


async def test_a_feed_that_is_gone_for_good_is_not_asked_again(bench: Bench) -> None:
    bench.web.answers[FEED] = FetchError("status", "410", status=410, transient=False)
    await bench.work()
    await bench.work(days=30)
    assert bench.web.asked == [FEED]


async def test_a_feed_that_is_gone_at_its_new_address_too_is_told_again(bench: Bench) -> None:
    await after_a_baseline(bench)
    for address in (FEED, NEW_FEED):
        bench.web.answers[address] = FetchError("status", "the server answers 410", status=410, transient=False)
    await bench.work(hours=1)
    moved(bench)
    await bench.work(hours=1)
    await bench.work(hours=1)
    assert ["gone for good" in view.headline for view in bench.channel.views] == [True, True]


async def test_our_own_network_is_told_once_and_not_counted_against_the_feed(bench: Bench) -> None:
    bench.web.answers[FEED] = FetchError("dns", "the name cannot be resolved")
    await bench.work()
    await bench.work(minutes=6)
    assert bench.read(sources.get, "coast").failures == 0
    bench.web.feed(entry("old", "Old news"))
    await bench.work(minutes=6)
    texts = [view.headline for view in bench.channel.views]
    assert [("no feed could be reached" in t, "network is back" in t) for t in texts][:2] == [(True, False), (False, True)]


async def test_a_restart_while_the_network_is_down_does_not_say_that_it_is_back(bench: Bench) -> None:
    bench.web.answers[FEED] = FetchError("dns", "the name cannot be resolved")
    await bench.work()
    more = {n: Source(n, SourceKind.FEED, f"https://{n}.example/feed", interval=timedelta(minutes=30)) for n in "abc"}
    bench.context.sources = {**bench.context.sources, **more}
    bench.context.outcomes.clear()
    await bench.work(minutes=6)
    assert [view.headline for view in bench.channel.views if "back" in view.headline] == []


async def test_a_notice_and_the_problems_of_status_tell_the_configured_time(bench: Bench) -> None:
    bench.context.zone = ZoneInfo("Europe/Oslo")
    bench.web.answers[FEED] = FetchError("status", "the server answers 500", status=500)
    for _ in range(8):
        await bench.work(days=2)
    [notice] = [view.headline for view in bench.channel.views]
    assert " since 2026-11-23 13:00 CET: the server answers 500" in notice
    bench.web.answers[FEED] = FetchError("dns", "the name cannot be resolved")
    await bench.work(days=2)
    problems = inquiry.status(bench.database, bench.clock(), bench.context.zone)["problems"]
    assert "no feed can be reached since 2026-12-09 13:00 CET: our own network?" in problems


async def test_a_source_that_fails_for_long_is_told_once_and_once_when_it_is_back(bench: Bench) -> None:
    bench.web.answers[FEED] = FetchError("status", "the server answers 500", status=500)
    for _ in range(9):
        await bench.work(days=2)
    bench.web.feed(entry("old", "Old news"))
    await bench.work(days=2)
    told = [view.headline for view in bench.channel.views if "source coast" in view.headline]
    assert [("has failed 7 times" in text, "answers again after 9 failures" in text) for text in told] == [
        (True, False),
        (False, True),
    ]


async def test_after_a_clock_that_was_years_ahead_all_goes_on(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("old", "Old news from the coast"))
    await bench.work(days=3650)
    bench.clock.forward(days=-3650)
    assert inquiry.status(bench.database, bench.clock())["verdict"] == "not running"
    bench.channel.views.clear()
    bench.web.feed(entry("1", "Cable to Svalbard cut", summary=CABLE))
    await bench.work()
    await bench.work(hours=1)
    await bench.work(hours=1)
    notice, alert = bench.channel.views
    assert notice.headline.startswith("the clock of this machine was set back by 87600 hours, from 2036-11-18 12:00 UTC")
    assert alert.headline == "Cable to Svalbard cut"
    assert inquiry.status(bench.database, bench.clock())["verdict"] == "ok"


async def test_what_was_told_and_what_was_silent_while_the_clock_was_ahead_counts_as_of_now(bench: Bench) -> None:
    """Else no update is told until a year later, and nobody hears of what seemed a year old."""
    await after_a_baseline(bench)
    bench.channel.outcomes = [Outcome(Verdict.TRANSIENT, "451 try later")]
    first = entry("1", "Cable to Svalbard cut, sabotage suspected", summary=CABLE)
    bench.web.feed(first)
    await bench.work(hours=1)
    frigate = "A Russian submarine was followed by a Norwegian frigate off Bear Island, the navy said."
    bench.web.feed(first, entry("2", "Frigate follows submarine off Bear Island", summary=frigate))
    await bench.work(days=365)
    assert len(bench.channel.sent) == 3  # the baseline, the alert in vain and again
    bench.clock.forward(days=-365)
    await bench.work(hours=1)
    bench.channel.views.clear()
    bench.web.feed(first, entry("3", "Skipper arrested over cut cable to Svalbard", summary=ARREST, hours_old=-2))
    await bench.work(hours=1)
    await bench.work(hours=1)
    assert bench.told() == ["Skipper arrested over cut cable to Svalbard"]
    [late] = [view.headline for view in bench.channel.views if view.kind == "notice"]
    assert late.startswith("1 development matched and was not alerted")
    assert "Frigate follows submarine off Bear Island" in late


class SmallDisk(Database):
    """A database on a disk of which a test says how much is free."""

    free: int | None = 1 << 30

    def free_bytes(self) -> int | None:
        return self.free


async def test_a_disk_that_gets_full_is_told_before_it_is(judge: Judge, clock: FakeClock, tmp_path: Path) -> None:
    database = SmallDisk(f"sqlite:///{tmp_path / 'small.db'}")
    database.migrate()
    bench = open_bench(database, judge, clock)
    told = []
    for free in (1 << 30, 90 << 20, 80 << 20, 210 << 20, None, 1 << 30):
        database.free = free
        await bench.work(minutes=1)
        told.append([view.headline for view in bench.channel.views if "disk" in view.headline])
        problems = inquiry.status(database, clock())["problems"]
        assert [problem for problem in problems if "90 MiB are free" in problem or "80 MiB are free" in problem] == problems
        assert bool(problems) == (free in (90 << 20, 80 << 20))
    database.close()
    assert [len(notices) for notices in told] == [0, 1, 1, 1, 1, 2]
    assert told[-1][0].startswith("the disk of the database is nearly full: 90 MiB are free")
    assert "has room again: 1024 MiB are free" in told[-1][1]


# ------------------------------------------------------------------ ingest


async def test_a_page_that_fails_for_a_moment_is_tried_again_then_the_feed_has_to_do(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    bench.web.answers["https://coast.example/1"] = FetchError("timeout", "no answer within 30 s")
    await bench.work(hours=1)
    waiting = bench.item(2)
    assert (waiting.stage, waiting.reason, waiting.attempts) == ("waiting", "no answer within 30 s", 1)
    await bench.work(minutes=2)
    assert bench.told() == []
    await bench.work(minutes=6)
    assert bench.told() == ["Cable cut"]
    [(_, document)] = bench.read(documents.find, "https://coast.example/1")
    assert (document.text_from, document.note) == ("feed", "the page could not be read: no answer within 30 s")


SCRIPT = b"<html><head><title>Cable cut</title></head><body><script>render()</script></body></html>"


async def test_a_page_without_text_is_tried_again_while_the_feed_says_little(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    bench.web.answers["https://coast.example/1"] = SCRIPT
    await bench.work(hours=1)
    waiting = bench.item(2)
    assert (waiting.stage, waiting.attempts, "script" in waiting.reason) == ("waiting", 1, True)
    assert waiting.next_attempt_at == bench.clock() + pipeline.PAGE_RETRIES[0]
    bench.web.answers["https://coast.example/1"] = PAGE.format(title="Cable cut", text=CABLE).encode()
    await bench.work(minutes=2)
    assert bench.told() == ["Cable cut"]
    [(_, document)] = bench.read(documents.find, "https://coast.example/1")
    assert (document.text_from, document.note) == ("page", "")


@pytest.mark.parametrize("summary", [pytest.param(CABLE, id="a summary"), pytest.param("", id="the title alone")])
async def test_a_page_that_stays_without_text_is_replaced_by_what_the_feed_said(bench: Bench, summary: str) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable to Svalbard cut, sabotage suspected", summary=summary))
    bench.web.answers["https://coast.example/1"] = SCRIPT
    for minutes in (60, 2, 6):
        assert bench.told() == []
        await bench.work(minutes=minutes)
    assert bench.told() == ["Cable to Svalbard cut, sabotage suspected"]
    [(_, document)] = bench.read(documents.find, "https://coast.example/1")
    assert (document.text_from, "script" in document.note, document.document.text) == ("feed", True, summary)


async def test_a_feed_that_says_enough_does_not_wait_for_a_page_without_text(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable cut", summary=f"{CABLE} {CABLE} {CABLE}"))
    bench.web.answers["https://coast.example/1"] = SCRIPT
    await bench.work(hours=1)
    assert bench.told() == ["Cable cut"]
    assert bench.item(2).attempts == 1


@pytest.mark.parametrize(
    ("summary", "text", "origin"),
    [
        pytest.param("", CABLE, "page", id="the beginning of the page"),
        pytest.param("Cable cut.", CABLE, "page", id="the page shows more"),
        pytest.param(CABLE, CABLE, "feed", id="the feed says as much"),
    ],
)
async def test_of_a_sold_article_the_longer_beginning_is_read(bench: Bench, summary: str, text: str, origin: str) -> None:
    class Sold(InlinePool):
        async def run(self, function: Any, *args: object, **kwargs: object) -> Any:
            if function is not extract_html:
                return await super().run(function, *args, **kwargs)
            removed = (Removed("subscribe", "Buy it"), Removed("teaser", CABLE))
            return Extract(title="Cable cut", removed=removed, error="behind a paywall: the page shows its beginning alone")

    await after_a_baseline(bench)
    bench.context.pool = Sold()
    bench.web.feed(entry("1", "Cable cut", summary=summary))
    bench.web.answers["https://coast.example/1"] = b"<html></html>"
    await bench.work(hours=1)
    assert bench.told() == ["Cable cut"]
    [(_, document)] = bench.read(documents.find, "https://coast.example/1")
    assert (document.document.text, document.text_from) == (text, origin)
    assert document.note == "behind a paywall: the page shows its beginning alone"
    [account] = inquiry.why(bench.database, "https://coast.example/1")
    assert "behind a paywall" in account["document"]["note"]
    assert [r["reason"] for r in account["document"]["removed"]] == (["subscribe"] if origin == "page" else [])


async def test_a_page_that_kills_two_workers_is_replaced_by_the_feed(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    bench.web.answers["https://coast.example/1"] = WorkerKilledError("extract_html took more than 10 s and was ended")
    await bench.work(hours=1)
    assert bench.told() == []
    await bench.work(minutes=2)
    assert bench.told() == ["Cable cut"]


async def test_a_page_that_is_refused_for_good_is_replaced_by_the_feed_at_once(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    bench.web.answers["https://coast.example/1"] = RefusedError("robots.txt of the site does not permit it")
    await bench.work(hours=1)
    assert bench.told() == ["Cable cut"]


async def test_an_entry_without_title_text_or_page_is_refused_with_a_reason(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", ""))
    await bench.work(hours=1)
    assert bench.item(2).stage == "refused"
    assert "404" in bench.item(2).reason


async def test_a_bug_in_one_item_is_put_off_and_the_next_goes_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    await after_a_baseline(bench)

    class Broken(Judge):
        def read(self, document: Any) -> Any:
            if document.title == "Broken":
                raise ZeroDivisionError("a bug")
            return super().read(document)

    good = bench.context.judge
    fields = {name: getattr(good, name) for name in good.__dataclass_fields__}
    bench.context.judge = Broken(**fields)
    bench.web.feed(entry("1", "Broken", summary="x"), entry("2", "Cable cut", summary=CABLE))
    await bench.work(hours=1)
    assert bench.told() == ["Cable cut"]
    broken = next(i for i in (bench.item(2), bench.item(3)) if i.item.title == "Broken")
    assert (broken.stage, broken.reason) == ("waiting", "internal error: ZeroDivisionError: a bug")
    bench.context.judge = good
    await bench.work(hours=2)
    assert bench.item(broken.id).stage == "done"


async def test_old_news_of_a_feed_is_stored_and_not_told(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable cut", summary=CABLE, hours_old=72))
    await bench.work(hours=1)
    assert bench.told() == []
    [decision] = bench.read(deliveries.decisions_on, 2)
    assert decision[1:3] == ("silent", "older than the limit when first seen in a feed")


# ------------------------------------------------------------------ deliver


BEGINNING = "Nordlink lost its subsea cable to Svalbard on Friday, and the police suspect sabotage by the trawler Havørn."
AGAIN = "Nordlink lost its subsea cable to Svalbard once more, and the police look at the trawler Havørn for sabotage."
SEQUEL = "A prosecutor charges the master of the Havørn with sabotage: her anchor cut the cable of Nordlink, a court heard."


LATE = [
    ("Frigate joins NATO exercise off Bodø", "NATO warships began an exercise off Bodø in the Norwegian Sea on Saturday."),
    ("Cable to Svalbard cut", CABLE),
    ("Bakery opens in Bodø", "A bakery opened in Bodø, the first one for years."),
]


async def test_after_days_away_what_came_too_late_is_summed_up_once(bench: Bench) -> None:
    await after_a_baseline(bench)
    late = [entry(str(number), title, summary=text) for number, (title, text) in enumerate(LATE)]
    bench.web.feed(*late)
    await bench.work(hours=75)
    assert bench.channel.views == []
    await bench.work(minutes=11)
    [notice] = bench.channel.views
    assert notice.headline.startswith(
        "2 developments matched and were not alerted, because what came in was more than 48 hours old"
    )
    assert notice.headline.index("Cable to Svalbard cut (cables-sabotage)") < notice.headline.index("Frigate joins NATO exercise")
    bench.web.feed(*late, entry("9", "Submarine followed", summary="A Russian submarine was followed off Svalbard by a frigate."))
    await bench.work(hours=3)
    await bench.work(hours=1)
    assert len(bench.channel.views) == 1, "once a day at most"
    await bench.work(hours=24)
    assert "1 development matched and was not alerted" in bench.channel.views[1].headline


async def test_the_sum_of_what_came_too_late_names_what_matched(bench: Bench) -> None:
    """Not the document that opened the development, which may be about something that no rule asks for."""
    await after_a_baseline(bench)
    frigate, _, bakery = (entry(str(number), title, summary=text) for number, (title, text) in enumerate(LATE))
    bench.web.feed(bakery)
    await bench.work(hours=75)
    bench.web.feed(bakery, frigate)
    await bench.work(hours=1)
    await bench.work(minutes=11)
    [notice] = bench.channel.views
    assert "d2 Frigate joins NATO exercise off Bodø (" in notice.headline
    assert "Bakery" not in notice.headline


async def test_a_story_told_anew_names_where_it_began(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Nordlink cable to Svalbard cut", summary=BEGINNING))
    await bench.work(hours=1)
    bench.web.feed(entry("2", "Cable to Svalbard cut", summary=AGAIN, hours_old=-24 * 12))
    await bench.work(days=12)
    began, sequel = (view for view in bench.channel.views if view.kind != "notice")
    assert (began.continues, sequel.kind) == (None, "new")
    assert sequel.continues is not None
    assert (sequel.continues.development, sequel.continues.headline) == (began.development, "Nordlink cable to Svalbard cut")
    told = inquiry.why(bench.database, sequel.development)
    assert told[0]["development"]["evidence"]["continues"] == [began.development, 2]


async def test_a_turn_after_weeks_is_told_as_an_update(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Nordlink cable to Svalbard cut", summary=BEGINNING))
    await bench.work(hours=1)
    bench.web.feed(entry("2", "Charge of sabotage at sea off Svalbard", summary=SEQUEL, hours_old=-24 * 12))
    await bench.work(days=12)
    began, sequel = (view for view in bench.channel.views if view.kind != "notice")
    assert (sequel.kind, sequel.development, sequel.continues) == ("update", began.development, None)


async def test_a_receiver_that_is_down_gets_the_alert_later_under_the_same_key(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.channel.outcomes = [Outcome(Verdict.TRANSIENT, "451 try later"), Outcome(Verdict.UNCERTAIN, "lost after DATA")]
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    for _ in range(3):
        await bench.work(hours=1)
    sent = bench.channel.sent[-3:]
    assert len({message.idempotency_key for message in sent}) == 1
    assert bench.read(deliveries.waiting) == []
    assert [message.possible_repeat for message in sent] == [False, False, True]


async def test_a_receiver_that_is_down_for_two_days_gets_everything_when_it_is_back(bench: Bench) -> None:
    """The alert that was tried last waits for hours; the first message that is taken brings it along."""
    await after_a_baseline(bench)
    bench.channel.outcomes = [Outcome(Verdict.TRANSIENT, "connection refused")] * 99
    told = entry("1", "Cable to Svalbard cut", summary=CABLE)
    bench.web.feed(told)
    for _ in range(48):
        await bench.work(hours=1)
    assert len(bench.channel.sent) > MOST_ATTEMPTS
    bench.channel.sent.clear()
    bench.channel.outcomes.clear()
    frigate = "A Russian submarine was followed by a Norwegian frigate off Bear Island, the navy said."
    bench.web.feed(told, entry("2", "Frigate follows submarine off Bear Island", summary=frigate, hours_old=-48))
    await bench.work(hours=1)
    assert sorted(message.subject for message in bench.channel.sent) == [
        "Cable to Svalbard cut",
        "Frigate follows submarine off Bear Island",
    ]


async def test_what_a_receiver_refuses_is_not_tried_again_with_each_message_that_it_takes(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.channel.outcomes = [Outcome(Verdict.TRANSIENT, "451 try later")]
    texts = ["Cable to Svalbard cut", "Frigate follows submarine off Bear Island", "Icebreaker aground at Kirkenes"]
    bench.web.feed(*(entry(str(n), title, summary=f"{title}. {CABLE if n == 0 else ''}") for n, title in enumerate(texts)))
    await bench.work(hours=1)
    first = bench.channel.sent[0].subject
    assert [message.subject for message in bench.channel.sent].count(first) == 1


async def test_a_bug_while_sending_is_remembered_and_tried_later_and_later(bench: Bench) -> None:
    await after_a_baseline(bench)

    class Broken(RecordingChannel):
        def render(self, *_: Any) -> Any:
            raise ZeroDivisionError("a bug")

    bench.context.channels = {"console": Broken()}
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    await bench.work(hours=1)
    [waiting] = bench.read(deliveries.waiting)
    assert (waiting.state, waiting.reason) == ("pending", "internal error: ZeroDivisionError: a bug")
    assert waiting.next_attempt_at > bench.clock()
    bench.context.channels = {"console": bench.channel}
    await bench.work(hours=1)
    assert bench.told() == ["Cable cut"]


async def test_a_receiver_that_refuses_for_good_leaves_a_dead_delivery_that_status_shows(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.channel.outcomes = [Outcome(Verdict.PERMANENT, "550 no such user")]
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    await bench.work(hours=1)
    [dead] = bench.read(deliveries.waiting)
    assert (dead.state, dead.reason) == ("dead", "550 no such user")


async def test_what_was_given_up_is_a_problem_for_a_week(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.channel.outcomes = [Outcome(Verdict.PERMANENT, "550 no such user")]
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    await bench.work(hours=1)
    found = []
    for _ in range(2):
        found.append(inquiry.status(bench.database, bench.clock())["problems"])
        await bench.work(days=8)
    assert found == [["delivery 2 to console is dead: 550 no such user"], []]


async def test_alerts_for_a_channel_that_was_renamed_are_told_of_once_and_are_a_problem(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.channel.outcomes = [Outcome(Verdict.TRANSIENT, "451 try later")]
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    await bench.work(hours=1)
    bench.channel.views.clear()
    bench.context.channels, bench.context.operator = {"desk": bench.channel}, ["desk"]
    for _ in range(2):
        with bench.database.writing() as session:
            state.put(session, "setup", {"sources": [], "channels": ["desk"]}, bench.clock())
        channels_left(bench.context)
        await bench.work(hours=1)
    left = (
        "1 alert waits for channel console, which is not configured or not enabled: nobody gets what was to go there. "
        "If it has another id now, write id: console again (or enable it)"
    )
    assert [view.headline for view in bench.channel.views] == [f"{left}. `northwatch status` lists them."]
    assert inquiry.status(bench.database, bench.clock())["problems"] == [left]


async def test_an_alert_whose_channel_goes_after_the_claim_waits_as_if_nobody_had_claimed_it(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.context.channels, bench.context.operator = {"desk": bench.channel}, ["desk"]
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    await bench.work(hours=1)
    with bench.database.writing() as session:
        [claimed] = deliveries.claim(session, ["console"], owner="me", now=bench.clock(), lease=timedelta(minutes=1), limit=9)
    await pipeline.run_job(Deliver(claimed), bench.context)
    await bench.work()
    assert [view.headline[:31] for view in bench.channel.views] == ["1 alert waits for channel conso"]
    [waiting] = bench.read(deliveries.waiting)
    assert (waiting.state, waiting.attempts, waiting.reason, waiting.in_doubt) == ("pending", 0, "", 0)
    bench.web.feed(entry("1", "Cable cut", summary=CABLE), entry("2", "Cable cut by a trawler", summary=f"{CABLE} Ships search."))
    await bench.work(hours=1)  # what it says is open again: a report that comes now goes out with it
    bench.context.channels = {"console": bench.channel}
    await bench.work()
    assert [view.documents for view in bench.channel.views[1:]] == [2]


async def test_an_alert_that_was_given_up_is_told_through_the_other_channels(bench: Bench) -> None:
    await after_a_baseline(bench)
    phone = RecordingChannel()
    bench.context.channels = {"console": bench.channel, "phone": phone}
    bench.context.operator = ["console", "phone"]
    bench.channel.outcomes = [Outcome(Verdict.PERMANENT, "550 no such user")]
    bench.web.feed(entry("1", "Cable cut", summary=CABLE))
    await bench.work(hours=1)
    assert [view.headline for view in phone.views] == ["an alert to channel console was given up after one try: 550 no such user"]


async def test_a_job_for_a_row_that_is_gone_does_nothing(bench: Bench) -> None:
    for job in (PollSource("nobody"), IngestItem(ItemId(99)), Deliver(99)):
        await pipeline.run_job(job, bench.context)
    assert bench.web.asked == []
    assert bench.read(state.totals)["documents"] == 0


# ------------------------------------------------------------------ drop folders


@pytest.fixture
def inbox(bench: Bench, tmp_path: Path) -> Path:
    """The folder of a drop folder source, which is not made yet."""
    folder = tmp_path / "inbox"
    bench.context.sources = {"inbox": Source("inbox", SourceKind.FOLDER, str(folder), interval=timedelta(minutes=1))}
    return folder


def not_taken(bench: Bench) -> dict[str, str]:
    return {name: reason for _, name, reason in bench.read(sources.refused_files)}


async def test_a_missing_folder_is_told_until_it_is_there_also_after_a_restart(bench: Bench, judge: Judge, inbox: Path) -> None:
    await pipeline.look_into_folder("inbox", bench.context)
    assert "is not a folder; create it" in not_taken(bench)[""]
    inbox.mkdir()
    restarted = open_bench(bench.database, judge, bench.clock)
    restarted.context.sources = bench.context.sources
    await pipeline.look_into_folder("inbox", restarted.context)
    assert not_taken(bench) == {}


async def test_a_file_that_is_not_taken_is_told_until_it_is_mended_or_removed(bench: Bench, inbox: Path) -> None:
    inbox.mkdir()
    (inbox / "report.txt").symlink_to(inbox.parent / "elsewhere.txt")
    (inbox / "empty.txt").touch()
    (inbox / "late.txt").touch()
    bench.clock.forward(days=3650)  # so that no file is still growing
    await pipeline.look_into_folder("inbox", bench.context)
    assert set(not_taken(bench)) == {"report.txt", "empty.txt", "late.txt"}
    (inbox / "report.txt").unlink()
    (inbox / "late.txt").write_text(CABLE)
    assert await pipeline.look_into_folder("inbox", bench.context) == (1, 0)
    assert set(not_taken(bench)) == {"empty.txt"}
    assert await pipeline.look_into_folder("inbox", bench.context) == (0, 0)


# ------------------------------------------------------------------ the engine


class SlowWeb(Web):
    """A web whose pages come when they are let out."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for_page, self.let_out = asyncio.Event(), asyncio.Event()

    async def page(self, url: str, **options: Any) -> Response:
        self.asked_for_page.set()
        await self.let_out.wait()
        return await super().page(url, **options)


async def test_an_item_that_waits_for_its_host_beyond_its_lease_is_not_read_twice(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.context.fetcher = bench.web = SlowWeb()
    bench.web.feed(entry("1", "Cable to Svalbard cut", summary=CABLE))
    bench.clock.forward(hours=1)
    engine = Embedded(bench.context)
    await engine.poll_sources()
    await bench.web.asked_for_page.wait()
    bench.clock.forward(hours=1)
    assert await engine.ingest_items() == 0
    bench.web.let_out.set()
    await engine.run_once()
    assert bench.web.asked.count("https://coast.example/1") == 1
    assert bench.told() == ["Cable to Svalbard cut"]


async def test_waiting_for_a_slow_host_costs_an_item_no_attempt(bench: Bench) -> None:
    """Its lease ran out every five minutes and it was claimed again, until no try was left for the page."""
    await after_a_baseline(bench)
    bench.context.fetcher = bench.web = SlowWeb()
    bench.web.feed(entry("1", "Cable to Svalbard cut", summary=CABLE))
    bench.clock.forward(hours=1)
    engine = Embedded(bench.context)
    await engine.poll_sources()
    await bench.web.asked_for_page.wait()
    for _ in range(4):
        bench.clock.forward(minutes=4)
        await engine.renew_leases()
        assert await engine.ingest_items() == 0
    assert bench.item(2).attempts == 1
    bench.web.let_out.set()
    await engine.run_once()


async def test_a_message_that_its_receiver_takes_slowly_is_not_in_doubt(bench: Bench) -> None:
    taken, asked = asyncio.Event(), asyncio.Event()

    class Slow(RecordingChannel):
        async def send(self, message: Message) -> Outcome:
            asked.set()
            await taken.wait()
            return await super().send(message)

    slow = Slow()
    bench.context.channels = {"console": slow}
    with bench.database.writing() as session:
        deliveries.add_notice(session, "console", "hello", "all is well", Severity.HIGH, bench.clock())
    engine = Embedded(bench.context)
    assert await engine.deliver() == 1
    await asked.wait()
    for _ in range(4):
        bench.clock.forward(seconds=50)
        await engine.renew_leases()
        assert await engine.deliver() == 0
    waiting = bench.read(deliveries.waiting)[0]
    assert (waiting.state, waiting.attempts, waiting.in_doubt) == ("sending", 1, 0)
    taken.set()
    await engine.run_once()
    assert len(slow.sent) == 1
    assert bench.read(deliveries.waiting) == []


class SlowHost(SlowWeb):
    """A web in which one host's pages come when they are let out, and the others' at once."""

    async def page(self, url: str, **options: Any) -> Response:
        return await (super().page(url, **options) if "coast" in url else Web.page(self, url, **options))


async def test_many_pages_of_a_slow_host_hold_up_no_other_host(bench: Bench) -> None:
    await after_a_baseline(bench)
    bench.context.fetcher = bench.web = SlowHost()
    other = entry("other", "Cable to Svalbard cut", summary=CABLE).replace("https://coast.", "https://fjord.")
    bench.web.feed(*(entry(str(n), f"Report {n} of the harbour", hours_old=9) for n in range(40)), other)
    bench.clock.forward(hours=1)
    engine = Embedded(bench.context)
    await engine.poll_sources()
    async with asyncio.timeout(20):
        while bench.told() != ["Cable to Svalbard cut"]:
            await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()}, timeout=0.1)
    assert not [url for url in bench.web.asked if "coast.example/1" in url]
    bench.web.let_out.set()
    await engine.run_once()
    assert bench.read(state.totals)["documents"] == 42


class Breaking(Database):
    """The same database, until it cannot be written any more."""

    broken = False

    @contextmanager
    def writing(self) -> Iterator[Session]:
        if self.broken:
            raise StoreError("the disk is full")
        with super().writing() as session:
            yield session


async def test_a_database_that_breaks_during_a_job_ends_no_task_with_an_error(bench: Bench, database_url: str) -> None:
    breaking = Breaking(database_url)
    with breaking.writing() as session:
        deliveries.add_notice(session, "console", "disk-low", "the disk is nearly full", Severity.HIGH, bench.clock())

    class Last(RecordingChannel):
        async def send(self, message: Message) -> Outcome:
            breaking.broken = True
            return await super().send(message)

    bench.context.database, bench.context.channels = breaking, {"console": Last()}
    assert await Embedded(bench.context).deliver() == 1
    done, _ = await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
    breaking.close()
    assert [task.exception() for task in done] == [None]


async def test_an_item_outlasts_a_disk_that_is_full_for_a_day(bench: Bench) -> None:
    """Each try counted as the item's own; after six it was given up for good. Claiming it still found room."""
    await after_a_baseline(bench)
    bench.web.feed(entry("1", "Cable to Svalbard cut", summary=CABLE))
    bench.clock.forward(hours=1)
    await pipeline.run_job(PollSource("coast"), bench.context)
    for _ in range(24):
        with bench.database.writing() as session:
            claim = documents.claim_items(session, owner="me", now=bench.clock(), lease=timedelta(minutes=5), limit=1)
        assert claim == [2]
        pipeline.job_failed(IngestItem(ItemId(2)), StoreError("the disk is full"), bench.context)
        assert (bench.item(2).stage, bench.item(2).attempts) == ("waiting", 0)
        bench.clock.forward(hours=1)
    await bench.work()
    assert bench.told() == ["Cable to Svalbard cut"]


async def test_a_receiver_that_asks_for_a_pause_gets_one_from_all_messages(bench: Bench) -> None:
    """Each of the messages that waited was tried at once, and answered 429."""
    busy = Outcome(Verdict.TRANSIENT, "the receiver answered 429 (Too Many Requests)", 429, 30.0)
    chat = RecordingChannel([busy])
    bench.context.channels = {"console": chat}
    for number in range(3):
        with bench.database.writing() as session:
            deliveries.add_notice(session, "console", f"n{number}", f"notice {number}", Severity.HIGH, bench.clock())
    await bench.work()
    assert [message.text for message in chat.sent] == ["notice 0"]
    await bench.work(seconds=29)
    assert len(chat.sent) == 1
    await bench.work(seconds=1)
    assert [message.text for message in chat.sent[1:]] == ["notice 1", "notice 2", "notice 0"]


async def test_a_receiver_that_asks_for_a_day_is_asked_again_in_ten_minutes(bench: Bench) -> None:
    busy = Outcome(Verdict.TRANSIENT, "the receiver answered 503 (Service Unavailable)", 503, 86_400.0)
    chat = RecordingChannel([busy])
    bench.context.channels = {"console": chat}
    for number in range(2):
        with bench.database.writing() as session:
            deliveries.add_notice(session, "console", f"n{number}", f"notice {number}", Severity.HIGH, bench.clock())
    await bench.work()
    await bench.work(minutes=10)
    assert [message.text for message in chat.sent] == ["notice 0", "notice 1", "notice 0"], "which works again"
