"""What follows an article: headings with what stands below them, lists of headlines, and who is to be written to. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice, takewhile

from worker.extract import cues
from worker.extract.lines import WORD, Line, ends_sentence, is_headline, is_paragraph, is_plain_headline, is_sentence
from worker.extract.reasons import LINKED, Found, PageContext, Reason

# Half a page of headlines can stand under an article; more than that and the headlines are the document.
LIST_SHARE = 0.5
TAIL_SHARE = 0.05
LEAST_AFTER = 3  # paragraphs of running text below a word for comments that is a sub-heading
LOOK_AHEAD = 60  # lines of a list under a heading; a bound against quadratic time on hostile pages
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


def tails(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Headings such as "Related Posts" with what stands under them, when that is a list, a link list or next to nothing."""
    rest = [0] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        rest[i] = rest[i + 1] + len(lines[i].text)
    last_paragraph = max((i for i, line in enumerate(lines) if not _listed(line)), default=-1)
    last_own_item = max((i for i, line in enumerate(lines if page else ()) if _is_own_item(line)), default=-1)
    end = end_of_text(lines)
    for i, line in enumerate(lines):
        reason = tail_heading(line.text.strip())
        if reason is None or i == 0:
            continue
        ends_here = (last_paragraph < i and rest[i] < LIST_SHARE * rest[0]) or rest[i + 1] < _tail_share(reason) * rest[0]
        if ends_here and last_own_item < i and not (page and reason is Reason.TAIL_HEADING and _tell(lines[i + 1 :])):
            yield from _to_the_end(i, len(lines), reason)
            return
        text_follows = reason is Reason.COMMENTS and (i < end or (page is not None and _reports(lines[i + 1 :])))
        yield from _linked_block(lines, i, reason, text_follows=text_follows)


def _tell(below: Sequence[Line]) -> bool:
    """Whether sentences of the running text stand below a heading, none of them linked, and a label of other items at most behind
    them: "Up next" over two games."""
    told = list(takewhile(lambda line: line.kind != "label", (line for line in below if WORD.search(line.text))))
    return bool(told) and all(line.box < 0 and line.link == 0 and ends_sentence(line.text) for line in told)


def _reports(below: Sequence[Line]) -> bool:
    """Whether a quotation or a row of a table stands below a heading, as under "Reactions", and running text behind it."""
    says = any(line.link < LINKED and (line.kind == "cell" or cues.OPENING_QUOTE.match(line.text)) for line in below[:1])
    return says and any(line.box < 0 and is_paragraph(line.text) for line in below[1:])


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


def end_of_text(lines: Sequence[Line]) -> int:
    """The line up to which so much running text follows that what stands above it is within the article; 0 without."""
    text = (i for i in range(len(lines) - 1, -1, -1) if lines[i].box < 0 and is_paragraph(lines[i].text))
    return next(islice(text, LEAST_AFTER - 1, None), 0)


def _linked_block(lines: Sequence[Line], start: int, reason: Reason, *, text_follows: bool) -> Found:
    """A heading inside the text with links under it; in plain text, which has no links, it stays. With running text to follow, a
    word for comments ("Reactions") may be a sub-heading, and boxes below it hold quotations or facts."""
    block = []
    for i in range(start + 1, min(len(lines), start + LOOK_AHEAD)):
        if reason is Reason.COMMENTS and lines[i].box >= 0 and not text_follows:  # each reader in a box of his own
            block.append(i)
            continue
        if reason is Reason.TAIL_HEADING and _is_rank(lines, i):
            block.append(i)
            continue
        if lines[i].points == "before":
            block.append(i)
            continue
        if lines[i].link <= LINKED or (not lines[i].kind and lines[i].box < 0 and ends_sentence(lines[i].text)):
            break  # a whole sentence of the running text may point to a document
        block.append(i)
    alone = bool(lines[start].groups & {"related", "subscribe", "comments", "share"}) or lines[start].link > LINKED
    if block or alone:
        yield start, reason
        yield from ((i, Reason.RELATED) for i in block)


def _is_rank(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is nothing but the place in a list of the link below it."""
    is_number = lines[i].text.strip().rstrip(".)").isdecimal() and len(lines[i].text) <= LONGEST_RANK
    return is_number and i + 1 < len(lines) and lines[i + 1].link > LINKED


LONGEST_RANK = 3  # "10."


def headline_list(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Headlines of other items in a row at the very end (pages: links in a row). A single sentence is no row, whatever box it
    stands in: it may point to a document. Two are a teaser.
    """
    run = _trailing(lines, _is_tail_link) if page else _trailing_headlines(lines)
    if len(run) == 1 and is_sentence(lines[run.start].text) and ". " not in lines[run.start].text:
        return
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
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_ACCOUNT = re.compile(r"(?:^|[\s(])@\w{3,}")
# With the code of the country, as those write it who want to be called: ITU-T E.123.
_TELEPHONE = re.compile(r"\+\d{1,3}[ ()./-]?\d[\d ()./-]{5,}\d")


def sign_offs(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """The last lines of all when they name an address to write to, an account to follow, or who reported and edited."""
    run = _trailing(lines, lambda line: len(line.text) < SIGN_OFF_CHARS and _is_sign_off(line.text))
    if len(run) < len(lines) and len(run) <= SIGN_OFF_LINES:
        yield from ((i, Reason.SIGN_OFF) for i in run)


def _is_sign_off(text: str) -> bool:
    return (names_contact(text) or bool(cues.SIGN_OFF.search(text))) and not cues.QUOTED.search(text) and not reports_appeal(text)


# Who asks the public for what it saw, in nine languages; a sender asks for itself.
_POLICE = re.compile(r"\b(?:police\b|politi(?![ckqsz])|polis(?!h)|poliisi|lögregl|полици|polizei|gendarm)", re.IGNORECASE)
REPORT_WORDS = 9


def reports_appeal(text: str) -> bool:
    """Whether a whole sentence tells whom others ask to call or write: the police, or somebody who said so."""
    if not ends_sentence(text) or len(text.split()) < REPORT_WORDS:
        return False
    return bool(_POLICE.search(text)) or any(past.search(text) for _, past in cues.SPEECH)


def contacts(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Boxes below the running text of which half the lines name an address to write to or a number to call, or one of a few lines
    that are no sentences; and below such a box who those are, a label and some sentences, and further addresses."""
    text = (
        i for i in range(len(lines) - 1, -1, -1) if lines[i].box < 0 and lines[i].link < LINKED and ends_sentence(lines[i].text)
    )
    last = next(text, len(lines)) if page else len(lines)
    boxes: dict[int, list[int]] = defaultdict(list)
    for i in range(last + 1, len(lines)):
        if lines[i].box >= 0:
            boxes[lines[i].box].append(i)
    above = len(lines)
    for members in boxes.values():
        named = sum(names_contact(lines[i].text) for i in members)
        few = len(members) <= CARD_LINES and all(_is_label_or_contact(lines[i].text) for i in members)
        if named and (few or 2 * named >= len(members)) and all(len(lines[i].text) < SIGN_OFF_CHARS for i in members):
            yield from ((i, Reason.SIGN_OFF) for i in members)
            above = members[-1]
        elif members[0] > above and _is_portrait([lines[i] for i in members]):
            yield from ((i, Reason.SIGN_OFF) for i in members)
    yield from ((i, Reason.SIGN_OFF) for i in range(above + 1, len(lines)) if lines[i].box < 0 and _is_sign_off(lines[i].text))


def press_feet(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What stands below a press release: the heading over whom to call, and all that follows it, as the sender's portrait, its
    pictures and its latest releases do; with the labels and links right above.

    None of it is learned as a block of the site (`blocks.JUDGED_BY_PLACE`): the teaser of a release is the text of another page.
    """
    is_text = [is_paragraph(line.text) for line in lines]
    opening = is_text.index(True) + 1 if True in is_text else len(lines)
    heads = (i for i in range(opening, len(lines)) if _heads_contacts(lines[i].text.strip()))
    for i in islice(heads, MOST_CONTACTS):
        returns = lines[i].box >= 0 and any(p and line.box < 0 for p, line in zip(is_text[i:], lines[i:], strict=True))
        if not returns and sum(is_text[i:]) <= sum(is_text[:i]) and _is_called_below(lines[i + 1 : i + 1 + FOOT_LINES]):
            yield from ((number, Reason.RELATED) for number in range(_first_label(lines, i), len(lines)))
            return


def _heads_contacts(text: str) -> bool:
    return len(text) < LONGEST_HEAD and "contact" in cues.said(text)


LONGEST_HEAD = 400  # characters, as of every line that is nothing but a cue; paragraphs need not be searched for it


def _first_label(lines: Sequence[Line], end: int) -> int:
    """The first of the headings of tails and of the links that stand right above a line, or the line itself."""
    while end > 1 and (lines[end - 1].link > LINKED or tail_heading(lines[end - 1].text.strip()) is not None):
        end -= 1
    return end


def _is_called_below(lines: Sequence[Line]) -> bool:
    return any(names_contact(line.text) or _NUMBER_ALONE.search(line.text) for line in lines if not is_paragraph(line.text))


FOOT_LINES = 5  # a name, an office, a number
MOST_CONTACTS = 10  # a bound for hostile texts
_NUMBER_ALONE = re.compile(r"^\W*(?:[^\W\d_]{1,12}[.:]{0,2}\s*){0,2}\(?\d[\d ()./-]{6,}$")  # "Tel: 33 03 48 00"


def _is_label_or_contact(text: str) -> bool:
    return not ends_sentence(text) and (names_contact(text) or len(text.split()) <= LABEL_WORDS)


def _is_portrait(box: Sequence[Line]) -> bool:
    """Whether a box below the contacts is a label and some sentences: who those are that may be called."""
    few = 1 < len(box) <= CARD_LINES and not any(line.kind for line in box)
    return few and not ends_sentence(box[0].text) and sum(len(line.text) for line in box) < PORTRAIT_CHARS


CARD_LINES, LABEL_WORDS = 5, 4  # lines of a box with a name and a number, and words of the others
PORTRAIT_CHARS = 800  # characters of what a firm says of itself


def names_contact(text: str) -> bool:
    """Whether a line names an address to write to, an account or a number to call. Running text names whose account it is."""
    return bool(_ADDRESS.search(text) or _TELEPHONE.search(text)) or (not is_paragraph(text) and bool(_ACCOUNT.search(text)))
