"""Behind the start the daemon looks up the words of its rules, and reads the rules again with what it learned."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import a_document
from tests.conftest import ROOT
from tests.fakes import FakeClock
from worker import app
from worker.daemon import Daemon
from worker.entities.dictionary import FormBook
from worker.learning import TRY_AGAIN, Learner
from worker.settings.load import read_folder
from worker.settings.values import Settings

MAIN = "version: 1\n"
SOURCES = "version: 1\nsources:\n  - {id: drop, kind: folder, path: ../seeds}\n"
# Icelandic has no stems: "radar station" in the plural is found by the dictionary or not at all.
QUERY, PLURAL = "ratsjárstöð", "Ratsjárstöðvar í byggingu"
TEXT = (
    "Fyrirhugað er að reisa tvær ratsjárstöðvar á norðausturhorni landsins á næsta ári, segir í tilkynningu ráðuneytisins. "
    "Framkvæmdir hefjast þegar snjóa leysir og eiga að standa í þrjú ár, og gert er ráð fyrir fimmtíu starfsmönnum."
)


def folder_with(place: Path, query: str) -> Path:
    config = place / "config"
    (config / "rules").mkdir(parents=True)
    (place / "seeds").mkdir()
    (config / "northwatch.yaml").write_text(MAIN, encoding="utf-8")
    (config / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    write_rule(config, query)
    return config


def write_rule(config: Path, query: str) -> None:
    rule = f"{{id: radar, title: Radar, why: W., severity: high, match: {{query: '{query}'}}}}"
    (config / "rules" / "mine.yaml").write_text(f"version: 1\nrules:\n  - {rule}\n", encoding="utf-8")


# ------------------------------------------------------------------ when

CHILD = "import json, sys; terms = json.load(sys.stdin); json.dump({t: [3, [t, t + 's']] for t in terms}, sys.stdout)"


def books(place: Path, program: str = CHILD) -> Callable[[], FormBook]:
    return lambda: FormBook(place / "forms", ("en",), command=(sys.executable, "-c", program))


def settings_with(place: Path, query: str) -> Settings:
    return read_folder(folder_with(place, query), {})


async def test_words_are_looked_up_once_and_not_before_the_wait_is_over(tmp_path: Path, clock: FakeClock) -> None:
    learner = Learner(books(tmp_path), clock, timedelta(minutes=1))
    assert not await learner.learn(), "no rules, no words"
    learner.rules_taken(settings_with(tmp_path / "a", "cable AND ship"))
    assert not await learner.learn()
    clock.forward(minutes=1)
    assert await learner.learn()
    assert books(tmp_path)().missing(["cable", "ship"]) == set()
    clock.forward(days=1)
    assert not await learner.learn()
    learner.rules_taken(settings_with(tmp_path / "b", "ship"))
    clock.forward(minutes=1)
    assert not await learner.learn(), "all of it is known"
    learner.rules_taken(settings_with(tmp_path / "c", "ship AND ice"))
    clock.forward(minutes=1)
    assert await learner.learn()


async def test_words_of_rules_taken_up_during_a_look_up_come_next(tmp_path: Path, clock: FakeClock) -> None:
    begun, go_on = tmp_path / "begun", tmp_path / "go_on"
    wait = f"import pathlib; pathlib.Path({str(begun)!r}).touch()\nwhile not pathlib.Path({str(go_on)!r}).exists(): pass\n"
    learner = Learner(books(tmp_path, wait + CHILD), clock, timedelta(0))
    learner.rules_taken(settings_with(tmp_path / "a", "cable"))
    looking = asyncio.create_task(learner.learn())
    while not begun.exists():
        await asyncio.sleep(0)
    learner.rules_taken(settings_with(tmp_path / "b", "ship"))
    go_on.touch()
    assert await looking
    assert books(tmp_path)().missing(["cable", "ship"]) == {"ship"}
    assert await learner.learn()
    assert books(tmp_path)().missing(["cable", "ship"]) == set()


async def test_what_failed_is_tried_again_later(tmp_path: Path, clock: FakeClock) -> None:
    learner = Learner(books(tmp_path, "raise SystemExit(3)"), clock, timedelta(0))
    learner.rules_taken(settings_with(tmp_path / "a", "cable"))
    assert not await learner.learn()
    learner.open_book = books(tmp_path)
    assert not await learner.learn(), "not at once"
    clock.forward(seconds=TRY_AGAIN.total_seconds())
    assert await learner.learn()


# ------------------------------------------------------------------ the daemon


@pytest.mark.timeout(120)
async def test_the_daemon_finds_forms_that_it_has_learned(tmp_path: Path) -> None:
    config, said, stop = folder_with(tmp_path, QUERY), [], asyncio.Event()
    kept = app.nothing_kept()
    settings = read_folder(config, {}, kept)
    daemon = Daemon(settings, write=said.append, kept=kept, learn_after=timedelta(0))
    running = asyncio.create_task(daemon.run(stop))
    while daemon.settings is settings:
        await asyncio.sleep(0)
    assert daemon.settings.rules[0].forms.of(QUERY, "is")
    (tmp_path / "seeds" / "news.txt").write_text(f"{PLURAL}\n\n{TEXT}\n", encoding="utf-8")
    while not said:
        await asyncio.sleep(0)
    stop.set()
    await running
    assert PLURAL in said[0]


def test_a_word_without_stems_is_not_found_in_its_forms_before(tmp_path: Path) -> None:
    """Else the test above would show nothing."""
    config = folder_with(tmp_path, QUERY)
    judge = app.judge_of(read_folder(config, {}, app.nothing_kept()))
    assert judge.rules.matches(a_document(title=PLURAL, text=TEXT, language="is")) == ()


def test_nothing_is_kept_inside_the_package(tmp_path: Path) -> None:
    packaged = ROOT / "worker" / "starter" / "data"
    app.dictionary(packaged).forms_of([QUERY])
    assert not packaged.exists()
