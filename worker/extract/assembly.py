"""From the marked lines of a file, and what the file states about itself, to its extract. Pure.

What the readers of mails, PDF files and Word documents have in common: they know lines that cannot be the article
(a quoted reply, a running header) before `noise` judges the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from worker.extract.datelines import dateline, dateline_of
from worker.extract.dates import is_plausible
from worker.extract.language import detect_language
from worker.extract.lines import Line, is_paragraph, squash
from worker.extract.noise import decide, removed
from worker.extract.reasons import PageContext, Reason
from worker.extract.titles import title_parts
from worker.model import Extract


class FileReason(StrEnum):
    """Why a line of a file was removed, beside the reasons of `noise`; the words are shown to people."""

    PAGE_HEADER = "page-header"
    PAGE_LIMIT = "page-limit"
    CONTENTS = "contents"
    MAIL_HEADER = "mail-header"
    NOTE = "note"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Marked:
    """A line, with the reason why it goes when the reader of its format knows one."""

    line: Line
    reason: Reason | FileReason | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says of itself, as far as it does. `language` is a tag as written ("nb-NO"). `is_made`: `published` is when
    the file was made, which may be long after its text was."""

    title: str = ""
    published: datetime | None = None
    author: str = ""
    language: str | None = None
    is_made: bool = False


def assemble(marked: Sequence[Marked], stated: Stated, *, has_markup: bool, empty: str) -> Extract:
    """The extract of a file: lines without a reason are judged by `noise`, those that go are listed in their order.

    `has_markup`: lines carry links and kinds, so that they are judged like those of a page. The title is removed from the
    first lines. Captions go to their field, three at most. `empty` is the error when no line stays.
    """
    open_lines = [one.line for one in marked if one.reason is None and one.line.text.strip()]
    reasons = _reasons(open_lines, stated.title, has_markup=has_markup)
    judged = iter(reasons)
    final = [(one.line, one.reason or next(judged)) for one in marked if one.reason or one.line.text.strip()]
    text = "\n".join(line.text.strip() for line, reason in final if reason is None)
    captions = dict.fromkeys(line.text for line, reason in final if reason is Reason.CAPTION)
    language = detect_language(f"{stated.title}\n{text}", stated.language)
    published, origin = _published(stated, open_lines, language)
    return Extract(
        title=stated.title,
        text=text,
        caption="\n".join(list(captions)[:3]),
        language=language,
        published=published,
        published_origin=origin,
        author=stated.author,
        removed=tuple(removed((line for line, _ in final), (reason for _, reason in final))),
        error="" if text else empty,
    )


_OPENING_LINES = 8
_DAY_WORDS = 4  # "Oslo, Thursday 12 March 2026"; a title with a day in it has more
_LETTERS = re.compile(r"[^\W\d_]+")
_LATE = timedelta(days=1)  # a file may be made in the evening of the day that it names, in another zone


def _published(stated: Stated, lines: Sequence[Line], language: str | None) -> tuple[datetime | None, str]:
    """What the file states; for one that was made later than the day over or in its first paragraph says, that day."""
    if stated.published and not stated.is_made:
        return stated.published, "meta"
    opening = [line for line in lines[:_OPENING_LINES] if squash(line.text) != squash(stated.title)]
    above = [*takewhile(lambda line: not is_paragraph(line.text), opening)]
    own = [line.text for line in above if line.kind != "heading" and len(_LETTERS.findall(line.text)) <= _DAY_WORDS]
    leads = [dateline_of(line.text) for line in opening[len(above) : len(above) + 1]]
    days = (dateline(text, language) for text in (*own, *leads) if leads)
    seen = next((day for day in days if day and is_plausible(day, stated.published)), None)
    if seen and (not stated.published or stated.published - seen > _LATE):
        return seen, "text"
    return stated.published, "meta" if stated.published else ""


def _reasons(lines: Sequence[Line], title: str, *, has_markup: bool) -> list[Reason | None]:
    """Reasons of `noise`. Without markup the title is looked for here, as `noise` does it for pages only."""
    titles = frozenset(filter(None, map(squash, title_parts(title))))
    if has_markup:
        return list(decide(lines, PageContext(titles)))
    first = [i for i, line in enumerate(lines[:4]) if squash(line.text) in titles]
    rest = [line for i, line in enumerate(lines) if i not in first]
    judged = iter(decide(rest))
    return [Reason.TITLE if i in first else next(judged) for i in range(len(lines))]


# ------------------------------------------------------------------ titles that programs write

_FILE_NAME = re.compile(
    r"\.(?:docx?|dotx?|pdf|rtf|odt|txt|html?|indd|qxd|qxp|pptx?|xlsx?|pages|tex|dvi|eps|ai|wpd)\s*$", re.IGNORECASE
)
# What office programs, layout programs and browsers write when nobody stated a title, in the nine languages.
_BY_PROGRAM = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|office)\b.*|(?:powerpoint|google)\W.{0,20}|presentation\W*\d*|https?://\S+|about:blank"
    r"|(?:untitled|unbenannt|sans titre|uten navn|uden navn|navnl[øo]s|namnl[öo]s|nimet[öo]n|ónefnt|без названия)\b.*"
    r"|(?:document|dokument|dokumentti|skjal|документ|layout|slide|title|titel|tittel|otsikko|titill)\W*\d*|[\d\W_]*)",
    re.IGNORECASE,
)


def is_real_title(text: str) -> bool:
    """Whether a stated title was written by a person: no file name, no program's default, two words at least."""
    words = text.split()
    return 2 <= len(words) <= 40 and len(text) <= 300 and not _FILE_NAME.search(text) and not _BY_PROGRAM.fullmatch(text.strip())
