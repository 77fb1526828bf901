"""Language vote, dates, addresses, titles, authors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract import meta

SAMPLES = {
    "en": "The ship that was sent to the fjord is not the one that had been promised, and it will be there for the winter.",
    "da": "Skibet, der blev sendt til fjorden, er ikke det, som var lovet, og det skal blive der efter jul, siger han.",
    "no": "Skipet som ble sendt til fjorden er ikke det som var lovet, og det skal bli der etter jul, sier han nå.",
    "sv": "Fartyget som blev skickat till fjorden är inte det som var lovat, och det ska vara där efter jul, säger han nu.",
    "fi": "Laiva, joka on nyt satamassa, ei ole se, jonka piti tulla, mutta se oli jo siellä ennen kuin jää tuli, ja hän tiesi.",
    "is": "Skipið sem var sent í fjörðinn er ekki það sem var lofað, og það verður þar fyrir jól, segir hann við blaðið um það.",
    "ru": "Судно, которое было в порту, не то, что он обещал, и оно будет там до весны, но это не так важно для них.",
    "de": "Das Schiff, das in den Fjord fuhr, ist nicht das, was er versprochen hat, und es wird auch nach dem Winter da sein.",
    "fr": "Le navire qui est dans le port n’est pas celui que la ville a promis, et il ne sera pas là pour le printemps.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_language_by_vote(code):
    assert meta.language(SAMPLES[code]) == code


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        pytest.param("", None, None, id="nothing"),
        pytest.param("Kangerlussuaq", None, None, id="one name"),
        pytest.param("og i det er en til på for med som", None, None, id="only words that da and no share"),
        pytest.param(SAMPLES["da"], "da-DK", "da", id="region"),
        pytest.param(SAMPLES["no"], "nb", "no", id="bokmål"),
        pytest.param("Kort tekst", "nn_NO", "no", id="nynorsk"),
        pytest.param(SAMPLES["en"], "english", "en", id="not a code"),
        pytest.param("Nuuk", "kl", "kl", id="a language outside the nine"),
        pytest.param(SAMPLES["ru"], "en", "ru", id="the script speaks against the template"),
        pytest.param(SAMPLES["ru"], "uk", "uk", id="another Cyrillic language is believed"),
    ],
)
def test_language_with_what_is_declared(text, declared, expected):
    assert meta.language(text, declared) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("1989-12-31", None, id="before the web"),
        pytest.param("2026-02-30", None, id="no such day"),
        pytest.param("12.01.2026", None, id="day first is not guessed"),
        pytest.param("2026-01-12", datetime(2026, 1, 12, tzinfo=UTC), id="day"),
        pytest.param("2026-01-12T10:00:00Z", datetime(2026, 1, 12, 10, tzinfo=UTC), id="zulu"),
        pytest.param("2026-01-12 10:00:00+01:00", datetime(2026, 1, 12, 9, tzinfo=UTC), id="blank and offset"),
        pytest.param("0001-01-01T00:00:00+14:00", None, id="outside the calendar in UTC"),
    ],
)
def test_moment(text, expected):
    assert meta.moment(text) == expected


@given(st.text(max_size=70))
def test_a_moment_is_aware_or_none(text):
    found = meta.moment(text)
    assert found is None or (found.utcoffset() is not None and found.year >= 1990)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("https://a.example/2026/13/01/x", None, id="no such month"),
        pytest.param("https://a.example/x?d=/2026/01/12/", None, id="in the query"),
        pytest.param("https://[broken/2026/01/12/x", None, id="malformed"),
        pytest.param("https://a.example/2026/01/12/x", datetime(2026, 1, 12, tzinfo=UTC), id="slashes"),
        pytest.param("https://a.example/news/2026-01-12-x", datetime(2026, 1, 12, tzinfo=UTC), id="hyphens"),
    ],
)
def test_date_in_url(url, expected):
    assert meta.date_in_url(url) == expected


PAGE = "https://www.coast.example/news/ship?utm=1"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param(None, PAGE, id="nothing declared"),
        pytest.param("javascript:alert(1)", PAGE, id="no web address"),
        pytest.param("https://other.example/news/ship", PAGE, id="another site"),
        pytest.param("https://www.coast.example/", PAGE, id="the front page"),
        pytest.param("https://[broken", PAGE, id="malformed"),
        pytest.param("/news/ship", "https://www.coast.example/news/ship", id="relative"),
        pytest.param("https://coast.example/news/ship#top", "https://coast.example/news/ship", id="without www and fragment"),
    ],
)
def test_canonical(declared, expected):
    assert meta.canonical(declared, PAGE) == expected


@pytest.mark.parametrize(
    ("headings", "declared", "tab", "expected"),
    [
        pytest.param((), (), "", "", id="nothing"),
        pytest.param(("Coast Gazette",), ("Ship sent to fjord",), "", "Ship sent to fjord", id="the heading is the site's name"),
        pytest.param(
            ("Ship sent to fjord",), ("Ship sent to fjord | Gazette",), "", "Ship sent to fjord", id="confirmed heading"
        ),
        pytest.param((), (), "Second ship sent north - Gazette", "Second ship sent north", id="tab without the site"),
        pytest.param(("Ship sent",), (), "", "Ship sent", id="heading alone"),
    ],
)
def test_choose_title(headings, declared, tab, expected):
    assert meta.choose_title(headings, declared, tab) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("By The Newsroom", "The Newsroom"), ("https://a.example/x", ""), ("@handle", ""), ("x" * 200, ""), ("", "")],
)
def test_author(text, expected):
    assert meta.clean_author(text) == expected
