"""Turns of two words with others between them."""

from importlib.resources import files

import pytest

from worker.entities.concepts import load_concepts
from worker.entities.phrases import phrases
from worker.tokens import tokenise

LEXICON = load_concepts(files("worker.entities").joinpath("concepts.tsv").read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        pytest.param("en", "Ship pulled free", "release", id="en pulled free"),
        pytest.param("en", "Wreck of ferry found", "discovery", id="en found"),
        pytest.param("en", "Search called off", "cancel", id="en called off"),
        pytest.param("en", "Flight ban is lifted", "overturn", id="en lifted, in any order"),
        pytest.param("en", "Port opens again", "reopen", id="en opens again"),
        pytest.param("da", "Skibet er bragt flot", "release", id="da bragt flot"),
        pytest.param("da", "Lufthavnen er åben igen", "reopen", id="da åben igen"),
        pytest.param("no", "Skipet er trukket av grunnen", "release", id="no trukket av grunn"),
        pytest.param("no", "Havnen åpner igjen", "reopen", id="no åpner igjen"),
        pytest.param("sv", "Fartyget har dragits loss", "release", id="sv dragits loss"),
        pytest.param("fi", "Alus irrotettu karilta", "release", id="fi irrotettu karilta"),
        pytest.param("is", "Skipið var dregið af strandstað", "release", id="is dregið af strandstað"),
        pytest.param("is", "Leit var hætt", "end", id="is leit hætt"),
        pytest.param("ru", "Судно сняли с мели", "release", id="ru сняли с мели"),
        pytest.param("ru", "Запрет на полёты снят", "overturn", id="ru запрет снят"),
        pytest.param("de", "Seit dem Morgen läuft Öl aus", "leak", id="de läuft Öl aus"),
        pytest.param("de", "Aus dem Rumpf tritt Diesel", "leak", id="de aus dem tritt"),
        pytest.param("de", "Kanal wieder frei", "release", id="de wieder frei"),
        pytest.param("fr", "Le navire remis à flot", "release", id="fr remis à flot"),
        pytest.param("fr", "Du fioul s'échappe du navire", "leak", id="fr s'échappe"),
        pytest.param("en", "Gunmen open fire on a beach", "shooting", id="en open fire"),
        pytest.param("en", "The minister is stepping down", "resign", id="en stepping down"),
        pytest.param("en", "Flood claims forty lives", "death", id="en claims lives"),
        pytest.param("da", "Ministeren træder tilbage", "resign", id="da træder tilbage"),
        pytest.param("da", "Hun er valgt til formand", "election", id="da valgt til"),
        pytest.param("no", "Flommen har tatt førti liv", "death", id="no tatt liv"),
        pytest.param("sv", "Hon väljs till ordförande", "election", id="sv väljs till"),
        pytest.param("sv", "Stormen har krävt fyra liv", "death", id="sv krävt liv"),
        pytest.param("fi", "Kolme menetti henkensä tulvassa", "death", id="fi menetti henkensä"),
        pytest.param("is", "Ráðherrann segir af sér", "resign", id="is segir af sér"),
        pytest.param("ru", "Соглашение о прекращении огня", "cease-fire", id="ru прекращении огня"),
        pytest.param("ru", "Наводнение унесло жизни сорока человек", "death", id="ru унесло жизни"),
        pytest.param("de", "Der Minister tritt nach Protesten zurück", "resign", id="de tritt zurück"),
        pytest.param("de", "Vierzig Menschen kamen ums Leben", "death", id="de ums Leben"),
        pytest.param("fr", "La Première ministre démissionne", "prime-minister", id="fr Première ministre"),
        pytest.param("fr", "Un homme ouvre le feu sur une plage", "shooting", id="fr ouvre le feu"),
        pytest.param("da", "Banken sænker igen renten", "reduce", id="da sænker renten"),
        pytest.param("no", "Sentralbanken hever styringsrenten", "increase", id="no hever styringsrenten"),
        pytest.param("fi", "Keskuspankki laskee ohjauskorkoa", "reduce", id="fi laskee ohjauskorkoa"),
        pytest.param("fr", "La banque abaisse ses taux", "reduce", id="fr abaisse ses taux"),
    ],
)
def test_phrases(language: str, text: str, concept: str) -> None:
    assert {c for _, word in phrases(text, tokenise(text), language) for c in LEXICON.of(word, language)} == {concept}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "", id="empty"),
        pytest.param(None, "Search called off", id="no language"),
        pytest.param("pl", "Search called off", id="a language without phrases"),
        pytest.param("en", "Guests were called, the lights are off", id="not across a comma"),
        pytest.param("en", "Called by the harbour master late last night they set off", id="not so far apart"),
        pytest.param("de", "Die Fregatte läuft aus", id="de a ship that leaves"),
        pytest.param("no", "Skipet har kommet på grunn", id="no a ship that runs aground"),
        pytest.param("ru", "Фильм сняли в Тикси", id="ru a film that is shot"),
    ],
)
def test_no_phrases(language: str | None, text: str) -> None:
    assert list(phrases(text, tokenise(text), language)) == []
