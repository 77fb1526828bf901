"""Pages of plain blocks without names, where only order, links and look tell what stands around a short report."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from worker.extract.html import extract_html
from worker.model import Extract

TITLE = "Second ship sent to the fjord"
LEAD = "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow."
MORE = "A third ship is being prepared in the south, and its crew of forty will be told tomorrow whether it leaves."
NEXT = "Nobody in the village had expected it so early, because the ice was still too thick for the older vessels."
MENU = ["World", "Shipping", "Climate", "Opinion", "Sport"]
UNKNOWN_WALL = [
    "Our house and some friends of ours put small files onto your machine so that we see which stories are read by whom.",
    "Say yes to all of it, or say for each purpose whether it suits you, and come back here whenever you have thought again.",
    "Only what must be",
]
ASKING = "We and our partners store cookies on your device; you can accept or refuse this in the settings at any time."


def blocks(lines: Iterable[str], name: str = "") -> str:
    return "".join(f"<div{name}>{line}</div>" for line in lines)


def links(lines: Iterable[str]) -> str:
    return blocks(f'<a href="/{number}">{line}</a>' for number, line in enumerate(lines))


def cleaned(body: str, title: str = TITLE, head: str = "") -> Extract:
    head = f'<meta charset="utf-8"><title>{title}</title>{head}'
    html = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    return extract_html(html.encode(), "https://coast.example/a", None)


def test_what_stands_over_the_headline_is_not_the_article_even_if_it_is_sentences():
    body = f"<div>{blocks(UNKNOWN_WALL)}</div>{links(MENU)}<div><h1>{TITLE}</h1>{blocks([LEAD, NEXT, MORE])}</div>"
    found = cleaned(body)
    assert found.text.split("\n") == [LEAD, NEXT, MORE]
    assert {line.text for line in found.removed} >= {"World"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<div>{blocks([LEAD, NEXT, NEXT.upper()])}<h1>{TITLE}</h1>{blocks(['More soon.'])}</div>", id="at the end"),
        pytest.param(
            f"<div><h1>All of today</h1>{blocks([LEAD])}<h2>{TITLE}</h2>{blocks([NEXT])}</div>", id="below a first heading"
        ),
        pytest.param(f"<div>{blocks([LEAD])}<p>{TITLE}</p>{blocks([NEXT])}</div>", id="a line"),
    ],
)
def test_a_headline_amid_the_text_has_text_over_it(body):
    assert LEAD in cleaned(body).text


@pytest.mark.parametrize(
    ("over", "below"),
    [
        pytest.param([ASKING, "What must be", "Counting visits", "Yes to all", "Choose"], [], id="over the text"),
        pytest.param([], ["Your choice", ASKING, "What must be", "Counting visits", "Yes to all"], id="below the text"),
    ],
)
def test_the_purposes_and_buttons_beside_a_sentence_of_consent_go(over, below):
    found = cleaned(f"{blocks(over)}{blocks([LEAD, NEXT])}{blocks(below)}")
    assert found.text.split("\n") == [LEAD, NEXT]
    assert {line.reason for line in found.removed if line.text in {"Counting visits", "Yes to all", "Your choice"}} == {"consent"}


def test_a_notice_amid_the_text_takes_no_sub_heading_with_it():
    body = f"<h1>{TITLE}</h1><p>{LEAD}</p><h2>The second ship</h2><p>{ASKING}</p><p><b>What the village says</b></p><p>{NEXT}</p>"
    text = cleaned(body).text
    assert ASKING not in text
    assert "What the village says" in text


def test_a_menu_over_a_page_without_a_headline_goes():
    assert cleaned(f"{links(MENU)}{blocks([LEAD, NEXT])}", title="").text.split("\n") == [LEAD, NEXT]


def test_a_linked_line_or_two_over_a_page_without_a_headline_are_no_menu():
    shown = cleaned(f"{links(['The second ship'])}{blocks([LEAD, NEXT])}", title="").removed
    assert "The second ship" not in {line.text for line in shown if line.reason == "outside"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(blocks(["Hand this on to others", "Facebook", "Bluesky", "Copy it"]), id="a block each"),
        pytest.param(
            blocks(['Hand this on <a href="#">Facebook</a> <a href="#">Bluesky</a> <a href="#">Copy it</a>']), id="one block"
        ),
        pytest.param(blocks(["Have this text read to you, 16 minutes"]), id="a button that reads aloud"),
    ],
)
def test_rows_of_buttons_go(row):
    assert cleaned(f"<h1>{TITLE}</h1>{blocks([LEAD, NEXT, MORE])}{row}").text.split("\n") == [LEAD, NEXT, MORE]


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<ul><li>Facebook</li><li>Bluesky</li></ul>", id="a list of networks"),
        pytest.param("<p>Facebook and Bluesky were both down.</p>", id="a sentence about networks"),
        pytest.param("<p>The tug reads the depth aloud for 6 minutes, then turns.</p>", id="a sentence about reading"),
    ],
)
def test_networks_and_lengths_in_the_news_stay(inside):
    text = cleaned(f"<h1>{TITLE}</h1><p>{LEAD}</p>{inside}<p>{NEXT}</p><p>{MORE}</p>").text
    assert len(text.split("\n")) == 3 + inside.count("<li>") + inside.count("<p>")


FOOT = ["Published 6 March 2026", "9,486 views", "Harbour Post Ltd, Westharbour", "All rights reserved."]


def test_an_address_amid_the_foot_of_a_page_goes_with_it():
    assert cleaned(f"<h1>{TITLE}</h1>{blocks([LEAD, NEXT, *FOOT])}").text.split("\n") == [LEAD, NEXT]


def test_a_list_right_below_the_text_stays():
    found = cleaned(f"<h1>{TITLE}</h1>{blocks([LEAD, NEXT, 'Flights to the islands each month', *FOOT])}")
    assert found.text.split("\n") == [LEAD, NEXT, "Flights to the islands each month"]


def test_where_labels_look_like_the_sentences_the_sentences_are_the_text():
    name = ' class="x7"'
    told = (
        "We and our 47 partners store and access information on your device, such as cookies, to show advertising that suits you."
    )
    wall = blocks(["Your choice", ASKING, told, "What must be", "Counting visits", "Place", "Yes", "No", "Choose"], name)
    over = f"<div{name}>{blocks(['Have the text read to you', 'This page is updated continuously.'])}</div>"
    share = f"<div{name}>{blocks(['Share this article'])}{links(['Share on Facebook', 'Share on X', 'Send by e-mail'])}</div>"
    article = f"<div{name}><h1>{TITLE}</h1></div>{over}{blocks([LEAD, NEXT, 'Wire and radio', 'Second desk'], name)}{share}"
    page = (
        f'<div class="x3">{wall}</div><div class="x3">{links(MENU)}</div><div class="x6">{article}</div><div>{blocks(FOOT)}</div>'
    )
    assert cleaned(f"<div>{page}</div>").text.split("\n") == [LEAD, NEXT, "Wire and radio", "Second desk"]


@pytest.mark.parametrize(
    ("head", "stays"),
    [
        pytest.param("", True, id="a name of anybody"),
        pytest.param('<meta property="og:site_name" content="Polar Desk">', False, id="the site's"),
    ],
)
def test_who_covers_what_for_the_site_goes_by_the_name_that_the_page_states(head, stays):
    about = "Eva covers defence and the coast for Polar Desk."
    found = cleaned(f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{NEXT}</p><p>{MORE}</p><p>{about}</p>", head=head)
    assert (about in found.text) is stays
