from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.sources.identity import Traits, canonical_link, keys_of, link_key

DAY = datetime(2026, 1, 5, 10, tzinfo=UTC)
A = Traits("g1", "https://n.example/a", "Ship leaves", "It left on Monday.", DAY)
B = Traits("g2", "https://n.example/b", "Ship returns", "It came back on Friday.", DAY)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("/a", None, id="relative"),
        pytest.param("javascript:alert(1)", None, id="javascript"),
        pytest.param("http://[::1", None, id="malformed"),
        pytest.param("http://a.example@b.example/", None, id="user part"),
        pytest.param(" HTTPS://News.Example:443/Path?b=2&a=1 ", "https://news.example/Path?b=2&a=1", id="case, port, order"),
        pytest.param("http://n.example:8080", "http://n.example:8080/", id="other port, no path"),
        pytest.param("https://n.example./a", "https://n.example/a", id="dot behind the host"),
        pytest.param("https://[2001:DB8::1]:8443/a", "https://[2001:db8::1]:8443/a", id="IPv6"),
        pytest.param("https://n.example/a?utm_source=x&id=7&fbclid=y", "https://n.example/a?id=7", id="tracking goes, id stays"),
        pytest.param("https://n.example/a?amp;utm_medium=rss", "https://n.example/a", id="escaped twice"),
        pytest.param("https://n.example/a?UTM_Source=x", "https://n.example/a", id="upper case"),
        pytest.param("https://n.example/a?outm_source=x", "https://n.example/a?outm_source=x", id="similar name stays"),
        pytest.param("https://n.example/a#utm_source=x", "https://n.example/a", id="tracking fragment"),
        pytest.param("https://n.example/live#post-7", "https://n.example/live#post-7", id="fragment that names a part"),
    ],
)
def test_canonical_links(url, expected):
    assert canonical_link(url) == expected


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-z.:@\[\]]{1,12}/[a-z?&=#%;_]{0,20}", fullmatch=True))
def test_a_canonical_link_stays_as_it_is(url):
    link = canonical_link(url)
    assert link is None or canonical_link(link) == link


def test_one_article_in_two_feeds_of_an_outlet_shares_its_link_key():
    (first,), (second,) = keys_of("world", [A]), keys_of("north", [A])
    assert set(first) & set(second) == {"link:https://n.example/a"}
    assert link_key("http://n.example/a") == link_key("https://n.example/a")


def test_guid_comes_first_then_link_then_text():
    (keys,) = keys_of("s", [A])
    assert keys[:2] == ("guid:s:g1", "link:https://n.example/a")
    assert keys[2].startswith("text:s:")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"guid": "other"}, id="guid"),
        pytest.param({"link": "https://other.example/x"}, id="link"),
        pytest.param({"title": "Edited"}, id="title"),
        pytest.param({"guid": "other", "link": "https://other.example/x"}, id="guid and link: moved to a new site"),
        pytest.param({"guid": "", "title": "Edited"}, id="guid lost and title edited"),
    ],
)
def test_an_item_is_known_again_while_one_alias_holds(changed):
    (before,), (after,) = keys_of("s", [A]), keys_of("s", [replace(A, **changed)])
    assert set(before) & set(after)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param([], [], id="no entries"),
        pytest.param([Traits()], [0], id="an entry with nothing"),
        pytest.param([A, A], [3, 0], id="the same twice"),
        pytest.param([A, replace(B, guid="g1")], [2, 2], id="one guid for two: link and text remain"),
        pytest.param([A, replace(B, link=A.link)], [2, 2], id="one link for two: guid and text remain"),
        pytest.param([A, replace(B, guid="g1", link=A.link)], [1, 1], id="guid and link shared: text remains"),
        pytest.param([replace(A, title="", summary=""), replace(A, title="x")], [1, 1], id="nothing but shared keys on one side"),
        pytest.param([Traits(title="Only a title")], [1], id="title alone"),
        pytest.param([Traits(guid="g", title="Ice report")], [1], id="short undated text says nothing beside a guid"),
        pytest.param([Traits(guid="g", title="Ice report", summary="x" * 160)], [2], id="long undated text does"),
    ],
)
def test_how_many_keys_entries_keep(entries, expected):
    assert [len(keys) for keys in keys_of("s", entries)] == expected


def test_two_reports_of_one_name_on_two_days_are_two_items():
    monday = Traits("1", "https://n.example/1", "Ice report", "", datetime(2026, 1, 5, tzinfo=UTC))
    tuesday = Traits("2", "https://n.example/2", "Ice report", "", datetime(2026, 1, 6, tzinfo=UTC))
    assert not set(keys_of("s", [monday])[0]) & set(keys_of("s", [tuesday])[0])


def test_a_very_long_guid_gives_a_short_key():
    assert len(keys_of("s", [replace(A, guid="g" * 5000)])[0][0]) < 100


texts = st.sampled_from(["", "a", "b"])
links = st.sampled_from(["", "https://n.example/a", "https://n.example/b"])


@given(st.lists(st.builds(Traits, texts, links, texts, texts, st.sampled_from([None, DAY])), max_size=6))
def test_different_entries_of_a_document_never_share_a_key(entries):
    kept = [keys for keys in keys_of("s", entries) if keys]
    every = [key for keys in kept for key in keys]
    assert len(every) == len(set(every))
    distinct = {(e.guid, e.link, e.title + e.summary, e.published if e.title + e.summary else None) for e in entries}
    assert len(kept) == len(distinct - {("", "", "", None)})
