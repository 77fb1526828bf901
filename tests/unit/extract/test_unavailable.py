"""Pages that are no article, teasers of paywalls, and the articles that look like either."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.extract.html import extract_html
from worker.extract.lines import Line
from worker.extract.main_text import body_of, parse
from worker.extract.page import PageFacts, page_facts
from worker.extract.segments import layout
from worker.extract.unavailable import paywall_teaser, why_unavailable

SENTENCE = (
    "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow soon."  # 21 words
)
REPORT = [SENTENCE] * 3
SITE = "Coast Gazette"


def read(title: str, body: list[str], after: str = "", head: str = "") -> tuple[PageFacts, list[Line], list[Line]]:
    """Facts, text and all lines of a page with a headline, paragraphs, and `after` below them."""
    paragraphs = "".join(f"<p>{line}</p>" for line in body)
    html = (
        f"<html><head><title>{title} | {SITE}</title>{head}</head>"
        f"<body><nav><a href='/'>News</a></nav><h1>{title}</h1>{paragraphs}{after}<footer>{SITE}</footer></body></html>"
    )
    tree = parse(html)
    assert tree is not None
    found = layout(body_of(tree))
    return page_facts(tree, found.marks), [Line(line) for line in body], list(found.lines)


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "Ship sent"} | fields)}</script>'


# ------------------------------------------------------------------ no article


@pytest.mark.parametrize(
    ("title", "hint"),
    [
        pytest.param("Page not found", "Try our search, or go back to the front page.", id="en"),
        pytest.param("404 – Page not found", "The address may be wrong.", id="en number"),
        pytest.param("Access denied", "You cannot read this address.", id="en access"),
        pytest.param("Just a moment...", "The connection is being checked.", id="en check"),
        pytest.param("Siden blev ikke fundet", "Prøv at søge i stedet.", id="da"),
        pytest.param("Siden ble ikke funnet", "Prøv å søke i stedet.", id="no"),
        pytest.param("Sidan kunde inte hittas", "Prova att söka i stället.", id="sv"),
        pytest.param("Sivua ei löytynyt", "Kokeile hakua.", id="fi"),
        pytest.param("Síðan fannst ekki", "Reyndu leitina.", id="is"),
        pytest.param("Страница не найдена", "Попробуйте поиск.", id="ru"),
        pytest.param("Seite nicht gefunden", "Versuchen Sie es mit der Suche.", id="de"),
        pytest.param("Page introuvable", "Essayez la recherche.", id="fr"),
    ],
)
def test_a_page_that_says_so_in_its_title(title, hint):
    reason = why_unavailable(*read(title, [hint]))
    assert title in reason
    assert reason.endswith("holds no article")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("This content is not available in your country.", id="en place"),
        pytest.param("Please verify you are human before you go on.", id="en robots"),
        pytest.param("Please enable JavaScript to read this page.", id="en scripts"),
    ],
)
def test_a_page_that_says_nothing_else(text):
    assert why_unavailable(*read("Ship sent north", [text]))
    assert why_unavailable(*read("Ship sent north", [text], head=json_ld()))


def test_without_text_the_lines_of_the_page_are_asked():
    facts, _, found = read("Ship sent north", ["Please verify you are human."])
    assert why_unavailable(facts, [], found)


def test_the_links_above_a_page_do_not_speak_for_it():
    found = [Line("Log in", link=1.0), Line("Page not found", link=1.0), Line("Ship sent north")]
    assert why_unavailable(read("Ship sent north", [])[0], [], found) == ""


def test_a_box_over_a_report_is_no_title():
    facts = PageFacts("Ship sent north", ("Access denied",), {}, {}, None, None, ())
    assert why_unavailable(facts, [Line(line) for line in REPORT], []) == ""
    assert why_unavailable(facts, [Line(SENTENCE)], []) != ""


def test_the_wall_itself_is_not_counted():
    assert "first 21 words" in paywall_teaser(*read("Ship sent", [SENTENCE, "Subscribe to continue reading"]))


def test_the_reason_quotes_the_page_in_short():
    reason = why_unavailable(*read("Ship", ["Access denied: " + "because of many things " * 8]))
    assert len(reason) < 140
    assert "…" in reason


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        pytest.param("Ship sent north", REPORT, "", id="a report"),
        pytest.param("Ship sent north", [], "", id="nothing at all"),
        pytest.param("Ship sent north", [SENTENCE], "", id="one sentence"),
        pytest.param("Page not found", [SENTENCE] * 7, "", id="a long text under such a title"),
        pytest.param("Page not found", REPORT, json_ld(), id="an article with such a title"),
        pytest.param("Page not found: how the north lost its papers", REPORT, "", id="a title that goes on"),
        pytest.param("Access denied – regulator blocks coast newspaper", REPORT, "", id="a title with two halves"),
        pytest.param("“Page not found”", REPORT, "", id="a quotation as title"),
        pytest.param("Readers see page not found", REPORT, "", id="not at the start"),
        pytest.param(
            "Blocked", ["Access denied, said the screen of every reader on Monday.", *REPORT], "", id="a line and a report"
        ),
        pytest.param("Blocked", ["“Access denied”, said the screen.", SENTENCE], "", id="a quotation in a brief"),
        pytest.param("Blocked", ["Access denied, said the screen.", *REPORT[:2]], json_ld(), id="a brief that is an article"),
        pytest.param("Ship", [*REPORT, "Access denied."], "", id="not among the first lines"),
    ],
)
def test_what_may_be_an_article_passes(title, body, head):
    assert why_unavailable(*read(title, body, head=head)) == ""


CONSENT = {
    "en": ("We value your privacy", "We and our partners store cookies on your device.", "You can accept or refuse at any time."),
    "da": (
        "Vi passer på dit privatliv",
        "Vi og vores partnere gemmer cookies på din enhed.",
        "Du kan acceptere eller ændre dit valg.",
    ),
    "no": (
        "Vi bryr oss om personvernet ditt",
        "Vi og våre partnere lagrer cookies på enheten din.",
        "Du kan godta eller avvise.",
    ),
    "sv": (
        "Vi värnar om din integritet",
        "Vi och våra partner lagrar kakor på din enhet.",
        "Du kan godkänna eller ändra dina val.",
    ),
    "fi": ("Arvostamme yksityisyyttäsi", "Me ja kumppanimme tallennamme laitteellesi evästeitä.", "Voit hyväksyä tai hylätä."),
    "is": (
        "Við virðum friðhelgi þína",
        "Við og samstarfsaðilar okkar geymum vafrakökur í tækinu þínu.",
        "Þú getur samþykkt eða hafnað.",
    ),
    "ru": (
        "Мы используем файлы cookie",
        "Мы и наши партнёры храним файлы cookie на вашем устройстве.",
        "Вы можете принять выбор.",
    ),
    "de": (
        "Wir schätzen Ihre Privatsphäre",
        "Wir und unsere Partner speichern Cookies auf Ihrem Gerät.",
        "Sie können zustimmen.",
    ),
    "fr": (
        "Le respect de votre vie privée",
        "Nous et nos partenaires stockons des cookies sur votre appareil.",
        "Vous pouvez accepter.",
    ),
}


def walled(language: str, *more: str) -> str:
    lines = "".join(f"<p>{line}</p>" for line in (*CONSENT[language], *more))
    return f"<html lang={language}><body><header><a href='/'>{SITE}</a></header><main>{lines}</main></body></html>"


@pytest.mark.parametrize("language", CONSENT)
def test_a_page_that_only_asks_what_it_may_store(language):
    found = extract_html(walled(language).encode(), None, None)
    assert (found.text, found.error[-20:]) == ("", "and holds no article")
    assert CONSENT[language][1] in {removed.text for removed in found.removed}


@pytest.mark.parametrize("language", CONSENT)
def test_a_brief_below_such_a_question_is_an_article(language):
    assert SENTENCE in extract_html(walled(language, SENTENCE).encode(), None, None).text


# ------------------------------------------------------------------ paywalls

CUT = "The coast guard sent a second ship to the fjord on Tuesday, and the governor…"
LOCKED = json_ld(isAccessibleForFree="False", hasPart={"isAccessibleForFree": "False", "cssSelector": ".wall"})
WALLS = [
    pytest.param("Subscribe to continue reading", id="en"),
    pytest.param("This article is for subscribers only.", id="en only"),
    pytest.param("Artiklen er kun for abonnenter", id="da"),
    pytest.param("Denne saken er for abonnenter", id="no"),
    pytest.param("Artikeln är endast för prenumeranter", id="sv"),
    pytest.param("Tämä artikkeli on vain tilaajille", id="fi"),
    pytest.param("Þessi grein er aðeins fyrir áskrifendur", id="is"),
    pytest.param("Материал доступен только подписчикам", id="ru"),
    pytest.param("Weiterlesen mit Abonnement", id="de"),
    pytest.param("Cet article est réservé aux abonnés", id="fr"),
]


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_after_a_short_text(wall):
    reason = paywall_teaser(*read("Ship sent", [SENTENCE, CUT], after=f"<div class='paywall'><p>{wall}</p></div>"))
    assert reason == "behind a paywall: the page shows only its first 36 words"


@pytest.mark.parametrize("wall", WALLS)
def test_the_same_wall_below_a_long_text(wall):
    assert paywall_teaser(*read("Ship sent", [SENTENCE] * 14, after=f"<p>{wall}</p>")) == ""


@pytest.mark.parametrize(
    ("body", "after", "head"),
    [
        pytest.param([SENTENCE], "", LOCKED, id="declared, a sentence"),
        pytest.param([SENTENCE] * 6 + [CUT], "", LOCKED, id="declared and cut"),
        pytest.param([SENTENCE] * 11, "<p>Subscribe to continue reading</p>", LOCKED, id="declared and a wall"),
        pytest.param([SENTENCE, "Subscribe to continue reading"], "", "", id="a wall in the text"),
        pytest.param([SENTENCE, CUT], "", '<meta property="article:content_tier" content="metered">', id="metered and cut"),
        pytest.param([SENTENCE] * 3 + ["The governor said that more would follow soon, and that"], "", LOCKED, id="no end"),
    ],
)
def test_teasers(body, after, head):
    assert paywall_teaser(*read("Ship sent", body, after, head)).startswith("behind a paywall: the page shows only its first ")


def test_a_locked_page_without_text():
    assert paywall_teaser(*read("Ship sent", [], head=LOCKED)) == "behind a paywall: the page shows no text"


@pytest.mark.parametrize(
    ("body", "after", "head"),
    [
        pytest.param([], "", "", id="nothing"),
        pytest.param([SENTENCE], "", "", id="a brief"),
        pytest.param([SENTENCE, CUT], "", "", id="cut, and nothing says why"),
        pytest.param([SENTENCE] * 5, "", LOCKED, id="declared, with a text that ends"),
        pytest.param([SENTENCE] * 12 + [CUT] * 2, "", LOCKED, id="declared, with the whole text and a careless end"),
        pytest.param([SENTENCE], "", '<meta property="article:content_tier" content="metered">', id="metered only"),
        pytest.param(
            [SENTENCE],
            "<div class='related-posts'><a href='/x'>Subscribe to continue reading: ice report of the week</a></div>",
            "",
            id="a wall before another article",
        ),
        pytest.param([SENTENCE], "<p>x</p>" * 20 + "<p>Subscribe to continue reading</p>", "", id="a wall far below"),
        pytest.param(["Subscribe to continue reading is what the mayor saw.", *[SENTENCE] * 4], "", "", id="news about walls"),
    ],
)
def test_whole_articles(body, after, head):
    assert paywall_teaser(*read("Ship sent", body, after, head)) == ""


# ------------------------------------------------------------------ never raises

LINES = st.lists(
    st.builds(Line, st.text(max_size=60) | st.sampled_from([SENTENCE, CUT, "Page not found", "Subscribe to continue reading"])),
    max_size=8,
)


@settings(deadline=None)
@given(LINES, LINES, st.text(max_size=40), st.sampled_from(["", "locked", "metered"]))
def test_any_page_gets_an_answer(lines, found, title, tier):
    facts = PageFacts(title, (title,), {"article:content_tier": tier}, {}, None, None, ())
    assert isinstance(why_unavailable(facts, lines, found), str)
    teaser = paywall_teaser(facts, lines, found)
    assert teaser == "" or teaser.startswith("behind a paywall: ")
