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
from itertools import pairwise, takewhile

from worker.errors import ExtractError
from worker.extract import cues
from worker.extract.address import canonical
from worker.extract.authors import clean_author
from worker.extract.datelines import dateline, dateline_of, is_publication_note
from worker.extract.dates import is_plausible, moment, written
from worker.extract.decoding import binary_kind, plain_reading
from worker.extract.language import detect_language
from worker.extract.lines import WORD, Line, ends_sentence, is_bulleted, is_paragraph
from worker.extract.noise import decide, kept, removed
from worker.extract.printed import joined, spellings
from worker.model import Extract

# ------------------------------------------------------------------ bytes

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> str:
    """The text of UTF-8 (with or without byte order mark), of UTF-16 with one, or of an older encoding that is plainly right.

    Nothing is guessed beyond that, as a wrong guess garbles names without anybody noticing: ExtractError says where
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
        if encoding == "utf-8-sig" and (text := plain_reading(data)) is not None:
            return text
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
    language = detect_language(f"{opening.title}\n{clean}", front.get("language"))
    published, origin = _date(front, opening, language)
    return Extract(
        title=opening.title,
        text=clean,
        caption=opening.caption,
        language=language,
        published=published,
        published_origin=origin,
        author=clean_author(front.get("author") or opening.byline),
        url=canonical(front.get("url") or _address(opening), None),
        removed=tuple(removed(marked, reasons)),
        error="" if clean or opening.title else "nothing but page furniture in this file",
    )


# Ends of lines of other systems, and the breaks of Unicode (standard annex 14, class BK) that editors save.
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# ------------------------------------------------------------------ front matter

# What a header calls its fields, in the nine languages.
_NAMES = {
    "title": "title headline tittel titel rubrik otsikko titill заголовок überschrift titre",
    "date": "date published dato publisert publiceret offentliggjort datum publicerad päivämäärä pvm julkaistu dagsetning birt "
    "дата опубликовано veröffentlicht publié",
    "author": "author authors by byline forfatter av af författare kirjoittaja höfundur автор autor von auteur",
    "url": "url source link kilde källa lähde heimild источник ссылка quelle",
    "language": "language lang språk sprog kieli tungumál язык sprache langue",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()} | {"publication date": "date"}
_FIELD = re.compile(r"^\s*([^\W\d_]{2,18}(?: [A-Za-z]{1,8})?)\s*:\s*(\S.*)$")
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}  # YAML and TOML
_FENCED_FIELD = re.compile(r"^([A-Za-z][\w-]{1,18})\s*[:=]\s*(.*)$")
_MOST_HEADER_LINES = 40


def _front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """The header of a document ("Date: 2026-01-12", fenced by --- or +++ or not) and the text below it.

    Without a fence a header counts only when it ends at a blank line and every line of it is a known field, so a text
    that begins with "Source: ..." in its first sentence is left alone.
    """
    lines = text.lstrip("\ufeff \t\n").split("\n")
    ends = _FENCES.get(lines[0].strip())
    if ends:
        end = next((i for i, line in enumerate(lines[1 : _MOST_HEADER_LINES + 1], 1) if line.strip() in ends), 0)
        return (_fenced(lines[1:end]), "\n".join(lines[end + 1 :])) if end else ({}, text)
    header = list(takewhile(str.strip, lines[:_MOST_HEADER_LINES]))
    stated = [(_FIELDS.get(field[1].lower()), field[2]) for line in header if (field := _FIELD.match(line))]
    found = {name: _unquoted(value) for name, value in reversed(stated) if name}
    is_header = found and len(header) < len(lines) and len(stated) == len(header) and all(name for name, _ in stated)
    return (found, "\n".join(lines[len(header) + 1 :])) if is_header else ({}, text)


def _fenced(lines: Sequence[str]) -> Mapping[str, str]:
    """The known fields between two fences; lines that are set in, and items of a list, belong to the field above."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        if field := _FENCED_FIELD.match(line):
            name = _FIELDS.get(field[1].lower(), "")
            name = "" if name in found else name
            found |= {name: _unquoted(field[2])} if name else {}
        elif name and (more := _unquoted(line.strip().removeprefix("- "))):
            joint = ", " if name == "author" else " "
            found[name] = joint.join(filter(None, (found[name], more)))
    return {name: value for name, value in found.items() if value}


def _unquoted(value: str) -> str:
    """A value without its quotes and brackets; "" for the marks of YAML that announce lines below (">", "|-")."""
    value = value.strip()
    if re.fullmatch(r"[>|][+-]?", value):
        return ""
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(part.strip().strip("\"'") for part in value[1:-1].split(","))
    quote = value[:1] if value[:1] in ("'", '"') else ""
    return value.strip("\"'").replace("''" if quote == "'" else '\\"', quote) if quote else value.strip("\"'")


_NOTES_BELOW = 3  # lines at the end that may say when the text was published


def _date(front: Mapping[str, str], opening: _Opening, language: str | None) -> tuple[datetime | None, str]:
    stated = front.get("date", "")[:60]
    if found := moment(stated) or written(stated, language):
        return found, "meta"
    lines = [*takewhile(lambda line: not is_paragraph(line), opening.body)] if opening.title else []
    lead = next((line for line in opening.body if is_paragraph(line)), "")
    below = (line for line in opening.body[-_NOTES_BELOW:] if is_publication_note(line, language))
    visible = (*lines, dateline_of(lead), *below)
    seen = next((found for line in visible if (found := dateline(line, language)) and is_plausible(found, None)), None)
    return seen, "text" if seen else ""


# ------------------------------------------------------------------ lines

_WRAP_COLUMN = 100  # editors and mail programs break at 64 to 80; nobody's paragraphs all end before this
_TAIL_GLUE = re.compile(r"(?<=[.!?…”\"»)])(?=[^\W\d_a-zа-я][^.!?]{2,60}$)")
# First lines of paragraphs that are set in instead of parted by a blank line.
_SET_IN = re.compile(r"^(\S.*[.!?…\"”»)])\n(?=(?: {2,12}|\t)\S)", re.MULTILINE)


def _paragraphs(text: str, *, markdown: bool) -> list[str]:
    blocks = _blocks(_SET_IN.sub(r"\1\n\n", text), least=1)
    spaced = _blocks(text, least=2) if max(map(len, blocks), default=0) == 1 else []
    is_broken = _is_double_spaced(spaced)
    blocks = spaced if is_broken else blocks
    lines = [line for block in (_unwrapped(blocks) if is_broken or _is_wrapped(blocks) else blocks) for line in block]
    if markdown:
        lines = [plain for line in lines if (plain := _without_marks(line))]
    return _unglued(lines)


def _blocks(text: str, *, least: int) -> list[list[str]]:
    """The lines with words between `least` blank lines or more."""
    parted = re.split(rf"\n[ \t]*(?:\n[ \t]*){{{least},}}", text)
    return [[line for raw in block.splitlines() if WORD.search(line := " ".join(raw.split()))] for block in parted]


# Of the lines of broken text this share goes on with a small letter, in German too; headlines do not.
_GOING_ON, _HALF_A_LINE = 0.4, 50


def _is_double_spaced(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether lines were broken at a column with a blank line behind each."""
    pairs = [pair for block in blocks for pair in pairwise(block)]
    goes_on = sum(len(before) > _HALF_A_LINE and not ends_sentence(before) and line[:1].islower() for before, line in pairs)
    is_short = all(len(line) <= _WRAP_COLUMN for block in blocks for line in block)
    return is_short and goes_on >= max(2, _GOING_ON * len(pairs))


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


# An address in brackets may hold brackets, and a title in quotes stands behind it (CommonMark, section 6.3).
_TARGET = r"\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s[\"'(][^\n]{0,200}?[\"')])?\)"
_MARKS = (
    (
        re.compile(
            r"^#{1,6}\s+|^>\s?|^[-*_](?:\s?[-*_]){2,}$|^(?:```|~~~)[\w+-]{0,20}$|^<!--.{0,500}-->$|^\[[^\]^]{1,100}\]:\s\S+$"
        ),
        "",
    ),
    (re.compile(r"^</?[a-z][^<>]{0,200}>$|<br\s?/?>", re.IGNORECASE), " "),
    (re.compile(r"!\[[^\]]{0,300}\]" + _TARGET), ""),
    (re.compile(r"\[([^\]]{1,300})\](?:" + _TARGET + r"|\[[^\]]{0,100}\])"), r"\1"),
    (re.compile(r"^\[\^\w{1,20}\]:\s|\[\^\w{1,20}\]"), ""),  # notes
    (re.compile(r"(\*\*|__)(\S(?:[^*_]{0,500}\S)?)\1"), r"\2"),
    (re.compile(r"(?<![\w*_\\])([*_])([^\s*_](?:[^*_]{0,500}[^\s*_\\])?)\1(?![\w*_])"), r"\2"),
    (re.compile(r"(?<!`)`([^`]{1,300})`(?!`)"), r"\1"),
    (re.compile(r"\\([*_#`\[\]()>!|-])"), r"\1"),
)


def _without_marks(line: str) -> str:
    """A Markdown line without heading marks, emphasis, pictures, notes' marks and the addresses of links; "" for rules, fences
    and definitions."""
    for pattern, words in _MARKS:
        line = pattern.sub(words, line)
    return line.strip()


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


_RELEASE = re.compile(
    r"\W*(?:(?:press|news|media) ?release|(?:for )?immediate release|press(?:e|meddelande|imeddelelse|emelding|emitteilung)"
    r"|pressemeddelelse|(?:media|lehdistö)tiedote|fréttatilkynning|пресс-?релиз|communiqué de presse|medienmitteilung|tiedote)"
    r"(?:\W+(?:no|nr|nro|n°|№)?\W{0,3}\d[\d/.-]{0,12})?\W*",
    re.IGNORECASE,
)
_BARE_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")
_MOST_ABOVE = 4


def _opening(lines: Sequence[str], stated: str) -> _Opening:
    """The lines above the body and the body. A title that the header states need not be repeated in the text."""
    title, byline = stated, ""
    above = [] if stated else _above_title(lines)
    lines = lines[len(above) :]
    if is_title(lines) or (stated and lines[0].casefold() == stated.casefold()):
        title, lines = stated or lines[0], lines[1:]
    if title and lines and cues.BYLINE.match(lines[0]) and len(lines) > 1:
        byline, lines = lines[0], lines[1:]
    caption = lines[0] if title and is_caption(lines) else ""
    return _Opening(title, byline, caption, [*above, *(lines[1:] if caption else lines)])


def _address(opening: _Opening) -> str | None:
    """The address that stands alone in the first lines, where whoever saved a page wrote from where it is."""
    return next((found[1] for line in opening.body[:_MOST_ABOVE] if (found := _BARE_ADDRESS.fullmatch(line))), None)


_LONGEST_OFFICE = 5  # words


def lines_above_title(lines: Sequence[str]) -> int:
    """How many lines stand over a title: days, addresses, "Press release" and over it who gives it out."""
    release = next((i for i, line in enumerate(lines[:_MOST_ABOVE]) if _RELEASE.fullmatch(line)), 0)
    is_office = all(len(line.split()) <= _LONGEST_OFFICE and not ends_sentence(line) for line in lines[:release])
    begin = release if is_office else 0
    return begin + sum(1 for _ in takewhile(is_above_title, lines[begin : begin + _MOST_ABOVE]))


def _above_title(lines: Sequence[str]) -> Sequence[str]:
    """The lines over a title; none where no title follows."""
    count = lines_above_title(lines)
    return lines[:count] if count < len(lines) and is_title(lines[count:]) else []


def is_above_title(line: str) -> bool:
    """Whether a line stands over a title without being one: a day, an address, what kind of document it is."""
    is_day = len(line.split()) <= _LONGEST_DAY and dateline(line, "da") is not None  # whichever number is the month
    return is_day or bool(_RELEASE.fullmatch(line) or _BARE_ADDRESS.fullmatch(line))


_LONGEST_DAY = 6  # words: "Thursday 12 March 2026, 14:05 CET"; a headline with a date in it is longer


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
    if cues.credit(lines[0]):
        return True
    words = len(lines[0].split())
    return not ends_sentence(lines[0]) and (words >= 20 or (words >= 8 and cues.PICTURED.search(lines[0]) is not None))
