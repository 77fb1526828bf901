"""Rows of buttons for passing an article on, told by the names of networks among them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import groupby

from worker.extract import cues
from worker.extract.lines import Line, ends_sentence, is_bulleted
from worker.extract.reasons import Found, PageContext, Reason

# Two names of networks in a row are no text; the label over a row is a short order, the button behind it some words.
FEWEST, LABEL_WORDS, BUTTON_WORDS = 2, 6, 4


def share_rows(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Lines that are nothing but the name of a network, or ask to share, two or more in turn; with the label over them, and a
    button behind them unless a sentence follows, over which it may be a heading. In lists of an article they are content."""
    if page is None:
        return
    yield from ((i, Reason.SHARE) for i, line in enumerate(lines) if _is_row(line))
    if not any(cues.is_network(line.text) for line in lines):
        return
    named = [_is_button(line) for line in lines]
    for is_row, run in groupby(range(len(lines)), key=named.__getitem__):
        row = list(run)
        if not is_row or len(row) < FEWEST or not any(cues.is_network(lines[i].text) for i in row):
            continue
        yield from ((i, Reason.SHARE) for i in row)
        above, below = row[0] - 1, row[-1] + 1
        if above >= 0 and _is_label(lines[above], LABEL_WORDS):
            yield above, Reason.SHARE
        if below < len(lines) and _is_label(lines[below], BUTTON_WORDS) and not _is_sentence(lines, below + 1):
            yield below, Reason.SHARE


def networks_beside(lines: Sequence[Line], shared: Set[int]) -> Iterator[int]:
    """The lines that are the name of a network, also in a list, in one run with those that ask to share (`shared`). A single name
    that is no link, over a sentence, may be a heading."""
    if not shared:
        return
    named = [
        i in shared or (line.kind not in ("cell", "heading") and cues.is_network(line.text.lstrip(" -–•")))
        for i, line in enumerate(lines)
    ]
    for is_row, run in groupby(range(len(lines)), key=named.__getitem__):
        row = list(run)
        if not is_row or shared.isdisjoint(row):
            continue
        names = [i for i in row if i not in shared]
        if len(names) == 1 and lines[names[0]].link < _LINKED and _is_sentence(lines, names[0] + 1):
            continue
        yield from names


def _is_row(line: Line) -> bool:
    """Whether a line is a whole row of buttons, with or without the label."""
    if line.link < _LINKED or line.kind in ("cell", "heading") or ends_sentence(line.text):
        return False
    words = line.text.split()
    return len(words) <= _ROW_WORDS and sum(map(cues.is_network, words)) >= FEWEST


_LINKED, _ROW_WORDS = 0.4, 16


def _is_button(line: Line) -> bool:
    if line.kind in ("cell", "heading") or is_bulleted(line.text) or (line.kind == "item" and line.link < 0.5 and line.box < 0):
        return False
    return cues.is_network(line.text) or "share-button" in cues.said(line.text.strip())


def _is_label(line: Line, most: int) -> bool:
    return line.kind in ("", "card", "label") and not ends_sentence(line.text) and len(line.text.split()) <= most


def _is_sentence(lines: Sequence[Line], i: int) -> bool:
    return i < len(lines) and ends_sentence(lines[i].text)
