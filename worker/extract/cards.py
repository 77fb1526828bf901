"""Cards on a page: the linked headline of another item with little under it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import groupby, islice, pairwise
from operator import itemgetter

from worker.extract import cues
from worker.extract.lines import SENTENCE_WORDS, Line, ends_sentence, is_paragraph
from worker.extract.segments import Block, Layout, is_pointing_headline
from worker.extract.tails import tail_heading


def cards(page: Layout) -> Mapping[int, int]:
    """The lines that belong to a card, each with the number of its block: what is nothing but a label or two, the headline, and
    some sentences, or stands in one link with the headline. A paragraph or an entry of a list is one only beside another.

    A headline that leads to a place of the same page is its own, and questions alone, two or more, are asked and answered there.
    """
    small = (n for n, block in enumerate(page.blocks) if 2 <= block.end - block.start <= CARD_LINES + 1)
    blocks = [n for n in small if _is_card(page, page.blocks[n])]
    alike: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number in blocks:
        alike[page.blocks[number].parent, page.blocks[number].look].append(number)
    found: dict[int, int] = {}
    for beside in alike.values():
        for number in () if _are_questions(page, beside) else beside:
            block = page.blocks[number]
            if block.tag not in LISTED or (_is_of_headlines(page, block) and _is_listed(page, block, len(beside))):
                found.update((i, number) for i in range(block.start, block.end) if i not in found)
    return {**found, **_in_links(page, found)}


def of_others(found: Mapping[int, int], announcing: Container[int]) -> Mapping[int, int]:
    """The cards without those that stand right below a line of the text that announces them, one below the other: they are what
    it tells of, be it a list of sources or what happened in a week."""
    own = _right_below(found, announcing)
    return {i: number for i, number in found.items() if i not in own}


def headed(found: Mapping[int, int], page: Layout) -> frozenset[int]:
    """The numbers of the cards that stand one below the other under a heading of other items."""
    above = {i - 1 for i in found if i and i - 1 not in found}
    heads = {i for i in above if tail_heading(page.lines[i].text.strip()) is not None}
    return frozenset(found[i] for i in _right_below(found, heads))


def _right_below(found: Iterable[int], tops: Container[int]) -> set[int]:
    below = set[int]()
    for i in sorted(found):
        if i - 1 in tops or i - 1 in below:
            below.add(i)
    return below


def announces(line: Line) -> bool:
    """Whether a line of the running text tells of what stands below it: a sentence with a colon, or a heading of its own."""
    if line.box >= 0 or line.link >= 0.5 or tail_heading(line.text.strip()) is not None or "pointer" in cues.said(line.text):
        return False
    return line.kind == "heading" or (line.text.endswith((":", "：")) and len(line.text.split()) >= SENTENCE_WORDS)


def _are_questions(page: Layout, beside: Sequence[int]) -> bool:
    heads = [next(i for i in _lines_of(page, number) if _is_head_of(page, i)) for number in beside]
    return len(heads) >= _FEWEST_CARDS and all(page.lines[i].text.endswith(("?", "？")) for i in heads)


def _lines_of(page: Layout, number: int) -> range:
    return range(page.blocks[number].start, page.blocks[number].end)


def _in_links(page: Layout, found: Mapping[int, int]) -> Mapping[int, int]:
    """The lines of links that are a headline and some sentences and nothing else."""
    more: dict[int, int] = {}
    numbers = enumerate(page.anchors)
    for anchor, members in groupby(numbers, key=itemgetter(1)):
        lines = [i for i, _ in islice(members, CARD_LINES + 2)] if anchor > 0 else []
        if not 2 <= len(lines) <= CARD_LINES + 1 or sum(len(page.lines[i].text.split()) for i in lines) > _CARD_WORDS:
            continue
        for above, i in pairwise(lines):
            if _is_linked_sentence(page.lines[i]) and (is_head(page.lines[above]) or above in found or above in more):
                more |= {n: page.owner[n] for n in (above, i) if n not in found and n not in more}
    return more


def _is_listed(page: Layout, block: Block, beside: int) -> bool:
    """Whether a card stands beside another one, or under a heading of other items."""
    above = block.start - 1
    return beside >= _FEWEST_CARDS or (above >= 0 and tail_heading(page.lines[above].text) is not None)


def _is_of_headlines(page: Layout, block: Block) -> bool:
    """Whether the link of an entry is a headline; a shorter one is the name of what the list is about."""
    return any(is_pointing_headline(line.text) for line in page.lines[block.start : block.end] if is_head(line))


LISTED = frozenset({"p", "ul", "ol", "li", "dl", "dt", "dd"})


def _is_linked_sentence(line: Line) -> bool:
    return line.link > 0.9 and line.kind in ("", "item") and ends_sentence(line.text)


def _is_head_of(page: Layout, i: int) -> bool:
    """Whether a line is the linked headline of another item, and its link leads away from the page."""
    return is_head(page.lines[i]) and (not page.anchors or page.anchors[i] > 0)


def _is_card(page: Layout, block: Block) -> bool:
    """Whether a block of a few lines is one."""
    above = next((i for i in range(block.start, block.end) if _is_head_of(page, i)), block.end) - block.start
    if above > _MOST_LABELS:
        return False
    lines = page.lines[block.start : block.end]
    if sum(len(line.text.split()) for line in lines) > _CARD_WORDS or not all(map(_may_be_over, lines[:above])):
        return False
    below = lines[above + 1 :]
    return any(ends_sentence(line.text) for line in below) and all(map(_may_be_under, below))


def _may_be_over(line: Line) -> bool:
    """Whether a line may stand over the headline of a card: a label, or when it was published."""
    words = len(line.text.split())
    return words <= _BUTTON_WORDS or (words <= _STAMP_WORDS and sum(map(str.isdecimal, line.text)) > _BUTTON_WORDS)


def _may_be_under(line: Line) -> bool:
    return line.kind not in ("heading", "caption", "cell") and (not is_head(line) or len(line.text.split()) <= _BUTTON_WORDS)


# A card: the linked headline of another item, with some lines and a teaser of some words at most under it.
_FEWEST_CARDS, CARD_LINES, _CARD_WORDS, _MOST_LABELS = 2, 4, 70, 2
_BUTTON_WORDS = 4  # of a label over the headline, and of the link below the teaser
_STAMP_WORDS = 8  # of a day and a clock time, which have five digits at least
_MOST_CARD_LINES = 200  # a bound for hostile pages; a list of that length is not what an article is followed by


def is_carded(lines: Sequence[Line]) -> bool:
    """Whether lines are cards of other items and nothing else but a heading over them."""
    heads = (
        [i for i, line in enumerate(lines) if is_head(line) or line.points == "dated"] if len(lines) <= _MOST_CARD_LINES else []
    )
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
