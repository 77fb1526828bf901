"""Which lines of a document are not the article, each with the name of the detector that says so. Pure.

One core for plain text and for pages: a page adds what only markup can tell (link density, names of the surrounding
page parts, the page's own headlines). Detectors look at the lines that are still kept; the whole is repeated until
nothing more goes, so deciding twice gives the same as deciding once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, takewhile

from worker.extract import cues
from worker.extract.lines import (
    TITLE_CASE,
    WORD,
    Line,
    capitals,
    ends_sentence,
    is_bulleted,
    is_headline,
    is_paragraph,
    is_plain_headline,
    squash,
)

# A pass that would take more than this share of the characters has misread the document; only what is certain goes.
MOST = 0.6
# A short report on a page full of other things: its sentences, so many words of them, are known by their place and stay.
MOST_BESIDE_TEXT, LEAST_TEXT = 0.95, 15
# Half a page of headlines can stand under an article; more than that and the headlines are the document.
LIST_SHARE = 0.5
LINKED = 0.6  # from here on a line is mostly link
LINK_LINE = 0.9
OPENING_LINES = 4  # so many other lines at the top end the search for a repeated headline
GROUP_SHARE = 0.25  # a page part with more of the text than this is the article, whatever its class says
TAIL_SHARE = 0.05
LONGEST_CUE = 400  # characters of a line that is nothing but a cue
LONGEST_BOX = 1200  # characters of a whole consent box that was flattened into one line
LOOK_AHEAD = 60  # lines of a list under a heading; a bound against quadratic time on hostile pages


class Reason(StrEnum):
    """Why a line was removed; the words are shown to people."""

    TITLE = "title"
    HEADLINE_LIST = "headline-list"
    TAIL_HEADING = "tail-heading"
    POINTER = "pointer"
    SUBSCRIBE = "subscribe"
    CONSENT = "consent"
    SHARE = "share"
    FOOTER = "footer"
    AUTHOR_BOX = "author-box"
    COMMENTS = "comments"
    RELATED = "related"
    LINK_LINE = "link-line"
    CAPTION = "caption"
    FOREIGN_HEADLINE = "foreign-headline"
    REPEATED = "repeated"
    MACHINE_DATA = "machine-data"
    SIGN_OFF = "sign-off"
    OUTSIDE = "outside"
    TEASER = "teaser"
    UNAVAILABLE = "unavailable"
    APPEAL = "appeal"


CERTAIN = frozenset({Reason.TITLE, Reason.CONSENT, Reason.REPEATED})


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the page says of itself: its headlines, each as `squash` leaves it, and its addresses."""

    titles: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


Found = Iterable[tuple[int, Reason]]
Detector = Callable[[Sequence[Line], PageContext | None], Found]


def decide(lines: Sequence[Line], page: PageContext | None = None) -> tuple[Reason | None, ...]:
    """For each line the reason to remove it, or None to keep it. `page` is None for plain text.

    Blank lines are kept. One line at least is kept, and no pass takes more than `MOST` of the text. Deciding again on
    the kept lines removes nothing.
    """
    reasons: list[Reason | None] = [None] * len(lines)
    kept = [i for i, line in enumerate(lines) if WORD.search(line.text)]
    while kept:
        found = _one_pass([lines[i] for i in kept], page)
        if not found:
            break
        for position, reason in found.items():
            reasons[kept[position]] = reason
        kept = [i for position, i in enumerate(kept) if position not in found]
    return tuple(reasons)


def _one_pass(lines: Sequence[Line], page: PageContext | None) -> dict[int, Reason]:
    found: dict[int, Reason] = {}
    for detector in DETECTORS:
        for i, reason in detector(lines, page):
            found.setdefault(i, reason)
    for i in _rest_of_boxes(lines, found):
        found.setdefault(i, Reason.OUTSIDE)
    for i, reason in list(_buttons(lines, found)):
        found.setdefault(i, reason)
    if _too_much(lines, found, page):
        found = {i: reason for i, reason in found.items() if reason in CERTAIN}
    return {} if _too_much(lines, found, page) else found


def _too_much(lines: Sequence[Line], found: Mapping[int, Reason], page: PageContext | None) -> bool:
    """What is said twice does not count: it stays once. Where sentences of the running text stay, much more may go."""
    size = {i: len(line.text) for i, line in enumerate(lines) if found.get(i) is not Reason.REPEATED}
    stay = (line.text for i, line in enumerate(lines) if page and line.box < 0 and i not in found)
    text_stays = sum(text.count(" ") for text in stay if ends_sentence(text)) >= LEAST_TEXT
    return sum(size[i] for i in found if i in size) > (MOST_BESIDE_TEXT if text_stays else MOST) * sum(size.values())


# ------------------------------------------------------------------ line by line


def _titles(lines: Sequence[Line], page: PageContext | None) -> Found:
    """A page's headline once more among its first lines (further down it may be a real sub-heading)."""
    others = 0
    for i, line in enumerate(lines if page else ()):
        if page and squash(line.text) in page.titles and not line.text.rstrip().endswith(","):  # a lead that begins with it
            yield i, Reason.TITLE
        else:
            others += 1
        if others == OPENING_LINES:
            return


def _captions(lines: Sequence[Line], _page: PageContext | None) -> Found:
    for i, line in enumerate(lines):
        if line.kind == "caption" or (len(line.text) < LONGEST_CUE and _names_picture(line)):
            yield i, Reason.CAPTION


# "dpa" or "AP Photo" alone signs the article.
CREDIT_WORDS = 4


def _names_picture(line: Line) -> bool:
    """Whether the part of the page is named so, or the line closes with a credit and is no sentence of the running text."""
    if "caption" in line.groups:
        return True
    apart = line.box >= 0 or not ends_sentence(line.text)
    return apart and len(line.text.split()) >= CREDIT_WORDS and cues.CREDIT.search(line.text) is not None


@lru_cache(maxsize=16384)  # each pass asks about the lines that stay
def is_consent(text: str) -> bool:
    """Whether a line asks the reader to accept what a page stores.

    It has to speak to the reader, name the thing, and offer a choice; a news sentence about cookies does one or two of
    these, or quotes. A long line needs sentences that were glued together, as when a whole box is flattened.
    """
    if len(text) < 120 and "consent-button" in cues.said(text):
        return True
    if len(text) > LONGEST_BOX or cues.QUOTED.search(text):
        return False
    if len(text) >= LONGEST_CUE and not (cues.GLUED.search(text) or cues.PARTNERS.search(text)):  # cheaper than phrases
        return False
    return _names_what_is_stored(text) and bool(cues.CONSENT_ADDRESS.search(text) and cues.CONSENT_CHOICE.search(text))


def _names_what_is_stored(text: str) -> bool:
    """A short line is asked for all cues anyhow; a long one for this alone."""
    return "consent-thing" in cues.said(text) if len(text) < LONGEST_CUE else cues.CONSENT_THING.search(text) is not None


def is_subscribe(text: str) -> bool:
    """Whether a line asks to subscribe, follow, join or install."""
    said = cues.said(text)
    return ("subscribe" in said and len(text) < 350) or ("inbox" in said and len(text) < 200)


def is_pointer(text: str, linked: bool) -> bool:
    """Whether a line points to another item: a cue, a separator, and then no sentence (or a link)."""
    return "pointer" in cues.said(text) and len(text) < 220 and (linked or not ends_sentence(text))


def _is_footer(text: str, late: bool) -> bool:
    said = cues.said(text)
    return "stamp" in said or ("footer" in said and (late or len(text) < 160)) or _is_stamp_with_more(text)


def _is_stamp_with_more(text: str) -> bool:
    """ "First published 18 May 2026, viewed 3,398 times": a stamp, and one more thing of those that stand beside it."""
    ends = (found.end() for found in cues.MOMENT_END.finditer(text))
    return any("stamp" in cues.said(text[:end]) and not _BESIDE_STAMP.isdisjoint(cues.said(text[end:].strip())) for end in ends)


_BESIDE_STAMP = frozenset({"stamp", "footer", "share-button"})


def _phrases(lines: Sequence[Line], _page: PageContext | None) -> Found:
    for i, line in enumerate(lines):
        if len(line.text) <= LONGEST_BOX and (reason := _phrase(line, late=i > 0.8 * len(lines))):
            yield i, reason


def _phrase(line: Line, *, late: bool) -> Reason | None:
    text = line.text.strip()
    if is_consent(text):
        return Reason.CONSENT
    if len(text) >= LONGEST_CUE or not (cues.said(text) or cues.MOMENT_END.search(text)):
        return None
    if is_subscribe(text):
        return Reason.SUBSCRIBE
    if is_pointer(text, line.link > 0.5):
        return Reason.POINTER
    if "share-button" in cues.said(text):
        return Reason.SHARE
    return Reason.FOOTER if _is_footer(text, late) else None


# ------------------------------------------------------------------ the house speaks to its readers

# An appeal is a line or two; longer ones, and more than so many, are how the author writes.
LONGEST_APPEAL, MOST_APPEALS = 260, 8
# A report speaks to nobody outside of its quotations: at most this share of its words stands in paragraphs that do.
ADDRESSED_SHARE = 0.04
OPENING_TEXT = 30  # lines that tell the language
OTHER_WORDS = 25  # with less text beside the appeals nothing is known of how the author writes
_DIRECT_SPEECH = re.compile(r"\s*[–—-]\s")
_SPEAKS = frozenset({"house", "reader"})


def _appeals(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """Lines in which the house speaks to its readers, or of what it offers them, in a text that speaks to nobody.

    Which words those are is data (house, reader, offer): two of the three make a line suspect. Columns and letters address
    their readers all over and keep every line.
    """
    language = cues.language_of(word for line in lines[:OPENING_TEXT] for word in squash(line.text).split())
    long = [line.text for line in lines if len(line.text) > LONGEST_APPEAL and is_paragraph(line.text)]
    if not language or not _speak_to_nobody(long, _words(line.text for line in lines), language):  # a column shows it here
        return
    found = {i for i, line in enumerate(lines) if _is_appeal(line, language)}
    others = [line.text for i, line in enumerate(lines) if i not in found and is_paragraph(line.text)]
    words = _words(others)
    if 0 < len(found) <= MOST_APPEALS and words >= OTHER_WORDS and _speak_to_nobody(others, words, language):
        yield from ((i, Reason.APPEAL) for i in sorted(found))


def _words(texts: Iterable[str]) -> int:
    return sum(text.count(" ") + 1 for text in texts)


def _is_appeal(line: Line, language: str) -> bool:
    text = line.text
    if len(text) > LONGEST_APPEAL or line.kind == "cell" or len(cues.addressed(text, language)) < 2:
        return False
    if cues.QUOTED.search(text) or _DIRECT_SPEECH.match(text):
        return False
    return not any(verb.search(text) for pair in cues.SPEECH for verb in pair)


def speaks_of_site(line: Line, sites: Collection[str], language: str) -> bool:
    """Whether a short line names its site (`sites` as `squash` leaves them) or what sites offer: newsletter, editors.

    Alone that says little; the same line in several articles of a site is furniture then, and no standing background.
    """
    text = line.text
    if len(text) > LONGEST_APPEAL or line.kind == "cell" or cues.QUOTED.search(text) or _DIRECT_SPEECH.match(text):
        return False
    words = f" {squash(text)} "
    return any(f" {site} " in words for site in sites) or (
        language in cues.LANGUAGES and "offer" in cues.addressed(text, language)
    )


def _speak_to_nobody(texts: Iterable[str], words: int, language: str) -> bool:
    """Whether texts that speak to somebody hold at most `ADDRESSED_SHARE` of so many words."""
    left = ADDRESSED_SHARE * words
    for text in texts:
        left -= (text.count(" ") + 1) * _speaks(text, language)
        if left < 0:
            return False
    return True


def _speaks(text: str, language: str) -> bool:
    if _DIRECT_SPEECH.match(text) or not cues.addressed(text, language) & _SPEAKS:
        return False
    return bool(cues.addressed(_QUOTATION.sub(" ", text), language) & _SPEAKS)


# ------------------------------------------------------------------ said twice, or not to people

_MACHINE_DATA = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.+Z-]*$|https?://\S+\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]\S*)?$", re.IGNORECASE
)
# A single sentence recurs by right (a question of an interview, a refrain), and so do the short lines of a list.
REPEATED_PARAGRAPHS = 2


def _repeats(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """A run of lines that stands in the document already, in the same order: a page that holds its article twice."""
    first: dict[str, int] = {}
    earlier = [first.setdefault(squash(line.text), i) for i, line in enumerate(lines)]
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and earlier[end] < end and earlier[end] == earlier[end - 1] + 1:
            continue
        run = range(start if earlier[start] < start else start + 1, end)
        if sum(is_paragraph(lines[i].text) for i in run) >= REPEATED_PARAGRAPHS:
            yield from ((i, Reason.REPEATED) for i in run)
        start = end


def _machine_data(lines: Sequence[Line], page: PageContext | None) -> Found:
    """A moment, the address of a picture or the page's own address as a line of its own: what was meant for programs."""
    for i, line in enumerate(lines):
        text = line.text.strip(" -")
        if _MACHINE_DATA.match(text) or (page and text in page.addresses):
            yield i, Reason.MACHINE_DATA


# ------------------------------------------------------------------ what follows the article

_HEADINGS = {
    "comments": Reason.COMMENTS,
    "share": Reason.SHARE,
    "author": Reason.AUTHOR_BOX,
    "tail-heading": Reason.TAIL_HEADING,
}


def tail_heading(text: str) -> Reason | None:
    """Which kind of block a line opens when it is a heading of what follows an article, else None."""
    if len(text) >= 80:
        return None
    said = cues.said(text)
    return next((reason for cue, reason in _HEADINGS.items() if cue in said), None)


def _listed(line: Line) -> bool:
    return line.link > LINKED or not ends_sentence(line.text) or len(line.text) < 25


def _tails(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Headings such as "Related Posts" with what stands under them, when that is a list, a link list or next to nothing."""
    rest = [0] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        rest[i] = rest[i + 1] + len(lines[i].text)
    last_paragraph = max((i for i, line in enumerate(lines) if not _listed(line)), default=-1)
    last_own_item = max((i for i, line in enumerate(lines if page else ()) if _is_own_item(line)), default=-1)
    for i, line in enumerate(lines):
        reason = tail_heading(line.text.strip())
        if reason is None or i == 0:
            continue
        ends_here = (last_paragraph < i and rest[i] < LIST_SHARE * rest[0]) or rest[i + 1] < _tail_share(reason) * rest[0]
        if ends_here and last_own_item < i:
            yield from _to_the_end(i, len(lines), reason)
            return
        yield from _linked_block(lines, i, reason)


def _is_own_item(line: Line) -> bool:
    """An entry of a list or table in the running text that links nowhere: facts, not other items."""
    return line.kind in ("item", "cell") and line.box < 0 and line.link == 0


def _tail_share(reason: Reason) -> float:
    """A note on the author runs to some sentences; under other headings running text is the article going on."""
    return 0.15 if reason is Reason.AUTHOR_BOX else TAIL_SHARE


def _to_the_end(start: int, end: int, reason: Reason) -> Found:
    yield start, reason
    below = Reason.HEADLINE_LIST if reason is Reason.TAIL_HEADING else reason
    yield from ((i, below) for i in range(start + 1, end))


def _linked_block(lines: Sequence[Line], start: int, reason: Reason) -> Found:
    """A heading inside the text with links under it; in plain text, which has no links, it stays."""
    block = []
    for i in range(start + 1, min(len(lines), start + LOOK_AHEAD)):
        if reason is Reason.COMMENTS and lines[i].box >= 0:  # each reader in a box of his own
            block.append(i)
            continue
        if lines[i].link <= LINKED or (not lines[i].kind and lines[i].box < 0 and ends_sentence(lines[i].text)):
            break  # a whole sentence of the running text may point to a document
        block.append(i)
    alone = bool(lines[start].groups & {"related", "subscribe", "comments", "share"}) or lines[start].link > LINKED
    if block or alone:
        yield start, reason
        yield from ((i, Reason.RELATED) for i in block)


def _headline_list(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Headlines of other items in a row at the very end (pages: links in a row)."""
    run = _trailing(lines, _is_tail_link) if page else _trailing_headlines(lines)
    if sum(len(lines[i].text) for i in run) < LIST_SHARE * sum(len(line.text) for line in lines):
        yield from ((i, Reason.HEADLINE_LIST) for i in run)


def _is_tail_link(line: Line) -> bool:
    """A link, but no whole sentence in the running text, which may point to a document."""
    return line.link > 0.8 and (line.box >= 0 or not ends_sentence(line.text))


def _trailing(lines: Sequence[Line], belongs: Callable[[Line], bool]) -> range:
    start = len(lines)
    while start and belongs(lines[start - 1]):
        start -= 1
    return range(start, len(lines))


def _trailing_headlines(lines: Sequence[Line]) -> range:
    """Plain text: three headlines with capitals, or four that are written like sentences without an end.

    A list that its paragraph announces with a colon is part of the text.
    """
    for shape, least in ((is_headline, 3), (is_plain_headline, 4)):
        run = _trailing(lines, lambda line, shape=shape: shape(line.text))  # type: ignore[misc]
        if len(run) >= least and run.start and ends_sentence(lines[run.start - 1].text):
            return run
    return range(0)


# What an article closes with: at most this many lines, each of at most so many characters. More is a list of addresses.
SIGN_OFF_LINES, SIGN_OFF_CHARS = 3, 300
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?:^|[\s(])@\w{3,}")
# With the code of the country, as those write it who want to be called: ITU-T E.123.
_TELEPHONE = re.compile(r"\+\d{1,3}[ ()./-]?\d[\d ()./-]{5,}\d")


def _sign_offs(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """The last lines of all when they name an address to write to, an account to follow, or who reported and edited."""
    run = _trailing(lines, lambda line: len(line.text) < SIGN_OFF_CHARS and _is_sign_off(line.text))
    if len(run) < len(lines) and len(run) <= SIGN_OFF_LINES:
        yield from ((i, Reason.SIGN_OFF) for i in run)


def _is_sign_off(text: str) -> bool:
    return bool(_CONTACT.search(text) or _TELEPHONE.search(text) or cues.SIGN_OFF.search(text)) and not cues.QUOTED.search(text)


# ------------------------------------------------------------------ boxes (markup only)

# One line in five that says what a box is for speaks for all of it: a wall of consent has buttons and lists of purposes.
BOX_SIGNS = 0.2


def _boxes(lines: Sequence[Line], page: PageContext | None) -> Found:
    """A whole box of which some lines say that it asks the reader for something, or lists comments or other items."""
    if page is None:
        return
    total = sum(len(line.text) for line in lines)
    for members in _members(lines).values():
        signs = [sign for i in members if (sign := _sign(lines[i]))]
        size = sum(len(lines[i].text) for i in members)
        if signs and len(signs) >= BOX_SIGNS * len(members) and (size < GROUP_SHARE * total or signs[0] is Reason.CONSENT):
            yield from ((i, signs[0]) for i in members)


_BOX_SIGNS = frozenset({Reason.CONSENT, Reason.SUBSCRIBE, Reason.POINTER, Reason.COMMENTS, Reason.SHARE, Reason.AUTHOR_BOX,
                        Reason.TAIL_HEADING, Reason.APPEAL})  # fmt: skip


# A teaser: a few lines apart from the running text that close with a link of a few words ("Till artikeln").
TEASER_LINES, TEASER_WORDS, MORE_WORDS = 4, 70, 4


def _cards(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """Texts of cards that point to other items, with the heading over them; lists keep their items, which may be answers."""
    for members in _members(lines).values():
        if _is_teaser([lines[i] for i in members]):
            yield from ((i, Reason.RELATED) for i in members)
        texts = [i for i in members if lines[i].carded and not lines[i].kind and ends_sentence(lines[i].text)]
        if texts and sum(line.box < 0 for line in lines[: texts[0]]) > 0:
            yield from ((i, Reason.RELATED) for i in members if i in texts or i < texts[0])


def _is_teaser(box: Sequence[Line]) -> bool:
    last = box[-1]
    closes = last.link > LINK_LINE and not last.kind and len(last.text.split()) <= MORE_WORDS
    few = 1 < len(box) <= TEASER_LINES and sum(len(line.text.split()) for line in box) <= TEASER_WORDS
    return closes and few and all(line.kind in ("", "heading", "card") for line in box)


def _rest_of_boxes(lines: Sequence[Line], found: Mapping[int, Reason]) -> Iterator[int]:
    """What stays of small boxes of which half the lines go."""
    total = sum(len(line.text) for line in lines)
    for members in _members(lines).values():
        going = [i for i in members if i in found]
        if len(members) > 2 and 2 * len(going) >= len(members) and sum(len(lines[i].text) for i in members) < GROUP_SHARE * total:
            yield from members


def _buttons(lines: Sequence[Line], found: Mapping[int, Reason]) -> Found:
    """The link of a few words right below a line that asks for something: its button."""
    for i, reason in found.items():
        if reason in (Reason.SUBSCRIBE, Reason.APPEAL) and i + 1 < len(lines) and i + 1 not in found:
            line = lines[i + 1]
            if line.link > LINK_LINE and not line.kind and len(line.text.split()) <= MORE_WORDS and not ends_sentence(line.text):
                yield i + 1, reason


def _members(lines: Sequence[Line]) -> Mapping[int, list[int]]:
    boxes: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.box >= 0:
            boxes[line.box].append(i)
    return boxes


def _sign(line: Line) -> Reason | None:
    reason = _phrase(line, late=False) or tail_heading(line.text.strip())
    return reason if reason in _BOX_SIGNS else None


def _outside(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Labels, links and cards in boxes above the first and below the last line of the running text."""
    inside = [i for i, line in enumerate(lines) if line.box < 0]
    if page is None or not inside:
        return
    for i in (*range(inside[0]), *range(inside[-1] + 1, len(lines))):
        if _is_label(lines[i], above=i < inside[0]):
            yield i, Reason.OUTSIDE


def _is_label(line: Line, *, above: bool) -> bool:
    """Whether a line outside of the running text names or links something; measured, items and cells there are content."""
    words, linked = len(line.text.split()), line.link > 0.5
    if line.kind == "heading":
        return linked
    if line.kind == "card":
        return not above and not is_bulleted(line.text.lstrip(" -"))
    return line.kind == "" and (words <= 3 or (words <= 9 and (linked or (above and not ends_sentence(line.text)))))


# ------------------------------------------------------------------ page parts (markup only)

_CERTAIN_GROUPS = {
    "subscribe": Reason.SUBSCRIBE,
    "consent": Reason.CONSENT,
    "comments": Reason.COMMENTS,
    "author": Reason.AUTHOR_BOX,
    "form": Reason.SUBSCRIBE,
}
_LINKED_GROUPS = {"related": Reason.RELATED, "side": Reason.RELATED, "meta": Reason.FOOTER, "share": Reason.SHARE}


def _page_parts(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Lines inside a part of the page whose name says that it is not the article, if that part is small."""
    if page is None:
        return
    total = sum(len(line.text) for line in lines)
    size: Counter[str] = Counter()
    for line in lines:
        size.update(dict.fromkeys(line.groups, len(line.text)))
    small = {group for group, n in size.items() if n < GROUP_SHARE * total}
    for i, line in enumerate(lines):
        if reason := _part_reason(line, small, i / len(lines)):
            yield i, reason


def _part_reason(line: Line, small: set[str], place: float) -> Reason | None:
    for group in sorted(line.groups & small):
        if group in _CERTAIN_GROUPS:
            return _CERTAIN_GROUPS[group]
        late = group == "related" and place > 0.6 and not ends_sentence(line.text)
        if group in _LINKED_GROUPS and (line.link > LINKED or late):
            return _LINKED_GROUPS[group]
    return None


def _link_lines(lines: Sequence[Line], page: PageContext | None) -> Found:
    """A paragraph that is nothing but a link, written like a headline; not in lists, tables and headings."""
    if page:
        for i, line in enumerate(lines):
            if line.link > LINK_LINE and not line.kind and _is_link_text(line.text):
                yield i, Reason.LINK_LINE


def _is_link_text(text: str) -> bool:
    return 4 <= len(text.split()) <= 25 and capitals(text) >= 0.5 and not ends_sentence(text) and not is_bulleted(text)


# "Kanskje du gikk glipp av: Storm ødelegger kai", on one line or two: a label of some words, a colon, and a headline that is a
# link. One word is the name of a field (Source:, Website:).
_LABEL = re.compile(r"[^\W\d_][^\n.!?:]{2,58}[:：]")
LABEL_WORDS, HEADLINE_LINK_WORDS = range(2, 7), range(4, 26)
MOST_ANNOUNCED = 8  # links under a label; more is a list that the text is about
FEWEST_UNDER_HEADING = 2  # where the label has no colon


def _announced(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Other items that a label announces between the paragraphs, with the label. Several lines in a row that are label and
    link each are a list that the text is about."""
    labels = [_label_of(line) if page else None for line in lines]
    with_link = [label is not None and label != line.text for line, label in zip(lines, labels, strict=True)]
    for i, line in enumerate(lines if page else ()):
        if with_link[i]:
            if not any(with_link[max(0, i - 1) : i] + with_link[i + 1 : i + 2]):
                yield i, Reason.POINTER
        elif labels[i] is not None or _may_head_links(line):
            below = _links_below(lines, i)
            if (FEWEST_UNDER_HEADING if labels[i] is None else 1) <= below <= MOST_ANNOUNCED:
                yield from ((number, Reason.POINTER) for number in range(i, i + 1 + below))


def _may_head_links(line: Line) -> bool:
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
    return line.link > LINK_LINE and line.kind in ("", "item") and _has_headline_shape(line.text.lstrip(" -–•"))


def _has_headline_shape(text: str) -> bool:
    return len(text.split()) in HEADLINE_LINK_WORDS and not ends_sentence(text)


# ------------------------------------------------------------------ other items with a sentence of theirs

# The sentence under the headline of another item, and how much of a text may be such items: more is what it is about.
TEASER_SENTENCE, MOST_POINTING = 45, 0.4
FEWEST_TEASERS = 2


def _pointing(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Rows of links, and lines that are the linked headline of another item with a sentence of it. Behind a sentence one such
    link may be an author's remark; in a row they are a list."""
    behind = [line.points == "behind" for line in lines]
    in_row = [is_one and any(behind[max(0, i - 1) : i] + behind[i + 1 : i + 2]) for i, is_one in enumerate(behind)]
    found = [
        i for i, line in enumerate(lines) if in_row[i] or line.points == "before" or (line.points == "row" and not line.kind)
    ]
    if page and _leaves_text(lines, found):
        yield from ((i, Reason.RELATED) for i in found)


def _leaves_text(lines: Sequence[Line], found: Collection[int]) -> bool:
    """Whether these lines are the smaller part of the text, and running text stays."""
    total, going = (sum(len(lines[i].text) for i in part) for part in (range(len(lines)), found))
    words = sum(line.text.count(" ") for i, line in enumerate(lines) if i not in found and ends_sentence(line.text))
    return going <= MOST_POINTING * total and words >= LEAST_TEXT


def _teasers(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Linked headlines in a row, each with as many short lines under it as the first one, and the heading over them: two below a
    heading of other items, three below any heading, and where no running text follows two and three without a heading."""
    i = 0
    while page and i < len(lines):
        found, items = _items_with_teasers(lines, i)
        if items:
            head = i - 1 if i and (tail_heading(lines[i - 1].text.strip()) or _may_head_links(lines[i - 1])) else i
            if _may_go(lines, head, found, items) and _leaves_text(lines, range(head, found.stop)):
                yield from ((n, Reason.RELATED) for n in range(head, found.stop))
        i = max(i + 1, found.stop)


def _may_go(lines: Sequence[Line], head: int, found: range, items: int) -> bool:
    if head < found.start and tail_heading(lines[head].text.strip()) is Reason.TAIL_HEADING:
        return items >= FEWEST_TEASERS
    if items <= FEWEST_TEASERS or head == found.start:
        text_follows = any(line.box < 0 and line.link < 0.5 and is_paragraph(line.text) for line in lines[found.stop :])
        return not text_follows and items >= FEWEST_TEASERS + (head == found.start)
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
        line.link < 0.5
        and line.kind in ("", "card")
        and len(line.text.split()) <= TEASER_SENTENCE
        and not _is_other_headline(line)
    )


def _replies(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What stands between the labels under which readers answer each other ("Reply"), and the line above the first."""
    labels = [i for i, line in enumerate(lines) if len(line.text) < LONGEST_LABEL and "comments" in cues.said(line.text.strip())]
    alike = Counter(lines[i].text.strip() for i in labels)
    labels = [i for i in labels if alike[lines[i].text.strip()] >= FEWEST_REPLIES]
    found = range(max(0, labels[0] - 1), labels[-1] + 1) if page and labels else range(0)
    if _leaves_text(lines, found):
        yield from ((i, Reason.COMMENTS) for i in found)


LONGEST_LABEL, FEWEST_REPLIES = 30, 2


def _labels(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """Headings that came in only to tell what stands below them."""
    yield from ((i, Reason.TAIL_HEADING) for i, line in enumerate(lines) if line.kind == "label")


# ------------------------------------------------------------------ headlines of other items between paragraphs


def _foreign_headlines(lines: Sequence[Line], _page: PageContext | None) -> Found:
    between = (i for i in range(1, len(lines) - 1) if _stands_between(lines, i) and _opens_like_headline(lines[i].text))
    candidates = [i for i in between if not _taken_up(lines[i].text, lines[i + 1].text)]
    if not candidates:
        return
    headlines = set(candidates)
    body = _QUOTATION.sub(" ", "\n".join(line.text for i, line in enumerate(lines) if i not in headlines))
    usage = usage_of(body, [lines[i].text for i in candidates])
    for i in candidates:
        if is_foreign(lines[i].text, usage):
            yield i, Reason.FOREIGN_HEADLINE


def _stands_between(lines: Sequence[Line], i: int) -> bool:
    """Between two paragraphs and not marked as a heading or item: where the headline of another item is let in."""
    text = lines[i].text
    if lines[i].kind or not 6 <= len(text.split()) <= 25 or text.rstrip().endswith((":", ";", ",")):
        return False
    between = ends_sentence(lines[i - 1].text) and ends_sentence(lines[i + 1].text)
    return between and not ends_sentence(text) and not is_bulleted(text)


def _opens_like_headline(text: str) -> bool:
    return bool(cues.OPENING_QUOTE.match(text)) or capitals(text) >= TITLE_CASE


def _taken_up(heading: str, paragraph: str) -> bool:
    """Whether the paragraph goes on about the heading: a third of its longer words come again."""
    words = {w for w in squash(heading).split() if len(w) > 3}
    return bool(words) and len(words & set(squash(paragraph).split())) >= max(2, len(words) / 3)


def is_foreign(text: str, usage: Usage) -> bool:
    """Whether a headline was written for another item, by how it writes.

    Two pieces of evidence are asked for, one of them a name or a verb that is unlike the body; a quotation in front or an unusual
    length alone is no evidence, as sub-headings have both.
    """
    unlike = (_name_unlike(text, usage), any(verb.search(text) for verb in usage.past_only))
    supporting = (bool(cues.OPENING_QUOTE.match(text)), len(text.split()) >= 10)
    return any(unlike) and sum(unlike) + sum(supporting) >= 2


@dataclass(frozen=True, slots=True)
class Usage:
    """How the body writes: each surname with a title ("Mr Trump") and without, and verbs of saying.

    `past_only` are the present forms of those verbs that the body uses in the past and never in the present.
    """

    titled: Counter[str]
    bare: Counter[str]
    past_only: tuple[re.Pattern[str], ...]


# What somebody says follows that person's usage, not the writer's; an apostrophe is no closing quote inside a word.
_QUOTATION = re.compile(
    r"“[^“”\n]{1,600}”|\"[^\"\n]{1,600}\"|«[^«»\n]{1,600}»|„[^„“\n]{1,600}“|(?<!\w)[‘'][^‘’'\n]{1,300}[’'](?!\w)"
)
_TITLED = re.compile(rf"\b{cues.HONORIFIC}\.?\s+([^\W\d_][\w’'-]*)")
_CAPITALISED = re.compile(r"\b[^\W\d_]\w+")


def usage_of(body: str, headlines: Sequence[str]) -> Usage:
    """What `is_foreign` compares these headlines with; quotations should be left out of `body`."""
    asked = [(now, past) for now, past in cues.SPEECH if any(map(now.search, headlines))]
    past_only = tuple(now for now, past in asked if past.search(body) and not now.search(body))
    titled = Counter(_TITLED.findall(body))
    bare: Counter[str] = Counter()
    before, before_end = "", 0
    for found in _CAPITALISED.finditer(body):
        word = found.group()
        if word in titled and not (before[:1].isupper() and body[before_end : found.start()] in (" ", ". ")):
            bare[word] += 1  # neither "Mr Trump" nor "Donald Trump"
        before, before_end = word, found.end()
    return Usage(titled, bare, past_only)


def _name_unlike(text: str, names: Usage) -> bool:
    """A name without its title where the body gives the title four times of five or more."""
    plain = set(_CAPITALISED.findall(text)) - set(_TITLED.findall(text))
    return any(names.titled[name] >= 2 and names.bare[name] <= names.titled[name] / 4 for name in plain)


DETECTORS: tuple[Detector, ...] = (
    _titles, _captions, _repeats, _machine_data, _phrases, _appeals, _tails, _headline_list, _sign_offs, _boxes, _cards, _outside,
    _page_parts, _link_lines, _announced, _pointing, _teasers, _replies, _labels, _foreign_headlines,
)  # fmt: skip


def kept(lines: Sequence[Line], reasons: Sequence[Reason | None]) -> Iterator[str]:
    """The texts of the lines that stay, in order, without those that hold no word ("»", "* * *")."""
    return (line.text for line, reason in zip(lines, reasons, strict=True) if reason is None and WORD.search(line.text))
