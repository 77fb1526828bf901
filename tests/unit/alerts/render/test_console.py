from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from worker.alerts.render.console import WIDTH, render_console
from worker.model import AlertView, Earlier, Severity

View = Callable[..., AlertView]


def test_a_block_says_it_all(view: View, brussels: ZoneInfo) -> None:
    assert render_console(view(also=("ships",)), brussels).splitlines() == [
        "HIGH  Patrol ship sails for the north of Greenland",
        "    Update 2 · 3 documents, 2 publishers, 1 independent origin; first seen 12 Jan 2026 16:04;",
        "    last alert 22 Jan 2026 19:40",
        "    + The ship carries a helicopter. (coast.example)",
        '    "A >>patrol ship<< left >>Nuuk<< on Monday, and the ministry confirmed the deployment."',
        "    rule greenland-forces: a place in Greenland near a military word",
        "    also matched: ships",
        "    - 26 Jan 16:04 · Coast Daily, coast.example (C) · NEW · Patrol ship leaves Nuuk",
        "      https://www.coast.example/ship",
        "    - 26 Jan 16:04 · Coast Daily, fjord.example (C) · same text · Ship seen",
        "      https://fjord.example/a",
        "    development dev-7 · northwatch why dev-7 · times in Europe/Brussels (UTC+1)",
    ]


def test_what_a_first_alert_may_continue_stands_below_the_counts(view: Callable[..., AlertView], brussels: ZoneInfo) -> None:
    earlier = Earlier("d12", "Cable cut\x1b[2J", datetime(2026, 1, 9, 15, 4, tzinfo=UTC))
    lines = render_console(view(kind="new", sequence=0, lines=(), last_alert=None, continues=earlier), brussels).split("\n")
    assert lines[3] == "    may continue d12, last 9 Jan 2026 16:04: Cable cut [2J"


def test_a_notice_is_one_line(brussels: ZoneInfo) -> None:
    view = AlertView("notice", 0, Severity.NORMAL, "The feed 'coast'\nfails", lines=(("503 since 04:10", ""),))
    assert render_console(view, brussels) == "NOTICE  The feed 'coast' fails | 503 since 04:10"


@given(st.text(max_size=300))
def test_no_text_steers_the_terminal(text: str) -> None:
    """Escape sequences begin with ESC or another control character: none is left."""
    view = AlertView("new", 0, Severity.LOW, text, rule="r", sentence=text, lines=((text, text),))
    lines = render_console(view, ZoneInfo("UTC")).split("\n")
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for line in lines for c in line)
    assert all(len(line) <= WIDTH or " " not in line.strip() for line in lines)
