"""Articles of our own: sentence patterns with filled slots, put together to bodies with traps that have to stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.extraction.sites.language import Texts

_SLOT = re.compile(r"\{(\w+)\}")
# Drawings before a text may come again in a host: only lists without slots ("short") run out, in hosts of many pages.
_TRIES = 400


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body. `kind`: paragraph, heading, quote, list, table, document, tweet.

    `lines` holds the text; a list has one line an item and a table one an row, "label|value". `linked`: some words of
    it are a link.
    """

    kind: str
    lines: tuple[str, ...]
    linked: bool = False

    @property
    def text(self) -> str:
        return self.lines[0]


@dataclass(slots=True)
class Writer:
    """Fills patterns of one host. No sentence comes twice in a host, numbers aside, and no pattern twice in an article.

    `fixed` are slots with a preferred value for a while: two reports of one event name the same place and ship.
    """

    texts: Texts
    rng: Random
    site: str = ""
    fixed: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)

    def begin(self, fixed: Mapping[str, str]) -> None:
        """Start another article: every pattern may be used once more."""
        self.told.clear()
        self.fixed = dict(fixed)

    def fresh(self, name: str) -> str:
        """A filled pattern of a list of the language ("sentences") that this host has not used."""
        return self.fresh_of(self.texts.lists[name])

    def fresh_of(self, patterns: Sequence[str]) -> str:
        """The same for any patterns. Numbers do not make a text new."""
        pattern = text = ""
        for _ in range(_TRIES):
            pattern = self.rng.choice([p for p in patterns if p not in self.told] or patterns)
            text = self.fill(pattern)
            if re.sub(r"\d+", "0", text) not in self.used:
                break
        self.used.add(re.sub(r"\d+", "0", text))
        self.told.add(pattern)
        return text

    def fill(self, pattern: str, given: Mapping[str, str] | None = None) -> str:
        """The pattern with its slots filled and a capital letter in front; `given` goes before everything else."""
        values = {"site": self.site, **(given or {})}
        text = _SLOT.sub(lambda slot: values.get(slot[1]) or self._value(slot[1]), pattern)
        return text[:1].upper() + text[1:]

    def _value(self, name: str) -> str:
        if name in self.fixed and self.rng.random() < 0.5:
            return self.fixed[name]
        if name in self.texts.slots:
            return self.rng.choice(self.texts.slots[name])
        made: dict[str, Callable[[], str]] = {
            "n": lambda: str(self._number(5, 90)),
            "min": lambda: str(self._number(5, 19)),
            "big": lambda: self._thousands(self._number(1100, 9800)),
            "year": lambda: str(self.rng.randint(2016, 2025)),
            "time": lambda: f"{self.rng.randint(6, 22)}:{self.rng.randint(0, 59):02d}",
            "date": self._date,
        }
        return made[name]()

    def _number(self, low: int, high: int) -> int:
        """A number that ends in 0 or 5 to 9, after which a Russian noun has one form only."""
        return self.rng.choice([number for number in range(low, high) if number % 10 not in (1, 2, 3, 4)])

    def _thousands(self, number: int) -> str:
        return f"{number // 1000}{self.texts.thousands}{number % 1000:03d}"

    def _date(self) -> str:
        month = self.rng.choice(self.texts.months)
        return self.texts.date.format(d=self.rng.randint(1, 28), month=month, year=2026)


# ------------------------------------------------------------------ bodies


@dataclass(frozen=True, slots=True)
class Habits:
    """What the articles of a host have in common: sub-headings, a sentence of background, short or long reports."""

    short: bool
    subheadings: tuple[str, ...]
    background: str
    background_alone: bool


@dataclass(frozen=True, slots=True)
class Story:
    """What a page is about. `topical` are sentences about cookies and the like, `quotes` those it shares with another page."""

    headline: str
    topical: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    background: bool = False


def habits(writer: Writer, *, short: bool) -> Habits:
    """What a host repeats. A third of the hosts with long articles has no sub-headings."""
    rng, lists = writer.rng, writer.texts.lists
    headed = not short and rng.random() < 0.67
    return Habits(
        short=short,
        subheadings=tuple(rng.sample(lists["subheadings"], 3)) if headed else (),
        background=writer.fill(rng.choice(lists["background"])),
        background_alone=rng.random() < 0.5,
    )


def body(writer: Writer, habit: Habits, story: Story) -> tuple[Block, ...]:
    """The blocks of an article: 2-3 paragraphs for a host of short reports, else 5-14 with lists, quotes and the like."""
    rng = writer.rng
    count = rng.randint(2, 3) if habit.short else rng.randint(5, 14)
    paragraphs = [_opening(writer, story), *(_paragraph(writer) for _ in range(count - 1))]
    paragraphs = _with_background(paragraphs, habit, story)
    blocks = [Block("paragraph", (text,), linked=rng.random() < 0.25) for text in paragraphs]
    for extra in _extras(writer, habit, story):
        blocks.insert(rng.randint(1, len(blocks)), extra)
    return tuple(_with_subheadings(blocks, habit))


def _opening(writer: Writer, story: Story) -> str:
    """The lead. Half of the leads say the headline again as a sentence, as the news does."""
    if writer.rng.random() < 0.5:
        lead = writer.fill(writer.rng.choice(writer.texts.lists["leads"]), {"headline": story.headline})
        return f"{lead} {writer.fresh('sentences')}"
    return " ".join(writer.fresh("sentences") for _ in range(2))


def _paragraph(writer: Writer) -> str:
    return " ".join(writer.fresh("sentences") for _ in range(writer.rng.choice((1, 1, 2, 2, 2, 3, 3, 4))))


def _with_background(paragraphs: list[str], habit: Habits, story: Story) -> list[str]:
    """The paragraphs with the host's sentence of background in the middle: alone, or at the end of a paragraph."""
    if not story.background:
        return paragraphs
    middle = len(paragraphs) // 2
    if habit.background_alone and len(paragraphs) > 2:
        return [*paragraphs[:middle], habit.background, *paragraphs[middle:]]
    return [*paragraphs[:middle], f"{paragraphs[middle]} {habit.background}", *paragraphs[middle + 1 :]]


def _extras(writer: Writer, habit: Habits, story: Story) -> list[Block]:
    chance = writer.rng.random
    extras = [Block("paragraph", (text,)) for text in story.topical]
    extras += [Block("quote" if chance() < 0.5 else "paragraph", (text,)) for text in story.quotes]
    if habit.short:
        return extras
    makers: tuple[tuple[float, Callable[[Writer], Block]], ...] = (
        (0.4, _list), (0.2, _table), (0.5, _quote), (0.2, _tweet), (0.25, _document), (0.4, _short), (0.4, _verb),
    )  # fmt: skip
    return extras + [make(writer) for share, make in makers if chance() < share]


def _list(writer: Writer) -> Block:
    return Block("list", tuple(writer.fresh("items") for _ in range(writer.rng.randint(3, 4))))


def _table(writer: Writer) -> Block:
    labels = writer.rng.sample(writer.texts.lists["rows"], 4)
    return Block("table", tuple(f"{writer.fill(label)}|{writer.fill('{big}')}" for label in labels))


def _quote(writer: Writer) -> Block:
    return Block(writer.rng.choice(("quote", "paragraph")), (writer.fresh("quotes"),))


def _tweet(writer: Writer) -> Block:
    return Block("tweet", (writer.fresh("tweets"),))


def _document(writer: Writer) -> Block:
    return Block("document", (writer.fresh("documents"),))


def _short(writer: Writer) -> Block:
    return Block("paragraph", (writer.fresh("short"),))


def _verb(writer: Writer) -> Block:
    return Block("paragraph", (writer.fresh("verbs"),))


def _with_subheadings(blocks: list[Block], habit: Habits) -> list[Block]:
    """The blocks with a sub-heading before every fourth one; never before the last, as a heading needs a text."""
    headings, result = list(habit.subheadings), []
    for i, block in enumerate(blocks):
        if headings and i and i % 4 == 0 and i < len(blocks) - 1:
            result.append(Block("heading", (headings.pop(0),)))
        result.append(block)
    return result
