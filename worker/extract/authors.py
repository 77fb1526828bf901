"""Who wrote a document, from what it states and shows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from worker.extract.datelines import dateline
from worker.extract.dates import months
from worker.extract.titles import letters_of
from worker.tokens import fold

BY = re.compile(
    r"^\W*(?:(?:(?:written|story|words|report|reporting|posted|text|analysis|opinion) )?by|af|av|von"
    r"|words(?=\s*:)|par|eftir|kirjoittanut|teksti?|text|texte|текст|автор(?:ы)?|forfatter|författare"
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
    pieces = _JOINTS.split(_AFTER_NAMES.sub("", BY.sub("", line)))
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
    outlets = frozenset(filter(None, map(letters_of, sites)))
    found = [name for text in stated if (name := clean_author(text))]
    people = (rest for name in found if (rest := _without_outlets(name, outlets)))
    marks = (*signed, *(text for text in bylines if BY.match(text)))
    named = (name for text in marks if (name := _only_names(text)))
    return next(people, None) or next(named, None) or next(iter(found), "")


def _without_outlets(names: str, outlets: frozenset[str]) -> str:
    """The names without outlets; where one was among them, without single words too, which are towns and desks."""
    every = names.split(", ")
    people = [n for n in every if letters_of(n) not in outlets and not _COMPANY.match(n)]
    return ", ".join(people if len(people) == len(every) else [n for n in people if " " in n])


# Legal forms of companies and associations; what follows is the town where it sits.
_COMPANY = re.compile(r"[^,;]{2,60}\b(?:GmbH|e\.\s?V\.|AG|Ltd|LLC|Inc|ASA?|AB|A/S|ApS|Oyj?|ehf|SAS|ООО|АО)\.?(?=\s*(?:[,;(]|$))")


def _only_names(text: str) -> str:
    """The names of a visible byline; "" when anything in it may be something else (a day, a role, an invitation)."""
    text = _without_day(text)
    names = clean_author(text)
    sure = not _AFTER_NAMES.search(BY.sub("", text)) and all(map(_is_sure_name, names.split(", ")))
    return names if sure else ""


_BEFORE_DAY = re.compile(r"\s*[,|•·–—]\s*|\s-\s|\s(?:on|am|den|le)\s", re.IGNORECASE)


def _without_day(text: str) -> str:
    """A byline without the day and all that stands behind it: "By Ann Vik, 12 January 2026 10:41"."""
    ends = (found for found in _BEFORE_DAY.finditer(text[:_LONGEST_BYLINE]) if dateline(text[found.end() :]))
    end = next(ends, None) if BY.match(text) else None
    return text[: end.start()] if end else text


def is_byline(text: str) -> bool:
    """Whether a line is nothing but who wrote: "By Ann Vik", or a name with what its bearer is ("Ann Vik, reporter")."""
    if BY.match(text):
        return any(" " in name and name[0].isupper() for name in _only_names(text).split(", "))
    name, _, role = text.partition(",")
    return len(name.split()) in _NAME_AND_ROLE[0] and len(role.split()) in _NAME_AND_ROLE[1] and _says_role(name, role)


def _says_role(name: str, role: str) -> bool:
    return _is_sure_name(name) and all(w[0].isalpha() for w in name.split()) and _REPORTS.search(role) is not None


_NAME_AND_ROLE = range(2, 4), range(1, 7)  # words
# The roles of those who write the news; a director or an expert is in them.
_REPORTS = re.compile(
    r"\b(?:editor|reporter|correspondent|journalist|(?:\w+-?)?(?:korrespondent(?:in)?|redakt[øö]r|redakteur(?:in)?|toimittaja)"
    r"|\w*kirjeenvaihtaja|blaðamaður|blaðakona|fréttaritari|fréttamaður|корреспондент|журналист(?:ка)?|journaliste|correspondante?)\b",
    re.IGNORECASE,
)


def _is_sure_name(text: str) -> bool:
    words = text.split()
    return len(words) <= _MOST_WORDS and _is_name(text) and not any(fold(word) in months() for word in words)
