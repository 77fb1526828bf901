"""What the attributes of an element say: which part of a page it is (`cues.GROUPS`), and what it is marked as. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
# Without IGNORECASE, on names in lower case, these are five times as fast; most names say nothing, which one search tells.
_GROUP = {group: re.compile(pattern.pattern) for group, pattern in cues.GROUPS.items()}
_MARKS = {"date": _DATE_CLASS, "byline": _BYLINE_CLASS, "trail": re.compile("breadcrumb")}
_ANY = re.compile(
    "|".join((*(pattern.pattern for pattern in _GROUP.values()), "dat|publish|posted|time-?stamp|byline|author|breadcrumb"))
)
_MOST_NAMES = 40  # of an element; more are made by a program and say nothing


@dataclass(frozen=True, slots=True)
class Said:
    """`groups`: keys of `cues.GROUPS`. `marks`: "date" (of publication), "signed" (an author's name), "byline", "trail"
    (the names from the front page down to this one).
    """

    groups: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()


_NOTHING = Said()


def said_by(tag: str, attributes: Sequence[tuple[str, str]]) -> Said:
    """What the attributes of an element with this tag say; nothing for most."""
    found = [_TIME] if tag == "time" else []
    for name, value in attributes:
        if name in _NAMING:
            for token in value.lower().split(None, _MOST_NAMES)[:_MOST_NAMES]:
                said = _named(token)
                if said is not _NOTHING:
                    found.append(said)
        elif name in _MARKING and (said := _marked(name, value)) is not _NOTHING:
            found.append(said)
    if len(found) < 2:
        return found[0] if found else _NOTHING
    return Said(
        frozenset().union(*(said.groups for said in found)), tuple(dict.fromkeys(m for said in found for m in said.marks))
    )


_TIME = Said(marks=("date",))


@lru_cache(maxsize=32768)  # a site has some hundred names
def _named(name: str) -> Said:
    if not _ANY.search(name):
        return _NOTHING
    groups = frozenset(group for group, pattern in _GROUP.items() if pattern.search(name))
    marks = tuple(mark for mark, pattern in _MARKS.items() if pattern.search(name))
    return Said(groups, marks) if groups or marks else _NOTHING


def _marked(name: str, value: str) -> Said:
    if name == "rel":
        return Said(marks=("signed",)) if "author" in value.split() else _NOTHING
    if name == "aria-label":
        return Said(marks=("trail",)) if value.strip().lower() == "breadcrumb" else _NOTHING
    if value.endswith("datePublished"):
        return Said(marks=("date",))
    return Said(marks=("signed",)) if value.endswith("author") else _NOTHING
