"""The choice of the main text. The only importer of trafilatura, resiliparse and readability, and of lxml's parser.

Trafilatura chooses in its fast mode, which is its best on news. Where the cheap second opinion of resiliparse holds
paragraphs that it lacks, readability's text is taken if it agrees with resiliparse; else trafilatura's full comparison
decides (measured: DECISIONS.md, "The article is chosen by one extractor").
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from copy import copy
from itertools import islice
from typing import TypeVar

import trafilatura
from lxml import etree, html
from readability import Document as ReadabilityDocument
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import main_extractor, xpaths
from trafilatura.baseline import baseline, html2txt
from trafilatura.core import ESCALATION_ACCEPT_RATIO, ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE, _forum_thread_page
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.utils import HTML_PARSER, fromstring_bytes, is_dubious_html, repair_faulty_html
from trafilatura.xml import xmltotxt

from worker.extract.lines import WORD, is_sentence
from worker.extract.segments import Tree, drop_templates, forget_slugs, open_feeds, open_layout_tables, open_spans, segments
from worker.extract.selections import selection

T = TypeVar("T")

# Readability logs a traceback for each page that it cannot read; that it has no opinion is all we need to know.
logging.getLogger("readability.readability").setLevel(logging.CRITICAL + 1)


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
    open_layout_tables(tree)
    open_feeds(tree)
    open_spans(tree)
    drop_templates(tree)
    forget_slugs(tree)
    return tree


# XML has none of these characters, nor U+FFFE and U+FFFF. Bytes are cleared of them at a fifth of the time of a pattern.
_NOT_XML = bytes({*range(0x20)} - {*b"\t\n\r"})
_HEAD = 4096  # as far as trafilatura looks for what it has to repair


def _loaded(text: str) -> Tree | None:
    """The tree that trafilatura's `load_html` makes of a text, whose characters are looked at more cheaply."""
    opening = text[:50].lower()
    end_of_head = text.find("\n", _HEAD) + 1 or len(text)
    text = repair_faulty_html(text[:end_of_head], opening) + _as_xml(text[end_of_head:])
    try:
        tree = html.fromstring(text, parser=HTML_PARSER)
    except (ValueError, etree.LxmlError):  # a text that declares an encoding
        tree = None
    if tree is None or len(tree) == 0:
        tree = fromstring_bytes(text)
    return None if tree is None or (is_dubious_html(opening) and len(tree) < 2) else tree


def _as_xml(text: str) -> str:
    """The text without characters that XML does not have."""
    data = text.encode("utf-8", "surrogatepass")
    clean = data.translate(None, _NOT_XML)
    text = text if len(clean) == len(data) else clean.decode("utf-8", "surrogatepass")
    return text.replace("\ufffe", "").replace("\uffff", "")


def body_of(tree: Tree) -> Tree:
    """The body element, or the whole tree when it has none."""
    body = tree.find(".//body")
    return tree if body is None else body


# Where the page has this many times as much running text, the text is suspected to be cut short; at 1.5 a third of the
# rescued pages is missed, at 1.1 three times as many pages pay for the comparison and none more is rescued.
SUSPECT = 1.3
# The second opinion counts when its paragraphs that the text lacks come to this share of the text; shorter lines are menus.
# At .3 two of 25 rescued pages are missed, at .1 and without the length a quarter more are asked and one more is rescued.
MISSED, PARAGRAPH = 0.2, 60
# Below so many characters a text is a fraction as often as an article.
BRIEF = 500
# From here on trafilatura's full comparison is asked as well; below, it never chose another text (57 suspected pages).
FAR_MORE = 2.0
# Two algorithms that agree on this share of word triples found the same article, and not two different parts of the page.
AGREED = 0.8
# A paragraph of which half of the triples stand elsewhere is there in other words or cut in other places.
_THERE = 0.5


def main_text(tree: Tree, page: str, url: str | None, most: int) -> str:
    """What is taken for the article of a page, one block a line; "" when nothing is found.

    `tree` was made of `page` and is used up; `most` is how many characters of running text the page has at all.
    """
    text = _quick(tree, page)
    if most <= SUSPECT * len(text):
        return text if most < BRIEF or _told(text) >= TOLD * len(text) else _without_menus(text, page)
    other = _second_opinion(page)
    if text and not _lacks(text, other):
        return text
    bare = _bare(page)
    return text if bare is None else _rescued(text, other, bare, url)


# With fewer of its characters in sentences a text may be the menus, which trafilatura hands out when the article is set as an
# aside. Then readability's text counts if nearly all of it are such; a list or a table may be the document.
TOLD, ALL_TOLD = 0.1, 0.8


def _without_menus(text: str, page: str) -> str:
    """Readability's text when it is an article, and longer than what the text has of sentences; else the text."""
    bare = _bare(page)
    third = "" if bare is None else _readable(bare)
    told = _told(third)
    return third if told >= max(BRIEF, ALL_TOLD * len(third)) and told > _told(text) else text


def _told(text: str) -> int:
    """The characters of the lines of a text that are sentences, or too long for the entries of a menu."""
    return sum(len(line) for line in text.split("\n") if is_sentence(line) or len(line) > _LONGEST_ENTRY)


_LONGEST_ENTRY = 120  # characters


def _lacks(text: str, other: str) -> bool:
    """Whether the second opinion has what the text should; of a few lines, anything more counts."""
    if len(text) < BRIEF:
        return len(other) > SUSPECT * len(text)
    return missed(text, other) > MISSED * len(text)


def _rescued(text: str, other: str, page: Tree, url: str | None) -> str:
    """Readability's text if the second opinion agrees with it and leaves little over, else trafilatura's full comparison.

    Two that agree on a few lines may both have missed the article. `page` is used up: readability takes what is hidden out of it,
    which the full comparison then does not see either.
    """
    third = _readable(page)
    agreed = len(third) > SUSPECT * len(text) and share_of(third, other) > AGREED
    if agreed and len(other) <= SUSPECT * len(third) and len(third) >= 2 * BRIEF:
        return third
    if not text or len(other) > FAR_MORE * len(text):
        full = _full(page, url)
        if len(full) > SUSPECT * len(text):
            return full
    return third if agreed else text


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


def _quick(tree: Tree, page: str) -> str:
    text = fast_mode(tree, page)
    if not text or "\n" in text or len(text) > _BRIEF_CHARACTERS:
        return text
    again = parse(page)
    brief = fast_mode(again, page, _BRIEF) if again is not None else ""
    return brief if len(brief) >= _BRIEF_SHARE * len(text) else text


def fast_mode(tree: Tree, page: str, options: Extractor = _FAST) -> str:
    """What trafilatura's fast mode finds; "" where it finds nothing or breaks. The tree is used up."""
    return _unless_broken(lambda: _fast_text(tree, page, options)) or ""


def _full(tree: Tree, url: str | None) -> str:
    document = _unless_broken(
        lambda: trafilatura.bare_extraction(tree, url=url, include_comments=False, include_tables=True, with_metadata=False)
    )
    return "" if document is None or isinstance(document, dict) else document.text or ""


# ------------------------------------------------------------------ trafilatura's fast mode, step by step

# Names in what trafilatura cuts out of a raw page before all else. Hardly a page has one, which its text tells at once.
_FOLLOW_UPS = ("mvp-post-add", "infinite", "elementor-share-buttons")


def _fast_text(tree: Tree, page: str, options: Extractor) -> str:
    """What `trafilatura.bare_extraction` gives with these options and without metadata; its `trafilatura_sequence` in short.

    That keeps a copy of the tree for each way that it may take, and measures the page to the letter. Most texts are long,
    or so large a part of the page that nothing else is tried.
    """
    is_forum = _forum_thread_page(tree)
    if any(name in page for name in _FOLLOW_UPS):
        tree = prune_unwanted_nodes(tree, xpaths.RAW_TREE_PRUNE_XPATH)
    if not is_forum:
        tree = prune_unwanted_nodes(tree, xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH)
    body, text = _content(tree, options)
    if len(text) < options.min_extracted_size:
        other, other_text, size = baseline(tree)
        body, text = (other, other_text) if size > len(text) else (body, text)
    if 0 < len(text) < ESCALATION_MAX_LENGTH and _is_small_share(text, tree):
        other, other_text = _unless_broken(lambda: _content(tree, _recalling(options))) or (body, "")
        is_more = len(other_text) >= options.min_extracted_size and len(other_text) > ESCALATION_ACCEPT_RATIO * len(text)
        body = other if is_more else body
    return xmltotxt(body, include_formatting=False) if text else ""


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
    """What trafilatura's own rules find, as a tree and as text; the tree that they look at stays as it is."""
    return extract_content(convert_tags(tree_cleaning(copy(tree), options), options), options)


# ------------------------------------------------------------------ the second and the third opinion


def _second_opinion(page: str) -> str:
    return _unless_broken(lambda: extract_plain_text(page, main_content=True, alt_texts=False, links=False)) or ""


# Neither of the two reads these, and they are half of a page. What stands in a nav or footer element is no article.
_UNREAD = ("script", "style", "svg", "noscript", "template", "canvas", "iframe", "form", "nav", "footer")
_READ_ATTRIBUTES = frozenset({"class", "id", "style", "hidden", "itemprop", "role", "datetime"})


def _bare(page: str) -> Tree | None:
    """The page without what the costly extractors would only throw away; None when nothing is left."""
    tree = parse(page)
    if tree is None:
        return None
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    for element in tree.iter():
        for name in set(element.keys()) - _READ_ATTRIBUTES:
            with suppress(ValueError, KeyError):  # a name that only a damaged page has, which lxml reads and does not take back
                del element.attrib[name]
    return tree


def _readable(page: Tree) -> str:
    summary = _unless_broken(lambda: ReadabilityDocument(page).summary())
    tree = parse(summary) if summary else None
    return "\n".join(line.text for line in segments(body_of(tree))) if tree is not None else ""


def _unless_broken(extract: Callable[[], T]) -> T | None:
    try:
        return extract()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - third-party heuristics over hostile input: whatever breaks, this one has no opinion
        return None
