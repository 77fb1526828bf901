"""The canonical address of a page."""

from __future__ import annotations

import pytest

from worker.extract.address import canonical

PAGE = "https://www.coast.example/news/ship?utm=1"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param(None, PAGE, id="nothing declared"),
        pytest.param("javascript:alert(1)", PAGE, id="no web address"),
        pytest.param("undefined", PAGE, id="a script without a value"),
        pytest.param("https://www.coast.example/{{ page.url }}", PAGE, id="a template that was not filled"),
        pytest.param("https://www.coast.example/en/", PAGE, id="the front page of a language"),
        pytest.param("https://www.coast.example/index.html", PAGE, id="the front page by its file"),
        pytest.param("https://other.example/news/ship", PAGE, id="another site"),
        pytest.param("https://www.coast.example/", PAGE, id="the front page"),
        pytest.param("https://[broken", PAGE, id="malformed"),
        pytest.param("/news/ship", "https://www.coast.example/news/ship", id="relative"),
        pytest.param("https://coast.example/news/ship#top", "https://coast.example/news/ship", id="without www and fragment"),
        pytest.param(
            "http://www.coast.example/news/ship", "https://www.coast.example/news/ship", id="the page was read over https"
        ),
        pytest.param("/s?id=7&utm_source=mail&fbclid=x", "https://www.coast.example/s?id=7", id="tracking parameters"),
    ],
)
def test_canonical(declared, expected):
    assert canonical(declared, PAGE) == expected


@pytest.mark.parametrize(
    ("declared", "url", "other", "expected"),
    [
        pytest.param(None, None, None, None, id="nothing"),
        pytest.param(None, "https://a.example/x?utm_medium=feed", None, "https://a.example/x", id="own address without tracking"),
        pytest.param(None, "https://a.example/x?utm_medium=feed", "https://a.example/y", "https://a.example/y", id="og:url"),
        pytest.param(
            "https://b.example/", "https://a.example/x", "https://a.example/y", "https://a.example/y", id="og:url second"
        ),
        pytest.param("https://www.a.example/x", "https://amp.a.example/x/amp", None, "https://www.a.example/x", id="amp"),
        pytest.param("https://b.co.uk/x", "https://a.co.uk/x", None, "https://a.co.uk/x", id="another British site"),
        pytest.param("https://a.co.uk/x", "https://www.a.co.uk/amp/x", None, "https://a.co.uk/x", id="the same British site"),
        pytest.param("https://dr.dk/x", "https://www.dr.dk/x", None, "https://dr.dk/x", id="short name below a country"),
        pytest.param(
            "https://b.wordpress.com/x", "https://a.wordpress.com/x", None, "https://a.wordpress.com/x", id="another blog"
        ),
        pytest.param("https://a.example/?p=7", "https://a.example/x", None, "https://a.example/?p=7", id="no front page"),
        pytest.param("https://a.example/x", None, None, "https://a.example/x", id="of a file"),
        pytest.param(
            "https://a.example/show.php",
            "https://a.example/show.php?id=7",
            None,
            "https://a.example/show.php?id=7",
            id="number lost",
        ),
        pytest.param(
            "https://a.example/x-7.html",
            "https://a.example/x-7.html?id=9",
            None,
            "https://a.example/x-7.html",
            id="number in the path",
        ),
    ],
)
def test_canonical_of_sites(declared, url, other, expected):
    assert canonical(declared, url, other) == expected
