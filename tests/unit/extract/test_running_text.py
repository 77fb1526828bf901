"""Which block of a page holds its running text."""

from __future__ import annotations

import pytest

from worker.extract.main_text import body_of, parse
from worker.extract.running_text import running_text
from worker.extract.segments import layout

STORY = tuple(
    f"The coast guard said on day {day} that the tug had reached the freighter north of the island and had a line on board."
    for day in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
)
OTHER = tuple(f"{text} Readers in {place} disagree." for text, place in zip(STORY, ("Vardø", "Vadsø", "Alta"), strict=False))


def paragraphs(texts) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def lines(body: str) -> list[str]:
    page = layout(body_of(parse(f"<html><head><title>x</title></head><body>{body}</body></html>")))
    return [line.text for line in running_text(page)]


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
