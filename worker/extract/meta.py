"""What a document says of itself: language, publication date, address, title, author. Pure: text in, values out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from babel import Locale

from worker.extract.lines import Line, ends_sentence, is_paragraph, squash
from worker.tokens import fold

# The most frequent words of each language, those left out that mean little for telling it from its neighbours.
# Danish, Norwegian and Swedish share many: what decides is "af" and "av", "ikke" and "inte", "ble" and "blev".
_STOP_WORDS = {
    "en": (
        "the of and to in that is was for on with as by at from it he his are this have has had be not which were will would said"
    ),
    "da": (
        "og i at det er en til af den for på med de som har ikke et der var fra men om han efter også blev ved kan skal "
        "mellem nu sig over være siger vil"
    ),
    "no": (
        "og i at det er en til av den for på med de som har ikke et der var fra men om han etter også ble ved kan skal "
        "mellom nå seg over være sier vil hva"
    ),
    "sv": (
        "och i att det är en till av den för på med de som har inte ett där var från men om han efter också blev vid kan "
        "ska mellan nu sig över vara säger vill"
    ),
    "fi": (
        "ja on ei että se oli myös mutta kun joka ovat hän sen mukaan jos kuin tai sekä jossa olla ole ettei vuoden voi "
        "jo noin kanssa ennen"
    ),
    "is": (
        "og að í á er sem það til við um en ekki var fyrir með af hann því eru hefur frá þess þar verið eftir hún þegar "
        "segir þá kom vera"
    ),
    "ru": (
        "и в не на что с по как это из к для за его от но он был она они мы вы все так же если о при после также будет "
        "чтобы этого"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
        "dass sie nach wird bei einer"
    ),
    "fr": (
        "le la les de des et à en un une du dans que qui est pour par sur au plus ne pas avec son se ce il aux sont été "
        "cette mais ont"
    ),
}
_WORDS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
# Further frequent words of three neighbours, Norwegian in both of its written forms: they decide where texts are short.
# What two of them share stands in both. Finnish writes with endings what others say with small words, so it needs more of them.
_TELLING = {
    "da": (
        "mod hvad noget nogle mere sige bliver blevet havde været fået uden hvor inden ud op ind ned når hvis oplyser "
        "siden alle kunne skulle ville måtte da hendes deres flere andre anden første hele mens af tidligere ifølge "
        "kommer gør både udenfor uge frem"
    ),
    "fi": (
        "ne nyt sitten kertoo kertoi sanoo sanoi mukana aikana jälkeen lisäksi kuitenkin vielä koska kunnes kuten missä joita "
        "jotka joiden jonka jossa johon siitä siihen sitä tämä tämän tästä tällä tässä nämä kaksi kolme eivät ollut olivat olisi "
        "olleet voidaan voivat pitää tulee saa saada välillä asti vain kaikki muun muassa muut viime ensi heidän hänen he "
        "myöhemmin aiemmin paitsi vastaan yli alle kohti luona vuonna toinen ensimmäinen"
    ),
    "no": (
        "mot hva noe noen mer si blir blitt hadde vært fått uten ut opp inn ned når hvis opplyser siden alle kunne skulle "
        "ville måtte da hennes deres flere andre annen første hele mens hvor mye ifølge kommer gjør både ikkje ein eit eg "
        "frå dei vart seier sidan noko nokon korleis kva medan berre vere meir desse utenfor uke fram"
    ),
    "sv": (
        "mot vad något några blir blivit hade varit fått utan ut upp in ner när uppger sedan alla kunde skulle ville "
        "måste då hennes deras flera andra annan första hela medan mycket enligt kommer gör både dessa denna detta"
    ),
}
_VOTING = {language: words | frozenset(_TELLING.get(language, "").split()) for language, words in _WORDS.items()}
_ALIASES = {"nb": "no", "nn": "no"}  # ISO 639-1: both written forms of Norwegian
_LETTER_RUN = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 6000  # the vote is clear after some hundred words

# What a page declares is a template's default when the text holds this many stop words of another language, and this
# many times those of the declared one; Danish read as Norwegian reaches 1.5 times at most.
_OUTVOTED, _OUTVOTED_BY = 20, 3
# Two sentences have half as many; of these the declared language must have next to none.
_OUTVOTED_SHORT, _SHORT_BY = 12, 8


def language(text: str, declared: str | None = None) -> str | None:
    """The language of a text as two letters: what is declared, else the vote of its stop words, else its script.

    A declared language other than the nine is believed as well. One of the nine is not believed against the script or
    against a text that speaks clearly another: pages keep the "en" of their template.
    """
    code = _code(declared)
    votes = _votes(text[:_SAMPLE_CHARS])
    voted = "fo" if _is_faroese(text[:_SAMPLE_CHARS]) else _winner(votes) or _by_script(text[:_SAMPLE_CHARS])
    if code and not (voted and code in _WORDS and _is_outvoted(code, voted, votes)):
        return code
    return voted


def _is_outvoted(code: str, voted: str, votes: Mapping[str, int]) -> bool:
    if code == voted:
        return False
    bounds = ((_OUTVOTED, _OUTVOTED_BY), (_OUTVOTED_SHORT, _SHORT_BY))
    return voted in ("ru", "fo") or any(votes[voted] >= max(least, times * votes[code]) for least, times in bounds)


def _code(declared: str | None) -> str | None:
    found = re.match(r"\s*([a-z]{2})(?:[-_]|\s*$)", (declared or "").lower())
    return _ALIASES.get(found[1], found[1]) if found else None


def _votes(text: str) -> dict[str, int]:
    """How many words of the text are stop words of each language; "" counts all words."""
    counts = Counter(_LETTER_RUN.findall(text.lower()))
    votes = {name: sum(counts[word] for word in known & counts.keys()) for name, known in _VOTING.items()}
    votes["fi"] -= sum(counts[word] for word in _ESTONIAN)
    return votes | {"": counts.total(), _SHARED: sum(counts[word] for word in _BOTH & counts.keys())}


# Estonian shares "ja", "on", "ei" and "oli" with Finnish, and has these for others.
_ESTONIAN = frozenset(
    ("ning", "kui", "sest", "ega", "selle", "oma", "mis", "kes", "kelle", "see", "ta", "eest", "seda", "oleks", "kuni", "kus")
)
_SHARED, _BOTH = "shared", _VOTING["da"] & _VOTING["no"]  # words that say nothing between Danish and Norwegian


def _winner(votes: Mapping[str, int]) -> str | None:
    """The language with clearly the most stop words: five at least, a sixth of all words (a tenth in Finnish), and a tenth more
    than the next. Between
    Danish and Norwegian two words suffice that the other one does not have, and three for each of the other's own."""
    ranked = sorted(((n, name) for name, n in votes.items() if name in _WORDS), reverse=True)
    (most, best), (next_most, second) = ranked[0], ranked[1]
    sure = most >= next_most * 1.1 + 1
    if {best, second} == {"da", "no"}:
        sure = sure or most - votes[_SHARED] >= max(2, 3 * (next_most - votes[_SHARED]))
    return best if sure and most >= 5 and most >= votes[""] / (_WORDS_A_VOTE_FI if best == "fi" else 6) else None


_WORDS_A_VOTE_FI = 10  # in the samples of the tests one Finnish word of six is known, in short ones one of eight


def is_stop_word(word: str) -> bool:
    """Whether a word in small letters is one of the most frequent ones of a language."""
    return any(word in known for known in _WORDS.values())


# Letters that Ukrainian, Belarusian, Serbian or Macedonian write and Russian does not.
_NOT_RUSSIAN = frozenset("іїєґўђјљњћџѓќѕ")


def _is_faroese(text: str) -> bool:
    """Whether ð is frequent beside ø and without þ, which only Faroese writes; its stop words are Icelandic and Danish."""
    return text.count("ð") >= max(3, len(text) / 300) and "ø" in text and "þ" not in text.lower()


def _by_script(text: str) -> str | None:
    """Russian for a text in Cyrillic letters that Russian has: short texts have few stop words."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    cyrillic = sum("а" <= letter <= "ё" for letter in letters)
    return "ru" if cyrillic > len(letters) / 2 and _NOT_RUSSIAN.isdisjoint(letters) else None


# ------------------------------------------------------------------ dates: where they are read, and which one is believed

FIRST_YEAR = 1990  # older than the web: a mistake of the page, or the date of the event
_FUTURE = timedelta(days=1)  # a clock or a zone may be wrong by as much; more is an announcement or a trick
_CONTRADICTION = timedelta(days=366)


def published(
    stated: Iterable[str], url: str | None, visible: Iterable[str], tag: str | None, now: datetime | None = None
) -> tuple[datetime | None, str]:
    """When a page was published, and where that was read: "meta", "url", "text", or (None, "").

    `stated`: what it states for machines, most trusted first; `visible`: lines that may be its dateline; `tag`: its
    language as declared ("en-GB"). Dates before 1990 and more than a day after `now` do not count (None: no such check).
    A stated day and one in the address that are more than a year apart: the earlier one. An address keeps the day of its
    first publication when a page is imported or freshened up; a page older than its address has moved there.
    """
    said = _first(stated, tag, now)
    in_url = date_in_url(url)
    in_url = in_url if in_url and is_plausible(in_url, now) else None
    if said and not (in_url and said - in_url > _CONTRADICTION):
        return _with_clock(said, visible, tag, now), "meta"
    if in_url:
        return in_url, "url"
    return (seen, "text") if (seen := _seen(visible, tag, now)) else (None, "")


def _with_clock(said: datetime, visible: Iterable[str], tag: str | None, now: datetime | None) -> datetime:
    """The stated moment; where only its day is stated, with the clock that the page shows beside that day."""
    if said.time() != time(0):
        return said
    seen = _seen(visible, tag, now)
    return seen if seen and abs(seen - said) < timedelta(days=1) else said


def _seen(visible: Iterable[str], tag: str | None, now: datetime | None) -> datetime | None:
    lines = list(visible)
    whole = (found for line in lines if (found := dateline(line, tag)) and is_plausible(found, now))
    recent = (found for line in lines if now and (found := recent_dateline(line, now, tag)))
    return next(whole, None) or next(recent, None)


def datelines(
    lines: Sequence[Line], titles: frozenset[str], marked: Sequence[str], tag: str | None, over: Iterable[str] = ()
) -> Iterator[str]:
    """What `published` takes as `visible`: the lines below the headline, then what the page marks as dates, then those of `over`,
    which stand over the headline in its own block, that are little but a date.

    Marks count only when all of them name one day: several days belong to the items of a list. Nothing is looked up before
    it is asked for: most pages state their date for machines.
    """
    yield from below_headline(lines, titles)
    dated = [(text, found) for text in marked if (found := dateline(text, tag)) and not _is_update_of(text, marked)]
    if len({found.date() for _, found in dated}) == 1:
        yield from (text for text, _ in dated)
    elif len(marked) == 1:
        yield marked[0]
    yield from (text for text in over if len(_LETTER_RUN.findall(text)) <= _OVER_WORDS)


_OVER_WORDS = 4  # "Press release, 12 January 2026"; the day in Russian has two


def _is_update_of(text: str, marked: Sequence[str]) -> bool:
    """Whether a marked text is the date of a longer one that calls it an update."""
    return any(text != other and text in other and _UPDATED.search(other[: other.index(text)]) for other in marked)


def is_plausible(found: datetime, now: datetime | None) -> bool:
    """Whether a publication date may be believed: from 1990 to the day after `now` (None: any later one)."""
    return found.year >= FIRST_YEAR and (now is None or found - now <= _FUTURE)


def _first(stated: Iterable[str], tag: str | None, now: datetime | None) -> datetime | None:
    moments = (moment(text) or (written(text, tag) if len(text) <= _LONGEST_DATELINE else None) for text in stated)
    return next((found for found in moments if found and is_plausible(found, now)), None)


_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")  # seconds or milliseconds since 1970, from 2001 on


def moment(text: str) -> datetime | None:
    """An aware moment from an ISO 8601 or RFC 5322 date or a Unix time, or None; without zone it counts as UTC.

    Years before 1990 give None. Nothing is guessed: "01/02/2026" has two readings and gives None.
    """
    text = text.strip()
    if not re.search(r"\d{4}", text) or len(text) > 60:
        return None
    try:
        found = _parsed(text)
        aware = found if found.tzinfo else found.replace(tzinfo=_named_zone(text))
        return aware.astimezone(UTC) if aware.year >= FIRST_YEAR else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


_DIGITS = re.compile(r"((?:19|20)\d{6})(\d{4}(?:\d{2})?)")  # 20260112100000
_JAVA = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d:\d\d:\d\d) ([A-Z]{3,5}) (\d{4})"
)  # Mon Jan 12 10:00:00 CET 2026


def _named_zone(text: str) -> timezone:
    """The zone that a date ends with as an abbreviation; UTC without one that has a single meaning."""
    named = re.search(r"\s([A-Za-z]{2,5})$", _JAVA.sub(r"\2 \1 \5 \3 \4", text))
    return _zone(named[1] if named else "") or UTC


def _parsed(text: str) -> datetime:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    text = re.sub(r"\[[\w/+-]{1,40}\]$", "", text)  # java.time: 2026-01-12T10:00+01:00[Europe/Oslo]
    if digits := _DIGITS.fullmatch(text):
        return datetime.fromisoformat(f"{digits[1]}T{digits[2]}")
    if text[:4].isdigit():
        return datetime.fromisoformat(re.sub(r"(?<=\d) (?=[+-]\d{2}:?\d{2}$)", "", text))
    return parsedate_to_datetime(_JAVA.sub(r"\2 \1 \5 \3 \4", text))


# ------------------------------------------------------------------ dates in an address

_URL_DATES = (
    re.compile(r"/(?P<year>(?:19|20)\d{2})[/-](?P<number>\d{1,2})[/-](?P<day>\d{1,2})(?:[/_-]|$)"),  # /2026/01/12/title
    re.compile(r"/(?P<year>(?:19|20)\d{2})/(?P<month>[a-z]{3,9})/(?P<day>\d{1,2})(?:/|$)", re.IGNORECASE),  # /2026/jan/12/title
    re.compile(r"/(?P<year>20\d{2})(?P<number>\d{2})(?P<day>\d{2})(?:[/_-])"),  # /20260112-title
    re.compile(r"/(?P<year>20\d{2})/(?P<number>\d{2})(?P<day>\d{2})/"),  # /2026/0112/title
    re.compile(r"/(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>20\d{2})/"),  # /12.01.2026/title
    re.compile(r"/(?P<day>\d{1,2})-(?P<number>\d{1,2})-(?P<year>20\d{2})/"),  # /12-01-2026/title
    re.compile(
        r"[-_](?P<month>[a-z]{3,9})-(?P<day>\d{1,2})-(?P<year>20\d{2})(?:/|\.[a-z]{3,5})?$", re.IGNORECASE
    ),  # -january-12-2026
    re.compile(r"[-_](?P<day>\d{1,2})-(?P<month>[a-z]{3,9})-(?P<year>20\d{2})(?:/|\.[a-z]{3,5})?$", re.IGNORECASE),
    # /title-2026-01-12/, /title_20260112.html
    re.compile(r"[-_](?P<year>20\d{2})(?P<dash>[-_]?)(?P<number>\d{2})(?P=dash)(?P<day>\d{2})(?:/|\.[a-z]{3,5})?$"),
)


def date_in_url(url: str | None) -> datetime | None:
    """Midnight UTC of the day in an address such as /2026/01/12/title, /2026/jan/12/title or /title-2026-01-12, or None."""
    if not url or not _is_address(url):
        return None
    path = urlsplit(url).path
    days = (_day(found) for pattern in _URL_DATES if (found := pattern.search(path)))
    return next((datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days if day and day.year >= FIRST_YEAR), None)


_NAME_DATES = (
    re.compile(
        r"(?<!\d)(?P<year>20\d{2})(?P<dash>[-_.]?)(?P<number>\d{2})(?P=dash)(?P<day>\d{2})(?!\d)"
    ),  # 2026-01-12_release.pdf
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>20\d{2})(?!\d)"),  # Release 12.01.2026.docx
)


def date_in_name(name: str) -> datetime | None:
    """Midnight UTC of the day in the name of a file, year first or with dots, or None."""
    days = (_day(found) for pattern in _NAME_DATES if (found := pattern.search(name)))
    return next((datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days if day), None)


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    month = int(parts["number"]) if parts.get("number") else months().get(fold(parts["month"]), 0)
    return _valid(int(parts["year"]), month, int(parts["day"]))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ------------------------------------------------------------------ dates as people write them

_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_SHORT_YEAR = r"(?P<year>[0-4]\d)(?![\d./:])"
_DAY = r"(?<!\d)(?P<day>[0-3]?\d)"
_NAME = r"(?P<month>[^\W\d_]{3,14})\.?"
_WRITTEN = (
    re.compile(rf"(?<!\d){_YEAR}(?P<dash>[-/.])(?P<number>\d{{1,2}})(?P=dash)(?P<day>\d{{1,2}})(?!\d)"),  # 2026-01-12, 2026/01/12
    # 12 January 2026, 12. januar 2026, 1er mai 2026
    re.compile(rf"{_DAY}(?:\.|(?:st|nd|rd|th|er)?[\s-])[\s-]{{0,2}}(?:of\s)?{_NAME}[\s,-]{{1,3}}{_YEAR}"),
    # January 12, 2026, tammikuun 12. päivänä 2026
    re.compile(rf"(?<!\w){_NAME}\s{_DAY}(?:st|nd|rd|th|\.)?(?:\s[^\W\d_]{{4,10}})?,?\s{_YEAR}"),
    re.compile(rf"{_DAY}\.\s?(?P<number>[01]?\d)\.\s?{_YEAR}"),  # 12.01.2026
    re.compile(
        rf"{_DAY}[/-](?P<number>\d{{1,2}})(?:[/-]|\s){_YEAR}"
    ),  # 12/01/2026, 12/1 2026: the language says which is the day
    re.compile(rf"{_DAY}(?P<dash>[./])(?P<number>\d{{1,2}})(?P=dash){_SHORT_YEAR}"),  # 12.01.26
)
# 14:05, 14.05, 14h05, 14 h 05, 14 h; whole hours in other languages need the word behind them.
_CLOCK = (
    r"(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)|\s?h(?:\s(?P<minutes>[0-5]\d)(?!\d))?(?![^\W_])"
    r"|(?=\s?[ap]\.?m\b|\sUhr\b))"
)
_HALF = r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
_ZONE = r"(?:\s?(?:Uhr\s)?\(?(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|(?:GMT|UTC)[+-]\d{1,2}\b|[A-Z]{1,5}\b|мск\b))?"
_AT = r"(?:\s?(?:г\.|года?|på|at|kl\.?|klo|klokken|klockan|klukkan|kello|um|à|a|o|в|den|,|\||-|–|—|·|•|/|@|T|\()){0,3}\s?"
_TIME_BEHIND = re.compile(rf"{_AT}{_CLOCK}{_HALF}{_ZONE}", re.IGNORECASE)
_TIME_BEFORE = re.compile(rf"(?<![\d.:]){_CLOCK}{_HALF}{_ZONE}[\s,|–—-]{{1,3}}(?:\w{{2,10}}[.,]?\s)?$", re.IGNORECASE)
# Hours from UTC; other abbreviations have several meanings or are words, and count as UTC.
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0,
    "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "bst": 1, "wet": 0, "west": 1,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "et": -5, "ct": -6, "mt": -7, "pt": -8, "akt": -9,  # an hour less in summer
}  # fmt: skip
_MONTH_FIRST = frozenset(("en-us", "en-ph", "es-us"))


def written(text: str, tag: str | None = None) -> datetime | None:
    """The first full date in a text as people write it, with the time beside it; aware in UTC, or None.

    Month names of the nine languages. Digits are read in the order of the page's language (`tag`, "en-GB"); with two
    readings and nothing that decides between them ("01/02/2026", "en") they give None. A time without zone is that of the
    country whose language it is, in winter or summer; UTC where a language has several or the tag names another country.
    """
    found = ((match.start(), match) for pattern in _WRITTEN for match in pattern.finditer(text))
    for _, match in sorted(found, key=lambda pair: pair[0]):
        day = _numeric(match, tag) if match.groupdict().get("number") else _day(match)
        if day and not _UPDATED.search(text[: match.start()]):
            return _at(day, text, match, home_zone(tag))
    return None


# Readers of a language live in one zone, all but few: Danish in Greenland, Swedish in Finland, Russian in the east.
_HOME_ZONES = {
    "da": "Europe/Copenhagen", "no": "Europe/Oslo", "nb": "Europe/Oslo", "nn": "Europe/Oslo", "sv": "Europe/Stockholm",
    "fi": "Europe/Helsinki", "is": "Atlantic/Reykjavik", "ru": "Europe/Moscow", "de": "Europe/Berlin", "fr": "Europe/Paris",
}  # fmt: skip
_COUNTRY_ZONES = {
    "dk": "Europe/Copenhagen", "no": "Europe/Oslo", "se": "Europe/Stockholm", "fi": "Europe/Helsinki", "is": "Atlantic/Reykjavik",
    "ru": "Europe/Moscow", "de": "Europe/Berlin", "at": "Europe/Vienna", "ch": "Europe/Zurich", "fr": "Europe/Paris",
    "be": "Europe/Brussels", "gb": "Europe/London", "ie": "Europe/Dublin", "gl": "America/Nuuk", "fo": "Atlantic/Faroe",
}  # fmt: skip


def home_zone(tag: str | None) -> tzinfo:
    """The zone of the clocks in a text with this language tag ("de", "sv-FI"); UTC where it is not known.

    A country of several zones has none here: its pages name theirs.
    """
    code, _, country = (tag or "").strip().lower().replace("_", "-").partition("-")
    name = _COUNTRY_ZONES.get(country[:2]) if country else _HOME_ZONES.get(code)
    return ZoneInfo(name) if name else UTC


def _full_year(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _numeric(found: re.Match[str], tag: str | None) -> date | None:
    """A day in digits. Year first has one reading; dots are read month first only where nothing else is possible."""
    year, first, second = _full_year(found["year"]), int(found["day"]), int(found["number"])
    if found.start("year") < found.start("day"):
        return _valid(year, second, first)
    day_first, month_first = _valid(year, second, first), _valid(year, first, second)
    if not (day_first and month_first) or first == second:
        return day_first or month_first
    language_tag = (tag or "").strip().lower().replace("_", "-")
    if language_tag in _MONTH_FIRST:
        return month_first
    return None if language_tag in ("", "en", "en-ca") else day_first


def _at(day: date, text: str, found: re.Match[str], home: tzinfo) -> datetime | None:
    """The moment on that day that stands right behind the date or right before it; midnight in UTC without one."""
    clock = _TIME_BEHIND.match(text, found.end()) or _TIME_BEFORE.search(text, 0, found.start())
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if clock is None or int(clock["hour"]) > 23:
        return start
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    minute = int(clock["minute"] or clock["minutes"] or 0)
    try:
        return start.replace(hour=hour, minute=minute, tzinfo=_zone(clock["zone"] or "") or home).astimezone(UTC)
    except (ValueError, OverflowError):
        return start


def _zone(name: str) -> timezone | None:
    """The zone of a name or an offset; None for what is not known ("Uhr")."""
    digits = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if digits is None:
        hours = _ZONES.get(name.lower())
        return timezone(timedelta(hours=hours)) if hours is not None else None
    offset = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
    return timezone(-offset if digits[1] == "-" else offset)


@lru_cache(1)
def months() -> Mapping[str, int]:
    """Folded month names of the nine languages, long and short, with the endings that dates use -> 1 to 12 (CLDR)."""
    return {form: number for code in _WORDS for name, number in _cldr_months(code) for form in _forms(fold(name), code)}


def _cldr_months(code: str) -> Iterator[tuple[str, int]]:
    table = Locale.parse("nb" if code == "no" else code).months
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield from ((name.rstrip("."), number) for number, name in table[context][width].items())
    yield from _MORE_MONTHS.get(code, ())


_MORE_MONTHS = {"en": (("Sept", 9),), "de": (("Jänner", 1), ("Feber", 2), ("Maerz", 3), ("Mrz", 3))}  # de: Austria, no umlauts


def _forms(name: str, code: str) -> Iterator[str]:
    yield name
    if code == "fi" and name.endswith("kuu"):
        yield from (name + ending for ending in ("n", "ta", "ssa"))


# ------------------------------------------------------------------ the dateline on the page

_UPDATED = re.compile(
    r"(?:updated?|modified|changed|revised|edited|corrected|redigert|redigeret|redigerad|muutettu|opdateret|ændret|oppdatert|endret|uppdaterad|ändrad|päivitetty|muokattu|uppfært|breytt"
    r"|обновлен[оа]|обновлён|обновление|измен[её]н[оа]?|изменени[ея]|aktualisiert|geändert|(?:mise? )?à jour|m[aà]j le|modifiée?)"
    r"\W{0,3}(?:(?!(?:19|20)\d\d)\w{1,9}\W{1,2}){0,4}$",
    re.IGNORECASE,
)


def is_called_update(before: str) -> bool:
    """Whether the words in front of a date say that it is the one of a change ("Oppdatert", "Last modified on")."""
    return _UPDATED.search(before[-60:]) is not None


_LONGEST_DATELINE = 140
_DATELINE_WORDS = 9  # beside the date: "Published", a name with a role, the agency
_LINES_BELOW = 8


_SHORTENED = re.compile(r"\b(?:[ap]\.?m|г|min|мин)\.$")  # "9 a.m.", "2026 г.", "Læsetid: 3 min."


def dateline(text: str, tag: str | None = None) -> datetime | None:
    """The date of publication of a line that says little but a date and a name; None for sentences, for updates, and for a day
    that its label says is another: of an event, a deadline, the visit."""
    return written(text, tag) if _says_little(text) and not _OTHER_DAY.match(text) else None


_OTHER_DAY = re.compile(
    r"\W*(?:\w{0,20}frist|deadline|apply by|(?:event )?(?:begin|start|end)(?:s|er|et|ing)?(?: date| time)?|beginn|ende|wann|when"
    r"|termin|veranstaltung\w*|anmeld\w*|påmelding|tilmelding|anmälan|alkaa|päättyy|määräaika|hvenær|начало|окончание|срок|début|quand"
    r"|current|expir\w*|expiration|valid\w*|gültig\w*|gyldig\w*|giltig\w*)\b[^:\d]{0,20}:",
    re.IGNORECASE,
)


def _says_little(text: str) -> bool:
    if is_entry_note(text):
        return True
    closed = ends_sentence(text) and not _STAMPED.match(text) and not _SHORTENED.search(text.rstrip())
    if len(text) > _LONGEST_DATELINE or closed:
        return False
    words = [word for word in _LETTER_RUN.findall(text) if len(word) > 1 and fold(word) not in months()]
    return len(words) <= _DATELINE_WORDS


# A line that says when it was published or changed says so first, and may be a sentence.
_STAMPED = re.compile(
    r"\W*(?:(?:first|last|zuletzt|først|sist|sidst|senast|viimeksi|síðast|dernière)\s)?(?:publi|posted|julkais|birt|опублик|размещ|veröff|erschien"
    r"|stand\b|skrevet|updated|oppdatert|opdateret|uppdaterad|päivitetty|uppfært|обновл|aktualisiert|mise? à jour|modifi)",
    re.IGNORECASE,
)


# ------------------------------------------------------------------ dates that the reader has to complete

_HALF_YEAR = timedelta(days=183)  # an older day without its year is the day of an event to come
_YEARLESS = (
    re.compile(rf"{_DAY}(?:\.|(?:st|nd|rd|th|er)?[\s-])[\s-]{{0,2}}(?:of\s)?{_NAME}"),  # 12 January, 12. januar
    re.compile(rf"(?<!\w){_NAME}\s{_DAY}(?:st|nd|rd|th|\.)?(?![\d:])"),  # January 12
    re.compile(rf"{_DAY}\.(?P<number>[01]?\d)\.(?!\d)"),  # 12.1.
)
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MINUTE, _HOUR, _ONE_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_UNITS = {
    "min": _MINUTE, "mín": _MINUTE, "мин": _MINUTE,
    "h": _HOUR, "tim": _HOUR, "tun": _HOUR, "klu": _HOUR, "kls": _HOUR, "час": _HOUR, "stu": _HOUR, "std": _HOUR, "heu": _HOUR,
    "da": _ONE_DAY, "dø": _ONE_DAY, "pä": _ONE_DAY, "de": _ONE_DAY, "dö": _ONE_DAY, "д": _ONE_DAY, "ta": _ONE_DAY, "jo": _ONE_DAY,
    "we": 7 * _ONE_DAY, "ug": 7 * _ONE_DAY, "uk": 7 * _ONE_DAY, "ve": 7 * _ONE_DAY, "vi": 7 * _ONE_DAY, "нед": 7 * _ONE_DAY,
    "wo": 7 * _ONE_DAY, "se": 7 * _ONE_DAY,
}  # fmt: skip
_COUNT = r"(?P<count>\d{1,2}|an?|én|en|et|ett|one|ein\w{0,2}|une?)"
_AGO = re.compile(
    rf"\b(?:(?:for|för|fyrir|vor|il y a)\s{_COUNT}\s?(?P<unit>[^\W\d_]{{1,14}})|"
    rf"{_COUNT.replace('count', 'number')}\s?(?P<name>[^\W\d_]{{1,12}})\.?\s(?:ago|sitten|назад))\b",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\b(?:today|i ?dag|tänään|í dag|сегодня|heute|aujourd['’]hui)\b", re.IGNORECASE)
_YESTERDAY = re.compile(r"\b(?:yesterday|i ?går|eilen|í gær|вчера|gestern|hier)\b", re.IGNORECASE)


def recent_dateline(text: str, now: datetime, tag: str | None = None) -> datetime | None:
    """The date of a line that says little but a day without its year, "2 hours ago" or "today, 9:05", seen from `now`; or None.

    A day without its year counts with a clock time or the word "published", and when it is half a year old at most.
    """
    if not _says_little(text) or _ANY_YEAR.search(text):
        return None
    there = now.astimezone(home_zone(tag))
    found = _ago(text, now) or _of_these_days(text, there) or _without_year(text, there)
    return found if found and found - now <= _FUTURE else None


def _ago(text: str, now: datetime) -> datetime | None:
    found = _AGO.search(text)
    if found is None or is_called_update(text[: found.start()]):
        return None
    count, unit = found["count"] or found["number"], (found["unit"] or found["name"]).lower()
    step = next((_UNITS[unit[:n]] for n in (3, 2, 1) if unit[:n] in _UNITS), None)
    if step is None:
        return None
    then = now.astimezone(UTC) - (int(count) if count.isdecimal() else 1) * step
    return then.replace(second=0, microsecond=0) if step < _ONE_DAY else then.replace(hour=0, minute=0, second=0, microsecond=0)


def _of_these_days(text: str, now: datetime) -> datetime | None:
    for back, pattern in enumerate((_TODAY, _YESTERDAY)):
        found = pattern.search(text)
        if found and _SURE_CLOCK.search(text, found.end()) and not is_called_update(text[: found.start()]):
            return _at((now - back * _ONE_DAY).date(), text, found, now.tzinfo or UTC)
    return None


def _without_year(text: str, now: datetime) -> datetime | None:
    if not (_SURE_CLOCK.search(text) or _PUBLISHED.search(text)):
        return None
    for found in (match for pattern in _YEARLESS for match in pattern.finditer(text)):
        parts = found.groupdict()
        month = int(parts["number"]) if parts.get("number") else months().get(fold(parts["month"]), 0)
        days = (_valid(year, month, int(parts["day"])) for year in (now.year + 1, now.year, now.year - 1))
        day = next((day for day in days if day and timedelta(0) <= (now.date() - day) + _FUTURE <= _HALF_YEAR), None)
        if day and not is_called_update(text[: found.start()]):
            return _at(day, text, found, now.tzinfo or UTC)
    return None


# "KIRKENES, 12 January 2026 (NTB) --", "Oslo, Norway, Jan. 12, 2026 /Newswire/ -": a place, the day, perhaps an agency, a dash.
_PLACE_AND_DAY = re.compile(r"([^\W\d_][^\n]{7,90}?)\s?(?:--?|–|—)\s")
_DAY_IN_BRACKETS = re.compile(
    r"[(\[]([^()\[\]]{6,30}(?<!\d)(?:19|20)\d\d|\d{4}-\d\d-\d\d)[)\]]\s"
)  # "(12.01.2026) The coast guard"
_NO_DAY_BEHIND = re.compile(r"\d{4}(?:\sг\w{0,3}\.?)?\W{0,3}(?:[\w. ]{0,30}[)/])?\W*$")


def dateline_of(paragraph: str) -> str:
    """The place and day with which a report begins, as agencies and offices write it, or the day in brackets; or ""."""
    if bracketed := _DAY_IN_BRACKETS.match(paragraph):
        return bracketed[1]
    found = _PLACE_AND_DAY.match(paragraph)
    head = found[1] if found else ""
    first = re.match(r"[^\W\d_]+", head)
    is_place = bool(
        first and first[0][0].isupper() and not is_stop_word(first[0].lower()) and re.match(r"[^\d]{2,50}[,(/]", head)
    )
    return head if is_place and _NO_DAY_BEHIND.search(head) else ""


def headline(lines: Sequence[Line], titles: frozenset[str]) -> int:
    """The number of the line that is the headline, `len(lines)` when it is not there: the first heading with words of `titles`;
    where no heading has them, two headings that have them together, else the longest line that is one of them, as the others
    name the site, and no link.
    """
    alike = [i for i, line in enumerate(lines) if squash(line.text) in titles]
    headings = (i for i in alike if lines[i].kind == "heading")
    plain = (i for i in alike if lines[i].link < 0.5 and lines[i].text.count(" ") >= _TITLE_WORDS - 1)
    broken = (i for i in _heading_pairs(lines) if squash(f"{lines[i].text} {lines[i + 1].text}") in titles)
    found = next(headings, next(broken, None))
    return max(plain, key=lambda i: len(lines[i].text), default=len(lines)) if found is None else found


def _heading_pairs(lines: Sequence[Line]) -> list[int]:
    """The numbers of the headings that another one follows, as the lines of a headline do."""
    return [i for i in range(len(lines) - 1) if lines[i].kind == lines[i + 1].kind == "heading"]


def below_headline(lines: Sequence[Line], titles: frozenset[str]) -> tuple[str, ...]:
    """The lines between a page's headline and its first paragraph, eight at most, and the place and day with which that one
    begins; none when the headline is not there.

    `titles` as `squash` leaves them; a label and its value are one line. Lines above the headline do not count: many a
    masthead shows the day of the visit. Nor do headings but bylines: the first of a chronology is a day. The first paragraph may
    be a lead: a line below it counts when it names a clock time or says that something was published.
    """
    at = headline(lines, titles)
    below: list[str] = []
    placed: list[str] = []
    leads = 0
    for line in lines[at + 1 : at + 1 + _LINES_BELOW]:
        leads += is_paragraph(line.text)
        if is_paragraph(line.text) and (found := dateline_of(line.text)):
            placed.append(found)
        if leads > _MOST_LEADS:
            break
        if (line.kind == "heading" and not _BY.match(line.text)) or (leads and not _is_stamp(line.text)):
            continue
        if below and (below[-1].endswith(":") or (_UPDATED.search(below[-1]) and len(below[-1].split()) <= 3)):
            below[-1] += f" {line.text}"
        elif not (line.groups - lines[at].groups) & {"related", "comments", "side"}:
            below.append(line.text)
    return (*below, *placed[:1])


def is_publication_note(text: str, tag: str | None) -> bool:
    """Whether a line says first that it is the date of publication: "Published 12 January 2026", "Udgivet 12.1.2026"."""
    return (is_entry_note(text) or _NOTE.match(text) is not None) and dateline(text, tag) is not None


def is_entry_note(text: str) -> bool:
    """Whether a line is the sentence with which blogs say below an article when it was published."""
    return len(text) <= _LONGEST_ENTRY_NOTE and _ENTRY_WAS.match(text) is not None


# "Published", "written", "put on line", "as of" and "date of publication" in nine languages.
_NOTE = re.compile(
    r"[\W_]*(?:(?:date|datum|dato|дата)\s(?:(?:of|de|d[’']une|der|for|av|af)\s)?(?:la\s)?)?"
    r"(?:publi|posted|julkais|birt|опублик|размещ|публикаци|veröff|erschien|stand\b|skrevet|skriv|udgiv|udsendt|offentligg"
    r"|utgitt|lagt (?:ut|upp)\b|utlag[td]\b|mise? en ligne|paru\b|dagsett|erstellt am|skapad\b|oprettet\b|created\b|issued\b"
    r"|released\b)",
    re.IGNORECASE,
)
# What WordPress writes below an article: its themes up to 2014 had a sentence for it ("posted on %1$s", "publié le %2$s").
_ENTRY_WAS = re.compile(
    r"(?:this (?:entry|post|article) was (?:posted|written|published)|dieser (?:beitrag|artikel|eintrag) wurde"
    r"|dette innlegget (?:ble|vart)|dette indlæg (?:er|blev)|det(?:ta| här) inlägg(?:et)? (?:postades|publicerades|skrevs)"
    r"|(?:tämä )?kirjoitus (?:on )?(?:julkaist|lähetett)|(?:cette entrée|cet article|ce billet) a été (?:publi|post)"
    r"|(?:эта )?запись (?:была )?опубликована|þessi færsla var)",
    re.IGNORECASE,
)
_LONGEST_ENTRY_NOTE = 300


_MOST_LEADS = 1
# Beginnings of "published", "written" and "as of" in nine languages.
_PUBLISHED = re.compile(r"\b(?:publi|posted|julkais|birt|опублик|размещ|veröff|erschien|stand\b|skrevet|skriv)", re.IGNORECASE)

# "12.01" may begin a day.
_SURE_CLOCK = re.compile(r"(?<![\d.:])[0-2]?\d(?::|\s?h\s?)[0-5]\d(?!\d)|\b(?:kl|klo|klukkan)\.?\s?\d", re.IGNORECASE)


def _is_stamp(text: str) -> bool:
    """Whether a line names a clock time or says that something was published, and is no sentence."""
    return not ends_sentence(text) and bool(_PUBLISHED.search(text) or _SURE_CLOCK.search(text))


# ------------------------------------------------------------------ address


def _is_address(url: str | None) -> bool:
    try:
        return bool(url) and urlsplit(url or "").scheme.lower() in ("http", "https") and bool(urlsplit(url or "").hostname)
    except ValueError:
        return False


def canonical(declared: str | None, url: str | None, other: str | None = None) -> str | None:
    """The page's canonical address, made absolute and without tracking parameters; `url` itself when none is believed.

    `other` (og:url) is asked when `declared` is missing or not believed. A canonical link to another site, or to the
    front page, is a mistake of a template more often than the truth, and would fold all pages of a site into one.
    """
    for candidate in (declared, other):
        if candidate and (target := _believed(candidate.strip(), url)):
            return _without_tracking(_as_safe(target, url).split("#")[0])
    return _without_tracking(url) if url and _is_address(url) else url


def _believed(declared: str, url: str | None) -> str | None:
    try:
        host = (urlsplit(url).hostname or "") if url else ""
        declared = f"//{declared}" if host and declared.lower().startswith(f"{host}/") else declared
        target = urljoin(url or "", declared)
        if not _is_address(target) or _NO_VALUE.fullmatch(declared.rpartition("/")[2]):
            return None
        if url and _loses_article(target, url):
            return None
        foreign = url and (_site(target) != _site(url) or (_is_front(target) and not _is_front(url)))
        return None if foreign else target
    except ValueError:
        return None


def _as_safe(target: str, url: str | None) -> str:
    """The address with https where that is how the page was read."""
    return f"https://{target.partition('://')[2]}" if url and url.lower().startswith("https://") else target


# The front page of a language or of a program counts as well.
_FRONT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.IGNORECASE)
_NO_VALUE = re.compile(r"undefined|null|none|nan|.*(?:\{\{|\{%|<%|\$\{).*", re.IGNORECASE)


def _is_front(url: str) -> bool:
    return _FRONT.fullmatch(urlsplit(url).path) is not None and not urlsplit(url).query


# Parameters by which programs find an article: "id", "newsid", "article_id", "p" with a number.
_IDENTIFYING = re.compile(
    r"(?:^|&)(?:p|nid|sid|aid|(?:art|article|news|story|doc|document|item|post|page|press)?_?id)=\d+(?:&|$)", re.IGNORECASE
)


def _loses_article(target: str, url: str) -> bool:
    """Whether an address is that of the program alone, without the number of the article that it shows."""
    own, other = urlsplit(url), urlsplit(target)
    return (
        own.path == other.path
        and not other.query
        and _IDENTIFYING.search(own.query) is not None
        and not re.search(r"\d", own.path)
    )


# Names under which many sites stand, each with a label of its own: national second levels and hosts of blogs.
_SECOND_LEVELS = frozenset(("co", "com", "org", "net", "gov", "gouv", "ac", "edu", "or", "ne", "go", "gob"))
_BLOG_HOSTS = frozenset(
    ("blogspot.com", "wordpress.com", "github.io", "substack.com", "tumblr.com", "livejournal.com", "medium.com")
)


def _site(url: str) -> str:
    """The part of the host that its owner registered: www., m. and amp. belong to one site."""
    labels = (urlsplit(url).hostname or "").split(".")
    shared = len(labels) > 2 and ((len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS) or ".".join(labels[-2:]) in _BLOG_HOSTS)
    return ".".join(labels[-3:] if shared else labels[-2:])


# Parameters that say how a reader came, never what the page is: campaign tools, social networks, mail tools.
_TRACKING = re.compile(
    r"(?:utm|pk|mtm|hsa)_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|cmpid|ocid|xtor|ref_src",
    re.IGNORECASE,
)


def _without_tracking(url: str) -> str:
    parts = urlsplit(url)
    pieces = parts.query.split("&")
    kept = [piece for piece in pieces if not _TRACKING.fullmatch(piece.partition("=")[0])]
    return url if len(kept) == len(pieces) else urlunsplit(parts._replace(query="&".join(kept)))


# ------------------------------------------------------------------ title

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
    names = frozenset(filter(None, map(_letters, sites)))
    headings = [h for h in dict.fromkeys(headings) if _letters(h) not in names and not _UNFILLED.search(h)]
    stated = [title for d in declared if (title := without_site(d, sites)) and not _UNFILLED.search(title)]
    declared = [title for title in stated if not (headings and _FILE_NAME.fullmatch(title))]
    tab_title = "" if _UNFILLED.search(tab) else without_site(tab, sites, of_tab=True)
    confirmed = _confirmed(headings, declared, tab)
    if confirmed:
        return _not_shouted(max(confirmed, key=len), (*declared, tab_title))
    if declared:
        return _whole(declared[0], (*headings, *declared[1:], tab_title))
    named = _heading_in(tab_title, lower) or (title_parts(tab_title)[1:] or (tab_title,))[0]
    only = headings[0] if len(headings) == 1 else ""
    # A tab of a word or two is the name of a site or a program's default, a single heading of more is the headline.
    return only if len(only.split()) >= _TITLE_WORDS > len(named.split()) else named or only


_FILE_NAME = re.compile(r"[\w.]+(?:[-_][\w.]+){3,}")  # "pm-2026-01-fregatte-nordsee"; a headline has blanks


def _heading_in(tab: str, lower: Iterable[str]) -> str:
    """The part of a tab's title that a heading of the page is, for pages whose headline is no first-level heading; or ""."""
    parts = {_letters(part): part for part in map(str.strip, _SEPARATOR.split(tab))}
    return next((parts[key] for text in lower if (key := _letters(text)) and key in parts), "") if len(parts) > 1 else ""


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
    title, names = title.strip(), frozenset(filter(None, map(_letters, sites)))
    colon = _COLON.search(title) if of_tab else None
    if colon and _letters(title[: colon.start()]) in names:
        title = title[colon.end() :].strip()
    while title:
        cuts = list(_SEPARATOR.finditer(title))
        if _letters(title) in names:
            return ""
        if cuts and _letters(title[cuts[-1].end() :]) in names:
            title = title[: cuts[-1].start()].rstrip()
        elif cuts and _letters(title[: cuts[0].start()]) in names:
            title = title[cuts[0].end() :].lstrip()
        else:
            break
    return title


def heading_over(lines: Sequence[Line], text: Iterable[str], sites: Iterable[str] = ()) -> str:
    """The nearest heading of three words or more over the first paragraph of the text: the title of a page that states none."""
    first = next(filter(is_paragraph, text), None)
    at = next((i for i, line in enumerate(lines) if line.text == first), 0)
    over = (without_site(line.text, sites) for line in reversed(lines[max(0, at - _LINES_BELOW) : at]) if line.kind == "heading")
    return next((title for title in over if len(title.split()) >= _TITLE_WORDS), "")


_TITLE_WORDS = 3


def is_beside(title: str, heading: str, tab: str) -> bool:
    """Whether a tab title is a longer heading with this title in front or behind: then the title is the name of the site."""
    site, own, both = _letters(title), _letters(heading), _letters(tab)
    return bool(site) and len(heading.split()) > len(title.split()) and both in (site + own, own + site)


def site_names(stated: Iterable[str], url: str | None) -> tuple[str, ...]:
    """Names of the site: what it states, and its host with and without the ending ("coast.example", "coast")."""
    site = _site(url) if url and _is_address(url) else ""
    return tuple(filter(None, (*stated, site, f"www.{site}" if site else "", site.split(".")[0])))


def _letters(text: str) -> str:
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


# ------------------------------------------------------------------ author

_BY = re.compile(
    r"^\W*(?:(?:(?:written|story|words|report|reporting|posted|text|analysis|opinion) )?by|af|av|von"
    r"|par|eftir|kirjoittanut|teksti?|text|texte|текст|автор(?:ы)?|forfatter|författare"
    r"|kirjoittaja|höfundur|autor(?:in)?|auteur|author)"
    r"(?:\s(?:og|och|ja|and|und|et|и)\s(?:fotos?|bilde?r?|kuvat?|photos?|фото)(?=\s*:))?(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_AFTER_NAMES = re.compile(
    r"\s*(?:[|•·]|\b(?:photos?|foto|bild|kuva(?:t)?|mynd|фото)\b\s*:|\b(?:published|updated|posted|publi[sc]ert|oppdatert|publiceret|opdateret|publicerad|uppdaterad|julkaistu|päivitetty|birt|uppfært"
    r"|опубликовано|обновлено|veröffentlicht|aktualisiert|publié|mis à jour)\b|\d).*$",
    re.IGNORECASE,
)
_E_MAIL = re.compile(r"[(<\[]?[^\s(<\[]*@\S*")  # handles as well
_JOINTS = re.compile(r"\s*[;,/]\s*|\s+(?:&|and|og|och|ja|und|et|и|avec|mit|with|med)\s+", re.IGNORECASE)
_BEHIND_NAME = re.compile(r"\s*\([a-zà-ÿа-я][^()]{0,40}\)$")  # "Per Vik (photo)", but not "(NTB)"
_AGENCIES = frozenset(("dpa", "afp", "ap", "ntb", "tt", "stt", "dts", "epd", "kna", "apa", "sda", "ritzau", "reuters", "tass"))
_PARTICLES = frozenset((
    "von", "van", "der", "den", "de", "af", "av", "al", "el", "bin", "ibn", "la", "le", "du", "di", "da", "dos", "zu", "ten",
    "the",
))  # fmt: skip
_NOBODY = re.compile(
    r"(?:the |die |la |le )?(?:autor(?:in)?|authors?|auteure?|forfatter|författare|автор|"
    r"(?:wp|site|web)?-?admin\w*|webmaster|root|user|guest|unknown|anonym\w*|null|none|super user"
    r"|false|true|undefined|\[object object\]"
    r"|editors?|editorial(?: team| staff)?|staff(?: writers?)?|redak[ct]ion\w*|redaksjon\w*|redaktör\w*|toimitus|ritstjórn"
    r"|редакция|администратор|r[ée]daction\w*)",
    re.IGNORECASE,
)
# What a person is rather than a name; degrees in the form in which they follow a name.
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|journalist|writer|contributor|columnist|analyst|expert|director|founder|redakt[øö]r"
    r"|redakteur(?:in)?|korrespondent(?:in)?|toimittaja|kirjeenvaihtaja|blaðamaður|корреспондент|журналист|journaliste"
    r"|correspondante?|bureau chief)\b|^(?:ph\.?d|m\.?d|dvm|mba|msc|bsc|bsn|rn|esq|jr|sr)\.?$",
    re.IGNORECASE,
)
_LONGEST_BYLINE, _MOST_NAMES, _MOST_WORDS = 120, 3, 4


def clean_author(text: str) -> str:
    """The names of a byline, three at most and joined with commas; "" for addresses, handles, "Admin" and longer texts.

    Agencies stay, as they say where the facts come from; roles ("Arctic correspondent") go when a name is there.
    """
    line = " ".join(text.split())
    if len(line) > _LONGEST_BYLINE or "://" in line:
        return ""
    line = _E_MAIL.sub(" ", line)
    if company := _COMPANY.match(line):
        return company[0]
    pieces = _JOINTS.split(_AFTER_NAMES.sub("", _BY.sub("", line)))
    parts = [_BEHIND_NAME.sub("", piece).strip(" .:–—-\"'") for piece in pieces]
    people = [part for part in parts if (len(part) > 2 or part.isupper()) and not _NOBODY.fullmatch(part)]
    names = [part for part in people if _is_name(part) or part in _AGENCIES] or people[:1]
    unique = dict.fromkeys(name for i, name in enumerate(names) if name.casefold() not in map(str.casefold, names[:i]))
    return ", ".join(list(unique)[:_MOST_NAMES])


def _is_name(text: str) -> bool:
    """Whether every word is capitalised, particles such as "von" aside, and none of them says what the person does."""
    return not _ROLE.search(text) and all(w[0].isupper() or w.lower() in _PARTICLES for w in text.split())


def choose_author(
    stated: Iterable[str], signed: Iterable[str] = (), bylines: Iterable[str] = (), sites: Iterable[str] = ()
) -> str:
    """The names of the first statement that holds any, else of a mark on the page that holds nothing but names.

    `signed` are marks that say "author"; `bylines` only look like it and have to begin with a word such as "By". Where only the
    outlet is stated (one of `sites`, a company), a mark that names somebody comes first.
    """
    outlets = frozenset(filter(None, map(_letters, sites)))
    found = [name for text in stated if (name := clean_author(text))]
    people = (rest for name in found if (rest := _without_outlets(name, outlets)))
    marks = (*signed, *(text for text in bylines if _BY.match(text)))
    named = (name for text in marks if (name := _only_names(text)))
    return next(people, None) or next(named, None) or next(iter(found), "")


def _without_outlets(names: str, outlets: frozenset[str]) -> str:
    """The names without outlets; where one was among them, without single words too, which are towns and desks."""
    every = names.split(", ")
    people = [n for n in every if _letters(n) not in outlets and not _COMPANY.match(n)]
    return ", ".join(people if len(people) == len(every) else [n for n in people if " " in n])


# Legal forms of companies and associations; what follows is the town where it sits.
_COMPANY = re.compile(r"[^,;]{2,60}\b(?:GmbH|e\.\s?V\.|AG|Ltd|LLC|Inc|ASA?|AB|A/S|ApS|Oyj?|ehf|SAS|ООО|АО)\.?(?=\s*(?:[,;(]|$))")


def _only_names(text: str) -> str:
    """The names of a visible byline; "" when anything in it may be something else (a day, a role, an invitation)."""
    text = _without_day(text)
    names = clean_author(text)
    sure = not _AFTER_NAMES.search(_BY.sub("", text)) and all(map(_is_sure_name, names.split(", ")))
    return names if sure else ""


_BEFORE_DAY = re.compile(r"\s*[,|•·–—]\s*|\s-\s|\s(?:on|am|den|le)\s", re.IGNORECASE)


def _without_day(text: str) -> str:
    """A byline without the day and all that stands behind it: "By Ann Vik, 12 January 2026 10:41"."""
    ends = (found for found in _BEFORE_DAY.finditer(text[:_LONGEST_BYLINE]) if dateline(text[found.end() :]))
    end = next(ends, None) if _BY.match(text) else None
    return text[: end.start()] if end else text


def _is_sure_name(text: str) -> bool:
    words = text.split()
    return len(words) <= _MOST_WORDS and _is_name(text) and not any(fold(word) in months() for word in words)
