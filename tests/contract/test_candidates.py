"""The search for documents alike, on both databases: what is found, in which order, and how much is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.builders import NOW, a_document, a_reading, an_item, some_features
from tests.fakes import ScriptedJudge
from worker.model import Assignment, DevelopmentId, DocumentId, Extract, Kind
from worker.store import index, judging, sources
from worker.store.codec import features_to_json
from worker.store.database import Database
from worker.store.schema import DocumentRow


def store(session: Session, words: Iterable[str], development: int | None = None, first_seen: datetime = NOW) -> DocumentId:
    """A document that holds these words, in its own development or in the given one."""
    number = index.term_counts(session, ()).get("", 0)
    [item] = sources.add_items(session, [an_item(keys=(f"guid:{number}",))], NOW, baseline=False)
    scripted = ScriptedJudge(Assignment(DevelopmentId(development) if development else None, Kind.NEW))
    features = some_features(terms=dict.fromkeys(words, 1), names={}, own=frozenset())
    reading = a_reading(a_document(first_seen=first_seen), features=features, matches=())
    judged = judging.judge_document(
        session, scripted, reading, item=item, extract=Extract(), text_from="page", note="", now=first_seen
    )
    return judged.document


def found(session: Session, *words: str, since: datetime = NOW) -> list[int]:
    keys = [f"t:{word}" for word in words]
    return [c.document for c in index.find_candidates(session, keys, since, index.term_counts(session, keys))]


def test_no_keys_find_nothing(database: Database) -> None:
    with database.writing() as session:
        store(session, ["cable"])
        assert found(session) == []


def test_one_rare_word_shared_is_likelier_than_two_common_ones(database: Database) -> None:
    with database.writing() as session:
        rare = store(session, ["breakwater"])
        common = [store(session, ["harbour", "minister"]) for _ in range(20)]
        assert found(session, "harbour", "minister", "breakwater")[0] == rare
        assert found(session, "harbour", "minister")[0] == common[-1]


def test_the_members_are_those_that_share_most_and_the_latest_in_order_of_arrival(database: Database) -> None:
    with database.writing() as session:
        alike = [store(session, ["cable"])] + [store(session, ["cable"], 1) for _ in range(2)]
        others = [store(session, ["weather"], 1) for _ in range(9)]
        assert found(session, "cable") == alike + others[-index.MOST_LATEST :]


def test_more_keys_than_one_statement_takes_all_count(database: Database) -> None:
    words = [f"word{number}" for number in range(40)]
    with database.writing() as session:
        documents = [store(session, [word]) for word in reversed(words)]
        nearest = store(session, words)
        assert found(session, *words)[0] == nearest
        assert set(found(session, *words[-3:])) == {*documents[:3], nearest}


def test_documents_outside_the_window_do_not_stand_in_for_those_inside(database: Database) -> None:
    with database.writing() as session:
        store(session, ["cable", "trawler"], first_seen=NOW - timedelta(days=20))
        inside = store(session, ["cable"])
        assert found(session, "cable", "trawler", since=NOW - timedelta(days=14)) == [inside]


def test_a_common_key_is_left_out_beside_enough_rare_ones(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "COMMON_DOCUMENTS", 3)
    rare = [f"rare{number}" for number in range(index.FEWEST_SEARCHED)]
    with database.writing() as session:
        common = [store(session, ["said"]) for _ in range(4)]
        telling = [store(session, [word]) for word in rare]
        assert set(found(session, "said", *rare)) == set(telling)
        assert set(found(session, "said")) == set(common), "a text of common words alone is compared with something"


def test_equal_documents_cost_a_search_no_more_than_its_limit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "ENOUGH_POSTINGS", 100)
    words = [f"word{number}" for number in range(60)]
    with database.writing() as session:
        first = store(session, words)
        latest = [store(session, words, 1) for _ in range(index.LATEST_POSTINGS + 20)][-index.MOST_ALIKE :]
        statements: list[str] = []
        engine = session.get_bind().engine
        event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        assert found(session, *words) == latest
        assert first not in latest
        # One count of the words, the postings of the first of four groups of keys, and what they lead to.
        assert len([s for s in statements if "posting" in s]) == 1
        assert len(statements) <= 5


def test_candidates_show_a_document_as_it_was_revised(database: Database) -> None:
    with database.writing() as session:
        document = store(session, ["cable"])
        assert index.find_candidates(session, ["t:cable"], NOW)[0].features.words == some_features().words
        session.get_one(DocumentRow, document).features = features_to_json(some_features(words=4))
        session.flush()
        assert index.find_candidates(session, ["t:cable"], NOW)[0].features.words == 4


def test_counts_kept_by_a_sole_writer_are_those_of_the_database(database: Database) -> None:
    kept = index.TermCounts()
    keys = ["", "t:cable", "t:ferry", "t:never"]
    with database.writing() as session:
        assert kept.of(session, keys[:3]) == {}
        for words in (["cable"], ["cable", "ferry"]):
            store(session, words)
            kept.add(["", *(f"t:{word}" for word in words)])
        assert kept.of(session, keys) == index.term_counts(session, keys) == {"": 2, "t:cable": 2, "t:ferry": 1}


def test_a_key_is_found_and_counted_whatever_it_is_made_of(database: Database) -> None:
    strange = [
        'say "cable"',
        "back\\slash",
        "it's",
        "[a, b]",
        "кабель",
        "ship\U0001f6a2",
        "a\tb",
        "%(keys)s",
        ":keys",
        "",
        "null",
    ]
    with database.writing() as session:
        documents = {word: store(session, [word]) for word in strange}
        assert {word: found(session, word) for word in strange} == {word: [document] for word, document in documents.items()}
        keys = [f"t:{word}" for word in strange]
        assert index.term_counts(session, keys) == {"": len(strange)} | dict.fromkeys(keys, 1)


@pytest.mark.parametrize("word", ["nul\x00", "half\ud83d"], ids=ascii)
def test_a_key_that_no_database_takes_ends_no_transaction(database: Database, word: str) -> None:
    with database.writing() as session:
        document = store(session, [word, "cable"])
        index.remove(session, document, [f"t:{word}x"])
        assert found(session, "cable") == found(session, word) == [document]


def test_a_document_is_no_longer_found_under_a_key_that_is_taken_from_it(database: Database) -> None:
    with database.writing() as session:
        document = store(session, ["cable", "ferry"])
        other = store(session, ["ferry"])
        index.remove(session, document, ["t:ferry", "s:1f"])
        assert (found(session, "cable"), found(session, "ferry")) == ([document], [other])
        assert index.term_counts(session, ["t:cable", "t:ferry"]) == {"": 2, "t:cable": 1, "t:ferry": 1}
