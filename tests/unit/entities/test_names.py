"""What is read from one text: names, numbers, days, and their limits."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.entities.names import features
from worker.model import Features
from worker.tokens import Tokens

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def own(tokens: Tokens, language: str | None) -> list[tuple[int, int, str]]:
    """The watch of these tests knows the Arctic and the alliance."""
    known = {"arctic": "arctic", "arktis": "arctic", "alliance": "pact"}
    return [(i, i + 1, known[word]) for i, word in enumerate(tokens.folded) if word in known]


def read(text: str, title: str = "", language: str | None = "en", published: datetime | None = None) -> Features:
    return features(title, text, language=language, published=published, first_seen=NOW, own=own)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        pytest.param("", "", set(), id="empty"),
        pytest.param("Snow", "", set(), id="one word"),
        pytest.param("Ships wait. Nobody knows.", "", set(), id="sentence starts say nothing"),
        pytest.param('He said: "Ships wait."', "", set(), id="nor does a quotation's start"),
        pytest.param("The ship Hedda left Vardal.", "", {"hedda", "vardal"}, id="names"),
        pytest.param("Then Hedda met Ruttes crew in Davos.", "", {"hedda", "rutte", "davos"}, id="genitive s, but Davos"),
        pytest.param("They met on Monday in January.", "", set(), id="weekdays and months"),
        pytest.param("About 15,000 people in 3 ports, 12 ships.", "", {"15000", "12"}, id="numbers; no single digit"),
        pytest.param("They flew to Croatia.", "", {"geo:HR"}, id="country"),
        pytest.param(
            "They flew to Norrland.",
            "Ships Leave Port After Storm Near Norrland",
            {"norrland"},
            id="title case believed if confirmed",
        ),
        pytest.param("", "Hedda leaves port", {"hedda"}, id="a headline alone speaks for itself"),
        pytest.param("In the Arctic.", "", {"entity:arctic"}, id="the watch's own"),
    ],
)
def test_names(text: str, title: str, expected: set[str]) -> None:
    assert set(read(text, title).names) == expected


def test_titles_around_own_names_are_own() -> None:
    f = read("After a long meeting with journalists Alliance Secretary Hedda Vik went home from Croatia without further words.")
    assert {"entity:pact", "secretary", "hedda", "vik"} <= f.own
    assert "geo:HR" in f.names.keys() - f.own


def test_lead_holds_numbers_with_what_they_count() -> None:
    lead = read("A blast left 31 dead, 1,200 homeless, on 12 January 2026.").lead
    assert {"31|dead", "1200|homeless"} <= lead
    assert not any(key.startswith(("12|", "2026|")) for key in lead)


PUBLISHED = datetime(2026, 1, 13, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "published", "days", "when", "origin"),
    [
        pytest.param("Snow fell.", None, (), None, "", id="undated"),
        pytest.param("Snow fell.", PUBLISHED, (), PUBLISHED, "published", id="published"),
        pytest.param(
            "Snow fell on January 12.", None, (date(2026, 1, 12),), datetime(2026, 1, 12, 12, tzinfo=UTC), "text", id="text only"
        ),
        pytest.param(
            "Snow fell on January 12.",
            PUBLISHED,
            (date(2026, 1, 12),),
            datetime(2026, 1, 12, 12, tzinfo=UTC),
            "text",
            id="text first",
        ),
        pytest.param("As on 5 May 1951.", PUBLISHED, (), PUBLISHED, "published", id="history is no event"),
        pytest.param("It starts on 1 February 2026.", PUBLISHED, (), PUBLISHED, "published", id="a plan is no event"),
        pytest.param("It starts on 1 February 2027.", None, (), None, "", id="nor is one of an undated text"),
        pytest.param("word " * 300 + "on January 12", None, (), None, "", id="far down is background"),
        pytest.param(
            "12 June 2020\nSnow fell on June 11.",
            None,
            (date(2020, 6, 11),),
            datetime(2020, 6, 11, 12, tzinfo=UTC),
            "text",
            id="a stamp gives the year",
        ),
        pytest.param(
            "12 June 2020\nSnow fell.", None, (), datetime(2020, 6, 12, 12, tzinfo=UTC), "text", id="a stamp is no event"
        ),
    ],
)
def test_days(text: str, published: datetime | None, days: tuple[date, ...], when: datetime | None, origin: str) -> None:
    f = read(text, published=published)
    assert (f.event_dates, f.when, f.when_origin) == (days, when, origin)


def test_dates_of_the_text_can_be_switched_off() -> None:
    f = features("", "On January 12.", language="en", published=None, first_seen=NOW, own=own, text_dates=False)
    assert (f.event_dates, f.when) == ((), None)


def test_languages_meet_in_countries_and_own_names() -> None:
    english, danish = read("Talks in Croatia about the Arctic."), read("Møder i Kroatien om Arktis.", language="da")
    assert set(english.names) & set(danish.names) == {"geo:HR", "entity:arctic"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" ".join(f"w{i:x}" for i in range(250_000)), id="words"),
        pytest.param("y" * 2_000_000, id="one word"),
        pytest.param('"Abc def ' * 200_000, id="open quotations"),
        pytest.param("12 January 2026 " * 120_000, id="dates"),
        pytest.param("1,000," * 300_000, id="numbers"),
    ],
)
def test_two_megabytes_give_small_features(text: str) -> None:
    f = read(text, title=text)
    sizes = [len(x) for x in (f.terms, f.names, f.own, f.quotations, f.event_dates)]
    assert max(sizes) <= 300
    assert len(f.shingles) <= 1_000
    assert len(f.lead) <= 500
    assert max(map(len, f.terms), default=0) <= 60


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=80), st.sampled_from(["en", "da", "fi", "ru", None, "xx"]))
def test_any_text_gives_plain_values(text: str, title: str, language: str | None) -> None:
    f = read(text, title, language)
    assert f == read(text, title, language)
    assert all(0 <= h < 2**63 for h in f.shingles | f.quotations)
    assert f.own <= f.terms.keys() | f.names.keys()
    assert json.loads(json.dumps([dict(f.terms), dict(f.names)])) == [f.terms, f.names]


def test_hashes_do_not_change_between_versions() -> None:
    """They lie in databases: a change means that old copies are no longer found."""
    assert read("one two three four five").shingles == STABLE


STABLE = frozenset({3295811152039795821})
