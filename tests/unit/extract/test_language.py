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


NEIGHBOURS = {
    "Spanish": "La guardia costera envió un segundo buque al fiordo el martes, y el gobernador dijo que no se descarta otro. "
    "La tripulación esperaba desde hacía tres días en el hielo y nadie resultó herido, según la oficina.",
    "Portuguese": "O ministro da Defesa anunciou ontem a compra de três aviões de patrulha para a vigilância do Ártico, que não "
    "se encontram em serviço.",
    "Catalan": "La guàrdia costanera va enviar dimarts un segon vaixell al fiord, i el governador va dir que en seguiran més. La "
    "tripulació esperava des de feia tres dies al gel i ningú no va resultar ferit.",
    "Dutch": "De minister van Defensie was in Den Haag en zei dat het kabinet in een brief aan de Kamer op de kritiek ingaat. De "
    "kustwacht stuurde een tweede schip, en de bemanning wachtte al drie dagen in het ijs.",
    "Afrikaans": "Die kuswag het Dinsdag 'n tweede skip na die fjord gestuur, en die goewerneur het gesê dat meer sal volg. Die "
    "bemanning het al drie dae in die ys gewag.",
    "Estonian": "Kaitseminister teatas eile, et riik ostab kolm patrull-lennukit. See on oluline samm, mis annab "
    "meile parema ülevaate merest.",
    "Bulgarian": "Бреговата охрана изпрати във вторник втори кораб във фиорда, а губернаторът каза, че ще последват и други.",
    "Bulgarian, short": "Министърът на отбраната съобщи вчера за покупката на три самолета.",
    "Ukrainian": "Берегова охорона у вівторок відправила до фіорду друге судно, а губернатор сказав, що будуть ще. Він був на "
    "борту і сказав, що все так, як він обіцяв, и они в порту.",
}


@pytest.mark.parametrize("times", [1, 6])
@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_neighbour_of_the_nine_is_none_of_them(name, times):
    assert detect_language(" ".join([NEIGHBOURS[name]] * times)) is None


def test_english_has_many_a_small_word_of_the_neighbours():
    text = "No lead was a lead as long as an editor in a hurry had no say in it, and as a rule no one did: a short note was a no."
    assert detect_language(text) == "en"


def test_a_russian_text_may_name_a_town_in_other_letters():
    text = f"{SAMPLES['ru']} Его команда была на борту, и она не знает, что будет с ним после ремонта. " * 3
    assert detect_language(f"{text} Судно Київ вышло из порта.") == "ru"
