from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import NOW
from worker.alerts.render.chat import DEFAULT, DIALECTS, REPEAT_ROOM, Markup, dialect_of, render_chat
from worker.model import AlertSource, AlertView, Earlier, Severity

View = Callable[..., AlertView]
Source = Callable[..., AlertSource]
MARKUPS = get_args(Markup)
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("text", ["HIGH · Forces in Greenland · Update 2", "+ The ship carries", "\n  https://www.coast.example/ship"]),
        ("markdown", ["**HIGH**", "**Patrol ship sails", "[Patrol ship leaves Nuuk](https://www.coast.example/ship)"]),
        ("slack", ["*HIGH*", "> A *patrol ship* left *Nuuk*", "<https://www.coast.example/ship|Patrol ship leaves Nuuk>"]),
        ("discord", ["**HIGH**", "> A **patrol ship**", "[Patrol ship leaves Nuuk](<https://www.coast.example/ship>)"]),
        ("telegram", ["<b>HIGH</b>", "<blockquote>A <b>patrol ship</b>", '<a href="https://www.coast.example/ship">Patrol']),
        ("matrix", ["<strong>HIGH</strong>", "<br>\n", '<a href="https://www.coast.example/ship">Patrol']),
    ],
)
def test_each_dialect_in_its_own_markup(view: View, brussels: ZoneInfo, markup: Markup, wanted: list[str]) -> None:
    text = render_chat(view(), brussels, markup).text
    for part in [*wanted, "3 documents, 2 publishers, 1 independent origin", "coast.example", "northwatch why dev"]:
        assert part in text


def test_the_real_domain_stands_beside_each_link(view: View, source: Source, brussels: ZoneInfo) -> None:
    trick = source(title="nato.example", url="https://evil.example/x")
    text = render_chat(view(sources=(trick,)), brussels, "slack").text
    assert "<https://evil.example/x|evil.example>" in text
    assert "nato.example" not in text


@pytest.mark.parametrize("markup", MARKUPS)
def test_what_a_first_alert_may_continue(view: View, brussels: ZoneInfo, markup: Markup) -> None:
    text = render_chat(view(kind="new", sequence=0, continues=Earlier("d12", "Cable cut", NOW)), brussels, markup).text
    assert "May continue d12, last " in text
    assert "Cable cut" in text


def test_new_sources_come_first(view: View, source: Source, brussels: ZoneInfo) -> None:
    old, new = source(title="Older", new=False), source(title="Latest", new=True)
    text = render_chat(view(sources=(old, new)), brussels, "text").text
    assert text.index("Latest") < text.index("Older")


def test_what_does_not_fit_is_left_out_from_the_least_needed(view: View, source: Source, brussels: ZoneInfo) -> None:
    many = tuple(source(title=f"Report number {n} " + "x" * 100) for n in range(8))
    text = render_chat(view(sources=many), brussels, "discord", limit=700).text
    assert len(text) <= 700 - REPEAT_ROOM
    assert "Patrol ship sails" in text
    assert "The ship carries a helicopter" in text
    assert "Report number 0" in text
    assert "Rule " not in text


def test_a_notice_says_what_happened(brussels: ZoneInfo) -> None:
    view = AlertView("notice", 0, Severity.NORMAL, "The feed 'coast' fails", lines=(("503 since 04:10", ""),))
    assert render_chat(view, brussels, "text").text == "NORTHWATCH The feed 'coast' fails\n- 503 since 04:10"


@pytest.mark.parametrize("scheme", ["rocket", "workflows", "json", "irc", "tgram", "ntfy"])
@pytest.mark.parametrize("error", ["the server answers <no>_*[entry] ", "the server answers with an error page "])
def test_a_notice_that_is_cut_still_says_what_to_do(scheme: str, error: str, brussels: ZoneInfo) -> None:
    said = "source coast has failed 12 times: " + error * 60 + "Run `northwatch status`."
    dialect = dialect_of(scheme)
    view = AlertView("notice", 0, Severity.NORMAL, said)
    text = render_chat(view, brussels, dialect.markup, limit=dialect.limit, titled=dialect.titled).text
    assert "source coast has failed" in text
    assert "northwatch status" in text[-30:]
    assert len(text) <= dialect.limit - REPEAT_ROOM


def test_a_headline_is_shortened_before_it_is_left_out(view: View, brussels: ZoneInfo) -> None:
    text = render_chat(view(headline="*Patrol* _ship_ sails. " * 12, rule_title="[*]" * 26), brussels, "markdown", limit=460).text
    assert r"**\*Patrol\* \_ship\_ sails" in text
    assert text.count("**") % 2 == 0
    assert len(text) <= 460 - REPEAT_ROOM


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=400), st.text(alphabet="*_[]()<>&@`~|\\:#- ", max_size=400)))
@pytest.mark.parametrize("scheme", ["slack", "discord", "tgram", "matrix", "rocket", "irc", "ntfy", "pover"])
def test_no_text_grows_beyond_the_limit(view: View, source: Source, scheme: str, text: str) -> None:
    hostile = view(headline=text, rule_title=text, rule_why=text, sentence=text, lines=((text, text),) * 9)
    dialect = DIALECTS.get(scheme, DEFAULT)
    assert dialect.markup != "mail"
    made = render_chat(hostile, UTC, dialect.markup, limit=dialect.limit, titled=dialect.titled).text
    assert 0 < len(made) <= dialect.limit - REPEAT_ROOM


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
@pytest.mark.parametrize("markup", ["telegram", "matrix", "html"])
def test_only_our_tags_in_dialects_of_tags(view: View, source: Source, markup: Markup, text: str) -> None:
    hostile = view(
        headline=text,
        rule=text,
        sentence=text,
        lines=((text, text),),
        sources=(source(title=text, url=text),),
        continues=Earlier("d1", text, NOW),
    )
    made = render_chat(hostile, UTC, markup).text
    assert re.fullmatch(r'(?:[^<]|</?(?:b|strong|blockquote)>|<br>|<a href="https?://[^"<>]*">|</a>)*', made)


@pytest.mark.parametrize("markup", MARKUPS)
def test_mass_mentions_call_nobody(view: View, brussels: ZoneInfo, markup: Markup) -> None:
    text = render_chat(view(headline="@everyone <!channel> @room <@U1> @here"), brussels, markup, titled=False).text
    assert not re.search(r"@(everyone|room|here|U1)|<!channel>", text)


def test_every_scheme_has_a_dialect() -> None:
    assert dialect_of("SLACK") is DIALECTS["slack"]
    assert dialect_of("gotify") is DEFAULT
    assert all(d.markup in (*MARKUPS, "mail") and d.limit > 2 * REPEAT_ROOM for d in DIALECTS.values())
