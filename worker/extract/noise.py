"""Which lines of a document are not the article, each with the name of the detector that says so. Pure.

One core for plain text and for pages: a page adds what only markup can tell (link density, names of the surrounding
page parts, the page's own headlines). Detectors look at the lines that are still kept; the whole is repeated until
nothing more goes, so deciding twice gives the same as deciding once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, islice, pairwise, takewhile

from worker.extract import cues
from worker.extract.appeals import appeals
from worker.extract.cards import announces
from worker.extract.comments import comments_above_stamps, comments_under_stamps, replies, rest_of_comments
from worker.extract.consent import LONGEST_BOX, is_consent, rest_of_consent
from worker.extract.foreign import foreign_headlines
from worker.extract.house import bylines, house_notes
from worker.extract.items import (
    TEASER_LINES,
    announced,
    attachments,
    heads_text_behind,
    labels,
    leaves_text,
    may_head_links,
    pointing,
    teasers,
)
from worker.extract.lines import (
    REMEMBERED,
    SENTENCE_WORDS,
    WORD,
    Line,
    capitals,
    ends_sentence,
    is_bulleted,
    is_paragraph,
    is_plain_headline,
    squash,
)
from worker.extract.reasons import LEAST_TEXT, LINK_LINE, LINKED, LONGEST_CUE, MOST, Detector, Found, PageContext, Reason
from worker.extract.sharing import networks_beside, share_rows
from worker.extract.tails import contacts, headline_list, press_feet, sign_offs, tail_heading, tails
from worker.model import Removed

# A short report on a page full of other things: its sentences, LEAST_TEXT words of them, are known by their place and stay.
MOST_BESIDE_TEXT = 0.95
OPENING_LINES = 4  # so many other lines at the top end the search for a repeated headline
GROUP_SHARE = 0.25  # a page part with more of the text than this is the article, whatever its class says


CERTAIN = frozenset({Reason.TITLE, Reason.CONSENT, Reason.REPEATED})


def decide(lines: Sequence[Line], page: PageContext | None = None) -> tuple[Reason | None, ...]:
    """For each line the reason to remove it, or None to keep it. `page` is None for plain text.

    Blank lines are kept. One line at least is kept, and no pass takes more than `MOST` of the text. Deciding again on
    the kept lines removes nothing.
    """
    reasons: list[Reason | None] = [None] * len(lines)
    kept = [i for i, line in enumerate(lines) if WORD.search(line.text)]
    while kept:
        found = _one_pass([lines[i] for i in kept], page)
        if not found and page and _ends_with_heading_of_nothing(lines, kept, reasons):
            found = {len(kept) - 1: Reason.OUTSIDE}
        if not found:
            break
        for position, reason in found.items():
            reasons[kept[position]] = reason
        kept = [i for position, i in enumerate(kept) if position not in found]
    return tuple(reasons)


def _ends_with_heading_of_nothing(lines: Sequence[Line], kept: Sequence[int], reasons: Sequence[Reason | None]) -> bool:
    """Whether a text ends with a heading because what stood below it was other items, or something offered. A number tells
    something, and so do several headings in a row, as in a chronology; a credit below one says nothing of it."""
    last = kept[-1]
    if len(kept) < 2 or lines[last].kind != "heading" or lines[kept[-2]].kind == "heading" or last + 1 == len(lines):
        return False
    text, below = lines[last].text, reasons[last + 1]
    is_note = below is Reason.FOOTER and ends_sentence(lines[last + 1].text) and "©" not in lines[last + 1].text
    return (below in _HEADED or is_note) and not ends_sentence(text) and not any(map(str.isdigit, text))


_HEADED = frozenset({Reason.RELATED, Reason.LINK_LINE, Reason.HEADLINE_LIST, Reason.TAIL_HEADING, Reason.COMMENTS, Reason.CONSENT,
                     Reason.ATTACHMENT, Reason.SUBSCRIBE, Reason.APPEAL, Reason.SHARE, Reason.OUTSIDE})  # fmt: skip


def _one_pass(lines: Sequence[Line], page: PageContext | None) -> dict[int, Reason]:
    found: dict[int, Reason] = {}
    for detector in DETECTORS:
        for i, reason in detector(lines, page):
            found.setdefault(i, reason)
    for i in (*_rest_of_boxes(lines, found), *_rest_of_looks(lines, found)):
        found.setdefault(i, Reason.OUTSIDE)
    for i in list(rest_of_consent(lines, found)) if page else ():
        found.setdefault(i, Reason.CONSENT)
    for i in rest_of_comments(lines, found) if page else ():
        found.setdefault(i, Reason.OUTSIDE)
    for i in list(_rest_of_tail(lines, found)) if page else ():
        found.setdefault(i, Reason.OUTSIDE)
    for i, reason in list(_buttons(lines, found)):
        found.setdefault(i, reason)
    for i in list(house_notes(lines, found, page)):
        found[i] = Reason.FOOTER
    if _too_much(lines, found, page):
        found = {i: reason for i, reason in found.items() if reason in CERTAIN}
    return {} if _too_much(lines, found, page) else found


def _too_much(lines: Sequence[Line], found: Mapping[int, Reason], page: PageContext | None) -> bool:
    """What is said twice does not count: it stays once. Where sentences of the running text stay, much more may go."""
    size = {i: len(line.text) for i, line in enumerate(lines) if found.get(i) is not Reason.REPEATED}
    stay = [line for i, line in enumerate(lines) if page and i not in found and ends_sentence(line.text)]
    known = [line for line in stay if line.box < 0] or stay  # where all is boxed, or nothing but furniture is not
    text_stays = sum(line.text.count(" ") for line in known) >= LEAST_TEXT
    return sum(size[i] for i in found if i in size) > (MOST_BESIDE_TEXT if text_stays else MOST) * sum(size.values())


# ------------------------------------------------------------------ line by line


def _kickers(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What names the section above the headline, or stands twice above the text: in the menu and over the article. The text has
    to follow at once: a long list of words is no opening."""
    opening = list(takewhile(lambda line: not ends_sentence(line.text), lines[: 2 * OPENING_LINES]))
    if page is None or len(opening) in (2 * OPENING_LINES, len(lines)):
        return
    title = next((i for i, line in enumerate(opening) if squash(line.text) in page.titles), 0)
    twice = Counter(squash(line.text) for line in opening)
    for i, line in enumerate(opening):
        if (i < title or twice[squash(line.text)] > 1) and line.kind == "" and len(line.text.split()) <= KICKER_WORDS:
            yield i, Reason.OUTSIDE


KICKER_WORDS = 3


def _mastheads(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What stands above the text of a page, whatever its markup: links over the headline, the names from the front page down to
    this one, and the day, unless other days follow as in a chronology."""
    opening = list(takewhile(lambda line: not ends_sentence(line.text), lines[:MOST_OPENING])) if page else []
    if len(opening) == len(lines):
        return
    title = next((i for i, line in enumerate(opening) if page and squash(line.text) in page.titles), 0)
    menu = [line.link > LINK_LINE and len(line.text.split()) <= MENU_WORDS for line in opening]
    runs = (list(run) for is_menu, run in groupby(range(len(menu)), key=menu.__getitem__) if is_menu)
    rows = {i for run in runs if len(run) >= FEWEST_IN_MENU for i in run}
    first_row = min(rows, default=0)
    names = range(first_row if first_row <= MOST_NAMES else 0)
    for i, line in enumerate(opening):
        is_menu = (menu[i] and (i < title or i in rows)) or (i in names and _may_be_name(line))
        if is_menu or (line.kind == "" and _is_trail(line.text)):
            yield i, Reason.OUTSIDE
    days = [i for i, line in enumerate(opening) if _is_day(line)]
    if days and not any(_is_day(line) and ":" not in line.text for line in lines[days[0] + 1 :]):  # "Last updated: ..."
        yield days[0], Reason.FOOTER


def _may_be_name(line: Line) -> bool:
    """Whether a line over the menu may be the name of the site, and no fact ("Crew: 40") or day."""
    return line.kind == "" and len(line.text.split()) <= MENU_WORDS and not _FACT.search(line.text)


MOST_OPENING, MENU_WORDS, FEWEST_IN_MENU, LONGEST_DAY = 20, 4, 3, 80
MOST_NAMES = 2  # a name and what the site says of itself; more lines are a list
_FACT = re.compile(r"[\d:]")
_STEP = re.compile(r"\s[/>›»→]\s")
STEPS, STEP_WORDS = range(2, 8), 6  # "Home / News / Releases": signs between, words of a part


def _is_trail(text: str) -> bool:
    parts = _STEP.split(text)
    return len(parts) - 1 in STEPS and all(0 < len(part.split()) <= STEP_WORDS for part in parts[:-1])


def _is_day(line: Line) -> bool:
    """Whether a paragraph is little but a day; headings, entries and cells are a chronology."""
    return line.kind == "" and len(line.text) <= LONGEST_DAY and cues.DAY_LINE.match(line.text) is not None


def _titles(lines: Sequence[Line], page: PageContext | None) -> Found:
    """A page's headline once more among its first lines (further down it may be a real sub-heading)."""
    others = 0
    for i, line in enumerate(lines if page else ()):
        if (
            page and squash(line.text) in page.titles and not line.text.rstrip().endswith((",", ":"))
        ):  # a lead that begins with it
            yield i, Reason.TITLE
        else:
            others += 1
        if others == OPENING_LINES:
            return


def _captions(lines: Sequence[Line], _page: PageContext | None) -> Found:
    credited = [i for i, line in enumerate(lines) if is_credit(line.text)]
    above = (i - 1 for i in credited if i and _may_be_caption(lines[i - 1]))
    named = (
        i for i, line in enumerate(lines) if line.kind == "caption" or (len(line.text) < LONGEST_CUE and _names_picture(line))
    )
    yield from ((i, Reason.CAPTION) for i in (*named, *credited, *above))


# "dpa" or "AP Photo" alone signs the article.
CREDIT_WORDS = 4
LONGEST_CREDIT, MOST_CREDIT_WORDS, LONGEST_CAPTION = 80, 7, 400


def is_credit(text: str) -> bool:
    """Whether a line says who took a picture, with the label in front ("Photo: Coast Guard"), and nothing else."""
    if len(text) > LONGEST_CREDIT or ends_sentence(text) or not 1 < len(text.split()) <= MOST_CREDIT_WORDS:
        return False
    found = cues.credit(text)
    return found is not None and found.start() == 0 and found.group().rstrip().endswith((":", "/"))


def _may_be_caption(line: Line) -> bool:
    """Whether a line right above a credit tells what the picture shows: in a box, or as no sentence of the running text."""
    if line.kind or line.link >= 0.5 or len(line.text) > LONGEST_CAPTION or len(line.text.split()) < CREDIT_WORDS:
        return False
    return line.box >= 0 or not ends_sentence(line.text)


def _names_picture(line: Line) -> bool:
    """Whether the part of the page is named so, or the line closes with a credit and is no sentence of the running text."""
    if "caption" in line.groups:
        return True
    apart = line.box >= 0 or not ends_sentence(line.text)
    return apart and len(line.text.split()) >= CREDIT_WORDS and cues.credit(line.text) is not None


def is_subscribe(text: str) -> bool:
    """Whether a line asks to subscribe, follow, join or install, and not a sentence that tells who said so."""
    said = cues.said(text)
    asks = ("subscribe" in said and len(text) < 350) or (not said.isdisjoint(_ANYWHERE) and len(text) < 200)
    return asks and not (ends_sentence(text) and cues.is_reported(text))


_ANYWHERE = frozenset({"inbox", "button"})


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
        reason = _phrase(line, late=i > 0.8 * len(lines)) if len(line.text) <= LONGEST_BOX else None
        if reason and not (reason is Reason.POINTER and _heads_facts(lines, i)):
            yield i, reason


def _heads_facts(lines: Sequence[Line], i: int) -> bool:
    """Whether a line that may point to another item ("Facts: ...") is the heading of what stands below it."""
    line, below = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    if below is None or line.link >= 0.5 or below.link >= 0.5 or line.box != below.box or "facts" not in cues.said(line.text):
        return False
    return (line.kind == "heading" or line.box >= 0) and (below.kind in ("item", "cell") or ends_sentence(below.text))


def _phrase(line: Line, *, late: bool) -> Reason | None:
    text = line.text.strip()
    if len(text) <= LONGEST_BOX and _says_nothing(text):
        return None
    if is_consent(text):
        return Reason.CONSENT
    if cues.is_player(text):
        return Reason.FOOTER
    if len(text) >= LONGEST_CUE:
        return None
    if is_subscribe(text):
        return Reason.SUBSCRIBE
    if is_pointer(text, line.link > 0.5):
        return Reason.POINTER
    if "share-button" in cues.said(text):
        return Reason.SHARE
    return Reason.FOOTER if _is_footer(text, late) else None


@lru_cache(maxsize=REMEMBERED)  # each pass asks about the lines that stay
def _says_nothing(text: str) -> bool:
    """Whether no phrase can give a line away, as it is with most."""
    has_cue = len(text) < LONGEST_CUE and (cues.said(text) or cues.MOMENT_END.search(text))
    return not (has_cue or is_consent(text) or cues.is_player(text))


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


# "13:47", "kl. 9.05", "20h15" between the entries of a ticker.
_CLOCK = re.compile(
    r"(?:kl\.?|klo|um|à)?\s*(?:[01]?\d|2[0-3])(?:[:.]|\s?h\s?)[0-5]\d(?:\s*(?:uhr|h|[ap]\.?m\.?))?", re.IGNORECASE
)


def _clocks(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """A clock time as a line of its own that is set apart from the running text; in a list or table it is a fact."""
    for i, line in enumerate(lines):
        if (
            line.box >= 0
            and line.kind in ("", "card")
            and len(line.text) <= LONGEST_CLOCK
            and _CLOCK.fullmatch(line.text.strip())
        ):
            yield i, Reason.FOOTER


LONGEST_CLOCK = 12


def _machine_data(lines: Sequence[Line], page: PageContext | None) -> Found:
    """A moment, the address of a picture or the page's own address as a line of its own, and a template that no script filled in:
    what was meant for programs."""
    for i, line in enumerate(lines):
        text = line.text.strip(" -")
        if _MACHINE_DATA.match(text) or (page and (text in page.addresses or is_unfilled(text))):
            yield i, Reason.MACHINE_DATA


# "{{ article.author.name }}", as the common frameworks write it (Vue, Angular, Handlebars).
_SLOT = re.compile(r"\{\{[^{}\n]{1,1000}\}\}")
SLOT_SHARE = 0.5


def is_unfilled(text: str) -> bool:
    """Whether half of a line are places for what a script was to fill in."""
    return "{{" in text and sum(len(slot) for slot in _SLOT.findall(text)) >= SLOT_SHARE * len(text)


# ------------------------------------------------------------------ boxes (markup only)

# One line in five that says what a box is for speaks for all of it: a wall of consent has buttons and lists of purposes.
BOX_SIGNS = 0.2


def _boxes(lines: Sequence[Line], page: PageContext | None) -> Found:
    """A whole box of which some lines say that it asks the reader for something, or lists comments or other items."""
    if page is None:
        return
    total = sum(len(line.text) for line in lines)
    text = [i for i, line in enumerate(lines) if line.box < 0 and ends_sentence(line.text)] or [-1]
    for members in _members(lines).values():
        signs = [sign for i in members if (sign := _sign(lines[i])) and not _heads_facts(lines, i)]
        size = sum(len(lines[i].text) for i in members)
        if signs and members[-1] < text[0] and _are_key_points([lines[i] for i in members]):
            continue
        if signs == [Reason.POINTER] and _tell_facts([lines[i] for i in members]):
            continue
        if lines[members[0]].asks and size < GROUP_SHARE * total:
            yield from ((i, Reason.SUBSCRIBE) for i in members)
        if 0 <= text[-1] < members[0] and size < GROUP_SHARE * total and any(_is_copyright(lines[i].text) for i in members):
            yield from ((i, Reason.FOOTER) for i in members)
        if signs and len(signs) >= BOX_SIGNS * len(members) and (size < GROUP_SHARE * total or signs[0] is Reason.CONSENT):
            yield from ((i, signs[0]) for i in members)


def _is_copyright(text: str) -> bool:
    return "©" in text and "footer" in cues.said(text.strip())


def _are_key_points(box: Sequence[Line]) -> bool:
    """Whether a heading stands over nothing but sentences in a list, which link nowhere: above the text its main points."""
    return (
        len(box) > 1
        and box[0].kind != "item"
        and all(line.kind == "item" and line.link < 0.5 and ends_sentence(line.text) for line in box[1:])
    )


def _tell_facts(box: Sequence[Line]) -> bool:
    """Whether a label and three entries or sentences at least, none of them a link, stand over the last line: facts, and where
    to read more of them."""
    label, facts = box[0], box[1:-1]
    told = all(line.kind in ("item", "cell") or ends_sentence(line.text) for line in facts)
    return len(facts) >= FEWEST_TOLD and told and not ends_sentence(label.text) and not any(line.link for line in box[:-1])


FEWEST_TOLD = 3

_BOX_SIGNS = frozenset({Reason.CONSENT, Reason.SUBSCRIBE, Reason.POINTER, Reason.COMMENTS, Reason.SHARE, Reason.AUTHOR_BOX,
                        Reason.TAIL_HEADING, Reason.APPEAL})  # fmt: skip


# A teaser: a few lines apart from the running text that close with a link of a few words ("Till artikeln").
TEASER_WORDS, MORE_WORDS = 70, 4


def _cards(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """Texts of cards that point to other items, with the heading over them; lists within the text keep their entries, which may
    be answers."""
    first = next((i for i, line in enumerate(lines) if line.box < 0), len(lines))
    last = max((i for i, line in enumerate(lines) if line.box < 0 and is_paragraph(line.text)), default=len(lines))
    found: list[int] = []
    teasers: list[int] = []
    for members in _members(lines).values():
        if _is_teaser([lines[i] for i in members]) or _is_linked_card([lines[i] for i in members]):
            found += members
        if first < members[0] and len(members) >= FEWEST_CARDS and all(_is_of_cards(lines[i]) for i in members):
            found += members
        below = last < members[0] and not (members[0] and announces(lines[members[0] - 1]))
        sure = below or not any(lines[i].points == "dated" for i in members)  # within the text dated documents are a chronology
        texts = [i for i in members if sure and lines[i].carded and not lines[i].kind and _tells_of_other(lines[i], below=below)]
        pointing = (
            [] if texts else [i for i in members if lines[i].points == "teaser" and (i > last or not is_bulleted(lines[i].text))]
        )
        if first < min(texts, default=-1):
            found += [i for i in members if i in texts or i < texts[0] or lines[i].points == "dated"]
        if first < min(pointing, default=-1):
            heads = takewhile(lambda i: _may_head_card(lines[i]), reversed([i for i in members if i < pointing[0]]))
            teasers += [*pointing, *islice(heads, MOST_HEADS)]
    if teasers and leaves_text(lines, teasers):
        found += teasers
    yield from ((i, Reason.RELATED) for i in (*found, *_labels_over(lines, sorted(set(found)))))


def _tells_of_other(line: Line, *, below: bool) -> bool:
    """Whether a line of a card is its sentence; below the text also with a link that closes it, which may be a source above."""
    return ends_sentence(line.text) or (below and line.invites and line.link < LINKED)


def _may_head_card(line: Line) -> bool:
    """Whether a line of the box of a card may be the heading over it: no entry, and no sentence of what else the box holds."""
    return line.kind in ("", "heading", "label") and not ends_sentence(line.text)


MOST_HEADS = 2


def _labels_over(lines: Sequence[Line], teasers: Sequence[int]) -> Iterator[int]:
    """The labels right above teasers of two other items or more; above one it may be a sub-heading of the text."""
    runs: list[list[int]] = []
    for i in teasers:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        above = run[0] - 1
        several = len({lines[i].box for i in run}) >= FEWEST_CARD_BOXES
        if several and above >= 0 and may_head_links(lines[above]) and not heads_text_behind(lines, above, frozenset(run)):
            yield above


FEWEST_CARD_BOXES = 2
FEWEST_CARDS = 3  # lines of a box that is nothing but cards of other items and the heading over them


def _is_of_cards(line: Line) -> bool:
    """Whether a line is the linked headline of another item with its teaser, or a heading over such."""
    return line.carded and line.kind in ("card", "heading", "label")


def _is_teaser(box: Sequence[Line]) -> bool:
    last = box[-1]
    closes = last.link > LINK_LINE and not last.kind and len(last.text.split()) <= MORE_WORDS
    few = 1 < len(box) <= TEASER_LINES and sum(len(line.text.split()) for line in box) <= TEASER_WORDS
    return closes and few and all(line.kind in ("", "heading", "card") for line in box)


def _is_linked_card(box: Sequence[Line]) -> bool:
    """Whether a box is the heading of another item with its teaser, both within one link."""
    few = 1 < len(box) <= TEASER_LINES and sum(len(line.text.split()) for line in box) <= TEASER_WORDS
    return few and box[0].kind == "heading" and all(line.link > LINK_LINE and line.kind in ("", "heading") for line in box)


def _rest_of_boxes(lines: Sequence[Line], found: Mapping[int, Reason]) -> Iterator[int]:
    """What stays of small boxes of which half the lines go."""
    total = sum(len(line.text) for line in lines)
    for members in _members(lines).values():
        going = [i for i in members if i in found]
        if len(members) > 2 and 2 * len(going) >= len(members) and sum(len(lines[i].text) for i in members) < GROUP_SHARE * total:
            yield from members


# So many lines of a look that go, and this share of them, tell what the look is for.
FEWEST_ALIKE, ALIKE_SHARE = 3, 0.5


def _rest_of_looks(lines: Sequence[Line], found: Mapping[int, Reason]) -> Iterator[int]:
    """What stays of lines apart that are written alike, when most of them go: what a site sets in small grey letters.

    A sub-heading between paragraphs may share its look with other things, and a sentence above the text be its lead, so only what
    stands below the running text goes, and labels above it.
    """
    looks: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.look and line.kind in ("", "card", "label"):
            looks[line.look].append(i)
    rests = [rest for members in looks.values() if (rest := _rest_of_look(members, found))]
    if not rests:
        return
    order = range(len(lines))
    first, last = (
        next((i for i in way if lines[i].box < 0 and ends_sentence(lines[i].text)), -1) for way in (order, order[::-1])
    )
    total = sum(len(line.text) for line in lines)
    small = [rest for rest in rests if first >= 0 and sum(len(lines[i].text) for i in rest) < GROUP_SHARE * total]
    yield from (i for rest in small for i in rest if i > last or (i < first and not ends_sentence(lines[i].text)))
    yield from _amid(lines, {i for rest in small for i in rest}, found)


def _amid(lines: Sequence[Line], rest: Set[int], found: Mapping[int, Reason]) -> Iterator[int]:
    """What is written alike amid the text and stands in one run with lines that go for what they say, right beside one of them.
    One pointer alone says nothing of its neighbour, which may be a fact, a correction or a sub-heading. A sentence that is a link
    points to a document; what somebody asks or says is part of an interview."""
    for _, run in groupby(range(len(lines)), key=lambda i: lines[i].look if lines[i].box >= 0 else ""):
        members = list(run)
        going = [found[i] for i in members if i in found]
        if _SAID.isdisjoint(going) or 2 * len(going) < len(members) or (len(going) == 1 and going[0] in _POINTING):
            continue
        beside = (i for i in members if i in rest and (i - 1 in found or i + 1 in found))
        yield from (i for i in beside if not _is_said_or_sourced(lines[i]))


def _is_said_or_sourced(line: Line) -> bool:
    """Whether a line apart is a question, a quotation, or a sentence that is a link."""
    asks = line.text.rstrip().endswith("?") or cues.OPENING_QUOTE.match(line.text) is not None
    return asks or (line.link > LINKED and ends_sentence(line.text))


_POINTING = frozenset({Reason.POINTER, Reason.LINK_LINE})
_SAID = frozenset({Reason.POINTER, Reason.SUBSCRIBE, Reason.CONSENT, Reason.SHARE, Reason.LINK_LINE, Reason.RELATED,
                   Reason.APPEAL, Reason.TEASER, Reason.TAIL_HEADING, Reason.HEADLINE_LIST, Reason.COMMENTS,
                   Reason.AUTHOR_BOX})  # fmt: skip


def _rest_of_look(members: Sequence[int], found: Mapping[int, Reason]) -> list[int]:
    rest = [i for i in members if i not in found]
    return rest if len(members) - len(rest) >= max(FEWEST_ALIKE, ALIKE_SHARE * len(members)) else []


# So many lines that go below the last sentence tell that the article is over, from the second one on; one or two lines amid them,
# as long as an address, go too. More are a list or a table.
FEWEST_IN_TAIL, MOST_AMID, TAIL_WORDS = 3, 2, 12


def _rest_of_tail(lines: Sequence[Line], found: Mapping[int, Reason]) -> Iterator[int]:
    """What is no sentence below the text, with furniture above it and nothing else below."""
    last = next((i for i in reversed(range(len(lines))) if i not in found and ends_sentence(lines[i].text)), len(lines))
    going = [i for i in range(last + 1, len(lines)) if i in found]
    if len(going) < FEWEST_IN_TAIL:
        return
    for above, below in reversed(list(pairwise((*going[1:], len(lines))))):
        amid = range(above + 1, below)
        if len(amid) > MOST_AMID or any(lines[i].kind == "cell" or len(lines[i].text.split()) > TAIL_WORDS for i in amid):
            return
        yield from amid


def _buttons(lines: Sequence[Line], found: Mapping[int, Reason]) -> Found:
    """The link of a few words right below a line that asks for something: its button; and names of networks that stand in one run
    with a line that asks to share."""
    yield from ((i, Reason.SHARE) for i in networks_beside(lines, {i for i, reason in found.items() if reason is Reason.SHARE}))
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
    facts = _fact_boxes(lines)
    for i in (*range(inside[0]), *range(inside[-1] + 1, len(lines))):
        if lines[i].box not in facts and _is_label(lines[i], above=i < inside[0]):
            yield i, Reason.OUTSIDE


def _fact_boxes(lines: Sequence[Line]) -> frozenset[int]:
    """The boxes of facts of the article, which may be a few words each."""
    return frozenset(box for box, members in _members(lines).items() if _heads_facts(lines, members[0]))


def _is_label(line: Line, *, above: bool) -> bool:
    """Whether a line outside of the running text names or links something; measured, items and cells there are content."""
    words, linked = len(line.text.split()), line.link > 0.5
    if line.kind == "heading":
        return linked
    if line.kind == "card":
        return not above and not is_bulleted(line.text.lstrip(" -"))
    short = words <= LABEL_WORDS and (linked or not line.text.endswith("."))  # "Nobody was hurt." is a paragraph
    return line.kind == "" and (short or (words <= 9 and (linked or (above and not ends_sentence(line.text)))))


LABEL_WORDS = 3


# ------------------------------------------------------------------ page parts (markup only)

_CERTAIN_GROUPS = {
    "subscribe": Reason.SUBSCRIBE,
    "consent": Reason.CONSENT,
    "comments": Reason.COMMENTS,
    "author": Reason.AUTHOR_BOX,
    "form": Reason.SUBSCRIBE,
    "apart": Reason.OUTSIDE,
    "dialog": Reason.OUTSIDE,
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
        if group == "apart" and line.link < 0.5 and is_paragraph(line.text):
            continue  # a correction, a warning, what is not to be cited: said to the reader of this page
        if group in _CERTAIN_GROUPS:
            return _CERTAIN_GROUPS[group]
        late = group == "related" and place > 0.6 and not ends_sentence(line.text)
        if group in _LINKED_GROUPS and (line.link > LINKED or late):
            return _LINKED_GROUPS[group]
    return None


def _link_lines(lines: Sequence[Line], page: PageContext | None) -> Found:
    """A paragraph that is nothing but a link, written like a headline; not in lists, tables and headings, nor in a row below a
    line that introduces it ("The following papers were used for this text:")."""
    is_introduced = False
    for i, line in enumerate(lines if page else ()):
        is_link = line.link > LINK_LINE and not line.kind
        is_introduced = is_introduced if is_link else introduces(line)
        if is_link and not is_introduced and (_is_link_text(line.text) or _is_boxed_headline(line)):
            yield i, Reason.LINK_LINE


def introduces(line: Line) -> bool:
    """Whether a line of the running text is a sentence that ends with a colon."""
    introduced = line.link < 0.5 and line.box < 0 and not line.kind and line.text.rstrip().endswith(":")
    return introduced and len(line.text.split()) >= SENTENCE_WORDS


def _is_boxed_headline(line: Line) -> bool:
    """Whether a line apart is written like a headline in sentence case; a quotation alone is a pull quote that can be shared."""
    return line.box >= 0 and is_plain_headline(line.text) and not _QUOTED_WHOLE.fullmatch(line.text.strip())


_QUOTED_WHOLE = re.compile(r"[“„«»\"][^“”„«»\"]+[“”«»\"]")


def _is_link_text(text: str) -> bool:
    return 4 <= len(text.split()) <= 25 and capitals(text) >= 0.5 and not ends_sentence(text) and not is_bulleted(text)


# ------------------------------------------------------------------ all of them

DETECTORS: tuple[Detector, ...] = (
    _titles, _kickers, _mastheads, _captions, _repeats, _machine_data, _clocks, _phrases, appeals, tails, headline_list,
    sign_offs, contacts, _boxes, _cards, _outside, _page_parts, _link_lines, announced, pointing, teasers, replies, attachments,
    comments_above_stamps, comments_under_stamps, labels, foreign_headlines, press_feet, share_rows,
    bylines,
)  # fmt: skip


def kept(lines: Sequence[Line], reasons: Sequence[Reason | None]) -> Iterator[str]:
    """The texts of the lines that stay, in order, without those that hold no word ("»", "* * *")."""
    return (line.text for line, reason in zip(lines, reasons, strict=True) if reason is None and WORD.search(line.text))


def removed(lines: Iterable[Line], reasons: Iterable[StrEnum | None]) -> Iterator[Removed]:
    """The lines that went, each with its reason; captions are not among them, they have a field of their own."""
    for line, reason in zip(lines, reasons, strict=True):
        if reason and reason is not Reason.CAPTION:
            yield Removed(str(reason), line.text)
