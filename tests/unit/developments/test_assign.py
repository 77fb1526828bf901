"""Which development, which kind, and why."""

import dataclasses
import itertools
import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.developments.assign import Settings, assign, index_keys, search_keys
from worker.developments.similarity import Idf
from worker.model import Assignment, Candidate, DevelopmentId, DocumentId, Evidence, Features, Kind

Read = Callable[..., Features]
Stream = Callable[[Sequence[Features]], list[Assignment]]

CUT = (
    "A cable between Vardal and the island of Sunnoy was cut on Tuesday night, the operator Nordlink said. "
    "The repair ship Hedda left port and should reach the break in two days. Police suspect an anchor."
)
CUT_AGAIN = (
    "Nordlink has lost contact with Sunnoy after damage to its cable from Vardal. "
    "Police look at ships that dropped an anchor there, and the repair vessel Hedda is under way."
)
MINE = (
    "The mining company Kvartsit wants to open a pit near Lakselva and asked the ministry for a permit. "
    "Reindeer herders oppose the plan and announced a complaint against Kvartsit."
)
VISIT_CROATIA = (
    "The alliance wants to do more in the Arctic, Rutte said during a visit to Croatia. "
    "The next steps for Greenland are being worked out."
)
VISIT_CROATIA_TOO = (
    "Speaking in Croatia, Rutte told journalists that the alliance is working on next steps for the Arctic. "
    "Greenland is not for sale."
)
VISIT_DAVOS = (
    "Commanders of the alliance will meet about the Arctic, Rutte said in Davos. "
    "A framework for Greenland is in sight, he told the Forum."
)


def kinds(made: Sequence[Assignment]) -> list[Kind]:
    return [a.kind for a in made]


def groups(made: Sequence[Assignment]) -> list[int]:
    return [n if a.development is None else int(a.development) for n, a in enumerate(made)]


# ------------------------------------------------------------------ joining


def test_nothing_known_opens_a_development(read: Read, idf: Idf) -> None:
    assert assign(read(CUT), [], idf) == Assignment(None, Kind.NEW, Evidence(threshold=Settings().join))


@pytest.mark.parametrize("text", ["", "Snow", "the of and"], ids=["empty", "one word", "grammar only"])
def test_texts_that_say_nothing_stay_alone(stream: Stream, read: Read, text: str) -> None:
    assert groups(stream([read(CUT), read(text), read(text)])) == [0, 1, 2]


@pytest.mark.parametrize("days", [(None, None), (12, 12), (12, 13), (12, None)], ids=str)
def test_two_reports_of_one_event_meet(stream: Stream, read: Read, days: tuple[int | None, int | None]) -> None:
    made = stream([read(CUT, days[0]), read(MINE, days[0]), read(CUT_AGAIN, days[1])])
    assert groups(made) == [0, 1, 0]
    assert kinds(made) == [Kind.NEW, Kind.NEW, Kind.REPORT]


def test_look_alikes_two_weeks_apart_stay_apart(stream: Stream, read: Read) -> None:
    assert groups(stream([read(CUT, 5), read(CUT_AGAIN, 19)])) == [0, 1]


def test_own_names_do_not_join_undated_texts(stream: Stream, read: Read) -> None:
    """Everybody here writes about Rutte, the alliance and Greenland; Croatia and Davos tell the events apart."""
    documents = [read(VISIT_CROATIA), read(VISIT_DAVOS), read(VISIT_CROATIA_TOO)]
    for order in itertools.permutations(range(3)):
        found = dict(zip(order, groups(stream([documents[i] for i in order])), strict=True))
        assert found[0] == found[2] != found[1]


def test_event_days_of_both_leads_veto(stream: Stream, read: Read) -> None:
    first, second = CUT.replace("Tuesday night", "January 6"), CUT_AGAIN + " It was cut on January 9."
    made = stream([read(first, 7), read(second, 10)])
    assert groups(made) == [0, 1]
    assert made[1].evidence.veto == "the texts name days 3 days apart (2026-01-09 and 2026-01-06)"


def test_a_shared_quotation_outweighs_the_days(stream: Stream, read: Read) -> None:
    quotation = ' "We will not leave the island before the last cable is mended", he said.'
    made = stream([read(CUT + " On January 6." + quotation, 7), read(CUT_AGAIN + " On January 8." + quotation, 8)])
    assert groups(made) == [0, 0]


@pytest.mark.parametrize("day", ["since 1951", "on May 5, 1951", "from February 1, 2026"])
def test_background_days_do_not_veto(stream: Stream, read: Read, day: str) -> None:
    assert groups(stream([read(f"{CUT} January 6.", 7), read(f"{CUT_AGAIN} So it is {day}.", 7)])) == [0, 0]


def test_another_language_meets_by_names_and_countries(stream: Stream, read: Read) -> None:
    danish = "Under et besøg i Kroatien sagde Rutte, at Hedda Vik fra Vardal leder arbejdet."
    english = "On a visit to Croatia Rutte said that Hedda Vik of Vardal leads the work."
    other = "Ministeren åbnede en skole i Odense, hvor Karl Holm er rektor."
    made = stream([read(english, 12), read(other, 12, language="da"), read(danish, 12, language="da")])
    assert groups(made) == [0, 1, 0]


def test_headlines_alone_join_at_a_lower_threshold(stream: Stream, read: Read) -> None:
    made = stream(
        [
            read("", 12, title="Cable to Sunnoy cut, Nordlink sends Hedda"),
            read("", 12, title="Nordlink: Sunnoy cable damaged by anchor"),
        ]
    )
    assert made[1].evidence.threshold == pytest.approx(0.22 * 0.6)
    assert groups(made) == [0, 0]


def test_one_chance_resemblance_does_not_chain(read: Read, idf: Idf) -> None:
    """The best three members count together: a document like one of them alone opens its own development."""
    members = [read(MINE, 12), read(MINE + " A hearing follows.", 12), read(CUT, 12)]
    story = [Candidate(DocumentId(n), DevelopmentId(1), f) for n, f in enumerate(members)]
    document = read(CUT_AGAIN + " Nobody knows how long it takes.", 13)
    alone, chained = assign(document, story[2:], idf), assign(document, story, idf)
    assert alone.development == 1
    assert chained.development is None


# ------------------------------------------------------------------ kinds


def test_the_same_text_is_a_copy_whenever_it_comes(stream: Stream, read: Read) -> None:
    made = stream([read(CUT, 5), read(CUT.upper(), 25)])
    assert kinds(made) == [Kind.NEW, Kind.COPY]
    assert groups(made) == [0, 0]
    assert made[1].evidence.shared_text == 1.0


def test_a_form_filled_in_for_another_day_is_no_copy(stream: Stream, read: Read) -> None:
    form = (
        "Flight report for {}: two planes of the northern wing were seen above the strait, "
        "turned at noon and went home again without incident."
    )
    made = stream([read(form.format("5 January 2026"), 6), read(form.format("12 January 2026"), 13)])
    assert kinds(made) == [Kind.NEW, Kind.NEW]


UPDATE = (
    "Nordlink raised the number after the cable break off Sunnoy: 31 farms have no power, mayor Karl Holm told radio Fjordnytt. "
    "Generators from Oslo, Bergen and Harstad arrive tonight, schools close, ferries carry diesel."
)


@pytest.mark.parametrize(
    ("first", "second", "text", "kind"),
    [
        pytest.param(12, 13, UPDATE, Kind.UPDATE, id="a changed number in a lead that is mostly new"),
        pytest.param(12, 13, UPDATE.replace("31", "12"), Kind.REPORT, id="the same number"),
        pytest.param(13, 12, UPDATE, Kind.REPORT, id="older than what is known"),
        pytest.param(None, None, UPDATE, Kind.REPORT, id="undated"),
        pytest.param(12, 13, CUT_AGAIN + " 31 farms have no power.", Kind.REPORT, id="little is new"),
    ],
)
def test_updates_are_rare(read: Read, idf: Idf, first: int | None, second: int | None, text: str, kind: Kind) -> None:
    known = read(CUT + " 12 farms have no power.", first)
    # A low threshold: the question is the kind of a document that belongs here.
    made = assign(read(text, second), [Candidate(DocumentId(1), DevelopmentId(1), known)], idf, Settings(join=0.03))
    assert (made.development, made.kind) == (1, kind)
    assert made.evidence.new_facts == (("31 farms, was 12",) if kind is Kind.UPDATE else ())


# ------------------------------------------------------------------ order, evidence, keys


DOCUMENTS = (CUT, CUT_AGAIN, MINE, MINE + " It snowed.", VISIT_CROATIA, VISIT_CROATIA_TOO, VISIT_DAVOS, UPDATE)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.sampled_from(DOCUMENTS), st.sampled_from([None, 12, 14]))
def test_order_of_candidates_is_no_matter(read: Read, idf: Idf, seed: int, text: str, day: int | None) -> None:
    known = [Candidate(DocumentId(n), DevelopmentId(n // 2), read(t, 12)) for n, t in enumerate(DOCUMENTS)]
    shuffled = known.copy()
    random.Random(seed).shuffle(shuffled)
    made = assign(read(text, day), shuffled, idf)
    assert made == assign(read(text, day), known, idf)
    assert 0 <= made.evidence.score <= 1


def test_evidence_says_why(stream: Stream, read: Read) -> None:
    why = stream([read(MINE, 12), read(CUT, 12), read(CUT_AGAIN, 13)])[2].evidence
    assert why.nearest == 1
    assert {name for name, _ in why.names} >= {"sunnoy", "hedda", "vardal"}
    assert why.days_apart == 1.0
    assert why.score >= why.threshold
    assert why.runner_up is not None
    assert why.runner_up[0] == 0
    assert [w for _, w in why.names] == sorted((w for _, w in why.names), reverse=True)


def test_undated_joins_are_marked_uncertain(stream: Stream, read: Read) -> None:
    assert stream([read(CUT), read(CUT_AGAIN)])[1].evidence.uncertain == "no date on one side: names and words alone decided"


def test_reports_and_cut_copies_are_found_by_their_keys(read: Read, idf: Idf) -> None:
    posted = set(index_keys(read(CUT)))
    assert posted & set(search_keys(read(CUT_AGAIN), idf))
    cut = read(CUT[: len(CUT) * 6 // 10])
    assert {key for key in search_keys(cut, idf) if key.startswith("s:")} & posted
    assert not {key for key in search_keys(read(MINE), idf) if key[0] in "nsq"} & posted


def test_keys_are_few_and_the_same_every_time(read: Read, idf: Idf) -> None:
    huge = read(" ".join(f"Name{i} word{i}" for i in range(50_000)))
    assert len(search_keys(huge, idf)) <= 60
    assert len(index_keys(huge)) <= 700
    assert index_keys(huge) == tuple(sorted(index_keys(huge)))
    assert search_keys(huge, idf) == search_keys(dataclasses.replace(huge), idf)
