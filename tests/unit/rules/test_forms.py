"""Which words of a text a plain word of a rule covers."""

from __future__ import annotations

import pytest

from worker.model import Document, DocumentId
from worker.rules.forms import LANGUAGES, Coverage, Forms, inflects
from worker.rules.lexicon import Lexicon
from worker.rules.match import Names, Reading, holds
from worker.rules.syntax import parse

KNOWN = {
    "no": {"kabel": frozenset({"kabel", "kabler", "kabelen"}), "øy": frozenset({"oy", "oya"})},
    "is": {"strengur": frozenset({"strengur", "streng", "strengnum"})},
    "en": {"kabel": frozenset({"kabel"})},
}


def found(query: str, text: str, language: str | None, forms: Forms | None = None) -> bool:
    document = Document(DocumentId(1), "test", None, "", text, language=language)
    return holds(parse(query), Reading(document, Names(()), Lexicon((), forms or Forms())))


@pytest.fixture
def forms() -> Forms:
    forms = Forms(lambda words: KNOWN)
    forms.learn(["kabel", "strengur"])
    return forms


@pytest.mark.parametrize(
    ("query", "text", "language", "expected"),
    [
        pytest.param("kabel", "Kablene", "no", False, id="what the dictionary of the language does not list is no form"),
        pytest.param("kabel", "to kabler", "no", True, id="a form"),
        pytest.param("kabel", "kabler", "en", False, id="a form of another language"),
        pytest.param("kabel", "kabler", None, True, id="a text of unknown language is read in all"),
        pytest.param("kabel", "kabler", "pl", False, id="a language without forms: as written"),
        pytest.param("kabel", "Kabel", "pl", True, id="a language without forms: the word itself"),
        pytest.param("=kabel", "kabler", "no", False, id="exact: no forms"),
        pytest.param("*kabel", "sjøkabelen", "no", True, id="forms of an ending"),
        pytest.param("*kabel", "sjøkabler", "en", False, id="forms of an ending in another language"),
        pytest.param("strengur NEAR/2 kabel", "kabel og streng", "is", True, id="inside NEAR"),
        pytest.param("kabel til", "kabler til", "no", True, id="inside a phrase"),
        pytest.param('"kabel til"', "kabler til", "no", True, id="inside quotes"),
    ],
)
def test_a_word_covers_its_forms_in_the_language_of_the_text(
    forms: Forms, query: str, text: str, language: str | None, expected: bool
) -> None:
    assert found(query, text, language, forms) is expected


@pytest.mark.parametrize(
    ("query", "text", "language", "expected"),
    [
        pytest.param("cable", "cables", "en", True, id="English plural"),
        pytest.param("cable", "cables", None, True, id="unknown language"),
        pytest.param("cable", "cables", "is", False, id="no stemmer for Icelandic"),
        pytest.param("учение", "учениями", "ru", True, id="Russian case"),
        pytest.param("Мурманск", "Мурманском", "ru", True, id="a name"),
        pytest.param("øvelse", "øvelsene", "no", True, id="Norwegian plural"),
        pytest.param("base", "bass", "sv", False, id="a short stem proves nothing"),
        pytest.param("Tu-95", "Tu-95s", "en", False, id="digits have no forms"),
        pytest.param("NATO", "nato", "en", False, id="capitals stay capitals"),
        pytest.param("NATO", "NATOs flanke", "no", True, id="a genitive of capitals"),
        pytest.param("NATO", "Natos Flanke", "de", False, id="a genitive of capitals in other letters"),
        pytest.param("NATO", "NATOs", "en", False, id="no genitive without an apostrophe in English"),
        pytest.param("=NATO", "NATOs flanke", "no", False, id="exact: no genitive"),
    ],
)
def test_words_without_a_dictionary_are_found_by_their_stems(query: str, text: str, language: str | None, expected: bool) -> None:
    assert found(query, text, language) is expected


def test_a_word_is_looked_up_once() -> None:
    asked: list[set[str]] = []

    def look_up(words: object) -> dict[str, dict[str, frozenset[str]]]:
        asked.append(set(words))  # type: ignore[call-overload]
        return {}

    forms = Forms(look_up)
    forms.learn(["kabel", "Tu95", "is"])
    forms.learn(["kabel", "cable"])
    forms.learn(["kabel"])
    assert asked == [{"kabel"}, {"cable"}]


def test_the_account_names_every_language_and_where_its_forms_come_from(forms: Forms) -> None:
    account = {coverage.language: coverage for coverage in forms.account("kabel")}
    assert tuple(account) == LANGUAGES
    assert account["no"] == Coverage("no", "dictionary", ("kabelen", "kabler"))
    assert account["sv"] == Coverage("sv", "stem", ("kabel",))
    assert account["is"] == Coverage("is", "as written")


@pytest.mark.parametrize(("word", "expected"), [("", False), ("ab", False), ("F35", False), ("ice", True), ("лёд", True)])
def test_only_words_of_letters_have_forms(word: str, expected: bool) -> None:
    assert inflects(word) is expected
