"""Which words a text denies."""

import pytest

from worker.entities.denials import denied_words
from worker.tokens import tokenise


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "", "", id="empty"),
        pytest.param("en", "No", "", id="nothing behind it"),
        pytest.param(None, "No one drowned", "", id="no language"),
        pytest.param("xx", "No one drowned", "", id="a language without words"),
        pytest.param("en", "No one on board was hurt yesterday", "one on board was hurt", id="no further than five words"),
        pytest.param("en", "The hull wasn't breached", "breached", id="a contraction"),
        pytest.param("en", "The hull cannot sink", "sink", id="one word"),
        pytest.param("en", "Not arson but lightning", "arson", id="up to a but"),
        pytest.param("en", "Not arson, lightning", "arson", id="up to a comma"),
        pytest.param("en", "It is over. No. Two drowned", "", id="up to a full stop"),
        pytest.param("en", "Not only the captain was held", "", id="not only"),
        pytest.param("da", "Ingen er anholdt", "er anholdt", id="da"),
        pytest.param("da", "Skibet sank ikke", "sank", id="da the verb before"),
        pytest.param("da", "Skibet sank ikke bare, det brændte", "", id="da not only"),
        pytest.param("no", "Søket ga seg uten funn", "funn", id="no"),
        pytest.param("no", "Sløkt utan skade", "skade", id="no in Nynorsk"),
        pytest.param("sv", "Vraket har inte hittats", "har hittats", id="sv"),
        pytest.param("sv", "Inte eldsvåda utan rök", "eldsvåda", id="sv a but that is without elsewhere"),
        pytest.param("sv", "Utan offer", "offer", id="sv without"),
        pytest.param("fi", "Kukaan ei kuollut palossa", "kuollut palossa", id="fi"),
        pytest.param("fi", "Kyse ei ollut miinasta vaan poijusta", "ollut miinasta", id="fi but"),
        pytest.param("is", "Báturinn fannst ekki", "fannst", id="is the verb before"),
        pytest.param("is", "Enginn lést í brunanum", "lést í brunanum", id="is"),
        pytest.param("ru", "Судно не нашли", "нашли", id="ru"),
        pytest.param("ru", "Жертв и разрушений нет", "Жертв и разрушений", id="ru nothing of what stands before"),
        pytest.param("ru", "Разлива топлива не произошло", "Разлива топлива произошло", id="ru did not happen"),
        pytest.param("ru", "Не мина, а бакен", "мина", id="ru up to the other"),
        pytest.param("ru", "Горел не танкер а склад", "танкер", id="ru without its comma"),
        pytest.param("de", "Das Wrack wurde nicht gefunden", "wurde gefunden", id="de"),
        pytest.param("de", "Keine Toten und Verletzten", "Toten und Verletzten", id="de none"),
        pytest.param("fr", "Personne n'a été tué", "n'a été tué", id="fr the elided word"),
        pytest.param("fr", "Une personne a été tuée", "", id="fr a person"),
        pytest.param("fr", "L’épave n’a pas été retrouvée", "n’a pas été retrouvée", id="fr with both words"),
        pytest.param("pl", "Nikt nie zginął", "nie zginął", id="pl"),
        pytest.param("pt", "O navio não afundou", "afundou", id="pt"),
    ],
)
def test_denied_words(language: str | None, text: str, expected: str) -> None:
    tokens = tokenise(text)
    denied = sorted(denied_words(text, tokens, language))
    assert " ".join(text[tokens.starts[i] : tokens.ends[i]] for i in denied) == expected
