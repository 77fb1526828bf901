from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.fetch.politeness import RobotsAnswer, denied_by, matches, normalised, parse_robots, robots_answer, start_after

SITE = "https://site.example"


def permitted(text: str, path: str) -> bool:
    return denied_by(parse_robots(text), SITE + path) is None


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param("", "/a", True, id="empty file"),
        pytest.param("<html>not found</html>", "/a", True, id="not a robots.txt"),
        pytest.param("Disallow: /", "/a", True, id="rule before any group"),
        pytest.param("User-agent: *\nDisallow:", "/a", True, id="empty pattern forbids nothing"),
        pytest.param("User-agent: *\nDisallow: /", "/a", False, id="everything"),
        pytest.param("User-agent: *\nDisallow: /", "/robots.txt", True, id="robots.txt itself"),
        pytest.param("user-AGENT : *\n  disallow : /a  # why", "/a/b", False, id="case, blanks, comment"),
        pytest.param("\ufeffUser-agent: *\r\nDisallow: /a", "/a", False, id="byte order mark, CRLF"),
        pytest.param("User-agent: *\nDisallow: /a", "/A", True, id="paths have case"),
        pytest.param("User-agent: *\nDisallow: /a", "/ab", False, id="patterns are beginnings"),
        pytest.param("User-agent: other\nDisallow: /", "/a", True, id="group of another"),
        pytest.param("User-agent: *\nDisallow: /\nUser-agent: NorthWatch\nDisallow: /x", "/a", True, id="own group replaces *"),
        pytest.param("User-agent: northwatch/2.0\nDisallow: /", "/a", False, id="own name with a version"),
        pytest.param("User-agent: northwatcher\nDisallow: /", "/a", True, id="a longer name is another"),
        pytest.param("User-agent: x\nUser-agent: northwatch\nDisallow: /a", "/a", False, id="one group for two agents"),
        pytest.param(
            "User-agent: northwatch\nDisallow: /a\nUser-agent: northwatch\nDisallow: /b", "/a", False, id="own groups add up"
        ),
        pytest.param(
            "User-agent: *\nSitemap: /s\nUser-agent: x\nDisallow: /a", "/a", False, id="other records do not part agents"
        ),
        pytest.param("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True, id="Allow wins a tie"),
        pytest.param("User-agent: *\nAllow: /\nDisallow: /a", "/a", False, id="longest wins, not first"),
        pytest.param("User-agent: *\nDisallow: /a/\nAllow: /a/open", "/a/open/1", True, id="longer Allow"),
        pytest.param("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False, id="star and end"),
        pytest.param("User-agent: *\nDisallow: /*.pdf$", "/y.pdf?a=1", True, id="end is the end of the query"),
        pytest.param("User-agent: *\nDisallow: /*?print", "/a?x&print", True, id="piece after the star must stand as written"),
        pytest.param("User-agent: *\nDisallow: /*?print", "/a?print=1", False, id="query"),
        pytest.param("User-agent: *\nDisallow: /å", "/%c3%a5", False, id="escaped and plain are the same"),
        pytest.param("User-agent: *\nDisallow: /a%2fb", "/a/b", True, id="an escaped slash is not a slash"),
        pytest.param("User-agent: *\nDisallow: /%7Ejoe", "/~joe", False, id="escape of a plain character"),
    ],
)
def test_robots_txt_decides(text, path, expected):
    assert permitted(text, path) is expected


def test_a_refusal_names_its_rule():
    rule = denied_by(parse_robots("User-agent: *\nDisallow: /private/"), f"{SITE}/private/1")
    assert str(rule) == "Disallow: /private/"


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, RobotsAnswer.READ),
        (401, RobotsAnswer.ALLOW),
        (404, RobotsAnswer.ALLOW),
        (429, RobotsAnswer.WAIT),
        (500, RobotsAnswer.WAIT),
        (503, RobotsAnswer.WAIT),
    ],
)
def test_what_a_status_of_robots_txt_means(status, answer):
    assert robots_answer(status) is answer


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 5", 5.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 86400", 30.0),
        ("Crawl-delay: x", 0.0),
        ("Crawl-delay: -1", 0.0),
    ],
)
def test_crawl_delay_is_read_and_capped(line, seconds):
    assert parse_robots(f"User-agent: *\n{line}").crawl_delay_s == seconds


@pytest.mark.parametrize(
    ("pattern", "target", "expected"),
    [
        ("", "/", True),
        ("*", "/", True),
        ("$", "/", False),
        ("/$", "/", True),
        ("/a*b*c$", "/axbxc", True),
        ("/a*b*c$", "/axcxb", False),
        ("/a*a$", "/a", False),
        ("/ab*b$", "/ab", False),
        ("/**b", "/xb", True),
    ],
)
def test_patterns(pattern, target, expected):
    assert matches(pattern, target) is expected


def test_a_pattern_made_to_stall_is_decided_at_once():
    assert not matches("/" + "*a" * 2000 + "$", "/" + "a" * 1999 + "b")


@given(st.text(alphabet="a/%2F*$é?", max_size=20))
def test_a_path_is_forbidden_by_itself(path):
    plain = "/" + path.replace("*", "").replace("$", "").replace("?", "")
    assert matches(normalised(plain), normalised(plain))
    assert normalised(normalised(plain)) == normalised(plain)


@given(st.text(max_size=200))
def test_no_file_makes_parsing_fail(text):
    assert parse_robots(text).crawl_delay_s >= 0


@pytest.mark.parametrize(
    ("now", "free_at", "expected"),
    [
        pytest.param(10.0, 0.0, (10.0, 11.5), id="free for long"),
        pytest.param(10.0, 10.0, (10.0, 11.5), id="free just now"),
        pytest.param(10.0, 12.0, (12.0, 13.5), id="two seconds to wait"),
    ],
)
def test_starts_at_one_host_are_apart(now, free_at, expected):
    assert start_after(now, free_at, 1.5) == expected
