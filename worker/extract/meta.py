"""What a document says of itself: language, publication date, address, title, author. Pure: text in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

LANGUAGES = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr")

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
_ALIASES = {"nb": "no", "nn": "no"}  # ISO 639-1: both written forms of Norwegian
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LETTER_RUN = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 6000  # the vote is clear after some hundred words

FIRST_YEAR = 1990  # older than the web: a mistake of the page, or the date of the event


def language(text: str, declared: str | None = None) -> str | None:
    """The language of a text as two letters: what is declared, else the vote of its stop words, else None.

    A declared language other than the nine is believed as well. It is not believed against the script: pages keep the
    "en" of their template around Russian text.
    """
    code = _code(declared)
    voted = _vote(text[:_SAMPLE_CHARS])
    if code and not (voted == "ru" and code in LANGUAGES and code != "ru"):
        return code
    return voted


def _code(declared: str | None) -> str | None:
    found = re.match(r"\s*([a-z]{2})(?:[-_]|\s*$)", (declared or "").lower())
    return _ALIASES.get(found[1], found[1]) if found else None


def _vote(text: str) -> str | None:
    """The language with clearly the most stop words: five at least, a sixth of all words, a tenth more than the next."""
    words = _LETTER_RUN.findall(text.lower())
    votes = sorted(((sum(w in known for w in words), name) for name, known in _WORDS.items()), reverse=True)
    (most, best), (next_most, _) = votes[0], votes[1]
    sure = most >= 5 and most >= len(words) / 6 and most >= next_most * 1.1 + 1
    return best if sure else None


# ------------------------------------------------------------------ dates


def moment(text: str) -> datetime | None:
    """An aware moment from an ISO 8601 or RFC 5322 date, or None; a bare date or a time without zone counts as UTC.

    Years before 1990 give None. Nothing is guessed: "01/02/2026" has two readings and gives None.
    """
    text = text.strip()
    if not re.search(r"\d{4}", text) or len(text) > 60:
        return None
    try:
        found = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC) if aware.year >= FIRST_YEAR else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


_URL_DATE = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)")


def date_in_url(url: str | None) -> datetime | None:
    """Midnight UTC of the day in an address such as /2026/01/12/title, or None."""
    found = _URL_DATE.search(urlsplit(url).path) if _is_address(url) and url else None
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day.year >= FIRST_YEAR else None


def first_moment(candidates: Iterable[str]) -> datetime | None:
    """The first candidate that is a date, in the order of trust given by the caller."""
    return next((found for text in candidates if (found := moment(text))), None)


# ------------------------------------------------------------------ address, title, author


def _is_address(url: str | None) -> bool:
    try:
        return bool(url) and urlsplit(url or "").scheme.lower() in ("http", "https") and bool(urlsplit(url or "").hostname)
    except ValueError:
        return False


def canonical(declared: str | None, url: str | None) -> str | None:
    """The page's canonical address, made absolute; `url` itself when none or a foreign one is declared.

    A canonical link to another host, or to the front page, is a mistake of a template more often than the truth, and
    would fold all pages of a site into one.
    """
    if not declared:
        return url
    try:
        target = urljoin(url or "", declared.strip())
        if not _is_address(target):
            return url
        if url and (_site(target) != _site(url) or (urlsplit(target).path in ("", "/") and urlsplit(url).path not in ("", "/"))):
            return url
    except ValueError:
        return url
    return target.split("#")[0]


def _site(url: str) -> str:
    """The last two labels of the host: www., m. and amp. belong to one site."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


_TITLE_PARTS = re.compile(r"\s+[|–—\-»·:]\s+")


def title_parts(title: str) -> tuple[str, ...]:
    """The title and, where it is joined with the name of a site or section, each part of four words or more."""
    parts = (part.strip() for part in _TITLE_PARTS.split(title))
    return (title.strip(), *(part for part in parts if len(part.split()) >= 4))


def choose_title(headings: Sequence[str], declared: Sequence[str], tab: str) -> str:
    """The headline of a page: the first-level heading that the page also declares, else what it declares, else the tab title.

    `headings`: all h1; `declared`: og:title and the like, best first; `tab`: the title element, which loses the site's name.
    """
    known = " ".join((*declared, tab)).casefold()
    confirmed = [h for h in headings if len(h.split()) > 1 and h.casefold() in known]
    if confirmed:
        return max(confirmed, key=len)
    if declared:
        return declared[0]
    return (title_parts(tab)[1:] or (tab.strip(),))[0] or (headings[0] if len(headings) == 1 else "")


def clean_author(text: str) -> str:
    """A byline without its "By", or "" for addresses, handles and anything longer than names are."""
    name = re.sub(r"^\s*(?:by|af|av|von|par|автор:?)\s+", "", " ".join(text.split()), flags=re.IGNORECASE)
    return name if 2 < len(name) <= 120 and "://" not in name and "@" not in name else ""
