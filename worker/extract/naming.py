"""What the attributes of an element say: which part of a page it is (`cues.GROUPS`), and what it is marked as. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from worker.extract import cues

_NAMING = frozenset({"class", "id", "role", "data-component", "data-testid"})
_MARKING = frozenset({"itemprop", "property", "rel", "aria-label"})

_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datetime|dateline|dato|datum|pub-?date|published|publish-?(?:date|time)|posted(?:-on)?|timestamp"
    r"|time-?stamp|post-?date|entry-?date|byline)(?:$|[\s_-])"
)
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author|authors|author-?name)(?:$|[\s_-])")
_AUTHOR_MARK = re.compile(r"(?:itemprop|property)=\S*author\b")
# Without IGNORECASE, on names in lower case, these are five times as fast; most names say nothing, which one search tells.
_GROUP = {group: re.compile(pattern.pattern) for group, pattern in cues.GROUPS.items()}
_ANY = re.compile(
    "|".join((*(pattern.pattern for pattern in _GROUP.values()), "dat|publish|posted|time-?stamp|byline|author|breadcrumb"))
)
_LONGEST = 400  # characters of names; more is made by a program and says nothing


@dataclass(frozen=True, slots=True)
class Said:
    """`groups`: keys of `cues.GROUPS`. `marks`: "date" (of publication), "signed" (an author's name), "byline", "trail"
    (the names from the front page down to this one).
    """

    groups: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()


_NOTHING = Said()


def said_by(tag: str, attributes: Mapping[str, str]) -> Said:
    """What the attributes of an element with this tag say; nothing for most."""
    names, marked = [], []
    for name, value in attributes.items():
        if name in _NAMING:
            names.append(value)
        elif name in _MARKING:
            marked.append(f"{name}={value}")
    if names or marked or tag == "time":
        return _said(tag == "time", " ".join(names)[:_LONGEST].lower(), " ".join(marked)[:_LONGEST])
    return _NOTHING


@lru_cache(maxsize=16384)
def _said(is_time: bool, names: str, marked: str) -> Said:
    if not (is_time or marked or _ANY.search(names)):
        return _NOTHING
    groups = frozenset(group for group, pattern in _GROUP.items() if pattern.search(names))
    return Said(groups, tuple(_marks(is_time, names, marked)))


def _marks(is_time: bool, names: str, marked: str) -> Iterator[str]:
    if is_time or _DATE_CLASS.search(names) or "datePublished" in marked:
        yield "date"
    if marked and ("rel=author" in marked or _AUTHOR_MARK.search(marked)):
        yield "signed"
    elif _BYLINE_CLASS.search(names):
        yield "byline"
    if "breadcrumb" in names or "aria-label=breadcrumb" in marked.lower():
        yield "trail"
