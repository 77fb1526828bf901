"""Elements are selected as trafilatura's own expressions select them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from lxml import html
from lxml.etree import XPath
from trafilatura import xpaths

from worker.extract import main_text  # noqa: F401 - replaces the expressions
from worker.extract.selections import selection

REGEXP = {"re": "http://exslt.org/regular-expressions"}
REPLACED = [
    *xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH, *xpaths.BODY_XPATH[:1], *xpaths.BODY_XPATH[2:4], *xpaths.OVERALL_DISCARD_XPATH,
    *xpaths.TEASER_DISCARD_XPATH, *xpaths.DISCARD_IMAGE_ELEMENTS,
]  # fmt: skip
NAMES = [
    "post", "story", "comments", "Commentary", "cookie-bar", "footer", "x-Footer", "share-it", "nav", "page-content", "teaser",
    "my-Teaser", "caption", "is hidden", "hide-x", "reply-1", "author", "article-body", "postcontent", "plain",
]  # fmt: skip
ATTRIBUTES = ["id", "class", "style", "role", "aria-hidden", "data-component", "itemprop"]
TAGS = ["div", "p", "section", "span", "list", "item", "ul", "article", "main", "h2"]


def every_combination() -> html.HtmlElement:
    """Elements of each tag, with each name in each attribute alone, and in id and class in both orders."""
    single = [f'{attribute}="{name}"' for attribute in ATTRIBUTES for name in [*NAMES, "display: none", "true", "navigation"]]
    both = [f'{one}="plain" {other}="{name}"' for one, other in (("id", "class"), ("class", "id")) for name in NAMES]
    body = "".join(f"<{tag} {attributes}>x</{tag}>" for tag in TAGS for attributes in ("", *single, *both))
    return html.fromstring(f"<html><body>{body}</body></html>")


@pytest.mark.parametrize("select", REPLACED, ids=range(len(REPLACED)))
def test_the_quick_selection_leaves_nothing_out(select):
    """An element that the whole expression asks for is a candidate, whatever its attributes are."""
    trees = [every_combination(), *(html.fromstring(path.read_bytes()) for path in Path("tests/data/pages").glob("*.html"))]
    for tree in trees:
        wanted = [element for element in tree.iterdescendants("*") if select.fulfils(element)]
        assert select(tree) == wanted[: select.most]


PAGE = """<html><body><section class="list"><div id="a" class="news-List">1<p class="x">2</p></div><div class="big list">3</div>
<p id="LIST">4</p><p>5</p></section></body></html>"""


@pytest.mark.parametrize(
    ("path", "count"),
    [
        pytest.param(".//*[self::div or self::p][contains(@class, 'list')]", 1, id="a part of a value"),
        pytest.param(".//*[self::div][contains(translate(@class, 'L', 'l'), 'list')]", 2, id="small or capital"),
        pytest.param(".//*[re:test(@id|@class, 'list', 'i')]", 3, id="the attribute that is written first"),
        pytest.param("(.//*[self::div][@class])[1]", 1, id="the first one"),
        pytest.param(".//*[@id][not(self::div)]", 1, id="not a tag"),
        pytest.param(".//*[self::div][not(@id)]", 1, id="not an attribute: as it is"),
        pytest.param(".//*[self::section][@class][.//p]", 1, id="what is inside: as it is"),
        pytest.param(".//*[self::p or @id]", 4, id="a tag alone: as it is"),
        pytest.param(".//p|.//*[@id]", 4, id="a union: as it is"),
    ],
)
def test_it_selects_what_the_expression_selects(path, count):
    tree, expression = html.fromstring(PAGE), XPath(path, namespaces=REGEXP)
    assert selection(expression)(tree) == expression(tree)
    assert len(expression(tree)) == count


def test_long_values_are_not_remembered():
    tree = html.fromstring("".join(f"<div style='{n}{'x' * 100_000}'>1</div>" for n in range(20)))
    select = selection(XPath(".//*[re:test(@style, 'hidden')]", namespaces=REGEXP))
    tracemalloc.start()
    try:
        assert select(tree) == []
        assert tracemalloc.get_traced_memory()[0] < 100_000
    finally:
        tracemalloc.stop()
