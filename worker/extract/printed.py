"""Printed lines with their places on pages -> paragraphs, without running headers, with broken words mended. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from worker.extract.assembly import FileReason, Marked
from worker.extract.lines import Line, ends_sentence, squash

# Lines at the top and at the bottom of a page that may be running headers.
_EDGE_LINES = 3
_SAME_PLACE = 4.0  # points
_SAME_SIZE = 0.12  # fonts of one size differ by this in the height of their boxes
_LARGER = 1.15  # a heading, against the size of most of the text
# A line gap larger than this, against the usual one of its size, parts paragraphs; 1.0 is the usual, word processors add a half.
_PARTING_GAP = 1.3
_INDENT = 0.8  # of the size: first lines are set in by one or two, scanned text wobbles by half of one
_WIDE = 1.6  # characters set so much wider than usual stand in the columns of a table
_LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class Gap:
    """A wide gap in a line: how many words stand before it, where it begins and where it ends."""

    words: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as it stands on a page. Points from the lower left corner: `left`, `right`, `base`; `size` is its height.

    `page` counts from 0. `broken`: the line ends in a hyphen within a word or a compound; the hyphen is not in `text`.
    `gap`: its widest one.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    broken: bool = False
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row; `size` of its first line, `page` where it begins."""

    text: str
    size: float
    page: int
    kind: str = ""


# ------------------------------------------------------------------ running headers

_NUMBER = re.compile(
    r"^\W*(?:(?:page|side|sida|sivu|síða|bls|стр|страница|с|seite|p|s)\W{0,3})?(?:\d{1,4}|[ivxl]{1,7})"
    r"(?:\W{0,3}(?:of|av|af|von|de|sur|из|/)?\W{0,3}\d{1,4})?\W*$",
    re.IGNORECASE,
)


def running(lines: Sequence[Printed]) -> frozenset[int]:
    """Indices of the lines that are no text but furniture of the pages: repeated at one place, or a page number at the edge.

    A text counts as repeated when it stands at the same place of three pages, or of two when there are no more, with
    numbers taken as equal.
    """
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        pages[line.page].append(i)
    edges = [edge for indices in pages.values() for edge in _edges(lines, indices)]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i in edges:
        if not _is_marked(lines[i].text):
            places[_key(lines[i].text)].append(i)
    least = 2 if len(pages) <= 3 else 3
    repeated = {i for found in places.values() for i in _at_one_place(lines, found, least)}
    outer = [i for indices in pages.values() for i in _outermost(lines, [i for i in indices if i not in repeated])]
    return frozenset(repeated | {i for i in outer if _NUMBER.match(lines[i].text)} | set(_counting(lines, outer, least)))


def _edges(lines: Sequence[Printed], indices: Sequence[int]) -> Iterator[int]:
    """Lines at the top and bottom of a page, each once; a page of a few lines has edges only where others repeat them."""
    ordered = sorted(indices, key=lambda i: -lines[i].base)
    yield from dict.fromkeys((*ordered[:_EDGE_LINES], *ordered[-_EDGE_LINES:]))


def _key(text: str) -> str:
    return re.sub(r"\d+|\b[ivxl]+\b", "#", squash(text))


def _at_one_place(lines: Sequence[Printed], found: Sequence[int], least: int) -> Iterator[int]:
    """Of lines with the same words those that stand at a height where `least` pages have them."""
    pages_at: defaultdict[int, set[int]] = defaultdict(set)
    for i in found:
        pages_at[round(lines[i].base / _SAME_PLACE)].add(lines[i].page)
    for i in found:
        place = round(lines[i].base / _SAME_PLACE)
        if len(pages_at[place - 1] | pages_at[place] | pages_at[place + 1]) >= least:
            yield i


def _outermost(lines: Sequence[Printed], indices: Sequence[int]) -> Sequence[int]:
    """The highest and the lowest line of a page; none when it has only one."""
    ordered = sorted(indices, key=lambda i: -lines[i].base)
    return (ordered[0], ordered[-1]) if len(ordered) > 1 else ()


def _counting(lines: Sequence[Printed], outer: Sequence[int], least: int) -> Iterator[int]:
    """Lines that begin or end with a number which goes up with the pages: chapter titles beside page numbers."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for i in outer:
        for number in re.findall(r"^\d{1,4}\b|\b\d{1,4}$", lines[i].text):
            found[int(number) - lines[i].page].add(i)
    return (i for same in found.values() if len({lines[i].page for i in same}) >= least for i in same)


# ------------------------------------------------------------------ columns that were drawn row by row

_ROWS = 5  # lines under one another with a gap at one place; fewer are a table's head or a line with a date at its end
_COLUMN_WORDS = 4  # in the middle on each side; most cells of tables have one to three
# Of the lines of a column so many are full, and so many go on with a small letter: in German one of six and more. Cells of tables
# begin with capitals and digits.
_FULL, _SMALL_LETTERS = 0.6, 0.15


def apart(lines: Sequence[Printed]) -> list[Printed]:
    """The lines with columns that were drawn row by row taken apart: the left one first, then the right one."""
    found: list[Printed] = []
    start = 0
    while start < len(lines):
        end, left, right = _rows(lines, start)
        run = lines[start:end]
        if _are_columns(run):
            sides = [_sides(line, (left + right) / 2) for line in run]
            found += [side[n] for n in (0, 1) for side in sides if side[n] is not None]  # type: ignore[misc]  # None is left out
        else:
            found += run
        start = end
    return found


def _rows(lines: Sequence[Printed], start: int) -> tuple[int, float, float]:
    """Where the rows that begin here end, and the gutter that they have in common: each line has a gap there, or ends before it,
    or begins behind it."""
    first = lines[start].gap
    if first is None:
        return start + 1, 0.0, 0.0
    end, left, right = start + 1, first.left, first.right
    for line in lines[start + 1 :]:
        before = lines[end - 1]
        if line.page != before.page or not 0 < before.base - line.base < 4 * line.size or not _alike(line.size, before.size):
            break
        gap = line.gap
        if line.left < left and line.right > right:
            if gap is None or min(gap.right, right) <= max(gap.left, left):
                break
            left, right = max(gap.left, left), min(gap.right, right)
        end += 1
    return end, left, right


def _are_columns(run: Sequence[Printed]) -> bool:
    """Whether rows are running text in two columns and no table: enough of them, with some words on each side."""
    split = [(line.gap.words, len(line.text.split()) - line.gap.words) for line in run if line.gap]
    if len(split) < _ROWS or 2 * len(split) < len(run):
        return False
    sides = [[part for line in run if (part := _sides(line, line.gap.left if line.gap else 0.0)[n])] for n in (0, 1)]
    return all(median(side) >= _COLUMN_WORDS for side in zip(*split, strict=True)) and all(map(_is_running_text, sides))


def _is_running_text(side: Sequence[Printed]) -> bool:
    """Whether lines end where the next word would not have fitted, and some go on with a small letter."""
    right = max(line.right for line in side)
    full = [before.right + _word_width(line) > right for before, line in pairwise(side)]
    return sum(full) >= _FULL * len(full) and sum(line.text[:1].islower() for line in side) >= _SMALL_LETTERS * len(side)


def _word_width(line: Printed) -> float:
    """The width of the first word of a line and of the blank before it."""
    return (len(line.text.split(" ", 1)[0]) + 1) * (line.right - line.left) / len(line.text)


def _sides(line: Printed, middle: float) -> tuple[Printed | None, Printed | None]:
    """The part of a line left of the gutter, and the one right of it."""
    if line.gap is None or not line.gap.left <= middle <= line.gap.right:
        return (line, None) if line.left < middle else (None, line)
    words = line.text.split()
    text = " ".join(words[: line.gap.words])
    is_broken = re.search(r"[^\W\d_]-$", text) is not None
    left = replace(line, text=text[:-1] if is_broken else text, right=line.gap.left, broken=is_broken, gap=None)
    return left, replace(line, text=" ".join(words[line.gap.words :]), left=line.gap.right, gap=None)


# ------------------------------------------------------------------ lines -> paragraphs


@dataclass(frozen=True, slots=True)
class _Usual:
    """What most of a document's text is like: its size, its line gap and the width of a character, against the size."""

    size: float
    gap: float
    width: float


def _usual(lines: Sequence[Printed]) -> _Usual:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    size = weights.most_common(1)[0][0] or 1.0
    body = [line for line in lines if _alike(line.size, size)]
    gaps = [a.base - b.base for a, b in pairwise(body) if a.page == b.page and 0 < a.base - b.base < 3 * size]
    widths = [(line.right - line.left) / len(line.text) for line in body]
    return _Usual(
        size, (Counter(round(gap, 1) for gap in gaps).most_common(1) or [(size, 0)])[0][0] / size, median(widths) / size
    )


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_SIZE * max(one, other)


def blocks(lines: Sequence[Printed]) -> list[Block]:
    """The paragraphs of lines in reading order, running headers taken out before; a table row stays a line."""
    if not lines:
        return []
    usual, spelled = _usual(lines), spellings(line.text for line in lines)
    found: list[list[Printed]] = []
    for group in _columns(lines):
        right = max(line.right for line in group)
        for i, line in enumerate(group):
            if _continues(found[-1], line, right, usual) if i else found and _goes_over(found[-1], line, usual):
                found[-1].append(line)
            else:
                found.append([line])
    return [_block(paragraph, usual, spelled) for paragraph in found]


def _columns(lines: Sequence[Printed]) -> Iterator[list[Printed]]:
    """Runs of lines of one size that go down a page without a jump: a column, or a part of it between pictures."""
    group: list[Printed] = []
    for line in lines:
        if group and not _same_column(group[-1], line):
            yield group
            group = []
        group.append(line)
    yield group


def _same_column(before: Printed, line: Printed) -> bool:
    step = before.base - line.base
    return before.page == line.page and _alike(before.size, line.size) and 0 < step < 4 * line.size and line.left < before.right


def _continues(paragraph: Sequence[Printed], line: Printed, right: float, usual: _Usual) -> bool:
    """Whether a line of the same column belongs to the paragraph above it."""
    before = paragraph[-1]
    if before.broken:
        return True
    if before.base - line.base > _PARTING_GAP * usual.gap * line.size or _is_marked(line.text) or _is_row(line, usual):
        return False
    if _is_row(before, usual) or (_is_set_in(paragraph, line) and not _may_hang(paragraph, usual)):
        return False
    return not _ended_early(before, line, right)


def _goes_over(paragraph: Sequence[Printed], line: Printed, usual: _Usual) -> bool:
    """Whether a paragraph goes on in the next column or on the next page: no sentence end, and a small letter follows."""
    before = paragraph[-1]
    if not _alike(before.size, line.size) or _is_marked(line.text) or _is_row(before, usual) or _is_row(line, usual):
        return False
    return before.broken or (not ends_sentence(before.text) and line.text[:1].islower() and _is_running(paragraph))


def _is_running(paragraph: Sequence[Printed]) -> bool:
    return len(paragraph) > 1 or len(paragraph[0].text.split()) > 6


def _ended_early(before: Printed, line: Printed, right: float) -> bool:
    """Whether the first word of a line would have fitted into the line before, which then ended there on purpose.

    A small letter behind a line that is no sentence goes on whatever the room; behind a sentence less room is asked for.
    """
    closed = ends_sentence(before.text)
    if not closed and line.text[:1].islower():
        return False
    width = (before.right - before.left) / len(before.text)
    room = len(line.text.split(" ", 1)[0]) + (1.5 if closed else 3)
    return before.right + width * room < right


def _may_hang(paragraph: Sequence[Printed], usual: _Usual) -> bool:
    """Whether the second line may begin to the right of the first: in list items and in headings, which are centred."""
    return (len(paragraph) == 1 and _is_marked(paragraph[0].text)) or paragraph[0].size > _LARGER * usual.size


def _is_set_in(paragraph: Sequence[Printed], line: Printed) -> bool:
    """Whether a line begins to the right of the paragraph, without the mark of a list item: the first line of the next one."""
    above = paragraph[-1:] if _is_marked(paragraph[0].text) else paragraph[-2:]
    return line.left - min(one.left for one in above) > _INDENT * line.size


def _is_row(line: Printed, usual: _Usual) -> bool:
    """Whether the words of a line stand far apart, as the cells of a table do."""
    return " " in line.text and (line.right - line.left) / len(line.text) > _WIDE * usual.width * line.size


# A line of a table of contents: dots up to the number of a page.
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){3,}\.?|…{2,})\s*\d{1,4}\s*$")
_MARK = re.compile(r"^(?:[•●▪◦‣∙·■□◆►➢❖✓\uf0b7\uf0a7*–—-]\s|\(?(?:\d{1,2}|[a-zA-Zа-яА-Я])[.)]\s|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s)")


def _is_marked(text: str) -> bool:
    """Whether a line begins like a list item or a numbered heading."""
    return _MARK.match(text) is not None


def _block(paragraph: Sequence[Printed], usual: _Usual, spelled: Counter[str]) -> Block:
    text = paragraph[0].text
    for before, line in pairwise(paragraph):
        text = joined(text, line.text, spelled) if before.broken else f"{text} {line.text}"
    first = paragraph[0]
    text = f"{text}-" if paragraph[-1].broken else text
    return Block(" ".join(text.split()), first.size, first.page, _kind(paragraph, usual))


def _kind(paragraph: Sequence[Printed], usual: _Usual) -> str:
    if paragraph[0].size > _LARGER * usual.size:
        return "heading"
    if len(paragraph) == 1 and _is_row(paragraph[0], usual):
        return "cell"
    return "item" if _is_marked(paragraph[0].text) else ""


# ------------------------------------------------------------------ broken words

# A hyphen before one of these stands for the second half of a compound: "Nord- und Ostsee", "sild- og makrelfiskeri".
_LINKING = frozenset(
    {"and", "or", "og", "eller", "och", "ja", "tai", "eða", "и", "или", "und", "oder", "bzw", "sowie", "et", "ou"}
)
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def spellings(lines: Iterable[str]) -> Counter[str]:
    """How often each word is written in the lines, in lower case, with its hyphens."""
    return Counter(word.lower() for line in lines for word in _WORDS.findall(line))


def joined(before: str, after: str, spelled: Counter[str]) -> str:
    """Two lines with a hyphen between them as one: without the hyphen, unless it belongs to the word.

    It does where the document writes the compound with a hyphen elsewhere and not without, before a capital or a digit,
    and behind capitals or digits ("NATO-led", "F-35").
    """
    head, tail = re.search(r"[\w-]*$", before), re.match(r"[\w-]*", after)
    first, second = head[0] if head else "", tail[0] if tail else ""
    if second.lower() in _LINKING:
        return f"{before}- {after}"
    whole, parted = spelled[(first + second).lower()], spelled[f"{first}-{second}".lower()]
    kept = parted > whole if whole or parted else not second[:1].islower() or not first[-1:].islower() or len(first) == 1
    return f"{before}-{after}" if kept else before + after


# ------------------------------------------------------------------ the document


def biggest(found: Sequence[Block]) -> str:
    """The largest text on the first page, if it is clearly larger than most of the text; "" otherwise."""
    opening = [block for block in found if block.page == found[0].page] if found else []
    words = [block for block in opening if re.search(r"\w{4}", block.text) and len(block.text) <= _LONGEST_TITLE]
    top = max((block.size for block in words), default=0.0)
    body = Counter[float]()
    for block in found:
        body[round(block.size, 1)] += len(block.text)
    is_larger = bool(body) and top > _LARGER * body.most_common(1)[0][0]
    return next(block.text for block in words if block.size == top) if is_larger else ""


def marked(lines: Sequence[Printed]) -> tuple[list[Marked], list[Block]]:
    """The lines for judging, running headers last with their reason, and the paragraphs that they were made of."""
    furniture = running(lines)
    found = blocks(apart([line for i, line in enumerate(lines) if i not in furniture]))
    headers = [Marked(Line(line.text), FileReason.PAGE_HEADER) for i, line in enumerate(lines) if i in furniture]
    return [*map(_judged, found), *headers], found


def _judged(block: Block) -> Marked:
    return Marked(Line(block.text, kind=block.kind), FileReason.CONTENTS if _LEADERS.search(block.text) else None)
