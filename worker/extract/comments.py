"""What readers wrote below an article: between buttons, under or over a line that says who and when. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from worker.extract import cues
from worker.extract.datelines import age, dateline
from worker.extract.items import leaves_text
from worker.extract.lines import WORD, Line, ends_sentence, is_paragraph, squash
from worker.extract.reasons import LEAST_TEXT, Found, PageContext, Reason
from worker.extract.tails import end_of_text


def replies(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What stands between the labels under which readers answer each other ("Reply"), and the line above the first. Where the
    running text goes on below them they are sub-headings, or the names of columns ("Comment")."""
    answers = {i: said for i, line in enumerate(lines) if len(line.text) < LONGEST_LABEL and (said := _reply(line.text.strip()))}
    alike = Counter(answers.values())
    labels = [i for i, said in answers.items() if alike[said] >= FEWEST_REPLIES]
    below = page and labels and labels[-1] >= end_of_text(lines)
    found = range(max(0, labels[0] - 1), labels[-1] + 1) if below else range(0)
    if leaves_text(lines, found):
        yield from ((i, Reason.COMMENTS) for i in found)


def comments_above_stamps(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What readers wrote below the article, each closed by a line that says who posted it and when. What stands above the first
    such line stays: that may be the article's own, and a comment in the text is less than the end of an article lost."""
    stamps = comment_stamps(lines) if page else ()
    if stamps and sum(line.text.count(" ") for line in lines[: stamps[0]] if ends_sentence(line.text)) >= LEAST_TEXT:
        yield from ((i, Reason.COMMENTS) for i in range(stamps[0], stamps[-1] + 1))


def comment_stamps(lines: Sequence[Line]) -> tuple[int, ...]:
    """The numbers of the lines that close one comment each ("Posted by: Ann, 12 Jan 2026 | 15:22"); () unless there are two in a
    row with nothing between but a few paragraphs: posts of a blog have headlines, and one such line is that of the article."""
    posted = {i: found[0].casefold() for i, line in enumerate(lines) if i and (found := _POSTED.match(line.text))}
    stamps = [i for i in posted if dateline(lines[i].text)]
    between = [lines[one + 1 : other] for one, other in pairwise(stamps)]
    alike = len({posted[i] for i in stamps}) == 1
    told = all(0 < len(part) <= MOST_BETWEEN and all(line.kind != "heading" for line in part) for part in between)
    return tuple(stamps) if len(stamps) >= FEWEST_REPLIES and alike and told and _is_told(lines[stamps[0] - 1]) else ()


def _is_told(line: Line) -> bool:
    """Whether a line is told by somebody: a sentence, and no heading or link."""
    return line.kind != "heading" and line.link < 0.5 and ends_sentence(line.text)


MOST_BETWEEN = 12
_POSTED = re.compile(
    r"\W*(?:posted|written|submitted|sent|geschrieben|verfasst|eingestellt|skrevet|innsendt|indsendt|skrivet|postat|kirjoitti"
    r"|kirjoittanut|lähetti|posté|écrit|envoyé|rédigé|написала?|отправила?|добавила?)(?:\s(?:by|von|av|af|par))?\s?:?\s",
    re.IGNORECASE,
)
LONGEST_LABEL, FEWEST_REPLIES = 30, 2
# Buttons that are the heading of a list of answers as well, so that one alone is no sign of comments.
_ANSWERS = frozenset({"svar", "antworten", "antwort", "answer"})
# What stands beside them, in nine languages: to like, to report.
_BESIDE_ANSWERS = frozenset({
    "like", "likes", "report", "flag", "share", "quote", "gefällt mir", "melden", "zitieren", "synes om", "anmeld", "liker",
    "rapporter", "gilla", "anmäl", "rapportera", "tykkää", "ilmianna", "ilmoita", "líkar", "tilkynna", "нравится", "пожаловаться",
    "j aime", "signaler", "citer",
})  # fmt: skip
_BETWEEN_BUTTONS = re.compile(r"[·|•,/+\d()\s]*(?:\s{2,}|[·|•,/]|\d+|(?<=\W)\s)[·|•,/+\d()\s]*")


def _reply(label: str) -> str:
    """The button of a line of buttons by which a comment is answered, as it is written; "" where one of its words is none."""
    parts = [part for part in _BETWEEN_BUTTONS.split(label) if squash(part)]
    answers = [part for part in parts if squash(part) not in _BESIDE_ANSWERS]
    return answers[0] if answers and all("comments" in cues.said(part) or squash(part) in _ANSWERS for part in answers) else ""


# ------------------------------------------------------------------ under a name and how long ago that was

STAMP_WORDS, NAME_WORDS, LABEL_WORDS = 9, range(1, 5), 7


def comments_under_stamps(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What stands below the text under lines that say little but a name and how long ago that was ("Kari N., 2 hours ago"), two
    or more of them in a row, and the label over the first. Over running text, or over most of it, such lines open the entries of
    a ticker."""
    stamps = [i for i, line in enumerate(lines) if i and is_comment_stamp(line)] if page else []
    own = _last_row(lines, stamps)
    while own and sum(line.text.count(" ") for line in lines[: own[0]] if ends_sentence(line.text)) < LEAST_TEXT:
        own = own[1:]  # who wrote the article, and when
    if len(own) < FEWEST_REPLIES:
        return
    end = min(len(lines), own[-1] + max(b - a for a, b in pairwise(own)))
    looks = {line.look for line in lines[own[0] : end] if line.look}
    end += sum(1 for _ in takewhile(lambda line: line.look in looks, lines[end:]))  # their stamps did not come in
    start = own[0] - _is_label(lines[own[0] - 1])
    text_follows = any(line.box < 0 and is_paragraph(line.text) for line in lines[end:])
    if not text_follows and leaves_text(lines, range(start, end)):
        yield from ((i, Reason.COMMENTS) for i in range(start, end))


def _last_row(lines: Sequence[Line], stamps: Sequence[int]) -> list[int]:
    """The last of these lines with at most so many others between each and the next, and no heading."""
    row = list(stamps[-1:])
    for i in reversed(stamps[:-1]):
        between = lines[i + 1 : row[0]]
        if not 0 < len(between) <= MOST_BETWEEN or any(line.kind == "heading" for line in between):
            break
        row.insert(0, i)
    return row


def is_comment_stamp(line: Line) -> bool:
    """Whether a line says little but a name and how long ago that was."""
    if line.kind in ("heading", "cell") or len(line.text.split()) > STAMP_WORDS or ends_sentence(line.text):
        return False
    since = age(line.text)
    if since is None:
        return False
    rest = WORD.findall(line.text[: since.start()] + " " + line.text[since.end() :])
    return len(rest) in NAME_WORDS and any(word[0].isalpha() for word in rest)


def _is_label(line: Line) -> bool:
    return line.kind in ("", "heading", "label") and len(line.text.split()) <= LABEL_WORDS and not ends_sentence(line.text)
