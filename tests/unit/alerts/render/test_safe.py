from __future__ import annotations

import re
import unicodedata
from html import unescape
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.alerts.render import safe

HOSTILE = "\x00\r\n\u2028\u202e\u2066\u200b\u00ad\ufeff\U000e0041\u0300\u0301@#<>|*_`~[]()\\:/&'\"%aeé中 .-+"
texts = st.one_of(st.text(max_size=200), st.text(alphabet=HOSTILE, max_size=200))
any_texts = st.one_of(texts, st.text(alphabet=st.characters(categories=("Cs", "Ll", "Cf", "Mn")), max_size=50))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param(" \u200b\u202e\n", "", id="nothing that shows"),
        pytest.param("a\r\nBcc: x", "a Bcc: x", id="a line break is a blank"),
        pytest.param("a\u2028b\u0085c\x00d", "a b c d", id="other line breaks and NUL too"),
        pytest.param("nuuk\u202egnp.exe", "nuukgnp.exe", id="direction override"),
        pytest.param("Gre\u00aden\u200bland", "Greenland", id="soft hyphen and zero-width blank"),
        pytest.param("x\ud800y", "x?y", id="lone surrogate"),
        pytest.param("e\u0301tat", "état", id="composed"),
        pytest.param("a" + "\u0335" * 40, "a" + "\u0335" * 3, id="stacked marks"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="the joiner that Persian needs stays"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert safe.clean(text) == expected


def test_clean_shows_that_it_cut() -> None:
    assert safe.clean("abc def ghi", 8) == "abc def…"
    assert safe.clean("abcdefgh", 8) == "abcdefgh"


@given(any_texts, st.integers(min_value=2, max_value=60))
def test_clean_is_one_bounded_line_and_idempotent(text: str, limit: int) -> None:
    once = safe.clean(text, limit)
    assert len(once) <= limit
    assert safe.clean(once, limit) == once
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in once)
    assert len(once.splitlines()) <= 1


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("", None, id="empty"),
        pytest.param("javascript:alert(1)", None, id="javascript"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("//coast.example/a", None, id="no scheme"),
        pytest.param("https://", None, id="no host"),
        pytest.param("http://[::1", None, id="broken bracket"),
        pytest.param("http://a:99999/", None, id="impossible port"),
        pytest.param("https://coast.example@evil.example/", None, id="user part"),
        pytest.param("https://evil.example\\@coast.example/", None, id="backslash"),
        pytest.param("https://a<b.example/", None, id="markup in the host"),
        pytest.param("https://a..example/", None, id="empty label"),
        pytest.param("https://coast.example/" + "a" * 2000, None, id="too long"),
        pytest.param("HTTPS://Coast.Example/A", "https://coast.example/A", id="case"),
        pytest.param("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x", id="IPv6"),
        pytest.param("https://сoast.example/", "https://xn--oast-k6d.example/", id="look-alike letter"),
        pytest.param("https://a.example/(x)|y>z'\"", "https://a.example/%28x%29%7Cy%3Ez%27%22", id="markup is encoded"),
        pytest.param("https://a.example/ø?q=å#b", "https://a.example/%C3%B8?q=%C3%A5#b", id="letters are encoded"),
        pytest.param("https://a.example/%C3%B8?x=1&y=2", "https://a.example/%C3%B8?x=1&y=2", id="nothing is encoded twice"),
    ],
)
def test_url(address: str | None, expected: str | None) -> None:
    assert safe.url(address) == expected


@given(st.one_of(texts, texts.map("https://a.example/".__add__), texts.map("https://".__add__)))
def test_a_url_is_ascii_without_markup_and_stable(address: str) -> None:
    made = safe.url(address)
    if made is not None:
        assert re.fullmatch(r"https?://[a-z0-9._\-\[\]:]+[A-Za-z0-9/%:@!$&+,;=~\-._?#]*", made)
        assert safe.url(made) == made
        assert urlsplit(made).hostname == urlsplit(address).hostname or "xn--" in made or not address.isascii()


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("Patrol ship leaves", "Patrol ship leaves", id="words"),
        pytest.param("nato.example", "evil.example", id="another host"),
        pytest.param("https://nato.example/news", "evil.example", id="another address"),
        pytest.param("www.evil.example", "www.evil.example", id="its own host"),
        pytest.param("Ship. Seen", "Ship. Seen", id="a full stop is not a host"),
    ],
)
def test_a_label_cannot_claim_another_host(label: str, expected: str) -> None:
    assert safe.honest(label, "https://evil.example/x") == expected


def test_domain_is_where_the_link_leads() -> None:
    assert safe.domain("https://www.coast.example/a") == "coast.example"
    assert safe.domain("javascript:x") == ""


@pytest.mark.parametrize("escape", [safe.plain, safe.slack, safe.discord, safe.markdown, safe.telegram, safe.matrix])
@given(text=texts)
def test_nobody_is_mentioned(escape: object, text: str) -> None:
    made = escape(safe.clean(f"{text} @everyone @here <!channel> <@U1> {text}"))  # type: ignore[operator]
    assert not re.search(r"@(everyone|here|room|U1)", made)


@pytest.mark.parametrize("escape", [safe.html, safe.slack, safe.telegram, safe.matrix, safe.markdown])
@given(text=texts)
def test_no_tag_survives_where_the_dialect_reads_tags(escape: object, text: str) -> None:
    made = escape(text)  # type: ignore[operator]
    assert "<" not in made
    assert ">" not in made
    assert re.sub(r"&(amp|lt|gt|quot|#x27);", "", made).count("&") == 0


@given(texts)
def test_html_loses_nothing(text: str) -> None:
    assert unescape(safe.html(text)) == text or "\r" in text or "\x00" in text


@pytest.mark.parametrize("escape", [safe.discord, safe.markdown])
@given(text=texts)
def test_each_markup_character_stands_behind_one_backslash(escape: object, text: str) -> None:
    bare = re.sub(r"\\[\\*_`~|>\[\]()<#{}!$^+:=-]", "", escape(text))  # type: ignore[operator]
    assert not re.search(r"[\\*_`~|\[\]()]", bare)


def test_emoji_codes_and_lists_stay_text_but_times_are_not_littered() -> None:
    assert safe.discord("- :fire: at 16:04") == "\\- \\:fire: at 16:04"
    assert safe.markdown("1. first") == "1\\. first"
