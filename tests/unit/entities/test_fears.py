"""Which words a text only fears."""

import pytest

from worker.entities.fears import feared_words
from worker.tokens import tokenise


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "", "", id="empty"),
        pytest.param(None, "It could sink", "", id="no language"),
        pytest.param("xx", "It could sink", "", id="a language without words"),
        pytest.param("en", "The hull could break and leak oil tonight", "break and leak oil tonight", id="so many words"),
        pytest.param("en", "It may sink", "sink", id="en may"),
        pytest.param("en", "In May two drowned", "", id="en the month"),
        pytest.param("en", "Fears of pollution from the sunken ferry", "of pollution", id="en up to what has happened"),
        pytest.param("en", "Oil spill feared after collision", "Oil spill", id="en behind, up to what has happened"),
        pytest.param("en", "Sunken ship feared leaking", "leaking", id="en not what stands before it"),
        pytest.param("en", "It could sink, two drowned", "sink", id="up to a comma"),
        pytest.param("da", "Olieudslip frygtes ved Nuuk", "Olieudslip ved Nuuk", id="da behind"),
        pytest.param("no", "Kystverket frykter utslipp etter forliset", "utslipp", id="no"),
        pytest.param("no", "Politiet kan bekrefte at skipet sank", "", id="no what can be confirmed"),
        pytest.param("sv", "Båten riskerar att sjunka", "att sjunka", id="sv"),
        pytest.param("fi", "Öljyvuotoa pelätään", "Öljyvuotoa", id="fi behind"),
        pytest.param("fi", "Alus on vaarassa upota", "upota", id="fi"),
        pytest.param("is", "Óttast er að báturinn sökkvi", "er að báturinn sökkvi", id="is"),
        pytest.param("ru", "Спасатели опасаются разлива", "разлива", id="ru"),
        pytest.param("de", "Das Schiff droht zu sinken", "zu sinken", id="de"),
        pytest.param("de", "Sie sagt, dass das Schiff sinken könnte", "das Schiff sinken", id="de the verb before"),
        pytest.param("de", "Gesunkenes Schiff könnte auslaufen", "auslaufen", id="de not the subject"),
        pytest.param("de", "Nach Explosion Ölpest befürchtet", "Ölpest", id="de not what it is feared after"),
        pytest.param("de", "Man fürchtet, dass es sinkt, und hilft", "dass es sinkt", id="de the comma before that"),
        pytest.param("ru", "Опасаются, что судно затонет", "что судно затонет", id="ru the comma before that"),
        pytest.param("da", "Han frygter, at det synker", "at det synker", id="da the comma before that"),
        pytest.param("fr", "Le navire risque de couler", "de couler", id="fr"),
        pytest.param("pl", "Statek może zatonąć", "zatonąć", id="pl"),
        pytest.param("pt", "O navio pode afundar", "afundar", id="pt"),
    ],
)
def test_feared_words(language: str | None, text: str, expected: str) -> None:
    tokens = tokenise(text)
    feared = sorted(feared_words(text, tokens, language))
    assert " ".join(text[tokens.starts[i] : tokens.ends[i]] for i in feared) == expected
