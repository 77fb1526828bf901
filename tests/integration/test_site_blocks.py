"""Blocks of a site through the steps: learned from pages and feeds, taken out, withdrawn, told, shown by `why`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import ROOT
from tests.fakes import FakeClock
from tests.integration.bench import Bench, after_a_baseline, entry, open_bench
from worker import inquiry
from worker.app import judge_of
from worker.cleaning import MOST_SITES, SiteMemory
from worker.judge import Judge
from worker.model import Extract
from worker.settings.load import read_folder
from worker.store import deliveries, documents, revising
from worker.store.database import Database
from worker.wording import why_lines

# Written so that a rule of the shipped configuration holds for it alone, and no cue of `noise` knows it.
BOX = "Dossier of the year: sabotage of the subsea cables around Svalbard"
PAGE = "<html lang='en'><body><article><h1>{title}</h1>{paragraphs}<p>" + BOX + "</p></article></body></html>"
STORIES = {
    "Cod prices rise in the harbour": (
        "Fishmongers in the harbour asked four crowns more for a kilo of cod this week than they had a month ago.",
        "Buyers from abroad are blamed for it, and two canteens have taken the dish off the menu until spring.",
    ),
    "Choir festival moves indoors": (
        "The festival of church choirs will be held in the sports hall because the tent was torn by the autumn gales.",
        "Nine hundred singers have registered, more than ever, and the last evening is sold out, the organisers said.",
    ),
    "School opens new laboratory": (
        "Pupils of the upper school got a laboratory for chemistry on Monday, paid for by a foundation of former pupils.",
        "The headmaster hopes that more girls will choose science, as the old rooms in the basement were dark and cold.",
    ),
}
TITLES = list(STORIES)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return judge_of(read_folder(ROOT / "config", {}), wait=False)


@pytest.fixture
def bench(database: Database, judge: Judge, clock: FakeClock) -> Bench:
    return open_bench(database, judge, clock)


def publish(bench: Bench, *numbers: int, summary: bool = False) -> None:
    """Put stories into the feed; with `summary` the feed carries the whole text and there is no page."""
    entries = []
    for number in numbers:
        title, body = TITLES[number], STORIES[TITLES[number]]
        text = "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in (*body, BOX)) if summary else ""
        entries.append(entry(str(number), title, summary=text))
        if not summary:
            bench.web.answers[address(number)] = page_of(number).encode()
    bench.web.feed(*entries)


def page_of(number: int) -> str:
    title = TITLES[number]
    return PAGE.format(title=title, paragraphs="".join(f"<p>{line}</p>" for line in STORIES[title]))


def address(number: int) -> str:
    return f"https://coast.example/{number}"


def document(bench: Bench, number: int) -> documents.StoredDocument:
    [(_, found)] = bench.read(documents.find, address(number))
    return found


def holds_box(bench: Bench, number: int) -> bool:
    return BOX in document(bench, number).document.text


async def test_a_page_whose_box_matches_is_told_as_long_as_nobody_knows_better(bench: Bench) -> None:
    await after_a_baseline(bench)
    publish(bench, 0)
    await bench.work(hours=1)
    assert bench.told() == [TITLES[0]]
    assert holds_box(bench, 0)


async def test_an_alert_that_waits_is_withdrawn_when_the_second_page_shows_what_it_was(bench: Bench) -> None:
    await after_a_baseline(bench)
    publish(bench, 0, 1)
    await bench.work(hours=1)
    assert bench.told() == []
    assert [holds_box(bench, n) for n in (0, 1)] == [False, False]
    decisions = [row for n in (0, 1) for row in bench.read(deliveries.decisions_on, document(bench, n).document.id)]
    assert {row[1:3] for row in decisions} == {("silent", revising.WITHDRAWN)}
    assert bench.read(deliveries.waiting) == []


async def test_an_alert_that_was_told_stays_and_the_third_page_is_clean_from_the_start(bench: Bench) -> None:
    await after_a_baseline(bench)
    for number in range(3):
        publish(bench, *range(number + 1))
        await bench.work(hours=1)
    assert bench.told() == [TITLES[0]]
    assert [holds_box(bench, n) for n in range(3)] == [True, False, False]
    [decision] = bench.read(deliveries.decisions_on, document(bench, 0).document.id)
    assert decision[1] == "told"
    assert decision[2].endswith(revising.LATER)
    assert bench.read(deliveries.decisions_on, document(bench, 2).document.id) == []


SIGNED = "<div class='bio'><h3>About the author</h3><p>Kari Nord covers shipping for the paper and lives in Bergen.</p></div>"


async def test_pages_with_the_same_box_of_the_author_are_stored(bench: Bench) -> None:
    await after_a_baseline(bench)
    publish(bench, 0, 1, 2)
    for number in range(3):
        bench.web.answers[address(number)] = page_of(number).replace("</article>", f"{SIGNED}</article>").encode()
    await bench.work(hours=1)
    for number in range(3):
        stored = document(bench, number)
        assert stored.document.text == "\n".join(STORIES[TITLES[number]])
        assert "About the author" in {removed.text for removed in stored.removed}


async def test_the_words_of_a_feed_learn_apart_from_its_pages(bench: Bench) -> None:
    await after_a_baseline(bench)
    publish(bench, 0, summary=True)
    await bench.work(hours=1)
    for minutes in (2, 6):
        await bench.work(minutes=minutes)
    publish(bench, 0, 1)
    await bench.work(hours=1)
    assert [document(bench, n).text_from for n in (0, 1)] == ["feed", "page"]
    assert [holds_box(bench, n) for n in (0, 1)] == [True, True]


async def test_the_words_of_a_feed_learn_from_each_other(bench: Bench) -> None:
    await after_a_baseline(bench)
    publish(bench, 0, 1, 2, summary=True)
    await bench.work(hours=1)
    for minutes in (2, 6):
        await bench.work(minutes=minutes)
    assert [holds_box(bench, n) for n in range(3)] == [False, False, False]
    [account] = inquiry.why(bench.database, address(2))
    assert account["document"]["removed"][0]["site"] == "coast.example (feed)"


async def test_articles_of_one_development_keep_what_they_share(bench: Bench) -> None:
    await after_a_baseline(bench)
    publish(bench, 0)
    bench.web.answers[address(3)] = bench.web.answers[address(4)] = bench.web.answers[address(0)]
    bench.web.feed(*(entry(str(n), TITLES[0]) for n in (0, 3, 4)))
    await bench.work(hours=1)
    assert len({document(bench, n).development for n in (0, 3, 4)}) == 1
    assert [holds_box(bench, n) for n in (0, 3, 4)] == [True, True, True]


async def test_why_names_the_site_and_the_documents(bench: Bench) -> None:
    await after_a_baseline(bench)
    publish(bench, 0, 1, 2)
    await bench.work(hours=1)
    [account] = inquiry.why(bench.database, address(2))
    [removed] = [line for line in account["document"]["removed"] if line["reason"] == "site-block"]
    assert (removed["text"], removed["site"]) == (BOX, "coast.example")
    assert set(removed["documents"]) == {document(bench, n).document.id for n in range(3)}
    assert removed["since"] == bench.clock().isoformat()
    said = "\n".join(why_lines(account, ZoneInfo("UTC")))
    stands = ", ".join(map(str, removed["documents"]))
    assert f"stands in documents {stands} of coast.example, first seen 2026-11-21 13:00:00 UTC" in said


# ------------------------------------------------------------------ within one run of a command


def extracts(*numbers: int) -> list[Extract]:
    return [Extract(title=TITLES[n], text="\n".join((*STORIES[TITLES[n]], BOX))) for n in numbers]


def cleaned(pages: list[Extract], url: str = "https://www.coast.example/a") -> list[bool]:
    """For each page, taken in order, whether the box is left."""
    memory = SiteMemory()
    return [BOX in memory.clean(url, page).text for page in pages]


def test_a_run_of_extract_knows_a_block_from_the_third_page_on() -> None:
    assert cleaned(extracts(0, 1, 2)) == [True, True, False]


def test_pages_of_one_story_are_no_evidence() -> None:
    assert cleaned(extracts(0, 0, 0)) == [True, True, True]
    retitled = [replace(page, title=f"Fishmongers, part {n}") for n, page in enumerate(extracts(0, 0, 0))]
    assert cleaned(retitled) == [True, True, True]


@pytest.mark.parametrize("url", [pytest.param(None, id="no address"), pytest.param("x", id="no host")])
def test_pages_without_a_host_teach_nothing(url: str | None) -> None:
    assert cleaned(extracts(0, 1, 2), url) == [True, True, True]


def test_each_host_has_a_memory_of_its_own_and_the_least_used_go() -> None:
    memory = SiteMemory()
    for n in (0, 1):
        memory.clean("https://coast.example/a", extracts(n)[0])
    for n in range(MOST_SITES):
        memory.clean(f"https://h{n}.example/a", extracts(2)[0])
    assert BOX in memory.clean("https://coast.example/a", extracts(2)[0]).text


def test_the_output_of_extract_does_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    settings = tmp_path / "config" / "northwatch.yaml"
    plain = settings.read_text(encoding="utf-8")
    pages = [{"id": n, "url": address(n), "html": page_of(n)} for n in (0, 1, 2)] + [
        {"id": "text", "text": "\n".join((*STORIES[TITLES[0]], BOX))}
    ]
    given = "\n".join(map(json.dumps, pages))
    outputs = []
    for workers in (1, 2):
        settings.write_text(re.sub(r"(?m)^( *)#? ?workers:.*$", rf"\1workers: {workers}", plain), encoding="utf-8")
        assert f"workers: {workers}" in settings.read_text(encoding="utf-8")
        command = [sys.executable, "-m", "worker", "extract", "--jsonl", "--config", str(tmp_path / "config")]
        done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, check=True)
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert [BOX in json.loads(line)["text"] for line in outputs[0].splitlines()] == [True, True, False, True]
