"""What a text says is not so: "no one was killed", "uten funn", "жертв нет". Pure.

An outcome that one report denies is news when the next one tells it; that a thing was not what all took it for is news too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from worker.tokens import Tokens

# So many words behind a "no" are denied, if the clause goes on: "no one on board was killed" has five.
REACH = 5
# ... and so many before one that stands behind: "жертв и разрушений нет".
_REACH_BACK = 3


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a language, folded. `no`: they deny what comes behind. `behind`: they deny what stands before them as well.
    `verb`: they deny the word right before them too, where it is the verb ("skipet sank ikke"). `but` ends what is denied, and so
    does the "against" of "no defence against drones". `only` behind a "no" denies nothing ("ikke bare").
    """

    no: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    verb: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Left out are words that say too much else: French "personne" (its "ne" is enough), Danish "ej", German "weder".
_WORDS = {
    "en": _Words(
        _set("no not nobody none nothing never without neither nor cannot t"), but=_set("but against"), only=_set("only just")
    ),
    "da": _Words(
        _set("ikke ingen intet uden aldrig hverken"),
        verb=_set("ikke aldrig"),
        but=_set("men mod imod"),
        only=_set("bare kun blot alene"),
    ),
    "no": _Words(
        _set("ikke ikkje ingen ingenting intet inga uten utan aldri verken"),
        verb=_set("ikke ikkje aldri"),
        but=_set("men mot"),
        only=_set("bare berre kun"),
    ),
    "sv": _Words(
        _set("inte ej ingen inga inget ingenting utan aldrig varken"),
        verb=_set("inte aldrig"),
        but=_set("men utan mot"),
        only=_set("bara enbart endast"),
    ),
    "fi": _Words(_set("ei eivat eika eivatka ilman"), but=_set("vaan mutta"), only=_set("vain ainoastaan pelkastaan")),
    "is": _Words(
        _set("ekki enginn engin engan engar engir engum ekkert an aldrei hvorki"),
        verb=_set("ekki aldrei"),
        but=_set("heldur en gegn"),
        only=_set("adeins bara einungis"),
    ),
    "ru": _Words(
        _set("не нет без ни никто никого ничего нельзя"), behind=_set("нет"), but=_set("а но против"), only=_set("только лишь")
    ),
    "de": _Words(
        _set("nicht nichts kein keine keinen keiner keinem keines niemand niemanden ohne nie niemals"),
        verb=_set("nicht"),
        but=_set("sondern aber gegen"),
        only=_set("nur bloss allein"),
    ),
    "fr": _Words(_set("pas aucun aucune sans ni ne jamais rien"), but=_set("mais contre"), only=_set("seulement que uniquement")),
    "pl": _Words(
        _set("nie bez brak nikt nikogo zaden zadna zadnych ani"),
        but=_set("ale lecz przeciw przeciwko"),
        only=_set("tylko jedynie"),
    ),
    "pt": _Words(_set("nao sem nenhum nenhuma ninguem nunca nem"), but=_set("mas contra"), only=_set("so apenas somente")),
}
_NOTHING = _Words()
_CLAUSE_ENDS = frozenset('.!?:;,\n"“”„«»(–—…')
# "n'a" is one word of the text, folded to "a".
_ELIDED = ("n'", "n’")
# "не было", "не оказалось": what is denied stands before them, as before "нет".
_THERE_WAS = frozenset(("было", "выявлено", "зафиксировано", "найдено", "обнаружено", "оказалось", "произошло", "случилось"))


def denied_words(text: str, tokens: Tokens, language: str | None) -> frozenset[int]:
    """The positions of words that the text says are not so, by "no", "not" or "without" near them in the same clause.

    Nothing without a language. `tokens` are those of the text, or its first ones.
    """
    words = _WORDS.get(language or "", _NOTHING)
    clauses = clauses_of(text, tokens)
    return frozenset(at for i in range(len(tokens)) for at in _denied_by(text, tokens, i, words, clauses))


def _denied_by(text: str, tokens: Tokens, i: int, words: _Words, clauses: list[int]) -> Iterator[int]:
    """The positions of what a word denies; none for most words."""
    folded = tokens.folded
    elided = bool(words.no) and text[tokens.starts[i] : tokens.ends[i]].lower().startswith(_ELIDED)
    if not elided and (folded[i] not in words.no or _goes_on(folded, i, words, clauses)):
        return
    for at in range(i if elided else i + 1, min(i + 1 + REACH, len(tokens))):
        if clauses[at] != clauses[i] or folded[at] in words.but or folded[at] in words.only:
            break
        yield at
    before = _reach_back(folded, i, words)
    yield from (at for at in range(max(0, i - before), i) if clauses[at] == clauses[i])


def _goes_on(folded: tuple[str, ...], i: int, words: _Words, clauses: list[int]) -> bool:
    """Whether a word that is "without" elsewhere says "but" here: "inte drönare utan ballonger"."""
    return folded[i] in words.but and any(
        folded[at] in words.no and clauses[at] == clauses[i] for at in range(max(0, i - REACH), i)
    )


def _reach_back(folded: tuple[str, ...], i: int, words: _Words) -> int:
    there_was = words.behind and folded[i] == "не" and _THERE_WAS.intersection(folded[i + 1 : i + 2])
    if folded[i] in words.behind or there_was:
        return _REACH_BACK
    only = words.only.intersection(folded[i + 1 : i + 2])
    return 1 if folded[i] in words.verb and not only else 0


def clauses_of(text: str, tokens: Tokens) -> list[int]:
    """The number of the clause that each word stands in."""
    found, clause = [], 0
    for i in range(len(tokens)):
        if i and not _CLAUSE_ENDS.isdisjoint(text[tokens.ends[i - 1] : tokens.starts[i]]):
            clause += 1
        found.append(clause)
    return found
