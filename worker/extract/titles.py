"""The title and the section of a page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from worker.extract.lines import Line, is_paragraph

_SEPARATOR = re.compile(r"\s+(?:[|–—\-»«‹›·•:/~]|::|\|\|)\s+|\s*\|\s*|\s+[|–—]|[|–—]\s+")
_COLON = re.compile(r":\s+")
_TITLE_PARTS = re.compile(r"\s+(?:[|–—\-»·:]|::|\|\|)\s+")
_CUT_SHORT = re.compile(r"\s*(?:…|\.{3})$")
_UNFILLED = re.compile(r"\{\{[^{}]{1,300}\}\}")  # a template that no script filled in


def title_parts(title: str) -> tuple[str, ...]:
    """The title and, where it is joined with the name of a site or section, each part of four words or more."""
    parts = (part.strip() for part in _TITLE_PARTS.split(title))
    return (title.strip(), *(part for part in parts if len(part.split()) >= 4))


def choose_title(
    headings: Sequence[str], declared: Sequence[str], tab: str, sites: Sequence[str] = (), lower: Sequence[str] = ()
) -> str:
    """The headline of a page: the first-level heading that the page also declares, else what it declares, else the tab title.

    `headings`: all h1; `declared`: og:title and the like, best first; `tab`: the title element; `sites`: names of the site,
    which are cut off and are no title of a page; `lower`: headings of lower levels, which say what part of the tab is the
    headline. A declared title that was cut short, or is the name of a file, gives way to a whole one.
    """
    names = frozenset(filter(None, map(letters_of, sites)))
    headings = [h for h in dict.fromkeys(headings) if letters_of(h) not in names and not _UNFILLED.search(h)]
    stated = [title for d in declared if (title := without_site(_without_tail(d, tab), sites)) and not _UNFILLED.search(title)]
    declared = [title for title in stated if not (headings and _FILE_NAME.fullmatch(title))]
    tab_title = "" if _UNFILLED.search(tab) else without_site(tab, sites, of_tab=True)
    confirmed = _confirmed(headings, declared, tab)
    if confirmed:
        return _not_shouted(max(confirmed, key=len), (*declared, tab_title))
    if declared:
        return _whole(declared[0], (*headings, *declared[1:], tab_title))
    named = _heading_in(tab_title, lower) or _longer_part(tab_title)
    only = headings[0] if len(headings) == 1 else ""
    # A tab of a word or two is the name of a site or a program's default, a single heading of more is the headline.
    return only if len(only.split()) >= TITLE_WORDS > len(named.split()) else named or only


_FILE_NAME = re.compile(r"[\w.]+(?:[-_][\w.]+){3,}")  # "pm-2026-01-fregatte-nordsee"; a headline has blanks


def _longer_part(tab: str) -> str:
    """The first part of a tab's title that has four words, with what it goes on from: one that begins small is the second half
    of a headline ("Ship adrift - three days of ice")."""
    part = (title_parts(tab)[1:] or (tab,))[0]
    cuts = [cut for cut in _TITLE_PARTS.finditer(tab) if cut.end() <= tab.find(part)]
    start = 0 if len(cuts) < 2 else cuts[-2].end()
    return tab[start : tab.find(part) + len(part)].strip() if cuts and part[0].islower() else part


def _without_tail(title: str, tab: str) -> str:
    """A declared title up to the part that the tab has too behind other words: what both end with is the name of the site."""
    own, other = ([part.strip() for part in _SEPARATOR.split(text)] for text in (title, tab))
    if own[0] in other or other[0] in own or _begin_alike(own[0], other[0]) or len(own[0].split()) < TITLE_WORDS:
        return title
    end = next((cut.start() for cut, part in zip(_SEPARATOR.finditer(title), own[1:], strict=False) if part in other[1:]), None)
    return title[:end].rstrip()


def _begin_alike(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return one in other or other in one or one.split()[:2] == other.split()[:2]


def _heading_in(tab: str, lower: Iterable[str]) -> str:
    """The part of a tab's title that a heading of the page is, for pages whose headline is no first-level heading; or ""."""
    parts = {letters_of(part): part for part in map(str.strip, _SEPARATOR.split(tab))}
    return next((parts[key] for text in lower if (key := letters_of(text)) and key in parts), "") if len(parts) > 1 else ""


def _confirmed(headings: Sequence[str], declared: Sequence[str], tab: str) -> list[str]:
    """The headings of two words and more that the page also declares, else those in its tab.

    Where the tab names what is declared as well, another heading in it is the site's: "Ship sent | Gazette of the North".
    """
    headings = [h for h in headings if len(h.split()) > 1]
    known, tab = " ".join(declared).casefold(), tab.casefold()
    if also_declared := [h for h in headings if h.casefold() in known]:
        return also_declared
    first = declared[0].casefold() if declared else ""
    return [h for h in headings if h.casefold() in tab and (first not in tab or first in h.casefold())]


def _not_shouted(title: str, others: Iterable[str]) -> str:
    """A title in capitals as another statement writes it: names are told by their capitals."""
    same = (other for other in others if other.casefold() == title.casefold() and not other.isupper())
    return next(same, title) if title.isupper() else title


def without_site(title: str, sites: Iterable[str], *, of_tab: bool = False) -> str:
    """The title without parts at either end that are a name of the site; may be empty.

    "Coast Gazette: Ship sent" may be a sentence about the paper, but a browser's tab says where one is (`of_tab`).
    """
    title, names = title.strip(), frozenset(filter(None, map(letters_of, sites)))
    colon = _COLON.search(title) if of_tab else None
    if colon and letters_of(title[: colon.start()]) in names:
        title = title[colon.end() :].strip()
    while title:
        cuts = list(_SEPARATOR.finditer(title))
        if letters_of(title) in names:
            return ""
        if cuts and letters_of(title[cuts[-1].end() :]) in names:
            title = title[: cuts[-1].start()].rstrip()
        elif cuts and letters_of(title[: cuts[0].start()]) in names:
            title = title[cuts[0].end() :].lstrip()
        else:
            break
    return title


def heading_over(lines: Sequence[Line], text: Iterable[str], sites: Iterable[str] = ()) -> str:
    """The nearest heading of three words or more over the first paragraph of the text: the title of a page that states none."""
    first = next(filter(is_paragraph, text), None)
    at = next((i for i, line in enumerate(lines) if line.text == first), 0)
    over = (without_site(line.text, sites) for line in reversed(lines[max(0, at - _LINES_OVER) : at]) if line.kind == "heading")
    return next((title for title in over if len(title.split()) >= TITLE_WORDS), "")


TITLE_WORDS = 3
_LINES_OVER = 8  # from the headline to the first paragraph: a byline, a lead, a picture


def is_beside(title: str, heading: str, tab: str) -> bool:
    """Whether a tab title is a longer heading with this title in front or behind: then the title is the name of the site."""
    site, own, both = letters_of(title), letters_of(heading), letters_of(tab)
    return bool(site) and len(heading.split()) > len(title.split()) and both in (site + own, own + site)


def letters_of(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _whole(title: str, others: Iterable[str]) -> str:
    """The title, or the first other one that goes on where it was cut short."""
    cut = _CUT_SHORT.search(title)
    beginning = title[: cut.start()].casefold() if cut else ""
    longer = (o for o in others if not _CUT_SHORT.search(o) and len(o) > len(beginning) and o.casefold().startswith(beginning))
    return next(longer, title) if beginning else title


# ------------------------------------------------------------------ section

_NO_SECTION = re.compile(
    r"(?:home|front ?page|forside|etusivu|hem|startsida|start|startseite|accueil|forsíða|главная|all|blog"
    r"|uncategori[sz]ed|default|\W*|\d+)",
    re.IGNORECASE,
)


def choose_section(stated: Iterable[str]) -> str:
    """The first name that can be a subject: short, no address, and not the site's front page or a system's default."""
    names = (" ".join(text.split()) for text in stated)
    return next((n for n in names if 1 < len(n) <= 60 and "://" not in n and not _NO_SECTION.fullmatch(n)), "")
