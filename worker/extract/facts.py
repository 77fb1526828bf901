"""Tables of facts that stand in an aside of the article, which extractors leave out with all asides. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import groupby

from worker.extract.running_text import row_of
from worker.extract.segments import Block, Layout

# Two rows with a label and a figure; more is a document of its own, and one row places things.
FEWEST_CELLS, MOST_CELLS, LONGEST_CELL = 4, 60, 60


def fact_tables(page: Layout, taken: Set[int]) -> Iterator[Sequence[range]]:
    """Of each aside amid the lines that came in which has none of them and is a table of short cells that link nowhere: its lines
    as ranges, one for the heading, if there is one, and one for each row."""
    first, last = min(taken, default=0), max(taken, default=0)
    end = 0
    for block in page.blocks:
        if block.tag == "aside" and max(first, end - 1) < block.start and block.end <= last and _is_of_facts(page, block, taken):
            end = block.end
            rows = groupby(range(block.start, block.end), lambda i: row_of(page, i))
            yield [range(cells[0], cells[-1] + 1) for _, cells in ((row, list(cells)) for row, cells in rows)]


def _is_of_facts(page: Layout, block: Block, taken: Set[int]) -> bool:
    inside = range(block.start, block.end)
    if len(inside) > MOST_CELLS or not taken.isdisjoint(inside):
        return False
    heads = page.lines[inside.start].kind == "heading"
    cells = page.lines[inside.start + heads : inside.stop]
    short = all(line.kind == "cell" and line.link == 0 and len(line.text) <= LONGEST_CELL for line in cells)
    return short and len(cells) >= FEWEST_CELLS
