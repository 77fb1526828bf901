"""Country names in a text, one code whatever the language: "Kroatien", "Хорватии", "Croatia" are all "geo:HR".

Names of countries and of their languages come from CLDR (through babel). Language names stand for the adjective:
"dansk", "датский", "Danish" all point at Denmark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from worker.tokens import tokenise

WATCHED = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr")
LONGEST = 4  # words of a name: "United States of America" is the longest one that news writes

# Languages spoken mainly in one country. English, Spanish, Portuguese, Arabic and Korean would point at the wrong one.
_ADJECTIVES = (
    "da", "nb", "no", "sv", "fi", "is", "ru", "de", "fr", "kl", "fo", "uk", "pl", "et", "lv", "lt", "nl", "it", "ja",
    "zh", "tr", "hu", "cs", "el", "ro", "bg", "hr", "sr", "he",
)  # fmt: skip
# Forms that CLDR does not list, folded. Written in capitals only: "us" is a pronoun, "uk" nothing.
_CAPITALS = {"us": "US", "usa": "US", "uk": "GB", "uae": "AE", "eu": "EU", "un": "UN"}
_EXTRA = {
    "en": {"america": "US", "american": "US", "americans": "US", "britain": "GB", "british": "GB", "greenlandic": "GL",
           "greenlander": "GL", "danes": "DK", "swedes": "SE", "finns": "FI", "turkey": "TR"},
    "da": {"forenede stater": "US", "amerikansk": "US", "britisk": "GB"},
    "no": {"amerikansk": "US", "britisk": "GB", "kroatia": "HR"},
    "sv": {"amerikansk": "US", "brittisk": "GB"},
    "fi": {"amerikkalai": "US", "tanskalai": "DK", "norjalai": "NO", "venalai": "RU", "gronlantilai": "GL", "gronlanni": "GL"},
    "is": {"bandarisk": "US", "danmerk": "DK", "danmork": "DK"},
    "ru": {"американск": "US", "британск": "GB", "сша": "US"},
    "de": {"amerikanisch": "US", "britisch": "GB"},
    "fr": {"etats unis": "US", "americain": "US", "britannique": "GB"},
}  # fmt: skip
# How many letters an ending may have: English and French only add a few known ones.
_ENDINGS = {"en": ("s", "n", "ns", "an", "ans", "ian", "ians"), "fr": ("s", "e", "es")}
_MOST_CUT = {"fi": 5, "ru": 4, "is": 3}
_VOWELS = frozenset("aeiouyаеиоуыэюяйь")


def country_at(words: Sequence[str], folded: Sequence[str], index: int, language: str | None) -> tuple[str, int] | None:
    """The two-letter code of the country named at a word and how many words the name takes, or None.

    The longest name wins. Names need a capital letter; adjectives too, in English.
    """
    if folded[index] in _CAPITALS and words[index].isupper():
        return _CAPITALS[folded[index]], 1
    capital = words[index][0].isupper()
    places, adjectives, longer = _table(language)
    if capital and folded[index] in longer:
        for size in range(min(LONGEST, len(folded) - index), 1, -1):
            if code := places.get(" ".join(folded[index : index + size])):
                return code, size
    single = _inflected(folded[index], places, language) if capital else None
    if single is None and (capital or language not in (None, "en")):
        single = _inflected(folded[index], adjectives, language)
    return (single, 1) if single else None


def _inflected(word: str, table: Mapping[str, str], language: str | None) -> str | None:
    for stem in _stems(word, language):
        if code := table.get(stem):
            return code
    return None


def _stems(word: str, language: str | None) -> Iterator[str]:
    """The word, then the word without endings. Four letters stay at least, so that Chadwick is not Chad."""
    yield word
    base = _base(language)
    if base in _ENDINGS:
        yield from (word.removesuffix(end) for end in _ENDINGS[base] if word.endswith(end) and len(word) - len(end) >= 4)
        return
    yield from (word[:-cut] for cut in range(1, _MOST_CUT.get(base, 2) + 1) if len(word) - cut >= 4)


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
        for name, code in _EXTRA.get(one, {}).items():
            places.setdefault(name, code)
            adjectives.setdefault(name, code)
    return places, adjectives, frozenset(name.split()[0] for name in places if " " in name)


def _names(language: str, *, places: bool) -> Iterator[tuple[str, str]]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    if places:
        rows = [(name, code) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()]
    else:
        rows = [(locale.languages[code], _home(code)) for code in _ADJECTIVES if code in locale.languages]
    for name, code in rows:
        flat = " ".join(tokenise(name).folded)
        yield flat, code
        if language not in _ENDINGS and len(flat) >= 5 and " " not in flat:
            yield _stem_of(flat), code


def _stem_of(name: str) -> str:
    """The name without its ending, which changes with the case: Хорватия, Хорватии; Noregur, Noregs."""
    stem = name.removesuffix("ur") if len(name) > 6 else name
    while len(stem) > 4 and stem[-1] in _VOWELS and len(name) - len(stem) < 2:
        stem = stem[:-1]
    return stem


def _home(language: str) -> str:
    likely: str = get_global("likely_subtags")[language]
    return likely.split("_")[-1]
