"""Phrases that give a line away as not belonging to the article, in nine languages, and which of them a line has.

What follows from it is decided in `noise` and beside it. The phrases stand in one table for each language (README.md says
how to add one). What no language owns stands here: signs, names of page parts, the shapes of sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from worker.extract.cues.notation import NETWORKS, fold, translate
from worker.extract.cues.phrases import LONGEST, Index, Phrases, Place
from worker.extract.cues.table import Row, read
from worker.extract.lines import REMEMBERED

LANGUAGES = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr")

_START = Place(True, r"(?:PHRASE)(?!\w)")
_LINE = Place(True, r"(?:PHRASE)(?!\w)\W*$")
_INSIDE = Place(False, r"(?<!\w)(?:PHRASE)(?!\w)")
# The separator keeps ordinary words ("More than", "Watch officers") out; a hyphen must stand free ("must-have").
_BEFORE_SEPARATOR = Place(True, r"(?:PHRASE)\s*(?:[:：|►▶»→>]|[–—]|-\s)")
_LABEL = Place(True, r"(?:PHRASE)\s*(?:[:：|–—]|-\s|$)")
# A word for picture with a separator, or in brackets that end the line.
_PICTURE = Place(False, r"(?<!\w)(?:PHRASE)\s*[:/©]|\((?:PHRASE)(?!\w)[^)]{0,80}\)\W*$")
# The whole line, or its end behind a sentence or a colon: in the middle of a sentence an order is something that happens.
_AS_BUTTON = Place(False, r"(?:^\W*|(?<=[.!?…:]\s))(?:PHRASE)(?!\w)\W*$")
_NEAR_END = Place(False, r"(?<!\w)(?:PHRASE)(?!\w)[^.]{0,30}$")
# Up to eight words and no sentence end: the names of those who wrote.
_BEFORE_NAMES = Place(True, r"(?:PHRASE)[ :]+[^\W\d_](?:\.|[\w'-]*)(?:[ ,&]+[^\W\d_](?:\.|[\w'-]*)){0,7}[^\w.!?…]*$")

PLACES = {
    "pointer": _BEFORE_SEPARATOR,
    "facts": _LABEL,
    "subscribe": _START,
    "inbox": _INSIDE,
    "button": _AS_BUTTON,
    "paywall": _START,
    "unavailable": _START,
    "consent-reader": _INSIDE,
    "consent-thing": _INSIDE,
    "consent-choice": _INSIDE,
    "consent-button": _LINE,
    "tail-heading": _LINE,
    "contact": _LINE,
    "comments": _LINE,
    "share": _LINE,
    "share-button": _LINE,
    "author": _LINE,
    "footer": _INSIDE,
    "stamp": _LINE,
    "sign-off": _INSIDE,
    "picture-word": _PICTURE,
    "agency": _NEAR_END,
    "pictured": _INSIDE,
    "byline": _BEFORE_NAMES,
    "speech-now": _INSIDE,
    "speech-past": _INSIDE,
    "reported": _INSIDE,
    "honorific": _INSIDE,
    "common": _INSIDE,
    "house": _INSIDE,
    "reader": _INSIDE,
    "offer": _INSIDE,
    "topic": _INSIDE,
    "gift": _INSIDE,
    "house-note": _INSIDE,
    "portrait": _INSIDE,
    "craft": _INSIDE,
    "career": _INSIDE,
    "player": _INSIDE,
    "recording": _INSIDE,
    "browser": _INSIDE,
    "piece": _INSIDE,
    "also": _INSIDE,
    "inquiry": _INSIDE,
}


def _tables() -> dict[str, str]:
    here = files(__name__)
    return {f"{name}.tsv": here.joinpath(f"{name}.tsv").read_text(encoding="utf-8-sig") for name in LANGUAGES}


ROWS: tuple[Row, ...] = read(_tables(), PLACES)
_ROWS_OF: dict[str, list[Row]] = {category: [] for category in PLACES}
for _row in ROWS:
    _ROWS_OF[_row.category].append(_row)


def _phrases(*categories: str, sign: str = "") -> Phrases:
    return Phrases(((row.phrase, row.keys, PLACES[name]) for name in categories for row in _ROWS_OF[name]), sign)


# ------------------------------------------------------------------ lines that are not the article

POINTER = _phrases("pointer")
FACTS = _phrases("facts")
CONTACT = _phrases("contact")
# A line about what one must buy is no more part of the article than an invitation to subscribe.
SUBSCRIBE = _phrases("subscribe", "paywall")
INBOX = _phrases("inbox")
BUTTON = _phrases("button")
TAIL_HEADING = _phrases("tail-heading")
COMMENTS_HEADING = _phrases("comments")
AUTHOR_HEADING = _phrases("author")

_NETWORK = "(?:" + "|".join([*NETWORKS, "e-?mail", "print", "share", "tweet", "copy link", "rss"]) + ")"
_LONE_NETWORK = re.compile(rf"\W*{_NETWORK}\W*")


def is_network(text: str) -> bool:
    """Whether a line is nothing but the name of a network or of another way to pass an article on."""
    return len(text) <= _LONGEST_NETWORK and _is_network(text)


@lru_cache(maxsize=8192)
def _is_network(text: str) -> bool:
    return _LONE_NETWORK.fullmatch(fold(text)) is not None


_LONGEST_NETWORK = 25
SHARE = _phrases("share", sign=rf"\W*{_NETWORK}(?:[ ,|/·•]+{_NETWORK})+\W*$")
# Labels that say what they share and where: wherever they stand, while other headings of `SHARE` open a tail only.
SHARE_BUTTON = _phrases("share-button")
FOOTER = _phrases("footer", sign=r"\W*(?:©|\(c\) |copyright\s*(?:©|\(c\)|\d{4}))")

# A moment as a whole line. A day alone is no stamp: a chronology has such lines.
_CLOCK = r"\d{1,2}[:.h]\d\d(?::\d\d)?"
# A month in words is any word here: with a year and a clock around it, it can be nothing else.
_DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2}(?:\d\d)?|\d{4}[./-]\d\d[./-]\d\d"
    r"|\d{1,2}\.?\s[^\W\d_]{3,12}\.?,?\s\d{4}(?:\sгода|\sг\.)?|[^\W\d_]{3,12}\.?\s\d{1,2},\s\d{4})"
)
STAMP = _phrases("stamp", sign=rf"\W*{_DAY}[\s,|/·–—-]+(?:(?:kl|klo|um|at|à|в)\.?\s+)?{_CLOCK}(?:\s(?:uhr|[a-z]{{2,4}}))?\W*$")
# A day with a label in front and a few words behind, such as how long the text takes to read.
DAY_LINE = re.compile(rf"\W*(?:[^\W\d_]+[.:,]?\s){{0,3}}{_DAY}\b\W*(?:\s[^\W_]+[.:]?){{0,6}}\W*$", re.IGNORECASE)
# Where a stamp may end within a line: behind a year or a clock.
MOMENT_END = re.compile(rf"(?:19|20)\d\d\b|\b{_CLOCK}\b")
# Who reported or edited, and agencies: nothing but the last lines of an article may be taken for one.
SIGN_OFF = _phrases("sign-off")

CONSENT_THING = _phrases("consent-thing")
CONSENT_BUTTON = _phrases("consent-button")

# What is asked of every line of every document, in one go.
_EVERY_LINE = Index({
    "pointer": POINTER, "facts": FACTS, "contact": CONTACT, "subscribe": SUBSCRIBE, "inbox": INBOX, "button": BUTTON,
    "tail-heading": TAIL_HEADING, "comments": COMMENTS_HEADING,
    "author": AUTHOR_HEADING, "share": SHARE, "share-button": SHARE_BUTTON, "footer": FOOTER, "stamp": STAMP,
    "consent-button": CONSENT_BUTTON, "consent-thing": CONSENT_THING, "browser": _phrases("browser"),
})  # fmt: skip


def said(line: str) -> frozenset[str]:
    """The kinds of cues in a line, of those above; most lines have none."""
    return _said(line) if len(line) <= LONGEST else _NOTHING  # a paragraph of a megabyte is not remembered


_said = lru_cache(maxsize=REMEMBERED)(_EVERY_LINE.said)  # several detectors ask about a line, in several passes
_NOTHING: frozenset[str] = frozenset()


# ------------------------------------------------------------------ the house speaks to its readers

_SIGNS_OF_ADDRESS = ("house", "reader", "offer", "topic", "gift")


def _of_language(category: str, language: str) -> Phrases:
    rows = (row for row in _ROWS_OF[category] if row.file == f"{language}.tsv")
    return Phrases((row.phrase, row.keys, PLACES[category]) for row in rows)


_ADDRESS = {name: Index({sign: _of_language(sign, name) for sign in _SIGNS_OF_ADDRESS}) for name in LANGUAGES}
# German tells "you" from "they" by the capital alone, which says nothing at the beginning of a sentence.
_POLITE = re.compile(r"(?<=[\w,] )(?:Sie|Ihnen|Ihre?[mnrs]?)\b|^\w+(?:en|n) Sie\b")


def addressed(line: str, language: str) -> frozenset[str]:
    """What a line of a document in this language names: "house" (we, our), "reader" (you), "offer" (newsletter, app, editors),
    "topic" (story, data, error: what sites offer, and news speak of as well), "gift" (money, support).
    """
    return _addressed(line, language) if len(line) <= LONGEST else _spoken_to(line, language)


@lru_cache(maxsize=16384)
def _addressed(line: str, language: str) -> frozenset[str]:
    text = _SPRING.sub(" ", line) if language in ("sv", "no") else line
    return _ADDRESS[language].said(text) | _spoken_to(line, language)


# "Vår" is "our" and spring: "every spring", and "this spring" where nothing follows that could be ours.
_SPRING = re.compile(
    r"\b(?:(?:den|denne|denna|hver|varje|förra|forrige|neste|nästa|sen|tidlig|tidig) vår\b"
    r"|(?:i|til|till) vår\b(?=\W*$|[.,;:!?)]|\s(?:och|og|men|eller|ifølge|enligt)\b))",
    re.IGNORECASE,
)


def _spoken_to(line: str, language: str) -> frozenset[str]:
    return _READER if language == "de" and _POLITE.search(line) else _NOTHING


_READER = frozenset({"reader"})


# What a site says of itself beside its articles: asked of the lines at their edges, and of those of them that name the site.
_OF_HOUSE = Index({name: _phrases(name) for name in ("house-note", "portrait", "career")})
_OF_PRESS = Index({name: _phrases(name) for name in ("craft", "inquiry")})


@lru_cache(maxsize=16384)
def of_house(line: str) -> frozenset[str]:
    """Which of those kinds of phrases a line has: "house-note" (the house, whoever it is), "portrait" (a body, what it does),
    "career" (somebody, since when he writes)."""
    return _OF_HOUSE.said(line)


def of_press(line: str) -> frozenset[str]:
    """Which words a line has: "craft" (writing, reading, editing), "inquiry" (what befalls a newspaper, or whom it asks)."""
    return _OF_PRESS.said(line)


_OF_PLAYER = Index({name: _phrases(name) for name in ("player", "recording", "piece", "also")})
# "6 minutes", "(4 min.)", "6:41" at the end of a line.
_LENGTH = re.compile(
    r"(?<![\d.,:])\d{1,3}(?::[0-5]\d|\s?(?:min(?:s|ut\w*|uuttia)?|mín(?:út\w*)?|мин(?:ут\w*)?|sek(?:und\w*|untia)?)\.?)\W*$",
    re.IGNORECASE,
)
_LONGEST_PLAYER, _MOST_PLAYER_WORDS = 80, 8
_LONGEST_EXCUSE, _MOST_EXCUSE_WORDS = 120, 14
# "0:00 / 5:43", "▶ 04:12", "0.75x 1x 1.5x": where it stands, and how fast it plays. A clock time alone may be one of the news,
# and one speed a number of ships in a table.
_TIME = r"\d{1,2}(?::[0-5]\d){1,2}"
_CONTROLS = re.compile(rf"\W*(?:00?:\d\d\s*/\s*{_TIME}|[▶►⏵⏯⏸]\W*{_TIME}|(?:\d(?:[.,]\d{{1,2}})?\s?[x×](?:\W+|$)){{2,}})\W*")


def is_player(line: str) -> bool:
    """Whether a line is a button that reads the article aloud, with how long that takes, the controls of what plays it, or the
    excuse of a browser that cannot."""
    if len(line) > _LONGEST_EXCUSE:
        return False
    if len(line) <= _LONGEST_PLAYER and _CONTROLS.fullmatch(line):
        return True
    words = len(line.split())
    if words <= _MOST_PLAYER_WORDS and _LENGTH.search(line):
        return "player" in _OF_PLAYER.said(line)
    if words > _MOST_EXCUSE_WORDS or "browser" not in said(line):
        return False
    return not _PLAYED.isdisjoint(_OF_PLAYER.said(line)) and not is_reported(line)


def offers_to_read(line: str) -> bool:
    """Whether a short line says that the article is there to be heard as well, or read elsewhere."""
    if len(line) > _LONGEST_EXCUSE or len(line.split()) > _MOST_EXCUSE_WORDS or QUOTED.search(line):
        return False
    return _OF_PLAYER.said(line) >= _OFFER_TO_READ and not is_reported(line)


_PLAYED, _OFFER_TO_READ = frozenset({"player", "recording"}), frozenset({"player", "piece", "also"})


_COMMON = {
    language: frozenset(row.phrase.split("|")) for row in _ROWS_OF["common"] for language in [row.file.removesuffix(".tsv")]
}


def language_of(words: Iterable[str]) -> str:
    """The language of `LANGUAGES` whose most common words come most often among these words in small letters, "" without any."""
    counts = Counter(words)
    said = {language: sum(counts[word] for word in _COMMON[language] & counts.keys()) for language in LANGUAGES}
    best = max(LANGUAGES, key=said.__getitem__)
    return best if said[best] else ""


# ------------------------------------------------------------------ what a whole page says instead of an article

UNAVAILABLE = _phrases("unavailable")
PAYWALL = _phrases("paywall")

# ------------------------------------------------------------------ consent

# With `CONSENT_THING` three signs of a consent text: it speaks to the reader, names what is stored, and asks for a choice.
_ASKS_FOR_CONSENT = {name: [_of_language(sign, name) for sign in ("consent-reader", "consent-choice")] for name in LANGUAGES}


def offers_choice(line: str) -> bool:
    """Whether a line speaks to somebody of a choice ("accept", "settings"), both in one language.

    "Du" is "you" in one language and "of the" in another, and "i" is "in".
    """
    return any(
        choice.search(line) is not None and bool(reader.search(line) or _spoken_to(line, language))
        for language, (reader, choice) in _ASKS_FOR_CONSENT.items()
    )


# Sentences that lost the blank between them when boxes and buttons were flattened: "contentWe", "content.Manage".
# It looks back from the capitals, which are few: a sixth of the time that small letters take.
GLUED = re.compile(
    r"[A-ZÀ-ÞА-Я](?<=[a-zà-ÿа-яё.!?].)"
    r"(?:(?<=[a-zà-ÿа-яё].)[a-zà-ÿа-яё]+ |(?<=[a-zà-ÿа-яё][.!?].)(?:[a-zà-ÿ]|[а-яё][a-zà-ÿа-яё]* ))"
)
# "We and our 85 partners": a whole wall of consent in one line.
PARTNERS = re.compile(
    r"\d{1,4}\s+(?:(?:trusted|advertising|data|third-party) )?"
    r"(?:partner|vendor|leverand|leverant|kumppan|samstarfs|anbieter|partenaire|партн|поставщ)", re.IGNORECASE
)  # fmt: skip
QUOTED = re.compile(r"[\"“”«»„]")

# ------------------------------------------------------------------ captions and bylines

# A picture agency, or a word for picture with a separator: the end of a caption or a line of its own.
CREDIT = _phrases("picture-word", "agency")
# What a picture shows: people or things doing something now, at a place, often with the date of the picture.
PICTURED = _phrases("pictured")
BYLINE = _phrases("byline")


@lru_cache(maxsize=8192)  # two detectors ask, in several passes
def credit(line: str) -> re.Match[str] | None:
    """Where a line names a picture or an agency. Positions count in the folded line."""
    return CREDIT.search(line)


# ------------------------------------------------------------------ sentences and names, for foreign headlines

OPENING_QUOTE = re.compile(r"^\s*[‘’'\"“”«»„]")


def _verbs(category: str, language: str) -> re.Pattern[str]:
    words = "|".join(translate(row.phrase) for row in _ROWS_OF[category] if row.file == f"{language}.tsv")
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


# Present-tense verbs of headlines, each with the past form that running text would use.
SPEECH = tuple((_verbs("speech-now", language), _verbs("speech-past", language)) for language in LANGUAGES)
# Behind a comma or a dash and some words: who said what stands in front. The house says "we" there ("sign up, and we write").
_REPORTED = re.compile(
    r"(?:,|\s[–—-])\s+(?:[^\s,]+\s+){0,4}?(?:" + "|".join(translate(row.phrase) for row in _ROWS_OF["reported"]) + r")\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\b(?:we|us|our|vi|oss|os|vores|vår|vårt|våra|wir|uns|unser\w*|nous|notre|nos|me|meille|okkur|okkar|мы|нам|наш\w*)\b",
    re.IGNORECASE,
)


def is_reported(line: str, most_behind: int | None = None) -> bool:
    """Whether a line closes with who said it: an order that somebody gives in the news, whatever it begins with. Not more than
    `most_behind` words may follow the verb, if given: an office that advises others says what it does in the same words."""
    found = _REPORTED.search(fold(line))
    if found is None or (most_behind is not None and len(line[found.end() :].split()) > most_behind):
        return False
    return not _FIRST_PERSON.search(line[found.start() :])


HONORIFIC = "(?:" + "|".join(dict.fromkeys(re.escape(row.phrase) for row in _ROWS_OF["honorific"])) + ")"
# ------------------------------------------------------------------ names of page parts (class, id, role)

# Only class names whose lines were noise on at least four pages of five; "cmp-" is left out: a common CMS uses it.
GROUPS = {
    "subscribe": re.compile(
        r"news-?letter|subscri|signup|(?:\b|_)sign-up|\bopt-?in|mailchimp|email-?(?:form|capture)|paywall|regwall"
        r"|call-to-action|donat",
        re.IGNORECASE,
    ),
    "consent": re.compile(r"cookie|consent|gdpr|onetrust|didomi", re.IGNORECASE),
    "comments": re.compile(r"comment|disqus|replies", re.IGNORECASE),
    "author": re.compile(r"author|byline|(?:\b|_)bio\b|contributor", re.IGNORECASE),
    "caption": re.compile(r"caption|figcap|photo-?desc|image-?desc", re.IGNORECASE),
    "related": re.compile(
        r"related|recommend|read-?(?:more|next|also)|more-?(?:from|stories|articles|news|on)"
        r"|also-?(?:like|read)|trending|most-?(?:read|popular)|popular|teaser|promo|outbrain|taboola"
        r"|recirc|suggest|up-?next|similar",
        re.IGNORECASE,
    ),
    "share": re.compile(r"\bshar(?:e|ing)|social|follow-?us|addthis|sharedaddy", re.IGNORECASE),
    "side": re.compile(r"sidebar|widget|footer|\bnav|menu|popup|modal|banner|advert|sponsor", re.IGNORECASE),
    # Not printed, or for the ears alone; "not-sr-only" (Tailwind) takes that back.
    "apart": re.compile(
        r"no-?print\b|print-(?:none|hidden|hide)|hid(?:e|den)-?(?:on-?)?print|print:hidden|sr-only(?<!not-sr-only)|visually-?hidden|screen-?reader",
        re.IGNORECASE,
    ),
    "meta": re.compile(
        r"\bmeta\b|(?:post|entry|article)-?meta|date|timestamp|breadcrumb|tags?\b|categor|toc\b"
        r"|table-of-contents|read(?:ing)?-?time",
        re.IGNORECASE,
    ),
}
