"""What we rely on feedparser to do, and the known faults that we work around: when one goes, so can the work-around."""

from __future__ import annotations

import io

import feedparser
import pytest


def parse(text: str | bytes, **headers: str):
    data = text.encode() if isinstance(text, str) else text
    return feedparser.parse(io.BytesIO(data), response_headers={name.replace("_", "-"): value for name, value in headers.items()})


def rss(item: str, prolog: str = "") -> str:
    return f'<?xml version="1.0"?>{prolog}<rss version="2.0"><channel><item>{item}</item></channel></rss>'


def test_known_fault_a_doctype_that_does_not_begin_a_line_is_obeyed():
    """Why sources.feed removes declarations itself: with a line break in front, feedparser would have."""
    nested = '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert parse(rss("<title>&b;</title>", nested)).entries[0].title == "lol" * 4
    assert parse(rss("<title>&b;</title>", "\n" + nested)).entries[0].title == "&b;"


def test_known_fault_a_bare_ampersand_gets_a_semicolon():
    assert parse(rss("<title>R&D</title>")).entries[0].title == "R&D;"


def test_known_fault_names_behind_long_domains_are_cut():
    assert parse(rss("<author>desk@news.example (The desk)</author>")).entries[0].author_detail.name != "The desk"


def test_an_external_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the contents")
    prolog = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
    assert "the contents" not in str(parse(rss("<title>&x;</title>", prolog)).entries)


@pytest.mark.parametrize(
    "content", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">x</a>']
)
def test_active_content_is_removed_from_summaries(content):
    summary = parse(rss(f"<description><![CDATA[{content}]]></description>")).entries[0].summary
    assert not {"<script", "onerror", "javascript:"} & {word for word in ("<script", "onerror", "javascript:") if word in summary}


def test_relative_links_are_resolved_against_the_content_location():
    found = parse(rss("<link>/a</link>"), content_location="https://n.example/feed")
    assert found.entries[0].link == "https://n.example/a"


def test_items_of_an_ill_formed_document_are_kept_and_it_is_flagged():
    found = parse(rss("<title>R&D & more</title>"))
    assert found.bozo
    assert len(found.entries) == 1


def test_xml_as_media_type_with_a_charset_decides_the_encoding():
    data = rss("<title>Grønland</title>").encode("cp1252")
    assert parse(data, content_type="application/xml; charset=cp1252").entries[0].title == "Grønland"


def test_known_fault_dates_are_invented():
    """Why sources.dates asks whether the digits stand in the text."""
    assert parse(rss("<pubDate>1767600000</pubDate>")).entries[0].published_parsed.tm_year == 1767


def test_known_fault_links_of_items_are_not_cleaned():
    assert parse(rss("<link>javascript:alert(1)</link>")).entries[0].link == "javascript:alert(1)"


def test_known_fault_json_feed_is_not_read():
    assert not parse('{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]}').entries
