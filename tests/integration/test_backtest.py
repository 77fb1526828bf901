"""Backtest: going through a replayed store tells what the replay told, and what differs is what the rules differ in."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from worker import replay
from worker.alerts.policy import Policy, Reason
from worker.backtest import RECORDED, Trial, backtest, follow
from worker.entities.gazetteer import Gazetteer
from worker.judge import Judge
from worker.model import (
    Alerting,
    Assignment,
    Candidate,
    DevelopmentId,
    Document,
    DocumentId,
    Features,
    Kind,
    QuietHours,
    Severity,
    Throttle,
    Updates,
)
from worker.rules.index import RuleSet
from worker.rules.rule import RuleCompiler, RuleDefinition
from worker.store.database import Database
from worker.store.judging import Judged
from worker.store.schema import DeliveryRow, DocumentRow

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
DEFINITIONS = (
    RuleDefinition("frigate", "Frigates", query="frigate OR corvette"),
    RuleDefinition("cable", "Cables", query="cable NEAR/5 (cut OR severed)", severity=Severity.CRITICAL, channels=("night",)),
    RuleDefinition("jamming", "Jamming", query="jamming", severity=Severity.LOW, channels=("desk",)),
    RuleDefinition("radar", "Radars", query="radar OR dome", severity=Severity.HIGH),
    RuleDefinition("balloon", "Balloons", query="balloon", status="test"),
)
SENTENCES = (
    "A frigate left the harbour.",
    "The cable was cut.",
    "Pilots reported jamming again.",
    "The radar is new.",
    "A balloon was seen.",
    "Snow fell on the town.",
)
# Shorter and longer than the waits of the alert policy: 2 minutes for a first alert, 30 between updates.
GAPS = (timedelta(seconds=1), timedelta(seconds=90), timedelta(minutes=7), timedelta(minutes=40), timedelta(days=2))


def judge_of(definitions: Sequence[RuleDefinition] = DEFINITIONS) -> Judge:
    compiled = [rule for rule, _ in RuleCompiler(()).compile_all(definitions) if rule is not None]
    assert len(compiled) == len(definitions)
    policy = Policy(alerting={definition.id: definition.alerting for definition in definitions})
    return Judge(RuleSet(compiled), Gazetteer(()), prior={}, channels=("desk", "night"), policy=policy)


@dataclass(frozen=True)
class Planned:
    """A document, and the story and kind that it is given."""

    document: Document
    story: int
    kind: Kind


class Planner:
    """The live judge, but for grouping, which follows the plan: so that every kind comes often."""

    def __init__(self, judge: Judge, plan: Sequence[Planned]) -> None:
        self._judge = judge
        self._plan: Mapping[str, Planned] = {each.document.title: each for each in plan}
        self._opened: dict[int, DevelopmentId] = {}
        self.index_keys, self.weigh, self.search_keys = judge.index_keys, judge.weigh, judge.search_keys
        self.read, self.tell, self.throttled, self.channels = judge.read, judge.tell, judge.throttled, judge.channels
        self._now: Planned | None = None

    def next(self, title: str) -> None:
        self._now = self._plan[title]

    def group(self, _features: Features, _candidates: Sequence[Candidate], _counts: Mapping[str, int]) -> Assignment:
        assert self._now is not None
        development = self._opened.get(self._now.story)
        self._opened.setdefault(self._now.story, DevelopmentId(len(self._opened) + 1))
        return Assignment(development, self._now.kind if development else Kind.NEW)


def a_note(number: int, text: str, published: datetime) -> Document:
    return Document(DocumentId(0), "coast", None, f"Note {number}", text, language="en", published=published)


def a_plan(seed: int, length: int = 70) -> list[Planned]:
    rng, now, plan, story = random.Random(seed), START, [], 0
    for number in range(length):
        now += rng.choice(GAPS)
        # Mostly on the story of the day: then an alert that has not gone out yet grows.
        story = story if rng.random() < 0.6 else rng.randrange(1 + length // 8)
        kind = rng.choice([Kind.REPORT, Kind.COPY, Kind.UPDATE, Kind.UPDATE])
        text = " ".join(rng.sample(SENTENCES, k=rng.randint(1, 3)))
        document = Document(
            DocumentId(0),
            rng.choice(["coast", "harbour"]),
            None,
            f"Note {number}",
            text,
            language="en",
            published=now if rng.random() < 0.9 else None,
            from_folder=rng.random() < 0.2,
            baseline=rng.random() < 0.1,
        )
        plan.append(Planned(document, story, kind))
    return plan


def stored(database: Database, judge: Judge, plan: Sequence[Planned]) -> list[Judged]:
    """The documents replayed into a store that stays, all alerts sent at the end but those that are not due."""
    planner, course = Planner(judge, plan), replay._Course()
    database.migrate()
    judged = []
    with database.writing() as session:
        for number, each in enumerate(plan):
            planner.next(each.document.title)
            given = replay.Recorded(str(number), each.document)
            judged.append(replay._replay_one(given, planner, session, course, START, replay.NOTHING_BOUND))
    return judged


def deliveries(session: Session) -> set[tuple[Any, ...]]:
    return {
        (row.development_id, row.channel, row.sequence, row.kind, row.rule, row.severity, row.sent_at or row.next_attempt_at)
        for row in session.scalars(select(DeliveryRow))
    }


def a_trial(judge: Judge, **changes: Any) -> Trial:
    values: dict[str, Any] = {"judge": judge, "days": 3650, "now": START + timedelta(days=3000), "zone": UTC_ZONE}
    return Trial(**(values | changes))


def the_alerts(trial: Trial, database: Database, *, counted: bool = False) -> set[tuple[Any, ...]]:
    return {
        (a.development, a.channel, a.sequence, a.kind, a.rule, a.severity.value, a.due)
        for a in follow(database, trial).ours.outbox
        if a.counted or not counted
    }


@pytest.fixture
def database(tmp_path: Any) -> Any:
    made = Database(f"sqlite:///{tmp_path / 'kept.db'}")
    yield made
    made.close()


ASKED = {
    "frigate": Alerting(quiet=QuietHours(time(1), time(9, 30))),
    "cable": Alerting(updates=Updates.ALL),
    "jamming": Alerting(throttle=Throttle(2, timedelta(hours=8))),
    "radar": Alerting(updates=Updates.NONE, throttle=Throttle(1, timedelta(hours=3))),
}
AS_ASKED = tuple(replace(each, alerting=ASKED.get(each.id, each.alerting)) for each in DEFINITIONS)


@pytest.mark.parametrize("definitions", [pytest.param(DEFINITIONS, id="as usual"), pytest.param(AS_ASKED, id="as rules ask")])
@pytest.mark.parametrize("seed", range(8))
def test_going_through_a_replayed_store_tells_what_the_replay_told(
    database: Database, seed: int, definitions: Sequence[RuleDefinition]
) -> None:
    judge = judge_of(definitions)
    judged = stored(database, judge, a_plan(seed))
    with database.reading() as session:
        told = deliveries(session)
    if definitions is AS_ASKED:
        reasons = {decision.reason for each in judged for decision in each.decisions}
        assert reasons >= {Reason.QUIET, Reason.THROTTLE, Reason.NO_UPDATES}
    assert {each.assignment.kind for each in judged} == set(Kind)
    assert any(kind == "update" for *_, kind, _, _, _ in told), "the plan has updates"
    assert the_alerts(a_trial(judge), database) == told

    answer = backtest(database, a_trial(judge, against=RECORDED))
    assert answer["matched"] == sum(bool(each.matches) for each in judged)
    assert [answer["against"][key] for key in CHANGES] == [[], [], [], []]


CHANGES = ("developments_gained", "developments_lost", "alerts_gained", "alerts_lost")


@pytest.mark.parametrize("seed", range(8))
def test_the_last_days_alone_tell_the_same_alerts_as_the_whole(database: Database, seed: int) -> None:
    judge = judge_of()
    stored(database, judge, a_plan(seed))
    with database.reading() as session:
        seen = sorted(session.scalars(select(DocumentRow.first_seen)))
    middle, end = seen[len(seen) // 2], seen[-1]
    days = (end - middle).days or 1
    recent = a_trial(judge, days=days, now=end)
    course = follow(database, recent)
    assert course.read == sum(moment >= course.since for moment in seen)
    whole = follow(database, a_trial(judge)).ours.outbox
    expected = {(a.development, a.channel, a.sequence, a.due) for a in whole if a.sample.at >= course.since}
    assert {(a.development, a.channel, a.sequence, a.due) for a in course.ours.alerts()} == expected


def test_the_size_of_a_page_changes_nothing(database: Database) -> None:
    judge = judge_of()
    stored(database, judge, a_plan(3))
    read: list[int] = []
    small, large = follow(database, a_trial(judge), read.append, page_size=7), follow(database, a_trial(judge))
    assert list(small.ours.outbox) == list(large.ours.outbox)
    assert small.ours.found == large.ours.found
    assert read == [*range(7, 71, 7)]


# ------------------------------------------------------------------ differences


def test_another_rule_gains_and_loses_what_it_finds_otherwise(database: Database) -> None:
    judge = judge_of()
    texts = ["A frigate left.", "A corvette left.", "An icebreaker left."]
    plan = [
        Planned(
            Document(DocumentId(0), "coast", None, f"Note {n}", text, language="en", published=START + timedelta(days=n)),
            n,
            Kind.NEW,
        )
        for n, text in enumerate(texts)
    ]
    stored(database, judge, plan)
    other = replace(DEFINITIONS[0], query="corvette OR icebreaker")
    answer = backtest(
        database, a_trial(judge_of([other]), against=judge_of(DEFINITIONS[:1]), days=4, now=START + timedelta(days=3))
    )
    [rule], against = answer["rules"], answer["against"]
    assert (answer["documents"], answer["matched"], rule["developments"], rule["alerts"]["total"]) == (3, 2, 2, 4)
    assert [(row["development"], row["sentence"]) for row in against["developments_gained"]] == [("d3", "An icebreaker left.")]
    assert [(row["development"], row["sentence"]) for row in against["developments_lost"]] == [("d1", "A frigate left.")]
    assert [(row["development"], row["channel"]) for row in against["alerts_gained"]] == [("d3", "desk"), ("d3", "night")]
    assert [(row["development"], row["channel"]) for row in against["alerts_lost"]] == [("d1", "desk"), ("d1", "night")]
    assert [day["documents"] for day in rule["per_day"]] == [0, 0, 1, 1, 0]
    assert [sample["document"] for sample in rule["samples"]] == [3, 2], "the latest first"


def test_words_that_never_stood_and_words_that_never_decided_are_named(database: Database) -> None:
    definition = RuleDefinition("ships", "Ships", query="(frigate OR corvette OR sloop) NEAR/3 left", none=("regatta", "harbour"))
    judge = judge_of([definition])
    texts = ["A frigate left.", "The corvette was painted in spring and it stayed.", "A small harbour."]
    plan = [Planned(a_note(n, text, START), n, Kind.NEW) for n, text in enumerate(texts)]
    stored(database, judge, plan)
    [rule] = backtest(database, a_trial(judge))["rules"]
    assert rule["dead_words"] == ["sloop", "regatta"]
    assert rule["never_decided"] == ["corvette"]
    assert rule["terms"] == [["frigate", 1], ["left", 1]]


def test_an_empty_store_has_nothing_to_say(database: Database) -> None:
    database.migrate()
    answer = backtest(database, a_trial(judge_of(), days=2, against=RECORDED))
    assert (answer["documents"], answer["matched"], answer["alerts"]["total"]) == (0, 0, 0)
    assert [day["documents"] for day in answer["per_day"]] == [0, 0, 0]
