"""Other items that a page points to from within an article's text: labels with links, headlines with teasers, files. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Sequence
from itertools import islice, takewhile

from worker.extract.lines import SENTENCE_WORDS, Line, ends_sentence, is_paragraph
from worker.extract.reasons import LEAST_TEXT, LINK_LINE, Found, PageContext, Reason
from worker.extract.tails import tail_heading

TEASER_LINES = 4  # under the headline of another item
# "Kanskje du gikk glipp av: Storm ødelegger kai", on one line or two: a label of some words, a colon, and a headline that is a
# link. One word is the name of a field (Source:, Website:).
_LABEL = re.compile(r"[^\W\d_][^\n.!?:]{2,58}[:：]")
LABEL_WORDS, HEADLINE_LINK_WORDS = range(2, 7), range(4, 26)
MOST_ANNOUNCED = 8  # links under a label; more is a list that the text is about
FEWEST_UNDER_HEADING = 2  # where the label has no colon


def announced(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Other items that a label announces between the paragraphs, with the label. Several lines in a row that are label and
    link each are a list that the text is about."""
    labels = [_label_of(line) if page else None for line in lines]
    with_link = [label is not None and label != line.text for line, label in zip(lines, labels, strict=True)]
    for i, line in enumerate(lines if page else ()):
        if with_link[i]:
            if not any(with_link[max(0, i - 1) : i] + with_link[i + 1 : i + 2]):
                yield i, Reason.POINTER
        elif labels[i] is not None or may_head_links(line):
            below = _links_below(lines, i)
            if (FEWEST_UNDER_HEADING if labels[i] is None else 1) <= below <= MOST_ANNOUNCED:
                yield from ((number, Reason.POINTER) for number in range(i, i + 1 + below))


def may_head_links(line: Line) -> bool:
    """Whether a line could be the heading of a list of other items."""
    return (
        line.link < 0.5
        and line.kind in ("", "heading")
        and len(line.text.split()) in LABEL_WORDS
        and not ends_sentence(line.text)
    )


def _links_below(lines: Sequence[Line], label: int) -> int:
    """How many linked headlines stand under a label in a row; at most one more than may be announced."""
    under = islice(lines, label + 1, label + 2 + MOST_ANNOUNCED)
    return sum(1 for _ in takewhile(_is_other_headline, under))


def _label_of(line: Line) -> str | None:
    """The label of a line that is nothing but one, or one and a link; None for another line."""
    found = _LABEL.match(line.text)
    if found is None or line.kind in ("heading", "cell") or len(found.group().split()) not in LABEL_WORDS:
        return None
    rest = line.text[found.end() :].strip()
    if not rest:
        return line.text
    linked = len("".join(rest.split())) / len("".join(line.text.split()))
    is_link = line.invites and (line.link > LINK_LINE or abs(line.link - linked) < 0.05)
    return found.group() if is_link and _has_headline_shape(rest) else None


def _is_other_headline(line: Line) -> bool:
    text = line.text.lstrip(" -–•")
    is_link = line.link > LINK_LINE or (line.link >= LINK_BEHIND_CLOCK and _CLOCK.match(text) is not None)
    return is_link and line.kind in ("", "item", "label") and _has_headline_shape(text)


_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b")  # "13:54", in front of the entries of a ticker
LINK_BEHIND_CLOCK = 0.7  # of the characters of an entry: a headline of four words has more


def _has_headline_shape(text: str) -> bool:
    return len(text.split()) in HEADLINE_LINK_WORDS and not ends_sentence(text)


# ------------------------------------------------------------------ other items with a sentence of theirs

# The sentence under the headline of another item, and how much of a text may be such items: more is what it is about.
TEASER_SENTENCE, MOST_POINTING = 45, 0.4
BUTTON_WORDS = 2  # "Read on", the link that closes an item
FEWEST_TEASERS = 2


def pointing(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Rows of links, and lines that are the linked headline of another item with a sentence of it. Behind a sentence one such
    link may be an author's remark, and before a name an office; in a row they are a list."""
    points = [line.points for line in lines]
    found = [
        i
        for i, line in enumerate(lines)
        if _points_away(points, i) or (not line.kind and (line.points == "row" or _is_labelled(lines, i)))
    ]
    if page and leaves_text(lines, found):
        yield from ((i, Reason.RELATED) for i in found)
        heads = (i - 1 for i in found if 0 < i < len(lines) - 1 and points[i] == points[i + 1] == "before" != points[i - 1])
        going = frozenset(found)
        yield from ((i, Reason.RELATED) for i in heads if may_head_links(lines[i]) and not heads_text_behind(lines, i, going))


def heads_text_behind(lines: Sequence[Line], head: int, going: Container[int]) -> bool:
    """Whether a line may be a heading of the text, or a line of it, although what stands right below it goes: no heading of other
    items, and a heading with running text behind that, or no heading and not apart."""
    if tail_heading(lines[head].text.strip()) is not None or lines[head].text.endswith((":", "：")):
        return False
    behind = next((i for i in range(head + 1, len(lines)) if i not in going), len(lines))
    if lines[head].kind == "heading" or lines[head].box >= 0:
        return behind < len(lines) and _is_running_text(lines[behind])
    return True


def _points_away(points: Sequence[str], i: int) -> bool:
    beside = {*points[max(0, i - 1) : i], *points[i + 1 : i + 2]}
    in_row = not beside.isdisjoint(_LISTED_BESIDE.get(points[i], ()))
    return points[i] == "before" or in_row


def _is_labelled(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is a label of other items with a headline, and no sentence with a colon above announces it."""
    above = lines[i - 1].text.rstrip() if i else ""
    return lines[i].points == "labelled" and not (above.endswith((":", "：")) and len(above.split()) >= SENTENCE_WORDS)


_LISTED_BESIDE = {"behind": {"behind"}, "named": {"named", "before"}}


def leaves_text(lines: Sequence[Line], found: Collection[int]) -> bool:
    """Whether these lines are the smaller part of the text, and running text stays."""
    total, going = (sum(len(lines[i].text) for i in part) for part in (range(len(lines)), found))
    found = frozenset(found)
    words = sum(line.text.count(" ") for i, line in enumerate(lines) if i not in found and ends_sentence(line.text))
    return going <= MOST_POINTING * total and words >= LEAST_TEXT


def teasers(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Linked headlines in a row, each with as many short lines under it as the first one, and the heading over them: two below a
    heading of other items, three below any heading, and where no running text follows two and three without a heading."""
    last = max((i for i, line in enumerate(lines if page else ()) if _is_running_text(line)), default=-1)
    found: list[int] = []
    i = 0
    while page and i < len(lines):
        run, items = _items_with_teasers(lines, i)
        if items:
            head = i - 1 if i and (tail_heading(lines[i - 1].text.strip()) or may_head_links(lines[i - 1])) else i
            found += range(head, run.stop) if _may_go(lines, head, run, items, text_follows=last >= run.stop) else ()
        i = max(i + 1, run.stop)
    if found and leaves_text(lines, found):
        yield from ((n, Reason.RELATED) for n in found)


def _is_running_text(line: Line) -> bool:
    return line.box < 0 and line.link < 0.5 and is_paragraph(line.text)


def _may_go(lines: Sequence[Line], head: int, run: range, items: int, *, text_follows: bool) -> bool:
    if head < run.start and tail_heading(lines[head].text.strip()) is Reason.TAIL_HEADING:
        return items >= FEWEST_TEASERS
    if items <= FEWEST_TEASERS or head == run.start:
        return not text_follows and items >= FEWEST_TEASERS + (head == run.start)
    return True


def _items_with_teasers(lines: Sequence[Line], start: int) -> tuple[range, int]:
    """The lines of the items that stand from `start` on, and how many there are; none where the first has no teaser."""
    under, end, items = None, start, 0
    while end < len(lines) and _is_other_headline(lines[end]):
        own = sum(1 for _ in takewhile(_is_teaser_line, islice(lines, end + 1, end + 1 + TEASER_LINES)))
        under = own if under is None else under
        if own < under or not under:
            break
        end, items = end + 1 + under, items + 1
    return range(start, end), items


def _is_teaser_line(line: Line) -> bool:
    return (
        (line.link < 0.5 or len(line.text.split()) <= BUTTON_WORDS)
        and line.kind in ("", "card")
        and len(line.text.split()) <= TEASER_SENTENCE
        and not _is_other_headline(line)
    )


def labels(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """Headings that came in only to tell what stands below them."""
    yield from ((i, Reason.TAIL_HEADING) for i, line in enumerate(lines) if line.kind == "label")


# "PDF, 46 kB": what stands behind the name of a file, in nine languages. Mt and kt (Finnish) are megatonnes and knots too.
_SIZE = re.compile(r"\d\s?(?:[kKMG]i?[Bb]|[кКМГ][бБ])\b")
_SIZE_BESIDE_TYPE = re.compile(
    r"(?:\b(?:pdf|docx?|xlsx?|pptx?|odt|csv|zip|jpe?g|png|tiff?|mp[34])\b|[(\[]).*\d\s?[kKM][ot]\b", re.IGNORECASE
)
_SIZED = ("B", "b", "o", "t", "б", "Б")
LONGEST_FILE, FILE_LINK, SIZE_WORDS = 250, 0.3, 8


def attachments(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Linked names of files with their sizes, in a line each or one below the other, and the heading over them."""
    found = [i for i, line in enumerate(lines) if page and _names_size(line.text) and _is_file(lines, i)]
    if found and leaves_text(lines, found):
        files = frozenset(found) | {i - 1 for i in found if lines[i].link < FILE_LINK}
        below = max(files) + 1
        over_text = below < len(lines) and ends_sentence(lines[below].text) and lines[below].link < FILE_LINK
        heads = {
            i - 1
            for i in files
            if i and i - 1 not in files and not over_text and (lines[i - 1].kind == "heading" or may_head_links(lines[i - 1]))
        }
        yield from ((i, Reason.ATTACHMENT) for i in sorted(files | heads))


def _is_file(lines: Sequence[Line], i: int) -> bool:
    if lines[i].link >= FILE_LINK:
        return not ends_sentence(lines[i].text) or lines[i].text.rstrip(" .").endswith((")", "]"))
    return (
        i > 0 and lines[i - 1].link > LINK_LINE and len(lines[i].text.split()) <= SIZE_WORDS and not ends_sentence(lines[i].text)
    )


def _names_size(text: str) -> bool:
    return (
        len(text) < LONGEST_FILE
        and text.rstrip(" )]|.").endswith(_SIZED)
        and bool(_SIZE.search(text) or _SIZE_BESIDE_TYPE.search(text))
    )
