"""Cards on a page: the linked headline of another item with little under it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from worker.extract.lines import Line, ends_sentence, is_paragraph
from worker.extract.segments import Block, Layout, is_pointing_headline
from worker.extract.tails import tail_heading


def cards(page: Layout) -> Mapping[int, int]:
    """The lines that belong to a card, each with the number of its block: what is nothing but a label or two, the headline, and
    some sentences, or stands in one link with the headline. A paragraph or an entry of a list is one only beside another, as a list
    of sources has a word on each."""
    blocks = [n for n, block in enumerate(page.blocks) if _is_card(page.lines[block.start : block.end])]
    alike = Counter((page.blocks[n].parent, page.blocks[n].look) for n in blocks)
    found: dict[int, int] = {}
    for number in blocks:
        block = page.blocks[number]
        if block.tag not in LISTED or (_is_of_headlines(page, block) and _is_listed(page, block, alike)):
            for i in range(block.start, block.end):
                found.setdefault(i, number)
    for i in range(1, len(page.lines)):
        if _is_linked_sentence(page.lines[i]) and _is_in_one_link(page, i) and (is_head(page.lines[i - 1]) or i - 1 in found):
            found.setdefault(i - 1, page.owner[i - 1])
            found.setdefault(i, page.owner[i])
    return found


def _is_in_one_link(page: Layout, i: int) -> bool:
    """Whether a line and the one above it stand in one link."""
    return bool(page.anchors) and 0 < page.anchors[i] == page.anchors[i - 1]


def _is_listed(page: Layout, block: Block, alike: Mapping[tuple[int, str], int]) -> bool:
    """Whether a card stands beside another one, or under a heading of other items."""
    above = block.start - 1
    return alike[block.parent, block.look] >= _FEWEST_CARDS or (above >= 0 and tail_heading(page.lines[above].text) is not None)


def _is_of_headlines(page: Layout, block: Block) -> bool:
    """Whether the link of an entry is a headline; a shorter one is the name of what the list is about."""
    return any(is_pointing_headline(line.text) for line in page.lines[block.start : block.end] if is_head(line))


LISTED = frozenset({"p", "ul", "ol", "li", "dl", "dt", "dd"})


def _is_linked_sentence(line: Line) -> bool:
    return line.link > 0.9 and line.kind in ("", "item") and ends_sentence(line.text)


def _is_card(lines: Sequence[Line]) -> bool:
    if not 2 <= len(lines) <= CARD_LINES + 1 or sum(len(line.text.split()) for line in lines) > _CARD_WORDS:
        return False
    head = next((i for i, line in enumerate(lines) if is_head(line)), len(lines))
    if head > _MOST_LABELS or any(len(line.text.split()) > _BUTTON_WORDS for line in lines[:head]):
        return False
    below = lines[head + 1 :]
    if any(
        line.kind in ("heading", "caption", "cell") or (is_head(line) and len(line.text.split()) > _BUTTON_WORDS)
        for line in below
    ):
        return False
    return any(ends_sentence(line.text) for line in below)


# A card: the linked headline of another item, with some lines and a teaser of some words at most under it.
_FEWEST_CARDS, CARD_LINES, _CARD_WORDS, _MOST_LABELS = 2, 4, 70, 2
_BUTTON_WORDS = 4  # of a label over the headline, and of the link below the teaser
_MOSTCARD_LINES = 200  # a bound for hostile pages; a list of that length is not what an article is followed by


def is_carded(lines: Sequence[Line]) -> bool:
    """Whether lines are cards of other items and nothing else but a heading over them."""
    heads = [i for i, line in enumerate(lines) if is_head(line)] if len(lines) <= _MOSTCARD_LINES else []
    if len(heads) < _FEWEST_CARDS or heads[0] > _MOST_LABELS:
        return False
    if any(is_paragraph(line.text) for line in lines[: heads[0]]):
        return False
    under = [lines[one + 1 : next_one] for one, next_one in pairwise([*heads, len(lines)])]
    return all(len(part) <= CARD_LINES and sum(len(line.text.split()) for line in part) <= _CARD_WORDS for part in under)


def is_teaser(lines: Sequence[Line]) -> bool:
    """Whether lines are the headline of another item with a few sentences of it and a short link to it ("To the article")."""
    if not 2 < len(lines) <= CARD_LINES + 1 or sum(len(line.text.split()) for line in lines) > _CARD_WORDS:
        return False
    first, last = lines[0], lines[-1]
    closes = last.link > 0.9 and len(last.text.split()) <= _BUTTON_WORDS and not ends_sentence(last.text)
    plain = first.kind != "heading" and not ends_sentence(first.text) and all(line.link < 0.5 for line in lines[:-1])
    return closes and plain and len(first.text.split()) > 2 and ends_sentence(lines[1].text)


def is_head(line: Line) -> bool:
    """Whether a line is the linked headline of another item; a sentence points to a document."""
    return line.link > 0.9 and 3 <= len(line.text.split()) <= 25 and not line.text.endswith(".")
