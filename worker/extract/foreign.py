"""Headlines of other items between the paragraphs of an article, told by how they are written. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from worker.extract import cues
from worker.extract.lines import QUOTATION, TITLE_CASE, Line, capitals, ends_sentence, is_bulleted, squash
from worker.extract.reasons import Found, PageContext, Reason


def foreign_headlines(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """Headlines that stand between two paragraphs and are written unlike the article around them."""
    between = (i for i in range(1, len(lines) - 1) if _stands_between(lines, i) and _opens_like_headline(lines[i].text))
    candidates = [i for i in between if not _taken_up(lines[i].text, lines[i + 1].text)]
    if not candidates:
        return
    headlines = set(candidates)
    body = QUOTATION.sub(" ", "\n".join(line.text for i, line in enumerate(lines) if i not in headlines))
    usage = usage_of(body, [lines[i].text for i in candidates])
    for i in candidates:
        if is_foreign(lines[i].text, usage):
            yield i, Reason.FOREIGN_HEADLINE


def _stands_between(lines: Sequence[Line], i: int) -> bool:
    """Between two paragraphs and not marked as a heading or item: where the headline of another item is let in."""
    text = lines[i].text
    if lines[i].kind or not 6 <= len(text.split()) <= 25 or text.rstrip().endswith((":", ";", ",")):
        return False
    between = ends_sentence(lines[i - 1].text) and ends_sentence(lines[i + 1].text)
    return between and not ends_sentence(text) and not is_bulleted(text)


def _opens_like_headline(text: str) -> bool:
    return bool(cues.OPENING_QUOTE.match(text)) or capitals(text) >= TITLE_CASE


def _taken_up(heading: str, paragraph: str) -> bool:
    """Whether the paragraph goes on about the heading: a third of its longer words come again."""
    words = {w for w in squash(heading).split() if len(w) > 3}
    return bool(words) and len(words & set(squash(paragraph).split())) >= max(2, len(words) / 3)


def is_foreign(text: str, usage: Usage) -> bool:
    """Whether a headline was written for another item, by how it writes.

    Two pieces of evidence are asked for, one of them a name or a verb that is unlike the body; a quotation in front or an unusual
    length alone is no evidence, as sub-headings have both.
    """
    unlike = (_name_unlike(text, usage), any(verb.search(text) for verb in usage.past_only))
    supporting = (bool(cues.OPENING_QUOTE.match(text)), len(text.split()) >= 10)
    return any(unlike) and sum(unlike) + sum(supporting) >= 2


@dataclass(frozen=True, slots=True)
class Usage:
    """How the body writes: each surname with a title ("Mr Trump") and without, and verbs of saying.

    `past_only` are the present forms of those verbs that the body uses in the past and never in the present.
    """

    titled: Counter[str]
    bare: Counter[str]
    past_only: tuple[re.Pattern[str], ...]


_TITLED = re.compile(rf"\b{cues.HONORIFIC}\.?\s+([^\W\d_][\w’'-]*)")
_CAPITALISED = re.compile(r"\b[^\W\d_]\w+")


def usage_of(body: str, headlines: Sequence[str]) -> Usage:
    """What `is_foreign` compares these headlines with; quotations should be left out of `body`."""
    asked = [(now, past) for now, past in cues.SPEECH if any(map(now.search, headlines))]
    past_only = tuple(now for now, past in asked if past.search(body) and not now.search(body))
    titled = Counter(_TITLED.findall(body))
    bare: Counter[str] = Counter()
    before, before_end = "", 0
    for found in _CAPITALISED.finditer(body):
        word = found.group()
        if word in titled and not (before[:1].isupper() and body[before_end : found.start()] in (" ", ". ")):
            bare[word] += 1  # neither "Mr Trump" nor "Donald Trump"
        before, before_end = word, found.end()
    return Usage(titled, bare, past_only)


def _name_unlike(text: str, names: Usage) -> bool:
    """A name without its title where the body gives the title four times of five or more."""
    plain = set(_CAPITALISED.findall(text)) - set(_TITLED.findall(text))
    return any(names.titled[name] >= 2 and names.bare[name] <= names.titled[name] / 4 for name in plain)
