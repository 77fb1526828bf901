"""Forms of a word by a dictionary of headwords: "isbryter" is also isbryteren, isbrytere, isbryternes. Pure.

A dictionary says for each word of a language which headword it belongs to; read backwards it gives the forms of a term. An
unknown compound inflects like known words with its ending. Such dictionaries are harvested, so they hold slips, and what
they say is taken only within bounds.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from worker.tokens import fold

# Languages that write compounds as one word: an unknown word of two known parts is one of theirs.
COMPOUNDING = frozenset({"da", "no", "sv", "de", "fi", "is"})
# Languages with letters of their own: any word in these letters is one of theirs.
OWN_LETTERS = frozenset({"ru"})
# 1,000 known words each of seven languages, hidden and made anew from words with the same ending: .89 (is) to .97 (ru) of the
# forms made were right, .69 (de) to .97 (ru) of the true ones were made. Endings of three letters lose up to a point, of five
# gain up to one, but leave 2 (de) to 19 (is) of 100 words more without a model.
SHORTEST_TAIL = 4
SHORTEST_FRONT = 2
# Of the words with the longest common ending so many vote; one alone loses up to five points (is).
MODELS = 40
# Of the headwords in ten dictionaries 99.99 % have at most 86 forms (Finnish verbs); beyond stand words like "olla" (136) and
# heaps of slips (Swedish "tjuv", 113).
MOST_FORMS = 100
# So many other words under a term make it a headword though it is filed as a form itself; one is a slip.
FEWEST_OTHERS = 2
# Words of one or two letters are shared by all languages.
SHORTEST_FORM = 3
# Terms of three letters are taken for headwords only: Swedish "int" is filed under "inte" (not), German "war" is "sein".
SHORTEST_INFLECTED = 4

# A genitive in -s, which these dictionaries mostly leave out. English writes 's, which is no part of a word (`worker.tokens`).
_GENITIVE = frozenset({"da", "no", "sv", "de"})
_NO_GENITIVE = ("s", "x", "z", "ß")
_FIRST = "en"  # most rules and most inflected words in them are English
_LINK = "s"  # fiskeri-s-grense, Übung-s-platz
# Letters that words of the other languages do not have; a foreign name with one stands in no dictionary of theirs.
_LANGUAGES_OF = {
    "ð": {"is"}, "þ": {"is"}, "ß": {"de"}, "ø": {"da", "no"}, "å": {"da", "no", "sv", "fi"}, "æ": {"da", "no", "is"},
}  # fmt: skip
_VOWELS = frozenset("aeiouyаеиоуыэюя")
_PARTICIPLE = "ge"  # German: gekreuzt belongs to kreuzen

_Families = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Models:
    """Headwords that share an ending (small letters) with an unknown term, and no longer one; never empty."""

    ending: str
    headwords: list[str]


class Found(IntEnum):
    """How a term was found, the surest last: made like words with its ending, as a form of a headword, as a headword."""

    LIKE = 1
    FORM = 2
    HEADWORD = 3


@dataclass(frozen=True, slots=True)
class Forms:
    """What a term may look like in texts of one language, folded (`worker.tokens.fold`), its own form included."""

    words: frozenset[str]
    found: Found


def inflected(dictionary: Mapping[str, str], language: str, terms: Collection[str]) -> dict[str, Forms]:
    """The forms of each term that the dictionary knows.

    `dictionary`: word -> headword, as written; it is asked for single words and read twice from end to end. A term is one
    word as an analyst writes it. One of which nothing is known, or whose headword has more than MOST_FORMS, is absent; one
    that is known not to change has its own form alone.
    """
    readings = {term: found for term in terms if (found := _reading(dictionary, language, term)) is not None}
    models = _models(dictionary, language, [term for term in terms if term not in readings])
    wanted = (*(reading.candidates for reading in readings.values()), *(found.headwords for found in models.values()))
    families = _families(dictionary, {word for words in wanted for word in words})
    known = {term: _known(dictionary, language, term, reading, families) for term, reading in readings.items()}
    guessed = {term: _like(dictionary, language, term, found, families) for term, found in models.items()}
    return {term: forms for term, forms in (known | guessed).items() if forms.words}


def may_be(term: str, language: str) -> bool:
    """Whether a term can be a word of the language, by its letters: Cyrillic ones are Russian, ð and þ Icelandic.

    False for what is not one word: digits only, one letter, a hyphen or an apostrophe inside.
    """
    word = unicodedata.normalize("NFC", term).lower()
    letters = [letter for letter in word if letter.isalpha()]
    if len(letters) < 2 or not word.isalnum():
        return False
    script = "CYRILLIC" if language in OWN_LETTERS else "LATIN"
    return all(
        unicodedata.name(letter, "").startswith(script) and language in _LANGUAGES_OF.get(letter, (language,))
        for letter in letters
    )


def settled(by_language: Mapping[str, Mapping[str, Forms]]) -> dict[str, dict[str, frozenset[str]]]:
    """language -> term -> forms, each term only in the languages in which it was found most surely.

    An analyst writes headwords, so "war" is not a form of German "sein" and "base" none of Swedish "basa". A term that is
    nowhere a headword but a form in English is English: "islands" is not the genitive of Island.
    """
    best: dict[str, tuple[Found, bool]] = {}
    for language, forms in by_language.items():
        for term, found in forms.items():
            best[term] = max(_sureness(found, language), best.get(term, _sureness(found, language)))
    return {
        language: {term: found.words for term, found in forms.items() if _sureness(found, language) == best[term]}
        for language, forms in by_language.items()
    }


def _sureness(forms: Forms, language: str) -> tuple[Found, bool]:
    return forms.found, forms.found is Found.FORM and language == _FIRST


def _folded(term: str, words: Collection[str]) -> frozenset[str]:
    """Empty when nothing is known of the term."""
    forms = {form for word in words if len(form := fold(word)) >= SHORTEST_FORM}
    return frozenset({fold(term), *forms}) if words else frozenset()


def _families(dictionary: Mapping[str, str], headwords: Collection[str]) -> _Families:
    """The words that belong to each headword."""
    families: _Families = {headword: [] for headword in headwords}
    if families:
        for word, headword in dictionary.items():
            if headword in families:
                families[headword].append(word)
    return families


# ------------------------------------------------------------------ a known word


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the dictionary makes of a term: the spelling that it knows, and the headword that it gives for it."""

    spelling: str
    headword: str

    @property
    def candidates(self) -> frozenset[str]:
        """Swedish "kabel" is filed as a form of "kabla", and its other forms under "kabel": a word may be a headword for
        others only.
        """
        return frozenset({self.spelling, self.headword})


def _reading(dictionary: Mapping[str, str], language: str, term: str) -> _Reading | None:
    """The spelling that is a headword, else the first one that is a form of something; None when the term is unknown.

    So German "vertrag" is the noun (Vertrag) and not a form of the verb (vertragen). Words with a capital are no forms of
    those without: Otan is NATO in French and not "otan" (I take) in Finnish.
    """
    found = [_Reading(spelling, headword) for spelling in _spellings(term) if (headword := dictionary.get(spelling)) is not None]
    own = [reading for reading in found if reading.spelling == reading.headword]
    other = [reading for reading in found if _is_form(term, reading, language)]
    return next(iter([*own, *other]), None)


def _is_form(term: str, reading: _Reading, language: str) -> bool:
    small = term[:1].isupper() and not reading.spelling[:1].isupper()
    return len(term) >= SHORTEST_INFLECTED and not small and _alike(reading.spelling, reading.headword, language)


def _spellings(word: str) -> tuple[str, ...]:
    """As written, in small letters, with a capital. What is all capitals stays: US is not "us". Dictionaries write oe for œ."""
    plain = unicodedata.normalize("NFC", word).replace("œ", "oe").replace("Œ", "Oe")
    return (plain,) if plain.isupper() else tuple(dict.fromkeys((plain, plain.lower(), plain[:1].upper() + plain[1:].lower())))


def _known(dictionary: Mapping[str, str], language: str, term: str, reading: _Reading, families: _Families) -> Forms:
    words = [word for head in reading.candidates for word in _inflections(dictionary, language, head, families[head])]
    others = len(families[reading.spelling]) - (reading.spelling == reading.headword)
    is_headword = reading.spelling == reading.headword or others >= FEWEST_OTHERS
    return Forms(_folded(term, words), Found.HEADWORD if is_headword else Found.FORM)


def _inflections(dictionary: Mapping[str, str], language: str, headword: str, family: Collection[str]) -> list[str]:
    """The family without its slips and with its genitives; nothing when it is too large to be one."""
    if len(family) > MOST_FORMS:
        return []
    words = [word for word in family if word.isalnum() and _alike(word, headword, language)]
    genitives = (word + "s" for word in words if _takes_s(word, headword, language))
    return words + [word for word in genitives if dictionary.get(word, headword) == headword]


def _takes_s(word: str, headword: str, language: str) -> bool:
    """In German only a noun or name has this genitive, and only its headword is certain to."""
    possible = language in _GENITIVE and not word.endswith(_NO_GENITIVE)
    return possible and (language != "de" or (word == headword and word[:1].isupper()))


def _alike(word: str, headword: str, language: str) -> bool:
    """Whether the two begin alike, so that one may be a form of the other; initial vowels change (öld, aldir).

    What does not is mostly a slip: Russian "Баренцево" is filed under "море" as one half of a name.
    """
    first, second = fold(word)[:1], fold(headword)[:1]
    return (
        first == second or (first in _VOWELS and second in _VOWELS) or (language == "de" and word.lower().startswith(_PARTICIPLE))
    )


# ------------------------------------------------------------------ an unknown word: like known ones with its ending


def _models(dictionary: Mapping[str, str], language: str, terms: Iterable[str]) -> dict[str, _Models]:
    """The headwords that have the longest ending in common with a term, for each term of which the language is certain."""
    tails = {term: tail for term in terms if (tail := _tail(dictionary, language, term))}
    sharing = _by_ending(dictionary, tails)
    longest = {term: _longest_ending(term.lower(), tail, sharing) for term, tail in tails.items()}
    return {term: _Models(ending, sharing[ending]) for term, ending in longest.items() if ending}


def _tail(dictionary: Mapping[str, str], language: str, term: str) -> int:
    """How many letters a model must share with the term at least; 0: the term is not certain to be of this language."""
    if term.isupper():
        return 0
    if language in OWN_LETTERS:
        return SHORTEST_TAIL if len(term) > SHORTEST_TAIL else 0
    if language not in COMPOUNDING:
        return 0
    splits = range(SHORTEST_FRONT, len(term) - SHORTEST_TAIL + 1)
    return next((len(term) - at for at in splits if _joins(dictionary, term[:at], term[at:])), 0)


def _joins(dictionary: Mapping[str, str], front: str, tail: str) -> bool:
    fronts = (front, front.removesuffix(_LINK)) if len(front) > SHORTEST_FRONT else (front,)
    return _knows(dictionary, tail) and any(_knows(dictionary, part) for part in fronts)


def _knows(dictionary: Mapping[str, str], word: str) -> bool:
    return any(dictionary.get(spelling) is not None for spelling in _spellings(word))


def _by_ending(dictionary: Mapping[str, str], tails: Mapping[str, int]) -> dict[str, list[str]]:
    """Up to MODELS headwords for each ending that a term has."""
    sharing: dict[str, list[str]] = {
        term.lower()[-size:]: [] for term, tail in tails.items() for size in range(tail, len(term) + 1)
    }
    if sharing:
        for word, headword in dictionary.items():
            if word == headword and word.isalnum():
                _file(word, sharing)
    return sharing


def _file(headword: str, sharing: Mapping[str, list[str]]) -> None:
    low = headword.lower()
    for size in range(SHORTEST_TAIL, len(low) + 1):
        if (alike := sharing.get(low[-size:])) is not None and len(alike) < MODELS:
            alike.append(headword)


def _longest_ending(low: str, tail: int, sharing: Mapping[str, list[str]]) -> str:
    return next((low[-size:] for size in range(len(low), tail - 1, -1) if sharing[low[-size:]]), "")


def _like(dictionary: Mapping[str, str], language: str, term: str, models: _Models, families: _Families) -> Forms:
    """The term with the endings that most models have. A form that is a known word is left out: it belongs elsewhere."""
    shared = len(models.ending)
    votes = Counter(_endings(dictionary, language, headword, shared, families) for headword in models.headwords)
    best = min(votes, key=lambda endings: (-votes[endings], endings))
    made = [term.lower()[:-shared] + ending for ending in best]
    return Forms(_folded(term, [word for word in made if not _knows(dictionary, word)]), Found.LIKE)


def _endings(dictionary: Mapping[str, str], language: str, headword: str, shared: int, families: _Families) -> tuple[str, ...]:
    """What the forms of a headword have behind its first letters, all but the last `shared` ones; sorted."""
    front = headword.lower()[: len(headword) - shared]
    words = [word.lower() for word in _inflections(dictionary, language, headword, families[headword])]
    return tuple(sorted({word[len(front) :] for word in words if word.startswith(front)}))
