"""What `northwatch replay` decides on recorded documents: the configuration as shipped, a store of its own, sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from benchmarks.developments.scores import Label
from worker import app
from worker import replay as replaying
from worker.judge import Judge
from worker.model import Extract
from worker.settings.load import read_folder

# Where the clock of an undated stream stands: fixed, so that a day without a year does not depend on when this runs.
START = datetime(2026, 11, 21, tzinfo=UTC)

Row = dict[str, Any]


def decided(documents: Iterable[Mapping[str, Any]], *, dates_from_text: bool = True) -> list[Row]:
    """A line of `replay --json` for each document, in their order.

    Documents are lines of its input: {"id", "source", "url", "published", "language", "title", "text"}.
    """
    inputs = (replaying.recorded(value, Extract(text=str(value.get("text") or ""))) for value in documents)
    return list(replaying.lines(inputs, _judge(dates_from_text), START))


def labels(rows: Sequence[Mapping[str, Any]]) -> dict[str, Label]:
    """Development and kind of each decided document, in their order."""
    return {row["id"]: Label(row["development"], row["kind"]) for row in rows}


@cache
def _judge(dates_from_text: bool) -> Judge:
    return app.judge_of(read_folder(app.starter_folder(), {}), dates_from_text=dates_from_text)
