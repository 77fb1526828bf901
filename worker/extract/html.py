"""Pages and feed fragments: HTML -> clean text with title, dates and the lines that were removed. Only importer of trafilatura.

A page is parsed once. From that tree come what it says of itself, one pass over its blocks (`segments`), and
trafilatura's choice of the main text; `noise` then judges that text line by line with what the blocks tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import trafilatura
import trafilatura.settings
from lxml import etree
from trafilatura.utils import load_html

from worker.extract import cues, meta
from worker.extract.noise import Line, PageContext, Reason, decide, kept, squash
from worker.extract.text import binary_kind, removed
from worker.model import Extract

Tree = Any  # lxml.html.HtmlElement; lxml has no types of its own

# ------------------------------------------------------------------ bytes -> tree

# The label that a page declares, in its first bytes (HTML standard, section 13.2.3.2 "prescan").
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_FEED = re.compile(rb"(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|rdf:rdf|urlset|sitemapindex)\b", re.DOTALL)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"})


def decode_page(data: bytes, charset: str | None) -> str:
    """The page's text: byte order mark, then valid UTF-8, then what the server or the page declares, then windows-1252.

    Valid UTF-8 goes before a declared charset because servers put a stale default on pages that are UTF-8, while other
    encodings are hardly ever valid UTF-8 by chance. Never fails: bytes that do not fit become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _META_CHARSET.search(data[:4096])
    for label in (charset, declared[1].decode("ascii", "replace") if declared else None, "windows-1252"):
        try:
            return data.decode(_codec(label), "replace")
        except LookupError:
            continue
    return data.decode("utf-8", "replace")


def _codec(label: str | None) -> str:
    """The codec for a label; latin-1 means windows-1252 on the web (WHATWG encoding standard, section 4.2)."""
    name = (label or "").strip().lower()
    if not name or name in ("utf-8", "utf8"):
        raise LookupError(name)
    return "windows-1252" if name in _LATIN else name


def not_a_page(data: bytes) -> str:
    """Why these bytes cannot be an article page, as a sentence, or "" when they may be one."""
    if not data.strip():
        return "the page is empty"
    if kind := binary_kind(data):
        return f"this is not a page but {kind}"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\x00" in data[:2048] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "this is not a page: it holds binary data"
    if b"<html" not in head and _FEED.match(head):
        return "this is a feed or a sitemap, not an article page; add it as a source instead"
    if b"<html" not in head and head.startswith(b"<?xml"):
        return "this is an XML document, not an article page"
    if head[:1] in (b"{", b"[") and re.match(rb"[\[{]\s*(?:[\"\[{\]}]|-?\d)", head):
        return "this looks like JSON, not an article page"
    return ""


# ------------------------------------------------------------------ tree -> segments

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "textarea", "head", "canvas",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_KINDS = {f"h{n}": "heading" for n in range(1, 7)} | {
    "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "figcaption": "caption",
}  # fmt: skip
_NAMING = ("class", "id", "role", "data-component", "data-testid")
_NO_GROUPS: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Segment:
    """The line being collected: pieces of text, and how many of their characters stand in links."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.pieces.append(text)
            self.linked += len("".join(text.split())) if in_link else 0


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for everything inside an element."""

    groups: frozenset[str] = _NO_GROUPS
    kind: str = ""
    in_link: bool = False
    skipped: bool = False


def segments(body: Tree) -> Iterator[Line]:
    """The lines of a tree in document order: the text between two block borders, with what its place says.

    One pass without recursion; each character is looked at once, however deeply blocks are nested.
    """
    current, places = _Segment(), [_Place()]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        inline = element.tag in _INLINE
        if not inline:
            yield from _flushed(current, places[-1])
            current = _Segment()
        if event == "start":
            places.append(_inside(element, places[-1]))
            text = element.text
        else:
            places.pop()
            text = element.tail
        if not places[-1].skipped:
            current.add(text, places[-1].in_link)
    yield from _flushed(current, places[-1])


def _inside(element: Tree, outer: _Place) -> _Place:
    tag = element.tag if isinstance(element.tag, str) else ""
    return _Place(
        groups=outer.groups | _groups(element, tag),
        kind=outer.kind if outer.kind == "caption" else _KINDS.get(tag, outer.kind),
        in_link=outer.in_link or tag == "a",
        skipped=outer.skipped or not tag or tag in _SKIPPED,
    )


def _groups(element: Tree, tag: str) -> frozenset[str]:
    if tag in ("html", "body", "main", "article"):
        return _NO_GROUPS
    if tag == "form":
        return frozenset({"form"})
    names = " ".join(value for name in _NAMING if (value := element.get(name)))
    return _groups_of(names[:400]) if names else _NO_GROUPS


@lru_cache(maxsize=4096)
def _groups_of(names: str) -> frozenset[str]:
    return frozenset(group for group, pattern in cues.GROUPS.items() if pattern.search(names))


def _flushed(segment: _Segment, place: _Place) -> Iterator[Line]:
    text = " ".join("".join(segment.pieces).split())
    if text:
        letters = len(text.replace(" ", ""))
        yield Line(text, min(1.0, segment.linked / letters), place.groups, place.kind)


# ------------------------------------------------------------------ segments -> lines of the extracted text

_PREFIX_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Index:
    """Segments by their words, and by their first words for lines that were joined from several."""

    whole: Mapping[str, Line]
    prefix: Mapping[str, Line]


def _index(found: Iterable[Line]) -> _Index:
    whole: dict[str, Line] = {}
    prefix: dict[str, Line] = {}
    for line in found:
        words = squash(line.text)
        for table, key in ((whole, words), (prefix, " ".join(words.split(" ", _PREFIX_WORDS)[:_PREFIX_WORDS]))):
            if key and (key not in table or _less_marked(line, table[key])):
                table[key] = line
    return _Index(whole, prefix)


def _less_marked(line: Line, other: Line) -> bool:
    """Of two places with the same words the extractor took the one that looks more like an article."""
    return (len(line.groups), line.link) < (len(other.groups), other.link)


def _located(text: str, index: _Index) -> Line:
    words = squash(text)
    found = index.whole.get(words) or index.prefix.get(" ".join(words.split(" ", _PREFIX_WORDS)[:_PREFIX_WORDS]))
    return Line(text, found.link, found.groups, found.kind) if found else Line(text, kind="item")


# ------------------------------------------------------------------ what the page says of itself

_DATE_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dcterms.issued",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "publish-date", "publication_date", "pubdate", "date",
)  # fmt: skip
_ARTICLE_TYPES = ("Article", "Posting", "Report", "Review")
_MAX_NODES = 20_000


@dataclass(frozen=True, slots=True)
class _Page:
    """Facts a page states about itself, as written; empty where it states nothing."""

    tab: str
    headings: tuple[str, ...]
    metas: Mapping[str, str]
    article: Mapping[str, str]
    language: str | None
    canonical: str | None
    times: tuple[str, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """Declared titles, best first."""
        named = {name: self.metas.get(name, "") for name in ("og:title", "headline", "twitter:title")}
        declared = (named["og:title"], self.article.get("headline", ""), named["headline"], named["twitter:title"])
        return tuple(dict.fromkeys(filter(None, declared)))


def _page(tree: Tree) -> _Page:
    return _Page(
        tab=next((_text(e) for e in tree.iter("title")), ""),
        headings=tuple(text for e in tree.iter("h1") if (text := _text(e))),
        metas=_metas(tree),
        article=_json_article(tree),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        canonical=next((e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"), None),
        times=_times(tree),
    )


def _text(element: Tree) -> str:
    return " ".join("".join(element.itertext()).split())[:1000]


def _metas(tree: Tree) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), content[:1000])
    return found


def _times(tree: Tree) -> tuple[str, ...]:
    """Machine-readable times marked as publication, or the first one of a page with a single article."""
    every = [e for e in tree.iter("time") if e.get("datetime")]
    marked = [e for e in every if (e.get("itemprop") or "") == "datePublished" or e.get("pubdate") is not None]
    articles = list(tree.iter("article"))
    inside = [e for e in articles[0].iter("time") if e.get("datetime")][:1] if len(articles) == 1 else []
    return tuple(e.get("datetime") for e in (*marked, *inside))


def _json_article(tree: Tree) -> dict[str, str]:
    """Headline, date, author and body of the first article in the page's JSON-LD (schema.org), as far as stated."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            if _is_article(node):
                return _article_fields(node)
    return {}


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    waiting, seen = [data], 0
    while waiting and seen < _MAX_NODES:
        node, seen = waiting.pop(0), seen + 1
        if isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            waiting += node


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(_ARTICLE_TYPES) for name in names)


def _article_fields(node: Mapping[str, Any]) -> dict[str, str]:
    author = node.get("author")
    first = author[0] if isinstance(author, list) and author else author
    name = first.get("name") if isinstance(first, dict) else first
    stated = {
        "headline": node.get("headline"),
        "date": node.get("datePublished"),
        "body": node.get("articleBody"),
        "author": name,
    }
    return {key: value.strip() for key, value in stated.items() if isinstance(value, str) and value.strip()}


# ------------------------------------------------------------------ the public functions


def extract_html(data: bytes, url: str | None, charset: str | None) -> Extract:
    """The article of a page; never raises on bad content.

    `charset` is what the server declared. Without text, `error` says why: empty, not a page (and what it is), made by
    scripts, nested too deeply, or no article on it; title and dates are filled in all the same when the page parses.
    """
    if reason := not_a_page(data):
        return Extract(url=url, error=reason)
    tree = _parsed(decode_page(data, charset))
    if tree is None:
        return Extract(url=url, error="this is not HTML: no element could be read")
    page = _page(tree)
    found = list(segments(_body(tree)))
    text = _main_text(tree, url) or ""
    text = _longer_body(text, page.article.get("body", ""))
    index = _index(found)
    lines = [_located(line, index) for line in text.split("\n") if line.strip()]
    return _finished(page, lines, found, url, "" if lines else _why_no_text(tree, found))


def extract_fragment(html: str, url: str | None, title: str, language: str | None) -> Extract:
    """The text of a feed entry's own summary or content, HTML or plain; `title` and `language` are the entry's.

    Nothing is chosen among its blocks, as a feed carries the article and little else; only noise is removed.
    """
    tree = _parsed(f"<html><body><div>{html}</div></body></html>") if html.strip() else None
    lines = list(segments(_body(tree))) if tree is not None else []
    context = PageContext(frozenset(filter(None, (squash(title),))))
    reasons = decide(lines, context)
    text = "\n".join(kept(lines, reasons))
    return Extract(
        title=title,
        text=text,
        caption=_captions(lines, reasons, ()),
        language=meta.language(f"{title}\n{text}", language),
        url=url,
        removed=tuple(removed(lines, reasons)),
        error="" if text else "the entry carries no text of its own",
    )


def _finished(page: _Page, lines: Sequence[Line], found: Sequence[Line], url: str | None, error: str) -> Extract:
    title = meta.choose_title(page.headings, page.titles, page.tab)
    reasons = decide(lines, PageContext(_known_titles(page)))
    text = "\n".join(kept(lines, reasons))
    published, origin = _published(page, url)
    return Extract(
        title=title,
        text=text,
        caption=_captions(lines, reasons, found),
        language=meta.language(f"{title}\n{text}", page.language),
        published=published,
        published_origin=origin,
        author=_author(page),
        url=meta.canonical(page.canonical, url),
        removed=tuple(removed(lines, reasons)),
        error=error,
    )


def _known_titles(page: _Page) -> frozenset[str]:
    parts = (part for title in (*page.titles, page.tab, *page.headings) for part in meta.title_parts(title))
    return frozenset(filter(None, map(squash, parts)))


def _published(page: _Page, url: str | None) -> tuple[datetime | None, str]:
    named = [page.metas[name] for name in _DATE_NAMES if name in page.metas]
    if stated := meta.first_moment((*named[:1], page.article.get("date", ""), *named[1:], *page.times)):
        return stated, "meta"
    in_url = meta.date_in_url(url)
    return in_url, "url" if in_url else ""


def _author(page: _Page) -> str:
    stated = (page.article.get("author", ""), page.metas.get("author", ""), page.metas.get("article:author", ""))
    return next((name for text in stated if (name := meta.clean_author(text))), "")


def _captions(lines: Sequence[Line], reasons: Sequence[Reason | None], found: Iterable[Line]) -> str:
    """Captions that stood in the text, and those of the page's figures outside of lists of other items; three at most."""
    cut = [line.text for line, reason in zip(lines, reasons, strict=True) if reason is Reason.CAPTION]
    figures = (line.text for line in found if line.kind == "caption" and not line.groups & {"related", "side"})
    return "\n".join(list(dict.fromkeys((*cut, *(text for text in figures if len(text) < 500))))[:3])


# ------------------------------------------------------------------ the door to trafilatura and lxml


def _parsed(text: str) -> Tree | None:
    """The tree, or None when there is no element in it. The text is decoded already: what it declares of itself is not used."""
    try:
        tree = load_html(text)
    except (ValueError, etree.LxmlError):
        return None
    return None if tree is None or not isinstance(tree.tag, str) else tree


def _body(tree: Tree) -> Tree:
    body = tree.find(".//body")
    return tree if body is None else body


# Below 250 characters trafilatura distrusts its own choice and hands out the whole page as one line, with its furniture
# (MIN_EXTRACTED_SIZE). A short report is no failure: its own choice counts if it holds at least half of that line.
_BRIEF_CONFIG = deepcopy(trafilatura.settings.DEFAULT_CONFIG)
_BRIEF_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")
_BRIEF_SHARE, _BRIEF_CHARACTERS = 0.5, 2_000


def _main_text(tree: Tree, url: str | None) -> str | None:
    """What trafilatura takes for the article, one block a line; None when it finds nothing or fails on this page."""
    text = _chosen(tree, url, trafilatura.settings.DEFAULT_CONFIG)
    if text is None or "\n" in text or len(text) > _BRIEF_CHARACTERS:
        return text
    brief = _chosen(tree, url, _BRIEF_CONFIG)
    return brief if brief and len(brief) >= _BRIEF_SHARE * len(text) else text


def _chosen(tree: Tree, url: str | None, config: ConfigParser) -> str | None:
    """Comments are off as they are not the article. `deduplicate` stays off: its memory is shared by the whole process,
    so a page would lose what an earlier page held as well. The tree is left as it was.
    """
    try:
        document = trafilatura.bare_extraction(
            deepcopy(tree), url=url, include_comments=False, include_tables=True, with_metadata=False, config=config
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - third-party heuristics over hostile input: whatever breaks, this page has no main text
        return None
    return None if document is None or isinstance(document, dict) else document.text


# A page that shows a teaser and keeps its article in JSON-LD: the stated body must be three times as long to be taken.
_SHORT, _STATED = 250, 400


def _longer_body(text: str, stated: str) -> str:
    if len(text) >= _SHORT or len(stated) < max(_STATED, 3 * len(text)):
        return text
    tree = _parsed(f"<html><body><div>{stated.replace(chr(10), '<br>')}</div></body></html>")
    return "\n".join(line.text for line in segments(_body(tree))) if tree is not None else text


_MAX_DEPTH = 250  # libxml2 drops what is nested deeper than 256 elements


def _why_no_text(tree: Tree, found: Sequence[Line]) -> str:
    if _depth(tree) >= _MAX_DEPTH:
        return f"the page is nested more than {_MAX_DEPTH} elements deep, which no parser here reads"
    if not found and next(tree.iter("script"), None) is not None:
        return "the page holds no text without running its scripts"
    if not found:
        return "the page holds no text"
    return "no article was found on the page"


def _depth(tree: Tree) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
