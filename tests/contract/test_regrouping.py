"""Merges and splits by hand, on SQLite and on PostgreSQL: what moves, what binds, and what becomes of alerts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from statistics import fmean

import pytest
from sqlalchemy import select

from tests.builders import NOW, a_document, an_item, some_features
from tests.conftest import ROOT
from worker import inquiry
from worker.app import judge_of
from worker.judge import Judge
from worker.model import (
    Assignment,
    Candidate,
    DeliveryId,
    DevelopmentId,
    DocumentId,
    Evidence,
    Extract,
    Features,
    Kind,
    Outcome,
    Reading,
    Verdict,
)
from worker.settings.load import read_folder
from worker.store import constraints, deliveries, documents, judging, regrouping, sources
from worker.store.constraints import Ties
from worker.store.database import Database
from worker.store.schema import ConstraintPairRow

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TEXTS = {
    "cable": """Cable to Svalbard cut off Harstad
One of the two subsea cables to Svalbard was cut on Friday off Harstad, and the police suspect sabotage by the trawler
Melkart-5. The operator Space Norway moved the traffic to the other cable, said its director Dag Stølan.""",
    "cable again": """Trawler Melkart-5 suspected after cable to Svalbard was cut
The police in Harstad suspect the trawler Melkart-5 of sabotage after a subsea cable to Svalbard was cut. Space Norway uses
the other cable meanwhile, and its director Dag Stølan expects repairs next week.""",
    "icebreaker": """Finnish yard lays the keel of an icebreaker
The Rauma yard laid the keel of the first Arctic security cutter for the United States Coast Guard on Thursday. Prime minister
Petteri Orpo spoke of an icebreaker for the defence of the Arctic, and the yard of 1,200 new jobs.""",
    "drone": """Drone over the air base at Thule, American troops on alert
An unknown drone circled above Pituffik Space Base on Wednesday night, and American troops in Greenland were put on alert.
Colonel Susan Meyers said that nothing was damaged and that no suspect was found.""",
    # no rule holds for it
    "choir": """Choir festival moves indoors
The festival of church choirs will be held in the sports hall because the tent was torn by the autumn gales.""",
}


class PlainJudge(Judge):
    """The shipped rules and policy; documents are grouped by the long words that they share, so that no tuning matters here."""

    def group(self, reading: Reading, candidates: Sequence[Candidate], counts: Mapping[str, int]) -> Assignment:
        ours = _long_words(reading.features)
        alike = {c.document: len(ours & _long_words(c.features)) / len(ours) for c in candidates}
        nearest = max(candidates, key=lambda c: (alike[c.document], -c.document), default=None)
        if nearest is None or alike[nearest.document] < 0.3:
            return Assignment(None, Kind.NEW)
        kind = Kind.COPY if alike[nearest.document] == 1.0 else Kind.REPORT
        return Assignment(nearest.development, kind, Evidence(alike[nearest.document], 0.3, nearest.document))


def _long_words(features: Features) -> frozenset[str]:
    return frozenset(word for word in features.terms if len(word) > 5)


@pytest.fixture(scope="module")
def judge() -> Judge:
    shipped = judge_of(read_folder(ROOT / "config", {}))
    return PlainJudge(**{field.name: getattr(shipped, field.name) for field in fields(shipped)})


def stored(
    database: Database, judge: Judge, name: str, text: str | None = None, at: datetime = NOW, ties: Ties = constraints.FREE
) -> judging.Judged:
    title, _, body = TEXTS[text or name].partition("\n")
    document = a_document(title=title, text=body, url=f"https://{name.replace(' ', '-')}.example/1", published=at, first_seen=at)
    with database.writing() as session:
        [item] = sources.add_items(session, [an_item(keys=(name,), url=document.url)], at, baseline=False)
        judged = judging.judge_document(
            session, judge, judge.read(document), item=item, extract=Extract(), text_from="feed", note="", now=at, ties=ties
        )
    assert judged is not None
    return judged


def merge(database: Database, judge: Judge, *developments: DevelopmentId, at: datetime = NOW) -> regrouping.Regrouped:
    with database.writing() as session:
        return regrouping.merge(session, judge, developments, at)


def split(
    database: Database, judge: Judge, development: int, *members: int, tell: bool = False, at: datetime = NOW
) -> regrouping.Regrouped:
    with database.writing() as session:
        chosen = [DocumentId(member) for member in members]
        return regrouping.split(session, judge, DevelopmentId(development), chosen, at, tell=tell)


def send(database: Database, at: datetime) -> list[DeliveryId]:
    """Send everything that is due, one after the other."""
    sent: list[DeliveryId] = []
    with database.writing() as session:
        while due := deliveries.claim(session, ["console"], owner="me", now=at, lease=MINUTE, limit=1):
            [delivery] = due
            outcome = Outcome(Verdict.DELIVERED)
            deliveries.finish(session, delivery, owner="me", outcome=outcome, state="sent", next_attempt_at=at, now=at)
            sent.append(delivery)
    return sent


def kinds(database: Database, development: int) -> dict[int, str]:
    with database.reading() as session:
        found = documents.of_development(session, DevelopmentId(development))
    return {stored.document.id: stored.kind.value for stored in found}


def alerts(database: Database, development: int) -> list[tuple[int, str, str]]:
    with database.reading() as session:
        found = deliveries.of_development(session, DevelopmentId(development))
    return [(alert.sequence, alert.kind, alert.state) for alert in found]


def decided(database: Database, document: int) -> tuple[str, str]:
    """The outcome of a document on its one channel, and why."""
    with database.reading() as session:
        [(_, outcome, reason, _, _)] = deliveries.decisions_on(session, document)
    return outcome, reason


def pairs(database: Database) -> list[tuple[int, int, str]]:
    return [(pair["a"], pair["b"], pair["kind"]) for pair in inquiry.constraint_pairs(database)]


# ------------------------------------------------------------------ merge


def test_a_merge_moves_all_documents_into_the_development_with_the_smallest_number(database: Database, judge: Judge) -> None:
    for name in ("icebreaker", "cable", "drone", "cable again"):
        stored(database, judge, name)
    done = merge(database, judge, DevelopmentId(3), DevelopmentId(1))
    assert (done.development, done.others, done.documents) == (1, (3,), (3,))
    assert kinds(database, 1) == {1: "new", 3: "report"}
    assert kinds(database, 2) == {2: "new", 4: "report"}
    assert kinds(database, 3) == {}
    assert pairs(database) == [(1, 3, "together")]
    assert [row["id"] for row in inquiry.developments(database, NOW)] == ["d2", "d1"]


def test_who_asks_for_a_merged_development_is_told_of_the_one_that_it_is_now(database: Database, judge: Judge) -> None:
    for name in ("icebreaker", "cable", "drone"):
        stored(database, judge, name)
    merge(database, judge, DevelopmentId(3), DevelopmentId(2))
    merge(database, judge, DevelopmentId(2), DevelopmentId(1))
    now = inquiry.why(database, "d1")
    assert [account["document"]["id"] for account in now] == [3, 2, 1]
    assert inquiry.why(database, "d2") == inquiry.why(database, "d3") == now
    assert inquiry.why(database, "d4") == []


def test_who_asks_for_an_emptied_development_is_led_to_its_documents(database: Database, judge: Judge) -> None:
    for name in ("icebreaker", "cable", "drone", "drone"):
        stored(database, judge, f"{name} {len(kinds(database, 3))}", name)
    merge(database, judge, DevelopmentId(2), DevelopmentId(3))
    split(database, judge, 2, 3, 4)
    asked = {"d3": inquiry.why(database, "d3"), "D3": inquiry.why(database, "D3")}
    assert [account["document"]["id"] for account in asked["d3"]] == [4, 3]
    assert asked["d3"] == asked["D3"] == inquiry.why(database, "d4")
    assert inquiry.why_no_development(database, DevelopmentId(3)) == "the documents of d3 are in d4 now"
    merge(database, judge, DevelopmentId(1), DevelopmentId(4))
    split(database, judge, 1, 3)
    assert inquiry.why_no_development(database, DevelopmentId(3)) == "the documents of d3 are in d1 and d5 now"


def test_two_open_alerts_become_one_that_is_not_later(database: Database, judge: Judge) -> None:
    stored(database, judge, "cable")
    stored(database, judge, "drone", at=NOW + MINUTE)
    done = merge(database, judge, DevelopmentId(1), DevelopmentId(2), at=NOW + MINUTE)
    assert (done.withdrawn, done.waiting) == (2, 1)
    assert alerts(database, 1) == [(0, "new", "pending")]
    assert decided(database, 1)[0] == "told"
    assert decided(database, 2) == ("merged", "part of an alert that has not gone out yet")
    assert len(send(database, NOW + 2 * MINUTE)) == 1
    with database.reading() as session:
        [alert] = deliveries.of_development(session, DevelopmentId(1))
        assert [d.document.id for d in deliveries.facts(session, alert.id).documents] == [1, 2]


@pytest.mark.parametrize("sent_first", [1, 2])
def test_what_was_told_of_either_counts_and_the_open_alert_is_withdrawn(
    database: Database, judge: Judge, sent_first: int
) -> None:
    two = [("cable", NOW), ("drone", NOW + HOUR)]
    for name, at in two if sent_first == 1 else reversed(two):
        stored(database, judge, name, at=at)
    send(database, NOW + 3 * MINUTE)
    done = merge(database, judge, DevelopmentId(1), DevelopmentId(2), at=NOW + HOUR)
    assert (done.withdrawn, done.waiting) == (1, 0)
    assert alerts(database, 1) == [(0, "new", "sent")]
    outcome, reason = decided(database, 3 - sent_first)
    assert (outcome, "d2 was merged into d1 by hand" in reason) == ("silent", True)
    assert decided(database, sent_first)[0] == "told"
    assert send(database, NOW + 2 * HOUR) == []


def test_an_open_alert_that_is_graver_than_what_was_told_becomes_an_update(database: Database, judge: Judge) -> None:
    stored(database, judge, "drone")
    stored(database, judge, "cable", at=NOW + HOUR)
    send(database, NOW + 3 * MINUTE)
    done = merge(database, judge, DevelopmentId(1), DevelopmentId(2), at=NOW + HOUR)
    assert (done.withdrawn, done.waiting) == (1, 1)
    assert alerts(database, 1) == [(0, "new", "sent"), (1, "update", "pending")]
    assert decided(database, 2) == ("told", "a graver rule holds now")


def test_alerts_sent_of_both_stay_in_the_order_of_sending(database: Database, judge: Judge) -> None:
    stored(database, judge, "cable", at=NOW + HOUR)
    stored(database, judge, "drone")
    assert (send(database, NOW + 3 * MINUTE), send(database, NOW + 2 * HOUR)) == ([2], [1])
    merge(database, judge, DevelopmentId(1), DevelopmentId(2), at=NOW + 2 * HOUR)
    with database.reading() as session:
        found = deliveries.of_development(session, DevelopmentId(1))
        assert {alert.id: alert.sequence for alert in found} == {2: 0, 1: 1}
        assert judging.told(session, DevelopmentId(1))["console"].delivery == 1


def test_an_open_alert_of_one_alone_moves_as_it_is(database: Database, judge: Judge) -> None:
    stored(database, judge, "cable")
    stored(database, judge, "choir")
    done = merge(database, judge, DevelopmentId(1), DevelopmentId(2))
    assert (done.withdrawn, done.waiting, alerts(database, 1)) == (0, 1, [(0, "new", "pending")])


def test_an_alert_under_way_is_left_to_its_sender(database: Database, judge: Judge) -> None:
    stored(database, judge, "cable")
    stored(database, judge, "drone")
    with database.writing() as session:
        [delivery] = deliveries.claim(session, ["console"], owner="me", now=NOW + HOUR, lease=HOUR, limit=1)
    done = merge(database, judge, DevelopmentId(1), DevelopmentId(2), at=NOW + HOUR)
    assert done.withdrawn == 1
    assert alerts(database, 1) == [(0, "new", "sending")]
    with database.writing() as session:
        outcome = Outcome(Verdict.DELIVERED)
        assert deliveries.finish(
            session, delivery, owner="me", outcome=outcome, state="sent", next_attempt_at=NOW, now=NOW + HOUR
        )


# ------------------------------------------------------------------ split


def three_of_cable(database: Database, judge: Judge) -> None:
    """Documents 1 and 2 report the cable, 3 is a copy of 1; all in d1."""
    stored(database, judge, "cable")
    stored(database, judge, "cable again", at=NOW + MINUTE)
    stored(database, judge, "a copy of cable", "cable", at=NOW + MINUTE)
    assert kinds(database, 1) == {1: "new", 2: "report", 3: "copy"}


def test_a_split_opens_a_development_that_is_silent_and_says_why(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    done = split(database, judge, 1, 2, at=NOW + MINUTE)
    assert (done.development, done.others, done.documents, done.waiting) == (2, (1,), (2,), 0)
    assert (kinds(database, 1), kinds(database, 2)) == ({1: "new", 3: "copy"}, {2: "new"})
    assert alerts(database, 1) == [(0, "new", "pending")]
    assert decided(database, 2) == ("silent", "d2 was not told: split off by hand without --tell")
    assert pairs(database) == [(1, 2, "apart"), (2, 3, "apart")]


def test_the_documents_that_leave_take_nothing_of_an_open_alert_along(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    split(database, judge, 1, 1, 3)
    send(database, NOW + HOUR)
    with database.reading() as session:
        [alert] = deliveries.of_development(session, DevelopmentId(1))
        assert [d.document.id for d in deliveries.facts(session, alert.id).documents] == [2]
    assert alerts(database, 2) == []


def test_an_open_alert_with_nothing_left_is_withdrawn(database: Database, judge: Judge) -> None:
    stored(database, judge, "cable")
    stored(database, judge, "choir")
    merge(database, judge, DevelopmentId(1), DevelopmentId(2))
    assert split(database, judge, 1, 1).withdrawn == 1
    assert (alerts(database, 1), send(database, NOW + HOUR)) == ([], [])


def test_a_split_tells_when_it_is_asked_to(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    send(database, NOW + HOUR)
    done = split(database, judge, 1, 2, tell=True, at=NOW + HOUR)
    assert (done.waiting, alerts(database, 2)) == (1, [(0, "new", "pending")])
    assert decided(database, 2) == ("told", "new development; told before as part of d1")
    assert len(send(database, NOW + 2 * HOUR)) == 1
    assert alerts(database, 1) == [(0, "new", "sent")]


def test_what_was_told_before_a_silent_split_stays_on_record(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    send(database, NOW + HOUR)
    split(database, judge, 1, 2, at=NOW + HOUR)
    assert decided(database, 2)[0] == "merged"
    assert (alerts(database, 2), send(database, NOW + 2 * HOUR)) == ([], [])


def test_when_the_first_document_leaves_the_next_gives_the_development_its_name(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    split(database, judge, 1, 1)
    [rest, new] = sorted(inquiry.developments(database, NOW), key=lambda row: row["id"])
    assert (rest["title"], new["title"]) == (
        "Trawler Melkart-5 suspected after cable to Svalbard was cut",
        "Cable to Svalbard cut off Harstad",
    )
    assert kinds(database, 1) == {2: "new", 3: "report"}, "its original is elsewhere: no copy here any more"


# ------------------------------------------------------------------ what binds


@pytest.mark.parametrize(
    ("text", "home"),
    [
        pytest.param("cable", 1, id="a copy of one that stayed"),
        pytest.param("cable again", 2, id="a copy of the one split off"),
    ],
)
def test_a_later_copy_joins_the_development_of_its_text(database: Database, judge: Judge, text: str, home: int) -> None:
    three_of_cable(database, judge)
    split(database, judge, 1, 2)
    later = stored(database, judge, "later", text, at=NOW + HOUR)
    assert (later.development, later.assignment.kind) == (home, Kind.COPY)


def likes(scores: Mapping[int, float], join: float) -> Callable[[Sequence[Candidate]], Assignment]:
    """A grouping that takes the development whose documents it likes best on average, if it likes them enough."""

    def group(candidates: Sequence[Candidate]) -> Assignment:
        means = {
            development: fmean(scores[c.document] for c in candidates if c.development == development)
            for development in {c.development for c in candidates}
        }
        best = max(means, key=lambda development: means[development])
        nearest = max((c.document for c in candidates if c.development == best), key=lambda document: scores[document])
        joins = best if means[best] >= join else None
        return Assignment(joins, Kind.REPORT if joins else Kind.NEW, Evidence(means[best], join, nearest))

    return group


@pytest.mark.parametrize(
    ("scores", "home", "reason"),
    [
        pytest.param(
            {1: 0.6, 3: 0.6, 2: 0.9, 4: 0.1, 5: 0.0},
            2,
            "nearest to document 2; d1 and d2 were put apart by hand",
            id="the nearest is in the other, too little like the new one as a whole",
        ),
        pytest.param({1: 0.9, 3: 0.6, 2: 0.8, 4: 0.1, 5: 0.0}, 1, "", id="the nearest is where it joins anyway"),
        pytest.param({1: 0.6, 3: 0.6, 2: 0.9, 4: 0.1, 5: 0.8}, 3, "", id="a third development is likelier than both"),
        pytest.param({1: 0.1, 3: 0.1, 2: 0.9, 4: 0.0, 5: 0.0}, None, "", id="it joins neither"),
    ],
)
def test_between_two_put_apart_the_one_with_the_nearest_document_gets_the_new_one(
    database: Database, judge: Judge, scores: dict[int, float], home: int | None, reason: str
) -> None:
    three_of_cable(database, judge)
    stored(database, judge, "a copy of cable again", "cable again", at=NOW + MINUTE)
    split(database, judge, 1, 2, 4)
    stored(database, judge, "drone")
    members = [Candidate(DocumentId(n), DevelopmentId(d), some_features()) for n, d in {1: 1, 2: 2, 3: 1, 4: 2, 5: 3}.items()]
    with database.reading() as session:
        placement = constraints.place(session, members, likes(scores, join=0.55))
    assert (placement.assignment.development, placement.reason) == (home, reason)
    assert placement.assignment.kind is (Kind.NEW if home is None else Kind.REPORT)


def test_a_merge_takes_back_a_split_and_the_split_says_so(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    split(database, judge, 1, 2)
    done = merge(database, judge, DevelopmentId(1), DevelopmentId(2), at=NOW + HOUR)
    assert [(decision.action, decision.development, decision.undone) for decision in done.undone] == [("split", 2, True)]
    assert pairs(database) == [(1, 2, "together"), (1, 3, "together")]
    shown = inquiry.development(database, DevelopmentId(1))
    assert [(decision["action"], decision["undone"]) for decision in shown["manual"]] == [("split", True), ("merge", False)]
    assert kinds(database, 1) == {1: "new", 2: "report", 3: "copy"}
    assert stored(database, judge, "later", "cable again", at=NOW + HOUR).development == 1


def test_a_split_takes_back_a_merge(database: Database, judge: Judge) -> None:
    stored(database, judge, "cable")
    stored(database, judge, "drone")
    merge(database, judge, DevelopmentId(1), DevelopmentId(2))
    done = split(database, judge, 1, 2, at=NOW + HOUR)
    assert [(decision.action, decision.undone) for decision in done.undone] == [("merge", True)]
    assert pairs(database) == [(1, 2, "apart")]


def test_an_undone_merge_has_told_what_was_told_before_it(database: Database, judge: Judge) -> None:
    stored(database, judge, "cable")
    stored(database, judge, "drone")
    stored(database, judge, "a copy of drone", "drone")
    send(database, NOW + 3 * MINUTE)
    merge(database, judge, DevelopmentId(1), DevelopmentId(2), at=NOW + HOUR)
    back = split(database, judge, 1, 2, 3, at=NOW + HOUR)
    assert (alerts(database, 1), alerts(database, back.development)) == ([(0, "new", "sent")], [(0, "new", "sent")])
    assert decided(database, 2)[0] == "told"
    assert "split off" not in decided(database, 3)[1], "it is silent for the reason it had"
    for name in ("cable", "drone"):
        stored(database, judge, f"{name} once more", name, at=NOW + 2 * HOUR)
    assert send(database, NOW + 3 * HOUR) == [], "nobody is told again of what was told"


@pytest.mark.parametrize("tell", [False, True])
def test_an_alert_goes_along_with_all_its_documents_and_is_not_told_twice(database: Database, judge: Judge, tell: bool) -> None:
    stored(database, judge, "cable")
    send(database, NOW + 3 * MINUTE)
    stored(database, judge, "cable again", at=NOW + HOUR)
    done = split(database, judge, 1, 1, tell=tell, at=NOW + HOUR)
    assert (alerts(database, 1), alerts(database, done.development)) == ([], [(0, "new", "sent")])
    assert (decided(database, 1)[0], done.waiting) == ("told", 0)
    stored(database, judge, "cable later", "cable again", at=NOW + HOUR)
    assert alerts(database, 1) == [(0, "new", "pending")], "nobody was told of what stayed"


def test_an_alert_of_documents_that_part_stays_where_it_was(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    send(database, NOW + HOUR)
    done = split(database, judge, 1, 2, at=NOW + HOUR)
    assert (alerts(database, 1), alerts(database, done.development)) == ([(0, "new", "sent")], [])


def test_of_a_merge_that_a_split_cuts_what_stays_and_what_leaves_is_still_together(database: Database, judge: Judge) -> None:
    for name in ("cable", "drone", "icebreaker"):
        stored(database, judge, name)
    merge(database, judge, DevelopmentId(1), DevelopmentId(2), DevelopmentId(3))
    assert pairs(database) == [(1, 2, "together"), (1, 3, "together")]
    done = split(database, judge, 1, 1)
    assert sorted(pairs(database)) == [(1, 2, "apart"), (1, 3, "apart"), (2, 3, "together")]
    assert [decision.undone for decision in done.undone] == [False], "the merge goes on for what stayed"


def test_of_any_pair_at_most_one_constraint_is_in_force(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    for _ in range(2):
        new = split(database, judge, 1, 2, 3).development
        merge(database, judge, new, DevelopmentId(1))
    split(database, judge, 1, 2)
    found = pairs(database)
    assert len({pair[:2] for pair in found}) == len(found)
    with database.reading() as session:
        rows = session.scalars(select(ConstraintPairRow)).all()
    assert len(rows) > len(found), "ended constraints stay on record"


def test_why_and_show_name_what_was_decided_by_hand(database: Database, judge: Judge) -> None:
    three_of_cable(database, judge)
    split(database, judge, 1, 2, at=NOW + HOUR)
    expected = {
        "at": (NOW + HOUR).isoformat(),
        "action": "split",
        "development": "d2",
        "others": ["d1"],
        "undone": False,
        "document": "split off from d1 by hand",
    }
    [moved], [stayed] = inquiry.why(database, "2"), inquiry.why(database, "1")
    assert moved["development"]["manual"] == [expected]
    assert stayed["development"]["manual"] == [{**expected, "document": None}]
    shown = inquiry.development(database, DevelopmentId(2))
    assert [(member["id"], member["constraint"]) for member in shown["members"]] == [(2, "split off from d1 by hand")]
    assert shown["members"][0]["evidence"]["nearest"] == 1


# ------------------------------------------------------------------ what a development is called, and its dates


def described(database: Database) -> dict[str, tuple[str, str, str]]:
    """Each development: its title, opened and last."""
    rows = inquiry.developments(database, NOW - 1000 * HOUR)
    return {row["id"]: (row["title"], row["opened"], row["last"]) for row in rows}


def test_a_development_is_described_by_its_documents_whoever_moved_them(database: Database, judge: Judge) -> None:
    titles = {name: text.partition("\n")[0] for name, text in TEXTS.items()}
    at = [(NOW + hours * HOUR).isoformat() for hours in range(4)]
    for hours, name in enumerate(("cable", "drone", "icebreaker", "cable again")):
        stored(database, judge, name, at=NOW + hours * HOUR)
    before = described(database)
    assert before["d1"] == (titles["cable"], at[0], at[3])
    split(database, judge, 1, 1, at=NOW + 9 * HOUR)
    parted = described(database)
    assert (parted["d1"], parted["d4"]) == ((titles["cable again"], at[3], at[3]), (titles["cable"], at[0], at[0]))
    merge(database, judge, DevelopmentId(4), DevelopmentId(2), at=NOW + 9 * HOUR)
    assert described(database)["d2"] == (titles["cable"], at[0], at[1]), "the oldest document came from the larger number"
    split(database, judge, 2, 1, at=NOW + 9 * HOUR)
    assert described(database)["d2"] == before["d2"]


# ------------------------------------------------------------------ ties, as a replay is given them


def test_a_document_tied_to_another_joins_it_however_unlike(database: Database, judge: Judge) -> None:
    first = stored(database, judge, "cable")
    tied = stored(database, judge, "drone", ties=Ties(together=frozenset({first.document})))
    assert (tied.development, tied.assignment.kind) == (first.development, Kind.REPORT)
    assert tied.constraint == "put together by hand with document 1"
    assert pairs(database) == [(1, 2, "together")]


def test_a_document_held_apart_opens_a_development_and_draws_its_like_there(database: Database, judge: Judge) -> None:
    first = stored(database, judge, "cable")
    apart = stored(database, judge, "cable again", ties=Ties(apart=frozenset({first.document})))
    assert (apart.development, apart.assignment.kind) == (2, Kind.NEW)
    assert apart.constraint == "kept apart by hand from d1"
    assert stored(database, judge, "later", "cable again").development == 2


def test_a_tie_that_likeness_fulfils_anyway_decides_nothing(database: Database, judge: Judge) -> None:
    first = stored(database, judge, "cable")
    tied = stored(database, judge, "cable again", ties=Ties(together=frozenset({first.document})))
    assert (tied.development, tied.constraint) == (first.development, "")


# ------------------------------------------------------------------ what cannot be


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        pytest.param((), "one development alone", id="nothing"),
        pytest.param((1,), "one development alone cannot be merged; name two or more", id="one"),
        pytest.param((1, 1), "d1 is named twice", id="itself"),
        pytest.param((1, 99), r"there is no development d99; `developments list`", id="unknown"),
        pytest.param((1, 3), "the documents of d3 are in d2 now", id="merged already"),
    ],
)
def test_a_merge_that_makes_no_sense_says_what_to_do(database: Database, judge: Judge, ask: tuple, message: str) -> None:
    for name in ("cable", "drone", "icebreaker"):
        stored(database, judge, name)
    merge(database, judge, DevelopmentId(2), DevelopmentId(3))
    with pytest.raises(regrouping.RegroupingError, match=message):
        merge(database, judge, *ask)
    assert pairs(database) == [(2, 3, "together")]


@pytest.mark.parametrize(
    ("development", "members", "message"),
    [
        pytest.param(1, (), "name the documents that leave d1", id="nothing"),
        pytest.param(1, (1, 2), "these are all documents of d1", id="everything"),
        pytest.param(1, (3,), "document 3 is in d2, not in d1", id="of another development"),
        pytest.param(1, (2, 99), r"there is no document 99; `developments show d1` lists", id="unknown document"),
        pytest.param(99, (1,), "there is no development d99", id="unknown development"),
    ],
)
def test_a_split_that_makes_no_sense_says_what_to_do(
    database: Database, judge: Judge, development: int, members: tuple, message: str
) -> None:
    for name in ("cable", "cable again", "drone"):
        stored(database, judge, name)
    with pytest.raises(regrouping.RegroupingError, match=message):
        split(database, judge, development, *members)
    assert (pairs(database), kinds(database, 1)) == ([], {1: "new", 2: "report"})


def test_a_split_of_too_many_pairs_is_refused(database: Database, judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    three_of_cable(database, judge)
    monkeypatch.setattr(regrouping, "MOST_PAIRS", 1)
    with pytest.raises(regrouping.RegroupingError, match="split off fewer at a time"):
        split(database, judge, 1, 2)
