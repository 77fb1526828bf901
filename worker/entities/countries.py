"""Country names in a text, one code whatever the language: "Kroatien", "Хорватии", "Croatia" are all "geo:HR".

Names of countries and of their languages come from CLDR (through babel). Language names stand for the adjective:
"dansk", "датский", "Danish" all point at Denmark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from worker.entities.demonyms import demonyms
from worker.entities.spelling import endings
from worker.tokens import tokenise

WATCHED = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr")
LONGEST = 5  # words of a name: "Democratic Republic of the Congo" is the longest one that news writes

# Languages spoken mainly in one country. English, Spanish, Portuguese, Arabic and Korean would point at the wrong one.
_ADJECTIVES = (
    "da", "nb", "no", "sv", "fi", "is", "ru", "de", "fr", "kl", "fo", "uk", "pl", "et", "lv", "lt", "nl", "it", "ja",
    "zh", "tr", "hu", "cs", "el", "ro", "bg", "hr", "sr", "he",
)  # fmt: skip
# Forms that CLDR does not list, folded. Written in capitals only: "us" is a pronoun, "uk" nothing.
_CAPITALS = {"us": "US", "usa": "US", "uk": "GB", "uae": "AE", "eu": "EU", "un": "UN", "ecb": "EU"}
_CAPITALS_OF = {
    "da": {"fn": "UN"}, "no": {"fn": "UN"}, "sv": {"fn": "UN"}, "fi": {"yk": "UN", "ekp": "EU"}, "is": {"esb": "EU", "sth": "UN"},
    "de": {"uno": "UN", "ezb": "EU"}, "fr": {"ue": "EU", "onu": "UN", "bce": "EU"}, "pl": {"ue": "EU", "onz": "UN"},
    "pt": {"ue": "EU", "onu": "UN", "eua": "US"},
    "ru": {"ес": "EU", "ецб": "EU", "фрс": "US", "оон": "UN", "рф": "RU", "кнр": "CN", "фрг": "DE", "всу": "UA"},
}  # fmt: skip
_EXTRA = {
    "en": {"america": "US", "american": "US", "americans": "US", "britain": "GB", "british": "GB", "england": "GB",
           "scotland": "GB", "scottish": "GB", "greenlandic": "GL", "greenlander": "GL", "icelander": "IS", "faroes": "FO",
           "canadian": "CA", "danes": "DK", "swedes": "SE", "finns": "FI", "turkey": "TR"},
    "da": {"forenede stater": "US", "amerikansk": "US", "amerikas": "US", "amerikaner": "US", "britisk": "GB", "briter": "GB",
           "england": "GB", "skotland": "GB", "skotsk": "GB", "canadisk": "CA", "canadier": "CA", "danske": "DK",
           "dansker": "DK", "russer": "RU", "svensker": "SE", "finnerne": "FI", "nordmaend": "NO", "nordmaende": "NO",
           "islaending": "IS", "islaendinge": "IS", "gronlaender": "GL", "tyske": "DE", "tysker": "DE", "kineser": "CN",
           "hollands": "NL", "hollandsk": "NL"},
    "no": {"amerikansk": "US", "amerikas": "US", "amerikaner": "US", "britisk": "GB", "brite": "GB", "england": "GB",
           "skotland": "GB", "skotsk": "GB", "kanadisk": "CA", "kanadier": "CA", "danske": "DK", "russer": "RU",
           "svenske": "SE", "finnene": "FI", "nordmenn": "NO", "nordmenne": "NO", "noregs": "NO", "islending": "IS",
           "islendinge": "IS", "gronlender": "GL", "kroatia": "HR", "tyske": "DE", "tysker": "DE", "kineser": "CN"},
    "sv": {"amerikansk": "US", "amerikaner": "US", "brittisk": "GB", "britter": "GB", "england": "GB", "skottland": "GB",
           "skotsk": "GB", "ryskt": "RU", "ryske": "RU", "ryssar": "RU", "norrman": "NO", "svenskar": "SE", "danskar": "DK",
           "finlandsk": "FI", "finlandar": "FI", "islanning": "IS", "islanningar": "IS", "gronlanning": "GL",
           "gronlanningar": "GL", "kanadensisk": "CA", "kanadensar": "CA", "estlandsk": "EE", "lettlandsk": "LV",
           "hollands": "NL", "hollandsk": "NL", "tyskt": "DE", "tyske": "DE", "tyskar": "DE"},
    "fi": {"amerikkalai": "US", "tanskalai": "DK", "norjalai": "NO", "venalai": "RU", "gronlantilai": "GL", "gronlanni": "GL",
           "suome": "FI", "suomalai": "FI", "ruotsalai": "SE", "saksalai": "DE", "ranskalai": "FR", "virolai": "EE",
           "puolalai": "PL", "kiinalai": "CN", "islantilai": "IS", "islanni": "IS", "irani": "IR", "iraki": "IQ",
           "yhdysvaltain": "US", "yhdysvaltojen": "US", "yhdysvaltoja": "US", "yhdysvaltoihin": "US", "yhdysvalloi": "US",
           "britannia": "GB", "brittilai": "GB", "britit": "GB", "brittien": "GB", "skotlanni": "GB", "farsaart": "FO",
           "farsaari": "FO", "farsaarelai": "FO", "hollanni": "NL", "hollantilai": "NL", "alankomai": "NL",
           **dict.fromkeys((f"euroopan unioni{case}" for case in ("n", "ssa", "sta", "in", "a", "lle", "lta", "lla")), "EU")},
    "is": {"bandarisk": "US", "bandarikja": "US", "bandarikju": "US", "bandarikjam": "US", "bandarikjaman": "US",
           "bandarikjaforset": "US", "bandarikjastjorn": "US", "bandarikjaher": "US", "astral": "AU", "danmerk": "DK",
           "danmork": "DK", "danir": "DK", "bresk": "GB", "bretar": "GB", "evropusamband": "EU",
           "sameinudu thjodanna": "UN", "sameinudu thjodunum": "UN",
           "evropusambands": "EU", "faereyj": "FO",
           "faereying": "FO", "finnar": "FI", "graenlending": "GL", "islending": "IS", "kanadisk": "CA", "kanadam": "CA",
           "kinverj": "CN", "nordmenn": "NO", "polverj": "PL", "russar": "RU", "sviar": "SE", "thjodverj": "DE"},
    "ru": {"американск": "US", "американц": "US", "соединенных штатов": "US", "соединенным штатам": "US",
           "соединенными штатами": "US", "британск": "GB", "британц": "GB", "британия": "GB", "британи": "GB",
           "шотланд": "GB", "шотландия": "GB", "шотланди": "GB", "сша": "US", "российск": "RU", "россиян": "RU",
           "украинц": "UA", "белорусск": "BY", "китайц": "CN", "евросоюз": "EU", "норвежц": "NO", "норвежцев": "NO",
           "швед": "SE", "шведов": "SE", "финн": "FI", "финнов": "FI", "финляндск": "FI", "датчан": "DK", "исландц": "IS",
           "исландцев": "IS", "гренландц": "GL", "гренландцев": "GL", "фареры": "FO", "фарер": "FO", "фарерск": "FO",
           "германск": "DE", "немц": "DE", "немцев": "DE", "канадск": "CA", "канадц": "CA", "латвийск": "LV",
           "европейского союза": "EU", "европейскому союзу": "EU",
           "европейским союзом": "EU", "европейском союзе": "EU",
           "организации объединенных наций": "UN",
           "эстонц": "EE", "литовц": "LT", "голланди": "NL", "голландск": "NL"},
    "de": {"amerikanisch": "US", "amerikaner": "US", "vereinigten staaten": "US",
           "europaischen union": "EU", "vereinten nationen": "UN", "britisch": "GB", "briten": "GB",
           "grossbritannien": "GB", "england": "GB", "schottland": "GB", "vereinigten konigreich": "GB", "kanadisch": "CA",
           "kanadier": "CA", "russen": "RU", "norweger": "NO", "finnen": "FI", "danen": "DK"},
    "fr": {"etats unis": "US", "americain": "US", "britannique": "GB", "grande bretagne": "GB", "ecosse": "GB",
           "ecossais": "GB", "angleterre": "GB", "canadien": "CA", "canadienne": "CA", "feroe": "FO", "feroien": "FO",
           "feroienne": "FO", "finlandais": "FI"},
}  # fmt: skip
# Parliaments that go by a name of their own are their country, as capitals are: "Stortinget øker forsvarsbudsjettet", of which
# the next one says "Norway raises". Folded beginnings, in the languages that use the name; Åland's and the Faroes' are not told
# apart by "lagting", and "riksdagen" is Sweden's though Swedish in Finland says so, too.
_NORDIC = {
    "storting": "NO",
    "stortinget": "NO",
    "folketing": "DK",
    "folketinget": "DK",
    "riksdag": "SE",
    "riksdagen": "SE",
    "althing": "IS",
    "althingi": "IS",
    "logting": "FO",
    "logtingid": "FO",
    "eduskunta": "FI",
    "bundestag": "DE",
    "inatsisartut": "GL",
    "statsduma": "RU",
    "statsdumaen": "RU",
    "statsduman": "RU",
    "knesset": "IL",
}
_PARLIAMENTS = {
    **dict.fromkeys(("en", "da", "no", "sv", "de", "fr"), _NORDIC),
    "de": {**_NORDIC, "staatsduma": "RU", "nationalversammlung": "FR"},
    "en": {**_NORDIC, "state duma": "RU"},
    "fi": {"eduskunta": "FI", "eduskunna": "FI", "suurkarajat": "NO", "suurkarajie": "NO", "folketing": "DK",
           "kansankarajat": "DK", "kansankarajie": "DK", "valtiopaivat": "SE", "althing": "IS", "inatsisartut": "GL",
           "bundestag": "DE", "liittopaivat": "DE", "liittopaivie": "DE", "duuma": "RU"},
    "is": {"althing": "IS", "althingi": "IS", "storthing": "NO", "storthingid": "NO", "bundestag": "DE", "inatsisartut": "GL"},
    "ru": {"госдум": "RU", "стортинг": "NO", "фолькетинг": "DK", "риксдаг": "SE", "альтинг": "IS", "эдускунт": "FI",
           "бундестаг": "DE", "инатсисартут": "GL"},
}  # fmt: skip
# Central banks go by their own names as well, and are the first of whom a headline about rates speaks.
_BANKS = {
    "en": {"riksbank": "SE", "bundesbank": "DE", "federal reserve": "US", "european central bank": "EU"},
    "da": {"riksbank": "SE", "bundesbank": "DE", "federal reserve": "US",
           "europaeiske centralbank": "EU"},
    "no": {"riksbank": "SE", "riksbanken": "SE", "bundesbank": "DE", "federal reserve": "US", "europeiske sentralbanken": "EU"},
    "sv": {"riksbank": "SE", "riksbanken": "SE", "bundesbank": "DE", "federal reserve": "US", "europeiska centralbanken": "EU"},
    "fi": {"federal reserve": "US", "euroopan keskuspankki": "EU", "euroopan keskuspanki": "EU"},
    "ru": {"бундесбанк": "DE"},
    "de": {"reichsbank": "SE", "riksbank": "SE", "bundesbank": "DE", "federal reserve": "US", "europaische zentralbank": "EU",
           "europaischen zentralbank": "EU"},
    "fr": {"bundesbank": "DE", "reserve federale": "US", "banque centrale europeenne": "EU"},
}  # fmt: skip
# Names that are everyday words at the start of a sentence: Finnish "own", Russian "of that", Norwegian "one".
_EVERYDAY = {"fi": ("oman",), "ru": ("того",), "no": ("man",), "is": ("mon",)}
# How many letters an ending may have: English and French only add a few known ones.
_ENDINGS = {"en": ("s", "n", "ns", "an", "ans", "ian", "ians"), "fr": ("s", "e", "es")}
_OF_ADJECTIVES = {"ru": ("ие",)}
_MOST_CUT = {"en": 4, "fi": 5, "ru": 4, "is": 3}
# So many letters stay for any such ending; one letter less for an ending that the language is known to add to names.
# Beyond, Russian "Палата" and "Самолет" are Palau and Samoa, and Finnish "Puolanka", a town, is Poland.
_STAYS = 5
_STAYS_KNOWN = 4
_STAYS_ANY = {"fi": 6, "ru": 99}  # Russian "Франциск" is not France: its endings are all known
# Russian names in -оа and -уа are not declined.
_DECLINED = re.compile("[^оу][аяйь]")
# A Finnish name of one word to which "-lainen" is added as it is.
_VOWEL_ENDED = re.compile(r"[^\W\d_]{3,}[aeiouyäö]")
_VOWELS = "aeiouyаеиоуыэюяйь"


def country_at(words: Sequence[str], folded: Sequence[str], index: int, language: str | None) -> tuple[str, int] | None:
    """The two-letter code of the country named at a word and how many words the name takes, or None.

    The longest name wins. Names need a capital letter; adjectives too, in English.
    """
    if code := _abbreviated(words[index], folded[index], language):
        return code, 1
    capital = words[index][0].isupper()
    places, adjectives, longer = _table(language)
    if folded[index] in longer and (capital or language not in (None, "en")):
        table = places if capital else adjectives
        for size in range(min(LONGEST, len(folded) - index), 1, -1):
            if code := _inflected(folded[index + size - 1], table, language, " ".join(folded[index : index + size - 1]) + " "):
                return code, size
    single = _inflected(folded[index], places, language) if capital else None
    if single is None and (capital or language not in (None, "en")):
        single = _inflected(folded[index], adjectives, language)
    return (single, 1) if single else None


def _abbreviated(word: str, folded: str, language: str | None) -> str | None:
    """The country of an abbreviation: US, EU, YK, ООН; with a genitive ("USAs", "FNs") the s is small."""
    plain = word.removesuffix("s")
    if not plain.isupper():
        return None
    flat = folded if plain == word else folded[:-1]
    return _CAPITALS.get(flat) or _CAPITALS_OF.get(_base(language), {}).get(flat)


def _inflected(word: str, table: Mapping[str, str], language: str | None, before: str = "") -> str | None:
    for stem in _stems(word, language):
        if code := table.get(before + stem):
            return code
    return None


def _stems(word: str, language: str | None) -> Iterator[str]:
    """The word, then the word without endings. Four letters stay at least, so that Chadwick is not Chad."""
    yield word
    base = _base(language)
    known = _ENDINGS.get(base) or endings(base) + _OF_ADJECTIVES.get(base, ())
    stays = len(word) if base in _ENDINGS else _STAYS_ANY.get(base, _STAYS)
    for cut in range(1, min(_MOST_CUT.get(base, 2), len(word) - _STAYS_KNOWN) + 1):
        if len(word) - cut >= stays or word[-cut:] in known:
            yield word[:-cut]


def _base(language: str | None) -> str:
    short = (language or "en").replace("_", "-").split("-")[0].lower()
    return "no" if short in ("nb", "nn") else short


@lru_cache(64)
def _table(language: str | None) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """(names, adjectives, first words of longer names) of a language; of all watched ones when it is unknown."""
    places: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for one in WATCHED if language is None else (_base(language),):
        for name, code in _names(one, places=True):
            places.setdefault(name, code)
        for name, code in _names(one, places=False):
            adjectives.setdefault(name, code)
        for name, code in (*_EXTRA.get(one, {}).items(), *_PARLIAMENTS.get(one, {}).items(), *_BANKS.get(one, {}).items()):
            places.setdefault(name, code)
            adjectives.setdefault(name, code)
        for name, code, lower in _called(one):
            places.setdefault(name, code)
            if lower:
                adjectives.setdefault(name, code)
    return places, adjectives, frozenset(name.split()[0] for name in (*places, *adjectives) if " " in name)


def _called(language: str) -> Iterator[tuple[str, str, bool]]:
    """(form, code, whether it is written with a small letter) of names and adjectives that CLDR does not list."""
    for form, code in demonyms(language):
        flat, lower = " ".join(tokenise(form).folded), form[0].islower()
        yield flat, code, lower
        more = _adjective_stems(flat, language) if language == "fr" else () if lower or " " in flat else _cases(flat, language)
        yield from ((other, code, lower) for other in more)


def _names(language: str, *, places: bool) -> Iterator[tuple[str, str]]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    if places:
        rows = [(name, code) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()]
    else:
        rows = [(locale.languages[code], _home(code)) for code in _ADJECTIVES if code in locale.languages]
        rows += _of_names(locale) if language == "fi" else []
    for name, code in rows:
        flat = " ".join(tokenise(name).folded)
        if flat in _EVERYDAY.get(language, ()):
            continue
        yield flat, code
        if len(flat) >= _STAYS and " " not in flat:
            yield from ((form, code) for form in (_cases(flat, language) if places else _adjective_stems(flat, language)))


def _of_names(locale: Locale) -> list[tuple[str, str]]:
    """What Finnish adjectives begin with where they are made of the country's name: kanadalainen, latvialaiset."""
    return [(f"{name}lai", code) for code, name in locale.territories.items() if len(code) == 2 and _VOWEL_ENDED.fullmatch(name)]


def _cases(name: str, language: str) -> Iterator[str]:
    """What the cases of a country's name begin with: Хорватии, Литвы; Noregs. A short beginning comes with the endings."""
    if language == "ru" and (name.endswith("ы") or _DECLINED.fullmatch(name[-2:])):
        stem = name[:-1]
        yield from (stem, stem + "ов") if len(stem) >= _STAYS else (stem + ending for ending in endings(language))
    if language == "is" and len(name) > _STAYS:  # Georgía keeps its i: Georg is a man
        yield name.removesuffix("ur") if name.endswith("ur") else name[:-1] + name[-1].strip(_VOWELS)


def _adjective_stems(name: str, language: str) -> Iterator[str]:
    """датск(ий), dansk(a). In Finnish a language has the name of its country."""
    if language == "fr" and name.endswith("ien"):
        yield f"{name}ne"
    if language in ("is", "ru", "sv"):
        yield name[:-1].rstrip(_VOWELS) if name[-1] in _VOWELS else name


def _home(language: str) -> str:
    likely: str = get_global("likely_subtags")[language]
    return likely.split("_")[-1]
