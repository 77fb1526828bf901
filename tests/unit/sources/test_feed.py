"""Feed documents in memory -> items."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime

import pytest

from worker.errors import FeedError
from worker.sources.feed import ParsedFeed, parse_feed

NOW = datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
URL = "https://news.example/north/feed"


def parse(text: str | bytes, content_type: str = "application/rss+xml") -> ParsedFeed:
    return parse_feed("news", text if isinstance(text, bytes) else text.encode(), URL, content_type, NOW)


def rss(item: str = "", head: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{head}{item}</channel></rss>'


def atom(entry: str = "", head: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb"><title>News</title>{head}{entry}</feed>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(" \n\t", "empty", id="blanks"),
        pytest.param("Not found", "does not look like XML or JSON", id="plain text"),
        pytest.param("\x89PNG\r\n\x1a\n\0\0", "does not look like", id="a picture"),
        pytest.param("<!DOCTYPE html><title>Log in</title>", "HTML page titled 'Log in'", id="HTML"),
        pytest.param("<!-- x --><HTML lang=en><body>", "HTML page, not a feed", id="HTML without doctype"),
        pytest.param(
            '<html><link rel="alternate" type="application/atom+xml" href="/atom">',
            "offers a feed at '/atom'",
            id="HTML, feed offered",
        ),
        pytest.param('<?xml version="1.0"?><urlset><url/></urlset>', "is a sitemap", id="sitemap"),
        pytest.param("<opml version='2.0'><body/></opml>", "is an OPML list", id="OPML"),
        pytest.param("<inventory><thing/></inventory>", "root element 'inventory'", id="other XML"),
        pytest.param('{"status": "error"}', "not a JSON Feed", id="other JSON"),
        pytest.param("{broken", "cannot be read", id="broken JSON"),
        pytest.param('{"version": 3, "items": [' + "[" * 100_000, "cannot be read", id="deep JSON"),
    ],
)
def test_what_is_no_feed_is_named(data, message):
    with pytest.raises(FeedError, match=message) as caught:
        parse(data)
    assert str(caught.value).startswith(URL)


@pytest.mark.parametrize("document", [rss(), atom(), '{"version": "https://jsonfeed.org/version/1.1", "title": "News"}'])
def test_a_feed_without_items_is_a_feed(document):
    parsed = parse(document)
    assert (parsed.title, parsed.items, parsed.repaired) == ("News", (), "")


def test_a_whole_rss_item():
    item = (
        "<item><title>Ship &lt;i&gt;leaves&lt;/i&gt;</title><link>/a?id=7&amp;utm_source=rss</link><guid>tag:7</guid>"
        "<pubDate>Mon, 05 Jan 2026 10:00:00 +0100</pubDate><description>&lt;p&gt;It left.&lt;/p&gt;</description>"
        "<author>desk@news.example (The desk)</author></item>"
    )
    (found,) = parse(rss(item, "<language>en-gb</language>")).items
    assert (found.title, found.url, found.language, found.author) == (
        "Ship leaves",
        "https://news.example/a?id=7",
        "en",
        "The desk",
    )
    assert (found.content, found.content_type) == ("<p>It left.</p>", "html")
    assert found.published == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert found.keys[:2] == ("guid:news:tag:7", "link:https://news.example/a?id=7")


def test_a_whole_atom_entry():
    entry = (
        '<entry><id>tag:8</id><title>Skipet er tilbake</title><link href="b"/><updated>2026-01-06T10:00:00Z</updated>'
        '<summary>Kort.</summary><content type="html">&lt;p&gt;Hele teksten.&lt;/p&gt;</content></entry>'
    )
    (found,) = parse(atom(entry)).items
    assert (found.url, found.language, found.content) == ("https://news.example/north/b", "nb", "<p>Hele teksten.</p>")
    assert found.published == datetime(2026, 1, 6, 10, tzinfo=UTC)


def test_a_whole_json_item():
    item = {"id": 9, "url": "/c", "title": "A &amp; b", "content_html": "<p>x</p>", "content_text": "x", "tags": 3}
    item |= {"date_published": "2026-01-07T10:00:00Z", "language": "da", "authors": [{"name": "The desk"}]}
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [item, "rubbish", None, {"id": "10"}]}
    first, second = parse(json.dumps(document)).items
    assert (first.url, first.title, first.content, first.content_type) == ("https://news.example/c", "A & b", "<p>x</p>", "html")
    assert (first.published, first.language, first.author) == (datetime(2026, 1, 7, 10, tzinfo=UTC), "da", "The desk")
    assert second.keys == ("guid:news:10",)


@pytest.mark.parametrize(
    "items", [None, {}, "x", [[]], [{"id": {}, "url": ["x"], "title": True, "authors": "x", "date_published": 5}]]
)
def test_faulty_members_of_a_json_feed_are_absent(items):
    document = {"version": "https://jsonfeed.org/version/1", "items": items, "title": 7}
    assert parse(json.dumps(document)).items == ()


def test_the_same_item_by_guid_or_by_permalink():
    (found,) = parse(rss("<item><guid isPermaLink='true'>https://news.example/p/1</guid><title>x</title></item>")).items
    assert found.url == "https://news.example/p/1"


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        pytest.param("", None, id="nothing asked"),
        pytest.param("<ttl>90</ttl>", 5400, id="ttl in minutes"),
        pytest.param("<ttl>-1</ttl>", None, id="negative ttl"),
        pytest.param("<ttl>soon</ttl>", None, id="ttl in words"),
        pytest.param("<skipHours><hour>3</hour></skipHours>", None, id="a far hour"),
        pytest.param("<skipHours><hour>13</hour><hour>14</hour></skipHours>", 9000, id="the next two hours"),
        pytest.param("<skipDays><day>Monday</day></skipDays>", 41400, id="today"),
        pytest.param("<ttl>60</ttl><skipHours><hour>13</hour></skipHours>", 5400, id="the longest counts"),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(head, seconds):
    assert parse(rss(head=head)).interval_hint_s == seconds


@pytest.mark.parametrize(
    ("often", "seconds"),
    [
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800),
        ("<sy:updatePeriod> Daily </sy:updatePeriod>", 86400),
    ],
)
def test_the_syndication_module(often, seconds):
    document = rss(head=often).replace("<rss ", '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" ')
    assert parse(document).interval_hint_s == seconds


ITEM = "<item><title>Grønland</title><link>https://news.example/1</link></item>"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        pytest.param(rss(ITEM).encode(), "text/xml", id="text/xml without charset"),
        pytest.param(rss(ITEM).encode(), "application/rss+xml; charset=iso-8859-1", id="the header lies"),
        pytest.param(rss(ITEM).replace("?>", ' encoding="iso-8859-1"?>').encode(), "text/xml", id="the prolog lies"),
        pytest.param(rss(ITEM).encode("latin-1"), "text/xml; charset=iso-8859-1", id="the header is right"),
        pytest.param(rss(ITEM).replace("?>", ' encoding="iso-8859-1"?>').encode("latin-1"), "", id="the prolog is right"),
        pytest.param(rss(ITEM).encode("cp1252"), "text/xml; charset=no-such", id="unknown charset"),
        pytest.param(b"\xef\xbb\xbf" + rss(ITEM).encode(), "text/xml; charset=utf-16", id="byte order mark"),
        pytest.param(rss(ITEM).replace("?>", ' encoding="utf-16"?>').encode("utf-16"), "text/html", id="UTF-16"),
    ],
)
def test_encodings(data, content_type):
    assert [item.title for item in parse(data, content_type).items] == ["Grønland"]


def test_a_document_that_is_cut_off_is_flagged_and_gives_what_it_has():
    parsed = parse(rss(ITEM + "<item><title>Second").removesuffix("</channel></rss>"))
    assert parsed.items[0].title == "Grønland"
    assert not parsed.complete
    assert parsed.repaired


def test_a_fault_is_told_and_costs_no_item():
    parsed = parse(rss("<item><title>R&D & more &copy; &#8217; <![CDATA[A&B &amp; c]]></title><link>/?a=1&b=2</link></item>"))
    assert [item.title for item in parsed.items] == ["R&D & more © ’ A&B & c"]
    assert parsed.items[0].url == "https://news.example/?a=1&b=2"
    assert parsed.repaired
    assert parsed.complete


def test_the_result_and_its_errors_pass_between_processes():
    parsed = parse(rss(ITEM))
    assert pickle.loads(pickle.dumps(parsed)) == parsed
    assert pickle.loads(pickle.dumps(parse_feed)) is parse_feed
    error = pickle.loads(pickle.dumps(FeedError("why")))
    assert str(error) == "why"


BOMBS = {
    "on a line of its own": '<?xml version="1.0"?>\n<!DOCTYPE rss [\n<!ENTITY a "lol">\n<!ENTITY b "&a;&a;">\n]>\n',
    "behind the prolog": '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>',
    "without a prolog": '<!doctype rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>',
    "behind a comment": '<!-- x --><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>',
    "behind a comment with a tag": '<!-- <b> --> <?x y?> <!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>',
    "signs in quotes": """<!DOCTYPE rss SYSTEM "x>y" [<!ENTITY a 'lol]>'><!ENTITY b "&a;&a;">] >""",
}


@pytest.mark.parametrize("prolog", BOMBS.values(), ids=BOMBS.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_entities_of_the_document_are_never_expanded(prolog, encoding):
    document = f"{prolog}<rss version='2.0'><channel><item><title>one &b; two</title></item></channel></rss>"
    (item,) = parse(document.encode(encoding)).items
    assert item.title == "one &b; two"


def test_a_doctype_without_end_is_refused():
    with pytest.raises(FeedError, match="document type declaration"):
        parse('<!DOCTYPE rss [<!ENTITY a "lol><rss><channel><item><title>x</title></item></channel></rss>')


def test_a_doctype_in_a_text_is_left_alone():
    (item,) = parse(
        rss("<item><title>On &lt;!DOCTYPE html&gt;</title><description><![CDATA[<!DOCTYPE x> AT&T]]></description></item>")
    ).items
    assert "AT&T" in item.content.replace("&amp;", "&")


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251"])
def test_the_charset_of_the_header_counts_where_the_bytes_do_not_say(charset):
    [item] = parse(rss("<item><guid>1</guid><title>Лёд</title></item>").encode(charset), f"text/xml; charset={charset}").items
    assert item.title == "Лёд"


def test_a_charset_that_hides_tags_is_not_obeyed():
    parsed = parse(rss(ITEM), "text/xml; charset=utf-7")
    assert [item.title for item in parsed.items] == ["Grønland"]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("The desk", "The desk"),
        ("a@b.no (Jens)", "Jens"),
        ("a@news.example (Jens Å.)", "Jens Å."),
        ("a@news.example", "a@news.example"),
    ],
)
def test_names_of_authors(author, name):
    assert parse(rss(f"<item><title>x</title><author>{author}</author></item>")).items[0].author == name


@pytest.mark.timeout(20)  # 60,000 letters took feedparser a minute
@pytest.mark.parametrize("text", ["a" * 60_000, "a." * 30_000, "a@" * 30_000, "1" * 60_000 + "@b.no"], ids=lambda text: text[-4:])
@pytest.mark.parametrize("field", ["author", "dc:creator", "managingEditor"])
def test_an_endless_name_costs_no_time_and_is_kept(field, text):
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    [found] = parse(rss(f"<item {dc}><title>x</title><{field}>{text}</{field}></item>")).items
    assert found.title == "x"
    assert found.author.startswith(text[:1000]) or field == "managingEditor"


@pytest.mark.timeout(20)  # 400 KB of either took feedparser a minute
@pytest.mark.parametrize("text", ["<!--" * 100_000, "<!--x>" * 66_000, "<!-- " * 80_000], ids=lambda text: text[:6])
def test_endless_comments_without_an_end_cost_no_time(text):
    described = f"<description><![CDATA[<p>Ice off Nuuk.</p>{text}]]></description>"
    [found] = parse(rss(f"<item><title>x</title>{described}</item>")).items
    assert "Ice off Nuuk." in found.content


def test_a_long_name_that_is_marked_as_one_is_the_author():
    name = "Ann Vik, " * 60 + "Ann Vik"
    author = f"<author><name>{name}</name><email>a@b.no</email></author>"
    [found] = parse(atom(f"<entry><id>1</id><title>x</title>{author}</entry>")).items
    assert found.author.startswith("Ann Vik, Ann Vik, ")
