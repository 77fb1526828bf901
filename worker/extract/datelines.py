"""What a single line says of the day of publication, whole or seen from now. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from worker.extract.dates import DAY, FUTURE, MONTH_NAME, at_clock, home_zone, is_called_update, months, valid_day, written
from worker.extract.language import LETTER_RUN, is_stop_word
from worker.extract.lines import ends_sentence
from worker.tokens import fold

LONGEST_DATELINE = 140
_DATELINE_WORDS = 9  # beside the date: "Published", a name with a role, the agency


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
    if len(text) > LONGEST_DATELINE or closed:
        return False
    words = [word for word in LETTER_RUN.findall(text) if len(word) > 1 and fold(word) not in months()]
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
    re.compile(rf"{DAY}(?:\.|(?:st|nd|rd|th|er)?[\s-])[\s-]{{0,2}}(?:of\s)?{MONTH_NAME}"),  # 12 January, 12. januar
    re.compile(rf"(?<!\w){MONTH_NAME}\s{DAY}(?:st|nd|rd|th|\.)?(?![\d:])"),  # January 12
    re.compile(rf"{DAY}\.(?P<number>[01]?\d)\.(?!\d)"),  # 12.1.
)
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SECOND, _MINUTE, _HOUR, _ONE_DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_UNITS = {
    "sec": _SECOND, "sek": _SECOND, "сек": _SECOND, "min": _MINUTE, "mín": _MINUTE, "мин": _MINUTE,
    "h": _HOUR, "tim": _HOUR, "tím": _HOUR, "tun": _HOUR, "klu": _HOUR, "kls": _HOUR, "час": _HOUR,
    "stu": _HOUR, "std": _HOUR, "heu": _HOUR,
    "da": _ONE_DAY, "dø": _ONE_DAY, "pä": _ONE_DAY, "de": _ONE_DAY, "dö": _ONE_DAY, "д": _ONE_DAY, "ta": _ONE_DAY, "jo": _ONE_DAY,
    "we": 7 * _ONE_DAY, "ug": 7 * _ONE_DAY, "uk": 7 * _ONE_DAY, "ve": 7 * _ONE_DAY, "vi": 7 * _ONE_DAY, "нед": 7 * _ONE_DAY,
    "wo": 7 * _ONE_DAY, "se": 7 * _ONE_DAY,
}  # fmt: skip
# How long ago something was, as a whole: with units of their own, since "for a" and "vor einer" stand before anything.
_NUMBER_OF = r"(?:\d{1,2}|an?|one|én|en|et|ett|ein\w{0,2}|une?)"
_AGO = re.compile(
    rf"\b(?:(?:(?:for|för)\s)?{_NUMBER_OF}\s?[^\W\d_]{{1,12}}\.?\s(?:ago|siden|sedan|síðan|sitten|назад)"
    r"|(?:minuutti|tunti|päivä|viikko|kuukausi|vuosi|vuorokausi)\ssitten|(?:минуту|час|день|неделю|месяц|год)\sназад"
    rf"|vor\s{_NUMBER_OF}\s?(?:sek(?:unden?)?|min(?:uten?)?|stunden?|std|h|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)"
    rf"|il y a\s{_NUMBER_OF}\s?(?:secondes?|min(?:utes?)?|h(?:eures?)?|j(?:ours?)?|sem(?:aines?)?|mois|ans?)"
    rf"|fyrir\s(?:{_NUMBER_OF}\s?)?(?:sekúnd|mín|klukku|klst|tím|d[aö]g|vik|mánuð|ár)\w{{0,8}})(?!\w)\.?",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(rf"(?:for|för|vor|fyrir|il|y|{_NUMBER_OF})", re.IGNORECASE)
_TODAY = re.compile(r"\b(?:today|i ?dag|tänään|í dag|сегодня|heute|aujourd['’]hui)\b", re.IGNORECASE)
_YESTERDAY = re.compile(r"\b(?:yesterday|i ?går|eilen|í gær|вчера|gestern|hier)\b", re.IGNORECASE)


# The French word is one for a place in German, and "what happened yesterday" a heading, unless the clock follows.
_YESTERDAY_AT = re.compile(
    r"\b(?:yesterday|i\s?går|eilen|í\sgær|вчера|gestern|hier)(?:[\s,]|at|um|kl|klo|à|в|\.){1,8}\d{1,2}[.:h]\s?\d\d(?!\w)\.?",
    re.IGNORECASE,
)
# Behind a dot or bar also "yesterday" alone, and "3 h", "2 t", "5 мин", which may be a length or a weight elsewhere.
_SHORT_AGE = re.compile(
    r"(?<=[·•|∙])\s?(?:yesterday|i\s?går|eilen|í\sgær|вчера|gestern"
    r"|\d{1,2}\s?(?:min|m|h|hrs?|d|w|t|tim|std|mín|klst|ч|мин|дн|j|v|vk|pv|u)\.?)\W*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)  # several detectors ask, in several passes
def age(text: str) -> re.Match[str] | None:
    """Where a short line says how long ago something was ("2 hours ago", "yesterday at 9:05", "· 3 h"), or None."""
    return _AGO.search(text) or _YESTERDAY_AT.search(text) or _SHORT_AGE.search(text)


def recent_dateline(text: str, now: datetime, tag: str | None = None) -> datetime | None:
    """The date of a line that says little but a day without its year, "2 hours ago" or "today, 9:05", seen from `now`; or None.

    A day without its year counts with a clock time or the word "published", and when it is half a year old at most.
    """
    if not _says_little(text) or _ANY_YEAR.search(text):
        return None
    there = now.astimezone(home_zone(tag))
    found = _ago(text, now) or _of_these_days(text, there) or _without_year(text, there)
    return found if found and found - now <= FUTURE else None


def _ago(text: str, now: datetime) -> datetime | None:
    found = _AGO.search(text)
    if found is None or is_called_update(text[: found.start()]):
        return None
    count, unit = re.search(r"\d+", found[0]), _unit(found[0])
    step = next((_UNITS[unit[:n]] for n in (3, 2, 1) if unit[:n] in _UNITS), None)
    if step is None:
        return None
    then = now.astimezone(UTC) - (int(count[0]) if count else 1) * step
    return then.replace(second=0, microsecond=0) if step < _ONE_DAY else then.replace(hour=0, minute=0, second=0, microsecond=0)


def _unit(ago: str) -> str:
    """The word for the length of time in how long ago something was, in lower case."""
    words: list[str] = LETTER_RUN.findall(ago.lower())
    return next(word for word in words if not _NO_UNIT.fullmatch(word))


def _of_these_days(text: str, now: datetime) -> datetime | None:
    for back, pattern in enumerate((_TODAY, _YESTERDAY)):
        found = pattern.search(text)
        if found and _SURE_CLOCK.search(text, found.end()) and not is_called_update(text[: found.start()]):
            return at_clock((now - back * _ONE_DAY).date(), text, found, now.tzinfo or UTC)
    return None


def _without_year(text: str, now: datetime) -> datetime | None:
    if not (_SURE_CLOCK.search(text) or _PUBLISHED.search(text)):
        return None
    for found in (match for pattern in _YEARLESS for match in pattern.finditer(text)):
        parts = found.groupdict()
        month = int(parts["number"]) if parts.get("number") else months().get(fold(parts["month"]), 0)
        days = (valid_day(year, month, int(parts["day"])) for year in (now.year + 1, now.year, now.year - 1))
        day = next((day for day in days if day and timedelta(0) <= (now.date() - day) + FUTURE <= _HALF_YEAR), None)
        if day and not is_called_update(text[: found.start()]):
            return at_clock(day, text, found, now.tzinfo or UTC)
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
# Beginnings of "published", "written" and "as of" in nine languages.
_PUBLISHED = re.compile(r"\b(?:publi|posted|julkais|birt|опублик|размещ|veröff|erschien|stand\b|skrevet|skriv)", re.IGNORECASE)
# "12.01" may begin a day.
_SURE_CLOCK = re.compile(r"(?<![\d.:])[0-2]?\d(?::|\s?h\s?)[0-5]\d(?!\d)|\b(?:kl|klo|klukkan)\.?\s?\d", re.IGNORECASE)


def is_stamp(text: str) -> bool:
    """Whether a line names a clock time or says that something was published, and is no sentence."""
    return not ends_sentence(text) and bool(_PUBLISHED.search(text) or _SURE_CLOCK.search(text))
