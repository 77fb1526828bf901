"""What grouping looks at in a text: its words, its names, numbers and countries, its days, quotations and shingles."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import islice

from worker.entities.called import called
from worker.entities.countries import country_at
from worker.entities.days import absolute_days, calendar_words, named_days, names_a_date, split_stamp
from worker.entities.denials import denied_words
from worker.entities.fears import feared_words, unknown_words
from worker.entities.numbers import THOUSANDS, in_digits, is_measure, makes_thousands
from worker.entities.origins import agency_words
from worker.entities.phrases import phrases
from worker.entities.relative import DayOrigin, NamedDay
from worker.entities.sketch import quotations, shingles
from worker.entities.spelling import skeleton
from worker.entities.tolls import tolls
from worker.model import MEASURE, Features, Spot
from worker.tokens import Tokens, sentences, tokenise

Mentions = Callable[[Tokens, str | None], Sequence[tuple[int, int, str]]]
ConceptsOf = Callable[[str, str | None], Sequence[str]]
PlaceAt = Callable[[Sequence[str], Sequence[str], int, str | None], tuple[Spot, int] | None]

TITLE_WORDS = 60
BODY_WORDS = 150  # the beginning says what happened, the rest is background that reports of other events share
LEAD_WORDS = 60
OPENING_SENTENCES = 2
DATE_CHARACTERS = 800  # about 120 words: a caption, a dateline and the first two sentences
LONGEST_WORD = 60
MOST_DATES = 5

# An event day of a published text lies at most so many days before its publication (or one after, for time zones).
_DAYS_BEFORE, _DAYS_AFTER = 10, 1
_TOMORROWS_WEEKDAY = 6
# "Sails on 9 November" of an undated text that comes in on the 2nd: whose next anniversary is as close as this is a day to come.
_SOON = 30
_YEAR_DAYS = 365
_SENTENCE_OPENERS = frozenset(".!?:;\n\"'“”„«»‘(•–—…")
_QUOTES = frozenset("\"“”„«»‘’'")
_SHORT_QUOTE = re.compile(r"[^\W\d_][\w-]*(?: [\w-]+){0,2}[\"“”»’']")
_TITLE_CASE_SHARE = 0.6
_IN_THOUSANDS = frozenset((",", ".", "\u00a0", "\u2009", "\u202f", "’"))
# "(NTB) ", "OSLO (TT) ": a credit in brackets at the start of a line, with a place in capitals before it or none.
_CREDIT = re.compile(r"(?:^|\n)[^a-zà-ÿа-яё\n]{0,40}[(/\[][^\W\d][^\n\d()/\[\]]{1,20}[)/\]][ \t\u00a0]*$")
_CREDIT_REACH = 80
_CREDIT_ENDS = frozenset((")", "]", "/"))
_BEHIND_DATELINES = frozenset("(/,:–—-")
# "from" in nine languages, folded; Finnish says it with an ending.
_ORIGINS = frozenset((word,) for word in ("from", "fra", "fran", "aus", "von", "из", "от", "depuis"))
# Words that may stand between "from" and a port: "from the Russian port of Ust-Luga", "aus dem Hafen Ust-Luga"; folded.
_OF_PORTS = frozenset((
    "the", "port", "of", "russian", "den", "havn", "havnen", "havna", "havnebyen", "i", "russiske", "hamn", "hamnen",
    "hamnstaden",
    "ryska", "dem", "der", "hafen", "hafenstadt", "russischen", "порта", "порт", "российского", "российский", "le", "du", "de",
    "d", "russe",
))  # fmt: skip
_MOST_OF_PORTS = 4
# Where a ship is bound for, in the last two words before the place; folded. Finnish says it in one.
_BOUND_FOR = frozenset((
    ("way", "to"), ("bound", "for"), ("heading", "for"), ("headed", "for"), ("route", "to"), ("destined", "for"),
    ("vej", "til"), ("vei", "til"), ("veg", "til"), ("kurs", "mod"), ("kurs", "mot"), ("vag", "till"), ("vag", "mot"),
    ("leid", "til"), ("weg", "nach"), ("unterwegs", "nach"), ("fahrt", "nach"), ("kurs", "auf"),
    ("route", "pour"), ("route", "vers"), ("destination", "de"), ("destination", "du"),
    ("пути", "в"), ("шел", "в"), ("шла", "в"), ("шло", "в"), ("следовал", "в"), ("следовала", "в"), ("следовало", "в"),
    ("направлялся", "в"), ("направлялась", "в"), ("направлялось", "в"),
))  # fmt: skip
_ON_THE_WAY = ("matkalla",)
# Concepts of words that may stand before a ship's name.
_VESSELS = frozenset(("aircraft-carrier", "cargo-ship", "frigate", "icebreaker", "ship", "submarine", "tanker", "trawler"))
# Finnish says with an ending where a ship is ("alus Suomenlahdella") or goes.
_FINNISH_CASES = ("ssa", "sta", "lla", "lta", "lle", "aan", "een", "iin", "oon", "uun", "yyn")
# ... or with a word behind the place: "alus Hailuodon edustalla".
_FINNISH_BEHIND = ("edusta", "lahe", "luona", "luota", "luokse", "satama", "kohdalla", "rannik", "saaristo", "vesill")
# Concepts of words that may stand before a place in quotation marks, as Russian writes it: КПП «Борисоглебский».
_SITES = frozenset(("airport", "base", "border", "crossing", "launch", "port"))
# Verbs that take a place, in languages where a verb may stand before its ship ("forlot skipet Tromsø"); folded.
_WHERE_SHIPS_GO = frozenset((
    "forlod", "forlader", "naede", "passerede", "passerer", "krydsede", "krydser", "forlot", "forlater", "nadde", "nar",
    "passerte", "krysset", "krysser", "lamnade", "lamnar", "passerade", "passerar", "korsade", "verliess", "verlasst",
    "erreichte", "erreicht", "passierte", "passiert",
))  # fmt: skip
# First parts of words that mean something else than both parts: U-Boot, sous-marin, porte-avions, brise-glace, garde-côtes.
_FRONTS = frozenset(("u", "sous", "porte", "brise", "garde"))
_HYPHENS = frozenset(("-", "‐", "‑"))
# Concepts that say how a text stands to others and nothing of what it is about.
_MARKS = frozenset(("another", "anniversary", "roundup"))


@dataclass(frozen=True, slots=True)
class _Part:
    """The title or the beginning of the text.

    `entities` maps a word's position to the watch's entity that covers it, `places` the first word of a place's name to the
    place and the number of words.
    """

    text: str
    tokens: Tokens
    entities: dict[int, str]
    places: dict[int, tuple[Spot, int]]
    is_title: bool
    headline: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys of one word: its term, and its name (country, entity, number or word) or ""."""

    term: str
    name: str


def _nowhere(words: Sequence[str], folded: Sequence[str], index: int, language: str | None) -> None:
    """No places are known."""


def features(
    title: str,
    text: str,
    *,
    language: str | None,
    published: datetime | None,
    first_seen: datetime,
    own: Mentions,
    concepts: ConceptsOf,
    places: PlaceAt = _nowhere,
    text_dates: bool = True,
) -> Features:
    """What grouping needs of a document; small (some hundred keys, about 1,000 numbers) whatever its size.

    `own` gives the watch's own entities in some words as (first word, word after the last, entity id), `concepts` what a
    folded word of a language is about, `places` the place that is named from some word on with the number of its words.
    `when` is `published`. `event_dates` are days named near the beginning that can be the event's; none with `text_dates=False`.
    """
    body = tokenise(text)
    head = tokenise(title)
    parts = [
        _part(title, _first(head, TITLE_WORDS), own, concepts, places, language, is_title=True),
        _part(text, _first(body, BODY_WORDS), own, concepts, places, language, is_title=False),
    ]
    confirmed = _confirmed(parts)
    keys = [list(_keys(part, language, confirmed, concepts)) for part in parts]
    days = _days(title, text, published, first_seen, language) if text_dates else ()
    spots = _spots(parts)
    terms = Counter(k.term for part in keys for k in part if k.term)
    names = _with_countries(Counter(k.name for part in keys for k in part if k.name), spots, parts, language)
    sounds, spelt = _sounds(names, language)
    headline = _about(title, language, concepts)
    about = Counter(terms) + Counter(word for part in parts for word in _joined(part.text, part.tokens, language))
    denied, feared = _not_so(title, text, parts[1], language, concepts)
    countries = {k.name for k in keys[0] if k.name.startswith("geo:")} | {f"geo:{spot.country}" for spot in _spots(parts[:1])}
    return Features(
        language=language,
        when=published,
        when_origin="published" if published else "",
        terms=terms,
        names=names,
        sounds=sounds,
        spelt=spelt,
        concepts=_concepts(about, language, concepts),
        denied=denied,
        feared=feared,
        own=_own(parts, keys),
        lead=_lead(parts, keys, language, concepts),
        spots=spots,
        headline=headline | countries,
        opening=headline | _about(_opening(text), language, concepts),
        called=frozenset(name for part in parts for name in _called(part, language, concepts)),
        quotations=quotations(text),
        shingles=shingles(head.folded + body.folded),
        event_dates=days,
        words=len(head) + len(body),
    )


# ------------------------------------------------------------------ what languages share


def _sounds(names: Mapping[str, int], language: str | None) -> tuple[Counter[str], dict[str, str]]:
    """(names in the spelling that languages share, the first name of each); places, entities and numbers stay what they are."""
    found: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for name, count in names.items():
        sound = name if ":" in name or name.isdecimal() else skeleton(name, language)
        found[sound] += count
        if sound != name:
            spelt.setdefault(sound, name)
    return found, spelt


def _concepts(terms: Mapping[str, int], language: str | None, concepts: ConceptsOf) -> Counter[str]:
    found: Counter[str] = Counter()
    for term, count in terms.items():
        for concept in concepts(term, language):
            if concept not in _MARKS:
                found[concept] += count
    return found


def _about(text: str, language: str | None, concepts: ConceptsOf) -> frozenset[str]:
    tokens = tokenise(text)
    words = (*tokens.folded, *_joined(text, tokens, language))
    return frozenset(concept for word in words for concept in concepts(word, language))


def _not_so(
    title: str, text: str, beginning: _Part, language: str | None, concepts: ConceptsOf
) -> tuple[frozenset[str], frozenset[str]]:
    """(what is denied, what is only feared): concepts of which the title says so, else the opening, else the beginning, whichever
    names them first. What is denied here and feared there is both.
    """
    named: set[str] = set()
    denied: set[str] = set()
    feared: set[str] = set()
    lead = _opening(text)
    for zone, tokens in ((title, tokenise(title)), (lead, tokenise(lead)), (beginning.text, beginning.tokens)):
        no, fears = denied_words(zone, tokens, language), feared_words(zone, tokens, language)
        unknown = unknown_words(zone, tokens, language)
        words = (*enumerate(tokens.folded), *phrases(zone, tokens, language))
        found = [(concept, i) for i, word in words for concept in concepts(word, language)]
        every = {concept for concept, _ in found}
        denied |= every - {concept for concept, i in found if i not in no} - named
        unsure = {(c, i) for c, i in found if i in fears or (c == "cause" and i in unknown)}
        feared |= {c for c, _ in unsure} - {c for c, i in found if i not in no and (c, i) not in unsure} - named
        named |= every
    return frozenset(denied), frozenset(feared)


def _joined(text: str, tokens: Tokens, language: str | None) -> Iterator[str]:
    """Words of two parts whose meaning neither part has, as one: "U-Boot" is "uboot", "bragt flot" is "frigivet"."""
    yield from (word for _, word in phrases(text, tokens, language))
    for i, front in enumerate(tokens.folded[:-1]):
        if front in _FRONTS and text[tokens.ends[i] : tokens.starts[i + 1]] in _HYPHENS:
            yield front + tokens.folded[i + 1]


def _opening(text: str) -> str:
    """The first two sentences, as far as they lie in the beginning of the text."""
    spans = list(islice(sentences(text[:DATE_CHARACTERS]), OPENING_SENTENCES))
    return text[: spans[-1][1]] if spans else ""


# ------------------------------------------------------------------ words and names


def _first(tokens: Tokens, count: int) -> Tokens:
    return Tokens(tokens.words[:count], tokens.folded[:count], tokens.starts[:count], tokens.ends[:count])


def _part(
    text: str, tokens: Tokens, own: Mentions, concepts: ConceptsOf, places: PlaceAt, language: str | None, *, is_title: bool
) -> _Part:
    covered = {i: entity for start, end, entity in own(tokens, language) for i in range(start, end)}
    part = _Part(text, tokens, covered, {}, is_title)
    found = {i: place for i, place in _places(tokens, places, language) if not _is_ship(part, i, place[1], concepts, language)}
    part = replace(part, places=found)
    return replace(part, headline=_headline_words(part))


def _places(tokens: Tokens, places: PlaceAt, language: str | None) -> Iterator[tuple[int, tuple[Spot, int]]]:
    upto = 0
    for i in range(len(tokens)):
        if i >= upto and (place := places(tokens.words, tokens.folded, i, language)):
            yield i, place
            upto = i + place[1]


def _is_ship(part: _Part, index: int, size: int, concepts: ConceptsOf, language: str | None) -> bool:
    """Whether a place's name is that of a ship, as in "submarine Kazan" and «Казань»; it stays a name."""
    text, start, end = part.text, part.tokens.starts[index], part.tokens.ends[index + size - 1]
    folded = part.tokens.folded
    if text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES:
        return not index or _SITES.isdisjoint(concepts(folded[index - 1], language))
    if not index or text[part.tokens.ends[index - 1] : start] != " " or text[end : end + 1] in ("-", "–"):
        return False
    behind = "".join(folded[index + size : index + size + 1])
    if language == "fi" and (folded[index + size - 1].endswith(_FINNISH_CASES) or behind.startswith(_FINNISH_BEHIND)):
        return False
    if not _WHERE_SHIPS_GO.isdisjoint(folded[max(0, index - 3) : index - 1]):
        return False
    before = concepts(folded[index - 1], language)
    return not _VESSELS.isdisjoint(before) and "court" not in before  # Russian суда is "ships" and "of the court"


def _spots(parts: Sequence[_Part]) -> tuple[Spot, ...]:
    """The places of title and lead, each once, in order; neither a dateline nor where a ship or a traveller came from.

    Where it was bound for is none beside a scene: two tankers on their way to one port are not at one place.
    """
    named = [
        (spot, _is_bound_for(part, i))
        for part in parts
        for i, (spot, size) in part.places.items()
        if i < LEAD_WORDS and not _is_dateline(part, i, size) and not _is_origin(part, i)
    ]
    scenes = dict.fromkeys(spot for spot, bound in named if not bound)
    return tuple(scenes or dict.fromkeys(spot for spot, _ in named))


def _is_origin(part: _Part, index: int) -> bool:
    """Whether something came from the place at a word, whose form may begin with "from" (из Приморска)."""
    folded, at = part.tokens.folded, _before_port(part, index)
    return folded[at - 1 : at] in _ORIGINS or folded[index : index + 1] in _ORIGINS


def _is_bound_for(part: _Part, index: int) -> bool:
    """Whether something was on its way to the place at a word."""
    folded, at = part.tokens.folded, _before_port(part, index)
    return folded[max(0, at - 2) : at] in _BOUND_FOR or folded[max(0, index - 1) : index] == _ON_THE_WAY


def _before_port(part: _Part, index: int) -> int:
    """The index of the first word of "the port of Vardal", or that of the place."""
    folded, at = part.tokens.folded, index
    while at > max(0, index - _MOST_OF_PORTS) and folded[at - 1] in _OF_PORTS and folded[max(0, at - 2) : at] not in _BOUND_FOR:
        at -= 1
    return at


def _with_countries(names: Counter[str], spots: Iterable[Spot], parts: Iterable[_Part], language: str | None) -> Counter[str]:
    """The names with the countries of the places and of the watch's own entities: at home a report names the town, abroad a
    headline names the country, which may be an entity here ("Iceland") and none there ("isländsk").
    """
    countries = {spot.country for spot in spots} | {country for part in parts for country in _countries(part, language)}
    return names | Counter({f"geo:{country}": 1 for country in countries})


def _countries(part: _Part, language: str | None) -> Iterator[str]:
    """The countries that words of the watch's own entities name."""
    found = (country_at(part.tokens.words, part.tokens.folded, i, language) for i in part.entities)
    yield from (country for country, _ in filter(None, found))


def _is_dateline(part: _Part, index: int, size: int) -> bool:
    """Whether a place opens the text as in "TROMSØ (NTB)", "Hamburg (dpa) -" and "МУРМАНСК, 2 марта. /ТАСС/"."""
    if part.is_title or index > 1:
        return False
    return part.text[part.tokens.ends[index + size - 1] :].lstrip(" \u00a0")[:1] in _BEHIND_DATELINES


def _headline_words(part: _Part) -> frozenset[int]:
    """Positions of words in lines Written Like This, where a capital letter says nothing.

    A sentence full of names is taken for one too; its names count if another sentence has them.
    """
    ends = [found.start() for found in re.finditer(r"\n|$", part.text[: part.tokens.ends[-1]])] if part.tokens.words else []
    found: set[int] = set()
    at = 0
    for end in ends:
        upto = bisect_right(part.tokens.starts, end, lo=at)
        if _is_title_case(part.tokens.words[at:upto]):
            found.update(range(at, upto))
        at = upto
    return frozenset(found)


def _is_title_case(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) > 3 and sum(word[0].isupper() for word in long) >= _TITLE_CASE_SHARE * len(long)


def _confirmed(parts: Sequence[_Part]) -> frozenset[str] | None:
    """Words with a capital inside sentences; None without any sentence, when a headline must speak for itself."""
    inside: set[str] = set()
    any_sentence = False
    for part in parts:
        for i, flat in enumerate(part.tokens.folded):
            if i not in part.headline:
                any_sentence = True
                if part.tokens.words[i][0].isupper() and not _opens(part, i):
                    inside.add(flat)
    return frozenset(inside) if any_sentence else None


def _keys(part: _Part, language: str | None, confirmed: frozenset[str] | None, concepts: ConceptsOf) -> Iterator[_Keys]:
    """One entry a word, so that the n-th one belongs to the n-th word."""
    calendar = calendar_words(language)
    taken = 0  # words that the name of a country or place has used up
    for i, flat in enumerate(part.tokens.folded):
        term = flat if 1 < len(flat) <= LONGEST_WORD else ""
        if entity := part.entities.get(i):
            first = part.entities.get(i - 1) != entity
            yield _Keys(term, f"entity:{entity}" if first else "")
        elif i < taken:
            yield _Keys(term, "")
        elif country := country_at(part.tokens.words, part.tokens.folded, i, language):
            taken = i + country[1]
            yield _Keys(term, f"geo:{country[0]}")
        elif place := part.places.get(i):
            taken = i + place[1]
            yield _Keys(term, _place_name(place[0]))
        elif _is_day(part, i, language):
            yield _Keys(term, "")
        elif flat in calendar or (i in part.headline and confirmed is not None and flat not in confirmed):
            yield _Keys(term, _number(part, i))
        else:
            named = term and not (_opens(part, i) and concepts(flat, language))
            yield _Keys(term, _number(part, i) or (_name(part, i) if named else ""))


def _own(parts: Sequence[_Part], keys: Sequence[Sequence[_Keys]]) -> frozenset[str]:
    """The keys of the words that the watch's own entities cover."""
    covered = (its_keys[i] for part, its_keys in zip(parts, keys, strict=True) for i in part.entities)
    return frozenset(key for found in covered for key in (found.term, found.name) if key)


def _place_name(spot: Spot) -> str:
    """A capital is its country: "Moscow denies" is Russia's denial."""
    return f"place:{spot.id}" if spot.radius else f"geo:{spot.country}"


def _is_day(part: _Part, index: int, language: str | None) -> bool:
    """Whether a number is the day of a date: the 30 of "30 septembre" and "October 30" names no event."""
    words = part.tokens.words
    if not words[index].isdecimal() or len(words[index]) > 2 or _is_group(part, index + 1):
        return False
    return any(names_a_date(near, language) for near in (*words[index + 1 : index + 2], *words[max(0, index - 1) : index]))


def _name(part: _Part, index: int) -> str:
    """The folded name when a word is capitalised within a sentence, else ""."""
    word, flat = part.tokens.words[index], part.tokens.folded[index]
    if not word[0].isupper() or (_opens(part, index) and not part.is_title):
        return ""
    return "" if agency_words() & {flat, flat.removesuffix("s")} else _without_genitive(flat)


def _without_genitive(name: str) -> str:
    """Ruttes is Rutte's in four languages; Davos, Paris, Lukas and Kirkenes keep their s, in every language."""
    if len(name) <= 4 or name[-1] != "s" or name[-2] in "aiosuy" or name.endswith("nes"):
        return name
    return name[:-1]


def _number(part: _Part, index: int) -> str:
    """The number that starts at a word, thousands joined (15,000 is 15000), or "". A single digit is no evidence."""
    words = part.tokens.words
    if not words[index].isdecimal() or _is_group(part, index) or _is_fraction(part, index):
        return ""
    digits, at = words[index], index + 1
    while _is_group(part, at):
        digits, at = digits + words[at], at + 1
    return digits if 1 < len(digits) <= LONGEST_WORD else ""


def _is_group(part: _Part, index: int) -> bool:
    """Whether a word is the "000" of "15,000" and "15 000"; the 300 of "in 2026 300 men" is none."""
    words, tokens = part.tokens.words, part.tokens
    if not 0 < index < len(words) or len(words[index]) != 3 or not (words[index].isdecimal() and words[index - 1].isdecimal()):
        return False
    between = part.text[tokens.ends[index - 1] : tokens.starts[index]]
    # Many a page has a plain space where a hard one belongs, and two numbers side by side are rare.
    return between in _IN_THOUSANDS or (between == " " and len(words[index - 1]) <= len("000"))


def _is_fraction(part: _Part, index: int) -> bool:
    """Whether a word is the 25 of "0,25" and "2.25", which says nothing alone; a year behind a dot is none."""
    words, tokens = part.tokens.words, part.tokens
    if index == 0 or len(words[index]) > 2 or not words[index - 1].isdecimal():
        return False
    return part.text[tokens.ends[index - 1] : tokens.starts[index]] in (".", ",")


def _opens(part: _Part, index: int) -> bool:
    """Whether a word stands at the start of a sentence, a line or a quotation, where a capital letter says nothing.

    A word or two in quotation marks are no quotation but the name of a ship or a paper: «Валора», "Polar Star". Behind a
    credit in brackets a sentence starts, too: "(NTB) Regjeringen".
    """
    start = part.tokens.starts[index]
    last = part.text[max(0, start - 3) : start].rstrip(" \t\u00a0")[-1:]
    if last in _CREDIT_ENDS:
        return _CREDIT.search(part.text[max(0, start - _CREDIT_REACH) : start]) is not None
    return not last or (last in _SENTENCE_OPENERS and not (last in _QUOTES and _SHORT_QUOTE.match(part.text, start)))


def _lead(parts: Sequence[_Part], keys: Sequence[Sequence[_Keys]], language: str | None, concepts: ConceptsOf) -> frozenset[str]:
    """Terms and names of the title and the first sixty words, numbers with what they count (`_unit`), and how many have died."""
    lead: set[str] = set()
    for part, its_keys in zip(parts, keys, strict=True):
        for i, key in enumerate(its_keys[:LEAD_WORDS]):
            lead.update(k for k in (key.term, key.name) if k)
            if unit := _unit(part, i, language, concepts):
                lead.add(unit)
        lead.update(_tolls(part, language, concepts))
    return frozenset(lead)


def _tolls(part: _Part, language: str | None, concepts: ConceptsOf) -> Iterator[str]:
    """How many have died by title and opening, as "4|killed|death"."""
    zone = part.text if part.is_title else _opening(part.text)
    inside = sum(start < len(zone) for start in part.tokens.starts)
    tokens = _first(part.tokens, inside)
    counts = {i: digits for i in range(inside) if (digits := _count(part, i, language))}
    yield from (f"{digits}|{word[:LONGEST_WORD]}|death" for digits, word in tolls(zone, tokens, language, concepts, counts))


def _count(part: _Part, index: int, language: str | None) -> str:
    """The digits of a number that may count persons: no year, age, date, hour, measure or share; "" for other words."""
    digits, after = _counted(part, index, language)
    behind = part.tokens.folded[after : after + 1]
    if not digits or _is_day(part, index, language) or any(is_measure(word, language) for word in behind):
        return ""
    is_year = len(digits) == 4 and digits[:2] in ("19", "20") and part.tokens.words[index] == digits
    return "" if is_year or len(digits) > LONGEST_WORD or _is_joined(part, index, after) else digits


def _is_joined(part: _Part, index: int, after: int) -> bool:
    """Whether a number is part of an hour, a decimal or a word: "19.40", "3,5", "34-year-old"."""
    text, tokens = part.text, part.tokens
    before = text[tokens.ends[index - 1] : tokens.starts[index]] if index else ""
    behind = text[tokens.ends[after - 1] : tokens.starts[after]] if after < len(tokens) else ""
    return any(joint in (".", ":", "-", ",", "‑") for joint in (before, behind))


def _called(part: _Part, language: str | None, concepts: ConceptsOf) -> Iterator[str]:
    """The names of exercises and ships in the title or the lead (`called`)."""
    tokens = _first(part.tokens, LEAD_WORDS)
    words, folded = tokens.words, tokens.folded
    calendar = calendar_words(language)  # "seized a tanker Friday"
    other = {i for i in range(len(tokens)) if folded[i] in calendar or country_at(words, folded, i, language)}
    return called(part.text, tokens, language, concepts, part.headline | part.places.keys() | other)


def _unit(part: _Part, index: int, language: str | None, concepts: ConceptsOf) -> str:
    """A number and what it counts: "31|dead|death" with its concept, which languages share, "31|poles" without one,
    "31|minutter|~" for a measure; "" for years, days of a month and numbers without a word behind.
    """
    words, folded = part.tokens.words, part.tokens.folded
    digits, after = _counted(part, index, language)
    if not digits or _is_day(part, index, language):
        return ""
    if after >= len(words) or not words[after][0].isalpha() or names_a_date(words[after], language):
        return ""
    is_year = words[index] == digits and len(digits) == 4 and digits[:2] in ("19", "20")  # "2,000" and "two thousand" are none
    return "" if is_year or len(digits) > LONGEST_WORD else f"{digits}|{_counts(folded[after], language, concepts)}"


def _counts(folded: str, language: str | None, concepts: ConceptsOf) -> str:
    if is_measure(folded, language):
        return f"{folded[:LONGEST_WORD]}|{MEASURE}"
    concept = next(iter(concepts(folded, language)), "")
    return f"{folded[:LONGEST_WORD]}|{concept}" if concept else folded[:LONGEST_WORD]


def _counted(part: _Part, index: int, language: str | None) -> tuple[str, int]:
    """The digits of the number that starts at a word, "" for none, and the index behind it: "15,000", "15 thousand" and "fifteen
    thousand" are 15000.
    """
    words, folded = part.tokens.words, part.tokens.folded
    digits, after = words[index] if words[index].isdecimal() else in_digits(folded[index], language), index + 1
    if not digits or _is_group(part, index):
        return "", after
    while words[index].isdecimal() and _is_group(part, after):
        digits, after = digits + words[after], after + 1
    if len(digits) <= len(THOUSANDS) and after < len(folded) and makes_thousands(folded[after], language):
        digits, after = digits + THOUSANDS, after + 1
    return digits, after


# ------------------------------------------------------------------ days


def _days(title: str, text: str, published: datetime | None, first_seen: datetime, language: str | None) -> tuple[date, ...]:
    """The event days named near the beginning.

    When the publication is known, or stamped in the text, only event days close to it count: others are background.
    Else any day that is over, but for those without a year that come again soon. "On Monday" says something only beside a
    publication date that is sure.
    """
    lead = f"{title[:DATE_CHARACTERS]}\n{text[:DATE_CHARACTERS]}"
    stamp, rest = split_stamp(lead, reference=published or first_seen, language=language)
    reference = published or (datetime.combine(stamp, time(12), UTC) if stamp else first_seen)
    found = (named_days if published else absolute_days)(rest, reference=reference, language=language)
    oldest = _DAYS_BEFORE if published or stamp else math.inf
    return tuple(named.day for named in found if _is_near(named, (reference.date() - named.day).days, oldest))[:MOST_DATES]


def _is_near(named: NamedDay, age: int, oldest: float) -> bool:
    """Whether a day so many days ago can be the event's. A weekday six days back is one to come: it is tomorrow's."""
    to_come = named.origin is DayOrigin.YEARLESS and _YEAR_DAYS - _SOON <= age <= _YEAR_DAYS
    return -_DAYS_AFTER <= age <= oldest and not to_come and not (named.origin is DayOrigin.WEEKDAY and age == _TOMORROWS_WEEKDAY)
