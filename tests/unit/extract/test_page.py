"""What pages say of themselves: structured data, meta tags and marks, well-formed and broken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.extract.main_text import body_of, parse
from worker.extract.page import PageFacts, page_facts, plain
from worker.extract.segments import layout


def facts(head: str = "", body: str = "<p>Text.</p>", attributes: str = "") -> PageFacts:
    tree = parse(f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return page_facts(tree, layout(body_of(tree)).marks)


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def stated(value: object) -> PageFacts:
    return facts(script(json.dumps(value)))


def article(**fields: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": "Ship sent", "datePublished": "2026-01-12"} | fields


# ------------------------------------------------------------------ structured data


@pytest.mark.parametrize(
    ("value", "headline"),
    [
        pytest.param({}, None, id="empty"),
        pytest.param([], None, id="empty list"),
        pytest.param("NewsArticle", None, id="a string"),
        pytest.param({"@type": "WebSite", "headline": "Gazette"}, None, id="the site"),
        pytest.param(article(), "Ship sent", id="alone"),
        pytest.param([{"@type": "WebSite"}, article()], "Ship sent", id="list"),
        pytest.param({"@graph": [{"@type": "Person"}, article()]}, "Ship sent", id="graph"),
        pytest.param({"@type": "WebPage", "mainEntity": article()}, "Ship sent", id="main entity"),
        pytest.param({"@type": ["Thing", "ReportageNewsArticle"], "headline": "Ship sent"}, "Ship sent", id="two types"),
        pytest.param(
            {"@type": "ItemList", "itemListElement": [{"item": article(headline="Other")}]}, None, id="a list of others"
        ),
        pytest.param(article(comment=[article(headline="Reply")]), "Ship sent", id="a comment"),
        pytest.param({"@type": "CollectionPage", "hasPart": [article(headline="Other")]}, None, id="the parts of a section"),
        pytest.param({"@type": "Blog", "blogPost": [article(headline="Other")]}, None, id="the posts of a blog"),
        pytest.param({"@type": "WebPage", "hasPart": article()}, "Ship sent", id="the part of a page"),
        pytest.param({"@type": "Product", "review": {"@type": "Review", "headline": "Fine"}}, None, id="what a buyer wrote"),
    ],
)
def test_which_node_is_the_article(value, headline):
    assert stated(value).article.get("headline") == headline


def test_of_two_articles_the_one_that_the_page_shows():
    value = [article(headline="Other"), article(headline="Ship &amp; crew", datePublished="2026-01-11")]
    found = facts("<title>Ship &amp; crew | Gazette</title>" + script(json.dumps(value)))
    assert found.dates == ("2026-01-11",)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("{", None, id="cut"),
        pytest.param("[" * 20_000, None, id="nested too deeply"),
        pytest.param("{'@type': 'NewsArticle'}", None, id="another language"),
        pytest.param('{"@type": "NewsArticle", "headline": "Ship, sent",}', "Ship, sent", id="loose comma"),
        pytest.param('[{"@type": "NewsArticle", "headline": "Ship"}, ]', "Ship", id="loose comma in a list"),
        pytest.param('<!-- {"@type": "NewsArticle", "headline": "Ship"} -->', "Ship", id="comment"),
        pytest.param('//<![CDATA[\n{"@type": "NewsArticle", "headline": "Ship"}\n//]]>', "Ship", id="cdata"),
        pytest.param('/*<![CDATA[*/{"@type": "NewsArticle", "headline": "Ship"}/*]]>*/', "Ship", id="cdata in a comment"),
        pytest.param('{"@type": "NewsArticle", "headline": "Ship\nsent"}', "Ship sent", id="line feed in a string"),
        pytest.param('{"@type": "NewsArticle", "headline": "Ship"};', "Ship", id="semicolon"),
        pytest.param('{"@type": "NewsArticle", "headline": "Ship"}{"@type": "WebPage"}', "Ship", id="two values"),
        pytest.param('{"@type": "NewsArticle", "headline": "a ,] b", "x": [1,]}', "a ] b", id="what loose commas cost"),
    ],
)
def test_broken_json(text, headline):
    assert facts(script(text)).article.get("headline") == headline


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            r'{"@type": "NewsArticle", "about": "the ship\'s \d", "datePublished": "2026-01-12"}', id="escapes of JavaScript"
        ),
        pytest.param('{\n// ours\n"@type": "NewsArticle",\n"datePublished": "2026-01-12"}', id="line comment"),
        pytest.param('\ufeff{"@type": "NewsArticle", "datePublished": "2026-01-12"}', id="byte order mark"),
        pytest.param('{"@type": "WebSite"},\n{"@type": "NewsArticle", "datePublished": "2026-01-12"}', id="values in a row"),
        pytest.param(
            "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;datePublished&quot;: &quot;2026-01-12&quot;}", id="entities"
        ),
        pytest.param('{"@type": "NewsArticle", "about": "he said "no"", "datePublished": "2026-01-12"}', id="quotes in a text"),
        pytest.param('{"@type": ["NewsArticle"], "datePublished": "2026-01-12", "author": {"name": "K"', id="cut"),
        pytest.param('{"@type": "NewsArticle", "datePublished": ["2026-01-12"]}', id="list of one"),
        pytest.param('{"@type": "NewsArticle", "datePublished": {"@value": "2026-01-12"}}', id="typed value"),
        pytest.param('{"@type": "NewsArticle", "dateCreated": "2026-01-12"}', id="made"),
        pytest.param('{"@type": "LiveBlogPosting", "coverageStartTime": "2026-01-12"}', id="coverage"),
    ],
)
def test_the_date_of_structured_data_however_it_is_written(text):
    assert facts(script(text)).dates == ("2026-01-12",)


def test_seconds_as_a_number_are_a_date():
    assert stated(article(datePublished=1768212000000)).dates == ("1768212000000",)


def test_a_broken_script_of_another_thing_states_no_date():
    assert facts(script('{"@type": "Event", "name": "he said "no"", "datePublished": "2026-01-12"}')).dates == ()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["\n" * 300_000, "\\" * 300_000, '"@type":' * 40_000, '"@type":' + " " * 300_000, ",{}" * 100_000]
)
def test_broken_json_takes_no_time(text):
    assert facts(script('{"@type": "NewsArticle"' + text + "x")).dates == ()


def test_what_an_object_of_a_service_says_of_authors_and_section():
    said = facts("""<meta name="parsely-page" content='{"authors": ["Kim Vik", "Ada Holm"], "section": "World"}'>""")
    assert (said.authors, said.sections) == (("Kim Vik, Ada Holm",), ("World",))


def test_a_later_script_counts_when_the_first_is_broken():
    assert facts(script("{") + script(json.dumps(article()))).article["headline"] == "Ship sent"


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        pytest.param(None, "", id="none"),
        pytest.param({}, "", id="nameless"),
        pytest.param({"givenName": "Anna", "familyName": "Berg"}, "Anna Berg", id="parts of a name"),
        pytest.param([1, None, {"name": 2}], "", id="no names"),
        pytest.param("Anna Berg", "Anna Berg", id="text"),
        pytest.param({"@type": "Person", "name": "Anna Berg"}, "Anna Berg", id="object"),
        pytest.param([{"name": "Anna Berg"}, "Olav Lie", {"name": "Anna Berg"}], "Anna Berg, Olav Lie", id="list"),
        pytest.param({"name": ["Anna Berg", "Olav Lie"]}, "Anna Berg, Olav Lie", id="names of one object"),
        pytest.param({"@id": "#anna"}, "Anna Berg", id="pointer"),
        pytest.param({"@id": "#nobody"}, "", id="pointer to nothing"),
    ],
)
def test_authors_of_structured_data(author, expected):
    found = stated({"@graph": [article(author=author, publisher={"name": "Gazette"}), {"@id": "#anna", "name": "Anna Berg"}]})
    assert (found.article.get("author", ""), found.sites) == (expected, ("Gazette",))


@pytest.mark.parametrize(
    ("value", "tier"),
    [
        pytest.param(article(), "", id="nothing said"),
        pytest.param(article(isAccessibleForFree=True), "", id="free"),
        pytest.param(article(isAccessibleForFree=False), "locked", id="false"),
        pytest.param(article(isAccessibleForFree="False"), "locked", id="in words"),
        pytest.param(article(isAccessibleForFree="http://schema.org/False"), "locked", id="as an address"),
        pytest.param(
            article(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".wall"}),
            "locked",
            id="part",
        ),
        pytest.param(article(hasPart=[{"isAccessibleForFree": True}, 7]), "", id="parts that are free"),
        pytest.param({"@type": "WebPage", "isAccessibleForFree": False}, "locked", id="the page says it"),
        pytest.param([article(), {"@type": "Event", "isAccessibleForFree": False}], "", id="an event that has a price"),
    ],
)
def test_tier_of_structured_data(value, tier):
    assert stated(value).tier == tier


@pytest.mark.parametrize(("content", "tier"), [("free", ""), ("Locked", "locked"), ("metered", "metered"), ("gold", "")])
def test_tier_of_meta_tags(content, tier):
    assert facts(f'<meta property="article:content_tier" content="{content}">').tier == tier


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("head", "body", "dates"),
    [
        pytest.param("", "", (), id="nothing"),
        pytest.param('<meta property="article:modified_time" content="2026-01-12">', "", (), id="a change"),
        pytest.param(script(json.dumps({"@type": "WebSite", "datePublished": "2001-01-01"})), "", (), id="of the site"),
        pytest.param(
            script(json.dumps({"@type": "WebPage", "datePublished": "2026-01-12"})), "", ("2026-01-12",), id="of the page"
        ),
        pytest.param(
            '<meta name="date" content="2026-01-13">' + script(json.dumps(article())),
            "",
            ("2026-01-12", "2026-01-13"),
            id="a vague name comes last",
        ),
        pytest.param(
            script(json.dumps(article())) + '<meta property="article:published_time" content="2026-01-11">',
            "",
            ("2026-01-11", "2026-01-12"),
            id="a clear name comes first",
        ),
        pytest.param(
            '<meta name="mediator_published_time" content="2026-01-12T10:00:00+03:00">',
            "",
            ("2026-01-12T10:00:00+03:00",),
            id="mediator",
        ),
        pytest.param('<meta name="citation_publication_date" content="2026/01/12">', "", ("2026/01/12",), id="of a journal"),
        pytest.param(
            """<meta name="parsely-page" content='{"title": "Ship sent", "pub_date": "2026-01-12T10:00:00Z"}'>""",
            "",
            ("2026-01-12T10:00:00Z",),
            id="in an object of a service",
        ),
        pytest.param(
            "<meta name='parsely-page' content='{\"pub_date\": [1, {}], \"author\": null'>", "", (), id="in a broken object"
        ),
        pytest.param(
            script('{"@type": "VideoObject", "name": "Ship sent", "uploadDate": "2026-01-12"}'),
            "<h1>Ship sent</h1>",
            ("2026-01-12",),
            id="of the video that the page shows",
        ),
        pytest.param(
            script('{"@type": "VideoObject", "name": "Ice last year", "uploadDate": "2025-01-12"}'),
            "<h1>Ship sent</h1>",
            (),
            id="of another video",
        ),
        pytest.param("", '<span itemprop="datePublished" content="2026-01-12">Monday</span>', ("2026-01-12",), id="microdata"),
        pytest.param("", '<span property="schema:datePublished" content="2026-01-12"></span>', ("2026-01-12",), id="rdfa"),
        pytest.param(
            "", '<abbr class="published" itemprop="datePublished" title="2026-01-12">x</abbr>', ("2026-01-12",), id="in a title"
        ),
        pytest.param(
            "",
            '<div class="comments"><time itemprop="datePublished" datetime="2026-01-12"></time></div>',
            (),
            id="of a comment",
        ),
        pytest.param(
            "",
            '<article><time itemprop="dateModified" datetime="2026-01-13">a</time><time datetime="2026-01-12">b</time></article>',
            ("2026-01-12",),
            id="the first time that is no change",
        ),
        pytest.param(
            "", '<article><time class="updated" datetime="2026-01-12">a</time></article>', ("2026-01-12",), id="the only time"
        ),
        pytest.param(
            "",
            '<article><time itemprop="dateModified" datetime="2026-01-12">a</time></article>',
            (),
            id="the only time is a change",
        ),
        pytest.param(
            "",
            '<article>Oppdatert <time datetime="2026-01-13">a</time> Publisert <time datetime="2026-01-12">b</time></article>',
            ("2026-01-12",),
            id="the words in front say which is a change",
        ),
        pytest.param(
            "", '<p><span class="timestamp" data-timestamp="1768212000000">2 hours ago</span></p>', ("1768212000000",), id="data"
        ),
        pytest.param(
            "",
            '<p class="date" title="2026-01-12T10:00:00Z">1</p><p class="date" title="2026-01-13T10:00:00Z">2</p>',
            (),
            id="titles of a list",
        ),
        pytest.param(
            "",
            '<article><time datetime="2026-01-12">a</time></article><article><time datetime="2026-01-13">b</time></article>',
            (),
            id="two articles: a list",
        ),
    ],
)
def test_stated_dates(head, body, dates):
    assert facts(head, body).dates == dates


@pytest.mark.parametrize(
    ("body", "visible"),
    [
        pytest.param("<article><time>12 January 2026</time></article>", ("12 January 2026",), id="time"),
        pytest.param("<form><main><time>12 January 2026</time></main></form>", ("12 January 2026",), id="a form around the page"),
        pytest.param('<main><p class="post-date">12 January 2026</p></main>', ("12 January 2026",), id="class"),
        pytest.param('<p class="dateline">12 January 2026</p>', ("12 January 2026",), id="a page without a main part"),
        pytest.param('<p class="dateline">12 January 2026</p><main><p>Text.</p></main>', (), id="outside the main part"),
        pytest.param('<main><footer><p class="date">12 January 2026</p></footer></main>', (), id="footer"),
        pytest.param('<main><div class="related-items"><p class="date">1 May 2026</p></div></main>', (), id="another item"),
        pytest.param('<div class="masthead"><p class="date">12 January 2026</p></div>', (), id="the day of the visit"),
        pytest.param(
            '<main class="relative"><p class="date">12 January 2026</p></main>', ("12 January 2026",), id="layout class"
        ),
        pytest.param('<main><p class="candidate">Anna Berg</p></main>', (), id="a longer word"),
        pytest.param(f'<main><p class="date">{"word " * 60}</p></main>', (), id="a paragraph"),
        pytest.param('<main><time class="updated">12 January 2026</time></main>', (), id="an update"),
    ],
)
def test_visible_dates(body, visible):
    assert facts("", body).visible == visible


# ------------------------------------------------------------------ authors, sections, language


@pytest.mark.parametrize(
    ("body", "signed", "bylines"),
    [
        pytest.param('<main><a rel="author" href="/anna">Anna Berg</a></main>', ("Anna Berg",), (), id="link"),
        pytest.param(
            '<main><p itemprop="author">Editor: <b itemprop="name">Anna Berg</b></p></main>', ("Anna Berg",), (), id="name within"
        ),
        pytest.param('<main><p class="byline">By Anna Berg</p></main>', (), ("By Anna Berg",), id="class"),
        pytest.param('<main><div class="comment"><p class="author">Olav</p></div></main>', (), (), id="who comments"),
    ],
)
def test_marked_authors(body, signed, bylines):
    found = facts("", body)
    assert (found.signed, found.bylines) == (signed, bylines)


def test_several_author_tags_are_one_statement():
    found = facts('<meta name="author" content="Anna Berg"><meta name="author" content="Olav Lie">')
    assert found.authors == ("Anna Berg, Olav Lie",)


CRUMBS = {
    "@type": "BreadcrumbList",
    "itemListElement": [
        {"position": 3, "name": "Ship sent"},
        {"position": 1, "item": {"name": "Home"}},
        {"position": "2", "name": "Arctic"},
    ],
}


@pytest.mark.parametrize(
    ("head", "body", "sections"),
    [
        pytest.param("", "", (), id="nothing"),
        pytest.param('<meta property="article:section" content="World">', "", ("World",), id="meta"),
        pytest.param('<meta name="parsely-section" content="World">', "", ("World",), id="another meta"),
        pytest.param(
            '<p itemprop="articleSection">x</p><meta itemprop="articleSection" content="World">', "", ("World",), id="item"
        ),
        pytest.param(script(json.dumps(article(articleSection=["", "World", "Sea"]))), "", ("World",), id="list"),
        pytest.param(script(json.dumps([article(), CRUMBS])), "", ("Arctic",), id="breadcrumb, out of order"),
        pytest.param(
            "<title>Ship</title>",
            '<nav aria-label="Breadcrumb"><a>Home</a> <a>News</a> <a>Arctic</a></nav>',
            ("Arctic",),
            id="links",
        ),
        pytest.param("", '<ul class="breadcrumbs"><li><a>Home</a></li></ul>', (), id="front page only"),
        pytest.param(script('{"@type": "BreadcrumbList", "itemListElement": [7, {"position": "x"}]}'), "", (), id="broken list"),
    ],
)
def test_sections(head, body, sections):
    assert facts(head, body).sections == sections


@pytest.mark.parametrize(
    ("attributes", "head", "languages"),
    [
        pytest.param("", "", (), id="nothing"),
        pytest.param('lang="nb-NO"', "", ("nb-NO",), id="page"),
        pytest.param('xml:lang="fi"', "", ("fi",), id="xml"),
        pytest.param("", '<meta http-equiv="Content-Language" content="sv">', ("sv",), id="header in the page"),
        pytest.param("", script(json.dumps(article(inLanguage="is-IS"))), ("is-IS",), id="structured data"),
        pytest.param('lang="da"', '<meta property="og:locale" content="da_DK">', ("da", "da_DK"), id="two, the page's own first"),
    ],
)
def test_languages(attributes, head, languages):
    found = facts(head, attributes=attributes)
    assert (found.languages, found.language) == (languages, languages[0] if languages else None)


# ------------------------------------------------------------------ texts


@pytest.mark.parametrize(
    ("head", "address"),
    [
        pytest.param('<link rel="Canonical nofollow" href="https://a.example/b">', "https://a.example/b", id="several words"),
        pytest.param('<base href="https://a.example/c/"><link rel="canonical" href="b">', "https://a.example/c/b", id="base"),
        pytest.param('<base href="https://["><link rel="canonical" href="b">', "b", id="a broken base"),
    ],
)
def test_canonical_links(head, address):
    assert facts(head).canonical == address


def test_the_title_of_a_picture_is_no_title_of_the_page():
    assert facts(body="<svg><title>Logo</title></svg>").tab == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Ship &amp; crew", "Ship & crew"),
        ("Ship &amp;amp; crew", "Ship & crew"),
        ("Ship&#8217;s &#x2014; end", "Ship’s — end"),
        ("R&D; and AT&T", "R&D; and AT&T"),
        ("Ship <em>sent</em> &lt;b&gt;north&lt;/b&gt;", "Ship sent north"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("Daten\u00adkabel\u200b", "Datenkabel"),
        (" a \n b ", "a b"),
        ("x" * 2000, "x" * 1000),
    ],
)
def test_plain(text, expected):
    assert plain(text) == expected


@pytest.mark.timeout(30)
def test_thousands_of_nested_marks_take_no_time():
    body = '<div class="author byline date">' * 200 + '<time class="date" datetime="x">ice</time> ' * 50_000
    assert facts("", f"<article>{body}</article>").times == ("x",)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("opening", ["", '{"a": 1} -->', "//"])
def test_many_blanks_in_a_wrapping_take_no_time(opening):
    script = f'<script type="application/ld+json">{opening}{" " * 200_000}x</script>'
    assert facts(script, "<h1>Ship</h1>").headings == ("Ship",)


def test_a_page_that_was_escaped_twice():
    found = facts('<meta property="og:title" content="Ship &amp;amp; crew">', "<h1>Ship &amp;amp; crew</h1>")
    assert (found.titles, found.headings) == (("Ship & crew",), ("Ship & crew",))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["NewsArticle", "BreadcrumbList", "WebPage"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "name",
                    "author",
                    "headline",
                    "hasPart",
                    "publisher",
                    "itemListElement",
                    "item",
                    "position",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON)
def test_no_structured_data_breaks_a_page(value):
    found = stated(value)
    assert all(isinstance(text, str) and text for text in found.article.values())
    assert isinstance(found.sections, tuple)


@settings(deadline=None)
@given(st.text(alphabet='{}[]",:ab<!-/*]>', max_size=60))
def test_no_script_breaks_a_page(text):
    assert isinstance(facts(script(text)).article, dict)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        pytest.param("<a href='/'>Kystposten</a>", ("Kystposten",), id="text"),
        pytest.param("<a href='/'><img src='l.svg' alt='Kystposten'></a>", ("Kystposten",), id="logo"),
        pytest.param("<a href='/'>Forside</a><a href='/'>Kystposten</a>", ("Forside", "Kystposten"), id="several"),
        pytest.param("<a href='/nyt'>Nyt</a>", (), id="another page"),
        pytest.param(f"<a href='/'>{'Kystposten ' * 9}</a>", (), id="no name is so long"),
    ],
)
def test_what_a_page_calls_its_front_page(body, names):
    assert facts(body=body).sites == names
