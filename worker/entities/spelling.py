"""One spelling for a name in nine languages: Борнхольма, Bornholms, Bornholmista and Bornholm are "brnlm". Pure.

Endings of the language go first, Cyrillic letters become Latin ones, letters that stand for one sound become one, and
vowels behind the first letter go, because they change most from one language to the next (Tromsø, Тромсё).
"""

from __future__ import annotations

import re
from functools import lru_cache

# Endings of cases and of the genitive, longest first, as they are added to names; folded (worker.tokens.fold).
_ENDINGS = {
    "ru": (
        "ского", "ском", "ская", "ской", "ские", "ских", "ский", "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями",
        "ах", "ях", "ой", "ей", "ом", "ем", "ам", "ям", "ый", "ий", "ая", "яя", "ое", "ее", "ую", "юю", "ых",
        "их", "ым", "им", "у", "ю", "а", "я", "ы", "и", "е", "о", "ь",
    ),
    "fi": (
        "eessa", "eesta", "eella", "eelta", "eelle", "eeksi", "etta", "ineen", "issa", "ista", "illa", "ilta", "ille", "iksi",
        "ssa", "sta", "lla", "lta", "lle", "ksi", "iin", "een", "aan", "oon", "hon", "hun", "ina", "na", "in", "en", "an", "on",
        "un", "n", "a",
    ),
    "is": ("anna", "inum", "unum", "inn", "ins", "ar", "ir", "ur", "um", "is", "s", "i", "a", "u"),
    "da": ("s",), "no": ("s",), "sv": ("s",), "de": ("s",), "en": ("s",),
}  # fmt: skip
_PLACES = "nes"  # Kirkenes, Andenes: the s belongs to the name
# What belongs to a Russian surname though it is an ending of towns: Зеленский is Zelensky, and so is Зеленскому. Seas and the
# like end in -ческий (Ботнический), surnames hardly.
_OF_SURNAMES, _OF_SEAS = "ск", "че"
# Stems that Finnish cases change: Virtanen is Virtasen, Pistorius is Pistoriuksen. Partitives in -sta are left out, as towns
# have it too (Oulusta). Behind another consonant -sen belongs to the name (Frederiksen), and no ending goes.
_FINNISH_STEMS = tuple(
    (re.compile(f"{stem}(?:n|lle|lta|lla|ssa|sta|en|ksi|na)$"), name)
    for stem, name in (("(?<=[aeiouy])se", "nen"), ("ukse", "us"))
)
_OF_DANES = re.compile("[^aeiouy]sen$")
_STAYS = 4  # letters of a name that an ending leaves at least
_CYRILLIC = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufie", strict=True)) | {
    "ж": "s", "з": "s", "х": "h", "ц": "ts", "ч": "ts", "ш": "s", "щ": "s", "ъ": "", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
# "c" before e, i and y is s in the names of English and French: Vance is Вэнс. It is "ç" until the endings are off (Vancen).
_SOFT_C = re.compile("c(?=[eiy])")
_SOUNDS = tuple({"kh": "h", "sh": "s", "ph": "f", "th": "t", "x": "ks", "ts": "s"}.items())
# How languages write Russian ж, ч, ш and щ, one sound here: Чернышов, Tjernysjov, Tsjernysjov, Tschernyschow, Tchernychov,
# Chernyshov. English and French "ch" where it is not that of "Michael" and "Christian"; elsewhere it is that of "Archangelsk".
_FOREIGN_CH = "^ch(?!r)"
_CH = "(?<![aeiouys])ch(?!r)|ch(?=ev|ov|ou|uk|ik|ak|en|in|k|t)"
_SIBILANTS = {
    "en": re.compile(rf"shch|tch|{_CH}"), "fr": re.compile(rf"chtch|tch|{_CH}"), "de": re.compile("schtsch|tsch|sch|tch"),
    "da": re.compile(rf"sjtj|tj|sj|zj|tch|{_FOREIGN_CH}"), "no": re.compile(rf"sjtsj|tsj|tj|sj|zj|tch|{_FOREIGN_CH}"),
    "sv": re.compile("sjtj|tj|sj|zj|tch"), "fi": re.compile(rf"stsh|stš|tsh|tch|{_FOREIGN_CH}"),
    "is": re.compile(rf"tsj|tj|sj|zj|tch|{_FOREIGN_CH}"),
}  # fmt: skip
_LETTERS = str.maketrans({"c": "k", "ç": "s", "q": "k", "w": "v", "z": "s", "j": "i"} | _CYRILLIC)
_SILENT = re.compile("[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiouy")
# Two names with fewer sounds in common meet by chance; such a name is compared as it is written. (Without its last vowels,
# so that Шойгу meets Shoigu, everyday words are no longer known as such, and a wide stream falls by .004.)
_FEWEST_SOUNDS = 3
# A last s of the name is taken for the genitive in five languages (Chibis), so the others leave it out as well (Чибиса).
_LAST_S = re.compile("(?<=[aeiouyаеиоуыэюя])[sс]$")


@lru_cache(maxsize=65536)  # the names of some thousand documents
def skeleton(name: str, language: str | None) -> str:
    """The sounds of a folded name without the endings of its language, small letters; the name itself when it is short.

    An unknown language has no endings. Two names that meet need not be the same: rarity decides what it means.
    """
    stem = _without_ending(_SOFT_C.sub("ç", name), language)
    hissed = _SIBILANTS[language].sub("s", stem) if language in _SIBILANTS else stem
    latin = hissed.translate(_LETTERS)
    for letters, sound in _SOUNDS:
        latin = latin.replace(letters, sound)
    if not latin:
        return name
    first = "a" if latin[0] in _VOWELS else latin[0]
    sounds = _DOUBLED.sub(r"\1", first + _SILENT.sub("", latin[1:]))
    return sounds if len(sounds) >= _FEWEST_SOUNDS else latin


def endings(language: str | None) -> tuple[str, ...]:
    """What a language adds to names, folded, longest first; none of one that is not known."""
    return _ENDINGS.get(language or "", ())


def _without_ending(name: str, language: str | None) -> str:
    """The name without its last ending; one in "s" is left alone where that is what the name of a place ends in."""
    name = _finnish(name) if language == "fi" else name
    for ending in () if language == "fi" and _OF_DANES.search(name) else endings(language):
        if ending.startswith(_OF_SURNAMES) and not name.removesuffix(ending).endswith(_OF_SEAS):
            continue
        if name.endswith(ending) and len(name) - len(ending) >= _STAYS and not (ending == "s" and name.endswith(_PLACES)):
            name = name[: -len(ending)]
            break
    return _without_last_s(name) if language and "s" not in endings(language) else name


def _finnish(name: str) -> str:
    """The name as it is listed where its case changes the stem."""
    for forms, listed in _FINNISH_STEMS:
        if len(name) > _STAYS + len("sen") and forms.search(name):
            return forms.sub(listed, name)
    return name


def _without_last_s(name: str) -> str:
    return name if len(name) <= _STAYS or name.endswith((_PLACES, "нес")) else _LAST_S.sub("", name)
