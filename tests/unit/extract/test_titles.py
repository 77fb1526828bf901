"""The title and the section of a page."""

from __future__ import annotations

import pytest

from worker.extract.address import site_names
from worker.extract.titles import choose_section, choose_title


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
        pytest.param(("Second ship sent",), (), "Untitled Document", "Second ship sent", id="a program's default in the tab"),
        pytest.param(("Second ship sent", "More"), (), "Home", "Home", id="several headings do not say which"),
        pytest.param(("SHIP SENT",), ("Ship sent",), "", "Ship sent", id="a heading in capitals"),
        pytest.param(
            (), (), "Второе судно ушло на север :: Общество :: Газета", "Второе судно ушло на север", id="double colons"
        ),
    ],
)
def test_choose_title(headings, declared, tab, expected):
    assert choose_title(headings, declared, tab) == expected


@pytest.mark.parametrize(
    ("headings", "declared", "tab", "expected"),
    [
        pytest.param(("Coast Gazette",), ("Coast Gazette",), "Coast Gazette", "", id="nothing but the site"),
        pytest.param(("Coast Gazette", "Ship sent"), ("coast-gazette",), "Coast Gazette", "Ship sent", id="another heading"),
        pytest.param((), ("Ship sent | Coast Gazette",), "", "Ship sent", id="bar"),
        pytest.param((), ("Ship sent|Coast Gazette",), "", "Ship sent", id="bar without blanks"),
        pytest.param(
            (), ("Coast Gazette: Ship sent",), "", "Coast Gazette: Ship sent", id="a colon without blank joins a sentence"
        ),
        pytest.param((), (), "Coast Gazette: Ship sent", "Ship sent", id="a tab says where one is"),
        pytest.param((), (), "Coast guard: Ship sent", "Coast guard: Ship sent", id="a tab with another colon"),
        pytest.param((), ("Ship sent – News – Coast Gazette",), "", "Ship sent – News", id="dash; the section stays"),
        pytest.param((), ("Coast Gazette » Ship sent",), "", "Ship sent", id="in front"),
        pytest.param((), ("SHIP SENT • coastgazette.example",), "", "SHIP SENT", id="host, and capitals stay"),
        pytest.param((), ("Ship sent – three missing",), "", "Ship sent – three missing", id="no name of the site"),
        pytest.param((), ("Coast Gazette closes down",), "", "Coast Gazette closes down", id="news about the site"),
        pytest.param(("Ship sent north after storm",), ("Ship sent north…",), "", "Ship sent north after storm", id="cut short"),
        pytest.param((), ("Ship sent north...",), "Ship sent north by night", "Ship sent north by night", id="whole in the tab"),
        pytest.param(("Other news",), ("Ship sent north…",), "", "Ship sent north…", id="nothing goes on with it"),
        pytest.param(("Ship sails",), ("Ship sent north",), "", "Ship sent north", id="heading and declared title disagree"),
    ],
)
def test_title_without_the_site(headings, declared, tab, expected):
    sites = site_names(["Coast Gazette"], "https://www.coastgazette.example/x")
    assert choose_title(headings, declared, tab, sites) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param((), "", id="nothing"),
        pytest.param(("https://a.example/news", "News"), "News", id="an address"),
        pytest.param(("Home", "Forside", "Uncategorized", "12", "—", "Arctic"), "Arctic", id="no subjects"),
        pytest.param(("x" * 61, "Север"), "Север", id="too long"),
        pytest.param((" Foreign \n policy ",), "Foreign policy", id="blanks"),
    ],
)
def test_section(stated, expected):
    assert choose_section(stated) == expected
