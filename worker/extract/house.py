"""What a site says of itself beside its articles: who writes for it, its letter, its imprint, when it changed the page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from worker.extract import cues
from worker.extract.authors import is_byline
from worker.extract.lines import Line, ends_sentence, is_bulleted, is_sentence, squash
from worker.extract.reasons import LINKED, Found, PageContext, Reason
from worker.extract.tails import names_contact, reports_appeal

# A note is a sentence or two, a label some words; a name and an address some more.
LONGEST_NOTE, LABEL_WORDS, ADDRESS_WORDS = 300, 6, 14
# What went for another reason says nothing of its neighbours: a headline, a picture, a link within the text.
_ELSEWHERE = frozenset({Reason.TITLE, Reason.CAPTION, Reason.POINTER, Reason.LINK_LINE, Reason.REPEATED, Reason.FOREIGN_HEADLINE,
                        Reason.MACHINE_DATA, Reason.ATTACHMENT})  # fmt: skip


def house_notes(lines: Sequence[Line], found: Mapping[int, Reason], page: PageContext | None) -> Iterator[int]:
    """The numbers of the lines that say who made the page and what for: above and below the running text, in boxes, and right
    beside lines that go (`found`). Within the text the same words are news about a newspaper, and stay.
    """
    going = {i for i, reason in found.items() if reason not in _ELSEWHERE}
    asking = {i for i in going if found[i] is not Reason.FOOTER}  # advertisements stand between any two paragraphs
    text = [i for i, line in enumerate(lines) if i not in found and is_sentence(line.text) and line.link < LINKED]
    sites = page.sites if page else _NOBODY
    first = text[0] if text else len(lines)
    own = [i for i in text if lines[i].box < 0]
    press: set[int] = set()
    for i in (*range(len(lines) - 1, -1, -1), *range(len(lines))):
        below = not text or i >= text[-1]
        if i in found or i in going or not (below or i <= first or lines[i].box >= 0 or {i - 1, i + 1} & going):
            continue
        named = i >= first and (below or bool({i - 1, i + 1} & asking))
        is_of_press = (below or not own or i >= own[-1]) and _is_of_press(lines, i, going, press)
        if is_of_press:
            press.add(i)
        amid = below and i - 1 in asking and (i + 1 in going or i + 1 == len(lines))
        is_left = (amid and _names_site(lines[i], sites)) or (
            (below or i <= first) and _is_left(lines[i], sites, at_foot=i > first)
        )
        may_be_note = below or i != first or lines[i].box >= 0 or bool({i - 1, i + 1} & going)  # the first sentence is the lead
        is_note = may_be_note and _is_note(lines[i], sites if named else _NOBODY, below_label=_heads_portrait(lines, i - 1))
        if is_of_press or is_left or is_note:
            going.add(i)
            asking.add(i)
            yield i
            for rest in (text, own):
                if rest and i == rest[-1]:
                    rest.pop()


def bylines(lines: Sequence[Line], page: PageContext | None) -> Found:
    """Who wrote the article: a line over its first sentence with nothing but a heading above, or right below its last one.

    Several names, and those under a label, are people of the news."""
    told = [i for i, line in enumerate(lines) if ends_sentence(line.text)]
    if page is None or not told:
        return
    for part in (range(told[0]), range(told[-1] + 1, len(lines))):
        signed = [i for i in part if lines[i].kind in ("", "card", "label") and is_byline(lines[i].text)]
        if len(signed) == 1 and (signed[0] == 0 or lines[signed[0] - 1].kind == "heading" or signed[0] - 1 == told[-1]):
            yield signed[0], Reason.AUTHOR_BOX


_NOBODY: frozenset[str] = frozenset()


def _heads_portrait(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is the heading of a box about a body or an author; a note of advertising is none."""
    if i < 0 or ends_sentence(lines[i].text) or len(lines[i].text.split()) > LABEL_WORDS:
        return False
    return "house-note" in cues.of_house(lines[i].text) or not _ABOUT.isdisjoint(cues.said(lines[i].text.strip()))


_ABOUT = frozenset({"author", "contact"})


def _is_of_press(lines: Sequence[Line], i: int, going: set[int], press: set[int]) -> bool:
    """Whether a line at the foot is part of what a body sends with its news: whom to call, beside what the body is or beside what
    goes; what the body is, beside whom to call; and the label over either."""
    beside = [n for n in (i - 1, i + 1) if 0 <= n < len(lines)]
    if _is_contact(lines[i]):
        return not _ends_list(lines, i) and any(n in going or _is_portrait(lines[n]) for n in beside)
    if _is_portrait(lines[i]):
        return any(_is_contact(lines[n]) for n in beside)
    label = not lines[i].kind and not ends_sentence(lines[i].text) and not is_bulleted(lines[i].text)
    return label and i + 1 in press and len(lines[i].text.split()) <= LABEL_WORDS


def _ends_list(lines: Sequence[Line], i: int) -> bool:
    """Whether more than `MOST_CALLED` lines up to this one name a number or an address, as a list of consulates does."""
    return i >= MOST_CALLED and all(names_contact(line.text) for line in lines[i - MOST_CALLED : i + 1])


MOST_CALLED = 3  # as of the last lines of all (`tails.SIGN_OFF_LINES`)


def _names_site(line: Line, sites: frozenset[str]) -> bool:
    """Whether a line of the foot names its site, as its own and not as what somebody says of it. A ministry names itself in the
    sentences of its news: only those are of the house that speak of its craft."""
    if not sites or line.kind or len(line.text) > LONGEST_NOTE or cues.QUOTED.search(_without_quoted_name(line.text, sites)):
        return False
    said = cues.of_press(line.text)
    return (
        ("craft" in said or not ends_sentence(line.text))
        and "inquiry" not in said
        and any(_has_capital(name.group()) for name in _names_in(line.text, sites))
    )


def _is_left(line: Line, sites: frozenset[str], *, at_foot: bool) -> bool:
    """Whether a line over or under the text says where else it, or its site, is to be found."""
    if line.kind in ("cell", "heading"):
        return False
    return cues.offers_to_read(line.text) or (_names_networks(line) and _is_found_there(line.text, sites, at_foot=at_foot))


def _names_networks(line: Line) -> bool:
    words = line.text.split()
    if len(words) > NETWORK_WORDS or is_bulleted(line.text):
        return False
    return sum(map(cues.is_network, words)) >= FEWEST_NETWORKS and not cues.is_reported(line.text)


def _is_found_there(text: str, sites: frozenset[str], *, at_foot: bool) -> bool:
    """Whether a line that names networks tells its reader to find the house ("us") or its site on them. Networks that remove
    pages or spread pictures are in the news, and so is what a ministry shows there; below the text, news end as sentences do.
    """
    if _US.search(text) or (at_foot and not ends_sentence(text)):
        return True
    words = text.casefold().split()
    if not cues.is_network(words[-1]) or not sites or next(_names_in(text, sites), None) is None:
        return False
    language = cues.language_of(words)
    return bool(language) and "reader" in cues.addressed(text, language)


NETWORK_WORDS, FEWEST_NETWORKS = 14, 2
# Whom a reader may follow, in nine languages: the objects alone, as "we" may be anybody who is
# asked something, and US a country.
_US = re.compile(r"\b(?:us|oss|os|uns|avec nous|[Ss]uivez-nous|[Rr]etrouvez-nous|[Нн]ас|нами|meidät|meitä|okkur)\b")


def _is_contact(line: Line) -> bool:
    """Whether a line says whom the press may call. A sentence that names no press may ask anybody for what he saw."""
    if len(line.text) > LONGEST_NOTE or line.kind or not names_contact(line.text) or reports_appeal(line.text):
        return False
    return not ends_sentence(line.text) or _PRESS.search(line.text) is not None


_PRESS = re.compile(
    r"\b(?:press|presse|journalist|reporter|editor|media\b|medier|medien|médias|lehdistö|toimitta|blaðama|fjölmið"
    r"|пресс|журналист|сми\b|communication|kommunikation|kommunikasjon|viestint|samskipt)", re.IGNORECASE
)  # fmt: skip


def _is_portrait(line: Line) -> bool:
    if len(line.text) > LONGEST_NOTE or line.kind or "portrait" not in cues.of_house(line.text):
        return False
    return not (cues.QUOTED.search(line.text) or cues.is_reported(line.text, SPEAKER_WORDS))


def _is_note(line: Line, sites: frozenset[str], *, below_label: bool) -> bool:
    text = line.text
    if len(text) > LONGEST_NOTE or line.kind in ("item", "cell", "caption") or is_bulleted(text):
        return False
    if _is_imprint(text):
        return True
    said = cues.of_house(text)
    about = below_label and ("portrait" in said or names_contact(text))
    notes = "house-note" in said or ("career" in said and _opens_with_person(text))
    if not (about or notes or (sites and line.link < LINKED and _speaks_of(sites, line))):
        return False
    behind = SPEAKER_WORDS if "portrait" in said else None
    return not (cues.QUOTED.search(_without_quoted_name(text, sites)) or cues.is_reported(text, behind))


def _opens_with_person(text: str) -> bool:
    """Whether a line begins with two or three words in capitals, none of them an article, and goes on in small letters."""
    names = list(takewhile(lambda word: word[0].isupper(), text.split()))
    return len(names) in PERSON_WORDS and names[0].casefold() not in _ARTICLES


PERSON_WORDS, _ARTICLES = (2, 3), frozenset({"the", "a", "an", "der", "die", "das", "le", "la", "les", "det", "den"})
SPEAKER_WORDS = 6  # of whoever says what a body is: "told the head of the institute"


# A paper in quotation marks, as Russian writes the names of all of them.
_SHORT_QUOTATION = re.compile(r"[«„“\"]([^«»„“”\"]{3,60})[»“”\"]")


def _without_quoted_name(text: str, sites: frozenset[str]) -> str:
    if not sites or not cues.QUOTED.search(text):
        return text
    return _SHORT_QUOTATION.sub(lambda quoted: quoted[1] if _pattern(sites).fullmatch(quoted[1]) else quoted[0], text)


def _speaks_of(sites: frozenset[str], line: Line) -> bool:
    """Whether a line names its site as those do who work for it, and not as an article that asked somebody for an answer."""
    names = [name for name in _names_in(line.text, sites) if _has_capital(name.group())]
    if not names:
        return False
    if not ends_sentence(line.text):
        words = len(line.text.split())
        few = words <= LABEL_WORDS and line.kind == "" and ":" not in line.text
        return few or (words <= ADDRESS_WORDS and len(_NUMBER.findall(line.text)) > 1)
    return cues.of_press(line.text) == _AT_WORK and any("craft" in cues.of_press(_around(line.text, name)) for name in names)


_AT_WORK = frozenset({"craft"})


def _around(text: str, name: re.Match[str]) -> str:
    """The sentence in which a name stands."""
    start, end = text.rfind(". ", 0, name.start()) + 1, text.find(". ", name.end())
    return text[start : end if end >= 0 else len(text)].strip()


def _has_capital(name: str) -> bool:
    """Whether the first longer word of a name is written like one: what "La Banquise" is called after is ice."""
    words = name.split()
    return next((word for word in words if len(word) >= NAME_LETTERS), words[0])[0].isupper()


NAME_LETTERS = 4
_NUMBER = re.compile(r"\d+")


def _names_in(text: str, sites: frozenset[str]) -> Iterator[re.Match[str]]:
    """Where a text names its site. Most lines have not even the letters: each site has its own pattern, which takes as long to
    build as a hundred such looks."""
    letters = squash(text).replace(" ", "").replace("_", "")
    may_be_in = any(all(stem in letters for stem in name) for name in _stems(sites))
    return _pattern(sites).finditer(text) if may_be_in else iter(())


@lru_cache(maxsize=64)
def _stems(sites: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """For each name the letters of its words that stay in all cases."""
    return tuple(tuple("".join(filter(str.isalnum, stem)).lower() for stem in _fixed(site.split())) for site in sites)


def _fixed(words: Sequence[str]) -> list[str]:
    """The words of a name without the endings that may differ."""
    if len(words) == 1 and len(words[0]) >= LONG_NAME:
        return [words[0][:-1]]
    return [word[:-2] if len(word) >= LONG_WORD else word for word in words]


@lru_cache(maxsize=64)
def _pattern(sites: frozenset[str]) -> re.Pattern[str]:
    """Finds the names in any of their cases: the end of each longer word is open, and a host may write two words as one."""
    return re.compile(r"\b(?:" + "|".join(sorted(map(_inflected, sites), key=len, reverse=True)) + ")", re.IGNORECASE)


def _inflected(site: str) -> str:
    words = site.split()
    stems = _fixed(words)
    if len(words) == 1 and len(site) >= LONG_NAME:
        return r"[\W_]?".join(map(re.escape, stems[0])) + r"\w{0,4}\b"
    cases = (re.escape(stem) + (r"\w{0,4}" if stem != word else "") for word, stem in zip(words, stems, strict=True))
    return r"\W+".join(cases) + r"\b"


LONG_NAME, LONG_WORD = 8, 5

# "Publisher: Coast Ltd, 2 Customs Square, 910 00 Port": a label, a company with its form, and a number behind it.
_IMPRINT = re.compile(
    r"\W*[^\W\d_][^\n:.!?]{2,40}\s?:\s[^\n:!?]{2,80}?\b(?:AB|ASA?|A/S|ApS|IVS|Ltd|Limited|LLC|Inc|plc|GmbH|gGmbH|AG|KG|UG|eG|e\.\s?V|"
    r"Oyj?|ry|SARL|SAS?|SE|ehf|hf|sf|ООО|ОАО|ЗАО|ПАО|АО|АНО|ИП|ФГУП)\b[^\n:!?]{0,120}\d"
)


def _is_imprint(text: str) -> bool:
    return ":" in text and not ends_sentence(text) and _IMPRINT.match(text) is not None
