"""Pages and feed fragments: HTML -> clean text with title, dates and the lines that were removed.

A page is parsed once. From that tree come what it says of itself, one pass over its blocks (`segments`), and the
choice of the main text; `noise` then judges that text line by line with what the blocks tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from worker.extract import meta
from worker.extract.decoding import decode_page, not_a_page
from worker.extract.main_text import body_of, main_text, parse
from worker.extract.noise import Line, PageContext, Reason, decide, kept, squash
from worker.extract.page import DATE_NAMES, PageFacts, page_facts
from worker.extract.segments import Tree, segments
from worker.extract.text import removed
from worker.model import Extract

# ------------------------------------------------------------------ the public functions


def extract_html(data: bytes, url: str | None, charset: str | None) -> Extract:
    """The article of a page; never raises on bad content.

    `charset` is what the server declared. Without text, `error` says why: empty, not a page (and what it is), made by
    scripts, nested too deeply, or no article on it; title and dates are filled in all the same when the page parses.
    """
    if reason := not_a_page(data):
        return Extract(url=url, error=reason)
    tree = parse(decode_page(data, charset))
    if tree is None:
        return Extract(url=url, error="this is not HTML: no element could be read")
    page = page_facts(tree)
    found = list(segments(body_of(tree)))
    text = main_text(tree, url) or ""
    text = _longer_body(text, page.article.get("body", ""))
    index = _index(found)
    lines = [_located(line, index) for line in text.split("\n") if line.strip()]
    return _finished(page, lines, found, url, "" if lines else _why_no_text(tree, found))


def extract_fragment(html: str, url: str | None, title: str, language: str | None) -> Extract:
    """The text of a feed entry's own summary or content, HTML or plain; `title` and `language` are the entry's.

    Nothing is chosen among its blocks, as a feed carries the article and little else; only noise is removed.
    """
    tree = parse(f"<html><body><div>{html}</div></body></html>") if html.strip() else None
    lines = list(segments(body_of(tree))) if tree is not None else []
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


def _finished(page: PageFacts, lines: Sequence[Line], found: Sequence[Line], url: str | None, error: str) -> Extract:
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


def _known_titles(page: PageFacts) -> frozenset[str]:
    parts = (part for title in (*page.titles, page.tab, *page.headings) for part in meta.title_parts(title))
    return frozenset(filter(None, map(squash, parts)))


def _published(page: PageFacts, url: str | None) -> tuple[datetime | None, str]:
    named = [page.metas[name] for name in DATE_NAMES if name in page.metas]
    if stated := meta.first_moment((*named[:1], page.article.get("date", ""), *named[1:], *page.times)):
        return stated, "meta"
    in_url = meta.date_in_url(url)
    return in_url, "url" if in_url else ""


def _author(page: PageFacts) -> str:
    stated = (page.article.get("author", ""), page.metas.get("author", ""), page.metas.get("article:author", ""))
    return next((name for text in stated if (name := meta.clean_author(text))), "")


def _captions(lines: Sequence[Line], reasons: Sequence[Reason | None], found: Iterable[Line]) -> str:
    """Captions that stood in the text, and those of the page's figures outside of lists of other items; three at most."""
    cut = [line.text for line, reason in zip(lines, reasons, strict=True) if reason is Reason.CAPTION]
    figures = (line.text for line in found if line.kind == "caption" and not line.groups & {"related", "side"})
    return "\n".join(list(dict.fromkeys((*cut, *(text for text in figures if len(text) < 500))))[:3])


# A page that shows a teaser and keeps its article in JSON-LD: the stated body must be three times as long to be taken.
_SHORT, _STATED = 250, 400


def _longer_body(text: str, stated: str) -> str:
    if len(text) >= _SHORT or len(stated) < max(_STATED, 3 * len(text)):
        return text
    tree = parse(f"<html><body><div>{stated.replace(chr(10), '<br>')}</div></body></html>")
    return "\n".join(line.text for line in segments(body_of(tree))) if tree is not None else text


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
