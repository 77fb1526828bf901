"""Pages and feed fragments: HTML -> clean text with title, dates and the lines that were removed.

A page is parsed once. From that tree come what it says of itself, one pass over its blocks (`segments`), and the
choice of the main text: the one block that holds nearly all running text, or what an extractor chooses. `noise` then
judges that text line by line with what the blocks tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain, groupby

from lxml import etree

from worker.extract.address import canonical, site_names
from worker.extract.alignment import Placed, align, as_found, filled, in_boxes, in_order
from worker.extract.appeals import speaks_of_site
from worker.extract.authors import choose_author
from worker.extract.comments import comment_stamps
from worker.extract.datelines import dateline, is_entry_note, is_publication_note
from worker.extract.decoding import decode_page, not_a_page
from worker.extract.language import detect_language, language_code
from worker.extract.lines import WORD, Line, ends_sentence, is_sentence, squash
from worker.extract.main_text import body_of, main_text, parse
from worker.extract.noise import decide, introduces, kept, removed
from worker.extract.page import PageFacts, page_facts
from worker.extract.publication import datelines, headline, publication_date
from worker.extract.reasons import PageContext, Reason
from worker.extract.running_text import running_text
from worker.extract.segments import Layout, Tree, layout, segments
from worker.extract.titles import choose_section, choose_title, heading_over, is_beside, title_parts, without_site
from worker.extract.unavailable import (
    MOST_WORDS,
    NO_SCRIPTS,
    consent_wall,
    paywall_teaser,
    unfilled_template,
    why_unavailable,
)
from worker.model import Extract

# ------------------------------------------------------------------ the public functions


def extract_html(data: bytes, url: str | None, charset: str | None, now: datetime | None = None) -> Extract:
    """The article of a page; never raises on bad content.

    `charset` is what the server declared; `now` is when the page was fetched: dates after it are not believed. Without text,
    `error` says why: empty, not a page (and what it is), made by scripts, nested too deeply, no article on it, a notice in the
    place of an article, or only a teaser of it; title and dates are filled in all the same when the page parses.
    """
    if reason := not_a_page(data):
        return Extract(url=url, error=reason)
    text = decode_page(data, charset)
    tree = parse(text)
    if tree is None:
        return Extract(url=url, error="this is not HTML: no element could be read")
    found = layout(body_of(tree))
    facts = page_facts(tree, found.marks)
    ours = running_text(found)
    if ours.is_undisputed:
        placed = as_found(found, ours.lines)
    else:
        chosen = _longer_body(main_text(tree, text, found, ours), facts.article.get("body", ""))
        placed = in_order(align([line for line in chosen.split("\n") if line.strip()], found), found)
    placed = in_boxes(filled(placed, found, with_lead=partial(_has_lead, tuple(placed), facts)), found)
    page = _Found(facts, found, placed, url, has_links=ours.is_undisputed)
    return _finished(page, now, "" if placed else _why_no_text(parse(text), found.lines))


def extract_fragment(html: str, url: str | None, title: str, language: str | None) -> Extract:
    """The text of a feed entry's own summary or content, HTML or plain; `title` and `language` are the entry's.

    Nothing is chosen among its blocks, as a feed carries the article and little else; only noise is removed.
    """
    tree = parse(f"<html><body><div>{html}</div></body></html>") if html.strip() else None
    lines = list(segments(body_of(tree))) if tree is not None else []
    context = PageContext(frozenset(filter(None, (squash(title),))))
    reasons: Sequence[Reason | None] = decide(lines, context)
    text = "\n".join(kept(lines, reasons))
    return Extract(
        title=title,
        text=text,
        caption=_captions(lines, reasons, ()),
        language=detect_language(f"{title}\n{text}", language),
        url=url,
        removed=tuple(removed(lines, reasons)),
        error="" if text else "the entry carries no text of its own",
    )


def _has_lead(placed: Sequence[Placed], facts: PageFacts) -> bool:
    """Whether what stands under a headline tells the news, as leads do, and not why to read on, as English standfirsts do.

    Measured on public pages, which are English and Russian and whose references leave standfirsts out: -.002 on news with them.
    """
    return detect_language("\n".join(one.line.text for one in placed), facts.language) in _WITH_LEADS


_WITH_LEADS = frozenset({"da", "no", "sv", "fi", "is", "de", "fr"})


NO_ARTICLE = "no article was found on the page"


@dataclass(frozen=True, slots=True)
class _Found:
    """A page as it was read: what it says of itself, its lines, and those that were taken for the article; `has_links`: with
    the links among them, from which it is seen where a list of other items stands.
    """

    facts: PageFacts
    layout: Layout
    placed: Sequence[Placed]
    url: str | None
    has_links: bool = False


def _finished(page: _Found, now: datetime | None, error: str) -> Extract:
    facts, lines = page.facts, [line.line for line in page.placed]
    names = site_names(facts.sites, page.url)
    title = choose_title(facts.headings, facts.titles, facts.tab, names, facts.lower)
    over = heading_over(page.layout.lines, (line.text for line in lines), names)
    title = over if not title or (not facts.titles and is_beside(title, over, facts.tab)) else title
    titles = _known_titles(facts, names) | {squash(title)} - {""}
    own = _own_titles(page.layout.lines, title, titles, names)
    above = _above_headline(page, own)
    context = PageContext(titles, frozenset(filter(None, (page.url, facts.canonical))), frozenset(facts.sites))
    reasons: Sequence[Reason | None] = (*[Reason.OUTSIDE] * above, *decide(lines[above:], context))
    reasons = _without_links(lines, reasons) if page.has_links else reasons
    reasons, error = _unless_article(page, reasons, error)
    text = "\n".join(kept(lines, reasons))
    language = detect_language(f"{title}\n{text}", facts.language)
    # A template's "en-US" on a page in another language would read 02.01. as the first of February.
    tag = facts.language if language == language_code(facts.language) else language
    visible = chain(
        datelines(page.layout.lines, own, facts.visible, tag, _over_headline(page.layout, own, tag)),
        _below_text(page.layout.lines, text, tag),
    )
    published, origin = publication_date(facts.dates, page.url, visible, tag, now, facts.doubted_dates)
    return Extract(
        title=title,
        text=text,
        caption=_captions(lines, reasons, page.layout.lines),
        language=language,
        published=published,
        published_origin=origin,
        author=choose_author(facts.authors, facts.signed, facts.bylines, names),
        section=choose_section(facts.sections),
        url=canonical(facts.canonical, page.url, facts.metas.get("og:url")),
        removed=tuple(removed(lines, reasons)),
        boxed=_boxed(lines, reasons, names, language),
        error=error or ("" if text else NO_ARTICLE),
    )


def _above_headline(page: _Found, titles: frozenset[str]) -> int:
    """How many of the lines stand over the headline, which are no part of the article: a wall of consent, a menu, a ticker.

    None where no heading is the headline or the first rank of headings is for others, and where more running text stands above
    than below: a second article, or a page that closes with its headline.
    """
    found = page.layout
    at = headline(found.lines, titles)
    if at == len(found.lines) or found.lines[at].kind != "heading":
        return 0
    if not _is_first_rank(found, at) and any(_is_first_rank(found, i) for i in range(len(found.lines))):
        return 0
    above = max((i + 1 for i, one in enumerate(page.placed) if one.cover and one.cover.stop <= at), default=0)
    told = [len(one.line.text) if ends_sentence(one.line.text) else 0 for one in page.placed]
    return above if sum(told[:above]) <= sum(told[above:]) else 0


def _is_first_rank(page: Layout, line: int) -> bool:
    return page.blocks[page.owner[line]].tag == "h1"


def _without_links(lines: Sequence[Line], reasons: Sequence[Reason | None]) -> Sequence[Reason | None]:
    """The reasons, with one for each line that is a link and no sentence: a linked sentence may name a document, and words before
    a link say what it is ("Account: @harbour"). An address or the name of an account says what it is, and entries of a list that
    names other things too, or that a sentence announces, are the article's own."""
    links = [line.link >= ALL_LINK and not (ends_sentence(line.text) or _ADDRESS.search(line.text)) for line in lines]
    own = set(_own_entries(lines, reasons, links))
    return tuple(
        reason or (Reason.LINK_LINE if is_link and i not in own else None)
        for i, (is_link, reason) in enumerate(zip(links, reasons, strict=True))
    )


def _own_entries(lines: Sequence[Line], reasons: Sequence[Reason | None], links: Sequence[bool]) -> Iterator[int]:
    """The entries of lists within the text that names, and not headlines, make part of it."""
    first = next((i for i, line in enumerate(lines) if reasons[i] is None and is_sentence(line.text)), len(lines))
    for is_list, run in groupby(range(len(lines)), key=lambda i: i > first and lines[i].kind == "item" and reasons[i] is None):
        entries = list(run) if is_list else []
        if any(links[i] for i in entries) and (_is_mixed(lines, entries) or _is_announced(lines, entries, links)):
            yield from entries


def _is_mixed(lines: Sequence[Line], entries: Sequence[int]) -> bool:
    """Whether a list names several things that link nowhere, and not only tells or dates what it links to."""
    unlinked = {lines[i].text for i in entries if lines[i].link < 0.5 and not ends_sentence(lines[i].text)}
    return sum(dateline(text) is None for text in unlinked) >= max(FEWEST_OTHERS, MIXED * len(entries))


def _is_announced(lines: Sequence[Line], entries: Sequence[int], links: Sequence[bool]) -> bool:
    """Whether a sentence stands over a list of which most are links to what is called by a name."""
    names = sum(links[i] and len(lines[i].text.split()) <= NAME_WORDS for i in entries)
    return 2 * names > len(entries) and introduces(lines[entries[0] - 1])


FEWEST_OTHERS, MIXED = 2, 0.3  # different entries that link nowhere, and their share
NAME_WORDS = 5  # of an entry with its mark; headlines are longer
_ADDRESS = re.compile(r"^\W*https?://\S+$|(?:^|\s)@\w")


# Of the characters. At .5, public pages lose .0005 of recall for .0002 of precision at most; at .9, generated pages keep a line.
ALL_LINK = 0.8


def _own_titles(lines: Sequence[Line], title: str, titles: frozenset[str], sites: Sequence[str]) -> frozenset[str]:
    """The titles by which the headline is found: the chosen one where a heading is it, else all but names of the site, whose
    logo is the first heading of many pages."""
    chosen = squash(title)
    if any(line.kind == "heading" and squash(line.text) == chosen for line in lines):
        return frozenset((chosen,))
    return frozenset(known for known in titles if without_site(known, sites))


def _over_headline(page: Layout, titles: frozenset[str], tag: str | None) -> Iterator[str]:
    """The lines over the headline with which the block around it begins; of many only those that say they are the date of
    publication. A headline of two lines is one. A masthead, where many show the day of the visit, is no
    part of that block, or has a menu below it."""
    at = headline(page.lines, titles)
    number = page.owner[at] if at < len(page.lines) else -1
    while number >= 0 and _is_headline_alone(page.lines[page.blocks[number].start : page.blocks[number].end]):
        number = page.blocks[number].parent
    start = page.blocks[number].start if number >= 0 else at
    over = page.lines[start:at]
    if len(over) > _MOST_OVER or any(line.kind == "item" for line in over):
        return
    yield from (
        line.text for line in over if line.link < 0.5 and (len(over) <= _OVER_HEADLINE or is_publication_note(line.text, tag))
    )


def _is_headline_alone(lines: Sequence[Line]) -> bool:
    return len(lines) == 1 or (len(lines) <= _OVER_HEADLINE and all(line.kind == "heading" for line in lines))


_OVER_HEADLINE = 2  # a date, and the name of a section or of a kind of document
_MOST_OVER = 6  # an office's box: who, when, which kind of document, its number


def _below_text(lines: Sequence[Line], text: str, tag: str | None) -> Iterator[str]:
    """The lines right below the text that say when it was published."""
    last = squash(text.rpartition("\n")[2])
    at = next((i for i in range(len(lines) - 1, -1, -1) if last and squash(lines[i].text) == last), len(lines))
    below = () if comment_stamps(lines[at:]) else lines[at : at + 1 + _LINES_AFTER]
    yield from (line.text for line in below if is_publication_note(line.text, tag))
    yield from (line.text for line in lines[at + 1 + _LINES_AFTER : at + 1 + _NOTE_AFTER] if is_entry_note(line.text))


_LINES_AFTER = 4
_NOTE_AFTER = 16  # a whole sentence about the date stands below buttons and a box about the author


def _unless_article(page: _Found, reasons: Sequence[Reason | None], error: str) -> tuple[Sequence[Reason | None], str]:
    """The reasons and the error; of a notice or a teaser no line stays."""
    stay = [line.line for line, reason in zip(page.placed, reasons, strict=True) if reason is None]
    if sum(line.text.count(" ") for line in stay) > MOST_WORDS:
        return reasons, error
    recognisers = (
        (why_unavailable, Reason.UNAVAILABLE),
        (consent_wall, Reason.UNAVAILABLE),
        (unfilled_template, Reason.UNAVAILABLE),
        (paywall_teaser, Reason.TEASER),
    )
    for recognise, reason in recognisers:
        if found := recognise(page.facts, stay, page.layout.lines):
            return tuple(old or reason for old in reasons), found
    return reasons, error


def _boxed(
    lines: Sequence[Line], reasons: Sequence[Reason | None], sites: Sequence[str], language: str | None
) -> tuple[int, ...]:
    """The numbers of the lines of the text that are set apart, counted among those that `kept` gives.

    A line that ends with a link is one of them, and a short one that names the site or what sites offer: what a site repeats in
    its articles asks for something.
    """
    stay = [line for line, reason in zip(lines, reasons, strict=True) if reason is None and WORD.search(line.text)]
    named = frozenset(filter(None, map(squash, sites)))
    return tuple(n for n, line in enumerate(stay) if line.box >= 0 or line.invites or speaks_of_site(line, named, language or ""))


def _known_titles(page: PageFacts, sites: Sequence[str]) -> frozenset[str]:
    parts = (part for title in (*page.titles, page.tab, *page.headings) for part in title_parts(title))
    return frozenset(filter(None, map(squash, (*parts, without_site(page.tab, sites, of_tab=True)))))


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
        return NO_SCRIPTS
    if not found:
        return "the page holds no text"
    return NO_ARTICLE


def _depth(tree: Tree) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
