"""A page's tree to its lines: the text between two block borders, with what its place in the markup says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from worker.extract import cues
from worker.extract.noise import Line

Tree = Any  # lxml.html.HtmlElement; lxml has no types of its own


_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "textarea", "head", "canvas",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_KINDS = {f"h{n}": "heading" for n in range(1, 7)} | {
    "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "figcaption": "caption",
}  # fmt: skip
_NAMING = ("class", "id", "role", "data-component", "data-testid")
_NO_GROUPS: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Segment:
    """The line being collected: pieces of text, and how many of their characters stand in links."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.pieces.append(text)
            self.linked += len("".join(text.split())) if in_link else 0


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for everything inside an element."""

    groups: frozenset[str] = _NO_GROUPS
    kind: str = ""
    in_link: bool = False
    skipped: bool = False


def segments(body: Tree) -> Iterator[Line]:
    """The lines of a tree in document order: the text between two block borders, with what its place says.

    One pass without recursion; each character is looked at once, however deeply blocks are nested.
    """
    current, places = _Segment(), [_Place()]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        inline = element.tag in _INLINE
        if not inline:
            yield from _flushed(current, places[-1])
            current = _Segment()
        if event == "start":
            places.append(_inside(element, places[-1]))
            text = element.text
        else:
            places.pop()
            text = element.tail
        if not places[-1].skipped:
            current.add(text, places[-1].in_link)
    yield from _flushed(current, places[-1])


def _inside(element: Tree, outer: _Place) -> _Place:
    tag = element.tag if isinstance(element.tag, str) else ""
    return _Place(
        groups=outer.groups | _groups(element, tag),
        kind=outer.kind if outer.kind == "caption" else _KINDS.get(tag, outer.kind),
        in_link=outer.in_link or tag == "a",
        skipped=outer.skipped or not tag or tag in _SKIPPED,
    )


def _groups(element: Tree, tag: str) -> frozenset[str]:
    if tag in ("html", "body", "main", "article"):
        return _NO_GROUPS
    if tag == "form":
        return frozenset({"form"})
    names = " ".join(value for name in _NAMING if (value := element.get(name)))
    return _groups_of(names[:400]) if names else _NO_GROUPS


@lru_cache(maxsize=4096)
def _groups_of(names: str) -> frozenset[str]:
    return frozenset(group for group, pattern in cues.GROUPS.items() if pattern.search(names))


def _flushed(segment: _Segment, place: _Place) -> Iterator[Line]:
    text = " ".join("".join(segment.pieces).split())
    if text:
        letters = len(text.replace(" ", ""))
        yield Line(text, min(1.0, segment.linked / letters), place.groups, place.kind)
