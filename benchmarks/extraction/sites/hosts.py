"""Web sites: a host has a name, a template, phrases of its own, and pages of which two report the same event."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.extraction.sites.language import TEMPLATE_SETS, Texts, shapes
from benchmarks.extraction.sites.writing import Block, Habits, Story, Writer, body, habits

# Phrases whose numbers and days change from page to page; all others are the same on every page of a host.
PER_PAGE = ("stamp", "views", "comments", "comment", "player", "commenter", "ticker")
# Templates of institutions that publish reports of two or three paragraphs.
SHORT_TEMPLATES = (
    "ministry", "div_soup", "bare_breaks", "bare_divs", "bulletin", "hashed_short", "office_spans", "slate_brief",
    "agency_fields", "sitecore_press",
)  # fmt: skip
_ELSEWHERE = 12  # articles of a host that are only pointed to


@dataclass(frozen=True, slots=True)
class Link:
    """Another article of the host as its pages point to it."""

    title: str
    teaser: str
    url: str


@dataclass(frozen=True, slots=True)
class Host:
    name: str
    site: str
    language: str
    template: str
    menu: tuple[str, ...]
    say: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is rendered. `number` counts from 1 within the host; `event` is "" or shared by two pages.

    `gallery`: captions of further pictures, for templates that have some.
    """

    id: str
    url: str
    host: Host
    number: int
    title: str
    section: str
    body: tuple[Block, ...]
    caption: str
    credit: str
    gallery: tuple[str, ...]
    published: str
    event: str
    others: tuple[Link, ...]
    tags: tuple[str, ...]
    say: Mapping[str, tuple[str, ...]]
    seed: int


def make_host(texts: Texts, set_name: str, template: str, number: int, pages: int, seed: int) -> Iterator[Page]:
    """The pages of one host, in order; the same arguments always give the same pages."""
    rng = Random(f"{seed}/{set_name}/{texts.language}/{template}/{number}")
    site = rng.choice(texts.lists["sites"])
    writer = Writer(texts, rng, site)
    own = TEMPLATE_SETS[set_name]
    phrases = {category: rng.choice(texts.noise[own][category]) for category in shapes(own)}
    host = Host(
        name=f"{slug(site)}-{template.replace('_', '')}{number}.{texts.language}.example",
        site=site,
        language=texts.language,
        template=template,
        menu=tuple(rng.sample(texts.lists["sections"], 6)),
        say={c: tuple(writer.fill(line) for line in phrase) for c, phrase in phrases.items()},
    )
    drafts = _drafts(writer, host, set_name, pages)
    elsewhere = [_elsewhere(writer, host) for _ in range(_ELSEWHERE)]
    for i, draft in enumerate(drafts):
        yield _page(writer, host, i + 1, draft, _links(rng, drafts, i, elsewhere), phrases, f"{set_name}-")


# ------------------------------------------------------------------ what the pages tell


@dataclass(frozen=True, slots=True)
class _Draft:
    story: Story
    event: str
    body: tuple[Block, ...]
    link: Link


def _drafts(writer: Writer, host: Host, set_name: str, pages: int) -> list[_Draft]:
    """Stories of a host: two of one event, one about cookies or newsletters, the others about anything."""
    habit = habits(writer, short=host.template in SHORT_TEMPLATES)
    order = writer.rng.sample(range(pages), pages)
    event, topical = set(order[:2]) if pages > 1 else set(), order[2] if pages > 2 else -1
    places = {name: writer.rng.choice(writer.texts.slots[name]) for name in ("in", "ship")}
    quotes = tuple(writer.fill(p, places) for p in writer.rng.sample(writer.texts.lists["quotes"], 2))
    drafts = []
    for i in range(pages):
        writer.begin(places if i in event else {})
        story = _story(writer, set_name, quotes if i in event else (), is_topical=i == topical)
        drafts.append(_draft(writer, host, habit, story, "event" if i in event else ""))
    writer.begin({})
    return drafts


def _story(writer: Writer, set_name: str, quotes: tuple[str, ...], *, is_topical: bool) -> Story:
    rng, texts = writer.rng, writer.texts
    sentences = texts.topical[TEMPLATE_SETS[set_name]]
    count = 3 if is_topical else int(rng.random() < 0.3)
    return Story(
        headline=writer.fresh_of(texts.topical_headlines) if is_topical else writer.fresh("headlines"),
        topical=tuple(writer.fresh_of(sentences) for _ in range(count)),
        quotes=quotes,
        background=rng.random() < 0.6,
    )


def _draft(writer: Writer, host: Host, habit: Habits, story: Story, event: str) -> _Draft:
    blocks = body(writer, habit, story)
    return _Draft(story, event, blocks, _link(writer, host, story.headline, blocks[0].text))


def _elsewhere(writer: Writer, host: Host) -> Link:
    return _link(writer, host, writer.fresh("headlines"), writer.fresh("sentences"))


def _link(writer: Writer, host: Host, title: str, teaser: str) -> Link:
    section = slug(writer.rng.choice(host.menu))
    return Link(title, teaser, f"https://{host.name}/{section}/{slug(title)[:60]}-{writer.rng.randint(10000, 99999)}")


def _links(rng: Random, drafts: Sequence[_Draft], own: int, elsewhere: Sequence[Link]) -> tuple[Link, ...]:
    """Ten articles that a page points to: two of the other pages, the rest elsewhere."""
    near = [draft.link for i, draft in enumerate(drafts) if i != own]
    chosen = rng.sample(near, min(2, len(near))) + rng.sample(list(elsewhere), 8)
    rng.shuffle(chosen)
    return tuple(chosen)


# ------------------------------------------------------------------ pages


def _page(
    writer: Writer, host: Host, number: int, draft: _Draft, others: tuple[Link, ...],
    phrases: Mapping[str, tuple[str, ...]], prefix: str,
) -> Page:  # fmt: skip
    rng, lists = writer.rng, writer.texts.lists
    changing = {c: tuple(writer.fill(line) for line in phrases[c]) for c in PER_PAGE if c in phrases}
    name = f"{prefix}{host.name.removesuffix('.example')}-{number:02d}"
    return Page(
        id=name,
        url=draft.link.url,
        host=host,
        number=number,
        title=draft.story.headline,
        section=rng.choice(host.menu),
        body=draft.body,
        caption=writer.fresh("captions"),
        credit=rng.choice(lists["credits"]),
        gallery=_gallery(writer.texts, name),
        published=_moment(rng),
        event=f"{host.name}/{draft.event}" if draft.event else "",
        others=others,
        tags=tuple(rng.sample(lists["tags"], 4)),
        say={**host.say, **changing},
        seed=rng.randint(0, 10**9),
    )


def _gallery(texts: Texts, page: str) -> tuple[str, ...]:
    """Three captions, drawn apart from all the rest: what a page of another set says must not depend on them."""
    writer = Writer(texts, Random(f"gallery/{page}"))
    return tuple(writer.fresh("captions") for _ in range(3))


def _moment(rng: Random) -> str:
    day, time = (rng.randint(1, 10), rng.randint(1, 28)), (rng.randint(6, 22), rng.randint(0, 59))
    return f"2026-{day[0]:02d}-{day[1]:02d}T{time[0]:02d}:{time[1]:02d}:00+01:00"


_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ð": "d", "þ": "th", "ß": "ss", "œ": "oe"})


def slug(text: str) -> str:
    """The text as a part of an address: small letters of ASCII, digits and hyphens; "artikel" when none are left."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "artikel"
