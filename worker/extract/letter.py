"""The lines of a mail's text told apart: what was written or forwarded, and what is quoted, signature or footer. Pure.

A reply is read for what it adds, so the mail quoted in it goes. A forward is read for what it passes on, so the note
above goes, and the header of the inner mail says title, date and author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from worker.extract import mail_cues
from worker.extract.assembly import FileReason, Marked
from worker.extract.dates import FIRST_YEAR, moment
from worker.extract.lines import WORD, Line, ends_sentence, is_bulleted, is_sentence
from worker.extract.reasons import Reason

# A note above a quoted mail that is not longer than this many words passes it on; a reply has something to say.
NOTE_WORDS = 40
_LONGEST_CUE = 400  # characters of a line that is looked at for a cue; longer ones are running text
_HEADER_LINES = 25  # of the header of a quoted mail, with long lists of receivers
_LONGEST_PARAGRAPH = 3000  # characters of a disclaimer
_SIGNATURE_LINES = 40
_SIGN_OFF_LINES = 10
_MOST_BELOW = 200  # lines below a sign-off: the names, and a disclaimer in several languages
_FOOTER_LINES = 12
DEPTH = 8  # forwards of forwards


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's text told apart. `subject`, `date` and `sender` are those of the inner mail when it is a forward, else ""."""

    lines: tuple[tuple[str, Reason | FileReason | None], ...]
    subject: str = ""
    date: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of a quoted mail: lines `start` to `end` (exclusive) with what they state; `forwarded`: it says so itself."""

    start: int
    end: int
    fields: Mapping[str, str]
    forwarded: bool = False


def plain_subject(subject: str) -> str:
    """The subject without "Re:", "Fwd:", their forms in nine languages, and marks of mail gateways."""
    return mail_cues.SUBJECT_PREFIX.sub("", subject).strip()


def read_letter(subject: str, lines: Sequence[str]) -> Letter:
    """The lines of a mail with the reason for each that goes, in order; `subject` with its prefixes."""
    reasons: list[Reason | FileReason | None] = [None] * len(lines)
    found: Mapping[str, str] = {}
    texts, begin, end = list(lines), 0, len(lines)
    for _ in range(DEPTH):
        _unquote(texts, begin, end)
        header = _header(texts, begin, end)
        if header is None:
            break
        if not _words(texts[header.end : end]) or not _passes_on(subject, texts[begin : header.start], header):
            end = header.start
            break
        _mark(reasons, begin, header.start, FileReason.NOTE)
        _mark(reasons, header.start, header.end, FileReason.MAIL_HEADER)
        found, begin, subject = header.fields, header.end, header.fields.get("subject", subject)
    _mark(reasons, end, len(lines), FileReason.QUOTED)
    _mark_region(texts, reasons, begin, end)
    _keep_something(texts, reasons)
    return Letter(tuple(zip(texts, reasons, strict=True)), found.get("subject", ""), found.get("date", ""), found.get("from", ""))


def _mark(reasons: list[Reason | FileReason | None], start: int, end: int, reason: Reason | FileReason) -> None:
    for i in range(start, end):
        reasons[i] = reasons[i] or reason


def _keep_something(texts: Sequence[str], reasons: list[Reason | FileReason | None]) -> None:
    """Where nothing would be left, what is quoted is the message."""
    if not any(reason is None and text.strip() for text, reason in zip(texts, reasons, strict=True)):
        for i, reason in enumerate(reasons):
            reasons[i] = None if reason is FileReason.QUOTED else reason


def _words(lines: Sequence[str]) -> int:
    return sum(len(WORD.findall(line)) for line in lines)


# ------------------------------------------------------------------ quoted and forwarded mails


def _unquote(texts: list[str], begin: int, end: int) -> None:
    """Take one level of ">" off when everything is quoted: then the quoted mail is the message."""
    filled = [i for i in range(begin, end) if texts[i].strip()]
    quoted = [i for i in filled if texts[i].lstrip().startswith(">")]
    if quoted and len(quoted) >= 0.9 * len(filled):
        for i in quoted:
            texts[i] = texts[i].lstrip().removeprefix(">").removeprefix(" ")


def _header(texts: Sequence[str], begin: int, end: int) -> _Header | None:
    """The first header of a quoted mail, with the line above that announces it ("Forwarded message")."""
    stated = [_field(text) for text in texts[begin:end]]
    if short := _short_header(texts, begin, end):
        return short
    for i in (begin + n for n, field in enumerate(stated) if field):
        near = stated[i - begin : i - begin + _HEADER_LINES]
        length, fields = _fields(near, texts[i : i + len(near)])
        after = i + length
        if "from" in fields and ("date" in fields or "subject" in fields) and len(fields) >= 3:
            start, forwarded = _announced(texts, begin, i)
            return _Header(start, after, fields, forwarded)
    return None


_WHO_AND_WHEN = re.compile(
    r"^[\s>]*(?P<date>\D{0,12}\d[^<>\"]{5,40}?)[\s,]+\"?(?P<from>[^<>\"]{2,80}?)\"?\s*<[^<>\s]+@[^<>\s]+>\s*:\s*$"
)


def _short_header(texts: Sequence[str], begin: int, end: int) -> _Header | None:
    """A forwarded mail whose header is one line below the announcement: a day, a clock, a name and an address."""
    for i in range(begin, min(end, begin + _HEADER_LINES)):
        below = next((n for n in range(i + 1, min(end, i + 3)) if texts[n].strip()), i)
        found = mail_cues.FORWARDED.match(texts[i][:_LONGEST_CUE].strip(" >")) and _WHO_AND_WHEN.match(
            texts[below][:_LONGEST_CUE]
        )
        if found and below > i:
            return _Header(i, below + 1, found.groupdict(), forwarded=True)
    return None


def _field(line: str) -> tuple[str, str] | None:
    """(role, value) of a line like "Sent: Monday" or "*Von:* Kai", or None."""
    found = re.match(r"^[\s>*]*([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+)?)\s*\*?\s*[:：]\s*\*?\s*(\S.*)$", line[:_LONGEST_CUE])
    name = found[1].lower() if found else ""
    role = next((role for role, names in mail_cues.FIELDS.items() if name in names), None)
    return (role, found[2].strip(" *")) if role and found else None


def _fields(stated: Sequence[tuple[str, str] | None], texts: Sequence[str]) -> tuple[int, dict[str, str]]:
    """How many lines the header has and what it states. Lines that continue a list of receivers belong to it, one blank too."""
    fields: dict[str, str] = {}
    end = 0
    for i, (field, text) in enumerate(zip(stated, texts, strict=True)):
        if field:
            fields.setdefault(*field)
            end = i + 1
        elif is_sentence(text) or i - end >= (3 if text.strip() else 1) or (not text.strip() and len(fields) >= 4):
            break
    return end, fields


def _announced(texts: Sequence[str], begin: int, first: int) -> tuple[int, bool]:
    for i in range(first - 1, max(begin, first - 4) - 1, -1):
        line = texts[i][:_LONGEST_CUE].strip(" >")
        if mail_cues.FORWARDED.match(line):
            return i, True
        if mail_cues.ORIGINAL.match(line) or (line and not WORD.search(line)):
            return i, False
        if line:
            break
    return first, False


def _passes_on(subject: str, above: Sequence[str], header: _Header) -> bool:
    """Whether the mail passes the quoted one on: it says so, has nothing of its own, or no more than a note and no "Re:"."""
    own = _words([text for i, text in enumerate(above) if not _attribution(above, i, len(above))])
    if header.forwarded or mail_cues.IS_FORWARD.match(subject) or own == 0:
        return True
    return own <= NOTE_WORDS and not mail_cues.IS_REPLY.match(subject)


# ------------------------------------------------------------------ the message itself


def _mark_region(texts: Sequence[str], reasons: list[Reason | FileReason | None], begin: int, end: int) -> None:
    end = _mark_footer(texts, reasons, begin, end)
    for i in _quoted(texts, begin, end):
        _mark(reasons, i, i + 1, FileReason.QUOTED)
    for i in _signature(texts, [i for i in range(begin, end) if reasons[i] is None and texts[i].strip()]):
        _mark(reasons, i, i + 1, FileReason.SIGNATURE)


def _mark_footer(texts: Sequence[str], reasons: list[Reason | FileReason | None], begin: int, end: int) -> int:
    """Where the message ends: above the rule that a list server puts over its footer."""
    for i in range(end - 1, max(begin, end - 2 * _FOOTER_LINES) - 1, -1):
        rule = re.match(r"^\s*([-_=*#])\1{9,}\s*$", texts[i])
        if rule and mail_cues.MAILING_LIST.search("\n".join(line[:_LONGEST_CUE] for line in texts[i + 1 : end])):
            _mark(reasons, i, end, Reason.FOOTER)
            return i
    return end


def _quoted(texts: Sequence[str], begin: int, end: int) -> Iterator[int]:
    """Lines marked ">", and lines that say who wrote what follows; under one without ">" the quotation runs to the end."""
    for i in range(begin, end):
        if texts[i].lstrip().startswith(">"):
            yield i
        elif length := _attribution(texts, i, end):
            yield from range(i, i + length)
            following = next((texts[j] for j in range(i + length, end) if texts[j].strip()), "")
            if not following.lstrip().startswith(">") and _words(texts[begin:i]):
                yield from range(i + length, end)
                return


def _attribution(texts: Sequence[str], start: int, end: int) -> int:
    """Of how many lines, three at most, the line above a quotation consists; 0 when there is none here."""
    joined = ""
    for n, line in enumerate(texts[start : min(end, start + 3)], 1):
        joined = f"{joined} {line[:_LONGEST_CUE]}".strip()
        if not line.strip() or ends_sentence(line) or len(joined) > _LONGEST_CUE:
            return 0
        if _is_attribution(joined):
            return n
    return 0


def _is_attribution(text: str) -> bool:
    """Whether a line says when who wrote: a day, a clock or an address, and a verb; some programs leave the verb out."""
    if not text.endswith(":") or not re.search(r"\d{4}|\d{1,2}[./-]\d", text):
        return False
    clock, address = re.search(r"\d{1,2}[:.h]\d\d", text), re.search(r"<[^<>\s]+@[^<>\s]+>:$", text)
    return bool(clock and address) or bool((clock or "@" in text) and mail_cues.WROTE.search(text))


def _signature(texts: Sequence[str], filled: Sequence[int]) -> Sequence[int]:
    """The lines that are signature: below "-- " (RFC 3676, section 4.3) or a sign-off, or a telephone's mark at the end."""
    for place, i in enumerate(filled):
        line, below = texts[i].rstrip("\r\n")[:_LONGEST_CUE], len(filled) - place - 1
        if line in ("--", "-- ") and below <= _SIGNATURE_LINES and place:
            return filled[place:]
        if place and below <= _MOST_BELOW and mail_cues.SIGN_OFF.match(line):
            names = _without_furniture(texts, filled[place + 1 :])
            if _is_name_block([texts[j] for j in names]):
                return (i, *names)
        if not below and mail_cues.SENT_FROM.match(line):
            return (i,)
    return ()


def _without_furniture(texts: Sequence[str], filled: Sequence[int]) -> Sequence[int]:
    """The lines without the paragraphs at their end that go for what they say, such as a disclaimer."""
    end = len(filled)
    while end:
        start = end - 1
        while start and filled[start - 1] == filled[start] - 1:
            start -= 1
        if line_reason(" ".join(texts[i] for i in filled[start:end])[:_LONGEST_PARAGRAPH]) is None:
            break
        end = start
    return filled[:end]


def _is_name_block(lines: Sequence[str]) -> bool:
    return len(lines) <= _SIGN_OFF_LINES and all(len(line) < 90 and not is_sentence(line) for line in lines)


# ------------------------------------------------------------------ lines -> paragraphs

_LONGEST_BROKEN = 100  # mail programs break lines at 64 to 80 characters; longer ones are whole paragraphs


def paragraphs(lines: Sequence[tuple[str, Reason | FileReason | None]]) -> list[Marked]:
    """The lines of a letter with broken paragraphs joined, and lines that go for what they say marked.

    A line was broken where the first word of the next one would not have fitted into the longest line of the letter.
    """
    width = _width([text for text, reason in lines if reason is None and text.strip()])
    joined: list[tuple[str, Reason | FileReason | None]] = []
    before = ""
    for text, reason in lines:
        line = " ".join(text.split())
        if reason is None and before and line and width <= _LONGEST_BROKEN and _is_broken(before, line, width):
            joined[-1] = (f"{joined[-1][0]} {line}", None)
        elif line:
            joined.append((line, reason))
        before = line if reason is None else ""
    return [Marked(Line(text), reason or line_reason(text)) for text, reason in joined]


def _width(texts: Sequence[str]) -> int:
    """The longest line. One in ten may be longer than lines are broken at: a footer that a gateway added, an address."""
    short = [len(text) for text in texts if len(text) <= _LONGEST_BROKEN]
    most = max(map(len, texts), default=0)
    return max(short) if short and len(texts) - len(short) <= 1 + len(texts) // 10 else most


def _is_broken(before: str, line: str, width: int) -> bool:
    return len(before) + 1 + len(line.split(" ", 1)[0]) > width and len(before) > 40 and not is_bulleted(line)


def line_reason(text: str) -> Reason | FileReason | None:
    """Why a line of a mail is not the message, by its words alone: newsletter furniture, disclaimer, address, picture, a mark."""
    if len(text) < _LONGEST_CUE and mail_cues.END_OF_FORWARDED.match(text):
        return FileReason.MAIL_HEADER
    if not _ADDRESS.sub("", text).strip(" \t<>[]()|·•*"):
        return Reason.LINK_LINE if _ADDRESS.search(text) else None
    if len(text) < 300 and mail_cues.FURNITURE.search(text):
        return Reason.SUBSCRIBE
    return FileReason.DISCLAIMER if len(text) < _LONGEST_PARAGRAPH and is_disclaimer(text) else None


def is_disclaimer(text: str) -> bool:
    """Whether a paragraph speaks of "this message" and limits who may read it, by two of three signs."""
    signs = (mail_cues.MEANT_FOR, mail_cues.CONFIDENTIAL, mail_cues.ASTRAY)
    return bool(mail_cues.THIS_MAIL.search(text)) and sum(sign.search(text) is not None for sign in signs) >= 2


_ADDRESS = re.compile(
    r"(?:https?://|www\.|mailto:)[^\s<>\[\]()]+|\[(?:image|cid|bild|billede|bilde|kuva|mynd|изображение): ?[^\]]{0,200}\]",
    re.IGNORECASE,
)
_INLINE_ADDRESS = re.compile(r"(?<=\S)\s*[<\[(](?:https?://|mailto:)[^\s<>\[\]]{1,2000}[>\])]", re.IGNORECASE)


def without_addresses(line: str) -> str:
    """A line of the plain part without the addresses that mail programs put behind linked words."""
    return _INLINE_ADDRESS.sub("", line)


# ------------------------------------------------------------------ dates as mail programs show them

_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?(?:\s*([ap])\.?m\b)?", re.IGNORECASE)
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DOTTED_DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_NAMED_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er)?[.,]?\s+(?:de\s+)?([^\W\d_]{3,12})[.,]*\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")


def shown_date(text: str, zone: tzinfo) -> datetime | None:
    """The moment of a date as mail programs write it above a quoted mail, in UTC, or None.

    Month names of nine languages, ISO days and days with dots. "01/12/2026" is not read: it has two readings. A clock
    without an offset is taken in `zone`; without a clock it is midnight.
    """
    text = text[:120]
    if re.search(r"[+-]\d\d:?\d\d\b|Z$|\b(?:GMT|UTC)$", text) and (exact := moment(text)):
        return exact
    day, rest = _day(text)
    if day is None:
        return None
    clock = _CLOCK.search(rest)
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    if clock and clock[3]:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    try:
        found = datetime(*day, hour, minute, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= FIRST_YEAR else None


def _day(text: str) -> tuple[tuple[int, int, int] | None, str]:
    """(year, month, day) and the text without it."""
    if found := _ISO_DAY.search(text):
        return (int(found[1]), int(found[2]), int(found[3])), _ISO_DAY.sub("", text, count=1)
    if found := _DOTTED_DAY.search(text):
        return (int(found[3]), int(found[2]), int(found[1])), _DOTTED_DAY.sub("", text, count=1)
    for pattern, name, day in ((_NAMED_DAY, 2, 1), (_MONTH_FIRST, 1, 2)):
        for found in pattern.finditer(text):
            if month := _month(found[name]):
                return (int(found[3]), month, int(found[day])), text[: found.start()] + text[found.end() :]
    return None, text


def _month(name: str) -> int | None:
    return next((n for n in range(12, 0, -1) if name.lower().startswith(mail_cues.MONTHS[n - 1])), None)
