"""What sites put into their articles, as the store remembers it: learned, recognised, revised, forgotten; both databases."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, func, insert, select, text

from tests.builders import NOW, a_document, a_match, an_item, some_features
from tests.fakes import ScriptedJudge
from worker import inquiry
from worker.extract import blocks
from worker.model import (
    Assignment,
    Decision,
    DevelopmentId,
    Document,
    DocumentId,
    Evidence,
    Extract,
    Kind,
    Outcome,
    Reading,
    Removed,
    Severity,
    Standing,
    Telling,
    Verdict,
)
from worker.store import blocks as site_blocks
from worker.store import deliveries, documents, index, judging, revising, sources
from worker.store.codec import evidence_to_json, features_to_json
from worker.store.database import Database, migration_config
from worker.store.schema import PostingRow, SiteLineRow, TermCountRow

SITE = "coast.example"
BOX = "Our dossier: sabotage of subsea cables around Svalbard."
QUOTE = "“Nobody asked us,” the mayor said."

AT = "2026-11-21 12:00:00"
OLD_ROWS = {
    "development": {"id": 1, "title": "Ice", "opened_at": AT, "last_at": AT},
    "item": {
        "id": 1, "source": "coast", "title": "Ice", "content": "", "content_type": "text", "author": "", "baseline": False,
        "first_seen": AT, "stage": "done", "reason": "", "attempts": 1, "next_attempt_at": AT,
    },
    "document": {
        "id": 1, "item_id": 1, "development_id": 1, "source": "coast", "title": "Ice", "text": "Ice.", "caption": "",
        "author": "", "published_origin": "", "first_seen": AT, "from_folder": False, "baseline": False, "text_from": "page",
        "note": "", "removed": "[]", "kind": "new", "evidence": json.dumps(evidence_to_json(Evidence())),
        "features": json.dumps(features_to_json(some_features())),
    },
}  # fmt: skip


@dataclass
class ReadingJudge(ScriptedJudge):
    """Matches by plain words, and tells each document with a match. `missing`: a rule that holds where the word is absent.

    `going_on`: what was told is told of again where no rule holds.
    """

    word: str = "sabotage"
    missing: str = ""
    severity: Severity = Severity.HIGH
    going_on: bool = False

    def read(self, document: Document) -> Reading:
        matches = [a_match(severity=self.severity)] if self.word in document.text else []
        if self.missing and self.missing not in document.text:
            matches.append(a_match(rule="without", severity=Severity.LOW))
        terms = {word.strip(".:“”,").lower(): 1 for word in document.text.split()}
        return Reading(document, some_features(terms=terms), tuple(matches))

    def tell(self, reading: Reading, kind: Kind, standing: Standing, now: datetime) -> list[Decision]:
        open_alert = standing.told.get("desk")
        if not reading.matches and open_alert is not None and self.going_on:
            reading = replace(reading, matches=(a_match(rule=open_alert.rule),))
        if not reading.matches:
            return []
        lead = reading.matches[0]
        if open_alert is not None and open_alert.open:
            return [Decision("desk", Telling.MERGED, "joins", lead.rule, severity=lead.severity)]
        sequence = open_alert.sequence + 1 if open_alert else 0
        return [Decision("desk", Telling.TOLD, "new development", lead.rule, "new", lead.severity, sequence, now)]


@dataclass
class Store:
    """A database with a judge; documents go through judging, learning and revising in one transaction, as in the pipeline."""

    database: Database
    judge: ReadingJudge = field(default_factory=ReadingJudge)
    items: int = 0

    def add(
        self,
        *lines: str,
        boxed: tuple[str, ...] = (),
        removed: tuple[str, ...] = (),
        development: int | None = None,
        at: datetime = NOW,
        known: bool = True,
        host: str = SITE,
    ) -> judging.Judged:
        self.items += 1
        raw = Extract(
            text="\n".join(lines),
            boxed=tuple(i for i, line in enumerate(lines) if line in boxed),
            removed=tuple(Removed("author-box", line) for line in removed),
        )
        self.judge.assignment = Assignment(DevelopmentId(development) if development else None, Kind.NEW)
        with self.database.writing() as session:
            url = f"https://{host}/{self.items}"
            [item] = sources.add_items(session, [an_item(keys=(f"k{self.items}",), url=url)], at, baseline=False)
            extract = blocks.clean(raw, site_blocks.known(session, host, blocks.digests(raw))) if known else raw
            reading = self.judge.read(a_document(url=url, text=extract.text, first_seen=at))
            judged = judging.judge_document(
                session, self.judge, reading, item=item, extract=extract, text_from="page", note="", now=at
            )
            concerned = site_blocks.learn(session, blocks, host, raw, judged.document, judged.development, at)
            revising.revise(session, self.judge, blocks, host, concerned, at)
        return judged

    def text(self, document: DocumentId) -> str:
        return self.stored(document).document.text

    def stored(self, document: DocumentId) -> documents.StoredDocument:
        with self.database.reading() as session:
            [(_, stored)] = documents.find(session, str(document))
        return stored

    def decisions(self, document: DocumentId) -> list[tuple[str, str, str, str, int | None]]:
        with self.database.reading() as session:
            return deliveries.decisions_on(session, document)

    def waiting(self) -> list[deliveries.StoredDelivery]:
        with self.database.reading() as session:
            return deliveries.waiting(session)

    def lines(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(SiteLineRow))

    def claim(self) -> list:
        with self.database.writing() as session:
            return deliveries.claim(session, ["desk"], owner="me", now=NOW, lease=timedelta(minutes=1), limit=5)

    def finish(self, delivery: int) -> None:
        with self.database.writing() as session:
            outcome = Outcome(Verdict.DELIVERED)
            deliveries.finish(session, delivery, owner="me", outcome=outcome, state="sent", next_attempt_at=NOW, now=NOW)


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def article(number: int) -> tuple[str, str]:
    subjects = ("Cod quotas fall again.", "Parliament votes in April.", "An airport opens in Nuuk.", "Wolves reach the coast.")
    return subjects[number], f"The {('ministers', 'parties', 'passengers', 'farmers')[number]} were told on Friday."


# ------------------------------------------------------------------ recognised


def test_the_third_page_of_a_host_is_clean_and_the_first_two_become_so(store: Store) -> None:
    first, second = (store.add(*article(n), BOX, boxed=(BOX,)).document for n in (0, 1))
    third = store.add(*article(2), BOX, boxed=(BOX,)).document
    assert [store.text(d) for d in (first, second, third)] == ["\n".join(article(n)) for n in range(3)]
    assert {removed.text for removed in store.stored(first).removed} == {BOX}


def test_what_two_articles_of_one_development_share_stays(store: Store) -> None:
    first = store.add(*article(0), QUOTE, boxed=(QUOTE,))
    second = store.add(*article(1), QUOTE, boxed=(QUOTE,), development=first.development)
    third = store.add(*article(2), QUOTE, boxed=(QUOTE,), development=first.development)
    assert all(QUOTE in store.text(judged.document) for judged in (first, second, third))


def test_the_articles_of_a_development_that_showed_the_line_are_cleaned_when_another_development_does(store: Store) -> None:
    first = store.add(*article(0), BOX, boxed=(BOX,))
    second = store.add(*article(1), BOX, boxed=(BOX,), development=first.development)
    third = store.add(*article(2), BOX, boxed=(BOX,))
    assert not any(BOX in store.text(judged.document) for judged in (first, second, third))


def test_a_line_that_was_removed_on_every_page_is_learned_once_and_goes_where_it_stays(store: Store) -> None:
    label = "About the author"
    first, second = (store.add(*article(n), removed=(label,)).document for n in (0, 1))
    third = store.add(*article(2), label).document
    assert [store.text(d) for d in (first, second, third)] == ["\n".join(article(n)) for n in range(3)]
    store.add(*article(3), removed=(label,))
    with store.database.reading() as session:
        assert site_blocks.known(session, SITE, [blocks.digest(label, boxed=False)]) == {blocks.digest(label, boxed=False): 3}


def test_another_host_learns_for_itself(store: Store) -> None:
    for n in (0, 1):
        store.add(*article(n), BOX, boxed=(BOX,))
    other = store.add(*article(2), BOX, boxed=(BOX,), host="other.example")
    assert BOX in store.text(other.document)


def test_a_page_that_was_cleaned_before_the_line_was_recognised_is_cleaned_in_its_own_transaction(store: Store) -> None:
    for n in (0, 1):
        store.add(*article(n), BOX, boxed=(BOX,))
    late = store.add(*article(2), BOX, boxed=(BOX,), known=False)
    assert BOX not in store.text(late.document)


def test_the_search_follows_the_text(store: Store) -> None:
    first = store.add(*article(0), BOX, boxed=(BOX,)).document
    store.add(*article(1), BOX, boxed=(BOX,))
    with store.database.reading() as session:
        keys = set(session.scalars(select(PostingRow.key).where(PostingRow.document_id == first)))
        counts = dict(session.execute(select(TermCountRow.key, TermCountRow.documents)).all())
        assert index.find_candidates(session, ["t:dossier"], NOW) == []
    assert {"t:dossier", "t:cod"} & keys == {"t:cod"}
    assert (counts["t:dossier"], counts["t:cod"], counts[""]) == (0, 1, 2)
    assert set(store.stored(first).boxed) == set()


def test_revising_twice_changes_nothing(store: Store) -> None:
    judged = [store.add(*article(n), BOX, boxed=(BOX,)) for n in (0, 1)]

    def everything() -> list[object]:
        with store.database.reading() as session:
            return [inquiry.why(store.database, str(j.document)) for j in judged] + [
                session.execute(select(TermCountRow.key, TermCountRow.documents).order_by(TermCountRow.key)).all()
            ]

    before = everything()
    with store.database.writing() as session:
        again = [j.document for j in judged]
        assert revising.revise(session, store.judge, blocks, SITE, again, NOW) == []
        raw = Extract(text="\n".join((*article(0), BOX)), boxed=(2,))
        site_blocks.learn(session, blocks, SITE, raw, judged[0].document, judged[0].development, NOW)
    assert everything() == before


def test_a_page_of_2000_boxed_lines_leaves_a_bounded_number(store: Store) -> None:
    lines = [f"Line {f'{n:04}'.translate(str.maketrans('0123456789', 'abcdefghij'))} again." for n in range(2000)]
    store.add(*lines, boxed=tuple(lines))
    assert blocks.MOST_BOXED // 2 < store.lines() <= blocks.MOST_BOXED + blocks.HEAD_REACH + blocks.TAIL_REACH


def test_more_documents_than_fit_into_one_transaction_keep_their_text(store: Store) -> None:
    first = store.add(*article(0), BOX, boxed=(BOX,))
    more = [store.add(f"Report {n} of many.", BOX, boxed=(BOX,), development=first.development) for n in range(24)]
    store.add(*article(1), BOX, boxed=(BOX,))
    kept = [BOX in store.text(judged.document) for judged in (first, *more)]
    assert kept == sorted(kept, reverse=True)
    assert sum(kept) == 25 - (revising.MOST_DOCUMENTS - 1)


def test_documents_of_an_older_database_are_read_as_before(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table, values in OLD_ROWS.items():
            names = ", ".join(values)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{n}' for n in values)})"), values)
    engine.dispose()
    database = Database(url)
    database.migrate()
    with database.reading() as session:
        [(_, stored)] = documents.find(session, "1")
    assert (stored.document.text, stored.boxed) == ("Ice.", ())
    database.close()


# ------------------------------------------------------------------ alerts


def test_an_alert_that_only_the_block_caused_is_withdrawn_before_it_goes_out(store: Store) -> None:
    first, second = (store.add(*article(n), BOX, boxed=(BOX,)).document for n in (0, 1))
    assert store.waiting() == []
    assert store.claim() == []
    for document in (first, second):
        assert store.decisions(document) == [("desk", "silent", revising.WITHDRAWN, "svalbard", None)]
        assert inquiry.why(store.database, str(document))[0]["rules"] == []


def test_an_update_that_never_hung_on_a_match_outlives_the_block(store: Store) -> None:
    told = store.add("This was sabotage.").development
    [delivery] = store.claim()
    store.finish(delivery)
    store.judge.going_on = True
    update = store.add(
        *article(0), BOX.replace("sabotage", "damage"), boxed=(BOX.replace("sabotage", "damage"),), development=told
    )
    store.add(*article(1), BOX.replace("sabotage", "damage"), boxed=(BOX.replace("sabotage", "damage"),))
    assert "damage" not in store.text(update.document)
    [alert] = store.waiting()
    assert (alert.development, alert.sequence, alert.rule) == (told, 1, "svalbard")
    assert [row[1] for row in store.decisions(update.document)] == ["told"]


def test_an_alert_that_was_told_stays_and_says_what_was_recognised_later(store: Store) -> None:
    first = store.add(*article(0), BOX, boxed=(BOX,)).document
    [delivery] = store.claim()
    store.finish(delivery)
    store.add(*article(1), BOX, boxed=(BOX,))
    assert BOX in store.text(first)
    assert store.decisions(first) == [("desk", "told", "new development" + revising.LATER, "svalbard", delivery)]
    assert store.waiting() == []


def test_an_alert_under_way_says_the_same_at_every_attempt(store: Store) -> None:
    real = "Sabotage of a cable off Svalbard."
    store.judge.word = "abotage"
    first = store.add(real, *article(0), BOX, boxed=(BOX,)).document
    [delivery] = store.claim()
    store.add(*article(1), BOX, boxed=(BOX,))
    assert BOX in store.text(first)
    assert store.decisions(first) == [("desk", "told", "new development", "svalbard", delivery)]


def test_a_sent_alert_that_was_right_does_not_keep_the_block(store: Store) -> None:
    store.judge.word = "abotage"
    first = store.add("Sabotage of a cable off Svalbard.", *article(0), BOX, boxed=(BOX,)).document
    [delivery] = store.claim()
    store.finish(delivery)
    store.add(*article(1), BOX, boxed=(BOX,))
    assert BOX not in store.text(first)
    assert store.decisions(first) == [("desk", "told", "new development", "svalbard", delivery)]


def test_an_open_alert_keeps_the_documents_that_still_match(store: Store) -> None:
    store.judge.severity = Severity.CRITICAL
    first = store.add(*article(0), BOX, boxed=(BOX,))
    store.judge.severity = Severity.HIGH
    real = store.add("This was sabotage.", development=first.development)
    store.add(*article(1), BOX, boxed=(BOX,))
    [alert] = store.waiting()
    assert (alert.development, alert.severity, alert.rule) == (first.development, Severity.HIGH, "svalbard")
    assert [row[1] for row in store.decisions(real.document)] == ["merged"]
    assert [row[1] for row in store.decisions(first.document)] == ["silent"]


def test_a_rule_that_holds_only_without_the_block_is_told(store: Store) -> None:
    store.judge.word, store.judge.missing = "airport", "dossier"
    first = store.add(*article(0), BOX, boxed=(BOX,))
    assert store.waiting() == []
    store.add(*article(1), BOX, boxed=(BOX,))
    assert sorted(alert.development for alert in store.waiting()) == [first.development, first.development + 1]
    assert [row[1:4] for row in store.decisions(first.document)] == [("told", "new development", "without")]


def test_old_news_is_not_told_because_a_block_was_recognised(store: Store) -> None:
    store.judge.word, store.judge.missing = "airport", "dossier"
    first = store.add(*article(0), BOX, boxed=(BOX,), at=NOW - timedelta(days=3))
    store.add(*article(1), BOX, boxed=(BOX,))
    assert BOX not in store.text(first.document)
    assert first.development not in [alert.development for alert in store.waiting()]
    assert [rule["id"] for rule in inquiry.why(store.database, str(first.document))[0]["rules"]] == ["without"]


def test_a_document_of_long_ago_is_left_alone(store: Store) -> None:
    first = store.add(*article(0), BOX, boxed=(BOX,), at=NOW - timedelta(days=15))
    second = store.add(*article(1), BOX, boxed=(BOX,))
    assert BOX in store.text(first.document)
    assert BOX not in store.text(second.document)


def test_rules_that_changed_meanwhile_are_no_matter_of_the_block(store: Store) -> None:
    store.judge.word = "Friday"
    first = store.add(*article(0), BOX, boxed=(BOX,))
    store.judge.word, store.judge.missing = "nowhere", "somewhere"
    store.add(*article(1), BOX, boxed=(BOX,))
    assert BOX not in store.text(first.document)
    assert [rule["id"] for rule in inquiry.why(store.database, str(first.document))[0]["rules"]] == ["svalbard"]
    assert [row[1] for row in store.decisions(first.document)] == ["told"]


def test_a_silent_decision_goes_with_its_match(store: Store) -> None:
    store.judge.tell = lambda *_: [Decision("desk", Telling.SILENT, "stood in the feed before", "svalbard")]
    first = store.add(*article(0), BOX, boxed=(BOX,)).document
    store.add(*article(1), BOX, boxed=(BOX,))
    assert store.decisions(first) == []


def test_a_rule_on_test_withdraws_and_tells_nothing(store: Store) -> None:
    store.judge.read = lambda document: replace(
        ReadingJudge.read(store.judge, document),
        matches=tuple(replace(m, live=False) for m in ReadingJudge.read(store.judge, document).matches),
    )
    store.judge.tell = lambda *_: []
    first = store.add(*article(0), BOX, boxed=(BOX,)).document
    store.add(*article(1), BOX, boxed=(BOX,))
    assert BOX not in store.text(first)
    assert store.decisions(first) == []


# ------------------------------------------------------------------ killed, asked, forgotten


def test_a_failed_transaction_leaves_no_sighting_and_no_change(store: Store) -> None:
    first = store.add(*article(0), BOX, boxed=(BOX,)).document
    lines, waiting = store.lines(), store.waiting()
    read = store.judge.read

    def failing(document: Document) -> Reading:
        if document.id == first:
            raise RuntimeError("killed between two writes")
        return read(document)

    store.judge.read = failing
    with pytest.raises(RuntimeError):
        store.add(*article(1), BOX, boxed=(BOX,))
    assert (store.lines(), store.waiting()) == (lines, waiting)
    assert BOX in store.text(first)


def test_why_says_in_which_documents_a_block_stands_and_since_when(store: Store) -> None:
    first, second = (store.add(*article(n), BOX, boxed=(BOX,), at=NOW + timedelta(days=n)).document for n in (0, 1))
    third = store.add(*article(2), BOX, boxed=(BOX,)).document
    [account] = inquiry.why(store.database, str(third))
    [removed] = account["document"]["removed"]
    assert removed == {
        "reason": "site-block",
        "text": BOX,
        "site": SITE,
        "since": NOW.isoformat(),
        "documents": [first, second, third],
    }


@pytest.mark.parametrize(
    ("pages", "days", "kept"),
    [
        pytest.param(1, 29, True, id="once, lately"),
        pytest.param(1, 31, False, id="once, a month ago"),
        pytest.param(2, 31, True, id="a block, a month ago"),
        pytest.param(2, 91, False, id="a block, not seen for three months"),
    ],
)
def test_lines_are_forgotten_in_time(store: Store, pages: int, days: int, kept: bool) -> None:
    for n in range(pages):
        store.add(*article(n), BOX, boxed=(BOX,), at=NOW + timedelta(minutes=n))
    later = NOW + timedelta(days=days)
    store.add(*article(3), at=later, host="other.example")
    with store.database.reading() as session:
        assert bool(site_blocks.known(session, SITE, [blocks.digest(BOX, boxed=True)])) is kept


def test_a_block_that_is_still_seen_is_not_forgotten(store: Store) -> None:
    for n in range(4):
        store.add(*article(n), BOX, boxed=(BOX,), at=NOW + timedelta(days=60 * n))
    with store.database.reading() as session:
        assert site_blocks.known(session, SITE, [blocks.digest(BOX, boxed=True)]) == {blocks.digest(BOX, boxed=True): 3}


def test_a_site_keeps_a_bounded_number_of_lines_and_its_blocks_longest(store: Store) -> None:
    for n in (0, 1):
        store.add(*article(n), BOX, boxed=(BOX,))
    many = [
        {"site": SITE, "digest": n, "sightings": [[1, 1]], "first_seen": NOW, "last_seen": NOW + timedelta(minutes=1)}
        for n in range(site_blocks.MOST_LINES)
    ]
    with store.database.writing() as session:
        session.execute(insert(SiteLineRow), many)
    store.add(*article(2), at=NOW + timedelta(hours=1))
    assert store.lines() == site_blocks.MOST_LINES
    with store.database.reading() as session:
        assert list(site_blocks.known(session, SITE, [blocks.digest(BOX, boxed=True)]).values()) == [2]
