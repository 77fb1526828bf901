"""Which text is taken for the article: the quick choice, the full comparison, and the rescue that asks two others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import strip_tags
from lxml.html import tostring
from trafilatura import main_extractor
from trafilatura.utils import load_html
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH

from worker.extract.html import extract_html
from worker.extract.main_text import body_of, fast_mode, main_text, parse, share_of
from worker.extract.running_text import running_text
from worker.extract.segments import layout, segments

GERMAN = (
    "Die Marine verlegt im Februar einen Aufklärer nach Island, wie das zuständige Ministerium am Montag mitteilte.",
    "Die Maschine soll vier Wochen lang das Seegebiet zwischen den beiden großen Inseln überwachen und dann zurückkehren.",
    "Zuvor hatten mehrere Staaten über eine Zunahme von Unterseebooten in dem Gebiet berichtet, das als Tor zum Atlantik gilt.",
)
FINNISH = (
    "Rajavartiolaitos lisää valvontaa itärajalla joulukuun alusta alkaen, kertoo laitos tiedotteessaan keskiviikkona.",
    "Uusia partioita sijoitetaan erityisesti kahdelle alueelle, joissa liikenne on viime vuosina ollut hyvin hiljaista.",
    "Päätös liittyy rajan takana havaittuun rakentamiseen, josta laitos ei kuitenkaan halua kertoa tämän tarkemmin.",
)
ICELANDIC = (
    "Landhelgisgæslan sendi í morgun varðskip til aðstoðar togara sem hafði orðið vélarvana skammt norður af landinu.",
    "Sjö voru um borð og amaði ekkert að þeim, að sögn vaktstjóra í stjórnstöðinni sem ræddi við blaðamann í dag.",
    "Skipið verður dregið til hafnar og er búist við því þangað um miðnætti, ef veður leyfir og ekkert bilar á leiðinni.",
)
TEXTS = {"de": GERMAN, "fi": FINNISH, "is": ICELANDIC}
ALL = GERMAN + FINNISH + ICELANDIC


def page(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>"


def paragraphs(texts) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def days(texts, *names: str) -> list[str]:
    """The texts once for each name, each time with other words: texts that repeat each other are no lost text."""
    return [" ".join(word if i % 3 else word + name for i, word in enumerate(text.split())) for name in names for text in texts]


def chosen(body: str) -> str:
    html = page(body)
    tree = parse(html)
    found = layout(body_of(tree))
    return main_text(tree, html, found, running_text(found))


# ------------------------------------------------------------------ parse

LONG = "<p>" + 1000 * "word " + "</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<p>\x01 a \x0b b \ufffe c</p><p>d</p>", id="characters that XML does not have"),
        pytest.param(f"<html>{LONG}<p>\x01 a \x0b b \ufffe c \uffff\x1f d</p>\U0001f600", id="far down as well"),
        pytest.param(f"<?xml version='1.0' encoding='iso-8859-1'?>\n<html>{LONG}<p>é</p></html>", id="a declared encoding"),
        pytest.param(f"<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML'/>\n<html lang='en' />{LONG}{LONG}", id="what is repaired"),
        pytest.param("<p>one paragraph</p>", id="no page"),
        pytest.param(f"{LONG.strip()}{LONG.strip()}", id="one line"),
    ],
)
def test_the_tree_is_that_of_the_library(text):
    tree, expected = parse(text), load_html(text)
    assert (tree is None) == (expected is None)
    assert tree is None or tostring(tree) == tostring(expected)


def test_half_a_character_costs_nothing_behind_it():
    """The library's tree ends there."""
    tree = parse(page("<p>is \ud800 og</p><p>sne</p>"))
    assert [line.text for line in segments(body_of(tree))] == ["is ? og", "sne"]


@pytest.mark.parametrize("text", ["", "  ", "<!-- -->", "<"])
def test_no_element_no_tree(text):
    assert parse(text) is None


def test_what_a_text_declares_of_its_encoding_is_not_used():
    tree = parse(f'<?xml version="1.0" encoding="iso-8859-1"?>{page("<p>Grønland</p>")}')
    assert [line.text for line in segments(body_of(tree))] == ["Grønland"]


def test_a_tree_without_a_body_is_read_whole():
    tree = parse("<html><body><div><p>is</p>sne</div></body></html>").find(".//div")
    assert [line.text for line in segments(body_of(tree))] == ["is", "sne"]


# ------------------------------------------------------------------ share_of


@pytest.mark.parametrize(
    ("text", "other", "share"),
    [
        pytest.param("", "a b c", 0.0, id="nothing"),
        pytest.param("a b", "a b", 0.0, id="two words"),
        pytest.param("a b c", "", 0.0, id="in nothing"),
        pytest.param("a b c", "C, a: b; C.", 1.0, id="signs and capitals"),
        pytest.param("a b c d", "a b c", 0.5, id="half"),
        pytest.param("a b c", "a b x c", 0.0, id="not in a row"),
        pytest.param("a b c a b c", "a b c", 0.5, id="each time counts"),
    ],
)
def test_share_of(text, other, share):
    assert share_of(text, other) == pytest.approx(share)


# ------------------------------------------------------------------ the choice


@pytest.mark.parametrize(
    "body", ["", "<div></div>", "<img src='a.png'>", "<script>a()</script>", "<nav><a href='/'>Start</a></nav>"]
)
def test_a_page_without_text(body):
    assert chosen(body).strip() in ("", "Start")


@pytest.mark.parametrize("language", TEXTS)
def test_the_quick_choice(language):
    texts = TEXTS[language]
    assert chosen(f"<nav><a href='/'>Start</a></nav><article>{paragraphs(texts)}</article>").split("\n") == list(texts)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    ("first", "rest"),
    [
        pytest.param("<article class='post'>{}</article>", "<div class='text'>{}</div>", id="first article is the beginning"),
        pytest.param("<div class='story'>{}</div>", "<div class='main-side'>{}</div>", id="first class is the beginning"),
        pytest.param("<div class='entry-content'>{}</div>", "<section class='widget'>{}</section>", id="the rest in a widget"),
    ],
)
def test_a_choice_that_holds_a_fraction_is_mended(first, rest, language):
    beginning, more = TEXTS[language], days(TEXTS[language], "1", "2", "3", "4", "5")
    found = chosen(f"<main>{first.format(paragraphs(beginning))}{rest.format(paragraphs(more))}</main>")
    assert found.split("\n") == [*beginning, *more]


def test_a_report_in_several_articles_comes_whole():
    texts = days(FINNISH, "1", "2", "3", "4", "5", "6")
    parts = (f"<article><h2>Osa {i}</h2>{paragraphs(texts[i : i + 3])}</article>" for i in range(0, len(texts), 3))
    assert all(text in chosen(f"<main>{''.join(parts)}</main>").split("\n") for text in texts[1:2])
    found = chosen("<main>" + "".join(f"<article>{paragraphs(texts[i : i + 3])}</article>" for i in range(0, 18, 3)) + "</main>")
    assert found.split("\n") == texts


@pytest.mark.parametrize("attribute", ["", "{hidden}", "{{ attributes }}"])  # what a template left over
def test_a_little_more_than_the_quick_choice_is_rescued_when_two_agree(attribute):
    beginning, more = days(GERMAN, "1", "2", "3"), days(GERMAN, "4", "5")
    found = chosen(
        f"<main {attribute}><article class='post'>{paragraphs(beginning)}</article>"
        f"<div class='text'>{paragraphs(more)}</div></main>"
    )
    assert found.split("\n") == beginning + more


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param("<div class='comment-body'>{}</div>", id="comments"),
        pytest.param("<footer>{}</footer>", id="footer"),
    ],
)
@pytest.mark.parametrize("language", TEXTS)
def test_far_more_text_that_only_one_other_finds_is_not_taken(rest, language):
    texts = TEXTS[language]
    found = chosen(
        f"<article class='article-body'>{paragraphs(texts)}</article>" + rest.format(paragraphs(days(texts, "1", "2", "3", "4")))
    )
    assert found.split("\n") == list(texts)


def test_far_more_text_that_two_others_find_in_different_places_is_not_taken():
    own, other = days(GERMAN, "1", "2"), paragraphs(days(FINNISH, "1", "2", "3"))
    far = paragraphs(days(ICELANDIC, "1", "2", "3", "4", "5", "6", "7"))
    body = f"<form>{paragraphs(days(GERMAN, '3', '4'))}</form><article>{paragraphs(own)}</article><footer>{far}</footer>"
    assert chosen(f"{body}<aside>{other}</aside>").split("\n") == own


def test_the_block_with_most_of_the_running_text_is_taken_where_the_quick_choice_is_a_part():
    own = days(GERMAN, "1", "2", "3", "4", "5", "6")
    found = chosen(
        f"<footer>{paragraphs(days(FINNISH, '1', '2', '3', '4', '5'))}</footer>"
        f"<div class='post-content'>{paragraphs(days(GERMAN, '7', '8'))}</div>"
        f"<div class='sidebar'>{paragraphs(days(ICELANDIC, '1', '2', '3', '4'))}</div>"
        f"<div class='article-body'>{paragraphs(own)}</div>"
    ).split("\n")
    assert [line for line in found if line in own] == own
    assert not any(text in line for line in found for text in FINNISH)


def test_a_page_that_is_too_deep_for_a_second_opinion_is_not_rescued():
    body = f"<article>{paragraphs(GERMAN)}</article><div class='text'>{paragraphs(days(GERMAN, '1', '2', '3'))}</div>"
    deep = f"{'<div>' * 210}{body}{'</div>' * 210}"
    assert len(chosen(body)) > 2 * len(chosen(deep)) > 0


def test_a_short_report_is_not_flattened_with_its_furniture():
    found = chosen(
        "<div class='cookie-banner'><p>Wir verwenden Cookies, um diese Seite zu verbessern. Alle annehmen.</p></div>"
        "<main><article><h1>Kabel beschädigt</h1><p>Vor der Küste wurde am Freitag ein Kabel beschädigt.</p>"
        "<p>Die Polizei sucht nach einem Trawler.</p><div class='related-posts'><h2>Mehr dazu</h2><ul><li>"
        "<a href='/1'>Fähre fällt aus</a></li></ul></div></article></main>"
    )
    lines = found.split("\n")
    assert lines[-2:] == ["Vor der Küste wurde am Freitag ein Kabel beschädigt.", "Die Polizei sucht nach einem Trawler."]
    assert "Cookies" not in found


# ------------------------------------------------------------------ never emptier

SHAPES = st.sampled_from([
    "<article>{}</article>", "<div>{}</div>", "<div class='post-content'>{}</div>", "<section>{}</section>", "<aside>{}</aside>",
    "<div class='related'>{}</div>", "<blockquote>{}</blockquote>", "<table><tr><td>{}</td></tr></table>", "<main>{}</main>",
])  # fmt: skip
LINES = [
    *(f"<p>{text}</p>" for text in ALL), "<h2>Was nun folgt</h2>", "<ul><li>Sjö um borð</li><li>Enginn slasaður</li></ul>",
    "<p><a href='/x'>Lue myös tämä uutinen</a></p>", "<p>Kurz.</p>", "Text ohne Absatz<br>",
]  # fmt: skip


@st.composite
def pages(draw):
    rest, parts = draw(st.permutations(LINES)), []
    while rest and len(parts) < 4:
        count = draw(st.integers(1, 9))
        parts.append(draw(SHAPES).format("".join(rest[:count])))
        rest = rest[count:]
    return "".join(parts)


@settings(deadline=None, max_examples=60)
@given(pages())
def test_no_page_ends_empty_that_trafilatura_alone_reads(body):
    alone, found = trafilatura.extract(page(body), include_comments=False) or "", chosen(body)
    assert bool(found) >= bool(alone)
    assert any(text in found for text in ALL) >= any(text in alone for text in ALL)


# ------------------------------------------------------------------ hostile pages


@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<article>" + f"<p>{GERMAN[0]}</p>" * 20_000 + "</article>", id="equal lines"),
        pytest.param("<article><p>" + f"{GERMAN[0]} " * 10_000 + "</p></article>", id="one line of a megabyte"),
        pytest.param(f"<article>{paragraphs(GERMAN)}" + "<a href='/x'>Mehr</a> " * 50_000 + "</article>", id="links in one line"),
        pytest.param("<div>" * 200 + paragraphs(GERMAN) * 500, id="deep down"),
    ],
)
def test_large_pages(body):
    found = extract_html(page(body).encode(), None, None)
    assert GERMAN[0] in found.text


# ------------------------------------------------------------------ the fast mode in our own steps

LINKS = "".join(f'<li><a href="/{n}">A headline of another day, number {n}, which leads elsewhere</a></li>' for n in range(60))
FAST_PAGES = {
    "an article": f"<article>{paragraphs(ALL)}</article><div class='comments'>{paragraphs(GERMAN)}</div>",
    "a forum": f'<script type=\'application/ld+json\'>{{"@type": "DiscussionForumPosting"}}</script>'
    f"<div id='comments'>{paragraphs(ALL)}</div>",
    "a page that goes on": f"<div class='main'>{paragraphs(GERMAN)}</div>"
    f"<div class='infinite-scroll'>{paragraphs(FINNISH)}</div>",
    "next to nothing": "<article><p>Ship aground.</p></article>",
    "little of a long page": f"<article>{paragraphs(GERMAN[:2])}</article><div>{paragraphs(days(ALL, *'abcdefgh'))}</div>",
    "links": f"<ul>{LINKS}</ul><p>{GERMAN[0]}</p>",
    "nothing": "",
}


@pytest.mark.parametrize("body", FAST_PAGES.values(), ids=FAST_PAGES)
def test_the_fast_mode_is_that_of_the_library(body):
    html = page(body)
    document = trafilatura.bare_extraction(html, fast=True, include_comments=False)
    assert fast_mode(parse(html), html) == ((document.text or "") if document else "")


@pytest.mark.parametrize("path", sorted(Path("tests/data/pages").glob("*.html")), ids=lambda path: path.stem)
def test_the_fast_mode_of_sample_pages(path):
    html = path.read_text(encoding="utf-8")
    document = trafilatura.bare_extraction(parse(html), fast=True, include_comments=False)
    assert fast_mode(parse(html), html) == document.text


def test_names_of_pages_that_go_on_are_known():
    """What the text of a page is searched for must be a part of each name that the library looks for."""
    names = {name for path in RAW_TREE_PRUNE_XPATH for name in re.findall("'([^']*)'", path.path)}
    assert names == {"mvp-post-add-(?:box|wrap)|infinite-?scroll", "mvp-post-add-(?:box|wrap)", "elementor-share-buttons"}


# ------------------------------------------------------------------ texts in many pieces


def transcript(words: int) -> str:
    spoken = " ".join(f"<span data-at={n}>word{n}{'' if n % 12 else '.'}</span>" for n in range(words))
    linked = " ".join(f"<a href='/{n}'>name{n}</a>, who is <b>here</b>," for n in range(words // 4))
    return f"<article><h1>Talk</h1><p>{spoken}.</p><p>{ALL[0]}</p><p>{linked} and {spoken}.</p></article>"


def test_a_text_whose_tags_are_stripped_is_one_piece():
    tree = parse(page(transcript(3000)))
    as_lxml_does = parse(page(transcript(3000)))
    strip_tags(as_lxml_does, "span", "a")
    main_extractor.strip_tags(tree, "span", "a")
    assert tostring(tree) == tostring(as_lxml_does)
    assert len(as_lxml_does.xpath("//p//text()")) > 10_000
    assert len(tree.xpath("//p//text()")) == 2 + 2 * (3000 // 4) + 1


def test_a_text_in_many_pieces_is_extracted_as_before(monkeypatch):
    found = chosen(transcript(1500))
    monkeypatch.setattr(main_extractor, "strip_tags", strip_tags)
    assert found == chosen(transcript(1500))
    assert "word1499" in found


# ------------------------------------------------------------------ menus in place of the text

RUBRICS = ("Hafen", "Insel", "Rathaus", "Wetter", "Sport", "Kultur", "Schule")


def menu(entries: int) -> str:
    items = "".join(f"<li><a href='/{n}'>{RUBRICS[n % 7]} {RUBRICS[n % 5]} {n}</a></li>" for n in range(entries))
    return f"<header><nav><ul>{items}</ul></nav></header>"


def test_an_article_that_is_set_as_an_aside_is_not_lost_among_menus():
    found = chosen(f"{menu(200)}<main><aside><section><h1>Titel</h1>{paragraphs(ALL)}</section></aside></main>")
    assert (ALL[0] in found, ALL[-1] in found, "Rathaus" in found) == (True, True, False)


def test_a_list_of_links_is_a_document_too():
    assert "Rathaus" in chosen(f"<h1>Orte</h1>{menu(200)}")
