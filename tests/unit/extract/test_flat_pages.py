"""Pages of plain blocks without names, where only order, links and look tell what stands around a short report."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from worker.extract.html import extract_html
from worker.extract.lines import Line
from worker.extract.noise import decide
from worker.extract.reasons import PageContext
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


# ------------------------------------------------------------------ what is written alike amid the text

LAST = "The council meets again in a week, and until then the old pier is closed to all but the boats of the pilots."
GREY = "p.k7"
TEXT = tuple(Line(text) for text in (LEAD, MORE, NEXT, LAST, LEAD.replace("fjord", "strait"), NEXT.replace("village", "town")))


def grey(text: str, box: int, link: float = 0.0) -> Line:
    return Line(text, link, box=box, look=GREY)


def points(box: int) -> Line:
    return grey(f"Read more: How the ice of spring {box} was measured", box, 1.0)


def asks(box: int) -> Line:
    return grey("Subscribe to our newsletter", box)


def amid(*lines: Line) -> list[str]:
    """What stays of lines amid the text, on a page on which two runs of the same look go elsewhere."""
    page = [*TEXT[:2], points(1), asks(2), TEXT[2], *lines, TEXT[3], points(3), asks(4), *TEXT[4:]]
    reasons = decide(page, PageContext())
    again = [line for line, reason in zip(page, reasons, strict=True) if reason is None]
    assert not any(decide(again, PageContext()))
    return [line.text for line in again if line not in TEXT]


@pytest.mark.parametrize(
    "blurb",
    [
        pytest.param("What happens in the north, from people who live there", id="en"),
        pytest.param("Nyt fra havnene, skrevet af dem der bor der", id="da"),
        pytest.param("Nytt fra havnene, skrevet av dem som bor der", id="no"),
        pytest.param("Nytt från hamnarna, skrivet av dem som bor där", id="sv"),
        pytest.param("Satamien kuulumiset niiltä, jotka siellä asuvat", id="fi"),
        pytest.param("Fregnir úr höfnum, skrifaðar af heimamönnum", id="is"),
        pytest.param("Вести из портов, которые пишут местные жители", id="ru"),
        pytest.param("Neues aus den Häfen, von denen, die dort leben", id="de"),
        pytest.param("Les échos des ports, écrits par ceux qui y vivent", id="fr"),
        pytest.param("Our harbour letter tells of the coast.", id="a sentence"),
    ],
)
def test_a_blurb_in_one_run_with_what_asks_goes(blurb):
    assert amid(asks(5), grey(blurb, 6), points(7)) == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Correction: an earlier version of this text named another day.", id="a correction"),
        pytest.param("Rettelse: I en tidligere udgave stod en anden dag.", id="a correction, da"),
        pytest.param("The reporter travelled on a ship of the navy.", id="a note of the editors"),
        pytest.param("Die Reporterin reiste auf Einladung der Marine mit.", id="a note of the editors, de"),
        pytest.param("The fjord is eighty kilometres long and open in summer only.", id="a fact"),
        pytest.param("The levy and the harbour", id="a sub-heading"),
        pytest.param("Avgiften och hamnen", id="a sub-heading, sv"),
    ],
)
def test_one_pointer_says_nothing_of_the_line_beside_it(line):
    assert amid(points(5), grey(line, 6)) == [line]
    assert amid(grey(line, 5), points(6)) == [line]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Will you stay there next winter?", id="question, en"),
        pytest.param("Hvorfor blev skibet ikke sendt før?", id="question, da"),
        pytest.param("Miksi alusta ei lähetetty aiemmin?", id="question, fi"),
        pytest.param("Почему корабль не послали раньше?", id="question, ru"),
        pytest.param("Pourquoi le navire est-il parti si tard ?", id="question, fr"),
        pytest.param("“We shall not leave anybody behind.”", id="quotation, en"),
        pytest.param("»Vi lader ingen tilbage«, siger styrmanden", id="quotation, da"),
        pytest.param("«Vi forlater ingen», sier styrmannen", id="quotation, no"),
        pytest.param("„Wir lassen niemanden zurück“, sagt der Maat", id="quotation, de"),
        pytest.param("„Við skiljum engan eftir,“ segir stýrimaðurinn", id="quotation, is"),
    ],
)
def test_questions_and_quotations_stay_whatever_stands_around_them(line):
    assert amid(asks(5), grey(line, 6), points(7)) == [line]


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        pytest.param([grey("80 kilometres", 5)], ["80 kilometres"], id="alone between paragraphs"),
        pytest.param(
            [grey("80 kilometres", 5), grey("1 metre of ice", 5), grey("40 crew", 5), asks(6)],
            ["80 kilometres", "1 metre of ice", "40 crew"],
            id="more lines than those that go",
        ),
        pytest.param(
            [asks(5), Line("80 kilometres", box=6, look="p.k8"), points(7)], ["80 kilometres"], id="written in another way"
        ),
        pytest.param([asks(5), Line("80 kilometres", box=6), points(7)], ["80 kilometres"], id="without a class"),
        pytest.param(
            [asks(5), Line("80 kilometres", kind="item", box=6, look=GREY), points(7)], ["80 kilometres"], id="an entry of a list"
        ),
        pytest.param(
            [asks(5), Line("What the ship can do", kind="heading", box=6, look=GREY), points(7)],
            ["What the ship can do"],
            id="a heading",
        ),
        pytest.param(
            [asks(5), grey("The ministry has laid its plan before the council.", 6, 1.0), points(7)],
            ["The ministry has laid its plan before the council."],
            id="a sentence that is a link",
        ),
    ],
)
def test_what_stands_amid_furniture_and_is_none(lines, stays):
    assert amid(*lines) == stays


def test_an_interview_whose_questions_share_a_class_with_pointers_keeps_them():
    questions = ["When did you first hear of it?", "And who decides about the second ship?", "Will you stay next winter?"]
    told = [f'<p class="b">{line.text}</p>' for line in TEXT]
    pointers = [
        f'<p class="em"><a href="/x">Read more: How ice is measured in {place}</a></p>' for place in ("Alta", "Oulu", "Narvik")
    ]
    asked = [f'<p class="em">{question}</p>' for question in questions]
    parts = "".join("".join(part) for part in zip(pointers, asked, told[1:4], strict=True))
    body = f'<div class="s"><h1>{TITLE}</h1><div class="x">{told[0]}{parts}{"".join(told[4:])}</div></div>'
    assert [line for line in cleaned(body).text.split("\n") if line.endswith("?")] == questions


@pytest.mark.parametrize("runs", [pytest.param(4, id="in short runs"), pytest.param(10_000, id="in one run")])
def test_twenty_thousand_blurbs_take_no_more_than_some_passes(runs):
    """With each look compared with each line, this takes minutes, over the limit of the suite."""
    body = [Line(LEAD.replace("Tuesday", str(number))) for number in range(10_000)]
    looks = [f"p.{number // (2 * runs)}" for number in range(10_000)]
    blurbs = [
        Line("Subscribe to our newsletter" if number % 2 else f"note number {number}", box=number, look=look)
        for number, look in enumerate(looks)
    ]
    reasons = decide([*body, *blurbs, *TEXT], PageContext())
    assert set(reasons[: len(body)]) == {None}
    assert None not in reasons[len(body) + 1 : -len(TEXT) - 1]


# ------------------------------------------------------------------ the name of the site over its menu


def opened(*lines: Line) -> list[str]:
    page = [*lines, *TEXT]
    return [line.text for line, reason in zip(page, decide(page, PageContext()), strict=True) if reason is None][: -len(TEXT)]


ROW = [Line(text, 1.0) for text in ("World", "Shipping", "Climate")]


@pytest.mark.parametrize(
    ("over", "stays"),
    [
        pytest.param(["Polar Desk"], [], id="a name"),
        pytest.param(["Северная вахта"], [], id="a name, ru"),
        pytest.param(["Polar Desk", "News of the ice"], [], id="a name and what it says of itself"),
        pytest.param(["Crew: 40"], ["Crew: 40"], id="a fact"),
        pytest.param(["09:30 The ice report"], ["09:30 The ice report"], id="an entry of a programme"),
        pytest.param(["Norway 41", "Sweden 33"], ["Norway 41", "Sweden 33"], id="results"),
        pytest.param(["Anna Lind", "Jon Vik", "Per Moe"], ["Anna Lind", "Jon Vik", "Per Moe"], id="a list of names"),
        pytest.param(
            ["The mayor is pleased with two ships"], ["The mayor is pleased with two ships"], id="a lead without a full stop"
        ),
    ],
)
def test_what_stands_over_a_menu(over, stays):
    assert opened(*map(Line, over), *ROW) == stays


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        pytest.param([Line("Polar Desk", kind="heading"), *ROW], ["Polar Desk"], id="a heading"),
        pytest.param([Line("Polar Desk"), *ROW[:2]], ["Polar Desk", "World", "Shipping"], id="over two links"),
        pytest.param([*ROW, Line("Tromsø, Norway")], ["Tromsø, Norway"], id="below the menu"),
    ],
)
def test_what_stands_over_no_menu_is_no_name(lines, stays):
    assert opened(*lines) == stays
