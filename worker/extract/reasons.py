"""What every detector of noise speaks of: reasons, what a page says of itself, and measures that several of them share. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from worker.extract.address import site_names
from worker.extract.lines import Line, squash

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
    """What the page says of itself: its headlines, each as `squash` leaves it, its addresses, and the names it gives its site."""

    titles: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()

    @property
    def sites(self) -> frozenset[str]:
        """The names of the site, as `squash` leaves them: the stated ones, its host with the ending, as without it that may be a
        town, and what a title has behind or before another one, if that is the shorter part. A page of many titles says nothing
        with them.
        """
        hosts = (name for url in self.addresses for name in site_names((), url) if "." in name)
        titles = self.titles if len(self.titles) <= MOST_TITLES else ()
        beyond = (_beyond(title, longer) for title in titles for longer in titles if len(title) < len(longer))
        names = {squash(name) for name in (*self.stated, *hosts, *beyond)}
        return frozenset(name for name in names if len(name) >= SHORTEST_NAME and len(name.split()) <= NAME_WORDS)


SHORTEST_NAME, NAME_WORDS, MOST_TITLES = 4, 5, 20


def _beyond(title: str, longer: str) -> str:
    """What the longer of two titles has behind or before the other one, "" where that is more than the other or nothing."""
    rest = longer.removeprefix(f"{title} ") if longer.startswith(f"{title} ") else longer.removesuffix(f" {title}")
    return rest if len(rest) < len(title) else ""


Found = Iterable[tuple[int, Reason]]
Detector = Callable[[Sequence[Line], PageContext | None], Found]
