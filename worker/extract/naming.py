"""What the attributes of an element say: which part of a page it is (`cues.GROUPS`), and what it is marked as. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from worker.extract import cues

# Names of nine languages. In compounds the first word says whose date it is: "endringsdato" is the one of a change.
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datetime|dateline|dato|datum|pub-?date|published|publish-?(?:date|time)|posted(?:-on)?|timestamp"
    r"|time-?stamp|post-?date|entry-?date|byline|submitted|dags(?:etning)?|pvm|päiväys|paivays|julkaistu|julkaisuaika"
    r"|publicerad|publisert|publiceret|udgivet|veröffentlicht|veroeffentlicht|publie|publie-le|fecha"
    r"|(?:published|pub|publish|article|news|press|release|item|story|content|creation|created)date"
    r"|(?:artikel|artikkel|publicerings|publiserings|publikations|udgivelses|veroeffentlichungs|veröffentlichungs|erscheinungs"
    r"|erstellungs|nyhets|nyheds|news|presse|press)(?:datum|dato))(?:$|[\s_-])"
)
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author|authors|author-?name)(?:$|[\s_-])")
_MARKS = [("date", _DATE_CLASS.search), ("byline", _BYLINE_CLASS.search), ("trail", re.compile("breadcrumb").search)]
_MARK_STEMS = (
    "dat|publi|posted|time-?stamp|byline|author|breadcrumb|submitted|dags|pvm|p[äa]iv|julkais|udgiv|ver[oö]e?ffent|fecha|erschein"
)

_ALTERNATIVE = re.compile(r"\|(?![^(]*\))")  # "|" outside of brackets
_OPENING = re.compile(r"^\(\?:[^)]*\)(?:-\?)?")  # "(?:post|entry)-?" in front of "meta"


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds something wherever one of these does, and rarely elsewhere, at a fifth of their time.

    Their alternatives are ordered by their first letters, and what may stand before those is left out: so a search looks
    at twenty letters for each place, and not at eighty words. Each alternative has to begin with a letter, a word border
    or brackets, and brackets hold no others.
    """
    rest: dict[str, list[str]] = defaultdict(list)
    for stem in _ALTERNATIVE.split("|".join(patterns).replace(r"\b", "")):
        word = _OPENING.sub("", stem)
        rest[word[0]].append(word[1:])
    return re.compile("|".join(f"{letter}(?:{'|'.join(stems)})" for letter, stems in rest.items()))


_ANY = _any_of((*(pattern.pattern for pattern in cues.GROUPS.values()), _MARK_STEMS))  # most names say nothing
# What may be of a group at all, and what is; without IGNORECASE, on names in lower case, they are five times as fast.
_GROUPS = [(name, _any_of((group.pattern,)).search, re.compile(group.pattern).search) for name, group in cues.GROUPS.items()]
_MAY_BE_MARK = _any_of((_MARK_STEMS,)).search
_MOST_NAMES = 40  # of an element; more are made by a program and say nothing


@dataclass(frozen=True, slots=True)
class Said:
    """`groups`: keys of `cues.GROUPS`, "hidden" for what readers do not see, and "dialog" for what stands over the page. `marks`:
    "date" (of publication), "signed" (an author's name), "byline", "trail" (the names from the front page down to this one).
    """

    groups: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()


_NOTHING = Said()


def said_by(tag: str, attributes: Iterable[tuple[str, str]]) -> Said:
    """What the attributes of an element with this tag say; nothing for most."""
    found = [_TIME] if tag == "time" else []
    for name, value in attributes:
        read = _READERS.get(name)
        if read is None or (name == "aria-label" and tag in _CONTROLS):
            continue
        if (said := read(value)) is not _NOTHING:
            found.append(said)
    return _together(found) if found else _NOTHING


_CONTROLS = frozenset({"a", "button", "img", "input", "label", "span", "svg"})  # the label is their own and names no part


def _together(found: Sequence[Said]) -> Said:
    if len(found) == 1:
        return found[0]
    return Said(
        frozenset().union(*(said.groups for said in found)), tuple(dict.fromkeys(m for said in found for m in said.marks))
    )


def _naming(value: str) -> Said:
    return _remembered(value) if len(value) <= _LONGEST_REMEMBERED else _of_names(value)


def _of_names(value: str) -> Said:
    value = value.lower()
    if not _ANY.search(value):
        return _NOTHING
    found = [said for name in value.split(None, _MOST_NAMES)[:_MOST_NAMES] if (said := _named(name)) is not _NOTHING]
    return _together(found) if found else _NOTHING


# Two values of three stand on the page already; longer ones are rare, and remembering them would fill the memory.
_LONGEST_REMEMBERED = 500
_remembered = lru_cache(maxsize=32768)(_of_names)


@lru_cache(maxsize=32768)  # a site has some hundred names
def _named(name: str) -> Said:
    if not _ANY.search(name):
        return _NOTHING
    groups = frozenset([group for group, may_be_in, found_in in _GROUPS if may_be_in(name) and found_in(name)])
    marks = tuple([mark for mark, found_in in _MARKS if found_in(name)]) if _MAY_BE_MARK(name) else ()
    return Said(groups, marks) if groups or marks else _NOTHING


_TIME = Said(marks=("date",))
_SIGNED = Said(marks=("signed",))
_TRAIL = Said(marks=("trail",))
_HIDDEN = Said(frozenset(("hidden",)))
_APART = Said(frozenset(("apart",)))
_DIALOG = Said(frozenset(("dialog",)))
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def _property(value: str) -> Said:
    if value.endswith("datePublished"):
        return _TIME
    return _SIGNED if value.endswith("author") else _NOTHING


def _relation(value: str) -> Said:
    return _SIGNED if "author" in value.split() else _NOTHING


def _label(value: str) -> Said:
    if value.strip().lower() == "breadcrumb":
        return _TRAIL
    return _of_label(value) if len(value) <= _LONGEST_LABEL else _NOTHING


@lru_cache(maxsize=8192)
def _of_label(value: str) -> Said:
    """What the label of a part says to those who hear the page: it is worded as a heading is."""
    groups = frozenset(_LABELLED[cue] for cue in cues.said(value) if cue in _LABELLED)
    return Said(groups) if groups else _NOTHING


_LONGEST_LABEL = 80
_LABELLED = {"tail-heading": "related", "comments": "comments", "share": "share", "share-button": "share",
             "subscribe": "subscribe", "inbox": "subscribe", "consent-button": "consent", "author": "author"}  # fmt: skip


def _hides(_value: str) -> Said:
    return _HIDDEN


def _modal(value: str) -> Said:
    return _NOTHING if value == "false" else _DIALOG


def _apart(value: str) -> Said:
    return _NOTHING if value == "false" else _APART


def _role(value: str) -> Said:
    return _ROLES.get(value.strip().lower()) or _naming(value)


# https://www.w3.org/TR/wai-aria-1.2/#role_definitions; as a class these words are also a warning and what people say.
_ROLES = {"dialog": _DIALOG, "alertdialog": _DIALOG, "alert": _APART}


def _style(value: str) -> Said:
    return _HIDDEN if _NOT_DISPLAYED.search(value) else _NOTHING


_READERS: Mapping[str, Callable[[str], Said]] = {
    **dict.fromkeys(("class", "id", "slot", "data-component", "data-testid"), _naming),
    **dict.fromkeys(("itemprop", "property"), _property),
    "rel": _relation,
    "aria-label": _label,
    "role": _role,
    "aria-modal": _modal,
    "data-nosnippet": _apart,
    "hidden": _hides,  # without a value, or with any (HTML, section 6.1)
    "style": _style,
}
