"""Which development, which kind, and why."""

import dataclasses
import itertools
import math
import random
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.developments.assign import Settings, assign, index_keys, search_keys
from worker.developments.similarity import Idf
from worker.model import Assignment, Candidate, DevelopmentId, DocumentId, Evidence, Features, Kind, Spot

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


@pytest.mark.parametrize(
    ("published", "day", "joins"),
    [
        pytest.param(12, 10, True, id="published: four days"),
        pytest.param(12, 11, False, id="published: five days"),
        pytest.param(None, 7, True, id="undated: the next day"),
        pytest.param(None, 8, False, id="undated: two days"),
    ],
)
def test_event_days_of_both_leads_veto(stream: Stream, read: Read, published: int | None, day: int, joins: bool) -> None:
    first, second = CUT.replace("Tuesday night", "January 6, 2026"), CUT_AGAIN + f" It was cut on January {day}, 2026."
    made = stream([read(first, published), read(second, published)])
    assert groups(made) == ([0, 0] if joins else [0, 1])
    told = "" if joins else f"the texts name days {day - 6} days apart (2026-01-{day:02} and 2026-01-06)"
    assert made[1].evidence.veto == told


NAMELESS = {"Nordlink": "the operator", "Sunnoy": "the island", "Vardal": "the mainland", "Hedda": "a tug"}


@pytest.mark.parametrize(
    ("first_day", "published", "names", "joins"),
    [
        pytest.param(12, 19, {}, True, id="a week later, on a day of its own, with names that nobody else has"),
        pytest.param(12, 19, NAMELESS, False, id="a week later without a name"),
        pytest.param(5, 13, {}, False, id="the days lie farther apart than the texts"),
    ],
)
def test_what_is_told_of_an_event_a_week_later_names_its_own_day(
    stream: Stream, read: Read, first_day: int, published: int, names: dict[str, str], *, joins: bool
) -> None:
    first = CUT.replace("on Tuesday night", f"on January {first_day}, 2026")
    later = f"{CUT} On January {published}, 2026, a captain was charged."
    for name, other in names.items():
        first, later = first.replace(name, other), later.replace(name, other)
    later = (
        later.replace("on Tuesday night", "this month").replace("left port", "was at work").replace("Police suspect", "It was")
    )
    made = stream([read(first, 12), read(later, published)])
    assert groups(made) == ([0, 0] if joins else [0, 1])
    assert (made[1].evidence.veto == "") is joins


@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "not quoted"])
def test_a_shared_quotation_outweighs_the_days(stream: Stream, read: Read, *, quoted: bool) -> None:
    quotation = ' "We will not leave the island before the last cable is mended", he said.' if quoted else ""
    first, second = CUT.replace("Tuesday night", "January 2") + quotation, f"{CUT_AGAIN} It was cut on January 8.{quotation}"
    assert groups(stream([read(first, 7), read(second, 8)])) == ([0, 0] if quoted else [0, 1])


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        pytest.param("", "", 1.0, id="no country"),
        pytest.param("in Croatia", "", 1.0, id="a country on one side"),
        pytest.param("in Croatia and Norway", "in Croatia and Finland", 1.0, id="one of the countries is the same"),
        pytest.param("in Croatia", "in Finland", 0.5, id="other countries"),
        pytest.param("in Croatia", f"in Finland. {'And so on. ' * 20}In Croatia", 0.5, id="the same country far down"),
    ],
)
def test_events_in_other_countries_are_less_alike(read: Read, idf: Idf, first: str, second: str, share: float) -> None:
    known = [Candidate(DocumentId(1), DevelopmentId(1), read(f"{CUT} It was {first}.", 12))]
    document = read(f"{CUT_AGAIN} It was {second}.", 12)
    with_countries, without = (assign(document, known, idf, Settings(elsewhere=e)).evidence.score for e in (0.5, 1.0))
    assert with_countries == pytest.approx(share * without, abs=1e-4)


@pytest.mark.parametrize(
    ("title", "first", "same"),
    [
        pytest.param("Ten years on: anniversary of the cut", "Cable cut", False, id="an anniversary"),
        pytest.param("Evening briefing: cable cut, mine opens", "Cable cut", False, id="a round-up"),
        pytest.param("Anniversary of the cut", "An anniversary of a cut", True, id="two reports of an anniversary"),
        pytest.param("Cable cut", "Cable cut", True, id="neither"),
    ],
)
def test_what_looks_back_is_not_the_event(stream: Stream, read: Read, title: str, first: str, same: bool) -> None:
    for ours, theirs in ((title, first), (first, title)):
        made = stream([read(CUT, 12, title=ours), read(CUT_AGAIN, 12, title=theirs)])
        assert (groups(made) == [0, 0]) is same


def test_a_place_in_the_lead_stands_for_its_country(read: Read, idf: Idf) -> None:
    croatian = dataclasses.replace(read(f"{CUT} It was there.", 12), spots=(Spot("split", "HR", 43.5, 16.4, 10),))
    document, known = read(f"{CUT_AGAIN} It was in Finland.", 12), [Candidate(DocumentId(1), DevelopmentId(1), croatian)]
    with_countries, without = (assign(document, known, idf, Settings(elsewhere=e)).evidence.score for e in (0.5, 1.0))
    assert with_countries == pytest.approx(without / 2, abs=1e-4)


def test_other_countries_in_the_titles_count_once_more(read: Read, idf: Idf) -> None:
    known = [Candidate(DocumentId(1), DevelopmentId(1), read(f"{CUT} It was there.", 12, title="A cut in Croatia"))]
    titled = read(f"{CUT_AGAIN} It was there.", 12, title="A cut in Finland")
    scores = [assign(titled, known, idf, Settings(elsewhere=share)).evidence.score for share in (0.5, 1.0)]
    assert scores[0] == pytest.approx(scores[1] / 4, abs=1e-4)


@pytest.mark.parametrize(
    ("title", "earlier", "day", "share"),
    [
        pytest.param("Second cable cut", "Cable cut", 13, 0.5, id="a second one"),
        pytest.param("Another cable cut", "Second cable cut", 13, 1.0, id="the earlier one says so too"),
        pytest.param("Cable cut", "Second cable cut", 13, 1.0, id="only the earlier one does"),
        pytest.param("Second cable cut", "Cable cut", None, 1.0, id="nobody knows which was first"),
    ],
)
def test_another_one_is_less_alike(read: Read, idf: Idf, title: str, earlier: str, day: int | None, share: float) -> None:
    """A report of a second tanker within days tells of the first one at length."""
    known = [Candidate(DocumentId(1), DevelopmentId(1), read(CUT, 12, title=earlier))]
    document = read(CUT_AGAIN, day, title=title)
    marked, plain = (assign(document, known, idf, Settings(another=factor)).evidence.score for factor in (0.5, 1.0))
    assert marked == pytest.approx(share * plain, abs=1e-4)
    assert plain > 0


VARDAL, BESIDE = Spot("vardal", "NO", 65.8, 12.4, 10), Spot("beside", "NO", 66.1, 12.4, 10)  # 33 km, of which 20 belong to them
ALONG = Spot("along", "NO", 66.4, 12.4, 10)  # 67 km, less 20
ODENSE, OSLO = Spot("odense", "DK", 55.4, 10.4, 10), Spot("oslo", "NO", 59.9, 10.8, 0)


@pytest.mark.parametrize(
    ("ours", "theirs", "share"),
    [
        pytest.param((), (), 1.0, id="no place"),
        pytest.param((VARDAL,), (), 1.0, id="a place on one side"),
        pytest.param((VARDAL,), (BESIDE,), 1.0, id="close together"),
        pytest.param((VARDAL, ODENSE), (OSLO, ODENSE), 1.0, id="one of the places is the same"),
        pytest.param((VARDAL,), (ALONG,), 1.0, id="at one coast"),
        pytest.param((VARDAL,), (ODENSE,), 0.7, id="far apart, but two other names that nobody else has"),
        pytest.param((VARDAL,), (OSLO,), 1.0, id="a capital stands for its government"),
    ],
)
def test_events_at_places_far_apart_are_not_alike(
    read: Read, idf: Idf, ours: tuple[Spot, ...], theirs: tuple[Spot, ...], share: float
) -> None:
    def score(ours: tuple[Spot, ...], theirs: tuple[Spot, ...]) -> float:
        known = [Candidate(DocumentId(1), DevelopmentId(1), dataclasses.replace(read(CUT, 12), spots=theirs))]
        return assign(dataclasses.replace(read(CUT_AGAIN, 12), spots=ours), known, idf).evidence.score

    assert score(ours, theirs) == pytest.approx(share * score((), ()), abs=1e-4)


def test_far_apart_without_names_of_their_own_they_are_hardly_alike(read: Read, idf: Idf) -> None:
    common = Idf({f"n:{name}": 900 for name in ("hedda", "sunnoy", "vardal", "nordlink")}, 1_000)
    known = [Candidate(DocumentId(1), DevelopmentId(1), dataclasses.replace(read(CUT, 12), spots=(ODENSE,)))]
    near, far = (
        assign(dataclasses.replace(read(CUT_AGAIN, 12), spots=s), known, common).evidence.score for s in ((ODENSE,), (VARDAL,))
    )
    assert far == pytest.approx(Settings().far * near, abs=1e-4)


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        pytest.param((), "", id="none"),
        pytest.param((ODENSE, VARDAL), "both at Vardal", id="the same"),
        pytest.param((ODENSE, BESIDE), "Vardal and Beside, 13 km apart", id="the nearest"),
        pytest.param((OSLO,), "", id="a capital is none"),
    ],
)
def test_the_evidence_names_the_nearest_places(read: Read, idf: Idf, theirs: tuple[Spot, ...], said: str) -> None:
    known = [Candidate(DocumentId(1), DevelopmentId(1), dataclasses.replace(read(CUT, 12), spots=theirs))]
    assert assign(dataclasses.replace(read(CUT_AGAIN, 12), spots=(VARDAL,)), known, idf).evidence.places == said


def test_in_one_place_other_countries_say_nothing(read: Read, idf: Idf) -> None:
    known = dataclasses.replace(read(f"{CUT} It was in Croatia.", 12), spots=(VARDAL,))
    document = read(f"{CUT_AGAIN} It was in Finland.", 12)
    scores = [
        assign(
            dataclasses.replace(document, spots=spots), [Candidate(DocumentId(1), DevelopmentId(1), known)], idf
        ).evidence.score
        for spots in ((), (VARDAL,))
    ]
    assert scores[0] == pytest.approx(Settings().elsewhere * scores[1], abs=1e-4)


# One document alone is never enough: the mean of three decides.
BY_THREE = Settings(alone=math.inf)
SEQUEL = "The repair of the cable took a week; the ship Hedda is back in port."


@pytest.mark.parametrize(
    ("counts", "spots", "tau"),
    [
        pytest.param({}, (), "tau_known_h", id="a name that nobody else has"),
        pytest.param({"n:hedda": 900}, (), "tau_h", id="a name that many have"),
        pytest.param({"n:hedda": 900}, (VARDAL,), "tau_known_h", id="the same place"),
    ],
)
def test_a_sequel_keeps_its_likeness_longer(read: Read, counts: dict[str, int], spots: tuple[Spot, ...], tau: str) -> None:
    idf = Idf(counts, 1_000)
    known = [Candidate(DocumentId(1), DevelopmentId(1), dataclasses.replace(read(CUT, 12), spots=spots))]
    at_once, later = (
        assign(dataclasses.replace(read(SEQUEL, day), spots=spots), known, idf, BY_THREE).evidence.score for day in (12, 18)
    )
    assert later == pytest.approx(at_once * math.exp(-6 * 24 / getattr(Settings(), tau)), rel=0.01)


@pytest.mark.parametrize(
    ("prior", "tau"),
    [({}, "tau_known_h"), ({"president": 0.1}, "tau_h"), ({"praesident": 0.1}, "tau_h")],
    ids=["no word of either", "a word of the one", "a word of the other"],
)
def test_what_is_a_word_in_either_language_is_no_rare_name(read: Read, prior: dict[str, float], tau: str) -> None:
    english = "The President of the alliance opened the repaired cable."
    german = "Der Praesident des Bündnisses sprach nach der Reparatur des Kabels."
    known = [Candidate(DocumentId(1), DevelopmentId(1), read(english, 12))]
    early, late = (assign(read(german, day, language="de"), known, Idf(prior=prior), BY_THREE).evidence.score for day in (14, 18))
    assert late == pytest.approx(early * math.exp(-4 * 24 / getattr(Settings(), tau)), rel=0.01)


def test_a_name_that_only_its_own_development_has_stays_telling(read: Read) -> None:
    """Forty reports of one event would make its ship a common name."""
    members = [Candidate(DocumentId(n), DevelopmentId(1), read(CUT, 12)) for n in range(40)]
    scores = [
        assign(read(SEQUEL, 18), members, Idf({"n:hedda": documents}, 1_000), BY_THREE).evidence.score for documents in (40, 200)
    ]
    assert scores[0] > 1.5 * scores[1] > 0


@pytest.mark.parametrize("day", ["since 1951", "on May 5, 1951", "from February 1, 2026"])
def test_background_days_do_not_veto(stream: Stream, read: Read, day: str) -> None:
    assert groups(stream([read(f"{CUT} January 6.", 7), read(f"{CUT_AGAIN} So it is {day}.", 7)])) == [0, 0]


def test_another_language_meets_by_names_and_countries(stream: Stream, read: Read) -> None:
    danish = "Under et besøg i Kroatien sagde Rutte, at Hedda Vik fra Vardal leder arbejdet."
    english = "On a visit to Croatia Rutte said that Hedda Vik of Vardal leads the work."
    other = "Ministeren åbnede en skole i Odense, hvor Karl Holm er rektor."
    made = stream([read(english, 12), read(other, 12, language="da"), read(danish, 12, language="da")])
    assert groups(made) == [0, 1, 0]


@pytest.mark.parametrize(
    ("about", "share"), [("cable", 1.0), ("school", Settings().no_concept)], ids=["the same", "other things"]
)
def test_names_count_less_between_two_languages_that_speak_of_other_things(
    read: Read, idf: Idf, about: str, share: float
) -> None:
    """A town and a country stand in all that is told of them."""
    known = dataclasses.replace(read(CUT, 12), concepts={"cable": 1.0})
    document = dataclasses.replace(read(CUT_AGAIN, 12, language="da"), concepts={about: 1.0})
    rules = Settings(concepts=0.0)
    one, plain = (
        assign(d, [Candidate(DocumentId(1), DevelopmentId(1), known)], idf, rules).evidence.score
        for d in (document, dataclasses.replace(document, concepts={}))
    )
    assert one == pytest.approx(share * plain, abs=1e-4)
    assert plain > 0


def test_headlines_alone_join_and_are_marked_uncertain(stream: Stream, read: Read) -> None:
    made = stream(
        [
            read("", 12, title="Cable to Sunnoy cut, Nordlink sends Hedda"),
            read("", 12, title="Nordlink: Sunnoy cable damaged by anchor"),
        ]
    )
    assert groups(made) == [0, 0]
    assert made[1].evidence.threshold == Settings().join
    assert made[1].evidence.uncertain == "a few words only"


@pytest.mark.parametrize(
    ("common", "joins"),
    [
        pytest.param(["sunnoy", "vardal", "hedda"], False, id="none rare, but a number"),
        pytest.param(["vardal", "hedda"], False, id="one rare, and a number"),
        pytest.param(["hedda"], True, id="two rare"),
        pytest.param([], True, id="three rare"),
    ],
)
def test_a_grey_score_joins_on_two_rare_names(read: Read, idf: Idf, common: list[str], *, joins: bool) -> None:
    known, document = (
        [Candidate(DocumentId(1), DevelopmentId(1), read(CUT + " It cost 3100.", 12))],
        read(CUT_AGAIN + " 3100.", 12),
    )
    rules = dataclasses.replace(BY_THREE, join=assign(document, known, idf, BY_THREE).evidence.score / 0.95)
    made = assign(document, known, Idf({f"n:{name}": 900 for name in common}, 1_000), rules)
    assert {name for name, _ in made.evidence.names} == {"sunnoy", "vardal", "hedda", "3100"}
    assert made.development == (1 if joins else None)
    assert made.evidence.uncertain == "close to the threshold"


def test_below_the_grey_zone_rare_names_do_not_help(read: Read, idf: Idf) -> None:
    known, document = [Candidate(DocumentId(1), DevelopmentId(1), read(CUT, 12))], read(CUT_AGAIN, 12)
    rules = dataclasses.replace(BY_THREE, join=assign(document, known, idf, BY_THREE).evidence.score / 0.85)
    made = assign(document, known, idf, rules)
    assert made.development is None
    assert made.evidence.uncertain != "close to the threshold"


@pytest.mark.parametrize(("day", "joins"), [(12, True), (None, False)], ids=["dated", "undated"])
def test_without_dates_more_must_be_shared(stream: Stream, read: Read, day: int | None, *, joins: bool) -> None:
    first = "The operator Nordlink said in Vardal that fishermen near Sunnoy found the lost buoy Brisling on a reef."
    second = "On the quay the crew of Karl Holm repaired nets when Sunnoy had rain, fishermen told Ottar of Fjordnytt."
    made = stream([read(first, day), read(second, day)])
    assert made[1].evidence.threshold == (Settings().join if joins else Settings().join_undated)
    assert Settings().join < made[1].evidence.score < Settings().join_undated * Settings().grey
    assert groups(made) == ([0, 0] if joins else [0, 1])


def test_one_chance_resemblance_does_not_chain(read: Read, idf: Idf) -> None:
    """The best three members count together: a document somewhat like one of them opens its own development."""
    members = [read(MINE, 12), read(MINE + " A hearing follows.", 12), read(CUT, 12)]
    story = [Candidate(DocumentId(n), DevelopmentId(1), f) for n, f in enumerate(members)]
    document = read("Nordlink has lost contact with Sunnoy after damage to its cable. Nobody knows how long it takes.", 13)
    alone, chained = assign(document, story[2:], idf, BY_THREE), assign(document, story, idf, BY_THREE)
    assert alone.development == 1
    assert chained.development is None


def test_one_document_that_is_surely_of_the_same_event_is_enough(read: Read, idf: Idf) -> None:
    """What a story has become since then does not keep out who tells of its beginning."""
    members = [read(MINE, 12), read(MINE + " A hearing follows.", 12), read(CUT, 12)]
    story = [Candidate(DocumentId(n), DevelopmentId(1), f) for n, f in enumerate(members)]
    made = assign(read(CUT_AGAIN, 17), story, idf)
    assert made.development == 1
    assert made.evidence.nearest == 2
    assert made.evidence.threshold == Settings().alone <= made.evidence.score
    assert made.evidence.alone


@pytest.mark.parametrize(("day", "joins"), [(17, True), (26, False)], ids=["five days later", "two weeks later"])
def test_one_document_alone_is_enough_for_a_while(read: Read, idf: Idf, day: int, *, joins: bool) -> None:
    story = [Candidate(DocumentId(n), DevelopmentId(1), f) for n, f in enumerate((read(MINE, 12), read(MINE, 12), read(CUT, 12)))]
    assert assign(read(CUT_AGAIN, day), story, idf).development == (1 if joins else None)


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        pytest.param(CUT_AGAIN, DocumentId(2), id="the like of it"),
        pytest.param(
            "Reindeer herders lost against Kvartsit: the ministry gave the mining company its permit near Lakselva.",
            DocumentId(0),
            id="another story",
        ),
        pytest.param("The choir of Tranby sang in the town hall on Sunday, and four hundred came.", None, id="nothing like it"),
    ],
)
def test_what_opens_a_development_names_the_one_that_it_may_continue(
    read: Read, idf: Idf, text: str, earlier: DocumentId | None
) -> None:
    members = [read(MINE, 12), read(VISIT_DAVOS, 12), read(CUT, 12)]
    made = assign(read(text, 26), [Candidate(DocumentId(n), DevelopmentId(n), f) for n, f in enumerate(members)], idf)
    assert (made.kind, made.evidence.continues, made.evidence.alone) == (Kind.NEW, earlier, False)


CHARGED = (
    "The captain of the tug that dragged its anchor over the cable of Nordlink near Sunnoy has been charged and arrested in "
    "Vardal. The repair ship Hedda is back in port."
)
CHARGED_WITHOUT_NAMES = (
    "The captain of the tug that dragged its anchor over the cable has been charged and arrested in the port. "
    "The repair ship is back."
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(CHARGED, Kind.UPDATE, id="a turn, with names of their own in both"),
        pytest.param(CHARGED_WITHOUT_NAMES, Kind.NEW, id="without them"),
        pytest.param(CUT_AGAIN, Kind.NEW, id="the like of it with the same names: no turn"),
    ],
)
def test_after_weeks_only_a_turn_goes_on(read: Read, idf: Idf, text: str, kind: Kind) -> None:
    story = [Candidate(DocumentId(1), DevelopmentId(1), read(CUT, 12))]
    made = assign(read(text, 25), story, idf)
    assert made.kind is kind
    assert made.development == (1 if kind is Kind.UPDATE else None)
    if kind is Kind.UPDATE:
        assert made.evidence.alone
        assert made.evidence.new_facts[0].startswith("first told: ")
        assert made.evidence.score >= made.evidence.threshold == Settings().alone


def test_what_joins_continues_nothing(read: Read, idf: Idf) -> None:
    made = assign(read(CUT_AGAIN, 12), [Candidate(DocumentId(1), DevelopmentId(1), read(CUT, 12))], idf)
    assert (made.development, made.evidence.continues) == (1, None)


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


def test_a_form_filled_in_for_another_place_is_no_copy(stream: Stream, read: Read) -> None:
    form = (
        "Flight report for {}: two planes of the northern wing were seen above the strait, "
        "turned at noon and went home again without incident."
    )
    one, same, other = (
        dataclasses.replace(read(form.format(name), 6), spots=(spot,))
        for name, spot in (("Vardal", VARDAL), ("the harbour", VARDAL), ("Odense", ODENSE))
    )
    assert kinds(stream([one, same, other])) == [Kind.NEW, Kind.COPY, Kind.NEW]


KNOWN = CUT.replace("Tuesday night", "January 6") + " 12 farms have no power."
UPDATE = (
    "Nordlink raised the number after the break of the cable from Vardal to Sunnoy: 31 farms have no power since "
    "the repair ship Hedda turned back on January 8."
)
LATER, QUIET = "2026-01-08, was 2026-01-06", "the first report for 1 day"
HELD = "The captain was arrested on January 8. " + CUT_AGAIN.replace("damage to", "a break of")


@pytest.mark.parametrize(
    ("first", "second", "text", "facts"),
    [
        pytest.param(7, 8, UPDATE, ("31 farms, was 12", LATER, QUIET), id="another number on a later day"),
        pytest.param(7, 8, HELD, ("first told: arrest", LATER, QUIET), id="a turn on a later day"),
        pytest.param(7, 8, UPDATE.replace("31", "12").replace("January 8", "January 6"), (), id="the same number and day"),
        pytest.param(7, 7, UPDATE.replace("January 8", "January 6"), (), id="another number alone"),
        pytest.param(7, 7, HELD.replace(" on January 8", ""), (), id="one turn alone"),
        pytest.param(9, 8, UPDATE, (), id="older than what is known"),
        pytest.param(None, None, UPDATE.replace(" 8", " 7"), (), id="undated"),
    ],
)
def test_updates_are_rare(
    stream: Stream, read: Read, first: int | None, second: int | None, text: str, facts: tuple[str, ...]
) -> None:
    made = stream([read(KNOWN, first), read(text, second)])
    assert groups(made) == [0, 0]
    assert (made[1].kind, made[1].evidence.new_facts) == (Kind.UPDATE if facts else Kind.REPORT, facts)


def test_a_copy_is_never_an_update(stream: Stream, read: Read) -> None:
    made = stream([read(KNOWN, 7), read(KNOWN + " The captain was arrested on January 8.", 8)])
    assert (made[1].kind, made[1].evidence.new_facts) == (Kind.COPY, ())


REWORDED = (
    CUT.replace("the island", "an island")
    .replace("operator Nordlink", "company Nordlink")
    .replace("should", "may")
    .replace("left port", "sailed")
)


def test_a_text_in_other_words_here_and_there_is_a_copy(stream: Stream, read: Read) -> None:
    made = stream([read(CUT, 12), read(CUT_AGAIN, 12), read(REWORDED, 13)])
    assert (kinds(made)[1:], groups(made)) == ([Kind.REPORT, Kind.COPY], [0, 0, 0])
    assert made[2].evidence.nearest == 0
    assert 0.35 <= made[2].evidence.shared_text < 0.5
    assert made[2].evidence.uncertain == ""


def test_a_reworded_text_that_tells_a_turn_is_an_update(stream: Stream, read: Read) -> None:
    turned = REWORDED.replace("suspect an anchor", "arrested the captain of a trawler")
    made = stream([read(CUT, 12), read(turned, 13)])
    assert (groups(made), kinds(made), made[1].evidence.shared_text < 0.5) == ([0, 0], [Kind.NEW, Kind.UPDATE], True)


def test_a_reworded_form_of_weeks_later_opens(stream: Stream, read: Read) -> None:
    """Alike words alone put no text in a development."""
    assert kinds(stream([read(CUT, 5), read(REWORDED, 25)])) == [Kind.NEW, Kind.NEW]


# ------------------------------------------------------------------ two languages

CABLE = {
    "en": "A sea cable south of Bornholm was damaged on Wednesday night. Police boarded the tanker Valora, which had dragged "
    "its anchor over the seabed.",
    "da": "Et søkabel syd for Bornholm blev beskadiget natten til onsdag. Politiet har bordet tankskibet Valora, som slæbte "
    "sit anker hen over havbunden.",
    "no": "En sjøkabel sør for Bornholm ble skadet natt til onsdag. Politiet har bordet tankskipet Valora, som slepte ankeret "
    "over havbunnen.",
    "fi": "Merikaapeli vaurioitui Bornholmin eteläpuolella keskiviikon vastaisena yönä. Poliisi tarkasti säiliöalus Valoran, "
    "jonka ankkuri oli laahannut merenpohjaa.",
    "ru": "Южнее Борнхольма в ночь на среду повреждён морской кабель. Полиция досмотрела танкер Валора, который тащил якорь "
    "по дну.",
    "de": "Südlich von Bornholm ist in der Nacht zum Mittwoch ein Seekabel beschädigt worden. Die Polizei durchsuchte den "
    "Tanker Valora, der seinen Anker über den Meeresboden geschleift haben soll.",
}
TRAWLER = {
    "en": "A trawler sank in a storm off Tromsø, and three of the crew are missing. The coastguard is searching with a "
    "helicopter.",
    "da": "En trawler forliste i en storm ud for Tromsø, og tre af besætningen er savnet. Kystvagten leder med helikopter.",
    "no": "En tråler forliste i en storm utenfor Tromsø, og tre av mannskapet er savnet. Kystvakten leter med helikopter.",
    "fi": "Troolari upposi myrskyssä Tromssan edustalla, ja kolme miehistön jäsentä on kateissa. Merivartiosto etsii heitä "
    "helikopterilla.",
    "ru": "В шторм у Тромсё затонул траулер, трое членов экипажа пропали без вести. Береговая охрана ищет их с вертолёта.",
    "de": "Vor Tromsø ist ein Trawler im Sturm gesunken, drei Mann der Besatzung werden vermisst. Die Küstenwache sucht mit "
    "einem Hubschrauber.",
}
PAIRS = list(itertools.permutations(("da", "no", "fi", "ru", "de", "en"), 2))


@pytest.mark.parametrize("day", [14, None], ids=["dated", "undated"])
@pytest.mark.parametrize(("first", "second"), PAIRS, ids=[f"{a}-{b}" for a, b in PAIRS])
def test_two_languages_meet_by_names_and_concepts(stream: Stream, read: Read, first: str, second: str, day: int | None) -> None:
    told = [(CABLE, first), (TRAWLER, first), (CABLE, second), (TRAWLER, second)]
    made = stream([read(story[language], day, language=language) for story, language in told])
    assert groups(made) == [0, 1, 0, 1]
    assert kinds(made) == [Kind.NEW, Kind.NEW, Kind.REPORT, Kind.REPORT]


@pytest.mark.parametrize("language", ["da", "no", "fi", "ru", "de"])
def test_concepts_alone_join_without_a_shared_name(stream: Stream, read: Read, language: str) -> None:
    english = "A trawler sank in a storm off the coast, and three of the crew are missing. A helicopter is searching."
    assert groups(stream([read(english, 14), read(TRAWLER[language], 14, language=language)])) == [0, 0]


def test_evidence_of_two_languages_gives_names_as_they_stand_and_concepts(stream: Stream, read: Read) -> None:
    why = stream([read(CABLE["en"], 14), read(CABLE["ru"], 14, language="ru")])[1].evidence
    assert {name for name, _ in why.names} == {"борнхольма", "валора"}
    assert {concept for concept, _ in why.terms} <= {"cable", "damage", "sea", "police", "inspection", "tanker", "anchor"}
    assert len(why.terms) == 5


HEADLINES = {
    "da": "Politiet advarer mod glatte veje omkring Odense",
    "no": "Mannen fra Bergen møter i retten: politiet fant våpen",
    "fi": "Vankilasta karannut mies antautui, kertoo poliisi Oulussa",
    "ru": "В Мурманске горел склад, полиция ищет свидетелей",
    "de": "In Hamburg feiert die Polizei das Jubiläum ihrer Reiterstaffel mit einem Fest im Hafen",
}


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(HEADLINES, 2)), ids="-".join)
def test_one_shared_concept_does_not_join_headlines(stream: Stream, read: Read, first: str, second: str) -> None:
    """All of them are about the police, and nothing else is shared."""
    made = stream([read("", 14, title=HEADLINES[language], language=language) for language in (first, second)])
    assert [concept for concept, _ in made[1].evidence.terms] == ["police"]
    assert groups(made) == [0, 1]


@pytest.mark.parametrize(
    ("text", "language", "facts"),
    [
        pytest.param("Kaptajnen på tankskibet Valora blev anholdt torsdag.", "da", "first told: arrest, tow", id="da"),
        pytest.param("Капитан танкера Валора арестован в четверг.", "ru", "first told: arrest", id="ru"),
        pytest.param("Kapteenin mukaan kaapeli korjattiin torstaina.", "fi", "first told: repair", id="fi"),
        pytest.param("Am Mittwoch lag der Tanker vor Anker.", "de", "", id="de, nothing new"),
    ],
)
def test_updates_in_a_second_language(stream: Stream, read: Read, text: str, language: str, facts: str) -> None:
    """New words say nothing there; what counts is a turn that nobody told, on a day that nobody named."""
    made = stream([read(CABLE["en"], 14), read(f"{text} {CABLE[language]}", 15, language=language)])
    assert groups(made) == [0, 0]
    assert made[1].kind is (Kind.UPDATE if facts else Kind.REPORT)
    assert made[1].evidence.new_facts == ((facts, "2026-01-15, was 2026-01-14", QUIET) if facts else ())


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


def after(*documents: Features) -> Idf:
    """What is counted when these documents are stored."""
    return Idf(Counter(key for f in documents for key in index_keys(f)), len(documents))


def test_reports_and_cut_copies_are_found_by_their_keys(read: Read) -> None:
    stored = read(CUT)
    posted, idf = set(index_keys(stored)), after(stored)
    assert set(search_keys(read(CUT_AGAIN), idf)) & posted
    cut = read(CUT[: len(CUT) * 6 // 10])
    assert {key for key in search_keys(cut, idf) if key.startswith("s:")} & posted
    assert not {key for key in search_keys(read(MINE), idf) if key[0] in "nsq"} & posted


def test_reports_in_two_languages_are_found_by_sounds(read: Read) -> None:
    """Concepts are posted to be counted, but not searched: each stands in too many documents."""
    stored = read(CABLE["en"])
    posted, searched = set(index_keys(stored)), set(search_keys(read(CABLE["ru"], language="ru"), after(stored)))
    assert posted & searched == {"x:brnlm", "x:vlr"}
    assert {"c:cable", "c:anchor"} <= posted
    assert not {key for key in searched if key.startswith("c:")}


def test_names_that_nobody_has_told_take_no_place_in_the_search(read: Read) -> None:
    """German writes every noun like a name; fifty of them must not crowd out the one that both texts have."""
    nouns = " ".join(f"das Wort{a}{b}" for a in "bcdfghk" for b in "bcdfghk")
    stored = read(CUT)
    searched = search_keys(read(f"Es heisst, {nouns} Vardal.", language="de"), after(stored))
    assert {key for key in searched if key[0] in "nx"} == {"n:vardal", "x:vrdl"}


def test_numbers_and_places_are_posted_among_the_names_alone(read: Read) -> None:
    keys = index_keys(read("Commanders met in Croatia, 12000 miles from Greenland, and later in Vardal."))
    assert {"n:geo:HR", "n:12000", "n:entity:greenland", "n:vardal"} <= set(keys)
    assert [key for key in keys if key.startswith("x:")] == ["x:vrdl"]


def test_keys_are_few_and_the_same_every_time(read: Read) -> None:
    huge = read(" ".join(f"Name{i} word{i}" for i in range(50_000)))
    idf = after(huge)
    assert 60 < len(search_keys(huge, idf)) <= 98
    assert len(index_keys(huge)) <= 700
    assert index_keys(huge) == tuple(sorted(index_keys(huge)))
    assert search_keys(huge, idf) == search_keys(dataclasses.replace(huge), idf)


# ------------------------------------------------------------------ names of one kind


STARTS = "{} starter i Troms. Brigaden deltar med 3000 soldater, og det blir mye trafikk på veiene de neste ukene."
GOES_ON = "{} er i gang. Rundt 400 soldater trener på flyging de neste ukene, og det blir mye støy over veiene."


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("Øvelse Vinterskjold", "Øvelse Vinterskjold", [0, 0], id="the same"),
        pytest.param("Øvelse Vinterskjold", "Øvelsen", [0, 0], id="one without a name"),
        pytest.param("Øvelse Vinterskjold", "Øvelse Vinterskjold Nord", [0, 0], id="a longer name"),
        pytest.param("Øvelse Vinterskjold", "Øvelse Clockwork Spear", [0, 1], id="two exercises"),
    ],
)
def test_two_exercises_with_names_of_their_own_are_two(
    stream: Stream, read: Read, first: str, second: str, expected: list[int]
) -> None:
    documents = [read(STARTS.format(first), 12, language="no"), read(GOES_ON.format(second), 12, language="no")]
    assert groups(stream(documents)) == expected


def test_a_country_alone_joins_nothing(stream: Stream, read: Read) -> None:
    """Both headlines name one country and nothing else by name, and no concept is in both."""
    rates = read("", 12, title="Bank in Portugal keeps its interest rates unchanged for another year", language="en")
    theft = read("", 12, title="Skulptur aus einem Museum in Portugal gestohlen", language="de")
    assert groups(stream([rates, theft])) == [0, 1]


@pytest.mark.parametrize(
    ("first", "second", "languages", "joins"),
    [
        pytest.param(
            "The Nobel Prize in Physics is awarded to Mei Brandl for her work on light.",
            "The Nobel Prize in Chemistry is awarded to Ilse Vandenberg for her work on salts.",
            ("en", "en"), False, id="two prizes of one name",
        ),
        pytest.param(
            "Nobelpriset i kemi tilldelas Ilse Vandenberg.", "Der Nobelpreis für Physik geht an Mei Brandl.",
            ("sv", "de"), False, id="in two languages",
        ),
        pytest.param(
            "Nobelpriset i kemi tilldelas Ilse Vandenberg.", "Der Nobelpreis für Chemie geht an Ilse Vandenberg.",
            ("sv", "de"), True, id="the same one",
        ),
        pytest.param(
            "The Nobel Prizes in Physics and Chemistry go to Mei Brandl and Ilse Vandenberg.",
            "Der Nobelpreis für Chemie geht an Ilse Vandenberg.", ("en", "de"), True, id="told together",
        ),
    ],
)  # fmt: skip
def test_what_a_prize_is_for_tells_it_apart(
    stream: Stream, read: Read, first: str, second: str, languages: tuple[str, str], *, joins: bool
) -> None:
    documents = [read("", 12, title=title, language=lang) for title, lang in zip((first, second), languages, strict=True)]
    assert groups(stream(documents)) == ([0, 0] if joins else [0, 1])


@pytest.mark.parametrize(
    ("first", "second", "joins"),
    [
        pytest.param("Orkanen Orlene rammer Jamaica", "Ouragan Orlene sur la Jamaïque", True, id="a rare name"),
        pytest.param("Orkan rammer Jamaica", "Ouragan sur la Jamaïque", False, id="a country and one concept"),
        pytest.param("Orkan lukker Jamaicas havne", "Ouragan: ports jamaïcains fermés", False, id="no name"),
        pytest.param("Orkan lukker Jamaicas havne", "Ouragan: ports de Jamaïque fermés", True, id="a country and two concepts"),
        pytest.param("Orkanen Orlene", "Ouragan Orlene", False, id="two words"),
    ],
)
def test_a_headline_of_a_few_words_speaks_by_a_rare_name(
    stream: Stream, read: Read, first: str, second: str, *, joins: bool
) -> None:
    documents = [read("", 12, title=first, language="da"), read("", 12, title=second, language="fr")]
    assert groups(stream(documents)) == ([0, 0] if joins else [0, 1])


@pytest.mark.parametrize(
    ("called", "share"),
    [
        pytest.param((set(), {"tanker|hedd"}), 1.0, id="one without a name"),
        pytest.param(({"tanker|hedd"}, {"ship|hedd"}), 1.0, id="a tanker is a ship"),
        pytest.param(({"tanker|hedd"}, {"trawler|vik"}), 1.0, id="two kinds, as in a collision"),
        pytest.param(({"tanker|hedd"}, {"tanker|hedd", "tanker|vik"}), 1.0, id="one of two"),
        pytest.param(({"tanker|hedd"}, {"tanker|vik"}), 0.5, id="two tankers"),
        pytest.param(({"exercise|vik"}, {"exercise|tor"}), 0.5, id="two exercises"),
    ],
)
def test_other_names_of_one_kind_count(read: Read, idf: Idf, called: tuple[set[str], set[str]], share: float) -> None:
    ours, theirs = (
        dataclasses.replace(read(text, 12), called=frozenset(names))
        for text, names in zip(("A tanker is aground, police said.", "Police say a tanker went aground."), called, strict=True)
    )
    known = [Candidate(DocumentId(1), DevelopmentId(1), theirs)]
    counted, not_counted = (assign(ours, known, idf, Settings(other_name=o)).evidence.score for o in (0.5, 1.0))
    assert counted == pytest.approx(share * not_counted, abs=1e-4)


def test_names_of_exercises_are_translated(read: Read, idf: Idf) -> None:
    """Those of ships are not."""
    first = dataclasses.replace(read("The Arctic exercise in Croatia began.", 12), called=frozenset({"exercise|kld rspns"}))
    second = read("Im arktischen Kroatien hat eine Übung begonnen.", 12, language="de")
    scores = [
        assign(
            dataclasses.replace(second, called=frozenset({name})),
            [Candidate(DocumentId(1), DevelopmentId(1), dataclasses.replace(first, called=frozenset({other})))],
            idf,
            Settings(other_name=0.5),
        ).evidence.score
        for other, name in (("exercise|kld rspns", "exercise|klt antvrt"), ("tanker|hedd", "tanker|vik"))
    ]
    assert scores[1] == pytest.approx(scores[0] / 2, abs=1e-4) != 0


# ------------------------------------------------------------------ texts about other things

VOTE = (
    "The council of Vardal voted on Tuesday to close the school in Sunnoy, and Torvik called that a disgrace. "
    "Teachers had protested for weeks. "
)
VOTE_AGAIN = (
    "Sunnoy loses its school: the vote in Vardal is one that Torvik regrets, and teachers protest again outside the hall. "
)
ARREST = (
    "The police in Vardal arrested a man from Sunnoy on Tuesday, after a fire in the garage of Torvik. "
    "The suspect was taken to court. "
)
WINTER = (
    "It had been a hard winter for many, they said, with much that nobody up here had seen before or would soon forget. "
    "Things may turn out well, many hope, and what comes next is for others to say."
)
ALONE = (
    "He lives alone and nobody would say much about him, other than that he often walks by the old mill in the dark, and that "
    "he had once been heard to shout at children. More is to be told on Friday at noon."
)
ARREST_IN_DANISH = (
    "Politiet i Vardal anholdt tirsdag en mand fra Sunnoy efter en brand i en garage hos Torvik. Manden blev fremstillet i "
    "retten. Det havde været en hård vinter for mange, siger de, med meget, som ingen heroppe havde oplevet før eller snart vil "
    "glemme. Måske går det hele godt alligevel, håber mange, og hvad der nu sker, må andre sige."
)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(ARREST + ALONE, [0, 1], id="about something else"),
        pytest.param(VOTE_AGAIN + WINTER, [0, 0], id="about the same"),
    ],
)
def test_names_in_common_do_not_join_texts_about_other_things(
    stream: Stream, read: Read, later: str, expected: list[int]
) -> None:
    assert groups(stream([read(VOTE + WINTER, 12), read(later, 22)])) == expected


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        pytest.param(("", VOTE + WINTER), ("", ARREST + ALONE), 0.5, id="at length"),
        pytest.param(("", VOTE + WINTER), ("", VOTE_AGAIN + WINTER), 1.0, id="the same at length"),
        pytest.param(("", VOTE), ("", ARREST), 1.0, id="too short to say so"),
        pytest.param(("Vote to close school", VOTE), ("Police arrest man", ARREST), 0.5, id="short, by both titles"),
        pytest.param(("Vote to close school", VOTE), ("Bad news", ARREST), 1.0, id="one title says nothing"),
        pytest.param(("Vote and fire", VOTE), ("Police at a fire", ARREST), 1.0, id="titles with one thing in common"),
        pytest.param(("", VOTE + WINTER), ("", f"Torvik was in Vardal. {WINTER} {ALONE}"), 1.0, id="one is about nothing known"),
    ],
)
def test_texts_about_other_things_are_less_alike(
    read: Read, idf: Idf, first: tuple[str, str], second: tuple[str, str], share: float
) -> None:
    ours, theirs = (read(text, day, title=title) for (title, text), day in ((second, 16), (first, 12)))
    assert _counted(ours, theirs, idf) == pytest.approx(share, abs=1e-3)


def test_texts_in_two_languages_about_other_things_are_less_alike(read: Read, idf: Idf) -> None:
    danish = read(ARREST_IN_DANISH, 14, language="da")
    assert _counted(danish, read(VOTE + WINTER, 12), idf) == pytest.approx(0.5, abs=1e-3)
    assert _counted(danish, read(ARREST + ALONE, 12), idf) == 1.0


def _counted(ours: Features, theirs: Features, idf: Idf) -> float:
    """What half the worth of texts about other things makes of a likeness."""
    known = [Candidate(DocumentId(1), DevelopmentId(1), theirs)]
    half, whole = (assign(ours, known, idf, Settings(other_things=share)).evidence.score for share in (0.5, 1.0))
    assert whole > 0
    return half / whole
