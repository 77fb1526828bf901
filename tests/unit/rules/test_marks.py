"""Where å, ö and é are letters of their own, and where they may be left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.model import Alias, Document, DocumentId, Entity
from worker.rules.marks import ALPHABETS
from worker.rules.match import Names, Reading, holds, spans
from worker.rules.syntax import parse

BUYING = Entity("buying", "Buying", "vocabulary", (Alias("köp*", frozenset(("sv",))), Alias("Tromsø*")))
NAMES = Names((BUYING,))


def holds_in(query: str, text: str, language: str | None) -> bool:
    return holds(parse(query, NAMES.ids), Reading(Document(DocumentId(1), "test", None, "", text, language=language), NAMES))


@pytest.mark.parametrize(
    ("query", "language", "text", "expected"),
    [
        pytest.param("köp*", "sv", "Köpet blir av i Umeå.", True, id="spelled so"),
        pytest.param("köp*", "sv", "Kopparn stals i Umeå.", False, id="ö is no o in Swedish"),
        pytest.param("kop*", "sv", "Köpet blir av i Umeå.", True, id="what is written plainly finds both"),
        pytest.param("köp*", "sv", "Kopet blir av.", True, id="a text typed without the letters"),
        pytest.param("köp*", "en", "The Koppar mine in Umeå.", True, id="no letter of English"),
        pytest.param("köp*", None, "Kopparn stals i Umeå.", True, id="unknown language"),
        pytest.param("møt*", "da", "De mødtes; motoren gik i stå.", False, id="Danish"),
        pytest.param("Fähr*", "de", "Die Fahrt über den Fjord", False, id="German"),
        pytest.param("Straße*", "de", "Die Strasse über den Fjord", True, id="ß may be ss"),
        pytest.param("livré*", "fr", "le livre déposé", False, id="French"),
        pytest.param("État*", "fr", "l'Etat a livré", True, id="French capitals go bare"),
        pytest.param("Etat*", "fr", "l'État a livré", True, id="and the other way round"),
        pytest.param("развёр*", "ru", "развернули учение", True, id="Russian ё is optional"),
        pytest.param("Tromsø*", "sv", "Tromsö är en stad på Tromsøya.", True, id="any mark will do"),
        pytest.param("Tromsø*", "fi", "Tromssassa, Tromson yllä", True, id="ø is no letter of Finnish"),
        pytest.param("idé*", "sv", "Ideen är våt.", True, id="an accent that is optional there"),
        pytest.param("*gård", "sv", "en varvsgård", True, id="a tail"),
        pytest.param("*gård", "sv", "på ett avantgard", False, id="a tail with another letter"),
        pytest.param("Færø*", "da", "På Færøerne", True, id="letters that fold to two"),
        pytest.param("Færø*", "da", "på faeroverne", False, id="and stand as one"),
        pytest.param("kår", "sv", "en kar på båten", False, id="a word in this form"),
        pytest.param("=Kår", "sv", "Kår på båten", True, id="exact"),
        pytest.param("ny köp*", "sv", "Ett ny-köp i Umeå", True, id="in a phrase over a hyphen"),
        pytest.param("nykop*", "sv", "Ett ny-köp i Umeå", True, id="joined by a hyphen"),
        pytest.param("nyköp*", "sv", "Ett ny-kop i Umeå", False, id="joined by a hyphen, without its letter"),
        pytest.param("köp*", "sv", "Ko\u0308pet i Umea\u030a", True, id="marks written apart"),
        pytest.param("$buying", "sv", "Kopparn stals i Umeå.", False, id="names of entities"),
        pytest.param("$buying", "sv", "Tromsös köp i Umeå", True, id="names of entities, spelled so"),
    ],
)
def test_letters_of_a_language_are_minded_in_its_texts(query: str, language: str | None, text: str, expected: bool) -> None:
    assert holds_in(query, text, language) == expected


def test_the_same_stem_with_and_without_marks_are_two_words_of_a_text() -> None:
    document = Document(DocumentId(1), "test", None, "", "Kopparn och köpet i Umeå", language="sv")
    reading = Reading(document, NAMES)
    assert [len(spans(parse(query, NAMES.ids), reading)) for query in ("kop*", "köp*", "kop*")] == [2, 1, 2]


@given(st.sampled_from(sorted(ALPHABETS)), st.text("abdeioåäöøæéð", min_size=3, max_size=8))
def test_a_word_finds_itself_in_every_language(language: str, word: str) -> None:
    text = f"xx {word} xx"
    assert holds_in(f"{word}*", text, language) or word in ("and", "not")
