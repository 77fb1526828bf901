"""Pages that are no article: "not found", checks for robots, log-in walls, and articles that show only their beginning. Pure.

A refused article is an alert lost, so a phrase alone never decides: the page has to be short as well, and the phrase has
to stand where such pages say it. Which phrases is data (`cues`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from worker.extract import cues
from worker.extract.consent import is_consent
from worker.extract.lines import WORD, Line, ends_sentence, is_sentence, squash
from worker.extract.noise import is_unfilled
from worker.extract.page import PageFacts

# Words of the extracted text. A soft 404 with a search hint and links has some dozens; the shortest news reports have 40
# and are not called "Page not found". What declares itself an article may be a report about such pages.
_MOST_UNDER_TITLE = 120
_MOST_BESIDE_LINE, _MOST_BESIDE_LINE_OF_ARTICLE = 60, 25
_LEADING_LINES, _LEADING_SEGMENTS = 3, 15
_LONGEST_NOTICE = 40  # words of a line
_SITE_NAME_WORDS = 3  # what may stand beside the phrase in a title
_MOSTLY_LINK = 0.6  # share of a line's characters
_QUOTED = 80  # characters of the page's own words in a reason

_TITLE_JOINT = re.compile(r"\s+[|–—\-·•:»]\s+|\s*\|\s*|:\s+")
_OPENING_QUOTE = re.compile(r"^\s*[\"'“”„«»‘’]")


def why_unavailable(facts: PageFacts, lines: Sequence[Line], found: Sequence[Line]) -> str:
    """Why a page is no article ("the page says 'Page not found' and holds no article"), or "" when it may be one.

    `lines` are the kept lines of the text, `found` all lines of the page; these are asked when no text was found.
    """
    said = _said_by_title(facts, _words(lines)) or _said_by_lines(facts, lines or _leading(found))
    return f"the page says {_clipped(said)!r} and holds no article" if said else ""


def consent_wall(facts: PageFacts, lines: Sequence[Line], found: Sequence[Line]) -> str:
    """That a page holds nothing but the question what it may store ("the page says '...' and holds no article"), or "".

    Every sentence of the text has to speak to the reader and offer a choice: what an article tells does not.
    """
    asked = [line for line in lines if _asks(line.text)]
    told = [line for line in lines if line not in asked and is_sentence(line.text)]
    if not asked or told or 2 * _words(asked) < _words(lines):
        return ""
    named = next((line.text for line in (*asked, *found) if is_consent(line.text) and cues.CONSENT_THING.search(line.text)), "")
    return f"the page says {_clipped(named)!r} and holds no article" if named else ""


NO_SCRIPTS = "the page holds no text without running its scripts"


def unfilled_template(_facts: PageFacts, lines: Sequence[Line], _found: Sequence[Line]) -> str:
    """That most of a page's text are places for what a script was to fill in, or ""."""
    total = sum(len(line.text) for line in lines)
    return NO_SCRIPTS if lines and 2 * sum(len(line.text) for line in lines if is_unfilled(line.text)) >= total else ""


def _asks(text: str) -> bool:
    return is_consent(text) or cues.offers_choice(text)


def _leading(found: Sequence[Line]) -> Sequence[Line]:
    """The first lines of a page that are no links: above them stands the navigation, with a "Log in" of every page."""
    return [line for line in found if line.link < _MOSTLY_LINK][:_LEADING_SEGMENTS]


def _said_by_title(facts: PageFacts, words: int) -> str:
    """The title that is a notice. A lone heading counts with less text: it may be that of a box over the article."""
    if _is_declared_article(facts) or words > _MOST_UNDER_TITLE:
        return ""
    headings = facts.headings if len(facts.headings) == 1 and words <= _MOST_BESIDE_LINE else ()
    return next((title for title in (*headings, *facts.titles, facts.tab) if _is_notice_title(title)), "")


def _is_declared_article(facts: PageFacts) -> bool:
    return bool(facts.article.get("headline")) or facts.metas.get("og:type", "").lower() == "article"


def _is_notice_title(title: str) -> bool:
    """Whether a title is such a phrase and nothing else but the name of a site or a number."""
    parts = [part for part in _TITLE_JOINT.split(title) if WORD.search(part)]
    others = [part for part in parts if not _is_notice(part)]
    return len(others) < len(parts) and all(len(part.split()) <= _SITE_NAME_WORDS for part in others)


def _is_notice(part: str) -> bool:
    """Whether a phrase makes up at least half of a part of a title."""
    match = None if _OPENING_QUOTE.match(part) else cues.UNAVAILABLE.match(part)
    return match is not None and 2 * len(WORD.findall(match[0])) >= len(WORD.findall(part))


def _said_by_lines(facts: PageFacts, lines: Sequence[Line]) -> str:
    """The notice among the first lines of a page with next to nothing beside it."""
    notices = [line for line in lines if _is_notice_line(line)]
    beside = _words(lines) - _words(notices)
    most = _MOST_BESIDE_LINE_OF_ARTICLE if _is_declared_article(facts) else _MOST_BESIDE_LINE
    leading = [line.text for line in lines[:_LEADING_LINES] if line in notices]
    return leading[0] if leading and beside <= most else ""


def _is_notice_line(line: Line) -> bool:
    short = len(line.text.split()) <= _LONGEST_NOTICE and not _OPENING_QUOTE.match(line.text)
    return short and cues.UNAVAILABLE.match(line.text) is not None


def _clipped(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1].rstrip()}…"


def _words(lines: Iterable[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


# ------------------------------------------------------------------ paywalls

# How much each sign says, and up to how many words of text their sum is believed. Many sites declare every article as
# not free and deliver the whole of it, so a long text is never a teaser, and a short one is on two signs or a strong one.
_LOCKED, _METERED, _CUE, _CUT = 2, 1, 2, 1
_MOST_WORDS = {0: -1, 1: -1, 2: 80, 3: 150}
MOST_WORDS = 250  # a page with more is an article, whatever it says of itself
_LINES_AFTER = 12
_CUT_OFF = re.compile(r"(?:…|\.{3}|\[(?:…|\.{3})\])\W*$")
_LEAST_OF_A_SENTENCE = 8  # words; what is shorter and has no end is a label


def paywall_teaser(facts: PageFacts, lines: Sequence[Line], found: Sequence[Line]) -> str:
    """That only the beginning of an article is shown ("behind a paywall: the page shows only its first 64 words"), or "".

    Signs are what the page declares (schema.org/isAccessibleForFree, article:content_tier), a phrase in the text or
    right after it, and a text that stops within a sentence. `lines` and `found` as for `why_unavailable`.
    """
    weight = {"locked": _LOCKED, "metered": _METERED}.get(facts.tier, 0)
    weight += _CUE * _asks_to_pay(lines, found) + _CUT * _is_cut(lines)
    words = _words(line for line in lines if not cues.PAYWALL.match(line.text))
    if words > _MOST_WORDS.get(weight, MOST_WORDS):
        return ""
    return (
        f"behind a paywall: the page shows only its first {words} words" if words else "behind a paywall: the page shows no text"
    )


def _is_cut(lines: Sequence[Line]) -> bool:
    """Whether the last paragraph stops within a sentence."""
    last = next((line.text for line in reversed(lines) if line.kind in ("", "cell") and line.text.strip()), "")
    return _CUT_OFF.search(last) is not None or (len(last.split()) >= _LEAST_OF_A_SENTENCE and not ends_sentence(last))


def _asks_to_pay(lines: Sequence[Line], found: Sequence[Line]) -> bool:
    return any(cues.PAYWALL.match(line.text) for line in (*lines[-_LEADING_LINES:], *_after_text(lines, found)))


def _after_text(lines: Sequence[Line], found: Sequence[Line]) -> list[Line]:
    """The lines of the page right after its text; all first ones when there is no text, none when its end is not found.

    Links with a headline are other articles, which may be marked as paid as well.
    """
    start = _end_of_text(lines, found) if lines else 0
    near = found[start : start + _LINES_AFTER] if start is not None else ()
    return [
        line
        for line in near
        if not line.groups & {"related", "comments"} and (line.link < _MOSTLY_LINK or len(line.text.split()) <= 6)
    ]


def _end_of_text(lines: Sequence[Line], found: Sequence[Line]) -> int | None:
    last = squash(lines[-1].text)
    return next((i + 1 for i in range(len(found) - 1, -1, -1) if (words := squash(found[i].text)) and last.endswith(words)), None)
