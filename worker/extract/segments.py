"""A page's tree to its lines: the text between two block borders, with what its place in the markup says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, islice, pairwise
from typing import Any, NamedTuple

from lxml import etree

from worker.extract import cues
from worker.extract.cues.notation import NETWORKS
from worker.extract.language import is_stop_word
from worker.extract.lines import Line, ends_sentence, visible
from worker.extract.naming import said_by
from worker.tokens import fold_text

Tree = Any  # lxml.html.HtmlElement; lxml has no types of its own

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "textarea", "head", "canvas",
    "button",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_KINDS = {f"h{n}": "heading" for n in range(1, 7)} | {
    "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "figcaption": "caption",
}  # fmt: skip
_PLAIN = frozenset({"html", "body", "main", "article"})  # their names speak of the whole page
_NO_GROUPS: frozenset[str] = frozenset()


# ------------------------------------------------------------------ tables that only place things

_TRAILING = " .!>»)\n\t\r\xa0"  # what stands behind the link of an invitation
_TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td")
_DATA_SIGNS = ("th", "caption")
_BODY_PARTS = ("p", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote", "article")
# A cell of a data table holds a few words; one with this many parts or characters holds an article.
_CELL_PARTS, _CELL_CHARS = 3, 800
_PLACED_CELLS = 10  # of a table without borders


def _open_layout_tables(tables: Iterable[Tree]) -> None:
    """Turn the tables that place parts of a page into plain blocks, so that what stands in them is read as a page is.

    Such a table says so (role presentation), holds another table, has one row, has a cell with paragraphs or with
    the length of an article, or has few cells and says that they have no borders; header cells and a caption make it a table of
    data (the heuristics that browsers use for screen readers).
    """
    for table in tables:
        if _is_layout(table):
            for part in [table, *_own_parts(table)]:
                part.tag = "div"


def _is_layout(table: Tree) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    if any(next(_own(table, sign), None) is not None for sign in _DATA_SIGNS):
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return True
    cells = list(_own(table, "td"))
    if _has_one_row(table) or (table.get("border") == "0" and len(cells) <= _PLACED_CELLS):
        return True
    return any(map(_holds_article, cells))


def _has_one_row(table: Tree) -> bool:
    return next(islice(_own(table, "tr"), 1, None), None) is None


def _holds_article(cell: Tree) -> bool:
    return len(list(islice(cell.iter(*_BODY_PARTS), _CELL_PARTS))) == _CELL_PARTS or len(cell.text_content()) > _CELL_CHARS


def _own_parts(table: Tree) -> list[Tree]:
    return [part for tag in _TABLE_PARTS[1:] for part in _own(table, tag)]


def _own(table: Tree, tag: str) -> Iterator[Tree]:
    """The parts of this table, not those of a table inside it."""
    return (part for part in table.iterdescendants(tag) if next(part.iterancestors("table", "caption"), None) is table)


# ------------------------------------------------------------------ lists of articles

# What an entry has and an item of a list of facts has not: a heading part or a moment of its own, and several of these.
_ENTRY_SIGNS, _ENTRY_PARTS = ("header", "time"), ("p", "blockquote", "ul", "table")
_FEWEST_ENTRIES, _FEWEST_ENTRY_PARTS = 2, 2
_MOST_LINKS, _MOST_PIECES = 50, 50  # looked at in an entry, and in a link: entries may stand in entries
_HEADLINE_LINK = 4  # words of a link that is a block of its own: the headline of another item


def _open_feeds(signs: Iterable[Tree]) -> None:
    """Turn lists whose entries are articles in small, as a live page has them, into plain blocks."""
    entries: dict[Tree, set[Tree]] = {}
    for sign in signs:
        item = next(sign.iterancestors("li"), None)
        feed = None if item is None else item.getparent()
        if feed is not None:
            entries.setdefault(feed, set()).add(item)
    for feed, items in entries.items():
        if sum(map(_is_entry, items)) >= _FEWEST_ENTRIES:
            for part in (feed, *feed.iterchildren("li")):
                part.tag = "div"


def _is_entry(item: Tree) -> bool:
    if next(islice(item.iterdescendants(*_ENTRY_PARTS), _FEWEST_ENTRY_PARTS - 1, None), None) is None:
        return False
    return not any(_is_headline_link(link) for link in islice(item.iterdescendants("a"), _MOST_LINKS))


def _is_headline_link(link: Tree) -> bool:
    """Whether a link is a block of its own and words a headline: that of another item."""
    around = link.getparent()
    alone = link.getprevious() is None and link.getnext() is None  # asking for the number of children counts them all
    alone = alone and not (around.text or "").strip() and not (link.tail or "").strip()
    text = "".join(islice(link.itertext(), _MOST_PIECES))
    return (alone or around.tag not in ("p", "td", "li")) and len(text.split()) >= _HEADLINE_LINK and not ends_sentence(text)


# ------------------------------------------------------------------ names made of headings

_HEADINGS = tuple(f"h{n}" for n in range(1, 7))
_LONGEST_SLUG = 200
_MOST_INSIDE = 20  # texts of a heading that are looked at: headings may stand in headings


def _forget_slugs(headings: Iterable[Tree]) -> None:
    """Take away the ids that programs make of headings to link to them, as they say nothing of the part of the page: a heading
    "No comment from Moscow" has "no-comment-from-moscow" in itself, or in the section around it.

    A heading that is a cue ("Comments") names its section with right, and a section needs two words, as "comments" names one
    whatever its heading is.
    """
    for heading in headings:
        around = heading.getparent()
        named = [heading] if _slug(heading) else []
        if around is not None and len(_slug(around).split()) > 1:
            named.append(around)
        if not named:
            continue
        text = "".join(piece[:_LONGEST_SLUG] for piece in islice(heading.itertext(), _MOST_INSIDE))
        letters = _letters(text)
        for one in named if not _names_part(text.split()) else ():
            if letters.startswith(_letters(_slug(one))):
                del one.attrib["id"]


def _names_part(heading: Sequence[str]) -> bool:
    """Whether the words of a heading name a part of the page. Consent is also given to a mine, so it counts in few words."""
    found = cues.said(" ".join(heading))
    return bool(found - {"consent-thing", "browser"}) or ("consent-thing" in found and len(heading) <= _PART_WORDS)


_PART_WORDS = 3


def _slug(element: Tree) -> str:
    """The words of an id, "" without one or for a longer one than a program makes."""
    name = element.get("id", "")
    return name.replace("-", " ").replace("_", " ").strip() if len(name) <= _LONGEST_SLUG else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold_text(text)))


# ------------------------------------------------------------------ spans that are blocks

_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)(?![\w-])", re.IGNORECASE)
_LINES = frozenset({"p", "li", "td", "th", "dd", "dt", *_HEADINGS})  # what an extractor takes for one line with all that it holds


def _open_spans(spans: Iterable[Tree], links: Iterable[Tree]) -> None:
    """Turn the spans that their own style makes blocks into such, and those that are all of a link, a headline and what stands
    under it: else one paragraph is glued to the next."""
    for span in spans:
        style = span.get("style")
        if style and _BLOCK_STYLE.search(style) and next(span.iterancestors(*_LINES), None) is None:
            span.tag = "div"
    for link in links:
        if (
            1 < len(link) <= _CARD_SPANS
            and _is_made_of_spans(link)
            and _is_alone(link)
            and next(link.iterancestors(*_LINES), None) is None
        ):
            for span in link:
                span.tag = "div"


_CARD_SPANS = 4


def _is_made_of_spans(link: Tree) -> bool:
    """Whether a link is nothing but spans, and none of them goes on with the sentence of the one before."""
    if any(part.tag != "span" or (part.tail or "").strip() for part in link) or (link.text or "").strip():
        return False
    texts = ["".join(islice(part.itertext(), _MOST_PIECES)).strip() for part in link]
    goes_on = any(after[:1].islower() and not ends_sentence(before) for before, after in pairwise(texts))
    return not goes_on and sum(len(text.split()) for text in texts) > CARD_LINK_WORDS


def _is_alone(link: Tree) -> bool:
    """Whether a link has no text beside it, as one within a sentence has; other links may be other cards."""
    around, before = link.getparent(), link.getprevious()
    text = around.text if before is None else before.tail
    beside = {other.tag for other in (before, link.getnext()) if other is not None} - {"a", "img"}
    return not (text or "").strip() and not (link.tail or "").strip() and _INLINE.isdisjoint(beside)


CARD_LINK_WORDS = 8  # a longer link is no name


# ------------------------------------------------------------------ what browsers do not show


def _drop_templates(templates: Iterable[Tree]) -> None:
    """Empty templates, whose content browsers do not show unless a script does; shadow roots and whole stories stay."""
    for template in templates:
        if not _is_shown(template) and next(islice(template.iterdescendants("p"), _STORY - 1, None), None) is None:
            template.clear(keep_tail=True)  # in its place: taking out thousands joins ever longer texts


_STORY = 3  # paragraphs of a template that a script shows behind "read on"


def _is_shown(template: Tree) -> bool:
    return template.get("shadowrootmode") is not None


def _drop_stand_ins(tree: Tree) -> None:
    """What AMP pages show in the place of a part that cannot load or has not yet: nobody who reads the page sees it. In the place
    of a post it is the post.

    https://amp.dev/documentation/guides-and-tutorials/develop/style_and_layout/placeholders/
    """
    for part in _STAND_INS(tree):
        part.clear(keep_tail=True)


_STAND_INS = etree.XPath("//*[starts-with(name(), 'amp-')]/*[(@fallback or @placeholder) and not(self::blockquote)]")


# ------------------------------------------------------------------ all of these, found in one look


def prepare(tree: Tree, *, is_amp: bool) -> None:
    """Change a page's tree so that its blocks are what a reader sees as such: tables and lists that only place things, spans that
    are blocks, and what is not shown. `is_amp`: whether there may be elements of AMP, the search for which takes two
    milliseconds on a large page.
    """
    found: dict[str, list[Tree]] = {tag: [] for tag in _PREPARED}
    for element in tree.iter(*_PREPARED):
        found[element.tag].append(element)
    _open_layout_tables(found["table"])
    _open_feeds([sign for tag in _ENTRY_SIGNS for sign in found[tag]])
    _open_spans(found["span"], found["a"])
    _drop_templates(found["template"])
    if is_amp:
        _drop_stand_ins(tree)
    _forget_slugs(heading for tag in _HEADINGS for heading in found[tag])


_PREPARED = ("table", *_ENTRY_SIGNS, "span", "a", "template", *_HEADINGS)


# ------------------------------------------------------------------ the pass over the tree


class Block(NamedTuple):
    """A block element: the lines `start` up to `end` stand in it; `parent` is the number of the block around it, or -1.

    `tag`: the name of the element, in small letters. `look`: its tag with its class, which is what lets one paragraph look unlike
    the others. A tuple, as a page has a thousand of them, and a dataclass takes three times as long to make.
    """

    parent: int
    start: int
    end: int
    tag: str
    look: str


_OPEN = Block(-1, 0, 0, "", "")  # holds the number of a block until its end is known
# Calling the class runs a function of Python around this, which is 4 % of the walk.
_as_block: Callable[[tuple[int, int, int, str, str]], Block] = partial(tuple.__new__, Block)


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a page in document order, its blocks (a parent before its children), and the block of each line.

    `marks`: the elements that are marked as "date", "signed", "byline" or "trail" (`naming.Said`), in document order.
    `anchors`: for each line the number of the last link in it, from 1 on; a link around blocks is that of several lines. 0
    without a link, and for one that leads to a place of the same page.
    """

    lines: Sequence[Line]
    blocks: Sequence[Block]
    owner: Sequence[int]
    marks: Mapping[str, Sequence[Tree]] = field(default_factory=dict)
    anchors: Sequence[int] = ()


def layout(body: Tree) -> Layout:
    """One pass over the tree; each character is looked at once, however deeply blocks are nested.

    The nesting is bounded: libxml2 drops what is deeper than 256 elements.
    """
    walk = _Walk()
    walk.block(body, body.tag, _NO_GROUPS, "", False)
    for i in _around_comments(walk.lines, walk.blocks):
        walk.lines[i] = walk.lines[i]._replace(groups=walk.lines[i].groups | _COMMENTS)
    return Layout(walk.lines, walk.blocks, walk.owner, walk.marks, walk.anchors)


_COMMENTS = frozenset({"comments"})
_BESIDE_COMMENTS, _RULES = 200, 120  # characters: a heading, the rules for readers, a button; and each of these
_FEWEST_COMMENTED = 4  # lines of a block: two comments, and what stands with them


def _around_comments(lines: Sequence[Line], blocks: Sequence[Block]) -> list[int]:
    """The numbers of the lines that stand with comments in a block which holds little else, and no headline of a page; below the
    text, as what an expert comments on stands within it."""
    if not any("comments" in line.groups for line in lines):
        return []
    last = max((i for i, line in enumerate(lines) if len(line.text) > _RULES and "comments" not in line.groups), default=-1)
    comments = [0, *accumulate(len(line.text) if "comments" in line.groups else 0 for line in lines)]
    everything = [0, *accumulate(len(line.text) for line in lines)]
    headlines = sorted(block.start for block in blocks if block.tag == "h1")
    found, end = list[int](), 0
    for _, start, stop, _, _ in blocks:
        said = comments[stop] - comments[start]
        other = everything[stop] - everything[start] - said
        if start < max(end, last) or stop - start < _FEWEST_COMMENTED or not 0 < other <= min(said, _BESIDE_COMMENTS):
            continue
        if bisect_left(headlines, start) == bisect_left(headlines, stop):
            head = next((i for i in range(start, stop) if lines[i].kind == "heading"), stop)
            found += (i for i in range(head, stop) if "comments" not in lines[i].groups and len(lines[i].text) <= _RULES)
            end = stop
    return found


def segments(body: Tree) -> Sequence[Line]:
    """The lines alone."""
    return layout(body).lines


FIELD = "input.field"  # the look of an input for an address
# What such an input calls itself: e-mail, e-post, sähköposti, netfang, почта, courriel.
_ADDRESS = re.compile(r"mail|post|netfang|почт|courriel|@", re.IGNORECASE)
_SAYS = ("name", "id", "placeholder", "autocomplete", "aria-label")


def _field_of(element: Tree) -> str:
    """ "field" for an input into which an address or number is to be written."""
    kind = (element.get("type") or "text").lower()
    if any(element.get(state) is not None for state in ("readonly", "disabled", "hidden")):
        return ""
    asked = kind == "text" and any(_ADDRESS.search(element.get(name) or "") for name in _SAYS)
    return "field" if asked or kind in ("email", "tel") else ""


_LINK_ROLE = ("role", "link")


def _leads_away(link: Tree) -> bool:
    """Whether a link leads to another page, or to where a script decides ("#"); a mark and the address of one do not."""
    address = link.get("href")
    if address is None:
        return link.get("name") is None and link.get("id") is None
    return not address.startswith("#") or address == "#"


class _Walk:
    """The lines found so far and the line being collected. A class and not a generator, as this is the hottest loop of all."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.owner: list[int] = []
        self.blocks: list[Block] = []
        self.at = -1
        self.marks: dict[str, list[Tree]] = {}
        self.pieces: list[str] = []
        self.linked: list[str] = []
        self.links: list[int] = []  # the places of the linked pieces among all pieces
        self.anchors: list[int] = []
        self.anchor = self.links_seen = 0

    def block(self, element: Tree, tag: str, groups: frozenset[str], kind: str, in_link: bool) -> None:
        around, number, start = self.at, len(self.blocks), len(self.lines)
        self.at = number
        self.blocks.append(_OPEN)
        names = element.items()
        if "-" in tag:  # the name of a custom element is a name as a class is
            names = [("class", tag), *names]
        if names:
            groups = self.named(element, tag, names, groups)
            if _LINK_ROLE in names:
                in_link = True
                self.links_seen += 1
                self.anchor = self.links_seen
        if tag == "form":
            groups = groups | {"form"}
        if kind != "caption":
            kind = _KINDS.get(tag, kind)
        self.inside(element, groups, kind, in_link)
        if self.pieces:
            self.flush(groups, kind)
        name = _field_of(element) if tag == "input" else element.get("class") if names else None
        self.blocks[number] = _as_block((around, start, len(self.lines), tag, f"{tag}.{name}" if name else tag))
        self.at = around

    def inside(self, element: Tree, groups: frozenset[str], kind: str, in_link: bool) -> None:
        pieces, text = self.pieces, element.text
        if text and (pieces or not text.isspace()):  # most of a page's texts are the blanks between its elements
            self.add(text, in_link)
        for child in element:
            tag = child.tag
            if tag in _INLINE:
                names = child.items()
                mine = self.named(child, tag, names, groups) if names or tag == "time" else groups
                if tag == "a":
                    self.links_seen += 1
                    self.anchor = self.links_seen if _leads_away(child) else 0
                if len(child):
                    self.inside(child, mine, kind, in_link or tag == "a")
                elif (text := child.text) and (pieces or not text.isspace()):
                    self.add(text, in_link or tag == "a")
            else:
                if pieces:
                    self.flush(groups, kind)
                if isinstance(tag, str) and (tag not in _SKIPPED or (tag == "template" and _is_shown(child))):
                    self.block(child, tag, groups, kind, in_link)
            text = child.tail
            if text and (pieces or not text.isspace()):
                self.add(text, in_link)

    def named(self, element: Tree, tag: str, names: Sequence[tuple[str, str]], groups: frozenset[str]) -> frozenset[str]:
        """The groups inside an element with attributes; what it is marked as is remembered."""
        says = said_by(tag, names)
        for mark in says.marks:
            self.marks.setdefault(mark, []).append(element)
        return groups if says.groups <= groups or tag in _PLAIN else groups | says.groups

    def add(self, text: str, in_link: bool) -> None:
        self.pieces.append(text)
        if in_link:
            self.linked.append(text)
            self.links.append(len(self.pieces) - 1)

    def flush(self, groups: frozenset[str], kind: str) -> None:
        text = " ".join(visible("".join(self.pieces)).split())
        if text:
            linked = len("".join("".join(self.linked).split())) if self.linked else 0
            share = min(1.0, linked / (len(text) - text.count(" "))) if linked else 0.0
            points = self.points() if _POINTING < share < 1 - _POINTING else ""
            self.lines.append(Line(text, share, groups, kind, -1, linked > 0 and self.ends_linked(), False, points))
            self.owner.append(self.at)
            self.anchors.append(self.anchor if linked else 0)
        self.pieces.clear()
        self.linked.clear()
        self.links.clear()

    def ends_linked(self) -> bool:
        for piece in reversed(self.pieces):
            if piece.strip(_TRAILING):
                return piece is self.linked[-1]
        return False

    def runs(self) -> list[tuple[bool, str]]:
        """The collected text as stretches: whether they are a link, and their text. A blank parts two links."""
        linked, runs, apart = set(self.links), list[tuple[bool, str]](), True
        for place, piece in enumerate(self.pieces):
            is_link = place in linked
            if not piece.strip():
                apart = apart or not is_link
            elif runs and runs[-1][0] == is_link and not (is_link and apart):
                runs[-1] = (is_link, runs[-1][1] + piece)
                apart = False
            else:
                runs.append((is_link, piece))
                apart = False
        return runs

    def points(self) -> str:
        """Where the headline of another item stands beside a sentence (`Line.points`)."""
        runs = self.runs()
        if runs and not runs[0][0] and not any(map(str.isalpha, runs[0][1])):
            del runs[0]  # a clock time, a number, a sign in front of the headline
        if len(runs) < 2:
            return ""
        if _is_row(runs):
            return "row"
        if len(runs) == 2 and runs[1][0] and is_pointing_headline(runs[1][1]) and (led := _led_by(runs[0][1])):
            return led
        if runs[0][0] and is_pointing_headline(runs[0][1]) and _opens_sentence(runs[1][1]):
            return "named" if _opens_with_name(runs[1][1]) else "before"
        if not runs[-1][0] and len(runs[-1][1].split()) <= _MORE_WORDS:
            runs.pop()
        closes = len(runs) > 1 and runs[-1][0] and is_pointing_headline(runs[-1][1]) and ends_sentence(runs[-2][1])
        return "behind" if closes else ""


_LEADS = {"tail-heading": "labelled", "stamp": "dated"}


def _led_by(label: str) -> str:
    """What the words in front of a linked headline are, as `Line.points` has it: a label of other items, or when it appeared."""
    said = cues.said(label.strip(_AROUND_LABEL)) if len(label) <= _LONGEST_LABEL else _NO_GROUPS
    return next((points for cue, points in _LEADS.items() if cue in said), "")


_AROUND_LABEL, _LONGEST_LABEL = " :·•|–—-\n\t\r\xa0", 60


def _is_row(runs: Sequence[tuple[bool, str]]) -> bool:
    """Whether there are several short links with nothing but signs between them, perhaps behind a label: tags, share buttons.
    Links of several networks are one whatever is said around them.
    """
    links = [text for is_link, text in runs if is_link]
    if sum(text.strip(_TRAILING).lower() in NETWORKS for text in links) >= _ROW:
        return True
    plain = [text for is_link, text in runs[1:] if not is_link]
    label = "" if runs[0][0] else runs[0][1]
    short = len(links) >= _ROW and len(label.split()) <= _LABEL and all(_is_button(text) for text in links)
    return short and not any(character.isalnum() for text in plain for character in text)


def _is_button(text: str) -> bool:
    """Whether the text of a link may name a thing; an account (@name) is what a list may be about."""
    return len(text.split()) <= _BUTTON and not text.lstrip().startswith("@")


_ROW, _LABEL, _BUTTON = 3, 4, 6  # links, words, words
_POINTING = 0.1  # of a line: less is no headline
_MORE_WORDS = 3  # behind the headline: "Read more"


def is_pointing_headline(text: str) -> bool:
    """Whether the text of a link is a headline: it opens with a capital and closes without a sign, as no sentence does."""
    text = " ".join(text.split())
    return 4 <= len(text.split()) <= 25 and not text[0].islower() and text[0].isalnum() and text[-1].isalnum()


def _opens_sentence(text: str) -> bool:
    text = text.lstrip()
    return text[:1].isupper() and len(text.split()) >= 4 and ends_sentence(text)


def _opens_with_name(text: str) -> bool:
    """Whether two words with a capital open a text: "[The US Secretary of State] Marco Rubio said"; "Die Marine" is no name."""
    first, second = text.split(maxsplit=2)[:2]
    return first[:1].isupper() and second[:1].isupper() and not is_stop_word(first.lower())
