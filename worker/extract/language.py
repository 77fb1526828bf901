"""The language of a text, by what is declared and by its most frequent words. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

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
STOP_WORDS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
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
_VOTING = {language: words | frozenset(_TELLING.get(language, "").split()) for language, words in STOP_WORDS.items()}
_ALIASES = {"nb": "no", "nn": "no"}  # ISO 639-1: both written forms of Norwegian
# Neighbours that share small words with one of the nine, and are none of them: Spanish, Portuguese, Italian, Catalan, Dutch,
# Afrikaans, Luxembourgish, Bulgarian. A text with more of these is no text in one of the nine.
_NEIGHBOURS = {
    "es": (
        "de la que el en y a los del se las por un para con no una su al lo como más pero sus ya o este está ha porque esta "
        "entre cuando muy sin sobre también fue hasta hay desde han son según dijo años"
    ),
    "pt": (
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das à foi seu sua ou já está também "
        "são pelo pela até isso entre depois disse há ser às nos nas"
    ),
    "it": (
        "di e il la che è in a un per non sono una con del si da al le lo della dei i gli nel alla ha più anche come delle ma o "
        "se dal dalla sul degli nella ai stato dopo questo hanno ancora"
    ),
    "ca": (
        "de la el i a que els en per amb les un una del és no al va es com més dels ha seu seva però aquest aquesta ser han "
        "també fins sobre entre segons hi des"
    ),
    "nl": (
        "de het een van en in is dat op te zijn voor met die niet aan er om ook als bij maar door was naar dan zij nog worden "
        "over uit wordt heeft hij deze tot meer na kan werd hebben had zei tegen geen onder"
    ),
    "af": (
        "die van en het is nie in dat vir met op te hy sal wat aan om was hulle ook as by maar deur na word uit se sy dit 'n "
        "kan oor nog een haar teen"
    ),
    "lb": (
        "an de den d vun an ass op mat fir eng en déi dat och net ze sech huet si am um vum wéi e war hunn sinn no datt iwwer "
        "bei nach dem méi"
    ),
    "bg": ("и на в за от се не е с че са по ще към като беше бе със във това които който след той при но има бъде още каза може"),
}
_FOREIGN = {name: frozenset(words.split()) for name, words in _NEIGHBOURS.items()}
LETTER_RUN = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 6000  # the vote is clear after some hundred words
# What a page declares is a template's default when the text holds this many stop words of another language, and this
# many times those of the declared one; Danish read as Norwegian reaches 1.5 times at most.
_OUTVOTED, _OUTVOTED_BY = 20, 3
# Two sentences have half as many; of these the declared language must have next to none.
_OUTVOTED_SHORT, _SHORT_BY = 12, 8


def detect_language(text: str, declared: str | None = None) -> str | None:
    """The language of a text as two letters: what is declared, else the vote of its stop words, else its script.

    A declared language other than the nine is believed as well. One of the nine is not believed against the script or
    against a text that speaks clearly another: pages keep the "en" of their template.
    """
    code = language_code(declared)
    votes = _votes(text[:_SAMPLE_CHARS])
    voted = _voted(text[:_SAMPLE_CHARS], votes)
    if code and not (voted and code in STOP_WORDS and _is_outvoted(code, voted, votes)):
        return code
    return voted


def _voted(text: str, votes: Mapping[str, int]) -> str | None:
    if _is_faroese(text):
        return "fo"
    voted = _winner(votes) or (_by_script(text) if votes["bg"] <= votes["ru"] else None)
    return None if voted == "ru" and _is_not_russian(text) else voted


def _is_outvoted(code: str, voted: str, votes: Mapping[str, int]) -> bool:
    if code == voted:
        return False
    bounds = ((_OUTVOTED, _OUTVOTED_BY), (_OUTVOTED_SHORT, _SHORT_BY))
    return voted in ("ru", "fo") or any(votes[voted] >= max(least, times * votes[code]) for least, times in bounds)


def language_code(declared: str | None) -> str | None:
    """The two letters of a declared language tag ("nb-NO": no); None for anything else."""
    found = _TAG.match((declared or "").lower())
    return _ALIASES.get(found[1], found[1]) if found else None


_TAG = re.compile(r"\s*([a-z]{2})(?:[-_]|\s*$)")


def _votes(text: str) -> dict[str, int]:
    """How many words of the text are stop words of each language; "" counts all words."""
    counts = Counter(LETTER_RUN.findall(text.lower()))
    votes = {**dict.fromkeys((*_VOTING, *_FOREIGN, _SHARED), 0), "": counts.total()}
    for word, n in counts.items():
        for name in _VOTES_FOR.get(word, ()):
            votes[name] += n
    votes["fi"] -= sum(counts[word] for word in _ESTONIAN & counts.keys())
    return votes


# Estonian shares "ja", "on", "ei" and "oli" with Finnish, and has these for others.
_ESTONIAN = frozenset(
    ("ning", "kui", "sest", "ega", "selle", "oma", "mis", "kes", "kelle", "see", "ta", "eest", "seda", "oleks", "kuni", "kus",
     "et", "ka", "aga", "või", "siis", "olid", "ütles")
)  # fmt: skip
_SHARED, _BOTH = "shared", _VOTING["da"] & _VOTING["no"]  # words that say nothing between Danish and Norwegian
_VOTES_FOR: dict[str, list[str]] = defaultdict(list)
for _name, _words in (*_VOTING.items(), *_FOREIGN.items(), (_SHARED, _BOTH)):
    for _word in _words:
        _VOTES_FOR[_word].append(_name)


def _winner(votes: Mapping[str, int]) -> str | None:
    """The language with clearly the most stop words: five at least, a sixth of all words (a tenth in Finnish), a tenth more than
    the next, and no less than a neighbour outside of the nine. Between Danish and Norwegian two words suffice that the other one
    does not have, and three for each of the other's own."""
    ranked = sorted(((n, name) for name, n in votes.items() if name in STOP_WORDS), reverse=True)
    (most, best), (next_most, second) = ranked[0], ranked[1]
    sure = most >= next_most * 1.1 + 1
    if {best, second} == {"da", "no"}:
        sure = sure or most - votes[_SHARED] >= max(2, 3 * (next_most - votes[_SHARED]))
    # "a no do as in is" are words of the neighbours too, and none of them is taken for English.
    sure = sure and (best == "en" or most >= max(votes[name] for name in _FOREIGN))
    return best if sure and most >= 5 and most >= votes[""] / (_WORDS_A_VOTE_FI if best == "fi" else 6) else None


_WORDS_A_VOTE_FI = 10  # in the samples of the tests one Finnish word of six is known, in short ones one of eight


def is_stop_word(word: str) -> bool:
    """Whether a word in small letters is one of the most frequent ones of a language."""
    return word in _STOP_WORD


_STOP_WORD = frozenset().union(*STOP_WORDS.values())
# Letters that Ukrainian, Belarusian, Serbian or Macedonian write and Russian does not.
_NOT_RUSSIAN = frozenset("іїєґўђјљњћџѓќѕ")


def _is_faroese(text: str) -> bool:
    """Whether ð is frequent beside ø and without þ, which only Faroese writes; its stop words are Icelandic and Danish."""
    return text.count("ð") >= max(3, len(text) / 300) and "ø" in text and "þ" not in text.lower()


def _by_script(text: str) -> str | None:
    """Russian for a text in Cyrillic letters that Russian has: short texts have few stop words."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    cyrillic = sum("а" <= letter <= "ё" for letter in letters)
    return "ru" if cyrillic > len(letters) / 2 else None


def _is_not_russian(text: str) -> bool:
    """Whether a Cyrillic text has letters that Russian has not, or ъ where only Bulgarian writes it; a name or two in a longer
    one may have them."""
    found = sum(map(text.lower().count, _NOT_RUSSIAN)) + len(_HARD_VOWEL.findall(text))
    return found > len(text) / 300


_HARD_VOWEL = re.compile(r"[ъЪ](?![еёюяЕЁЮЯ])")  # in Russian ъ only parts a consonant from these
