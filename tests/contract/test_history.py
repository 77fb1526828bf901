"""The documents of the last days in the order of judging, on both databases, a page at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tests.builders import NOW, a_document, a_match, a_reading, an_item
from tests.fakes import ScriptedJudge
from worker.model import Assignment, Decision, DevelopmentId, DocumentId, Extract, Kind, Match, Telling
from worker.store import history, index, judging, sources
from worker.store.database import Database

OLD = NOW - timedelta(days=40)
TOLD = Decision("desk", Telling.TOLD, "new development", "svalbard", due=NOW)


def store(
    session: Session,
    first_seen: datetime,
    development: int | None = None,
    decisions: tuple[Decision, ...] = (),
    matches: tuple[Match, ...] = (),
) -> DocumentId:
    number = index.term_counts(session, ()).get("", 0)
    [item] = sources.add_items(session, [an_item(keys=(f"guid:{number}",))], NOW, baseline=False)
    given = Assignment(DevelopmentId(development) if development else None, Kind.UPDATE if development else Kind.NEW)
    reading = a_reading(a_document(first_seen=first_seen, title=f"Note {number}"), matches=matches)
    judged = judging.judge_document(
        session,
        ScriptedJudge(given, decisions),
        reading,
        item=item,
        extract=Extract(),
        text_from="page",
        note="",
        now=first_seen + timedelta(minutes=1),
    )
    assert judged is not None
    return judged.document


def test_developments_that_go_on_come_whole_and_those_that_ended_not_at_all(database: Database) -> None:
    with database.writing() as session:
        first, _ended = store(session, OLD), store(session, OLD)
        later = [store(session, NOW, 1), store(session, NOW)]
    with database.reading() as session:
        [page] = history.pages(session, NOW - timedelta(days=30))
    assert [past.document.id for past in page] == [first, *later]
    assert [past.kind for past in page] == [Kind.NEW, Kind.UPDATE, Kind.NEW]
    assert page[0].development == page[1].development != page[2].development
    assert page[1].document == a_document(id=later[0], title="Note 2", first_seen=NOW)


def test_the_clock_of_a_decision_is_known_and_of_silence_is_not(database: Database) -> None:
    with database.writing() as session:
        store(session, NOW, decisions=(TOLD,))
        store(session, NOW)
    with database.reading() as session:
        [page] = history.pages(session, NOW)
    assert [past.decided_at for past in page] == [NOW + timedelta(minutes=1), None]


def test_what_was_recorded_can_be_asked_between_two_pages(database: Database) -> None:
    with database.writing() as session:
        documents = [store(session, NOW, matches=(a_match(),) if number % 2 else ()) for number in range(5)]
    with database.reading() as session:
        sizes, found = [], {}
        for page in history.pages(session, NOW, 2):
            sizes.append(len(page))
            found |= history.recorded(session, [past.document.id for past in page])
    assert sizes == [2, 2, 1]
    assert found == {documents[1]: [a_match()], documents[3]: [a_match()]}


def test_an_empty_store_has_no_page(database: Database) -> None:
    with database.reading() as session:
        assert list(history.pages(session, OLD)) == []
        assert history.recorded(session, []) == {}
