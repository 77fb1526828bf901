from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.alerts.render.mail import COLOURS, WIDTH, render_mail
from worker.model import AlertSource, AlertView, Earlier, Severity

View = Callable[..., AlertView]
Source = Callable[..., AlertSource]

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=https://evil.example/pixel onerror=alert(1)>',
    "<style>@import url(https://evil.example/a.css)</style><base href=https://evil.example>",
    "{{ 7*7 }}{% for x in y %}",
    "</title></head><meta http-equiv=refresh content=0>",
    "' onmouseover='alert(1)",
    "\u202egnp.exe\r\nBcc: a@b.example",
)
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "div",
    "table",
    "tr",
    "td",
    "span",
    "h1",
    "h2",
    "b",
    "br",
    "a",
    "mark",
    "code",
}


class Reader(HTMLParser):
    """Collects tags, links and text as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(view: AlertView, zone: ZoneInfo) -> Reader:
    page = render_mail(view, zone).html
    assert page is not None
    return Reader(page)


def assert_inert(page: Reader) -> None:
    assert {name for name, _ in page.tags} <= TAGS
    for name, attributes in page.tags:
        assert not [key for key in attributes if key.startswith("on") or key in ("src", "srcset", "background", "action")], name
    assert all((link["href"] or "").startswith(("http://", "https://")) for link in page.of("a"))
    assert all("refresh" not in (meta.get("http-equiv") or "") for meta in page.of("meta"))


def test_the_html_says_things_in_the_order_of_need(view: View, brussels: ZoneInfo) -> None:
    text = " ".join(read(view(), brussels).text.split())
    wanted = [
        "HIGH",
        "Forces in Greenland",
        "Update 2",
        "Patrol ship sails",
        "3 documents · 2 publishers · 1 independent origin",
        "First seen 12 Jan 2026 16:04",
        "last alert 22 Jan 2026 19:40",
        "New since the last alert",
        "The ship carries a helicopter.",
        "Why it matched",
        "greenland-forces",
        "a place in Greenland near a military word",
        "Sources",
        "26 Jan 16:04",
        "Patrol ship leaves Nuuk",
        "coast.example",
        "reliability C",
        "same text",
        "TLP:CLEAR",
        "dev-7",
        "Europe/Brussels (UTC+1)",
        "northwatch why dev-7",
    ]
    place = 0
    for part in wanted:
        place = text.find(part, place)
        assert place >= 0, part


def test_the_text_part_says_the_same(view: View, brussels: ZoneInfo) -> None:
    text = render_mail(view(also=("ships",)), brussels).text
    for part in (
        "HIGH · Forces in Greenland · Update 2",
        "3 documents, 2 publishers, 1 independent origin",
        "+ The ship carries a helicopter.",
        "> A *patrol ship* left *Nuuk* on Monday",
        "Rule greenland-forces: a place in Greenland near a military word",
        "Also matched: ships",
        "- 26 Jan 16:04 · Coast Daily, coast.example · reliability C · NEW",
        "https://www.coast.example/ship",
        "northwatch why dev-7",
    ):
        assert part in text


def test_the_text_part_keeps_to_its_width(view: View, brussels: ZoneInfo) -> None:
    long = "a rather long sentence about a ship " * 8
    text = render_mail(view(headline=long, rule_why=long, lines=((long, long),), sentence=long), brussels).text
    assert max(len(line) for line in text.splitlines()) <= WIDTH


def test_matched_words_are_marked(view: View, brussels: ZoneInfo) -> None:
    page = render_mail(view(), brussels).html or ""
    assert page.count("<mark") == 2
    assert ">patrol ship</mark>" in page


def test_a_first_alert_has_no_section_about_news(view: View, brussels: ZoneInfo) -> None:
    message = render_mail(view(kind="new", sequence=0, lines=(), last_alert=None), brussels)
    both = message.text + (message.html or "")
    assert "New development" in both
    assert "NEW" not in both
    assert "since the last alert" not in both.lower()
    assert "last alert" not in both


def test_a_first_alert_names_what_it_may_continue(view: View, brussels: ZoneInfo) -> None:
    earlier = Earlier("d12", "Cable cut <b>", datetime(2026, 1, 9, 15, 4, tzinfo=UTC))
    message = render_mail(view(kind="new", sequence=0, lines=(), last_alert=None, continues=earlier), brussels)
    assert "\nMay continue d12, last 9 Jan 2026 16:04: Cable cut <b>\n" in message.text
    assert 'May continue <span dir="auto">d12, last 9 Jan 2026 16:04: Cable cut &lt;b&gt;</span>' in (message.html or "")


def test_a_notice_is_short_and_leads_to_the_status(brussels: ZoneInfo) -> None:
    view = AlertView("notice", 0, Severity.NORMAL, "The feed 'coast' fails", lines=(("503 since 04:10", ""),))
    message = render_mail(view, brussels)
    assert message.subject == "[NORTHWATCH] The feed 'coast' fails"
    assert "- 503 since 04:10" in message.text
    for part in (message.text, message.html or ""):
        assert "northwatch status" in part
        assert "Why it matched" not in part
        assert "0 documents" not in part


def test_undated_sources_say_so(view: View, source: Source, brussels: ZoneInfo) -> None:
    message = render_mail(view(sources=(source(published=None),)), brussels)
    assert "- no date · " in message.text
    assert ">no date<" in (message.html or "")


def test_a_refused_address_never_becomes_a_link(view: View, source: Source, brussels: ZoneInfo) -> None:
    page = read(view(sources=(source(url="javascript:alert(1)"),)), brussels)
    assert page.of("a") == []
    assert "unusable address: javascript:alert(1)" in page.text


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_stays_text_in_every_field(view: View, source: Source, brussels: ZoneInfo, attack: str) -> None:
    hostile = view(
        headline=attack,
        rule=attack,
        rule_title=attack,
        rule_why=attack,
        also=(attack,),
        sentence=attack,
        sentence_spans=((1, 4),),
        lines=((attack, attack),),
        development=attack,
        tlp=attack,
        sources=(source(title=attack, url="https://a.example/" + attack, publisher=attack, reliability=attack),),
    )
    message = render_mail(hostile, brussels)
    page = read(hostile, brussels)
    assert_inert(page)
    assert "49" not in page.text
    assert "\u202e" not in message.text + page.text
    assert all("\n" not in value and "\r" not in value for value in (message.subject, *message.headers.values()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120), url=st.text(max_size=60))
def test_nothing_becomes_markup(view: View, source: Source, brussels: ZoneInfo, text: str, url: str) -> None:
    made = view(
        headline=text,
        sentence=text,
        sentence_spans=((0, 3),),
        sources=(source(title=text, url=url),),
        continues=Earlier("d1", text, datetime(2026, 1, 9, 15, 4, tzinfo=UTC)),
    )
    assert_inert(read(made, brussels))


def test_nothing_is_loaded_from_elsewhere(view: View, brussels: ZoneInfo) -> None:
    page = render_mail(view(), brussels).html or ""
    assert "url(" not in page
    assert "@import" not in page
    assert "<link" not in page
    assert "<img" not in page


def test_a_hundred_sources_stay_below_what_mail_programs_show(view: View, source: Source, brussels: ZoneInfo) -> None:
    """Gmail cuts a mail near 102 kB."""
    many = tuple(source(title="x" * 5000, url="https://a.example/" + "y" * 1500) for _ in range(100))
    page = render_mail(view(sources=many), brussels).html or ""
    assert "and 92 more" in page
    assert len(page.encode()) < 60_000


def test_headers_for_filters(view: View, brussels: ZoneInfo) -> None:
    message = render_mail(view(), brussels)
    assert message.thread == "dev-7"
    assert message.headers == {
        "X-Northwatch-Severity": "high",
        "X-Northwatch-Rule": "greenland-forces",
        "X-Northwatch-Development": "dev-7",
        "X-Northwatch-Kind": "Update 2",
        "X-Northwatch-TLP": "TLP:CLEAR",
    }


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_has_readable_colours(severity: Severity) -> None:
    """Text and badge on the light and on the dark card: at least 4.5 (WCAG 2.2, 1.4.3)."""
    light, dark = COLOURS[severity.value]
    assert _contrast(light, "#ffffff") >= 4.5
    assert _contrast(dark, "#151d26") >= 4.5
