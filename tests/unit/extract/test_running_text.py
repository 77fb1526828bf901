"""Which block of a page holds its running text."""

from __future__ import annotations

import pytest

from worker.extract.html import extract_html
from worker.extract.main_text import body_of, parse
from worker.extract.running_text import RunningText, as_written, running_text
from worker.extract.segments import Layout, layout

STORY = tuple(
    f"The coast guard said on day {day} that the tug had reached the freighter north of the island and had a line on board."
    for day in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
)
OTHER = tuple(f"{text} Readers in {place} disagree." for text, place in zip(STORY, ("Vardø", "Vadsø", "Alta"), strict=False))


TABLE = (
    "<table border='1'><tr><th>Ship</th><th>Crew</th><th>Port</th></tr><tr><td>Nord</td><td></td><td>Alta</td></tr>"
    "<tr><td>Sør<br>(tug)</td><td>5</td><td></td></tr></table>"
)
LINKS = "<ul>" + "<li><a href='/x'>Ice closes the port</a></li>" * 9 + "</ul>"
LINKED_HEADING = "<h3><a href='/x'>A hut for six people</a></h3>"
ROWS = ["| Ship | Crew | Port |", "| Nord |  | Alta |", "| Sør (tug) | 5 |  |"]


def parts(texts, head="") -> str:
    """Each text in blocks of its own, as some systems build an article of parts."""
    return "".join(f"<div><div>{head.format(n)}<div><div><p>{text}</p></div></div></div></div>" for n, text in enumerate(texts))


def paragraphs(texts) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page_of(body: str) -> Layout:
    return layout(body_of(parse(f"<html><head><title>x</title></head><body>{body}</body></html>")))


def found(body: str) -> RunningText:
    return running_text(page_of(body))


def lines(body: str) -> list[str]:
    page = page_of(body)
    return [page.lines[i].text for i in running_text(page).lines]


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<main><div>{}</div></main>", id="plain blocks"),
        pytest.param("<form><div class='widget'>{}</div></form>", id="a form around the page and an article that is a widget"),
        pytest.param("<div>{}</div><nav>" + paragraphs(OTHER) + "</nav>", id="a menu of sentences"),
        pytest.param("<div>{}</div><footer>" + paragraphs(OTHER) + "</footer>", id="a footer of sentences"),
        pytest.param("<div>{}</div><div class='comments'>" + 5 * paragraphs(OTHER) + "</div>", id="more comments than text"),
        pytest.param("<div>{}</div><div class='sidebar'>" + paragraphs(OTHER) + "</div>", id="a column beside it"),
        pytest.param("<div>{}</div><ul>" + "<li><a href='/x'>Ice closes the port</a></li>" * 9 + "</ul>", id="links"),
    ],
)
def test_the_block_with_most_of_the_running_text(around):
    assert lines(around.format(paragraphs(STORY))) == list(STORY)


@pytest.mark.parametrize("count", [3, 5, 8])
def test_an_article_in_two_parts_comes_whole(count):
    first, rest = paragraphs(STORY[:count]), paragraphs(STORY[count:])
    menu = "<ul><li><a href='/a'>News</a></li><li><a href='/b'>Sport</a></li></ul><p>Call us, write to us or visit us.</p>"
    assert lines(f"{menu}<main><div class='a'>{first}</div><div class='b'>{rest}</div></main>") == list(STORY)


@pytest.mark.parametrize("body", ["", "<p>Ice closes the port</p>", "<p><a href='/x'>" + STORY[0] + "</a></p>"])
def test_a_page_without_running_text(body):
    assert lines(body) == []


@pytest.mark.parametrize(
    ("around", "is_undisputed"),
    [
        pytest.param("<main>{}</main>", True, id="nothing else"),
        pytest.param(f"<div>{{}}</div>{LINKS}", True, id="links beside"),
        pytest.param("<div>{}</div><footer>" + paragraphs(OTHER) + "</footer>", True, id="a quarter in a footer"),
        pytest.param("<div>{}</div><footer>" + 5 * paragraphs(OTHER) + "</footer>", False, id="more than half in a footer"),
        pytest.param("<div>{}</div><div class='comments'>" + 5 * paragraphs(OTHER) + "</div>", False, id="most in comments"),
        pytest.param(f"<main><div>{{}}</div><div>{LINKS}<p>{STORY[0]}</p></div></main>", False, id="a paragraph below"),
        pytest.param(
            f"<main><div>{{}}</div><div class='k'>{LINKS}<p>{STORY[0]}</p></div></main>", True, id="another, written otherwise"
        ),
        pytest.param(
            f"<main><h1>Ice</h1><div>{{}}</div><div class='k'>{LINKS}<p>{STORY[0]}</p></div></main>",
            False,
            id="one below the headline",
        ),
        pytest.param(f"<div>{{}}</div><div class='paywall'>{4 * paragraphs(OTHER[:2])}</div>", False, id="much behind a wall"),
        pytest.param(f"<main><div><p>{STORY[0]}</p>{LINKS}</div><div>{{}}</div></main>", False, id="a paragraph above"),
        pytest.param(f"<div>{{}}{TABLE}</div>", True, id="a table in it"),
        pytest.param(f"<section><div>{{}}</div>{TABLE}</section>", False, id="a table beside it"),
        pytest.param("<div>{}" + 4 * LINKED_HEADING + "</div>", True, id="some linked headings in it"),
        pytest.param("<div>{}" + 6 * LINKED_HEADING + "</div>", False, id="a list of linked headings in it"),
        pytest.param("<div>{}" + 6 * (LINKED_HEADING + "<p>12 March</p>") + "</div>", True, id="cards with dates in it"),
        pytest.param("<div>{}</div>" + 6 * LINKED_HEADING, True, id="a list of linked headings beside"),
        pytest.param("<div>{}<pre>ice = 3\n  ship = 4</pre></div>", False, id="a program"),
        pytest.param(
            "<div>{}<ul>" + "<li><a href='/x'>Ice closes the port</a></li>" * 70 + "</ul></div>", False, id="links inside"
        ),
    ],
)
def test_what_holds_nearly_all_running_text_is_the_article(around, is_undisputed):
    assert found(around.format(paragraphs(STORY))).is_undisputed == is_undisputed


@pytest.mark.parametrize(
    ("head", "is_undisputed"),
    [
        pytest.param("", True, id="an article of parts"),
        pytest.param("<h2>How it began</h2>", True, id="parts with headings"),
        pytest.param("<h2><a href='/{}'>The tug on its way</a></h2>", False, id="posts with linked headings"),
        pytest.param("<h2>The tug on its way</h2><div>{} hours ago</div>", False, id="posts with dates"),
        pytest.param("<b>Reader {}</b>, <span>12 January 2026, 10:0{}</span>", False, id="comments with stamps"),
    ],
)
def test_what_is_built_of_parts_is_an_article_unless_each_is_headed_as_an_item(head, is_undisputed):
    body = parts(STORY, head.replace("{}", "{0}"))
    assert found(f"<main>{body}</main>").is_undisputed == is_undisputed


def test_several_articles_are_not_one():
    articles = "".join(f"<article>{parts(STORY)}</article>" for _ in range(2))
    assert not found(f"<main>{articles}</main>").is_undisputed


@pytest.mark.parametrize("around", ["<main><div>{}{}</div></main>", "<main><div>{}</div>{}</main>"])
def test_a_table_comes_with_its_columns_though_cells_are_empty(around):
    body = around.format(paragraphs(STORY), TABLE)
    text = extract_html(f"<html><head><title>x</title></head><body>{body}</body></html>".encode(), None, "utf-8").text
    assert text.split("\n") == [*STORY, *ROWS]


def test_a_row_of_paragraphs_is_no_row():
    body = f"<main>{paragraphs(STORY)}<table border='1'><tr><td>{OTHER[0]}</td><td>{OTHER[1]}</td></tr></table></main>"
    text = extract_html(f"<html><head><title>x</title></head><body>{body}</body></html>".encode(), None, "utf-8").text
    assert text.split("\n") == [*STORY, *OTHER[:2]]


def text_of(body: str) -> list[str]:
    page = f"<html><head><title>x</title></head><body><main>{body}</main></body></html>"
    return extract_html(page.encode(), None, "utf-8").text.split("\n")


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        pytest.param("Pilot: <a href='/ann'>@harbour</a>", True, id="words before a link say what it is"),
        pytest.param("<a href='/b'>Harbour</a>", False, id="a link"),
        pytest.param("<a href='https://a.example/b'>https://a.example/b</a>", True, id="an address"),
        pytest.param("Names: <a href='/a'>@harbour_pilots_one</a>, <a href='/b'>@harbour_pilots_two</a>", True, id="accounts"),
        pytest.param("<a href='/a'>Write to the pilots at a@a.example</a>", False, id="an address within a link"),
    ],
)
def test_links_alone(line, stays):
    text = text_of(f"{paragraphs(STORY[:5])}<p>{line}</p>{paragraphs(STORY[5:])}")
    assert len(text) == len(STORY) + stays
    assert [one for one in text if one in STORY] == list(STORY)


LINKED = [f"<a href='/{n}'>{name}</a>" for n, name in enumerate(("Hut on the cape", "Hut by the sound", "Hut of the pilots"))]


@pytest.mark.parametrize(
    ("above", "entries", "stay"),
    [
        pytest.param("<h3>Huts</h3>", [*LINKED, "A tent for two", "A boat house"], True, id="with others"),
        pytest.param("<h3>Huts</h3>", LINKED, False, id="links alone"),
        pytest.param("<h3>Huts</h3>", [f"{name}<br>It was built last year." for name in LINKED], False, id="with teasers"),
        pytest.param("<p>Whoever walks along the coast has three huts to sleep in:</p>", LINKED, True, id="announced"),
    ],
)
def test_entries_of_a_list_that_are_links(above, entries, stay):
    listed = "".join(f"<li>{entry}</li>" for entry in entries)
    text = text_of(f"{paragraphs(STORY[:5])}{above}<ul>{listed}</ul>{paragraphs(STORY[5:])}")
    assert ("- Hut by the sound" in text) is stay


def test_a_short_report_in_plain_blocks_comes_whole_though_one_paragraph_is_marked_as_such():
    marked, others = " ".join(STORY[:2]), STORY[2:5]
    blocks = "".join(f"<div>{line}</div>" for line in others)
    page = f"<html><head><title>x</title></head><body><div><h1>Ice closes port</h1><p>{marked}</p>{blocks}</div></body></html>"
    assert extract_html(page.encode(), None, "utf-8").text.split("\n") == [marked, *others]


def test_a_notice_is_no_article_though_it_is_the_only_text():
    assert not found(f"<main>{paragraphs(STORY[:3])}</main>").is_undisputed


def test_the_text_of_a_page_with_one_article_is_read_as_it_stands():
    box = "<div><span>Most read</span></div>" + "".join(
        f"<div><div><a href='/{n}'>Ice closes port number {n}</a></div><div>{text}</div></div>"
        for n, text in enumerate(OTHER[:2])
    )
    sources = "<ul><li>A new radar</li><li><a href='/a'>The agreement was published in 2018.</a></li></ul>"
    body = f"<main>{paragraphs(STORY[:5])}{sources}{paragraphs(STORY[5:])}{box}</main>"
    text = extract_html(f"<html><head><title>x</title></head><body>{body}</body></html>".encode(), None, "utf-8").text
    assert text.split("\n") == [*STORY[:5], "- A new radar", "- The agreement was published in 2018.", *STORY[5:]]


def test_rows_and_entries_are_written_as_extractors_do():
    page = page_of(
        "<ul><li>Ice</li><li><p>Two ships</p><p>One tug</p></li></ul><table border='1'><tr><th>Ship</th><th>Crew</th></tr>"
        "<tr><td>Nord</td><td><p>12</p></td></tr></table><p>The end</p>"
    )
    texts = as_written(page, range(len(page.lines)))
    assert texts == ["- Ice", "- Two ships", "One tug", "| Ship | Crew |", "| Nord | 12 |", "The end"]


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        pytest.param("<td></td><td>Ice</td><td></td>", ["|  | Ice |  |"], id="empty cells"),
        pytest.param("<td>Two<br>ships</td><td>Ice</td>", ["| Two ships | Ice |"], id="a cell of two lines"),
        pytest.param("<td>Ice</td>early<td>Two</td>", ["| Ice |", "early", "| Two |"], id="words beside the cells"),
        pytest.param("<form><td>Ice</td><td>Two</td></form>", ["| Ice | Two |"], id="a form around the cells"),
    ],
)
def test_a_row_is_written_by_its_cells(row, texts):
    page = page_of(f"<table border='1'><tr><th>a</th><th>b</th></tr><tr>{row}</tr></table>")
    assert as_written(page, range(len(page.lines)))[1:] == texts


@pytest.mark.timeout(40)
def test_a_row_of_tables_is_not_quadratic():
    cell = "<td>Ice<table border='1'><tr><td>Two</td><td>ships</td></tr><tr><td>One</td><td>tug</td></tr></table></td>"
    page = page_of(f"<main><table border='1'><tr><th>a</th><th>b</th></tr><tr>{cell * 10_000}</tr></table></main>")
    assert len(as_written(page, range(len(page.lines)))) == 30_001


def test_labels_beside_paragraphs_are_no_text():
    body = f"<main>{paragraphs(STORY[:5])}<div>Advertising space</div>{paragraphs(STORY[5:])}</main>"
    assert lines(body) == list(STORY)
    bare = "".join(f"<div>{text}</div>" for text in STORY)
    assert lines(f"<main>{bare}<div>What the tug does now</div></main>") == [*STORY, "What the tug does now"]


def test_an_aside_is_no_part_of_the_article_beside_it():
    body = f"<main><div>{paragraphs(STORY)}</div><aside><p>{OTHER[0]}</p></aside></main>"
    assert lines(body) == list(STORY)


def test_of_a_page_of_several_stories_the_chosen_one_stays_alone():
    stories = [[f"{text} It was {place}." for text in STORY] for place in ("Vardø", "Vadsø", "Alta", "Bodø")]
    articles = "".join(f"<article class='item'><div><div>{paragraphs(story)}</div></div></article>" for story in stories)
    page = f"<html><head><title>x</title></head><body><main>{articles}</main></body></html>"
    text = extract_html(page.encode(), None, "utf-8").text
    assert found(f"<main>{articles}</main>").articles == 4
    assert text.split("\n") == stories[0]
