"""The block of a page that holds its running text: an opinion of our own on where the article is. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, groupby, islice, pairwise, takewhile

from worker.extract.datelines import LONGEST_DATELINE, age, dateline
from worker.extract.lines import Line, ends_sentence
from worker.extract.reasons import LINK_LINE
from worker.extract.segments import Block, Layout

# Running text: a sentence of some length, or so long that it is no label; links in it are few, and no headline of another item.
SENTENCE, PARAGRAPH, LINKED = 60, 120, 0.3  # characters, characters, share of the characters
# The innermost block with so much of a page's running text holds the article: .6 loses the half of an article in two parts, at
# .8 and .9 the same pages come out with a little more around them (F1 of 54 rescued pages .908, .924, .924, .922).
MOST_OF_IT = 0.7
PART = 0.8  # of what a block around it has besides: less is not only the rest of the article
# What stands in a part with such a name is no running text. Some names are given to whole pages, by a form around it or a
# system to which an article is a widget, and then say nothing; what is called comments are comments, however many there are.
NEVER_TEXT = frozenset({"subscribe", "consent", "comments", "author", "caption", "hidden"})
SELDOM_TEXT = frozenset({"form", "related", "side", "meta", "share"})
_APART = ("nav", "footer")  # elements in which no article stands (HTML, sections 4.3.4 and 4.3.8)
# A block is the article beyond doubt when it holds nearly all running text that stands in no other part, and half of what there
# is at all, has hardly any above it or written alike below it, and is little else. At .95, .8 and .7 for the first, the third and
# the last 281 of 519 public pages are such, and their texts are no better. At .85 for the first a paragraph of some generated
# pages is lost; what stands beside is a part of the article as often as not, and what is named a wall is its rest.
NEARLY_ALL, BESIDE, OF_PAGE, WITH_WALLED = 0.9, 0.05, 0.5, 0.8  # shares of running text
PURE = 0.6  # share of the block's characters
# Below `BRIEF` a text is a fraction as often as an article; one of several stories on a page is as long as `LEAST`.
BRIEF, LEAST = 500, 1_000  # characters
# More linked headings are a list of products or places, which is content, or of posts, which is not: an extractor weighs it.
LINKED_HEADINGS = 4
ONE_PLACE = 0.9  # of the running text: children of one block, or children of its children
# A box in the article with several lines, of which more is link than text, is an invitation and no paragraph.
_BOX, _LINK_SHARE = 300, 0.5  # characters
_LISTS = ("ul", "ol", "li", "dl")


@dataclass(frozen=True, slots=True)
class RunningText:
    """The innermost block with most of a page's running text.

    `lines`: the numbers of its lines, without parts of other names and boxes of links. `is_undisputed`: nothing else on the page
    can be the article, and there is no program, which an extractor writes as it looks, nor a table beside it. `articles`: how
    many elements of that name in it are as long as an article.
    """

    lines: Sequence[int] = ()
    is_undisputed: bool = False
    articles: int = 0


def running_text(page: Layout) -> RunningText:
    """No lines where there is no running text."""
    lines = _outside_of_other_parts(page)
    sizes = [len(line.text) if _is_running(line) else 0 for line in page.lines]
    running = _sums(size if i in lines else 0 for i, size in enumerate(sizes))
    if not running[-1]:
        return RunningText()
    everything = _sums(len(line.text) for line in page.lines)
    block = _grown(_innermost(page.blocks, running), page.blocks, running, everything)
    told = [i for i in lines if block.start <= i < block.end and sizes[i]]
    walled = sum(size for size, line in zip(sizes, page.lines, strict=True) if "subscribe" in line.groups)
    of_page = max(OF_PAGE * sum(sizes), WITH_WALLED * (running[-1] + walled))
    least = max(BRIEF, NEARLY_ALL * running[-1], of_page, PURE * _within(block, everything))
    articles = _articles(page.blocks, block, running)
    is_undisputed = (
        _within(block, running) >= least
        and max(running[block.start], _below(page, block, told, lines, sizes)) <= BESIDE * running[-1]
        and not any(_is_program(page, i) or _is_table_beside(page, i, block) for i in lines)
        and _linked_sections(page.lines[block.start : block.end]) <= LINKED_HEADINGS
        and _is_called_the_same(page, told)
        and (_is_in_one_place(page, told) or not (articles > 1 or _are_items(page.lines[block.start : block.end])))
    )
    inside = lines.intersection(range(block.start, block.end)) - _link_boxes(page, everything)
    return RunningText(sorted(inside - _labels(page, inside)), is_undisputed, articles)


def _below(page: Layout, article: Block, told: Iterable[int], lines: Set[int], sizes: Sequence[int]) -> int:
    """The characters of running text below a block that stand with it below the headline, or are written as the text in it is, in
    a block as the one around that."""
    looks = {_looks(page, i) for i in told}
    around = page.blocks[article.parent] if article.parent >= 0 else article
    headed = any(page.blocks[page.owner[i]].tag == "h1" for i in range(around.start, article.start))
    end = around.end if headed else article.end
    below = (i for i in range(article.end, len(sizes)) if sizes[i] and i in lines)
    return sum(sizes[i] for i in below if i < end or _looks(page, i) in looks)


def _looks(page: Layout, line: int) -> tuple[str, str]:
    block = page.blocks[page.owner[line]]
    return block.look, page.blocks[block.parent].look if block.parent >= 0 else ""


def _articles(blocks: Sequence[Block], around: Block, running: Sequence[float]) -> int:
    """How many article elements in a block, none within another, hold so much running text that each may be a story."""
    count = end = 0
    for block in blocks:
        is_in = around.start <= block.start and block.end <= around.end and block.start >= end
        if is_in and block.tag == "article" and _within(block, running) >= LEAST:
            count, end = count + 1, block.end
    return count


def _is_in_one_place(page: Layout, told: Sequence[int]) -> bool:
    """Whether nearly all of the running text stands side by side, or in parts that do."""
    places: Counter[int] = Counter()
    for i in told:
        size, parent = len(page.lines[i].text), page.blocks[page.owner[i]].parent
        around = page.blocks[parent].parent if parent >= 0 else -1
        places.update({parent: size, around: size})
    return max(places.values(), default=0) >= ONE_PLACE * _size(page, told)


def _is_called_the_same(page: Layout, told: Sequence[int]) -> bool:
    """Whether each name of a part is that of nearly all running text: what is named a teaser, and what is not, are two things."""
    names: Counter[str] = Counter()
    for i in told:
        names.update(dict.fromkeys(page.lines[i].groups, len(page.lines[i].text)))
    return min(names.values(), default=math.inf) >= ONE_PLACE * _size(page, told)


def _size(page: Layout, lines: Iterable[int]) -> int:
    return sum(len(page.lines[i].text) for i in lines)


def _are_items(lines: Sequence[Line]) -> bool:
    """Whether lines have several linked headings or dates among them, as in a list of posts or of comments each has its own.

    An article that a system builds of parts within parts has one of them at most, or says when it was changed as well.
    """
    labels = [line for line in lines if not _is_running(line)]
    headings = sum(map(_is_linked_heading, labels))
    dated = (line for line in labels if _is_dated(line.text))
    return headings > 1 or next(islice(dated, _OWN_DATES, None), None) is not None


def _linked_sections(lines: Sequence[Line]) -> int:
    """How many headings that are links stand above running text or another heading, and not above the date of a card; and
    paragraphs that are links, where every second one heads a paragraph."""
    heads = [line for line, below in pairwise(lines) if _is_running(below) or below.kind == "heading"]
    unmarked = sum(not line.kind and line.link > LINK_LINE and not ends_sentence(line.text) for line in heads)
    return sum(map(_is_linked_heading, heads)) + (unmarked if 2 * unmarked >= sum(map(_is_running, lines)) else 0)


def _is_linked_heading(line: Line) -> bool:
    return line.kind == "heading" and line.link >= 0.5


def _is_dated(text: str) -> bool:
    if len(text) > LONGEST_DATELINE:
        return False
    return (_YEAR.search(text) is not None and dateline(text) is not None) or age(text) is not None


_YEAR = re.compile(r"(?:19|20)\d\d|\d[./]\d\d\b")  # every full date has one, and few labels do, which is told sooner
_OWN_DATES = 2  # of an article: when it was published, and when it was changed


def _labels(page: Layout, inside: Set[int]) -> Set[int]:
    """The numbers of the lines that are neither running text nor written as such, where the running text stands in paragraphs:
    labels of advertisements, names of tools."""
    bare = {i for i in inside if not page.lines[i].kind and page.blocks[page.owner[i]].tag in _BARE}
    labels = {i for i in bare if not _is_running(page.lines[i]) and not ends_sentence(page.lines[i].text)}
    return labels if len(bare - labels) <= _BARE_SHARE * len(inside) else set()


_BARE, _BARE_SHARE = ("div", "span", "section", "article", "main"), 0.1


def as_written(page: Layout, lines: Iterable[int]) -> list[str]:
    """The texts of these lines as an extractor writes them: an entry of a list with a mark in front, cells of a row in one."""
    return [text for _, text in parts_as_written(page, lines)]


def parts_as_written(page: Layout, lines: Iterable[int]) -> Iterator[tuple[list[int], str]]:
    """The numbers of the lines that are written as one, and their text: those of a row of a table, or a line alone."""
    for (row, _), group in groupby(lines, lambda i: (row_of(page, i), None) if page.lines[i].kind == "cell" else (-1, i)):
        part = list(group)
        yield part, f"| {' | '.join(_cells(page, row, part))} |" if row >= 0 else _marked(page, part[0])


def _cells(page: Layout, row: int, lines: Sequence[int]) -> list[str]:
    """The text of each cell of a row, also of an empty one, without which the others would stand in wrong columns; of a row of
    which lines are left out, or whose cells are not all that is in it, the text of each line."""
    if page.blocks[row].end - page.blocks[row].start > len(lines):
        return [page.lines[i].text for i in lines]
    below = takewhile(lambda block: block.parent >= row, map(page.blocks.__getitem__, range(row + 1, len(page.blocks))))
    cells = [block for block in below if block.parent == row and block.tag in ("td", "th")]
    if sum(cell.end - cell.start for cell in cells) < len(lines):
        return [page.lines[i].text for i in lines]
    return [" ".join(line.text for line in page.lines[cell.start : cell.end]) for cell in cells]


def row_of(page: Layout, line: int) -> int:
    """The number of the row of a table around a line, -1 without."""
    number = page.owner[line]
    while number >= 0 and page.blocks[number].tag != "tr":
        number = page.blocks[number].parent
    return number


def _marked(page: Layout, line: int) -> str:
    number, text = page.owner[line], page.lines[line].text
    while page.lines[line].kind == "item" and number >= 0 and page.blocks[number].start == line:
        if page.blocks[number].tag in _ENTRIES:
            return f"- {text}"
        number = page.blocks[number].parent
    return text


_ENTRIES = ("li", "dt", "dd")


def _link_boxes(page: Layout, everything: Sequence[float]) -> Set[int]:
    """The numbers of the lines that stand in small boxes of which more is link than text."""
    linked = _sums(line.link * len(line.text) for line in page.lines)
    boxes = (block for block in page.blocks if block.end - block.start > 1 and 0 < _within(block, everything) <= _BOX)
    small = (block for block in boxes if _within(block, linked) >= _LINK_SHARE * _within(block, everything))
    return {i for block in small if block.tag not in _LISTS for i in range(block.start, block.end)}


def _outside_of_other_parts(page: Layout) -> set[int]:
    """The numbers of the lines that may be the article by the names and elements around them."""
    furniture = _furniture(page.lines)
    apart = _inside(page, _APART)
    aside = _inside(page, ("aside",))
    told = [(len(line.text), i in aside) for i, line in enumerate(page.lines) if _is_running(line)] if aside else []
    if 2 * sum(size for size, is_aside in told if is_aside) <= sum(size for size, _ in told):
        apart |= aside  # some systems set the article itself as one
    return {i for i, line in enumerate(page.lines) if i not in apart and not line.groups & furniture}


def _inside(page: Layout, tags: Collection[str]) -> set[int]:
    return {i for block in page.blocks if block.tag in tags for i in range(block.start, block.end)}


def _innermost(blocks: Sequence[Block], running: Sequence[float]) -> Block:
    """The last of the blocks that hold so much: any two of them stand in each other, a parent before its children."""
    return next(block for block in reversed(blocks) if _within(block, running) >= MOST_OF_IT * running[-1])


def _grown(block: Block, blocks: Sequence[Block], running: Sequence[float], everything: Sequence[float]) -> Block:
    """The block, or one around it that has little more but running text: an article in two parts."""
    around = block.parent
    while around >= 0:
        wider = blocks[around]
        more = _within(wider, everything) - _within(block, everything)
        if _within(wider, running) - _within(block, running) >= PART * more:
            block = wider
        around = wider.parent
    return block


def _sums(sizes: Iterable[float]) -> Sequence[float]:
    return [0, *accumulate(sizes)]


def _within(block: Block, sums: Sequence[float]) -> float:
    return sums[block.end] - sums[block.start]


def _furniture(lines: Sequence[Line]) -> Set[str]:
    """The names of parts that hold no article on this page."""
    sizes: Counter[str] = Counter()
    total = 0
    for line in filter(_is_running, lines):
        total += len(line.text)
        for group in line.groups:
            sizes[group] += len(line.text)
    return NEVER_TEXT | {group for group in SELDOM_TEXT if 2 * sizes[group] <= total}


def _is_running(line: Line) -> bool:
    size = len(line.text)
    return size >= SENTENCE and line.link < LINKED and not line.points and (size >= PARAGRAPH or ends_sentence(line.text))


def _is_program(page: Layout, line: int) -> bool:
    return page.blocks[page.owner[line]].tag == "pre"


def _is_table_beside(page: Layout, line: int, article: Block) -> bool:
    """Whether a line is a cell that stands outside of the block: its table may belong to the text all the same."""
    return page.lines[line].kind == "cell" and not article.start <= line < article.end
