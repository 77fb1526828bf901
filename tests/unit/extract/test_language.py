"""The language of a text."""

from __future__ import annotations

import pytest

from worker.extract.language import detect_language

SAMPLES = {
    "en": "The ship that was sent to the fjord is not the one that had been promised, and it will be there for the winter.",
    "da": "Skibet, der blev sendt til fjorden, er ikke det, som var lovet, og det skal blive der efter jul, siger han.",
    "no": "Skipet som ble sendt til fjorden er ikke det som var lovet, og det skal bli der etter jul, sier han nå.",
    "sv": "Fartyget som blev skickat till fjorden är inte det som var lovat, och det ska vara där efter jul, säger han nu.",
    "fi": "Laiva, joka on nyt satamassa, ei ole se, jonka piti tulla, mutta se oli jo siellä ennen kuin jää tuli, ja hän tiesi.",
    "is": "Skipið sem var sent í fjörðinn er ekki það sem var lofað, og það verður þar fyrir jól, segir hann við blaðið um það.",
    "ru": "Судно, которое было в порту, не то, что он обещал, и оно будет там до весны, но это не так важно для них.",
    "de": "Das Schiff, das in den Fjord fuhr, ist nicht das, was er versprochen hat, und es wird auch nach dem Winter da sein.",
    "fr": "Le navire qui est dans le port n’est pas celui que la ville a promis, et il ne sera pas là pour le printemps.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_language_by_vote(code):
    assert detect_language(SAMPLES[code]) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Politiet sier at mannskapet er avhørt og at fartøyet ligger til kai, men de vil ikke si mer om saken. Trafikken er "
            "flyttet til andre linjer, og kundene vil knapt merke noe til feilen som oppsto ved øya.",
            "no",
            id="no",
        ),
        pytest.param(
            "Politiet siger, at mandskabet er afhørt, og at fartøjet ligger ved kaj, men de vil ikke sige mere om sagen. "
            "Trafikken er flyttet til andre linjer, og kunderne vil næppe mærke noget til den fejl, der opstod ved øen.",
            "da",
            id="da",
        ),
        pytest.param(
            "Kystvakta opplyser at ein trålar måndag skal ha drege ankeret over havbotnen, der to kablar går i land. Politiet "
            "seier at mannskapet er avhøyrt, men dei vil ikkje seie meir om saka.",
            "no",
            id="nynorsk",
        ),
        pytest.param(
            "Strandavaktin heldur eyga við skipinum, sum liggur við bryggju í Sørvági, til kanningin er liðug, men tey "
            "vilja ikki siga meira um hetta, og teir báðir kaplarnir eru týdningarmiklir fyri oyggjarnar.",
            "fo",
            id="faroese is not icelandic",
        ),
    ],
)
def test_neighbours_are_told_in_two_sentences(text, expected):
    assert detect_language(text) == expected


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        pytest.param("", None, None, id="nothing"),
        pytest.param("Kangerlussuaq", None, None, id="one name"),
        pytest.param("og i det er en til på for med som", None, None, id="only words that da and no share"),
        pytest.param(
            "Rannikkovartiosto kertoo, että alus on hinattu satamaan ja sen miehistö pysyy siellä, kunnes poliisi pääsee "
            "kuulustelemaan heitä. Kaksi laivaa partioi alueella.",
            None,
            "fi",
            id="finnish has few small words",
        ),
        pytest.param(
            "Rannavalve sõnul on laev sadamas ja selle meeskond jääb sinna, kuni politsei jõuab kohale, ning see ei ole "
            "esimene kord, kui se nii läheb, ja ta on ka vana.",
            None,
            None,
            id="estonian is not finnish",
        ),
        pytest.param("Танкер сел на мель", None, "ru", id="four words in Russian letters"),
        pytest.param("Танкер сів на мілину", None, None, id="four in letters that Russian has not"),
        pytest.param(SAMPLES["da"], "da-DK", "da", id="region"),
        pytest.param(SAMPLES["no"], "nb", "no", id="bokmål"),
        pytest.param("Kort tekst", "nn_NO", "no", id="nynorsk"),
        pytest.param(SAMPLES["en"], "english", "en", id="not a code"),
        pytest.param("Nuuk", "kl", "kl", id="a language outside the nine"),
        pytest.param(SAMPLES["ru"], "en", "ru", id="the script speaks against the template"),
        pytest.param(SAMPLES["ru"], "uk", "uk", id="another Cyrillic language is believed"),
        pytest.param(SAMPLES["de"] * 2, "en", "de", id="twenty stop words speak against the template"),
        pytest.param(SAMPLES["de"], "en", "en", id="ten do not"),
        pytest.param(
            "Kystvakten opplyser hvor skipet ble sendt mandag, og mannskapet må bli i havn til det er avhørt av "
            "politiet, som ikke vil si mer om saken.",
            "en-US",
            "no",
            id="twelve do where the declared one has next to none",
        ),
        pytest.param(SAMPLES["da"] * 4, "no", "no", id="neighbours share too many words to overrule what is declared"),
        pytest.param(SAMPLES["de"] * 2, "nl", "nl", id="a language outside the nine has no words to be outvoted by"),
    ],
)
def test_language_with_what_is_declared(text, declared, expected):
    assert detect_language(text, declared) == expected
