from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.alerts.render.parts import counted, moment, parts_of, subject_of, zone_name
from worker.model import AlertSource, AlertView, Severity

View = Callable[..., AlertView]
Source = Callable[..., AlertSource]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"kind": "new", "sequence": 0}, "[HIGH] Patrol ship", id="first"),
        pytest.param({"kind": "update", "sequence": 2}, "[HIGH] UPDATE 2: Patrol ship", id="second update"),
        pytest.param({"kind": "update", "sequence": 0}, "[HIGH] UPDATE: Patrol ship", id="an update that is the first here"),
        pytest.param({"kind": "notice"}, "[NORTHWATCH] Patrol ship", id="notice"),
        pytest.param({"kind": "new", "severity": Severity.CRITICAL}, "[CRITICAL] Patrol ship", id="critical"),
    ],
)
def test_the_subject_begins_with_what_decides(view: View, changed: dict[str, object], expected: str) -> None:
    assert subject_of(view(**changed)).startswith(expected)


def test_a_subject_is_one_bounded_line(view: View) -> None:
    subject = subject_of(view(headline="x\r\nBcc: a@b.example\n" * 50))
    assert "\n" not in subject
    assert len(subject) == 200


@pytest.mark.parametrize(
    ("kind", "whole"),
    [pytest.param("notice", True, id="a notice ends with what to do"), pytest.param("new", False, id="an alert")],
)
def test_how_much_is_shown_of_the_first_line(view: View, kind: str, whole: bool, brussels: ZoneInfo) -> None:
    said = "the changed configuration has errors: " + "rules/mine.yaml " * 20 + "Run `northwatch check`."
    assert parts_of(view(kind=kind, headline=said), brussels).headline.endswith("Run `northwatch check`.") == whole


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 documents"), (1, "1 document"), (2, "2 documents"), (2000, "2,000 documents")]
)
def test_counted(number: int, expected: str) -> None:
    assert counted(number, "document") == expected


@pytest.mark.parametrize(
    ("value", "year", "expected"),
    [
        pytest.param(None, None, "no date", id="undated"),
        pytest.param(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), None, "2 Jul 2026 00:30", id="summer, next day"),
        pytest.param(datetime(2025, 12, 31, 23, 5, tzinfo=UTC), 2026, "1 Jan 00:05", id="the year is that of the zone"),
        pytest.param(datetime(2025, 12, 31, 12, 5, tzinfo=UTC), 2026, "31 Dec 2025 13:05", id="another year is said"),
    ],
)
def test_moment(brussels: ZoneInfo, value: datetime | None, year: int | None, expected: str) -> None:
    assert moment(value, brussels, year) == expected


@pytest.mark.parametrize(
    ("key", "month", "expected"),
    [
        ("UTC", 1, "UTC"),
        ("Europe/Brussels", 1, "Europe/Brussels (UTC+1)"),
        ("Europe/Brussels", 7, "Europe/Brussels (UTC+2)"),
        ("America/Nuuk", 1, "America/Nuuk (UTC-2)"),
        ("Asia/Kolkata", 1, "Asia/Kolkata (UTC+5:30)"),
    ],
)
def test_zone_name(key: str, month: int, expected: str) -> None:
    assert zone_name(ZoneInfo(key), datetime(2026, month, 1, tzinfo=UTC)) == expected


def test_marks_stand_where_the_spans_are(view: View, brussels: ZoneInfo) -> None:
    pieces = parts_of(view(), brussels).pieces
    assert [piece.text for piece in pieces if piece.marked] == ["patrol ship", "Nuuk"]
    assert "".join(piece.text for piece in pieces) == view().sentence


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        pytest.param((), [], id="none"),
        pytest.param(((5, 5), (9, 4)), [], id="empty and backwards"),
        pytest.param(((-4, 2), (71, 900)), ["A ", "yment."], id="over both ends"),
        pytest.param(((2, 8), (4, 13), (13, 14)), ["patrol ship "], id="overlapping and touching"),
    ],
)
def test_odd_spans(view: View, brussels: ZoneInfo, spans: tuple[tuple[int, int], ...], marked: list[str]) -> None:
    pieces = parts_of(view(sentence_spans=spans), brussels).pieces
    assert [piece.text for piece in pieces if piece.marked] == marked


@given(st.text(max_size=1500), st.lists(st.tuples(st.integers(-9, 1600), st.integers(-9, 1600)), max_size=5))
def test_any_sentence_gives_a_bounded_line_of_pieces(text: str, spans: list[tuple[int, int]]) -> None:
    view = AlertView("new", 0, Severity.LOW, "x", sentence=text, sentence_spans=tuple(spans))
    shown = "".join(piece.text for piece in parts_of(view, ZoneInfo("UTC")).pieces)
    assert len(shown) < 520
    assert "\n" not in shown


def test_a_long_sentence_keeps_what_matched(view: View, brussels: ZoneInfo) -> None:
    text = "word " * 400 + "icebreaker" + " word" * 400
    at = text.index("icebreaker")
    pieces = parts_of(view(sentence=text, sentence_spans=((at, at + 10),)), brussels).pieces
    assert [piece.text for piece in pieces if piece.marked] == ["icebreaker"]
    assert pieces[0].text.startswith("…")
    assert pieces[-1].text.endswith("…")


def test_more_sources_than_a_phone_shows_are_counted(view: View, source: Source, brussels: ZoneInfo) -> None:
    parts = parts_of(view(sources=tuple(source(title=str(n)) for n in range(100))), brussels)
    assert len(parts.rows) == 8
    assert parts.more == 92


def test_a_first_alert_tags_no_source_as_new(view: View, brussels: ZoneInfo) -> None:
    assert [row.new for row in parts_of(view(kind="new"), brussels).rows] == [False, False]
    assert [row.new for row in parts_of(view(), brussels).rows] == [True, False]


def test_a_refused_address_is_text(view: View, source: Source, brussels: ZoneInfo) -> None:
    (row,) = parts_of(view(sources=(source(url="javascript:alert(1)"),)), brussels).rows
    assert (row.url, row.refused, row.origin) == (None, "javascript:alert(1)", "Coast Daily")


@pytest.mark.parametrize(
    ("zone", "published", "when"),
    [
        pytest.param("Europe/Oslo", datetime(2026, 1, 20, tzinfo=UTC), "20 Jan", id="no hour is made up"),
        pytest.param("America/Nuuk", datetime(2026, 1, 20, tzinfo=UTC), "20 Jan", id="nor another day"),
        pytest.param("America/Nuuk", datetime(2025, 1, 20, tzinfo=UTC), "20 Jan 2025", id="another year"),
        pytest.param("Europe/Oslo", datetime(2026, 1, 20, 0, 1, tzinfo=UTC), "20 Jan 01:01", id="a time is a time"),
    ],
)
def test_of_a_source_that_tells_the_day_alone_the_day_is_told(
    view: View, source: Source, zone: str, published: datetime, when: str
) -> None:
    [row] = parts_of(view(sources=(source(published=published),)), ZoneInfo(zone)).rows
    assert row.when == when


def test_a_copy_is_said_quietly(view: View, brussels: ZoneInfo) -> None:
    assert [row.note for row in parts_of(view(), brussels).rows] == ["", "same text"]
