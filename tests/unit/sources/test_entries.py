from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.sources.entries import Date, Entry, items_of, plain, primary_language, web_link

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" \t\n ", "", id="blanks"),
        pytest.param("Ice <b>and</b> sea", "Ice and sea", id="tags go"),
        pytest.param("5 < 6 and 7 > 3", "5 < 6 and 7 > 3", id="signs that are no tags stay"),
        pytest.param("R&D AT&amp;T &#8217;", "R&D AT&T ’", id="entities, whole and broken"),
        pytest.param("&amp;lt;b&amp;gt;", "&lt;b&gt;", id="decoded once"),
        pytest.param("<script>alert(1)</script>Title", "Title", id="script goes with its text"),
        pytest.param("A <!-- note --> b", "A b", id="comment"),
        pytest.param("Hi\r\nBcc: x@y.example\x00\x0b", "Hi Bcc: x@y.example", id="no line break is left"),
        pytest.param("one\u2028two\u00a0three\x85four", "one two three four", id="odd white space"),
        pytest.param("\u202etxt.exe\u2066 \ufeffend", "txt.exe end", id="direction marks"),
        pytest.param("<" * 5000 + "b", "<" * 5000 + "b", id="many signs"),
    ],
)
def test_titles_become_one_plain_line(markup, expected):
    assert plain(markup) == expected


@given(st.text(max_size=300))
def test_no_title_holds_a_control_character(markup):
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in plain(markup))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://a.example\\@b.example/", ""),
        ("https://a.example/x y?utm_source=z", "https://a.example/x%20y"),
        ("https://a.example/x?id=1", "https://a.example/x?id=1"),
    ],
)
def test_only_links_that_may_be_fetched_are_kept(link, expected):
    assert web_link(link) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("", None), ("en", "en"), ("EN-us", "en"), ("nb_NO", "nb"), ("smj", "smj"), ("english", None), ("x-klingon", None)],
)
def test_language_tags(tag, expected):
    assert primary_language(tag) == expected


def test_the_first_believable_date_counts():
    entry = Entry(guid="1", dates=(Date("soon"), Date("2099-01-01"), Date("2026-05-01"), Date("2026-04-01")))
    assert items_of("s", [entry], NOW)[0].published == datetime(2026, 5, 1, tzinfo=UTC)


def test_the_language_of_an_entry_goes_before_that_of_the_feed():
    items = items_of("s", [Entry(guid="1", language="nb-NO"), Entry(guid="2")], NOW, "en")
    assert [item.language for item in items] == ["nb", "en"]


def test_a_title_of_any_length_is_cut():
    assert len(items_of("s", [Entry(title="x" * 100_000)], NOW)[0].title) == 1001
