"""The choice of the main text. The only importer of trafilatura and resiliparse, and of lxml's parser.

Trafilatura chooses in its fast mode, which is its best on news. Where the block with most of the running text holds
paragraphs that it lacks, that block is taken if resiliparse finds the same (measured: DECISIONS.md, "The article is
chosen by one extractor").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from copy import copy
from itertools import islice
from typing import TypeVar

from lxml import etree, html
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import main_extractor, xpaths
from trafilatura.baseline import baseline, html2txt
from trafilatura.core import ESCALATION_ACCEPT_RATIO, ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE, _forum_thread_page
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.utils import HTML_PARSER, is_dubious_html, repair_faulty_html
from trafilatura.xml import xmltotxt

from worker.extract.lines import WORD, is_sentence
from worker.extract.running_text import BRIEF, LEAST, RunningText, as_written
from worker.extract.segments import Layout, Tree, prepare
from worker.extract.selections import selection

T = TypeVar("T")

# lxml.html looks up the class of each element in Python, for form fields and the like, of which nothing here makes use.
HTML_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=html.HtmlElement, comment=html.HtmlComment, pi=html.HtmlProcessingInstruction, entity=html.HtmlEntity
    )
)


def parse(text: str) -> Tree | None:
    """The tree, or None when there is no element in it; tables that only place things are plain blocks.

    The text is decoded already: what it declares of itself is not used.
    """
    tree = _loaded(text)
    if tree is None or not isinstance(tree.tag, str):
        return None
    prepare(tree, is_amp="<amp-" in text)
    return tree


# XML has none of these characters, nor U+FFFE and U+FFFF (XML 1.0, section 2.2).
_NOT_XML = bytes({*range(0x20)} - {*b"\t\n\r"})
_HEAD = 4096  # as far as trafilatura looks for what it has to repair


def _loaded(text: str) -> Tree | None:
    """The tree that trafilatura's `load_html` makes of a text, whose characters are looked at more cheaply."""
    opening = text[:50].lower()
    end_of_head = text.find("\n", _HEAD) + 1 or len(text)
    head = repair_faulty_html(text[:end_of_head], opening)
    try:
        tree = html.fromstring(_as_xml(head) + _as_xml(text[end_of_head:]), parser=HTML_PARSER)
    except (ValueError, etree.LxmlError):
        return None
    return None if is_dubious_html(opening) and len(tree) < 2 else tree


def _as_xml(text: str) -> bytes:
    """The text in UTF-8, which the parser reads quicker than a text, without characters that XML does not have."""
    for character in _NO_CHARACTERS:
        if character in text:  # in bytes, this look takes longer than all else here
            text = text.replace(character, "")
    return text.encode("utf-8", "replace").translate(None, _NOT_XML)


_NO_CHARACTERS = "\ufffe\uffff"


def body_of(tree: Tree) -> Tree:
    """The body element, or the whole tree when it has none."""
    body = tree.find(".//body")
    return tree if body is None else body


# Where the page has this many times as much text outside of links, the text is suspected to be cut short; at 1.5 a third of the
# rescued pages is missed, at 1.1 three times as many pages pay for the comparison and none more is rescued.
SUSPECT = 1.3
# The block counts when its paragraphs that the text lacks come to this share of the text; shorter lines are menus.
MISSED, PARAGRAPH = 0.2, 60
# A text that lacks nearly all paragraphs of the block is another part of the page, of whatever length: the boxes around the
# article, which trafilatura hands out when they are tables and the article stands between line breaks.
ELSEWHERE = 0.8
SHORT = 250  # characters of a report between such boxes: trafilatura's MIN_EXTRACTED_SIZE, less is a notice
# Two that agree on this share of word triples found the same article, and not two different parts of the page. At .8 one page
# more is left cut short, at .6 one gets a list of others (31 and 36 of 519 are rescued, here 32).
AGREED = 0.7
# A paragraph of which half of the triples stand elsewhere is there in other words or cut in other places.
_THERE = 0.5


def main_text(tree: Tree, page: str, layout: Layout, ours: RunningText) -> str:
    """What is taken for the article of a page, one block a line; "" when nothing is found.

    `tree` was made of `page` and is used up; `layout` is what stands on it, and `ours` where its running text is.
    """
    text = _quick(tree, page, is_long=sum(len(layout.lines[i].text) for i in ours.lines) >= ESCALATION_MAX_LENGTH)
    if _most(layout) > SUSPECT * len(text):
        return _rescued(text, page, layout, ours)
    return text if len(text) < BRIEF or _told(text) >= TOLD * len(text) else _without_menus(text, _of_block(layout, ours))


def _most(layout: Layout) -> int:
    """The characters outside of links, 0 for a page that is too deep for a second opinion."""
    return sum(len(line.text) for line in layout.lines if line.link < 0.5) if _deepest(layout) < _DEEP else 0


# The second opinion takes time by the square of the depth: 20,000 blocks inside each other are 8 s. Real pages have 40 at most.
_DEEP = 200


def _deepest(layout: Layout) -> int:
    depths: list[int] = []
    for block in layout.blocks:
        depths.append(depths[block.parent] + 1 if block.parent >= 0 else 0)
    return max(depths)


# With fewer of its characters in sentences a text may be the menus, which trafilatura hands out when the article is set as an
# aside. Then the block's text counts if nearly all of it are such; a list or a table may be the document.
TOLD, ALL_TOLD = 0.1, 0.8


def _without_menus(text: str, other: str) -> str:
    """The text of the block when it is an article, and longer than what the text has of sentences; else the text."""
    told = _told(other)
    return other if told >= max(BRIEF, ALL_TOLD * len(other)) and told > _told(text) else text


def _told(text: str) -> int:
    """The characters of the lines of a text that are sentences, or too long for the entries of a menu."""
    return sum(len(line) for line in text.split("\n") if is_sentence(line) or len(line) > _LONGEST_ENTRY)


_LONGEST_ENTRY = 120  # characters


def _rescued(text: str, page: str, layout: Layout, ours: RunningText) -> str:
    """The text of the block if it has more or is another part of the page, and a second opinion finds it as well, or there is no
    text at all; else the text."""
    block = _of_block(layout, ours)
    if not text:
        return block
    if len(text) >= LEAST and ours.articles > 1:  # a page of several stories, of which one was chosen
        return text
    lacking = missed(text, block)
    is_elsewhere = lacking >= ELSEWHERE * missed("", block)
    least = SHORT if is_elsewhere else max(2 * BRIEF, SUSPECT * len(text))
    if len(block) < least or lacking <= MISSED * len(text):
        return text
    return block if share_of(block, _second_opinion(page)) >= AGREED else text


def _of_block(layout: Layout, ours: RunningText) -> str:
    return "\n".join(as_written(layout, (i for i in ours.lines if layout.lines[i].link < 0.5)))


def missed(text: str, other: str) -> int:
    """How many characters the paragraphs of `other` have of which `text` has not even half of the word triples."""
    known = set(_triples(text))
    paragraphs = (line for line in other.split("\n") if len(line) >= PARAGRAPH)
    return sum(len(line) for line in paragraphs if _share(_triples(line), known) < _THERE)


def share_of(text: str, other: str) -> float:
    """The share of the word triples of `text` that stand in `other`, 0 to 1; 0.0 for texts of less than three words."""
    return _share(_triples(text), set(_triples(other)))


def _share(triples: Sequence[tuple[str, str, str]], known: Set[tuple[str, str, str]]) -> float:
    return sum(map(known.__contains__, triples)) / len(triples) if triples else 0.0


def _triples(text: str) -> list[tuple[str, str, str]]:
    words = WORD.findall(text.lower())
    return list(zip(words, words[1:], words[2:], strict=False))


# ------------------------------------------------------------------ trafilatura

for _expressions in (
    xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
    xpaths.BODY_XPATH,
    xpaths.OVERALL_DISCARD_XPATH,
    xpaths.TEASER_DISCARD_XPATH,
    xpaths.DISCARD_IMAGE_ELEMENTS,
):
    _expressions[:] = map(selection, _expressions)

# Fewer elements in a row cost nothing.
_MANY_TAGS = 100


def _strip_tags(tree: Tree, *tags: str) -> None:
    """As lxml's `strip_tags`, which leaves the pieces of a text as neighbours, where many of them become one.

    An expression such as "//p//text()" walks back over the neighbours of each: a transcript with an element for each of its 6,000
    words took 2 s.
    """
    many = next(islice(tree.iter(*tags), _MANY_TAGS, None), None) is not None if tags else False
    etree.strip_tags(tree, *tags)
    for element in tree.iter() if many else ():
        if isinstance(element.tag, str) and element.text:
            element.text = element.text
        if element.tail:
            element.tail = element.tail


main_extractor.strip_tags = _strip_tags  # type: ignore[attr-defined]  # the name that its functions look up

# Comments are off as they are not the article. `dedup` stays off: its memory is shared by the whole process, so a page would
# lose what an earlier page held as well.
_FAST = Extractor(output_format="python", fast=True, comments=False)
# Below 250 characters trafilatura distrusts its own choice and hands out the whole page as one line, with its furniture
# (MIN_EXTRACTED_SIZE). A short report is no failure: its own choice counts if it holds at least half of that line.
_BRIEF = copy(_FAST)
_BRIEF.min_extracted_size = 40
_BRIEF_SHARE, _BRIEF_CHARACTERS = 0.5, 2_000


def _quick(tree: Tree, page: str, *, is_long: bool) -> str:
    text = fast_mode(tree, page, is_long=is_long)
    if not text or "\n" in text or len(text) > _BRIEF_CHARACTERS:
        return text
    again = parse(page)
    brief = fast_mode(again, page, _BRIEF) if again is not None else ""
    return brief if len(brief) >= _BRIEF_SHARE * len(text) else text


def fast_mode(tree: Tree, page: str, options: Extractor = _FAST, *, is_long: bool = False) -> str:
    """What trafilatura's fast mode finds; "" where it finds nothing or breaks. The tree is used up.

    `is_long`: the text will be a long one, most likely, which only makes this quicker.
    """
    return _unless_broken(lambda: _fast_text(tree, page, options, is_long=is_long)) or ""


# ------------------------------------------------------------------ trafilatura's fast mode, step by step

# Names in what trafilatura cuts out of a raw page before all else. Hardly a page has one, which its text tells at once.
_FOLLOW_UPS = ("mvp-post-add", "infinite", "elementor-share-buttons")


def _fast_text(tree: Tree, page: str, options: Extractor, *, is_long: bool) -> str:
    """What `trafilatura.bare_extraction` gives with these options and without metadata; its `trafilatura_sequence` in short.

    That keeps a copy of the tree for each way that it may take, and measures the page to the letter. Most texts are long,
    or so large a part of the page that nothing else is tried: a page whose text is long needs no copy, and is read again where
    the text turns out to be short.
    """
    tree = _without_usual_parts(tree, page)
    body, text = _content(tree if is_long else copy(tree), options)
    if len(text) >= ESCALATION_MAX_LENGTH:
        return xmltotxt(body, include_formatting=False)
    if is_long:
        tree = _without_usual_parts(parse(page), page)
    if len(text) < options.min_extracted_size:
        other, other_text, size = baseline(tree)
        body, text = (other, other_text) if size > len(text) else (body, text)
    if 0 < len(text) < ESCALATION_MAX_LENGTH and _is_small_share(text, tree):
        other, other_text = _unless_broken(lambda: _content(tree, _recalling(options))) or (body, "")
        is_more = len(other_text) >= options.min_extracted_size and len(other_text) > ESCALATION_ACCEPT_RATIO * len(text)
        body = other if is_more else body
    return xmltotxt(body, include_formatting=False) if text else ""


def _without_usual_parts(tree: Tree, page: str) -> Tree:
    """The tree without what trafilatura cuts out before all else."""
    is_forum = _forum_thread_page(tree)
    if any(name in page for name in _FOLLOW_UPS):
        tree = prune_unwanted_nodes(tree, xpaths.RAW_TREE_PRUNE_XPATH)
    return tree if is_forum else prune_unwanted_nodes(tree, xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH)


# What trafilatura does not count either. It puts a blank around each block, so elements count for two more characters at most.
_NOT_COUNTED = ("script", "style", "svg", "template", "aside", "footer")
_MOST_CHARACTERS = etree.XPath("string-length(normalize-space()) + 2 * count(.//*)")


def _is_small_share(text: str, tree: Tree) -> bool:
    """Whether the text is less of the page than trafilatura trusts; the page is measured only where a rough count allows it."""
    body = copy(body_of(tree))
    etree.strip_elements(body, *_NOT_COUNTED, with_tail=False)
    most = _MOST_CHARACTERS(body)
    return len(text) < ESCALATION_PAGE_SHARE * most and len(text) < ESCALATION_PAGE_SHARE * len(html2txt(tree))


def _recalling(options: Extractor) -> Extractor:
    options = copy(options)
    options.focus = "recall"
    return options


def _content(tree: Tree, options: Extractor) -> tuple[Tree, str]:
    """What trafilatura's own rules find, as a tree and as text; the tree that they look at is used up."""
    return extract_content(convert_tags(tree_cleaning(tree, options), options), options)


# ------------------------------------------------------------------ the second opinion


def _second_opinion(page: str) -> str:
    return _unless_broken(lambda: extract_plain_text(page, main_content=True, alt_texts=False, links=False)) or ""


def _unless_broken(extract: Callable[[], T]) -> T | None:
    try:
        return extract()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - third-party heuristics over hostile input: whatever breaks, this one has no opinion
        return None
