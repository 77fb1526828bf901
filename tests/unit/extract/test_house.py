"""What a site says of itself beside its articles goes; news that sounds like it stays."""

from __future__ import annotations

import pytest

from worker.extract.lines import Line
from worker.extract.noise import decide
from worker.extract.reasons import PageContext, Reason

BODIES = {
    "en": (
        "The ice has closed the strait since Monday, and three ships wait.",
        "The pilots expect a channel by the end of the week.",
    ),
    "da": ("Isen har lukket strædet siden mandag, og tre skibe venter.", "Lodserne regner med en rende inden ugen er omme."),
    "no": ("Isen har stengt sundet siden mandag, og tre skip venter.", "Losene regner med ei råk før uka er omme."),
    "sv": (
        "Isen har stängt sundet sedan i måndags, och tre fartyg väntar.",
        "Lotsarna räknar med en ränna innan veckan är slut.",
    ),
    "fi": (
        "Jää on sulkenut salmen maanantaista lähtien, ja kolme alusta odottaa.",
        "Luotsit odottavat väylää jo tällä samalla viikolla.",
    ),
    "is": ("Ísinn hefur lokað sundinu frá mánudegi og þrjú skip bíða þar.", "Hafnsögumenn vænta rennu áður en vikan er úti."),
    "ru": ("Лед закрыл пролив в понедельник, и три судна стоят у кромки.", "Лоцманы ждут канала до конца этой долгой недели."),
    "de": (
        "Das Eis hat die Enge seit Montag geschlossen, drei Schiffe warten.",
        "Die Lotsen rechnen bis zum Wochenende mit einer Rinne.",
    ),
    "fr": (
        "La glace ferme le détroit depuis lundi, et trois navires attendent.",
        "Les pilotes espèrent un chenal avant la fin de la semaine.",
    ),
}
SITES = {
    "en": "northern ledger", "da": "havets avis", "no": "nordlandsposten ekstra", "sv": "norra kusten idag", "fi": "pohjan kaiku",
    "is": "strandblaðið nýja", "ru": "полярный листок", "de": "nordmeer bote", "fr": "gazette du large",
}  # fmt: skip
TITLE = "pack ice closes the strait for a week"


def page_of(language: str) -> PageContext:
    return PageContext(frozenset({TITLE, f"{TITLE} {SITES[language]}"}))


def reasons_of(language: str, *texts: str) -> list[Reason | None]:
    return list(decide([Line(text) for text in texts], page_of(language)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "Northern Ledger employs four reporters north of the circle.", id="en house"),
        pytest.param("en", "Eva has reported for Northern Ledger from three polar stations.", id="en author"),
        pytest.param("en", "Some 4,300 readers fund this newsroom already. Will you be next?", id="en donate"),
        pytest.param("en", "Find Northern Ledger on Mastodon and Threads too.", id="en follow"),
        pytest.param("en", "Fresh posts load here by themselves.", id="en live"),
        pytest.param("en", "Publisher: Ledger Media Ltd, 7 Quay Road, 9100 Northport", id="en imprint"),
        pytest.param("en", "Mornings with Northern Ledger", id="en letter"),
        pytest.param("da", "Karin har dækket Arktis for Havets Avis siden 2018.", id="da author"),
        pytest.param("da", "Du kan også følge Havets Avis på Instagram.", id="da follow"),
        pytest.param("da", "Vi har ingen ejere, kun læsere. Giv hvad du vil.", id="da donate"),
        pytest.param("no", "Nordlandsposten Ekstra har tre journalister nord for polarsirkelen.", id="no house"),
        pytest.param("no", "Sist endret 12. mai 2026", id="no stamp"),
        pytest.param("sv", "Karin har bevakat Arktis för Norra Kusten Idag sedan 2018.", id="sv author"),
        pytest.param("sv", "Utgivare: Norra Medier AB, Tullgatan 7, 972 00 Nordhamn", id="sv imprint"),
        pytest.param("fi", "Pohjan Kaiulla on kolme toimittajaa napapiirin pohjoispuolella.", id="fi house, the name in a case"),
        pytest.param("fi", "Uudet viestit näkyvät tässä automaattisesti.", id="fi live"),
        pytest.param("is", "Á Strandblaðinu Nýja starfa þrír blaðamenn norðan baugs.", id="is house, the name in a case"),
        pytest.param("is", "Síðast uppfært 12. maí 2026", id="is stamp"),
        pytest.param(
            "ru", "Ольга пишет об Арктике для издания «Полярный листок» с 2018 года.", id="ru author, the name in quotes"
        ),
        pytest.param("ru", "У Полярного листка три корреспондента за полярным кругом.", id="ru house, the name in a case"),
        pytest.param("ru", "Последнее обновление: 12 мая 2026 года", id="ru stamp"),
        pytest.param("de", "Karin berichtet seit 2018 für Nordmeer Bote aus der Arktis.", id="de author"),
        pytest.param("de", "Neue Meldungen erscheinen hier automatisch.", id="de live"),
        pytest.param("fr", "Claire couvre l'Arctique pour Gazette du Large depuis 2018.", id="fr author"),
        pytest.param("fr", "Dernière mise à jour le 12 mai 2026", id="fr stamp"),
    ],
)
def test_what_the_site_says_of_itself_goes_from_the_end(language, text):
    first, second = BODIES[language]
    assert reasons_of(language, first, second, text)[:2] == [None, None]
    assert reasons_of(language, first, second, text)[2] is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "The ministry did not answer questions from Northern Ledger by Sunday night.", id="en asked"),
        pytest.param("en", "Two reporters of the Northern Ledger were expelled from Murmansk in March.", id="en expelled"),
        pytest.param("en", "The fund was set up in 1990 and pays for rescue at sea.", id="en a fund of the news"),
        pytest.param(
            "en", "More than 7,500 people have donated to the families of the drowned crew.", id="en donations of others"
        ),
        pytest.param("en", "The agency employs 300 people, most of them in Tromsø.", id="en an agency of the news"),
        pytest.param("en", "He has worked for the alliance since 2019.", id="en works for others"),
        pytest.param("en", "The northern ledger of the harbour shows three subscribers.", id="en the words, not the name"),
        pytest.param("en", "Follow the events minute by minute, the admiral told his staff.", id="en an order told"),
        pytest.param("da", "Ministeriet har ikke svaret på Havets Avis' spørgsmål.", id="da asked"),
        pytest.param("da", "Styrelsen har 300 ansatte, de fleste i Nuuk.", id="da an agency of the news"),
        pytest.param("no", "To journalister i Nordlandsposten Ekstra ble utvist i mars.", id="no expelled"),
        pytest.param("sv", "Fonden inrättades 1990 och betalar för räddning till sjöss.", id="sv a fund of the news"),
        pytest.param("sv", "Departementet har inte svarat på frågorna från Norra Kusten Idag.", id="sv asked"),
        pytest.param("fi", "Ministeriö ei ole vastannut Pohjan Kaiun kysymyksiin.", id="fi asked"),
        pytest.param("is", "Ráðuneytið hefur ekki svarað spurningum Strandblaðsins Nýja.", id="is asked"),
        pytest.param("ru", "Двух корреспондентов Полярного листка выслали после ареста в марте.", id="ru expelled"),
        pytest.param("ru", "Более 7500 человек пожертвовали деньги семьям погибших.", id="ru donations of others"),
        pytest.param("de", "Der Admiral lebt in Kiel und segelt, wann immer er kann.", id="de lives somewhere"),
        pytest.param("de", "Das Ministerium hat Fragen von Nordmeer Bote nicht beantwortet.", id="de asked"),
        pytest.param("fr", "La newsletter du ministère a été piratée vendredi.", id="fr a newsletter hacked"),
        pytest.param("fr", "L'agence emploie 300 personnes, la plupart à Brest.", id="fr an agency of the news"),
    ],
)
def test_news_that_sounds_like_it_stays_at_the_end(language, text):
    assert not any(reasons_of(language, *BODIES[language], text))


def test_within_the_text_it_is_news():
    first, second = BODIES["en"]
    assert not any(reasons_of("en", first, "Northern Ledger employs four reporters north of the circle.", second))
    assert not any(reasons_of("en", first, "Some 900 readers already pay for this site.", second))


def test_beside_an_invitation_it_goes_within_the_text():
    first, second = BODIES["en"]
    found = reasons_of("en", first, "Sign up for our newsletter", "Mornings with Northern Ledger", second)
    assert found == [None, Reason.SUBSCRIBE, Reason.FOOTER, None]


def test_a_linked_label_of_the_house_goes():
    lines = [*map(Line, BODIES["fi"]), Line("Meillä ei ole omistajia, vain lukijoita."), Line("Haluan osallistua", link=1.0)]
    assert [reason is not None for reason in decide(lines, page_of("fi"))] == [False, False, True, True]


@pytest.mark.parametrize(
    ("label", "goes"),
    [
        pytest.param("Advertisement", False, id="an advertisement says nothing of the paragraph below"),
        pytest.param("About us", True, id="about us"),
        pytest.param("Notes to editors", True, id="notes"),
    ],
)
def test_a_body_is_portrayed_below_its_heading(label, goes):
    first, second = BODIES["en"]
    found = reasons_of("en", first, second, label, "The agency was founded in 1950 and runs nine stations.")
    assert found[:2] == [None, None]
    assert (found[3] is not None) is goes


@pytest.mark.parametrize(
    ("page", "names"),
    [
        pytest.param(PageContext(), set(), id="nothing known"),
        pytest.param(page_of("en"), {"northern ledger"}, id="behind the headline in the tab"),
        pytest.param(PageContext(frozenset({TITLE, f"coast post {TITLE}"})), {"coast post"}, id="before the headline"),
        pytest.param(
            PageContext(frozenset({"coast post", TITLE, f"{TITLE} coast post"})), {"coast post"}, id="the headline is no name"
        ),
        pytest.param(
            PageContext(addresses=frozenset({"https://www.tromso.example/a"})), {"tromso example", "www tromso example"},
            id="a host with its ending, as the name alone may be a town",
        ),
    ],
)  # fmt: skip
def test_names_of_the_site(page, names):
    assert page.sites == names
