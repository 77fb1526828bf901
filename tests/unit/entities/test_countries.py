"""Country names have one code in all languages."""

import pytest

from worker.entities.countries import country_at
from worker.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("they told us", "en", [], id="a pronoun"),
        pytest.param("croatia", "en", [], id="small letters"),
        pytest.param("Chadwick", "en", [], id="a name that begins like a country"),
        pytest.param("Island", "en", [], id="an island in English"),
        pytest.param("Island", "da", ["IS"], id="Iceland in Danish"),
        pytest.param("the US and the U.S. and the USA", "en", ["US", "US", "US"], id="abbreviations"),
        pytest.param("South Korea", "en", ["KR"], id="two words"),
        pytest.param("United States", "en", ["US"], id="two words, plural"),
        pytest.param("Croatian troops", "en", ["HR"], id="English adjective"),
        pytest.param("i Kroatien", "da", ["HR"], id="Danish"),
        pytest.param("danske soldater", "da", ["DK"], id="Danish adjective in small letters"),
        pytest.param("i Kroatia", "no", ["HR"], id="Norwegian"),
        pytest.param("Kroatiassa", "fi", ["HR"], id="Finnish case"),
        pytest.param("Kroatien", "de", ["HR"], id="German"),
        pytest.param("la Croatie", "fr", ["HR"], id="French"),
        pytest.param("в Хорватии", "ru", ["HR"], id="Russian case"),
        pytest.param("til Noregs og Danmerkur", "is", ["NO", "DK"], id="Icelandic cases"),
        pytest.param("Croatia Kroatien", None, ["HR", "HR"], id="unknown language"),
        pytest.param("Croatia", "../x", [], id="nonsense language"),
    ],
)
def test_countries(text: str, language: str | None, expected: list[str]) -> None:
    tokens = tokenise(text)
    found = [country_at(tokens.words, tokens.folded, i, language) for i in range(len(tokens))]
    assert [place[0] for place in found if place] == expected
