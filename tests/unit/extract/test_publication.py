"""Which date of a page is that of its publication."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker.extract.lines import Line
from worker.extract.publication import below_headline, datelines, publication_date


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


NOW = utc(2026, 1, 12, 12)
ADDRESS = "https://a.example/2026/01/10/x"


@pytest.mark.parametrize(
    ("stated", "url", "visible", "expected"),
    [
        pytest.param((), None, (), (None, ""), id="nothing"),
        pytest.param(("2026-01-11",), ADDRESS, ("12.01.2026",), (utc(2026, 1, 11), "meta"), id="stated first"),
        pytest.param(("soon", "2026-01-11"), ADDRESS, (), (utc(2026, 1, 11), "meta"), id="what is no date is passed over"),
        pytest.param(("11. januar 2026 kl. 10",), None, (), (utc(2026, 1, 11), "meta"), id="stated in words"),
        pytest.param(("2026-01-13T11:00:00Z",), None, (), (utc(2026, 1, 13, 11), "meta"), id="a clock that is a day fast"),
        pytest.param(("2026-01-13T13:00:00Z",), ADDRESS, (), (utc(2026, 1, 10), "url"), id="in the future"),
        pytest.param(("1989-12-31",), ADDRESS, (), (utc(2026, 1, 10), "url"), id="before the web"),
        pytest.param((), "https://a.example/2027/01/10/x", ("11.01.2026",), (utc(2026, 1, 11), "text"), id="the address too"),
        pytest.param((), None, ("Nuuk", "11.01.2026"), (utc(2026, 1, 11), "text"), id="dateline"),
        pytest.param((), None, ("12.12.2026",), (None, ""), id="a dateline in the future"),
        pytest.param((), None, ("for 2 timer siden",), (utc(2026, 1, 12, 10), "text"), id="seen from today"),
        pytest.param((), None, ("for 2 timer siden", "10.01.2026"), (utc(2026, 1, 10), "text"), id="a whole date counts more"),
        pytest.param(
            ("2026-01-11",), "https://a.example/2019/05/01/x", (), (utc(2019, 5, 1), "url"), id="imported years after its address"
        ),
        pytest.param(("2019-05-01",), ADDRESS, (), (utc(2019, 5, 1), "meta"), id="moved to a new address"),
        pytest.param(("2026-01-11",), "https://a.example/2025/03/01/x", (), (utc(2026, 1, 11), "meta"), id="less than a year"),
    ],
)
def test_published(stated, url, visible, expected):
    assert publication_date(stated, url, visible, "da", NOW) == expected


def test_without_a_clock_no_date_is_too_late():
    assert publication_date(["2099-01-01"], None, [], None) == (utc(2099, 1, 1), "meta")


HEADLINE = Line("Second ship sent north", kind="heading")
LEAD = Line("The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow.")


@pytest.mark.parametrize(
    ("lines", "marked", "expected"),
    [
        pytest.param([], (), (), id="nothing"),
        pytest.param([Line("12.01.2026"), LEAD], (), (), id="no headline: the day of the visit"),
        pytest.param([Line("12.01.2026"), HEADLINE, LEAD], (), (), id="above the headline"),
        pytest.param([HEADLINE, LEAD, Line("12.01.2026")], (), (), id="below the first paragraph"),
        pytest.param([HEADLINE, Line("12.01.2026", groups=frozenset({"related"})), LEAD], (), (), id="of another item"),
        pytest.param([HEADLINE, Line("Anna Berg"), Line("12.01.2026"), LEAD], (), ("Anna Berg", "12.01.2026"), id="below it"),
        pytest.param([HEADLINE, Line("Updated:"), Line("12.01.2026")], (), ("Updated: 12.01.2026",), id="label and value"),
        pytest.param(
            [HEADLINE, Line("Last updated"), Line("12.01.2026")], (), ("Last updated 12.01.2026",), id="without a colon"
        ),
        pytest.param([], ("12.01.2026", "Anna Berg"), ("12.01.2026",), id="marked"),
        pytest.param([], ("12.01.2026", "11.01.2026"), (), id="marks of a list"),
        pytest.param([], ("Updated 12.01.2026", "12.01.2026"), (), id="the mark of an update"),
    ],
)
def test_datelines(lines, marked, expected):
    assert tuple(datelines(lines, frozenset({"second ship sent north"}), marked, "de")) == expected


def test_a_class_around_the_whole_page_does_not_hide_its_dateline():
    around = frozenset({"related"})
    lines = [Line(HEADLINE.text, kind="heading", groups=around), Line("12.01.2026", groups=around)]
    assert below_headline(lines, frozenset({"second ship sent north"})) == ("12.01.2026",)
