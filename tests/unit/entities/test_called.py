"""Proper names beside the word that says what they are of."""

from importlib.resources import files

import pytest

from worker.entities.called import called
from worker.entities.concepts import load_concepts
from worker.tokens import tokenise

LEXICON = load_concepts(files("worker.entities").joinpath("concepts.tsv").read_text("utf-8").splitlines())


def names(text: str, language: str, other: tuple[str, ...] = ()) -> set[str]:
    tokens = tokenise(text)
    left_out = {i for i, word in enumerate(tokens.folded) if word in other}
    return set(called(text, tokens, language, LEXICON.of, left_out))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("", "en", set(), id="nothing"),
        pytest.param("The exercise", "en", set(), id="no name"),
        pytest.param("Exercise on Monday.", "en", set(), id="a small word between"),
        pytest.param("the vessel. Ruby", "en", set(), id="a sentence between"),
        pytest.param("Øvelse Vinterskjold starter i Troms", "no", {"exercise|vntrskld"}, id="Norwegian"),
        pytest.param("Under Cold Response-øvelsen", "no", {"exercise|andr kld rspns"}, id="a compound"),
        pytest.param("took part in the Clockwork Spear exercise", "en", {"exercise|klkvrk spr"}, id="before the word"),
        pytest.param("the Home Guard exercise", "en", set(), id="whose exercise it is"),
        pytest.param("Nordic Response 26 -harjoitus", "fi", {"exercise|nrdk rspns"}, id="Finnish, with a number"),
        pytest.param("начались учения «Северный щит»", "ru", {"exercise|svrn sit"}, id="Russian, with its marks"),
        pytest.param("L'exercice « Cold Response »", "fr", {"exercise|kld rspns"}, id="French, with its blanks"),
        pytest.param("Die Übung „Nordic Response“", "de", {"exercise|nrdk rspns"}, id="German, in quotation marks"),
        pytest.param("Das Schiff Anfang der Woche", "de", set(), id="a German noun"),
        pytest.param("The tanker Hedda ran aground", "en", {"tanker|hedda"}, id="a ship"),
        pytest.param("the vessel M/T Sol Vik", "en", {"ship|sol vik"}, id="behind what ships have before their names"),
        pytest.param("The Nobel Prize in Physics goes to two", "en", {"prize|physics"}, id="what a prize is for"),
        pytest.param("Literaturnobelpreis vergeben", "de", {"prize|literature"}, id="in a compound"),
        pytest.param("Kemian Nobelin palkinto", "fi", {"prize|chemistry"}, id="before the prize"),
        pytest.param("mesterskab i håndbold", "da", {"championship|handball"}, id="the sport of a championship"),
        pytest.param("a new book on physics", "en", set(), id="no prize"),
        pytest.param("the tanker Norway", "en", set(), id="a word that is left out"),
        pytest.param("the tanker «Norway»", "en", {"tanker|nrv"}, id="but not in quotation marks"),
    ],
)
def test_names(text: str, language: str, expected: set[str]) -> None:
    assert names(text, language, other=("norway",)) == expected


def test_a_million_words_of_one_ship() -> None:
    text = "tanker Hedda " * 100_000
    assert names(text, "en") == {"tanker|hedda"}
