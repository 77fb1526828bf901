"""What readers wrote below an article: between buttons, under or over a line that says who and when. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby, islice, pairwise, takewhile

from worker.extract import cues
from worker.extract.datelines import age, dateline
from worker.extract.items import leaves_text
from worker.extract.lines import WORD, Line, ends_sentence, is_paragraph, squash
from worker.extract.reasons import LEAST_TEXT, LINKED, LONGEST_CUE, Found, PageContext, Reason
from worker.extract.tails import end_of_text


def replies(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What stands between the labels under which readers answer each other ("Reply"), and the line above the first. Where the
    running text goes on below them they are sub-headings, or the names of columns ("Comment")."""
    answers = {i: said for i, line in enumerate(lines) if _may_be_button(line) and (said := _reply(line.text.strip()))}
    alike = Counter(answers.values())
    labels = [i for i, said in answers.items() if alike[said] >= FEWEST_REPLIES]
    nouns = [i for i in labels if squash(answers[i]) in _NOUNS]
    if nouns and _head_answers(lines, nouns) and not _are_buttons(lines, nouns):
        labels = [i for i in labels if squash(answers[i]) not in _NOUNS]
    below = page and labels and labels[-1] >= end_of_text(lines)
    found = range(max(0, labels[0] - 1), labels[-1] + 1) if below else range(0)
    if found and leaves_text(lines, found):
        yield from ((i, Reason.COMMENTS) for i in found)


def _may_be_button(line: Line) -> bool:
    return len(line.text) < LONGEST_LABEL and line.kind not in ("heading", "cell")


def _head_answers(lines: Sequence[Line], nouns: Sequence[int]) -> bool:
    """Whether labels that are nouns as well ("Svar", "Answer") stand over answers: below questions, in turn with another such
    label, or with text below the last of them, where a button has none."""
    asked = sum(lines[i - 1].text.rstrip().endswith("?") for i in nouns if i)
    in_turn = len({squash(_reply(lines[i].text.strip())) for i in nouns}) > 1
    return in_turn or 2 * asked > len(nouns) or any(_may_answer(line) for line in lines[nouns[-1] + 1 : nouns[-1] + 2])


def _may_answer(line: Line) -> bool:
    told = line.link < 0.5 and (ends_sentence(line.text) or line.kind == "item")
    return told and not (len(line.text) < LONGEST_CUE and cues.said(line.text))


def _are_buttons(lines: Sequence[Line], nouns: Sequence[int]) -> bool:
    """Whether such labels are links, have other buttons beside or between them, or stand under what says who wrote and when."""
    among = lines[nouns[0] : nouns[-1]]
    return all(lines[i].link >= 0.5 or len(_buttons(lines[i].text)) > 1 for i in nouns) or any(
        squash(line.text) in _BESIDE_ANSWERS or stamp_name(line) for line in among
    )


def comments_above_stamps(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What readers wrote below the article, each closed by a line that says who posted it and when. What stands above the first
    such line stays: that may be the article's own, and a comment in the text is less than the end of an article lost."""
    stamps = comment_stamps(lines) if page else ()
    if stamps and sum(line.text.count(" ") for line in lines[: stamps[0]] if ends_sentence(line.text)) >= LEAST_TEXT:
        above, *entries = (sum(len(line.text) for line in lines[a:b]) for a, b in pairwise((0, *stamps)))
        if above >= LONGER_THAN_ENTRIES * max(entries):
            yield from ((i, Reason.COMMENTS) for i in range(stamps[0], stamps[-1] + 1))


LONGER_THAN_ENTRIES = 2  # in a page of letters the first is about as long as the others


def comment_stamps(lines: Sequence[Line]) -> tuple[int, ...]:
    """The numbers of the lines that close one comment each ("Posted by: Ann, 12 Jan 2026 | 15:22"); () unless there are two in a
    row with nothing between but a few paragraphs: posts of a blog have headlines, and one such line is that of the article."""
    posted = {i: found[0].casefold() for i, line in enumerate(lines) if i and (found := _POSTED.match(line.text))}
    stamps = [i for i in posted if dateline(lines[i].text)]
    between = [lines[one + 1 : other] for one, other in pairwise(stamps)]
    alike = len({posted[i] for i in stamps}) == 1
    told = all(0 < len(part) <= MOST_BETWEEN and all(line.kind != "heading" for line in part) for part in between)
    return tuple(stamps) if len(stamps) >= FEWEST_REPLIES and alike and told and _is_told(lines[stamps[0] - 1]) else ()


def _is_told(line: Line) -> bool:
    """Whether a line is told by somebody: a sentence, and no heading or link."""
    return line.kind != "heading" and line.link < 0.5 and ends_sentence(line.text)


MOST_BETWEEN = 12
_POSTED = re.compile(
    r"\W*(?:posted|written|submitted|sent|geschrieben|verfasst|eingestellt|skrevet|innsendt|indsendt|skrivet|postat|kirjoitti"
    r"|kirjoittanut|lähetti|posté|écrit|envoyé|rédigé|написала?|отправила?|добавила?)(?:\s(?:by|von|av|af|par))?\s?:?\s",
    re.IGNORECASE,
)
LONGEST_LABEL, FEWEST_REPLIES = 30, 2
# Buttons that are the heading of a list of answers as well, or of the answer to a question.
_ANSWERS = frozenset({"svar", "antworten", "antwort", "answer"})
_NOUNS = _ANSWERS | {
    "comment", "response", "responses", "kommentar", "commentaire", "réponse", "kommentti", "комментарий", "ответ",
}  # fmt: skip
# What stands beside them, in nine languages: to like, to report.
_BESIDE_ANSWERS = frozenset({
    "like", "likes", "report", "flag", "share", "quote", "gefällt mir", "melden", "zitieren", "synes om", "anmeld", "liker",
    "rapporter", "gilla", "anmäl", "rapportera", "tykkää", "ilmianna", "ilmoita", "líkar", "tilkynna", "нравится", "пожаловаться",
    "j aime", "signaler", "citer",
})  # fmt: skip
_BETWEEN_BUTTONS = re.compile(r"[·|•,/+\d()\s]*(?:\s{2,}|[·|•,/]|\d+|(?<=\W)\s)[·|•,/+\d()\s]*")


def _buttons(label: str) -> list[str]:
    return [part for part in _BETWEEN_BUTTONS.split(label.strip()) if squash(part)]


def _reply(label: str) -> str:
    """The button of a line of buttons by which a comment is answered, as it is written; "" where one of its words is none."""
    answers = [part for part in _buttons(label) if squash(part) not in _BESIDE_ANSWERS]
    return answers[0] if answers and all("comments" in cues.said(part) or squash(part) in _ANSWERS for part in answers) else ""


# ------------------------------------------------------------------ around the comments


def rest_of_comments(lines: Sequence[Line], found: Mapping[int, Reason]) -> list[int]:
    """What belongs to the comments that go (`found`) and is none: the heading over them, with lines that go between; and boxes
    below them that are no facts or notes, as no article goes on there. Nothing where running text does."""
    entries = _last_entries(sorted(i for i, reason in found.items() if reason is Reason.COMMENTS))
    if sum(bool(_POSTED.match(lines[i].text) or stamp_name(lines[i], among_others=True)) for i in entries) < FEWEST_REPLIES:
        return []  # a box of reactions, it may be
    below = [i for i in range(entries[-1] + 1, len(lines)) if i not in found]
    if any(lines[i].box < 0 and ends_sentence(lines[i].text) for i in below):
        return []
    told = sum(len(lines[i].text) for i in range(entries[0]) if i not in found and is_paragraph(lines[i].text))
    if sum(len(lines[i].text) for i in below if lines[i].link < LINKED) > BELOW_COMMENTS * told:
        return []
    over = entries[0] - 1
    while over > entries[0] - 1 - MOST_OVER_COMMENTS and over in found and lines[over].kind != "heading":
        over -= 1
    heads = [over] if over >= 0 and over not in found and lines[over].kind == "heading" else []
    boxes = groupby((i for i in below if lines[i].box >= 0), key=lambda i: lines[i].box)
    parts = (list(members) for _, members in boxes)
    return [*heads, *(i for members in parts if not _may_be_note([lines[n] for n in members]) for i in members)]


def _may_be_note(box: Sequence[Line]) -> bool:
    """Whether what is set apart may be facts, sources or a correction: entries that link nowhere, what stands under a heading
    without a link, or behind a label of its own ("Correction: ...")."""
    own = any(line.kind in ("item", "cell") and line.link == 0 for line in box)
    headed = len(box) > 1 and box[0].kind in ("heading", "label") and all(line.link == 0 for line in box)
    return own or headed or (box[0].link == 0 and _LABELLED.match(box[0].text) is not None)


_LABELLED = re.compile(r"\W*[^\W\d_][^:.!?\n]{1,40}\s?:\s")


def _last_entries(entries: Sequence[int]) -> Sequence[int]:
    """The last of these lines, back to where others stand between them: a button far above says how many comments there are."""
    start = next((n + 1 for n in range(len(entries) - 2, -1, -1) if entries[n + 1] - entries[n] > APART_IN_COMMENTS), 0)
    return entries[start:]


APART_IN_COMMENTS = 3  # lines from one to the next: buttons
MOST_OVER_COMMENTS = 2  # lines between the heading and the first comment: rules, a field for one's own
BELOW_COMMENTS = 0.25  # of the article may stand apart below them and be no link: teasers and notes; more is another text


# ------------------------------------------------------------------ under a name and how long ago that was

STAMP_WORDS, NAME_WORDS, BUTTON_WORDS = 9, range(1, 5), 2


def comments_under_stamps(lines: Sequence[Line], page: PageContext | None) -> Found:
    """What stands below the text under lines that say little but a name and how long ago that was ("Kari N., 2 hours ago"), two
    or more of them in a row, and the label over the first. Over running text, or over most of it, such lines open the entries of
    a ticker."""
    first = _end_of_opening(lines) if page else len(lines)
    names = {i: name for i in range(first, len(lines)) if (name := stamp_name(lines[i]))}
    if len(names) >= FEWEST_REPLIES:
        below = range(min(names), len(lines))
        names = {i: name for i in below if (name := stamp_name(lines[i], among_others=True))}
    row = _last_row(lines, list(names))
    told_apart = _are_set_apart(lines, row) or _is_below_label(lines, row[0]) or _is_below_heading(lines, row, names)
    if len(row) < FEWEST_REPLIES or not told_apart:
        return
    if not _are_readers([squash(names[i]) for i in row], lines[: row[0]]) or _go_on_above(lines, list(names), row):
        return
    found = range(row[0] - _is_label(lines[row[0] - 1]), _end_of_row(lines, row))
    text_follows = any(line.box < 0 and is_paragraph(line.text) for line in lines[found.stop :])
    if not text_follows and leaves_text(lines, found):
        yield from ((i, Reason.COMMENTS) for i in found)


def _end_of_opening(lines: Sequence[Line]) -> int:
    """The number of the first line with running text above: over that a name is who wrote the article."""
    words = accumulate(line.text.count(" ") if ends_sentence(line.text) else 0 for line in lines)
    return next((i + 1 for i, count in enumerate(words) if count >= LEAST_TEXT), len(lines))


def _last_row(lines: Sequence[Line], stamps: Sequence[int]) -> list[int]:
    """The last of these lines that are written alike, with some lines between each and the next: no heading, and none of the
    running text where the last of them is set apart from it."""
    row = list(stamps[-1:])
    for i in reversed(stamps[:-1]):
        between = lines[i + 1 : row[-1]] if row[-1] - i <= MOST_BETWEEN + 1 else ()
        alike = _written(lines[i]) == _written(lines[row[-1]])
        if not between or not alike or any(line.kind == "heading" or _is_apart(line) < _is_apart(lines[i]) for line in between):
            break
        row.append(i)
    return row[::-1]


def _is_apart(line: Line) -> bool:
    return line.box >= 0


def _written(line: Line) -> tuple[bool, str]:
    return _is_apart(line), line.look


def _are_set_apart(lines: Sequence[Line], row: Sequence[int]) -> bool:
    return all(_is_apart(lines[i]) and lines[i].look for i in row)


def _is_below_label(lines: Sequence[Line], first: int) -> bool:
    """Whether the label right above says that these are comments; "Sort by newest" may stand between."""
    return any(
        "comments" in cues.said(line.text.strip()) for line in lines[max(0, first - 2) : first] if len(line.text) < LONGEST_CUE
    )


def _is_below_heading(lines: Sequence[Line], row: Sequence[int], names: Mapping[int, str]) -> bool:
    """Whether a heading stands right above, and each writes once, a line or two; of the entries of a ticker one has several."""
    headed = any(line.kind == "heading" for line in lines[max(0, row[0] - 2) : row[0]])
    brief = all(b - a <= BRIEF_ENTRY for a, b in pairwise(row))
    return headed and brief and len({squash(names[i]) for i in row}) == len(row)


BRIEF_ENTRY = 3  # lines from one name to the next


def _are_readers(names: Sequence[str], above: Sequence[Line]) -> bool:
    """Whether these are several people, most of whom the text above does not name: reporters of a ticker write many entries or
    stand in its byline, the people of a round-up are introduced, and "Updated" is nobody."""
    known = {word for line in above for word in squash(line.text).split()}
    people = set(names)
    named = sum(known.issuperset(name.split()) for name in people)
    return len(people) >= FEWEST_REPLIES and len(people) > SHARE_OF_PEOPLE * len(names) and 2 * named < len(people)


SHARE_OF_PEOPLE = 2 / 3  # two who write three entries in turn may be reporters


def _go_on_above(lines: Sequence[Line], stamps: Sequence[int], row: Sequence[int]) -> bool:
    """Whether there is another row of them above: the document is made of such entries."""
    return sum(i < row[0] and _written(lines[i]) == _written(lines[row[0]]) for i in stamps) >= FEWEST_REPLIES


def _end_of_row(lines: Sequence[Line], row: Sequence[int]) -> int:
    """The end of what stands under the last stamp: as much as under the longest, set apart as it, and what is written like it,
    the stamps of which did not come in."""
    longest = max(b - a for a, b in pairwise(row))
    last = lines[row[-1] : row[-1] + longest]
    end = row[-1] + sum(1 for _ in takewhile(lambda line: line.kind != "heading" and _is_apart(line) >= _is_apart(last[0]), last))
    looks = {line.look for line in lines[row[0] : end] if line.look}
    return end + sum(1 for _ in takewhile(lambda line: line.look in looks, islice(lines, end, None)))


def stamp_name(line: Line, *, among_others: bool = False) -> str:
    """Who wrote what stands below, of a line that says little but a name and how long ago that was; "" for another line. A single
    word ("Northerner 1 day ago") is one only `among_others`: alone it may be a label ("Found 3 days ago")."""
    text = line.text
    if line.kind in ("heading", "cell") or len(text) > LONGEST_STAMP or len(text.split()) > STAMP_WORDS:
        return ""
    says = _SAYS.fullmatch(text)
    if says and (dateline(says["when"]) or age(says["when"])):
        return says["name"]
    since = age(text)
    if since is None or (ends_sentence(text) and not since[0].endswith(".") and not _INITIAL.search(text)):
        return ""
    before, behind = text[: since.start()], text[since.end() :]
    name, rest = (before, behind) if WORD.search(before) else (behind, "")
    words = WORD.findall(name)
    if len(words) not in NAME_WORDS or len(WORD.findall(rest)) > BUTTON_WORDS or not words[0][0].isalpha():
        return ""
    full = (len(words) > 1 or among_others) and all(word[0].isupper() for word in words)
    return name if full or _APART.search(name) or _ACCOUNT.search(name) else ""


LONGEST_STAMP = 100
# "Kari says: 16 December 2026 20:15", as WordPress writes it in nine languages.
_SAYS = re.compile(
    r"(?P<name>[^\W_][^:,\n]{1,40}?)\s(?:says|said|wrote|siger|sagde|skriver|skrev|sier|sa|säger|sade|sanoo|sanoi|kirjoitti|segir|skrifar"
    r"|говорит|сказала?|пишет|sagt|sagte|schreibt|schrieb|dit|a dit|écrit|a écrit)\s?:\s(?P<when>.{3,50})",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\w_\w|[^\W\d_]\d")  # "skipper_joe", "kari77": no word of a heading
_INITIAL = re.compile(r"\b[^\W\d_]\.\W*$")  # "Kari N."
# What stands between a name and its day; without it "Found 3 days ago" is a heading.
_APART = re.compile(r"(?:[·•|∙,:()–—-]|\s{2,})\s*$|^\s*(?:[·•|∙,:()–—-]|by\b|von\b|av\b|af\b|par\b)", re.IGNORECASE)


def _is_label(line: Line) -> bool:
    """Whether a line is the heading of what stands below, or says that these are comments; the text may close with a name."""
    return line.kind in ("heading", "label") or (len(line.text) < LONGEST_LABEL and "comments" in cues.said(line.text.strip()))
