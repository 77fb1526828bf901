"""What every detector of noise speaks of: reasons, what a page says of itself, and measures that several of them share. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from worker.extract.lines import Line

LINKED = 0.6  # from here on a line is mostly link
LINK_LINE = 0.9
LONGEST_CUE = 400  # characters of a line that is nothing but a cue
LEAST_TEXT = 15  # words of sentences that are known to be running text
# A pass that would take more than this share of the characters has misread the document; only what is certain goes.
MOST = 0.6


class Reason(StrEnum):
    """Why a line was removed; the words are shown to people."""

    TITLE = "title"
    HEADLINE_LIST = "headline-list"
    TAIL_HEADING = "tail-heading"
    POINTER = "pointer"
    SUBSCRIBE = "subscribe"
    CONSENT = "consent"
    SHARE = "share"
    FOOTER = "footer"
    AUTHOR_BOX = "author-box"
    COMMENTS = "comments"
    RELATED = "related"
    LINK_LINE = "link-line"
    CAPTION = "caption"
    FOREIGN_HEADLINE = "foreign-headline"
    REPEATED = "repeated"
    MACHINE_DATA = "machine-data"
    SIGN_OFF = "sign-off"
    OUTSIDE = "outside"
    TEASER = "teaser"
    UNAVAILABLE = "unavailable"
    APPEAL = "appeal"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the page says of itself: its headlines, each as `squash` leaves it, and its addresses."""

    titles: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


Found = Iterable[tuple[int, Reason]]
Detector = Callable[[Sequence[Line], PageContext | None], Found]
