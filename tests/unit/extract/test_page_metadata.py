"""Date, title, author and address of pages as newspapers, offices and old blogs write them, through the reader of pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker.extract.html import extract_html
from worker.model import Extract

TEXTS = {
    "en": "The coast guard sent a second ship to the fjord, and the governor said that more of them would follow soon.",
    "no": "Kystvakten sendte et skip til fjorden i natt, og sysselmesteren sier at det skal bli der så lenge det trengs.",
    "de": "Die Küstenwache hat ein zweites Schiff in den Fjord geschickt, und es soll dort bleiben, bis das Eis aufgeht.",
    "fr": "Les garde-côtes ont envoyé un second navire dans le fjord, et il doit y rester jusqu’à la fin de la semaine.",
    "ru": "Береговая охрана направила в залив второе судно, и оно останется там до конца недели, сообщил губернатор.",
}
NEXT = {
    "en": "Nobody in the village had expected it so early, he said, because the ice was still too thick for older vessels.",
    "no": "Ingen i bygda hadde ventet det så tidlig, sier han, for isen er fortsatt for tykk for de eldre fartøyene.",
    "de": "Niemand im Dorf habe das so früh erwartet, sagte er, denn das Eis sei für ältere Schiffe noch immer zu dick.",
    "fr": "Personne au village ne l’attendait si tôt, a-t-il dit, car la glace est encore trop épaisse pour les autres.",
    "ru": "Никто в посёлке не ждал его так рано, сказал он, потому что лёд ещё слишком толстый для старых судов.",
}


def text_of(language: str) -> str:
    return f"<p>{TEXTS[language]}</p><p>{NEXT[language]}</p>"


def read(body: str, *, head: str = "", lang: str = "en", url: str | None = "https://coast.example/news/second-ship") -> Extract:
    page = f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return extract_html(page.encode(), url, "utf-8")


def day(found: Extract) -> str:
    return found.published.strftime("%Y-%m-%d %H:%M") if found.published else ""


LOGO = "Polar Desk: all news of the north"


@pytest.mark.parametrize(
    ("head", "body", "title", "published"),
    [
        pytest.param(
            f"<title>Ship adrift | {LOGO}</title><meta property='og:title' content='Ship adrift'>",
            f"<header><h1>{LOGO}</h1></header><h1>Ship adrift</h1><p>12 January 2026</p>{text_of('en')}",
            "Ship adrift",
            "2026-01-12 00:00",
            id="a logo that is longer than the headline",
        ),
        pytest.param(
            f"<title>Ship adrift at night - {LOGO}</title><meta property='og:title' content='Ship adrift at night'>",
            f"<h1>{LOGO}</h1><p>22 November 2026</p><h2>Ship adrift at night</h2><p>12 January 2026</p>{text_of('en')}",
            "Ship adrift at night",
            "2026-01-12 00:00",
            id="the day of the visit below a logo",
        ),
        pytest.param(
            "<title>Ship adrift - Gazette</title><meta property='og:title' content='Ship adrift'>",
            f"<h1>Market desk</h1><p>08:48, 23 September 2026</p><h1>Ship adrift</h1><p>12 January 2026</p>{text_of('en')}",
            "Ship adrift",
            "2026-01-12 00:00",
            id="the name of a section is a first-level heading too",
        ),
        pytest.param(
            "<title>Ship sent to fjord after storm | Gazette</title><meta property='og:title' content='Ship sent'>",
            f"<h1>Ship sent to fjord after storm</h1><p>12 January 2026</p>{text_of('en')}",
            "Ship sent to fjord after storm",
            "2026-01-12 00:00",
            id="a declared title that is the beginning of the headline",
        ),
    ],
)
def test_the_headline_among_the_headings(head, body, title, published):
    found = read(body, head=head)
    assert (found.title, day(found)) == (title, published)


TITLE = {
    "en": "Ship adrift in the fjord",
    "no": "Motorstans i fjorden",
    "de": "Zweites Schiff im Fjord",
    "fr": "Un second navire",
    "ru": "Второе судно",
}


def article(language: str, *, over: str = "", below: str = "", after: str = "") -> str:
    return f"<main>{over}<h1>{TITLE[language]}</h1>{below}{text_of(language)}{after}</main>"


ENTRY = {
    "en": "This entry was posted on Monday, January 12th, 2026 at 10:15 and is filed under News. You can follow it by feed.",
    "no": "Dette innlegget ble publisert i Nyheter av Kari den 12. januar 2026.",
    "de": "Dieser Beitrag wurde am 12. Januar 2026 von Jana unter Meldungen veröffentlicht.",
    "fr": "Cette entrée a été publiée dans Actualités par Claire le 12 janvier 2026.",
    "ru": "Запись опубликована 12.01.2026 автором Иван в рубрике Новости.",
}
BOX = "<div><p>{0}</p><p>Ministeriet</p><p>Nummer 12/26</p><h1>Motorstans i fjorden</h1></div>"


@pytest.mark.parametrize(
    ("lang", "parts", "published"),
    [
        pytest.param("de", {"over": "<div id='artikeldatum'>12.01.2026</div>"}, "2026-01-12 00:00", id="a German compound"),
        pytest.param("de", {"over": "<div id='aenderungsdatum'>12.01.2026</div><p>A</p><p>B</p>"}, "", id="that of a change"),
        pytest.param(
            "no", {"after": "<span class='publiseringsdato'>12.01.2026</span>"}, "2026-01-12 00:00", id="a Norwegian one"
        ),
        pytest.param("no", {"after": "<p class='publishedDate'>12.01.2026</p>"}, "2026-01-12 00:00", id="two words in one"),
        pytest.param("no", {"after": "<p class='date last-updated'>12.01.2026</p>"}, "", id="a class of a change"),
        pytest.param(
            "de",
            {"after": "<p class='submitted'>Gespeichert von jp am 12. Januar 2026 - 9:15</p>"},
            "2026-01-12 08:15",
            id="Drupal",
        ),
        pytest.param(
            "de", {"after": "<div class='comment'><p class='submitted'>am 12. Januar 2026</p></div>"}, "", id="of a comment"
        ),
        pytest.param(
            "no",
            {"below": "<i class='timestamp' title='12. januar 2026 kl. 10:15'>nylig</i>"},
            "2026-01-12 09:15",
            id="in the title of a mark",
        ),
        pytest.param(
            "no", {"after": "<i class='timestamp' data-published-at='2026-01-12T09:15Z'>nylig</i>"}, "2026-01-12 09:15", id="data"
        ),
        pytest.param("ru", {"below": "<p>12.01.2026 (10:15)</p>"}, "2026-01-12 07:15", id="a clock in brackets"),
        pytest.param("fr", {"after": "<p>Mis en ligne le 12 janvier 2026</p>"}, "2026-01-12 00:00", id="put on line"),
        pytest.param("fr", {"after": "<p>Date de publication : 12/01/2026</p>"}, "2026-01-12 00:00", id="date of publication"),
        pytest.param("no", {"after": "<p>Lagt ut 12. januar 2026</p>"}, "2026-01-12 00:00", id="laid out"),
        pytest.param("no", {"after": "<p>Møtet holdes 12. januar 2026</p>"}, "", id="a meeting"),
        *(pytest.param(lang, {"after": f"<p>{note}</p>"}, "2026-01-12", id=f"WordPress, {lang}") for lang, note in ENTRY.items()),
    ],
)
def test_the_day_of_publication(lang, parts, published):
    found = day(read(article(lang, **parts), lang=lang))
    assert found.startswith(published) if published else not found


@pytest.mark.parametrize(
    ("body", "published"),
    [
        pytest.param(
            f"<div><p>12.01.2026</p><h1><span>{TITLE['no']}</span><br>Skipet ligger trygt</h1></div>{text_of('no')}",
            "2026-01-12 00:00",
            id="over a headline of two lines",
        ),
        pytest.param(BOX.format("Publisert 12.01.2026") + text_of("no"), "2026-01-12 00:00", id="in a box that says so"),
        pytest.param(BOX.format("Søndag 22.11.2026") + text_of("no"), "", id="in a box that does not say so"),
        pytest.param(
            f"<h1>{TITLE['de']}</h1><p>(12.01.2026) {TEXTS['de']}</p><p>{NEXT['de']}</p>", "2026-01-12 00:00", id="in brackets"
        ),
        pytest.param(f"<h1>{TITLE['de']}</h1><p>(1944-1945) {TEXTS['de']}</p><p>{NEXT['de']}</p>", "", id="years in brackets"),
    ],
)
def test_a_day_around_the_headline(body, published):
    assert day(read(f"<main>{body}</main>", lang="no")) == published


@pytest.mark.parametrize("name", ["DC.date.published", "dcterms.published", "published_date", "article:post_date"])
def test_names_of_the_day_of_publication(name):
    head = f"<meta name='last-modified' content='2026-02-02'><meta name='{name}' content='2026-01-12'>"
    assert day(read(article("en"), head=head)) == "2026-01-12 00:00"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        pytest.param("Ship sent<br>north at night", "Ship sent north at night", id="a line break"),
        pytest.param("<div>Ship sent</div><div>north at night</div>", "Ship sent north at night", id="two blocks"),
        pytest.param("<span>Barents</span><span>Ship sent north</span>", "Barents Ship sent north", id="a kicker"),
        pytest.param("<span>Barents:</span><span>Ship sent north</span>", "Barents: Ship sent north", id="a kicker with a colon"),
        pytest.param("<span>S</span><span>hip sent north</span>", "Ship sent north", id="a large first letter"),
        pytest.param("Sh<em>i</em>p sent <!-- x -->north<!-- y --> at night", "Ship sent north at night", id="inside of words"),
    ],
)
def test_lines_of_a_headline_are_not_glued_together(heading, title):
    assert read(f"<main><h1>{heading}</h1>{text_of('en')}</main>").title == title


@pytest.mark.parametrize(
    "label",
    [
        "Høringsfrist: {}",
        "Beginn: {}",
        "Start: {} kl. 9:00",
        "Deadline: {}",
        "Current DateTime: {}",
        "Начало: {}",
        "Expires on: {}",
    ],
)
def test_a_day_with_the_label_of_another(label):
    line = f"<p>{label.format('12.01.2026')}</p>"
    assert day(read(article("no", below=line), lang="no")) == ""
    assert day(read(article("no", below=f"{line}<p>Publisert: 07.01.2026</p>"), lang="no")) == "2026-01-07 00:00"


@pytest.mark.parametrize(
    ("head", "over", "title"),
    [
        pytest.param(
            "<title>Ship adrift « Desk of the north</title>",
            "<h1><a href='https://desk.example/'>Desk of the north</a></h1><h2>Ship adrift</h2>",
            "Ship adrift",
            id="a logo that is a link",
        ),
        pytest.param(
            "<title>Kari's Digital Home Page | Ship adrift in the fjord again</title>",
            "<p>Menu</p><h2>Ship adrift in the fjord again</h2>",
            "Ship adrift in the fjord again",
            id="the part of the tab that is a heading",
        ),
        pytest.param(
            "<title>pm-2026-01-ship-fjord</title><meta property='og:title' content='pm-2026-01-ship-fjord'>",
            "<h1>Ship adrift in the fjord again</h1>",
            "Ship adrift in the fjord again",
            id="the name of a file",
        ),
        pytest.param(
            "<title>Ship adrift at night - Ice news</title>", "<h2>Ice</h2>", "Ship adrift at night", id="another heading"
        ),
    ],
)
def test_titles_of_pages_that_declare_little(head, over, title):
    assert read(f"{over}{text_of('en')}", head=head).title == title


@pytest.mark.parametrize(
    ("stated", "marks", "author"),
    [
        pytest.param("Polar Desk", "<p class='byline'>By Dana Vik</p>", "Dana Vik", id="the site, and a byline"),
        pytest.param("Polar Desk", "", "Polar Desk", id="the site alone"),
        pytest.param("Polar Desk, Oslo, Norway", "", "Polar Desk, Oslo, Norway", id="with its town"),
        pytest.param("Polar Desk, Dana Vik", "", "Dana Vik", id="beside a person"),
        pytest.param("Nordblatt GmbH, Kiel, Germany", "", "Nordblatt GmbH", id="a company and its town"),
        pytest.param("Jan S.A. Corell", "", "Jan S.A. Corell", id="initials"),
        pytest.param("", "<div class='byline'><b class='name'>Dana Vik</b><i>reporter</i></div>", "Dana Vik", id="name and role"),
        pytest.param("", "<p class='byline'>Tekst og foto: Kari Vik</p>", "Kari Vik", id="text and pictures"),
        pytest.param("", "<i class='author vcard'>by <a class='fn'>Dana Vik</a>, January 2</i>", "Dana Vik", id="hCard"),
    ],
)
def test_authors_of_pages(stated, marks, author):
    head = f"<meta property='og:site_name' content='Polar Desk'><meta name='author' content='{stated}'>"
    assert read(article("en", below=marks), head=head).author == author


def test_a_canonical_address_without_its_scheme():
    head = "<link rel='canonical' href='coast.example/news/ship'>"
    assert read(article("en"), head=head, url="https://coast.example/news/ship?ref=1").url == "https://coast.example/news/ship"


def stamped(label: str, day_of_month: int) -> str:
    return f"<dt>{label}</dt><dd><time datetime='2026-01-{day_of_month}T09:00:00+01:00'>kl. 9</time></dd>"


@pytest.mark.parametrize(
    ("lang", "body", "published"),
    [
        pytest.param("no", stamped("Oppdatert", 14) + stamped("Publisert", 12), "2026-01-12 08:00", id="labels in a list"),
        pytest.param("no", stamped("Sist endret", 14), "", id="only a change"),
        pytest.param("en", "<p>Publisert 02.01.2026</p>", "2026-01-02 00:00", id="a page that is not in its template's language"),
    ],
)
def test_labels_and_languages_of_a_page(lang, body, published):
    assert day(read(f"<article><h1>{TITLE['no']}</h1><dl>{body}</dl>{text_of('no')}</article>", lang=lang)) == published


def test_the_only_article_element_may_be_a_teaser_of_another():
    teaser = "<article><time datetime='2026-01-20'>tirsdag</time><a href='/a'>Skipet er slept fri</a></article>"
    assert day(read(f"<div><h1>{TITLE['no']}</h1>{text_of('no')}</div><div>{teaser}</div>", lang="no")) == ""


def stated_at(moment: str, shown: str) -> str:
    return f"<p><time itemprop='datePublished' datetime='{moment}'>{shown}</time></p>"


@pytest.mark.parametrize(
    ("lang", "stated", "shown", "published"),
    [
        pytest.param("no", "2026-01-15 05:28:29", "15.01.2026 kl. 05:28", "2026-01-15 04:28", id="the clock on the page"),
        pytest.param("de", "2026-07-15T05:28", "15. Juli 2026, 5.28 Uhr", "2026-07-15 03:28", id="in summer"),
        pytest.param("ru", "2026-01-15T01:10:00", "15.01.2026 01:10", "2026-01-14 22:10", id="the day before"),
        pytest.param("no", "2026-01-15 05:28:29", "15.01.2026 kl. 06:28", "2026-01-15 05:28", id="another clock"),
        pytest.param("no", "2026-01-15 05:28:29", "16.01.2026 kl. 05:28", "2026-01-15 05:28", id="another day"),
        pytest.param("no", "2026-01-15 05:28:29", "15.01.2026", "2026-01-15 05:28", id="no clock"),
        pytest.param("no", "2026-01-15T05:28:29Z", "15.01.2026 kl. 05:28", "2026-01-15 05:28", id="a zone"),
        pytest.param("no", "2026-01-15 05:28:29 UTC", "15.01.2026 kl. 05:28", "2026-01-15 05:28", id="a zone by its name"),
        pytest.param("en", "2026-01-15 05:28:29", "15 January 2026, 05:28", "2026-01-15 05:28", id="a language of many zones"),
        pytest.param("no", "2026-01-15 00:00:00", "15.01.2026 kl. 09:15", "2026-01-15 08:15", id="a day, no clock"),
    ],
)
def test_a_moment_without_zone_is_on_the_clock_that_the_page_shows(lang, stated, shown, published):
    assert day(read(article(lang, below=stated_at(stated, shown)), lang=lang)) == published


INSTITUTE = "Institute of the Far North"
OTHER_WORDS = "<meta property='og:title' content='{} » Northern Watch - News of the ice'>"


@pytest.mark.parametrize(
    ("head", "over", "title"),
    [
        pytest.param(
            "<title>Cable cut « Northern Watch</title>" + OTHER_WORDS.format("Who cut the wire?"),
            "<h1 class='entry-title'>A cable is cut at night</h1>",
            "Who cut the wire?",
            id="the declared one and the tab end with the site",
        ),
        pytest.param(
            "<title>Cable cut (live) - Northern Watch</title>" + OTHER_WORDS.format("Cable cut again"),
            "",
            "Cable cut again » Northern Watch - News of the ice",
            id="they begin alike: what follows may be part of it",
        ),
        pytest.param(
            f"<title>{INSTITUTE} - Cable cut off the coast</title>"
            f"<link rel='alternate' type='application/rss+xml' title='{INSTITUTE} &raquo; Feed'>",
            "",
            "Cable cut off the coast",
            id="the site has four words and a feed",
        ),
        pytest.param(
            f"<title>Cable cut off the coast - {INSTITUTE}</title>"
            "<link rel='alternate' type='application/atom+xml' title='Cable cut off the coast - Atom'>",
            "<h1>Cable cut off the coast</h1>",
            "Cable cut off the coast",
            id="a feed of the page itself",
        ),
        pytest.param(
            "<title>Ship adrift - three days of ice</title>", "", "Ship adrift - three days of ice", id="goes on in small letters"
        ),
        pytest.param(
            "<title>Polar Desk | Ship adrift - three days of ice</title>",
            "",
            "Ship adrift - three days of ice",
            id="goes on behind the site",
        ),
    ],
)
def test_titles_beside_the_name_of_the_site(head, over, title):
    assert read(f"{over}{text_of('en')}", head=head).title == title


SAID = (
    "I sailed past that place last summer and the ice was much thinner than the charts say.",
    "They should have asked the fishermen first, who know every rock of the fjord by name.",
    "Nobody listens to us anyway, so why would they begin now of all times?",
)
STAMPS = {
    "en": [f"Posted by: {who} Sep 2011 | 15:22" for who in ("Old Salt, 27", "Marit K., 27", "tor22, 28")],
    "de": [f"Geschrieben von {who}.09.2011 15:22" for who in ("Old Salt am 27", "Marit am 27", "tor am 28")],
}


@pytest.mark.parametrize("language", STAMPS)
def test_what_is_closed_by_stamps_of_readers_is_comments(language):
    below = "".join(f"<p>{said}</p><p>{stamp}</p>" for said, stamp in zip(SAID, STAMPS[language], strict=True))
    found = read(article(language, after=below), lang=language)
    # The first stamp may be that of the article, so what it closes stays.
    assert (found.text, found.published) == (f"{TEXTS[language]}\n{NEXT[language]}\n{SAID[0]}", None)
    assert [line.text for line in found.removed if line.reason == "comments"][-1] in (SAID[-1], STAMPS[language][-1])


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(f"<p>{SAID[0]}</p><p>{STAMPS['en'][0]}</p>", id="one stamp may be that of the article"),
        pytest.param(
            f"<p>{SAID[0]}</p><p>{STAMPS['en'][0]}</p><h2>Fog</h2><p>{SAID[1]}</p><p>{STAMPS['en'][1]}</p>", id="posts of a blog"
        ),
    ],
)
def test_what_is_closed_by_other_stamps_stays(after):
    assert SAID[0] in read(article("en", after=after)).text


@pytest.mark.parametrize(
    ("attributes", "published"),
    [
        pytest.param("style='display: none'", "2026-01-12 00:00", id="not displayed"),
        pytest.param("hidden", "2026-01-12 00:00", id="hidden"),
        pytest.param("style='color: red'", "2019-05-12 00:00", id="shown"),
        pytest.param("aria-hidden='true'", "2019-05-12 00:00", id="shown, but not read out"),
    ],
)
def test_a_day_that_nobody_sees_is_not_the_one_of_publication(attributes, published):
    assert day(read(article("en", below=f"<p {attributes}>12 May 2019</p><p>12 January 2026</p>"))) == published


def test_an_article_that_a_script_uncovers_has_its_day():
    assert day(read(f"<div style='display:none'>{article('en', below='<p>12 January 2026</p>')}</div>")) == "2026-01-12 00:00"


RENDERED = "2026-01-20T10:00:05Z"


@pytest.mark.parametrize(
    ("name", "stated", "shown", "published"),
    [
        pytest.param("date", RENDERED, "27.09.2011 15:22", "2011-09-27 13:22", id="the day of rendering"),
        pytest.param("date", RENDERED, "27.09.2011", "2026-01-20 10:00", id="a day alone may be any"),
        pytest.param("date", RENDERED, "27.09.2025 15:22", "2026-01-20 10:00", id="less than a year"),
        pytest.param(
            "date", "2026-01-12T10:00:05Z", "27.09.2011 15:22", "2026-01-12 10:00", id="another day than that of the visit"
        ),
        pytest.param(
            "article:published_time", RENDERED, "27.09.2011 15:22", "2026-01-20 10:00", id="a name that means publication"
        ),
    ],
)
def test_the_day_on_which_a_page_was_written_for_its_reader(name, stated, shown, published):
    page = (
        f"<html lang='de'><head><meta name='{name}' content='{stated}'></head><body>"
        f"{article('de', below=f'<div class=date>{shown}</div>')}</body></html>"
    )
    assert day(extract_html(page.encode(), None, "utf-8", datetime(2026, 1, 20, 11, tzinfo=UTC))) == published
