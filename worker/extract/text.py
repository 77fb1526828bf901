"""Plain-text documents: bytes -> text, and text -> title, caption, body. Pure.

A file of the drop folder is text that somebody saved from a page, so it carries the page's furniture without the
page's markup. Its shape says what is title and what is caption; `noise` says what goes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from worker.errors import ExtractError
from worker.extract import cues, meta
from worker.extract.decoding import binary_kind
from worker.extract.lines import WORD, Line, ends_sentence, is_bulleted, is_paragraph
from worker.extract.noise import decide, kept, removed
from worker.extract.printed import joined, spellings
from worker.model import Extract

# ------------------------------------------------------------------ bytes

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> str:
    """The text of UTF-8 (with or without byte order mark) or of UTF-16 with one.

    Other encodings are not guessed, as a wrong guess garbles names without anybody noticing: ExtractError says where
    the first wrong byte is. Binary files give ExtractError as well. A few stray control characters are dropped.
    """
    if kind := binary_kind(data):
        raise ExtractError(f"looks like a binary file: {kind}; save its text as UTF-8")
    text = _decoded(data)
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > 2 + len(text) / 1000:
        raise ExtractError("looks like a binary file: it holds control characters; save its text as UTF-8")
    return _CONTROL.sub("", text)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data and encoding == "utf-8-sig":
            raise ExtractError("looks like a binary file: it holds zero bytes; save its text as UTF-8") from None
        line = data.count(b"\n", 0, error.start) + 1
        where = f"byte 0x{data[error.start]:02x} at position {error.start} (line {line})"
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise ExtractError(f"not valid {name}: {where}; save the file as UTF-8") from None


# ------------------------------------------------------------------ text


def extract_text(text: str, name: str) -> Extract:
    """Title, caption and body of a plain-text or Markdown document called `name` (only its ending is looked at).

    `published` is what front matter states, else what a line between title and text does. An empty text, or one without
    any words, gives `error`.
    """
    front, rest = _front_matter(_BREAK.sub("\n", text))
    lines = _paragraphs(rest, markdown=name.lower().endswith((".md", ".markdown")))
    if not lines:
        return Extract(error="the file is empty" if not text.strip() else "the file holds no text below its header")
    opening = _opening(lines, front.get("title", ""))
    marked = [Line(line) for line in opening.body]
    reasons = decide(marked)
    clean = "\n".join(kept(marked, reasons))
    language = meta.language(f"{opening.title}\n{clean}", front.get("language"))
    published, origin = _date(front, opening, language)
    return Extract(
        title=opening.title,
        text=clean,
        caption=opening.caption,
        language=language,
        published=published,
        published_origin=origin,
        author=meta.clean_author(front.get("author") or opening.byline),
        url=meta.canonical(front.get("url"), None),
        removed=tuple(removed(marked, reasons)),
        error="" if clean or opening.title else "nothing but page furniture in this file",
    )


# Ends of lines of other systems, and the breaks of Unicode (standard annex 14, class BK) that editors save.
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# ------------------------------------------------------------------ front matter

_FIELDS = {
    "title": "title", "headline": "title", "date": "date", "published": "date", "publication date": "date", "author": "author",
    "by": "author", "url": "url", "source": "url", "link": "url", "language": "language", "lang": "language",
}  # fmt: skip
_FIELD = re.compile(r"^\s*([A-Za-z][A-Za-z ]{1,18}?)\s*:\s*(\S.*)$")


def _front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """The header of a document ("Date: 2026-01-12", fenced by --- or not) and the text below it.

    Without a fence a header counts only when it ends at a blank line and every line of it is a known field, so a text
    that begins with "Source: ..." in its first sentence is left alone.
    """
    lines = text.lstrip("\ufeff \t\r\n").splitlines()
    fenced = bool(lines) and lines[0].strip() == "---"
    body = lines[1:] if fenced else lines
    found: dict[str, str] = {}
    for i, line in enumerate(body[:40]):
        if (fenced and line.strip() in ("---", "...")) or (not fenced and not line.strip()):
            return (found, "\n".join(body[i + 1 :])) if fenced or found else ({}, text)
        field = _FIELD.match(line)
        known = _FIELDS.get(field[1].lower()) if field else None
        if known and field:
            found.setdefault(known, field[2].strip().strip("\"'"))
        elif not fenced:
            return {}, text
    return {}, text


def _date(front: Mapping[str, str], opening: _Opening, language: str | None) -> tuple[datetime | None, str]:
    if stated := meta.moment(front.get("date", "")):
        return stated, "meta"
    lines = takewhile(lambda line: not is_paragraph(line), opening.body) if opening.title else ()
    seen = next((found for line in lines if (found := meta.dateline(line, language)) and meta.is_plausible(found, None)), None)
    return seen, "text" if seen else ""


# ------------------------------------------------------------------ lines

_WRAP_COLUMN = 100  # editors and mail programs break at 64 to 80; nobody's paragraphs all end before this
_TAIL_GLUE = re.compile(r"(?<=[.!?…”\"»)])(?=[^\W\d_a-zа-я][^.!?]{2,60}$)")
# First lines of paragraphs that are set in instead of parted by a blank line.
_SET_IN = re.compile(r"^(\S.*[.!?…\"”»)])\n(?=(?: {2,12}|\t)\S)", re.MULTILINE)


def _paragraphs(text: str, *, markdown: bool) -> list[str]:
    parted = re.split(r"\n[ \t]*(?:\n[ \t]*)+", _SET_IN.sub(r"\1\n\n", text))
    blocks = [[line for raw in block.splitlines() if WORD.search(line := " ".join(raw.split()))] for block in parted]
    lines = [line for block in (_unwrapped(blocks) if _is_wrapped(blocks) else blocks) for line in block]
    if markdown:
        lines = [plain for line in lines if (plain := _without_marks(line))]
    return _unglued(lines)


def _is_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether lines were broken at a column: most that have a next line stop within a sentence, and all are short.

    One line in ten may be longer, an address or a footer that a program added, when it stands alone.
    """
    inner = [line for block in blocks for line in block[:-1]]
    long = [block for block in blocks if any(len(line) > _WRAP_COLUMN for line in block)]
    if len(inner) < 3 or any(len(block) > 1 for block in long) or len(long) > 1 + sum(map(len, blocks)) // 10:
        return False
    return sum(len(line) > 50 and not ends_sentence(line) for line in inner) >= 0.6 * len(inner)


def _unwrapped(blocks: Sequence[Sequence[str]]) -> list[list[str]]:
    """The blocks with the lines of each paragraph joined, and words that were broken at a line's end whole again."""
    width = max(len(line) for block in blocks for line in block if len(line) <= _WRAP_COLUMN)
    spelled = spellings(line for block in blocks for line in block)
    return [["".join(pieces) for pieces in _pieces(block, width, spelled)] for block in blocks]


def _pieces(block: Sequence[str], width: int, spelled: Counter[str]) -> list[list[str]]:
    """The paragraphs of a block, each as the pieces that make it up."""
    found: list[list[str]] = []
    for i, line in enumerate(block):
        if not i or not _goes_on(block[i - 1], line, width, is_running=len(found[-1]) > 1):
            found.append([line])
        elif block[i - 1][-1:] == "-" and block[i - 1][-2:-1].isalpha() and line[:1].islower():
            before = found[-1].pop()
            found[-1] += ["", joined(before[:-1], line, spelled)]
        else:
            found[-1] += [" ", line]
    return found


_ROOM = 0.75  # of the longest line: a line to which the next word was not added although it would have ended here ended itself


def _goes_on(before: str, line: str, width: int, *, is_running: bool) -> bool:
    """Whether a line goes on in the next one of its block; `is_running`: it is not the first of its paragraph.

    A title with its date and author below, and the last line of a paragraph that no blank line follows, leave room.
    """
    if is_bulleted(line):
        return False
    is_full = len(before) + 1 + len(line.split(" ", 1)[0]) > _ROOM * width
    return is_full or (not ends_sentence(before) and (is_running or line[:1].islower()))


def _without_marks(line: str) -> str:
    """A Markdown line without heading marks, emphasis, pictures and the addresses of links; "" for a rule."""
    line = re.sub(r"^#{1,6}\s+|^>\s?|^[-*_](?:\s?[-*_]){2,}$", "", line)
    line = re.sub(r"!\[[^\]]{0,300}\]\([^)\s]{0,2000}\)", "", line)
    line = re.sub(r"\[([^\]]{1,300})\]\([^)\s]{0,2000}\)", r"\1", line)
    return re.sub(r"(\*\*|__)(\S(?:[^*_]{0,500}\S)?)\1", r"\2", line).strip()


def _unglued(lines: list[str]) -> list[str]:
    """The lines with a tail heading set apart that was glued to the very last sentence ("... alliance.Related Posts")."""
    if not lines:
        return lines
    for place in _TAIL_GLUE.finditer(lines[-1][-200:]):
        at = max(0, len(lines[-1]) - 200) + place.start()
        if cues.TAIL_HEADING.match(lines[-1][at:]):
            return [*lines[:-1], lines[-1][:at], lines[-1][at:]]
    return lines


# ------------------------------------------------------------------ title and caption


@dataclass(frozen=True, slots=True)
class _Opening:
    """The first lines told apart; what a document does not have is empty."""

    title: str
    byline: str
    caption: str
    body: Sequence[str]


def _opening(lines: Sequence[str], stated: str) -> _Opening:
    """The lines above the body and the body. A title that the header states need not be repeated in the text."""
    title, byline = stated, ""
    if is_title(lines) or (stated and lines[0].casefold() == stated.casefold()):
        title, lines = stated or lines[0], lines[1:]
    if title and lines and cues.BYLINE.match(lines[0]) and len(lines) > 1:
        byline, lines = lines[0], lines[1:]
    caption = lines[0] if title and is_caption(lines) else ""
    return _Opening(title, byline, caption, lines[1:] if caption else lines)


def is_title(lines: Sequence[str]) -> bool:
    """Whether the first line is the title: short, without sentence end, and running text follows within three lines."""
    first = lines[0]
    shape = len(first) <= 200 and 2 <= len(first.split()) <= 30 and not first.rstrip().endswith((":", ",", ";", "."))
    question = first.rstrip().endswith(("?", "!", "…")) and len(first.split()) <= 20
    return shape and (question or not ends_sentence(first)) and not is_bulleted(first) and any(map(is_paragraph, lines[1:4]))


def is_caption(lines: Sequence[str]) -> bool:
    """Whether the line under the title describes a picture.

    It has no sentence end (a credit may stand there instead), a full lead follows, and it names a credit, shows what
    is seen, or runs on for twenty words as no sub-heading does. Without any of these it is a standfirst and stays.
    """
    if len(lines) < 2 or not is_paragraph(lines[1]) or len(lines[0]) > 500 or is_bulleted(lines[0]):
        return False
    if cues.CREDIT.search(lines[0]):
        return True
    words = len(lines[0].split())
    return not ends_sentence(lines[0]) and (words >= 20 or (words >= 8 and cues.PICTURED.search(lines[0]) is not None))
