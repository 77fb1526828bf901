"""What asks the reader to accept what a page stores: walls and layers of consent. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from worker.extract import cues
from worker.extract.lines import DIRECT_SPEECH, REMEMBERED, Line, ends_sentence
from worker.extract.reasons import LONGEST_CUE, Reason

LONGEST_BOX = 1200  # characters of a whole box that was flattened into one line


def is_consent(text: str) -> bool:
    """Whether a line asks the reader to accept what a page stores.

    It has to speak to the reader, name the thing, and offer a choice; a news sentence about cookies does one or two of
    these, or quotes. A long line needs sentences that were glued together, as when a whole box is flattened.
    """
    return len(text) <= LONGEST_BOX and _asks_for_consent(text)


@lru_cache(maxsize=REMEMBERED)  # each pass asks about the lines that stay
def _asks_for_consent(text: str) -> bool:
    if len(text) < 120 and "consent-button" in cues.said(text):
        return True
    if len(text) >= LONGEST_CUE and not (cues.GLUED.search(text) or cues.PARTNERS.search(text)):  # cheaper than phrases
        return False
    if not _names_what_is_stored(text) or cues.QUOTED.search(text):
        return False
    return cues.offers_choice(text) and not _tells_who_said_it(text)


def _tells_who_said_it(text: str) -> bool:
    """Whether a sentence is what somebody says in the news, of consent or anything else: in direct speech or with the speaker."""
    return ends_sentence(text) and (DIRECT_SPEECH.match(text) is not None or cues.is_reported(text))


def _names_what_is_stored(text: str) -> bool:
    """A short line is asked for all cues anyhow; a long one for this alone."""
    return "consent-thing" in cues.said(text) if len(text) < LONGEST_CUE else cues.CONSENT_THING.search(text) is not None


# A purpose, a button or the heading of a layer is a few words; the longest layers list a dozen.
LABEL_WORDS, MOST_LABELS = 7, 16


def rest_of_consent(lines: Sequence[Line], found: Mapping[int, Reason]) -> Iterator[int]:
    """The heading, purposes and buttons around sentences that ask for consent, above or below the text of a page.

    In the middle of the text they stay: a notice in the place of a video has a sub-heading of the article below it.
    """
    asking = [i for i, reason in found.items() if reason is Reason.CONSENT and ends_sentence(lines[i].text)]
    if not asking:
        return
    told = [i for i, line in enumerate(lines) if i not in found and ends_sentence(line.text) and not _offers_choice(line.text)]
    first, last = (told[0], told[-1]) if told else (0, len(lines))
    for i in asking:
        if first < i < last:
            continue
        if i > 0 and _is_label(lines[i - 1]):
            yield i - 1
        for below in range(i + 1, min(i + 1 + MOST_LABELS, len(lines))):
            if below not in found and not _is_label(lines[below]) and not _offers_choice(lines[below].text):
                break
            yield below


def _is_label(line: Line) -> bool:
    return line.kind != "heading" and not ends_sentence(line.text) and len(line.text.split()) <= LABEL_WORDS


def _offers_choice(text: str) -> bool:
    """Whether a sentence speaks to the reader of a choice; beside one that asks for consent it need not say of what.

    It may quote a button ("choose »Continue«"); one that opens with a quotation tells what somebody says.
    """
    if len(text) >= LONGEST_CUE or cues.OPENING_QUOTE.match(text) or _tells_who_said_it(text):
        return False
    return cues.offers_choice(text)
