"""Pages: what is no page, hostile ones, encodings, and what a page says of itself."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.extract.decoding import decode_page
from worker.extract.html import extract_fragment, extract_html
from worker.model import Extract

LEAD = "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow soon."
NEXT = "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels."
ARTICLE = f"<article><h1>Second ship sent to the fjord</h1><p>{LEAD}</p><p>{NEXT}</p></article>"


def page(body: str = ARTICLE, head: str = "", lang: str = "en") -> bytes:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", "the page is empty", id="empty"),
        pytest.param(b" \n\t", "the page is empty", id="blank"),
        pytest.param(b"%PDF-1.7", "a PDF file", id="pdf"),
        pytest.param(b"abc\x00\x01", "binary data", id="zero bytes"),
        pytest.param(b'<?xml version="1.0"?>\n<rss version="2.0"></rss>', "this is a feed", id="rss"),
        pytest.param(b'<!-- a --><feed xmlns="http://www.w3.org/2005/Atom"></feed>', "this is a feed", id="atom"),
        pytest.param(b'<?xml version="1.0"?><note>x</note>', "an XML document", id="xml"),
        pytest.param(b'{"title": "x"}', "looks like JSON", id="json"),
        pytest.param(
            b'<html><body><div id="app"></div><script>start()</script></body></html>', "without running its scripts", id="scripts"
        ),
        pytest.param(b"<html><body><img src='a.png'></body></html>", "holds no text", id="picture only"),
        pytest.param(b"<!---->" * 290, "not HTML", id="comments only"),
        pytest.param(b"<html><body>" + b"<div>" * 100_000 + b"<p>text</p>", "nested more than", id="deep"),
    ],
)
def test_no_article_says_why(data, error):
    found = extract_html(data, "https://coast.example/a", None)
    assert error in found.error
    assert (found.text, found.url) == ("", "https://coast.example/a")


@pytest.mark.timeout(40)
def test_five_megabytes_of_paragraphs():
    body = "".join(f"<p>Report {n}: {LEAD}</p>" for n in range(20_000)) + "<!-- " + "x" * 2_500_000 + " -->"
    found = extract_html(page(f"<article>{body}</article>"), None, None)
    assert found.text.count("\n") > 19_000


def test_many_small_blocks_are_not_quadratic():
    found = extract_html(
        page("<article>" + "<div>" * 200 + "<span>ice</span><br>" * 20_000 + "</div>" * 200 + "</article>"), None, None
    )
    assert found.text or found.error


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=300) | st.text(alphabet="<>/ap=\"' div&;!-", max_size=200).map(str.encode))
def test_no_bytes_crash(data):
    found = extract_html(data, None, None)
    assert found.text or found.error


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        pytest.param("Grønland".encode("utf-8-sig"), "latin-1", "Grønland", id="mark beats the server"),
        pytest.param("Grønland".encode(), "iso-8859-1", "Grønland", id="valid utf-8 beats a stale default"),
        pytest.param("Grønland".encode("latin-1"), "iso-8859-1", "Grønland", id="server"),
        pytest.param("“ice”".encode("cp1252"), "latin1", "“ice”", id="latin-1 means windows-1252"),
        pytest.param(
            b'<meta charset="windows-1251">' + "лёд".encode("cp1251"), None, '<meta charset="windows-1251">лёд', id="page"
        ),
        pytest.param("é".encode("cp1252"), "no-such-charset", "é", id="unknown label"),
        pytest.param("é".encode("cp1252"), "idna", "é", id="a codec that is no charset"),
        pytest.param("é".encode("cp1252"), "a\x00b", "é", id="a label with a zero byte"),
        pytest.param("été".encode("cp1252"), "utf-16", "été", id="utf-16 without a mark is none"),
        pytest.param("Флот на море".encode() + b" \xe9", "utf-8", "Флот на море \ufffd", id="one wrong byte, declared"),
        pytest.param("Флот на море".encode() + b" \xe9", None, "Флот на море \ufffd", id="one wrong byte, not declared"),
        pytest.param("Флот на море".encode() + b" \xe9", "cp1251", "Флот на море \ufffd", id="one wrong byte, stale default"),
        pytest.param("Флот на море".encode("cp1251"), "cp1251", "Флот на море", id="cyrillic"),
        pytest.param("Grønland, før".encode("cp1252") + "ø".encode(), None, "Grønland, førÃ¸", id="little of it is utf-8"),
        pytest.param("\ufffd é".encode(), "latin-1", "\ufffd é", id="a garbled letter in valid utf-8"),
    ],
)
def test_encodings(data, charset, expected):
    assert decode_page(data, charset) == expected


def test_an_xml_declaration_with_another_encoding_does_not_garble():
    data = b'<?xml version="1.0" encoding="iso-8859-1"?>' + page(f"<article><p>Grønland: {LEAD}</p><p>{NEXT}</p></article>")
    assert extract_html(data, None, None).text.startswith("Grønland:")


def test_title_text_and_reasons():
    found = extract_html(page(), None, None)
    assert found.title == "Second ship sent to the fjord"
    assert found.text == f"{LEAD}\n{NEXT}"
    assert [r.reason for r in found.removed] == ["title"]
    assert found.error == ""
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("head", ["", "<title>Kystposten</title>"], ids=["no title", "the site's name"])
def test_a_page_that_states_no_title_has_the_heading_over_its_text(head):
    body = (
        f"<a href='/'>Kystposten</a><h2>Second ship sent to the fjord</h2><p>{LEAD}</p><p>{NEXT}</p><h2>Read what others say</h2>"
    )
    found = extract_html(f"<html><head>{head}</head><body>{body}</body></html>".encode(), None, None)
    assert (found.title, found.text.split("\n")[:2]) == ("Second ship sent to the fjord", [LEAD, NEXT])


@pytest.mark.parametrize(
    ("head", "url", "published", "origin"),
    [
        pytest.param("", None, None, "", id="nothing"),
        pytest.param('<meta name="date" content="1970-01-01">', None, None, "", id="before the web"),
        pytest.param('<meta property="article:published_time" content="2026-01-12T08:00:00Z">',
                     "https://a.example/2025/11/01/x", datetime(2026, 1, 12, 8, tzinfo=UTC), "meta", id="meta before url"),
        pytest.param('<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2026-01-12"}]}'
                     "</script>",
                     None, datetime(2026, 1, 12, tzinfo=UTC), "meta", id="json-ld in a graph"),
        pytest.param("<script type='application/ld+json'>{broken</script>",
                     "https://a.example/2026/01/12/x", datetime(2026, 1, 12, tzinfo=UTC), "url", id="url"),
        pytest.param(f"<script type='application/ld+json'>{'[' * 20000}</script>", None, None, "", id="json nested too deeply"),
    ],
)  # fmt: skip
def test_published(head, url, published, origin):
    found = extract_html(page(head=head), url, None)
    assert (found.published, found.published_origin) == (published, origin)


def test_an_earlier_page_does_not_change_a_later_one():
    first = extract_html(page(), None, None)
    assert all(extract_html(page(), None, None) == first for _ in range(4))


def test_a_body_stated_in_json_is_the_last_resort():
    body = f"{LEAD} {NEXT} " * 3
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body.strip()}"}}</script>'
    found = extract_html(page("<p>Please wait.</p>", head=head), None, None)
    assert found.text == body.strip()


# ------------------------------------------------------------------ fragments of feeds


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("Plain &amp; simple", "Plain & simple", id="no tags"),
        pytest.param(f"<p>{LEAD}</p><p>{NEXT}</p>", f"{LEAD}\n{NEXT}", id="paragraphs"),
        pytest.param(f"{LEAD}<br/>{NEXT}", f"{LEAD}\n{NEXT}", id="line breaks"),
        pytest.param(f"<p>{LEAD}</p><script>alert(1)</script><style>p{{}}</style>", LEAD, id="scripts"),
        pytest.param(f"<p>{LEAD}</p><p>The post Ship sent appeared first on Gazette.</p>", LEAD, id="feed tail"),
        pytest.param(f"<p>{LEAD}</p><p><a href='x'>Read more</a></p>", LEAD, id="read more"),
        pytest.param(f"<h1>Ship sent</h1><p>{LEAD}</p>", LEAD, id="title repeated"),
    ],
)
def test_fragment(html, text):
    found = extract_fragment(html, "https://a.example/x", "Ship sent", "en")
    assert found.text == text
    assert (found.title, found.language, bool(found.error)) == ("Ship sent", "en", not text)


SHORT_REPORT = """<html lang="en"><head><title>Cable damage off Longyearbyen</title></head><body>
<div class="cookie-banner"><p>We use cookies to improve this site. Accept all cookies.</p></div>
<main><article><h1>Cable damage off Longyearbyen</h1><p>A subsea cable was cut on Friday.</p><p>Police look for a trawler.</p>
<div class="related-posts"><h2>Related posts</h2><ul><li><a href="/1">Greenland referendum in doubt</a></li></ul></div>
</article></main></body></html>"""


def test_a_report_of_two_sentences_keeps_its_lines_and_loses_the_furniture() -> None:
    extract = extract_html(SHORT_REPORT.encode(), None, "utf-8")
    assert extract.text == "A subsea cable was cut on Friday.\nPolice look for a trawler."


# ------------------------------------------------------------------ whole pages

ARTICLES = {
    "da": ("Endnu et skib på vej",
           "Forsvaret har sendt endnu et inspektionsskib til farvandet ud for kysten, oplyser kommandoen tirsdag morgen.",
           "Skibet skal blive i området indtil udgangen af måneden, og besætningen får følgeskab af et fly fra nabolandet.",
           "Borgmesteren siger, at hun gerne ville have været orienteret, før skibet viste sig for indbyggerne i fjorden.",
           "Øvelsen slutter i næste uge, hvorefter fartøjet sejler videre til hovedstaden for at få skiftet mandskab."),
    "no": ("Tråler driver i stormen",
           "Kystvakten har rykket ut til et fiskefartøy som driver med motorstans nordvest for øya, melder sentralen i dag.",
           "Om bord er det atten personer, og ingen av dem skal være skadet, sier redningslederen på vakt til avisen.",
           "Været i området er dårlig, med liten storm og bølger på opptil åtte meter, men det er ventet å løye i kveld.",
           "Et slepefartøy er på vei fra fastlandet og ventes fram i løpet av natt til torsdag, ifølge samme kilde."),
    "ru": ("На побережье строят станцию",
           "Губернатор сообщил во вторник о начале строительства новой станции наблюдения на северном побережье области.",
           "По его словам, объект будет введён в эксплуатацию к концу следующего года и заменит старое оборудование.",
           "Рыбаки из соседних посёлков опасаются, что им запретят выходить в море в районе будущей станции.",
           "В министерстве заявили, что ограничения коснутся лишь небольшого участка берега и только на время работ."),
    "fr": ("Un brise-glace part pour le Nord",
           "Le brise-glace a quitté le port mardi matin pour une mission de trois mois dans les glaces, a annoncé la marine.",
           "À son bord, quarante scientifiques étudieront la fonte de la banquise et la vie des fonds marins du détroit.",
           "Le navire fera escale dans la capitale, où son capitaine doit rencontrer les autorités locales en personne.",
           "Le retour est prévu à la mi-avril, si les glaces ne retiennent pas le bâtiment plus longtemps que prévu."),
}  # fmt: skip


def in_page(language: str, body: str) -> Extract:
    return extract_html(page(body, lang=language), "https://coast.example/a", None)


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize(
    "form",
    [
        pytest.param("<article><h1>{0}</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p></article>", id="paragraphs"),
        pytest.param("<div id='c'><h1>{0}</h1>{1}<br><br>{2}<br/>{3}<br>{4}</div>", id="line breaks"),
        pytest.param("<main><h1>{0}</h1><div>{1}</div><div>{2}</div><div>{3}</div><div>{4}</div></main>", id="divisions"),
        pytest.param("<table><tr><td>{1}</td></tr><tr><td>{2}<br>{3}<p>{4}</p></td></tr></table>", id="rows of a table"),
        pytest.param("<table><tr><td><p>{1}</p>{2}<br>{3}<p>{4}</p></td></tr></table>", id="layout table"),
        pytest.param(
            "<div class='mobile'><article><h1>{0}</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p></article></div>"
            "<div class='desktop'><article><h1>{0}</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p></article></div>",
            id="twice",
        ),
        pytest.param(
            "<main><section><p>{1}</p><p>{2}</p></section><section><p>{3}</p><p>{4}</p></section></main>", id="sections"
        ),
    ],
)
def test_an_article_comes_whole_in_its_order_and_once(language, form):
    found = in_page(language, form.format(*ARTICLES[language]))
    assert found.text.split("\n") == list(ARTICLES[language][1:])
    assert (found.language, found.boxed, found.error) == (language, (), "")


@pytest.mark.parametrize(
    ("inside", "stays"),
    [
        pytest.param("<h2>Hvad der nu sker</h2>", True, id="sub-heading"),
        pytest.param("<ul><li>Skibet er 72 meter langt.</li><li>Besætningen er på 24.</li></ul>", True, id="list"),
        pytest.param("<blockquote><p>Vi hørte det først fra en fanger.</p></blockquote>", True, id="quotation"),
        pytest.param("<p>Hvorfor?</p>", True, id="short paragraph"),
        pytest.param("<div class='newsletter'><p>Få det vigtigste hver morgen.</p></div>", False, id="newsletter"),
        pytest.param("<div class='share-tools'><ul><li><a href='f'>Facebook</a></li></ul></div>", False, id="share bar"),
        pytest.param("<p><a href='/x'>Læs også: Fiskere klager over støj</a></p>", False, id="pointer"),
        pytest.param(
            "<figure><img src='a'><figcaption>Skibet i fjorden. Foto: Kysten</figcaption></figure>", False, id="caption"
        ),
        pytest.param("<form><p>Din adresse</p><input></form>", False, id="form"),
        pytest.param("<script>var a = 'Hvorfor?';</script><style>p {}</style>", False, id="code"),
    ],
)
def test_between_two_paragraphs(inside, stays):
    title, *texts = ARTICLES["da"]
    paragraphs = [f"<p>{text}</p>" for text in texts]
    found = in_page("da", f"<article><h1>{title}</h1>{''.join(paragraphs[:2])}{inside}{''.join(paragraphs[2:])}</article>")
    own = [line for line in found.text.split("\n") if line not in texts]
    assert [line for line in found.text.split("\n") if line in texts] == texts
    assert bool(own) is stays
    assert found.boxed == ()


def test_what_a_box_says_is_gone_or_known_to_be_in_a_box():
    title, *texts = ARTICLES["no"]
    paragraphs = "".join(f"<p>{text}</p>" for text in texts)
    boxes = (f"<{tag} class='ramme'><p>Alt om saken på ett sted.</p></{tag}>" for tag in ("div", "aside", "section"))
    for box in boxes:
        found = in_page("no", f"<article><h1>{title}</h1>{paragraphs}{box}{paragraphs.replace('i', 'y')}</article>")
        lines = found.text.split("\n")
        assert {lines[i] for i in found.boxed} <= {"Alt om saken på ett sted."}
        assert found.boxed or "Alt om saken på ett sted." not in lines


@pytest.mark.parametrize("tag", ["time", "label", "button", "dialog", "output", "figure", "aside"])
def test_a_paragraph_with_something_in_its_middle_comes_once(tag):
    title, first, second, *rest = ARTICLES["da"]
    cut = f"{first[:40]} <{tag}>i dag</{tag}> {first[40:]}"
    body = "".join(f"<p>{text}</p>" for text in (f"{cut} {second}", *rest))
    found = in_page("da", f"<article><h1>{title}</h1>{body}</article>")
    assert found.text.count(second) == 1
    assert found.text.split("\n")[-2:] == rest


def test_a_question_asked_again_stays():
    title, *texts = ARTICLES["da"]
    body = "".join(f"<p><b>Hvad betyder det for jer?</b></p><p>{text}</p>" for text in texts)
    found = in_page("da", f"<article><h1>{title}</h1>{body}</article>")
    assert found.text.split("\n") == [line for text in texts for line in ("Hvad betyder det for jer?", text)]


def test_invisible_signs_are_gone_from_the_text():
    first, *texts = ARTICLES["fr"][1:]
    marked = first.replace("brise-glace", "brise-gla\u00adce").replace("mission", "mis\u200bsion")
    body = "".join(f"<p>{text}</p>" for text in (marked, *texts))
    assert in_page("fr", f"<article>{body}</article>").text.split("\n") == [first, *texts]


DANISH = (
    "Skibet forlod havnen tirsdag morgen, og besætningen får følgeskab af et fly fra nabolandet i de første dage.",
    "Borgmesteren siger, at hun gerne ville have været orienteret, før skibet viste sig for indbyggerne i fjorden.",
)
DANISH_LEAD = "Inspektionsskibet skal sejle ved vestkysten frem til februar."


@pytest.mark.parametrize(
    ("above", "language", "comes"),
    [
        pytest.param(f'<p class="summary">{DANISH_LEAD}</p>', "da", True, id="that names what the text is about"),
        pytest.param(f'<h2 class="summary">{DANISH_LEAD}</h2>', "da", True, id="set as a heading"),
        pytest.param(
            '<p class="summary">Ministeren kalder det nødvendigt at vise flaget, mens flere lande sender deres folk nordpå.</p>',
            "da", True, id="long, with words of its own",
        ),
        pytest.param(f'<p class="summary">{DANISH_LEAD}</p>', "en", False, id="English standfirst"),
        pytest.param('<p class="summary">Dette indhold kan ikke vises på din enhed.</p>', "da", False, id="a player's notice"),
        pytest.param(f'<p class="summary"><a href="/a">{DANISH_LEAD}</a></p>', "da", False, id="another item"),
        pytest.param('<p class="caption">Inspektionsskibet ved kaj i januar. Her lastes der.</p>', "da", False, id="caption"),
        pytest.param('<p class="summary">Vi følger sagen og opdaterer om inspektionsskibet.</p>', "da", False, id="a promise"),
        pytest.param('<p class="summary">Vi bruger inspektionsskibet, siger hun.</p>', "da", True, id="what somebody says"),
        pytest.param('<p class="summary">»Vi sejler til februar,« siger inspektionsskibet.</p>', "da", True, id="a quotation"),
    ],
)  # fmt: skip
def test_a_lead_set_apart_under_the_headline(above, language, comes):
    text = tuple(f"{n}: {line}" for n in range(3) for line in (DANISH if language == "da" else (LEAD, NEXT)))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    title = "Inspektionsskibet Ternen sendt nordpå"
    data = page(f'<main><header><h1>{title}</h1>{above}</header><div class="article-body">{body}</div></main>', lang=language)
    found = extract_html(data, None, None).text.split("\n")
    assert found[-6:] == list(text)
    assert (len(found) == 7) is comes


def test_the_lead_of_a_short_text_stands_first():
    body = "".join(f"<p>{paragraph}</p>" for paragraph in DANISH)
    head = f"<header><h1>Inspektionsskibet Ternen sendt nordpå</h1><p>{DANISH_LEAD}</p></header>"
    data = page(f'<main>{head}<div class="article-body">{body}</div></main>', lang="da")
    assert extract_html(data, None, None).text.split("\n") == [DANISH_LEAD, *DANISH]


def test_the_lead_of_a_live_page_stands_above_its_posts():
    posts = "".join(
        f"<li><article><header><time>1{n}:05</time> <h2>Melding {n}</h2></header>"
        f"<p>{n}: {DANISH[n]}</p><p>Mere følger.</p></article></li>"
        for n in range(2)
    )
    data = page(f'<main><h1>Øvelsen i nord</h1><p class="ingress">{DANISH_LEAD}</p><ol>{posts}</ol></main>', lang="da")
    found = extract_html(data, None, None).text.split("\n")
    assert found.index(DANISH_LEAD) < found.index(f"0: {DANISH[0]}") < found.index(f"1: {DANISH[1]}")


REST = f"<p>{DANISH[0]}</p><p>{DANISH[1]}</p>"


@pytest.mark.parametrize(
    ("body", "published"),
    [
        pytest.param(f"<h1>Skibet</h1><p>{DANISH[0]}</p><p>Af Ane<br>12. november 2026 10:41</p>", "2026-11-12 09:41", id="lead"),
        pytest.param(f"<h1>Skibet</h1><p>{DANISH[0]}</p><p>Publiceret: 12. november 2026</p>", "2026-11-12 00:00", id="said so"),
        pytest.param(f"<h1>Skibet</h1><p>{DANISH[0]}</p><p>12. november 2026</p>", "", id="a day below a paragraph"),
        pytest.param("<h1>Skibet</h1><p>I orden.</p><h3>8. oktober 2023</h3>", "", id="a chronology"),
        pytest.param("<article><p>12. november 2026</p><h1>Skibet</h1>", "2026-11-12 00:00", id="over the headline"),
        pytest.param("<p>12. november 2026</p><ul><li>Sport</ul><h1>Skibet</h1>", "", id="the day of the visit"),
        pytest.param(f"<h1>Skibet</h1>{REST}<p>Publiceret 12. november 2026</p>", "2026-11-12 00:00", id="below the text"),
        pytest.param(
            '<article class="widget"><h1>Skibet</h1><time datetime="2026-11-10T17:20:00Z">10. nov.</time>', "2026-11-10 17:20",
            id="an article that is a widget",
        ),
        pytest.param(
            '<article><h1>Skibet</h1><p><span>Opdateret <time datetime="2026-11-08T10:12Z">11.12</time></span>'
            '<span>Udgivet <time datetime="2026-11-08T08:00Z">9.00</time></span></p>', "2026-11-08 08:00", id="a change first",
        ),
    ],
)  # fmt: skip
def test_the_date_of_publication(body, published):
    rest = "" if REST in body else REST
    found = extract_html(page(f"{body}{rest}", "<title>Skibet</title>", "da"), None, None).published
    assert (found.strftime("%Y-%m-%d %H:%M") if found else "") == published


BLOG = "<h1 class='title'><a href='{front}'>Noter fra fjorden</a></h1>"
POST = (
    "<div class='widget Blog'><div class='date-outer'><h2 class='date-header'>torsdag den 12. november 2026</h2>"
    f"<h3 class='entry-title'>Skibet ligger ved kajen</h3><div class='entry-content'>{REST}</div></div></div>"
)


@pytest.mark.parametrize(
    ("header", "head"),
    [
        pytest.param(
            BLOG.format(front="https://isnoter.example/"), "<title>{0}: {1}</title>", id="its name is a link to its front page"
        ),
        pytest.param(
            BLOG.format(front="om.html"), "<title>{0}: {1}</title><meta property='og:title' content='{1}'>", id="declared"
        ),
        pytest.param("<h1>Noter fra fjorden</h1>", "<title>{1} « {0}</title>", id="its name in front of a tab"),
        pytest.param("<h1>Noter fra fjorden</h1>", "<title>{0} – {1}</title>", id="its name behind"),
    ],
)
def test_the_name_of_a_blog_over_its_posts_is_no_title(header, head):
    names = "Noter fra fjorden", "Skibet ligger ved kajen"
    data = page(f"<div class='widget'>{header}</div>{POST}", head.format(*names), "da")
    assert extract_html(data, "https://nord77.example/2026/11/skib.html", None).title == names[1]


def test_the_day_of_a_post_stands_where_its_headline_does():
    header = BLOG.format(front="https://isnoter.example/")
    data = page(f"<div class='widget Header'>{header}</div>{POST}", "<title>Skibet ligger ved kajen</title>", "da")
    assert extract_html(data, None, None).published == datetime(2026, 11, 12, tzinfo=UTC)


def test_a_day_without_its_year_is_seen_from_when_the_page_was_fetched():
    data = page(f"<h1>Skibet</h1><p>9. november kl. 10:41</p>{REST}", "<title>Skibet</title>", "da")
    assert extract_html(data, None, None).published is None
    assert extract_html(data, None, None, datetime(2026, 11, 12, tzinfo=UTC)).published == datetime(
        2026, 11, 9, 9, 41, tzinfo=UTC
    )


SHIP = "Inspektionsskibet Ternen er sendt nordpå"
DAY = "12. november 2026"


@pytest.mark.parametrize(
    ("body", "published"),
    [
        pytest.param(f"<div><div>{SHIP}</div><div>{DAY}</div>{REST}</div>", "2026-11-12", id="below a headline that is a block"),
        pytest.param(
            f"<table><tr><td><font size=4><b>{SHIP}</b></font><br>{DAY}<br><br>{'<br><br>'.join(DANISH)}</td></tr></table>",
            "2026-11-12", id="below a headline in a cell",
        ),
        pytest.param(f"<h1>{SHIP}</h1><p>{DAY} · Læsetid: 3 min.</p>{REST}", "2026-11-12", id="with the time that it takes"),
        pytest.param(f"<div><a href='/x'>{SHIP}</a></div><div>{DAY}</div>{REST}", "", id="below a link to another page"),
        pytest.param(f"<div><p>{DAY}</p><h1>{SHIP}</h1>{REST}</div>", "2026-11-12", id="over the headline"),
        pytest.param(
            f"<div><p>{DAY}</p><p>Pressemeddelelse</p><h1>{SHIP}</h1></div>{REST}", "2026-11-12", id="over the kind of page"
        ),
        pytest.param(f"<div>{DAY}</div><div><h1>{SHIP}</h1>{REST}</div>", "", id="the day of the visit in a masthead"),
        pytest.param(
            f"<div>{DAY}<ul><li>Nyheder</li><li>Skibe</li><li>Job</li></ul><h1>{SHIP}</h1>{REST}</div>", "", id="over a menu"
        ),
        pytest.param(f"<div><p>Mødet blev aflyst for godt et år siden, {DAY}</p><h1>{SHIP}</h1>{REST}</div>", "", id="in words"),
    ],
)  # fmt: skip
def test_the_day_beside_the_headline(body, published):
    found = extract_html(page(body, f"<title>{SHIP} | Havnen</title>", "da"), None, None).published
    assert (found.strftime("%Y-%m-%d") if found else "") == published


def cards(count: int) -> str:
    heads = ("Ny kaj i Esbjerg bliver dyrere", "Færre isbjerge talt i år", "Søværnet ansætter fyrre kadetter")[:count]
    return "".join(
        f'<div class="r"><h4><a href="/{n}">{head}</a></h4><p>Kort om sag {n}.</p></div>' for n, head in enumerate(heads)
    )


@pytest.mark.parametrize(
    ("between", "stays"),
    [
        pytest.param(f'<div class="r"><h4>Flere nyheder</h4></div>{cards(2)}', 0, id="two below their heading"),
        pytest.param(cards(2), 2, id="two without one may be its parts"),
        pytest.param(cards(1), 1, id="one may point to its source"),
    ],
)
def test_teasers_in_the_look_of_the_text_go_with_headlines_that_were_left_out(between, stays):
    first, *rest = (f'<div class="r"><p>{text}</p></div>' for text in DANISH)
    found = extract_html(page(f"<h1>{SHIP}</h1>{first}{between}{''.join(rest)}", lang="da"), None, None).text.split("\n")
    assert [line for line in found if line in DANISH] == list(DANISH)
    assert len([line for line in found if line.startswith("Kort om sag")]) == stays


SLOTS = "<p>{{ article.author.name }} - {{ article.date | date : 'HH:mm' }}</p>"


def test_a_template_that_no_script_filled_in_is_for_programs():
    found = extract_html(
        page(f"<article><h1>Second ship sent to the fjord</h1>{SLOTS}<p>{LEAD}</p><p>{NEXT}</p></article>"), None, None
    )
    assert (found.text, [one.reason for one in found.removed if "{{" in one.text]) == (f"{LEAD}\n{NEXT}", ["machine-data"])


def test_a_page_of_templates_holds_no_text_and_no_title():
    body = f"<h1>{{{{ article.title }}}}</h1>{SLOTS}<p>{{{{ article.lead }}}}</p><p>Draft in conflict</p>"
    found = extract_html(page(body, "<title>{{ article.title }}</title>"), None, None)
    assert (found.text, found.title, found.error) == ("", "", "the page holds no text without running its scripts")


def test_braces_in_a_sentence_stay():
    named = (
        "The tool writes {{ ship }} where the name of the vessel is to stand, the harbour office said in its manual on Monday."
    )
    assert named in extract_html(page(f"<article><p>{LEAD}</p><p>{named}</p><p>{NEXT}</p></article>"), None, None).text


@pytest.mark.parametrize(
    ("byline", "lang"),
    [
        pytest.param("By Ann Vik, November 12, 2026", "en", id="en"),
        pytest.param("By Ann Vik on 12 November 2026", "en", id="with a word before the day"),
        pytest.param("Af Ann Vik | 12. november 2026", "da", id="da"),
        pytest.param("Von Ann Vik – 12. November 2026", "de", id="de"),
        pytest.param("Par Ann Vik, le 12 novembre 2026", "fr", id="fr"),
    ],
)
@pytest.mark.parametrize("tag", ["p", "h4"])
def test_a_byline_with_the_day_tells_both(byline, lang, tag):
    body = f"<h1>Nuuk</h1><{tag} class='byline'>{byline}</{tag}><p>{LEAD}</p><p>{NEXT}</p>"
    found = extract_html(page(body, "<title>Nuuk</title>", lang), None, None)
    assert (found.author, found.published) == ("Ann Vik", datetime(2026, 11, 12, tzinfo=UTC))


def test_a_day_in_a_heading_alone_is_none_of_publication():
    found = extract_html(
        page(f"<h1>Nuuk</h1><h4>12 November 2026</h4><p>{LEAD}</p><p>{NEXT}</p>", "<title>Nuuk</title>"), None, None
    )
    assert found.published is None


def test_a_lead_that_opens_with_the_headline_as_a_sentence_stays_whole():
    lead = "Second ship sent to the fjord. That is how a retired admiral put it on Tuesday, and more will follow, he said."
    linked = lead.replace("That is how", '<a href="/archive/181">That is how</a>')
    lines = "".join(f'<div class="hb"><span>{text}</span></div>' for text in (linked, LEAD, NEXT))
    head = "<title>Second ship sent to the fjord | The Coast</title>"
    body = f'<div id="root"><div class="pc"><div class="sq"><span>Second ship sent to the fjord</span></div>{lines}</div></div>'
    assert extract_html(page(body, head), None, None).text.split("\n") == [lead, LEAD, NEXT]


def portal(texts: int, boxes: int) -> bytes:
    """An old portal: the article between line breaks in a cell, boxes around it in tables."""
    told = "<br><br>".join(f"{LEAD} It was call {n} of the winter, the log of the station says." for n in range(texts))
    teaser = (
        '<a href="/n/{0}"><b>Boats wait for the ice in bay {0}</b></a><br>'
        'The harbour of bay {0} has been shut since Monday, the agency told the skippers. <a href="/n/{0}">Read all</a><br><br>'
    )
    box = '<table class="blk"><tr><td class="blk_t"><b>You may like</b></td></tr><tr><td class="blk_c">{}</td></tr></table>'
    around = box.format("".join(teaser.format(n) for n in range(boxes)))
    cell = f'<td width="620"><h1>Second ship sent</h1><div id="news">{told}</div>{around}</td>'
    table = f'<table width="1000" border="0"><tr valign="top"><td width="180">{around}</td>{cell}</tr></table>'
    return page(table, "<title>Second ship sent</title>")


@pytest.mark.parametrize(
    ("texts", "boxes"),
    [
        pytest.param(3, 2, id="a short report"),
        pytest.param(5, 4, id="a report as long as the boxes"),
        pytest.param(4, 12, id="a short report among many boxes"),
        pytest.param(9, 2, id="a long article"),
    ],
)
def test_an_article_between_line_breaks_is_found_beside_boxes_of_tables(texts, boxes):
    text = extract_html(portal(texts, boxes), "https://coast.example/a", None).text
    assert all(f"call {n} of the winter" in text for n in range(texts))


FACTS = (
    "<aside><h3>Figures</h3><table><tr><td>Patrols</td><td>41</td></tr><tr><td>Ships stopped</td><td>7</td></tr></table></aside>"
)


@pytest.mark.parametrize(
    ("aside", "stays"),
    [
        pytest.param(FACTS, True, id="a table of facts"),
        pytest.param(FACTS.replace("41", '<a href="/p">41</a>'), False, id="of links"),
        pytest.param(FACTS.replace("41", LEAD), False, id="of texts"),
        pytest.param("<aside><table><tr><td>Patrols</td><td>41</td></tr></table></aside>", False, id="one row"),
    ],
)
def test_a_table_of_facts_in_an_aside_comes_with_the_article(aside, stays):
    body = (
        ARTICLE.replace("</article>", "")
        + aside
        + f"<p>{LEAD.replace('second', 'third')}</p><p>{NEXT.replace('it', 'that')}</p></article>"
    )
    text = extract_html(page(body), None, None).text
    assert ("| Patrols | 41 |" in text) is stays
    assert "third ship" in text


ENTRY = (
    '<li><div class="field-date">Published on 2 March 2026 at 8:48</div>'
    '<div class="field-title"><a href="/n/{0}">Boats wait for the ice in bay {0}</a></div>'
    '<div class="field-summary">The harbour of bay {0} has been shut since Monday, the agency told the skippers.</div></li>'
)


def test_other_items_with_their_day_go_below_the_text():
    items = "".join(ENTRY.format(n) for n in range(4))
    body = ARTICLE + f'<div class="more"><div class="head">Keep going</div><ul class="list">{items}</ul></div>'
    assert extract_html(page(body), None, None).text.split("\n") == [LEAD, NEXT]
