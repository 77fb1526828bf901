"""Ways in which a page is damaged: cut, flipped, shuffled, nested, blown up. Pure: the same random numbers, the same page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

Mutation = Callable[[bytes, Random], bytes]

MIB = 1 << 20
HUGE_BYTES = 50 * MIB
DEPTH = 20_000
_TAG = re.compile(rb"(<[^<>]{1,2000}>)")
_NESTED = ("div", "span", "b", "blockquote", "font", "table><tr><td", "ul><li", "section", "a", "p", "svg", "template", "select")
_BROKEN = (b"&#xFFFFFFF;", b"&#0;", b"&amp", b"&#55357;", b"&#xDC00;", b"&nosuch;", b"&#x110000;", b"&", b"&#", b"&lt;p&gt;")
_OPENERS = (b"<!--", b"<script>", b"<style>", b"<textarea>", b"<title>", b"<![CDATA[", b"<noscript>", b"<iframe>", b"<a href='")
_ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1251", "koi8-r", "shift_jis", "gb18030", "utf-7", "cp037")
_SENTENCE = b"<p>The patrol ship left the harbour on day %d and nobody saw it again before the evening of the same day.</p>\n"


# ------------------------------------------------------------------ bytes


def cut(page: bytes, rng: Random) -> bytes:
    """The page up to a byte, which may lie inside a letter or a tag."""
    return page[: rng.randrange(len(page) + 1)]


def flip(page: bytes, rng: Random) -> bytes:
    """Up to 500 bits turned over."""
    damaged = bytearray(page)
    for _ in range(rng.randint(1, 500) if page else 0):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def delete(page: bytes, rng: Random) -> bytes:
    start, end = _range(page, rng)
    return page[:start] + page[end:]


def duplicate(page: bytes, rng: Random) -> bytes:
    """A range up to 40 times, as far as the page stays below 4 MiB."""
    start, end = _range(page, rng)
    times = min(rng.randint(2, 40), 4 * MIB // max(1, end - start))
    return page[:end] + page[start:end] * times + page[end:]


def zeros(page: bytes, rng: Random) -> bytes:
    """NUL bytes here and there."""
    return _with(page, rng, [b"\x00" * rng.choice((1, 1, 1, 4096)) for _ in range(rng.randint(1, 60))])


def other_encoding(page: bytes, rng: Random) -> bytes:
    """The text in another encoding than it says; letters that this one lacks become question marks."""
    return page.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def noise(page: bytes, rng: Random) -> bytes:
    """Random bytes in the middle of the page, or nothing else."""
    middle = rng.randbytes(rng.randint(1, 20_000))
    return middle if rng.random() < 0.3 else _with(page, rng, [middle])


# ------------------------------------------------------------------ markup


def shuffle_tags(page: bytes, rng: Random) -> bytes:
    """All tags in another order, the text between them where it was."""
    parts = _TAG.split(page)
    tags = parts[1::2]
    rng.shuffle(tags)
    parts[1::2] = tags
    return b"".join(parts)


def drop_tags(page: bytes, rng: Random) -> bytes:
    """Some of the tags are gone: elements that nobody closes, or that nobody opened."""
    share = rng.choice((0.05, 0.5, 0.95))
    parts = _TAG.split(page)
    return b"".join(part for i, part in enumerate(parts) if i % 2 == 0 or rng.random() >= share)


def entities(page: bytes, rng: Random) -> bytes:
    return _with(page, rng, [rng.choice(_BROKEN) * rng.choice((1, 1, 500)) for _ in range(rng.randint(1, 200))])


def unclosed(page: bytes, rng: Random) -> bytes:
    """A comment, a script or the like that begins and never ends."""
    return _with(page, rng, [rng.choice(_OPENERS)])


def nest(page: bytes, rng: Random) -> bytes:
    """Something in the middle of 20,000 elements within each other, which may all be closed, or none."""
    name = rng.choice(_NESTED).encode()
    opened = b"<" + name + b">"
    closed = b"".join(b"</" + part + b">" for part in reversed(name.split(b"><")))
    start, end = _range(page, rng)
    return page[:start] + opened * DEPTH + page[start:end] + rng.choice((closed * DEPTH, b"")) + page[end:]


def linked_data(page: bytes, rng: Random) -> bytes:
    """Structured data that is huge, deep, broken, or of other types than anybody expects."""
    body = _near_body(page)
    script = b'<script type="application/ld+json">' + rng.choice(_LINKED_DATA)(rng).encode() + b"</script>"
    return page[:body] + script + page[body:]


_LINKED_DATA: tuple[Callable[[Random], str], ...] = (
    lambda rng: "[" * DEPTH * 5,
    lambda rng: '{"@graph":' * DEPTH + "{}" + "}" * DEPTH,
    lambda rng: json.dumps({"@type": "NewsArticle", "articleBody": "A sentence about the north. " * 200_000}),
    lambda rng: json.dumps([{"@type": "NewsArticle", "headline": f"Headline {n}", "author": [{}] * 9} for n in range(20_000)]),
    lambda rng: json.dumps({"@type": ["NewsArticle", 7, None], "articleBody": [{"a": 1}], "author": 5, "datePublished": {}}),
    lambda rng: '{"@type": "NewsArticle", "headline": "' + "x" * rng.randint(1, MIB),
    lambda rng: '{"@type": "NewsArticle", "wordCount": ' + "9" * 100_000 + "}",
    lambda rng: "null NaN Infinity \\ud800 \u2028",
)


# ------------------------------------------------------------------ many of one thing


_THINGS = (
    b"<p>x</p>", b"<br>", b"<a href='/a'>Read more</a> ", b"<li>An item", b"<h2>Heading</h2>", b"<td>1", b"<img src=a>",
    b"&nbsp;", b"\n", b"-", b"x", b"word ", b"<b>a<i>b</b>", b"<script></script>", b"<meta name=a content=b>",
    b"<p>Read more: the same line again</p>", b"<div><p>One sentence of a story that is told again.</p></div>",
    b"<time datetime=2026-01-01>1 January 2026</time>", b"<figcaption>Photo: somebody</figcaption>",
    b"<div class='newsletter related share author-box'>Follow us</div>",
)  # fmt: skip


def crowd(page: bytes, rng: Random) -> bytes:
    """Some megabytes of one small thing, in which anything that looks twice at every line or element shows."""
    thing = rng.choice(_THINGS)
    middle = _near_body(page)
    return page[:middle] + thing * (rng.choice((MIB // 4, 2 * MIB)) // len(thing)) + page[middle:]


def huge_paragraphs(page: bytes, rng: Random) -> bytes:
    middle, count = _near_body(page), HUGE_BYTES // len(_SENTENCE)
    return page[:middle] + b"".join(_SENTENCE % n for n in range(count)) + page[middle:]


def huge_line(page: bytes, rng: Random) -> bytes:
    """50 MiB in one paragraph, with or without blanks."""
    middle, word = _near_body(page), rng.choice((b"word ", b"x", b"A short sentence about ice. "))
    return page[:middle] + b"<p>" + word * (HUGE_BYTES // len(word)) + b"</p>" + page[middle:]


def huge_attributes(page: bytes, rng: Random) -> bytes:
    """50 MiB of attributes, in one element or in many, which no reader sees."""
    middle, attribute = _near_body(page), b' data-a%d="' + b"v" * 200 + b'"'
    many = b"".join(attribute % n for n in range(HUGE_BYTES // len(attribute)))
    single = b'<p class="' + b"c " * (HUGE_BYTES // 2) + b'">'
    return page[:middle] + rng.choice((b"<p" + many + b">", single)) + page[middle:]


# ------------------------------------------------------------------ where


def _range(page: bytes, rng: Random) -> tuple[int, int]:
    """A range of up to a third of the page."""
    start = rng.randrange(len(page) + 1)
    return start, min(len(page), start + rng.randint(0, len(page) // 3))


def _with(page: bytes, rng: Random, pieces: list[bytes]) -> bytes:
    """The page with the pieces at random places, in linear time."""
    places = sorted(rng.randrange(len(page) + 1) for _ in pieces)
    parts = [page[start:end] + piece for start, end, piece in zip([0, *places], places, pieces, strict=False)]
    return b"".join(parts) + page[places[-1] :]


def _near_body(page: bytes) -> int:
    """The place behind the first paragraph, where an article is likely to be; the end when there is none."""
    found = page.find(b"</p>")
    return found + 4 if found >= 0 else len(page)


MUTATIONS: Mapping[str, Mutation] = MappingProxyType({
    mutation.__name__: mutation
    for mutation in (
        cut, flip, delete, duplicate, zeros, other_encoding, noise,
        shuffle_tags, drop_tags, entities, unclosed, nest, linked_data, crowd,
    )
})  # fmt: skip
HUGE: Mapping[str, Mutation] = MappingProxyType({m.__name__: m for m in (huge_paragraphs, huge_line, huge_attributes)})
