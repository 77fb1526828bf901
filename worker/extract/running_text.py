"""The block of a page that holds its running text: an opinion of our own on where the article is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from itertools import accumulate

from worker.extract.lines import Line, ends_sentence
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
_APART = ("nav", "footer")  # elements in which no article stands (HTML, sections 4.3.4 and 4.3.8)
SELDOM_TEXT = frozenset({"form", "related", "side", "meta", "share"})


def running_text(page: Layout) -> list[Line]:
    """The lines of the innermost block with most of the page's running text, without links and parts of other names; [] where
    there is no running text."""
    furniture = _furniture(page.lines)
    apart = {i for block in page.blocks if block.look.partition(".")[0] in _APART for i in range(block.start, block.end)}
    is_running = [i not in apart and _is_running(line) and not line.groups & furniture for i, line in enumerate(page.lines)]
    running = [0, *accumulate(len(line.text) if it_is else 0 for line, it_is in zip(page.lines, is_running, strict=True))]
    if not running[-1]:
        return []
    block = _grown(_innermost(page.blocks, running), page, running)
    return [line for line in page.lines[block.start : block.end] if line.link < 0.5 and not line.groups & furniture]


def _innermost(blocks: Sequence[Block], running: Sequence[int]) -> Block:
    """The last of the blocks that hold so much: any two of them stand in each other, a parent before its children."""
    return next(block for block in reversed(blocks) if _within(block, running) >= MOST_OF_IT * running[-1])


def _grown(block: Block, page: Layout, running: Sequence[int]) -> Block:
    """The block, or one around it that has little more but running text: an article in two parts."""
    everything = [0, *accumulate(len(line.text) for line in page.lines)]
    around = block.parent
    while around >= 0:
        wider = page.blocks[around]
        more = _within(wider, everything) - _within(block, everything)
        if _within(wider, running) - _within(block, running) >= PART * more:
            block = wider
        around = wider.parent
    return block


def _within(block: Block, sums: Sequence[int]) -> int:
    return sums[block.end] - sums[block.start]


def _furniture(lines: Sequence[Line]) -> Set[str]:
    """The names of parts that hold no article on this page."""
    sizes: Counter[str] = Counter()
    total = 0
    for line in filter(_is_running, lines):
        total += len(line.text)
        sizes.update(dict.fromkeys(line.groups, len(line.text)))
    return NEVER_TEXT | {group for group in SELDOM_TEXT if 2 * sizes[group] <= total}


def _is_running(line: Line) -> bool:
    size = len(line.text)
    return size >= SENTENCE and line.link < LINKED and not line.points and (size >= PARAGRAPH or ends_sentence(line.text))
