"""Letters that are not their plain twins: å is no a in Danish, ö no o in Swedish. Pure.

Rules and texts are compared without marks, so that Tromso finds Tromsø and Tromsö. Yet a word that its writer spelled with
the letters of a language means them in texts of that language: Swedish köp* (purchase) is not koppar (copper), and French
livré is no livre. What is written plainly still finds both. That is asymmetric search, as in UTS #10 (Unicode Collation
Algorithm), section 8; Russian ё and German ß stay out, for which е and ss may always stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from worker.tokens import fold

# Letters of their own, and accents that tell words apart (CLDR, main exemplar characters). é in Nordic words is optional.
ALPHABETS = {
    "da": frozenset("æøå"),
    "no": frozenset("æøå"),
    "sv": frozenset("åäö"),
    "fi": frozenset("åäö"),
    "is": frozenset("áéíóúýðþæö"),
    "de": frozenset("äöü"),
    "fr": frozenset("àâæçéèêëîïôœùûüÿ"),
}
_NONE: frozenset[str] = frozenset()
_ALL = frozenset().union(*ALPHABETS.values())
# Capitals often stand without their accents there: Etat, ECOLE.
_BARE_CAPITALS = "fr"


def marked(word: str) -> str:
    """The word in small letters if it has one of the letters above, else ""."""
    if word.isascii():
        return ""
    small = unicodedata.normalize("NFC", word).lower()
    return "" if _ALL.isdisjoint(small) else small


def uses(language: str | None, texts: Iterable[str]) -> bool:
    """Whether texts of that language are written with its letters: without any, they were typed on another keyboard."""
    letters = ALPHABETS.get(language or "", _NONE)
    return any(not letters.isdisjoint(unicodedata.normalize("NFC", text).lower()) for text in texts)


def minded(word: str, language: str | None) -> bool:
    """Whether all marks of a `marked` word are letters of the language; in other texts they need not stand."""
    return bool(word) and _ALL.intersection(word) <= ALPHABETS.get(language or "", _NONE)


def spelt(word: str, text: str, language: str | None, *, at_end: bool = False) -> bool:
    """Whether a word of a text has marks where a `marked` word of a rule has them, from its beginning (`at_end`: its end).

    Both must be alike without marks as far as the shorter one goes. Any mark counts: Tromsö stands for Tromsø.
    """
    ours, theirs = _aligned(word), _aligned(text)
    if at_end:
        ours, theirs = ours[::-1], theirs[::-1]
    plain = _SMALL if language == _BARE_CAPITALS else _SMALL | _CAPITALS
    return not any(a in _ALL and b in plain for a, b in zip(ours, theirs, strict=False))


_SMALL, _CAPITALS = frozenset("abcdefghijklmnopqrstuvwxyz"), frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _aligned(word: str) -> str:
    """Each letter as often as letters stand for it when it is folded: "Færø" -> "Fæærø"."""
    return "".join(letter * len(fold(letter)) for letter in unicodedata.normalize("NFC", word))
