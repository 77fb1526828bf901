"""Blocks that a site puts into its articles: which lines may be one, and which known ones go. Pure.

A line is a block of its site when it stood there in documents of two developments: two reports of one event may share
a quotation, two events share a newsletter box. Where those documents are kept is the caller's business; here lines
have digests, and `known` says in how many developments a digest was seen.

What the markup sets apart (`Extract.boxed`) may stand anywhere; a line that looks like the article goes only from the
very start or end of the text, so that a quotation or standing background in its middle always stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import islice, pairwise
from urllib.parse import urlsplit

from worker.extract.lines import ends_sentence, is_bulleted, squash, stems
from worker.extract.reasons import MOST, Reason
from worker.model import Extract, Removed

REASON = "site-block"
# Developments in which a line must have stood; a lone label over running text may be a sub-heading ("Background") and
# needs one more.
FEWEST, SURE = 2, 3
# Unknown lines at the start and the end of a text that are remembered although they look like the article.
HEAD, TAIL = 3, 8
# How far known lines are followed from the start and the end, and how many boxed lines count: bounds for hostile pages.
HEAD_REACH, TAIL_REACH, MOST_BOXED = 20, 60, 300
HEADING_WORDS = 10
# A sentence at the edge that takes up this share of its longer words from the article is background, not a block.
TAKEN_UP, SENTENCE_WORDS = 0.4, 8
# With less of the text outside of boxes the boxes hold the article itself.
PLAIN_SHARE = 0.25

_NUMBER = re.compile(r"\d+")
_NUMBERS = re.compile(r"0(?: 0)+")


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A line that may belong to the site: its number in the text, its digest, and whether the markup sets it apart."""

    number: int
    digest: int
    boxed: bool


def site_of(url: str | None, text_from: str) -> str:
    """The name under which a document's lines are learned: its host, or "host (feed)" for the words of a feed.

    Lower case, without "www.", "m." or "amp." in front. Empty when nothing is learned: a file, or no usable address.
    """
    host = _host(url).removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    if not host or text_from not in ("page", "feed"):
        return ""
    return host if text_from == "page" else f"{host} (feed)"


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:  # an address like http://[
        return ""


# ------------------------------------------------------------------ lines that may be a block


def digest(text: str, *, boxed: bool) -> int | None:
    """What stays the same of a line from page to page, 0 .. 2**63-1; None for a line that says too little.

    Case and punctuation do not count. In a box numbers do not count either ("Read by 1,204"); elsewhere a line with
    another number is another fact, as in a row of a table. A number with at most one word beside it ("12 km", "5 May")
    is a fact anywhere.
    """
    words = squash(text)
    has_number = _NUMBER.search(words) is not None
    with_letters = (word for word in words.split() if any(map(str.isalpha, word)))
    if next(islice(with_letters, int(has_number), None), None) is None:
        return None
    if boxed and has_number and not text.lstrip().startswith("|"):
        words = _NUMBERS.sub("0", _NUMBER.sub("0", words))
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def digests(extract: Extract) -> tuple[int, ...]:
    """The digests to ask the memory for: all lines that could be a block if they were known, each once."""
    return tuple(dict.fromkeys(line.digest for line in _within_reach(extract.text.split("\n"), extract.boxed)))


def to_learn(extract: Extract, known: Mapping[int, int]) -> tuple[int, ...]:
    """The digests to remember of a document as it was extracted: boxed lines, and the edges of its text.

    Known lines do not count as edge: what stands behind a long footer that is known already is learned next.
    """
    lines = extract.text.split("\n")
    found = {line.number: line for line in _within_reach(lines, extract.boxed)}
    order = [i for i, text in enumerate(lines) if text.strip()]
    edges = {*_edge(order, found, known, HEAD), *_edge(order[::-1], found, known, TAIL)}
    learned = [line.digest for i, line in found.items() if line.boxed or i in edges]
    return tuple(dict.fromkeys((*learned, *_judged_by_place(extract))))


# What these detectors see depends on the rest of the page, so that the same line may go here and stay on another page of the
# site; learning it where it went lets it go there as well.
JUDGED_BY_PLACE = frozenset({
    Reason.APPEAL, Reason.OUTSIDE, Reason.FOOTER, Reason.SIGN_OFF, Reason.AUTHOR_BOX, Reason.COMMENTS,
})  # fmt: skip
MOST_JUDGED = 40


def _judged_by_place(extract: Extract) -> Iterator[int]:
    texts = [removed.text for removed in extract.removed if removed.reason in JUDGED_BY_PLACE][:MOST_JUDGED]
    found = (digest(text, boxed=boxed) for text in texts for boxed in (False, True))
    return (number for number in found if number is not None)


def _edge(order: Iterable[int], found: Mapping[int, SiteLine], known: Mapping[int, int], most: int) -> Iterator[int]:
    for i in order:
        if i in found and (found[i].boxed or known.get(found[i].digest, 0) >= FEWEST):
            yield i
            continue
        if most == 0:
            return
        most -= 1
        yield i


def _within_reach(lines: Sequence[str], boxed: Sequence[int]) -> Iterator[SiteLine]:
    order = [i for i, text in enumerate(lines) if text.strip()]
    apart = set(boxed[:MOST_BOXED])
    near = {*order[:HEAD_REACH], *order[-TAIL_REACH:]} - set(boxed)
    for i in sorted(near | apart.intersection(order)):
        found = digest(lines[i], boxed=i in apart)
        if found is not None:
            yield SiteLine(i, found, i in apart)


# ------------------------------------------------------------------ what goes


def clean(extract: Extract, known: Mapping[int, int]) -> Extract:
    """The extract without the known blocks of its site, which join `removed`; the same object when there are none.

    `known`: digest -> number of developments in which it stood. Cleaning again with the same `known` changes nothing.
    """
    going = decide(extract, known)
    if not going:
        return extract
    lines = extract.text.split("\n")
    kept = [i for i in range(len(lines)) if i not in going]
    numbers = {old: new for new, old in enumerate(kept)}
    return replace(
        extract,
        text="\n".join(lines[i] for i in kept),
        removed=(*extract.removed, *(Removed(REASON, lines[i]) for i in sorted(going))),
        boxed=tuple(numbers[i] for i in extract.boxed if i in numbers),
    )


def decide(extract: Extract, known: Mapping[int, int]) -> frozenset[int]:
    """The numbers of the lines that are known blocks of the site and may go.

    Never all lines; more than `reasons.MOST` of the characters only as far as the lines are boxed.
    """
    if not known:
        return frozenset()
    lines = extract.text.split("\n")
    recognised = {line.number: line for line in _within_reach(lines, extract.boxed) if known.get(line.digest, 0) >= FEWEST}
    if not recognised:
        return frozenset()
    order = [i for i, text in enumerate(lines) if text.strip()]
    boxed = _credible(lines, order, extract.boxed, recognised)
    often = {i for i, line in recognised.items() if known[line.digest] >= SURE}
    at_edges = _blocks_at_edges(lines, order, recognised, boxed | often)
    going = boxed.intersection(recognised).union(*(_run(way, at_edges, boxed) for way in (order, order[::-1])))
    before = sum(len(removed.text) for removed in extract.removed if removed.reason == REASON)
    if before + _size(lines, going) > MOST * (before + _size(lines, order)):
        going &= boxed
    going -= set(_bare_headings(lines, order, going, boxed, often & going))
    return frozenset() if going.issuperset(order) else going


def _credible(lines: Sequence[str], order: Sequence[int], boxed: Iterable[int], recognised: Collection[int]) -> frozenset[int]:
    """The boxed lines that say something: where most of what is not recognised is boxed, the boxes hold the article.

    Then only those above its first sentence outside of a box count.
    """
    apart = frozenset(boxed)
    others = [i for i in order if i not in recognised]
    if 2 * _size(lines, apart.intersection(others)) <= _size(lines, others):
        return apart
    plain = next((i for i in others if i not in apart and ends_sentence(lines[i])), 0)
    return frozenset(i for i in apart if i < plain)


def _blocks_at_edges(
    lines: Sequence[str], order: Sequence[int], recognised: Collection[int], certain: Collection[int]
) -> frozenset[int]:
    """The recognised lines that may belong to a run at an edge: certain ones, and those that the article does not take up."""
    body = stems(lines[i] for i in order if i not in recognised)
    return frozenset(i for i in recognised if i in certain or not _is_taken_up(lines[i], body))


def _size(lines: Sequence[str], numbers: Iterable[int]) -> int:
    return sum(len(lines[i]) for i in numbers)


def _run(order: Iterable[int], belongs: Collection[int], boxed: Collection[int]) -> Iterator[int]:
    """The blocks up to the first line of the article; an unknown box between them is none."""
    for i in order:
        if i in belongs:
            yield i
        elif i not in boxed:
            return


def own_text(extract: Extract, known: Mapping[int, int]) -> str:
    """The text without lines that any document of the site had before, for asking whether two report the same event.

    A box that names names makes short texts alike. Where those lines are half of what looks like the article, it is the
    same article once more, and they stay.
    """
    if not known:
        return extract.text
    lines = extract.text.split("\n")
    seen = {line.number for line in _within_reach(lines, extract.boxed) if known.get(line.digest)}
    plain = set(range(len(lines))).difference(extract.boxed)
    if _size(lines, plain) < PLAIN_SHARE * _size(lines, range(len(lines))):
        plain = set(range(len(lines)))
    if 2 * _size(lines, seen & plain) >= _size(lines, plain):
        seen -= plain
    return "\n".join(text for i, text in enumerate(lines) if i not in seen)


# ------------------------------------------------------------------ headings, and what the article goes on about


def is_heading(text: str) -> bool:
    """Whether a line could be a sub-heading: ten words at most, no sentence end, and no item of a list."""
    return not ends_sentence(text) and len(text.split()) <= HEADING_WORDS and not is_bulleted(text)


def _bare_headings(
    lines: Sequence[str], order: Sequence[int], going: Collection[int], boxed: Collection[int], sure: Collection[int]
) -> Iterator[int]:
    """Lines like headings right above a line that stays.

    The last of several boxed lines in a row is no heading, nor is a boxed label above the article's first paragraph. A
    lone boxed label over running text must be `sure`.
    """
    opening = _opening(lines, order, {*boxed, *going})
    for place, (i, below) in enumerate(pairwise(order)):
        if i not in going or below in going or not is_heading(lines[i]):
            continue
        above = order[place - 1] if place else -1
        is_label = below not in boxed and (place < opening or i in sure)
        if i not in boxed or not (is_label or (above in boxed and above in going)):
            yield i


def _opening(lines: Sequence[str], order: Sequence[int], others: Collection[int]) -> int:
    """The number of lines in front of the first sentence that is not among `others`."""
    paragraphs = (n for n, i in enumerate(order) if i not in others and ends_sentence(lines[i]))
    return next(paragraphs, len(order))


def _is_taken_up(text: str, body: Collection[str]) -> bool:
    """Whether a sentence goes on about what the article is about, as background at its end does."""
    if not ends_sentence(text) or len(text.split()) < SENTENCE_WORDS:
        return False
    own = stems([text])
    return len(own.intersection(body)) >= max(2, TAKEN_UP * len(own))


# ------------------------------------------------------------------ two stories, where no developments are known

# Measured on the sample documents, on the texts of tests/unit/extract/test_blocks.py and on pages of test sites. Two
# reports of one event take up nearly all of each other's headline (both ways .75 to 1), other events up to a half of it in 95
# of 100 pairs. Longer words in common, of the shorter text: .47 to .58 for reports of one event, up to .78 for others
# where a site repeats itself, so without headlines that is a guess, and with them only a copy is above it. A wrong "two stories"
# costs little: what both share must also be boxed or stand at an edge, and come a third time.
SAME_TITLE, TITLE_TAKEN_UP, COPY_SHARE, UNTITLED_SHARE = 0.5, 0.6, 0.8, 0.45
STORY_WORDS = 8  # less text than that is no second story
STORY_LINES = 40  # of a document; the event is named by then, and long texts share words of any kind


@dataclass(frozen=True, slots=True)
class Story:
    """What two documents are compared by: the stems of the title, and those of each line with the line's digest.

    `boxed` are the digests of lines that the markup sets apart.
    """

    title: frozenset[str]
    lines: Mapping[int, frozenset[str]]
    boxed: frozenset[int] = frozenset()


def story_of(extract: Extract) -> Story:
    """The story of a document, by its title and the first lines of its text."""
    texts = extract.text.split("\n")[:STORY_LINES]
    found = {i: number for i, text in enumerate(texts) if (number := digest(text, boxed=False)) is not None}
    boxed = frozenset(found[i] for i in extract.boxed if i in found)
    return Story(stems([extract.title]), {number: stems([texts[i]]) for i, number in found.items()}, boxed)


def same_story(one: Story, other: Story) -> bool:
    """Whether two documents may report the same event. Lines in both are no evidence, unless they are half of the text.

    Half of a short report may be what its site puts around all of them; then the headlines and the rest are asked.
    """
    if _same_title(one.title, other.title):
        return True
    left, right = _own_stems(one, other), _own_stems(other, one)
    if _is_copy(one, other) or _is_copy(other, one):
        return not _differ(one, other, left, right)
    if one.title and other.title:
        taken_up = min(_share(one.title, right | other.title), _share(other.title, left | one.title))
        return taken_up >= TITLE_TAKEN_UP or _share(left, right) >= COPY_SHARE
    return min(len(left), len(right)) < STORY_WORDS or _share(left, right) >= UNTITLED_SHARE


def _same_title(one: frozenset[str], other: frozenset[str]) -> bool:
    """One long word in common is a place, a body, or the name of the site."""
    return bool(one) and (one == other or (len(one & other) > 1 and _share(one, other) >= SAME_TITLE))


def _differ(one: Story, other: Story, left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether a headline does not stand in the other document, and what each has of its own has little in common."""
    if not (one.title and other.title) or min(len(left), len(right)) < STORY_WORDS:
        return False
    taken_up = min(_share(one.title, _stems_of(other)), _share(other.title, _stems_of(one)))
    return taken_up < SAME_TITLE and _share(left, right) < UNTITLED_SHARE


def _stems_of(story: Story) -> frozenset[str]:
    return story.title.union(*story.lines.values())


def _is_copy(one: Story, other: Story) -> bool:
    """Whether half of what looks like the article stands line by line in the other document."""
    sizes = {number: len(found) for number, found in one.lines.items() if number not in one.boxed}
    return 2 * sum(size for number, size in sizes.items() if number in other.lines) > sum(sizes.values())


def _own_stems(one: Story, other: Story) -> frozenset[str]:
    return frozenset().union(*(found for number, found in one.lines.items() if number not in other.lines))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that stands in the other one; 0.0 when one is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
