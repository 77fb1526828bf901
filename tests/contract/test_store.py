"""The store keeps its promises on SQLite and on PostgreSQL: one suite, both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from tests.builders import NOW, a_document, a_match, a_reading, an_item, some_features
from tests.fakes import ScriptedJudge
from worker.errors import StoreError
from worker.model import (
    Assignment,
    Decision,
    DeliveryId,
    DevelopmentId,
    DocumentId,
    Evidence,
    Extract,
    ItemId,
    Kind,
    Outcome,
    Removed,
    Severity,
    Telling,
    Verdict,
)
from worker.sources.health import rekeyed
from worker.store import deliveries, documents, index, judging, leases, sources, state
from worker.store.database import Database, migration_config, revisions
from worker.store.schema import Base

LEASE = timedelta(minutes=1)
TOLD = Decision("desk", Telling.TOLD, "new development", "svalbard", "new", Severity.HIGH, 0, NOW)


def poll_result(*items: object, **changes: object) -> sources.PollResult:
    return sources.PollResult(items=items, next_due=NOW + timedelta(hours=1), **changes)


def stored_item(database: Database, **changes: object) -> ItemId:
    with database.writing() as session:
        [item] = sources.add_items(session, [an_item(**changes)], NOW, baseline=False)
    return item


def judge(database: Database, item: ItemId, scripted: ScriptedJudge | None = None, **changes: object) -> judging.Judged | None:
    with database.writing() as session:
        return judging.judge_document(
            session,
            scripted or ScriptedJudge(decisions=[TOLD]),
            changes.pop("reading", a_reading()),
            item=item,
            extract=Extract(removed=(Removed("subscribe", "Subscribe now"),), author="desk"),
            text_from="page",
            note="",
            now=NOW,
        )


def claim_delivery(database: Database, *, owner: str = "me", now: object = NOW, channels: tuple[str, ...] = ("desk",)) -> list:
    with database.writing() as session:
        return deliveries.claim(session, channels, owner=owner, now=now, lease=LEASE, limit=10)


def finish(database: Database, delivery: DeliveryId, verdict: Verdict, state: str, owner: str = "me") -> bool:
    with database.writing() as session:
        return deliveries.finish(
            session, delivery, owner=owner, outcome=Outcome(verdict, "r"), state=state, next_attempt_at=NOW, now=NOW
        )


# ------------------------------------------------------------------ schema


def test_migrations_give_exactly_the_models(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    assert not database.is_empty()


def test_the_newest_revision_is_known_without_alembic() -> None:
    assert revisions()[-1] == ScriptDirectory.from_config(migration_config()).get_current_head()


def test_a_database_of_an_older_northwatch_is_brought_up_by_who_looks_and_may_write(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'northwatch.db'}"
    engine, config = create_engine(url), migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revisions()[-2])
    looking = Database(url, looking=True)
    looking.prepare_to_look()
    looking.close()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == revisions()[-1]
    engine.dispose()


@pytest.mark.parametrize("open_it", [Database.migrate, Database.prepare_to_look], ids=["to write", "to look"])
def test_a_database_of_a_newer_northwatch_is_named_and_left_alone(database: Database, open_it) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=rf"was written by a newer northwatch \(its form is 9999, .* {revisions()[-1]}\)"):
        open_it(database)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": revisions()[-1]})


def test_looking_waits_for_no_writer(database_url: str) -> None:
    writer, looker = Database(database_url), Database(database_url, looking=True)
    with writer.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        assert not looker.is_empty()
        looker.prepare_to_look()
    for each in (writer, looker):
        each.close()


def test_a_database_that_cannot_be_opened_says_what_to_do(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot make the data folder"):
        Database(f"sqlite:///{tmp_path / 'file' / 'northwatch.db'}").migrate()


def test_a_file_that_is_no_database_says_which(tmp_path) -> None:
    (tmp_path / "text.db").write_text("this is not a database, and longer than a header " * 10)
    with pytest.raises(StoreError, match=r"text\.db cannot be used: file is not a database"):
        Database(f"sqlite:///{tmp_path / 'text.db'}").migrate()


def test_a_database_without_room_says_what_makes_some_and_blames_no_setting(tmp_path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'northwatch.db'}")
    database.migrate()
    many = [an_item(keys=(f"k{n}",), content="ice " * 500) for n in range(200)]

    def fill() -> None:
        with database.writing() as session:
            session.execute(text("PRAGMA max_page_count = 1"))
            sources.add_items(session, many, NOW, baseline=False)

    with pytest.raises(StoreError) as caught:
        fill()
    database.close()
    assert "cannot be used: database or disk is full; make room on its disk; nothing is lost" in str(caught.value)
    assert "northwatch.yaml" not in str(caught.value)


def test_a_damaged_file_says_so_and_how_a_backup_is_put_in_its_place(tmp_path) -> None:
    file = tmp_path / "northwatch.db"
    database = Database(f"sqlite:///{file}")
    database.migrate()
    with database.writing() as session:
        sources.add_items(session, [an_item(keys=(f"k{n}",), content="ice " * 500) for n in range(200)], NOW, baseline=False)
    database.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\x07" * (len(whole) - 4096))
    with pytest.raises(StoreError) as caught:
        Database(f"sqlite:///{file}").migrate()
    said = str(caught.value)
    assert "malformed; the file is damaged: stop northwatch, move" in said
    assert "northwatch.db-wal" in said
    assert "put a backup in its place" in said
    assert "northwatch.yaml" not in said


# ------------------------------------------------------------------ sources and items


def test_first_success_is_the_baseline_and_the_next_is_not(database: Database) -> None:
    with database.writing() as session:
        sources.sync(session, {"coast": "https://coast.example/feed"}, NOW)
        [old], _ = sources.record_success(session, "coast", poll_result(an_item(keys=("guid:coast:1",))), NOW, rekeyed)
        [new], _ = sources.record_success(session, "coast", poll_result(an_item(keys=("guid:coast:2",))), NOW, rekeyed)
    with database.reading() as session:
        assert documents.get_item(session, old).baseline
        assert not documents.get_item(session, new).baseline


@pytest.mark.parametrize(
    ("published", "suspect"),
    [
        pytest.param(NOW - timedelta(days=3), True, id="old items under new identities"),
        pytest.param(NOW + timedelta(hours=1), False, id="honest news of a long night"),
    ],
)
def test_a_feed_that_renames_its_items_is_stored_but_kept_silent(database: Database, published: object, suspect: bool) -> None:
    def batch(name: str) -> list:
        return [an_item(keys=(f"guid:{name}:{n}",), published=published) for n in range(12)]

    with database.writing() as session:
        sources.sync(session, {"coast": "https://coast.example/feed"}, NOW)
        sources.record_success(session, "coast", poll_result(*batch("a")), NOW, rekeyed)
        new, told = sources.record_success(session, "coast", poll_result(*batch("b")), NOW, rekeyed)
    assert (len(new), told) == (12, suspect)
    with database.reading() as session:
        assert documents.get_item(session, new[0]).baseline is suspect


def test_validators_and_items_are_committed_together(database: Database) -> None:
    with database.writing() as session:
        sources.sync(session, {"coast": "https://coast.example/feed"}, NOW)

    def killed_before_the_commit() -> None:
        with database.writing() as session:
            sources.record_success(session, "coast", poll_result(an_item(), etag='"1"'), NOW, rekeyed)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed_before_the_commit()
    with database.reading() as session:
        assert sources.get(session, "coast").etag == ""
        assert sources.count_items(session) == {}


@pytest.mark.parametrize(
    ("first", "second", "items"),
    [
        pytest.param(("guid:1", "link:a"), ("guid:1", "link:b"), 1, id="same guid, link changed"),
        pytest.param(("guid:1", "link:a"), ("guid:2", "link:a"), 1, id="same link, guid changed"),
        pytest.param(("guid:1",), ("guid:2",), 2, id="nothing in common"),
    ],
)
def test_an_item_is_known_under_all_its_keys(database: Database, first: tuple, second: tuple, items: int) -> None:
    with database.writing() as session:
        sources.add_items(session, [an_item(keys=first)], NOW, baseline=False)
        sources.add_items(session, [an_item(keys=second)], NOW, baseline=False)
        # whatever came second is an alias from now on
        assert sources.add_items(session, [an_item(keys=second[:1])], NOW, baseline=False) == []
    with database.reading() as session:
        assert sources.count_items(session) == {"waiting": items}


def test_a_failure_is_counted_unless_the_network_was_ours(database: Database) -> None:
    with database.writing() as session:
        sources.sync(session, {"coast": "https://coast.example/feed"}, NOW)
        sources.record_failure(session, "coast", "no route", next_due=NOW, now=NOW, counted=False)
        assert sources.get(session, "coast").failures == 0
        sources.record_failure(session, "coast", "status 500", next_due=NOW, now=NOW)
        assert sources.get(session, "coast").failures == 1
        sources.record_success(session, "coast", poll_result(), NOW, rekeyed)
        assert sources.get(session, "coast").failures == 0


def test_a_source_that_is_gone_is_not_polled_until_its_address_changes(database: Database) -> None:
    with database.writing() as session:
        sources.sync(session, {"coast": "https://coast.example/feed"}, NOW)
        sources.record_failure(session, "coast", "410", next_due=NOW, now=NOW, gone=True)
        arguments = {"owner": "me", "now": NOW, "lease": LEASE, "limit": 5}
        assert sources.claim_due(session, ["coast"], **arguments) == []
        sources.sync(session, {"coast": "https://coast.example/new"}, NOW)
        assert sources.claim_due(session, ["coast"], **arguments) == ["coast"]


def test_a_leased_row_is_free_again_when_the_lease_is_over(database: Database) -> None:
    item = stored_item(database)

    def claimed(now: object) -> list:
        with database.writing() as session:
            return documents.claim_items(session, owner="me", now=now, lease=LEASE, limit=5)

    assert claimed(NOW) == [item]
    assert claimed(NOW) == []
    assert claimed(NOW + LEASE * 2) == [item]
    with database.reading() as session:
        assert documents.get_item(session, item).attempts == 2


def test_dropped_files_are_read_before_feeds_and_a_baseline_last(database: Database) -> None:
    with database.writing() as session:
        [old] = sources.add_items(session, [an_item(keys=("a",))], NOW, baseline=True)
        [late] = sources.add_items(session, [an_item(keys=("b",), published=NOW)], NOW, baseline=False)
        [early] = sources.add_items(session, [an_item(keys=("c",), published=NOW - LEASE)], NOW, baseline=False)
        [file] = sources.add_items(session, [an_item(keys=("d",), path="/drop/a.txt")], NOW, baseline=False)
        claimed = documents.claim_items(session, owner="me", now=NOW, lease=LEASE, limit=4)
    assert claimed == [file, early, late, old]


def test_four_claimers_claim_each_row_once(database: Database) -> None:
    with database.writing() as session:
        items = sources.add_items(session, [an_item(keys=(f"guid:{n}",)) for n in range(120)], NOW, baseline=False)

    def work(owner: str) -> list[int]:
        mine: list[int] = []
        while True:
            with database.writing() as session:
                claimed = documents.claim_items(session, owner=owner, now=NOW, lease=LEASE, limit=7)
            if not claimed:
                return mine
            mine += claimed

    with ThreadPoolExecutor(4) as threads:
        claimed = [item for mine in threads.map(work, "abcd") for item in mine]
    assert sorted(claimed) == sorted(items)


PLACES = [f"https://coast.example/{n}" for n in range(5)] + [
    "https://COAST.example:443/5",
    "http://fjord.example/1",
    "http://[",
    None,
]


def test_no_more_articles_of_one_host_than_so_many_are_claimed_at_once(database: Database) -> None:
    with database.writing() as session:
        for number, url in enumerate(PLACES):
            sources.add_items(session, [an_item(keys=(f"k{number}",), url=url)], NOW, baseline=False)
        sources.add_items(session, [an_item(keys=("old",))], NOW, baseline=True)

    def claimed(limit: int, now: object = NOW) -> list[int]:
        with database.writing() as session:
            return documents.claim_items(session, owner="me", now=now, lease=LEASE, limit=limit, per_host=2)

    assert claimed(3) == [1, 2, 7]
    assert claimed(9) == [8, 9, 10]
    assert claimed(9) == []
    with database.writing() as session:
        documents.refuse(session, ItemId(1), "no text")
    assert claimed(9) == [3]
    assert claimed(2, NOW + LEASE * 2) == [2, 3]


# ------------------------------------------------------------------ judging


def test_a_judged_document_comes_back_with_everything(database: Database) -> None:
    evidence = Evidence(
        score=0.4,
        threshold=0.25,
        nearest=DocumentId(7),
        names=(("croatia", 0.3),),
        terms=(("talks", 0.1),),
        days_apart=1.5,
        places="both at Vardo",
        shared_text=0.1,
        uncertain="no date",
        runner_up=(DevelopmentId(3), 0.2),
        new_facts=("x",),
        alone=True,
        continues=DocumentId(5),
    )
    judged = judge(database, stored_item(database), ScriptedJudge(Assignment(None, Kind.NEW, evidence), [TOLD]))
    with database.reading() as session:
        [(item, document)] = documents.find(session, "https://coast.example/1")
        assert item.stage == "done"
        assert document.document == replace(a_document(), id=judged.document)
        assert document.evidence == evidence
        assert document.removed == (Removed("subscribe", "Subscribe now"),)
        assert deliveries.matches_of(session, judged.document) == [a_match()]
        assert deliveries.decisions_on(session, judged.document) == [("desk", "told", "new development", "svalbard", 1)]
        [candidate] = index.find_candidates(session, ["t:frigate"], NOW)
        assert candidate.features == some_features()
        assert index.term_counts(session, ["t:frigate", "t:unseen"]) == {"": 1, "t:frigate": 1}


def test_judging_twice_does_nothing_the_second_time(database: Database) -> None:
    item = stored_item(database)
    assert judge(database, item) is not None
    assert judge(database, item) is None
    with database.reading() as session:
        assert state.totals(session)["documents"] == 1
        assert len(deliveries.waiting(session)) == 1


def test_a_second_document_sees_the_first_as_candidate_and_what_was_told(database: Database) -> None:
    first = judge(database, stored_item(database))
    scripted = ScriptedJudge(Assignment(first.development, Kind.REPORT))
    second = judge(database, stored_item(database, keys=("guid:coast:2",)), scripted)
    assert second.development == first.development
    assert [candidate.document for candidate in scripted.seen_candidates] == [first.document]
    [told] = scripted.seen_told
    assert (told["desk"].open, told["desk"].sequence, told["desk"].severity) == (True, 0, Severity.HIGH)


def test_a_document_outside_the_window_is_no_candidate(database: Database) -> None:
    judge(database, stored_item(database))
    with database.reading() as session:
        assert index.find_candidates(session, ["t:frigate"], NOW + timedelta(seconds=1)) == []


def test_a_merged_decision_makes_the_open_alert_graver_and_sooner_never_later(database: Database) -> None:
    later = replace(TOLD, due=NOW + timedelta(minutes=2), severity=Severity.NORMAL)
    first = judge(database, stored_item(database), ScriptedJudge(decisions=[later]))
    merged = Decision("desk", Telling.MERGED, "joins", "cables", severity=Severity.CRITICAL, due=NOW)
    judge(database, stored_item(database, keys=("b",)), ScriptedJudge(Assignment(first.development, Kind.REPORT), [merged]))
    weaker = Decision("desk", Telling.MERGED, "joins", "svalbard", severity=Severity.LOW, due=NOW + timedelta(hours=1))
    judge(database, stored_item(database, keys=("c",)), ScriptedJudge(Assignment(first.development, Kind.REPORT), [weaker]))
    with database.reading() as session:
        [delivery] = deliveries.waiting(session)
    assert (delivery.severity, delivery.rule, delivery.next_attempt_at) == (Severity.CRITICAL, "cables", NOW)


# ------------------------------------------------------------------ outbox


def test_an_alert_is_frozen_at_its_first_attempt(database: Database) -> None:
    first = judge(database, stored_item(database))
    [delivery] = claim_delivery(database)
    judge(database, stored_item(database, keys=("b",)), ScriptedJudge(Assignment(first.development, Kind.REPORT)))
    with database.reading() as session:
        facts = deliveries.facts(session, delivery)
    assert [document.document.id for document in facts.documents] == [first.document]
    assert [match.rule for _, match in facts.matches] == ["svalbard"]


def test_only_the_holder_of_the_lease_may_finish(database: Database) -> None:
    judge(database, stored_item(database))
    [delivery] = claim_delivery(database, owner="me")
    assert not finish(database, delivery, Verdict.DELIVERED, "sent", owner="somebody else")
    assert finish(database, delivery, Verdict.DELIVERED, "sent", owner="me")
    assert not finish(database, delivery, Verdict.DELIVERED, "sent", owner="me")
    assert claim_delivery(database, now=NOW + timedelta(days=1)) == []


def test_a_lease_that_ran_out_while_sending_leaves_the_alert_in_doubt(database: Database) -> None:
    judge(database, stored_item(database))
    [delivery] = claim_delivery(database)
    assert claim_delivery(database, owner="other") == []
    assert claim_delivery(database, owner="other", now=NOW + LEASE * 2) == [delivery]
    with database.reading() as session:
        assert deliveries.facts(session, delivery).delivery.in_doubt == 1
    assert not finish(database, delivery, Verdict.DELIVERED, "sent", owner="me")


def test_one_alert_at_a_time_per_channel_and_graver_ones_first(database: Database) -> None:
    for number, severity in enumerate([Severity.LOW, Severity.CRITICAL, Severity.HIGH]):
        judge(database, stored_item(database, keys=(f"k{number}",)), ScriptedJudge(decisions=[replace(TOLD, severity=severity)]))
    order = []
    for _ in range(3):
        [delivery] = claim_delivery(database)
        assert claim_delivery(database, owner="other") == []
        with database.reading() as session:
            order.append(deliveries.facts(session, delivery).delivery.severity)
        finish(database, delivery, Verdict.DELIVERED, "sent")
    assert order == [Severity.CRITICAL, Severity.HIGH, Severity.LOW]


def test_another_channel_is_not_held_up(database: Database) -> None:
    both = ScriptedJudge(decisions=[TOLD, replace(TOLD, channel="phone")])
    judge(database, stored_item(database), both)
    assert len(claim_delivery(database, channels=("desk", "phone"))) == 2


def test_a_long_queue_of_one_channel_hides_no_other(database: Database) -> None:
    with database.writing() as session:
        for number in range(60):
            deliveries.add_notice(session, "desk", f"feed-{number}", "a feed fails", Severity.HIGH, NOW)
        deliveries.add_notice(session, "phone", "feed", "a feed fails", Severity.LOW, NOW)
    assert len(claim_delivery(database, channels=("desk", "phone"))) == 2
    assert claim_delivery(database, owner="other", channels=("desk", "phone")) == []


def test_where_not_all_channels_can_be_served_the_gravest_alert_goes_first(database: Database) -> None:
    severities = {"desk": Severity.LOW, "phone": Severity.CRITICAL, "pager": Severity.HIGH}
    with database.writing() as session:
        for channel, severity in severities.items():
            deliveries.add_notice(session, channel, "disk-low", "the disk is full", severity, NOW)
        claimed = deliveries.claim(session, list(severities), owner="me", now=NOW, lease=LEASE, limit=2)
        found = [deliveries.facts(session, delivery).delivery.channel for delivery in claimed]
    assert found == ["phone", "pager"]


def test_a_channel_that_is_not_configured_waits(database: Database) -> None:
    judge(database, stored_item(database))
    assert claim_delivery(database, channels=("phone",)) == []
    assert len(claim_delivery(database)) == 1


def test_an_update_knows_what_was_told_before(database: Database) -> None:
    first = judge(database, stored_item(database))
    [delivery] = claim_delivery(database)
    finish(database, delivery, Verdict.DELIVERED, "sent")
    update = replace(TOLD, kind="update", sequence=1)
    second = judge(
        database, stored_item(database, keys=("b",)), ScriptedJudge(Assignment(first.development, Kind.UPDATE), [update])
    )
    [delivery] = claim_delivery(database)
    with database.reading() as session:
        facts = deliveries.facts(session, delivery)
    assert facts.told == {first.document}
    assert [document.document.id for document in facts.documents] == [first.document, second.document]
    assert facts.last_alert == NOW


def test_an_update_never_overtakes_the_alert_that_it_updates(database: Database) -> None:
    first = judge(database, stored_item(database))
    [delivery] = claim_delivery(database)
    with database.writing() as session:
        outcome, later = Outcome(Verdict.TRANSIENT, "451"), NOW + timedelta(minutes=5)
        deliveries.finish(session, delivery, owner="me", outcome=outcome, state="pending", next_attempt_at=later, now=NOW)
    update = ScriptedJudge(Assignment(first.development, Kind.UPDATE), [replace(TOLD, kind="update", sequence=1)])
    judge(database, stored_item(database, keys=("b",)), update)
    assert claim_delivery(database) == []
    assert claim_delivery(database, now=later) == [delivery]
    finish(database, delivery, Verdict.DELIVERED, "sent")
    assert len(claim_delivery(database, now=later)) == 1


def test_a_notice_of_the_same_episode_is_told_once(database: Database) -> None:
    def notice(key: str) -> bool:
        with database.writing() as session:
            return deliveries.add_notice(session, "desk", key, "no feed could be reached", Severity.NORMAL, NOW)

    assert [notice("network-down.1"), notice("network-down.1"), notice("network-down.2")] == [True, False, True]


def test_a_process_that_is_alone_takes_up_what_a_dead_one_left(database: Database) -> None:
    item = stored_item(database)
    judge(database, stored_item(database, keys=("b",)))
    [delivery] = claim_delivery(database)
    with database.writing() as session:
        documents.claim_items(session, owner="dead", now=NOW, lease=LEASE, limit=1)
        leases.free_all(session)
        assert deliveries.free_interrupted(session) == 1
        assert documents.claim_items(session, owner="me", now=NOW, lease=LEASE, limit=1) == [item]
    assert claim_delivery(database) == [delivery]


# ------------------------------------------------------------------ references


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        pytest.param("/drop/reports/a.txt", True, id="full path"),
        pytest.param("a.txt", True, id="file name"),
        pytest.param("file:seeds:a.txt:1", True, id="key"),
        pytest.param(".txt", False, id="end of a name"),
        pytest.param("_.txt", False, id="pattern character"),
        pytest.param("b.txt", False, id="another file"),
        pytest.param("99999", False, id="unknown document"),
        pytest.param("d99999", False, id="unknown development"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_reference_finds_what_a_person_means(database: Database, reference: str, found: bool) -> None:
    stored_item(database, keys=("file:seeds:a.txt:1",), url=None, path="/drop/reports/a.txt")
    with database.reading() as session:
        assert bool(documents.find(session, reference)) is found


def test_numbers_mean_a_document_or_a_development(database: Database) -> None:
    first = judge(database, stored_item(database))
    judge(database, stored_item(database, keys=("b",)), ScriptedJudge(Assignment(first.development, Kind.REPORT)))
    with database.reading() as session:
        assert len(documents.find(session, str(first.document))) == 1
        assert len(documents.find(session, f"d{first.development}")) == 2


@pytest.mark.parametrize(
    ("title", "text", "called"),
    [
        pytest.param("A  frigate\nat Nuuk", "", "A frigate at Nuuk", id="its title, on one line"),
        pytest.param("", "A ship came\tto Nuuk. It left.", "A ship came to Nuuk.", id="without one the first sentence alone"),
        pytest.param("", "word " * 60, "word " * 31 + "word…", id="a long one is cut at a word"),
        pytest.param("", "", "", id="nothing at all"),
    ],
)
def test_a_development_is_called_by_its_first_document(database: Database, title: str, text: str, called: str) -> None:
    judged = judge(database, stored_item(database), reading=a_reading(a_document(title=title, text=text)))
    with database.reading() as session:
        assert documents.development_title(session, judged.development) == called


def test_text_that_no_database_takes_is_stored_all_the_same(database: Database) -> None:
    item = stored_item(database, title="Ice\x00 \ud800", keys=("guid:\ud800",))
    document = a_document(title="Ice\x00 \ud800", text="A \udfff ship.")
    judge(database, item, reading=a_reading(document))
    with database.reading() as session:
        [(_, stored)] = documents.find(session, "1")
    assert (stored.document.title, stored.document.text) == ("Ice\ufffd \ufffd", "A \ufffd ship.")


def test_state_is_replaced(database: Database) -> None:
    with database.writing() as session:
        state.put(session, "network", {"down": True}, NOW)
        state.put(session, "network", {"down": False}, NOW + LEASE)
        assert state.get(session, "network") == ({"down": False}, NOW + LEASE)
        assert state.get(session, "unknown") is None


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    class Failing(ScriptedJudge):
        def tell(self, *_: object) -> list[Decision]:
            raise RuntimeError("killed between two writes")

    item = stored_item(database)
    with pytest.raises(RuntimeError):
        judge(database, item, Failing())
    with database.reading() as session:
        assert documents.get_item(session, item).stage == "waiting"
        assert state.totals(session) == {"documents": 0, "matched": 0, "developments": 0, "baseline": 0, "held": 0}


def test_of_a_throttled_rule_the_latest_alerts_are_known_by_channel(database: Database) -> None:
    """Those to come count by when they are due, those that went out by when they did."""
    dues = {"desk": [0, 40, 10], "night": [5]}
    for number, (channel, minutes) in enumerate((channel, due) for channel, many in dues.items() for due in many):
        decision = replace(TOLD, channel=channel, due=NOW + timedelta(minutes=minutes))
        judge(database, stored_item(database, keys=(f"k{number}",)), ScriptedJudge(decisions=[decision]))
    judge(database, stored_item(database, keys=("other",)), ScriptedJudge(decisions=[replace(TOLD, rule="other")]))
    [first] = claim_delivery(database)[:1]
    finish(database, first, Verdict.DELIVERED, "sent")
    scripted = ScriptedJudge(throttles={"svalbard": 2})
    judge(database, stored_item(database, keys=("last",)), scripted)
    [recent] = scripted.seen_recent
    minutes = {key: sorted((at - NOW) // timedelta(minutes=1) for at in found) for key, found in recent.items()}
    assert minutes == {("desk", "svalbard"): [10, 40], ("night", "svalbard"): [5]}


def test_pages_of_many_slow_hosts_leave_room_for_a_file(database: Database) -> None:
    """Eight slow hosts had all places, and what a person dropped waited for one of their pages."""
    pages = [an_item(keys=(f"k{n}",), url=f"https://host{n % 8}.example/{n}") for n in range(32)]
    options: dict[str, Any] = {"owner": "me", "now": NOW, "lease": timedelta(minutes=5), "per_host": 4, "pages": 20}
    with database.writing() as session:
        sources.add_items(session, pages, NOW, baseline=False)
        assert len(documents.claim_items(session, limit=24, **options)) == 20
        [dropped] = sources.add_items(session, [an_item(keys=("file",), url=None, path="/drop/a.txt")], NOW, baseline=False)
        assert documents.claim_items(session, limit=4, **options) == [dropped]
