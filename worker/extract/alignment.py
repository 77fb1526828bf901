"""Where the lines of an extracted text stand on their page, and what of the article the extractor left out. Pure.

An extractor hands out text without its markup, with some lines joined and some cut. Their words are looked up among
the page's own lines, so that each line gets its markup back (`align`), the gaps between them can be judged
(`filled`), and a part of the page with another look is known (`in_boxes`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, islice, takewhile, zip_longest

from worker.extract.cards import CARD_LINES, LISTED, announces, cards, headed, is_carded, is_head, is_teaser, of_others
from worker.extract.consent import is_consent
from worker.extract.facts import fact_tables
from worker.extract.language import is_stop_word
from worker.extract.lines import WORD, Line, ends_sentence, is_paragraph, is_sentence, squash, stems
from worker.extract.noise import is_credit
from worker.extract.reasons import LINKED
from worker.extract.running_text import as_written, parts_as_written
from worker.extract.segments import FIELD, Layout
from worker.extract.tails import names_contact, tail_heading

# ------------------------------------------------------------------ text lines -> lines of the page


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the text: `line` with what its place says, `cover` the numbers of the page's lines that it holds.

    An empty `cover` means that the page has no such words; nothing is said of such a line but its text.
    """

    line: Line
    cover: range


def align(texts: Sequence[str], page: Layout) -> list[Placed]:
    """The place of each text line. Of several places with the same words the next in order counts, plain ones first.

    Paragraphs that were joined into one line, or written as the row of a table, come out as on the page.
    """
    words = _Words(page.lines)
    placed: list[Placed] = []
    cursor, whole = 0, range(0)
    for text, following in zip_longest(texts, texts[1:], fillvalue=""):
        wanted = squash(text)
        found = _first_part(text, following, words, cursor) or _place(wanted, words, cursor)
        lines = [page.lines[i] for i in found.parts]
        as_written = _is_as_written(page, found.cover)
        if found.cover and found.cover == whole and len(wanted) < words.size(whole):
            continue  # the last part of a line that is there already
        if parts := _parts_before(text, found.cover, placed, words, as_written=as_written):
            placed[-parts:] = [Placed(lines[0], found.cover)]
            whole = found.cover
        elif _are_paragraphs(lines, text):
            placed += [Placed(line, range(i, i + 1)) for i, line in zip(found.parts, lines, strict=True)]
        else:
            placed.append(Placed(_with_markup(text if as_written else text.strip(), lines), found.cover))
        if found.cover:
            cursor = found.cover.stop - (len(wanted) < words.size(found.cover))
    return placed


def as_found(page: Layout, lines: Iterable[int]) -> list[Placed]:
    """These lines of a page as an extractor would write them: the row of a table in one, unless it is nothing but paragraphs."""
    placed: list[Placed] = []
    for part, text in parts_as_written(page, lines):
        found = [page.lines[i] for i in part]
        if found[0].kind != "cell":
            placed.append(Placed(found[0]._replace(text=text), range(part[0], part[0] + 1)))
        elif _are_paragraphs(found, text):
            placed += [Placed(line, range(i, i + 1)) for i, line in zip(part, found, strict=True)]
        else:
            placed.append(Placed(_with_markup(text, found), range(part[0], part[-1] + 1)))
    return placed


def _first_part(text: str, following: str, page: _Words, cursor: int) -> _Place | None:
    """The paragraph that opens with a text, cut off at its link, or with a full stop that the line has not which is these words
    alone: a lead that repeats the title. None for other texts."""
    words, closes = squash(text), ends_sentence(text)
    if not following or words not in page.whole or (closes and any(ends_sentence(page.lines[i].text) for i in page.whole[words])):
        return None
    cover = page.find(f"{words} {squash(following)}", cursor)
    return _Place(cover, cover) if len(cover) == 1 and (closes or page.lines[cover.start].link) else None


def _parts_before(text: str, cover: range, placed: Sequence[Placed], words: _Words, *, as_written: bool) -> int:
    """How many of the last texts are other parts of a paragraph that was cut at its links or where its source has a new line,
    when with this one they are nearly all of it; 0 for a text that is no rest."""
    size, whole = len(squash(text)), words.size(cover)
    if len(cover) != 1 or size >= whole:
        return 0
    before = islice(takewhile(lambda one: one.cover == cover, reversed(placed)), MOST_PARTS + 1)
    parts = [*takewhile(lambda other: len(squash(other)) < whole, (one.line.text for one in before))]
    if len(parts) > 1 and not words.lines[cover.start].link and (as_written or not _is_wrapped([*parts[-2::-1], text])):
        return 0  # the lines of a program, a poem, a letter
    found = size + sum(len(squash(part)) + 1 for part in parts)
    return len(parts) if 0 < len(parts) <= MOST_PARTS and found >= FOUND_SHARE * whole else 0


def _is_wrapped(parts: Sequence[str]) -> bool:
    """Whether a paragraph goes on in these lines behind its first one: half of them open within a sentence."""
    return 2 * sum(part.lstrip()[:1].islower() for part in parts) >= len(parts)


def _is_as_written(page: Layout, cover: range) -> bool:
    """Whether browsers show a block with the new lines and the blanks of its source, as a program."""
    return len(cover) == 1 and page.blocks[page.owner[cover.start]].tag == "pre"


def _are_paragraphs(lines: Sequence[Line], text: str) -> bool:
    """Whether a text is several paragraphs that were joined, or the row of a table with nothing but paragraphs in it."""
    is_row = text.startswith("|")
    if len(lines) < 2 and not is_row:
        return False
    paragraphs = sum(is_paragraph(line.text) for line in lines)
    return paragraphs > 1 or (is_row and 0 < paragraphs == len(lines))


def in_order(placed: Sequence[Placed], page: Layout) -> list[Placed]:
    """The lines with those sentences in front that stand above the first line on the page, and nowhere else: what an extractor
    finds beside the paragraphs, as a lead in the head of the page, it hands out last, or behind the first post of a live page.

    Where most of the text stands above that line, what is in front comes last: an extractor may open with a list beside it.
    """
    first = next((line.cover.start for line in placed if line.cover), 0)
    higher = [i for i, one in enumerate(placed) if one.cover and one.cover.stop <= first]
    if 2 * sum(len(placed[i].line.text) for i in higher) > sum(len(one.line.text) for one in placed):
        return [*placed[higher[0] :], *placed[: higher[0]]]
    times = Counter(squash(line.text) for line in page.lines) if first else Counter[str]()
    above = {i for i, one in enumerate(placed) if one.cover and one.cover.stop <= first and _stands_once(one, times)}
    return [
        *sorted((placed[i] for i in above), key=lambda one: one.cover.start),
        *(one for i, one in enumerate(placed) if i not in above),
    ]


def _stands_once(placed: Placed, times: Mapping[str, int]) -> bool:
    return ends_sentence(placed.line.text) and times[squash(placed.line.text)] == 1


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text stands: the lines whose words it holds, and the stretch from the first to the last of them."""

    parts: Sequence[int]
    cover: range


# An extractor leaves out words inside of a paragraph (a button, a mark, a moment), so what it hands out and the lines it is
# made of agree only in so much of their characters; below it, lines found in a text are chance.
FOUND_SHARE = 0.8
# Words at both ends of a text by which it is found when words in its middle are missing.
_ANCHOR = 5
# How far words are looked for, in characters, and how many lines with the same first words are tried: bounds against
# quadratic time on hostile pages.
_WINDOW, _MOST_ALIKE = 100_000, 20
_FEWEST_GLUED = 20  # characters; fewer stand in many words
_LONGEST_GLUED, _FEWEST_LABEL, _GAP = 600, 5, 3  # of a text glued over a gap; of its label; lines from the one to the other
MOST_PARTS = 50  # of a paragraph that was cut at its links
_LONGEST_BUTTON, _BUTTONS = 40, 0.9  # characters of a button's text, and how much of a row of buttons is link


class _Words:
    """All words of a page as one string, so that a line is found however the extractor joined or cut it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines, self.squashed = lines, [squash(line.text) for line in lines]
        self.starts, parts, at = [], [], 1
        self.whole: dict[str, list[int]] = defaultdict(list)
        self._plain: dict[str, list[int]] = {}
        self._opening: dict[str, list[str]] = {}
        self._compact: tuple[list[int], str] | None = None  # where each line ends, and all lines without blanks
        self._alone: dict[str, list[int]] | None = None  # the lines by their letters
        self._buttons: tuple[list[int], list[int], str] | None = None  # rows of buttons, where each begins, all without blanks
        for i, words in enumerate(self.squashed):
            self.starts.append(at)
            if words:
                self.whole[words].append(i)
                parts.append(words)
                at += len(words) + 1
        self.text = f" {' '.join(parts)} "

    def plain_places(self, words: str) -> list[int]:
        """The numbers of the lines that are just these words, of them those that look most like an article."""
        places = self.whole[words]
        if len(places) == 1:
            return places
        if words not in self._plain:
            marks = [_marks(self.lines[i]) for i in places]
            least = min(marks)
            self._plain[words] = [i for i, mark in zip(places, marks, strict=True) if mark == least]
        return self._plain[words]

    def find(self, words: str, first: int) -> range:
        """The lines that hold these words in a row, looked for from line `first` on and then from the start."""
        begin = self.starts[first] - 1 if first < len(self.starts) else 0
        at = self.text.find(f" {words} ", begin, begin + len(words) + _WINDOW)
        at = at if at >= 0 else self.text.find(f" {words} ", 0, len(words) + _WINDOW)
        if at < 0:
            return range(0)
        return range(bisect_right(self.starts, at + 1) - 1, bisect_right(self.starts, at + len(words)))

    def around(self, words: str, first: int) -> range:
        """The lines from the first to the last words, or those around one of both, when they are little more than these words."""
        single = words.split()
        if len(single) < 2 * _ANCHOR:
            return range(0)
        head = self.find(" ".join(single[:_ANCHOR]), first)
        tail = self.find(" ".join(single[-_ANCHOR:]), head.start if head else first)
        between = range((head or tail).start, (tail or head).stop)
        return between if FOUND_SHARE * self.size(between) <= len(words) <= self.size(between) else range(0)

    def in_links(self, words: str) -> range:
        """The line of nothing but links that has these few words in it, blanks left aside: a row of buttons, which only their
        look keeps apart."""
        wanted = words.replace(" ", "")
        if len(wanted) > _LONGEST_BUTTON:
            return range(0)
        if self._buttons is None:
            rows = [i for i, line in enumerate(self.lines) if line.link > _BUTTONS]
            compact = [self.squashed[i].replace(" ", "") for i in rows]
            self._buttons = rows, [0, *accumulate(len(text) + 1 for text in compact)], "\n".join(compact)
        rows, starts, text = self._buttons
        at = text.find(wanted, 0, _WINDOW)
        if at < 0:
            return range(0)
        line = rows[bisect_right(starts, at) - 1]
        return range(line, line + 1)

    def glued(self, words: str, first: int) -> range:
        """The lines whose words these are when the blanks between the lines are left aside: a label and its text."""
        wanted = words.replace(" ", "")
        if len(wanted) < _FEWEST_GLUED:
            return range(0)
        if self._compact is None:
            texts = [line.replace(" ", "") for line in self.squashed]
            self._compact = [0, *accumulate(map(len, texts))], "".join(texts)
        ends, text = self._compact
        begin = ends[first] if first < len(ends) else 0
        at = text.find(wanted, begin, begin + len(wanted) + _WINDOW)
        start = bisect_right(ends, at) - 1
        if at < 0 or ends[start] != at:
            return range(0)
        stop = bisect_left(ends, at + len(wanted))
        return range(start, stop) if stop < len(ends) and ends[stop] == at + len(wanted) else range(0)

    def glued_over_gap(self, words: str, first: int) -> range:
        """The lines from a label to the text that it was glued to, when a headline between the two was left out."""
        wanted = words.replace(" ", "")
        if not _FEWEST_GLUED <= len(wanted) <= _LONGEST_GLUED:
            return range(0)
        if self._alone is None:
            self._alone = defaultdict(list)
            for i, line in enumerate(self.squashed):
                self._alone[line.replace(" ", "")].append(i)
        for cut in range(_FEWEST_LABEL, min(len(wanted), _LONGEST_BUTTON)):
            heads, tails = self._alone.get(wanted[:cut], []), self._alone.get(wanted[cut:], [])
            for i in heads[bisect_left(heads, first) :][:_MOST_ALIKE] if tails else ():
                after = bisect_right(tails, i)
                if after < len(tails) and tails[after] - i <= _GAP:
                    return range(i, tails[after] + 1)
        return range(0)

    def size(self, lines: range) -> int:
        """The characters of a stretch of lines, with one blank between two; 0 of none."""
        return self.starts[lines[-1]] + len(self.squashed[lines[-1]]) - self.starts[lines[0]] if lines else 0

    def pieces(self, words: str, first: int) -> list[int]:
        """The lines that stand in a text one behind the other, when together they are nearly all of it."""
        found, size, at, next_one = [], 0, 0, first
        text, single = f"{words} ", words.split()[::-1]
        while single:
            line = self._opens(text, at, single)
            step = line.split() if line else single[-1:]
            if line:
                next_one = self._next(line, next_one)
                found.append(next_one)
                size += len(line) + 1
            at += sum(map(len, step)) + len(step)
            del single[len(single) - len(step) :]
        return found if size >= FOUND_SHARE * len(words) else []

    def _opens(self, text: str, at: int, single: Sequence[str]) -> str:
        """The line of the page with which the text goes on at this character, "" when there is none.

        `single` are all words of the text from there on, last first.
        """
        for count in range(min(_ANCHOR, len(single)), 0, -1):
            alike = self._openings().get(" ".join(single[: -count - 1 : -1]), ())
            if line := next((line for line in alike if text.startswith(f"{line} ", at)), ""):
                return line
        return ""

    def _openings(self) -> dict[str, list[str]]:
        """The lines by their first words, made when the first text is not found whole."""
        if not self._opening:
            for line in self.whole:
                alike = self._opening.setdefault(" ".join(line.split(" ", _ANCHOR)[:_ANCHOR]), [])
                if len(alike) < _MOST_ALIKE:
                    alike.append(line)
        return self._opening

    def _next(self, line: str, first: int) -> int:
        """The next place of a line from `first` on, or else its first place."""
        places = self.whole[line]
        after = bisect_left(places, first)
        return places[after] if after < len(places) else places[0]


def _place(words: str, page: _Words, cursor: int) -> _Place:
    cover = _cover(words, page, cursor)
    if cover or not words:
        return _Place(cover, cover)
    if parts := page.pieces(words, cursor):
        whole = range(parts[0], max(parts) + 1)
        return _Place(parts, whole if FOUND_SHARE * page.size(whole) <= len(words) else whole[:1])
    cover = page.around(words, cursor) or page.in_links(words) or page.glued(words, cursor)
    cover = cover or page.glued_over_gap(words, cursor)
    return _Place(cover, cover)


def _cover(words: str, page: _Words, cursor: int) -> range:
    if not words:
        return range(0)
    if words in page.whole:
        plain = page.plain_places(words)
        next_one = bisect_left(plain, cursor)
        best = plain[next_one] if next_one < len(plain) else plain[0]
        return range(best, best + 1)
    found = page.find(words, cursor)
    is_next = found.start in (cursor, cursor + 1)
    return found if is_next or not found else page.in_links(words) or found  # a word stands in many sentences


def _marks(line: Line) -> tuple[int, bool]:
    """Of two places with the same words the extractor took the one that looks more like an article."""
    return len(line.groups), line.link > 0.5


def _with_markup(text: str, cover: Sequence[Line]) -> Line:
    if not cover:
        return Line(text, kind="item")  # unknown: treated with the care that items get
    total = sum(len(line.text) for line in cover)
    link = sum(line.link * len(line.text) for line in cover) / total
    card = len(cover) > 1 and cover[0].link > 0.9 and cover[-1].link < 0.5
    kind = "card" if card else cover[0].kind
    points = cover[0].points if len(cover) == 1 else ""
    return Line(text, link, cover[0].groups, kind, invites=cover[-1].invites, points=points)


# ------------------------------------------------------------------ what the extractor left out

# Measured on two sets of pages: a block of which half came into the text is the article (from .6 on too little comes back, at
# .4 menus of a page come in); it holds at least a third of the text, so that no teaser block counts.
BLOCK_SHARE, TEXT_SHARE = 0.5, 0.3
HEADING_WORDS = 8
MOST_ITEMS = 20  # of a list below the last line
NOT_TEXT = frozenset({
    "subscribe", "consent", "comments", "author", "form", "related", "side", "meta", "share", "caption",
})  # fmt: skip


def filled(placed: Sequence[Placed], page: Layout, *, with_lead: Callable[[], bool] = bool) -> list[Placed]:
    """The lines with what stands between them in the block of the article and is running text, heading or item; and with
    the sentences under the headline that are set apart as its lead, if `with_lead`, which is only asked where there are such."""
    taken = {i for line in placed for i in line.cover}
    known = {squash(line.line.text) for line in placed}
    plain = _without_usual(page, taken)
    lost = {i: page.lines[i] for block in _stretches(plain, taken) for i in _lost(plain, block, taken, known)}
    lost |= {i: page.lines[i] for i in _lead(plain, taken, known, with_lead)}
    lost |= {i: page.lines[i] for i in _opening(plain, taken, known)}
    labels = {i: page.lines[i]._replace(kind="label") for i in _labels(page, taken) if i not in lost}
    labels |= {i: page.lines[i]._replace(kind="label") for i in _other_headlines(page, taken)}
    labels |= {i: page.lines[i]._replace(kind="caption") for i in _credits(page, taken)}
    below = sum(1 for _ in takewhile(lambda one: one.line.link >= 0.5 or not ends_sentence(one.line.text), reversed(placed)))
    if 0 < below < len(placed):
        here = taken | lost.keys()
        placed = [
            *(
                _as_label(one) if _heads_other(one.line) and _heads_lost_links(one, page, here) else one
                for one in placed[:-below]
            ),
            *(_as_label(one) if _heads_lost_links(one, page, here) else one for one in placed[-below:]),
        ]
    rows = [_as_row(page, row) for table in fact_tables(page, taken) for row in table]
    single = (Placed(line, range(i, i + 1)) for i, line in (lost | labels).items())
    return list(_merged(placed, sorted((*single, *rows), key=lambda one: one.cover.start)))


def _as_row(page: Layout, row: range) -> Placed:
    return Placed(page.lines[row.start]._replace(text=" ".join(as_written(page, row))), row)


def _opening(page: Layout, taken: set[int], known: set[str]) -> list[int]:
    """The paragraph right above the first one that came in, when it stands without an element of its own in the block around that
    one's: a browser closes the <p> around a box, and what follows the box within it is bare text."""
    first = next((i for i in sorted(taken) if is_paragraph(page.lines[i].text)), 0)
    above = first - 1
    if above < 0 or above in taken or page.owner[above] != page.blocks[page.owner[first]].parent:
        return []
    line = page.lines[above]
    fits = _is_open(line) and not line.kind and not line.link and is_paragraph(line.text) and squash(line.text) not in known
    return [above] if fits else []


def _lead(page: Layout, taken: set[int], known: set[str], with_lead: Callable[[], bool]) -> list[int]:
    """The first sentences between the headline and the text that came in, when they speak of the same. What a
    player or a ticker says of itself in their place is short, and speaks of nothing that the text does."""
    first = next((i for i in sorted(taken) if is_sentence(page.lines[i].text)), 0)
    above = range(max(0, first - MOST_ABOVE_TEXT), first)
    title = next((i for i in reversed(above) if page.blocks[page.owner[i]].tag == "h1"), first)
    between = (i for i in range(title + 1, first) if _is_open(page.lines[i]) and not page.lines[i].link)
    leads = {words: i for i in between if (words := _lead_words(page.lines[i])).count(" ") > 2 and words not in known}
    if not leads or not with_lead():
        return []
    topic = _telling_stems((squash(page.lines[title].text), *known))
    own = (i for words, i in leads.items() if words.count(" ") >= LEAD_WORDS or not topic.isdisjoint(_telling_stems((words,))))
    return list(islice(own, LEAD_LINES))


def _lead_words(line: Line) -> str:
    return squash(line.text) if line.kind in ("", "heading") and ends_sentence(line.text) else ""


def _telling_stems(texts: Iterable[str]) -> frozenset[str]:
    return stems(" ".join(word for word in text.split() if not is_stop_word(word)) for text in texts)


MOST_ABOVE_TEXT, LEAD_LINES, LEAD_WORDS = 15, 2, 14


def _without_usual(page: Layout, taken: set[int]) -> Layout:
    """The page without the groups of most of what was taken: a form around the whole page, or an article that is a widget to its
    system, says nothing of one line."""
    sizes: Counter[str] = Counter()
    for i in taken:
        sizes.update(dict.fromkeys(page.lines[i].groups, len(page.lines[i].text)))
    total = sum(len(page.lines[i].text) for i in taken)
    usual = {group for group, size in sizes.items() if 2 * size > total}
    return replace(page, lines=[line._replace(groups=line.groups - usual) for line in page.lines]) if usual else page


def _labels(page: Layout, taken: set[int]) -> Iterator[int]:
    """Headings of other things right above a line that came in, while they did not: with them it is known what stands there."""
    first = min(taken, default=0)
    for i in range(first + 1, len(page.lines) - 1):
        if i not in taken and i + 1 in taken and page.lines[i].link < 0.5 and tail_heading(page.lines[i].text):
            yield i


def _other_headlines(page: Layout, taken: set[int]) -> Iterator[int]:
    """The linked headlines of other items that were left out while the lines below them came in, two or more in turn, inside the
    running text. Below it they are judged by what stands over them: a list of sources with a word on each is content.
    """
    heads = {i for i in taken if i > 0 and i - 1 not in taken and page.lines[i].link < 0.5 and is_head(page.lines[i - 1])}
    last = max((i for i in taken - heads if is_paragraph(page.lines[i].text)), default=-1)
    yield from (i - 1 for i in heads if i < last and (i - 2 in heads or i + 2 in heads))


def _credits(page: Layout, taken: set[int]) -> Iterator[int]:
    """Who took a picture, right below a line that came in: with it is known that this line is a caption."""
    below = (i + 1 for i in taken if i + 1 < len(page.lines) and i + 1 not in taken)
    yield from (i for i in below if page.lines[i].link < 0.5 and is_credit(page.lines[i].text))


def _as_label(placed: Placed) -> Placed:
    return replace(placed, line=placed.line._replace(kind="label"))


def _heads_lost_links(placed: Placed, page: Layout, taken: set[int]) -> bool:
    """Whether a line is a label over two links or more that did not come in: what it stands for is gone."""
    line, start = placed.line, placed.cover.stop
    if not placed.cover or line.kind not in ("", "heading") or line.link >= 0.5 or len(line.text.split()) > HEADING_WORDS:
        return False
    if ends_sentence(line.text) or (start < len(page.lines) and not _points_elsewhere(page.lines[start])):
        return False
    below = takewhile(lambda i: i not in taken, range(start, min(len(page.lines), start + _LOST_LINES)))
    return sum(_points_elsewhere(page.lines[i]) for i in below) >= FEWEST_LOST_LINKS


def _points_elsewhere(line: Line) -> bool:
    """Whether a line is, or opens with, the linked headline of another item; a sentence points to a document."""
    is_headline = len(line.text.split()) >= HEADLINE_WORDS and not line.text.endswith(".")
    return (line.link > LINKED and is_headline) or line.points in ("before", "named")


FEWEST_LOST_LINKS, _LOST_LINES, HEADLINE_WORDS = 2, 8, 3


def _heads_other(line: Line) -> bool:
    """Whether a line may be such a label between paragraphs: no heading, and no words that say by themselves what follows."""
    return not line.kind and tail_heading(line.text) is None


def _stretches(page: Layout, taken: set[int]) -> Iterator[range]:
    """From the first to the last line that is taken, in each of the blocks that hold the article."""
    kept, open_, kept_size, open_size = [0], [0], 0, 0
    for i, line in enumerate(page.lines):
        if i in taken:
            kept_size += len(line.text)
        if i in taken or _is_open(line):
            open_size += len(line.text)
        kept.append(kept_size)
        open_.append(open_size)
    end = 0
    for block in page.blocks:
        share = kept[block.end] - kept[block.start]
        if block.start < end or share < max(1, TEXT_SHARE * kept[-1], BLOCK_SHARE * (open_[block.end] - open_[block.start])):
            continue
        end = block.end
        inside = [i for i in range(block.start, block.end) if i in taken]
        yield range(inside[0], _end_of_text(page, inside[-1], block.end))


def _end_of_text(page: Layout, last: int, end: int) -> int:
    """Where a list ends that stands right below the last line, in the same part of the page; else behind the line itself."""
    frame, after = _frame(page, last), last + 1
    while after < min(end, last + 1 + MOST_ITEMS) and _is_open(page.lines[after]) and page.lines[after].kind == "item":
        if page.lines[after].link > 0 or _frame(page, after) != frame:
            return last + 1
        after += 1
    return after


def _frame(page: Layout, line: int) -> int:
    """The innermost block around a line that is neither a paragraph nor part of a list or table."""
    number = page.owner[line]
    while number >= 0 and (page.blocks[number].tag == "p" or page.blocks[number].tag in _STRUCTURE):
        number = page.blocks[number].parent
    return number


def _lost(page: Layout, stretch: range, taken: set[int], known: set[str]) -> list[int]:
    """The lines that are text and not taken, in order. A heading is one when text follows, whatever stands between."""
    lost, text_follows, lines = [], False, page.lines
    between = {i for i in stretch if i not in taken and i - 1 in taken and i + 1 in taken}
    between |= _written_like_text(page, stretch, taken)
    others = _plain_headings(page, stretch, taken) | _linked_sentences(lines, between, Counter(lines[i].text for i in stretch))
    others |= {i for i in stretch if i not in taken and (_is_post(page, i) or _is_quotation(page, i))}
    for i in reversed(stretch):
        if i in taken:
            text_follows = True
        elif not WORD.search(lines[i].text):
            continue
        elif i in others or _is_open(lines[i]):
            text_follows = (i in others or _is_text(lines[i], text_follows)) and squash(lines[i].text) not in known
            lost += [i] if text_follows else []
    return lost[::-1]


def _written_like_text(page: Layout, stretch: range, taken: set[int]) -> set[int]:
    """The links that are a line of their own and have the look of several sentences of the text, by a class."""
    links = [i for i in stretch if page.lines[i].link >= 0.5 and i not in taken and _has_class(page, page.owner[i])]
    if not links:
        return set()
    looks = Counter(page.blocks[page.owner[i]].look for i in stretch if i in taken and is_sentence(page.lines[i].text))
    return {i for i in links if looks[page.blocks[page.owner[i]].look] >= FEWEST_ALIKE}


FEWEST_ALIKE = 3


def _is_post(page: Layout, line: int) -> bool:
    """Whether a line is a quoted sentence which only the name of a network around it keeps from being text."""
    if page.lines[line].groups != _OF_NETWORK or page.lines[line].link > 0 or not is_sentence(page.lines[line].text):
        return False
    return _is_in_quotation(page, line)


def _is_quotation(page: Layout, line: int) -> bool:
    """Whether a line is a short sentence that is set as a quotation, whatever figure or card is around it."""
    words, quoted = page.lines[line], _is_in_quotation(page, line)
    return quoted and _is_open(words) and words.link == 0 and len(words.text.split()) > 2 and ends_sentence(words.text)


def _is_in_quotation(page: Layout, line: int) -> bool:
    home = page.owner[line]
    return any(page.blocks[number].tag == "blockquote" for number in (home, page.blocks[home].parent) if number >= 0)


_OF_NETWORK = frozenset({"share"})


def _plain_headings(page: Layout, stretch: range, taken: set[int]) -> set[int]:
    """Lines that no markup calls headings but their look: a few words right above the text, of a class that two of them have, or
    one between two parts of the text and any other words of the page. A label stands above the text as well, with the same words
    each time."""
    comes = {i for i in stretch if i in taken or (_is_open(page.lines[i]) and _is_text(page.lines[i], text_follows=False))}
    above = [i for i in stretch if i not in taken and i + 1 in comes and _names_what_follows(page.lines[i])]
    above = [i for i in above if _has_class(page, page.owner[i])]
    between = {i for i in above if i and _parts_text(*page.lines[i - 1 : i + 2], is_taken=i - 1 in comes)}
    heads = [i for i in above if i in between or _heads_text(*page.lines[i : i + 2])]
    elsewhere = _by_look(page, range(len(page.lines))) if between else {}
    own = {look for look, texts in _by_look(page, heads).items() if len(texts) > 1}
    own |= {look for look in _by_look(page, between) if len(elsewhere[look]) > 1}
    return {i for i in heads if page.blocks[page.owner[i]].look in own}


def _by_look(page: Layout, lines: Iterable[int]) -> Mapping[str, set[str]]:
    texts: dict[str, set[str]] = defaultdict(set)
    for i in lines:
        texts[page.blocks[page.owner[i]].look].add(page.lines[i].text)
    return texts


def _parts_text(before: Line, line: Line, after: Line, *, is_taken: bool) -> bool:
    """Whether a line that looks like a heading stands between a sentence or row that came in, or an entry, and a sentence; both
    may be short."""
    ended = before.kind == "item" or (is_taken and (before.kind == "cell" or ends_sentence(before.text)))
    return ended and _is_open(before) and ends_sentence(after.text) and _heads_text(line, after)


def _heads_text(line: Line, below: Line) -> bool:
    """Whether a line may stand over a sentence, an entry of a list or a row of a table, and not over other items."""
    fits = below.link < 0.5 and (below.kind in ("item", "cell") or ends_sentence(below.text))
    return fits and tail_heading(line.text) is None


def _names_what_follows(line: Line) -> bool:
    looks = line.kind == "" and line.link == 0 and line.text[:1].isupper() and line.text[-1:].isalnum()
    return looks and len(line.text.split()) <= HEADING_WORDS


def _may_be_heading(before: Line, line: Line, after: Line) -> bool:
    return _names_what_follows(line) and is_sentence(before.text) and is_sentence(after.text)


def _linked_sentences(lines: Sequence[Line], between: Iterable[int], alike: Mapping[str, int]) -> set[int]:
    """Whole sentences that are a link and stand once, as those that point to a document."""
    plain = (i for i in between if lines[i].kind == "" and lines[i].groups.isdisjoint(NOT_TEXT))
    return {i for i in plain if is_sentence(lines[i].text) and alike[lines[i].text] == 1}


def _is_open(line: Line) -> bool:
    return line.link < 0.5 and line.kind != "caption" and line.groups.isdisjoint(NOT_TEXT)


def _is_text(line: Line, text_follows: bool) -> bool:
    if line.kind == "heading":
        return line.link < 0.1 and text_follows
    return line.kind == "item" or (len(line.text.split()) >= 8 and (ends_sentence(line.text) or line.text.endswith(":")))


def _merged(placed: Sequence[Placed], lost: Sequence[Placed]) -> Iterator[Placed]:
    waiting = list(reversed(lost))
    for line in placed:
        while waiting and line.cover and waiting[-1].cover.start < line.cover.start:
            yield waiting.pop()
        yield line
    yield from reversed(waiting)


# ------------------------------------------------------------------ parts with another look

# Below this share of the text a kind of place for paragraphs is no part of the article's frame but a box in it.
FRAME_SHARE = 0.2
_STRUCTURE = frozenset(
    {"ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "thead", "tr", "td", "th", "blockquote", "pre", "figure"}
)  # whatever their class; a paragraph with a class of its own may be a box
_HEADING = re.compile(r"h[1-6](?:\.|$)")
_MOST_STEPS = 8


def in_boxes(placed: Sequence[Placed], page: Layout) -> list[Placed]:
    """The lines, each with the number of its box: the outermost block around it that holds none of the running text.

    The running text stands in the blocks that hold most of the paragraphs, and in those of the same name. Headings,
    lists, tables and quotations in their plain form belong to it.
    """
    homes = [page.owner[line.cover.start] if line.cover else -1 for line in placed]
    framed = _framed(placed, homes, page)
    for i in _closing_stanzas(placed, framed, homes):
        framed[i] = False
    for i in (*_sub_headings(placed, framed, homes, page), *_facts(placed, framed, homes, page)):
        framed[i] = True
    inner = [0] * (len(page.lines) + 1)
    for line, inside in zip(placed, framed, strict=True):
        for i in line.cover if inside else ():
            inner[i + 1] = 1
    counts = list(accumulate(inner))
    outer = [-1 if inside else _outermost(home, page, counts) for home, inside in zip(homes, framed, strict=True)]
    boxes = {number: _box(number, page) for number in set(outer) - {-1}}
    told = [
        line if number < 0 else replace(line, line=_in_box(line.line, boxes[number], _look(home, page)))
        for line, home, number in zip(placed, homes, outer, strict=True)
    ]
    return _with_teasers(told, page)


def _with_teasers(placed: Sequence[Placed], page: Layout) -> list[Placed]:
    """The lines, with those of cards as teasers, each card a box of its own where it stands in none."""
    found = cards(page)
    above = (one for one in placed if one.cover and one.cover.stop in found)
    of_cards = of_others(found, {one.cover.stop - 1 for one in above if announces(one.line)})
    if not of_cards:
        return list(placed)
    mine = [of_cards.get(one.cover.start, -1) if one.cover else -1 for one in placed]
    own = _own_cards(placed, mine, page, headed(of_cards, page))
    return [_as_teaser(one, card) if card >= 0 and card not in own else one for one, card in zip(placed, mine, strict=True)]


def _own_cards(placed: Sequence[Placed], mine: Sequence[int], page: Layout, headed: Container[int]) -> set[int]:
    """The cards that are the text itself, if no heading of other items stands over them: a sentence of them stands in it as its
    paragraphs do, or they are entries of a list in it, which goes on below."""
    plain = (one.cover.stop for one, card in zip(placed, mine, strict=True) if card < 0 and _is_paragraph_of_text(one.line))
    last = max(plain, default=0)
    text = {card for one, card in zip(placed, mine, strict=True) if card >= 0 and _is_running_text(one.line)}
    return {n for n in text if n not in headed and (page.blocks[n].tag not in LISTED or page.blocks[n].end <= last)}


def _is_paragraph_of_text(line: Line) -> bool:
    return _is_running_text(line) and is_paragraph(line.text)


def _is_running_text(line: Line) -> bool:
    return line.box < 0 and line.link <= 0.9


def _as_teaser(placed: Placed, card: int) -> Placed:
    line = placed.line
    return replace(placed, line=line._replace(points="teaser", box=line.box if line.box >= 0 else card))


_NUMBER = re.compile(r"\d")
# Lines of a paragraph with breaks; words of the first one, a label.
_STANZA_LINES, _STANZA_WORDS = range(2, 6), 5


def _closing_stanzas(placed: Sequence[Placed], framed: Sequence[bool], homes: Sequence[int]) -> list[int]:
    """The lines of paragraphs below the text that are a label and lines under it, with breaks between: whom to call."""
    found: list[int] = []
    run: list[int] = []
    for i in range(len(placed) - 1, -1, -1):
        if not framed[i]:
            continue
        if run and homes[run[-1]] != homes[i]:
            if not _is_stanza([placed[n].line for n in reversed(run)]):
                break
            found += run if len(run) > 1 else []
            run = []
        run.append(i)
    return found if any(names_contact(placed[i].line.text) for i in found) else []


def _is_stanza(lines: Sequence[Line]) -> bool:
    if len(lines) == 1:
        return not is_paragraph(lines[0].text) or lines[0].link > 0.9
    head = lines[0].text
    others = [line.text for line in lines if not names_contact(line.text)]
    if len(others) < len(lines) and any(map(_NUMBER.search, others)):
        return False  # beside the number to call stand facts: a height, a date
    return len(lines) in _STANZA_LINES and len(head.split()) <= _STANZA_WORDS and not ends_sentence(head) and not lines[0].kind


def _sub_headings(placed: Sequence[Placed], framed: Sequence[bool], homes: Sequence[int], page: Layout) -> list[int]:
    """Lines apart that look like sub-headings: a few words right above a paragraph of the running text, and nothing of their own
    right below, be it lines that did not come in, or an empty block, as an advertisement or a player leaves it."""
    found, before = list[int](), -1
    for i, (one, inside) in enumerate(zip(placed[:-1], framed, strict=False)):
        below = placed[i + 1]
        if inside:
            before = i
        elif before >= 0 and framed[i + 1] and _meet(one.cover, below.cover, page):
            looks = _is_own_heading(one.line) or _may_be_heading(placed[before].line, one.line, below.line)
            found += [i] if looks and not _labels_something(page, homes[i]) else []
    return found


def _meet(one: range, below: range, page: Layout) -> bool:
    """Whether nothing with a word in it stands between two stretches of lines."""
    return one.stop <= below.start <= one.stop + 1 and not any(
        WORD.search(line.text) for line in page.lines[one.stop : below.start]
    )


def _is_own_heading(line: Line) -> bool:
    """Whether the markup calls it a heading and its words do not call for anything: neither other items nor an order."""
    return line.kind == "heading" and line.link == 0 and not line.text.endswith((".", "!")) and tail_heading(line.text) is None


def _labels_something(page: Layout, home: int) -> bool:
    """Whether an empty block stands right behind the only line of a block, in what is around it or behind that."""
    end = page.blocks[home].end
    return any(block.start == block.end == end for block in page.blocks[home + 1 : home + 2])


def _facts(placed: Sequence[Placed], framed: Sequence[bool], homes: Sequence[int], page: Layout) -> list[int]:
    """Lines apart that are a table made of plain blocks: labels and numbers in turn, in one block."""
    around = [-1 if inside else page.blocks[home].parent for home, inside in zip(homes, framed, strict=True)]
    found: list[int] = []
    for box, run in groupby(range(len(placed)), key=around.__getitem__):
        numbers = list(run)
        if box >= 0 and len(numbers) >= FEWEST_FACTS and _are_facts([placed[i].line for i in numbers]):
            found += numbers
    return found


FEWEST_FACTS, FACT_WORDS = 4, 6  # lines; words of a label


def _are_facts(lines: Sequence[Line]) -> bool:
    short = all(line.link == 0 and len(line.text.split()) <= FACT_WORDS for line in lines)
    return short and all(_is_number(line.text) == bool(i % 2) for i, line in enumerate(lines))


def _is_number(text: str) -> bool:
    return text[:1].isdecimal() and not any(map(str.isalpha, text))


@dataclass(frozen=True, slots=True)
class _Box:
    """What the lines of a box, seen together, say of each (`Line.carded`, `Line.points`, `Line.asks`)."""

    number: int
    carded: bool
    is_teaser: bool
    asks: bool


def _box(number: int, page: Layout) -> _Box:
    block = page.blocks[number]
    inside = page.lines[block.start : block.end]
    return _Box(number, is_carded(inside), is_teaser(inside), _has_field(page, number))


def _in_box(line: Line, box: _Box, look: str) -> Line:
    points = "teaser" if box.is_teaser else line.points
    return line._replace(box=box.number, carded=box.carded, look=look, points=points, asks=box.asks)


def _look(home: int, page: Layout) -> str:
    return page.blocks[home].look if _has_class(page, home) else ""


def _has_field(page: Layout, box: int) -> bool:
    """Whether a small block holds a field to write into."""
    block = page.blocks[box]
    if block.end - block.start > CARD_LINES + 1:
        return False
    for number in range(box + 1, len(page.blocks)):
        inner = page.blocks[number]
        if inner.parent < box:
            break
        if inner.look == FIELD:
            return True
    return False


def _framed(placed: Sequence[Placed], homes: Sequence[int], page: Layout) -> list[bool]:
    sizes: Counter[int] = Counter()
    looks: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    for line, home in zip(placed, homes, strict=True):
        if home >= 0 and line.line.kind in ("", "label") and line.line.link < 0.5 and not is_consent(line.line.text):
            around = _container(page, home)
            sizes[around] += len(line.line.text)
            look = page.blocks[home].look if around != home else ""
            looks[look] += len(line.line.text)
            sentences[look] += 1 if ends_sentence(line.line.text) else -1
    least = FRAME_SHARE * sum(looks.values())
    large = {look for look, size in looks.items() if size >= least}
    frames = _frames(page, sizes, least)
    # Where all is of one look, the labels of a page are often more than the sentences of a short report.
    for usual in ({look for look in large if sentences[look] >= 0 or "." not in look}, large):
        framed = [home < 0 or not frames or _in_frame(page, home, frames, usual) for home in homes]
        if any(inside and ends_sentence(line.line.text) for line, inside in zip(placed, framed, strict=True)):
            return framed
    return [True] * len(homes)


def _container(page: Layout, home: int) -> int:
    """The block whose paragraphs these are: around a paragraph, or the block itself where text stands in it directly."""
    block = page.blocks[home]
    is_part = block.tag == "p" or block.tag in _STRUCTURE or _is_leaf(page, home)
    return block.parent if block.parent >= 0 and is_part else home


def _is_leaf(page: Layout, number: int) -> bool:
    """Whether a block holds one line and no other block, as where each paragraph is a <div>."""
    block, after = page.blocks[number], number + 1
    return block.end - block.start == 1 and (after == len(page.blocks) or page.blocks[after].parent != number)


def _frames(page: Layout, sizes: Mapping[int, int], least: float) -> set[int]:
    """The containers that hold enough, alone or together with those of the same name (sections, posts, one for each line)."""
    together: Counter[tuple[str, str]] = Counter()
    for block, size in sizes.items():
        together[_name(page, block)] += size
    large = {block for block, size in sizes.items() if size >= least}
    named = {_name(page, block) for block in large} if large else {name for name, size in together.items() if size >= least}
    return large | {block for block in sizes if _name(page, block) in named and (not large or _has_class(page, block))}


def _name(page: Layout, block: int) -> tuple[str, str]:
    around = page.blocks[block].parent
    return page.blocks[block].look, page.blocks[around].look if around >= 0 else ""


def _has_class(page: Layout, block: int) -> bool:
    return "." in page.blocks[block].look


def _in_frame(page: Layout, home: int, frames: set[int], usual: set[str]) -> bool:
    """Whether only plain structure lies between a line and the frame of the running text."""
    for _ in range(_MOST_STEPS):
        if home in frames:
            return True
        block = page.blocks[home]
        if block.look not in usual and block.look != "p" and block.tag not in _STRUCTURE and not _HEADING.match(block.look):
            return False
        if block.parent < 0:
            return False
        home = block.parent
    return False


def _outermost(home: int, page: Layout, counts: Sequence[int]) -> int:
    while True:
        around = page.blocks[home].parent
        if around < 0 or counts[page.blocks[around].end] > counts[page.blocks[around].start]:
            return home
        home = around
