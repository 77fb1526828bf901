"""What a rule can be read as that its writer hardly means: told by `check`, refused by nobody. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from worker.model import Document, DocumentId
from worker.rules.explain import evidence
from worker.rules.lexicon import Lexicon
from worker.rules.match import Reading, holds
from worker.rules.rule import Rule, RuleDefinition

_QUOTED = r'"[^"]*"'
_TERM = rf"(?:{_QUOTED}|[\w*=$'’-]+)"
# It begins at a word's beginning: from each letter on, a word of thousands of letters would be read to its end.
_SMALL = r"(?!AND\b|OR\b|NOT\b)(?i:and|or|not)"
_LOOSE = re.compile(rf"(?<![\w*=$'’-]){_TERM}\s+(?P<word>{_SMALL})\s+{_TERM}|{_QUOTED}")


def doubts(definition: RuleDefinition) -> Iterator[str]:
    """For each line of a rule in which "and", "or" or "not" stands in small letters: what it is looked for as, and what to do.

    Such a word is part of a phrase ("oil and gas"), which in quotes is certainly meant.
    """
    for line in _lines(definition):
        for found in _LOOSE.finditer(line):
            if word := found["word"]:
                meant = f"{word.upper()} in capitals is the operator, quotes say that the phrase is meant"
                yield f"{found[0]!r} is looked for as a phrase; {meant}"


# What nearly every text says, in our own words: no subject, only what stands between subjects.
_EMPTY = {
    "en": "It was said on Monday that they have been at it for a year, and that there is more to do. This is not new, but "
    "we will see what comes of it, as you or he can do with all of them, from one to the other, by now or after this.",
    "da": "Det blev sagt mandag, at de har været i gang i et år, og at der er mere at gøre. Det er ikke nyt, men vi vil se, "
    "hvad der kommer ud af det, som du eller han kan med dem alle, fra den ene til den anden, for nu eller efter det.",
    "no": "Det ble sagt mandag at de har vært i gang i et år, og at det er mer å gjøre. Dette er ikke nytt, men vi vil se "
    "hva som kommer ut av det, som du eller han kan med dem alle, fra den ene til den andre, for nå eller etter det.",
    "sv": "Det sades på måndagen att de har hållit på i ett år och att det finns mer att göra. Detta är inte nytt, men vi "
    "ska se vad som kommer av det, som du eller han kan med dem alla, från den ena till den andra, för nu eller efter "
    "det.",
    "fi": "Maanantaina sanottiin, että he ovat olleet siinä jo vuoden ja että on vielä tehtävää. Se ei ole uutta, mutta me "
    "näemme, mitä siitä tulee, kun sinä tai hän voi sen myös, ja kaikki ne, jotka ovat tai olivat nyt tai sen "
    "jälkeen.",
    "is": "Það var sagt á mánudag að þeir hafa verið að því í eitt ár og að það er meira að gera. Þetta er ekki nýtt, en "
    "við munum sjá hvað kemur út úr því, sem þú eða hann getur með þeim öllum, frá einum til annars, fyrir nú eða "
    "eftir það.",
    "ru": "В понедельник было сказано, что они этим заняты уже год и что ещё есть что делать. Это не новое, но мы увидим, "
    "что из этого будет, как ты или он может с ними всеми, от одного к другому, для этого или после, на то и по тому "
    "же.",
    "de": "Am Montag wurde gesagt, dass sie seit einem Jahr dabei sind und dass es noch mehr zu tun gibt. Das ist nicht "
    "neu, aber wir werden sehen, was daraus wird, wie du oder er es mit allen kann, der eine wie die andere, von dem "
    "einen zu dem anderen, für die und nach den.",
    "fr": "On a dit lundi qu'ils y sont depuis un an et qu'il y a encore plus à faire. Ce n'est pas nouveau, mais nous "
    "allons voir ce qui va en sortir, comme tu ou il peut avec tous, de l'un à l'autre, pour les uns ou après cela, "
    "sur le tout et dans la suite.",
}


def too_wide(rules: Sequence[Rule]) -> Iterator[tuple[Rule, str]]:
    """The rules that hold for a text that says nothing, each with the words that make it hold. All are of one compiler.

    A rule for some sources or addresses alone is left out: everything that they publish may be what is meant.
    """
    readings = [_reading(language, text, rules[0]) for language, text in _EMPTY.items()] if rules else []
    for rule in rules:
        definition = rule.definition
        if definition.sources or definition.urls:
            continue
        spoken = (reading for reading in readings if definition.languages in (frozenset(), {reading.document.language}))
        if held := next((reading for reading in spoken if holds(rule.expression, reading)), None):
            yield rule, _wide(rule, held)


def _reading(language: str, text: str, rule: Rule) -> Reading:
    return Reading(Document(DocumentId(0), "", None, "", text, language=language), rule.names, Lexicon((), rule.forms))


def _wide(rule: Rule, reading: Reading) -> str:
    _, spans = evidence(rule.expression, reading)
    words = list(dict.fromkeys(repr(reading.document.text[span.start : span.end]) for span in spans))
    return f"it holds for nearly every text, by {', '.join(words[:_MOST_WORDS])}; ask for a word beside it that tells the subject"


_MOST_WORDS = 3


def _lines(definition: RuleDefinition) -> Iterator[str]:
    """The expressions of a rule as they are written."""
    yield from filter(None, (definition.query,))
    yield from (*definition.all, *definition.any, *definition.none)
    if definition.at_least is not None:
        yield from definition.at_least[1]
    if definition.score is not None:
        yield from (text for text, _ in definition.score.points)
